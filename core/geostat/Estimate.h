// Estimation of block columns from composites. Heavy kernels live in the .cpp files (run-time dispatch to
// AVX-512, AVX2 or portable code); this header is the contract.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Indicator.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

enum class Method {
    ordinary_kriging,
    simple_kriging,
    inverse_distance,
    nearest_neighbour,
    universal_kriging,
    external_drift,
    local_mean,            ///< simple kriging about a mean that varies from block to block
    collocated_cokriging,  ///< simple, Markov model 1, with one secondary value at the block
    moving_average,
    indicator_kriging,
    cokriging  ///< ordinary, with the samples of other elements
};

/// Whether the method solves systems of a variogram.
constexpr bool is_kriging(Method method) {
    return method != Method::inverse_distance && method != Method::nearest_neighbour &&
           method != Method::moving_average;
}
/// Whether it has no estimate where the secondary value is missing.
constexpr bool needs_secondary(Method method) {
    return method == Method::external_drift || method == Method::local_mean;
}
constexpr bool takes_secondary(Method method) {
    return needs_secondary(method) || method == Method::collocated_cokriging;
}

/// Functions of place that universal kriging reproduces beside the constant.
enum class Trend { linear, horizontal, vertical, quadratic };

/// What happens to an estimate below zero: kept; set to 0; or estimated anew with weights that are nowhere
/// negative (ordinary and simple kriging).
enum class NegativeEstimates { keep, zero, positive_weights };

/// Axes whose planes part a search into octants: those of the ellipsoid, or north, east and up as in GSLIB.
enum class OctantAxes { ellipsoid, map };

struct SearchPass {
    double factor = 1;  ///< times the search ranges
    int min_samples = 4;
    int max_samples = 16;
    int max_per_hole = 0;    ///< 0 = no limit
    int max_per_octant = 0;  ///< 0 = no limit; both limits in one pass by distance
    bool operator==(const SearchPass&) const = default;
};

/// One secondary value at the block, in any unit: y = (value − mean) / sd. `estimate` measures what is NaN:
/// mean and sd over the column's blocks, the primary's sd and the correlation from the samples.
struct Collocated {
    double correlation = std::numeric_limits<double>::quiet_NaN();  ///< at one place, −1 to 1
    double mean = std::numeric_limits<double>::quiet_NaN();
    double sd = std::numeric_limits<double>::quiet_NaN();
    double primary_sd = std::numeric_limits<double>::quiet_NaN();
    bool operator==(const Collocated&) const = default;
};

/// Blocks that are left without an estimate although samples are in reach.
struct ExtrapolationLimits {
    double max_distance_m = std::numeric_limits<double>::infinity();  ///< to the nearest sample used
    bool inside_hull = false;  ///< centre inside the convex hull of the element's samples
    double hull_margin_m = 0;  ///< or no further outside than this
    bool operator==(const ExtrapolationLimits&) const = default;
};

struct CokrigingRule;  // Cokriging.h

/// Everything needed to estimate one element.
struct ElementEstimate {
    std::string element;  ///< grade of the composite table; estimates go to a column of this name
    Method method = Method::ordinary_kriging;
    Variogram variogram;
    double simple_mean = 0;     ///< mean of simple kriging and collocated cokriging, in the grade's unit
    double distance_power = 2;  ///< inverse distance
    bool distance_in_metres = false;  ///< inverse distance in metres, else in the search ellipsoid
    Trend trend = Trend::linear;      ///< universal kriging
    /// Column of the model: external drift, local mean or collocated variable.
    std::string secondary;
    Collocated collocated;
    IndicatorRule indicator;
    /// Cokriging: the model of this element and those that help it, and where their samples are looked for. Elements
    /// of one rule are estimated together. Top cut, search and passes are the rule's own.
    std::shared_ptr<const CokrigingRule> cokriging;
    Anisotropy search;  ///< ellipsoid of factor 1
    OctantAxes octant_axes = OctantAxes::ellipsoid;
    std::vector<SearchPass> passes{SearchPass{}};
    std::array<int, 3> discretisation{1, 1, 1};                 ///< points per block along u, v, w
    double top_cut = std::numeric_limits<double>::quiet_NaN();  ///< grades above are cut; NaN = none
    /// Samples richer than this count as this where they lie further than `restrict_beyond_m`; NaN = none.
    double restrict_above = std::numeric_limits<double>::quiet_NaN();
    double restrict_beyond_m = 0;
    NegativeEstimates negative = NegativeEstimates::keep;
    ExtrapolationLimits limits;
    bool diagnostics = true;  ///< whether the columns beside the grade are kept
    bool quality = false;     ///< with them, also holes, slope, efficiency, negative weights and Lagrange
    bool codes = false;       ///< values are numbers of codes: a place has its most frequent one, not a mean
    bool operator==(const ElementEstimate&) const = default;
};

