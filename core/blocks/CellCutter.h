// Which blocks of a grid a cell lies in, and with which share of its volume; stretch by stretch of the table.
// Inside blocks/ only.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/blocks/CellGrid.h"
#include "core/blocks/CellPlaces.h"

namespace orelens::blocks {

class CellCutter {
  public:
    /// Cells that are worked on between two looks at the progress.
    static constexpr std::size_t piece = std::size_t{1} << 14;

    /// Both must outlive it.
    CellCutter(const CellTable& table, const FoundGrid& found);

    [[nodiscard]] std::size_t cells() const { return table_.cells(); }
    [[nodiscard]] const GridGeometry& grid() const { return grid_; }
    [[nodiscard]] bool sub_blocked() const { return sub_blocked_; }

    /// each(cell, block, share) for the blocks of cells [begin, end), in order. At most a piece of them.
    template <class Each>
    void blocks_of(std::size_t begin, std::size_t end, const Each& each) const {
        const Stretch at = stretch(begin, end);
        for (std::size_t cell = begin; cell < end; ++cell) {
            const std::size_t n = cell - begin;
            if (!sub_blocked_) {
                each(cell, only_block(at, n), 1.0);
                continue;
            }
            std::array<Span, 3> spans;
            for (int a = 0; a < 3; ++a) spans[a] = span(at.middle[a][n], at.size[a][n], grid_.count[a]);
            for (std::int32_t k = spans[2].first; k <= spans[2].last; ++k)
                for (std::int32_t j = spans[1].first; j <= spans[1].last; ++j)
                    for (std::int32_t i = spans[0].first; i <= spans[0].last; ++i)
                        each(cell, Index3{i, j, k},
                             spans[0].share(i) * spans[1].share(j) * spans[2].share(k));
        }
    }
    /// How many blocks the cells [begin, end) lie in; each block of a cell counts.
    [[nodiscard]] double pieces_of(std::size_t begin, std::size_t end) const;

  private:
    /// Middles and sizes of some cells, in blocks along the axes of the grid.
    struct Stretch {
        std::array<std::vector<double>, 3> middle, size;
    };
    /// Blocks that a cell lies in along one axis; nearly always one.
    struct Span {
        std::int32_t first = 0, last = 0;
        double low = 0, high = 0;  ///< borders of the cell, within those blocks
        [[nodiscard]] double share(std::int32_t block) const {
            if (first == last) return 1;
            return (std::min(high, block + 1.0) - std::max(low, static_cast<double>(block))) / (high - low);
        }
    };
    [[nodiscard]] Stretch stretch(std::size_t begin, std::size_t end) const;
    [[nodiscard]] Index3 only_block(const Stretch& at, std::size_t n) const;
    static Span span(double middle, double size, std::int32_t count);

    const CellTable& table_;
    const GridGeometry& grid_;
    bool sub_blocked_;
    std::optional<CellPlaces> places_;
};

/// The blocks that any cell lies in, without columns.
base::Expected<BlockModel> blocks_of_cells(const CellCutter& cutter, const base::Progress& progress);

/// Where a block's values stand in a column: leaf · 512 + place in the leaf.
inline std::size_t slot_of(const BlockModel& model, const Index3& block) {
    const auto place = static_cast<std::size_t>((block[0] & 7) << 6 | (block[1] & 7) << 3 | (block[2] & 7));
    return model.leaf_of(block) * 512 + place;
}
/// A model with more slots than fit into four bytes is refused.
base::Expected<void> check_slots(const BlockModel& model, const std::string& file);

}  // namespace orelens::blocks
