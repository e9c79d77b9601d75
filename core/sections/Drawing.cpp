#include "core/sections/Drawing.h"

#include <algorithm>
#include <cmath>

namespace orelens::sections {
namespace {

constexpr Colour hex(std::uint32_t rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>((rgb >> 8) & 255U),
            static_cast<std::uint8_t>(rgb & 255U)};
}

// Okabe and Ito's set, extended with paler and darker partners, as on screen.
constexpr std::array categories{hex(0x0072b2), hex(0xe69f00), hex(0x009e73), hex(0xcc79a7),
                                hex(0x56b4e9), hex(0xd55e00), hex(0xf0e442), hex(0x7f7f7f),
                                hex(0x4b3f9e), hex(0xa6761d), hex(0x9bd3a8), hex(0x8b1e3f)};
// The published map "inferno" from light to dark, without the ends that letters could not be read on.
constexpr std::array heat{hex(0xf9f3b9), hex(0xfad75a), hex(0xfbaa30), hex(0xf37a2e), hex(0xdd513a), hex(0xb3325a),
                          hex(0x7f1e6c), hex(0x45116a)};

/// The bytes of one character of UTF-8.
std::size_t character_length(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/// In units of the letter size.
double character_width(const std::string& words, std::size_t at) {
    const auto c = static_cast<unsigned char>(words[at]);
    if (character_length(c) >= 3) {
        const bool narrow = words.compare(at, 2, "\xe2\x80") == 0;  // dashes and dots
        return narrow ? 0.6 : 1.0;
    }
    if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%' || c == '@') return 0.88;
    if (c == 'i' || c == 'l' || c == 'j' || c == '.' || c == ',' || c == ':' || c == ';' || c == '\'' || c == ' ' || c == '|')
        return 0.28;
    if (c >= 'A' && c <= 'Z') return 0.66;
    return 0.56;
}

bool breaks_before(const std::string& words, std::size_t at) {
    return character_length(static_cast<unsigned char>(words[at])) == 3 && words.compare(at, 3, "，") != 0 &&
           words.compare(at, 3, "。") != 0 && words.compare(at, 3, "、") != 0 && words.compare(at, 3, "）") != 0 &&
           words.compare(at, 3, "；") != 0 && words.compare(at, 3, "：") != 0 && words.compare(at, 2, "\xe2\x80") != 0;
}

}  // namespace

Colour ink_on(const Colour& ground) {
    return 0.299 * ground.r + 0.587 * ground.g + 0.114 * ground.b > 140 ? black : white;
}

Colour category_colour(std::size_t n) { return categories[n % categories.size()]; }

Colour step_colour(std::size_t n, std::size_t count) {
    const double at = count < 2 ? 0.0
                                : static_cast<double>(n) / static_cast<double>(count - 1) *
                                      static_cast<double>(heat.size() - 1);
    const std::size_t low = std::min(static_cast<std::size_t>(at), heat.size() - 2);
    const double part = at - static_cast<double>(low);
    const auto mix = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(std::lround(a + part * (b - a)));
    };
    return {mix(heat[low].r, heat[low + 1].r), mix(heat[low].g, heat[low + 1].g), mix(heat[low].b, heat[low + 1].b)};
}

void Drawing::fill(Kind kind, std::vector<Vec2> corners, Colour colour) {
    items.emplace_back(std::in_place_type<Fill>, kind, std::move(corners), colour);
}

void Drawing::rectangle(Kind kind, double x, double y, double width, double height, Colour colour) {
    fill(kind, {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, colour);
}

void Drawing::box(Kind kind, double x, double y, double width, double height, double pen_mm, Colour colour) {
    line(kind, {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}, {x, y}}, colour, pen_mm);
}

void Drawing::line(Kind kind, std::vector<Vec2> points, Colour colour, double pen_mm, bool dashed) {
    items.emplace_back(std::in_place_type<Stroke>, kind, std::move(points), colour, pen_mm, dashed);
}

void Drawing::label(Label words) { items.emplace_back(std::move(words)); }

double text_width_mm(const std::string& words, double points) {
    double width = 0;
    for (std::size_t at = 0; at < words.size(); at += character_length(static_cast<unsigned char>(words[at])))
        width += character_width(words, at);
    return width * points * mm_per_point;
}

std::string fitted(const std::string& words, double points, double width_mm) {
    if (text_width_mm(words, points) <= width_mm) return words;
    std::string out;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t next = at + character_length(static_cast<unsigned char>(words[at]));
        if (text_width_mm(words.substr(0, next) + "…", points) > width_mm) break;
        out = words.substr(0, next);
        at = next;
    }
    return out + "…";
}

std::vector<std::string> wrapped(const std::string& words, double points, double width_mm, std::size_t most) {
    std::vector<std::string> lines;
    std::size_t start = 0;
    while (start < words.size() && lines.size() + 1 < most) {
        std::size_t at = start, break_at = 0;
        while (at < words.size()) {
            const std::size_t next = std::min(words.size(), at + character_length(static_cast<unsigned char>(words[at])));
            if (at > start && (words[at] == ' ' || breaks_before(words, at))) break_at = at;
            if (text_width_mm(words.substr(start, next - start), points) > width_mm) break;
            at = next;
        }
        if (at >= words.size()) break;
        if (break_at <= start) break_at = std::max(at, start + 1);
        lines.push_back(words.substr(start, break_at - start));
        start = break_at;
        while (start < words.size() && words[start] == ' ') ++start;
    }
    if (start < words.size()) lines.push_back(fitted(words.substr(start), points, width_mm));
    return lines;
}

}  // namespace orelens::sections
