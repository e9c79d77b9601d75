#include "core/potential/Drill.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"
#include "core/potential/Distances.h"
#include "core/potential/Folds.h"
#include "core/shapes/NearestPoints.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

std::vector<Collar> ground_collars(const Raster& ground, double x, double y, double step_m, int columns, int rows) {
    std::vector<Collar> list;
    for (int a = 0; a < columns; ++a)
        for (int b = 0; b < rows; ++b) {
            const double east = x + a * step_m, north = y + b * step_m, z = ground.bilinear(east, north);
            if (std::isfinite(z)) list.push_back({"", {east, north, z}});
        }
    return list;
}

DrillRule usual_drill_rule() {
    DrillRule rule;
    for (int a = 0; a < 360; a += 15) rule.azimuths_deg.push_back(a);
    for (int d = 50; d < 90; d += 5) rule.dips_deg.push_back(d);
    rule.dips_deg.push_back(90);
    return rule;
}

namespace {

struct Direction {
    double azimuth = 0, dip = 0;
    Vec3 unit{};
};

std::vector<Direction> directions_of(const DrillRule& rule) {
    std::vector<Direction> list;
    bool vertical = false;
    for (const double azimuth : rule.azimuths_deg)
        for (const double dip : rule.dips_deg) {
            if (dip >= 90) {
                vertical = true;
                continue;
            }
            list.push_back({azimuth, dip, hole_vector(azimuth, dip)});
        }
    if (vertical) list.push_back({0, 90, {0, 0, -1}});
    return list;
}

/// A target as a hole sees it: probability of its voxels, and a box around them in grid coordinates.
struct Aim {
    const Target* target = nullptr;
    std::vector<float> probability;  ///< per entry of target->voxels; 0 where told already
    std::vector<std::int32_t> place; ///< of each voxel of the grid in the target, −1 outside
    Vec3 low{}, high{};              ///< grid coordinates
    Vec3 normal{};
};

/// Whether a line meets the box within its length.
bool meets(const Aim& aim, const Vec3& s, const Vec3& v, double longest) {
    double begin = 0, end = longest;
    for (std::size_t a = 0; a < 3; ++a) {
        if (std::abs(v[a]) < 1e-15) {
            if (s[a] < aim.low[a] || s[a] > aim.high[a]) return false;
            continue;
        }
        const double t1 = (aim.low[a] - s[a]) / v[a], t2 = (aim.high[a] - s[a]) / v[a];
        begin = std::max(begin, std::min(t1, t2));
        end = std::min(end, std::max(t1, t2));
    }
    return begin <= end;
}

/// Shortest distance between a straight hole and points.
bool keeps_off(const DrillRule& rule, const Vec3& collar, const Vec3& unit, double length) {
    for (const Vec3& point : rule.keep_off) {
        const Vec3 to = base::minus(point, collar);
        const double t = std::clamp(base::dot(to, unit), 0.0, length);
        if (base::length(base::minus(to, base::scaled(unit, t))) < rule.keep_off_m) return false;
    }
    return true;
}

using Rank = std::tuple<double, double, double, double>;  ///< J, −length, −azimuth, dip

struct Best {
    std::optional<Rank> rank;
    ProposedHole hole;
    std::int64_t candidates = 0;
};

double rounded(double v) {
    return std::round(v * 1e6) / 1e6;
}

/// The best direction from one collar.
Best best_from(const GridGeometry& grid, const Aim& aim, const Collar& collar, const std::vector<Direction>& directions, const DrillRule& rule) {
    Best best;
    const Vec3 s = grid.to_grid(collar.place);
    const auto axes = grid.axes();
    for (const Direction& way : directions) {
        const double sine = aim.target->has_plane ? std::min(1.0, std::abs(base::dot(way.unit, aim.normal))) : 1;
        const double angle = std::asin(sine) * 180 / std::numbers::pi;
        if (aim.target->has_plane && angle < rule.least_angle_deg) continue;
        Vec3 v{};
        for (std::size_t a = 0; a < 3; ++a) v[a] = base::dot(way.unit, axes[a]) / grid.block_size[a];
        if (!meets(aim, s, v, rule.longest_m)) continue;
        ProposedHole hole;
        bool first = true;
        for (const Chord& chord : walk(grid, collar.place, way.unit, rule.longest_m)) {
            const std::int32_t at = aim.place[static_cast<std::size_t>(chord.voxel)];
            if (at < 0) continue;
            hole.probability_metres += static_cast<double>(aim.probability[static_cast<std::size_t>(at)]) * chord.length_m;
            if (first) hole.enters_m = chord.from_m;
            first = false;
            hole.leaves_m = chord.from_m + chord.length_m;
        }
        if (!(hole.probability_metres > 0)) continue;
        hole.length_m = std::min(rule.longest_m, hole.leaves_m + rule.overshoot_m);
        if (!keeps_off(rule, collar.place, way.unit, hole.length_m)) continue;
        ++best.candidates;
        hole.objective = sine * hole.probability_metres - rule.kappa * hole.length_m;
        const Rank rank{rounded(hole.objective), -rounded(hole.length_m), -way.azimuth, way.dip};
        if (best.rank && rank <= *best.rank) continue;
        best.rank = rank;
        hole.pad = collar.name;
        hole.collar = collar.place;
        hole.azimuth_deg = way.azimuth;
        hole.dip_deg = way.dip;
        hole.angle_deg = aim.target->has_plane ? angle : std::numeric_limits<double>::quiet_NaN();
        best.hole = hole;
    }
    return best;
}

Aim aim_at(const Evidence& evidence, const Target& target, std::span<const float> probability) {
    Aim aim;
    aim.target = &target;
    aim.normal = plane_of(target.dip_azimuth_deg, target.dip_deg, {}).normal;
    aim.place.assign(evidence.voxels(), -1);
    aim.low = {1e300, 1e300, 1e300};
    aim.high = {-1e300, -1e300, -1e300};
    const std::int64_t nx = evidence.grid.count[0], ny = evidence.grid.count[1];
    for (std::size_t n = 0; n < target.voxels.size(); ++n) {
        const std::int64_t v = target.voxels[n];
        aim.probability.push_back(probability[static_cast<std::size_t>(v)]);
        aim.place[static_cast<std::size_t>(v)] = static_cast<std::int32_t>(n);
        const double at[3] = {static_cast<double>(v % nx), static_cast<double>(v / nx % ny), static_cast<double>(v / (nx * ny))};
        for (std::size_t a = 0; a < 3; ++a) {
            aim.low[a] = std::min(aim.low[a], at[a]);
            aim.high[a] = std::max(aim.high[a], at[a] + 1);
        }
    }
    return aim;
}

void tell(Aim& aim, const GridGeometry& grid, const ProposedHole& hole, double influence_m) {
    const Vec3 unit = hole_vector(hole.azimuth_deg, hole.dip_deg);
    for (std::size_t n = 0; n < aim.target->voxels.size(); ++n) {
        const Vec3 to = base::minus(centre_of(grid, aim.target->voxels[n]), hole.collar);
        const double t = std::clamp(base::dot(to, unit), 0.0, hole.length_m);
        if (base::length(base::minus(to, base::scaled(unit, t))) <= influence_m) aim.probability[n] = 0;
    }
}

base::Expected<void> check_rule(const std::vector<Collar>& collars, const DrillRule& rule, const Raster* ground) {
    if (collars.empty()) return fail(ErrorKind::usage, Message("potential.no_collar"));
    if (rule.azimuths_deg.empty() || rule.dips_deg.empty()) return fail(ErrorKind::usage, Message("potential.no_direction"));
    for (const double dip : rule.dips_deg)
        if (!(dip >= 0 && dip <= 90)) return fail(ErrorKind::usage, Message("potential.bad_dip", {{"dip", base::number(dip)}}));
    for (const double azimuth : rule.azimuths_deg)
        if (!(azimuth >= 0 && azimuth <= 360)) return fail(ErrorKind::usage, Message("potential.bad_azimuth", {{"azimuth", base::number(azimuth)}}));
    if (ground == nullptr) return {};
    for (const Collar& collar : collars)
        if (const double z = ground->bilinear(collar.place[0], collar.place[1]); !collar.underground && collar.place[2] < z - 1)
            return fail(ErrorKind::data, Message("potential.collar_below", {{"x", base::number(collar.place[0], 9)}, {"y", base::number(collar.place[1], 10)},
                                                                            {"metres", base::number(z - collar.place[2], 4)}}),
                        {}, Message("potential.collar_below_fix"));
    return {};
}

/// The best from any of the collars.
base::Expected<Best> best_of(const GridGeometry& grid, const Aim& aim, const std::vector<Collar>& collars, const std::vector<Direction>& directions, const DrillRule& rule, const base::Progress& progress) {
    std::vector<Best> from(collars.size());
    const bool whole = base::parallel_pieces(collars.size(), 4, progress, [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c) from[c] = best_from(grid, aim, collars[c], directions, rule);
    });
    if (!whole) return base::cancelled();
    Best best;
    for (const Best& one : from) {
        best.candidates += one.candidates;
        if (one.rank && (!best.rank || *one.rank > *best.rank)) {
            best.rank = one.rank;
            best.hole = one.hole;
        }
    }
    return best;
}

}  // namespace

