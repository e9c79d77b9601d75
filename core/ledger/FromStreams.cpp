#include "core/ledger/FromStreams.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/ledger/Species.h"

namespace orelens::ledger {
namespace {

bool pile(const recycling::Stream& stream) {
    return stream.origin == "tailings" || stream.origin == "slag";
}

ResourceUnit unit_of_stream(const SunkStream& sunk, const std::string& id, const std::string& source, double metal_t) {
    const recycling::Stream& stream = sunk.stream;
    ResourceUnit unit;
    unit.id = id;
    unit.x = sunk.longitude;
    unit.y = sunk.latitude;
    unit.name = stream.product.empty() ? stream.id : stream.product;
    if (!stream.place.empty()) unit.name += " · " + stream.place;
    unit.subsystem = Subsystem::social;
    unit.ground = Ground::stream;
    unit.ground_id = id;
    unit.system = species_name(stream.element).value_or(stream.element);
    unit.year = stream.year.value_or(0);
    unit.mass_t = metal_t;
    unit.source = source;
    unit.stage = Stage::recycling;
    unit.ore_type = pile(stream) ? pile_ore_type : stream.product;
    unit.region = stream.place;
    AssayRow row;
    row.species = stream.element;
    row.role = Role::main;
    row.grade = 1;
    row.contained_t = metal_t;
    unit.assays.push_back(std::move(row));
    return unit;
}

}  // namespace

StreamUnits units_from_streams(const std::vector<SunkStream>& streams, const std::string& currency, const std::string& source) {
    StreamUnits made;
    std::map<std::string, int> seen;
    for (const SunkStream& sunk : streams) {
        const recycling::Stream& stream = sunk.stream;
        const auto down = recycling::cascade(stream);
        if (!down) {
            ++made.refused;
            if (!std::isnan(stream.theoretical_t)) made.refused_t += stream.theoretical_t;
            continue;
        }
        std::string id = stream.id;
        if (id.empty()) id = stream.element + " " + stream.product + " " + stream.place;
        if (stream.year) id += " " + std::to_string(*stream.year);
        if (const int before = seen[id]++; before > 0) id += " (" + std::to_string(before + 1) + ")";
        const double taken = std::isnan(sunk.taken_t) ? down->recoverable_t : std::min(sunk.taken_t, down->recoverable_t);
        if (taken > 0) {
            ResourceUnit unit = unit_of_stream(sunk, id, source, taken);
            unit.statuses = {pile(stream) ? Status::tailings : Status::end_of_life};
            unit.costs.currency = currency;
            unit.costs.per_tonne = sunk.tramp_known && std::isfinite(down->break_even) ? std::max(0.0, down->break_even) : unknown;
            if (std::isnan(unit.costs.per_tonne)) ++made.without_cost;
            made.units.push_back(std::move(unit));
        }
        if (const double untaken = down->recoverable_t - taken; untaken > 0) {
            ResourceUnit unit = unit_of_stream(sunk, id + "/untaken", source, untaken);
            unit.statuses = {Status::hibernating};
            unit.costs.currency = currency;
            made.untaken_t += untaken;
            made.units.push_back(std::move(unit));
        }
        if (const double lost = down->theoretical_t - down->recoverable_t; lost > 0) {
            ResourceUnit unit = unit_of_stream(sunk, id + "/lost", source, lost);
            unit.statuses = {Status::disposed};
            unit.costs.currency = currency;
            made.units.push_back(std::move(unit));
        }
    }
    return made;
}

std::vector<ResourceUnit> units_from_stocks(const std::vector<StockAmount>& stocks, int year, const std::string& source) {
    std::vector<ResourceUnit> made;
    for (const StockAmount& stock : stocks) {
        if (!(stock.tonnes > 0)) continue;
        const bool in_use = stock.state == "in_use", idle = stock.state == "hibernating", tailings = stock.state == "tailings_slag";
        ResourceUnit unit;
        unit.id = stock.id;
        unit.name = stock.name;
        unit.subsystem = Subsystem::social;
        unit.ground = Ground::city;
        unit.ground_id = stock.id;
        unit.system = species_name(stock.element).value_or(stock.element);
        unit.year = year;
        unit.mass_t = stock.tonnes;
        unit.source = source;
        unit.statuses = {in_use ? Status::in_use : idle ? Status::hibernating : tailings ? Status::tailings : Status::disposed};
        unit.stage = in_use || idle ? Stage::use : tailings ? Stage::smelting : Stage::recycling;
        unit.region = stock.place;
        unit.x = stock.longitude;
        unit.y = stock.latitude;
        AssayRow row;
        row.species = stock.element;
        row.role = Role::main;
        row.grade = 1;
        row.contained_t = stock.tonnes;
        unit.assays.push_back(std::move(row));
        made.push_back(std::move(unit));
    }
    return made;
}

std::vector<Route> routes_of_streams() {
    Route scrap;
    scrap.id = scrap_route;
    scrap.name = {"today's recycling", "现有回收体系"};
    scrap.subsystem = Subsystem::social;
    scrap.statuses = {Status::end_of_life, Status::collected, Status::processed};
    scrap.recoveries = {{"*", std::nullopt, 1}};
    Route piles = scrap;
    piles.id = std::string(scrap_route) + "_piles";
    piles.name = {"reworking of tailings and slag", "尾矿与炉渣再选"};
    piles.statuses = {Status::tailings};
    piles.ore_type = pile_ore_type;
    return {scrap, piles};
}

}  // namespace orelens::ledger
