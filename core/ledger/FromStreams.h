// Units from streams of scrap, tailings and slag (core/recycling), and from what stands in use and in other stocks. What
// today's collection, dismantling, separation and refining get of a stream is one unit, what no sink takes of it another,
// what they lose a third, so that every tonne of metal stands once.
#pragma once

#include <string>
#include <vector>

#include "core/ledger/Scenario.h"
#include "core/recycling/Availability.h"

namespace orelens::ledger {

inline constexpr const char* scrap_route = "scrap";

struct StreamUnits {
    std::vector<ResourceUnit> units;
    std::int64_t without_cost = 0;  ///< streams a cost of which is not known
    std::int64_t refused = 0;       ///< streams whose cascade cannot be worked out: in no unit
    double refused_t = 0;
    double untaken_t = 0;           ///< recovered, but beyond what the sinks take
};

/// A stream with what its sink makes of it.
struct SunkStream {
    recycling::Stream stream;
    double taken_t = unknown;   ///< of what is recovered; NaN where it goes to no sink: nothing limits it
    bool tramp_known = true;    ///< false: whether its sink takes it is not known, so neither is its price
    double longitude = unknown, latitude = unknown;  ///< of its place
};

/// Mass is metal. "<id>": what is recovered and taken (end of life 报废; tailings 尾矿渣 for piles), at the stream's break-even
/// price per tonne as its cost; "<id>/untaken": recovered, but beyond what its sink can melt in, hibernating 闲置 with no route;
/// "<id>/lost": the rest, disposed 填埋/耗散. Ids get the year and place where they state one.
StreamUnits units_from_streams(const std::vector<SunkStream>& streams, const std::string& currency, const std::string& source);

/// Metal of one stock at one place.
struct StockAmount {
    std::string id, name, element, place;
    std::string state;  ///< as recycling::Stock::state
    double tonnes = 0;
    double longitude = unknown, latitude = unknown;
};
/// One unit each, without costs: nothing in use is available. In use 在用, hibernating 闲置; dissipated and landfill are
/// disposed 填埋/耗散, tailings and slag 尾矿渣. Amounts of no tonnes make no unit.
std::vector<ResourceUnit> units_from_stocks(const std::vector<StockAmount>& stocks, int year, const std::string& source);

/// What streams take: recovers all of the first kind of unit and costs nothing beyond them. Piles have an ore type of their
/// own, so that tables of tailings do not take it.
std::vector<Route> routes_of_streams();

}  // namespace orelens::ledger
