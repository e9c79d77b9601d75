// The usable quantity along another slider than the one the model was evaluated for: the price of any commodity, or all
// prices together. And the same quantity at several decks side by side.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/economics/Slider.h"
#include "core/economics/UsableCurve.h"

namespace orelens::economics {

/// How a break-even of all prices together is told.
struct AllPricesColumn {
    std::string column, unit;
    double deck_is = 100;  ///< what the deck's own prices stand at: 100 in percent, or its main price
};
/// Writes the column anew; blocks that are left out stay missing. Errors: as of `evaluate`; cancelled.
base::Expected<void> write_all_prices(blocks::BlockModel& model, const PriceDeck& deck, CutoffTest test,
                                      const AllPricesColumn& as, const base::Progress& progress = base::Progress());

/// The model's grades are shared, not copied; its own economic columns stay as they are. `at` of the curve takes the
/// slider's number: a quoted price, or percent of the deck's prices. Errors: as of `evaluate`; cancelled.
base::Expected<UsableCurve> curve_along(const blocks::BlockModel& model, const PriceDeck& deck, const Slider& slider,
                                        CutoffTest test, const std::vector<std::string>& elements,
                                        const base::Progress& progress = base::Progress());

/// What one deck makes usable of a model.
struct DeckQuantity {
    std::string name;
    UsableTotals usable;  ///< at the deck's own prices, under its own test
    UsableTotals total;
};
/// In the order given. Errors: as of `evaluate`; cancelled.
base::Expected<std::vector<DeckQuantity>> beside(const blocks::BlockModel& model,
                                                 const std::vector<std::pair<std::string, PriceDeck>>& decks,
                                                 const std::vector<std::string>& elements,
                                                 const base::Progress& progress = base::Progress());

struct BlocksAndTonnes {
    std::int64_t blocks = 0;
    double tonnes = 0;
};
/// Blocks that are usable at prices that do not join: a slider shows one stretch of them (LeafValue::break_even). Under the deck's test, for its main commodity. Zero at once where no price can leave a gap.
base::Expected<BlocksAndTonnes> several_intervals(const blocks::BlockModel& model, const PriceDeck& deck,
                                                   const base::Progress& progress = base::Progress());

/// Blocks valued beyond what a recovery or a product's grade was found for, or with a recovery column outside 0…100 %.
base::Expected<BlocksAndTonnes> beyond_responses(const blocks::BlockModel& model, const PriceDeck& deck,
                                                  const base::Progress& progress = base::Progress());

}  // namespace orelens::economics
