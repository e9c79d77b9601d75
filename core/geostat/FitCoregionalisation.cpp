#include "core/geostat/FitCoregionalisation.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "core/drilling/Spacing.h"
#include "core/statistics/NormalScore.h"
#include "core/statistics/Weighted.h"

namespace orelens::geostat {
namespace {

using Matrix = Eigen::MatrixXd;
using Eigen::Index;

constexpr std::int64_t fewest_values = 20, fewest_pairs = 20;
constexpr int most_turns = 2000;

/// The nearest positive semidefinite matrix: negative eigenvalues become 0.
Matrix without_negative(const Matrix& m) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver((m + m.transpose()) / 2);
    const Matrix made = solver.eigenvectors() * solver.eigenvalues().cwiseMax(0).asDiagonal() * solver.eigenvectors().transpose();
    return (made + made.transpose()) / 2;
}

/// What of a matrix' eigenvalues lies below zero.
double negative_share(const Matrix& m) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver((m + m.transpose()) / 2, Eigen::EigenvaluesOnly);
    const double whole = solver.eigenvalues().cwiseAbs().sum();
    return whole > 0 ? -solver.eigenvalues().cwiseMin(0).sum() / whole : 0;
}

std::vector<double> plain(const Matrix& m, const Eigen::VectorXd& sd) {
    std::vector<double> out;
    for (Index r = 0; r < m.rows(); ++r)
        for (Index c = 0; c < m.cols(); ++c) out.push_back(m(r, c) * sd[r] * sd[c]);
    return out;
}

/// Share of its sill that a structure has reached at a separation; the nugget has it all.
double reached(const Structure& structure, const std::array<double, 3>& separation) {
    return semivariance({0, {{structure.type, 1, structure.shape}}}, separation);
}

std::unexpected<base::Error> refuse(const char* key, const std::string& element = "") {
    return base::fail(base::ErrorKind::data, base::Message(key, {{"element", element}}));
}

double longest_of(const std::vector<Structure>& structures) {
    double longest = 0;
    for (const Structure& s : structures)
        longest = std::max({longest, s.shape.range_major_m, s.shape.range_semi_m, s.shape.range_minor_m});
    return longest;
}

/// Along the axes of the structure that reaches furthest, one curve where it is a sphere; and downhole.
std::vector<LagRule> rules_of(const std::vector<Structure>& structures, double along_m) {
    const double longest = longest_of(structures);
    const Structure* far = &structures.front();
    for (const Structure& s : structures)
        if (longest_of({s}) >= longest) far = &s;
    LagRule rule;
    rule.lags = 18;
    rule.lag_m = 1.5 * longest / rule.lags;
    rule.tolerance_m = rule.lag_m / 2;
    rule.angle_tolerance_deg = 30;
    std::vector<LagRule> rules;
    const Anisotropy& shape = far->shape;
    if (shape.range_major_m == shape.range_semi_m && shape.range_semi_m == shape.range_minor_m) {
        rules.push_back(rule);
    } else {
        for (const auto& row : isotropic_frame(shape)) {
            const double length = std::hypot(row[0], row[1], row[2]), up = row[2] > 0 ? -1 : 1;
            constexpr double degrees = 180 / std::numbers::pi;
            rule.direction = {std::fmod(std::atan2(up * row[0], up * row[1]) * degrees + 360, 360),
                              std::asin(std::clamp(-up * row[2] / length, -1.0, 1.0)) * degrees};
            rules.push_back(rule);
        }
    }
    if (along_m > 0) {
        LagRule downhole;
        downhole.downhole = true;
        downhole.lag_m = along_m;
        downhole.tolerance_m = along_m / 2;
        downhole.lags = static_cast<int>(std::clamp(1.5 * longest / along_m, 1.0, 40.0));
        rules.push_back(downhole);
    }
    return rules;
}

