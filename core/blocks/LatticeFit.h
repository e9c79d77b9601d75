// Steps and directions of a lattice from its points: one axis at a time, and the turned frame as a whole.
// Parts of CellGrid; knows nothing of tables.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "core/base/Progress.h"
#include "core/blocks/GridGeometry.h"

namespace orelens::blocks {

struct AxisFit {
    double first = 0;  ///< place of index 0, the lowest
    double step = 0;   ///< > 0; 0 where there is one place only
    std::int64_t count = 1;
    double residual = 0;  ///< largest distance of a value from its place
};

/// Fits places first + n·step to a sample of values (any order, may repeat). `step` > 0 is kept as stated.
/// Nothing where no step explains the values within `tolerance`·step.
std::optional<AxisFit> fit_axis(std::vector<double> values, double step, double tolerance);

/// Carries a fit to all values: range, residual, and a step sharpened over the whole length where `sharpen`.
AxisFit extend_axis(const AxisFit& fit, std::size_t count, const std::function<double(std::size_t)>& value,
                    bool sharpen);

/// Unit vectors u, v, w of the orthogonal lattice that `points` are on, w nearest to the vertical and v to
/// the north; nothing where the points are too few or on no such lattice. Cancelled: nothing.
std::optional<std::array<Vec3, 3>> find_frame(std::size_t count,
                                              const std::function<Vec3(std::size_t)>& point,
                                              const base::Progress& progress);

}  // namespace orelens::blocks
