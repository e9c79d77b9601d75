// Which grid to estimate on: stated, or fitted around the samples.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/base/Param.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

struct GridRule {
    bool fit_to_samples = true;  ///< origin and extent from the samples' extent plus margin
    double margin_m = 50;        ///< added on each side when fitted
    double size_u_m = 10, size_v_m = 10, size_w_m = 10;
    double azimuth_deg = 0, dip_deg = 0, roll_deg = 0;
    double origin_x = 0, origin_y = 0, origin_z = 0;
    /// When not fitted: length of the grid along u, v, w. As many blocks as cover it, at least one; so the
    /// ground stays when the block size changes.
    double extent_u_m = 0, extent_v_m = 0, extent_w_m = 0;
    bool operator==(const GridRule&) const = default;
};

std::vector<base::Param<GridRule>> grid_params();

/// Blocks of `size_m` that cover `extent_m`: a thousandth of a block more is not another block. At least 1.
double blocks_along(double extent_m, double size_m);

/// Points as x, y, z arrays of equal length. Fitted grids are aligned to multiples of the block size in the
/// rotated frame, so that the same data always give the same grid. Error: more than 4·10⁹ cells, more than
/// 10⁶ blocks along one axis, no points.
base::Expected<GridGeometry> make_geometry(const GridRule& rule, const std::vector<double>& x,
                                           const std::vector<double>& y, const std::vector<double>& z);

}  // namespace orelens::blocks
