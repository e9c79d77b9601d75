#include "core/base/FolderLock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace orelens::base {

std::optional<FolderLock> FolderLock::take(const std::string& folder) {
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return std::nullopt;
    // A disk that knows no locks (some network shares) must not stop the work.
    if (::flock(handle, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        ::close(handle);
        return std::nullopt;
    }
    return FolderLock(handle);
}

FolderLock::~FolderLock() {
    if (handle_ >= 0) ::close(handle_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

}  // namespace orelens::base
