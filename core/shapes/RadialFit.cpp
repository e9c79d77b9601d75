#include "core/shapes/RadialFit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/Parallel.h"

namespace orelens::shapes {
namespace {

using base::Expected;

constexpr double everywhere = std::numeric_limits<double>::infinity();

/// Solves for a symmetric positive definite matrix, of which the lower triangle is given by rows and is used up; `right` becomes
/// the solution. False: not positive definite. Its own, as others' templates are optimised only as far as a program's first user.
bool solve_positive(std::vector<double>& a, std::vector<double>& right, std::size_t count) {
    // Sums side by side, which the compiler puts into vectors; always the same.
    const auto dot = [](const double* x, const double* y, std::size_t n) {
        constexpr std::size_t lanes = 16;
        std::array<double, lanes> sums{};
        std::size_t k = 0;
        for (; k + lanes <= n; k += lanes)
            for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += x[k + lane] * y[k + lane];
        double sum = 0;
        for (; k < n; ++k) sum += x[k] * y[k];
        for (const double one : sums) sum += one;
        return sum;
    };
    for (std::size_t i = 0; i < count; ++i) {
        double* row = &a[i * count];
        for (std::size_t j = 0; j < i; ++j) row[j] = (row[j] - dot(row, &a[j * count], j)) / a[j * count + j];
        const double square = row[i] - dot(row, row, i);
        if (!(square > 0)) return false;
        row[i] = std::sqrt(square);
        right[i] = (right[i] - dot(row, right.data(), i)) / row[i];
    }
    for (std::size_t i = count; i-- > 0;) {
        right[i] /= a[i * count + i];
        for (std::size_t j = 0; j < i; ++j) right[j] -= a[i * count + j] * right[i];
    }
    return true;
}

bool holds(const Box& box, const Vec3& p) {
    for (std::size_t a = 0; a < 3; ++a)
        if (!(p[a] >= box.low[a] && p[a] <= box.high[a])) return false;
    return true;
}

double thin_plate(double square) { return square > 0 ? 0.5 * square * std::log(square) : 0; }

/// Whether places in plan lie on one line, or nearly.
bool on_a_line(const std::vector<double>& x, const std::vector<double>& y) {
    const auto count = static_cast<double>(x.size());
    const double mx = std::accumulate(x.begin(), x.end(), 0.0) / count, my = std::accumulate(y.begin(), y.end(), 0.0) / count;
    Eigen::Matrix2d squares = Eigen::Matrix2d::Zero();
    for (std::size_t n = 0; n < x.size(); ++n) {
        const Eigen::Vector2d off(x[n] - mx, y[n] - my);
        squares += off * off.transpose();
    }
    const Eigen::Vector2d spread = Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(squares).eigenvalues();
    return x.size() < 4 || spread[0] < 1e-4 * spread[1];
}

}  // namespace

double RadialFit::Part::at(const Vec3& place) const {
    const double px = (place[0] - centre[0]) / scale, py = (place[1] - centre[1]) / scale,
                 pz = (place[2] - centre[2]) / scale;
    double sum = constant + slope_x * px + slope_y * py;
    const std::size_t count = weight.size();
    if (thin_plate) {
        for (std::size_t m = 0; m < count; ++m) {
            const double dx = px - x[m], dy = py - y[m];
            sum += weight[m] * shapes::thin_plate(dx * dx + dy * dy);
        }
        return sum;
    }
    // Eight sums side by side, which the compiler puts into vectors; always the same eight.
    constexpr std::size_t lanes = 8;
    std::array<double, lanes> sums{};
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes)
        for (std::size_t k = 0; k < lanes; ++k) {
            const double dx = px - x[n + k], dy = py - y[n + k], dz = pz - z[n + k];
            sums[k] += weight[n + k] * std::sqrt(dx * dx + dy * dy + dz * dz);
        }
    for (std::size_t k = 0; n + k < count; ++k) {
        const double dx = px - x[n + k], dy = py - y[n + k], dz = pz - z[n + k];
        sums[k] += weight[n + k] * std::sqrt(dx * dx + dy * dy + dz * dz);
    }
    double kernels = 0;
    for (const double one : sums) kernels += one;
    return sum - kernels;
}

/// 1 in the part's own box, falling to 0 at the end of its reach without a bend.
double RadialFit::Part::share(const Vec3& place) const {
    double share = 1;
    for (std::size_t a = 0; a < 3; ++a) {
        double t = 0;
        if (place[a] < core.low[a]) t = (core.low[a] - place[a]) / (core.low[a] - reach.low[a]);
        if (place[a] > core.high[a]) t = (place[a] - core.high[a]) / (reach.high[a] - core.high[a]);
        if (t >= 1) return 0;
        share *= (1 - t) * (1 - t) * (1 + 2 * t);
    }
    return share;
}

