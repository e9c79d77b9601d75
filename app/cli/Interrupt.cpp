#include "app/cli/Interrupt.h"

#include <atomic>
#include <csignal>

namespace orelens::cli {
namespace {

std::atomic<int> signals{0};
// Never freed: a signal may come while the program leaves.
std::atomic<const base::Progress*> current{nullptr};

extern "C" void on_signal(int number) {
    if (signals.fetch_add(1) > 0) {
        std::signal(number, SIG_DFL);
        std::raise(number);
        return;
    }
    // Cancelling is one store to an atomic flag, which a signal handler may do.
    if (const base::Progress* progress = current.load()) progress->cancel();
}

}  // namespace

void cancel_on_interrupt(const base::Progress& progress) {
    current.store(new base::Progress(progress));
    struct sigaction action {};
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    if (signals.load() > 0) progress.cancel();
}

bool was_interrupted() {
    return signals.load() > 0;
}

base::Expected<void> unless_interrupted() {
    if (was_interrupted()) return base::cancelled();
    return {};
}

}  // namespace orelens::cli
