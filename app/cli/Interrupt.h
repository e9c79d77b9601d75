// Ctrl-C and SIGTERM as the cancel of a Progress: work stops at its next report, files under way are dropped,
// and the program leaves with 130. A second signal ends it at once.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::cli {

struct Common;

/// From now on signals cancel this work.
void cancel_on_interrupt(const base::Progress& progress);
bool was_interrupted();
/// For steps that report no progress: an error `cancelled` when a signal came.
base::Expected<void> unless_interrupted();

/// For work in which libraries take longer than anybody waits (drawing, the layout of a document, freeing the
/// memory of large models), while nothing but the hidden folder is written: where the work has not ended a
/// moment after a signal, a thread of this guard removes what is hidden and ends the program with 130. What
/// is left is what a cancel leaves.
class LeaveOnInterrupt {
  public:
    /// `tell` prints that the work was cancelled.
    explicit LeaveOnInterrupt(std::function<void()> tell);
    ~LeaveOnInterrupt() { disarm(); }
    LeaveOnInterrupt(const LeaveOnInterrupt&) = delete;
    LeaveOnInterrupt& operator=(const LeaveOnInterrupt&) = delete;
    /// How to remove what is hidden; it may run beside the work itself.
    void clean_with(std::function<void()> clean);
    /// Tells the user how the work ended, once: from now on the guard only ends the program.
    void tell(const std::function<void()>& other);
    /// From now on the work ends by itself: before anything of the user's is written.
    void disarm();

  private:
    void watch();
    std::mutex guard_;
    std::condition_variable wake_;
    std::function<void()> tell_, clean_;
    bool disarmed_ = false;
    std::thread watcher_;
};

/// Tells how guarded work failed, unless the guard has told it already; the exit code that belongs to it.
int refuse(LeaveOnInterrupt& guard, const Common& common, const base::Error& error);

}  // namespace orelens::cli
