// Grade columns of a block model read as mass fractions, in a stated order. For the block loops of this room
// and of report tables; not for single blocks (use BlockModel::value).
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// A grade as quantities count it: one below zero (kriging can give it) holds no metal and takes none away.
/// The one place where that is decided, for evaluation, curves and tables alike; NaN stays missing.
template <class T>
constexpr T counted_grade(T grade) {
    return grade < 0 ? T(0) : grade;
}

class GradeColumns {
  public:
    /// Real columns with a grade unit, as named. Error: a column is absent, or is not a grade.
    static base::Expected<GradeColumns> of(const blocks::BlockModel& model,
                                           const std::vector<std::string>& columns);
    /// Those of the deck's commodities, in its order.
    static base::Expected<GradeColumns> of_deck(const blocks::BlockModel& model, const PriceDeck& deck);

    [[nodiscard]] std::size_t count() const { return leaves_.size(); }
    [[nodiscard]] const std::string& unit(std::size_t column) const { return units_[column]; }
    /// Mass fraction of one unit of a column.
    [[nodiscard]] double unit_fraction(std::size_t column) const { return fraction_[column]; }
    /// As stored, leaf by leaf.
    [[nodiscard]] const std::vector<const float*>& leaves(std::size_t column) const { return leaves_[column]; }
    /// Grade in the column's unit, never below zero.
    [[nodiscard]] float grade(std::size_t column, std::size_t leaf, int at) const {
        return counted_grade(leaves_[column][leaf][at]);
    }
    /// As stored, for those who look for what is wrong with it.
    [[nodiscard]] float stored(std::size_t column, std::size_t leaf, int at) const {
        return leaves_[column][leaf][at];
    }
    /// Mass fractions of one block, never below zero; NaN = missing.
    void fractions(std::size_t leaf, int at, double* out) const {
        for (std::size_t c = 0; c < leaves_.size(); ++c)
            out[c] = static_cast<double>(counted_grade(leaves_[c][leaf][at])) * fraction_[c];
    }

  private:
    std::vector<std::vector<const float*>> leaves_;
    std::vector<double> fraction_;
    std::vector<std::string> units_;
};

/// The share of a block that counts, from the model's "fraction" column: missing is the whole, and no number
/// beyond 0…1 is believed. The one place where that is decided.
constexpr double counted_share(float fraction) {
    return !(fraction < 1) ? 1.0 : fraction > 0 ? static_cast<double>(fraction) : 0.0;
}

/// In-situ dry tonnes of a block: volume × share × density. The density is that of the model's "density"
/// column (t/m³) where it has one that is no less than zero (0 is air), else the stated one; the share is
/// that of its "fraction" column, 1 without one.
class BlockTonnes {
  public:
    BlockTonnes(const blocks::BlockModel& model, const Costs& costs);
    [[nodiscard]] double operator()(std::size_t leaf, int at) const {
        const double density = density_.empty() ? stated_ : static_cast<double>(density_[leaf][at]);
        return volume(leaf, at) * (density >= 0 ? density : stated_);
    }
    /// m³ that count.
    [[nodiscard]] double volume(std::size_t leaf, int at) const {
        return share_.empty() ? volume_ : volume_ * counted_share(share_[leaf][at]);
    }
    [[nodiscard]] bool shared() const { return !share_.empty(); }
    /// As stored; only where it varies.
    [[nodiscard]] float density(std::size_t leaf, int at) const { return density_[leaf][at]; }
    [[nodiscard]] bool varies() const { return !density_.empty(); }

  private:
    std::vector<const float*> density_, share_;
    double volume_ = 0;
    double stated_ = 0;
};

}  // namespace orelens::economics
