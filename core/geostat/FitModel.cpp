#include "core/geostat/FitModel.h"

#include <nlopt.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <numbers>

namespace orelens::geostat {
namespace {

using Parameters = std::vector<double>;
using Objective = std::function<double(const Parameters&)>;

double spherical(double h) {
    return h >= 1 ? 1 : h * (1.5 - 0.5 * h * h);
}

double objective(unsigned n, const double* x, double*, void* data) {
    return (*static_cast<const Objective*>(data))(Parameters(x, x + n));
}

/// Bounded minimisation without derivatives (BOBYQA), from one start; returns the error.
double minimise(const Objective& of, Parameters& start, const Parameters& low, const Parameters& high, int evaluations) {
    for (std::size_t i = 0; i < start.size(); ++i) start[i] = std::clamp(start[i], low[i], high[i]);
    const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(
        nlopt_create(NLOPT_LN_BOBYQA, static_cast<unsigned>(start.size())), &nlopt_destroy);
    nlopt_set_min_objective(optimiser.get(), objective, const_cast<Objective*>(&of));
    nlopt_set_lower_bounds(optimiser.get(), low.data());
    nlopt_set_upper_bounds(optimiser.get(), high.data());
    nlopt_set_ftol_rel(optimiser.get(), 1e-7);
    nlopt_set_xtol_rel(optimiser.get(), 1e-5);
    nlopt_set_maxeval(optimiser.get(), evaluations);
    double error = 0;
    // Its return code is not needed: `start` holds the best point found whatever stopped it.
    nlopt_optimize(optimiser.get(), start.data(), &error);
    return of(start);
}

Eigen::Matrix3d matrix_of(const Stretch& s) {
    Eigen::Matrix3d m;
    m << s[0], s[2], s[3], s[2], s[1], s[4], s[3], s[4], -s[0] - s[1];
    return m;
}

/// exp(−stretch).
Eigen::Matrix3d shrinking(const Stretch& stretch) {
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(matrix_of(stretch));
    return solver.eigenvectors() * (-solver.eigenvalues()).array().exp().matrix().asDiagonal() *
           solver.eigenvectors().transpose();
}

/// Where the data do not tell the ranges apart, they stay alike: an anisotropy of 10 costs as much as residuals of
/// 3 % of the variance.
double cost_of(const Stretch& s) {
    return 3e-4 * matrix_of(s).squaredNorm();
}

/// Axes with one range may point anywhere in their plane: there the first is level, due north where all are.
void settle_equal_axes(Eigen::Matrix3d& axes, bool first_two, bool last_two) {
    if (first_two == last_two) {
        if (first_two) axes << 0, 1, 0, -1, 0, 0, 0, 0, 1;
        return;
    }
    const Eigen::RowVector3d alone = axes.row(first_two ? 2 : 0);
    Eigen::RowVector3d level(-alone[1], alone[0], 0);
    if (level.norm() < 1e-6) level << 0, 1, 0;
    level.normalize();
    axes.row(first_two ? 0 : 1) = level;
    axes.row(first_two ? 1 : 2) = alone.cross(level);
}

Anisotropy from_axes(const Eigen::Matrix3d& unit_axes, const Eigen::Vector3d& ranges) {
    std::array<int, 3> rank{0, 1, 2};
    std::stable_sort(rank.begin(), rank.end(), [&](int a, int b) { return ranges[a] > ranges[b]; });
    Eigen::Matrix3d axes;
    for (int r = 0; r < 3; ++r) axes.row(r) = unit_axes.row(rank[static_cast<std::size_t>(r)]);
    const auto range = [&](std::size_t n) { return ranges[rank[n]]; };
    settle_equal_axes(axes, range(0) <= range(1) * (1 + 1e-9), range(1) <= range(2) * (1 + 1e-9));
    if (axes(0, 2) > 0) axes.row(0) *= -1;  // the major axis points down
    if (axes.determinant() < 0) axes.row(2) *= -1;

    constexpr double degrees = 180 / std::numbers::pi;
    const double dip = std::asin(std::clamp(-axes(0, 2), -1.0, 1.0));
    double azimuth = 0, plunge = 0;
    if (std::cos(dip) > 1e-6) {
        azimuth = 90 - std::atan2(axes(0, 1), axes(0, 0)) * degrees;
        plunge = std::atan2(axes(1, 2), axes(2, 2)) * degrees;
    } else {
        // Vertical: azimuth and plunge turn about the same line; azimuth 90 makes α = 0 in `isotropic_frame`.
        azimuth = 90;
        plunge = std::atan2(axes(1, 0), axes(1, 1)) * degrees;
    }
    // Half a turn about the major axis changes nothing.
    if (plunge > 90) plunge -= 180;
    if (plunge <= -90) plunge += 180;
    azimuth = std::fmod(azimuth + 360, 360);
    return {azimuth, dip * degrees, plunge, range(0), range(1), range(2)};
}

constexpr double most_ratio = 0.6;

/// The parameters of a nest with its nugget known: sill over variance, log range, and with two structures the
/// share and the log of the short range.
Nest nest_from(const Parameters& p, std::size_t at, Family family, double nugget, double variance) {
    Nest nest{family, nugget, p[at] * variance, 0, std::exp(p[at + 1]), 1};
    if (family == Family::two_spherical) {
        nest.share = p[at + 2];
        nest.short_m = std::min(most_ratio * nest.range_m, std::exp(p[at + 3]));
    }
    return nest;
}

}  // namespace

double Nest::at(double h, double t) const {
    return nugget + sill * ((1 - share) * spherical(t / range_m) + (share > 0 ? share * spherical(h / short_m) : 0));
}

NestFit fit_nest(const std::vector<FitPoint>& points, Family family, double nugget, const FitBounds& b) {
    const bool free = std::isnan(nugget), two = family == Family::two_spherical;
    double weights = 0;
    for (const FitPoint& point : points) weights += point.weight;
    const auto nest_of = [&](const Parameters& p) {
        return nest_from(p, free ? 1 : 0, family, free ? p[0] * b.variance : nugget, b.variance);
    };
    const Objective error = [&](const Parameters& p) {
        const Nest nest = nest_of(p);
        double sum = 0;
        for (const FitPoint& point : points) {
            // At distance 0 the curve jumps from 0 to the nugget, which is what pairs at one place show.
            const double residual = point.gamma - (point.h > 0 ? nest.at(point.h, point.t) : nest.nugget);
            sum += point.weight * residual * residual;
        }
        return weights > 0 ? sum / weights / (b.variance * b.variance) : 0;
    };
    const double low_range = std::log(b.shortest_m), high_range = std::log(std::max(b.longest_m, b.shortest_m * 1.01));
    NestFit best{{}, std::numeric_limits<double>::infinity()};
    const auto from = [&](double share_of_range, double ratio) {
        Parameters start, low, high;
        const auto add = [&](double s, double l, double h) {
            start.push_back(s);
            low.push_back(l);
            high.push_back(h);
        };
        if (free) add(0.2, 0, 0.95);
        add(0.8, 0.05, 1.5);
        add(low_range + share_of_range * (high_range - low_range), low_range, high_range);
        if (two) {
            add(0.4, 0.02, 0.95);
            add(start[start.size() - 2] + std::log(ratio), low_range, high_range);
        }
        const double found = minimise(error, start, low, high, 500);
        if (found < best.error) best = {nest_of(start), found};
    };
    for (const double share : {0.2, 0.5, 0.8}) {
        from(share, 0.15);
        if (two) from(share, 0.4);
    }
    return best;
}

double reduced_distance(const Stretch& stretch, const std::array<double, 3>& d) {
    return (shrinking(stretch) * Eigen::Vector3d(d[0], d[1], d[2])).norm();
}

StretchFit fit_stretch(const std::vector<LagCell>& cells, const std::vector<double>& gamma,
                       const std::vector<double>& weight, const StretchFit& start, const FitBounds& b) {
    const Family family = start.nest.family;
    const std::size_t curve = family == Family::two_spherical ? 4 : 2;
    double weights = 0;
    for (std::size_t c = 0; c < cells.size(); ++c)
        if (!std::isnan(gamma[c])) weights += weight[c];
    const auto stretch_from = [&](const Parameters& p) {
        Stretch s{};
        std::copy_n(p.begin() + static_cast<std::ptrdiff_t>(curve), 5, s.begin());
        return s;
    };
    const Objective error = [&](const Parameters& p) {
        const Nest nest = nest_from(p, 0, family, start.nest.nugget, b.variance);
        const Stretch stretch = stretch_from(p);
        const Eigen::Matrix3d frame = shrinking(stretch);
        double sum = 0;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (std::isnan(gamma[c])) continue;
            const auto& d = cells[c].separation;
            const double residual = gamma[c] - nest.at(std::hypot(d[0], d[1], d[2]), (frame * Eigen::Vector3d(d[0], d[1], d[2])).norm());
            sum += weight[c] * residual * residual;
        }
        return (weights > 0 ? sum / weights / (b.variance * b.variance) : 0) + cost_of(stretch);
    };
    StretchFit best;
    best.error = std::numeric_limits<double>::infinity();
    for (const bool stretched : {true, false}) {
        const Nest& n = start.nest;
        Parameters at{n.sill / b.variance, std::log(n.range_m)};
        Parameters low{0.05, std::log(b.shortest_m)}, high{1.5, std::log(std::max(b.longest_m, b.shortest_m * 1.01))};
        if (curve == 4) {
            at.insert(at.end(), {n.share, std::log(n.short_m)});
            low.insert(low.end(), {0.02, low[1]});
            high.insert(high.end(), {0.95, high[1]});
        }
        for (std::size_t k = 0; k < 5; ++k) {
            at.push_back(stretched ? start.stretch[k] : 0);
            low.push_back(-2.5);
            high.push_back(2.5);
        }
        const double found = minimise(error, at, low, high, 900);
        if (found < best.error) best = {nest_from(at, 0, family, n.nugget, b.variance), stretch_from(at), found};
    }
    return best;
}

