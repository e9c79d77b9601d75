// What a ray meets first in the block model, walked cell by cell on the CPU with the same codes, cuts and
// rules as the picture. In grid coordinates; knows no VTK.
#pragma once

#include "ui/scene/BlockCodes.h"
#include "ui/scene/Space.h"

namespace orelens::scene {

struct BlockHit {
    bool hit = false;
    blocks::Index3 block{};
    double t = 0;  ///< along the ray, 0…1
};

/// First block on origin + t·direction, t in [0, 1], that is usable, or any block when `waste_too`. Where both
/// half-spaces of `away` (two or none) hold, nothing is met.
BlockHit first_block(const BlockCodes& codes, const blocks::Index3& count, const Vec3& origin,
                     const Vec3& direction, const std::vector<HalfSpace>& grid_cuts, const UsableTest& usable,
                     bool waste_too, const std::vector<HalfSpace>& away = {});

}  // namespace orelens::scene
