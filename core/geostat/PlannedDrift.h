// The functions of place that a method's weights reproduce, as the kernels take them. Private to the plans.
#pragma once

#include <array>
#include <vector>

#include "core/geostat/CovarianceModel.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Kernel.h"

namespace orelens::geostat {

/// `frame` is that in which the kernel sees samples; `offsets` the block's points in it. The pointer to the
/// external drift is left null.
kernel::Drift drift_of(const ElementEstimate& how, const Matrix3& frame,
                       const std::vector<std::array<double, 3>>& offsets);

/// Standard deviation, 1 where all values are the same.
double spread_of(const std::vector<double>& values);

}  // namespace orelens::geostat
