// Densities of a block model: their unit by what a file states or by their median, signs, single values that
// no rock has, air that carries a grade.
#include <cmath>
#include <limits>

#include "core/base/Units.h"
#include "core/io/blocks/Settling.h"

namespace orelens::io {
namespace {

using base::Severity;
using blocks::CellRole;
using blocks::DensityUnit;

/// Of rock, t/m³. What weighs less than air's share of a cell is air.
constexpr float heaviest = 12, lightest = 0.3F, air_weight = 0.01F;
/// t/m³ in a tonnage factor of one cubic foot per short ton.
constexpr double factor_density = tonnes_per_short_ton / (0.3048 * 0.3048 * 0.3048);

}  // namespace

bool Settling::density(ValueColumn& column, const base::Progress& progress) {
    if (!density_signs(column, progress.part(0, 0.5))) return false;
    auto unit = rule_.density_unit != DensityUnit::detect ? rule_.density_unit : cells_.density_unit;
    const auto median = median_of(column.values);
    const bool odd = median && (*median > 12 || *median < 0.3);
    if (unit == DensityUnit::detect && median) {
        if (*median > 500) {
            unit = DensityUnit::kilogram_per_m3;
            note("model_density_unit", Severity::warning, rows(), {{"median", base::number(*median, 4)}});
        } else if (odd) {
            note("model_density_odd", Severity::error, rows(), {{"median", base::number(*median, 4)}});
        } else if (*median > 6 || *median < 1) {
            note("model_density_unusual", Severity::warning, rows(),
                 {{"median", base::number(*median, 4)}});
        }
    }
    return to_tonnes_per_m3(column, unit, progress.part(0.5, 0.75)) && no_rock(column, unit == DensityUnit::detect && odd, progress.part(0.75, 1));
}

bool Settling::to_tonnes_per_m3(ValueColumn& column, DensityUnit unit, const base::Progress& part) const {
    switch (unit) {
        case DensityUnit::kilogram_per_m3:
            return each_value(column.values, part, [](float& value) { value /= 1000; });
        case DensityUnit::pound_per_ft3:
            return each_value(column.values, part, [](float& value) {
                value = static_cast<float>(value *
                                           base::tonnes_per_m3(base::DensityUnit::pound_per_cubic_foot));
            });
        case DensityUnit::ft3_per_short_ton:
            return each_value(column.values, part, [](float& value) {
                if (value > 0) value = static_cast<float>(factor_density / static_cast<double>(value));
            });
        case DensityUnit::detect:
        case DensityUnit::tonne_per_m3:
            break;
    }
    return true;
}

bool Settling::no_rock(ValueColumn& column, bool all_odd, const base::Progress& progress) {
    if (all_odd) return true;
    std::int64_t count = 0;
    float least = 0, most = 0;
    const bool done = each_value(column.values, progress, [&](float& value) {
        if (std::isnan(value) || value <= air_weight || (value >= lightest && value <= heaviest)) return;
        least = count == 0 ? value : std::min(least, value);
        most = count == 0 ? value : std::max(most, value);
        ++count;
        value = std::numeric_limits<float>::quiet_NaN();
    });
    if (count > 0)
        note("model_density_no_rock", Severity::error, count,
             {{"least", base::number(least, 5)}, {"most", base::number(most, 5)}}, header_of(column));
    return done;
}

bool Settling::density_signs(ValueColumn& column, const base::Progress& progress) {
    std::int64_t below = 0, zero = 0, above = 0;
    float lowest = 0;
    const bool looked = each_value(column.values, progress.part(0, 0.5), [&](float& value) {
        if (value > 0) ++above;
        if (value == 0) ++zero;
        if (!(value < 0)) return;
        ++below;
        lowest = std::min(lowest, value);
        value = std::numeric_limits<float>::quiet_NaN();
    });
    if (!looked) return false;
    if (below > 0)
        note("model_density_negative", Severity::warning, below, {{"lowest", base::number(lowest, 6)}},
             header_of(column));
    if (zero == 0 || above > 0) return true;
    note("model_density_zero", Severity::error, zero, {}, header_of(column));
    return each_value(column.values, progress.part(0.5, 1), [](float& value) {
        if (value == 0) value = std::numeric_limits<float>::quiet_NaN();
    });
}

bool Settling::graded_air(const std::vector<ValueColumn>& columns, const base::Progress& progress) {
    const auto dense = std::ranges::find(columns, CellRole::density, &ValueColumn::role);
    if (dense == columns.end()) return true;
    std::int64_t count = 0;
    const bool done = base::ordered_pieces(
        dense->values.size(), values_settled_at_once, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n)
                count += dense->values[n] == 0 &&
                                 std::ranges::any_of(columns,
                                                     [&](const ValueColumn& one) {
                                                         return one.role == CellRole::grade &&
                                                                one.values[n] > 0;
                                                     })
                             ? 1
                             : 0;
        });
    if (count > 0) note("model_air_graded", Severity::error, count, {}, header_of(*dense));
    return done;
}

}  // namespace orelens::io
