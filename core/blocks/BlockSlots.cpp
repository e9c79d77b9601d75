#include "core/blocks/BlockSlots.h"

#include "core/base/Parallel.h"
#include "core/base/StoppableFill.h"
#include "core/blocks/CellCutter.h"

namespace orelens::blocks {
namespace {

/// Of cells in one block the first one counts.
bool drop_repeated(BlockSlots& blocks, const base::Progress& progress) {
    std::vector<bool> taken(blocks.model.leaf_count() * 512, false);
    return base::ordered_pieces(blocks.slot.size(), CellCutter::piece, progress,
                                [&](std::size_t begin, std::size_t end) {
                                    for (std::size_t cell = begin; cell < end; ++cell) {
                                        std::uint32_t& slot = blocks.slot[cell];
                                        if (!taken[slot]) {
                                            taken[slot] = true;
                                            continue;
                                        }
                                        slot = no_slot;
                                        if (blocks.repeated++ == 0)
                                            blocks.first_repeated = static_cast<std::int64_t>(cell);
                                    }
                                });
}

}  // namespace

base::Expected<BlockSlots> find_slots(const CellTable& table, const FoundGrid& found,
                                      const base::Progress& progress) {
    const CellCutter cutter(table, found);
    auto model = blocks_of_cells(cutter, progress.part(0, 0.5));
    if (!model) return std::unexpected(model.error());
    if (auto fine = check_slots(*model, table.file); !fine) return std::unexpected(fine.error());
    BlockSlots blocks{std::move(*model), {}, 0, -1};
    if (!base::fill_unless_cancelled(blocks.slot, table.cells(), std::uint32_t{0}, progress))
        return base::cancelled();
    const bool placed = base::parallel_pieces(
        table.cells(), CellCutter::piece, progress.part(0.5, 0.9), [&](std::size_t begin, std::size_t end) {
            cutter.blocks_of(begin, end, [&](std::size_t cell, const Index3& block, double) {
                blocks.slot[cell] = static_cast<std::uint32_t>(slot_of(blocks.model, block));
            });
        });
    if (!placed) return base::cancelled();
    // As many cells as blocks: none repeats.
    if (static_cast<std::int64_t>(table.cells()) == blocks.model.block_count()) return blocks;
    if (!drop_repeated(blocks, progress.part(0.9, 1))) return base::cancelled();
    return blocks;
}

}  // namespace orelens::blocks
