// Reads a text file of unknown encoding as UTF-8: BOMs, UTF-16, and files of Chinese Windows (GBK, GB18030).
// Use for every text format; does not look at line ends or contents.
#pragma once

#include <string>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io {

struct TextFile {
    std::string text;      ///< UTF-8 without BOM
    std::string encoding;  ///< of the file: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "CP1252"
    [[nodiscard]] bool converted() const { return encoding != "UTF-8"; }
};

/// The first `most` bytes as they are. Errors: cannot be read; cancelled through `progress`.
base::Expected<std::string> read_bytes(const std::string& path, const base::Progress* progress = nullptr,
                                       std::size_t most = static_cast<std::size_t>(-1));

/// Bytes that are not valid UTF-8 are read as GB18030 or Windows-1252, whichever the pairing of their letters
/// suggests and every one of them fits; nothing is dropped or replaced. `file_name` is for errors.
base::Expected<TextFile> to_utf8(std::string bytes, const std::string& file_name,
                                 const base::Progress* progress = nullptr);

base::Expected<TextFile> read_text(const std::string& path, const base::Progress* progress = nullptr);

bool is_utf8(std::string_view bytes);

}  // namespace orelens::io