struct RadialFit::Builder {
    const std::vector<Vec3>& points;
    const std::vector<double>& values;
    const RadialRule& rule;
    RadialFit& fit;
    std::vector<std::uint32_t> order{};

    /// Halves the points until a part is small; its own box reaches to its neighbours', outwards without end.
    void split(std::uint32_t begin, std::uint32_t end, const Box& core) {
        const std::size_t here = fit.nodes_.size();
        fit.nodes_.push_back({});
        if (end - begin <= rule.in_part) {
            fit.nodes_[here].part = static_cast<std::int32_t>(fit.parts_.size());
            fit.parts_.push_back({});
            Part& part = fit.parts_.back();
            part.core = core;
            widen(part, begin, end);
            fit.nodes_[here].reach = part.reach;
            return;
        }
        Box box;
        for (std::uint32_t n = begin; n < end; ++n) box.include(points[order[n]]);
        std::size_t axis = 0;
        for (std::size_t a = 1; a < 3; ++a)
            if (box.high[a] - box.low[a] > box.high[axis] - box.low[axis]) axis = a;
        const std::uint32_t middle = begin + (end - begin) / 2;
        std::nth_element(order.begin() + begin, order.begin() + middle, order.begin() + end,
                         [&](std::uint32_t a, std::uint32_t b) {
                             return points[a][axis] != points[b][axis] ? points[a][axis] < points[b][axis] : a < b;
                         });
        const double cut = points[order[middle]][axis];
        Box low = core, high = core;
        low.high[axis] = high.low[axis] = cut;
        split(begin, middle, low);
        fit.nodes_[here].right = static_cast<std::int32_t>(fit.nodes_.size());
        split(middle, end, high);
        Box& reach = fit.nodes_[here].reach;
        const Box &one = fit.nodes_[here + 1].reach, &other = fit.nodes_[static_cast<std::size_t>(fit.nodes_[here].right)].reach;
        for (std::size_t a = 0; a < 3; ++a) {
            reach.low[a] = std::min(one.low[a], other.low[a]);
            reach.high[a] = std::max(one.high[a], other.high[a]);
        }
    }

    static Box widened(const Box& core, double margin) {
        Box reach = core;
        for (std::size_t a = 0; a < 3; ++a) {
            reach.low[a] -= margin;
            reach.high[a] += margin;
        }
        return reach;
    }

    std::size_t count_in(const Box& box) const {
        return static_cast<std::size_t>(std::ranges::count_if(points, [&](const Vec3& p) { return holds(box, p); }));
    }

    /// How far it reaches: the margin, or less where too many points would be in it.
    void widen(Part& part, std::uint32_t begin, std::uint32_t end) const {
        Box own;
        for (std::uint32_t n = begin; n < end; ++n) own.include(points[order[n]]);
        double side = 0;
        for (std::size_t a = 0; a < 3; ++a) side = std::max(side, own.high[a] - own.low[a]);
        const double least = std::max(0.25 * side, 1e-6);
        double margin = std::max(rule.margin_m, least);
        while (margin > least && count_in(widened(part.core, margin)) > rule.most_in_fit) margin = std::max(least, 0.7 * margin);
        part.reach = widened(part.core, margin);
    }

