#include "core/base/AtomicFile.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/base/RegularFile.h"
#include "core/base/System.h"

namespace orelens::base {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> cannot_write(const std::string& path, int code) {
    return fail(ErrorKind::file, Message("file.cannot_write", {{"reason", std::strerror(code)}}),
                {.file = path});
}

fs::path folder_of(const std::string& path) {
    const fs::path parent = fs::path(path).parent_path();
    return parent.empty() ? fs::path(".") : parent;
}

std::string prefix_of(const std::string& path) {
    return "." + fs::path(path).stem().string() + ".saving-";
}

/// Temporary files whose process has died belong to nobody.
void remove_leftovers(const std::string& path) {
    const std::string prefix = prefix_of(path);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_of(path), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(prefix)) continue;
        std::int64_t pid = 0;
        const char* digits = name.data() + prefix.size();
        if (std::from_chars(digits, name.data() + name.size(), pid).ec != std::errc() || pid <= 0) continue;
        if (!process_lives(pid)) fs::remove(entry.path(), ignored);
    }
}

Expected<void> flush(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return cannot_write(path, errno);
    const int failed = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (failed != 0) return cannot_write(path, failed);
    return {};
}

}  // namespace

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
    static std::atomic<int> serial{0};
    remove_leftovers(path_);
    const fs::path target(path_);
    const std::string name =
        fmt::format("{}{}-{}{}", prefix_of(path_), process_id(), serial++, target.extension().string());
    temporary_ = (target.parent_path() / name).string();
}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (!done_) fs::remove(temporary_, ignored);
}

Expected<void> AtomicFile::commit() {
    if (auto flushed = flush(temporary_, O_RDONLY); !flushed) return flushed;
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return cannot_write(path_, errno);
    done_ = true;
    return flush(folder_of(path_).string(), O_RDONLY | O_DIRECTORY);
}

Expected<void> AtomicFile::write(const std::function<Expected<void>(std::ostream&)>& fill) {
    errno = 0;
    std::ofstream out(temporary_, std::ios::binary);
    if (!out) return cannot_write(path_, errno);
    if (auto filled = fill(out); !filled) return filled;
    out.close();
    if (!out) return cannot_write(path_, errno);
    return commit();
}

Expected<void> write_text_file(const std::string& path, std::string_view text) {
    return AtomicFile(path).write([&](std::ostream& out) -> Expected<void> {
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        return {};
    });
}

Expected<std::string> read_text_file(const std::string& path) {
    return read_regular_file(path, {.most = most_text_bytes});
}

}  // namespace orelens::base
