// What the coordinates of the collars are: swapped axes, degrees in place of metres, zones in front of some,
// a second pair beside the one that is read, feet in one table only. For the drillhole reader; nothing is
// changed, everything is said.
#pragma once

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// Of the collar table, once its collars are read.
void report_coordinates(const OpenTable& table, const drilling::ImportRule& rule, DrillholeImport& out);

/// Longitudes and latitudes, or kilometres, in place of metres; needs the depths and directions of all tables.
void report_crowded_plan(DrillholeImport& out);

/// One table in feet beside others that state no unit: feet are converted, the others taken as metres.
void report_unsaid_lengths(const drilling::ImportRule& rule, DrillholeImport& out);

}  // namespace orelens::io
