#include "core/blocks/Outside.h"

#include <algorithm>
#include <cmath>

namespace orelens::blocks {

Outside points_outside(const GridGeometry& geometry, const std::vector<double>& x,
                       const std::vector<double>& y, const std::vector<double>& z) {
    Outside outside;
    for (std::size_t n = 0; n < x.size(); ++n) {
        if (!std::isfinite(x[n]) || !std::isfinite(y[n]) || !std::isfinite(z[n])) continue;
        const Vec3 at = geometry.to_grid({x[n], y[n], z[n]});
        double beyond = 0;
        for (int a = 0; a < 3; ++a)
            beyond = std::max(beyond, std::max(-at[a], at[a] - geometry.count[a]) * geometry.block_size[a]);
        constexpr double rounding_m = 1e-6;
        if (beyond <= rounding_m) continue;
        if (outside.points++ == 0) outside.first = n;
        if (beyond > outside.farthest_m) {
            outside.farthest_m = beyond;
            outside.farthest = n;
        }
    }
    return outside;
}

}  // namespace orelens::blocks
