#include "core/project/OneCurve.h"

#include <algorithm>
#include <cmath>

#include "core/economics/Value.h"
#include "core/project/Recipe.h"

namespace orelens::project {

using recycling::PricedQuantity;

double block_recovery(const economics::Costs& costs, const economics::Commodity& commodity) {
    return costs.mining_recovery_percent / 100 * (commodity.recovery_percent / 100);
}

base::Expected<OneCurve> one_curve(const OneCurveInput& input) {
    OneCurve made;
    if (input.blocks != nullptr) {
        auto layer = recycling::layer_of_blocks(*input.blocks, input.element, input.recovery);
        if (!layer) return std::unexpected(layer.error());
        made.layers.push_back(std::move(*layer));
    }
    for (const auto* part : {&input.orebodies, &input.scrap}) {
        auto layers = recycling::layers_by_origin(*part, input.year);
        if (!layers) return std::unexpected(layers.error());
        std::ranges::move(*layers, std::back_inserter(made.layers));
        for (const PricedQuantity& one : *part) {
            if (input.year && one.year && *one.year != *input.year) continue;
            if (std::isnan(one.break_even)) {
                made.unknown_t += one.metal_t;
                ++made.unknown;
            } else if (std::isinf(one.break_even)) {
                made.never_t += one.metal_t;
            } else {
                made.break_evens.push_back(one.break_even);
            }
        }
    }
    std::ranges::sort(made.break_evens);
    return made;
}

std::vector<PricedQuantity> priced_scrap(const ScrapStudy& study, const std::string& element, double quoted_per_net) {
    std::vector<PricedQuantity> made;
    for (const ScrapStream& row : study.streams)
        if (row.stream.element == element)
            made.push_back({row.stream.id, row.stream.origin, row.stream.year, row.break_even() * quoted_per_net, row.curve_t});
    return made;
}

std::vector<int> scrap_years(const ScrapStudy& study, const std::string& element) {
    std::vector<int> years;
    for (const ScrapStream& row : study.streams)
        if (row.stream.element == element && row.stream.year && std::ranges::find(years, *row.stream.year) == years.end()) years.push_back(*row.stream.year);
    std::ranges::sort(years);
    return years;
}

std::vector<std::string> scrap_elements(const ScrapStudy& study) {
    std::vector<std::string> made;
    for (const ScrapStream& row : study.streams)
        if (std::ranges::find(made, row.stream.element) == made.end()) made.push_back(row.stream.element);
    return made;
}

MetalQuote metal_quote(const Recipe& recipe, const ScrapStudy& study, const std::string& element) {
    const economics::PriceDeck deck = price_deck(recipe);
    for (const economics::Commodity& commodity : deck.commodities)
        if (commodity.name == element && commodity.price > 0) {
            const double quoted = economics::quoted_price(commodity, 1);
            if (std::isfinite(quoted) && quoted > 0) return {economics::quotation_unit(deck, commodity), quoted, commodity.price};
        }
    MetalQuote made{study.currency + "/t", 1, recycling::not_known};
    for (const ScrapSum& sum : study.sums)
        if (sum.element == element && !std::isnan(sum.price)) made.price = sum.price;
    return made;
}

}  // namespace orelens::project
