#include "core/base/LengthWords.h"

#include <cctype>
#include <string>
#include <utility>

namespace orelens::base {

std::optional<double> metres_of_unit(std::string_view written) {
    std::string low;
    for (const char c : written)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            low += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else if (static_cast<unsigned char>(c) >= 0x80)
            low += c;
    constexpr double foot = 0.3048, survey_foot = 1200.0 / 3937.0;
    static const std::pair<std::string_view, double> known[] = {{"", 1},
                                                                {"m", 1},
                                                                {"metre", 1},
                                                                {"metres", 1},
                                                                {"meter", 1},
                                                                {"meters", 1},
                                                                {"米", 1},
                                                                {"ft", foot},
                                                                {"foot", foot},
                                                                {"feet", foot},
                                                                {"英尺", foot},
                                                                {"internationalfeet", foot},
                                                                {"km", 1000},
                                                                {"kilometre", 1000},
                                                                {"kilometres", 1000},
                                                                {"kilometers", 1000},
                                                                {"cm", 0.01},
                                                                {"mm", 0.001},
                                                                {"ftus", survey_foot},
                                                                {"usft", survey_foot},
                                                                {"ussurveyfoot", survey_foot},
                                                                {"ussurveyfeet", survey_foot}};
    for (const auto& [word, metres] : known)
        if (low == word) return metres;
    return std::nullopt;
}

}  // namespace orelens::base
