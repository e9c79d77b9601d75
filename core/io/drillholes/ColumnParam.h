// The parameters that state which column of a drillhole table plays which role.
#pragma once

#include <string>
#include <string_view>

namespace orelens::io {

/// "collar", "x" → "drillholes.collar_x"; "assay", "length" → "assays.length"; "points", "hole" →
/// "assays.points_id".
std::string column_param(std::string_view table, std::string_view role);

}  // namespace orelens::io
