// The variogram of each threshold of indicator kriging: its own where its samples carry one, else the element's, and why.
// Made by the estimate stage and taken over by whatever estimates as it does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Fit.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Fewer samples on one side of a threshold show nothing of where that side is.
inline constexpr std::int64_t least_indicator_samples = 20;

struct IndicatorFit {
    std::string element;
    double threshold = 0;                  ///< in the element's unit
    std::int64_t at_or_below = 0, above = 0;  ///< samples
    bool own = false;                      ///< `fit` is in force; else the element's own variogram
    geostat::VariogramFit fit;             ///< of the indicators, whose sill is near p(1 − p); empty where there are too few
};
struct IndicatorVariograms {
    std::string made_from;  ///< fingerprint of samples, thresholds and rules: unchanged, it need not be made again
    std::vector<IndicatorFit> fits;
};
inline constexpr const char* indicator_variograms_name = "estimate.indicator_variograms";

/// For elements of `all` that are indicator kriged, ask for it (variogram.by_domain) and whose variogram is
/// fitted. Fitted to the indicators of all samples, on the grade scale, with the structures and directions that the element's
/// own fit may have. What was made from the same before is taken over. Error: cancelled; those of the fit.
base::Expected<IndicatorVariograms> indicator_variograms(const Project& project, const std::vector<geostat::ElementEstimate>& all,
                                                         base::Progress& progress);

/// Puts the models in force into the estimates: one per threshold, the element's where a threshold has none of its own.
void use_models(const IndicatorVariograms& made, std::vector<geostat::ElementEstimate>& all);

/// Thresholds without a variogram of their own.
std::vector<base::Finding> doubts_of(const IndicatorVariograms& made);

}  // namespace orelens::project
