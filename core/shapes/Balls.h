// Balls of many sizes, by a tree made once; asked from many threads for the one that covers a place furthest.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include "core/shapes/Mesh.h"

namespace orelens::shapes {

class Balls {
  public:
    /// Finite centres, one radius each.
    Balls(const std::vector<Vec3>& centres, const std::vector<double>& radii);

    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    struct Found {
        std::size_t ball = none;
        double off = 0;  ///< from the ball's face, below 0 within it
    };
    /// The ball with the least `off`, where that is at least `low` and below `high`. Below `low` any ball that is; at or above
    /// `high` none, and `high`. The nearer the two, the faster.
    [[nodiscard]] Found nearest(const Vec3& place, double low = -std::numeric_limits<double>::infinity(),
                                double high = std::numeric_limits<double>::infinity()) const;
    /// Around all of them; empty where there are none.
    [[nodiscard]] const Box& box() const { return box_; }
    [[nodiscard]] const Vec3& centre(std::size_t ball) const { return centres_[ball]; }
    [[nodiscard]] double radius(std::size_t ball) const { return radii_[ball]; }

  private:
    struct Node {
        Box box;  ///< of the centres
        double widest = 0;
        std::uint32_t begin = 0, end = 0;
        std::uint32_t right = 0;  ///< the left child follows; 0 = leaf
    };
    struct Sorted {
        Vec3 centre{};
        double radius = 0;
    };
    void split(std::uint32_t begin, std::uint32_t end);
    std::vector<Vec3> centres_;
    std::vector<double> radii_;
    std::vector<std::uint32_t> order_;
    std::vector<Sorted> sorted_;  ///< as `order_` has them, side by side in memory
    std::vector<Node> nodes_;
    Box box_;
};

}  // namespace orelens::shapes
