// Rays and light of the block walk, worked out once per frame on the CPU in double precision.
#pragma once

#include "ui/scene/Look.h"

class vtkCamera;
class vtkMatrix4x4;

namespace orelens::scene {

/// Points of the near (z = −1) or far (z = 1) plane in grid coordinates: centre, and what x = 1, y = 1 add.
struct Plane {
    float centre[3], x[3], y[3];
};
Plane plane_of(vtkMatrix4x4* clip_to_grid, double z);

/// Rectangle {x, y, width, height} of a picture that a box of `count` grid cells can cover; all of it when
/// the box reaches behind the camera.
std::array<int, 4> covered(vtkMatrix4x4* grid_to_clip, const blocks::Index3& count, const int size[2]);

/// Brightness of a face with a drawn normal: a lamp above the viewer's left shoulder and plenty of ambient
/// light.
float brightness(const Vec3& normal, vtkCamera* camera);

}  // namespace orelens::scene
