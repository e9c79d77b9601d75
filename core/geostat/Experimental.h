// Experimental variograms of every measure: omnidirectional, directional, downhole; many directions in one walk
// over the pairs.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// How tolerances are meant: a cone about the direction, with `angle_tolerance_deg` and `bandwidth_m` in space; or
/// as GSLIB has them, one tolerance and band in plan and one in the vertical plane of the direction.
enum class Sector { cone, plan_and_dip };

/// Lags are centred on k·lag_m, k = 0 … lags, or with `classes` lag k = 1 … lags holds (k − 1)·lag < h ≤ k·lag.
/// Pairs of samples at one place are no part of them: they make a point of their own at distance 0, which belongs
/// to every direction.
struct LagRule {
    double lag_m = 10;
    int lags = 20;
    double tolerance_m = 5;  ///< half width of a lag; lags overlap where it exceeds half of lag_m
    bool downhole = false;   ///< only pairs of one hole
    std::optional<std::array<double, 2>>
        direction;  ///< azimuth, dip (positive down), degrees; none = omnidirectional
    double angle_tolerance_deg = 22.5;
    double bandwidth_m = 1e30;  ///< largest distance from the direction's axis
    Sector sector = Sector::cone;
    double dip_tolerance_deg = 22.5;       ///< with plan_and_dip: within the vertical plane; 90 passes all
    double vertical_bandwidth_m = 1e30;    ///< with plan_and_dip
    bool classes = false;
    double longest_m = 1e30;  ///< pairs further apart are in no lag
};

struct LagPoint {
    double distance_m = 0;  ///< mean of the pairs
    double gamma = 0;       ///< of the measure
    std::int64_t pairs = 0;
};

/// Each pair counts once. a, b: values of a pair; z, w: of two elements.
enum class Measure {
    semivariogram,      ///< Σ (a − b)² / 2N
    cross,              ///< Σ (z_b − z_a)(w_b − w_a) / 2N, of samples that have both
    correlogram,        ///< (mean ab − mean a · mean b)/(s_a s_b), a the tails, b the heads of the lag, s over N
    pairwise_relative,  ///< Σ 4(a − b)²/(a + b)² / 2N; pairs whose sum is 0 tell nothing and are left out
};

/// What values are turned into before they are paired.
enum class Scale {
    grade,
    normal_scores,  ///< by their weighted distribution, equal values alike; each element's own
    indicator       ///< 1 at or below the cutoff, else 0
};

struct ExperimentalVariogram {
    std::string element;
    LagRule rule;
    double variance = 0;           ///< of the values used, as they were paired
    double head_share = 1;         ///< share of samples that served as pair heads (below 1 for large tables)
    std::vector<LagPoint> points;  ///< lags without pairs are left out; first γ(0) where there are such pairs
    Measure measure = Measure::semivariogram;
    Scale scale = Scale::grade;
    std::string second;  ///< the other element of a cross-variogram
};

struct VariogramRequest {
    std::string element;
    std::vector<LagRule> rules;  ///< one curve each
    Measure measure = Measure::semivariogram;
    Scale scale = Scale::grade;
    std::string second;          ///< with Measure::cross
    double cutoff = std::numeric_limits<double>::quiet_NaN();   ///< with Scale::indicator
    double top_cut = std::numeric_limits<double>::quiet_NaN();  ///< higher grades count as this; NaN = none
    std::vector<double> weights;  ///< per row of the table, for normal scores; empty = all alike, 0 = not in it
};

/// One curve per rule, from one walk. Above 6·10⁷ pairs within reach only every s-th sample is a pair's head,
/// evenly and always the same ones. The head and tail of a correlogram point along the direction; without one
/// both orders count. Errors: no such grade, a lag, tolerance or band that is not positive, an indicator without
/// cutoff, weights of another length; cancelled.
base::Expected<std::vector<ExperimentalVariogram>> experimental_variograms(const drilling::CompositeTable& samples,
                                                                           const VariogramRequest& request,
                                                                           base::Progress& progress);

/// γ(h) = Σ (vᵢ − vⱼ)² / 2N(h) of one rule.
base::Expected<ExperimentalVariogram> experimental_variogram(const drilling::CompositeTable& samples,
                                                             const std::string& element, const LagRule& rule,
                                                             base::Progress& progress);

}  // namespace orelens::geostat
