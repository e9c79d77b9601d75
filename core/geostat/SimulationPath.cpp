#include "core/geostat/SimulationPath.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orelens::geostat {
namespace {

/// More steps than this find no nearer nodes: samples and nodes found before shield what is beyond.
constexpr double most_steps = 20000;
constexpr int most_levels = 8;

double polynomial(const double (&c)[8], double x) {
    double sum = c[7];
    for (int k = 6; k >= 0; --k) sum = sum * x + c[k];
    return sum;
}

/// Length of a step along each grid axis in the search ellipsoid, and the ellipsoid's frame on whole cells.
struct CellFrame {
    Matrix3 search{}, model{};
    CellFrame(const blocks::GridGeometry& grid, const Matrix3& search_frame, const Matrix3& model_frame) {
        const auto axes = grid.axes();
        for (int a = 0; a < 3; ++a) {
            std::array<double, 3> edge = axes[a];
            for (double& component : edge) component *= grid.block_size[a];
            const auto s = transform(search_frame, edge), m = transform(model_frame, edge);
            for (int r = 0; r < 3; ++r) search[r][a] = s[r], model[r][a] = m[r];
        }
    }
};

double squared(const std::array<double, 3>& v) {
    return v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
}

/// Largest number of cells that a vector of length 1 in the search frame reaches along each axis: row lengths
/// of the inverse frame.
std::array<double, 3> reach_of(const Matrix3& cells) {
    const auto& m = cells;
    const double det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
                       m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                       m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    std::array<double, 3> reach{};
    for (int a = 0; a < 3; ++a) {
        const int b = (a + 1) % 3, c = (a + 2) % 3;
        // Row a of the inverse is the cross product of columns b and c over the determinant.
        const std::array<double, 3> u{m[0][b], m[1][b], m[2][b]}, v{m[0][c], m[1][c], m[2][c]};
        const std::array<double, 3> cross{u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2],
                                          u[0] * v[1] - u[1] * v[0]};
        reach[a] = std::sqrt(squared(cross)) / std::abs(det);
    }
    return reach;
}

std::vector<NodeTemplate::Step> steps_of(const blocks::GridGeometry& grid, const CellFrame& frame,
                                         const std::array<std::int32_t, 3>& spacing) {
    // An ellipsoid with no more than about `most_steps` nodes of this grid.
    const std::array<double, 3> most = reach_of(frame.search);
    std::array<std::int32_t, 3> reach{};
    double radius = 1;
    for (;; radius *= 0.9) {
        double count = 1;
        for (int a = 0; a < 3; ++a) {
            reach[a] = static_cast<std::int32_t>(
                std::min(std::floor(radius * most[a] / spacing[a]), double(grid.count[a] - 1) / spacing[a]));
            count *= 2.0 * reach[a] + 1;
        }
        if (count <= 2 * most_steps) break;
    }
    std::vector<NodeTemplate::Step> steps;
    for (std::int32_t k = -reach[2]; k <= reach[2]; ++k)
        for (std::int32_t j = -reach[1]; j <= reach[1]; ++j)
            for (std::int32_t i = -reach[0]; i <= reach[0]; ++i) {
                NodeTemplate::Step step;
                step.cells = {i * spacing[0], j * spacing[1], k * spacing[2]};
                const std::array<double, 3> d{double(step.cells[0]), double(step.cells[1]),
                                              double(step.cells[2])};
                const double far = squared(transform(frame.search, d));
                if (far > radius * radius * (1 + 1e-12) || (i == 0 && j == 0 && k == 0)) continue;
                step.linear = grid.linear(step.cells);
                step.in_frame = transform(frame.model, d);
                steps.push_back(step);
            }
    const auto far = [&](const NodeTemplate::Step& s) {
        const double d =
            squared(transform(frame.search, {double(s.cells[0]), double(s.cells[1]), double(s.cells[2])}));
        return static_cast<float>(d);  // steps that differ by rounding keep their order
    };
    std::ranges::stable_sort(steps, {}, far);
    return steps;
}

}  // namespace

