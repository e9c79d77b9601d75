// How long `orelens-cli run` goes on after Ctrl-C, by phase. Runs a recipe whole once, then again and again,
// each time with a SIGINT at a later moment of that time, and looks whether the delivery of the whole run is
// still there, file by file. Prints the delays from signal to exit in milliseconds for each phase, which is
// the last words of the progress bar (the command is run on a terminal of its own); nothing is asserted.
//   orelens-cli demo DIR --block-scale 0.5
//   bench_interrupt build/dev/bin/orelens-cli DIR/demonstration.orelens.json [signals, default 40]
//   [more options of `run`]
#include <fcntl.h>
#include <fmt/format.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "core/project/Fingerprint.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using Files = std::map<std::string, std::string>;

/// Names below the folder and what they hold.
Files files_of(const fs::path& folder) {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        files[entry.path().lexically_relative(folder).string()] =
            entry.is_regular_file() ? orelens::project::file_fingerprint(entry.path().string()) : "folder";
    return files;
}

/// "██░░  12 % Reading drillholes" between two carriage returns; the words are the last after the "%".
std::string last_words(const std::string& shown) {
    const std::size_t percent = shown.rfind(" % ");
    if (percent == std::string::npos) return "(before the bar)";
    std::string words = shown.substr(percent + 3);
    return words.substr(0, words.find_first_of("\r\n\x1b"));
}

struct Run {
    double seconds = 0;  ///< from the start to the exit
    double delay = -1;   ///< from the signal to the exit; negative: over before
    int code = 0;
    std::string phase;  ///< when the signal came
};

/// With `when` negative, whole.
Run run(const std::vector<std::string>& command, double when) {
    std::vector<char*> arguments;
    for (const std::string& one : command) arguments.push_back(const_cast<char*>(one.c_str()));
    arguments.push_back(nullptr);
    int terminal = -1;
    const auto began = Clock::now();
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        ::setenv("LC_ALL", "C.UTF-8", 1);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    Run result;
    std::atomic<bool> exited = false;
    std::thread signals([&] {
        if (when < 0) return;
        std::this_thread::sleep_until(began + std::chrono::duration_cast<Clock::duration>(Seconds(when)));
        if (!exited) ::kill(child, SIGINT);
    });
    std::string shown, before;
    std::thread reader([&] {
        char bytes[4096];
        for (ssize_t n = 0; (n = ::read(terminal, bytes, sizeof bytes)) > 0;) {
            shown.append(bytes, static_cast<std::size_t>(n));
            if (when < 0 || Seconds(Clock::now() - began).count() < when) before = shown;
        }
    });
    int status = 0;
    ::waitpid(child, &status, 0);
    exited = true;
    result.seconds = Seconds(Clock::now() - began).count();
    signals.join();
    reader.join();
    ::close(terminal);
    result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (when >= 0 && result.seconds > when) result.delay = 1e3 * (result.seconds - when);
    result.phase = last_words(before);
    return result;
}

struct Phase {
    std::vector<double> delays;
    int other_codes = 0, changed = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        fmt::print("bench_interrupt ORELENS-CLI RECIPE [signals] [options of run]\n");
        return 2;
    }
    const int signals = argc > 3 ? std::atoi(argv[3]) : 40;
    const fs::path out = fs::path(argv[2]).parent_path() / "interrupted";
    std::vector<std::string> command{argv[1], "run", argv[2], "--out", out.string(), "--fresh"};
    for (int n = 4; n < argc; ++n) command.emplace_back(argv[n]);
    const Run whole = run(command, -1);
    fmt::print("whole run: {:.1f} s, exit {}\n", whole.seconds, whole.code);
    if (whole.code != 0) return 1;
    Files delivered = files_of(out);
    std::map<std::string, Phase> phases;
    for (int n = 0; n < signals; ++n) {
        const Run one = run(command, whole.seconds * (n + 0.5) / signals);
        Phase& phase = phases[one.phase];
        const Files now = files_of(out);
        if (one.delay < 0 || one.code == 0) {
            delivered = now;  // it was quicker this time
            continue;
        }
        phase.delays.push_back(one.delay);
        if (one.code != 130) ++phase.other_codes;
        if (now != delivered) ++phase.changed;
        fmt::print("{:6.2f} s  {:8.1f} ms  exit {:4}  {}{}\n", whole.seconds * (n + 0.5) / signals, one.delay,
                   one.code, one.phase, now == delivered ? "" : "  DELIVERY CHANGED");
        std::fflush(stdout);
        delivered = now;
    }
    fmt::print("\n{:<40}{:>9}{:>12}{:>12}{:>12}{:>10}\n", "phase", "signals", "median ms", "worst ms",
               "exit ≠ 130", "changed");
    for (auto& [name, phase] : phases) {
        if (phase.delays.empty()) continue;
        std::ranges::sort(phase.delays);
        fmt::print("{:<40}{:>9}{:>12.1f}{:>12.1f}{:>12}{:>10}\n", name, phase.delays.size(),
                   phase.delays[phase.delays.size() / 2], phase.delays.back(), phase.other_codes,
                   phase.changed);
    }
}
