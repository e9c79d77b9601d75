#include "core/project/IndicatorVariograms.h"

#include <algorithm>
#include <cmath>

#include "core/geostat/Rules.h"
#include "core/project/ElementRules.h"
#include "core/project/Fingerprint.h"
#include "core/project/stages/Doubt.h"
#include "core/project/stages/ResultRows.h"

namespace orelens::project {
namespace {

using base::Expected;
using geostat::ElementEstimate;

bool wants_own(const Project& project, const ElementEstimate& how) {
    if (how.method != geostat::Method::indicator_kriging) return false;
    const geostat::VariogramRule& rule = element_rules(project.recipe, how.element).variogram;
    return rule.fit && rule.by_domain;
}

/// Samples, thresholds and how fits are made.
std::string indicators_print(const Project& project, const std::vector<ElementEstimate>& all) {
    Fingerprint print;
    for (const char* stage : {"composite", "statistics", "variogram"}) {
        const auto stamp = project.results.stamps.find(stage);
        print.add(stage, stamp == project.results.stamps.end() ? "" : stamp->second);
    }
    for (const ElementEstimate& how : all) {
        std::string thresholds = wants_own(project, how) ? "own" : "one";
        for (const double threshold : how.indicator.thresholds) thresholds += " " + base::number(threshold, 17);
        print.add(how.element, thresholds);
    }
    return print.text();
}

/// The table with 1 at or below the threshold and 0 above in place of grades.
drilling::CompositeTable indicator_table(const drilling::CompositeTable& samples, const std::string& element, double threshold,
                                         IndicatorFit& counts) {
    drilling::CompositeTable out = samples;
    std::erase_if(out.grades, [&](const auto& grade) { return grade.name != element; });
    for (double& value : out.grades.front().values) {
        if (std::isnan(value)) continue;
        const bool below = value <= threshold;
        ++(below ? counts.at_or_below : counts.above);
        value = below ? 1 : 0;
    }
    return out;
}

Expected<IndicatorFit> fit_threshold(const Project& project, const ElementEstimate& how, double threshold,
                                     const std::vector<double>& weights, base::Progress& progress) {
    IndicatorFit made{how.element, threshold, 0, 0, false, {}};
    const drilling::CompositeTable table = indicator_table(*project.results.drilling.composites, how.element, threshold, made);
    if (std::min(made.at_or_below, made.above) < least_indicator_samples) return made;
    geostat::FitRule by = geostat::fit_rule(element_rules(project.recipe, how.element).variogram, std::numeric_limits<double>::quiet_NaN());
    // Two values have no normal scores, and no differences over their mean.
    by.scale = geostat::FitScale::grade;
    by.weights = weights;
    auto fit = geostat::fit_variogram(table, how.element, by, progress);
    if (!fit) return std::unexpected(fit.error());
    made.own = !fit->is_default;
    made.fit = std::move(*fit);
    return made;
}

}  // namespace

Expected<IndicatorVariograms> indicator_variograms(const Project& project, const std::vector<ElementEstimate>& all,
                                                   base::Progress& progress) {
    IndicatorVariograms made;
    double whole = 0, done = 0;
    for (const ElementEstimate& how : all) whole += wants_own(project, how) ? static_cast<double>(how.indicator.thresholds.size()) : 0;
    if (whole == 0) return made;
    made.made_from = indicators_print(project, all);
    if (const auto before = more<IndicatorVariograms>(project.results, indicator_variograms_name); before && before->made_from == made.made_from)
        return *before;
    for (const ElementEstimate& how : all) {
        if (!wants_own(project, how) || project.results.drilling.composites->grade(how.element) == nullptr) continue;
        const std::vector<double> weights = declustering_weights(project, how.element);
        for (const double threshold : how.indicator.thresholds) {
            if (progress.cancelled()) return base::cancelled();
            base::Progress part = progress.part(done / whole, (done + 1) / whole);
            ++done;
            auto fit = fit_threshold(project, how, threshold, weights, part);
            if (!fit) return std::unexpected(fit.error());
            made.fits.push_back(std::move(*fit));
        }
    }
    if (progress.cancelled()) return base::cancelled();
    return made;
}

void use_models(const IndicatorVariograms& made, std::vector<ElementEstimate>& all) {
    for (ElementEstimate& how : all) {
        if (how.method != geostat::Method::indicator_kriging) continue;
        std::vector<geostat::Variogram> models;
        bool any = false;
        for (const double threshold : how.indicator.thresholds) {
            const auto fit = std::ranges::find_if(made.fits, [&](const IndicatorFit& one) {
                return one.element == how.element && one.threshold == threshold;
            });
            const bool own = fit != made.fits.end() && fit->own;
            any = any || own;
            models.push_back(own ? fit->fit.model : how.variogram);
        }
        how.indicator.variograms = any ? std::move(models) : std::vector<geostat::Variogram>();
    }
}

std::vector<base::Finding> doubts_of(const IndicatorVariograms& made) {
    std::vector<base::Finding> findings;
    for (const IndicatorFit& one : made.fits) {
        if (one.own) continue;
        const std::int64_t fewer = std::min(one.at_or_below, one.above);
        findings.push_back(doubt("estimate", fewer < least_indicator_samples ? "indicator_variogram_few" : "indicator_variogram_none",
                                 base::Severity::warning, fewer,
                                 {{"element", one.element},
                                  {"threshold", base::number(one.threshold, 4)},
                                  {"least", std::to_string(least_indicator_samples)}}));
        findings.back().column = one.element;
    }
    return findings;
}

}  // namespace orelens::project
