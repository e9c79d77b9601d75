// Units from a block model: its blocks summed by any named columns and, if asked, by bench. The deposit's project stays the
// owner of the blocks; the units are what the ledger keeps of them.
#pragma once

#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"
#include "core/ledger/Scenario.h"
#include "core/occurrence/Table.h"

namespace orelens::ledger {

struct BlockSpecies {
    std::string species, column;  ///< column with a grade unit
    Role role = Role::unknown;
    /// Columns with the grade of a phase, in the unit of the total (occurrence/Columns.h), and the state it is.
    std::vector<std::pair<std::string, Occurrence>> phases;
};

/// An evaluation of the blocks (economics::evaluate) under a deck: each block is judged there, and here its answer is kept.
struct BlockJudge {
    const blocks::BlockModel* model = nullptr;  ///< the same blocks, with the economic columns of the deck
    const economics::PriceDeck* deck = nullptr;
    std::uint16_t reference = 0;  ///< of the ledger to be
};

struct BlockGrouping {
    ResourceUnit common;  ///< what all units share: source, system, status, statuses, licence …; its id begins theirs
    std::vector<std::string> columns;  ///< integer columns: domain, class …
    double bench_m = 0;                ///< height of benches by elevation; 0 = none
    std::vector<BlockSpecies> species;
    std::string confidence_column;     ///< integer column; its codes are read as Confidence; empty = of `common`
    double density_t_per_m3 = unknown;  ///< where the model has no density column
    /// Of the deck: cost up to the plant of each block (mining and haulage by its elevation); null: `common.costs`.
    const economics::PriceDeck* deck = nullptr;
    /// Blocks of different states in any of them are units apart, and so are blocks whose break-even prices by the first lie
    /// in different bands (band_ratio): within a unit every block has its state.
    std::vector<BlockJudge> judges;
    /// An evaluation that decides nothing here and is only heard: how much of each unit it makes usable.
    const BlockJudge* heard = nullptr;
    /// Codes of the "excluded" column that are ground of the deposit all the same, kept from use: units with this flag.
    std::vector<std::int32_t> barred;
    Flag barred_flag = Flag::overlain;
};
/// Bands of break-even prices: each this much wider than the one below it, one of them ending at the deck's price. Beyond 24 of
/// them on either side, one more.
inline constexpr double band_ratio = 1.1;
inline constexpr int most_bands = 24;

struct BlockUnits {
    std::vector<ResourceUnit> units;  ///< in order of their ids
    std::int64_t excluded_blocks = 0, without_density = 0;
    double excluded_t = 0;            ///< outside, air, mined out: in none of the units
    std::int64_t barred_blocks = 0;   ///< of the units
    /// By species: tonnes of units without a grade of it. Their metal is not known; it is not counted as 0, the unit's
    /// grade is that of what is assayed.
    std::vector<double> without_grade_t;
    /// By unit, where an evaluation is heard: tonnes it evaluated, and tonnes it makes usable (flags aside).
    std::vector<double> heard_t, heard_usable_t;
};

/// Contained = Σ mass × grade over the blocks with a grade; a unit none of whose blocks has one has no such row. Shares of
/// occurrences are those of the assayed mass; what no phase explains is unassigned. Ids: common id, then "/" and each value, the state and the band.
/// A unit's break-even price is the mean of its blocks by mass, its margin and value likewise.
/// Errors (usage): a column that is absent or of another type; a species column without a grade unit; no density at all.
base::Expected<BlockUnits> units_from_blocks(const blocks::BlockModel& model, const BlockGrouping& grouping,
                                             const base::Progress& progress = base::Progress());

/// By which name a commodity stands in units: of blocks by its grade column, of tables by its own.
enum class Grades { blocks, tables };
/// The deck's own plant as a route: what stands in it as recovery, charges and costs from the plant on.
Route route_of(const economics::PriceDeck& deck, const std::string& id, Grades grades = Grades::blocks);
/// The terms of a scenario for what was judged under it. `species` decides by its price.
Reference reference_of(const Scenario& scenario, const std::string& route_id, const std::string& species, const std::string& currency);
/// By which name the deck's main commodity stands in units.
std::string main_species(const economics::PriceDeck& deck, Grades grades = Grades::blocks);
/// Its prices net of VAT per tonne, costs index 1, royalty of the main commodity, as a scenario with that route.
Scenario scenario_of(const economics::PriceDeck& deck, const std::string& id, const std::string& route_id);

/// The occurrence that a phase kind is.
Occurrence occurrence_of(occurrence::PhaseKind kind);

}  // namespace orelens::ledger
