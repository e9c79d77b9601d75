// Cross-validation: every sample is estimated without itself, without its hole, or without its fold, and
// compared with what it is. Point support; samples at one place are one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/drilling/Composite.h"
#include "core/geostat/PointEstimator.h"

namespace orelens::geostat {

/// One entry per place with a value, in the order of the samples' rows.
struct CrossValidation {
    std::vector<std::size_t> row;  ///< the caller's, of places with several the first
    std::vector<double> truth;     ///< after the top cut
    std::vector<double> estimate,
        variance;  ///< NaN where the others are too few; variance also without a model
    std::vector<std::int32_t> samples;
};

/// Numbers for `groups` below, one per sample.
std::vector<std::int32_t> each_alone(std::size_t samples);
/// Whole holes in `folds` folds of about equally many holes, drawn by the seed. Samples without a hole
/// (negative) are a hole of their own each.
std::vector<std::int32_t> folds_of_holes(std::span<const std::int32_t> hole, int folds, std::uint64_t seed);

/// An even choice of rows by the seed: about `most` of `rows`, or all where there are no more. 1 = chosen.
std::vector<std::uint8_t> some_of(std::size_t rows, std::size_t most, std::uint64_t seed);

/// Samples that share a group are left out together. The element's discretisation is not looked at. `wanted` is
/// empty or says for each row whether its place is estimated (that of the first row counts); all rows are
/// estimated from. Error: as plan_estimation; groups or `wanted` of another length; a method that needs a
/// secondary column uses `element.secondary`.
base::Expected<CrossValidation> cross_validate(const SamplePlaces& places, const ElementSamples& element,
                                               std::span<const std::int32_t> groups,
                                               const kernel::Table& kernel, base::Progress& progress,
                                               std::span<const std::uint8_t> wanted = {});
/// The same for one element of a rule of cokriging, by its number: samples of all elements that share the group are
/// left out, so that it is estimated as where nothing was drilled.
base::Expected<CrossValidation> cross_validate(const SamplePlaces& places, const CokrigingRule& rule,
                                               const std::vector<std::span<const double>>& values, std::size_t element,
                                               std::span<const std::int32_t> groups, const kernel::Table& kernel,
                                               base::Progress& progress, std::span<const std::uint8_t> wanted = {});
/// The same for a table, with the secondary column as `estimate` reads it in the model and with its kernel.
/// Error: also those of `estimate`.
base::Expected<CrossValidation> cross_validate(const blocks::BlockModel& model, const drilling::CompositeTable& samples,
                                               const ElementEstimate& how, std::span<const std::int32_t> groups,
                                               base::Progress& progress, std::span<const std::uint8_t> wanted = {});

/// Errors e = estimate − truth over what was estimated; σ² the kriging variance. NaN without any, or where
/// there are no variances.
struct ValidationSummary {
    std::int64_t count = 0, not_estimated = 0;
    double mean_error = 0, mean_squared = 0, mean_absolute = 0;
    double mean_standard = 0;             ///< of e/σ
    double mean_squared_standard = 0;     ///< of e²/σ²; 1 where variances tell the truth
    double correlation = 0;               ///< of estimate and truth
    double slope = 0;                     ///< of truth on estimate
    double inside_50 = 0, inside_90 = 0;  ///< share with |e| within the central 50 and 90 % of a normal error
};
ValidationSummary summarise(const CrossValidation& validation);

/// Accuracy plot (Deutsch 1997): for probability p, the share of truths inside the central interval of p of
/// a normal distribution with the estimate's variance.
struct AccuracyPlot {
    std::vector<double> probability, share;
    double goodness = 0;  ///< 1 = every share is its probability; shortfalls count double
};
/// Probabilities 1/n … (n − 1)/n. Zero variance: inside when estimate and truth are equal.
AccuracyPlot accuracy_plot(const CrossValidation& validation, int n = 20);

/// What was estimated, parted by its estimate into classes of equally many: where the mean truth of a class is not its
/// mean estimate, a choice by estimated grade is deceived (conditional bias).
struct ErrorClass {
    std::int64_t count = 0;
    double low = 0, high = 0;  ///< of the estimates
    double estimate = 0, truth = 0;  ///< means
    double error_sd = 0;             ///< of estimate − truth, over n
};
/// At most `classes`, none empty; in the order of the estimates.
std::vector<ErrorClass> error_classes(const CrossValidation& validation, int classes = 10);

}  // namespace orelens::geostat
