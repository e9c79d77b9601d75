// One bit per cell of a grid, set from many threads. Inside blocks/ only.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

class BlockBits {
  public:
    explicit BlockBits(const GridGeometry& grid)
        : grid_(grid),
          words_(std::make_unique<std::atomic<std::uint64_t>[]>(
              static_cast<std::size_t>(grid.cell_count() / 64 + 1))) {}
    void set(const Index3& block) {
        const auto at = static_cast<std::size_t>(grid_.linear(block));
        const std::uint64_t bit = std::uint64_t{1} << (at % 64);
        // Most cells of a word are set by one thread, and many blocks by many cells: look before writing.
        if ((words_[at / 64].load(std::memory_order_relaxed) & bit) == 0)
            words_[at / 64].fetch_or(bit, std::memory_order_relaxed);
    }
    [[nodiscard]] bool has(const Index3& block) const {
        const auto at = static_cast<std::size_t>(grid_.linear(block));
        return (words_[at / 64].load(std::memory_order_relaxed) >> (at % 64) & 1U) != 0;
    }

  private:
    GridGeometry grid_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> words_;
};

}  // namespace orelens::blocks
