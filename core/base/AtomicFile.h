// Writing a file so that a kill at any moment leaves the old file or the new one, whole: write to a temporary
// file beside it, flush it to the disk, rename it over. Use it for every file a user would miss. A symbolic
// link stays one: the file it leads to is replaced. Permissions of a file that is replaced stay.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::base {

class AtomicFile {
  public:
    /// Nothing is created yet; leftovers of dead processes beside `path` are removed.
    explicit AtomicFile(std::string path);
    ~AtomicFile();  ///< removes the temporary file unless committed
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Where to write: hidden, in the same folder, with the same extension, and a name of its own (Owner.h).
    [[nodiscard]] const std::string& temporary() const { return temporary_; }
    /// Flushes the temporary file and its folder, and renames it to `path`.
    Expected<void> commit();
    /// Opens the temporary file as a binary stream for `fill`, closes it and commits; a stream that failed on
    /// the way (a full disk) is an error that names the file. What `fill` refuses comes back unchanged.
    /// With `progress`, a cancel makes the stream fail at its next buffer, by an exception that ends a `fill`
    /// which knows nothing of it, and nothing is committed.
    Expected<void> write(const std::function<Expected<void>(std::ostream&)>& fill,
                         const Progress* progress = nullptr);
    /// The same without the commit, for several files that appear together.
    Expected<void> prepare(const std::function<Expected<void>(std::ostream&)>& fill,
                           const Progress* progress = nullptr);

  private:
    friend Expected<void> commit_together(std::span<const std::unique_ptr<AtomicFile>> files);

    std::string path_;    ///< as the user wrote it
    std::string target_;  ///< behind symbolic links
    std::string temporary_;
    bool done_ = false;
};

/// Commits files that belong together, all of them prepared: where one cannot take its place, those before it are again what
/// they were.
Expected<void> commit_together(std::span<const std::unique_ptr<AtomicFile>> files);

/// Moves a finished file to the name `to`, in the way of a commit: links are followed, permissions of a file
/// that is replaced stay, the folder is flushed. Both on one disk.
Expected<void> replace_file(const std::string& from, const std::string& to);

/// A whole text file at once, by the same way.
Expected<void> write_text_file(const std::string& path, std::string_view text);
/// A regular file of at most most_text_bytes, see RegularFile.h.
Expected<std::string> read_text_file(const std::string& path);

}  // namespace orelens::base
