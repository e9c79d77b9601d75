#include "core/blocks/GridRule.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orelens::blocks {
namespace {

using base::Level;

const base::Range positive_m{0.01, 100000};
const base::Range angle{-360, 360};
const base::Range coordinate{-1e8, 1e8};
const base::Range extent_m{0, 1e7};
/// Longer rows are a slip of the pen, whatever the cells.
constexpr double most_along = 1e6;

/// Extent of the points along one axis of the rotated frame through the world's origin.
struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
};

std::array<Extent, 3> extents(const std::array<Vec3, 3>& axis, const std::vector<double>& x,
                              const std::vector<double>& y, const std::vector<double>& z) {
    std::array<Extent, 3> extent;
    for (std::size_t n = 0; n < x.size(); ++n) {
        if (!std::isfinite(x[n]) || !std::isfinite(y[n]) || !std::isfinite(z[n])) continue;
        for (int a = 0; a < 3; ++a) {
            const double along = x[n] * axis[a][0] + y[n] * axis[a][1] + z[n] * axis[a][2];
            extent[a].low = std::min(extent[a].low, along);
            extent[a].high = std::max(extent[a].high, along);
        }
    }
    return extent;
}

base::Expected<GridGeometry> checked(GridGeometry geometry, const std::array<double, 3>& counts) {
    const double most = std::ranges::max(counts);
    if (!(most <= most_along))
        return base::fail(base::ErrorKind::data,
                          base::Message("blocks.too_long", {{"blocks", base::number(most)},
                                                            {"limit", base::number(most_along)}}),
                          {}, base::Message("blocks.larger_blocks"));
    const double cells = counts[0] * counts[1] * counts[2];
    if (!(cells <= static_cast<double>(max_cells)))
        return base::fail(
            base::ErrorKind::data,
            base::Message("blocks.too_many_cells", {{"cells", base::number(cells)},
                                                    {"limit", base::number(static_cast<double>(max_cells))}}),
            {}, base::Message("blocks.larger_blocks"));
    for (int a = 0; a < 3; ++a) geometry.count[a] = static_cast<std::int32_t>(counts[a]);
    return geometry;
}

}  // namespace