Anisotropy ellipsoid(const Stretch& stretch, double mean_range_m) {
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(matrix_of(stretch));
    if (matrix_of(stretch).squaredNorm() == 0) return {0, 0, 0, mean_range_m, mean_range_m, mean_range_m};
    const Eigen::Vector3d ranges = solver.eigenvalues().array().exp() * mean_range_m;
    return from_axes(solver.eigenvectors().transpose().eval(), ranges);
}

Stretch stretch_of(const Anisotropy& shape) {
    const auto frame = isotropic_frame(shape);
    const double ranges[3] = {shape.range_major_m, shape.range_semi_m, shape.range_minor_m};
    Eigen::Matrix3d axes;
    Eigen::Vector3d logs;
    for (int r = 0; r < 3; ++r) {
        for (int c = 0; c < 3; ++c) axes(r, c) = frame[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] * ranges[r];
        logs[r] = std::log(ranges[r]);
    }
    const Eigen::Matrix3d m = axes.transpose() * (logs.array() - logs.mean()).matrix().asDiagonal() * axes;
    return {m(0, 0), m(1, 1), m(0, 1), m(0, 2), m(1, 2)};
}

Variogram variogram_of(const Nest& nest, const Stretch& stretch) {
    Variogram model;
    model.nugget = nest.nugget;
    if (nest.family == Family::two_spherical)
        model.structures.push_back({StructureType::spherical, nest.sill * nest.share, {0, 0, 0, nest.short_m, nest.short_m, nest.short_m}});
    model.structures.push_back({StructureType::spherical, nest.sill * (1 - nest.share), ellipsoid(stretch, nest.range_m)});
    return model;
}

Anisotropy ordered(const Anisotropy& shape) {
    const auto frame = isotropic_frame(shape);
    const Eigen::Vector3d ranges(shape.range_major_m, shape.range_semi_m, shape.range_minor_m);
    Eigen::Matrix3d axes;
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c)
            axes(r, c) = frame[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)] * ranges[r];
    return from_axes(axes, ranges);
}

}  // namespace orelens::geostat
