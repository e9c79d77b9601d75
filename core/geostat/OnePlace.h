// Samples that share a place as one sample each: what estimators see of a table with twins, wedges and
// repeated samples. Private to the estimation plan.
#pragma once

#include <vector>

#include "core/drilling/Places.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// One sample per place. Coordinates are those of one of its samples (the lowest x, then y, then z) and the
/// hole the lowest number among them, so that neither depends on the order of rows.
struct OnePerPlace {
    std::vector<double> x, y, z;
    std::vector<std::int32_t> hole;   ///< empty where the samples have none
    std::vector<std::int32_t> group;  ///< likewise; the lowest of those at the place
};
OnePerPlace one_per_place(const SamplePlaces& samples, const drilling::Places& places);

/// Per place the mean of its values, each cut first (`top_cut` NaN = none); of codes the most frequent one,
/// the lowest of equals. NaN where no sample has a value.
std::vector<double> value_per_place(const ElementSamples& element, const drilling::Places& places);

/// Per place the mean of what is not NaN.
std::vector<double> mean_per_place(std::span<const double> values, const drilling::Places& places);

}  // namespace orelens::geostat