std::vector<base::Param<GridRule>> grid_params() {
    using G = GridRule;
    return {
        base::boolean("fit_to_samples", &G::fit_to_samples, Level::basic,
                      {"Fit grid to samples", "按样品范围确定网格"},
                      {"Origin and number of blocks follow from the samples' extent plus the padding.",
                       "原点与块体数由样品分布范围加外扩距离自动确定。"}),
        base::real("margin", &G::margin_m, "m", {0, 100000}, Level::basic, {"Padding", "外扩距离"},
                   {"Added on every side of the samples' extent when the grid is fitted.",
                    "按样品范围确定网格时，向每一侧外扩的距离。"}),
        base::real("size_u", &G::size_u_m, "m", positive_m, Level::basic,
                   {"Block size along columns", "块体尺寸（列向）"},
                   {"Length of a block along the u axis: east when the azimuth is 0.",
                    "块体沿 u 轴的边长；方位角为 0 时指向东。"}),
        base::real("size_v", &G::size_v_m, "m", positive_m, Level::basic,
                   {"Block size along rows", "块体尺寸（行向）"},
                   {"Length of a block along the v axis: north when the azimuth is 0.",
                    "块体沿 v 轴的边长；方位角为 0 时指向北。"}),
        base::real("size_w", &G::size_w_m, "m", positive_m, Level::basic, {"Block height", "块体高度"},
                   {"Length of a block along the w axis: upward when dip and roll are 0.",
                    "块体沿 w 轴的边长；倾角与侧滚角为 0 时竖直向上。"}),
        base::real("azimuth", &G::azimuth_deg, "°", angle, Level::basic,
                   {"Azimuth of the grid", "网格方位角"},
                   {"Turns the v axis clockwise from north.", "v 轴自北顺时针旋转的角度。"}),
        base::real(
            "dip", &G::dip_deg, "°", angle, Level::advanced, {"Dip of the grid", "网格倾角"},
            {"Tips the v axis about the u axis, positive down.", "v 轴绕 u 轴向下倾斜的角度，向下为正。"}),
        base::real("roll", &G::roll_deg, "°", angle, Level::advanced, {"Roll of the grid", "网格侧滚角"},
                   {"Turns the u axis upward about the v axis.", "u 轴绕 v 轴向上转动的角度。"}),
        base::real("origin_x", &G::origin_x, "m", coordinate, Level::advanced,
                   {"Origin easting", "原点东坐标"},
                   {"Easting of the first block's outer corner when the grid is not fitted.",
                    "不自动确定网格时，首个块体外角点的东坐标。"}),
        base::real("origin_y", &G::origin_y, "m", coordinate, Level::advanced,
                   {"Origin northing", "原点北坐标"},
                   {"Northing of the first block's outer corner when the grid is not fitted.",
                    "不自动确定网格时，首个块体外角点的北坐标。"}),
        base::real("origin_z", &G::origin_z, "m", coordinate, Level::advanced,
                   {"Origin elevation", "原点标高"},
                   {"Elevation of the first block's outer corner when the grid is not fitted.",
                    "不自动确定网格时，首个块体外角点的标高。"}),
        base::real("extent_u", &G::extent_u_m, "m", extent_m, Level::advanced,
                   {"Extent along columns", "网格范围（列向）"},
                   {"Length of the grid along u when it is not fitted; as many blocks as cover it. 0 is one "
                    "block.",
                    "不自动确定网格时沿 u 轴的总长度，块体数取能覆盖该长度的最小值；0 表示一个块体。"}),
        base::real("extent_v", &G::extent_v_m, "m", extent_m, Level::advanced,
                   {"Extent along rows", "网格范围（行向）"},
                   {"Length of the grid along v when it is not fitted; as many blocks as cover it. 0 is one "
                    "block.",
                    "不自动确定网格时沿 v 轴的总长度，块体数取能覆盖该长度的最小值；0 表示一个块体。"}),
        base::real("extent_w", &G::extent_w_m, "m", extent_m, Level::advanced,
                   {"Extent upward", "网格范围（竖向）"},
                   {"Length of the grid along w when it is not fitted; as many blocks as cover it. 0 is one "
                    "block.",
                    "不自动确定网格时沿 w 轴的总长度，块体数取能覆盖该长度的最小值；0 表示一个块体。"}),
    };
}

double blocks_along(double extent_m, double size_m) {
    return std::max(1.0, std::ceil(extent_m / size_m - 1e-3));
}

base::Expected<GridGeometry> make_geometry(const GridRule& rule, const std::vector<double>& x,
                                           const std::vector<double>& y, const std::vector<double>& z) {
    GridGeometry geometry;
    geometry.block_size = {rule.size_u_m, rule.size_v_m, rule.size_w_m};
    geometry.azimuth_deg = rule.azimuth_deg;
    geometry.dip_deg = rule.dip_deg;
    geometry.roll_deg = rule.roll_deg;
    if (!rule.fit_to_samples) {
        geometry.origin = {rule.origin_x, rule.origin_y, rule.origin_z};
        return checked(geometry, {blocks_along(rule.extent_u_m, rule.size_u_m),
                                  blocks_along(rule.extent_v_m, rule.size_v_m),
                                  blocks_along(rule.extent_w_m, rule.size_w_m)});
    }
    const std::array<Vec3, 3> axis = geometry.axes();
    const std::array<Extent, 3> extent = extents(axis, x, y, z);
    if (!(extent[0].low <= extent[0].high))
        return base::fail(base::ErrorKind::data, base::Message("blocks.no_points"));
    std::array<double, 3> counts{};
    for (int a = 0; a < 3; ++a) {
        const double size = geometry.block_size[a];
        const double first = std::floor((extent[a].low - rule.margin_m) / size);
        const double last = std::ceil((extent[a].high + rule.margin_m) / size);
        counts[a] = std::max(1.0, last - first);
        for (int c = 0; c < 3; ++c) geometry.origin[c] += first * size * axis[a][c];
    }
    return checked(geometry, counts);
}

}  // namespace orelens::blocks
