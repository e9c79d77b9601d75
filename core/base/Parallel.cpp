#include "core/base/Parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#endif

#include <algorithm>
#include <atomic>
#include <memory>

#include "core/base/Progress.h"

namespace orelens::base {
namespace {
std::unique_ptr<tbb::global_control>& control() {
    static std::unique_ptr<tbb::global_control> limit;
    return limit;
}
/// The thread sanitizer does not see how TBB orders its tasks (its library is not built with it): the edges
/// of a loop are told here. Nothing in other builds.
class LoopEdges {
  public:
#ifdef __SANITIZE_THREAD__
    LoopEdges() { __tsan_release(&before_); }
    ~LoopEdges() { __tsan_acquire(&after_); }
    void enter() { __tsan_acquire(&before_); }
    void leave() { __tsan_release(&after_); }

  private:
    char before_ = 0, after_ = 0;
#else
    LoopEdges() = default;
    void enter() {}
    void leave() {}
#endif
};
}  // namespace

void parallel_for(std::size_t count, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& body) {
    using Range = tbb::blocked_range<std::size_t>;
    LoopEdges edges;
    tbb::parallel_for(Range(0, count, std::max<std::size_t>(grain, 1)), [&](const Range& range) {
        edges.enter();
        body(range.begin(), range.end());
        edges.leave();
    });
}

bool parallel_pieces(std::size_t count, std::size_t piece, const Progress& progress,
                     const std::function<void(std::size_t, std::size_t)>& body) {
    if (progress.cancelled()) return false;
    std::atomic<std::size_t> done = 0;
    parallel_for((count + piece - 1) / piece, 1, [&](std::size_t first, std::size_t last) {
        for (std::size_t n = first; n < last && !progress.cancelled(); ++n) {
            const std::size_t begin = n * piece, end = std::min(count, begin + piece);
            body(begin, end);
            progress.report(static_cast<double>(done += end - begin) / static_cast<double>(count));
        }
    });
    return !progress.cancelled();
}

bool ordered_pieces(std::size_t count, std::size_t piece, const Progress& progress,
                    const std::function<void(std::size_t, std::size_t)>& body) {
    if (progress.cancelled()) return false;
    for (std::size_t begin = 0; begin < count; begin += piece) {
        const std::size_t end = std::min(count, begin + piece);
        body(begin, end);
        if (!progress.report(static_cast<double>(end) / static_cast<double>(count))) return false;
    }
    return true;
}

void set_thread_limit(int threads) {
    control().reset();
    if (threads > 0)
        control() = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                          static_cast<std::size_t>(threads));
}

int thread_limit() {
    return static_cast<int>(
        std::min<std::size_t>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism),
                              static_cast<std::size_t>(tbb::info::default_concurrency())));
}

}  // namespace orelens::base
