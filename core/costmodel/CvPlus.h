// Intervals that hold what they promise whatever the model: CV+ (cross-conformal, Barber et al. 2021, "Predictive
// inference with the jackknife+"). Residuals of rows that a fold's model has not seen, added to what that model says
// of the new row. Training residuals, which are too small, never enter.
#pragma once

#include "core/costmodel/Learner.h"

namespace orelens::costmodel {

struct Interval {
    double lower = 0, upper = 0;  ///< ln(cost)
};

class CvPlus {
  public:
    /// Fits one model per grouped fold and one on all rows. Errors: fewer groups than folds, or than 2; those of the
    /// learner; cancelled.
    static base::Expected<CvPlus> fit(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                      const Learner& learner, int folds, std::uint64_t seed,
                                      const base::Progress& progress);

    /// What the model of all rows says.
    [[nodiscard]] base::Expected<Eigen::VectorXd> centre(const Mines& mines, std::span<const int> rows) const;

    /// One interval per row, for rows like those of training: at least 1 − 2(1 − level) by theory, about `level` in
    /// practice. Errors: level outside (0, 1); so few training rows that the interval would be endless (n + 1 <
    /// 1 / (1 − level)).
    [[nodiscard]] base::Expected<std::vector<Interval>> intervals(const Mines& mines, std::span<const int> rows,
                                                                  double level) const;

    /// What the cost of each row may be, one column per training row: what its fold's model says plus what that model
    /// missed it by, sign and all. Equally likely draws; their quantiles are close to the intervals.
    [[nodiscard]] base::Expected<Eigen::MatrixXd> draws(const Mines& mines, std::span<const int> rows) const;

    [[nodiscard]] const std::vector<double>& residuals() const { return residual_; }

  private:
    Predict all_;
    std::vector<Predict> folds_;
    std::vector<int> fold_;         ///< of each training row
    std::vector<double> residual_;  ///< |y − prediction of its fold's model|
    std::vector<double> missed_;    ///< y − prediction
};

}  // namespace orelens::costmodel
