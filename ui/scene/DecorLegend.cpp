// The legend: everything that colours say on one plate, as small as it can be read. Upright beside the model, or lying
// across the top of a picture that is narrow.
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/scene/Decor.h"

namespace orelens::scene {
namespace {

constexpr double margin = 12, pad = 8, gap = 8;
constexpr double title_size = 12, label_size = 11;
constexpr double line_height = 15, title_height = 16;
constexpr double title_wide = 150;   ///< titles are broken into lines of this
constexpr double narrow = 400;       ///< pictures up to here have the legend lie
constexpr double bar = 12;           ///< width of a ramp
constexpr double usual_ramp = 112, least_ramp = 56;
constexpr double swatch = 12, after_swatch = 6;

const TextStyle title_style{title_size, {}, -1, 0, true};
const TextStyle label_style{label_size, {}, -1, 0, false};

TextStyle in(const TextStyle& style, const Rgb& colour) {
    TextStyle out = style;
    out.colour = colour;
    return out;
}

/// The end of the character that begins at `from`.
std::size_t next_character(const std::string& words, std::size_t from) {
    std::size_t to = from + 1;
    while (to < words.size() && (static_cast<unsigned char>(words[to]) & 0xC0U) == 0x80U) ++to;
    return to;
}

/// Lines as wide as they may be, broken at blanks, and between Chinese characters.
std::vector<std::string> wrapped(Sheet& sheet, const std::string& words, const TextStyle& style, double widest) {
    std::vector<std::string> lines{""};
    std::string word;
    const auto put = [&] {
        if (word.empty()) return;
        std::string& last = lines.back();
        if (!last.empty() && sheet.measure(last + word, style)[0] > widest) {
            while (!last.empty() && last.back() == ' ') last.pop_back();
            lines.push_back(word[0] == ' ' ? word.substr(1) : word);
        } else {
            last += word;
        }
        word.clear();
    };
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t to = next_character(words, at);
        const bool wide = to - at >= 3;  // Han and their punctuation
        if (wide || words[at] == ' ') put();
        word += words.substr(at, to - at);
        if (wide) put();
        at = to;
    }
    put();
    return lines;
}

/// Where values of a ramp are told.
std::vector<double> ticks_of(const Legend& legend, int most) {
    if (!legend.logarithmic || !(legend.low > 0)) return round_ticks(legend.low, legend.high, most);
    std::vector<double> ticks;
    const double decades = std::log10(legend.high / legend.low);
    const std::vector<double> steps = decades > 3   ? std::vector<double>{1}
                                      : decades > 1 ? std::vector<double>{1, 3}
                                                    : std::vector<double>{1, 2, 5};
    const int first = static_cast<int>(std::floor(std::log10(legend.low)));
    for (int power = first; power <= first + static_cast<int>(decades) + 2; ++power)
        for (const double step : steps)
            if (const double tick = step * std::pow(10, power);
                tick >= legend.low * (1 - 1e-9) && tick <= legend.high * (1 + 1e-9))
                ticks.push_back(tick);
    return ticks;
}

double share_of(const Legend& legend, double value) {
    const double v = std::clamp(value, legend.low, legend.high);
    if (legend.logarithmic && legend.low > 0) return std::log(v / legend.low) / std::log(legend.high / legend.low);
    return (v - legend.low) / (legend.high - legend.low);
}

struct Tick {
    double share = 0;
    std::string words;
    double wide = 0;
};

/// One legend on the plate.
struct Piece {
    const Legend* legend = nullptr;
    std::vector<std::string> title;
    std::vector<Tick> ticks;
    double wide = 0, fixed = 0;  ///< without its ramp
    double ramp = 0;             ///< length of it; 0 = none
    double ends = 0;             ///< room for the points at its ends
    [[nodiscard]] double tall() const { return fixed + ramp; }
};

Piece piece_of(Sheet& sheet, const Legend& legend, double widest) {
    const double r = sheet.ratio();
    Piece piece;
    piece.legend = &legend;
    piece.title = wrapped(sheet, legend.title, title_style, widest);
    for (const std::string& line : piece.title)
        piece.wide = std::max(piece.wide, sheet.measure(line, title_style)[0]);
    piece.fixed = static_cast<double>(piece.title.size()) * title_height * r;
    if (!legend.ramp.empty()) {
        const std::vector<double> at = ticks_of(legend, 5);
        const int decimals = at.size() > 1 ? decimals_for(at[1] - at[0]) : 2;
        for (const double tick : at) {
            const std::string words = pretty(tick, legend.logarithmic ? decimals_for(tick) : decimals);
            piece.ticks.push_back({share_of(legend, tick), words, sheet.measure(words, label_style)[0]});
        }
        piece.ends = 9 * r;
    }
    return piece;
}

/// Entries side by side, in as many lines as they need; `put` is told the place of each.
template <class Put>
double flow(Sheet& sheet, const Legend& legend, double wide, const Put& put) {
    const double r = sheet.ratio();
    double x = 0, y = 0;
    for (std::size_t n = 0; n < legend.entries.size(); ++n) {
        const double needs =
            (swatch + after_swatch + 10) * r + sheet.measure(legend.entries[n].second, label_style)[0];
        if (x > 0 && x + needs > wide) x = 0, y += line_height * r;
        put(n, x, y);
        x += needs;
    }
    return legend.entries.empty() ? 0 : y + line_height * r;
}

void draw_ramp(Sheet& sheet, const Piece& piece, double x, double y, bool lying, const Theme& colours) {
    const Legend& legend = *piece.legend;
    const double r = sheet.ratio();
    const double length = piece.ramp;
    const auto box = [&](double along, double across, double long_, double wide, const Rgb& colour) {
        lying ? sheet.rectangle(x + along, y + across, long_, wide, colour)
              : sheet.rectangle(x + across, y + along, wide, long_, colour);
    };
    const auto corner = [&](double along, double across) {
        return lying ? Point2{x + along, y + across} : Point2{x + across, y + along};
    };
    const auto steps = static_cast<double>(legend.ramp.size());
    for (std::size_t n = 0; n < legend.ramp.size(); ++n) {
        const double from = std::round(length * static_cast<double>(n) / steps);
        const double to = std::round(length * static_cast<double>(n + 1) / steps);
        box(from, 0, to - from, bar * r, legend.ramp[n]);
    }
    // Pointed ends say that values go on beyond the scale.
    if (legend.open_high)
        sheet.polygon({corner(length, 0), corner(length, bar * r), corner(length + 7 * r, bar * r / 2)},
                      legend.ramp.back());
    if (legend.open_low)
        sheet.polygon({corner(0, 0), corner(-7 * r, bar * r / 2), corner(0, bar * r)}, legend.ramp.front());
    double last = -1e9;
    for (const Tick& tick : piece.ticks) {
        const double at = tick.share * length;
        if (lying) {
            // Those that would touch are left out.
            const double left = std::clamp(at - tick.wide / 2, -piece.ends, length + piece.ends - tick.wide);
            if (left < last + 6 * r) continue;
            last = left + tick.wide;
            sheet.line(corner(at, 0), corner(at, -3 * r), r, colours.text);
            sheet.text({x + left, y - 9 * r}, tick.words, in(label_style, colours.text));
        } else {
            sheet.line(corner(at, bar * r), corner(at, (bar + 4) * r), r, colours.text);
            sheet.text(corner(at, (bar + 8) * r), tick.words, in(label_style, colours.text));
        }
    }
    if (!legend.has_marker) return;
    const double at = share_of(legend, legend.marker) * length;
    sheet.line(corner(at, -2 * r), corner(at, (bar + 2) * r), 2 * r, colours.text);
    const double from = lying ? bar + 2 : -2, to = lying ? bar + 8 : -8;
    sheet.polygon({corner(at + 4 * r, to * r), corner(at - 4 * r, to * r), corner(at, from * r)}, colours.text);
}

void draw_entry(Sheet& sheet, const std::pair<Rgb, std::string>& entry, double x, double middle,
                const Theme& colours) {
    const double r = sheet.ratio();
    sheet.rectangle(x, middle - 5 * r, swatch * r, 10 * r, entry.first);
    sheet.text({x + (swatch + after_swatch) * r, middle}, entry.second, in(label_style, colours.text));
}

struct Plan {
    LegendBox box;
    bool lying = false;
    std::vector<Piece> pieces;
};

void plan_upright(Sheet& sheet, Plan& plan, double height) {
    const double r = sheet.ratio();
    double tall = 2 * pad * r, ramps = 0;
    for (Piece& piece : plan.pieces) {
        double labels = 0, entries = 0;
        for (const Tick& tick : piece.ticks) labels = std::max(labels, (9 + bar + 8) * r + tick.wide);
        for (const auto& entry : piece.legend->entries)
            entries = std::max(entries, (swatch + after_swatch) * r + sheet.measure(entry.second, label_style)[0]);
        piece.wide = std::max({piece.wide, labels, entries});
        piece.fixed += static_cast<double>(piece.legend->entries.size()) * line_height * r + 2 * piece.ends;
        if (!piece.legend->ramp.empty()) ++ramps;
        tall += piece.fixed + (&piece == plan.pieces.data() ? 0 : gap * r);
        plan.box.width = std::max(plan.box.width, piece.wide + 2 * pad * r);
    }
    const double room = ramps > 0 ? (height - 2 * margin * r - tall) / ramps : 0;
    for (Piece& piece : plan.pieces)
        if (!piece.legend->ramp.empty()) {
            piece.ramp = std::clamp(room, least_ramp * r, usual_ramp * r);
            tall += piece.ramp;
        }
    plan.box.height = tall;
}

void plan_lying(Sheet& sheet, Plan& plan, double width) {
    const double r = sheet.ratio();
    const double wide = width - 2 * (margin + pad) * r;
    double tall = 2 * pad * r;
    for (Piece& piece : plan.pieces) {
        if (!piece.legend->ramp.empty()) {
            piece.ramp = std::max(least_ramp * r, std::min(wide, 300 * r) - 2 * piece.ends);
            piece.fixed += (bar + 17) * r + (piece.legend->has_marker ? 7 * r : 0);
        }
        piece.fixed += flow(sheet, *piece.legend, wide, [](std::size_t, double, double) {});
        tall += piece.fixed + (&piece == plan.pieces.data() ? 0 : gap * r);
    }
    plan.box.width = wide + 2 * pad * r;
    plan.box.height = tall;
}

/// `below` is kept free of an upright legend as far as its shortest scale allows.
Plan plan_above(Sheet& sheet, const DecorInput& input, double width, double height, double below) {
    const double r = sheet.ratio();
    Plan plan;
    plan.lying = width < narrow * r;
    const double widest = plan.lying ? width - 2 * (margin + pad) * r : title_wide * r;
    for (const Legend& legend : input.legends)
        if (!legend.empty()) plan.pieces.push_back(piece_of(sheet, legend, widest));
    if (plan.pieces.empty() || !input.look.legend) return {};
    plan.lying ? plan_lying(sheet, plan, width) : plan_upright(sheet, plan, height - below);
    LegendBox& box = plan.box;
    box.room_x = std::max(0.0, width - 2 * margin * r - box.width);
    box.room_y = std::max(0.0, height - 2 * margin * r - box.height);
    box.x = margin * r + box.room_x;
    box.y = margin * r + box.room_y;
    if (input.look.legend_at) {
        box.x = margin * r + std::clamp((*input.look.legend_at)[0], 0.0, 1.0) * box.room_x;
        box.y = margin * r + std::clamp((*input.look.legend_at)[1], 0.0, 1.0) * box.room_y;
    } else if (const Point2 caption = caption_size(sheet, input);
               caption[1] > 0 && caption[0] + box.width + (caption_left(input) + 3 * margin) * r > width) {
        box.y = std::max(margin * r, box.y - caption[1] - gap * r);
    }
    return plan;
}

/// In a low view the legend is shorter, so that it ends above what stands over the picture.
Plan plan_of(Sheet& sheet, const DecorInput& input, double width, double height) {
    const double r = sheet.ratio();
    Plan plan = plan_above(sheet, input, width, height, 0);
    const std::array<double, 4>& panel = input.panel;
    if (panel[2] <= 0 || plan.lying || plan.pieces.empty() || input.look.legend_at) return plan;
    const double top = (panel[1] + panel[3]) * r;
    const bool beside = panel[0] * r > plan.box.x + plan.box.width || (panel[0] + panel[2]) * r < plan.box.x;
    return beside || plan.box.y > top ? plan : plan_above(sheet, input, width, height, top);
}

}  // namespace

