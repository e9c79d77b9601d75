// Grades and lengths as people write them. Grades are kept in their column's unit (a copper column in %, a
// gold column in g/t); sums and economics turn them into mass fractions here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orelens::base {

/// Order as in the choices of element.*.unit.
enum class GradeUnit {
    percent,
    gram_per_tonne,
    ppm,
    ppb,
    fraction,
    kilogram_per_tonne,
    ounce_per_tonne,      ///< troy ounce per metric tonne
    ounce_per_short_ton,  ///< troy ounce per short ton of 2000 lb
    pennyweight_per_short_ton,
    pound_per_tonne,
    pound_per_short_ton
};
inline constexpr int grade_units = static_cast<int>(GradeUnit::pound_per_short_ton) + 1;

/// Mass fraction of one unit: 0.01 for %, 1e-6 for g/t and ppm. The troy ounce is 480 grains, the pennyweight
/// 24, the pound 7000 and 0.45359237 kg exactly, the short ton 2000 lb (NIST Handbook 44, appendix C): 1 oz
/// per short ton is 480 / 14 000 000 = 34.2857 g/t, 1 oz per tonne 31.1034768 g/t.
double fraction_of(GradeUnit unit);
/// "%", "g/t", "ppm", "ppb", "1", "kg/t", "oz/t", "oz/st", "dwt/st", "lb/t", "lb/st".
std::string_view symbol(GradeUnit unit);
/// Reads a symbol and what else is written for it, in any case: "pct", "gpt", "mg/kg", "µg/g", "opt", "‰"…
/// A ton that is spelled so ("oz/ton", "opt") is a short ton, a "t" or "tonne" is metric. Nothing when
/// unknown.
std::optional<GradeUnit> grade_unit(std::string_view written);
/// "oz/t", "lb/t", "dwt/t": written for short tons too, a tenth apart.
bool is_doubtful_ton(std::string_view written);

/// The foot is the international one; the survey foot is that of the state planes of the United States.
enum class LengthUnit { metre, foot, survey_foot };
/// Reads "m", "metres", "ft", "feet", "ftUS", "US survey feet", "米", "英尺" and the like, in any case; nothing when
/// unknown.
std::optional<LengthUnit> length_unit(std::string_view written);
/// Metres in one unit; the international foot is 0.3048 m, the US survey foot 1200/3937 m exactly: two millionths
/// more, a metre at two million feet.
double metres_in(LengthUnit unit);
/// "m", "ft", "ftUS".
std::string_view symbol(LengthUnit unit);

enum class DensityUnit { tonne_per_m3, kilogram_per_m3, pound_per_cubic_foot };
/// Reads "t/m3", "g/cm³", "g/cc", "kg/m3", "lb/ft3", "吨/立方米" and the like, in any case and with whatever
/// stands between the letters ("kg_m3"); nothing when unknown.
std::optional<DensityUnit> density_unit(std::string_view written);
/// Tonnes per cubic metre in one unit; the pound is 0.45359237 kg, the foot 0.3048 m exactly.
double tonnes_per_m3(DensityUnit unit);
/// "t/m³", "kg/m³", "lb/ft³".
std::string_view symbol(DensityUnit unit);

/// Mass units a price may be quoted in: t, kg, g, oz (troy), lb. Tonnes in one of them; nothing when unknown.
/// oz 31.1034768 g, lb 2204.62262185 per t (domain.md §3).
std::optional<double> tonnes_in(std::string_view mass_unit);

}  // namespace orelens::base
