// Work on all leaves of a model in parallel, each thread with memory of its own. Stops at the first error and
// when cancelled. Ranks (core/base/Ranks.h) do their shares of the leaves; the caller gathers what they made.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/base/Progress.h"
#include "core/base/Ranks.h"

namespace orelens::geostat {

/// `body(thread, leaf)` returns Expected<void>; it may be called for different leaves at a time. Afterwards all ranks
/// are well, or all have the same error.
template <class Thread, class Body>
base::Expected<void> for_own_leaves(const base::Shares& shares, const base::Progress& progress, const Body& body) {
    const std::size_t leaves = shares.own();
    std::atomic<std::size_t> done = 0;
    std::atomic<bool> failed = false;
    std::mutex failing;
    std::optional<base::Error> failure;
    base::parallel_for(leaves, 4, [&](std::size_t begin, std::size_t end) {
        Thread own;
        for (std::size_t n = begin; n < end; ++n) {
            if (progress.cancelled() || failed) return;
            if (auto right = body(own, shares.item(n)); !right) {
                const std::lock_guard lock(failing);
                failure = right.error();
                failed = true;
                return;
            }
            progress.report(static_cast<double>(++done) / static_cast<double>(leaves));
        }
    });
    base::Expected<void> own;
    if (failure) own = std::unexpected(*failure);
    if (!failure && progress.cancelled()) own = base::cancelled();
    return base::ranks().agree(own, progress);
}

}  // namespace orelens::geostat
