// Model against samples, slice by slice along a line: drift that the samples do not bear out, smoothing, and
// the bias of the whole.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::geostat {

struct SwathRule {
    std::array<double, 3> direction{1, 0, 0};  ///< along which slices follow each other; any length but 0
    double width_m = 50;                       ///< of a slice
};

/// Slices from the lowest to the highest that hold anything, without gaps.
struct Swath {
    double width_m = 0;
    std::vector<double> from_m;  ///< along the direction, of the world's origin
    std::vector<std::int64_t> blocks, samples;
    std::vector<double> block_mean, sample_mean;  ///< NaN without any
};

/// A grade column of the model; samples with their weights (empty = all alike; a weight that is not above 0
/// leaves its sample out). Values that are NaN take no part on either side.
/// Error: no such column; a direction without length, a width that is not above 0; arrays of unequal length;
/// more than 100 000 slices; cancelled.
base::Expected<Swath> swath(const blocks::BlockModel& model, const std::string& column,
                            std::span<const std::array<double, 3>> places, std::span<const double> values,
                            std::span<const double> weights, const SwathRule& rule,
                            const base::Progress& progress);

/// Means over all blocks with a grade and over all samples, and what the first is above the second, as a
/// share of it. NaN without either, or about a mean of 0.
struct GlobalBias {
    std::int64_t blocks = 0, samples = 0;
    double block_mean = 0, sample_mean = 0, bias = 0;
};
base::Expected<GlobalBias> global_bias(const blocks::BlockModel& model, const std::string& column,
                                       std::span<const double> values, std::span<const double> weights,
                                       const base::Progress& progress);

}  // namespace orelens::geostat
