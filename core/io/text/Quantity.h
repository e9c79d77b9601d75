// A number in a cell, perhaps with a unit behind ("0.01 ppm", "12 m"), as the column it stands in has it. One
// rule for every table: drillholes, block models. Knows no words and no limits.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/Units.h"
#include "core/io/text/Numbers.h"

namespace orelens::io {

/// How text becomes a number in one column. A unit behind the number is converted to the column's, where that
/// is known.
struct QuantityColumn {
    NumberMarks marks = decimal_point;
    std::optional<base::GradeUnit> grade;
    std::optional<base::LengthUnit> length;
    std::optional<base::DensityUnit> density;
    bool angle = false;
};

struct Quantity {
    std::optional<double> value;  ///< in the column's unit
    bool unclear = false;         ///< could be read two ways, and the marks do not decide
    bool unit = false;            ///< a unit stood behind it
};
/// Nothing for what is no number, or has a unit that is not of the column's kind.
Quantity read_quantity(std::string_view field, const QuantityColumn& column);

}  // namespace orelens::io
