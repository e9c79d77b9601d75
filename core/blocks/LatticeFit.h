// Steps of a lattice from its points, one axis at a time. Part of CellGrid; knows nothing of tables.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
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
/// Nothing where no step explains the values within `tolerance`·step, or where it is cancelled.
std::optional<AxisFit> fit_axis(std::vector<double> values, double step, double tolerance,
                                const base::Progress& progress);

/// Gives the values [begin, end) of an axis, from any thread.
using AxisValues = std::function<void(std::size_t begin, std::size_t end, double* to)>;
/// Values that are worked on between two looks at the progress.
inline constexpr std::size_t axis_piece = std::size_t{1} << 16;

struct ValueRange {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void take(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
};
/// Least and largest value, in parallel; nothing where it is cancelled.
std::optional<ValueRange> value_range(std::size_t count, const AxisValues& values,
                                      const base::Progress& progress);

/// The different values in ascending order; nothing where it is cancelled.
std::optional<std::vector<double>> different_values(std::size_t count, const AxisValues& values,
                                                    const base::Progress& progress);

/// Carries a fit to all values: range, residual, and a step sharpened over the whole length where `sharpen`.
/// Nothing where it is cancelled.
std::optional<AxisFit> extend_axis(const AxisFit& fit, std::size_t count, const AxisValues& values,
                                   bool sharpen, const base::Progress& progress);

}  // namespace orelens::blocks
