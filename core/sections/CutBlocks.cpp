// Faces of blocks in the plane of a section.
#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "core/sections/Cuts.h"

namespace orelens::sections {
namespace {

using base::Message;

/// Height above the plane of grid coordinates, metres: base + g·steps.
struct Slope {
    double base = 0;
    std::array<double, 3> step{};  ///< per block along u, v, w
    [[nodiscard]] double at(double i, double j, double k) const { return base + i * step[0] + j * step[1] + k * step[2]; }
};

Slope slope_of(const blocks::GridGeometry& grid, const Section& section) {
    const auto off = [&](const Vec3& g) { return section.spot(grid.to_world(g)).off; };
    Slope slope;
    slope.base = off({0, 0, 0});
    // From metres within the grid, not from map coordinates: directions turn without loss.
    const auto axes = grid.axes();
    const Vec2 reader = section.to_reader();
    for (std::size_t a = 0; a < 3; ++a)
        slope.step[a] = (axes[a][0] * reader[0] + axes[a][1] * reader[1]) * grid.block_size[a];
    return slope;
}

/// Twelve edges of a cell as pairs of corners, in bits (1 = u, 2 = v, 4 = w).
constexpr std::array<std::array<int, 2>, 12> edges{{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3},
                                                    {4, 6}, {5, 7}, {0, 4}, {1, 5}, {2, 6}, {3, 7}}};

void turn_counterclockwise(std::vector<Vec2>& corners) {
    Vec2 middle{0, 0};
    for (const Vec2& c : corners) middle = {middle[0] + c[0], middle[1] + c[1]};
    middle = {middle[0] / static_cast<double>(corners.size()), middle[1] / static_cast<double>(corners.size())};
    const auto angle = [&](const Vec2& c) { return std::atan2(c[1] - middle[1], c[0] - middle[0]); };
    std::ranges::sort(corners, [&](const Vec2& a, const Vec2& b) { return angle(a) < angle(b); });
}

/// Corners where the plane meets the edges of a cell; fewer than three: it does not.
std::vector<Vec2> face_of(const blocks::GridGeometry& grid, const Section& section, const Slope& slope,
                          const blocks::Index3& ijk, double snap) {
    std::array<double, 8> over{};
    int behind = 0;
    for (int c = 0; c < 8; ++c) {
        double h = slope.at(ijk[0] + (c & 1), ijk[1] + ((c >> 1) & 1), ijk[2] + ((c >> 2) & 1));
        if (std::abs(h) < snap) h = 0;
        over[static_cast<std::size_t>(c)] = h;
        behind += h <= 0 ? 1 : 0;
    }
    std::vector<Vec2> corners;
    if (behind == 0 || behind == 8) return corners;
    for (const auto& edge : edges) {
        const double a = over[static_cast<std::size_t>(edge[0])], b = over[static_cast<std::size_t>(edge[1])];
        if ((a <= 0) == (b <= 0)) continue;
        const double t = a / (a - b);
        Vec3 g{};
        for (int axis = 0; axis < 3; ++axis) {
            const double low = (edge[0] >> axis) & 1, high = (edge[1] >> axis) & 1;
            g[static_cast<std::size_t>(axis)] = ijk[static_cast<std::size_t>(axis)] + low + t * (high - low);
        }
        const Spot spot = section.spot(grid.to_world(g));
        const Vec2 corner{spot.s, spot.z};
        // A corner of the cell in the plane is met by each of its edges.
        if (std::ranges::none_of(corners, [&](const Vec2& c) {
                return std::abs(c[0] - corner[0]) < snap && std::abs(c[1] - corner[1]) < snap;
            }))
            corners.push_back(corner);
    }
    if (corners.size() < 3) return {};
    turn_counterclockwise(corners);
    return corners;
}

bool beside(const std::vector<Vec2>& corners, double length) {
    double low = 1e300, high = -1e300;
    for (const Vec2& c : corners) {
        low = std::min(low, c[0]);
        high = std::max(high, c[0]);
    }
    return high <= 0 || low >= length;
}

}  // namespace

double area(const std::vector<Vec2>& corners) {
    double sum = 0;
    for (std::size_t n = 0; n < corners.size(); ++n) {
        const Vec2 &a = corners[n], &b = corners[(n + 1) % corners.size()], &o = corners[0];
        sum += (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]);
    }
    return sum / 2;
}

base::Expected<std::vector<BlockFace>> cut_blocks(const blocks::BlockModel& model, const Section& section,
                                                  const base::Progress& progress) {
    const blocks::GridGeometry& grid = model.geometry();
    const Slope slope = slope_of(grid, section);
    const double snap = 1e-7 * std::min({grid.block_size[0], grid.block_size[1], grid.block_size[2]});
    constexpr int side = 8;
    double reach = 0;
    for (const double step : slope.step) reach += std::abs(step) * side;
    std::vector<BlockFace> faces;
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        if (n % 512 == 0 && !progress.report(static_cast<double>(n) / static_cast<double>(model.leaf_count())))
            return base::cancelled();
        const blocks::Leaf& leaf = model.leaf(n);
        const double over = slope.at(leaf.origin[0], leaf.origin[1], leaf.origin[2]);
        if (std::abs(over) > reach + snap) continue;
        for (int at = 0; at < side * side * side; ++at) {
            if (!leaf.is_active(at)) continue;
            std::vector<Vec2> corners = face_of(grid, section, slope, leaf.index(at), snap);
            if (corners.empty() || beside(corners, section.length_m)) continue;
            if (faces.size() == most_faces)
                return base::fail(base::ErrorKind::data,
                                  Message("section.too_many_blocks", {{"most", base::grouped(most_faces)}}),
                                  {.field = "section.line"}, Message("section.too_many_blocks_fix"));
            faces.push_back({n, at, std::move(corners)});
        }
    }
    return faces;
}

}  // namespace orelens::sections
