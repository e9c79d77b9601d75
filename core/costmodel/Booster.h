// XGBoost behind a plain face: matrices of Eigen in, numbers out, one thread, errors as values. Only Booster.cpp knows
// the library's headers.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/costmodel/Mines.h"

namespace orelens::costmodel {

struct BoosterRule {
    int depth = 3;
    double rate = 0.05;       ///< share of each tree that counts
    double least_rows = 5;    ///< rows in a leaf
    double row_share = 0.8;   ///< drawn for each tree
    double column_share = 0.8;
    double penalty = 1;       ///< of squared leaf values
    std::uint64_t seed = 1;
};

/// Gradient-boosted trees for squared error around 0. Columns with a sign make trees that never run against it.
class Booster {
  public:
    /// x: rows × columns, y: rows. Errors: those of the library.
    static base::Expected<Booster> begin(const Eigen::MatrixXd& x, const Eigen::VectorXd& y,
                                         const std::vector<Monotone>& signs, const BoosterRule& rule);
    /// One more tree.
    base::Expected<void> grow();
    /// Sum of all trees so far.
    [[nodiscard]] base::Expected<Eigen::VectorXd> predict(const Eigen::MatrixXd& x) const;
    /// rows × (columns + 1): SHAP values, the last column what every row has. A row adds up to its prediction.
    [[nodiscard]] base::Expected<Eigen::MatrixXd> contributions(const Eigen::MatrixXd& x) const;

  private:
    struct Handles;
    [[nodiscard]] base::Expected<std::vector<float>> ask(const Eigen::MatrixXd& x, const char* how) const;
    std::shared_ptr<Handles> handles_;
    int trees_ = 0;
};

}  // namespace orelens::costmodel