/// What became of the wish to cokrige an element.
enum class CokrigingOutcome {
    none,         ///< not asked for, or done with nothing to say
    done,
    few_samples,  ///< fewer than 20 values of its own: ordinary kriging
    weak,         ///< no other element is correlated enough with it: ordinary kriging
    nothing_new,  ///< the others were assayed nowhere else: ordinary kriging
};

struct EstimateSummary {
    std::string element;
    std::int64_t samples = 0;    ///< composites with a value
    std::int64_t places = 0;     ///< where these lie; fewer than samples where some share one
    std::int64_t estimated = 0;  ///< blocks that got an estimate
    std::vector<std::int64_t> per_pass;
    std::int64_t redundant = 0;  ///< blocks with samples left out because nearer ones determine them
    std::int64_t negative = 0;   ///< blocks whose estimate was below zero before anything was done about it
    std::int64_t beyond = 0;     ///< blocks with samples in reach that the extrapolation limits left out
    std::int64_t no_secondary = 0;   ///< blocks without the secondary value that the method needs
    std::int64_t reduced_trend = 0;  ///< blocks whose samples do not determine the whole trend
    std::int64_t corrected = 0;      ///< blocks whose indicator probabilities were not in order
    std::int64_t samples_without_secondary = 0;  ///< not used for want of a drift or local mean
    double added_nugget = 0;  ///< share of the sill that a Gaussian model without nugget was given
    double correlation = 0;   ///< with the secondary column, as collocated cokriging took it; of cokriging the strongest
    CokrigingOutcome cokriging = CokrigingOutcome::none;
    std::string with;             ///< elements that helped, or the nearest to it
    double moved_to_positive = 0; ///< share of the sills by which the model was changed so that it can be one
    double sample_mean = 0, estimate_mean = 0;
    double seconds = 0;
};

/// Adds, per element E, the column "E" (grade's unit) and, where its diagnostics are asked for, "E.variance"
/// (unit², NaN for inverse distance, nearest neighbour and moving average; the variance of the local
/// distribution for indicator kriging), "E.samples" (int), "E.pass" (int, 1-based, 0 = not estimated) and
/// "E.distance" (mean sample distance, m); with quality also "E.holes" (int) and, for kriging, "E.slope"
/// (Cov(Z, Z*) / Var(Z*)), "E.efficiency" ((block variance − kriging variance) / block variance),
/// "E.negative_weights" (Σ|w < 0| / Σ|w|) and "E.lagrange" (unit²; the constant's multiplier). Indicator
/// kriging adds per cutoff c "E.above_c" (share of the distribution above it) and "E.mean_above_c". Cokriging tells no
/// share of negative weights. Summaries
/// are the same with and without. Blocks no pass reaches stay NaN. Block variance is taken on the regular
/// discretisation points, nugget excluded. Results do not depend on the number of threads. After an error or
/// a cancel none of these columns is in the model.
///
/// Inverse distance weighs by the distance from the block's centre; nearest neighbour takes one sample
/// whatever the passes say of numbers. Samples at one place (drilling/Places.h) count as one sample with
/// their mean, cut grade by grade before, in every method, whatever the order of the rows; it belongs to the
/// first of their holes. A secondary column is read at the block and, for the samples, in the block that
/// holds them; without it a block has no estimate (collocated cokriging: that of simple kriging) and a sample
/// does not exist. A Gaussian model without nugget is given one (CovarianceModel.h).
base::Expected<std::vector<EstimateSummary>> estimate(blocks::BlockModel& model,
                                                      const drilling::CompositeTable& samples,
                                                      const std::vector<ElementEstimate>& elements,
                                                      base::Progress& progress);

}  // namespace orelens::geostat