double normal_of(std::uint64_t key) {
    static constexpr double a[8] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
                                    13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
                                    33430.575583588128105, 2509.0809287301226727};
    static constexpr double b[8] = {1.0,
                                    42.313330701600911252,
                                    687.18700749205790830,
                                    5394.1960214247511077,
                                    21213.794301586595867,
                                    39307.895800092710610,
                                    28729.085735721942674,
                                    5226.4952788528545610};
    static constexpr double c[8] = {
        1.42343711074968357734, 4.63033784615654529590,  5.76949722146069140550,   3.64784832476320460504,
        1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4};
    static constexpr double d[8] = {1.0,
                                    2.05319162663775882187,
                                    1.67638483018380384940,
                                    0.689767334985100004550,
                                    0.148103976427480074590,
                                    0.0151986665636164571966,
                                    5.47593808499534494600e-4,
                                    1.05075007164441684324e-9};
    static constexpr double e[8] = {6.65790464350110377720,    5.46378491116411436990,
                                    1.78482653991729133580,    0.296560571828504891230,
                                    0.0265321895265761230930,  0.00124266094738807843860,
                                    2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double f[8] = {1.0,
                                    0.599832206555887937690,
                                    0.136929880922735805310,
                                    0.0148753612908506148525,
                                    7.86869131145613259100e-4,
                                    1.84631831751005468180e-5,
                                    1.42151175831644588870e-7,
                                    2.04426310338993978564e-15};
    // The middle of one of 2⁵³ parts of (0, 1).
    const double u = (static_cast<double>(mixed(key) >> 11) + 0.5) * 0x1p-53;
    const double q = u - 0.5;
    if (std::abs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(a, r) / polynomial(b, r);
    }
    double r = std::sqrt(-std::log(q < 0 ? u : 1 - u));
    const double value = r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6)
                                : polynomial(e, r - 5) / polynomial(f, r - 5);
    return q < 0 ? -value : value;
}

NodeTemplate node_template(const blocks::GridGeometry& grid, const SimulationRule& rule,
                           const CovarianceModel& model) {
    const CellFrame frame(grid, isotropic_frame(rule.search), model.frame);
    // Cells that half a range spans along each axis, in the frame of the first structure.
    std::array<int, 3> halvings{};
    int levels = 1;
    for (int a = 0; a < 3; ++a) {
        const double cell = std::sqrt(squared({frame.model[0][a], frame.model[1][a], frame.model[2][a]}));
        const double cells = std::min(0.5 / cell, grid.count[a] / 2.0);
        halvings[a] = cells >= 2 ? std::min(most_levels, static_cast<int>(std::log2(cells))) : 0;
        levels = std::max(levels, halvings[a] + 1);
    }
    NodeTemplate all;
    for (int level = 0; level < levels; ++level) {
        std::array<std::int32_t, 3> spacing{};
        for (int a = 0; a < 3; ++a) spacing[a] = 1 << std::min(level, halvings[a]);
        all.spacing.push_back(spacing);
        all.levels.push_back(steps_of(grid, frame, spacing));
    }
    return all;
}

void make_path(const SimulationNodes& nodes, const NodeTemplate& steps, std::uint64_t seed, int number,
               SimulationPath& path, const base::Progress& progress) {
    const std::size_t n = nodes.block.size();
    const std::uint64_t own = mixed(seed ^ mixed(static_cast<std::uint64_t>(number) + 1));
    // Coarse grids begin elsewhere in every path.
    const std::array<std::int32_t, 3>& coarsest = steps.spacing.back();
    std::array<std::int32_t, 3> shift{};
    for (std::size_t a = 0; a < 3; ++a)
        shift[a] = static_cast<std::int32_t>(mixed(own + a) % static_cast<std::uint64_t>(coarsest[a]));
    path.node.resize(n);
    std::iota(path.node.begin(), path.node.end(), 0U);
    path.level.resize(n);
    std::vector<std::uint64_t> order(n);
    for (std::size_t k = 0; k < n; ++k) {
        if ((k & 0xffff) == 0 && progress.cancelled()) return;
        int level = static_cast<int>(steps.spacing.size()) - 1;
        const auto on = [&](const std::array<std::int32_t, 3>& spacing) {
            for (int a = 0; a < 3; ++a)
                if ((nodes.block[k][a] + shift[a]) % spacing[a] != 0) return false;
            return true;
        };
        while (!on(steps.spacing[static_cast<std::size_t>(level)])) --level;
        path.level[k] = static_cast<std::uint8_t>(level);
        const auto cell = static_cast<std::uint64_t>(nodes.geometry.linear(nodes.block[k]));
        // Coarse levels first, then by a random number.
        order[k] =
            (static_cast<std::uint64_t>(most_levels + 1 - level) << 58) | (mixed(own ^ mixed(cell)) >> 6);
    }
    std::ranges::sort(path.node, [&](std::uint32_t a, std::uint32_t b) {
        return order[a] != order[b] ? order[a] < order[b] : a < b;
    });
    if (progress.cancelled()) return;
    std::vector<std::uint8_t> level(n);
    path.rank.assign(static_cast<std::size_t>(nodes.geometry.cell_count()), SimulationPath::not_there);
    for (std::size_t k = 0; k < n; ++k) {
        level[k] = path.level[path.node[k]];
        path.rank[static_cast<std::size_t>(nodes.geometry.linear(nodes.block[path.node[k]]))] =
            static_cast<std::uint32_t>(k);
    }
    path.level = std::move(level);
}

}  // namespace orelens::geostat
