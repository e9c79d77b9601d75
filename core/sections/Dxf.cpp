// Drawings as DXF of release 12 (AC1009), as Autodesk's "DXF Reference, Release 12" states its groups.
#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/sections/Drawing.h"

namespace orelens::sections {
namespace {

/// One of the 255 colours of the palette that every program holds: 24 hues by five darknesses, full and half
/// saturated (10…249), greys (250…255), and the primaries (1…7).
std::array<double, 3> palette_colour(int index) {
    constexpr std::array<std::array<double, 3>, 8> first{
        {{0, 0, 0}, {255, 0, 0}, {255, 255, 0}, {0, 255, 0}, {0, 255, 255}, {0, 0, 255}, {255, 0, 255}, {0, 0, 0}}};
    if (index < 8) return first[static_cast<std::size_t>(index)];
    if (index >= 250) {
        constexpr std::array<double, 6> greys{51, 91, 132, 173, 214, 255};
        const double grey_level = greys[static_cast<std::size_t>(index - 250)];
        return {grey_level, grey_level, grey_level};
    }
    constexpr std::array<double, 5> darkness{1, 0.8, 0.6, 0.5, 0.3};
    const double hue = (index / 10 - 1) * 15.0, value = darkness[static_cast<std::size_t>(index % 10 / 2)];
    const double saturation = index % 2 == 0 ? 1 : 0.5;
    const auto channel = [&](double n) {
        const double k = std::fmod(n + hue / 60, 6);
        return 255 * value * (1 - saturation * std::max(0.0, std::min({k, 4 - k, 1.0})));
    };
    return {channel(5), channel(3), channel(1)};
}

int nearest_colour(const Colour& colour) {
    int best = 7;
    double least = 1e300;
    for (int n = 1; n < 256; ++n) {
        if (n == 8 || n == 9) continue;
        const auto c = palette_colour(n);
        const double r = c[0] - colour.r, g = c[1] - colour.g, b = c[2] - colour.b;
        const double distance = 0.3 * r * r + 0.59 * g * g + 0.11 * b * b;
        if (distance < least) {
            least = distance;
            best = n;
        }
    }
    return best;
}

/// In the code page 936 that the header names, which readers of release 12 know; "%%d" is the degree sign everywhere,
/// what the page lacks is \U+XXXX, and control characters become spaces.
class Encoder {
  public:
    Encoder() : page_(iconv_open("CP936", "UTF-8")) {}
    ~Encoder() {
        if (known()) iconv_close(page_);
    }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    std::string operator()(const std::string& words) const {
        std::string out;
        for (std::size_t at = 0; at < words.size();) {
            const auto c = static_cast<unsigned char>(words[at]);
            const std::size_t length = std::min<std::size_t>(c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4, words.size() - at);
            if (length == 1)
                out += c < 0x20 ? ' ' : static_cast<char>(c);
            else if (words.compare(at, length, "°") == 0)
                out += "%%d";
            else
                out += character(words.substr(at, length));
            at += length;
        }
        return out;
    }

  private:
    // iconv's own sign of failure is a pointer of all ones.
    [[nodiscard]] bool known() const { return reinterpret_cast<std::intptr_t>(page_) != -1; }
    [[nodiscard]] std::string character(std::string utf8) const {
        char made[8] = {};
        char *from = utf8.data(), *to = made;
        std::size_t left = utf8.size(), room = sizeof made;
        if (known() && iconv(page_, &from, &left, &to, &room) == 0) return {made, to};
        if (known()) iconv(page_, nullptr, nullptr, nullptr, nullptr);
        auto code = static_cast<std::uint32_t>(static_cast<unsigned char>(utf8[0]) & (0xFFU >> (utf8.size() + 1)));
        for (std::size_t n = 1; n < utf8.size(); ++n) code = (code << 6) | (static_cast<unsigned char>(utf8[n]) & 0x3FU);
        return code < 0x10000 ? fmt::format("\\U+{:04X}", code) : std::string("?");
    }

    iconv_t page_;
};

class Writer {
  public:
    std::string out;
    Encoder encoded;

