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
//    "streams": "streams.csv"}
// rule: given, transfer, rest, balance. drive: accumulates, inflow_driven, stock_driven. "format": "odym" for its workbooks.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/recycling/Availability.h"
#include "core/recycling/Reconcile.h"
#include "core/recycling/Rules.h"
#include "core/recycling/System.h"

namespace orelens::io {

struct SystemRead {
    recycling::System system;
    recycling::RecyclingRule rule;
    std::string streams_file;  ///< empty = none
    std::vector<std::string> inputs;
};

/// Read and checked (recycling::check_system). Errors carry file, row and column: of the JSON, or of the table.
base::Expected<SystemRead> read_system(const std::string& path);

/// Streams as a table: id, product, place, element, year, origin, theoretical_t or flow (then the flow's tonnes of that
/// year, element, product and place, by their items), collection_rate, dismantling_yield, separation_yield, refining_recovery,
/// collect_cost, process_cost, refine_cost, by_products, subsidy; each rate with _benchmark; price_benchmark,
/// subsidy_benchmark. Names may be Chinese (回收率 …). Needed: id, the quantity, three rates. Costs that are empty are not
/// known (NaN); where refine_cost has no column it is 0 and Stream::refine_untold says so. Errors: an origin that is none; scrap
/// by a flow that leaves no stock; a flow without year, or of which several parts fit; sinks and tramp elements, which have no limits here.
base::Expected<std::vector<recycling::Stream>> read_streams(const std::string& file, const recycling::System* system = nullptr,
                                                            const recycling::SolvedSystem* solved = nullptr);
/// The header of such a table and one row of explanations, for people to fill in.
std::string stream_template(base::Language language);

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
/// stock,state,year,cohort,<dimensions>,value,unit,inflow_at: what is left of each cohort above 0.
void write_cohorts(std::ostream& out, const recycling::System& system, const recycling::SolvedSystem& solved);
/// process,year,<dimensions>,residual,unit.
void write_residuals(std::ostream& out, const recycling::System& system, const recycling::SolvedSystem& solved);

}  // namespace orelens::io
