// Units from a table of orebodies and what the model of costs says of them. Plain functions on the structs of core/costmodel;
// nothing is learned here.
#pragma once

#include <string>
#include <vector>

#include "core/costmodel/Orebodies.h"
#include "core/costmodel/Verdict.h"
#include "core/ledger/Scenario.h"

namespace orelens::ledger {

/// What an orebody's costs cover, so that no route counts them again: its own plant is within its operating cost.
inline constexpr const char* orebody_route = "orebody";

struct OrebodyUnits {
    std::vector<ResourceUnit> units;  ///< in the order of the rows
    std::int64_t without_cost = 0;    ///< no operating or capital cost is known: nothing can be said of their use
    std::int64_t outside = 0;         ///< costs of orebodies unlike those that taught: left out, counted above as well
};

/// How the verdicts were made: their deck, and the references that its judgements are of. Without verdicts nothing is judged.
struct OrebodyTerms {
    const economics::PriceDeck* deck = nullptr;
    Scenario scenario;                       ///< of the deck
    std::vector<Reference>* references = nullptr;  ///< those of the judgements are added
};

/// One unit per row: mass and grades of the ground, operating cost carried from mined tonnes to those in the ground, capital
/// over the life of its plan. Costs are whole: no route's plant is added. With `terms` each
/// is judged as its verdict says, with the recoveries that the verdict rests on; a row without one is not evaluated.
/// Status of a row that states none: undeveloped. Confidence is not stated by such a table.
/// Places count where `table.crs` is "EPSG:4326". `verdicts` may be empty: costs are then those that rows state alone, which are
/// per tonne of ore as `table.basis` says. `currency` is that of the verdicts.
OrebodyUnits units_from_orebodies(const costmodel::OrebodyTable& table, const std::vector<costmodel::OrebodyVerdict>& verdicts,
                                  const std::string& currency, const std::string& source, const OrebodyTerms& terms = {});

/// The route that orebodies take: it costs nothing more, and what it recovers stands with each that was judged; it is open to no
/// other then. Where none was judged it recovers what the deck's plant does, of what is undeveloped.
Route route_of_orebodies(const economics::PriceDeck& deck, bool judged = true);

}  // namespace orelens::ledger
