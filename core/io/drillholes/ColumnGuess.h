// What a column of a drillhole table is, judged by its header alone: English, Spanish, French and Chinese
// names in any case and with units behind. A guess is always shown to the user and can be overridden. Headers
// of assays are read in AssayHeader.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/drillholes/AssayHeader.h"
#include "core/io/drillholes/HeaderWords.h"

namespace orelens::io {

/// Index of the header that plays a role ("hole", "x", "y", "z", "depth", "azimuth", "dip", "from", "to",
/// "code") in a table ("collar", "survey", "assay", "lithology", "density"). `taken` headers are passed over.
std::optional<std::size_t> guess_column(std::string_view table, std::string_view role,
                                        const std::vector<std::string>& headers,
                                        const std::vector<std::size_t>& taken = {});

/// The header names a role of the table, or an assay of an assay table.
bool known_header(std::string_view table, std::string_view header);

/// What a column that plays no role is likely to hold: "density", "sample", "certificate", "date", "comment",
/// "length", "recovery", "code", "coordinate", "grid", "diameter"; empty when nothing tells.
std::string_view column_kind(std::string_view header);

/// The header states an angle from the vertical (zenith angle, 天顶角).
bool is_zenith_angle(std::string_view header);

}  // namespace orelens::io
