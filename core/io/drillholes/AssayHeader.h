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
    std::string written;                  ///< the name as the header has it: "CuT" for Cu
    bool head = false;                    ///< said to be of what goes into a plant, the rock: "Fe_Head"
    bool concentrate = false;             ///< "conc": a concentration, or what comes out of a plant
    bool total = false;                   ///< the total of the element: "CuT", "TCu"
};
AssayHeader read_assay_header(std::string_view header);

/// "Fe_Conc" beside "Fe_Head", or in a table of recoveries: an assay of a product of a plant, not of the
/// rock.
bool of_a_product(const std::vector<std::string>& headers, std::size_t column);

/// An element with something behind it that makes it another thing, or none that is known: "CuS", "FeMag",
/// "Au1", "Cu_sol". Numbers under it are likely assays.
bool element_like(const std::vector<std::string>& headers, std::size_t column);

/// A header that reads as an element is meant as one: not `yb` beside `xb` and `zb`, not the words `in`,
/// `as`, `no` in another case than the elements beside them, not `CUT` without another element. A stated unit
/// settles it. False for what is `of_a_product`.
bool plausible_element(const std::vector<std::string>& headers, std::size_t column);

/// Elements whose assays are in grams per tonne unless something else is said.
bool is_precious(std::string_view element);

}  // namespace orelens::io
