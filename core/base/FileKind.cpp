#include "core/base/FileKind.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace orelens::base {

bool is_link(const std::string& path) {
    struct stat now {};
    return ::lstat(path.c_str(), &now) == 0 && S_ISLNK(now.st_mode);
}

FileKind file_kind(const std::string& path) {
    struct stat now {};
    if (::stat(path.c_str(), &now) != 0) return is_link(path) ? FileKind::dangling_link : FileKind::absent;
    if (S_ISREG(now.st_mode)) return FileKind::regular;
    return S_ISDIR(now.st_mode) ? FileKind::folder : FileKind::other;
}

std::optional<FileIdentity> file_identity(const std::string& path) {
    struct stat now {};
    if (::stat(path.c_str(), &now) != 0) return std::nullopt;
    return FileIdentity{now.st_dev, now.st_ino};
}

std::string behind_links(const std::string& path) {
    if (!is_link(path)) return path;
    std::error_code code;
    const std::filesystem::path real = std::filesystem::canonical(path, code);
    return code ? path : real.string();
}

bool takes_files(const std::string& folder) {
    return ::access(folder.c_str(), W_OK | X_OK) == 0;
}

bool may_write(const std::string& file) {
    return ::access(file.c_str(), W_OK) == 0;
}

}  // namespace orelens::base
