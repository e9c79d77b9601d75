#include "core/geostat/FitModel.h"

#include <nlopt.h>

#include <Eigen/Dense>
#include <functional>
#include <numbers>

namespace orelens::geostat {
namespace {

using Parameters = std::vector<double>;
using Build = std::function<Variogram(const Parameters&)>;

double weighted_error(const std::vector<LagCell>& cells, const Variogram& model) {
    const Structure& structure = model.structures.front();
    const auto frame = isotropic_frame(structure.shape);
    double sum = 0, weights = 0;
    for (const LagCell& cell : cells) {
        const auto& d = cell.separation;
        double h2 = 0;
        for (const auto& r : frame) {
            const double along = r[0] * d[0] + r[1] * d[1] + r[2] * d[2];
            h2 += along * along;
        }
        const double h = std::sqrt(h2);
        const double rise =
            structure.type == StructureType::spherical
                ? (h >= 1 ? 1 : h * (1.5 - 0.5 * h2))
                : 1 - std::exp(structure.type == StructureType::exponential ? -3 * h : -3 * h2);
        const double residual = cell.gamma - model.nugget - structure.sill * rise;
        const double away = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
        const double weight = std::sqrt(cell.pairs / (away > 0 ? away : cell.weighs_as_m * cell.weighs_as_m));
        sum += weight * residual * residual;
        weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
}

/// Where the data do not tell the ranges apart, they stay alike: an anisotropy of 10 costs as much as
/// residuals of 3 % of the variance.
double anisotropy_cost(const Anisotropy& shape) {
    const double logs[3] = {std::log(shape.range_major_m), std::log(shape.range_semi_m),
                            std::log(shape.range_minor_m)};
    const double mean = (logs[0] + logs[1] + logs[2]) / 3;
    double squares = 0;
    for (const double value : logs) squares += (value - mean) * (value - mean);
    return 3e-4 * squares;
}

struct Problem {
    const std::vector<LagCell>* cells;
    const Build* build;
    double variance;
};

double objective(unsigned n, const double* x, double*, void* data) {
    const auto* problem = static_cast<const Problem*>(data);
    const Variogram model = (*problem->build)(Parameters(x, x + n));
    return weighted_error(*problem->cells, model) / (problem->variance * problem->variance) +
           anisotropy_cost(model.structures.front().shape);
}

/// Bounded minimisation without derivatives (BOBYQA), from one start.
ShapeFit minimise(const std::vector<LagCell>& cells, const Build& build, Parameters start,
                  const Parameters& low, const Parameters& high, const FitBounds& bounds) {
    for (std::size_t i = 0; i < start.size(); ++i) start[i] = std::clamp(start[i], low[i], high[i]);
    const auto n = static_cast<unsigned>(start.size());
    const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(nlopt_create(NLOPT_LN_BOBYQA, n),
                                                                           &nlopt_destroy);
    Problem problem{&cells, &build, bounds.variance};
    nlopt_set_min_objective(optimiser.get(), objective, &problem);
    nlopt_set_lower_bounds(optimiser.get(), low.data());
    nlopt_set_upper_bounds(optimiser.get(), high.data());
    nlopt_set_ftol_rel(optimiser.get(), 1e-5);
    nlopt_set_xtol_rel(optimiser.get(), 1e-4);
    nlopt_set_maxeval(optimiser.get(), 400);
    double error = 0;
    // Its return code is not needed: `start` holds the best point found whatever stopped it.
    nlopt_optimize(optimiser.get(), start.data(), &error);
    return {build(start), objective(n, start.data(), nullptr, &problem)};
}

Variogram one_structure(double nugget, StructureType type, double sill, const Anisotropy& shape) {
    return {nugget, {{type, sill, shape}}};
}

}  // namespace

ShapeFit fit_with_nugget(const std::vector<LagCell>& cells, StructureType type, const FitBounds& b) {
    const Build build = [&](const Parameters& p) {
        const double range = std::exp(p[2]);
        return one_structure(p[0] * b.variance, type, p[1] * b.variance, {0, 0, 0, range, range, range});
    };
    const double low_range = std::log(b.shortest_m), high_range = std::log(b.longest_m);
    ShapeFit best{{}, std::numeric_limits<double>::infinity()};
    for (const double share : {0.15, 0.4, 0.7}) {
        const ShapeFit fit = minimise(cells, build, {0.2, 0.8, low_range + share * (high_range - low_range)},
                                      {0, 0.05, low_range}, {0.95, 1.5, high_range}, b);
        if (fit.error < best.error) best = fit;
    }
    return best;
}

ShapeFit fit_shape(const std::vector<LagCell>& cells, StructureType type, Shape shape, double nugget,
                   double start_m, const FitBounds& b, const base::Progress& progress) {
    const double low = std::log(b.shortest_m), high = std::log(b.longest_m), start = std::log(start_m);
    const double start_sill = std::max(0.1, 1 - nugget / b.variance);
    const auto sill = [&](double share) { return share * b.variance; };
    if (shape == Shape::isotropic)
        return minimise(
            cells,
            [&](const Parameters& p) {
                const double r = std::exp(p[1]);
                return one_structure(nugget, type, sill(p[0]), {0, 0, 0, r, r, r});
            },
            {start_sill, start}, {0.05, low}, {1.5, high}, b);
    if (shape == Shape::layered)
        return minimise(
            cells,
            [&](const Parameters& p) {
                const double horizontal = std::exp(p[1]), vertical = std::exp(p[2]);
                return one_structure(nugget, type, sill(p[0]), {0, 0, 0, horizontal, horizontal, vertical});
            },
            {start_sill, start, start}, {0.05, low, low}, {1.5, high, high}, b);

    // Angles have many local minima: start from a fixed set of orientations.
    const Build build = [&](const Parameters& p) {
        return one_structure(nugget, type, sill(p[0]),
                             {p[4], p[5], p[6], std::exp(p[1]), std::exp(p[2]), std::exp(p[3])});
    };
    ShapeFit best{{}, std::numeric_limits<double>::infinity()};
    for (const double azimuth : {0.0, 45.0, 90.0, 135.0})
        for (const double dip : {-45.0, 0.0, 45.0})
            for (const double plunge : {0.0, 45.0}) {
                if (progress.cancelled()) return best;
                const ShapeFit fit = minimise(
                    cells, build, {start_sill, start + 0.4, start, start - 0.4, azimuth, dip, plunge},
                    {0.05, low, low, low, azimuth - 60, dip - 60, plunge - 90},
                    {1.5, high, high, high, azimuth + 60, dip + 60, plunge + 90}, b);
                if (fit.error < best.error) best = fit;
            }
    return best;
}

Anisotropy ordered(const Anisotropy& shape) {
    const auto frame = isotropic_frame(shape);
    const double ranges[3] = {shape.range_major_m, shape.range_semi_m, shape.range_minor_m};
    std::array<int, 3> rank{0, 1, 2};
    std::stable_sort(rank.begin(), rank.end(), [&](int a, int b) { return ranges[a] > ranges[b]; });
    Eigen::Matrix3d axes;
    for (int r = 0; r < 3; ++r)
        for (int c = 0; c < 3; ++c) axes(r, c) = frame[rank[r]][c] * ranges[rank[r]];
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
    return {azimuth, dip * degrees, plunge, ranges[rank[0]], ranges[rank[1]], ranges[rank[2]]};
}

}  // namespace orelens::geostat
