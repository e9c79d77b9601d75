// As Autodesk's "DXF Reference, Release 12" (AC1009) states the groups.
#include "core/sections/DxfWriter.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

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

}  // namespace

void DxfWriter::group(int code, std::string_view value) { fmt::format_to(std::back_inserter(out), "{:>3}\n{}\n", code, value); }
void DxfWriter::number(int code, double value) { fmt::format_to(std::back_inserter(out), "{:>3}\n{:.4f}\n", code, value); }
void DxfWriter::whole(int code, int value) { fmt::format_to(std::back_inserter(out), "{:>3}\n{:>6}\n", code, value); }

void DxfWriter::place(int first, const std::array<double, 3>& at) {
    for (int a = 0; a < 3; ++a) number(first + 10 * a, at[static_cast<std::size_t>(a)]);
}

void DxfWriter::entity(std::string_view type, Kind kind, const Colour& colour) {
    group(0, type);
    group(8, kind_layers[static_cast<std::size_t>(kind)]);
    whole(62, nearest_colour(colour));
}

void DxfWriter::words(int code, const std::string& text) {
    static thread_local const Encoder encoded;
    group(code, encoded(text));
}

void DxfWriter::begin(const std::array<double, 3>& low, const std::array<double, 3>& high, double dash_m) {
    group(0, "SECTION");
    group(2, "HEADER");
    group(9, "$ACADVER");
    group(1, "AC1009");
    group(9, "$DWGCODEPAGE");
    group(3, "ANSI_936");
    group(9, "$EXTMIN");
    place(10, low);
    group(9, "$EXTMAX");
    place(10, high);
    group(0, "ENDSEC");
    tables(dash_m);
    group(0, "SECTION");
    group(2, "ENTITIES");
}

void DxfWriter::end() {
    group(0, "ENDSEC");
    group(0, "EOF");
}

void DxfWriter::tables(double dash_m) {
    group(0, "SECTION");
    group(2, "TABLES");
    group(0, "TABLE");
    group(2, "LTYPE");
    whole(70, 2);
    group(0, "LTYPE");
    group(2, "CONTINUOUS");
    whole(70, 0);
    group(3, "Solid line");
    whole(72, 65);
    whole(73, 0);
    number(40, 0);
    group(0, "LTYPE");
    group(2, "DASHED");
    whole(70, 0);
    group(3, "__ __ __");
    whole(72, 65);
    whole(73, 2);
    number(40, 3 * dash_m);
    number(49, 2 * dash_m);
    number(49, -dash_m);
    group(0, "ENDTAB");
    group(0, "TABLE");
    group(2, "LAYER");
    whole(70, static_cast<int>(kind_layers.size()));
    for (const char* layer : kind_layers) {
        group(0, "LAYER");
        group(2, layer);
        whole(70, 0);
        whole(62, 7);
        group(6, "CONTINUOUS");
    }
    group(0, "ENDTAB");
    group(0, "TABLE");
    group(2, "STYLE");
    whole(70, 1);
    group(0, "STYLE");
    group(2, "STANDARD");
    whole(70, 0);
    number(40, 0);
    number(41, 1);
    number(50, 0);
    whole(71, 0);
    number(42, 1);
    group(3, "txt");
    group(4, "gbcbig.shx");  // Chinese characters in programs that draw with stroke fonts
    group(0, "ENDTAB");
    group(0, "ENDSEC");
}

}  // namespace orelens::sections
