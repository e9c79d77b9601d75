// How the values of a column are spread, counted block by block, for a picture that follows a hand. For weighted
// histograms of samples see core/statistics/Histogram.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockFilter.h"

namespace orelens::blocks {

struct ColumnHistogram {
    double low = 0, high = 1;           ///< ends of the first and the last bin
    std::vector<std::int64_t> count;    ///< per bin of equal width; the last one holds its upper end too
    std::int64_t below = 0, above = 0;  ///< beyond the ends, ±∞ among them
    std::int64_t missing = 0;
};

/// Of the blocks of a mask, of all of them without one. Error: no such column, no bin, ends that are not finite and in
/// order, a mask of another model; cancelled.
base::Expected<ColumnHistogram> column_histogram(const BlockModel& model, const std::string& column, double low,
                                                 double high, int bins, const BlockMask* mask = nullptr,
                                                 const base::Progress& progress = base::Progress());

/// Least and greatest finite value; NaN without any. Error: no such column.
base::Expected<std::pair<double, double>> column_range(const BlockModel& model, const std::string& column);

}  // namespace orelens::blocks
