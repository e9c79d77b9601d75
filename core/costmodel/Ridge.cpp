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

/// The solution for every penalty: from one decomposition where it keeps the signs, else the least-squares one that does.
class Path {
  public:
    Path(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const std::vector<Monotone>& signs)
        : mean_(y.mean()), count_(static_cast<double>(y.size())), gram_(x.transpose() * x), solver_(gram_) {
        right_ = x.transpose() * (y.array() - mean_).matrix();
        projected_ = solver_.eigenvectors().transpose() * right_;
        for (const Monotone sign : signs) signs_.push_back(static_cast<double>(sign));
    }
    [[nodiscard]] double mean() const { return mean_; }
    [[nodiscard]] Eigen::VectorXd weights(double penalty) const {
        // Rounding leaves eigenvalues of repeated columns a little below 0.
        const Eigen::ArrayXd below = solver_.eigenvalues().array().max(0.0) + penalty * count_;
        const Eigen::VectorXd free = solver_.eigenvectors() * (projected_.array() / below).matrix();
        for (Eigen::Index c = 0; c < free.size(); ++c)
            if (against(c, free(c))) return kept(penalty);
        return free;
    }

  private:
    [[nodiscard]] bool against(Eigen::Index c, double weight) const { return signs_[static_cast<std::size_t>(c)] * weight < 0; }

    /// Block principal pivoting (Portugal, Júdice & Vicente 1994): columns whose weight runs against its sign stand at 0,
    /// columns at 0 that the gradient calls back come in. Where swapping all does not help, one at a time (Murty), which ends.
    [[nodiscard]] Eigen::VectorXd kept(double penalty) const {
        const Eigen::Index n = right_.size();
        std::vector<bool> zero(static_cast<std::size_t>(n), false);
        Eigen::VectorXd w = Eigen::VectorXd::Zero(n);
        const double tiny = 1e-12 * right_.cwiseAbs().maxCoeff();
        std::size_t fewest = static_cast<std::size_t>(n) + 1;
        int tries = 3;
        for (Eigen::Index round = 0; round < 20 * n + 50; ++round) {
            std::vector<Eigen::Index> in;
            for (Eigen::Index c = 0; c < n; ++c)
                if (!zero[static_cast<std::size_t>(c)]) in.push_back(c);
            Eigen::MatrixXd part = gram_(in, in);
            part.diagonal().array() += penalty * count_;
            w.setZero();
            const Eigen::VectorXd wanted = right_(in), solved = part.llt().solve(wanted);
            w(in) = solved;
            const Eigen::VectorXd slope = gram_ * w + penalty * count_ * w - right_;
            std::vector<std::size_t> wrong;
            for (Eigen::Index c = 0; c < n; ++c) {
                const bool out = zero[static_cast<std::size_t>(c)];
                if (out ? signs_[static_cast<std::size_t>(c)] * slope(c) < -tiny : against(c, w(c))) wrong.push_back(static_cast<std::size_t>(c));
            }
            if (wrong.empty()) break;
            if (wrong.size() < fewest) {
                fewest = wrong.size();
                tries = 3;
            } else if (tries > 0) {
                --tries;
            } else {
                wrong = {wrong.back()};
            }
            for (const std::size_t c : wrong) zero[c] = !zero[c];
        }
        for (Eigen::Index c = 0; c < n; ++c)
            if (against(c, w(c))) w(c) = 0;
        return w;
    }

    double mean_, count_;
    Eigen::MatrixXd gram_;
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver_;
    Eigen::VectorXd right_, projected_;
    std::vector<double> signs_;
};

}  // namespace

base::Expected<Eigen::VectorXd> RidgeModel::predict(const Mines& mines, std::span<const int> rows) const {
    auto x = encoder.encode(mines, rows);
    if (!x) return std::unexpected(x.error());
    return Eigen::VectorXd((*x * weights).array() + intercept);
}

std::vector<std::string> RidgeModel::held() const {
    const std::vector<Monotone> signs = encoder.column_signs();
    const std::vector<std::string> names = encoder.column_features();
    std::vector<std::string> at_zero;
    for (std::size_t c = 0; c < signs.size(); ++c)
        if (signs[c] != Monotone::free && weights(static_cast<Eigen::Index>(c)) == 0) at_zero.push_back(names[c]);
    return at_zero;
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
        const Path path(*x, targets(target, train), encoder->column_signs());
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
    const Path path(*x, targets(target, rows), encoder->column_signs());
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
