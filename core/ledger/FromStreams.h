// Units from streams of scrap, tailings and slag (core/recycling). What today's collection, dismantling, separation and
// refining get of a stream is one unit, what they lose another, so that every tonne of metal stands once.
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
};

/// Mass is metal. "<id>": what is recovered (end of life 报废; tailings 尾矿渣 for piles), at the stream's break-even price per tonne
/// as its cost; "<id>/lost": the rest, disposed 填埋/耗散. Ids get the year and place where they state one.
StreamUnits units_from_streams(const std::vector<recycling::Stream>& streams, const std::string& currency, const std::string& source);

/// What streams take: recovers all of the first kind of unit and costs nothing beyond them. Piles have an ore type of their
/// own, so that tables of tailings do not take it.
std::vector<Route> routes_of_streams();

}  // namespace orelens::ledger
