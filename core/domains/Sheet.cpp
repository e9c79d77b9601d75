#include "core/domains/Sheet.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/Parallel.h"
#include "core/domains/Drawing.h"
#include "core/domains/GradeShell.h"
#include "core/domains/SheetHoles.h"
#include "core/shapes/NearestPoints.h"
#include "core/shapes/RadialFit.h"
#include "core/shapes/VoxelBody.h"

namespace orelens::domains {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using shapes::Vec3;

/// Points of one surface, no two at one place.
struct Heights {
    std::vector<Vec3> at;
    std::vector<double> height;
    void add(const Vec3& place, double value) {
        for (const Vec3& p : at)
            if (std::hypot(p[0] - place[0], p[1] - place[1]) < 0.01) return;
        at.push_back({place[0], place[1], 0});
        height.push_back(value);
    }
};

Expected<shapes::RadialFit> surface(const Heights& heights, double margin, const base::Progress& progress) {
    shapes::RadialRule rule;
    rule.kernel = shapes::RadialRule::Kernel::thin_plate;
    rule.margin_m = margin;
    return shapes::RadialFit::build(heights.at, heights.height, rule, progress);
}

/// Holes without the sheet: whether known samples or unknown ones lie where it should be.
struct Passed {
    std::vector<Vec3> barren;  ///< in the frame, z is 0
    std::int64_t unknown = 0;
};

Passed passed_by(const drilling::CompositeTable& samples, const std::vector<Mark>& marks, const Continuity& frame,
                 const std::vector<std::int32_t>& with, const shapes::RadialFit& mid, const shapes::NearestPoints& pierced,
                 double within) {
    // The sample of each hole that lies nearest to the sheet's middle, and which side of it the hole reaches.
    struct Nearest {
        double off = std::numeric_limits<double>::infinity();
        bool above = false, below = false;
        Mark mark = Mark::unknown;
        Vec3 at{};
    };
    std::map<std::int32_t, Nearest> holes;
    for (std::size_t n = 0; n < samples.size(); ++n) {
        if (!std::isfinite(samples.x[n]) || std::ranges::binary_search(with, samples.hole[n])) continue;
        Vec3 p = frame.to_frame({samples.x[n], samples.y[n], samples.z[n]});
        const double z = p[2];
        p[2] = 0;
        if (pierced.nearest(p).distance_m > within) continue;
        const double off = z - mid.at(p), half = 0.5 * (samples.to_m[n] - samples.from_m[n]);
        Nearest& hole = holes[samples.hole[n]];
        hole.above = hole.above || off > -half;
        hole.below = hole.below || off < half;
        if (std::abs(off) < hole.off) {
            hole.off = std::abs(off);
            hole.mark = marks[n];
            hole.at = p;
        }
    }
    Passed passed;
    for (const auto& [id, hole] : holes) {
        if (!hole.above || !hole.below) continue;
        if (hole.mark == Mark::unknown)
            ++passed.unknown;
        else
            passed.barren.push_back(hole.at);
    }
    return passed;
}

/// Below 0 nearer to holes without the sheet, by distances in the plane; empty where there are none of them.
Expected<std::optional<shapes::RadialFit>> ends_between(const std::vector<Vec3>& with, const std::vector<Vec3>& without,
                                                        double margin, const base::Progress& progress) {
    if (without.empty()) return std::nullopt;
    const shapes::NearestPoints ins(with), outs(without);
    Heights distance;
    for (const Vec3& p : with) distance.add(p, outs.nearest(p).distance_m);
    for (const Vec3& p : without) distance.add(p, -ins.nearest(p).distance_m);
    for (double& one : distance.height) one = std::clamp(one, -margin, margin);
    shapes::RadialRule rule;
    rule.margin_m = margin;
    auto fit = shapes::RadialFit::build(distance.at, distance.height, rule, progress);
    if (!fit) return std::unexpected(fit.error());
    return std::optional(std::move(*fit));
}

/// What the holes tell of the sheet, in its frame.
struct Told {
    std::vector<Vec3> flat;         ///< places of the holes with it
    std::vector<std::int32_t> with;  ///< their numbers, sorted
    std::vector<double> thickness;
    Heights tops, bottoms, mids;
};

Told told_by(const std::vector<Run>& runs, const std::vector<Pierce>& pierces, BodyReport& report) {
    Told told;
    double metal = 0, sheet_metal = 0;
    for (const Run& run : runs) metal += run.metal;
    for (const Pierce& one : pierces) {
        told.with.push_back(runs[one.run].hole);
        told.flat.push_back(one.flat());
        told.thickness.push_back(one.thickness());
        report.thickness_m += one.thickness() / static_cast<double>(pierces.size());
        sheet_metal += runs[one.run].metal;
        told.tops.add(one.top, one.top[2]);
        told.bottoms.add(one.bottom, one.bottom[2]);
        told.mids.add(one.flat(), one.height());
    }
    std::ranges::sort(told.with);
    report.holes = static_cast<std::int64_t>(pierces.size());
    report.other_runs = static_cast<std::int64_t>(runs.size() - pierces.size());
    report.other_metal_percent = metal > 0 ? 100 * (metal - sheet_metal) / metal : 0;
    return told;
}

/// Hanging wall, footwall and where it ends among holes without it.
struct Walls {
    shapes::RadialFit top, bottom;
    std::optional<shapes::RadialFit> ends;  ///< nothing where no hole passes it by
    std::vector<Vec3> barren;
};

Expected<Walls> walls_of(const drilling::CompositeTable& samples, const std::vector<Mark>& marks, const Continuity& frame,
                         const Told& told, BodyReport& report, const base::Progress& progress) {
    const double margin = 3 * std::max(report.spacing_m, report.reach_m);
    const auto mid = surface(told.mids, margin, progress.part(0, 0.33));
    if (!mid) return std::unexpected(mid.error());
    Passed passed = passed_by(samples, marks, frame, told.with, *mid, shapes::NearestPoints(told.flat),
                              4 * bridging * report.reach_m);
    report.barren_holes = static_cast<std::int64_t>(passed.barren.size());
    report.unknown_holes = passed.unknown;
    // It ends half way to holes without it, at its full thickness: a wedge would lose a quarter of the spacing all around.
    auto ends = ends_between(told.flat, passed.barren, margin, progress.part(0.33, 0.4));
    if (!ends) return std::unexpected(ends.error());
    auto top = surface(told.tops, margin, progress.part(0.4, 0.7));
    if (!top) return std::unexpected(top.error());
    auto bottom = surface(told.bottoms, margin, progress.part(0.7, 1));
    if (!bottom) return std::unexpected(bottom.error());
    return Walls{std::move(*top), std::move(*bottom), std::move(*ends), std::move(passed.barren)};
}

/// The lattice of columns over the holes, still without heights. Error: more cells than the rule allows.
Expected<shapes::SlabColumns> columns_over(const Told& told, const BodyRule& rule, double reach_m) {
    shapes::SlabColumns columns;
    columns.step = rule.cell_m > 0 ? rule.cell_m : reach_m / 8;
    const double thickness = median(told.thickness);
    columns.step_z = std::clamp(thickness / 6, 0.02, columns.step);
    shapes::Box box;
    for (const Vec3& p : told.flat) box.include(p);
    const auto steps = [&](std::size_t a) { return (box.high[a] - box.low[a] + 2 * reach_m) / columns.step + 7; };
    const double per_column = 4 + 2 * thickness / columns.step_z;
    const auto cells = [&] { return steps(0) * steps(1) * per_column; };
    while (rule.cell_m <= 0 && cells() > chosen_cells) columns.step *= 1.1;
    if (auto few = check_cells(cells(), columns.step, rule); !few) return std::unexpected(few.error());
    columns.origin = {box.low[0] - reach_m - 3 * columns.step, box.low[1] - reach_m - 3 * columns.step, 0};
    columns.nx = static_cast<std::int32_t>(steps(0));
    columns.ny = static_cast<std::int32_t>(steps(1));
    const auto count = static_cast<std::size_t>(columns.nx) * static_cast<std::size_t>(columns.ny);
    columns.top.assign(count, std::nan(""));
    columns.bottom.assign(count, std::nan(""));
    columns.outside.assign(count, 0);
    return columns;
}

Vec3 place_of(const shapes::SlabColumns& columns, std::size_t n) {
    const auto nx = static_cast<std::size_t>(columns.nx);
    return {columns.origin[0] + columns.step * static_cast<double>(n % nx),
            columns.origin[1] + columns.step * static_cast<double>(n / nx), 0};
}

/// Heights of the columns, and which of them end by holes without the sheet and not by the reach.
Expected<std::vector<std::uint8_t>> fill(shapes::SlabColumns& columns, const Told& told, const Walls& walls, double reach_m,
                                         const base::Progress& progress) {
    // Where a hole without it stands near, that one ends it, not the reach.
    const double radius = bridging * reach_m;
    const shapes::NearestPoints pierced(told.flat);
    std::vector<Vec3> known = told.flat;
    for (const Vec3& at : walls.barren)
        if (pierced.nearest(at).distance_m <= radius) known.push_back(at);
    auto outside = shapes::closed_over(shapes::alike(std::move(known), radius, reach_m), columns.origin, columns.step, columns.nx,
                                       columns.ny, progress.part(0, 0.55));
    if (!outside) return std::unexpected(outside.error());
    columns.outside = std::move(*outside);
    const std::size_t count = columns.outside.size();
    std::vector<std::uint8_t> ended(count, 0);
    const bool done = base::parallel_pieces(count, 256, progress.part(0.55, 1), [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) {
            if (columns.outside[n] > 2.5 * columns.step) continue;
            const Vec3 at = place_of(columns, n);
            if (walls.ends) {
                const double off = -walls.ends->at(at);
                ended[n] = off > columns.outside[n] ? 1 : 0;
                columns.outside[n] = std::max(columns.outside[n], off);
            }
            columns.top[n] = walls.top.at(at);
            columns.bottom[n] = walls.bottom.at(at);
        }
    });
    if (!done) return base::cancelled();
    return ended;
}

