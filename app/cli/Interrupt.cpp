#include "app/cli/Interrupt.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "app/cli/Command.h"

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

LeaveOnInterrupt::LeaveOnInterrupt(std::function<void()> tell)
    : tell_(std::move(tell)), watcher_([this] { watch(); }) {}

void LeaveOnInterrupt::clean_with(std::function<void()> clean) {
    const std::scoped_lock lock(guard_);
    clean_ = std::move(clean);
}

void LeaveOnInterrupt::tell(const std::function<void()>& other) {
    const std::scoped_lock lock(guard_);
    tell_ = nullptr;
    other();
}

void LeaveOnInterrupt::disarm() {
    {
        const std::scoped_lock lock(guard_);
        disarmed_ = true;
    }
    wake_.notify_all();
    if (watcher_.joinable()) watcher_.join();
}

void LeaveOnInterrupt::watch() {
    using namespace std::chrono_literals;
    constexpr auto look = 10ms, grace = 30ms;
    std::unique_lock lock(guard_);
    while (!was_interrupted())
        if (wake_.wait_for(lock, look, [this] { return disarmed_; })) return;
    if (wake_.wait_for(lock, grace, [this] { return disarmed_; })) return;
    if (clean_) clean_();
    if (tell_) tell_();
    std::fflush(nullptr);
    std::_Exit(ExitCode::interrupted);
}

int refuse(LeaveOnInterrupt& guard, const Common& common, const base::Error& error) {
    int code = ExitCode::refused;
    guard.tell([&] { code = report_error(common, error); });
    return code;
}

}  // namespace orelens::cli
