// What one scenario makes usable that another does not (活化): two price decks over one block model. Activated blocks
// are usable under the second only, deactivated ones under the first only; a block's state depends on nothing but the
// deck, so that going back gives back what was (ledger.md, activation).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::scenarios {

/// What some blocks hold, in the ground.
struct Held {
    std::int64_t blocks = 0;
    double tonnes = 0;          ///< dry
    std::vector<double> metal;  ///< t per commodity of the deck; what is not assayed counts as none
    bool operator==(const Held&) const = default;
};

/// The usable blocks under a deck.
struct Usable {
    blocks::BlockMask usable;
    blocks::BlockMask known;  ///< evaluated: not without a grade, not excluded
    Held held;                ///< by the usable ones
    double worth = 0;         ///< their margin times the tonnes mined of them, currency
};

/// Blocks of a set (null: all) that the evaluation (economics::evaluate) calls usable at the deck's price and test.
/// `model` may carry economic columns of another deck: they play no part. Errors: those of evaluate; the deck cannot
/// be evaluated (no price, no costs); a mask of another model; cancelled.
base::Expected<Usable> usable_under(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                    const blocks::BlockMask* set = nullptr,
                                    const base::Progress& progress = base::Progress());

/// What the blocks of a mask hold, in fixed order.
base::Expected<Held> held_by(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                             const blocks::BlockMask& mask, const base::Progress& progress = base::Progress());

/// Blocks of `a` that are not of `b`; both of one model.
blocks::BlockMask without(const blocks::BlockMask& a, const blocks::BlockMask& b);

/// Share of one part in a difference, for every quantity.
struct Attributed {
    std::string part;  ///< Parts.h
    double blocks = 0, tonnes = 0, worth = 0;
    std::vector<double> metal;
};

struct Comparison {
    std::string currency;
    std::vector<std::string> commodities;
    Held before, after;            ///< usable under the first and the second
    Held activated, deactivated;
    double worth_before = 0, worth_after = 0;
    std::int64_t unknown_blocks = 0;  ///< that neither can be asked of: no grade, excluded
    /// Differences after − before put down to the parts that differ (Shapley value over all orders of changing them);
    /// they add up to the difference. Empty where nothing differs.
    std::vector<Attributed> parts;
};

/// The deck of the first scenario with those of `parts` of the second whose bit is set: 0 is the first, all bits the
/// second.
using Mixed = std::function<base::Expected<economics::PriceDeck>(std::uint32_t mask)>;

/// Compares decks that differ in `parts` (at most `most_parts`), which takes 2^parts evaluations of the model.
/// Errors: those of usable_under and `mixed`; decks of different commodities or stated densities, whose quantities
/// cannot be compared (kind usage); cancelled.
inline constexpr std::size_t most_parts = 7;
base::Expected<Comparison> compare(const blocks::BlockModel& model, const std::vector<std::string>& parts,
                                   const Mixed& mixed, const blocks::BlockMask* set = nullptr,
                                   const base::Progress& progress = base::Progress());

/// Per block, for a column: what becomes of it from the first to the second.
enum class Change { usable_in_both, activated, deactivated, usable_in_neither, unknown };
std::vector<std::string> change_codes();
/// Adds an integer column of one byte with these codes.
void add_change_column(blocks::BlockModel& model, const std::string& name, const Usable& first, const Usable& second);

}  // namespace orelens::scenarios
