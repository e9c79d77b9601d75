#include "core/base/System.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <limits>

namespace orelens::base {

std::optional<FileStamp> file_stamp(const std::string& path) {
    struct stat now {};
    if (::stat(path.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) return std::nullopt;
    return FileStamp{now.st_size, now.st_mtim.tv_sec, now.st_mtim.tv_nsec, now.st_ino};
}

std::int64_t process_id() {
    return ::getpid();
}

bool process_lives(std::int64_t id) {
    // Numbers from files: cut to fewer bits, or not above 0, they would stand for groups of processes.
    if (id <= 0 || id > std::numeric_limits<pid_t>::max()) return false;
    return ::kill(static_cast<pid_t>(id), 0) == 0 || errno != ESRCH;
}

std::string user_name() {
    struct passwd entry {};
    struct passwd* found = nullptr;
    char words[4096];
    if (::getpwuid_r(::geteuid(), &entry, words, sizeof words, &found) == 0 && found != nullptr &&
        entry.pw_name[0] != '\0')
        return entry.pw_name;
    return std::to_string(::geteuid());
}

std::string host_name() {
    char name[256] = "";
    const bool known = ::gethostname(name, sizeof name - 1) == 0 && name[0] != '\0';
    return known ? name : "localhost";
}

void make_output_failures_errors() {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) == -1) (void)::open("/dev/null", O_RDONLY);
}

void* function_of_library(const char* library, const char* function) {
    void* loaded = ::dlopen(library, RTLD_NOW);
    return loaded == nullptr ? nullptr : ::dlsym(loaded, function);
}

std::string output_of(const char* command) {
    std::string printed;
    if (FILE* pipe = ::popen(command, "r")) {
        char buffer[512];
        while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) printed += buffer;
        ::pclose(pipe);
    }
    return printed;
}

}  // namespace orelens::base