bool ForbiddenAreas::hold(double x, double y) const {
    for (const auto& outline : outlines) {
        bool in = false;
        for (std::size_t n = 0; n < outline.size(); ++n) {
            const auto &a = outline[n], &b = outline[(n + 1) % outline.size()];
            const double across = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
            const bool within = x >= std::min(a[0], b[0]) && x <= std::max(a[0], b[0]) && y >= std::min(a[1], b[1]) && y <= std::max(a[1], b[1]);
            if (across == 0 && within) return true;
            if ((a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])) in = !in;
        }
        if (in) return true;
    }
    return false;
}

base::Expected<Campaign> propose(const Evidence& evidence, const TargetList& targets, std::span<const float> probability,
                                 const std::vector<Collar>& collars, const DrillRule& rule, const Raster* ground,
                                 const base::Progress& progress) {
    if (auto sound = check_rule(collars, rule, ground); !sound) return std::unexpected(sound.error());
    const auto directions = directions_of(rule);
    Campaign made;
    std::vector<Collar> allowed, barred;
    for (const Collar& collar : collars) (!collar.underground && rule.forbidden.hold(collar.place[0], collar.place[1]) ? barred : allowed).push_back(collar);
    if (!barred.empty()) made.left_out.push_back(Message("potential.collars_barred", {{"count", std::to_string(barred.size())}, {"of", std::to_string(collars.size())}}));
    std::vector<Aim> aims;
    for (const Target& target : targets.targets) aims.push_back(aim_at(evidence, target, probability));
    for (std::size_t t = 0; t < aims.size(); ++t)
        for (int number = 1; number <= rule.holes; ++number) {
            auto found = best_of(evidence.grid, aims[t], allowed, directions, rule, progress);
            if (!found) return std::unexpected(found.error());
            Best best = std::move(*found);
            const std::string name = std::to_string(t + 1);
            if (!best.rank || !(best.hole.objective > 0)) {
                if (number > 1) break;
                // Whether it is the areas that keep the target from being tested.
                const auto without = best_of(evidence.grid, aims[t], barred, directions, rule, progress);
                if (!without) return std::unexpected(without.error());
                const bool areas = without->rank && without->hole.objective > 0;
                made.left_out.push_back(Message(areas ? "potential.not_drillable" : "potential.no_hole", {{"target", name}}));
                break;
            }
            best.hole.target = t;
            best.hole.name = fmt::format("T{}-{}", t + 1, number);
            best.hole.candidates = best.candidates;
            if (rule.budget_m > 0 && made.length_m + best.hole.length_m > rule.budget_m) {
                made.left_out.push_back(Message("potential.over_budget", {{"target", name}, {"length", base::number(best.hole.length_m, 5)},
                                                                          {"left", base::number(rule.budget_m - made.length_m, 5)}}));
                break;
            }
            made.length_m += best.hole.length_m;
            for (Aim& aim : aims) tell(aim, evidence.grid, best.hole, rule.influence_m);
            made.holes.push_back(best.hole);
        }
    return made;
}

