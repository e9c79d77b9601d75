// Statistics of the composites: what their grades are, before anything is estimated from them.
#include <cmath>

#include "core/project/ElementRules.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/FieldsStatistics.h"
#include "core/project/stages/ResultRows.h"
#include "core/project/stages/Rows.h"
#include "core/project/stages/Sizes.h"

namespace orelens::project {
namespace {

using base::Severity;
using statistics::ElementOverview;

/// A declustered mean this far from the plain one is worth a remark.
constexpr double clustered_share = 0.05;
/// A suggested cap that takes more of the metal than this is a warning.
constexpr double much_metal = 0.02;
/// A stated cap is for wild grades: one that meets more of the samples, or takes more of the metal, cuts ore. At half of
/// the samples it lies at the median, and is hardly meant.
constexpr double many_capped = 0.05, cut_metal = 0.1;

base::Expected<void> run_statistics(Project& project, base::Progress& progress) {
    Results& results = project.results;
    if (!results.drilling.composites || !project.recipe.model.file.empty()) {
        results.statistics.overview.reset();
        return {};
    }
    auto made = statistics::overview(*results.drilling.composites, project.elements(), project.recipe.statistics, progress);
    if (!made) return std::unexpected(made.error());
    results.statistics.overview = shared(std::move(*made));
    return {};
}

void examine_cells(const ElementOverview& one, std::vector<base::Finding>& findings) {
    if (one.scan.size_m.empty() || one.by_domain.front().count == 0) return;
    const auto say = [&](const char* kind, Severity severity) {
        findings.push_back(doubt("statistics", kind, severity, 1,
                                 {{"element", one.element},
                                  {"size", base::number(one.scan.best_size_m, 3)},
                                  {"plain", base::number(one.scan.plain_mean, 4)},
                                  {"mean", base::number(one.scan.best_mean, 4)},
                                  {"unit", one.unit}}));
        findings.back().column = one.element;
    };
    if (one.scan.last_is_best) say("decluster_last_size", Severity::warning);
    if (std::abs(one.scan.best_mean - one.scan.plain_mean) > clustered_share * std::abs(one.scan.plain_mean))
        say("samples_clustered", Severity::info);
}

/// What a stated top cut takes of the composites, by their declustering weights, where that is more than a tail.
void examine_stated_cut(const Project& project, const ElementOverview& one, double cap, std::vector<base::Finding>& findings) {
    const drilling::CompositeTable::Grade* grade =
        project.results.drilling.composites ? project.results.drilling.composites->grade(one.element) : nullptr;
    if (grade == nullptr) return;
    const std::vector<double> weights = declustering_weights(project, one.element);
    std::int64_t capped = 0;
    double samples = 0, above = 0, metal = 0, lost = 0;
    for (std::size_t n = 0; n < grade->values.size(); ++n) {
        const double value = grade->values[n], weight = weights.empty() ? 1 : weights[n];
        if (std::isnan(value)) continue;
        samples += weight;
        metal += weight * std::max(0.0, value);
        if (!(value > cap)) continue;
        ++capped;
        above += weight;
        lost += weight * (value - cap);
    }
    if (!(above > many_capped * samples || lost > cut_metal * metal)) return;
    findings.push_back(doubt("statistics", "top_cut_deep", above >= samples / 2 ? Severity::error : Severity::warning, capped,
                             {{"element", one.element},
                              {"cap", base::number(cap, 4)},
                              {"unit", one.unit},
                              {"share", percent_text(above, samples)},
                              {"metal", percent_text(lost, metal)}}));
    findings.back().column = one.element;
}

/// What a stated top cut takes; or the cap that the distribution suggests where none is stated.
void examine_top_cut(const Project& project, const ElementOverview& one, std::vector<base::Finding>& findings) {
    const double stated = element_rules(project.recipe, one.element).assay.top_cut;
    if (!std::isnan(stated)) return examine_stated_cut(project, one, stated, findings);
    const statistics::CapPoint& cap = one.top_cut.suggested;
    if (std::isnan(cap.cap)) return;
    const bool heavy = one.top_cut.reason == statistics::CapReason::top_heavy;
    findings.push_back(doubt("statistics", heavy ? "top_cut_heavy" : "top_cut_break",
                             cap.metal_lost > much_metal ? Severity::warning : Severity::info, cap.above,
                             {{"element", one.element},
                              {"cap", base::number(cap.cap, 4)},
                              {"unit", one.unit},
                              {"metal", percent_text(cap.metal_lost, 1)},
                              {"top", percent_text(one.top_cut.centile_metal[9], 1)}}));
    findings.back().column = one.element;
}

std::vector<base::Finding> examine_statistics(const Project& project, base::Progress& /*progress*/) {
    std::vector<base::Finding> findings;
    if (!project.results.statistics.overview) return findings;
    for (const ElementOverview& one : project.results.statistics.overview->elements) {
        examine_cells(one, findings);
        examine_top_cut(project, one, findings);
    }
    return findings;
}

}  // namespace

Stage statistics_stage() {
    Stage stage;
    stage.id = "statistics";
    stage.workspace = "perspective";
    stage.label = {"Statistics", "统计"};
    stage.doing = {"Computing statistics", "计算统计量"};
    stage.help = {"Means, top cuts and correlations of the composites", "组合样的均值、特高品位与相关性"};
    stage.inputs = {"composite"};
    stage.parameters = {"statistics."};
    stage.reads_parameters = {"element.*.top_cut"};
    stage.depends = model_instead;
    stage.model_replaces = true;
    stage.share = 0.04;
    stage.results = {archived<statistics::Overview>(
        "statistics.overview", [](Results & r) -> auto& { return r.statistics.overview; })};
    stage.size = statistics_size;
    stage.run = run_statistics;
    stage.examine = examine_statistics;
    return stage;
}

}  // namespace orelens::project
