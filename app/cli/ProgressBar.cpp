#include "app/cli/ProgressBar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "core/base/Printable.h"

namespace orelens::cli {

using namespace std::chrono_literals;

ProgressBar::ProgressBar(base::Language language)
    : language_(language), progress_([this](double fraction, const base::Message& stage) {
          fraction_.store(fraction, std::memory_order_relaxed);
          // Someone else is at it: the next report brings the stage.
          const std::unique_lock lock(guard_, std::try_to_lock);
          if (lock.owns_lock() && !stage.empty() && stage.key != stage_.key) stage_ = stage;
      }) {
    cancel_on_interrupt(progress_);
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
    if (::isatty(STDERR_FILENO) != 0 && !dumb) painter_ = std::thread([this] { paint_until_done(); });
}

ProgressBar::~ProgressBar() {
    {
        const std::scoped_lock lock(guard_);
        finished_ = true;
    }
    wake_.notify_all();
    if (painter_.joinable()) painter_.join();
    if (painted_) draw_line("\r\x1b[K");
}

void ProgressBar::paint_until_done() {
    std::unique_lock lock(guard_);
    if (wake_.wait_for(lock, 150ms, [this] { return finished_; })) return;
    while (!finished_) {
        paint();
        wake_.wait_for(lock, 100ms, [this] { return finished_; });
    }
}

void ProgressBar::paint() {
    constexpr int width = 30;
    const double fraction = fraction_.load(std::memory_order_relaxed);
    const int filled = static_cast<int>(fraction * width);
    std::string bar;
    for (int n = 0; n < width; ++n) bar += n < filled ? "█" : "░";
    draw_line(fmt::format("\r\x1b[K{} {:3.0f} % {}", bar, 100 * fraction, base::printable(base::text(stage_, language_))));
    std::fflush(stderr);
    painted_ = true;
}

}  // namespace orelens::cli
