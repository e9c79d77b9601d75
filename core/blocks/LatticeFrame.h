// The directions of a turned lattice from its points. Part of CellGrid; knows nothing of tables.
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "core/base/Progress.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

/// Unit vectors u, v, w of the orthogonal lattice that the points are on, w nearest to the vertical and v to
/// the north; nothing where they are too few, on no such lattice, or where it is cancelled. Looks at some
/// hundred thousand neighbours from the middle of the list.
std::optional<std::array<Vec3, 3>> find_frame(std::size_t count,
                                              const std::function<Vec3(std::size_t)>& point,
                                              const base::Progress& progress);

}  // namespace orelens::blocks
