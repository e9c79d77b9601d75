#include "core/geostat/FitEllipsoid.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace orelens::geostat {
namespace {

using Matrix = Eigen::Matrix3d;

Matrix matrix_of(const Stretch& s) {
    Matrix m;
    m << s[0], s[2], s[3], s[2], s[1], s[4], s[3], s[4], -s[0] - s[1];
    return m;
}

Stretch stretch_from(const Matrix& m) {
    const double third = m.trace() / 3;
    return {m(0, 0) - third, m(1, 1) - third, m(0, 1), m(0, 2), m(1, 2)};
}

/// 1 − spread/size, not below 0.
double kept(double spread, double size) {
    return size > 0 ? std::max(0.0, 1 - spread / size) : 0;
}

Matrix covariance(const std::vector<std::array<double, 3>>& places, const std::vector<std::size_t>& which) {
    Eigen::Vector3d mean = Eigen::Vector3d::Zero();
    for (const std::size_t n : which) mean += Eigen::Vector3d(places[n][0], places[n][1], places[n][2]);
    mean /= static_cast<double>(which.size());
    Matrix squares = Matrix::Zero();
    for (const std::size_t n : which) {
        const Eigen::Vector3d off = Eigen::Vector3d(places[n][0], places[n][1], places[n][2]) - mean;
        squares += off * off.transpose();
    }
    return squares / static_cast<double>(which.size());
}

}  // namespace

Stretch agreed(const std::vector<Stretch>& replicates, double variance) {
    const auto count = static_cast<double>(std::max<std::size_t>(replicates.size(), 1));
    Matrix mean = Matrix::Zero();
    for (const Stretch& one : replicates) mean += matrix_of(one) / count;
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(mean);
    const Eigen::Vector3d logs = solver.eigenvalues();  // ascending
    double spread = variance;
    for (const Stretch& one : replicates) spread += (matrix_of(one) - mean).squaredNorm() / count;
    Eigen::Vector3d result = logs * kept(2 * spread, logs.squaredNorm());
    // Nearly equal axes become equal: the two alike, or all.
    const double least = std::log(1.15);
    if (result[2] - result[0] < least) result.setZero();
    if (result[1] - result[0] < least) result[0] = result[1] = (result[0] + result[1]) / 2;
    else if (result[2] - result[1] < least) result[1] = result[2] = (result[1] + result[2]) / 2;
    return stretch_from(solver.eigenvectors() * result.asDiagonal() * solver.eigenvectors().transpose());
}

Stretch flattened(const std::array<double, 3>& axis, double log_ratio) {
    const Eigen::Vector3d along(axis[0], axis[1], axis[2]);
    const Matrix m = log_ratio / 3 * Matrix::Identity() - log_ratio * along * along.transpose();
    return stretch_from(m);
}

std::array<double, 3> across_rich_plane(const std::vector<std::array<double, 3>>& places,
                                        const std::vector<double>& values, double cutoff) {
    std::vector<std::size_t> rich, all;
    for (std::size_t n = 0; n < places.size(); ++n) {
        all.push_back(n);
        if (values[n] >= cutoff) rich.push_back(n);
    }
    if (rich.size() < 8) return {0, 0, 0};
    const Eigen::SelfAdjointEigenSolver<Matrix> of_rich(covariance(places, rich));
    const Eigen::Vector3d sizes = of_rich.eigenvalues().cwiseMax(0).cwiseSqrt();
    const Eigen::Vector3d across = of_rich.eigenvectors().col(0);
    const Matrix of_all = covariance(places, all);
    const auto flatness = [&](const Matrix& m) {
        // In the plane across that axis, over the thickness along it.
        const double thick = std::sqrt(std::max(0.0, across.dot(m * across)));
        const double wide = std::sqrt(std::max(0.0, (m.trace() - across.dot(m * across)) / 2));
        return thick > 0 ? wide / thick : 1e9;
    };
    if (!(sizes[1] > 1.5 * sizes[0]) || !(flatness(covariance(places, rich)) > 1.2 * flatness(of_all))) return {0, 0, 0};
    return {across[0], across[1], across[2]};
}

}  // namespace orelens::geostat
