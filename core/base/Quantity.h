// Quantities as people read them, in one form wherever the program writes them: grouped by commas, masses in Gt,
// Mt, kt and t, or in 亿吨, 万吨 and 吨. For words only; tables and files keep full precision.
#pragma once

#include <string>

#include "core/base/Text.h"

namespace orelens::base {

/// "12,345.68"; "–" for NaN, "∞". No locale.
std::string grouped_number(double value, int digits_after_point);

/// The unit that masses of this size are told in.
struct MassWords {
    double tonnes = 1;  ///< in one of it
    const char* name = "t";
};
MassWords mass_words(double tonnes, Language language);
/// Four significant digits: "841.5 Mt", "8.415 亿吨"; "–" for NaN.
std::string mass_text(double tonnes, Language language);
/// As masses are: "317.7 million m³", "3.177 亿 m³"; "–" for NaN.
std::string volume_text(double cubic_metres, Language language);

}  // namespace orelens::base
