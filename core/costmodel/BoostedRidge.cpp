#include "core/costmodel/BoostedRidge.h"

#include <algorithm>
#include <memory>

#include "core/costmodel/Folds.h"

namespace orelens::costmodel {
namespace {

Eigen::VectorXd left_over(std::span<const double> target, std::span<const int> rows, const Eigen::VectorXd& said) {
    Eigen::VectorXd rest(said.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rest(static_cast<Eigen::Index>(i)) = target[rows[i]] - said(static_cast<Eigen::Index>(i));
    return rest;
}

struct Backbone {
    RidgeModel ridge;
    Eigen::MatrixXd x;     ///< encoded training rows
    Eigen::VectorXd rest;  ///< what the ridge leaves of them
};

base::Expected<Backbone> backbone(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                  std::uint64_t seed, const base::Progress& progress, int inner) {
    auto ridge = fit_ridge(mines, target, rows, seed, progress, inner);
    if (!ridge) return std::unexpected(ridge.error());
    auto x = ridge->encoder.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    Backbone b{std::move(*ridge), std::move(*x), {}};
    b.rest = left_over(target, rows, (b.x * b.ridge.weights).array() + b.ridge.intercept);
    return b;
}

/// Squared error of unseen rows after each number of trees, looked at every `stride` trees.
constexpr int stride = 10;

}  // namespace

base::Expected<Eigen::VectorXd> BoostedRidge::predict(const Mines& mines, std::span<const int> rows) const {
    auto x = ridge.encoder.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    auto bend = trees.predict(*x);
    if (!bend) return std::unexpected(bend.error());
    return Eigen::VectorXd(((*x * ridge.weights) + *bend).array() + ridge.intercept);
}

base::Expected<Factors> BoostedRidge::factors(const Mines& mines, std::span<const int> rows) const {
    auto x = ridge.encoder.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    auto shap = trees.contributions(*x);
    if (!shap) return std::unexpected(shap.error());
    Factors result;
    const std::vector<std::string> of = ridge.encoder.column_features();
    for (const std::string& feature : of)
        if (std::ranges::find(result.feature, feature) == result.feature.end()) result.feature.push_back(feature);
    result.base = shap->col(x->cols()).array() + ridge.intercept;
    result.ln_factor.setZero(x->rows(), static_cast<Eigen::Index>(result.feature.size()));
    for (Eigen::Index c = 0; c < x->cols(); ++c) {
        const auto f = std::ranges::find(result.feature, of[static_cast<std::size_t>(c)]) - result.feature.begin();
        result.ln_factor.col(f) += x->col(c) * ridge.weights(c) + shap->col(c);
    }
    return result;
}

base::Expected<BoostedRidge> fit_boosted(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                         std::uint64_t seed, const base::Progress& progress, int inner, int most) {
    std::vector<double> squared(static_cast<std::size_t>(most / stride) + 1, 0);
    const std::vector<int> fold = grouped_folds(mines, rows, inner, part_seed(seed, 7));
    learning::BoosterRule rule;
    rule.seed = seed;
    for (int f = 0; f < inner; ++f) {
        std::vector<int> train, test;
        for (std::size_t i = 0; i < rows.size(); ++i) (fold[i] == f ? test : train).push_back(rows[i]);
        if (test.empty() || train.size() < 3) continue;
        auto b = backbone(mines, target, train, part_seed(seed, static_cast<std::uint64_t>(f)), progress, inner);
        if (!b) return std::unexpected(b.error());
        auto unseen = b->ridge.encoder.encode(mines, test);
        if (!unseen) return std::unexpected(unseen.error());
        const Eigen::VectorXd rest =
            left_over(target, test, (*unseen * b->ridge.weights).array() + b->ridge.intercept);
        auto trees = learning::Booster::begin(b->x, b->rest, b->ridge.encoder.column_signs(), rule);
        if (!trees) return std::unexpected(trees.error());
        for (std::size_t s = 0; s < squared.size(); ++s) {
            if (progress.cancelled()) return base::cancelled();
            auto bend = trees->predict(*unseen);
            if (!bend) return std::unexpected(bend.error());
            squared[s] += (rest - *bend).squaredNorm();
            for (int t = 0; t < stride && s + 1 < squared.size(); ++t)
                if (auto grown = trees->grow(); !grown) return std::unexpected(grown.error());
        }
    }
    auto b = backbone(mines, target, rows, seed, progress, inner);
    if (!b) return std::unexpected(b.error());
    auto trees = learning::Booster::begin(b->x, b->rest, b->ridge.encoder.column_signs(), rule);
    if (!trees) return std::unexpected(trees.error());
    BoostedRidge model{std::move(b->ridge), std::move(*trees)};
    model.tree_count = stride * static_cast<int>(std::ranges::min_element(squared) - squared.begin());
    for (int t = 0; t < model.tree_count; ++t) {
        if (progress.cancelled()) return base::cancelled();
        if (auto grown = model.trees.grow(); !grown) return std::unexpected(grown.error());
    }
    return model;
}

Learner boosted_learner(int inner) {
    return {"xgboost", [inner](const Mines& mines, std::span<const double> target, std::span<const int> rows,
                               std::uint64_t seed, const base::Progress& progress) -> base::Expected<Predict> {
                auto fitted = fit_boosted(mines, target, rows, seed, progress, inner);
                if (!fitted) return std::unexpected(fitted.error());
                auto model = std::make_shared<const BoostedRidge>(std::move(*fitted));
                return [model](const Mines& table, std::span<const int> wanted) { return model->predict(table, wanted); };
            }};
}

}  // namespace orelens::costmodel
