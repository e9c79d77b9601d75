// How well scores find positives: success- and prediction-rate curves, the P-A crossing (Yousefi & Carranza 2015),
// ROC with DeLong's error (1988) and an interval by blocks, precision against recall, calibration. potential.md §6.
// Scores: any order-preserving number, NaN = not covered, passed over. Labels: 1 positive, 0 other, below 0 not counted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/Error.h"

namespace orelens::potential {

/// Captured share of positives against share of volume, highest score first; equal scores enter together.
struct RateCurve {
    std::vector<double> share, captured;  ///< both begin at 0 and end at 1
    std::vector<double> threshold;        ///< distinct scores, descending: one fewer than points
    double area = 0;                      ///< by trapezoids
    std::int64_t voxels = 0, positives = 0;
    /// Captured share at a share of volume, linear between points.
    [[nodiscard]] double at(double volume_share) const;
};
/// Errors (kind data): no positive; nothing covered.
base::Expected<RateCurve> rate_curve(std::span<const double> score, std::span<const std::int8_t> label);

/// The same where the volume is other voxels than the positives: `volume` are scores of all covered active voxels, or of
/// an even part of them, `positives` scores of the positives alone (which are voxels of the volume as well).
base::Expected<RateCurve> rate_curve_of(std::span<const double> volume, std::span<const double> positives);
/// Curves of several folds as one: captured share at each share of volume, weighted by positives. It has no thresholds,
/// since every fold scores on its own scale: they are all 0.
RateCurve pooled(const std::vector<RateCurve>& curves);

/// Where captured share and 1 − occupied share cross: independent of any monotone change of score.
struct Crossing {
    double captured = 0, occupied = 0;  ///< P*, O*; P* + O* = 1
    double density = 0, weight = 0;     ///< Nd = P*/O*, ln Nd
    double threshold = 0;
};
/// Nothing where all scores are one, or the curves only meet at an end.
std::optional<Crossing> crossing_of(const RateCurve& curve);

/// Area under the receiver operating characteristic, ties count half; NaN without both classes.
double area_under_roc(std::span<const double> score, std::span<const std::int8_t> label);

struct RocPoint {
    double false_rate = 0, true_rate = 0, precision = 0;  ///< recall is true_rate
};
/// Highest score first; the first point is (0, 0, 1).
std::vector<RocPoint> roc(std::span<const double> score, std::span<const std::int8_t> label);
/// Σ (recall step)·precision.
double average_precision(std::span<const double> score, std::span<const std::int8_t> label);

struct RocArea {
    double auc = 0, se = 0;  ///< DeLong's, which takes voxels for independent
};
/// NaN where a class has fewer than two.
RocArea delong(std::span<const double> score, std::span<const std::int8_t> label);

struct Interval {
    double low = 0, high = 0;
    int used = 0;  ///< draws with both classes
};
/// 2.5 to 97.5 percent of the area over `draws` resamples of whole blocks: the interval to quote. `block`: of each
/// voxel. NaN where fewer than ten draws hold both classes. Same for the average precision.
struct BlockIntervals {
    Interval auc, precision;
};
BlockIntervals block_bootstrap(std::span<const double> score, std::span<const std::int8_t> label,
                               std::span<const std::int32_t> block, int draws, std::uint64_t seed);

struct ReliabilityBin {
    std::int64_t count = 0;
    double mean = 0, observed = 0;  ///< NaN in an empty bin
};
struct Calibration {
    std::vector<ReliabilityBin> bins;  ///< ten equal ones
    double brier = 0, log_loss = 0;    ///< log loss with probabilities kept in [0.0005, 0.9995]
    double error = 0;                  ///< Σ(n_b/n)·|p̄ − ō|
};
Calibration calibration(std::span<const double> probability, std::span<const std::int8_t> label);

/// Log-odds of the truth as a line of the score's log-odds, fitted on out-of-fold scores only (Platt).
struct Platt {
    double slope = 1, intercept = 0;
    [[nodiscard]] double operator()(double probability) const;
};
/// Errors: one class only; scores that separate the classes.
base::Expected<Platt> fit_platt(std::span<const double> probability, std::span<const std::int8_t> label);

}  // namespace orelens::potential
