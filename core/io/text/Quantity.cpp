#include "core/io/text/Quantity.h"

namespace orelens::io {
namespace {

/// What one of the unit behind a number is in the column's; nothing where either is not known.
std::optional<double> unit_factor(std::string_view unit, const QuantityColumn& column) {
    if (const auto grade = base::grade_unit(unit); grade && column.grade)
        return base::fraction_of(*grade) / base::fraction_of(*column.grade);
    if (const auto length = base::length_unit(unit); length && column.length)
        return base::metres_in(*length) / base::metres_in(*column.length);
    if (const auto density = base::density_unit(unit); density && column.density)
        return base::tonnes_per_m3(*density) / base::tonnes_per_m3(*column.density);
    if (column.angle && (unit == "°" || unit == "º" || unit == "deg" || unit == "度")) return 1;
    return std::nullopt;
}

}  // namespace

Quantity read_quantity(std::string_view field, const QuantityColumn& column) {
    NumberAndUnit parts{field, {}};
    std::optional<double> factor = 1;
    if (number_form(field).shape == NumberShape::none) {
        parts = split_unit(field);
        factor = unit_factor(parts.unit, column);
    }
    if (!factor) return {};
    const NumberRead number = read_number(parts.number, column.marks);
    if (!number.value) return {std::nullopt, number.unclear, false};
    return {*number.value * *factor, false, !parts.unit.empty()};
}

}  // namespace orelens::io
