// Logistic regression by maximum likelihood, with a ridge where asked (potential.md §5). Finds out when no maximum
// exists instead of reporting a coefficient that ran away.
#pragma once

#include <Eigen/Core>

#include "core/base/Error.h"

namespace orelens::potential {

/// Mean and population standard deviation of what training covers; missing becomes 0 after standardising, so that it
/// contributes nothing. A column without spread is divided by 1.
struct Standardiser {
    Eigen::VectorXd mean, sd, lowest, highest;
    Eigen::VectorXi covered;
    static Standardiser learn(const Eigen::MatrixXd& x);
    [[nodiscard]] Eigen::MatrixXd apply(const Eigen::MatrixXd& x) const;
};

struct LogisticFit {
    Eigen::VectorXd beta;  ///< intercept first
    Eigen::VectorXd se;    ///< of the inverse Hessian; with a ridge they are too small for z-values
    double ridge = 0, loglik = 0, loglik_null = 0;
    int iterations = 0;
    [[nodiscard]] Eigen::VectorXd log_odds(const Eigen::MatrixXd& x) const;
};

/// Newton's method (IRLS); minimises −log-likelihood + ½·ridge·Σβ², intercept free. x: rows × columns without missing,
/// y: 0 and 1, weights: rows or empty.
/// Errors (kind data): one class only; columns that repeat each other (ridge = 0); classes that a plane separates
/// (ridge = 0), where a coefficient would run away: both advise a ridge of 1.
base::Expected<LogisticFit> fit_logistic(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, double ridge,
                                         const Eigen::VectorXd& weights = Eigen::VectorXd());

/// logit += ln[(π/(1−π))·((1−τ)/τ)] where the training share τ is not the field's share π; probabilities in and out.
double prior_corrected(double probability, double training_share, double field_share);

}  // namespace orelens::potential
