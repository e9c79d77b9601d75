// What lies about points, with the gaps between them filled (a morphological closing whose size follows the points): balls
// as wide as gaps are filled, less whatever a ball about their common face takes away that keeps clear of each point's own reach.
// A point by itself is left with its reach; where all are alike it is the closing of Serra (1982).
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Balls.h"

namespace orelens::shapes {

/// Points, how wide the balls about each are and how far what is filled goes beyond it: 0 ≤ reach ≤ radius.
struct Surroundings {
    std::vector<Vec3> points;
    std::vector<double> radius, reach;
};

/// The same about all points.
Surroundings alike(std::vector<Vec3> points, double radius, double reach);

class Closing {
  public:
    explicit Closing(const Surroundings& around);
    /// Whether gaps are filled at all: where no reach is less than its radius the balls are all there is.
    [[nodiscard]] bool fills() const { return fills_; }
    [[nodiscard]] const Balls& balls() const { return balls_; }
    /// Takes away what is too much. `near_face`: places in no order that matters, at least one within a step of each place of
    /// the balls' face. False: cancelled.
    bool carve(const std::vector<Vec3>& near_face, const base::Progress& progress);
    /// Below 0 inside; at most as much more as the way from place to place. Exact between −`most` and `most`, beyond them
    /// no nearer to 0 than they are.
    [[nodiscard]] double off(const Vec3& place, double most) const;

  private:
    Balls balls_, own_, taken_;
    bool fills_ = false;
};

/// Of points with z = 0 the same in the plane: `off` within three steps at places `step` apart, x fastest. Error: cancelled.
base::Expected<std::vector<double>> closed_over(const Surroundings& flat, const Vec3& origin, double step, std::int32_t nx,
                                                std::int32_t ny, const base::Progress& progress);

}  // namespace orelens::shapes
