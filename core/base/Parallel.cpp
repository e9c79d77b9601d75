#include "core/base/Parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <memory>

namespace orelens::base {
namespace {
std::unique_ptr<tbb::global_control>& control() {
    static std::unique_ptr<tbb::global_control> limit;
    return limit;
}
}  // namespace

void parallel_for(std::size_t count, std::size_t grain,
                  const std::function<void(std::size_t, std::size_t)>& body) {
    using Range = tbb::blocked_range<std::size_t>;
    tbb::parallel_for(Range(0, count, std::max<std::size_t>(grain, 1)),
                      [&](const Range& range) { body(range.begin(), range.end()); });
}

void set_thread_limit(int threads) {
    control().reset();
    if (threads > 0)
        control() = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                          static_cast<std::size_t>(threads));
}

int thread_limit() {
    return static_cast<int>(std::min<std::size_t>(
        tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism),
        static_cast<std::size_t>(tbb::info::default_concurrency())));
}

}  // namespace orelens::base