std::array<double, 3> separation_of(const LagRule& rule, double distance) {
    if (!rule.direction) return {0, 0, distance};
    constexpr double radians = std::numbers::pi / 180;
    const double azimuth = (*rule.direction)[0] * radians, dip = (*rule.direction)[1] * radians;
    return {distance * std::sin(azimuth) * std::cos(dip), distance * std::cos(azimuth) * std::cos(dip), -distance * std::sin(dip)};
}

struct Prepared {
    drilling::CompositeTable table;  ///< the elements as they are fitted
    std::vector<double> variance;    ///< of the capped grades, by weight
    std::vector<double> fitted_variance;
};

base::Expected<Prepared> prepare(const drilling::CompositeTable& samples, const std::vector<std::string>& elements,
                                 const CoregionalisationRule& rule) {
    Prepared out;
    out.table.x = samples.x;
    out.table.y = samples.y;
    out.table.z = samples.z;
    out.table.hole = samples.hole;
    out.table.hole_ids = samples.hole_ids;
    for (std::size_t e = 0; e < elements.size(); ++e) {
        const auto* grade = samples.grade(elements[e]);
        if (grade == nullptr) return refuse("geostat.no_such_element", elements[e]);
        std::vector<double> values = grade->values;
        if (!rule.top_cuts.empty())
            for (double& v : values)
                if (v > rule.top_cuts[e]) v = rule.top_cuts[e];
        const std::vector<double> weights = rule.weights.empty() ? std::vector<double>() : rule.weights[e];
        const statistics::Moments m = statistics::moments(values, weights);
        if (m.count < fewest_values || !(m.variance > 0)) return refuse("geostat.lmc_few", elements[e]);
        out.variance.push_back(m.variance);
        if (rule.scores) values = statistics::normal_scores(values, weights, statistics::Ties::shared).score;
        out.fitted_variance.push_back(rule.scores ? 1 : m.variance);
        out.table.grades.push_back({elements[e], grade->unit, std::move(values), {}});
    }
    return out;
}

/// Curves of every pair of elements, p ≤ q; those without enough samples in common are left empty.
base::Expected<std::vector<std::vector<ExperimentalVariogram>>> curves_of(const Prepared& prepared,
                                                                          const std::vector<LagRule>& rules,
                                                                          base::Progress& progress) {
    std::vector<std::vector<ExperimentalVariogram>> all;
    const auto& grades = prepared.table.grades;
    const auto pairs = static_cast<double>(grades.size() * (grades.size() + 1)) / 2;
    for (std::size_t p = 0; p < grades.size(); ++p)
        for (std::size_t q = p; q < grades.size(); ++q) {
            std::int64_t common = 0;
            for (std::size_t n = 0; n < prepared.table.size(); ++n)
                common += std::isfinite(grades[p].values[n] + grades[q].values[n]);
            VariogramRequest request;
            request.element = grades[p].name;
            request.second = p == q ? "" : grades[q].name;
            request.measure = p == q ? Measure::semivariogram : Measure::cross;
            request.rules = rules;
            const auto at = static_cast<double>(all.size());
            base::Progress part = progress.part(at / pairs, (at + 1) / pairs);
            if (common < fewest_values) {
                all.emplace_back();
                continue;
            }
            auto curves = experimental_variograms(prepared.table, request, part);
            if (!curves) return std::unexpected(curves.error());
            all.push_back(std::move(*curves));
        }
    return all;
}

