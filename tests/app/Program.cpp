#include "tests/app/Program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/support/SharedData.h"

namespace orelens::testing {
namespace {

using Clock = std::chrono::steady_clock;

struct Ends {
    int read = -1, write = -1;
};

Ends open_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    return {ends[0], ends[1]};
}

/// Both ends, or −1 where the machine has no pseudo-terminals (a container without /dev/pts).
Ends open_terminal() {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) return {};
    if (::grantpt(master) != 0 || ::unlockpt(master) != 0) {
        ::close(master);
        return {};
    }
    return {master, ::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC)};
}

[[noreturn]] void become_program(const std::vector<std::string>& arguments, const HowToRun& how, int out,
                                 int err) {
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    if (how.output == HowToRun::Output::full_disk) ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO);
    if (how.output == HowToRun::Output::closed) ::close(STDOUT_FILENO);
    ::setenv("LANG", "C.UTF-8", 1);
    ::setenv("TERM", "xterm", 1);
    ::unsetenv("LC_ALL");
    ::unsetenv("LC_MESSAGES");
    for (const std::string& setting : how.environment) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos)
            ::unsetenv(setting.c_str());
        else
            ::setenv(setting.substr(0, equals).c_str(), setting.substr(equals + 1).c_str(), 1);
    }
    if (how.address_space > 0) {
        const rlimit limit{static_cast<rlim_t>(how.address_space), static_cast<rlim_t>(how.address_space)};
        ::setrlimit(RLIMIT_AS, &limit);
    }
    if (how.file_size > 0) {
        const rlimit limit{static_cast<rlim_t>(how.file_size), static_cast<rlim_t>(how.file_size)};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    const std::string program = std::string(ORELENS_BIN_DIR) + "/orelens-cli";
    std::vector<std::string> all = how.launcher;
    all.push_back(program);
    all.insert(all.end(), arguments.begin(), arguments.end());
    if (!how.beside.empty()) {
        for (const char* more : {":", "-np", "1"}) all.emplace_back(more);
        all.push_back(program);
        all.insert(all.end(), how.beside.begin(), how.beside.end());
    }
    std::vector<char*> words;
    for (std::string& word : all) words.push_back(word.data());
    words.push_back(nullptr);
    ::execvp(words.front(), words.data());
    ::_exit(126);
}

bool starts_any(const std::string& path) {
    const std::filesystem::path wanted(path);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(wanted.parent_path(), ignored))
        if (entry.path().filename().string().starts_with(wanted.filename().string())) return true;
    return false;
}

/// Reads what is there without waiting longer than a few milliseconds; false when the other end is closed.
bool drain(int fd, std::string& into) {
    pollfd waiting{fd, POLLIN, 0};
    if (::poll(&waiting, 1, 5) <= 0) return true;
    char buffer[65536];
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got > 0) into.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
}

}  // namespace

nlohmann::json Ran::json() const {
    auto parsed = nlohmann::json::parse(out, nullptr, false);
    EXPECT_FALSE(parsed.is_discarded()) << "not JSON: " << out << "\nerrors: " << err;
    return parsed;
}

bool has_terminals() {
    const Ends ends = open_terminal();
    if (ends.read >= 0) ::close(ends.read);
    if (ends.write >= 0) ::close(ends.write);
    return ends.read >= 0 && ends.write >= 0;
}

Ran run_program(const std::vector<std::string>& arguments, const HowToRun& how) {
    const Ends out = open_pipe(), err = how.terminal ? open_terminal() : open_pipe();
    const pid_t child = ::fork();
    if (child == 0) become_program(arguments, how, out.write, err.write);
    ::close(out.write);
    ::close(err.write);
    const bool nobody = how.output == HowToRun::Output::nobody_reads;
    if (nobody) ::close(out.read);
    const auto start = Clock::now();
    const auto elapsed_ms = [&] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
    };
    Ran ran;
    std::int64_t seen_ms = -1;
    bool interrupted = false, out_open = !nobody, err_open = true;
    while (out_open || err_open) {
        if (out_open) out_open = drain(out.read, ran.out);
        if (err_open) err_open = drain(err.read, ran.err);
        if (seen_ms < 0 && !how.interrupt_when_exists.empty() && starts_any(how.interrupt_when_exists))
            seen_ms = elapsed_ms();
        if (how.meanwhile) how.meanwhile(child, elapsed_ms());
        const bool due = (how.interrupt_after_ms >= 0 && elapsed_ms() >= how.interrupt_after_ms) ||
                         (seen_ms >= 0 && elapsed_ms() - seen_ms >= how.interrupt_delay_ms);
        if (due && !interrupted) {
            ::kill(child, how.kill ? SIGKILL : SIGINT);
            interrupted = true;
        }
        if (elapsed_ms() > 1000LL * how.limit_s) {
            ::kill(child, SIGKILL);
            break;
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!nobody) ::close(out.read);
    ::close(err.read);
    ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ran;
}

const std::string& demonstration() {
    static const TemporaryFolder folder;
    static const std::string recipe = [] {
        const Ran ran =
            run_program({"demo", folder.file("demo"), "--holes", "30", "--block-scale", "4", "--no-ground", "--json"});
        EXPECT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        return ran.json().at("recipe").get<std::string>();
    }();
    return recipe;
}

const std::string& demonstration_project() {
    static const TemporaryFolder folder;
    static const std::string project = [] {
        const Ran ran =
            run_program({"run", demonstration(), "--out", folder.file("out"), "--no-pictures", "--json"});
        EXPECT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        return folder.file("out/demonstration.gpkg");
    }();
    return project;
}

}  // namespace orelens::testing
