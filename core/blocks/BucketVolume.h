// One byte per block for the picture: which step of a price ladder makes the block usable. The viewport
// draws these bytes as a 3D texture, so that a price is one number compared with one byte.
// Works for any real column (break-even price, cutoff-like values); it decides nothing about economics.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// Dense bytes over the bounding box of the active blocks, i fastest, k slowest.
struct BucketVolume {
    static constexpr std::uint8_t empty = 0;    ///< no block here
    static constexpr std::uint8_t never = 255;  ///< above the ladder, +∞ or without a value
    static constexpr std::size_t max_steps = 254;

    Index3 first{0, 0, 0};  ///< block index of the first cell
    Index3 count{0, 0, 0};  ///< cells along i, j, k; 0 for a model without blocks
    std::vector<double> ladder;  ///< ascending; bucket b in 1…size() means ladder[b−2] < value ≤ ladder[b−1]
    std::vector<std::uint8_t> cells;  ///< count[0]·count[1]·count[2] bytes

    [[nodiscard]] std::uint8_t at(const Index3& ijk) const {
        for (int a = 0; a < 3; ++a)
            if (ijk[a] < first[a] || ijk[a] >= first[a] + count[a]) return empty;
        return cells[static_cast<std::size_t>(ijk[0] - first[0]) +
                     static_cast<std::size_t>(count[0]) *
                         (static_cast<std::size_t>(ijk[1] - first[1]) +
                          static_cast<std::size_t>(count[1]) * static_cast<std::size_t>(ijk[2] - first[2]))];
    }
};

/// Values are compared as `value ≤ ladder[b]`, so at a price of the ladder the bytes ≤ its bucket are exactly
/// the blocks with value ≤ price. Errors: no such real column; ladder empty, longer than max_steps, not
/// finite or not ascending; cancelled.
base::Expected<BucketVolume> bucket_volume(const BlockModel& model, const std::string& column,
                                           std::vector<double> ladder, base::Progress& progress);

/// The highest bucket usable at a price: blocks with 1 ≤ byte ≤ this. 0 below the ladder.
int usable_bucket(const std::vector<double>& ladder, double price);

/// `steps` prices from low to high, both included; steps in [2, max_steps], low < high.
std::vector<double> even_ladder(double low, double high, int steps);

}  // namespace orelens::blocks
