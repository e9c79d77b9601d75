#include "core/blocks/LatticeFrame.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"

namespace orelens::blocks {
namespace {

using base::cross;
using base::dot;
using base::length;
using base::minus;
using base::scaled;

/// Solves the 4×4 normal equations for three right-hand sides; false where they are singular.
bool solve(std::array<std::array<double, 7>, 4>& m) {
    for (std::size_t c = 0; c < 4; ++c) {
        std::size_t pivot = c;
        for (std::size_t r = c + 1; r < 4; ++r)
            if (std::abs(m[r][c]) > std::abs(m[pivot][c])) pivot = r;
        if (!(std::abs(m[pivot][c]) > 1e-9)) return false;
        std::swap(m[c], m[pivot]);
        for (std::size_t r = 0; r < 4; ++r) {
            if (r == c) continue;
            const double by = m[r][c] / m[c][c];
            for (std::size_t k = c; k < 7; ++k) m[r][k] -= by * m[c][k];
        }
    }
    for (std::size_t r = 0; r < 4; ++r)
        for (std::size_t k = 4; k < 7; ++k) m[r][k] /= m[r][r];
    return true;
}

/// Nearest difference to a seed whose part across `along` (unit vectors, 0…2 of them) is longer than `least`.
struct Nearest {
    Vec3 across{};
    double length = std::numeric_limits<double>::infinity();
};
Vec3 across(Vec3 d, const std::vector<Vec3>& along) {
    for (const Vec3& a : along) d = minus(d, scaled(a, dot(d, a)));
    return d;
}

/// So many steps along what is known already: farther, a small error of its direction looks like a step
/// across.
constexpr double most_steps = 20;
bool within_reach(const Vec3& d, const std::vector<Vec3>& along, const std::array<Vec3, 3>& basis) {
    for (std::size_t n = 0; n < along.size(); ++n)
        if (std::abs(dot(d, along[n])) > most_steps * length(basis[n])) return false;
    return true;
}

constexpr std::size_t seeds = 24;
constexpr std::size_t most_points = 400'000;

/// What is known of a lattice so far: directions of length 1 and the vectors they came from.
struct Basis {
    std::vector<Vec3> along;
    std::array<Vec3, 3> vectors{};
};

/// For every seed the nearest difference that `fits` likes, of those longer than `least` across the basis.
/// fits(nearest so far, part across, its length) takes it.
template <class Fits>
std::vector<Nearest> nearest_to_seeds(const std::vector<Vec3>& points, const Basis& basis, double least,
                                      const base::Progress& progress, const Fits& fits) {
    std::vector<Nearest> nearest(seeds);
    base::parallel_for(seeds, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t s = begin; s < end && !progress.cancelled(); ++s) {
            const Vec3& seed = points[s * (points.size() - 1) / (seeds - 1)];
            for (const Vec3& point : points) {
                const Vec3 d = minus(point, seed);
                if (!within_reach(d, basis.along, basis.vectors)) continue;
                const Vec3 part = across(d, basis.along);
                const double size = length(part);
                if (size > least && size < nearest[s].length) fits(nearest[s], part, size);
            }
        }
    });
    std::erase_if(nearest, [](const Nearest& one) { return !std::isfinite(one.length); });
    return nearest;
}

/// Next basis vector: the middle of the seeds' nearest differences, without what points elsewhere.
std::optional<Vec3> next_basis(const std::vector<Vec3>& points, const Basis& basis, double least,
                               const base::Progress& progress) {
    std::vector<Nearest> nearest =
        nearest_to_seeds(points, basis, least, progress, [](Nearest& best, const Vec3& part, double size) {
            best = {part, size};
        });
    if (nearest.empty() || progress.cancelled()) return std::nullopt;
    std::ranges::sort(nearest, {}, &Nearest::length);
    const Nearest shortest = nearest[nearest.size() / 8];
    // Of cubes several directions are as short: each seed now looks along the one that was taken.
    const std::vector<Nearest> alike =
        nearest_to_seeds(points, basis, least, progress, [&](Nearest& best, const Vec3& part, double size) {
            if (std::abs(size / shortest.length - 1) > 0.1) return;
            const double turn = dot(part, shortest.across) / (size * shortest.length);
            if (std::abs(turn) > 0.98) best = {scaled(part, turn > 0 ? 1 : -1), size};
        });
    if (alike.size() * 3 < seeds) return std::nullopt;
    Vec3 sum{};
    for (const Nearest& one : alike)
        for (int a = 0; a < 3; ++a) sum[a] += one.across[a];
    return scaled(sum, 1.0 / static_cast<double>(alike.size()));
}

