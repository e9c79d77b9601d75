// A column that states the unit of every row's assays ("UNIT", "Au_unit", 单位) instead of the header. One unit in
// all rows is that of the assays that state none themselves; several are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/drilling/Finding.h"

namespace orelens::io {

struct OpenTable;

struct UnitColumn {
    std::size_t column = 0;
    std::vector<std::size_t> assays;  ///< columns whose unit it states
    std::string words;                ///< its units, each with its rows: "g/t (120), ppb (3)"
    std::int64_t blank = 0;           ///< rows without a unit
    bool mixed = false;
};

/// Where the unit of an assay changes.
struct MixedUnits {
    std::size_t units = 0;  ///< the column of units
    std::int64_t line = 0;  ///< the first with another unit
};

/// Finds the columns of units of an assay table or of points, and states the units of the assays; a column whose cells
/// are all units is no lithology. Needs the roles and the row of units.
void take_unit_columns(OpenTable& table);

/// The error about an assay whose rows are in several units; nothing for other columns.
std::optional<base::Error> mixed_units(const OpenTable& table, std::size_t column);

void report_unit_columns(const OpenTable& table, std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
