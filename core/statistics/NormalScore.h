// Normal scores: values become the standard normal scores of their shares, so that few high ones do not rule
// what is computed from them; and back (Deutsch & Journel 1998, nscore and backtr).
#pragma once

#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/statistics/Weighted.h"

namespace orelens::statistics {

/// Equal values: each its own score in the order of the samples, or all that of their group's middle.
enum class Ties { in_order, shared };

/// Values and their scores, both ascending.
struct ScoreTable {
    std::vector<double> value, score;
    bool operator==(const ScoreTable&) const = default;
};

struct NormalScores {
    std::vector<double> score;  ///< per sample; NaN where it takes no part
    ScoreTable table;           ///< of each sample, or with shared ties of each different value
};

/// Score of a value = G⁻¹(W − w/2), W the running sum of the weights' shares up to it in ascending order.
/// Weights as in Weighted.h. Empty table where nothing takes part.
NormalScores normal_scores(std::span<const double> values, std::span<const double> weights, Ties ties);

/// What lies beyond the samples. Below the first: linear in probability down to `low`. Above the last: linear
/// in probability up to `high`, or hyperbolic, z = (zₙ^ω (1 − G(yₙ)) / (1 − G(y)))^(1/ω), which has no end.
struct Tails {
    enum class Upper { linear, hyperbolic };
    double low = 0;
    Upper upper = Upper::linear;
    double high = 0;       ///< of the linear one
    double exponent = 1.5; ///< ω of the hyperbolic one
};

/// Errors: an empty table; `low` above the first value; a linear upper tail that ends below the last; a
/// hyperbolic one with ω not above 0 or a last value not above 0.
base::Expected<void> check_tails(const ScoreTable& table, const Tails& tails);

/// The value of a score; linear in score between samples. NaN of NaN. The table is not empty, the tails pass
/// `check_tails`.
double back_transform(const ScoreTable& table, const Tails& tails, double score);

/// The score of a value, linear between samples, level outside them.
double score_of(const ScoreTable& table, double value);

}  // namespace orelens::statistics
