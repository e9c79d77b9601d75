#include "core/base/Quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace orelens::base {
namespace {

std::string not_finite(double value) {
    return std::isnan(value) ? "–" : value > 0 ? "∞" : "−∞";
}

/// The largest unit of which there is one.
MassWords unit_for(double amount, std::span<const MassWords> units) {
    for (const MassWords& unit : units)
        if (std::fabs(amount) >= unit.tonnes) return unit;
    return units.back();
}

std::string told_in(double amount, const MassWords& unit) {
    if (!std::isfinite(amount)) return not_finite(amount);
    const double told = amount / unit.tonnes;
    if (told == 0) return std::string("0 ") + unit.name;
    const int significant = std::fabs(amount) >= unit.tonnes ? 4 : 3;
    const int magnitude = static_cast<int>(std::floor(std::log10(std::fabs(told))));
    return grouped_number(told, std::clamp(significant - 1 - magnitude, 0, 8)) + " " + unit.name;
}

}  // namespace

std::string grouped_number(double value, int digits_after_point) {
    if (!std::isfinite(value)) return not_finite(value);
    const std::string plain = fmt::format("{:.{}f}", std::fabs(value), digits_after_point);
    const std::size_t whole = std::min(plain.find('.'), plain.size());
    std::string out = value < 0 && plain.find_first_not_of("0.") != std::string::npos ? "-" : "";
    for (std::size_t at = 0; at < whole; ++at) {
        if (at > 0 && (whole - at) % 3 == 0) out.push_back(',');
        out.push_back(plain[at]);
    }
    return out + plain.substr(whole);
}

MassWords mass_words(double tonnes, Language language) {
    static constexpr std::array<MassWords, 4> english{{{1e9, "Gt"}, {1e6, "Mt"}, {1e3, "kt"}, {1, "t"}}};
    static constexpr std::array<MassWords, 3> chinese{{{1e8, "亿吨"}, {1e4, "万吨"}, {1, "吨"}}};
    return language == Language::chinese ? unit_for(tonnes, chinese) : unit_for(tonnes, english);
}

std::string mass_text(double tonnes, Language language) {
    return told_in(tonnes, mass_words(tonnes, language));
}

std::string volume_text(double cubic_metres, Language language) {
    static constexpr std::array<MassWords, 3> english{{{1e9, "billion m³"}, {1e6, "million m³"}, {1, "m³"}}};
    static constexpr std::array<MassWords, 3> chinese{{{1e8, "亿 m³"}, {1e4, "万 m³"}, {1, "m³"}}};
    return told_in(cubic_metres, language == Language::chinese ? unit_for(cubic_metres, chinese) : unit_for(cubic_metres, english));
}

}  // namespace orelens::base
