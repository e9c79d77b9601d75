#include "core/base/Units.h"

#include <algorithm>
#include <cctype>

namespace orelens::base {
namespace {

std::string lower(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) { return std::tolower(c); });
    return low;
}

}  // namespace

double fraction_of(GradeUnit unit) {
    switch (unit) {
        case GradeUnit::percent:
            return 1e-2;
        case GradeUnit::gram_per_tonne:
        case GradeUnit::ppm:
            return 1e-6;
        case GradeUnit::ppb:
            return 1e-9;
        case GradeUnit::fraction:
            return 1.0;
    }
    return 1.0;
}

std::string_view symbol(GradeUnit unit) {
    switch (unit) {
        case GradeUnit::percent:
            return "%";
        case GradeUnit::gram_per_tonne:
            return "g/t";
        case GradeUnit::ppm:
            return "ppm";
        case GradeUnit::ppb:
            return "ppb";
        case GradeUnit::fraction:
            return "1";
    }
    return "1";
}

std::optional<GradeUnit> grade_unit(std::string_view written) {
    const std::string low = lower(written);
    if (low == "%" || low == "pct" || low == "percent" || low == "wt%") return GradeUnit::percent;
    if (low == "g/t" || low == "gpt" || low == "g_t") return GradeUnit::gram_per_tonne;
    if (low == "ppm") return GradeUnit::ppm;
    if (low == "ppb") return GradeUnit::ppb;
    if (low == "1" || low == "fraction") return GradeUnit::fraction;
    return std::nullopt;
}

std::optional<LengthUnit> length_unit(std::string_view written) {
    const std::string low = lower(written);
    for (const std::string_view foot : {"ft", "feet", "foot", "英尺"})
        if (low == foot) return LengthUnit::foot;
    for (const std::string_view metre : {"m", "metre", "metres", "meter", "meters", "mtr", "米"})
        if (low == metre) return LengthUnit::metre;
    return std::nullopt;
}

double metres_in(LengthUnit unit) {
    return unit == LengthUnit::foot ? 0.3048 : 1.0;
}

std::optional<double> tonnes_in(std::string_view mass_unit) {
    if (mass_unit == "t") return 1.0;
    if (mass_unit == "kg") return 1e-3;
    if (mass_unit == "g") return 1e-6;
    if (mass_unit == "oz") return 31.1034768e-6;
    if (mass_unit == "lb") return 1.0 / 2204.62262185;
    return std::nullopt;
}

}  // namespace orelens::base
