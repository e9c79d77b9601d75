#include "app/cli/OwnDisplay.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace orelens::cli {
namespace {

using base::ErrorKind;
using base::Message;

pid_t server = 0;

void stop_server() {
    if (server <= 0) return;
    ::kill(server, SIGTERM);
    ::waitpid(server, nullptr, 0);
    server = 0;
}

/// In the child: a group of its own, so that Ctrl-C at the terminal does not take the display from under us;
/// and the end of our process ends it.
[[noreturn]] void become_server(int report) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(nothing, STDOUT_FILENO);
    ::dup2(nothing, STDERR_FILENO);
    const std::string fd = fmt::format("{}", report);
    ::execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", "1280x1024x24", "-nolisten", "tcp",
             nullptr);
    ::_exit(127);
}

/// The number Xvfb writes when it is ready; empty when it dies or takes longer than ten seconds.
std::string read_number(int pipe) {
    std::string number;
    pollfd waiting{pipe, POLLIN, 0};
    while (!number.ends_with('\n')) {
        const int ready = ::poll(&waiting, 1, 10'000);
        if (ready < 0 && errno == EINTR) continue;
        char c = 0;
        if (ready <= 0 || ::read(pipe, &c, 1) != 1) return "";
        number += c;
    }
    number.pop_back();
    return number;
}

}  // namespace

base::Expected<std::string> ensure_display() {
    const char* given = std::getenv("DISPLAY");
    if (given != nullptr && *given != '\0') return "";
    int ends[2];
    if (::pipe(ends) != 0) return base::fail(ErrorKind::internal, Message("cli.no_display"));
    server = ::fork();
    if (server == 0) {
        ::close(ends[0]);
        become_server(ends[1]);
    }
    ::close(ends[1]);
    const std::string number = server < 0 ? "" : read_number(ends[0]);
    ::close(ends[0]);
    if (number.empty()) {
        stop_server();
        return base::fail(ErrorKind::file, Message("cli.no_display"), {}, Message("cli.no_display_fix"));
    }
    std::atexit(stop_server);
    const std::string display = ":" + number;
    ::setenv("DISPLAY", display.c_str(), 1);
    return display;
}

}  // namespace orelens::cli
