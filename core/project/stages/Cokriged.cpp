#include "core/project/stages/Cokriged.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/geostat/Cokriging.h"
#include "core/geostat/FitCoregionalisation.h"
#include "core/project/ElementRules.h"
#include "core/statistics/Correlation.h"
#include "core/statistics/Overview.h"

namespace orelens::project {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using geostat::CokrigingOutcome;
using geostat::ElementEstimate;
using geostat::KnownCoregionalisation;

constexpr std::int64_t fewest_values = 20;
constexpr double least_significance = 0.05;
/// Of an element's samples: so many places where another was assayed and it was not make the other worth asking.
constexpr double least_new = 0.1;
constexpr std::size_t most_helpers = 2;

geostat::ElementRule rule_of(const Project& project, const std::string& element) {
    return element_rules(project.recipe, element).estimate;
}

std::vector<std::string> names_in(const std::string& text) {
    std::vector<std::string> names;
    std::string name;
    for (const char c : text + ";") {
        if (c != ';' && c != ',') {
            name += c;
            continue;
        }
        const auto first = name.find_first_not_of(' '), last = name.find_last_not_of(' ');
        if (first != std::string::npos) names.push_back(name.substr(first, last - first + 1));
        name.clear();
    }
    return names;
}

std::int64_t values_of(const drilling::CompositeTable::Grade& grade) {
    return std::ranges::count_if(grade.values, [](double v) { return !std::isnan(v); });
}

/// Places where `other` was assayed and `own` was not.
std::int64_t new_places(const drilling::CompositeTable::Grade& own, const drilling::CompositeTable::Grade& other) {
    std::int64_t count = 0;
    for (std::size_t n = 0; n < own.values.size(); ++n)
        count += std::isnan(own.values[n]) && !std::isnan(other.values[n]) ? 1 : 0;
    return count;
}

struct Helper {
    std::string element;
    double r = 0;
    bool correlated = false, tells_more = false;
};

class Cokriger {
  public:
    Cokriger(const Project& project, const drilling::CompositeTable& samples, std::vector<ElementEstimate>& all,
             std::vector<KnownCoregionalisation>& known)
        : project_(project), samples_(samples), all_(all), known_(known) {}

    Expected<std::vector<Cokriged>> run(base::Progress& progress) {
        std::vector<Cokriged> told(all_.size());
        std::vector<std::vector<std::string>> sets(all_.size());
        for (std::size_t n = 0; n < all_.size(); ++n) {
            if (all_[n].method != geostat::Method::cokriging) continue;
            auto set = set_of(n, told[n], progress);
            if (!set) return std::unexpected(set.error());
            sets[n] = std::move(*set);
            if (sets[n].empty()) all_[n].method = geostat::Method::ordinary_kriging;
        }
        std::vector<KnownCoregionalisation> used;
        for (std::size_t n = 0; n < all_.size(); ++n) {
            if (sets[n].empty()) continue;
            auto fitted = model_of(sets[n], used, progress.part(static_cast<double>(n) / static_cast<double>(all_.size()),
                                                                static_cast<double>(n + 1) / static_cast<double>(all_.size())));
            if (!fitted) return std::unexpected(fitted.error());
            told[n].moved = fitted->moved;
            all_[n].cokriging = shared_rule(fitted->model, sets);
        }
        known_ = std::move(used);
        return told;
    }

  private:
    std::size_t number_of(const std::string& element) const {
        return static_cast<std::size_t>(std::ranges::find(all_, element, &ElementEstimate::element) - all_.begin());
    }

    /// The element and its helpers in the order of the run; empty = ordinary kriging, `told` says why.
    Expected<std::vector<std::string>> set_of(std::size_t n, Cokriged& told, base::Progress& progress) const {
        const std::string& element = all_[n].element;
        const geostat::ElementRule rule = rule_of(project_, element);
        const auto* own = samples_.grade(element);
        if (own == nullptr || values_of(*own) < fewest_values) {
            told.outcome = CokrigingOutcome::few_samples;
            return std::vector<std::string>{};
        }
        auto helpers = helpers_of(element, *own, rule, progress);
        if (!helpers) return std::unexpected(helpers.error());
        std::vector<std::string> chosen;
        const bool stated = !names_in(rule.with).empty();
        for (const Helper& one : *helpers) {
            if (!one.correlated || !(one.tells_more || stated)) continue;
            if (!stated && chosen.size() == most_helpers) break;
            chosen.push_back(one.element);
        }
        const auto say = [&](const std::string& name) { told.with += (told.with.empty() ? "" : ", ") + name; };
        if (chosen.empty()) {
            const bool any = std::ranges::any_of(*helpers, &Helper::correlated);
            told.outcome = any ? CokrigingOutcome::nothing_new : CokrigingOutcome::weak;
            if (!helpers->empty()) {
                say(helpers->front().element);
                told.correlation = helpers->front().r;
            }
            return std::vector<std::string>{};
        }
        told.outcome = CokrigingOutcome::done;
        told.correlation = std::ranges::find(*helpers, chosen.front(), &Helper::element)->r;
        for (const std::string& name : chosen) say(name);
        chosen.push_back(element);
        std::ranges::sort(chosen, {}, [&](const std::string& name) { return number_of(name); });
        return chosen;
    }

