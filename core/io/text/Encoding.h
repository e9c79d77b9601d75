// Which encoding a text file has. Byte order marks and valid UTF-8 decide at once; otherwise every likely
// encoding, and the one uchardet proposes, is tried on the parts beyond ASCII and the most plausible text
// wins (Plausible.h): a stray byte in UTF-8 is dearer than a letter, and cheaper than another encoding for all
// the others. A rival that is nearly as plausible is named. Knows nothing of what the text means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/TextEncoding.h"

namespace orelens::io {

struct EncodingChoice {
    std::string encoding;  ///< a name iconv knows: "UTF-8", "GB18030", "CP1252"…
    /// Read the text differently and are nearly as plausible, the most plausible first; at most three, and
    /// only such as can be stated. Where a few letters are all there is to go by, a greater distance counts
    /// as near.
    std::vector<std::string> rivals;
    std::size_t bom = 0;  ///< bytes of the byte order mark
    /// UTF-8 although some bytes are not: what else they could be was weighed, each piece counted once.
    bool strays_weighed = false;
};

/// Linear in the size; only a sample of 64 KiB is weighed. `valid_utf8` is what is_utf8 says of the bytes.
EncodingChoice choose_encoding(std::string_view bytes, bool valid_utf8,
                               base::TextEncoding stated = base::TextEncoding::detect);

/// How the parameter calls an encoding: "Big5" for BIG5, "Shift_JIS" for CP932; empty for one it does not
/// know.
std::string stated_name(const std::string& encoding);

/// "GB18030" for gb18030, as iconv and people call it; "" for detect.
const char* encoding_name(base::TextEncoding encoding);

}  // namespace orelens::io
