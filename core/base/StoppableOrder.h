// Sorting and selecting by the library's algorithms, which know no cancel: the comparison looks whether the
// work was cancelled and leaves by an exception that ends here. Elements are then in no order, and some may
// be moved from: throw them away.
#pragma once

#include <cstddef>

#include "core/base/Progress.h"

namespace orelens::base {

/// Calls work(comparison) with a comparison that does what `less` does. False: cancelled on the way.
template <class Less, class Work>
bool order_unless_cancelled(const Progress* progress, Less less, Work work) {
    struct Stopped {};
    constexpr std::size_t mask = (std::size_t{1} << 15) - 1;
    std::size_t compared = 0;
    if (progress != nullptr && progress->cancelled()) return false;
    try {
        work([&](const auto& a, const auto& b) {
            if ((++compared & mask) == 0 && progress != nullptr && progress->cancelled()) throw Stopped{};
            return less(a, b);
        });
    } catch (const Stopped&) {
        return false;
    }
    return true;
}

}  // namespace orelens::base
