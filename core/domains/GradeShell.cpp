#include "core/domains/GradeShell.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/domains/Drawing.h"
#include "core/drilling/Places.h"
#include "core/shapes/Measure.h"
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

/// What the shell is drawn from, in the frame, whatever the lattice.
struct Outline {
    std::vector<Vec3> in;     ///< samples inside
    std::vector<Vec3> known;  ///< those about which it may lie
    double radius = 0, reach = 0;
    std::optional<shapes::RadialFit> distance;  ///< above 0 inside; nothing where no sample is outside
};

Expected<Outline> outline_of(Marked marked, double reach_m, double spacing_m, const base::Progress& progress) {
    Outline outline;
    outline.reach = reach_m;
    outline.radius = bridging * reach_m;
    for (double& one : marked.distance) one = std::clamp(one, -2 * outline.radius, 2 * outline.radius);
    outline.in = outline.known = marked.in;
    // Where a sample outside lies near, that one ends the shell, not the reach.
    const shapes::NearestPoints inside(marked.in);
    for (const Vec3& p : marked.out)
        if (inside.nearest(p).distance_m <= outline.radius) outline.known.push_back(p);
    if (marked.out.empty()) return outline;
    thin(marked);
    shapes::RadialRule how;
    how.margin_m = 2 * std::max(spacing_m, reach_m);
    auto fit = shapes::RadialFit::build(marked.places, marked.distance, how, progress);
    if (!fit) return std::unexpected(fit.error());
    outline.distance = std::move(*fit);
    return outline;
}

/// The step of the lattice: as stated, or the finest that reach and samples ask for within so many cells. Error: stated
/// finer than the rule allows.
Expected<double> cell_of(const BodyRule& rule, const Outline& outline, double length_across) {
    double cell = rule.cell_m > 0 ? rule.cell_m : std::min(outline.reach / 8, 0.75 * length_across);
    const double space = shapes::cells_around(shapes::alike(outline.known, outline.radius, outline.radius), 1);
    const auto count = [&] { return space / (cell * cell * cell); };
    while (rule.cell_m <= 0 && count() > chosen_cells) cell *= 1.1;
    if (auto few = check_cells(count(), cell, rule); !few) return std::unexpected(few.error());
    return cell;
}

/// The shell on a lattice; fills what the report says of it.
Expected<shapes::TriangleMesh> draw(const Outline& outline, double cell, BodyReport& report,
                                    const base::Progress& progress) {
    report.cell_m = cell;
    auto shell = shapes::VoxelBody::around(shapes::alike(outline.known, outline.radius, outline.reach), cell, progress.part(0, 0.3));
    if (!shell) return std::unexpected(shell.error());
    const auto outside = [&](const Vec3& p) { return outline.distance ? -outline.distance->at(p) : -1e9; };
    if (auto cut = shell->cut(outside, progress.part(0.3, 0.8)); !cut) return std::unexpected(cut.error());
    report.open_share = shell->open_share();
    const double told = shell->cells() * cell * cell * cell;
    const auto parts = shell->drop_parts(outline.in, static_cast<std::size_t>(report.least_samples), progress.part(0.8, 0.85));
    if (!parts) return std::unexpected(parts.error());
    report.parts = parts->kept;
    report.parts_dropped = parts->dropped;
    report.samples_dropped = parts->dropped_points;
    if (parts->kept == 0) return shapes::TriangleMesh{};
    const std::vector<double> drilled(outline.in.size(), std::max(report.spacing_m, report.cell_m));
    const auto near = shell->share_within(outline.in, drilled, progress.part(0.85, 0.9));
    if (!near) return std::unexpected(near.error());
    report.near_share = *near;
    auto mesh = shell->mesh(progress.part(0.9, 1));
    if (mesh) report.lost_share = std::max(0.0, 1 - shapes::volume(*mesh) / told);
    return mesh;
}

}  // namespace

Expected<Body> grade_shell(const drilling::CompositeTable& samples, const BodyRule& rule, base::Progress& progress) {
    BodyReport report;
    const auto marks = begin_drawing(samples, rule, report, progress);
    if (!marks) return std::unexpected(marks.error());
    base::Progress looking = progress.part(0, 0.2);
    const auto frame = continuity(samples, *marks, rule, looking);
    if (!frame) return std::unexpected(frame.error());
    report.flattening = frame->flattening;
    report.dip_deg = frame->dip_deg;
    report.dip_direction_deg = frame->dip_direction_deg;
    report.direction_found = frame->found;

    const auto outline =
        outline_of(in_frame(samples, *marks, *frame), report.reach_m, report.spacing_m, progress.part(0.2, 0.3));
    if (!outline) return std::unexpected(outline.error());
    const double across = std::max(median(lengths_of(samples)), 0.01) * frame->flattening;
    report.least_samples = rule.least_samples > 0 ? rule.least_samples : std::max<std::int64_t>(2, report.above / 1000);
    const auto cell = cell_of(rule, *outline, across);
    if (!cell) return std::unexpected(cell.error());
    auto mesh = draw(*outline, *cell, report, progress.part(0.3, 0.98));
    if (!mesh) return std::unexpected(mesh.error());
    if (mesh->triangles.empty())
        return base::fail(ErrorKind::data, Message("domains.nothing_left", {{"least", std::to_string(report.least_samples)}}), {},
                          Message("domains.nothing_left_fix"));
    return finish_drawing(samples, *marks, *frame, std::move(*mesh), std::move(report), progress.part(0.98, 1));
}

}  // namespace orelens::domains
