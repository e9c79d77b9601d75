#include "core/base/Printable.h"

#include <fmt/format.h>

#include <cstdint>

namespace orelens::base {
namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

Character first_of(std::string_view text) {
    const auto at = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {lead, 1, false};
    std::uint32_t code = lead & (0x7FU >> bytes);
    for (std::size_t n = 1; n < bytes; ++n) {
        if ((at(n) & 0xC0) != 0x80) return {lead, 1, false};
        code = code << 6 | (at(n) & 0x3FU);
    }
    const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {lead, 1, false};
    return {code, bytes, true};
}

bool is_control(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E ||
           code == 0x200F || (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           code == 0xFEFF || (code & 0xFFFE) == 0xFFFE;
}

std::string escaped(std::string_view text, bool lines) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Character one = first_of(text);
        const bool kept = lines && (one.code == '\n' || one.code == '\t');
        if (!one.valid)
            out += fmt::format("\\x{:02x}", one.code);
        else if (!is_control(one.code) || kept)
            out.append(text.substr(0, one.bytes));
        else
            out += one.code < 0x100 ? fmt::format("\\x{:02x}", one.code) : fmt::format("\\u{:04x}", one.code);
        text.remove_prefix(one.bytes);
    }
    return out;
}

}  // namespace

std::string printable(std::string_view text) {
    return escaped(text, false);
}

std::string printable_lines(std::string_view text) {
    return escaped(text, true);
}

std::string printable_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    while (!json.empty()) {
        const Character one = first_of(json);
        // Below U+0080 JSON escapes for itself, but for DEL; line ends between values are its own.
        if (one.valid && is_control(one.code) && one.code >= 0x7F && one.code < 0x10000)
            out += fmt::format("\\u{:04x}", one.code);
        else
            out.append(json.substr(0, one.bytes));
        json.remove_prefix(one.bytes);
    }
    return out;
}

}  // namespace orelens::base
