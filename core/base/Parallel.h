// Parallel loops on TBB. Results must not depend on the number of threads: write to disjoint places, and
// reduce in a fixed order afterwards.
#pragma once

#include <cstddef>
#include <functional>

namespace orelens::base {

class Progress;

/// Calls body(begin, end) on disjoint pieces of [0, count), about `grain` items each, in parallel.
void parallel_for(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body);

/// The same for work that can be cancelled: pieces are [n · piece, (n + 1) · piece), whatever the threads, none
/// begins after a cancel, and each reports the share that is done. So a cancel waits for one piece per thread
/// at most. False: cancelled.
bool parallel_pieces(std::size_t count, std::size_t piece, const Progress& progress,
                     const std::function<void(std::size_t, std::size_t)>& body);
/// The same one piece after another, for what has an order.
bool ordered_pieces(std::size_t count, std::size_t piece, const Progress& progress,
                    const std::function<void(std::size_t, std::size_t)>& body);

/// Limits the threads of all loops of this process; 0 = as many as the machine has.
void set_thread_limit(int threads);
int thread_limit();

}  // namespace orelens::base
