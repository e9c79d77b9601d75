#include "core/io/drillholes/HeaderWords.h"

#include <algorithm>
#include <array>

#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

/// Full-width brackets as plain ones.
std::string plain_brackets(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 8> pairs = {{{"（", '('},
                                                                                {"［", '('},
                                                                                {"【", '('},
                                                                                {"[", '('},
                                                                                {"）", ')'},
                                                                                {"］", ')'},
                                                                                {"】", ')'},
                                                                                {"]", ')'}}};
    std::string out;
    while (!text.empty()) {
        const auto found = std::find_if(pairs.begin(), pairs.end(),
                                        [&](const auto& pair) { return text.starts_with(pair.first); });
        out.push_back(found == pairs.end() ? text.front() : found->second);
        text.remove_prefix(found == pairs.end() ? 1 : found->first.size());
    }
    return out;
}

bool angle_word(std::string_view word) {
    return word == "deg" || word == "degrees" || word == "°" || word == "度";
}

}  // namespace

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

HeaderWords header_words(std::string_view header) {
    const std::string text = plain_brackets(lower(header));
    HeaderWords out;
    bool fresh = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') {
            const std::size_t close = std::min(text.find(')', i), text.size());
            out.bracket.emplace_back(trimmed(std::string_view(text).substr(i + 1, close - i - 1)));
            i = close;
            fresh = true;
        } else if (is_word_byte(text[i]) || text[i] == '%') {
            if (fresh || text[i] == '%') out.words.emplace_back();
            out.words.back() += text[i];
            fresh = text[i] == '%';
        } else {
            fresh = true;
        }
    }
    return out;
}

std::string plain_name(std::string_view header) {
    HeaderWords cut_up = header_words(header);
    std::vector<std::string>& words = cut_up.words;
    while (words.size() > 1 && (base::length_unit(words.back()) || angle_word(words.back())))
        words.pop_back();
    std::string out;
    for (const std::string& word : words) out += word;
    return out;
}

std::optional<base::LengthUnit> length_unit_in(std::string_view header) {
    const HeaderWords parts = header_words(header);
    for (const std::string& inside : parts.bracket)
        if (const auto unit = base::length_unit(inside)) return unit;
    return parts.words.size() > 1 ? base::length_unit(parts.words.back()) : std::nullopt;
}

}  // namespace orelens::io
