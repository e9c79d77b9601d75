#include "core/blocks/Polygon.h"

namespace orelens::blocks {

bool in_polygon(std::span<const std::array<double, 2>> corners, double x, double y) {
    bool in = false;
    for (std::size_t n = 0, before = corners.size() - 1; n < corners.size(); before = n++) {
        const auto &a = corners[n], &b = corners[before];
        if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]) in = !in;
    }
    return in;
}

}  // namespace orelens::blocks
