// Is this estimate sound? One verdict per criterion, with its reason in words, and one for the element: the worst of
// what was judged, where the two criteria of the kriging variance count as marginal at worst.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Text.h"
#include "core/geostat/ModelChecks.h"
#include "core/geostat/Validation.h"

namespace orelens::geostat {

/// In order of gravity.
enum class Verdict { not_judged, passed, marginal, failed };

enum class Criterion {
    mean_error,     ///< |mean error| of the cross-validation by holes over the samples' mean
    slope,          ///< |slope of truth on estimate − 1|, by holes
    spread,         ///< mean e²/σ², by holes, as a factor off 1; methods with a variance
    accuracy,       ///< goodness of the accuracy plot, by holes; methods with a variance
    nearest_bias,   ///< |mean of the model / that of the nearest neighbour − 1|
    data_bias,      ///< |mean of the model / declustered mean of the samples − 1|
    swaths,         ///< worst deviation of a direction's slices
    grade_tonnage   ///< largest metal difference from the change of support
};
inline constexpr int criteria = 8;

struct Judged {
    Criterion criterion = Criterion::mean_error;
    double value = std::numeric_limits<double>::quiet_NaN();  ///< in the unit of the limits; NaN = not known
    double pass = 0, marginal = 0;
    Verdict verdict = Verdict::not_judged;
    base::Message reason;  ///< what was found, or why nothing can be said
    base::Message advice;  ///< what it means and what to try; empty where it passed
};

/// One way of leaving samples out.
struct CrossCheck {
    int folds = 0;  ///< of whole holes; 0 = each sample alone
    ValidationSummary summary;
    double truth_mean = 0;  ///< of what was estimated; NaN without any
    AccuracyPlot accuracy;
    std::vector<ErrorClass> classes;
};

struct ElementValidation {
    std::string element, unit, method;  ///< the method's id
    std::int64_t samples = 0, holes = 0;  ///< with a value, in the domains that are estimated
    std::int64_t drawn = 0;               ///< samples that were estimated or tried; fewer than `samples`: a choice
    bool assumed_variogram = false;
    CrossCheck alone, by_hole;
    /// Bands as a simulation draws them, of normal scores, with whole holes left out. Without probabilities where they
    /// were not asked for, since those of the kriging variance passed, or cannot be told.
    AccuracyPlot by_scores;
    /// Of `by_hole`, for plots: truth and estimate of each, in the order of the samples.
    std::vector<float> truth, estimate;
    MeanCheck means;
    std::vector<SwathLine> swaths;
    std::vector<QuantilePoint> quantiles;
    SupportCheck support;
    std::vector<Judged> judged;  ///< in the order of Criterion
    Verdict verdict = Verdict::not_judged;
};

/// Fills `judged` and `verdict` from the rest. A second limit on the wrong side of the first counts as the first.
void judge(ElementValidation& element, const ValidationRule& rule);

/// How many criteria have a verdict.
int count_of(const ElementValidation& element, Verdict verdict);

/// Text keys of words: "validation.verdict.passed", "validation.criterion.slope".
std::string verdict_key(Verdict verdict);
std::string criterion_key(Criterion criterion);

}  // namespace orelens::geostat
