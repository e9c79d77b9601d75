// Rock and mass of cells, from the columns that say something of them. Part of Regularise and RegularBlocks.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "core/blocks/CellGrid.h"
#include "core/blocks/CellTable.h"
#include "core/blocks/RegulariseReport.h"

namespace orelens::blocks {

/// One value per cell, NaN = missing; empty where the table has no such column.
struct MassColumns {
    std::span<const float> density, tonnage, volume, proportion, excluded;
    /// Takes a column that has such a role.
    void take(CellRole role, std::span<const float> values);
    /// Roles whose columns must stay until all sums are made.
    static bool holds(CellRole role);
};

class CellMass {
  public:
    /// `default_density` in t/m³, NaN = unknown: then the cells with a density speak for those without.
    /// `size`: of every cell, where `per_cell` (may be null) says nothing along an axis.
    CellMass(const MassColumns& columns, double default_density, const Vec3& size,
             const std::array<PackedReals, 3>* per_cell = nullptr);

    [[nodiscard]] double geometric(std::size_t cell) const;
    /// m³ that are rock. A stated volume that is the whole cell's is cut by the share beside it; one that is
    /// the share's already counts as it stands. Air is none.
    [[nodiscard]] double rock(std::size_t cell) const;
    /// Its volume is neither the whole cell's nor that of its share: which one counts is a guess.
    [[nodiscard]] bool volume_doubtful(std::size_t cell) const;
    /// Its density or its tonnes are stated as 0, and nothing speaks against that.
    [[nodiscard]] bool air(std::size_t cell) const {
        if (has_tonnage(cell)) return columns_.tonnage[cell] <= 0;
        return has_density(cell) && columns_.density[cell] == 0;
    }
    /// m³ of a cell that would be rock if it had a mass.
    [[nodiscard]] double filled(std::size_t cell) const;
    [[nodiscard]] bool has_density(std::size_t cell) const {
        return has(columns_.density, cell) && columns_.density[cell] >= 0;
    }
    /// t/m³ as stated, 0 included, or by default; NaN where neither is.
    [[nodiscard]] double density(std::size_t cell) const {
        return has_density(cell) ? static_cast<double>(columns_.density[cell]) : default_;
    }
    [[nodiscard]] bool has_tonnage(std::size_t cell) const { return has(columns_.tonnage, cell); }
    [[nodiscard]] double tonnage(std::size_t cell) const { return columns_.tonnage[cell]; }
    /// Tonnes; where no density is known at all, m³ as weights.
    [[nodiscard]] double mass(std::size_t cell) const;
    [[nodiscard]] bool excluded(std::size_t cell) const {
        return has(columns_.excluded, cell) && columns_.excluded[cell] != 0;
    }

    /// Masses are tonnes.
    [[nodiscard]] bool known() const { return states_mass() || !std::isnan(default_); }
    [[nodiscard]] bool states_mass() const { return !columns_.density.empty() || !columns_.tonnage.empty(); }
    [[nodiscard]] bool only_density() const { return columns_.tonnage.empty(); }
    [[nodiscard]] bool partial() const { return !columns_.volume.empty() || !columns_.proportion.empty(); }
    [[nodiscard]] bool both() const { return !columns_.density.empty() && !columns_.tonnage.empty(); }
    [[nodiscard]] bool excludes() const { return !columns_.excluded.empty(); }

  private:
    static bool has(std::span<const float> values, std::size_t cell) {
        return !values.empty() && !std::isnan(values[cell]);
    }
    MassColumns columns_;
    double default_;
    Vec3 size_;
    const std::array<PackedReals, 3>* per_cell_;
};

/// Of the cells of a table; it must outlive it.
CellMass cell_mass(const CellTable& table, const FoundGrid& found, const RegulariseRule& rule);

/// What the cells of a table state of their masses, added up cell by cell, for a report.
struct StatedMass {
    std::int64_t without_density = 0;   ///< cells that take the default
    std::int64_t volume_too_large = 0;  ///< cells whose stated volume is larger than they are
    std::int64_t volume_doubtful = 0;   ///< cells whose volume is neither theirs nor their share's
    std::int64_t air = 0;               ///< cells whose density or tonnes are 0
    double air_m3 = 0;
    /// Stated tonnes to volume × density, over cells with both; high 0 = none has.
    double ratio_low = std::numeric_limits<double>::infinity(), ratio_high = 0;
    void take(const CellMass& mass, std::size_t cell);
    void take(const StatedMass& more);
    void put_into(RegulariseReport& report) const;
};

/// Writes numbers in four bytes so that Σ number · weight keeps the total of the sums: what rounding took
/// from the numbers before goes to the next one, where it is its last digit.
class KeptTotal {
  public:
    /// `sum` is what value · weight stands for. What is `exact` (one cell's own value) stays as it is.
    float round(double value, double sum, double weight, bool exact);
    /// Σ of the numbers as written · weight.
    [[nodiscard]] double written() const { return total_; }

  private:
    double total_ = 0, carry_ = 0;
};

}  // namespace orelens::blocks
