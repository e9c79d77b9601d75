#include "core/io/drillholes/HeaderWords.h"

#include <algorithm>
#include <array>
#include <numbers>

#include "core/io/text/CsvText.h"

namespace orelens::io {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// Brackets of any kind as round ones.
std::string plain_brackets(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 4> pairs = {
        {{"【", '('}, {"[", '('}, {"】", ')'}, {"]", ')'}}};
    std::string out;
    while (!text.empty()) {
        const auto found = std::find_if(pairs.begin(), pairs.end(),
                                        [&](const auto& pair) { return text.starts_with(pair.first); });
        out.push_back(found == pairs.end() ? text.front() : found->second);
        text.remove_prefix(found == pairs.end() ? 1 : found->first.size());
    }
    return out;
}

/// Lower case of Latin letters with accents and of Cyrillic ones, too.
std::string lower_everywhere(std::string_view text) {
    std::string out = lower(text);
    for (std::size_t at = 0; at + 1 < out.size(); ++at) {
        const unsigned char first = byte_at(out, at), second = byte_at(out, at + 1);
        const auto put = [&](unsigned lead, unsigned rest) {
            out[at] = static_cast<char>(lead);
            out[at + 1] = static_cast<char>(rest);
        };
        if (first == 0xC3 && second >= 0x80 && second <= 0x9E && second != 0x97) put(0xC3, second + 0x20U);
        if (first == 0xD0 && second >= 0x90 && second <= 0x9F) put(0xD0, second + 0x20U);
        if (first == 0xD0 && second >= 0xA0 && second <= 0xAF) put(0xD1, second - 0x20U);
        if (first == 0xD0 && second == 0x81) put(0xD1, 0x91);
    }
    return out;
}

/// Small letters without their accents: "até" → "ate".
std::string without_accents(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const unsigned char second = byte_at(text, at + 1);
        char plain = 0;
        if (byte_at(text, at) == 0xC3) {
            if (second >= 0xA0 && second <= 0xA5) plain = 'a';
            if (second == 0xA7) plain = 'c';
            if (second >= 0xA8 && second <= 0xAB) plain = 'e';
            if (second >= 0xAC && second <= 0xAF) plain = 'i';
            if (second == 0xB1) plain = 'n';
            if (second >= 0xB2 && second <= 0xB6) plain = 'o';
            if (second >= 0xB9 && second <= 0xBC) plain = 'u';
        }
        out += plain != 0 ? plain : text[at];
        at += plain != 0 ? 1 : 0;
    }
    return out;
}

/// Characters that headers are written with in traditional Chinese, as simplified ones: 孔號 → 孔号, 座標 → 坐标.
std::string simplified(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 66> pairs{
        {{"號", "号"}, {"座標", "坐标"}, {"標", "标"}, {"樣", "样"}, {"鑽", "钻"}, {"鉆", "钻"}, {"編", "编"}, {"稱", "称"},
         {"傾", "倾"}, {"終", "终"},     {"長", "长"}, {"東", "东"}, {"橫", "横"}, {"縱", "纵"}, {"開", "开"}, {"測", "测"},
         {"點", "点"}, {"層", "层"},     {"質", "质"}, {"單", "单"}, {"類", "类"}, {"驗", "验"}, {"從", "从"}, {"結", "结"},
         {"間", "间"}, {"頂", "顶"},     {"礦", "矿"}, {"體", "体"}, {"備", "备"}, {"註", "注"}, {"採", "采"}, {"溝", "沟"},
         {"銅", "铜"}, {"鐵", "铁"},     {"鉛", "铅"}, {"鋅", "锌"}, {"銀", "银"}, {"鎢", "钨"}, {"錫", "锡"}, {"鎳", "镍"},
         {"鈷", "钴"}, {"鉬", "钼"},     {"錳", "锰"}, {"鈦", "钛"}, {"釩", "钒"}, {"鋰", "锂"}, {"鋁", "铝"}, {"鈾", "铀"},
         {"銻", "锑"}, {"噸", "吨"},     {"萬", "万"}, {"億", "亿"}, {"檢", "检"}, {"產", "产"}, {"價", "价"}, {"軸", "轴"},
         {"塊", "块"}, {"積", "积"},     {"級", "级"}, {"別", "别"}, {"蝕", "蚀"}, {"變", "变"}, {"區", "区"}, {"線", "线"},
         {"斷", "断"}, {"實", "实"}}};
    std::string out;
    while (!text.empty()) {
        const auto found = (text.front() & 0x80) == 0
                               ? pairs.end()
                               : std::ranges::find_if(pairs, [&](const auto& pair) { return text.starts_with(pair.first); });
        out += found == pairs.end() ? text.substr(0, 1) : found->second;
        text.remove_prefix(found == pairs.end() ? 1 : found->first.size());
    }
    return out;
}

