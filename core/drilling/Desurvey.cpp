#include "core/drilling/Desurvey.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/drilling/Bends.h"
#include "core/drilling/Doubtful.h"

namespace orelens::drilling {
namespace {

using Vector = std::array<double, 3>;

double dot(const Vector& a, const Vector& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

double length(const Vector& a) {
    return std::sqrt(dot(a, a));
}

Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

Vector along(const Vector& start, double s, const Vector& direction) {
    return {start[0] + s * direction[0], start[1] + s * direction[1], start[2] + s * direction[2]};
}

/// sin θ / θ and (1 − cos θ) / θ, accurate near 0.
double sine_ratio(double angle) {
    return std::abs(angle) < 1e-8 ? 1.0 : std::sin(angle) / angle;
}
double versine_ratio(double angle) {
    const double half = std::sin(angle / 2);
    return std::abs(angle) < 1e-8 ? angle / 2 : 2 * half * half / angle;
}

Vector tangent(double azimuth_deg, double dip_deg) {
    constexpr double radians = std::numbers::pi / 180;
    if (std::abs(dip_deg) == 90) return {0, 0, dip_deg > 0 ? 1.0 : -1.0};
    const double horizontal = std::cos(dip_deg * radians);
    return {horizontal * std::sin(azimuth_deg * radians), horizontal * std::cos(azimuth_deg * radians),
            std::sin(dip_deg * radians)};
}

/// Unit normal of `t1` in the plane of the bend. A full reversal (180°) leaves the plane open; then the bend
/// is upward, or northward for a vertical hole, so that the result is at least always the same.
Vector bend_normal(const Vector& t1, const Vector& t2) {
    const auto without_t1 = [&](const Vector& v) { return along(v, -dot(v, t1), t1); };
    Vector n = without_t1(t2);
    if (length(n) < 1e-12) n = without_t1({0, 0, 1});
    if (length(n) < 1e-6) n = without_t1({0, 1, 0});
    const double size = length(n);
    return {n[0] / size, n[1] / size, n[2] / size};
}

/// Point at arc length s of a circular arc of length `whole` that leaves `start` along t1 and ends along t2.
/// At s = whole this is the minimum curvature formula with its ratio factor (2/β)·tan(β/2), written so that
/// β = 0 and β = 180° need no special value.
Vector on_arc(const Vector& start, const Vector& t1, const Vector& t2, double s, double whole) {
    const double beta = std::atan2(length(cross(t1, t2)), dot(t1, t2));
    if (beta < 1e-12) return along(start, s, t1);
    const double theta = beta * s / whole;
    return along(along(start, s * sine_ratio(theta), t1), s * versine_ratio(theta), bend_normal(t1, t2));
}

/// Unit tangent of the arc that turns t1 into t2, at the share `f` of its length.
Vector on_turn(const Vector& t1, const Vector& t2, double f) {
    const double theta = f * std::atan2(length(cross(t1, t2)), dot(t1, t2));
    const Vector n = bend_normal(t1, t2);
    return {std::cos(theta) * t1[0] + std::sin(theta) * n[0],
            std::cos(theta) * t1[1] + std::sin(theta) * n[1],
            std::cos(theta) * t1[2] + std::sin(theta) * n[2]};
}

/// Ends the trace at `end`: stations below are cut off on the arc they lie on, a shorter trace goes on
/// straight.
void end_at(Trace& trace, double end) {
    const double last = trace.depth_m.back();
    if (!(end > 0) || end == last) return;
    const Vector position = trace.at(end);
    Vector direction = trace.direction.back();
    if (end < last) {
        const auto i = static_cast<std::size_t>(
            std::upper_bound(trace.depth_m.begin(), trace.depth_m.end(), end) - trace.depth_m.begin());
        const double f = (end - trace.depth_m[i - 1]) / (trace.depth_m[i] - trace.depth_m[i - 1]);
        direction = on_turn(trace.direction[i - 1], trace.direction[i], f);
        const std::size_t kept = trace.depth_m[i - 1] == end ? i - 1 : i;
        trace.depth_m.resize(kept);
        trace.position.resize(kept);
        trace.direction.resize(kept);
    }
    trace.depth_m.push_back(end);
    trace.position.push_back(position);
    trace.direction.push_back(direction);
}

Trace trace_of(const Collar& collar, std::vector<const SurveyStation*> stations, double end) {
    Trace trace;
    const Vector start = {collar.x, collar.y, collar.z};
    if (!std::all_of(start.begin(), start.end(), [](double v) { return std::isfinite(v); })) return trace;
    std::stable_sort(stations.begin(), stations.end(),
                     [](const auto* a, const auto* b) { return a->depth_m < b->depth_m; });
    trace.vertical_assumed = stations.empty();
    const Vector first =
        stations.empty() ? Vector{0, 0, -1} : tangent(stations[0]->azimuth_deg, stations[0]->dip_deg);
    trace.depth_m.push_back(0);
    trace.position.push_back(start);
    trace.direction.push_back(first);
    for (const SurveyStation* station : stations) {
        const double before = trace.depth_m.back();
        if (station->depth_m <= before) continue;
        const Vector t1 = trace.direction.back();
        const Vector t2 = tangent(station->azimuth_deg, station->dip_deg);
        const double whole = station->depth_m - before;
        trace.position.push_back(on_arc(trace.position.back(), t1, t2, whole, whole));
        trace.depth_m.push_back(station->depth_m);
        trace.direction.push_back(t2);
    }
    if (std::isfinite(end)) end_at(trace, end);
    return trace;
}

/// Straight from place to place; a single place has the direction of a vertical hole.
Trace trace_of(const StatedPath& path) {
    Trace trace;
    for (std::size_t i = 0; i < path.depth_m.size(); ++i) {
        // Places in a row that are the same one have one depth.
        if (i > 0 && !(path.depth_m[i] > trace.depth_m.back())) continue;
        trace.depth_m.push_back(path.depth_m[i]);
        trace.position.push_back(path.place[i]);
    }
    for (std::size_t i = 0; i < trace.position.size(); ++i) {
        const std::size_t next = std::min(i + 1, trace.position.size() - 1);
        const std::size_t from = next > i ? i : std::max<std::size_t>(i, 1) - 1;
        const Vector step = along(trace.position[next], -1, trace.position[from]);
        const double size = length(step);
        trace.direction.push_back(size > 0 ? Vector{step[0] / size, step[1] / size, step[2] / size}
                                           : Vector{0, 0, -1});
    }
    trace.straight = true;
    return trace;
}

}  // namespace

std::array<double, 3> Trace::at(double depth) const {
    if (depth_m.empty() || std::isnan(depth)) return {no_value, no_value, no_value};
    const auto after = std::upper_bound(depth_m.begin(), depth_m.end(), depth);
    if (after == depth_m.begin()) return along(position[0], depth - depth_m[0], direction[0]);
    const auto i = static_cast<std::size_t>(after - depth_m.begin()) - 1;
    const double s = depth - depth_m[i];
    if (after == depth_m.end() || straight) return along(position[i], s, direction[i]);
    return on_arc(position[i], direction[i], direction[i + 1], s, depth_m[i + 1] - depth_m[i]);
}

std::vector<double> hole_ends(const DrillholeSet& holes) {
    std::vector<double> ends;
    for (const Collar& collar : holes.collars) ends.push_back(collar.depth_m);
    const std::vector<std::size_t> too_deep = logs_beyond_belief(holes);
    for (const IntervalTable* table : {&holes.assays, &holes.lithology})
        for (std::size_t row = 0; row < table->size(); ++row)
            if (table->hole[row] >= 0 && std::isfinite(table->to_m[row]) &&
                (table == &holes.assays || !std::ranges::binary_search(too_deep, row)) &&
                (table->doubtful.empty() || table->doubtful[row] == 0)) {
                double& end = ends[static_cast<std::size_t>(table->hole[row])];
                end = std::fmax(end, table->to_m[row]);
            }
    return ends;
}

std::vector<Trace> desurvey(const DrillholeSet& holes) {
    std::vector<std::vector<const SurveyStation*>> stations(holes.collars.size());
    for (const SurveyStation& station : holes.surveys)
        if (station.hole >= 0 && usable(station))
            stations[static_cast<std::size_t>(station.hole)].push_back(&station);
    const std::vector<double> ends = hole_ends(holes);
    std::vector<Trace> traces;
    traces.reserve(holes.collars.size());
    auto path = holes.paths.begin();
    for (std::size_t i = 0; i < holes.collars.size(); ++i) {
        if (path != holes.paths.end() && path->hole == static_cast<std::int32_t>(i))
            traces.push_back(trace_of(*path++));
        else
            traces.push_back(trace_of(holes.collars[i], std::move(stations[i]), ends[i]));
    }
    return traces;
}

}  // namespace orelens::drilling