    /// Those that may help, the most correlated first.
    Expected<std::vector<Helper>> helpers_of(const std::string& element, const drilling::CompositeTable::Grade& own,
                                             const geostat::ElementRule& rule, base::Progress& progress) const {
        std::vector<std::string> names = names_in(rule.with);
        const bool stated = !names.empty();
        for (const std::string& name : names)
            if (name == element || number_of(name) == all_.size() || samples_.grade(name) == nullptr)
                return base::fail(ErrorKind::data, Message("project.no_helper", {{"element", element}, {"helper", name}}),
                                  {.field = "element." + element + ".estimate.with"}, Message("project.no_helper_fix"));
        if (!stated)
            for (const ElementEstimate& other : all_)
                if (other.element != element && samples_.grade(other.element) != nullptr) names.push_back(other.element);
        std::vector<Helper> helpers;
        for (const std::string& name : names) {
            const auto& other = *samples_.grade(name);
            const statistics::Columns both{{element, name}, {own.values, other.values}};
            const auto matrix = statistics::correlations(both, statistics::Coefficient::spearman, progress);
            if (!matrix) return std::unexpected(matrix.error());
            Helper one{name, matrix->at(0, 1)};
            if (std::isnan(one.r)) continue;
            one.correlated = std::abs(one.r) >= rule.least_correlation && matrix->pairs[1] >= fewest_values &&
                             matrix->p[1] <= least_significance && values_of(other) >= fewest_values;
            one.tells_more = static_cast<double>(new_places(own, other)) >= least_new * static_cast<double>(values_of(own));
            helpers.push_back(one);
        }
        std::ranges::stable_sort(helpers, std::greater<>(), [](const Helper& one) { return std::abs(one.r); });
        return helpers;
    }

    std::vector<double> weights_of(const std::string& element) const {
        std::vector<double> weights = declustering_weights(project_, element);
        return weights.empty() ? std::vector<double>(samples_.size(), 1) : weights;
    }

    Expected<KnownCoregionalisation> model_of(const std::vector<std::string>& set, std::vector<KnownCoregionalisation>& used,
                                              base::Progress progress) const {
        const auto same = [&](const KnownCoregionalisation& one) { return one.model.elements == set; };
        for (const std::vector<KnownCoregionalisation>* list : {&used, &known_})
            if (const auto found = std::ranges::find_if(*list, same); found != list->end()) {
                const KnownCoregionalisation taken = *found;
                if (list == &known_) used.push_back(taken);
                return taken;
            }
        geostat::CoregionalisationRule rule;
        std::int64_t most = -1;
        const auto& fits = *project_.results.estimate.variograms;
        for (const std::string& element : set) {
            const geostat::VariogramFit& fit = fits.at(number_of(element));
            rule.top_cuts.push_back(all_[number_of(element)].top_cut);
            rule.weights.push_back(weights_of(element));
            // An assumed range is the last that is asked.
            const std::int64_t values = fit.is_default ? 0 : values_of(*samples_.grade(element));
            if (values <= most) continue;
            most = values;
            const bool scores = fit.scale == geostat::FitScale::normal_scores && !fit.fitted.structures.empty();
            rule.shapes = scores ? fit.fitted : fit.model;
        }
        auto fit = geostat::fit_coregionalisation(samples_, set, rule, progress);
        if (!fit) return std::unexpected(fit.error());
        scale_to_own(fit->model);
        used.push_back({std::move(fit->model), fit->moved});
        return used.back();
    }