std::vector<PrognosisRow> prognosis(const Evidence& evidence, const Target& target, std::span<const float> probability, const ProposedHole& hole) {
    std::vector<PrognosisRow> rows;
    std::vector<std::vector<double>> weight;  // per row: covered length of each layer
    double predicted = 0;
    for (const Chord& chord : walk(evidence.grid, hole.collar, hole_vector(hole.azimuth_deg, hole.dip_deg), hole.length_m)) {
        const auto v = static_cast<std::size_t>(chord.voxel);
        const bool in = std::ranges::binary_search(target.voxels, chord.voxel);
        if (rows.empty() || rows.back().in_target != in) {
            rows.push_back({chord.from_m, chord.from_m, in, 0, 0, std::vector<double>(evidence.layers.size(), 0)});
            weight.emplace_back(evidence.layers.size(), 0);
            predicted = 0;
        }
        PrognosisRow& row = rows.back();
        row.to_m = chord.from_m + chord.length_m;
        if (const double p = probability[v]; std::isfinite(p)) {
            predicted += chord.length_m;
            row.mean += (p - row.mean) * chord.length_m / predicted;
            row.highest = std::max(row.highest, p);
        }
        for (std::size_t l = 0; l < evidence.layers.size(); ++l) {
            const double value = evidence.layers[l].values[v];
            if (!std::isfinite(value)) continue;
            weight.back()[l] += chord.length_m;
            row.evidence[l] += (value - row.evidence[l]) * chord.length_m / weight.back()[l];
        }
    }
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t l = 0; l < weight[r].size(); ++l)
            if (!(weight[r][l] > 0)) rows[r].evidence[l] = std::numeric_limits<double>::quiet_NaN();
    return rows;
}

std::string collar_csv(const Campaign& campaign) {
    std::string text = "HOLE_ID,EAST,NORTH,RL,DEPTH\n";
    for (const ProposedHole& hole : campaign.holes)
        text += fmt::format("{},{:.3f},{:.3f},{:.3f},{:.3f}\n", hole.name, hole.collar[0], hole.collar[1], hole.collar[2], hole.length_m);
    return text;
}

std::string survey_csv(const Campaign& campaign) {
    std::string text = "HOLE_ID,DEPTH,AZIMUTH,DIP\n";
    for (const ProposedHole& hole : campaign.holes) text += fmt::format("{},0,{:.3f},{:.3f}\n", hole.name, hole.azimuth_deg, hole.dip_deg);
    return text;
}

}  // namespace orelens::potential
