// A zip archive from a stranger, read part by part as a stream: sizes are judged by its directory before
// anything is unpacked, and nothing is ever written to disk. For workbooks; knows nothing of what the parts
// are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io {

class ZipFile {
  public:
    /// Errors: not a regular file, not a zip archive or a damaged one, more than 10 000 parts, two of one name.
    static base::Expected<ZipFile> open(const std::string& path);
    ZipFile(ZipFile&&) noexcept;
    ~ZipFile();

    [[nodiscard]] bool has(const std::string& part) const;
    /// Bytes of the part as the directory states them; 0 where it is absent.
    [[nodiscard]] std::uint64_t size(const std::string& part) const;
    /// Gives the part's bytes to `take` in pieces of at most 64 KiB, until it answers false. Errors: absent,
    /// encrypted, damaged, a size no honest part has (over 64 MiB and more than 250 times what is packed, or
    /// more than the machine's memory), cancelled.
    base::Expected<void> read(const std::string& part, const std::function<bool(std::string_view)>& take,
                              const base::Progress* progress = nullptr) const;
    /// The whole of a small part. Error besides: larger than `most`.
    base::Expected<std::string> read_all(const std::string& part,
                                         std::size_t most = std::size_t{1} << 24) const;

  private:
    struct Handle;
    ZipFile(std::string path, std::unique_ptr<Handle> handle);
    std::string path_;
    std::unique_ptr<Handle> handle_;
};

}  // namespace orelens::io
