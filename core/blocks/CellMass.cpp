#include "core/blocks/CellMass.h"

#include <algorithm>

namespace orelens::blocks {

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

double CellMass::rock(std::size_t cell) const {
    if (has(columns_.volume, cell)) return std::max(0.0F, columns_.volume[cell]);
    const double share =
        has(columns_.proportion, cell) ? std::clamp(columns_.proportion[cell], 0.0F, 1.0F) : 1.0;
    return geometric(cell) * share;
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
    if (!mass.both() || !mass.has_tonnage(cell) || !mass.has_density(cell) || !(mass.rock(cell) > 0)) return;
    const double ratio = mass.tonnage(cell) / (mass.rock(cell) * mass.density(cell));
    ratio_low = std::min(ratio_low, ratio);
    ratio_high = std::max(ratio_high, ratio);
}

void StatedMass::take(const StatedMass& more) {
    without_density += more.without_density;
    volume_too_large += more.volume_too_large;
    ratio_low = std::min(ratio_low, more.ratio_low);
    ratio_high = std::max(ratio_high, more.ratio_high);
}

void StatedMass::put_into(RegulariseReport& report) const {
    report.without_density = without_density;
    report.volume_too_large = volume_too_large;
    if (ratio_high <= 0) return;
    report.tonnage_ratio_low = ratio_low;
    report.tonnage_ratio_high = ratio_high;
}

float KeptTotal::round(double value, double sum, double weight, bool exact) {
    auto written = static_cast<float>(value);
    if (!(weight > 0)) return written;
    carry_ += sum;
    const auto shifted = static_cast<float>(carry_ / weight);
    const bool last_digit = std::abs(static_cast<double>(shifted) - value) <= 2.4e-7 * std::abs(value);
    if (last_digit && !exact) written = shifted;
    carry_ -= static_cast<double>(written) * weight;
    total_ += static_cast<double>(written) * weight;
    return written;
}

}  // namespace orelens::blocks