    /// −r and a constant, from the first point: with weights that add up to 0 the others' are those of the kernel
    /// |a| + |b| − |a − b|, which is positive definite. False: too near to singular.
    bool solve_linear(Part& part, const std::vector<std::size_t>& in) const {
        const std::size_t count = in.size() - 1;
        const auto apart = [&](std::size_t a, std::size_t b) {
            const double dx = part.x[a] - part.x[b], dy = part.y[a] - part.y[b], dz = part.z[a] - part.z[b];
            return std::sqrt(dx * dx + dy * dy + dz * dz);
        };
        std::vector<double> from(count), matrix(count * count), weight(count);
        for (std::size_t i = 0; i < count; ++i) {
            from[i] = apart(i + 1, 0);
            for (std::size_t j = 0; j <= i; ++j) matrix[i * count + j] = from[i] + from[j] - apart(i + 1, j + 1);
            weight[i] = values[in[i + 1]] - values[in[0]];
        }
        if (!solve_positive(matrix, weight, count)) return false;
        part.constant = values[in[0]];
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += weight[i];
            part.constant += weight[i] * from[i];
        }
        part.weight = {-sum};
        part.weight.insert(part.weight.end(), weight.begin(), weight.end());
        return true;
    }

    void solve(Part& part) const {
        std::vector<std::size_t> in;
        for (std::size_t n = 0; n < points.size(); ++n)
            if (holds(part.reach, points[n])) in.push_back(n);
        Box box;
        for (const std::size_t n : in) box.include(points[n]);
        for (std::size_t a = 0; a < 3; ++a) {
            part.centre[a] = 0.5 * (box.low[a] + box.high[a]);
            part.scale = std::max(part.scale, box.high[a] - box.low[a]);
        }
        for (const std::size_t n : in) {
            part.x.push_back((points[n][0] - part.centre[0]) / part.scale);
            part.y.push_back((points[n][1] - part.centre[1]) / part.scale);
            part.z.push_back((points[n][2] - part.centre[2]) / part.scale);
        }
        part.thin_plate = rule.kernel == RadialRule::Kernel::thin_plate && !on_a_line(part.x, part.y);
        if (!part.thin_plate && rule.smoothing == 0 && solve_linear(part, in)) return;
        const auto count = static_cast<Eigen::Index>(in.size());
        const Eigen::Index drift = part.thin_plate ? 3 : 1;
        Eigen::MatrixXd system = Eigen::MatrixXd::Zero(count + drift, count + drift);
        Eigen::VectorXd right = Eigen::VectorXd::Zero(count + drift);
        const auto x = [&](Eigen::Index n) { return part.x[static_cast<std::size_t>(n)]; };
        const auto y = [&](Eigen::Index n) { return part.y[static_cast<std::size_t>(n)]; };
        const auto z = [&](Eigen::Index n) { return part.z[static_cast<std::size_t>(n)]; };
        for (Eigen::Index i = 0; i < count; ++i) {
            for (Eigen::Index j = 0; j < i; ++j) {
                const double dx = x(i) - x(j), dy = y(i) - y(j), dz = z(i) - z(j);
                const double square = dx * dx + dy * dy + dz * dz;
                system(i, j) = system(j, i) = part.thin_plate ? shapes::thin_plate(square) : -std::sqrt(square);
            }
            system(i, i) = rule.smoothing;
            system(i, count) = system(count, i) = 1;
            if (part.thin_plate) {
                system(i, count + 1) = system(count + 1, i) = x(i);
                system(i, count + 2) = system(count + 2, i) = y(i);
            }
            right[i] = values[in[static_cast<std::size_t>(i)]];
        }
        const Eigen::VectorXd solution = system.partialPivLu().solve(right);
        part.weight.assign(solution.data(), solution.data() + count);
        part.constant = solution[count];
        if (part.thin_plate) {
            part.slope_x = solution[count + 1];
            part.slope_y = solution[count + 2];
        }
    }
};

Expected<RadialFit> RadialFit::build(const std::vector<Vec3>& points, const std::vector<double>& values,
                                     const RadialRule& rule, const base::Progress& progress) {
    if (points.empty() || points.size() != values.size())
        return base::fail(base::ErrorKind::data, base::Message("shapes.no_points"));
    RadialFit fit;
    Builder builder{points, values, rule, fit};
    builder.order.resize(points.size());
    std::iota(builder.order.begin(), builder.order.end(), 0U);
    Box all;
    all.low = {-everywhere, -everywhere, -everywhere};
    all.high = {everywhere, everywhere, everywhere};
    builder.split(0, static_cast<std::uint32_t>(points.size()), all);
    if (!base::parallel_pieces(fit.parts_.size(), 1, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) builder.solve(fit.parts_[n]);
        }))
        return base::cancelled();
    return fit;
}

double RadialFit::at(const Vec3& place) const {
    double sum = 0, shares = 0;
    std::array<std::int32_t, 64> stack{};
    std::size_t depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
        const auto here = static_cast<std::size_t>(stack[--depth]);
        const Node& node = nodes_[here];
        if (!holds(node.reach, place)) continue;
        if (node.part < 0) {
            stack[depth++] = node.right;
            stack[depth++] = static_cast<std::int32_t>(here) + 1;
            continue;
        }
        const Part& part = parts_[static_cast<std::size_t>(node.part)];
        const double share = part.share(place);
        if (share <= 0) continue;
        sum += share * part.at(place);
        shares += share;
    }
    return sum / shares;
}

}  // namespace orelens::shapes
