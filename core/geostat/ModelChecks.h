// A block model against the samples it was made from: means, swaths, quantiles, and what the change of support
// lets expect of its grades. Works on one grade column; blocks weigh alike.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/geostat/ValidationRule.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// Samples of one element as its estimate takes them (after the top cut), with declustering weights.
struct ReferenceData {
    std::vector<std::array<double, 3>> places;
    std::vector<double> values, weights;
};

/// Grades of all blocks that have one, in the order of the model.
std::vector<double> grades_of(const blocks::BlockModel& model, const std::string& column);

/// NaN without blocks, without a nearest neighbour, without samples.
struct MeanCheck {
    std::int64_t blocks = 0, samples = 0;
    double model = 0, nearest = 0;  ///< over the same blocks
    double data = 0, plain = 0;     ///< of the samples: declustered, and all alike
};
/// `nearest_column` is the nearest neighbour's estimate of the same blocks.
MeanCheck mean_check(const blocks::BlockModel& model, const std::string& column, const std::string& nearest_column,
                     const ReferenceData& data);

enum class SwathAxis { east, north, up, stated };
struct SwathLine {
    SwathAxis axis = SwathAxis::east;
    std::array<double, 3> direction{};
    double width_m = 0;
    std::vector<double> from_m;
    std::vector<std::int64_t> blocks, samples;
    std::vector<double> model, nearest, data;  ///< means; NaN without any
    std::int64_t judged = 0;                   ///< slices with blocks and enough samples
    double deviation = 0;  ///< Σ blocks·|model − nearest| / Σ blocks·nearest over these; NaN without any
};
/// Along east, north and up, and along the stated direction. Error: as `swath`.
base::Expected<std::vector<SwathLine>> swath_lines(const blocks::BlockModel& model, const std::string& column,
                                                   const std::string& nearest_column, const ReferenceData& data,
                                                   const ValidationRule& rule, const base::Progress& progress);

struct QuantilePoint {
    double share = 0;
    double data = 0;   ///< declustered samples
    double block = 0;  ///< what the change of support expects of blocks; NaN where it is not known
    double model = 0;
};
struct SupportPoint {
    double cutoff = 0;
    double tonnage = 0, mean = 0, metal = 0;  ///< expected: shares of all tonnes and of all metal; grade
    double model_tonnage = 0, model_mean = 0, model_metal = 0;
};
/// The discrete Gaussian model (core/statistics/Hermite.h) beside the block model.
struct SupportCheck {
    bool known = false;             ///< false: no variance, or a mean that is not above 0
    double point_variance = 0;      ///< of the declustered samples
    double block_variance = 0;      ///< point variance · C̄(v,v)/C(0) of the variogram
    double model_variance = 0;      ///< of the block model
    double coefficient = 1;         ///< r
    std::vector<SupportPoint> points;  ///< at the grades of twentieths of the expected blocks
    double most_off = 0;     ///< largest |metal difference|, blocks scaled to the samples' mean: smoothing alone
    double at_cutoff = 0;    ///< where
};
SupportCheck support_check(std::span<const double> model, const ReferenceData& data, const Variogram& variogram,
                           const blocks::GridGeometry& geometry);

/// Shares 1, 5, 10 … 95, 99 %.
std::vector<QuantilePoint> quantile_check(std::span<const double> model, const ReferenceData& data,
                                          const Variogram& variogram, const blocks::GridGeometry& geometry);

}  // namespace orelens::geostat
