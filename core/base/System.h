// What only the operating system knows. POSIX calls live behind this header and AtomicFile.h (and in app/),
// so that a port to another system is these files; see resources/docs/windows.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace orelens::base {

/// What tells a file's content from that of a moment ago without reading it.
struct FileStamp {
    std::int64_t size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;  ///< of the last change
    std::uint64_t identity = 0;  ///< of the file behind the name: a file moved here has its own
    bool operator==(const FileStamp&) const = default;
};

/// Empty where there is no regular file of this name.
std::optional<FileStamp> file_stamp(const std::string& path);

/// Number of this process, for names that no other process uses meanwhile.
std::int64_t process_id();

/// Whether a process of this number is there, whoever owns it.
bool process_lives(std::int64_t id);

/// Who runs this process, and on which machine; never empty.
std::string user_name();
std::string host_name();
/// First thing in `main`: a reader of our output that leaves and a limit on file sizes become errors of the
/// writing call instead of the program's end, and a standard stream that is closed gets a number that refuses
/// writing, so that no file opened later takes its place and receives what is printed.
void make_output_failures_errors();

/// Looks up a function of a shared library, which stays loaded; null where either is not there.
void* function_of_library(const char* library, const char* function);

/// What a command of the system's shell prints; empty when it cannot be run. For fixed commands only: nothing
/// of a user's goes in here.
std::string output_of(const char* command);

}  // namespace orelens::base
