// What the kernels must reproduce, written the slow way: every sample looked at, dense LU with a Lagrange
// row.
#pragma once

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "core/geostat/CovarianceModel.h"
#include "core/geostat/PointEstimator.h"
#include "core/geostat/SampleIndex.h"
#include "core/geostat/Simd.h"

namespace orelens::geostat::reference {

struct Data {
    std::vector<double> x, y, z, value;
    std::vector<std::int32_t> hole;
    [[nodiscard]] std::array<double, 3> at(std::size_t i) const { return {x[i], y[i], z[i]}; }
    [[nodiscard]] SamplePlaces places() const { return {x, y, z, hole, {}}; }
};

/// Vertical-ish holes with `per_hole` samples each in a box of 400×300×120 m.
inline Data random_data(std::uint64_t seed, int holes, int per_hole) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> u(0, 1);
    Data d;
    for (int h = 0; h < holes; ++h) {
        const double x = 400 * u(random), y = 300 * u(random);
        for (int k = 0; k < per_hole; ++k) {
            d.x.push_back(x + 2 * u(random) + 0.3 * k);
            d.y.push_back(y + 2 * u(random));
            d.z.push_back(120 - 120.0 * (k + u(random)) / per_hole);
            d.value.push_back(
                std::exp(0.8 * (u(random) + std::sin(d.x.back() / 60) + std::cos(d.z.back() / 20))));
            d.hole.push_back(h);
        }
    }
    return d;
}

struct Chosen {
    std::vector<std::size_t> samples;  ///< nearest first
    int pass = 0;
};

inline double search_distance(const Matrix3& frame, const std::array<double, 3>& a,
                              const std::array<double, 3>& b) {
    const auto d = transform(frame, {a[0] - b[0], a[1] - b[1], a[2] - b[2]});
    return std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
}

inline Chosen search(const Data& data, const ElementEstimate& how, const std::array<double, 3>& centre) {
    const Matrix3 frame = isotropic_frame(how.search);
    std::vector<std::pair<double, std::size_t>> near;
    for (std::size_t i = 0; i < data.value.size(); ++i)
        if (!std::isnan(data.value[i])) near.emplace_back(search_distance(frame, data.at(i), centre), i);
    // Distances that differ by rounding only are ties; the table's order decides.
    for (auto& entry : near) entry.first = std::round(entry.first * 1e9) / 1e9;
    std::sort(near.begin(), near.end());
    Chosen chosen;
    for (std::size_t p = 0; p < how.passes.size(); ++p) {
        const SearchPass& pass = how.passes[p];
        chosen.samples.clear();
        for (const auto& [distance, i] : near) {
            if (distance > pass.factor || static_cast<int>(chosen.samples.size()) == pass.max_samples) break;
            const auto same =
                std::count_if(chosen.samples.begin(), chosen.samples.end(),
                              [&, i = i](std::size_t j) { return data.hole[j] == data.hole[i]; });
            if (pass.max_per_hole > 0 && same >= pass.max_per_hole) continue;
            const auto octant_of = [&](std::size_t j) {
                std::array<double, 3> d{data.x[j] - centre[0], data.y[j] - centre[1], data.z[j] - centre[2]};
                if (how.octant_axes == OctantAxes::ellipsoid) d = transform(frame, d);
                return octant(d[0], d[1], d[2]);
            };
            const int own = octant_of(i);
            const auto beside = std::count_if(chosen.samples.begin(), chosen.samples.end(),
                                              [&](std::size_t j) { return octant_of(j) == own; });
            if (pass.max_per_octant > 0 && beside >= pass.max_per_octant) continue;
            chosen.samples.push_back(i);
        }
        if (static_cast<int>(chosen.samples.size()) < pass.min_samples) continue;
        chosen.pass = static_cast<int>(p + 1);
        return chosen;
    }
    chosen.samples.clear();
    return chosen;
}

struct Kriged {
    double estimate, variance;
};

