// Pieces of a hole along its depth, and the index of a table's rows by hole. Used by compositing and
// validation; knows nothing of grades.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace orelens::drilling {

/// Depths [from, to) and what lies there: a row, a code, as the caller says.
struct Span {
    double from = 0, to = 0;
    std::int64_t what = -1;
};

/// Spans that may overlap, in order of precedence → spans in depth order without overlap; where two lie at
/// one depth the earlier in `spans` is kept. Spans with from ≥ to or NaN are left out. O(n log n).
std::vector<Span> resolve_overlaps(std::vector<Span> spans);

/// Joins spans (in depth order, without overlap) that touch, or lie less than `gap` apart, and hold the same.
std::vector<Span> join_touching(const std::vector<Span>& spans, double gap = 1e-9);

/// Rows of a table grouped by hole, in file order inside each hole; rows of unknown holes (−1) are left out.
class RowsByHole {
  public:
    RowsByHole(const std::vector<std::int32_t>& hole_of_row, std::size_t holes);
    [[nodiscard]] std::span<const std::size_t> rows(std::size_t hole) const {
        return {rows_.data() + start_[hole], start_[hole + 1] - start_[hole]};
    }

  private:
    std::vector<std::size_t> start_, rows_;
};

}  // namespace orelens::drilling
