// A flow system as a JSON file beside its tables: read, and told as CSV. Relative names are of the JSON's folder.
//   {"name": "Copper", "options": {"inflow_at": "middle_of_year"},
//    "dimensions": [{"name": "time", "letter": "t", "from": 1980, "to": 2060}, {"name": "element", "letter": "e", "items": ["Cu"]},
//                   {"name": "city", "letter": "c", "file": "cities.csv"}],
//    "time": "time", "flow_dimensions": ["time", "element", "city"],
//    "parameters": [{"name": "demand", "dimensions": ["time", "city"], "unit": "kt/a", "file": "demand.csv"},
//                   {"name": "life", "dimensions": [], "unit": "a", "value": 25}],
//    "processes": ["environment", "production", "use"],
//    "flows": [{"id": "products", "from": "production", "to": "use", "rule": "given", "factors": ["demand"]}],
//    "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "normal", "first": "life", "second": "spread"}],
//    "trade": [{"id": "ships", "process": "production", "origin": "region", "destination": "partner", "factors": ["shipped"]}],
//    "streams": "streams.csv", "sinks": "sinks.csv", "piles": "piles.csv", "targets": "targets.csv", "places": "places.csv",
//    "indicators": {"d": ["end of life"], "e": ["collected"]}, "uncertain": [{"parameter": "life", "sd": 0.1, "spread": "normal"}]}
// rule: given, transfer, rest, balance. drive: accumulates, inflow_driven, stock_driven. "format": "odym" for its workbooks.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/recycling/Availability.h"
#include "core/recycling/Places.h"
#include "core/recycling/Reconcile.h"
#include "core/recycling/Rules.h"
#include "core/recycling/System.h"
#include "core/recycling/Uncertainty.h"

namespace orelens::io {

/// A parameter whose values are all multiplied by one draw with mean 1.
struct UncertainParameter {
    int parameter = 0;
    recycling::UncertainInput factor;
};
struct TargetRead {
    recycling::PolicyTarget target;
    double capacity_share = recycling::not_known;  ///< recycling capacity over consumption, where the table states it
};

struct SystemRead {
    recycling::System system;
    recycling::RecyclingRule rule;
    std::vector<std::string> options;  ///< of `rule`, that the file states
    std::string streams_file;  ///< empty = none
    std::vector<recycling::Sink> sinks;
    std::vector<recycling::PileStream> piles;
    std::vector<TargetRead> targets;
    std::vector<recycling::Place> places;
    std::map<std::string, std::vector<int>> letters;  ///< flows by the letters of recycling::RecyclingFlows
    std::vector<UncertainParameter> uncertain;
    std::vector<std::string> inputs;
};

/// Read and checked (recycling::check_system). Errors carry file, row and column: of the JSON, or of the table.
base::Expected<SystemRead> read_system(const std::string& path);

/// Streams as a table: id, product, place, element, year, origin, theoretical_t or flow (then the flow's tonnes of that
/// year, element, product and place, by their items), collection_rate, dismantling_yield, separation_yield, refining_recovery,
/// collect_cost, process_cost, refine_cost, by_products, subsidy; each rate with _benchmark; price_benchmark,
/// subsidy_benchmark. Names may be Chinese (回收率 …). Needed: id, the quantity, three rates. Costs that are empty are not
/// known (NaN); where refine_cost has no column it is 0 and Stream::refine_untold says so. Errors: an origin that is none; scrap
/// by a flow that leaves no stock; a flow without year, or of which several parts fit; a sink (sink, 去向; its tramp elements:
/// tramp_Cu, tonnes per tonne of metal) that `sinks` do not have.
base::Expected<std::vector<recycling::Stream>> read_streams(const std::string& file, const recycling::System* system = nullptr,
                                                            const recycling::SolvedSystem* solved = nullptr,
                                                            const std::vector<recycling::Sink>& sinks = {});
/// sink, primary_t (a year), limit_Cu, …, primary_Cu, … (tonnes per tonne). Errors: as of recycling::blend; a sink twice.
base::Expected<std::vector<recycling::Sink>> read_sinks(const std::string& file);
/// Piles of tailings and slag, a row per state of the metal: id, place, element, origin (tailings, slag), year, tonnes,
/// grade (a fraction, or with %), state, share, recovery, reclaim_cost, process_cost, refine_cost, refining. What a second
/// row of a pile leaves empty is as in its first. Errors: as of recycling::stream_of; rows of a pile that differ.
base::Expected<std::vector<recycling::PileStream>> read_piles(const std::string& file);
/// id, element, indicator, year, at_least, source, capacity_share. Errors: as of recycling::judge.
base::Expected<std::vector<TargetRead>> read_targets(const std::string& file);
/// Cities and industries: id, name, kind (city 城市, industry 行业), x and y of the project's coordinate system or longitude and
/// latitude, region (an item of one of the system's dimensions; empty = the whole system), share (of the region; empty = all
/// of it). Errors: an id or a coordinate that is missing; an id twice; a region that is none, or that two dimensions have;
/// regions of two dimensions in one table; shares of a region over 1.
base::Expected<std::vector<recycling::Place>> read_places(const std::string& file, const recycling::System& system);
/// Files that a system's JSON names, as the system opens them and in its order, itself first; only itself where it cannot
/// be read. Cheap: remembered by the file's time and size.
std::vector<std::string> system_inputs(const std::string& path);
/// The header of such a table, for people to fill in.
std::string stream_template(base::Language language);

/// Own sheets to fill in, by file name: streams, sinks, piles, targets with their headings, and a system that names them.
std::vector<std::pair<std::string, std::string>> flow_templates(base::Language language);

/// {"processes": […], "data": "flows.csv", "relations": [{"terms": {"F6": 1, "F7": -1}, "constant": 0}], "options": {"level": 0.05}}.
/// The table: id, kind (flow, stock_change, transfer), from, to (of a transfer: the flows), value, sd, constant (yes).
struct ReconcileRead {
    recycling::ReconcileProblem problem;
    recycling::RecyclingRule rule;
    std::vector<std::string> inputs;
};
base::Expected<ReconcileRead> read_reconciliation(const std::string& path);

/// When inflows come in, as every export names it: "middle_of_year", "lobatto6".
std::string timing_text(const recycling::System& system);
/// source,target,value,unit,year,<dimensions>,flow,inflow_at: every flow of every tuple and year in tonnes.
void write_flows(std::ostream& out, const recycling::System& system, const recycling::SolvedSystem& solved);
/// stock,state,year,cohort,<dimensions>,value,unit,inflow_at: what is left of each cohort above 0; "before" of an initial stock.
void write_cohorts(std::ostream& out, const recycling::System& system, const recycling::SolvedSystem& solved);
/// process,year,<dimensions>,residual,unit.
void write_residuals(std::ostream& out, const recycling::System& system, const recycling::SolvedSystem& solved);

}  // namespace orelens::io
