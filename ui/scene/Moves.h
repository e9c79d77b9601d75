// Where the camera goes: pure geometry on a camera in drawn coordinates. No VTK, no window.
#pragma once

#include <array>

#include "ui/scene/Look.h"

namespace orelens::scene {

/// A camera in drawn coordinates (see Space). Distance and parallel scale belong together (see `matched`):
/// what lies at the focus has the same size in both projections, so that switching is only the flag.
struct Eye {
    Vec3 position{0, 0, 1}, focus{}, up{0, 1, 0};
    double angle_deg = 30;
    double parallel_scale = 1;
    bool orthographic = false;
};

/// Makes the number that the present projection does not use follow from the one it uses: the parallel scale
/// from the distance to the focus, or the other way round.
Eye matched(const Eye& eye);

/// Unit vectors of the picture: to the right, up, and into it.
struct Basis {
    Vec3 right, up, into;
};
Basis basis(const Eye& eye);

/// Direction and up vector of a standard view; position and focus are placed by `fitted`.
Eye standard_eye(StandardView view, const Eye& from);
Vec3 middle_of(const std::array<Vec3, 2>& box);
/// Keeps direction and angle; moves so that the box {min, max} fills the picture but for a margin. Each
/// projection has its own distance: perspective shows near corners larger.
Eye fitted(const Eye& eye, const std::array<Vec3, 2>& box, double aspect);
/// The same picture in what a foot leaves free, a share of the height that something covers from below: farther off,
/// and higher up.
Eye lifted(const Eye& eye, double foot);
/// The same with shares that something covers at the right, at the foot, at the top and at the left; `aspect` is that of
/// the whole picture, and what is left of it was framed with (1 − right − left) / (1 − foot − top) of it.
struct Covered {
    double right = 0, foot = 0, top = 0, left = 0;
};
Eye clear_of(const Eye& eye, const Covered& covered, double aspect);
/// About a vertical axis and then about the horizontal of the picture, through the pivot; the vertical stays
/// upright and the view stops straight above and straight below.
Eye orbited(const Eye& eye, const Vec3& pivot, double azimuth_deg, double elevation_deg);
/// Pixels of a picture of that height; the point at the pivot's distance follows the cursor.
Eye panned(const Eye& eye, const Vec3& pivot, double dx, double dy, double height);
/// Comes nearer by the factor; the point under (x, y), in picture coordinates from −1 to 1, stays.
Eye zoomed(const Eye& eye, double factor, double x, double y, double aspect);
/// Metres of the drawn world per pixel at the distance of a point.
double metres_per_pixel(const Eye& eye, const Vec3& at, double height);

}  // namespace orelens::scene
