#include "core/base/Base64.h"

#include <array>
#include <cstdint>

namespace orelens::base {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values() {
    std::array<std::int8_t, 256> all{};
    for (auto& value : all) value = -1;
    for (std::size_t n = 0; n < letters.size(); ++n)
        all[static_cast<unsigned char>(letters[n])] = static_cast<std::int8_t>(n);
    return all;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t n = 0; n < 3; ++n)
            group = group << 8 | (at + n < bytes.size() ? static_cast<unsigned char>(bytes[at + n]) : 0U);
        for (std::size_t n = 0; n < 4; ++n)
            text += at + n > bytes.size() ? '=' : letters[group >> (18 - 6 * n) & 63U];
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    static constexpr auto value_of = values();
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t at = 0; at < text.size(); at += 4) {
        const bool last = at + 4 == text.size();
        const std::size_t pads = !last ? 0 : text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
        std::uint32_t group = 0;
        for (std::size_t n = 0; n < 4; ++n) {
            const int value = n >= 4 - pads ? 0 : value_of[static_cast<unsigned char>(text[at + n])];
            if (value < 0) return std::nullopt;
            group = group << 6 | static_cast<std::uint32_t>(value);
        }
        // Bits that stand for nothing are zero, so that every text is that of its bytes.
        if ((pads == 1 && (group & 0xFFU) != 0) || (pads == 2 && (group & 0xFFFFU) != 0)) return std::nullopt;
        for (std::size_t n = 0; n < 3 - pads; ++n) bytes += static_cast<char>(group >> (16 - 8 * n) & 0xFFU);
    }
    return bytes;
}

}  // namespace orelens::base
