#include "core/project/FarHole.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/drilling/HoleGap.h"

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

double diagonal(const Box& box, double margin) {
    double squared = 0;
    for (int a = 0; a < 3; ++a) squared += std::pow(box.high[a] - box.low[a] + 2 * margin, 2);
    return std::sqrt(squared);
}

double cells_of(const Box& box, const blocks::GridRule& rule) {
    const std::array<double, 3> size{rule.size_u_m, rule.size_v_m, rule.size_w_m};
    double cells = 1;
    for (std::size_t a = 0; a < 3; ++a)
        cells *= blocks::blocks_along(box.high[a] - box.low[a] + 2 * rule.margin_m, size[a]);
    return cells;
}

/// The half of the holes nearest to the middle and what joins it without a wide gap; the rest goes to `far`.
Box core_of(const blocks::GridRule& rule, const std::vector<Box>& boxes, const std::vector<std::size_t>& known,
            std::vector<std::size_t>& far) {
    std::array<double, 3> middle{};
    for (int a = 0; a < 3; ++a) {
        std::vector<double> at;
        for (const std::size_t n : known) at.push_back((boxes[n].low[a] + boxes[n].high[a]) / 2);
        std::ranges::nth_element(at, at.begin() + static_cast<std::ptrdiff_t>(at.size() / 2));
        middle[a] = at[at.size() / 2];
    }
    std::vector<std::pair<double, std::size_t>> outward;
    for (const std::size_t n : known) outward.emplace_back(distance(boxes[n], Box{middle, middle}), n);
    std::ranges::sort(outward);
    Box core;
    for (std::size_t n = 0; n < outward.size(); ++n) {
        const Box& box = boxes[outward[n].second];
        const double most = far_away * std::max(diagonal(core, rule.margin_m), rule.size_u_m);
        if (n > outward.size() / 2 && distance(box, core) > most)
            far.push_back(outward[n].second);
        else
            core.add(box);
    }
    return core;
}

}  // namespace

std::optional<FarHole> far_hole(const blocks::GridRule& rule, const drilling::CompositeTable& samples) {
    if (!rule.fit_to_samples) return std::nullopt;
    const std::vector<Box> boxes = hole_boxes(rule, samples);
    std::vector<std::size_t> known;
    for (std::size_t n = 0; n < boxes.size(); ++n)
        if (!boxes[n].empty()) known.push_back(n);
    if (known.size() < 3) return std::nullopt;
    std::vector<std::size_t> far;
    Box core = core_of(rule, boxes, known, far);
    if (far.empty()) {
        // Two fields of about as many holes: the larger one is the one the grid could do with.
        std::vector<drilling::HoleBox> all;
        for (const std::size_t n : known) all.push_back({boxes[n].low, boxes[n].high});
        const auto gap = drilling::hole_gap(all, rule.margin_m);
        if (!gap) return std::nullopt;
        for (const std::size_t n : gap->fewer) far.push_back(known[n]);
        core = {};
        for (const std::size_t n : known)
            if (!std::ranges::binary_search(far, n)) core.add(boxes[n]);
    }
    FarHole found{.cells_without = cells_of(core, rule), .holes = far.size()};
    for (const std::size_t n : far)
        if (const double away = distance(boxes[n], core); away > found.distance_m) {
            found.hole = samples.hole_ids[n];
            found.distance_m = away;
        }
    return found;
}

}  // namespace orelens::project
