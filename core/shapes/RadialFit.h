// A smooth function through values at scattered points: radial basis functions in overlapping parts of space, blended
// where these overlap (a partition of unity: Wendland, Scattered Data Approximation, 2005, ch. 15), so that memory and
// time grow with the number of points and not with its square. Use it for signed distances (grade shells) and for
// heights of surfaces (sheets).
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/shapes/Mesh.h"

namespace orelens::shapes {

struct RadialRule {
    /// linear: −r and a constant, in space; flat far from all points. thin_plate: r² ln r and a plane, for functions of
    /// x and y (z is 0): the least bent surface. Where the points of a part lie on one line it is linear there.
    enum class Kernel { linear, thin_plate };
    Kernel kernel = Kernel::linear;
    double smoothing = 0;  ///< 0: the values themselves are met
    double margin_m = 0;   ///< parts reach at least this far into their neighbours: a few steps between holes
    std::size_t in_part = 60, most_in_fit = 500;  ///< points; `most_in_fit` takes margin away
};

class RadialFit {
  public:
    /// Points are finite and no two share a place; values are finite, one per point. Errors: no point; cancelled.
    static base::Expected<RadialFit> build(const std::vector<Vec3>& points, const std::vector<double>& values,
                                           const RadialRule& rule, const base::Progress& progress);
    /// From many threads.
    [[nodiscard]] double at(const Vec3& place) const;
    [[nodiscard]] std::size_t parts() const { return parts_.size(); }

  private:
    struct Part {
        Box core, reach;
        Vec3 centre{};
        double scale = 1;
        bool thin_plate = false;
        std::vector<double> x, y, z, weight;  ///< about `centre`, over `scale`
        double constant = 0, slope_x = 0, slope_y = 0;
        [[nodiscard]] double at(const Vec3& place) const;
        [[nodiscard]] double share(const Vec3& place) const;
    };
    struct Node {
        Box reach;
        std::int32_t right = 0;  ///< the left child follows; 0 = leaf
        std::int32_t part = -1;
    };
    struct Builder;
    std::vector<Part> parts_;
    std::vector<Node> nodes_;
};

}  // namespace orelens::shapes
