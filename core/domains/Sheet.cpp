#include "core/domains/Sheet.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/Parallel.h"
#include "core/domains/Continuity.h"
#include "core/domains/GradeShell.h"
#include "core/shapes/NearestPoints.h"
#include "core/shapes/RadialFit.h"
#include "core/shapes/VoxelBody.h"

namespace orelens::domains {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;
using shapes::Vec3;

Vec3 middle(const Run& run) {
    return {0.5 * (run.from[0] + run.to[0]), 0.5 * (run.from[1] + run.to[1]), 0.5 * (run.from[2] + run.to[2])};
}

double median(std::vector<double> all) {
    if (all.empty()) return 0;
    std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
    return all[all.size() / 2];
}

/// The plane nearest to points; nothing where they lie on one line.
std::optional<Continuity> plane_of(const std::vector<Vec3>& points) {
    Eigen::Vector3d mean = Eigen::Vector3d::Zero();
    for (const Vec3& p : points) mean += Eigen::Vector3d(p[0], p[1], p[2]);
    mean /= static_cast<double>(points.size());
    Eigen::Matrix3d squares = Eigen::Matrix3d::Zero();
    for (const Vec3& p : points) {
        const Eigen::Vector3d off = Eigen::Vector3d(p[0], p[1], p[2]) - mean;
        squares += off * off.transpose();
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(squares);
    if (points.size() < 3 || solver.eigenvalues()[1] < 1e-4 * solver.eigenvalues()[2]) return std::nullopt;
    const Eigen::Vector3d normal = solver.eigenvectors().col(0);
    return frame_of(Vec3{normal[0], normal[1], normal[2]}, Vec3{mean[0], mean[1], mean[2]});
}

/// A place of the sheet in its frame: where it enters and leaves.
struct Pierce {
    std::size_t run = 0;
    Vec3 top{}, bottom{};
    [[nodiscard]] double thickness() const { return top[2] - bottom[2]; }
    [[nodiscard]] Vec3 flat() const { return {0.5 * (top[0] + bottom[0]), 0.5 * (top[1] + bottom[1]), 0}; }
    [[nodiscard]] double height() const { return 0.5 * (top[2] + bottom[2]); }
};

Pierce pierce(const Continuity& frame, const Run& run, std::size_t number) {
    Pierce one{number, frame.to_frame(run.from), frame.to_frame(run.to)};
    if (one.top[2] < one.bottom[2]) std::swap(one.top, one.bottom);
    return one;
}

/// Per hole the run that belongs to the sheet: the richest, then the one nearest to where the other holes have it.
class Chosen {
  public:
    Chosen(const std::vector<Run>& runs) : runs_(runs) {
        for (std::size_t n = 0; n < runs.size(); ++n) of_[runs[n].hole].push_back(n);
        for (const auto& [hole, own] : of_)
            chosen_.push_back(*std::ranges::max_element(own, {}, [&](std::size_t n) { return runs_[n].metal; }));
    }

    [[nodiscard]] std::vector<Vec3> middles() const {
        std::vector<Vec3> all;
        for (const std::size_t n : chosen_) all.push_back(middle(runs_[n]));
        return all;
    }

    /// Chooses again by the heights of the nearest other holes. False when nothing changes.
    bool settle(const Continuity& frame) {
        const std::vector<Pierce> now = pierces(frame);
        std::vector<Vec3> flat;
        for (const Pierce& one : now) flat.push_back(one.flat());
        const shapes::NearestPoints index(flat);
        bool changed = false;
        std::size_t place = 0;
        for (const auto& [hole, own] : of_) {
            const std::size_t at = place++;
            if (own.size() < 2) continue;
            const double height = height_about(index, now, flat, at);
            const std::size_t best = *std::ranges::min_element(own, {}, [&](std::size_t n) {
                return std::abs(pierce(frame, runs_[n], n).height() - height);
            });
            changed = changed || best != chosen_[at];
            chosen_[at] = best;
        }
        return changed;
    }

    /// Those far off the heights around them are not the sheet: another body, a single rich sample.
    [[nodiscard]] std::vector<bool> odd(const Continuity& frame) const {
        const std::vector<Pierce> now = pierces(frame);
        std::vector<Vec3> flat;
        for (const Pierce& one : now) flat.push_back(one.flat());
        const shapes::NearestPoints index(flat);
        std::vector<double> off;
        std::vector<double> thickness;
        for (std::size_t n = 0; n < now.size(); ++n) {
            off.push_back(std::abs(now[n].height() - height_about(index, now, flat, n)));
            thickness.push_back(now[n].thickness());
        }
        const double limit = std::max(6 * 1.4826 * median(off), 3 * median(thickness));
        std::vector<bool> all;
        for (const double one : off) all.push_back(now.size() >= 6 && one > limit);
        return all;
    }

    [[nodiscard]] std::vector<Pierce> pierces(const Continuity& frame) const {
        std::vector<Pierce> all;
        for (const std::size_t n : chosen_) all.push_back(pierce(frame, runs_[n], n));
        return all;
    }
    void keep(const std::vector<bool>& odd) {
        std::vector<std::size_t> kept;
        for (std::size_t n = 0; n < chosen_.size(); ++n)
            if (!odd[n]) kept.push_back(chosen_[n]);
        chosen_ = std::move(kept);
    }
    [[nodiscard]] const std::vector<std::size_t>& runs() const { return chosen_; }

  private:
    static double height_about(const shapes::NearestPoints& index, const std::vector<Pierce>& now,
                               const std::vector<Vec3>& flat, std::size_t n) {
        std::vector<double> heights;
        for (const auto& found : index.nearest(flat[n], 7))
            if (found.point != n) heights.push_back(now[found.point].height());
        return heights.empty() ? now[n].height() : median(std::move(heights));
    }

    const std::vector<Run>& runs_;
    std::map<std::int32_t, std::vector<std::size_t>> of_;
    std::vector<std::size_t> chosen_;
};

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

}  // namespace

Expected<Body> sheet(const drilling::CompositeTable& samples, const BodyRule& rule, base::Progress& progress) {
    Body body;
    BodyReport& report = body.report;
    const auto marks = mark_samples(samples, rule, report);
    if (!marks) return std::unexpected(marks.error());
    const drilling::DrillSpacing spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    report.spacing_m = spacing.between_m;
    report.reach_m = reach_of(rule, spacing);
    std::vector<double> lengths;
    for (std::size_t n = 0; n < samples.size(); ++n) lengths.push_back(samples.to_m[n] - samples.from_m[n]);
    const std::vector<Run> runs = runs_of(samples, *marks, rule, rule.waste_m > 0 ? rule.waste_m : 2 * median(lengths));

    Chosen chosen(runs);
    const bool stated = std::isfinite(rule.dip_deg) && std::isfinite(rule.dip_direction_deg);
    const auto frame_now = [&]() -> std::optional<Continuity> {
        const std::vector<Vec3> middles = chosen.middles();
        if (middles.size() < 3) return std::nullopt;
        if (stated) return frame_of(rule.dip_direction_deg, rule.dip_deg, middles.front());
        return plane_of(middles);
    };
    const auto too_few = [&] {
        return base::fail(ErrorKind::data, Message("domains.few_holes", {{"holes", std::to_string(chosen.runs().size())}}), {},
                          Message("domains.few_holes_fix"));
    };
    auto frame = frame_now();
    for (int turn = 0; turn < 5 && frame && chosen.settle(*frame); ++turn) frame = frame_now();
    if (!frame) return too_few();
    const std::vector<bool> odd = chosen.odd(*frame);
    report.odd_holes = std::ranges::count(odd, true);
    chosen.keep(odd);
    frame = frame_now();
    if (!frame) return too_few();
    if (!progress.report(0.1)) return base::cancelled();
    report.dip_deg = frame->dip_deg;
    report.dip_direction_deg = frame->dip_direction_deg;
    report.direction_found = !stated;

    const std::vector<Pierce> pierces = chosen.pierces(*frame);
    std::vector<std::int32_t> with;
    std::vector<Vec3> flat;
    Heights tops, bottoms, mids;
    double metal = 0, sheet_metal = 0;
    for (const Run& run : runs) metal += run.metal;
    std::vector<double> thickness;
    for (const Pierce& one : pierces) {
        with.push_back(runs[one.run].hole);
        flat.push_back(one.flat());
        thickness.push_back(one.thickness());
        report.thickness_m += one.thickness() / static_cast<double>(pierces.size());
        sheet_metal += runs[one.run].metal;
        tops.add(one.top, one.top[2]);
        bottoms.add(one.bottom, one.bottom[2]);
        mids.add(one.flat(), one.height());
    }
    std::ranges::sort(with);
    report.holes = static_cast<std::int64_t>(pierces.size());
    report.other_runs = static_cast<std::int64_t>(runs.size() - pierces.size());
    report.other_metal_percent = metal > 0 ? 100 * (metal - sheet_metal) / metal : 0;

    const double margin = 3 * std::max(spacing.between_m, report.reach_m);
    const auto mid = surface(mids, margin, progress.part(0.1, 0.2));
    if (!mid) return std::unexpected(mid.error());
    const shapes::NearestPoints pierced(flat);
    const Passed passed = passed_by(samples, *marks, *frame, with, *mid, pierced, 4 * bridging * report.reach_m);
    report.barren_holes = static_cast<std::int64_t>(passed.barren.size());
    report.unknown_holes = passed.unknown;
    // It ends half way to holes without it, at its full thickness: a wedge would lose a quarter of the spacing all around.
    const auto ends = ends_between(flat, passed.barren, margin, progress.part(0.2, 0.22));
    if (!ends) return std::unexpected(ends.error());
    const auto top = surface(tops, margin, progress.part(0.2, 0.3));
    if (!top) return std::unexpected(top.error());
    const auto bottom = surface(bottoms, margin, progress.part(0.3, 0.4));
    if (!bottom) return std::unexpected(bottom.error());

    const double radius = bridging * report.reach_m;
    shapes::SlabColumns columns;
    columns.step = rule.cell_m > 0 ? rule.cell_m : report.reach_m / 8;
    columns.step_z = std::clamp(median(thickness) / 6, 0.02, columns.step);
    shapes::Box box;
    for (const Vec3& p : flat) box.include(p);
    const auto lattice = [&] {
        columns.origin = {box.low[0] - report.reach_m - 3 * columns.step, box.low[1] - report.reach_m - 3 * columns.step, 0};
        const auto steps = [&](std::size_t a) {
            return (box.high[a] - box.low[a] + 2 * report.reach_m) / columns.step + 7;
        };
        return steps(0) * steps(1);
    };
    const double per_column = 4 + 2 * median(thickness) / columns.step_z;
    while (rule.cell_m <= 0 && lattice() * per_column > chosen_cells) columns.step *= 1.1;
    if (lattice() * per_column > rule.most_cells)
        return base::fail(ErrorKind::data,
                          Message("domains.too_many_cells", {{"cells", base::grouped(lattice() * per_column)},
                                                             {"most", base::grouped(rule.most_cells)},
                                                             {"cell", base::number(columns.step, 4)}}),
                          {}, Message("domains.too_many_cells_fix"));
    report.cell_m = columns.step;
    columns.nx = static_cast<std::int32_t>((box.high[0] - box.low[0] + 2 * report.reach_m) / columns.step) + 7;
    columns.ny = static_cast<std::int32_t>((box.high[1] - box.low[1] + 2 * report.reach_m) / columns.step) + 7;
    // Where a hole without it stands near, that one ends it, not the reach.
    std::vector<Vec3> known = flat;
    for (Vec3 at : passed.barren)
        if (pierced.nearest(at).distance_m <= radius) known.push_back(at);
    const auto around = shapes::VoxelBody::around(known, radius, radius - report.reach_m, columns.step, progress.part(0.4, 0.6));
    if (!around) return std::unexpected(around.error());
    const auto count = static_cast<std::size_t>(columns.nx) * static_cast<std::size_t>(columns.ny);
    columns.top.assign(count, std::nan(""));
    columns.bottom.assign(count, std::nan(""));
    columns.outside.assign(count, 0);
    const auto place = [&](std::size_t n) {
        return Vec3{columns.origin[0] + columns.step * static_cast<double>(n % static_cast<std::size_t>(columns.nx)),
                    columns.origin[1] + columns.step * static_cast<double>(n / static_cast<std::size_t>(columns.nx)), 0};
    };
    for (std::size_t n = 0; n < count; ++n) columns.outside[n] = around->reach_at(place(n));
    std::vector<std::uint8_t> ended(count, 0);  ///< by holes without it, not by the reach
    if (!base::parallel_pieces(count, 256, progress.part(0.6, 0.75), [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) {
                if (columns.outside[n] > 2.5 * columns.step) continue;
                if (*ends) {
                    const double off = -(*ends)->at(place(n));
                    ended[n] = off > columns.outside[n] ? 1 : 0;
                    columns.outside[n] = std::max(columns.outside[n], off);
                }
                columns.top[n] = top->at(place(n));
                columns.bottom[n] = bottom->at(place(n));
            }
        }))
        return base::cancelled();
    double edge = 0, open = 0, inside = 0, near = 0;
    for (std::size_t n = 0; n < count; ++n) {
        const double thick = columns.top[n] - columns.bottom[n];
        if (!(thick > 0) || columns.outside[n] > 0) continue;
        inside += thick;
        if (pierced.nearest(place(n)).distance_m <= std::max(spacing.between_m, columns.step)) near += thick;
        if (columns.outside[n] <= -columns.step) continue;
        ++edge;
        open += ended[n] != 0 ? 0 : 1;
    }
    report.open_share = edge > 0 ? open / edge : 0;
    report.near_share = inside > 0 ? near / inside : 0;
    auto mesh = shapes::slab_mesh(columns, progress.part(0.75, 0.95));
    if (!mesh) return std::unexpected(mesh.error());
    if (mesh->triangles.empty())
        return base::fail(ErrorKind::data, Message("domains.no_sheet"), {}, Message("domains.few_holes_fix"));
    for (Vec3& p : mesh->points) p = frame->to_world(p);
    body.mesh = std::move(*mesh);
    report.parts = 1;
    if (auto counted = count_inside(samples, *marks, body.mesh, report, progress.part(0.95, 1)); !counted)
        return std::unexpected(counted.error());
    return body;
}

}  // namespace orelens::domains
