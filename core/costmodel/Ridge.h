// Ridge regression of ln(cost) on encoded features: the Camm and Taylor form with its exponents learned. It extends
// beyond the range of training along straight lines, which trees do not. A feature with a declared sign keeps it: where the
// data say the opposite, its weight is 0.
#pragma once

#include "core/costmodel/Encoder.h"
#include "core/costmodel/Learner.h"

namespace orelens::costmodel {

struct RidgeModel {
    Encoder encoder;
    double intercept = 0;
    Eigen::VectorXd weights;  ///< of the encoder's columns
    double penalty = 0;       ///< λ of |y − Xw|² + λ·n·|w|²
    /// Features with a sign whose weight stands at 0, for the data say the opposite.
    [[nodiscard]] std::vector<std::string> held() const;
    [[nodiscard]] base::Expected<Eigen::VectorXd> predict(const Mines& mines, std::span<const int> rows) const;
};

/// Least squares with weight · sign ≥ 0 for every feature that has a sign. The penalty is the one of 10^−5 … 10^1 (thirteen steps) with the least squared error over `inner` grouped folds
/// inside `rows`; of equal ones the largest. Every fold learns its own encoding.
/// Errors: those of the encoder; fewer than 3 rows; a target that is not finite; cancelled.
base::Expected<RidgeModel> fit_ridge(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                     std::uint64_t seed, const base::Progress& progress, int inner = 5);

Learner ridge_learner(int inner = 5);

}  // namespace orelens::costmodel
