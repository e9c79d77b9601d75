// Usable inside what can be mined: one price per block from which it lies in a pit (or a stope) and pays, so that the
// slider moves over pits as it moves over blocks.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::pits {

/// Real column: the lowest price of the ladder, as the main commodity is quoted and with the other prices as they
/// are, whose pit holds the block; +∞ where none does. Between two prices of the ladder the pit is that of the
/// lower.
inline constexpr const char* price_column = "pit.price";

/// Adds that column from shell numbers in linear order (0 = in none, n = from prices[n − 1]). A price is stored as the
/// nearest float not above it, so that it is reached at the price itself. False: cancelled, and the column is not there.
bool add_pit_prices(blocks::BlockModel& model, const std::vector<std::uint8_t>& shells,
                    const std::vector<double>& prices, const std::string& unit, const base::Progress& progress);

/// A copy of an evaluated model whose break-even price of the deck's main commodity and test is that from which a block
/// pays and lies inside, by `column`. In a pit, which moves every block in its way, a block pays where it is ore: where it
/// earns more than every cost beyond moving it, whatever the deck's test; so usable inside is what the table of pits
/// calls ore. In a stope the deck's test decides. Blocks without a break-even have none there either. Everything else is
/// shared. Errors: not evaluated, or without the column; those of PitWorth::of; cancelled.
base::Expected<blocks::BlockModel> usable_inside(const blocks::BlockModel& model, const economics::PriceDeck& deck,
                                                 const std::string& column, const base::Progress& progress);

}  // namespace orelens::pits
