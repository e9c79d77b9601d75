// Doubts about the heights of a surface over ground: numbers that mean "not known", and single corners far above or
// below everything around them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/shapes/Mesh.h"

namespace orelens::shapes {

/// A height that stands for "not known", with how many hold it: -9999 and its like always; -999, -99 and 0 where no
/// other height lies within 200 of them. The one with the most points; nothing where there is none.
struct NullHeight {
    double value = 0;
    std::int64_t count = 0;
};
std::optional<NullHeight> null_height(const std::vector<Vec3>& points);

/// Corners that all edges leave steeper than 2 to 1, upward or all downward, by more than 20 m: a digit too many or
/// an unknown height, not a cliff, which has neighbours along it.
struct Spikes {
    std::int64_t count = 0;
    Vec3 first{};
};
Spikes spikes(const TriangleMesh& mesh);

}  // namespace orelens::shapes