LegendBox legend_box(Sheet& sheet, const DecorInput& input, double width, double height) {
    return plan_of(sheet, input, width, height).box;
}

void draw_legends(Sheet& sheet, const DecorInput& input, double width, double height) {
    const Plan plan = plan_of(sheet, input, width, height);
    if (plan.pieces.empty()) return;
    const double r = sheet.ratio();
    const Theme& colours = theme(input.look.dark);
    sheet.rectangle(plan.box.x, plan.box.y, plan.box.width, plan.box.height, colours.plate, 0.88);
    sheet.reserve(plan.box.x, plan.box.y, plan.box.width, plan.box.height);
    const double x = plan.box.x + pad * r;
    double top = plan.box.y + plan.box.height - pad * r;
    for (const Piece& piece : plan.pieces) {
        for (const std::string& line : piece.title) {
            sheet.text({x, top - title_height * r / 2}, line, in(title_style, colours.text));
            top -= title_height * r;
        }
        if (plan.lying && piece.ramp > 0) {
            if (piece.legend->has_marker) top -= 7 * r;
            draw_ramp(sheet, piece, x + piece.ends, top - bar * r, true, colours);
            top -= (bar + 17) * r;
        } else if (piece.ramp > 0) {
            draw_ramp(sheet, piece, x + 9 * r, top - piece.ends - piece.ramp, false, colours);
            top -= piece.ramp + 2 * piece.ends;
        }
        if (plan.lying) {
            top -= flow(sheet, *piece.legend, plan.box.width - 2 * pad * r, [&](std::size_t n, double dx, double dy) {
                draw_entry(sheet, piece.legend->entries[n], x + dx, top - dy - line_height * r / 2, colours);
            });
        } else {
            for (const auto& entry : piece.legend->entries) {
                draw_entry(sheet, entry, x, top - line_height * r / 2, colours);
                top -= line_height * r;
            }
        }
        top -= gap * r;
    }
}

}  // namespace orelens::scene
