// What a column of a drillhole table is, judged by its header alone: English, Spanish, French and Chinese
// names in any case and with units behind. A guess is always shown to the user and can be overridden.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Units.h"

namespace orelens::io {

/// Index of the header that plays a role ("hole", "x", "y", "z", "depth", "azimuth", "dip", "from", "to",
/// "code") in a table ("collar", "survey", "assay", "lithology"). `taken` headers are passed over.
std::optional<std::size_t> guess_column(std::string_view table, std::string_view role,
                                        const std::vector<std::string>& headers,
                                        const std::vector<std::size_t>& taken = {});

/// A header read as an assay: "Cu_ppm" → Cu in ppm; "铜品位(%)" → Cu in %.
struct AssayHeader {
    std::string name;                     ///< without unit and method: "Cu", "TFe", "magFe"
    std::optional<base::GradeUnit> unit;  ///< as the header states it
    bool element = false;                 ///< the name is an element, an oxide or another usual assay
    bool doubtful_ton = false;            ///< the unit is per "t", which may be a short ton: "oz/t"
};
AssayHeader read_assay_header(std::string_view header);

/// A header that reads as an element is meant as one: not `yb` beside `xb` and `zb`, not the words `in`,
/// `as`, `no` in another case than the elements beside them. A stated unit settles it.
bool plausible_element(const std::vector<std::string>& headers, std::size_t column);

/// The header names a role of the table, or an assay of an assay table.
bool known_header(std::string_view table, std::string_view header);

/// What a column that plays no role is likely to hold: "density", "sample", "certificate", "date", "comment",
/// "length", "recovery", "code", "coordinate", "grid", "diameter"; empty when nothing tells.
std::string_view column_kind(std::string_view header);

/// "From (ft)" → foot; nothing when the header states no length unit.
std::optional<base::LengthUnit> length_unit_in(std::string_view header);

/// The header states an angle from the vertical (zenith angle, 天顶角).
bool is_zenith_angle(std::string_view header);

/// Elements whose assays are in grams per tonne unless something else is said.
bool is_precious(std::string_view element);

}  // namespace orelens::io