    /// So that an element's variance is on the footing of kriging it alone.
    void scale_to_own(geostat::Coregionalisation& model) const {
        const std::size_t size = model.elements.size();
        std::vector<double> factor;
        for (std::size_t e = 0; e < size; ++e) {
            const double own = all_[number_of(model.elements[e])].variogram.sill(), here = geostat::own_variogram(model, e).sill();
            factor.push_back(own > 0 && here > 0 ? std::sqrt(own / here) : 1);
        }
        const auto scale = [&](std::vector<double>& matrix) {
            for (std::size_t p = 0; p < size; ++p)
                for (std::size_t q = 0; q < size; ++q) matrix[p * size + q] *= factor[p] * factor[q];
        };
        scale(model.nugget);
        for (geostat::Coregionalisation::Nested& nested : model.structures) scale(nested.sills);
    }

    /// One rule for all elements of a set, so that they are estimated together.
    std::shared_ptr<const geostat::CokrigingRule> shared_rule(const geostat::Coregionalisation& model,
                                                              const std::vector<std::vector<std::string>>& sets) const {
        for (const ElementEstimate& other : all_)
            if (other.cokriging && other.cokriging->model == model) return other.cokriging;
        auto rule = std::make_shared<geostat::CokrigingRule>();
        rule->model = model;
        for (const std::string& element : model.elements) {
            const std::size_t n = number_of(element);
            const ElementEstimate& how = all_[n];
            geostat::CokrigingVariable variable;
            variable.search = how.search;
            variable.octant_axes = how.octant_axes;
            variable.passes = how.passes;
            variable.top_cut = how.top_cut;
            rule->discretisation = how.discretisation;
            rule->zero_negative = rule->zero_negative || how.negative != geostat::NegativeEstimates::keep;
            if (sets[n] == model.elements) {
                variable.quality = how.quality;
                variable.limits = how.limits;
            } else {
                // Whatever of a helper is near may help.
                for (geostat::SearchPass& pass : variable.passes) pass.min_samples = 1;
            }
            rule->variables.push_back(std::move(variable));
        }
        return rule;
    }

    const Project& project_;
    const drilling::CompositeTable& samples_;
    std::vector<ElementEstimate>& all_;
    std::vector<KnownCoregionalisation>& known_;
};

}  // namespace

Expected<std::vector<Cokriged>> set_cokriging(const Project& project, const drilling::CompositeTable& samples,
                                              std::vector<ElementEstimate>& all,
                                              std::vector<KnownCoregionalisation>& known, base::Progress& progress) {
    return Cokriger(project, samples, all, known).run(progress);
}

namespace {

bool unchanged(const Project& project, const std::string& element, const std::map<std::string, std::string>& prints) {
    const auto kept = project.results.key_stamps.find("estimate");
    if (kept == project.results.key_stamps.end()) return false;
    const auto before = kept->second.find(element);
    const auto now = prints.find(element);
    return before != kept->second.end() && now != prints.end() && before->second == now->second;
}

}  // namespace

std::vector<KnownCoregionalisation> kept_models(const Project& project, const std::map<std::string, std::string>& prints) {
    std::vector<KnownCoregionalisation> kept;
    if (!project.results.estimate.together) return kept;
    for (const KnownCoregionalisation& one : *project.results.estimate.together)
        if (std::ranges::all_of(one.model.elements,
                                [&](const std::string& element) { return unchanged(project, element, prints); }))
            kept.push_back(one);
    return kept;
}

std::map<std::string, std::string> with_helpers(const Project& project, const std::vector<ElementEstimate>& all,
                                                const std::vector<Cokriged>& cokriged,
                                                const std::map<std::string, std::string>& prints) {
    std::map<std::string, std::string> asked = prints;
    const auto& before = project.results.estimate.summaries;
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (cokriged[n].outcome == CokrigingOutcome::none) continue;
        bool same = before != nullptr;
        if (same) {
            const auto last = std::ranges::find(*before, all[n].element, &geostat::EstimateSummary::element);
            same = last != before->end() && last->cokriging == cokriged[n].outcome && last->with == cokriged[n].with;
        }
        if (all[n].cokriging)
            for (const std::string& helper : all[n].cokriging->model.elements)
                same = same && unchanged(project, helper, prints);
        if (!same) asked[all[n].element] += " with others";
    }
    return asked;
}

void tell(const std::vector<Cokriged>& cokriged, std::vector<geostat::EstimateSummary>& summaries) {
    for (std::size_t n = 0; n < summaries.size(); ++n) {
        if (cokriged[n].outcome == CokrigingOutcome::none) continue;
        summaries[n].cokriging = cokriged[n].outcome;
        summaries[n].with = cokriged[n].with;
        summaries[n].correlation = cokriged[n].correlation;
        summaries[n].moved_to_positive = cokriged[n].moved;
    }
}

}  // namespace orelens::project
