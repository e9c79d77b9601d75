#include "core/blocks/CellMass.h"

#include <algorithm>

namespace orelens::blocks {
namespace {

/// Volumes that differ by less, as shares of the cell, are one volume written with rounding.
constexpr double one_volume = 1e-3;

}  // namespace

void MassColumns::take(CellRole role, std::span<const float> values) {
    if (role == CellRole::density) density = values;
    if (role == CellRole::tonnage) tonnage = values;
    if (role == CellRole::volume) volume = values;
    if (role == CellRole::proportion) proportion = values;
    if (role == CellRole::excluded) excluded = values;
}

bool MassColumns::holds(CellRole role) {
    return role == CellRole::density || role == CellRole::tonnage || role == CellRole::volume ||
           role == CellRole::proportion || role == CellRole::excluded;
}

CellMass::CellMass(const MassColumns& columns, double default_density, const Vec3& size,
                   const std::array<PackedReals, 3>* per_cell)
    : columns_(columns), default_(default_density), size_(size), per_cell_(per_cell) {
    if (columns_.density.empty() || !std::isnan(default_)) return;
    double sum = 0, count = 0;
    for (const float value : columns_.density)
        if (value > 0) {
            sum += static_cast<double>(value);
            ++count;
        }
    if (count > 0) default_ = sum / count;
}

double CellMass::geometric(std::size_t cell) const {
    double volume = 1;
    for (int a = 0; a < 3; ++a) {
        const bool own = per_cell_ != nullptr && !(*per_cell_)[a].empty();
        volume *= own ? (*per_cell_)[a][cell] : size_[a];
    }
    return volume;
}

double CellMass::filled(std::size_t cell) const {
    const double share =
        has(columns_.proportion, cell) ? std::clamp(columns_.proportion[cell], 0.0F, 1.0F) : 1.0;
    if (!has(columns_.volume, cell)) return geometric(cell) * share;
    const double volume = std::max(0.0F, columns_.volume[cell]), whole = geometric(cell);
    return std::abs(volume - whole) <= one_volume * whole ? volume * share : volume;
}

double CellMass::rock(std::size_t cell) const {
    return air(cell) ? 0 : filled(cell);
}

bool CellMass::volume_doubtful(std::size_t cell) const {
    if (!has(columns_.volume, cell) || !has(columns_.proportion, cell)) return false;
    const double volume = std::max(0.0F, columns_.volume[cell]), whole = geometric(cell);
    const double share = std::clamp(columns_.proportion[cell], 0.0F, 1.0F);
    return std::abs(volume - whole) > one_volume * whole &&
           std::abs(volume - whole * share) > one_volume * whole;
}

double CellMass::mass(std::size_t cell) const {
    if (has_tonnage(cell)) return std::max(0.0, tonnage(cell));
    const double dense = density(cell);
    return rock(cell) * (known() && !std::isnan(dense) ? dense : 1.0);
}

CellMass cell_mass(const CellTable& table, const FoundGrid& found, const RegulariseRule& rule) {
    MassColumns columns;
    for (const CellColumn& column : table.columns) columns.take(column.role, column.values);
    Vec3 size = table.grid && table.centre[0].empty() ? table.grid->block_size : table.cell_size;
    for (int a = 0; a < 3; ++a)
        if (size[a] <= 0) size[a] = found.smallest_m[a];
    return {columns, rule.default_density, size, &table.size};
}

void StatedMass::take(const CellMass& mass, std::size_t cell) {
    if (!mass.has_density(cell) && !mass.has_tonnage(cell)) ++without_density;
    if (mass.partial() && mass.rock(cell) > mass.geometric(cell) * (1 + 1e-3)) ++volume_too_large;
    if (mass.volume_doubtful(cell)) ++volume_doubtful;
    if (mass.air(cell) && mass.filled(cell) > 0) {
        ++air;
        air_m3 += mass.filled(cell);
    }
    if (!mass.both() || !mass.has_tonnage(cell) || !(mass.density(cell) > 0) || !(mass.rock(cell) > 0))
        return;
    const double ratio = mass.tonnage(cell) / (mass.rock(cell) * mass.density(cell));
    ratio_low = std::min(ratio_low, ratio);
    ratio_high = std::max(ratio_high, ratio);
}

void StatedMass::take(const StatedMass& more) {
    without_density += more.without_density;
    volume_too_large += more.volume_too_large;
    volume_doubtful += more.volume_doubtful;
    air += more.air;
    air_m3 += more.air_m3;
    ratio_low = std::min(ratio_low, more.ratio_low);
    ratio_high = std::max(ratio_high, more.ratio_high);
}

void StatedMass::put_into(RegulariseReport& report) const {
    report.without_density = without_density;
    report.volume_too_large = volume_too_large;
    report.volume_doubtful = volume_doubtful;
    report.air_cells = air;
    report.air_m3 = air_m3;
    if (ratio_high <= 0) return;
    report.tonnage_ratio_low = ratio_low;
    report.tonnage_ratio_high = ratio_high;
}

float KeptTotal::round(double value, double sum, double weight, bool exact) {
    auto written = static_cast<float>(value);
    if (!(weight > 0)) return written;
    // A sum that the number does not stand for (a block that is too full, grades that are missing) is no
    // rounding: handing it on would only push every number after it.
    const double meant = value * weight;
    carry_ += std::abs(sum - meant) <= 1e-6 * std::abs(meant) ? sum : meant;
    const auto shifted = static_cast<float>(carry_ / weight);
    const bool last_digit = std::abs(static_cast<double>(shifted) - value) <= 2.4e-7 * std::abs(value);
    if (last_digit && !exact) written = shifted;
    carry_ -= static_cast<double>(written) * weight;
    total_ += static_cast<double>(written) * weight;
    return written;
}

}  // namespace orelens::blocks
