// What stands where there is no number.
#pragma once

#include <limits>

namespace orelens::statistics {

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

}  // namespace orelens::statistics
