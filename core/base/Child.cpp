#include "core/base/Child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <istream>
#include <mutex>
#include <optional>
#include <ostream>
#include <thread>
#include <vector>

namespace orelens::base {
namespace {

constexpr std::size_t piece = std::size_t{1} << 18;

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

/// Reads a descriptor; ends where it has been silent for too long.
class InBuffer : public std::streambuf {
  public:
    InBuffer(int file, int silent_seconds) : file_(file), wait_ms_(silent_seconds * 1000) {}

  protected:
    int_type underflow() override {
        if (wait_ms_ > 0) {
            pollfd ready{file_, POLLIN, 0};
            int count = 0;
            while ((count = ::poll(&ready, 1, wait_ms_)) < 0 && errno == EINTR) {
            }
            if (count <= 0) return traits_type::eof();
        }
        ssize_t got = 0;
        while ((got = ::read(file_, buffer_.data(), buffer_.size())) < 0 && errno == EINTR) {
        }
        if (got <= 0) return traits_type::eof();
        setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
        return traits_type::to_int_type(buffer_.front());
    }

  private:
    int file_, wait_ms_;
    std::vector<char> buffer_ = std::vector<char>(piece);
};

class OutBuffer : public std::streambuf {
  public:
    explicit OutBuffer(int file) : file_(file) { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  protected:
    int_type overflow(int_type c) override {
        if (sync() != 0) return traits_type::eof();
        if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
        return traits_type::not_eof(c);
    }
    int sync() override {
        const char* at = pbase();
        while (at < pptr()) {
            const ssize_t put = ::write(file_, at, static_cast<std::size_t>(pptr() - at));
            if (put < 0 && errno == EINTR) continue;
            if (put <= 0) return -1;
            at += put;
        }
        setp(buffer_.data(), buffer_.data() + buffer_.size());
        return 0;
    }

  private:
    int file_;
    std::vector<char> buffer_ = std::vector<char>(piece);
};

void limit_to(int resource, double most) {
    rlimit limit{};
    if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) return;
    const auto wanted = static_cast<rlim_t>(most);
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min(wanted, limit.rlim_max);
    limit.rlim_max = limit.rlim_cur;
    ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

double address_space() {
    double pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void take_limits(const ChildLimit& limit) {
    for (int signal = 1; signal < 32; ++signal)
        if (signal != SIGKILL && signal != SIGSTOP) ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    limit_to(RLIMIT_CORE, 0);
    limit_to(RLIMIT_FSIZE, 0);
    limit_to(RLIMIT_CPU, limit.cpu_seconds);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose shadow memory has no bounds
    if (limit.memory_bytes > 0) limit_to(RLIMIT_AS, address_space() + limit.memory_bytes);
#endif
}

/// The child's whole life. 0 is its input, 1 its output; nothing else stays open.
[[noreturn]] void be_child(pid_t parent, int input, int output, const ChildLimit& limit,
                           const ChildWork& work) {
    int code = 1;
    try {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(1);
        take_limits(limit);
        const int nothing = ::open("/dev/null", O_RDWR);
        // Out of the way of 0 to 2 first, whatever numbers they have.
        const int from = ::fcntl(input, F_DUPFD, 3), to = ::fcntl(output, F_DUPFD, 3);
        if (from < 0 || to < 0 || ::dup2(nothing, 2) < 0) ::_exit(1);
        if (::dup2(from, 0) < 0 || ::dup2(to, 1) < 0) ::_exit(1);
        ::close_range(3, ~0U, 0);
        InBuffer in_buffer(0, 0);
        OutBuffer out_buffer(1);
        std::istream in(&in_buffer);
        std::ostream out(&out_buffer);
        in.exceptions(std::ios::badbit | std::ios::failbit);
        out.exceptions(std::ios::badbit | std::ios::failbit);
        work(in, out);
        out.flush();
        code = 0;
    } catch (...) {
    }
    ::_exit(code);  // no destructors of what is the parent's
}

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

Expected<Started> start(const ChildInput& input, const ChildLimit& limit, const ChildWork& work) {
    const auto refuse = [](int code) {
        return fail(ErrorKind::file, Message("child.cannot_start", {{"reason", std::strerror(code)}}));
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
    const pid_t parent = ::getpid();
    started.child = ::fork();
    if (started.child < 0) return refuse(errno);
    if (started.child == 0) be_child(parent, child_input.number(), child_output.number(), limit, work);
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

Expected<void> receive(int from, int silent_seconds, const ChildReader& reader) {
    InBuffer buffer(from, silent_seconds);
    std::istream in(&buffer);
    in.exceptions(std::ios::badbit | std::ios::failbit);
    try {
        return reader(in);
    } catch (const std::ios_base::failure&) {
        return fail(ErrorKind::file, Message("child.died"));
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

Expected<void> run_in_child(const ChildInput& input, const ChildLimit& limit, const ChildWork& work,
                            const ChildReader& reader) {
    auto started = start(input, limit, work);
    if (!started) return std::unexpected(started.error());
    const Reaper reaper{started->child};
    const auto* source = std::get_if<ByteSource>(&input);
    if (source == nullptr) return receive(started->from.number(), limit.silent_seconds, reader);

    std::optional<Expected<void>> received;
    std::exception_ptr thrown;
    std::thread receiver([&] {
        try {
            received = receive(started->from.number(), limit.silent_seconds, reader);
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
