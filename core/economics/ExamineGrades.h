// What looks wrong with the grades of a block model: below zero, above 100 %, outside the samples, missing.
// Plain counts from one parallel pass per column; what is said about them is the stages' business. A cancel
// through `progress` ends a pass early: what comes back is then not whole and is to be thrown away.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/economics/PriceDeck.h"

namespace orelens::economics {

/// Some blocks of a model.
struct Amount {
    std::int64_t blocks = 0;
    double tonnes = 0;
    void add(const Amount& other) {
        blocks += other.blocks;
        tonnes += other.tonnes;
    }
};

struct GradeExamination {
    Amount known, missing;         ///< with and without a grade
    Amount below_zero;             ///< known grades below zero
    Amount above_total;            ///< known grades above 100 %
    Amount below_low, above_high;  ///< outside the range asked for, from zero to 100 %
    double lowest = std::numeric_limits<double>::quiet_NaN();  ///< of all known, in the column's unit
    double highest = std::numeric_limits<double>::quiet_NaN();
    double metal = 0;             ///< t in grades above zero
    double metal_below_zero = 0;  ///< t of metal that grades below zero would take away; not negative
};

/// Looks at every active block. `low`, `high`: range of the samples in the column's unit, NaN = not asked;
/// grades are floats, so a millionth beyond it is inside. Nothing where the column is no grade.
GradeExamination examine_grade(const blocks::BlockModel& model, const Costs& costs, const std::string& column,
                               double low = std::numeric_limits<double>::quiet_NaN(),
                               double high = std::numeric_limits<double>::quiet_NaN(),
                               const base::Progress* progress = nullptr);

/// Blocks that `of` accepts; it is called from many threads.
Amount amount_of(const blocks::BlockModel& model, const Costs& costs,
                 const std::function<bool(std::size_t leaf, int at)>& of,
                 const base::Progress* progress = nullptr);

/// Blocks with a grade in one of the columns whose centre lies above an elevation.
Amount graded_above(const blocks::BlockModel& model, const Costs& costs,
                    const std::vector<std::string>& columns, double elevation_m,
                    const base::Progress* progress = nullptr);

/// A commodity that some blocks carry no grade of, though another commodity of the deck is known there.
struct Unassayed {
    Amount without;  ///< these blocks: its mean and metal say nothing of them
    Amount all;      ///< blocks with a grade of any commodity
};
/// Per commodity of the deck, in its order; empty where the model has not all their columns.
std::vector<Unassayed> unassayed(const blocks::BlockModel& model, const PriceDeck& deck,
                                 const base::Progress* progress = nullptr);

}  // namespace orelens::economics
