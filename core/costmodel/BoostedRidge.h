// Trees on what the ridge leaves: the straight backbone carries the model beyond the range of training, the trees bend
// it where the data say so and never against the sign that experience gives a feature.
#pragma once

#include "core/learning/Booster.h"
#include "core/costmodel/Ridge.h"

namespace orelens::costmodel {

/// What each feature does to the cost of one row: the cost is exp(base) times the product of all factors.
struct Factors {
    std::vector<std::string> feature;
    Eigen::VectorXd base;     ///< ln, one per row (the same for all)
    Eigen::MatrixXd ln_factor;  ///< rows × features; exp of it is "depth makes it × 1.18"
};

struct BoostedRidge {
    RidgeModel ridge;
    learning::Booster trees;
    int tree_count = 0;
    [[nodiscard]] base::Expected<Eigen::VectorXd> predict(const Mines& mines, std::span<const int> rows) const;
    /// SHAP values: those of the trees by the library, those of the ridge weight · encoded value, columns of one
    /// feature added. Rows add up to the prediction within 1e-5.
    [[nodiscard]] base::Expected<Factors> factors(const Mines& mines, std::span<const int> rows) const;
};

/// The number of trees (0…most) is where the squared error over `inner` grouped folds is least: 0 is the plain ridge.
/// Errors: as fit_ridge.
base::Expected<BoostedRidge> fit_boosted(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                         std::uint64_t seed, const base::Progress& progress, int inner = 5,
                                         int most = 200);

Learner boosted_learner(int inner = 5);

}  // namespace orelens::costmodel
