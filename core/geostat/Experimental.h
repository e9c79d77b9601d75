// Experimental variograms and an automatic fit that gives a usable starting model.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// Lags are centred on k·lag_m, k = 0 … lags. Pairs of samples at one place are no part of them: they make a
/// point of their own at distance 0, which belongs to every direction.
struct LagRule {
    double lag_m = 10;
    int lags = 20;
    double tolerance_m = 5;  ///< half width of a lag
    bool downhole = false;   ///< only pairs of one hole
    std::optional<std::array<double, 2>>
        direction;  ///< azimuth, dip (positive down), degrees; none = omnidirectional
    double angle_tolerance_deg = 22.5;
    double bandwidth_m = 1e30;  ///< largest distance from the direction's axis
};

struct LagPoint {
    double distance_m = 0;  ///< mean of the pairs
    double gamma = 0;
    std::int64_t pairs = 0;
};
struct ExperimentalVariogram {
    std::string element;
    LagRule rule;
    double variance = 0;           ///< of the values used
    double head_share = 1;         ///< share of samples that served as pair heads (below 1 for large tables)
    std::vector<LagPoint> points;  ///< lags without pairs are left out; first γ(0) where there are such pairs
};

/// γ(h) = Σ (vᵢ − vⱼ)² / 2N(h). Above 6·10⁷ pairs only every s-th sample is a pair's head, evenly and always
/// the same ones. Error: no such grade, a lag or tolerance that is not positive.
base::Expected<ExperimentalVariogram> experimental_variogram(const drilling::CompositeTable& samples,
                                                             const std::string& element, const LagRule& rule,
                                                             base::Progress& progress);

struct VariogramFit {
    Variogram model;
    std::vector<ExperimentalVariogram> experimental;  ///< downhole first, then the directions used
    double weighted_error = 0;                        ///< pairs-weighted mean squared residual / variance²
    base::Message note;                               ///< how it was found; or why a default was taken
    bool is_default = false;                          ///< the data could not tell: not fitted, assumed
    LagPoint at_one_place;                            ///< γ(0) from pairs of samples at one place
    bool copies = false;  ///< all these pairs have equal values, so that the nugget does not follow them
};

/// Nugget from enough pairs of samples at one place, else from the downhole variogram (and what few such
/// pairs say), ranges from directional ones; deterministic. The simplest shape that describes the data as
/// well as the best: isotropic, horizontal against vertical, or a rotated ellipsoid. Too few samples or no
/// variance give a default model, and the note says so; error only without the grade.
base::Expected<VariogramFit> fit_variogram(const drilling::CompositeTable& samples,
                                           const std::string& element, base::Progress& progress);

}  // namespace orelens::geostat
