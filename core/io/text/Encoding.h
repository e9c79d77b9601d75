// Which encoding a text file has. Byte order marks and valid UTF-8 decide at once; otherwise every likely
// encoding, and the one uchardet proposes, is tried on the parts beyond ASCII and the most plausible text
// wins (Plausible.h). A rival that is nearly as plausible is named. Knows nothing of what the text means.
#pragma once

#include <string>
#include <string_view>

#include "core/base/TextEncoding.h"

namespace orelens::io {

struct EncodingChoice {
    std::string encoding;  ///< a name iconv knows: "UTF-8", "GB18030", "CP1252"…
    std::string rival;     ///< reads the text differently and is nearly as plausible; empty = none
    std::size_t bom = 0;   ///< bytes of the byte order mark
};

/// Linear in the size; only a sample of 64 KiB is weighed. `valid_utf8` is what is_utf8 says of the bytes.
EncodingChoice choose_encoding(std::string_view bytes, bool valid_utf8,
                               base::TextEncoding stated = base::TextEncoding::detect);

/// "GB18030" for gb18030, as iconv and people call it; "" for detect.
const char* encoding_name(base::TextEncoding encoding);

}  // namespace orelens::io