/// Sharpens a basis over growing neighbourhoods of the middle point: an angle that is good enough there is
/// not yet good enough far away.
bool sharpen_basis(const std::vector<Vec3>& points, std::array<Vec3, 3>& basis,
                   const std::array<bool, 3>& flat, const base::Progress& progress) {
    const Vec3 middle = points[points.size() / 2];
    double longest = 0, farthest = 0;
    for (const Vec3& b : basis) longest = std::max(longest, length(b));
    for (const Vec3& p : points) farthest = std::max(farthest, length(minus(p, middle)));
    for (double radius = 6 * longest; !progress.cancelled(); radius *= 2) {
        std::array<std::array<double, 7>, 4> m{};
        for (const Vec3& point : points) {
            const Vec3 d = minus(point, middle);
            if (length(d) > radius) continue;
            std::array<double, 4> row{0, 0, 0, 1};
            for (std::size_t a = 0; a < 3; ++a)
                row[a] = std::round(dot(d, basis[a]) / dot(basis[a], basis[a]));
            for (std::size_t r = 0; r < 4; ++r) {
                for (std::size_t c = 0; c < 4; ++c) m[r][c] += row[r] * row[c];
                for (std::size_t c = 0; c < 3; ++c) m[r][4 + c] += row[r] * d[c];
            }
        }
        for (std::size_t a = 0; a < 3; ++a)
            if (m[a][a] == 0) m[a][a] = 1;  // one layer: nothing to sharpen along it
        if (!solve(m)) return false;
        for (std::size_t a = 0; a < 3; ++a)
            if (!flat[a] && std::abs(m[a][4]) + std::abs(m[a][5]) + std::abs(m[a][6]) > 0)
                basis[a] = {m[a][4], m[a][5], m[a][6]};
        for (std::size_t a = 0; a < 3; ++a)
            if (flat[a]) {
                const Vec3 normal = cross(basis[(a + 1) % 3], basis[(a + 2) % 3]);
                basis[a] = scaled(normal, length(basis[a]) / length(normal));
            }
        if (radius > farthest) return true;
    }
    return false;
}

/// w nearest to the vertical, v to the north, right-handed; nothing where the three are not perpendicular.
std::optional<std::array<Vec3, 3>> ordered(std::array<Vec3, 3> basis) {
    for (Vec3& b : basis) b = scaled(b, 1 / length(b));
    for (int a = 0; a < 3; ++a)
        if (std::abs(dot(basis[a], basis[(a + 1) % 3])) > 5e-3) return std::nullopt;
    const auto up = std::ranges::max_element(basis, {}, [](const Vec3& b) { return std::abs(b[2]); });
    std::swap(*up, basis[2]);
    if (std::abs(basis[0][1]) > std::abs(basis[1][1])) std::swap(basis[0], basis[1]);
    Vec3 w = scaled(basis[2], basis[2][2] < 0 ? -1 : 1);
    Vec3 v = scaled(basis[1], basis[1][1] < 0 ? -1 : 1);
    // An upright w that is off by rounding is upright: the frame of nearly every model.
    if (std::hypot(w[0], w[1]) < 1e-5) w = {0, 0, 1};
    v = minus(v, scaled(w, dot(v, w)));
    v = scaled(v, 1 / length(v));
    return std::array<Vec3, 3>{cross(v, w), v, w};
}

}  // namespace

std::optional<std::array<Vec3, 3>> find_frame(std::size_t count,
                                              const std::function<Vec3(std::size_t)>& point,
                                              const base::Progress& progress) {
    if (count < 8) return std::nullopt;
    // A stretch of rows keeps neighbours together; every n-th row would tear them apart.
    std::vector<Vec3> points;
    const std::size_t taken = std::min(count, most_points);
    for (std::size_t n = 0; n < taken; ++n) points.push_back(point((count - taken) / 2 + n));
    Basis basis;
    std::array<bool, 3> flat{};
    double least = 1e-6;
    for (std::size_t b = 0; b < 3; ++b) {
        const auto next = next_basis(points, basis, least, progress);
        if (progress.cancelled() || (!next && b < 2)) return std::nullopt;
        flat[b] = !next;
        basis.vectors[b] =
            next ? *next : scaled(cross(basis.along[0], basis.along[1]), length(basis.vectors[1]));
        basis.along.push_back(scaled(basis.vectors[b], 1 / length(basis.vectors[b])));
        least = 0.5 * length(basis.vectors[b]);
    }
    if (!sharpen_basis(points, basis.vectors, flat, progress)) return std::nullopt;
    return ordered(basis.vectors);
}

}  // namespace orelens::blocks
