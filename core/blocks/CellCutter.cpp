#include "core/blocks/CellCutter.h"

#include <algorithm>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/blocks/BlockBits.h"

namespace orelens::blocks {
namespace {

/// A sliver of this share of a cell or less is rounding of its borders.
constexpr double sliver = 1e-4;

Index3 unravelled(const GridGeometry& grid, std::size_t cell) {
    const auto nx = static_cast<std::size_t>(grid.count[0]), ny = static_cast<std::size_t>(grid.count[1]);
    return {static_cast<std::int32_t>(cell % nx), static_cast<std::int32_t>(cell / nx % ny),
            static_cast<std::int32_t>(cell / (nx * ny))};
}

}  // namespace

CellCutter::CellCutter(const CellTable& table, const FoundGrid& found)
    : table_(table), grid_(found.geometry), sub_blocked_(found.sub_blocked) {
    if (!table.centre[0].empty()) places_.emplace(places_in(table, grid_));
}

CellCutter::Stretch CellCutter::stretch(std::size_t begin, std::size_t end) const {
    const std::size_t count = end - begin;
    Stretch out;
    for (int a = 0; a < 3; ++a) {
        out.middle[a].resize(count);
        if (places_) places_->along(a, begin, end, out.middle[a].data());
        if (!sub_blocked_) continue;
        const double whole = table_.centre[0].empty() ? table_.grid->block_size[a] : table_.cell_size[a];
        out.size[a].assign(count, whole);
        if (!table_.size[a].empty()) table_.size[a].copy(begin, end, out.size[a].data());
        for (double& size : out.size[a]) size /= grid_.block_size[a];
    }
    if (places_) {
        for (int a = 0; a < 3; ++a)
            for (double& at : out.middle[a]) at /= grid_.block_size[a];
        return out;
    }
    for (std::size_t n = 0; n < count; ++n) {
        const std::size_t cell = table_.cell.empty() ? begin + n : table_.cell[begin + n];
        const Index3 index = unravelled(*table_.grid, cell);
        for (int a = 0; a < 3; ++a)
            out.middle[a][n] =
                sub_blocked_ ? (index[a] + 0.5) * table_.grid->block_size[a] / grid_.block_size[a] : index[a];
    }
    return out;
}

Index3 CellCutter::only_block(const Stretch& at, std::size_t n) const {
    Index3 block{};
    for (int a = 0; a < 3; ++a)
        block[a] = static_cast<std::int32_t>(
            std::clamp(std::floor(at.middle[a][n]), 0.0, static_cast<double>(grid_.count[a] - 1)));
    return block;
}

CellCutter::Span CellCutter::span(double middle, double size, std::int32_t count) {
    const double slack = sliver * size;
    const auto clamped = [count](double at) {
        return static_cast<std::int32_t>(std::clamp(std::floor(at), 0.0, static_cast<double>(count - 1)));
    };
    Span span;
    span.low = middle - size / 2;
    span.high = middle + size / 2;
    span.first = clamped(span.low + slack);
    span.last = std::max(span.first, clamped(span.high - slack));
    // What lies beyond those blocks is a sliver, or outside the grid: the shares sum to one without it.
    span.low = std::max(span.low, static_cast<double>(span.first));
    span.high = std::min(span.high, span.last + 1.0);
    return span;
}

double CellCutter::pieces_of(std::size_t begin, std::size_t end) const {
    if (!sub_blocked_) return static_cast<double>(end - begin);
    const Stretch at = stretch(begin, end);
    double pieces = 0;
    for (std::size_t n = 0; n < end - begin; ++n) {
        double blocks = 1;
        for (int a = 0; a < 3; ++a) {
            const Span along = span(at.middle[a][n], at.size[a][n], grid_.count[a]);
            blocks *= static_cast<double>(along.last - along.first) + 1;
        }
        pieces += blocks;
    }
    return pieces;
}

base::Expected<BlockModel> blocks_of_cells(const CellCutter& cutter, const base::Progress& progress) {
    BlockBits present(cutter.grid());
    const bool looked = base::parallel_pieces(
        cutter.cells(), CellCutter::piece, progress.part(0, 0.5), [&](std::size_t begin, std::size_t end) {
            cutter.blocks_of(begin, end,
                             [&](std::size_t, const Index3& block, double) { present.set(block); });
        });
    if (!looked) return base::cancelled();
    const base::Progress rest = progress.part(0.5, 1);
    return BlockModel::where(
        cutter.grid(), [&](const Index3& block) { return present.has(block); }, &rest);
}

base::Expected<void> check_slots(const BlockModel& model, const std::string& file) {
    constexpr std::size_t most = 4'000'000'000;
    const std::size_t slots = model.leaf_count() * 512;
    if (slots <= most) return {};
    return base::fail(
        base::ErrorKind::data,
        base::Message("blocks.too_many_pieces", {{"pieces", base::grouped(static_cast<double>(slots))}}),
        {.file = file, .field = "model.parent_u"}, base::Message("blocks.larger_blocks"));
}

}  // namespace orelens::blocks
