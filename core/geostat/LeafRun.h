// Work on all leaves of a model in parallel, each thread with memory of its own. Stops at the first error and
// when cancelled.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "core/base/Error.h"
#include "core/base/Parallel.h"
#include "core/base/Progress.h"

namespace orelens::geostat {

/// `body(thread, leaf)` returns Expected<void>; it may be called for different leaves at a time.
template <class Thread, class Body>
base::Expected<void> for_each_leaf(std::size_t leaves, const base::Progress& progress, const Body& body) {
    std::atomic<std::size_t> done = 0;
    std::atomic<bool> failed = false;
    std::mutex failing;
    std::optional<base::Error> failure;
    base::parallel_for(leaves, 4, [&](std::size_t begin, std::size_t end) {
        Thread own;
        for (std::size_t leaf = begin; leaf < end; ++leaf) {
            if (progress.cancelled() || failed) return;
            if (auto right = body(own, leaf); !right) {
                const std::lock_guard lock(failing);
                failure = right.error();
                failed = true;
                return;
            }
            progress.report(static_cast<double>(++done) / static_cast<double>(leaves));
        }
    });
    if (failure) return std::unexpected(*failure);
    if (progress.cancelled()) return base::cancelled();
    return {};
}

}  // namespace orelens::geostat
