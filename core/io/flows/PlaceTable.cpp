// Cities and industries of a flow system, one row each.
#include <map>

#include "core/io/flows/NamedRows.h"

namespace orelens::io {

using base::Message;
using recycling::Place;
using recycling::PlaceKind;
using recycling::System;

namespace {

/// The dimension of flows beside the years that has such an item.
struct Region {
    int dimension = -1, item = 0;
};
Region region_of(const NamedRows& rows, const System& system, const std::string& name) {
    Region found;
    for (const int d : system.flow_dimensions) {
        if (d == system.time) continue;
        const auto& items = system.dimensions[static_cast<std::size_t>(d)].items;
        const auto at = std::ranges::find(items, name);
        if (at == items.end()) continue;
        if (found.dimension >= 0)
            rows.refuse("region", Message("flows.place.two_dimensions", {{"region", name},
                                                                         {"first", system.dimensions[static_cast<std::size_t>(found.dimension)].name},
                                                                         {"second", system.dimensions[static_cast<std::size_t>(d)].name}}));
        found = {d, static_cast<int>(at - items.begin())};
    }
    if (found.dimension < 0) rows.refuse("region", Message("flows.absent", {{"text", name}}));
    return found;
}

PlaceKind kind_of(const NamedRows& rows) {
    const std::string kind = rows.text("kind");
    if (lower(kind) == "city" || kind == "城市") return PlaceKind::city;
    if (lower(kind) == "industry" || kind == "行业" || kind == "工业" || kind == "产业") return PlaceKind::industry;
    rows.refuse("kind", Message("flows.json.choice", {{"text", kind}, {"choices", "city 城市, industry 行业"}}));
}

double coordinate(const NamedRows& rows, const char* name, double most) {
    const double value = rows.real(name, recycling::not_known);
    if (std::isnan(value)) rows.refuse(name, Message("flows.place.no_coordinate"));
    if (most > 0 && std::abs(value) > most) rows.refuse(name, Message("flows.place.degrees", {{"text", rows.text(name)}, {"most", most > 90 ? "180" : "90"}}));
    return value;
}

}  // namespace

base::Expected<std::vector<Place>> read_places(const std::string& file, const System& system) {
    return unless_refused([&] {
        NamedRows rows(file, {"id", "kind"});
        rows.only({"id", "name", "kind", "x", "y", "longitude", "latitude", "region", "share", "note"});
        const bool degrees = rows.has("longitude") || rows.has("latitude");
        rows.need(degrees ? "longitude" : "x");
        rows.need(degrees ? "latitude" : "y");
        for (const char* name : {"x", "y"})
            if (degrees && rows.has(name)) rows.refuse_heading(name, Message("flows.place.two_systems"));
        std::vector<Place> made;
        std::map<int, double> taken;  // of each region, by its item
        rows.each([&] {
            Place one;
            one.id = rows.once("id");
            one.name = rows.text("name").empty() ? one.id : rows.text("name");
            one.kind = kind_of(rows);
            one.degrees = degrees;
            one.x = coordinate(rows, degrees ? "longitude" : "x", degrees ? 180 : 0);
            one.y = coordinate(rows, degrees ? "latitude" : "y", degrees ? 90 : 0);
            if (const std::string region = rows.text("region"); !region.empty()) {
                const Region found = region_of(rows, system, region);
                one.dimension = found.dimension;
                one.item = found.item;
            }
            // Regions of two kinds would show the same metal twice.
            if (!made.empty() && one.dimension != made.front().dimension)
                rows.refuse("region", Message("flows.place.mixed", {{"place", one.id}, {"first", made.front().id}}));
            one.share = rows.real("share", 1);
            if (!(one.share > 0 && one.share <= 1)) rows.refuse("share", Message("flows.place.share", {{"text", rows.text("share")}}));
            double& whole = taken[one.item];
            whole += one.share;
            if (whole > 1 + 1e-9) rows.refuse("share", Message("flows.place.over", {{"region", rows.text("region").empty() ? system.name : rows.text("region")}, {"share", base::number(100 * whole, 4)}}));
            made.push_back(std::move(one));
        });
        return made;
    });
}

}  // namespace orelens::io
