// Densities measured on samples: which column holds them, in which unit, and which of its values are a
// density of rock. For the drillhole reader.
#pragma once

#include <string>
#include <vector>

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// What rock and ore weigh, t/m³: pumice and coal to massive galena, with room to spare.
inline constexpr double least_density = 0.4, most_density = 10;

/// Finds the column of densities by `stated` ("-" = there is none), else by header and values; needs the
/// evidence of examine_columns. Sets the role "density" and `table.density`. The unit is that of the rule,
/// the header or the row of units, else the one in which the middle value is a density. A column that is
/// called a density and whose values are none in any unit is left alone, with a finding. Error: a stated
/// column that is not there.
base::Expected<void> map_density(OpenTable& table, const std::string& stated,
                                 drilling::SampleDensityUnit unit, std::vector<drilling::Finding>& findings);

/// Of values as read: those that are no density become NaN, with one finding; another one says how many there
/// are, in which unit they were read, and their mean.
void settle_densities(const OpenTable& table, drilling::IntervalTable& intervals,
                      std::vector<drilling::Finding>& findings);

/// The table of densities alone.
base::Expected<void> read_densities(const drilling::ImportRule& rule, const drilling::AssayRule& assays,
                                    const std::string& folder, const HoleIndex& index, DrillholeImport& out,
                                    base::Progress& progress);

}  // namespace orelens::io
