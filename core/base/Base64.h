// Bytes as text of 64 letters (RFC 4648, with = at the end), for pictures inside JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orelens::base {

std::string to_base64(std::string_view bytes);
/// Nothing where it is not such a text; white space is none either.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace orelens::base
