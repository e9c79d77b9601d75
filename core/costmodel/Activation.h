// The price at which an orebody becomes usable: NPV ≥ 0, or margin ≥ 0. By bisection on a value that rises with the
// price, and the same for every draw of its cost, which gives the band and the probability at any price.
#pragma once

#include <span>
#include <vector>

#include "core/costmodel/CashFlow.h"
#include "core/costmodel/Worth.h"

namespace orelens::costmodel {

enum class Criterion { net_present_value, margin };

/// One cost: operating per mined tonne and capital, in the deck's currency.
struct CostPair {
    double operating = 0, capital = 0;
};

/// Value at a quoted price: NPV, or revenue − operating − sustaining per mined tonne.
double value_at(const CashFlowRule& rule, const CashFlowFactors& factors, Criterion criterion, const Worth& worth,
                const MiningPlan& plan, const CostPair& cost, double days_per_year, double quoted_price);

/// The lowest quoted price ≥ 0 at which the value is not below 0, to 1e-10 of itself: 0 where no price is needed, +∞
/// where none of up to 1e15 is enough. NaN where a cost is NaN.
double activation_price(const CashFlowRule& rule, Criterion criterion, const Worth& worth, const MiningPlan& plan, const CostPair& cost,
                        double days_per_year);

struct ActivationBand {
    double price = not_stated;          ///< at the middle cost
    /// Quantiles (1 ∓ level)/2 of the draws, and as far as `price` where that lies beyond: draws are about the models of the
    /// folds, `price` comes of the model of all mines. NaN without draws.
    double lower = not_stated, upper = not_stated;
    std::vector<double> draws;          ///< sorted
    /// Share of draws that are usable at a price (≤); without draws 0 or 1 by the middle price; NaN without any.
    [[nodiscard]] double probability(double quoted_price) const;
};
ActivationBand activation_band(const CashFlowRule& rule, Criterion criterion, const Worth& worth, const MiningPlan& plan, const CostPair& middle,
                               std::span<const CostPair> draws, double level, double days_per_year);

}  // namespace orelens::costmodel
