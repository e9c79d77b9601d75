// Rows of a table at speed: a text is gone through piece by piece, each piece in stretches of whole lines
// that are read in parallel, each line cut into fields without copying. What is done with the fields is for
// TableSurvey.h and TableFill.h, which go through the same text one after the other.
#pragma once

#include <cstring>
#include <functional>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/io/blocks/TableLines.h"
#include "core/io/blocks/TableSource.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

/// Cuts lines into the fields of a header. One per thread.
class RowCutter {
  public:
    /// `wanted`: per column, whether its field is asked for; the others are passed over. `short_rows`: fields
    /// at the end of a row that are absent are empty.
    RowCutter(char delimiter, bool short_rows, std::vector<bool> wanted);
    /// False: another number of fields; surplus ones that are empty do not count.
    bool cut(const char* begin, const char* end);
    /// Trimmed and unquoted; of the last line that was cut, while its text lives.
    [[nodiscard]] std::string_view operator[](std::size_t column) const { return fields_[column]; }

  private:
    bool cut_plain(const char* begin, const char* end);
    bool cut_quoted(const char* begin, const char* end);
    bool cut_spaces(const char* begin, const char* end);
    [[nodiscard]] bool only_delimiters(const char* begin, const char* end) const;

    char delimiter_;
    bool short_rows_;
    std::vector<char> wanted_;
    std::size_t last_wanted_ = 0;  ///< and one more
    std::vector<std::string_view> fields_;
    CsvFields quoted_;
};

/// Lines between two looks at the progress.
inline constexpr std::int64_t lines_per_look = 1024;

/// row(begin, end, line) for every line of a stretch that is not blank, blank(line) for the others; lines are
/// counted from 0. Returns their number; leaves off when it is cancelled.
template <class Row, class Blank>
std::int64_t each_line(std::string_view text, const base::Progress& progress, const Row& row,
                       const Blank& blank) {
    std::int64_t line = 0;
    const char* at = text.data();
    const char* const stop = at + text.size();
    for (; at < stop; ++line) {
        if (line % lines_per_look == 0 && progress.cancelled()) return line;
        const auto* end =
            static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(stop - at)));
        if (end == nullptr) end = stop;
        const char* last = end;
        while (last > at && (last[-1] == '\r' || last[-1] == ' ')) --last;
        const std::string_view whole(at, static_cast<std::size_t>(last - at));
        // The first character of nearly every line says that it is not blank.
        if (last == at || (std::strchr(" \t,;|", *at) != nullptr && is_blank(whole)))
            blank(line);
        else
            row(at, last, line);
        at = end + 1;
    }
    return line;
}

/// Where stretches are read, and then taken in their order.
struct StretchWork {
    /// From many threads: stretch `n` of the whole text, as the `slot`th of its piece.
    std::function<void(std::size_t slot, std::size_t n, std::string_view text)> read;
    /// After each piece, from one thread: its stretches are `first` and the `count` - 1 behind.
    std::function<base::Expected<void>(std::size_t first, std::size_t count)> take;
};
/// Stretches of one piece at the most.
inline constexpr std::size_t most_stretches = 256;
/// Goes through a text to its end. The same text gives the same stretches. `bytes`: its length, for progress.
base::Expected<void> each_stretch(const TextPieces& pieces, std::size_t bytes, const StretchWork& work,
                                  const base::Progress& progress);

}  // namespace orelens::io