    void group(int code, std::string_view value) { fmt::format_to(std::back_inserter(out), "{:>3}\n{}\n", code, value); }
    void number(int code, double value) { fmt::format_to(std::back_inserter(out), "{:>3}\n{:.4f}\n", code, value); }
    void whole(int code, int value) { fmt::format_to(std::back_inserter(out), "{:>3}\n{:>6}\n", code, value); }
    void place(int first, const Vec2& at) {
        number(first, at[0]);
        number(first + 10, at[1]);
        number(first + 20, 0);
    }
    void entity(std::string_view type, Kind kind, const Colour& colour) {
        group(0, type);
        group(8, kind_layers[static_cast<std::size_t>(kind)]);
        whole(62, nearest_colour(colour));
    }
};

struct Frame {
    double x = 0, y = 0, scale = 1;
    [[nodiscard]] Vec2 operator()(const Vec2& mm) const { return {x + mm[0] * scale, y + mm[1] * scale}; }
};

void write(Writer& to, const Frame& frame, const Fill& fill) {
    // Solids have three or four corners, the last two in the order of a bow tie.
    for (std::size_t n = 1; n + 1 < fill.corners.size(); n += 2) {
        const bool four = n + 2 < fill.corners.size();
        to.entity("SOLID", fill.kind, fill.colour);
        to.place(10, frame(fill.corners[0]));
        to.place(11, frame(fill.corners[n]));
        to.place(12, frame(fill.corners[four ? n + 2 : n + 1]));
        to.place(13, frame(fill.corners[n + 1]));
    }
}

void write(Writer& to, const Frame& frame, const Stroke& stroke) {
    if (stroke.points.size() < 2) return;
    const bool closed = stroke.points.size() > 3 && stroke.points.front() == stroke.points.back();
    to.entity("POLYLINE", stroke.kind, stroke.colour);
    if (stroke.dashed) to.group(6, "DASHED");
    to.whole(66, 1);
    to.place(10, {0, 0});
    to.whole(70, closed ? 1 : 0);
    for (std::size_t n = 0; n + (closed ? 1 : 0) < stroke.points.size(); ++n) {
        to.entity("VERTEX", stroke.kind, stroke.colour);
        to.place(10, frame(stroke.points[n]));
    }
    to.group(0, "SEQEND");
    to.group(8, kind_layers[static_cast<std::size_t>(stroke.kind)]);
}

void write(Writer& to, const Frame& frame, const Label& label) {
    if (label.words.empty()) return;
    constexpr double capital = 0.72;  // height of capitals, which DXF counts, of the letter size
    const bool on_paper = label.colour == white;  // white letters stand on dark blocks
    to.entity("TEXT", Kind::text, on_paper ? black : label.colour);
    to.place(10, frame(label.at));
    to.number(40, label.points * mm_per_point * capital * frame.scale);
    to.group(1, to.encoded(label.words));
    to.number(50, label.angle_deg);
    to.group(7, "STANDARD");
    to.whole(72, label.across + 1);
    to.place(11, frame(label.at));
    to.whole(73, label.along == -1 ? 1 : label.along == 0 ? 2 : 3);
}

void header(Writer& to, const Vec2& low, const Vec2& high) {
    to.group(0, "SECTION");
    to.group(2, "HEADER");
    to.group(9, "$ACADVER");
    to.group(1, "AC1009");
    to.group(9, "$DWGCODEPAGE");
    to.group(3, "ANSI_936");
    to.group(9, "$EXTMIN");
    to.place(10, low);
    to.group(9, "$EXTMAX");
    to.place(10, high);
    to.group(0, "ENDSEC");
}

void tables(Writer& to, double dash_m) {
    to.group(0, "SECTION");
    to.group(2, "TABLES");
    to.group(0, "TABLE");
    to.group(2, "LTYPE");
    to.whole(70, 2);
    to.group(0, "LTYPE");
    to.group(2, "CONTINUOUS");
    to.whole(70, 0);
    to.group(3, "Solid line");
    to.whole(72, 65);
    to.whole(73, 0);
    to.number(40, 0);
    to.group(0, "LTYPE");
    to.group(2, "DASHED");
    to.whole(70, 0);
    to.group(3, "__ __ __");
    to.whole(72, 65);
    to.whole(73, 2);
    to.number(40, 3 * dash_m);
    to.number(49, 2 * dash_m);
    to.number(49, -dash_m);
    to.group(0, "ENDTAB");
    to.group(0, "TABLE");
    to.group(2, "LAYER");
    to.whole(70, static_cast<int>(kind_layers.size()));
    for (const char* layer : kind_layers) {
        to.group(0, "LAYER");
        to.group(2, layer);
        to.whole(70, 0);
        to.whole(62, 7);
        to.group(6, "CONTINUOUS");
    }
    to.group(0, "ENDTAB");
    to.group(0, "TABLE");
    to.group(2, "STYLE");
    to.whole(70, 1);
    to.group(0, "STYLE");
    to.group(2, "STANDARD");
    to.whole(70, 0);
    to.number(40, 0);
    to.number(41, 1);
    to.number(50, 0);
    to.whole(71, 0);
    to.number(42, 1);
    to.group(3, "txt");
    to.group(4, "gbcbig.shx");  // Chinese characters in programs that draw with stroke fonts
    to.group(0, "ENDTAB");
    to.group(0, "ENDSEC");
}

}  // namespace

std::string dxf_text(const std::vector<Drawing>& drawings) {
    Writer to;
    std::vector<Frame> frames;
    Vec2 low{1e300, 1e300}, high{-1e300, -1e300};
    double right = 0, dash = 1;
    for (std::size_t n = 0; n < drawings.size(); ++n) {
        const Drawing& d = drawings[n];
        Frame frame{n == 0 ? d.origin_m[0] : right, d.origin_m[1], d.metres_per_mm};
        const Vec2 far = frame({d.width_mm, d.height_mm});
        constexpr double between_sheets_mm = 20;
        right = far[0] + between_sheets_mm * d.metres_per_mm;
        low = {std::min(low[0], frame.x), std::min(low[1], frame.y)};
        high = {std::max(high[0], far[0]), std::max(high[1], far[1])};
        dash = d.metres_per_mm;
        frames.push_back(frame);
    }
    if (drawings.empty()) low = high = {0, 0};
    header(to, low, high);
    tables(to, dash);
    to.group(0, "SECTION");
    to.group(2, "ENTITIES");
    for (std::size_t n = 0; n < drawings.size(); ++n)
        for (const Item& item : drawings[n].items)
            std::visit([&](const auto& one) { write(to, frames[n], one); }, item);
    to.group(0, "ENDSEC");
    to.group(0, "EOF");
    return to.out;
}

}  // namespace orelens::sections
