#include "core/blocks/CellPieces.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/Memory.h"
#include "core/base/Parallel.h"

namespace orelens::blocks {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

/// A sliver of this share of a cell or less is rounding of its borders.
constexpr double sliver = 1e-4;
constexpr std::size_t most_pieces = 4'000'000'000;
constexpr std::size_t grain = 1U << 14;

/// Blocks that a cell lies in along one axis, with their share of it; nearly always one.
struct Span {
    std::int32_t first = 0;
    std::vector<double> share;
};

class Cutter {
  public:
    Cutter(const CellTable& table, const FoundGrid& found)
        : table_(table), grid_(found.geometry), sub_blocked_(found.sub_blocked) {
        if (!table.centre[0].empty()) {
            const CellTable::Rotation pivot = table.rotation.value_or(CellTable::Rotation{});
            places_.emplace(table, grid_, pivot);
        }
    }

    /// each(block, share) for the blocks of a cell.
    template <class Each>
    void blocks_of(std::size_t cell, const Each& each) const {
        if (!sub_blocked_) {
            each(only_block(cell), 1.0);
            return;
        }
        std::array<Span, 3> spans;
        const Vec3 at = middle(cell), size = extent(cell);
        for (int a = 0; a < 3; ++a) spans[a] = span(at[a], size[a], grid_.count[a]);
        for (std::size_t k = 0; k < spans[2].share.size(); ++k)
            for (std::size_t j = 0; j < spans[1].share.size(); ++j)
                for (std::size_t i = 0; i < spans[0].share.size(); ++i)
                    each(Index3{spans[0].first + static_cast<std::int32_t>(i),
                                spans[1].first + static_cast<std::int32_t>(j),
                                spans[2].first + static_cast<std::int32_t>(k)},
                         spans[0].share[i] * spans[1].share[j] * spans[2].share[k]);
    }

    /// How many blocks a cell lies in.
    [[nodiscard]] double pieces_of(std::size_t cell) const {
        if (!sub_blocked_) return 1;
        const Vec3 at = middle(cell), size = extent(cell);
        double pieces = 1;
        for (int a = 0; a < 3; ++a) {
            const auto [first, last] = ends(at[a], size[a], grid_.count[a]);
            pieces *= static_cast<double>(last - first) + 1;
        }
        return pieces;
    }

  private:
    [[nodiscard]] Index3 unravelled(const GridGeometry& grid, std::size_t cell) const {
        const auto nx = static_cast<std::size_t>(grid.count[0]), ny = static_cast<std::size_t>(grid.count[1]);
        return {static_cast<std::int32_t>(cell % nx), static_cast<std::int32_t>(cell / nx % ny),
                static_cast<std::int32_t>(cell / (nx * ny))};
    }
    [[nodiscard]] Index3 stated_index(std::size_t cell) const {
        return unravelled(*table_.grid, table_.cell.empty() ? cell : table_.cell[cell]);
    }
    [[nodiscard]] Index3 only_block(std::size_t cell) const {
        if (!places_) return stated_index(cell);
        const Vec3 at = places_->at(cell);
        Index3 block{};
        for (int a = 0; a < 3; ++a)
            block[a] = std::clamp(static_cast<std::int32_t>(std::floor(at[a])), 0, grid_.count[a] - 1);
        return block;
    }
    /// Middle and size of a cell in blocks.
    [[nodiscard]] Vec3 middle(std::size_t cell) const {
        if (places_) return places_->at(cell);
        const Index3 index = stated_index(cell);
        Vec3 at{};
        for (int a = 0; a < 3; ++a)
            at[a] = (index[a] + 0.5) * table_.grid->block_size[a] / grid_.block_size[a];
        return at;
    }
    [[nodiscard]] Vec3 extent(std::size_t cell) const {
        Vec3 size{};
        for (int a = 0; a < 3; ++a) {
            if (!table_.size[a].empty())
                size[a] = table_.size[a][cell];
            else
                size[a] = table_.centre[0].empty() ? table_.grid->block_size[a] : table_.cell_size[a];
            size[a] /= grid_.block_size[a];
        }
        return size;
    }
    /// First and last block along an axis.
    static std::pair<std::int32_t, std::int32_t> ends(double middle, double size, std::int32_t count) {
        const double slack = sliver * size;
        const auto clamped = [count](double at) {
            return static_cast<std::int32_t>(std::clamp(std::floor(at), 0.0, static_cast<double>(count - 1)));
        };
        const std::int32_t first = clamped(middle - size / 2 + slack);
        return {first, std::max(first, clamped(middle + size / 2 - slack))};
    }
    static Span span(double middle, double size, std::int32_t count) {
        Span span;
        const double low = middle - size / 2, high = middle + size / 2;
        const auto [first, last] = ends(middle, size, count);
        span.first = first;
        if (span.first == last) {
            span.share = {1.0};
            return span;
        }
        double whole = 0;
        for (std::int32_t n = span.first; n <= last; ++n) {
            span.share.push_back(std::min(high, n + 1.0) - std::max(low, static_cast<double>(n)));
            whole += span.share.back();
        }
        for (double& share : span.share) share /= whole;
        return span;
    }

