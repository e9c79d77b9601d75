// Value of blocks: net prices, margin per tonne, break-even price (domain.md §3).
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// γ of waste per mined tonne, as a fraction in [0, 1), from either convention.
double dilution_fraction(double percent, DilutionConvention convention);
/// Price per tonne of metal net of VAT, in the deck's currency.
double price_per_tonne_net(const Commodity& commodity);
/// n = (P·θ − s)(1 − r) + subsidy, currency per t of metal, for the commodity's own price…
double net_price(const Commodity& commodity);
/// …or for a price per tonne net of VAT.
double net_price_at(const Commodity& commodity, double price_per_tonne_net);
/// Back from a net-of-VAT price per tonne to the way the commodity is quoted (unit, VAT).
double quoted_price(const Commodity& commodity, double price_per_tonne_net);

/// Cost per t mined that a block must pay at elevation z under the test.
double cost_per_tonne(const Costs& costs, CutoffTest test, double elevation_m);

struct CutoffPoint {
    double price = 0;          ///< as quoted
    double head_percent = 0;   ///< mass percent in mined ore; +∞ at or below the pole
    double in_situ_percent = 0;
};
/// Cutoff grade of one commodity alone at its recovery, for each quoted price. Never negative.
std::vector<CutoffPoint> cutoff_curve(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                                      const std::vector<double>& quoted_prices);
/// The quoted price at and below which no grade pays: n(P) = 0.
double cutoff_pole(const PriceDeck& deck, const std::string& commodity);

/// Columns written by `evaluate`.
inline constexpr const char* margin_full = "margin.full";          ///< currency per t mined
inline constexpr const char* margin_marginal = "margin.marginal";
inline constexpr const char* nsr_column = "nsr";                   ///< currency per t mined
inline constexpr const char* status_column = "status";             ///< integer with codes, domain.md §0
std::string break_even_column(const std::string& commodity, CutoffTest test);  ///< "break_even.Cu.full"

/// Adds nsr, both margins, both break-even columns of the main commodity (quoted price; −∞ where by-products
/// alone pay, +∞ where no price pays, NaN where no grade is known) and the status.
base::Expected<void> evaluate(blocks::BlockModel& model, const PriceDeck& deck, base::Progress& progress);

/// Break-even of one set of grades (mass fractions in the order of deck.commodities; NaN = not assayed,
/// contributes nothing), at elevation z. Quoted price of the main commodity.
double break_even(const PriceDeck& deck, const std::string& commodity, CutoffTest test,
                  const std::vector<double>& in_situ_fractions, double elevation_m);

/// Why a block is or is not usable, for the Block panel: each line of the calculation with its amount.
struct ValueLine {
    std::string key;       ///< text key, for instance "value.revenue" with arg commodity
    std::string commodity; ///< empty for costs
    double amount = 0;     ///< currency per t mined; costs negative
};
std::vector<ValueLine> explain(const PriceDeck& deck, CutoffTest test, const std::vector<double>& in_situ_fractions,
                               double elevation_m);

}  // namespace orelens::economics
