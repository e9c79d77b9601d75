#include "core/sections/Section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orelens::sections {
namespace {

using base::ErrorKind;
using base::Message;

constexpr double degrees = 180 / std::numbers::pi;
constexpr double margin_share = 0.02;  ///< left and right of what there is

struct Line {
    Vec2 from{}, to{};
    [[nodiscard]] double length() const { return std::hypot(to[0] - from[0], to[1] - from[1]); }
    [[nodiscard]] Vec2 along() const { return {(to[0] - from[0]) / length(), (to[1] - from[1]) / length()}; }
};

/// Places on the map that sections should show: corners of the model, and of every hole its collar and end.
std::vector<Vec2> places_of(const Ground& ground) {
    std::vector<Vec2> out;
    if (ground.grid != nullptr) {
        const auto& n = ground.grid->count;
        for (int corner = 0; corner < 8; ++corner) {
            const Vec3 at = ground.grid->to_world({corner & 1 ? n[0] * 1.0 : 0, corner & 2 ? n[1] * 1.0 : 0,
                                                   corner & 4 ? n[2] * 1.0 : 0});
            out.push_back({at[0], at[1]});
        }
    }
    if (ground.traces != nullptr)
        for (std::size_t h = 0; h < ground.traces->size(); ++h) {
            const drilling::Trace& trace = (*ground.traces)[h];
            if (trace.position.empty() || (ground.holes != nullptr && ground.holes->collars[h].doubtful)) continue;
            for (const auto& at : {trace.position.front(), trace.position.back()})
                if (std::isfinite(at[0]) && std::isfinite(at[1])) out.push_back({at[0], at[1]});
        }
    return out;
}

Vec2 mean_of(const std::vector<Vec2>& places) {
    Vec2 sum{0, 0};
    for (const Vec2& p : places) sum = {sum[0] + p[0], sum[1] + p[1]};
    const double n = std::max<double>(1, static_cast<double>(places.size()));
    return {sum[0] / n, sum[1] / n};
}

/// Eastward, or northward where it runs due north or south: sections of one deposit read alike.
Vec2 eastward(Vec2 direction) {
    constexpr double due = 1e-9;
    if (direction[0] < -due || (std::abs(direction[0]) <= due && direction[1] < 0))
        return {-direction[0], -direction[1]};
    return direction;
}

/// The long axis of a cloud of places: the larger eigenvector of its covariance.
Vec2 long_axis(const std::vector<Vec2>& places) {
    const Vec2 mean = mean_of(places);
    double xx = 0, xy = 0, yy = 0;
    for (const Vec2& p : places) {
        const double x = p[0] - mean[0], y = p[1] - mean[1];
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
    return eastward({std::cos(angle), std::sin(angle)});
}

struct Reach {
    double low = 0, high = 0;
};
Reach reach_along(const std::vector<Vec2>& places, const Vec2& origin, const Vec2& along) {
    Reach reach{1e300, -1e300};
    for (const Vec2& p : places) {
        const double s = (p[0] - origin[0]) * along[0] + (p[1] - origin[1]) * along[1];
        reach = {std::min(reach.low, s), std::max(reach.high, s)};
    }
    return reach;
}

/// The long side of the model through its middle, or the long axis of the holes.
base::Expected<Line> own_line(const Ground& ground, const std::vector<Vec2>& places) {
    if (places.empty()) return base::fail(ErrorKind::data, Message("section.nothing"));
    Vec2 along = long_axis(places), middle = mean_of(places);
    if (ground.grid != nullptr) {
        const auto axes = ground.grid->axes();
        const double across = ground.grid->count[0] * ground.grid->block_size[0],
                     up = ground.grid->count[1] * ground.grid->block_size[1];
        const Vec3& axis = axes[across >= up ? 0 : 1];
        if (const double flat = std::hypot(axis[0], axis[1]); flat > 0.5) along = eastward({axis[0] / flat, axis[1] / flat});
        const auto& n = ground.grid->count;
        const Vec3 centre = ground.grid->to_world({n[0] / 2.0, n[1] / 2.0, n[2] / 2.0});
        middle = {centre[0], centre[1]};
    }
    const Reach reach = reach_along(places, middle, along);
    if (!(reach.high > reach.low)) return base::fail(ErrorKind::data, Message("section.nothing"));
    return Line{{middle[0] + reach.low * along[0], middle[1] + reach.low * along[1]},
                {middle[0] + reach.high * along[0], middle[1] + reach.high * along[1]}};
}

/// 1, 2, 2.5 or 5 times a power of ten, next to the value.
double rounded(double value) {
    const double power = std::pow(10, std::floor(std::log10(value)));
    double best = power;
    for (const double step : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (std::abs(std::log(step * power / value)) < std::abs(std::log(best / value))) best = step * power;
    return best;
}

double spacing_of(const SectionRule& rule, const Ground& ground, double length) {
    if (rule.spacing_m > 0) return rule.spacing_m;
    constexpr double usual_number = 10;
    return rounded(ground.drill_spacing_m > 0 ? ground.drill_spacing_m : std::max(length, 1.0) / usual_number);
}

/// Stretched to what there is, with a margin; the start moves so that s begins at 0.
Section stretched(Section section, const std::vector<Vec2>& places) {
    Reach reach = reach_along(places, section.start, section.along);
    if (!(reach.high > reach.low)) reach = {reach.low - 50, reach.low + 50};
    const double margin = margin_share * (reach.high - reach.low);
    const double low = std::floor(reach.low - margin);
    section.start = {section.start[0] + low * section.along[0], section.start[1] + low * section.along[1]};
    section.length_m = std::ceil(reach.high + margin - low);
    return section;
}

base::Expected<std::vector<Section>> across(const SectionRule& rule, const Line& line, double spacing,
                                            const std::vector<Vec2>& places) {
    const Vec2 way = line.along();
    const double count = std::floor(line.length() / spacing + 1e-9) + 1;
    if (count > most_sections)
        return base::fail(ErrorKind::usage,
                          Message("section.too_many", {{"count", base::grouped(count)}, {"most", base::grouped(most_sections)}}),
                          {.field = "section.spacing"});
    // Whole spacings about the middle, so that both ends of the line are as far from a section.
    const double first = (line.length() - (count - 1) * spacing) / 2;
    std::vector<Section> out;
    for (int n = 0; n < static_cast<int>(count); ++n) {
        Section section;
        section.station_m = first + n * spacing;
        section.name = fmt::format("S{}", n + 1);
        section.start = {line.from[0] + section.station_m * way[0], line.from[1] + section.station_m * way[1]};
        section.along = {way[1], -way[0]};  // to the right of who looks along the line
        section.corridor_m = rule.corridor_m > 0 ? rule.corridor_m : spacing / 2;
        out.push_back(places.empty() ? section : stretched(section, places));
    }
    return out;
}

base::Expected<Section> through_holes(const SectionRule& rule, const Ground& ground) {
    std::vector<Vec2> collars;
    Section section;
    Vec2 heading{0, 0};
    for (const std::string& name : read_names(rule.holes)) {
        const auto found = ground.holes == nullptr ? std::map<std::string, std::int32_t>::const_iterator()
                                                   : ground.holes->hole_index.find(name);
        if (ground.holes == nullptr || ground.traces == nullptr || found == ground.holes->hole_index.end() ||
            (*ground.traces)[static_cast<std::size_t>(found->second)].position.empty())
            return base::fail(ErrorKind::usage, Message("section.no_hole", {{"hole", name}}), {.field = "section.holes"});
        const drilling::Trace& trace = (*ground.traces)[static_cast<std::size_t>(found->second)];
        collars.push_back({trace.position.front()[0], trace.position.front()[1]});
        heading = {trace.position.back()[0] - collars.back()[0], trace.position.back()[1] - collars.back()[1]};
        section.name += (section.name.empty() ? "" : "–") + name;
    }
    if (collars.empty())
        return base::fail(ErrorKind::usage, Message("section.no_holes_named"), {.field = "section.holes"});
    section.start = mean_of(collars);
    const double flat = std::hypot(heading[0], heading[1]);
    if (collars.size() > 1)
        section.along = long_axis(collars);
    else if (flat > 1)
        section.along = eastward({heading[0] / flat, heading[1] / flat});
    return section;
}

}  // namespace

double Section::looking_deg() const {
    const Vec2 reader = to_reader();
    const double azimuth = std::atan2(-reader[0], -reader[1]) * degrees;
    return azimuth < -1e-9 ? azimuth + 360 : std::max(0.0, azimuth);
}

std::string quadrant_bearing(double azimuth_deg) {
    int whole = static_cast<int>(std::lround(azimuth_deg)) % 360;
    if (whole < 0) whole += 360;
    if (whole % 90 == 0) return std::array{"N", "E", "S", "W"}[static_cast<std::size_t>(whole / 90)];
    const bool north = whole < 90 || whole > 270, east = whole < 180;
    const int from_pole = north ? (east ? whole : 360 - whole) : (east ? 180 - whole : whole - 180);
    return fmt::format("{}{}°{}", north ? "N" : "S", from_pole, east ? "E" : "W");
}

base::Expected<std::vector<Section>> place_sections(const SectionRule& rule, const Ground& ground) {
    const std::vector<Vec2> places = places_of(ground);
    const auto stated = read_line(rule.line);
    if (!stated) return std::unexpected(stated.error());
    const auto corridor = [&](double spacing) { return rule.corridor_m > 0 ? rule.corridor_m : spacing / 2; };
    if (rule.placing == Placing::holes) {
        auto section = through_holes(rule, ground);
        if (!section) return std::unexpected(section.error());
        section->corridor_m = corridor(spacing_of(rule, ground, 0));
        return std::vector{stretched(*section, places)};
    }
    Line line;
    if (!stated->empty()) {
        line = {(*stated)[0], (*stated)[1]};
    } else {
        const auto own = own_line(ground, places);
        if (!own) return std::unexpected(own.error());
        line = *own;
    }
    const double spacing = spacing_of(rule, ground, line.length());
    if (rule.placing == Placing::across) return across(rule, line, spacing, places);
    Section section;
    section.name = "L1";
    section.start = line.from;
    section.along = line.along();
    section.length_m = line.length();
    section.corridor_m = corridor(spacing);
    return std::vector{stated->empty() ? stretched(section, places) : section};
}

}  // namespace orelens::sections
