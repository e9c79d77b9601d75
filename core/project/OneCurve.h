// One curve for one metal: blocks, undeveloped orebodies and scrap as quantities with a break-even price, on the price as
// it is quoted. Use it wherever a price is moved; it takes plain lists, so that whoever has them joins them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/project/FlowStudy.h"
#include "core/recycling/StackedCurve.h"

namespace orelens::project {

/// Each part may be empty. Break-evens are prices as quoted; metal is what can be recovered, in tonnes.
struct OneCurveInput {
    const economics::UsableCurve* blocks = nullptr;  ///< must outlive the curve
    std::string element;                             ///< of the blocks' metal
    double recovery = 1;                             ///< of the blocks' metal, as `block_recovery` gives it
    std::vector<recycling::PricedQuantity> orebodies;
    std::vector<recycling::PricedQuantity> scrap;
    std::optional<int> year;  ///< of scrap; ground is of every year
};

struct OneCurve {
    std::vector<recycling::CurveLayer> layers;  ///< ore, then by origin in order of appearance
    std::vector<double> break_evens;            ///< finite ones of orebodies and scrap, ascending
    double unknown_t = 0;   ///< of orebodies and scrap without a break-even: never usable
    int unknown = 0;
    double never_t = 0;     ///< that no price pays
};
/// What of a commodity's metal in the ground reaches a product: mining recovery times recovery (K·ε of domain.md §3).
double block_recovery(const economics::Costs& costs, const economics::Commodity& commodity);

/// Errors: those of the layers: an element that the blocks do not have, metal below 0.
base::Expected<OneCurve> one_curve(const OneCurveInput& input);

/// Streams of a metal as they meet a quoted price: `quoted_per_net` is the quoted price of 1 per tonne net.
std::vector<recycling::PricedQuantity> priced_scrap(const ScrapStudy& study, const std::string& element, double quoted_per_net);
/// Years that streams of a metal are of, ascending.
std::vector<int> scrap_years(const ScrapStudy& study, const std::string& element);
/// Metals of the streams, in order of first appearance.
std::vector<std::string> scrap_elements(const ScrapStudy& study);

/// The curve of a metal from a project's results: blocks where the deck evaluates it as its main commodity. `recipe` says
/// how the metal is quoted; a metal without commodity is quoted per tonne.
struct MetalQuote {
    std::string unit;            ///< "CNY/t"
    double quoted_per_net = 1;
    double price = recycling::not_known;  ///< the recipe's, as quoted
};
MetalQuote metal_quote(const Recipe& recipe, const ScrapStudy& study, const std::string& element);

}  // namespace orelens::project
