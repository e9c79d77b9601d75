// Reads a text file of unknown encoding as UTF-8: byte order marks, UTF-16, and what Windows of China,
// Taiwan, western and central Europe or Russia writes (Encoding.h). Use for every text format; does not look
// at line ends or contents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/base/TextEncoding.h"

namespace orelens::io {

/// A line of the text as another encoding would have it.
struct EncodingReading {
    std::string encoding;
    std::string sample;
};

/// What a reader should be shown of a converted text.
struct EncodingDoubts {
    std::string rival;                      ///< an encoding nearly as plausible; empty = none
    std::vector<EncodingReading> readings;  ///< of `rival` and the next ones, the most plausible first
    std::string sample;       ///< a line of the text as it was read; empty when nothing was converted
    std::int64_t strays = 0;  ///< bytes that fit nowhere; U+FFFD stands in their place
    std::vector<std::int64_t> stray_lines;    ///< 1-based lines of the first ones
    std::vector<std::int64_t> stray_columns;  ///< and which character of its line each is, from 1
};

/// "6:12, 8:1 …": line and character of the first strays.
std::string stray_places(const EncodingDoubts& doubts);

struct TextFile {
    std::string text;      ///< UTF-8 without BOM
    std::string encoding;  ///< of the file: "UTF-8", "UTF-16LE", "GB18030", "CP1252"…
    EncodingDoubts doubts;
    [[nodiscard]] bool converted() const { return encoding != "UTF-8"; }
};

/// The first `most` bytes as they are. Errors: cannot be read; cancelled through `progress`.
base::Expected<std::string> read_bytes(const std::string& path, const base::Progress* progress = nullptr,
                                       std::size_t most = static_cast<std::size_t>(-1));

/// Bytes that are not valid UTF-8 are read as `stated`, or as the encoding under which they are most
/// plausible. Single bytes that do not fit become U+FFFD and are counted. Error: too many of them.
/// `file_name` is for errors.
base::Expected<TextFile> to_utf8(std::string bytes, const std::string& file_name,
                                 const base::Progress* progress = nullptr,
                                 base::TextEncoding stated = base::TextEncoding::detect);

base::Expected<TextFile> read_text(const std::string& path, const base::Progress* progress = nullptr,
                                   base::TextEncoding stated = base::TextEncoding::detect);

/// An error that names the lines where bytes fit nowhere: for readers that keep no findings.
base::Expected<void> without_strays(const TextFile& file, const std::string& file_name);

bool is_utf8(std::string_view bytes);

}  // namespace orelens::io
