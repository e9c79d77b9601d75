// What a file is by its first bytes, for the word to somebody who gave the wrong one: "this is a PNG picture".
// Says nothing of whether the rest is whole, except for databases, whose header states their size.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/Error.h"

namespace orelens::base {

enum class FileNature {
    text,  ///< or anything else that could be text
    empty,
    png,
    jpeg,
    gif,
    bmp,
    tiff,
    pdf,
    xlsx,
    ods,
    docx,
    zip,
    ole,  ///< documents of old Office: .xls, .doc
    access,
    sqlite,
    hdf5,
    omf,
    vdb,
    gzip,
    archive,  ///< 7z, RAR, xz, bzip2
    program,
    shapefile,
    dwg,
    parquet,
    lidar,
    legacy_vtk,  ///< .vtk of the old kind; .vti, .vtr and .vtu are text to this
    binary  ///< not text, and nothing of the above
};

/// As many bytes as `nature_of` wants to see; fewer are fine.
inline constexpr std::size_t nature_bytes = 4096;

FileNature nature_of(std::string_view head);

/// "this is a PNG picture"; for text an empty message.
Message nature_words(FileNature nature);

/// Nothing for text; else an error that says what the file is and asks for `wanted` (key of a fix).
Expected<void> expect_text(std::string_view head, const std::string& file, const char* wanted);

/// Bytes that a SQLite database says it holds, when `head` is the start of one that says it.
std::optional<std::uint64_t> sqlite_size(std::string_view head);

}  // namespace orelens::base
