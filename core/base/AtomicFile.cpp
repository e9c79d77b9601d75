#include "core/base/AtomicFile.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "core/base/FileKind.h"
#include "core/base/Later.h"
#include "core/base/Owner.h"
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
    // Cut short, so that a name as long as the system allows still has room for what is put around it.
    return "." + fs::path(path).stem().string().substr(0, 120) + ".saving-";
}

/// Temporary files whose process has died belong to nobody.
void remove_leftovers(const std::string& path) {
    const std::string prefix = prefix_of(path);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder_of(path), ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && owner_is_dead(std::string_view(name).substr(prefix.size())))
            fs::remove(entry.path(), ignored);
    }
}

/// Where a write replaces a file, its permissions stay.
void keep_mode(const std::string& from, const std::string& to) {
    struct stat old {};
    if (::stat(from.c_str(), &old) == 0 && S_ISREG(old.st_mode)) ::chmod(to.c_str(), old.st_mode & 07777);
}

Expected<void> flush(const std::string& path, int flags, const std::string& users_name) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return cannot_write(users_name, errno);
    const int failed = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    if (failed != 0) return cannot_write(users_name, failed);
    return {};
}

/// Lets the disk follow what is written, so that the last flush is short, and a cancel during it: waits for
/// what was written two pieces ago.
class WriteBehind {
  public:
    void follow(const std::string& path) { file_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC); }
    ~WriteBehind() {
        if (file_ >= 0) ::close(file_);
    }
    WriteBehind() = default;
    WriteBehind(const WriteBehind&) = delete;
    WriteBehind& operator=(const WriteBehind&) = delete;
    /// Whether the stream has handed the bytes on or not: those of its buffer are caught up with later.
    void written(std::streamsize bytes) {
        bytes_ += bytes;
        if (file_ < 0) return;
        for (; bytes_ - started_ >= 2 * piece; started_ += piece) {
            ::sync_file_range(file_, started_, piece, SYNC_FILE_RANGE_WRITE);
            if (started_ >= 2 * piece)
                ::sync_file_range(
                    file_, started_ - 2 * piece, piece,
                    SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
        }
    }

  private:
    static constexpr std::streamsize piece = std::streamsize{1} << 22;
    int file_ = -1;
    std::streamsize bytes_ = 0, started_ = 0;
};

/// A file that takes no more bytes once the work is cancelled, and remembers why the system refused some.
class StoppableFile : public std::filebuf {
  public:
    explicit StoppableFile(const Progress* progress) : progress_(progress) {}
    void follow(const std::string& path) { behind_.follow(path); }
    /// errno of the first write that failed; 0 = none.
    [[nodiscard]] int reason() const { return reason_; }

  protected:
    int_type overflow(int_type c) override {
        if (stopped()) return traits_type::eof();
        const int_type put = std::filebuf::overflow(c);
        if (traits_type::eq_int_type(put, traits_type::eof())) note();
        return put;
    }
    std::streamsize xsputn(const char* bytes, std::streamsize size) override {
        if (stopped()) return 0;
        const std::streamsize put = std::filebuf::xsputn(bytes, size);
        if (put < size) note();
        behind_.written(put);
        return put;
    }

  private:
    [[nodiscard]] bool stopped() const { return progress_ != nullptr && progress_->cancelled(); }
    void note() {
        if (reason_ == 0) reason_ = errno;
    }
    const Progress* progress_;
    WriteBehind behind_;
    int reason_ = 0;
};

Expected<void> replace(const std::string& from, const std::string& target, const std::string& users_name) {
    if (auto flushed = flush(from, O_RDONLY, users_name); !flushed) return flushed;
    keep_mode(target, from);
    if (std::rename(from.c_str(), target.c_str()) != 0) return cannot_write(users_name, errno);
    return flush(folder_of(target).string(), O_RDONLY | O_DIRECTORY, users_name);
}

}  // namespace

Expected<void> replace_file(const std::string& from, const std::string& to) {
    return replace(from, behind_links(to), to);
}

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), target_(behind_links(path_)) {
    remove_leftovers(target_);
    const fs::path target(target_);
    const std::string name =
        fmt::format("{}{}{}", prefix_of(target_), owner_tag(), target.extension().string());
    temporary_ = (target.parent_path() / name).string();
}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (done_) return;
    // Who cancels need not wait until the system has given back a large file. Where the program ends before,
    // the next write beside it removes it.
    constexpr std::uintmax_t large = std::uintmax_t{1} << 26;
    if (const std::uintmax_t size = fs::file_size(temporary_, ignored); !ignored && size > large)
        remove_later(temporary_);
    else
        fs::remove(temporary_, ignored);
}

Expected<void> AtomicFile::commit() {
    auto replaced = replace(temporary_, target_, path_);
    done_ = replaced.has_value();
    return replaced;
}

namespace {

/// What stands under a name before it is replaced, kept under a hidden one until its companions are in place too.
class Earlier {
  public:
    Earlier(std::string name, std::string kept) : name_(std::move(name)), kept_(std::move(kept)) {
        std::error_code code;
        there_ = fs::exists(name_, code);
        if (!there_) return;
        fs::create_hard_link(name_, kept_, code);
        if (code) fs::copy_file(name_, kept_, fs::copy_options::overwrite_existing, code);  // a disk without links
        kept_well_ = !code;
    }
    ~Earlier() {
        std::error_code ignored;
        if (kept_well_) fs::remove(kept_, ignored);
    }
    Earlier(const Earlier&) = delete;
    Earlier& operator=(const Earlier&) = delete;
    void put_back() {
        std::error_code ignored;
        if (!there_) fs::remove(name_, ignored);
        if (!kept_well_) return;
        fs::rename(kept_, name_, ignored);
        kept_well_ = false;
    }

  private:
    std::string name_, kept_;
    bool there_ = false, kept_well_ = false;
};

}  // namespace

Expected<void> commit_together(std::span<const std::unique_ptr<AtomicFile>> files) {
    std::vector<std::unique_ptr<Earlier>> before;
    for (const auto& file : files) {
        // The hidden name of a temporary file with one letter more: found and removed like it after a crash.
        const fs::path hidden(file->temporary_);
        auto kept = std::make_unique<Earlier>(file->target_, (hidden.parent_path() / (hidden.stem().string() + ".old" + hidden.extension().string())).string());
        if (auto done = file->commit(); !done) {
            for (const auto& one : before) one->put_back();
            return done;
        }
        before.push_back(std::move(kept));
    }
    return {};
}

Expected<void> AtomicFile::write(const std::function<Expected<void>(std::ostream&)>& fill,
                                 const Progress* progress) {
    if (auto prepared = prepare(fill, progress); !prepared) return prepared;
    return commit();
}

Expected<void> AtomicFile::prepare(const std::function<Expected<void>(std::ostream&)>& fill,
                                   const Progress* progress) {
    errno = 0;
    StoppableFile file(progress);
    if (file.open(temporary_, std::ios::out | std::ios::binary) == nullptr) return cannot_write(path_, errno);
    file.follow(temporary_);
    std::ostream out(&file);
    if (progress != nullptr) out.exceptions(std::ios::badbit);
    Expected<void> filled;
    try {
        filled = fill(out);
    } catch (const std::ios_base::failure&) {
        filled = cannot_write(path_, errno);
    }
    if (progress != nullptr && progress->cancelled()) return cancelled();
    if (file.reason() != 0) return cannot_write(path_, file.reason());  // whatever `fill` made of it
    if (!filled) return filled;
    if (file.close() == nullptr || !out) return cannot_write(path_, errno);
    return {};
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
