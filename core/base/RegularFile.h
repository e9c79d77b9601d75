// Reading a file that somebody else has named: what is not a regular file (a device, a pipe, a folder) is
// refused before a byte is read, since /dev/zero has no end and a pipe may never begin; and so is what is
// larger than the reader can use.
#pragma once

#include <cstddef>
#include <limits>
#include <string>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::base {

struct ReadLimit {
    std::size_t most = std::numeric_limits<std::size_t>::max();  ///< larger files are refused
    std::size_t take = std::numeric_limits<std::size_t>::max();  ///< only the start of the file
};

/// Recipes, side-cars and other texts a person could have written.
inline constexpr std::size_t most_text_bytes = std::size_t{64} << 20;

/// Errors (kind file): cannot be opened or read, not a regular file, too large; cancelled through `progress`.
Expected<std::string> read_regular_file(const std::string& path, const ReadLimit& limit = {},
                                        const Progress* progress = nullptr);

}  // namespace orelens::base
