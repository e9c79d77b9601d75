// A progress that cancels its work at the n-th report, for tests that try every moment of a piece of work.
#pragma once

#include <atomic>

#include "core/base/Progress.h"

namespace orelens::testing {

struct CancelAt {
    /// 0 = never: counts the reports.
    explicit CancelAt(int n)
        : progress([this, n](double, const base::Message&) {
              if (++reports == n) progress.cancel();
          }) {}
    CancelAt(const CancelAt&) = delete;
    CancelAt& operator=(const CancelAt&) = delete;
    std::atomic<int> reports = 0;  ///< parallel work reports from many threads
    base::Progress progress;
};

}  // namespace orelens::testing
