#include "core/base/RegularFile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "core/base/Memory.h"

namespace orelens::base {
namespace {

std::unexpected<Error> cannot_read(const std::string& path, int code) {
    return fail(ErrorKind::file, Message("file.cannot_read", {{"reason", std::strerror(code)}}),
                {.file = path});
}

struct Descriptor {
    int number;
    ~Descriptor() {
        if (number >= 0) ::close(number);
    }
};

Expected<std::string> read_all(int file, std::size_t size, const std::string& path,
                               const Progress* progress) {
    std::string bytes;
    std::optional<int> failed;
    bool stopped = false;
    // Filled as it is read: to clear gigabytes first takes longer than a cancel may wait.
    bytes.resize_and_overwrite(size, [&](char* to, std::size_t) noexcept {
        constexpr std::size_t at_once = std::size_t{1} << 23;
        std::size_t at = 0;
        while (at < size) {
            stopped = progress != nullptr && progress->cancelled();
            if (stopped) break;
            const ssize_t got = ::read(file, to + at, std::min(at_once, size - at));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) failed = errno;
            if (got <= 0) break;  // 0: shorter than a moment ago
            at += static_cast<std::size_t>(got);
        }
        return at;
    });
    if (stopped) return cancelled();
    if (failed) return cannot_read(path, *failed);
    return bytes;
}

}  // namespace

Expected<std::string> read_regular_file(const std::string& path, const ReadLimit& limit,
                                        const Progress* progress) {
    // Without O_NONBLOCK a pipe that nobody writes to would be waited for here.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (file.number < 0) return cannot_read(path, errno);
    struct stat found {};
    if (::fstat(file.number, &found) != 0) return cannot_read(path, errno);
    if (S_ISDIR(found.st_mode)) return cannot_read(path, EISDIR);
    if (!S_ISREG(found.st_mode)) return fail(ErrorKind::file, Message("file.not_regular"), {.file = path});
    const auto size = static_cast<std::size_t>(found.st_size);
    if (size > limit.most)
        return fail(ErrorKind::file,
                    Message("file.too_large", {{"size", memory_text(static_cast<double>(size))},
                                               {"limit", memory_text(static_cast<double>(limit.most))}}),
                    {.file = path});
    return read_all(file.number, std::min(size, limit.take), path, progress);
}

}  // namespace orelens::base
