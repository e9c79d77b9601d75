// The blocks of a model as numbered rows: in the order of the grid's leaves, or sorted by a column. For tables that
// show a few rows of very many.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"

namespace orelens::blocks {

class BlockList {
  public:
    /// Where a row's block is.
    struct Place {
        std::size_t leaf = 0;
        int at = 0;
    };
    /// Those of a mask of the model; all without one. Sixteen bytes for every 512 places.
    BlockList(std::shared_ptr<const BlockModel> model, std::shared_ptr<const BlockMask> mask);

    [[nodiscard]] std::int64_t count() const { return count_; }
    /// 0 ≤ row < count().
    [[nodiscard]] Place place(std::int64_t row) const;
    /// The row of a block; −1 where the list does not hold it. A search through all rows once they are sorted.
    [[nodiscard]] std::int64_t row_of(const Index3& block) const;
    [[nodiscard]] const BlockModel& model() const { return *model_; }

    /// By a column, missing values last, equal ones as they were; "x", "y", "z" by the centre. Four bytes a block.
    /// Error: no such column; more than `most_sorted` blocks; cancelled (the order is as it was).
    base::Expected<void> sort(const std::string& column, bool descending,
                              const base::Progress& progress = base::Progress());
    void unsort() { order_.clear(); }
    static constexpr std::int64_t most_sorted = 30'000'000;

  private:
    [[nodiscard]] std::uint64_t word(std::size_t leaf, std::size_t n) const;
    std::shared_ptr<const BlockModel> model_;
    std::shared_ptr<const BlockMask> mask_;
    std::vector<std::int64_t> before_;  ///< rows before each leaf, and of all
    std::vector<std::uint32_t> order_;  ///< leaf · 512 + place by row; empty = unsorted
    std::int64_t count_ = 0;
};

}  // namespace orelens::blocks
