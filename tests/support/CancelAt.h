// A progress that cancels its work at the n-th report, for tests that try every moment of a piece of work.
#pragma once

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
    int reports = 0;
    base::Progress progress;
};

}  // namespace orelens::testing
