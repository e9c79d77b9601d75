#include "core/base/LengthWords.h"

#include <cctype>
#include <string>
#include <utility>

#include "core/base/Units.h"

namespace orelens::base {

std::optional<double> metres_of_unit(std::string_view written) {
    if (const auto unit = length_unit(written)) return metres_in(*unit);
    std::string low;
    for (const char c : written)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            low += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (static_cast<unsigned char>(c) >= 0x80)
            low += c;
    static const std::pair<std::string_view, double> known[] = {
        {"", 1}, {"km", 1000}, {"kilometre", 1000}, {"kilometres", 1000}, {"kilometers", 1000}, {"cm", 0.01}, {"mm", 0.001}};
    for (const auto& [word, metres] : known)
        if (low == word) return metres;
    // With whatever stands between the letters.
    if (const auto unit = length_unit(low)) return metres_in(*unit);
    return std::nullopt;
}

}  // namespace orelens::base
