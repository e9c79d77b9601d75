#include "core/blocks/CellPieces.h"

#include <algorithm>
#include <atomic>

#include "core/base/Memory.h"
#include "core/base/Parallel.h"
#include "core/base/StoppableFill.h"
#include "core/blocks/CellCutter.h"

namespace orelens::blocks {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

constexpr double most_pieces = 4e9;
constexpr std::size_t slots_per_piece = std::size_t{1} << 20;

/// Whether the pieces fit into memory, before any is made; how many there are.
Expected<double> count_pieces(const CellCutter& cutter, const CellTable& table,
                              const base::Progress& progress) {
    std::vector<double> counts((cutter.cells() + CellCutter::piece - 1) / CellCutter::piece, 0);
    const bool counted = base::parallel_pieces(
        cutter.cells(), CellCutter::piece, progress, [&](std::size_t begin, std::size_t end) {
            counts[begin / CellCutter::piece] = cutter.pieces_of(begin, end);
        });
    if (!counted) return base::cancelled();
    double pieces = 0;
    for (const double count : counts) pieces += count;
    const double memory = base::machine_memory();
    const double left = memory - base::process_memory();
    if (pieces <= most_pieces && (memory <= 0 || 16 * pieces < 0.9 * left)) return pieces;
    return base::fail(ErrorKind::data, Message("blocks.too_many_pieces", {{"pieces", base::grouped(pieces)}}),
                      {.file = table.file, .field = "model.parent_u"}, Message("blocks.larger_blocks"));
}

}  // namespace

Expected<Pieced> piece_cells(const CellTable& table, const FoundGrid& found, const base::Progress& progress) {
    const CellCutter cutter(table, found);
    const std::size_t cells = table.cells();
    const auto count = count_pieces(cutter, table, progress.part(0, 0.1));
    if (!count) return std::unexpected(count.error());
    auto model = blocks_of_cells(cutter, progress.part(0.1, 0.4));
    if (!model) return std::unexpected(model.error());
    if (auto fine = check_slots(*model, table.file); !fine) return std::unexpected(fine.error());
    CellPieces all;
    const std::size_t slots = model->leaf_count() * 512;
    // Counted per slot, then placed in the order of the cells: the same whatever the threads do. The blocks
    // of a cell are found twice, which takes less than keeping them.
    if (!base::fill_unless_cancelled(all.begin, slots + 1, std::uint32_t{0}, progress)) return base::cancelled();
    std::atomic<std::int64_t> split_cells = 0;
    const auto count_them = [&](std::size_t begin, std::size_t end) {
        std::size_t last = cells;
        bool split = false;
        cutter.blocks_of(begin, end, [&](std::size_t cell, const Index3& block, double) {
            std::atomic_ref(all.begin[slot_of(*model, block) + 1]).fetch_add(1, std::memory_order_relaxed);
            if (cell == last && !split) ++split_cells;
            split = cell == last;
            last = cell;
        });
    };
    const auto add_up = [&](std::size_t begin, std::size_t end) {
        for (std::size_t slot = begin; slot < end; ++slot) all.begin[slot + 1] += all.begin[slot];
    };
    if (!base::parallel_pieces(cells, CellCutter::piece, progress.part(0.4, 0.6), count_them) ||
        !base::ordered_pieces(slots, slots_per_piece, progress.part(0.6, 0.7), add_up))
        return base::cancelled();
    all.split_cells = split_cells;
    const auto total = static_cast<std::size_t>(*count);
    if (!base::fill_unless_cancelled(all.cell, total, std::uint32_t{0}, progress) ||
        (all.split_cells > 0 && !base::fill_unless_cancelled(all.share, total, 0.0, progress)))
        return base::cancelled();
    // begin[slot] runs ahead while filling and is set back by one slot afterwards.
    const auto place_them = [&](std::size_t begin, std::size_t end) {
        cutter.blocks_of(begin, end, [&](std::size_t cell, const Index3& block, double share) {
            const std::uint32_t to = all.begin[slot_of(*model, block)]++;
            all.cell[to] = static_cast<std::uint32_t>(cell);
            if (!all.share.empty()) all.share[to] = share;
        });
    };
    if (!base::ordered_pieces(cells, CellCutter::piece, progress.part(0.7, 1), place_them))
        return base::cancelled();
    for (std::size_t end = slots; end > 0;) {
        if (progress.cancelled()) return base::cancelled();
        const std::size_t from = end - std::min(end, slots_per_piece);
        std::copy_backward(all.begin.data() + from, all.begin.data() + end, all.begin.data() + end + 1);
        end = from;
    }
    all.begin[0] = 0;
    return Pieced{std::move(*model), std::move(all)};
}

}  // namespace orelens::blocks
