// Grades and lengths as people write them. Grades are kept in their column's unit (a copper column in %, a
// gold column in g/t); sums and economics turn them into mass fractions here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orelens::base {

enum class GradeUnit { percent, gram_per_tonne, ppm, ppb, fraction };

/// Mass fraction of one unit: 0.01 for %, 1e-6 for g/t and ppm, 1e-9 for ppb, 1 for fraction.
double fraction_of(GradeUnit unit);
/// "%", "g/t", "ppm", "ppb", "1".
std::string_view symbol(GradeUnit unit);
/// Reads "%", "pct", "g/t", "gpt", "ppm", "ppb", "1", "fraction" in any case; nothing when unknown.
std::optional<GradeUnit> grade_unit(std::string_view written);

enum class LengthUnit { metre, foot };
/// Reads "m", "metres", "ft", "feet", "米", "英尺" and the like, in any case; nothing when unknown.
std::optional<LengthUnit> length_unit(std::string_view written);
/// Metres in one unit; the international foot is 0.3048 m exactly.
double metres_in(LengthUnit unit);

/// Mass units a price may be quoted in: t, kg, g, oz (troy), lb. Tonnes in one of them; nothing when unknown.
/// oz 31.1034768 g, lb 2204.62262185 per t (domain.md §3).
std::optional<double> tonnes_in(std::string_view mass_unit);

}  // namespace orelens::base