inline Kriged krige(const Data& data, const ElementEstimate& how, const BlockEdges& block,
                    const std::array<double, 3>& centre, const std::vector<std::size_t>& samples) {
    const Variogram& v = how.variogram;
    const double nugget = v.nugget;
    const auto covariance = [&](const std::array<double, 3>& a, const std::array<double, 3>& b) {
        const std::array<double, 3> d{a[0] - b[0], a[1] - b[1], a[2] - b[2]};
        return d == std::array<double, 3>{} ? v.sill() - nugget : v.sill() - semivariance(v, d);
    };
    std::vector<std::array<double, 3>> points;
    const auto& n = how.discretisation;
    for (int i = 0; i < n[0]; ++i)
        for (int j = 0; j < n[1]; ++j)
            for (int k = 0; k < n[2]; ++k) {
                std::array<double, 3> p = centre;
                const double at[3] = {(i + 0.5) / n[0] - 0.5, (j + 0.5) / n[1] - 0.5, (k + 0.5) / n[2] - 0.5};
                for (int e = 0; e < 3; ++e)
                    for (int a = 0; a < 3; ++a) p[a] += at[e] * block[e][a];
                points.push_back(p);
            }
    double inside = points.size() == 1 ? nugget : 0;
    for (const auto& p : points)
        for (const auto& q : points)
            inside += covariance(p, q) / static_cast<double>(points.size() * points.size());

    const auto m = static_cast<Eigen::Index>(samples.size());
    const bool simple = how.method == Method::simple_kriging;
    const Eigen::Index size = simple ? m : m + 1;
    Eigen::MatrixXd left = Eigen::MatrixXd::Zero(size, size);
    Eigen::VectorXd right = Eigen::VectorXd::Ones(size), values = Eigen::VectorXd::Zero(size);
    for (Eigen::Index i = 0; i < m; ++i) {
        const auto a = data.at(samples[static_cast<std::size_t>(i)]);
        for (Eigen::Index j = 0; j < m; ++j)
            left(i, j) = i == j ? v.sill() : covariance(a, data.at(samples[static_cast<std::size_t>(j)]));
        if (!simple) left(i, m) = left(m, i) = 1;
        double sum = 0;
        for (const auto& p : points) sum += covariance(a, p);
        right(i) = sum / static_cast<double>(points.size());
        if (points.size() == 1 && a == points.front()) right(i) += nugget;
        const double value = data.value[samples[static_cast<std::size_t>(i)]];
        const double cut = std::isnan(how.top_cut) ? value : std::min(value, how.top_cut);
        values(i) = simple ? cut - how.simple_mean : cut;
    }
    const Eigen::VectorXd weights = left.partialPivLu().solve(right);
    const double estimate = weights.head(m).dot(values.head(m)) + (simple ? how.simple_mean : 0);
    return {estimate, inside - weights.dot(right)};
}

/// A small grid of centres in tiles of 4×4×4, over and beyond the data.
struct Targets {
    std::vector<std::array<double, 3>> centres;
    std::vector<std::size_t> tile_ends;
};

inline Targets targets(int tiles_x, int tiles_y, int tiles_z, const std::array<double, 3>& origin,
                       const std::array<double, 3>& step) {
    Targets t;
    for (int tz = 0; tz < tiles_z; ++tz)
        for (int ty = 0; ty < tiles_y; ++ty)
            for (int tx = 0; tx < tiles_x; ++tx) {
                for (int n = 0; n < 64; ++n)
                    t.centres.push_back({origin[0] + step[0] * (4 * tx + n % 4),
                                         origin[1] + step[1] * (4 * ty + n / 4 % 4),
                                         origin[2] + step[2] * (4 * tz + n / 16)});
                t.tile_ends.push_back(t.centres.size());
            }
    return t;
}

inline constexpr BlockEdges block{{{10, 0, 0}, {0, 10, 0}, {0, 0, 5}}};

/// Fails the calling test through an exception when the plan or the run is refused.
inline std::vector<PointResults> run(const SamplePlaces& places, const std::vector<ElementSamples>& elements,
                                     const Targets& t, const kernel::Table& table = *usable_kernels().front(),
                                     const BlockEdges& edges = block) {
    const auto plan = plan_estimation(places, elements, edges, table);
    if (!plan) throw std::runtime_error(base::describe(plan.error(), base::Language::english));
    std::vector<PointResults> results;
    const auto scratch = make_scratch();
    if (auto done = estimate_points(**plan, t.centres, t.tile_ends, *scratch, results); !done)
        throw std::runtime_error(base::describe(done.error(), base::Language::english));
    return results;
}

inline PointResults run_one(const Data& data, const ElementEstimate& how, const Targets& t,
                            const kernel::Table& table = *usable_kernels().front(),
                            const BlockEdges& edges = block) {
    return run(data.places(), {{how, data.value, {}}}, t, table, edges).front();
}

/// Spherical with nugget in a tilted ellipsoid; search the same.
inline ElementEstimate usual() {
    ElementEstimate how;
    how.element = "Cu";
    const Anisotropy shape{35, 20, 15, 120, 90, 40};
    how.variogram = {0.1, {{StructureType::spherical, 0.9, shape}}};
    how.search = shape;
    how.passes = {{1, 3, 12, 0}};
    return how;
}

inline ElementEstimate nested() {
    ElementEstimate how = usual();
    how.variogram = {0.3,
                     {{StructureType::exponential, 0.8, {10, 5, 0, 60, 60, 20}},
                      {StructureType::spherical, 1.4, {70, -30, 40, 200, 100, 50}},
                      {StructureType::gaussian, 0.5, {10, 5, 0, 120, 120, 40}}}};
    how.search = {110, 10, -20, 130, 100, 60};
    return how;
}

}  // namespace orelens::geostat::reference
