#include "core/base/Child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <filesystem>
#include <istream>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/ChildMain.h"
#include "core/base/DescriptorBuffer.h"

namespace orelens::base {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    [[nodiscard]] int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

  private:
    int number_;
};

Expected<Descriptor> opened(const std::string& path) {
    const auto refuse = [&](int code) {
        return fail(ErrorKind::file, Message("file.cannot_read", {{"reason", std::strerror(code)}}),
                    {.file = path});
    };
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0) return refuse(errno);
    struct stat found {};
    if (::fstat(file.number(), &found) != 0) return refuse(errno);
    if (S_ISDIR(found.st_mode)) return refuse(EISDIR);
    if (!S_ISREG(found.st_mode)) return fail(ErrorKind::file, Message("file.not_regular"), {.file = path});
    return file;
}

struct Started {
    pid_t child = -1;
    Descriptor feed;  ///< towards the child, where the input is a source
    Descriptor from;  ///< from the child
};

/// What a new process is told about its files and signals.
class SpawnPlan {
  public:
    SpawnPlan(int input, int output) {
        ::posix_spawn_file_actions_init(&files_);
        ::posix_spawnattr_init(&attributes_);
        ::posix_spawn_file_actions_adddup2(&files_, input, 0);
        ::posix_spawn_file_actions_adddup2(&files_, output, 1);
        ::posix_spawn_file_actions_addopen(&files_, 2, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addclosefrom_np(&files_, 3);
        sigset_t all, none;
        ::sigfillset(&all);
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&files_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    /// errno, or 0.
    int spawn(pid_t& child, const std::string& program, std::vector<std::string> arguments) const {
        std::string name = program;
        std::vector<char*> argv{name.data()};
        for (std::string& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        return ::posix_spawn(&child, program.c_str(), &files_, &attributes_, argv.data(), environ);
    }

  private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

/// Out of the way of 0, 1 and 2, which the child's own become, whatever is closed here.
Descriptor above_standard(const Descriptor& file) {
    return Descriptor(::fcntl(file.number(), F_DUPFD_CLOEXEC, 3));
}

Expected<Started> start(const std::string& program, const ChildInput& input, const ChildLimit& limit) {
    const auto refuse = [](int code) {
        return fail(ErrorKind::internal, Message("child.cannot_start", {{"reason", std::strerror(code)}}));
    };
    Started started;
    Descriptor child_input;
    if (const auto* path = std::get_if<std::string>(&input)) {
        auto file = opened(*path);
        if (!file) return std::unexpected(file.error());
        child_input = std::move(*file);
    } else {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return refuse(errno);
        started.feed = Descriptor(pair[0]);
        child_input = Descriptor(pair[1]);
    }
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) return refuse(errno);
    started.from = Descriptor(pipe[0]);
    const Descriptor child_output(pipe[1]);
    const Descriptor in = above_standard(child_input), out = above_standard(child_output);
    if (in.number() < 0 || out.number() < 0) return refuse(errno);
    const int code =
        SpawnPlan(in.number(), out.number()).spawn(started.child, program, child_arguments(limit));
    if (code != 0) return refuse(code);
    return started;
}

/// Hands the source's pieces to the child, until it has enough or ends.
Expected<void> feed(int to, const ByteSource& source) {
    while (true) {
        const auto next = source();
        if (!next) return std::unexpected(next.error());
        if (next->empty()) return {};
        for (std::size_t at = 0; at < next->size();) {
            const ssize_t put = ::send(to, next->data() + at, next->size() - at, MSG_NOSIGNAL);
            if (put < 0 && errno == EINTR) continue;
            if (put <= 0) return {};  // the child has ended; the reader knows why
            at += static_cast<std::size_t>(put);
        }
    }
}

Expected<void> receive(int from, int silent_seconds, const ChildReader& reader, const Progress& progress) {
    DescriptorInput buffer(from, silent_seconds, &progress);
    std::istream in(&buffer);
    in.exceptions(std::ios::badbit | std::ios::failbit);
    try {
        return reader(in);
    } catch (const std::ios_base::failure&) {
        if (progress.cancelled()) return cancelled();
        return fail(ErrorKind::data, Message("child.died"));
    }
}

/// Ends the child and lets it go, whatever else happens.
struct Reaper {
    pid_t child;
    ~Reaper() {
        ::kill(child, SIGKILL);
        while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
};

}  // namespace

Expected<std::string> own_program(const std::string& name) {
    namespace fs = std::filesystem;
    std::error_code code;
    const fs::path here = fs::read_symlink("/proc/self/exe", code).parent_path();
    for (const fs::path& place : {here / name, here.parent_path() / "libexec" / "orelens" / name})
        if (::access(place.c_str(), X_OK) == 0) return place.string();
    return fail(ErrorKind::internal, Message("child.missing", {{"program", name}}), {},
                Message("child.missing_fix"));
}

Expected<void> run_child(const std::string& program, const ChildInput& input, const ChildLimit& limit,
                         const ChildReader& reader, const Progress& progress) {
    auto started = start(program, input, limit);
    if (!started) return std::unexpected(started.error());
    const Reaper reaper{started->child};
    const auto* source = std::get_if<ByteSource>(&input);
    if (source == nullptr) return receive(started->from.number(), limit.silent_seconds, reader, progress);

    std::optional<Expected<void>> received;
    std::exception_ptr thrown;
    std::thread receiver([&] {
        try {
            received = receive(started->from.number(), limit.silent_seconds, reader, progress);
        } catch (...) {
            thrown = std::current_exception();
        }
        if (thrown || !*received) ::kill(started->child, SIGKILL);  // who feeds must not wait for it
    });
    Expected<void> fed;
    try {
        fed = feed(started->feed.number(), *source);
    } catch (...) {
        ::kill(started->child, SIGKILL);
        receiver.join();
        throw;
    }
    ::shutdown(started->feed.number(), SHUT_WR);
    if (!fed) ::kill(started->child, SIGKILL);
    receiver.join();
    if (!fed) return fed;
    if (thrown) std::rethrow_exception(thrown);
    return *received;
}

}  // namespace orelens::base
