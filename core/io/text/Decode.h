// Bytes of a named encoding as UTF-8. What does not fit is replaced by U+FFFD and counted, up to a limit, so
// that one stray byte does not cost the rest of a file. Says nothing of which encoding is the right one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Progress.h"

namespace orelens::io {

/// Lines of stray bytes that are listed.
inline constexpr std::size_t stray_lines_listed = 5;

struct Decoded {
    std::string text;                       ///< UTF-8
    std::int64_t strays = 0;                ///< bytes (in UTF-16: units) that fit nowhere
    std::vector<std::int64_t> stray_lines;    ///< 1-based lines of the first ones
    std::vector<std::int64_t> stray_columns;  ///< and which character of its line each is, from 1
};

/// Nothing when the encoding is unknown, when more than `most_strays` places do not fit, or when `progress`
/// is cancelled. "UTF-8" works too.
std::optional<Decoded> decode(std::string_view bytes, const std::string& encoding, std::int64_t most_strays,
                              const base::Progress* progress = nullptr);

/// Length of the UTF-8 sequence that starts at `at`, or 0 where none does.
std::size_t utf8_sequence(std::string_view bytes, std::size_t at);

/// The code point at `at` of valid UTF-8; moves `at` behind it.
char32_t next_character(std::string_view text, std::size_t& at);

}  // namespace orelens::io
