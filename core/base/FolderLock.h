// A folder held by one process at a time. The system lets go when the process ends, however it ends, so that
// a lock is a sign of life where process numbers are not (containers, folders shared by machines).
#pragma once

#include <optional>
#include <string>

namespace orelens::base {

class FolderLock {
  public:
    /// Nothing where another holds it, or where the folder cannot be opened. Never waits.
    static std::optional<FolderLock> take(const std::string& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;

  private:
    explicit FolderLock(int handle) : handle_(handle) {}
    int handle_ = -1;
};

}  // namespace orelens::base
