// The nearest of many points, by a k-d tree made once; asked from many threads.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/shapes/Mesh.h"

namespace orelens::shapes {

class NearestPoints {
  public:
    /// Points are finite.
    explicit NearestPoints(std::vector<Vec3> points);
    ~NearestPoints();
    NearestPoints(NearestPoints&&) noexcept;
    NearestPoints& operator=(NearestPoints&&) noexcept;

    struct Found {
        std::size_t point = 0;
        double distance_m = 0;  ///< infinity where there are no points
    };
    [[nodiscard]] Found nearest(const Vec3& place) const;
    /// Up to `count` of them, nearest first.
    [[nodiscard]] std::vector<Found> nearest(const Vec3& place, std::size_t count) const;

  private:
    struct Tree;
    std::unique_ptr<Tree> tree_;
};

}  // namespace orelens::shapes
