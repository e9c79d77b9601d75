#include "core/geostat/PositiveWeights.h"

#include <Eigen/Dense>
#include <algorithm>

namespace orelens::geostat {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

std::array<double, 3> minus(const std::array<double, 3>& a, const std::array<double, 3>& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

class ActiveSet {
  public:
    ActiveSet(MatrixXd left, VectorXd right, bool ordinary)
        : c_(std::move(left)), b_(std::move(right)), ordinary_(ordinary), free_(b_.size(), true) {}

    VectorXd run() {
        w_ = start();
        // Each round lowers the variance, so that no set of free weights comes twice.
        for (Index round = 0; round < 20 * b_.size(); ++round) {
            descend();
            const VectorXd slope = c_ * w_ - b_ + VectorXd::Constant(b_.size(), multiplier_);
            Index steepest = -1;
            for (Index i = 0; i < b_.size(); ++i)
                if (!free_[i] && slope(i) < -1e-12 && (steepest < 0 || slope(i) < slope(steepest)))
                    steepest = i;
            if (steepest < 0) break;
            free_[steepest] = true;
        }
        return w_;
    }

  private:
    std::vector<Index> free() const {
        std::vector<Index> all;
        for (Index i = 0; i < b_.size(); ++i)
            if (free_[i]) all.push_back(i);
        return all;
    }

    /// Weights of the free samples without regard to their sign; those of the others are 0.
    VectorXd unbounded() {
        const std::vector<Index> set = free();
        VectorXd all = VectorXd::Zero(b_.size());
        multiplier_ = 0;
        if (set.empty()) return all;
        const MatrixXd left = c_(set, set);
        const Eigen::LDLT<MatrixXd> factor(left);
        const VectorXd right = b_(set), ones = VectorXd::Ones(static_cast<Index>(set.size()));
        VectorXd w = factor.solve(right);
        if (ordinary_) {
            const VectorXd even = factor.solve(ones);
            multiplier_ = (w.sum() - 1) / even.sum();
            w -= multiplier_ * even;
        }
        for (std::size_t k = 0; k < set.size(); ++k) all(set[k]) = w(static_cast<Index>(k));
        return all;
    }

    /// Leaving out what is negative soon gives weights that are allowed, near the best ones.
    VectorXd start() {
        for (;;) {
            const VectorXd w = unbounded();
            bool allowed = true;
            for (Index i = 0; i < b_.size(); ++i)
                if (w(i) < 0) {
                    free_[i] = false;
                    allowed = false;
                }
            if (allowed) return w;
        }
    }

    /// Towards the best of the free weights; those that would turn negative on the way are held at 0.
    void descend() {
        for (;;) {
            const VectorXd best = unbounded();
            double step = 1;
            Index first = -1;
            for (Index i = 0; i < b_.size(); ++i)
                if (best(i) < 0 && w_(i) / (w_(i) - best(i)) < step) {
                    step = w_(i) / (w_(i) - best(i));
                    first = i;
                }
            w_ += step * (best - w_);
            if (first < 0) return;
            w_(first) = 0;
            free_[first] = false;
        }
    }

    MatrixXd c_;
    VectorXd b_, w_;
    bool ordinary_;
    std::vector<bool> free_;
    double multiplier_ = 0;
};

}  // namespace

PositiveKriging krige_positive(const CovarianceModel& model, std::span<const std::array<double, 3>> places,
                               const std::array<double, 3>& target,
                               std::span<const std::array<double, 3>> offsets, double block_covariance,
                               bool ordinary) {
    const auto n = static_cast<Index>(places.size());
    MatrixXd left(n, n);
    VectorXd right(n);
    for (Index i = 0; i < n; ++i) {
        const auto& p = places[static_cast<std::size_t>(i)];
        // A breath above the sill keeps samples that determine each other apart.
        left(i, i) = 1 + kernel::redundant_pivot;
        for (Index j = 0; j < i; ++j)
            left(i, j) = left(j, i) = covariance(model, minus(p, places[static_cast<std::size_t>(j)]));
        const std::array<double, 3> d = minus(p, target);
        double sum = 0;
        for (const auto& offset : offsets) sum += covariance(model, minus(d, offset));
        right(i) = sum / static_cast<double>(offsets.size());
        if (offsets.size() == 1 && d[0] * d[0] + d[1] * d[1] + d[2] * d[2] < 1e-18)
            right(i) += model.table.nugget;
    }
    const VectorXd w = ActiveSet(left, right, ordinary).run();
    PositiveKriging result;
    for (Index i = 0; i < n; ++i) result.weights.push_back(std::max(0.0, w(i)));
    result.variance = std::max(0.0, block_covariance - 2 * w.dot(right) + w.dot(left * w));
    return result;
}

}  // namespace orelens::geostat
