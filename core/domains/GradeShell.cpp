#include "core/domains/GradeShell.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/domains/Continuity.h"
#include "core/drilling/Places.h"
#include "core/shapes/NearestPoints.h"
#include "core/shapes/RadialFit.h"
#include "core/shapes/VoxelBody.h"

namespace orelens::domains {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using shapes::Vec3;

/// Samples with a mark, one per place, in the frame in which continuity is alike in all directions.
struct Marked {
    std::vector<Vec3> in, out;
    std::vector<Vec3> places;  ///< both, in table order
    std::vector<double> distance;  ///< to the nearest of the other kind, above 0 inside
    std::vector<std::int32_t> hole;
};

Marked in_frame(const drilling::CompositeTable& samples, const std::vector<Mark>& marks, const Continuity& frame) {
    Marked all;
    std::vector<std::uint8_t> inside;
    const drilling::Places places = drilling::places_of(samples.x, samples.y, samples.z);
    std::vector<std::int32_t> row_of(places.count, -1);
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (marks[n] == Mark::unknown) continue;
        std::int32_t& row = row_of[places.of[n]];
        const bool in = marks[n] == Mark::inside;
        if (row >= 0) {  // of several at one place one inside is enough
            if (in) inside[static_cast<std::size_t>(row)] = 1;
            continue;
        }
        row = static_cast<std::int32_t>(all.places.size());
        all.places.push_back(frame.to_frame({samples.x[n], samples.y[n], samples.z[n]}));
        all.hole.push_back(samples.hole[n]);
        inside.push_back(in ? 1 : 0);
    }
    for (std::size_t n = 0; n < inside.size(); ++n) (inside[n] != 0 ? all.in : all.out).push_back(all.places[n]);
    const shapes::NearestPoints ins(all.in), outs(all.out);
    for (std::size_t n = 0; n < inside.size(); ++n)
        all.distance.push_back(inside[n] != 0 ? outs.nearest(all.places[n]).distance_m : -ins.nearest(all.places[n]).distance_m);
    return all;
}

/// Far from the shell neighbours along a hole tell the same: of these a few are kept, so that the fit stays small.
void thin(Marked& all) {
    std::vector<Vec3> places;
    std::vector<double> distance;
    const auto apart = [](const Vec3& a, const Vec3& b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); };
    for (std::size_t n = 0; n < all.places.size(); ++n) {
        const bool first = n == 0 || all.hole[n] != all.hole[n - 1];
        const bool last = n + 1 == all.places.size() || all.hole[n] != all.hole[n + 1];
        const bool turn = !first && (all.distance[n] > 0) != (all.distance[n - 1] > 0);
        if (!first && !last && !turn && apart(all.places[n], places.back()) < 0.4 * std::abs(all.distance[n])) continue;
        places.push_back(all.places[n]);
        distance.push_back(all.distance[n]);
    }
    all.places = std::move(places);
    all.distance = std::move(distance);
}

double median_length(const drilling::CompositeTable& samples) {
    std::vector<double> all;
    for (std::size_t n = 0; n < samples.size(); ++n) all.push_back(samples.to_m[n] - samples.from_m[n]);
    if (all.empty()) return 1;
    std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
    return std::max(all[all.size() / 2], 0.01);
}

}  // namespace

Expected<Body> grade_shell(const drilling::CompositeTable& samples, const BodyRule& rule, base::Progress& progress) {
    Body body;
    BodyReport& report = body.report;
    const auto marks = mark_samples(samples, rule, report);
    if (!marks) return std::unexpected(marks.error());
    const drilling::DrillSpacing spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    report.spacing_m = spacing.between_m;
    report.reach_m = reach_of(rule, spacing);
    base::Progress looking = progress.part(0, 0.2);
    const auto frame = continuity(samples, *marks, rule, looking);
    if (!frame) return std::unexpected(frame.error());
    report.flattening = frame->flattening;
    report.dip_deg = frame->dip_deg;
    report.dip_direction_deg = frame->dip_direction_deg;
    report.direction_found = frame->found;

    Marked marked = in_frame(samples, *marks, *frame);
    const double radius = bridging * report.reach_m;
    for (double& one : marked.distance) one = std::clamp(one, -2 * radius, 2 * radius);
    // Where a sample outside lies near, that one ends the shell, not the reach.
    std::vector<Vec3> known = marked.in;
    const shapes::NearestPoints inside(marked.in);
    for (const Vec3& p : marked.out)
        if (inside.nearest(p).distance_m <= radius) known.push_back(p);
    double cell = rule.cell_m > 0 ? rule.cell_m : std::min(report.reach_m / 8, 0.75 * median_length(samples) * frame->flattening);
    const double space = shapes::cells_around(known, radius, 1);
    const auto count = [&] { return space / (cell * cell * cell); };
    while (rule.cell_m <= 0 && count() > chosen_cells) cell *= 1.1;
    if (count() > rule.most_cells)
        return base::fail(ErrorKind::data,
                          Message("domains.too_many_cells", {{"cells", base::grouped(count())},
                                                             {"most", base::grouped(rule.most_cells)},
                                                             {"cell", base::number(cell, 4)}}),
                          {}, Message("domains.too_many_cells_fix"));
    report.cell_m = cell;
    auto shell = shapes::VoxelBody::around(known, radius, radius - report.reach_m, cell, progress.part(0.2, 0.4));
    if (!shell) return std::unexpected(shell.error());
    const std::vector<Vec3> in = marked.in;
    if (marked.out.empty()) {
        if (auto cut = shell->cut([](const Vec3&) { return -1e9; }, progress.part(0.5, 0.85)); !cut)
            return std::unexpected(cut.error());
    } else {
        thin(marked);
        shapes::RadialRule how;
        how.margin_m = 2 * std::max(spacing.between_m, report.reach_m);
        const auto fit = shapes::RadialFit::build(marked.places, marked.distance, how, progress.part(0.4, 0.5));
        if (!fit) return std::unexpected(fit.error());
        if (auto cut = shell->cut([&](const Vec3& p) { return -fit->at(p); }, progress.part(0.5, 0.85)); !cut)
            return std::unexpected(cut.error());
    }
    report.open_share = shell->open_share();
    const auto parts = shell->drop_parts(in, static_cast<std::size_t>(std::max(rule.least_samples, 1)), progress.part(0.85, 0.88));
    if (!parts) return std::unexpected(parts.error());
    report.parts = parts->kept;
    report.parts_dropped = parts->dropped;
    report.samples_dropped = parts->dropped_points;
    if (parts->kept == 0)
        return base::fail(ErrorKind::data, Message("domains.nothing_left", {{"least", std::to_string(rule.least_samples)}}), {},
                          Message("domains.nothing_left_fix"));
    const auto near = shell->share_within(in, std::max(spacing.between_m, report.cell_m), progress.part(0.88, 0.92));
    if (!near) return std::unexpected(near.error());
    report.near_share = *near;
    auto mesh = shell->mesh(progress.part(0.92, 0.98));
    if (!mesh) return std::unexpected(mesh.error());
    for (Vec3& p : mesh->points) p = frame->to_world(p);
    body.mesh = std::move(*mesh);
    if (auto counted = count_inside(samples, *marks, body.mesh, report, progress.part(0.98, 1)); !counted)
        return std::unexpected(counted.error());
    return body;
}

}  // namespace orelens::domains
