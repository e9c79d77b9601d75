// Densities measured along holes, from every table that has them, and their means over stretches. Used by
// compositing; says nothing of blocks.
#pragma once

#include <cstddef>
#include <vector>

#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Spans.h"

namespace orelens::drilling {

class DensityIndex {
  public:
    /// The tables in the order in which they count where two have measured one stretch: densities alone, assays,
    /// lithology. Doubtful rows and holes take no part. The set must live as long.
    explicit DensityIndex(const DrillholeSet& holes);
    [[nodiscard]] bool any() const { return !tables_.empty(); }
    /// Per stretch the mean of what was measured within it, t/m³: by length where anything with a length lies in it,
    /// else of the points at its depths; NaN where nothing does. A stretch without length takes what covers its
    /// depth.
    [[nodiscard]] std::vector<double> means(std::size_t hole, const std::vector<Span>& stretches) const;

  private:
    struct Table {
        const IntervalTable* table;
        RowsByHole rows;
    };
    const DrillholeSet& holes_;
    std::vector<Table> tables_;
};

}  // namespace orelens::drilling