/// Lags of equal rule and number put together; weights are pairs over distance squared.
std::vector<CoregionalisationLag> lags_of(const std::vector<std::vector<ExperimentalVariogram>>& curves,
                                          const std::vector<LagRule>& rules, std::size_t size) {
    std::vector<CoregionalisationLag> lags;
    for (std::size_t r = 0; r < rules.size(); ++r)
        for (int k = 0; k <= rules[r].lags; ++k) {
            CoregionalisationLag lag;
            lag.gamma.assign(size * size, 0);
            lag.weight.assign(size * size, 0);
            double distance = 0, pairs = 0;
            std::size_t pair = 0;
            for (std::size_t p = 0; p < size; ++p)
                for (std::size_t q = p; q < size; ++q, ++pair) {
                    if (curves[pair].empty()) continue;
                    for (const LagPoint& point : curves[pair][r].points) {
                        if (point.distance_m == 0 || std::lround(point.distance_m / rules[r].lag_m) != k) continue;
                        if (point.pairs < fewest_pairs) continue;
                        lag.gamma[p * size + q] = lag.gamma[q * size + p] = point.gamma;
                        const double weight = static_cast<double>(point.pairs) / (point.distance_m * point.distance_m);
                        lag.weight[p * size + q] = lag.weight[q * size + p] = weight;
                        distance += point.distance_m * static_cast<double>(point.pairs);
                        pairs += static_cast<double>(point.pairs);
                    }
                }
            if (!(pairs > 0)) continue;
            lag.separation = separation_of(rules[r], distance / pairs);
            lags.push_back(std::move(lag));
        }
    return lags;
}

}  // namespace

base::Expected<CoregionalisationSills> fit_sills(const std::vector<std::string>& elements,
                                                 const std::vector<double>& variances,
                                                 const std::vector<Structure>& structures,
                                                 const std::vector<CoregionalisationLag>& lags) {
    const std::size_t size = elements.size();
    const auto n = static_cast<Index>(size);
    for (const CoregionalisationLag& lag : lags)
        if (lag.gamma.size() != size * size || lag.weight.size() != size * size) return refuse("geostat.lmc_size");
    if (lags.empty() || variances.size() != size) return refuse("geostat.lmc_few", elements.empty() ? "" : elements.front());
    Eigen::VectorXd sd(n);
    for (Index e = 0; e < n; ++e) sd[e] = std::sqrt(variances[static_cast<std::size_t>(e)]);

    // Everything over standard deviations, so that no unit rules; structure 0 is the nugget.
    std::vector<Matrix> gamma, weight;
    std::vector<std::vector<double>> share;
    for (const CoregionalisationLag& lag : lags) {
        Matrix g(n, n), w(n, n);
        for (Index r = 0; r < n; ++r)
            for (Index c = 0; c < n; ++c) {
                const auto at = static_cast<std::size_t>(r * n + c);
                g(r, c) = lag.gamma[at] / (sd[r] * sd[c]);
                w(r, c) = lag.weight[at];
            }
        gamma.push_back(g);
        weight.push_back(w);
        share.push_back({1.0});
        for (const Structure& s : structures) share.back().push_back(reached(s, lag.separation));
    }
    const std::size_t count = structures.size() + 1;
    std::vector<Matrix> sills(count, Matrix::Identity(n, n) / static_cast<double>(count));
    const auto error_of = [&] {
        double sum = 0, weights = 0;
        for (std::size_t l = 0; l < lags.size(); ++l) {
            Matrix residual = gamma[l];
            for (std::size_t k = 0; k < count; ++k) residual -= share[l][k] * sills[k];
            sum += (weight[l].array() * residual.array().square()).sum();
            weights += weight[l].sum();
        }
        return weights > 0 ? sum / weights : 0;
    };
    CoregionalisationSills out;
    out.error = error_of();
    for (out.turns = 0; out.turns < most_turns; ++out.turns) {
        double moved = 0;
        for (std::size_t k = 0; k < count; ++k) {
            Matrix above = Matrix::Zero(n, n), below = Matrix::Zero(n, n);
            for (std::size_t l = 0; l < lags.size(); ++l) {
                Matrix residual = gamma[l];
                for (std::size_t other = 0; other < count; ++other)
                    if (other != k) residual -= share[l][other] * sills[other];
                above += (share[l][k] * weight[l].array() * residual.array()).matrix();
                below += (share[l][k] * share[l][k] * weight[l].array()).matrix();
            }
            Matrix made = Matrix::Zero(n, n);
            for (Index r = 0; r < n; ++r)
                for (Index c = 0; c < n; ++c)
                    if (below(r, c) > 0) made(r, c) = above(r, c) / below(r, c);
            sills[k] = without_negative(made);
            moved = std::max(moved, negative_share(made));
        }
        const double now = error_of();
        const bool settled = std::abs(out.error - now) <= 1e-12 * std::max(out.error, 1e-300);
        out.error = now;
        out.moved = moved;
        if (settled) break;
    }
    out.model.elements = elements;
    out.model.nugget = plain(sills[0], sd);
    for (std::size_t k = 1; k < count; ++k)
        out.model.structures.push_back({structures[k - 1].type, structures[k - 1].shape, plain(sills[k], sd)});
    return out;
}