    const CellTable& table_;
    const GridGeometry& grid_;
    bool sub_blocked_;
    std::optional<CellPlaces> places_;
};

std::size_t slot_of(const BlockModel& model, const Index3& block) {
    const auto place = static_cast<std::size_t>((block[0] & 7) << 6 | (block[1] & 7) << 3 | (block[2] & 7));
    return model.leaf_of(block) * 512 + place;
}

/// Whether the pieces fit into memory, before any is made.
Expected<void> check_pieces(const Cutter& cutter, const CellTable& table, const base::Progress& progress) {
    double pieces = 0;
    for (std::size_t cell = 0; cell < table.cells(); ++cell) {
        if (cell % 65536 == 0 && progress.cancelled()) return base::cancelled();
        pieces += cutter.pieces_of(cell);
    }
    const double memory = base::machine_memory();
    if (pieces <= static_cast<double>(most_pieces) && (memory <= 0 || 24 * pieces < 0.7 * memory)) return {};
    return base::fail(ErrorKind::data, Message("blocks.too_many_pieces", {{"pieces", base::grouped(pieces)}}),
                      {.file = table.file, .field = "model.parent_u"}, Message("blocks.larger_blocks"));
}

Expected<BlockModel> blocks_with_cells(const Cutter& cutter, std::size_t cells, const GridGeometry& grid,
                                       std::atomic<std::size_t>& pieces, base::Progress& progress) {
    const auto words = static_cast<std::size_t>(grid.cell_count() / 64 + 1);
    auto present = std::make_unique<std::atomic<std::uint64_t>[]>(words);
    base::parallel_for(cells, grain, [&](std::size_t begin, std::size_t end) {
        std::size_t found = 0;
        for (std::size_t cell = begin; cell < end && !progress.cancelled(); ++cell)
            cutter.blocks_of(cell, [&](const Index3& block, double) {
                const auto at = static_cast<std::size_t>(grid.linear(block));
                present[at / 64].fetch_or(std::uint64_t{1} << (at % 64), std::memory_order_relaxed);
                ++found;
            });
        pieces += found;
    });
    if (progress.cancelled()) return base::cancelled();
    return BlockModel::where(
        grid,
        [&](const Index3& block) {
            const auto at = static_cast<std::size_t>(grid.linear(block));
            return (present[at / 64].load(std::memory_order_relaxed) >> (at % 64) & 1U) != 0;
        },
        &progress);
}

}  // namespace

Expected<Pieced> piece_cells(const CellTable& table, const FoundGrid& found, base::Progress& progress) {
    const Cutter cutter(table, found);
    const std::size_t cells = table.cells();
    if (auto fits = check_pieces(cutter, table, progress); !fits) return std::unexpected(fits.error());
    std::atomic<std::size_t> pieces = 0;
    auto model = blocks_with_cells(cutter, cells, found.geometry, pieces, progress);
    if (!model) return std::unexpected(model.error());
    if (!progress.report(0.4)) return base::cancelled();
    const std::size_t slots = model->leaf_count() * 512;
    if (slots > most_pieces)
        return base::fail(
            ErrorKind::data,
            Message("blocks.too_many_pieces", {{"pieces", base::grouped(double(pieces.load()))}}),
            {.file = table.file, .field = "model.parent_u"}, Message("blocks.larger_blocks"));
    CellPieces all;
    // Counted per slot, then placed in the order of the cells: the same whatever the threads do.
    std::vector<std::uint32_t> slot_of_piece;
    slot_of_piece.reserve(pieces);
    std::vector<double> share;
    std::vector<std::uint32_t> cell_of_piece;
    if (found.sub_blocked) {
        cell_of_piece.reserve(pieces);
        share.reserve(pieces);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            if (cell % 65536 == 0 && progress.cancelled()) return base::cancelled();
            const std::size_t before = slot_of_piece.size();
            cutter.blocks_of(cell, [&](const Index3& block, double part) {
                slot_of_piece.push_back(static_cast<std::uint32_t>(slot_of(*model, block)));
                cell_of_piece.push_back(static_cast<std::uint32_t>(cell));
                share.push_back(part);
            });
            if (slot_of_piece.size() > before + 1) ++all.split_cells;
        }
        if (all.split_cells == 0) share = {};
    } else {
        slot_of_piece.resize(cells);
        base::parallel_for(cells, grain, [&](std::size_t begin, std::size_t end) {
            for (std::size_t cell = begin; cell < end && !progress.cancelled(); ++cell)
                cutter.blocks_of(cell, [&](const Index3& block, double) {
                    slot_of_piece[cell] = static_cast<std::uint32_t>(slot_of(*model, block));
                });
        });
    }
    if (!progress.report(0.7)) return base::cancelled();
    all.begin.assign(slots + 1, 0);
    for (const std::uint32_t slot : slot_of_piece) ++all.begin[slot + 1];
    for (std::size_t slot = 0; slot < slots; ++slot) all.begin[slot + 1] += all.begin[slot];
    all.cell.resize(slot_of_piece.size());
    if (!share.empty()) all.share.resize(share.size());
    // begin[slot] runs ahead while filling and is set back by one slot afterwards.
    for (std::size_t piece = 0; piece < slot_of_piece.size(); ++piece) {
        if (piece % 65536 == 0 && progress.cancelled()) return base::cancelled();
        const std::uint32_t to = all.begin[slot_of_piece[piece]]++;
        all.cell[to] = cell_of_piece.empty() ? static_cast<std::uint32_t>(piece) : cell_of_piece[piece];
        if (!share.empty()) all.share[to] = share[piece];
    }
    for (std::size_t slot = slots; slot > 0; --slot) all.begin[slot] = all.begin[slot - 1];
    all.begin[0] = 0;
    return Pieced{std::move(*model), std::move(all)};
}

}  // namespace orelens::blocks
