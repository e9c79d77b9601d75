#include "core/io/text/Quantity.h"

#include <cmath>
#include <initializer_list>

#include "core/io/text/CsvText.h"

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

/// Takes a figure and one of the marks behind it off the front.
std::optional<double> take_part(std::string_view& text, std::initializer_list<std::string_view> marks,
                                const NumberMarks& how) {
    for (const std::string_view mark : marks) {
        const std::size_t at = text.find(mark);
        if (at == std::string_view::npos) continue;
        const auto value = parse_number(trimmed(text.substr(0, at)), how);
        if (!value) return std::nullopt;
        text = trimmed(text.substr(at + mark.size()));
        return value;
    }
    return std::nullopt;
}

/// "45°30′15″", "-60°30'", "45度30分": degrees with minutes, and perhaps seconds.
std::optional<double> sexagesimal(std::string_view field, const NumberMarks& marks) {
    std::string_view rest = trimmed(field);
    const bool negative = rest.starts_with('-') || rest.starts_with("−");
    const auto degrees = take_part(rest, {"°", "º", "度", "d", "D"}, marks);
    if (!degrees || rest.empty() || *degrees != std::trunc(*degrees)) return std::nullopt;
    const auto minutes = take_part(rest, {"′", "’", "分", "'"}, marks);
    if (!minutes || *minutes < 0 || *minutes >= 60) return std::nullopt;
    double seconds = 0;
    if (!rest.empty()) {
        const auto stated = take_part(rest, {"″", "”", "秒", "\"", "''"}, marks);
        if (!stated || *stated < 0 || *stated >= 60 || !rest.empty()) return std::nullopt;
        seconds = *stated;
    }
    const double part = *minutes / 60 + seconds / 3600;
    return negative ? *degrees - part : *degrees + part;
}

}  // namespace

Quantity read_quantity(std::string_view field, const QuantityColumn& column) {
    if (column.angle)
        if (const auto angle = sexagesimal(field, column.marks)) return {*angle, false, true};
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
