// Elevation of blocks for loops over whole models.
#pragma once

#include "core/blocks/GridGeometry.h"

namespace orelens::economics {

/// Elevation of block centres without a rotation per block: it is linear in the index.
struct Elevation {
    double at_zero = 0;
    blocks::Vec3 step{};
    explicit Elevation(const blocks::GridGeometry& geometry) {
        at_zero = geometry.centre({0, 0, 0})[2];
        for (std::size_t a = 0; a < 3; ++a) {
            blocks::Index3 one{};
            one[a] = 1;
            step[a] = geometry.centre(one)[2] - at_zero;
        }
    }
    [[nodiscard]] double operator()(const blocks::Index3& ijk) const {
        return at_zero + step[0] * ijk[0] + step[1] * ijk[1] + step[2] * ijk[2];
    }
};

}  // namespace orelens::economics
