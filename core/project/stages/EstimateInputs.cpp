#include "core/project/stages/EstimateInputs.h"

#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "core/geostat/SearchDefault.h"
#include "core/project/ElementRules.h"

namespace orelens::project {
namespace {

using base::Expected;
using geostat::ElementEstimate;
using geostat::Method;

/// The composites' grades, cut as the estimator cuts them, ascending.
std::vector<double> cut_values(const drilling::CompositeTable& samples, const ElementEstimate& how) {
    std::vector<double> values;
    for (const drilling::CompositeTable::Grade& grade : samples.grades) {
        if (grade.name != how.element) continue;
        for (const double value : grade.values)
            if (!std::isnan(value))
                values.push_back(std::isnan(how.top_cut) ? value : std::min(value, how.top_cut));
    }
    std::ranges::sort(values);
    return values;
}

/// What simple kriging falls back to far from samples where the recipe states no mean.
double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    // Without samples there is nothing to estimate.
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::vector<double> deciles(const std::vector<double>& sorted) {
    std::vector<double> all;
    for (std::size_t k = 1; k < 10 && !sorted.empty(); ++k)
        all.push_back(sorted[k * (sorted.size() - 1) / 10]);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    if (all.empty()) all.push_back(0);
    return all;
}

Expected<void> set_indicators(ElementEstimate& how, const geostat::ElementRule& own,
                              const std::vector<double>& sorted) {
    const auto list = [&](const std::string& text, const char* name) {
        auto numbers = geostat::number_list(text);
        if (!numbers) numbers.error().place.field = "element." + how.element + ".estimate." + name;
        return numbers;
    };
    auto thresholds = list(own.thresholds, "thresholds"), cutoffs = list(own.cutoffs, "cutoffs");
    if (!thresholds) return std::unexpected(thresholds.error());
    if (!cutoffs) return std::unexpected(cutoffs.error());
    how.indicator.thresholds = thresholds->empty() ? deciles(sorted) : std::move(*thresholds);
    how.indicator.cutoffs = std::move(*cutoffs);
    return {};
}

}  // namespace

std::string main_element(const Recipe& recipe, const std::vector<std::string>& elements) {
    const economics::PriceDeck deck = price_deck(recipe);
    const economics::Commodity* main = economics::main_commodity(deck);
    if (main != nullptr && std::ranges::find(elements, economics::grade_column(*main)) != elements.end())
        return economics::grade_column(*main);
    return elements.empty() ? std::string() : elements.front();
}

Expected<std::vector<ElementEstimate>> estimate_inputs(const Recipe& recipe,
                                                       const drilling::CompositeTable& samples,
                                                       const std::vector<std::string>& elements,
                                                       const std::vector<geostat::VariogramFit>& variograms) {
    std::vector<ElementEstimate> all;
    const std::string main = main_element(recipe, elements);
    const geostat::Diagnostics kept = recipe.estimate.diagnostics;
    const geostat::ClassParams& classes = recipe.classes;
    const bool slopes =
        classes.measured.slope > 0 || classes.indicated.slope > 0 || classes.inferred.slope > 0;
    for (std::size_t n = 0; n < elements.size(); ++n) {
        const ElementRecipe& rule = element_rules(recipe, elements[n]);
        const geostat::VariogramFit& fit = variograms.at(n);
        // An assumed range says nothing of the deposit: neither how far to look, nor which way.
        const geostat::Anisotropy search = geostat::default_search(fit.spacing, fit.model, !fit.is_default);
        all.push_back(geostat::element_estimate(elements[n], recipe.estimate, rule.variogram, fit.model,
                                                rule.assay.top_cut, search, rule.estimate));
        ElementEstimate& how = all.back();
        // Confidence classes look at the main element's diagnostics.
        const bool classed = classes.use && elements[n] == main;
        how.diagnostics = classed || kept == geostat::Diagnostics::all ||
                          (kept == geostat::Diagnostics::main_element && elements[n] == main);
        how.quality = how.quality || (classed && slopes);
        const bool about_mean =
            how.method == Method::simple_kriging || how.method == Method::collocated_cokriging;
        const bool needs_values =
            (about_mean && std::isnan(how.simple_mean)) || how.method == Method::indicator_kriging;
        const std::vector<double> values = needs_values ? cut_values(samples, how) : std::vector<double>();
        if (about_mean && std::isnan(how.simple_mean)) how.simple_mean = mean_of(values);
        if (how.method == Method::indicator_kriging)
            if (auto set = set_indicators(how, rule.estimate, values); !set)
                return std::unexpected(set.error());
    }
    return all;
}

double reach_of(const std::vector<ElementEstimate>& estimates) {
    double reach = 0;
    for (const ElementEstimate& one : estimates)
        for (const geostat::SearchPass& pass : one.passes)
            reach = std::max(reach, pass.factor * std::max({one.search.range_major_m, one.search.range_semi_m,
                                                            one.search.range_minor_m}));
    return reach;
}

}  // namespace orelens::project
