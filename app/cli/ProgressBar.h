// A bar on the terminal for work that takes longer than 150 ms; nothing at all where standard error is not a
// terminal.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/base/Progress.h"

namespace orelens::cli {

class ProgressBar {
  public:
    explicit ProgressBar(base::Language language);
    ~ProgressBar();  ///< wipes the bar
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    /// The work this bar follows; cancelled by Ctrl-C.
    [[nodiscard]] base::Progress& progress() { return progress_; }

  private:
    void paint_until_done();
    void paint();

    base::Language language_;
    std::atomic<double> fraction_{0};
    std::mutex guard_;
    base::Message stage_;
    bool finished_ = false;
    bool painted_ = false;
    std::condition_variable wake_;
    base::Progress progress_;
    std::thread painter_;
};

}  // namespace orelens::cli
