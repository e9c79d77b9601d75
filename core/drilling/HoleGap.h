// The widest empty stretch that parts a set of holes in two: two prospects in one project, or some holes with
// coordinates of another system. Told by the boxes of the holes; does not say which side is right.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace orelens::drilling {

struct HoleBox {
    std::array<double, 3> low{}, high{};
};

struct HoleGap {
    std::vector<std::size_t> fewer;  ///< the holes on the side with fewer of them, in ascending order
    double distance_m = 0;           ///< between the sides, along the axis that parts them
};

/// Wider than three diagonals of one of its sides (plus twice `margin_m`), with three holes or more on either; the
/// side with less than a quarter of the holes does not count for the diagonal. Nothing where there is none.
std::optional<HoleGap> hole_gap(std::span<const HoleBox> holes, double margin_m = 0);

}  // namespace orelens::drilling
