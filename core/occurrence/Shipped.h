// The occurrence table that the program ships (resources/tables/occurrence.json): phases with the names people give
// them, shares for common carriers, recoveries by route. Its figures are orientation: they are used where a recipe
// asks for them by name, always marked as shipped, and never stand for a measurement.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/occurrence/Table.h"

namespace orelens::occurrence {

struct ShippedPhase {
    Phase phase;
    std::vector<std::string> aliases;   ///< as phase analyses name it
    std::vector<std::string> elements;  ///< that the aliases are meant for; empty = any
};
struct ShippedValue {
    double low = 0, high = 0;  ///< what is commonly met
};
/// One kind of ore of one element: "Cu.sulfide".
struct ShippedSetting {
    std::string id;
    base::Bilingual name;
    std::vector<Deportment> shares;  ///< ore type "*"
    std::vector<ShippedValue> ranges;
};
struct ShippedRoute {
    std::string id;
    base::Bilingual name;
    std::vector<RouteRecovery> recoveries;
    std::vector<ShippedValue> ranges;
};
struct ShippedTable {
    std::vector<ShippedPhase> phases;
    std::vector<ShippedSetting> settings;
    std::vector<ShippedRoute> routes;
};

/// Read once; std::logic_error where the program's own file is broken.
const ShippedTable& shipped_table();

/// Id of the phase that a phase analysis of an element calls so, in any case and with full-width signs: an id, a name
/// or an alias; empty when none. The table's own phases come first.
std::string phase_named(const std::vector<Phase>& own, const std::string& element, const std::string& name);

/// Adds what is asked for, "Cu.sulfide; LCH = Cu.oxide": settings by id, each for all ore types or one. Shares that the
/// table states for the element and ore type already stay alone. Errors: no such setting (with the nearest), the same
/// element and ore type asked for twice; place.field is `field`.
base::Expected<void> add_shipped(Table& table, const std::string& asked, const std::string& field);
/// The same for recoveries of routes, "flotation; magnetic": a phase that the table states for the route and element
/// already stays as stated.
base::Expected<void> add_shipped_routes(Table& table, const std::string& asked, const std::string& field);

}  // namespace orelens::occurrence
