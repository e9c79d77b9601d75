// The convex hull of samples, and whether a block lies in it: one of the limits of extrapolation. Samples in
// a plane, on a line or at one place have a hull without volume, which only a margin makes hold anything.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/base/Progress.h"

namespace orelens::geostat {

class ConvexHull {
  public:
    using Point = std::array<double, 3>;

    /// Points in metres. Coordinates are moved by up to 1e-7 of the extent, so that no four lie in a plane.
    /// Without points nothing is inside. Not whole once cancelled.
    explicit ConvexHull(std::span<const Point> points, const base::Progress* progress = nullptr);

    /// Inside, or no further outside than `margin` (metres, ≥ 0).
    [[nodiscard]] bool contains(const Point& point, double margin) const;

    /// Whether all points within `radius` of the centre are inside.
    [[nodiscard]] bool surely_inside(const Point& centre, double radius) const;

    [[nodiscard]] std::size_t face_count() const { return faces_.size(); }

  private:
    struct Face {
        Point corner[3];
        Point normal;   ///< outward, of length 1
        double offset;  ///< normal · x = offset on the face
    };
    std::vector<Face> faces_;
    Point shift_{};  ///< coordinates are kept relative to it
};

}  // namespace orelens::geostat
