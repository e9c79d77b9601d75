// XGBoost behind a plain face: matrices of Eigen in, numbers out, one thread, errors as values. Only Booster.cpp knows
// the library's headers. Serves every room that learns from rows: what the rows are, those rooms know.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/learning/Monotone.h"

namespace orelens::learning {

struct BoosterRule {
    enum class Aim {
        squared,  ///< squared error; predictions are means
        logistic  ///< log loss of labels 0 and 1; predictions are log-odds
    };
    Aim aim = Aim::squared;
    double start = 0;         ///< every row before the first tree; of `logistic` a probability
    int depth = 3;
    double rate = 0.05;       ///< share of each tree that counts
    double least_rows = 5;    ///< rows in a leaf; of `logistic` the sum of p(1−p)
    double row_share = 0.8;   ///< drawn for each tree
    double column_share = 0.8;
    double node_share = 1;    ///< of columns, drawn anew at each split
    double penalty = 1;       ///< of squared leaf values
    int together = 1;         ///< trees of one step, which see the same residuals: a forest is one step of many
    std::uint64_t seed = 1;
};

/// Trees, boosted or a forest. NaN is missing and goes the way each split has learned for it. Columns with a sign
/// make trees that never run against it.
class Booster {
  public:
    /// x: rows × columns, y: rows, weights: rows or empty = all 1. Errors: those of the library.
    static base::Expected<Booster> begin(const Eigen::MatrixXd& x, const Eigen::VectorXd& y,
                                         const std::vector<Monotone>& signs, const BoosterRule& rule,
                                         const Eigen::VectorXd& weights = Eigen::VectorXd());
    /// One more step: one tree, or `together` of them.
    base::Expected<void> grow();
    /// Sum of all trees so far and `start`; before the first tree 0. Safe from several threads, one after another.
    [[nodiscard]] base::Expected<Eigen::VectorXd> predict(const Eigen::MatrixXd& x) const;
    /// The same for rows as they lie in memory, rows × columns of floats, one row behind the other.
    [[nodiscard]] base::Expected<std::vector<float>> predict_rows(const float* rows, std::size_t count,
                                                                  std::size_t columns) const;
    /// rows × (columns + 1): SHAP values, the last column what every row has. A row adds up to its prediction.
    [[nodiscard]] base::Expected<Eigen::MatrixXd> contributions(const Eigen::MatrixXd& x) const;

    /// The trees as JSON text, and back; what is read back predicts, and grows no more. The text may be a stranger's:
    /// errors are those of checked_trees (SavedTrees.h) and of the library.
    [[nodiscard]] base::Expected<std::string> save() const;
    static base::Expected<Booster> load(const std::string& saved);

  private:
    struct Handles;
    [[nodiscard]] base::Expected<std::vector<float>> ask(const Eigen::MatrixXd& x, const char* how) const;
    std::shared_ptr<Handles> handles_;
    int steps_ = 0;
};

}  // namespace orelens::learning