/// How much of it lies near the holes, and how much of its edge is open.
void measure(const shapes::SlabColumns& columns, const Told& told, const std::vector<std::uint8_t>& ended, BodyReport& report) {
    const shapes::NearestPoints pierced(told.flat);
    double edge = 0, open = 0, inside = 0, near = 0;
    for (std::size_t n = 0; n < columns.outside.size(); ++n) {
        const double thick = columns.top[n] - columns.bottom[n];
        if (!(thick > 0) || columns.outside[n] > 0) continue;
        inside += thick;
        if (pierced.nearest(place_of(columns, n)).distance_m <= std::max(report.spacing_m, columns.step)) near += thick;
        if (columns.outside[n] <= -columns.step) continue;
        ++edge;
        open += ended[n] != 0 ? 0 : 1;
    }
    report.open_share = edge > 0 ? open / edge : 0;
    report.near_share = inside > 0 ? near / inside : 0;
}

}  // namespace

Expected<Body> sheet(const drilling::CompositeTable& samples, const BodyRule& rule, base::Progress& progress) {
    BodyReport report;
    const auto marks = begin_drawing(samples, rule, report, progress);
    if (!marks) return std::unexpected(marks.error());
    const double waste_m = rule.waste_m > 0 ? rule.waste_m : 2 * median(lengths_of(samples));
    const std::vector<Run> runs = runs_of(samples, *marks, rule, waste_m);
    const auto holes = sheet_holes(runs, rule);
    if (!holes) return std::unexpected(holes.error());
    if (!progress.report(0.1)) return base::cancelled();
    report.odd_holes = holes->odd;
    report.dip_deg = holes->frame.dip_deg;
    report.dip_direction_deg = holes->frame.dip_direction_deg;
    report.direction_found = !std::isfinite(rule.dip_deg) || !std::isfinite(rule.dip_direction_deg);
    const Told told = told_by(runs, holes->pierces, report);
    const auto walls = walls_of(samples, *marks, holes->frame, told, report, progress.part(0.1, 0.4));
    if (!walls) return std::unexpected(walls.error());
    auto columns = columns_over(told, rule, report.reach_m);
    if (!columns) return std::unexpected(columns.error());
    report.cell_m = columns->step;
    const auto ended = fill(*columns, told, *walls, report.reach_m, progress.part(0.4, 0.75));
    if (!ended) return std::unexpected(ended.error());
    measure(*columns, told, *ended, report);
    auto mesh = shapes::slab_mesh(*columns, progress.part(0.75, 0.95));
    if (!mesh) return std::unexpected(mesh.error());
    if (mesh->triangles.empty())
        return base::fail(ErrorKind::data, Message("domains.no_sheet"), {}, Message("domains.few_holes_fix"));
    report.parts = 1;
    return finish_drawing(samples, *marks, holes->frame, std::move(*mesh), std::move(report), progress.part(0.95, 1));
}

}  // namespace orelens::domains
