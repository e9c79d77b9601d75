#include "core/occurrence/Lists.h"

#include <array>
#include <cctype>

namespace orelens::occurrence {
namespace {

using base::Expected;
using base::Message;

/// Full-width signs of Chinese input as the plain ones.
std::string plain_signs(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 9> signs{{{"；", ';'},
                                                                      {"，", ','},
                                                                      {"＝", '='},
                                                                      {"（", '('},
                                                                      {"）", ')'},
                                                                      {"　", ' '},
                                                                      {"％", '%'},
                                                                      {"－", '-'},
                                                                      {"、", ','}}};
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        bool found = false;
        for (const auto& [wide, plain] : signs)
            if (text.substr(at).starts_with(wide)) {
                out += plain;
                at += wide.size();
                found = true;
                break;
            }
        if (!found) out += text[at++];
    }
    return out;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

std::string plain_word(std::string_view text) {
    std::string out;
    for (const char c : plain_signs(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80)
            out += c;
        else if (std::isalnum(byte) != 0)
            out += static_cast<char>(std::tolower(byte));
    }
    return out;
}

Expected<std::vector<std::pair<std::string, std::string>>> read_pairs(const std::string& text,
                                                                      const std::string& field, const char* alone) {
    std::vector<std::pair<std::string, std::string>> pairs;
    const std::string plain = plain_signs(text);
    for (std::size_t begin = 0; begin <= plain.size();) {
        const std::size_t end = std::min(plain.find_first_of(";,", begin), plain.size());
        const std::string part = trimmed(plain.substr(begin, end - begin));
        begin = end + 1;
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        std::string left = equals == std::string::npos ? (alone != nullptr ? alone : "") : trimmed(part.substr(0, equals));
        std::string right = trimmed(equals == std::string::npos ? part : part.substr(equals + 1));
        if (left.empty() || right.empty() || right.find('=') != std::string::npos)
            return base::fail(base::ErrorKind::data, Message("occurrence.unread", {{"part", part}}), {.field = field},
                              Message("occurrence.unread.fix"));
        pairs.emplace_back(std::move(left), std::move(right));
    }
    return pairs;
}

}  // namespace orelens::occurrence