/// A unit of length in the last words of a header, of which at least one more must stand before it: "x us ft".
struct UnitBehind {
    std::optional<base::LengthUnit> unit;
    std::size_t words = 0;
};
UnitBehind unit_behind(const std::vector<std::string>& words) {
    std::string text;
    UnitBehind found;
    // Of the longest that is one: "us ft" is no "ft".
    for (std::size_t n = 1; n <= 3 && n < words.size(); ++n) {
        text.insert(0, words[words.size() - n]);
        if (const auto unit = base::length_unit(text)) found = {unit, n};
    }
    return found;
}

}  // namespace

std::string half_width(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const unsigned char second = byte_at(text, at + 1), third = byte_at(text, at + 2);
        const bool wide = byte_at(text, at) == 0xEF && ((second == 0xBC && third >= 0x81 && third <= 0xBF) ||
                                                        (second == 0xBD && third >= 0x80 && third <= 0x9E));
        // Full-width signs stand in the order of the plain ones, from U+FF01 for "!".
        const unsigned offset = second == 0xBC ? third - 0x81U : third - 0x80U + 0x3FU;
        out += wide ? static_cast<char>(0x21U + offset) : text[at];
        at += wide ? 2 : 0;
    }
    return out;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

HeaderWords header_words(std::string_view header) {
    const std::string text = plain_brackets(simplified(lower_everywhere(half_width(header))));
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
    while (words.size() > 1) {
        const bool known = angle_unit(words.back()) || is_unread_length_unit(words.back());
        const std::size_t behind = known ? 1 : unit_behind(words).words;
        if (behind == 0) break;
        words.resize(words.size() - behind);
    }
    std::string out;
    for (const std::string& word : words) out += word;
    return without_accents(out);
}

bool is_unread_length_unit(std::string_view word) {
    static constexpr std::array units{"km",          "kms",        "kilometre", "kilometres", "kilometer", "kilometers",
                                      "hm",          "dam",        "dm",        "cm",         "mm",        "centimetre",
                                      "centimetres", "centimeter", "centimeters", "millimetre", "millimetres",
                                      "millimeter",  "millimeters", "in",       "inch",       "inches",    "yd",
                                      "yds",         "yard",       "yards",     "mi",         "mile",      "miles",
                                      "км",          "см",         "мм",        "公里",       "千米",      "分米",
                                      "厘米",        "毫米",       "英寸",      "码"};
    return std::ranges::find(units, word) != units.end();
}

std::optional<AngleUnit> angle_unit(std::string_view word) {
    for (const std::string_view degree : {"deg", "degs", "degree", "degrees", "grados", "°", "º", "度"})
        if (word == degree) return AngleUnit::degree;
    for (const std::string_view gon : {"gon", "gons", "grad", "grads", "gradian", "gradians", "百分度"})
        if (word == gon) return AngleUnit::gon;
    for (const std::string_view radian : {"rad", "rads", "radian", "radians", "弧度"})
        if (word == radian) return AngleUnit::radian;
    return std::nullopt;
}

std::optional<AngleUnit> angle_unit_in(std::string_view header) {
    const HeaderWords parts = header_words(header);
    std::vector<std::string> stated = parts.bracket;
    if (parts.words.size() > 1) stated.push_back(parts.words.back());
    for (const std::string& word : stated) {
        const auto unit = angle_unit(word);
        if (!unit) continue;
        const std::string name = plain_name(header);
        const bool german = name == "azimut" || name == "neigung" || name == "richtung" ||
                            name == "einfallen" || name == "fallen";
        return word == "grad" && german ? AngleUnit::degree : *unit;
    }
    return std::nullopt;
}

double degrees_in(AngleUnit unit) {
    return unit == AngleUnit::gon ? 0.9 : unit == AngleUnit::radian ? 180 / std::numbers::pi : 1;
}

std::optional<base::LengthUnit> length_unit_in(std::string_view header) {
    const HeaderWords parts = header_words(header);
    for (const std::string& inside : parts.bracket)
        if (const auto unit = base::length_unit(inside)) return unit;
    return unit_behind(parts.words).unit;
}

}  // namespace orelens::io
