#include "core/statistics/Gaussian.h"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace orelens::statistics {

double normal_density(double y) {
    return std::exp(-0.5 * y * y) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

double normal_share(double y) {
    return 0.5 * std::erfc(-y / std::numbers::sqrt2);
}

double normal_score(double share) {
    if (!(share >= 0 && share <= 1)) return std::numeric_limits<double>::quiet_NaN();
    if (share == 0) return -std::numeric_limits<double>::infinity();
    if (share == 1) return std::numeric_limits<double>::infinity();
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * share);
}

}  // namespace orelens::statistics
