#include "core/base/Units.h"

#include <algorithm>
#include <array>
#include <utility>

namespace orelens::base {
namespace {

/// ASCII in lower case, without spaces and dots; every micro sign as u, the full-width per cent as plain.
std::string plain(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> likenesses{{{"µ", "u"},
                                                                                               {"μ", "u"},
                                                                                               {"％", "%"},
                                                                                               {"×", "x"},
                                                                                               {"／", "/"},
                                                                                               {"⁻", "-"},
                                                                                               {"−", "-"},
                                                                                               {"²", "2"},
                                                                                               {"⁶", "6"},
                                                                                               {"⁹", "9"}}};
    std::string out;
    while (!text.empty()) {
        const auto found = std::ranges::find_if(
            likenesses, [&](const auto& likeness) { return text.starts_with(likeness.first); });
        if (found != likenesses.end()) {
            out += found->second;
            text.remove_prefix(found->first.size());
            continue;
        }
        const char c = text.front();
        if (c != ' ' && c != '.' && c != '\t')
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        text.remove_prefix(1);
    }
    return out;
}

struct Written {
    std::string_view text;
    GradeUnit unit;
};

constexpr auto grade_words = std::to_array<Written>({
    {"%", GradeUnit::percent},
    {"pct", GradeUnit::percent},
    {"perc", GradeUnit::percent},
    {"percent", GradeUnit::percent},
    {"wt%", GradeUnit::percent},
    {"%wt", GradeUnit::percent},
    {"wtpct", GradeUnit::percent},
    {"百分比", GradeUnit::percent},
    {"g/t", GradeUnit::gram_per_tonne},
    {"gpt", GradeUnit::gram_per_tonne},
    {"g_t", GradeUnit::gram_per_tonne},
    {"gmt", GradeUnit::gram_per_tonne},
    {"gm/t", GradeUnit::gram_per_tonne},
    {"g/mt", GradeUnit::gram_per_tonne},
    {"g/tonne", GradeUnit::gram_per_tonne},
    {"grams/tonne", GradeUnit::gram_per_tonne},
    {"克/吨", GradeUnit::gram_per_tonne},
    {"г/т", GradeUnit::gram_per_tonne},
    {"ppm", GradeUnit::ppm},
    {"mg/kg", GradeUnit::ppm},
    {"ug/g", GradeUnit::ppm},
    {"mcg/g", GradeUnit::ppm},
    {"10-2", GradeUnit::percent},
    {"x10-2", GradeUnit::percent},
    {"10^-2", GradeUnit::percent},
    {"x10^-2", GradeUnit::percent},
    {"10-6", GradeUnit::ppm},
    {"x10-6", GradeUnit::ppm},
    {"10^-6", GradeUnit::ppm},
    {"x10^-6", GradeUnit::ppm},
    {"ppb", GradeUnit::ppb},
    {"ug/kg", GradeUnit::ppb},
    {"mcg/kg", GradeUnit::ppb},
    {"ng/g", GradeUnit::ppb},
    {"mg/t", GradeUnit::ppb},
    {"10-9", GradeUnit::ppb},
    {"x10-9", GradeUnit::ppb},
    {"10^-9", GradeUnit::ppb},
    {"x10^-9", GradeUnit::ppb},
    {"1", GradeUnit::fraction},
    {"fraction", GradeUnit::fraction},
    {"kg/t", GradeUnit::kilogram_per_tonne},
    {"kgpt", GradeUnit::kilogram_per_tonne},
    {"kg/tonne", GradeUnit::kilogram_per_tonne},
    {"‰", GradeUnit::kilogram_per_tonne},
    {"oz/t", GradeUnit::ounce_per_tonne},
    {"oz/tonne", GradeUnit::ounce_per_tonne},
    {"oz/mt", GradeUnit::ounce_per_tonne},
    {"ozt/t", GradeUnit::ounce_per_tonne},
    {"troyoz/t", GradeUnit::ounce_per_tonne},
    {"oz/st", GradeUnit::ounce_per_short_ton},
    {"oz/ton", GradeUnit::ounce_per_short_ton},
    {"oz/shortton", GradeUnit::ounce_per_short_ton},
    {"ozt/st", GradeUnit::ounce_per_short_ton},
    {"opt", GradeUnit::ounce_per_short_ton},
    {"opst", GradeUnit::ounce_per_short_ton},
    {"dwt", GradeUnit::pennyweight_per_short_ton},
    {"dwt/st", GradeUnit::pennyweight_per_short_ton},
    {"dwt/ton", GradeUnit::pennyweight_per_short_ton},
    {"dwt/shortton", GradeUnit::pennyweight_per_short_ton},
    {"dwt/t", GradeUnit::pennyweight_per_short_ton},
    {"lb/t", GradeUnit::pound_per_tonne},
    {"lbs/t", GradeUnit::pound_per_tonne},
    {"lb/tonne", GradeUnit::pound_per_tonne},
    {"lbs/tonne", GradeUnit::pound_per_tonne},
    {"lb/mt", GradeUnit::pound_per_tonne},
    {"lb/st", GradeUnit::pound_per_short_ton},
    {"lbs/st", GradeUnit::pound_per_short_ton},
    {"lb/ton", GradeUnit::pound_per_short_ton},
    {"lbs/ton", GradeUnit::pound_per_short_ton},
    {"lb/shortton", GradeUnit::pound_per_short_ton},
});

constexpr double grains_per_short_ton = 2000.0 * 7000.0;

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
        case GradeUnit::kilogram_per_tonne:
            return 1e-3;
        case GradeUnit::ounce_per_tonne:
            return 31.1034768e-6;
        case GradeUnit::ounce_per_short_ton:
            return 480.0 / grains_per_short_ton;
        case GradeUnit::pennyweight_per_short_ton:
            return 24.0 / grains_per_short_ton;
        case GradeUnit::pound_per_tonne:
            return 0.45359237e-3;
        case GradeUnit::pound_per_short_ton:
            return 1.0 / 2000.0;
    }
    return 1.0;
}

