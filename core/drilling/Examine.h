// What looks wrong with composites, and their means. Plain counts; what is said about them is the caller's.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "core/base/Progress.h"
#include "core/drilling/Composite.h"

namespace orelens::drilling {

/// Samples at one place (Places.h): estimation counts them as one, with their mean.
struct SharedPlaces {
    std::int64_t samples = 0;                   ///< beyond the first one of each place
    std::int64_t places = 0;                    ///< with more than one
    std::pair<std::size_t, std::size_t> first;  ///< two samples of the first such place, in table order
};
/// Nothing when it was cancelled.
SharedPlaces shared_places(const CompositeTable& samples, const base::Progress* progress = nullptr);

/// Mean of an element over the composites that have a value, cut as the estimator cuts them.
struct GradeMean {
    std::int64_t samples = 0;
    double assayed_m = 0;                                     ///< length that carries an assay
    double plain = std::numeric_limits<double>::quiet_NaN();  ///< each composite counts once
    /// Weighted by the assayed length; composites carry no density. NaN without a length (point samples).
    double by_length = std::numeric_limits<double>::quiet_NaN();
    double lowest = std::numeric_limits<double>::quiet_NaN();
    double highest = std::numeric_limits<double>::quiet_NaN();
};
/// `top_cut` NaN = none. Nothing where the element is not in the table.
GradeMean mean_of(const CompositeTable& samples, const std::string& element,
                  double top_cut = std::numeric_limits<double>::quiet_NaN());

}  // namespace orelens::drilling
