#include "core/potential/Logistic.h"

#include <Eigen/Cholesky>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/potential/WeightModel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

Standardiser Standardiser::learn(const Eigen::MatrixXd& x) {
    Standardiser s;
    const Eigen::Index n = x.cols();
    s.mean = Eigen::VectorXd::Zero(n);
    s.sd = Eigen::VectorXd::Ones(n);
    s.lowest = Eigen::VectorXd::Constant(n, std::numeric_limits<double>::infinity());
    s.highest = -s.lowest;
    s.covered = Eigen::VectorXi::Zero(n);
    for (Eigen::Index c = 0; c < n; ++c) {
        double sum = 0, squares = 0;
        for (Eigen::Index r = 0; r < x.rows(); ++r) {
            if (!std::isfinite(x(r, c))) continue;
            sum += x(r, c);
            ++s.covered[c];
            s.lowest[c] = std::min(s.lowest[c], x(r, c));
            s.highest[c] = std::max(s.highest[c], x(r, c));
        }
        if (s.covered[c] == 0) continue;
        s.mean[c] = sum / s.covered[c];
        for (Eigen::Index r = 0; r < x.rows(); ++r)
            if (std::isfinite(x(r, c))) squares += (x(r, c) - s.mean[c]) * (x(r, c) - s.mean[c]);
        const double sd = std::sqrt(squares / s.covered[c]);
        if (sd > 0) s.sd[c] = sd;
    }
    return s;
}

Eigen::MatrixXd Standardiser::apply(const Eigen::MatrixXd& x) const {
    Eigen::MatrixXd z(x.rows(), x.cols());
    for (Eigen::Index c = 0; c < x.cols(); ++c)
        for (Eigen::Index r = 0; r < x.rows(); ++r)
            z(r, c) = std::isfinite(x(r, c)) ? (x(r, c) - mean[c]) / sd[c] : 0;
    return z;
}

Eigen::VectorXd LogisticFit::log_odds(const Eigen::MatrixXd& x) const {
    return (x * beta.tail(beta.size() - 1)).array() + beta[0];
}

namespace {

double log_one_plus_exp(double e) {
    return e > 0 ? e + std::log1p(std::exp(-e)) : std::log1p(std::exp(e));
}

std::unexpected<base::Error> no_maximum(const char* key) {
    return fail(ErrorKind::data, Message(key), {}, Message("potential.ridge_fix"));
}

}  // namespace

base::Expected<LogisticFit> fit_logistic(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, double ridge,
                                         const Eigen::VectorXd& weights) {
    const Eigen::VectorXd w = weights.size() > 0 ? weights : Eigen::VectorXd(Eigen::VectorXd::Ones(x.rows()));
    const double all = w.sum(), ones = (w.array() * y.array()).sum();
    if (!(ones > 0)) return fail(ErrorKind::data, Message("potential.no_positive"), {}, Message("potential.no_positive_fix"));
    if (!(ones < all)) return fail(ErrorKind::data, Message("potential.no_barren"), {}, Message("potential.no_barren_fix"));
    Eigen::MatrixXd x1(x.rows(), x.cols() + 1);
    x1 << Eigen::VectorXd::Ones(x.rows()), x;
    if (!(ridge > 0)) {
        Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(x1);
        qr.setThreshold(1e-10);
        if (qr.rank() < x1.cols()) return no_maximum("potential.collinear");
    }
    LogisticFit fit;
    fit.ridge = ridge;
    fit.beta = Eigen::VectorXd::Zero(x1.cols());
    Eigen::VectorXd penalty = Eigen::VectorXd::Constant(x1.cols(), ridge);
    penalty[0] = 0;
    Eigen::MatrixXd hessian;
    const auto likelihood = [&] {
        const Eigen::VectorXd e = x1 * fit.beta;
        double sum = 0;
        for (Eigen::Index r = 0; r < e.size(); ++r) sum += w[r] * (y[r] * e[r] - log_one_plus_exp(e[r]));
        return sum;
    };
    const auto probabilities = [&] { return (x1 * fit.beta).unaryExpr([](double e) { return logistic(e); }).eval(); };
    const auto make_hessian = [&](const Eigen::VectorXd& p) {
        const Eigen::VectorXd v = w.array() * p.array() * (1 - p.array());
        hessian = x1.transpose() * v.asDiagonal() * x1;
        hessian.diagonal() += penalty;
    };
    double before = -std::numeric_limits<double>::infinity();
    bool found = false;
    for (fit.iterations = 1; fit.iterations <= 100; ++fit.iterations) {
        const Eigen::VectorXd p = probabilities();
        make_hessian(p);
        const Eigen::LDLT<Eigen::MatrixXd> solver(hessian);
        const Eigen::VectorXd step =
            solver.solve(x1.transpose() * Eigen::VectorXd(w.array() * (y - p).array()) - penalty.cwiseProduct(fit.beta));
        if (solver.info() != Eigen::Success || !step.allFinite()) return no_maximum("potential.separation");
        fit.beta += step;
        const double now = likelihood();
        const double largest = step.cwiseAbs().maxCoeff();
        if (largest < 1e-12) {
            found = true;
            break;
        }
        // The likelihood stands still while a coefficient walks on: there is no maximum to walk to.
        if (!(ridge > 0) && ((largest > 0.01 && std::abs(now - before) < 1e-6 * (1 + std::abs(now))) || now > -1e-6))
            return no_maximum("potential.separation");
        if (now == before && largest < 1e-9) {
            found = true;
            break;
        }
        before = now;
    }
    if (!found) return no_maximum("potential.separation");
    make_hessian(probabilities());
    fit.se = hessian.ldlt().solve(Eigen::MatrixXd::Identity(x1.cols(), x1.cols())).diagonal().cwiseSqrt();
    fit.loglik = likelihood();
    const double share = ones / all;
    fit.loglik_null = ones * std::log(share) + (all - ones) * std::log(1 - share);
    return fit;
}

double prior_corrected(double probability, double training_share, double field_share) {
    const double logit = std::log(probability / (1 - probability)) +
                         std::log(field_share / (1 - field_share) * (1 - training_share) / training_share);
    return logistic(logit);
}

}  // namespace orelens::potential