std::string_view symbol(GradeUnit unit) {
    static constexpr std::array<std::string_view, grade_units> symbols{
        "%", "g/t", "ppm", "ppb", "1", "kg/t", "oz/t", "oz/st", "dwt/st", "lb/t", "lb/st"};
    const auto index = static_cast<std::size_t>(unit);
    return index < symbols.size() ? symbols[index] : "1";
}

std::optional<GradeUnit> grade_unit(std::string_view written) {
    const std::string low = plain(written);
    const auto found = std::ranges::find(grade_words, low, &Written::text);
    return found == grade_words.end() ? std::nullopt : std::optional(found->unit);
}

bool is_doubtful_ton(std::string_view written) {
    const std::string low = plain(written);
    return low == "oz/t" || low == "lb/t" || low == "lbs/t" || low == "dwt/t" || low == "dwt";
}

std::optional<LengthUnit> length_unit(std::string_view written) {
    std::string low = plain(written);
    std::erase_if(low, [](char c) { return c == '-' || c == '_'; });
    for (const std::string_view foot : {"ftus", "usft", "usfeet", "usfoot", "ussft", "sft", "surveyft", "surveyfoot", "surveyfeet",
                                        "ussurveyft", "ussurveyfoot", "ussurveyfeet", "footus", "feetus", 
                                        "美国测量英尺", "美制测量英尺", "测量英尺"})
        if (low == foot) return LengthUnit::survey_foot;
    for (const std::string_view foot : {"ft", "feet", "foot", "intft", "internationalfoot", "internationalfeet", "英尺", "国际英尺"})
        if (low == foot) return LengthUnit::foot;
    for (const std::string_view metre : {"m", "metre", "metres", "meter", "meters", "mtr", "米"})
        if (low == metre) return LengthUnit::metre;
    return std::nullopt;
}

double metres_in(LengthUnit unit) {
    switch (unit) {
        case LengthUnit::metre:
            return 1;
        case LengthUnit::foot:
            return 0.3048;
        case LengthUnit::survey_foot:
            return 1200.0 / 3937.0;
    }
    return 1;
}

std::string_view symbol(LengthUnit unit) {
    return unit == LengthUnit::metre ? "m" : unit == LengthUnit::foot ? "ft" : "ftUS";
}

std::optional<DensityUnit> density_unit(std::string_view written) {
    struct Word {
        std::string_view text;
        DensityUnit unit;
    };
    static constexpr auto words = std::to_array<Word>({{"tm3", DensityUnit::tonne_per_m3},
                                                       {"tpm3", DensityUnit::tonne_per_m3},
                                                       {"tonnem3", DensityUnit::tonne_per_m3},
                                                       {"tonnesm3", DensityUnit::tonne_per_m3},
                                                       {"gcm3", DensityUnit::tonne_per_m3},
                                                       {"gcc", DensityUnit::tonne_per_m3},
                                                       {"gmcc", DensityUnit::tonne_per_m3},
                                                       {"gml", DensityUnit::tonne_per_m3},
                                                       {"kgl", DensityUnit::tonne_per_m3},
                                                       {"kgdm3", DensityUnit::tonne_per_m3},
                                                       {"吨立方米", DensityUnit::tonne_per_m3},
                                                       {"吨米3", DensityUnit::tonne_per_m3},
                                                       {"克立方厘米", DensityUnit::tonne_per_m3},
                                                       {"kgm3", DensityUnit::kilogram_per_m3},
                                                       {"kgcum", DensityUnit::kilogram_per_m3},
                                                       {"千克立方米", DensityUnit::kilogram_per_m3},
                                                       {"公斤立方米", DensityUnit::kilogram_per_m3},
                                                       {"lbft3", DensityUnit::pound_per_cubic_foot},
                                                       {"lbsft3", DensityUnit::pound_per_cubic_foot},
                                                       {"lbcuft", DensityUnit::pound_per_cubic_foot},
                                                       {"lbcf", DensityUnit::pound_per_cubic_foot},
                                                       {"pcf", DensityUnit::pound_per_cubic_foot}});
    // Letters, digits and characters beyond ASCII are left: "g/cm^3", "g cm-3", "t/m³" all say the same.
    std::string low;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const char c = written[at];
        if (written.substr(at).starts_with("³")) {
            low += '3';
            ++at;
        } else if (c >= 'A' && c <= 'Z') {
            low += static_cast<char>(c - 'A' + 'a');
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                   static_cast<unsigned char>(c) >= 0x80) {
            low += c;
        }
    }
    const auto found = std::ranges::find(words, std::string_view(low), &Word::text);
    return found == words.end() ? std::nullopt : std::optional(found->unit);
}

double tonnes_per_m3(DensityUnit unit) {
    switch (unit) {
        case DensityUnit::kilogram_per_m3:
            return 1e-3;
        case DensityUnit::pound_per_cubic_foot:
            return 0.45359237e-3 / (0.3048 * 0.3048 * 0.3048);
        case DensityUnit::tonne_per_m3:
            break;
    }
    return 1.0;
}

std::string_view symbol(DensityUnit unit) {
    static constexpr std::array<std::string_view, 3> symbols{"t/m³", "kg/m³", "lb/ft³"};
    return symbols.at(static_cast<std::size_t>(unit));
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
