// Openness (开放性): the system year by year, with what comes from outside entering each year (ledger.md). An explicit loop,
// state(t + 1) = F(state(t), outside(t)): what flows back (new scrap, scrap of products in use, what a disruption holds up)
// comes a year later, nothing is solved for behind the scenes. One species at a time.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/ledger/Evaluate.h"

namespace orelens::ledger {

/// The stages that metal passes, in order.
enum class Node : std::uint8_t { mining, dressing, smelting, fabrication, use, recycling };
inline constexpr std::size_t nodes = 6;
template <> std::span<const Value> values<Node>();

/// What enters in one year.
struct Outside {
    int year = 0;
    double demand_t = unknown;             ///< of fabricated metal; unknown: no self-sufficiency is told
    std::map<std::string, double> prices;  ///< replace the scenario's, species by species
    double import_cap_t = std::numeric_limits<double>::infinity();  ///< of refined metal; 0 = closed border
    double export_cap_t = std::numeric_limits<double>::infinity();
    std::optional<double> tax, royalty;
    std::map<std::string, double> subsidy;  ///< replace the scenario's
    double cost_factor = 1;                 ///< technology learning: on the scenario's cost index
    std::array<double, nodes> capacity_share{1, 1, 1, 1, 1, 1};  ///< δ(node) ∈ [0, 1]: what of the inflow passes
    std::map<std::string, double> unit_share;                    ///< δ of a single unit, by id; 0 = closed
    /// End-of-life metal of products that stood before the run, t; the run adds what its own products leave.
    double old_scrap_t = 0;
};

/// Shares of what enters a node; what is left is its loss (tailings, slag, dissipation).
struct Chain {
    std::string species = "Cu";
    double mining_recovery = 1;     ///< what is broken out of what is consumed in the ground; the rest is lost there.
                                    ///< Recoveries of routes are of the metal in the ground and hold that loss: of what is mined, recovery / this
    double smelting_recovery = 1;   ///< rest: slag
    double fabrication_yield = 1;   ///< rest: new scrap, molten down a year later
    double collection = 0;          ///< of end-of-life metal; rest: dissipated or filled
    double recycling_recovery = 1;  ///< of collected scrap to refined metal; rest: lost
    /// Share of a year's products still in use n years later, falling from 1.
    std::vector<double> survival{1};
    double taylor_life_factor = 0.2;  ///< life = factor · T^0.25 (t) for units without a capacity (Taylor)
};

/// One year of the run; metal in t.
struct YearRow {
    int year = 0;
    std::int64_t usable_units = 0, working_units = 0;
    double ore_t = 0;            ///< broken
    double consumed_t = 0;       ///< metal taken from the ground = mined + lost in the ground
    double mined_t = 0, ground_loss_t = 0;
    double by_product_t = 0;     ///< of mined, where the species is not the unit's leading one
    double social_t = 0;         ///< metal of tailings, stockpiles and scrap units that is worked; of mined apart
    double concentrate_t = 0, tailings_t = 0;
    double primary_t = 0, slag_t = 0;      ///< refined from ore
    double new_scrap_t = 0, recycled_t = 0;  ///< refined from new and old scrap
    double import_t = 0, export_t = 0, from_stock_t = 0;
    double fabricated_t = 0, unmet_t = 0;
    double end_of_life_t = 0, collected_t = 0, dissipated_t = 0, recycling_loss_t = 0;
    // At the end of the year.
    double in_ground_t = 0, in_use_t = 0, refined_stock_t = 0;
    std::array<double, nodes> held_t{};  ///< held up at a node by a disruption
    double depletion = 0;                ///< share of the first year's metal in the ground that is gone
    double self_sufficiency = unknown;   ///< (primary + recycled) / (what was supplied or asked for, the larger)
    double import_dependence = unknown;  ///< (import − export) / supplied
    double eol_recycling_input_rate = unknown;  ///< recycled from old scrap / all metal that enters refining and import
};

struct Run {
    std::vector<YearRow> years;
    double in_ground_at_first_t = 0;
    /// Metal of the species in units whose state could not be told in some year; it is never mined.
    double not_evaluated_t = 0;
};

/// The scenario that units are judged by in a year: with what is outside, and without the routes that do not stand yet. Years of which it
/// is the same have the same states.
Scenario scenario_of_year(const Scenario& base, const std::vector<Route>& routes, const Outside& outside);

/// Runs the years in their order. In each: the scenario with what is outside; the state of every unit by the ledger; usable
/// units work at their capacity × δ until they are empty. Old scrap comes first, then ore, then stock, then imports up to their
/// cap; what is more than asked for is exported up to its cap and else kept as refined stock. Errors: shares outside [0, 1];
/// a survival that grows; cancelled.
base::Expected<Run> run_years(const Ledger& ledger, const std::vector<Route>& routes, const Scenario& scenario,
                              const Chain& chain, const std::vector<Outside>& outside,
                              const base::Progress& progress = base::Progress());

/// Metal at the end minus at the beginning minus what crossed the border, products and losses counted: 0 when nothing is
/// made or lost unseen.
double balance_error(const Run& run);

/// T[from][to] of one year without what comes back later, for (I − Tᵀ)x = y.
std::array<std::array<double, nodes>, nodes> transfer_matrix(const Chain& chain, double dressing_recovery);

}  // namespace orelens::ledger
