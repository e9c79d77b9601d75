// Pit shells of a model and the pit-by-pit table: which pit for which price, what is in it and what it is
// worth.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/pits/Ground.h"
#include "core/pits/OreTypes.h"
#include "core/pits/Rules.h"
#include "core/pits/Schedule.h"
#include "core/pits/Stopes.h"

namespace orelens::pits {

/// Integer column with the shell of each block: the number (from 1) of the lowest price factor whose pit
/// holds it; 0 = no pit of the ladder does.
inline constexpr const char* shell_column = "pit.shell";

/// One pit of the ladder, valued at the deck's own prices.
struct PitRow {
    double factor = 0;        ///< of all prices, that its walls were found at
    std::int64_t cells = 0;   ///< of the grid, air included
    double ore_tonnes = 0;    ///< in place, dry: of blocks that pay for the plant at the deck's prices
    double fed_tonnes = 0;    ///< to the plant, after losses and dilution
    double waste_tonnes = 0;  ///< all else that is moved, with cells that the model has no block for
    std::vector<double> product_tonnes;  ///< metal in the product, per commodity
    double value = 0;                    ///< undiscounted, extra costs paid
    double years = 0;                    ///< at the mining rate; NaN where it is not stated, as the next two
    double best = 0;                     ///< discounted, shell after shell; NaN where the shells do not nest
    double worst = 0;                    ///< discounted, bench after bench of the whole pit
    double own_value = 0;  ///< undiscounted at its own prices: what the pit was found to make most of
    [[nodiscard]] double strip_ratio() const { return waste_tonnes / ore_tonnes; }
};

struct PitStudy {
    std::string why_not;  ///< text key: why a pit does not apply; empty = it does
    std::string currency;
    std::vector<std::string> commodities;
    std::vector<PitRow> rows;     ///< by rising factor
    std::string slopes;           ///< as stated, those of codes too
    double density_t_per_m3 = 0;  ///< stated, of cells and blocks without one
    int benches = 0;
    double mining_rate_mt = 0;
    double discount_percent = 0;
    GroundNotes ground;
    std::int64_t side_columns =
        0;  ///< at the sides of the grid that the largest pit reaches: walls end there
    std::string main, price_unit;     ///< of price_column (Inside.h): the main commodity and its quotation
    /// Cells that a pit of the ladder leaves out though a cheaper one holds them, where a dearer price makes a block worth
    /// less (royalty by tiers, a net price below zero): of the table's ladder and of the slider's; 0 = they nest. Every row
    /// is then the pit of its own prices, and `best` has no shells to follow; a block's numbers tell the first pit only.
    std::int64_t leaving = 0, leaving_by_main = 0;
    double mining_width_m = 0;  ///< of the test in place of a pit (Stopes.h); 0 = none was made
    StopeNotes stopes;
    std::vector<double> main_prices;  ///< that it moves over: the stated price times each factor, the others as they are
};

/// Whether an error says that no pit suits the deposit as it is modelled: no air above it, a tilted grid.
bool does_not_apply(const base::Error& error);

/// Bytes at its peak beside the model, for so many cells of the grid.
double study_bytes(const blocks::BlockModel& model, const PitRule& rule);

/// Finds the shells, adds their columns to the model (shell_column, price_column), and makes the table. In the table
/// all prices move together; for the slider the main commodity's moves alone, which is a ladder of its own where there
/// are several commodities. The first bench is the lowest; pits are mined from the top. Errors: those of
/// read_factors, Ground::of and TypedWorth::of; cancelled (the model is then as it was).
base::Expected<PitStudy> study_pits(blocks::BlockModel& model, const economics::PriceDeck& deck,
                                    const PitRule& rule, base::Progress& progress, const OreTypes& types = {});

}  // namespace orelens::pits
