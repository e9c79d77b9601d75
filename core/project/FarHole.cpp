#include "core/project/FarHole.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace orelens::project {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Diagonals of the others' box; step-out holes of real drilling stay well below.
constexpr double far_away = 3;

struct Box {
    std::array<double, 3> low{infinity, infinity, infinity}, high{-infinity, -infinity, -infinity};
    void add(const Box& other) {
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], other.low[a]);
            high[a] = std::max(high[a], other.high[a]);
        }
    }
    [[nodiscard]] bool empty() const { return !(low[0] <= high[0]); }
};

/// One box per hole, along the axes of the grid.
std::vector<Box> hole_boxes(const blocks::GridRule& rule, const drilling::CompositeTable& samples) {
    blocks::GridGeometry frame;
    frame.azimuth_deg = rule.azimuth_deg;
    frame.dip_deg = rule.dip_deg;
    frame.roll_deg = rule.roll_deg;
    const std::array<blocks::Vec3, 3> axis = frame.axes();
    std::vector<Box> boxes(samples.hole_ids.size());
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const std::int32_t hole = samples.hole[n];
        if (hole < 0 || static_cast<std::size_t>(hole) >= boxes.size()) continue;
        Box at;
        for (int a = 0; a < 3; ++a)
            at.low[a] = at.high[a] =
                samples.x[n] * axis[a][0] + samples.y[n] * axis[a][1] + samples.z[n] * axis[a][2];
        if (std::isfinite(at.low[0] + at.low[1] + at.low[2])) boxes[static_cast<std::size_t>(hole)].add(at);
    }
    return boxes;
}

double distance(const Box& a, const Box& b) {
    double squared = 0;
    for (int n = 0; n < 3; ++n) {
        const double gap = std::max({0.0, a.low[n] - b.high[n], b.low[n] - a.high[n]});
        squared += gap * gap;
    }
    return std::sqrt(squared);
}

/// The box around all boxes but one, for each: from what stands before and what stands behind it.
std::vector<Box> boxes_of_others(const std::vector<Box>& boxes) {
    std::vector<Box> others(boxes.size());
    Box before, behind;
    for (std::size_t n = 0; n < boxes.size(); ++n) {
        others[n].add(before);
        before.add(boxes[n]);
    }
    for (std::size_t n = boxes.size(); n-- > 0;) {
        others[n].add(behind);
        behind.add(boxes[n]);
    }
    return others;
}

}  // namespace

std::optional<FarHole> far_hole(const blocks::GridRule& rule, const drilling::CompositeTable& samples) {
    if (!rule.fit_to_samples) return std::nullopt;
    const std::vector<Box> boxes = hole_boxes(rule, samples);
    if (std::ranges::count_if(boxes, [](const Box& box) { return !box.empty(); }) < 3) return std::nullopt;
    const std::vector<Box> others = boxes_of_others(boxes);
    const std::array<double, 3> size{rule.size_u_m, rule.size_v_m, rule.size_w_m};
    std::optional<FarHole> found;
    double farthest = far_away;
    for (std::size_t n = 0; n < boxes.size(); ++n) {
        if (boxes[n].empty()) continue;
        double diagonal = 0, cells = 1;
        for (int a = 0; a < 3; ++a) {
            const double along = others[n].high[a] - others[n].low[a] + 2 * rule.margin_m;
            diagonal += along * along;
            cells *= blocks::blocks_along(along, size[a]);
        }
        const double away = distance(boxes[n], others[n]);
        const double diagonals = away / std::max(std::sqrt(diagonal), size[0]);
        if (diagonals <= farthest) continue;
        farthest = diagonals;
        found = FarHole{samples.hole_ids[n], away, cells};
    }
    return found;
}

}  // namespace orelens::project