base::Expected<CoregionalisationFit> fit_coregionalisation(const drilling::CompositeTable& samples,
                                                           const std::vector<std::string>& elements,
                                                           const CoregionalisationRule& rule,
                                                           base::Progress& progress) {
    if (elements.size() < 2) return refuse("geostat.lmc_one", elements.empty() ? "" : elements.front());
    if (rule.shapes.structures.empty() || !(longest_of(rule.shapes.structures) > 0)) return refuse("geostat.bad_range");
    auto prepared = prepare(samples, elements, rule);
    if (!prepared) return std::unexpected(prepared.error());
    const drilling::DrillSpacing spacing = drilling::drill_spacing(samples.x, samples.y, samples.z, samples.hole, &progress);
    const std::vector<LagRule> rules = rules_of(rule.shapes.structures, spacing.along_m);
    base::Progress pairing = progress.part(0, 0.9);
    auto curves = curves_of(*prepared, rules, pairing);
    if (!curves) return std::unexpected(curves.error());
    const std::size_t size = elements.size();
    auto sills = fit_sills(elements, prepared->fitted_variance, rule.shapes.structures, lags_of(*curves, rules, size));
    if (!sills) return std::unexpected(sills.error());

    CoregionalisationFit fit;
    fit.model = std::move(sills->model);
    fit.error = sills->error;
    fit.moved = sills->moved;
    const auto rescale = [&](std::vector<double>& matrix) {
        for (std::size_t p = 0; p < size; ++p)
            for (std::size_t q = 0; q < size; ++q)
                matrix[p * size + q] *= std::sqrt(prepared->variance[p] * prepared->variance[q]);
    };
    if (rule.scores) {
        rescale(fit.model.nugget);
        for (Coregionalisation::Nested& nested : fit.model.structures) rescale(nested.sills);
    }
    std::vector<double> total = fit.model.nugget;
    for (const Coregionalisation::Nested& nested : fit.model.structures)
        for (std::size_t at = 0; at < total.size(); ++at) total[at] += nested.sills[at];
    for (std::size_t p = 0; p < size; ++p)
        for (std::size_t q = 0; q < size; ++q) {
            const double sills_of_both = total[p * size + p] * total[q * size + q];
            fit.correlation.push_back(sills_of_both > 0 ? total[p * size + q] / std::sqrt(sills_of_both) : 0);
        }
    std::size_t pair = 0;
    std::set<std::size_t> joined;
    for (std::size_t p = 0; p < size; ++p)
        for (std::size_t q = p; q < size; ++q, ++pair) {
            if (p != q && !(*curves)[pair].empty()) joined.insert({p, q});
            for (ExperimentalVariogram& curve : (*curves)[pair]) {
                if (rule.scores) curve.scale = Scale::normal_scores;
                fit.experimental.push_back(std::move(curve));
            }
        }
    for (std::size_t e = 0; e < size; ++e)
        if (!joined.contains(e)) fit.apart.push_back(elements[e]);
    progress.report(1);
    return fit;
}

}  // namespace orelens::geostat
