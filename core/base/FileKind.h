// What stands behind a file name, asked before anything is written: kind, identity across spellings and
// links, whether its folder takes files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace orelens::base {

enum class FileKind {
    absent,
    regular,
    folder,
    dangling_link,  ///< a symbolic link to nothing
    other           ///< device, pipe, socket
};

/// Of the file behind the name: symbolic links are followed.
FileKind file_kind(const std::string& path);

/// The same for every spelling, symbolic link and hard link of one file.
struct FileIdentity {
    std::uint64_t device = 0, number = 0;
    bool operator==(const FileIdentity&) const = default;
};
std::optional<FileIdentity> file_identity(const std::string& path);
bool is_link(const std::string& path);

/// The file a symbolic link leads to; the path itself where there is no link or it leads nowhere.
std::string behind_links(const std::string& path);

/// Whether this process may make files in the folder.
bool takes_files(const std::string& folder);

/// Whether the file's permissions let this process write to it.
bool may_write(const std::string& file);

}  // namespace orelens::base
