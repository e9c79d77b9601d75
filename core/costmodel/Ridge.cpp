#include "core/costmodel/Ridge.h"

#include <Eigen/Eigenvalues>
#include <array>
#include <cmath>
#include <memory>

#include "core/costmodel/Folds.h"

namespace orelens::costmodel {
namespace {

using base::ErrorKind;
using base::fail;
using base::Message;

constexpr int steps = 13;
double step(int i) {
    return std::pow(10.0, -5.0 + 0.5 * i);
}

Eigen::VectorXd targets(std::span<const double> target, std::span<const int> rows) {
    Eigen::VectorXd y(static_cast<Eigen::Index>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) y(static_cast<Eigen::Index>(i)) = target[rows[i]];
    return y;
}

/// The solution for every penalty from one decomposition.
class Path {
  public:
    Path(const Eigen::MatrixXd& x, const Eigen::VectorXd& y)
        : mean_(y.mean()), count_(static_cast<double>(y.size())), solver_(x.transpose() * x) {
        projected_ = solver_.eigenvectors().transpose() * (x.transpose() * (y.array() - mean_).matrix());
    }
    [[nodiscard]] double mean() const { return mean_; }
    [[nodiscard]] Eigen::VectorXd weights(double penalty) const {
        // Rounding leaves eigenvalues of repeated columns a little below 0.
        const Eigen::ArrayXd below = solver_.eigenvalues().array().max(0.0) + penalty * count_;
        return solver_.eigenvectors() * (projected_.array() / below).matrix();
    }

  private:
    double mean_, count_;
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver_;
    Eigen::VectorXd projected_;
};

}  // namespace

base::Expected<Eigen::VectorXd> RidgeModel::predict(const Mines& mines, std::span<const int> rows) const {
    auto x = encoder.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    return Eigen::VectorXd((*x * weights).array() + intercept);
}

base::Expected<RidgeModel> fit_ridge(const Mines& mines, std::span<const double> target, std::span<const int> rows,
                                     std::uint64_t seed, const base::Progress& progress, int inner) {
    if (rows.size() < 3) return fail(ErrorKind::data, Message("costmodel.too_few", {{"count", std::to_string(rows.size())}}));
    for (int row : rows)
        if (!std::isfinite(target[row]))
            return fail(ErrorKind::data, Message("costmodel.target", {{"mine", mines.names[row]}}), {.row = row + 1});

    std::array<double, steps> squared{};
    const std::vector<int> fold = grouped_folds(mines, rows, inner, seed);
    for (int f = 0; f < inner; ++f) {
        if (progress.cancelled()) return base::cancelled();
        std::vector<int> train, test;
        for (std::size_t i = 0; i < rows.size(); ++i) (fold[i] == f ? test : train).push_back(rows[i]);
        if (test.empty() || train.empty()) continue;
        auto encoder = Encoder::learn(mines, train);
        if (!encoder) return std::unexpected(encoder.error());
        auto x = encoder->encode(mines, train);
        auto unseen = encoder->encode(mines, test);
        if (!x || !unseen) return std::unexpected(x ? unseen.error() : x.error());
        const Path path(*x, targets(target, train));
        const Eigen::VectorXd y = targets(target, test);
        for (int i = 0; i < steps; ++i)
            squared[i] += (y.array() - path.mean() - (*unseen * path.weights(step(i))).array()).square().sum();
    }
    int best = 0;
    for (int i = 1; i < steps; ++i)
        if (squared[i] <= squared[best]) best = i;

    RidgeModel model;
    auto encoder = Encoder::learn(mines, rows);
    if (!encoder) return std::unexpected(encoder.error());
    auto x = encoder->encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    const Path path(*x, targets(target, rows));
    model.encoder = std::move(*encoder);
    model.penalty = step(best);
    model.weights = path.weights(model.penalty);
    model.intercept = path.mean();
    return model;
}

Learner ridge_learner(int inner) {
    return {"ridge", [inner](const Mines& mines, std::span<const double> target, std::span<const int> rows,
                             std::uint64_t seed, const base::Progress& progress) -> base::Expected<Predict> {
                auto fitted = fit_ridge(mines, target, rows, seed, progress, inner);
                if (!fitted) return std::unexpected(fitted.error());
                auto model = std::make_shared<const RidgeModel>(std::move(*fitted));
                return [model](const Mines& table, std::span<const int> wanted) { return model->predict(table, wanted); };
            }};
}

}  // namespace orelens::costmodel
