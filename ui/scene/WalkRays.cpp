#include "ui/scene/WalkRays.h"

#include <vtkCamera.h>
#include <vtkMatrix4x4.h>

#include <algorithm>
#include <cmath>

namespace orelens::scene {

Plane plane_of(vtkMatrix4x4* clip_to_grid, double z) {
    const auto point = [&](double x, double y) {
        const double in[4] = {x, y, z, 1};
        double out[4];
        clip_to_grid->MultiplyPoint(in, out);
        return Vec3{out[0] / out[3], out[1] / out[3], out[2] / out[3]};
    };
    const Vec3 centre = point(0, 0);
    const Vec3 x = point(1, 0);
    const Vec3 y = point(0, 1);
    Plane plane{};
    for (int a = 0; a < 3; ++a) {
        plane.centre[a] = static_cast<float>(centre[a]);
        plane.x[a] = static_cast<float>(x[a] - centre[a]);
        plane.y[a] = static_cast<float>(y[a] - centre[a]);
    }
    return plane;
}

std::array<int, 4> covered(vtkMatrix4x4* grid_to_clip, const blocks::Index3& count, const int size[2]) {
    double low[2] = {1, 1}, high[2] = {-1, -1};
    for (int bits = 0; bits < 8; ++bits) {
        const double in[4] = {(bits & 1) != 0 ? 1.0 * count[0] : 0.0, (bits & 2) != 0 ? 1.0 * count[1] : 0.0,
                              (bits & 4) != 0 ? 1.0 * count[2] : 0.0, 1};
        double out[4];
        grid_to_clip->MultiplyPoint(in, out);
        if (out[3] <= 0) return {0, 0, size[0], size[1]};
        for (int a = 0; a < 2; ++a) {
            low[a] = std::min(low[a], out[a] / out[3]);
            high[a] = std::max(high[a], out[a] / out[3]);
        }
    }
    std::array<int, 4> out{};
    for (int a = 0; a < 2; ++a) {
        // One pixel more on each side for rounding.
        const double from = std::floor((std::clamp(low[a], -1.0, 1.0) + 1) / 2 * size[a]) - 1;
        const double to = std::ceil((std::clamp(high[a], -1.0, 1.0) + 1) / 2 * size[a]) + 1;
        out[a] = std::max(0, static_cast<int>(from));
        out[2 + a] = std::max(0, std::min(size[a], static_cast<int>(to)) - out[a]);
    }
    return out;
}

float brightness(const Vec3& normal, vtkCamera* camera) {
    double direction[3], up[3];
    camera->GetDirectionOfProjection(direction);
    camera->GetViewUp(up);
    const Vec3 right{direction[1] * up[2] - direction[2] * up[1], direction[2] * up[0] - direction[0] * up[2],
                     direction[0] * up[1] - direction[1] * up[0]};
    double facing = 0, length = 0;
    for (int a = 0; a < 3; ++a) {
        facing += normal[a] * (-0.75 * direction[a] + 0.55 * up[a] - 0.36 * right[a]);
        length += normal[a] * normal[a];
    }
    return static_cast<float>(0.52 +
                              0.48 * std::clamp(facing / std::sqrt(std::max(length, 1e-30)), 0.0, 1.0));
}

}  // namespace orelens::scene
