#include "core/project/stages/EstimateRounds.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/geostat/ConfidenceClasses.h"
#include "core/geostat/EstimateWriter.h"
#include "core/project/ModelShape.h"
#include "core/project/stages/EstimateInputs.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using blocks::BlockModel;
using geostat::ElementEstimate;
using geostat::EstimateSummary;

/// Samples and pass of a block that no pass reached.
constexpr std::int32_t not_reached = 0;

/// What the element was estimated from is unchanged, and its columns are there to be carried over.
bool reusable(const Project& project, const ElementEstimate& how, const std::string& print) {
    const auto kept = project.results.key_stamps.find("estimate");
    if (kept == project.results.key_stamps.end()) return false;
    const auto before = kept->second.find(how.element);
    const EstimateResults& last = project.results.estimate;
    if (before == kept->second.end() || before->second != print || !last.model || !last.summaries)
        return false;
    if (!(last.model->geometry() == *last.geometry)) return false;
    return std::ranges::all_of(geostat::column_names(how),
                               [&](const std::string& name) { return last.model->has(name); }) &&
           std::ranges::any_of(*last.summaries, [&](const EstimateSummary& summary) {
               return summary.element == how.element;
           });
}

class Rounds {
  public:
    Rounds(const Project& project, BlockModel& model, const std::map<std::string, std::string>& prints,
           const std::optional<DomainPlan>& domains)
        : project_(project), model_(model), prints_(prints), domains_(domains) {}

    Expected<std::vector<EstimateSummary>> run(const std::vector<ElementEstimate>& all,
                                               base::Progress& progress) {
        std::vector<ElementEstimate> waiting = all;
        const auto whole = static_cast<double>(std::max<std::size_t>(all.size(), 1));
        while (!waiting.empty()) {
            std::vector<ElementEstimate> ready, later;
            for (const ElementEstimate& one : waiting) (is_ready(one) ? ready : later).push_back(one);
            if (ready.empty()) return nothing_ready(waiting.front());
            base::Progress part = progress.part(1 - static_cast<double>(waiting.size()) / whole,
                                                1 - static_cast<double>(later.size()) / whole);
            if (auto done = round(ready, part); !done) return std::unexpected(done.error());
            waiting = std::move(later);
        }
        std::vector<EstimateSummary> summaries;
        for (const ElementEstimate& one : all) summaries.push_back(summary_of(one.element));
        return summaries;
    }

  private:
    bool is_ready(const ElementEstimate& one) const {
        return !geostat::takes_secondary(one.method) || model_.has(one.secondary);
    }

    static std::unexpected<base::Error> nothing_ready(const ElementEstimate& one) {
        const std::string field = "element." + one.element + ".estimate.secondary";
        return base::fail(
            ErrorKind::data,
            one.secondary.empty()
                ? Message("project.secondary_unnamed", {{"element", one.element}})
                : Message("project.no_secondary", {{"element", one.element}, {"column", one.secondary}}),
            {.field = field}, Message("project.no_secondary_fix"));
    }

    Expected<void> round(const std::vector<ElementEstimate>& ready, base::Progress& progress) {
        std::vector<ElementEstimate> changed;
        for (const ElementEstimate& one : ready) {
            const bool learns_anew = geostat::takes_secondary(one.method) && anew_.contains(one.secondary);
            if (!learns_anew && reusable(project_, one, prints_.at(one.element))) {
                const BlockModel& before = *project_.results.estimate.model;
                for (const std::string& name : geostat::column_names(one))
                    (void)copy_column(before, model_, name, not_reached, &progress);
            } else {
                changed.push_back(one);
                anew_.insert(one.element);
            }
            if (progress.cancelled()) return base::cancelled();
        }
        if (changed.empty()) return {};
        const drilling::CompositeTable& samples = *project_.results.drilling.composites;
        auto done = domains_ ? estimate_by_domain(model_, samples, *domains_, changed, progress)
                             : geostat::estimate(model_, samples, changed, progress);
        if (!done) return std::unexpected(done.error());
        fresh_.insert(fresh_.end(), done->begin(), done->end());
        return {};
    }

    EstimateSummary summary_of(const std::string& element) const {
        const auto made = std::ranges::find(fresh_, element, &EstimateSummary::element);
        if (made != fresh_.end()) return *made;
        return *std::ranges::find(*project_.results.estimate.summaries, element, &EstimateSummary::element);
    }

    const Project& project_;
    BlockModel& model_;
    const std::map<std::string, std::string>& prints_;
    const std::optional<DomainPlan>& domains_;
    std::set<std::string> anew_;  ///< elements estimated in this run
    std::vector<EstimateSummary> fresh_;
};

}  // namespace

Expected<std::vector<EstimateSummary>> estimate_in_rounds(const Project& project, BlockModel& model,
                                                          const std::vector<ElementEstimate>& all,
                                                          const std::map<std::string, std::string>& prints,
                                                          const std::optional<DomainPlan>& domains,
                                                          base::Progress& progress) {
    return Rounds(project, model, prints, domains).run(all, progress);
}

Expected<void> add_classes(const Project& project, BlockModel& model, const std::vector<ElementEstimate>& all,
                           base::Progress& progress, const std::string& precision) {
    const geostat::ClassParams& params = project.recipe.classes;
    if (!params.use || all.empty()) return {};
    geostat::ClassesRule rule = geostat::classes_rule(params);
    if (std::ranges::none_of(rule.of, &geostat::ClassRule::use))
        return base::fail(ErrorKind::data, Message("project.no_class_conditions"), {.field = "classes.use"},
                          Message("project.no_class_conditions_fix"));
    if (asks_precision(project.recipe) && !(params.production_t > 0))
        return base::fail(ErrorKind::data, Message("project.no_production"), {.field = "classes.production"},
                          Message("project.no_production_fix"));
    if (precision.empty())
        for (geostat::ClassRule& one : rule.of)
            if (one.most_precision < geostat::ClassRule::none) one = {};
    std::vector<std::string> elements;
    for (const ElementEstimate& one : all) elements.push_back(one.element);
    const std::string main = main_element(project.recipe, elements);
    const ElementEstimate& how = *std::ranges::find(all, main, &ElementEstimate::element);
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    std::vector<double> x, y, z;
    std::vector<std::int32_t> hole;
    const drilling::CompositeTable::Grade* grade = samples.grade(main);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (grade == nullptr || std::isnan(grade->values[n])) continue;
        x.push_back(samples.x[n]);
        y.push_back(samples.y[n]);
        z.push_back(samples.z[n]);
        hole.push_back(samples.hole[n]);
    }
    const auto classed =
        geostat::classify(model, {x, y, z, hole, {}}, rule, {main, how.variogram.sill(), precision}, progress);
    if (!classed) return std::unexpected(classed.error());
    return {};
}

bool asks_precision(const Recipe& recipe) {
    const geostat::ClassParams& params = recipe.classes;
    return params.use && (params.measured.precision > 0 || params.indicated.precision > 0 || params.inferred.precision > 0);
}

}  // namespace orelens::project
