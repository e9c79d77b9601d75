#include "ui/scene/Palette.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace orelens::scene {
namespace {

constexpr Rgb hex(std::uint32_t rgb) {
    return {static_cast<float>((rgb >> 16) & 255U) / 255.0F, static_cast<float>((rgb >> 8) & 255U) / 255.0F,
            static_cast<float>(rgb & 255U) / 255.0F};
}

// Ten evenly spaced colours of the published maps; in between linear, which stays within one 8-bit step or
// two.
constexpr std::array viridis{hex(0x440154), hex(0x482878), hex(0x3e4989), hex(0x31688e), hex(0x26828e),
                             hex(0x1f9e89), hex(0x35b779), hex(0x6ece58), hex(0xb5de2b), hex(0xfde725)};
constexpr std::array cividis{hex(0x00224e), hex(0x123570), hex(0x3b496c), hex(0x575d6d), hex(0x707173),
                             hex(0x8a8678), hex(0xa59c74), hex(0xc3b369), hex(0xe1cc55), hex(0xfee838)};

constexpr std::array magma{hex(0x000004), hex(0x180f3d), hex(0x451077), hex(0x721f81), hex(0x9f2f7f),
                           hex(0xcd4071), hex(0xf1605d), hex(0xfd9567), hex(0xfec98d), hex(0xfcfdbf)};
constexpr std::array inferno{hex(0x000004), hex(0x1b0c42), hex(0x4b0c6b), hex(0x781c6d), hex(0xa52c60),
                             hex(0xcf4446), hex(0xed6925), hex(0xfb9a06), hex(0xf7d03c), hex(0xfcffa4)};
constexpr std::array plasma{hex(0x0d0887), hex(0x47039f), hex(0x7301a8), hex(0x9c179e), hex(0xbd3786),
                            hex(0xd8576b), hex(0xed7953), hex(0xfa9e3b), hex(0xfdc926), hex(0xf0f921)};

// ColorBrewer's diverging schemes of nine classes that it marks as safe for colour-blind readers.
constexpr std::array purple_green{hex(0x762a83), hex(0x9970ab), hex(0xc2a5cf), hex(0xe7d4e8), hex(0xf7f7f7),
                                  hex(0xd9f0d3), hex(0xa6dba0), hex(0x5aae61), hex(0x1b7837)};
constexpr std::array orange_purple{hex(0xb35806), hex(0xe08214), hex(0xfdb863), hex(0xfee0b6), hex(0xf7f7f7),
                                   hex(0xd8daeb), hex(0xb2abd2), hex(0x8073ac), hex(0x542788)};
constexpr std::array red_blue{hex(0xb2182b), hex(0xd6604d), hex(0xf4a582), hex(0xfddbc7), hex(0xf7f7f7),
                              hex(0xd1e5f0), hex(0x92c5de), hex(0x4393c3), hex(0x2166ac)};

// Okabe and Ito's set, extended with paler and darker partners.
constexpr std::array categories{hex(0x0072b2), hex(0xe69f00), hex(0x009e73), hex(0xcc79a7),
                                hex(0x56b4e9), hex(0xd55e00), hex(0xf0e442), hex(0x7f7f7f),
                                hex(0x4b3f9e), hex(0xa6761d), hex(0x9bd3a8), hex(0x8b1e3f)};

Rgb between(std::span<const Rgb> stops, double t) {
    if (std::isnan(t)) return missing_colour(false);
    if (stops.size() == 1) return stops.front();
    const double at = std::clamp(t, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto low = std::min<std::size_t>(static_cast<std::size_t>(at), stops.size() - 2);
    const auto part = static_cast<float>(at - static_cast<double>(low));
    Rgb out{};
    for (int c = 0; c < 3; ++c) out[c] = stops[low][c] + part * (stops[low + 1][c] - stops[low][c]);
    return out;
}

}  // namespace

Rgb ramp(ColourMap map, double t) {
    switch (map) {
        case ColourMap::cividis: return between(cividis, t);
        case ColourMap::viridis: return between(viridis, t);
        case ColourMap::magma: return between(magma, t);
        case ColourMap::inferno: return between(inferno, t);
        case ColourMap::plasma: return between(plasma, t);
        case ColourMap::red_blue: return between(red_blue, t);
        case ColourMap::purple_green: return between(purple_green, t);
        case ColourMap::orange_purple: return between(orange_purple, t);
    }
    return between(viridis, t);
}

bool is_diverging(ColourMap map) {
    return map == ColourMap::red_blue || map == ColourMap::purple_green || map == ColourMap::orange_purple;
}

Rgb between_stops(const std::vector<Rgb>& stops, double t) {
    return between(stops, t);
}

Rgb category(int n) {
    return categories[static_cast<std::size_t>(std::max(n, 0)) % categories.size()];
}

std::array<Rgb, status_count> status_colours(bool dark) {
    return {hex(0x00a878), hex(0xe69f00), dark ? hex(0x8a8f98) : hex(0x6b7079), hex(0xb07cc6),
            dark ? hex(0x6d8fbf) : hex(0x4c6a92)};
}

std::array<Rgb, 5> change_colours(bool dark) {
    return {hex(0x56b4e9), hex(0x00a878), hex(0xd55e00), dark ? hex(0x8a8f98) : hex(0x8b9099),
            dark ? hex(0x8f78a8) : hex(0x7a6394)};
}

Rgb not_evaluated_colour(bool dark) {
    return dark ? hex(0x7a808a) : hex(0x9aa0a9);
}

Rgb faded(const Rgb& colour) {
    constexpr float kept = 0.25F;
    const float grey = 0.3F * colour[0] + 0.59F * colour[1] + 0.11F * colour[2];
    Rgb out{};
    for (std::size_t c = 0; c < 3; ++c) out[c] = kept * colour[c] + (1 - kept) * grey;
    return out;
}

Rgb missing_colour(bool dark) {
    return dark ? hex(0x5a5f68) : hex(0xb9bdc4);
}

const Theme& theme(bool dark) {
    static const Theme light{hex(0xf4f6f8), hex(0xd9e2ec), hex(0x1f2933), hex(0xa9b4c0),
                             hex(0xb4bac2), hex(0xd6246e), hex(0xffffff)};
    static const Theme night{hex(0x14181d), hex(0x2a323c), hex(0xe6eaef), hex(0x56616e),
                             hex(0x6a7480), hex(0xff5fa2), hex(0x1c2127)};
    return dark ? night : light;
}

ValueRange value_range(std::vector<float> values) {
    std::erase_if(values, [](float v) { return !std::isfinite(v); });
    ValueRange range;
    if (values.empty()) return range;
    const auto at = [&](double share) {
        const auto n = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + n, values.end());
        return static_cast<double>(values[n]);
    };
    const double low = at(0.02);
    const double high = at(0.98);
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (high <= low) {
        const double half = std::max(std::abs(low) * 0.05, 1e-6);
        return {low - half, high + half, *least<low, *most> high};
    }
    const double step = std::pow(10, std::floor(std::log10(high - low)) - 1);
    range.low = std::floor(low / step) * step;
    range.high = std::ceil(high / step) * step;
    // A ramp that starts close to zero reads better from zero.
    if (range.low > 0 && range.low < 0.15 * range.high) range.low = 0;
    range.open_low = *least < range.low;
    range.open_high = *most > range.high;
    return range;
}

std::vector<double> round_ticks(double low, double high, int most) {
    std::vector<double> ticks;
    if (!(high > low) || most < 1) return ticks;
    const double raw = (high - low) / most;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    double step = 10 * power;
    for (const double m : {1.0, 2.0, 2.5, 5.0})
        if (m * power >= raw * (1 - 1e-9)) {
            step = m * power;
            break;
        }
    const auto first = static_cast<std::int64_t>(std::ceil(low / step - 1e-9));
    const auto last = static_cast<std::int64_t>(std::floor(high / step + 1e-9));
    for (std::int64_t n = first; n <= last; ++n) ticks.push_back(static_cast<double>(n) * step);
    return ticks;
}

}  // namespace orelens::scene
