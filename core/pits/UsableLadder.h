// What is usable block by block at each factor of the prices, by ore types, with or without the test of an
// underground mine. For studies of any model; the desktop asks a curve instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/pits/OreTypes.h"
#include "core/pits/Stopes.h"

namespace orelens::pits {

struct UsableAt {
    double factor = 0;
    std::int64_t blocks = 0;
    double tonnes = 0;  ///< in place, dry
    /// Per commodity of the deck: mass fraction, weighted by the tonnes that carry a grade; NaN where none do.
    std::vector<double> grade;
    double stope_tonnes = 0;  ///< of `tonnes`, in boxes as wide as the least mining width; 0 where it was not asked for
};

/// Adds the economic columns of `evaluate` with the deck of each block's ore type. Errors: those of TypedWorth::of
/// and economics::evaluate; cancelled (the model may then have some of the columns).
base::Expected<void> evaluate_types(blocks::BlockModel& model, const economics::PriceDeck& deck, const OreTypes& types,
                                    base::Progress& progress);

/// One row per factor; all prices move together, under the deck's test. Errors as above, and those of
/// add_stope_prices.
base::Expected<std::vector<UsableAt>> usable_ladder(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                                    const OreTypes& types, const std::vector<double>& factors,
                                                    const std::optional<StopeRule>& stopes, base::Progress& progress);

}  // namespace orelens::pits
