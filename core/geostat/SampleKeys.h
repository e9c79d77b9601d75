// What the two halves of the sample index know of search keys. Private to them.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/geostat/Kernel.h"

namespace orelens::geostat {

/// Widens bounds by more than the rounding of keys and frames, so that they never lose a sample.
inline constexpr double wider = 1 + 1e-8;

inline double squared_distance(std::uint64_t key) {
    return std::bit_cast<double>(key & ~kernel::position_mask);
}

inline std::size_t position(std::uint64_t key) {
    return static_cast<std::size_t>(key & kernel::position_mask);
}

}  // namespace orelens::geostat
