// How plausible decoded text is, as a cost in bits: what a reader of that language would have to be told to
// write it down. Frequent characters are cheap, rare ones, private ones and mixtures of scripts inside a word
// dear. Only costs of the same bytes under different encodings can be compared. Knows letters, not words.
#pragma once

#include <string_view>

namespace orelens::io {

/// What the letters of an encoding are used for.
enum class Writing { western, central, cyrillic, greek, turkish, chinese, japanese, korean, any };

/// Cost of valid UTF-8. ASCII costs nothing but where it is odd beside other characters.
double implausibility(std::string_view utf8, Writing writing);

}  // namespace orelens::io
