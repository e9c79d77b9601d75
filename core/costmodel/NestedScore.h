// How well a cost can be learned at all: repeated nested cross-validation. A learner chooses what it chooses inside the
// training rows of each outer fold; no score ever comes from rows that took part, and none from a single split.
#pragma once

#include "core/costmodel/Learner.h"

namespace orelens::costmodel {

struct NestedRule {
    int folds = 5;
    int repeats = 3;
    std::uint64_t seed = 1;
};

/// One learner; lists have an entry per repeat.
struct NestedScore {
    std::string learner;
    std::vector<double> r2;      ///< of ln(cost): 1 − Σ(y − p)² / Σ(y − mean of the fold's training rows)²
    std::vector<double> factor;  ///< exp of the median |y − p|: half of the mines are within ×÷ this
    std::vector<double> bias;    ///< mean of p − y in ln
    std::vector<Eigen::VectorXd> predicted;  ///< ln(cost) of every row when it was unseen, in the order of `rows`
    [[nodiscard]] double mean_r2() const;
};

/// Scores of every learner on the same folds, in the order of `learners`. Works in parallel; the result depends on the
/// seed alone. Errors: fewer groups than folds; those of a learner; cancelled.
base::Expected<std::vector<NestedScore>> nested_scores(const Mines& mines, std::span<const double> target,
                                                       std::span<const int> rows,
                                                       const std::vector<Learner>& learners, const NestedRule& rule,
                                                       const base::Progress& progress);

}  // namespace orelens::costmodel
