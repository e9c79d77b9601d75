// Tells other copies of the program that a project is open: a small file beside it with who, where and since
// when. Advisory only: saving is safe without it (Pipeline.h); it lets the second one know before it works.
// Take it where a project is opened for editing; never deliver or copy it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/Error.h"

namespace orelens::project {

struct LockHolder {
    std::string user, host;
    std::int64_t process = 0;
    std::string since;  ///< "2026-01-31 08:15:00 UTC"
    bool operator==(const LockHolder&) const = default;
};

/// ".name.gpkg.lock" in the project's folder.
std::string lock_file_of(const std::string& project_file);

/// Who has the project open; nothing when nobody has, or whoever had it is no longer there: his process on
/// this host has ended, or what he left cannot be read. This process counts as well.
std::optional<LockHolder> peek_lock(const std::string& project_file);

/// Held from `take` until it is destroyed or released.
class FileLock {
  public:
    /// Held by somebody else: an error of kind data that names him. What somebody left behind is taken over.
    /// A folder that cannot be written to is an error of kind file.
    static base::Expected<FileLock> take(const std::string& project_file);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    /// Removes the lock file if it is still this one's.
    void release();
    [[nodiscard]] const LockHolder& holder() const { return holder_; }

  private:
    FileLock(std::string file, LockHolder holder);
    std::string file_;  ///< empty = released
    LockHolder holder_;
};

}  // namespace orelens::project
