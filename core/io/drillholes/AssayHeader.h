// A header read as an assay: which element, in which unit. Judges the header alone; which columns of a table
// are grades is decided in DrillholeColumns.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Units.h"

namespace orelens::io {

/// "Cu_ppm" → Cu in ppm; "铜品位(%)" → Cu in %.
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

/// Elements whose assays are in grams per tonne unless something else is said.
bool is_precious(std::string_view element);

}  // namespace orelens::io
