// Break-even prices as block columns hold them. Rounded down to the next float, so that a block is usable at the very price
// it breaks even at; the float is less than 1.2e-7 of itself below the price, which is all that a stored price is off.
#pragma once

#include <cmath>
#include <limits>

namespace orelens::economics {

/// The largest float that is not above `price`; infinities and NaN as they are, and +∞ beyond the largest float.
inline float stored_price(double price) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const auto nearest = static_cast<float>(price);
    return nearest < infinity && static_cast<double>(nearest) > price ? std::nextafter(nearest, -infinity) : nearest;
}

}  // namespace orelens::economics
