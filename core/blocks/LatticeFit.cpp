#include "core/blocks/LatticeFit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/Parallel.h"

namespace orelens::blocks {
namespace {

/// Steps that are this part of the smallest gap are tried: layers may be missing between any two.
constexpr int most_parts = 12;
/// More places than this along an axis are no grid.
constexpr double most_along = 2e6;

double dot(const Vec3& a, const Vec3& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
double length(const Vec3& a) {
    return std::sqrt(dot(a, a));
}
Vec3 minus(const Vec3& a, const Vec3& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
Vec3 cross(const Vec3& a, const Vec3& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Vec3 scaled(const Vec3& a, double by) {
    return {a[0] * by, a[1] * by, a[2] * by};
}

/// Sorted values with those closer than `eps` to their neighbour taken as one, at their middle.
std::vector<double> places_of(const std::vector<double>& sorted, double eps) {
    std::vector<double> places;
    for (std::size_t n = 0; n < sorted.size();) {
        std::size_t end = n + 1;
        while (end < sorted.size() && sorted[end] - sorted[end - 1] <= eps) ++end;
        places.push_back((sorted[n] + sorted[end - 1]) / 2);
        n = end;
    }
    return places;
}

/// Walks the places with a step that sharpens as the way grows longer.
std::optional<AxisFit> walk(const std::vector<double>& places, double step, bool stated, double tolerance) {
    AxisFit fit;
    fit.first = places.front();
    fit.step = step;
    const double start = step;
    double index = 0;
    for (std::size_t n = 1; n < places.size(); ++n) {
        const double ahead = std::round((places[n] - fit.first) / fit.step);
        if (ahead <= index || ahead > most_along) return std::nullopt;
        index = ahead;
        const double off = std::abs(places[n] - fit.first - index * fit.step);
        if (off > 2 * tolerance * start) return std::nullopt;
        if (!stated) fit.step = (places[n] - fit.first) / index;
    }
    fit.count = static_cast<std::int64_t>(index) + 1;
    // Middle of the residuals, so that one rounded end does not shift all.
    double low = 0, high = 0;
    for (const double place : places) {
        const double off = place - fit.first - std::round((place - fit.first) / fit.step) * fit.step;
        low = std::min(low, off);
        high = std::max(high, off);
    }
    fit.first += (low + high) / 2;
    fit.residual = (high - low) / 2;
    if (fit.residual > tolerance * fit.step) return std::nullopt;
    return fit;
}

std::optional<AxisFit> fit_places(const std::vector<double>& places, double tolerance) {
    double gap = std::numeric_limits<double>::infinity();
    for (std::size_t n = 1; n < places.size(); ++n) gap = std::min(gap, places[n] - places[n - 1]);
    for (int parts = 1; parts <= most_parts; ++parts)
        if (auto fit = walk(places, gap / parts, false, tolerance)) return fit;
    return std::nullopt;
}

/// The gap that parts rounding from steps: below the largest jump in the sorted gaps.
double noise_level(const std::vector<double>& sorted) {
    std::vector<double> gaps;
    for (std::size_t n = 1; n < sorted.size(); ++n)
        if (sorted[n] > sorted[n - 1]) gaps.push_back(sorted[n] - sorted[n - 1]);
    std::ranges::sort(gaps);
    double best = 3, level = 0;
    for (std::size_t n = 1; n < gaps.size(); ++n)
        if (gaps[n] / gaps[n - 1] > best) {
            best = gaps[n] / gaps[n - 1];
            level = gaps[n - 1] * std::sqrt(best);
        }
    return level;
}

double fill(const std::optional<AxisFit>& fit, std::size_t places) {
    return fit ? static_cast<double>(places) / static_cast<double>(fit->count) : 0;
}

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

using Point = std::function<Vec3(std::size_t)>;

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

/// Next basis vector: the middle of the seeds' nearest differences, without what points elsewhere.
std::optional<Vec3> next_basis(const std::vector<Vec3>& points, const std::vector<Vec3>& along,
                               const std::array<Vec3, 3>& basis, double least,
                               const base::Progress& progress) {
    std::vector<Nearest> nearest(seeds);
    base::parallel_for(seeds, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t s = begin; s < end && !progress.cancelled(); ++s) {
            const Vec3& seed = points[s * (points.size() - 1) / (seeds - 1)];
            for (const Vec3& point : points) {
                const Vec3 d = minus(point, seed);
                if (!within_reach(d, along, basis)) continue;
                const Vec3 part = across(d, along);
                const double size = length(part);
                if (size > least && size < nearest[s].length) nearest[s] = {part, size};
            }
        }
    });
    std::erase_if(nearest, [](const Nearest& one) { return !std::isfinite(one.length); });
    if (nearest.empty()) return std::nullopt;
    std::ranges::sort(nearest, {}, &Nearest::length);
    const Nearest shortest = nearest[nearest.size() / 8];
    // Of cubes several directions are as short: each seed now looks along the one that was taken.
    std::vector<Nearest> alike(seeds);
    base::parallel_for(seeds, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t s = begin; s < end && !progress.cancelled(); ++s) {
            const Vec3& seed = points[s * (points.size() - 1) / (seeds - 1)];
            for (const Vec3& point : points) {
                const Vec3 d = minus(point, seed);
                if (!within_reach(d, along, basis)) continue;
                const Vec3 part = across(d, along);
                const double size = length(part);
                if (std::abs(size / shortest.length - 1) > 0.1 || size >= alike[s].length) continue;
                const double turn = dot(part, shortest.across) / (size * shortest.length);
                if (std::abs(turn) > 0.98) alike[s] = {scaled(part, turn > 0 ? 1 : -1), size};
            }
        }
    });
    Vec3 sum{};
    int count = 0;
    for (const Nearest& one : alike) {
        if (!std::isfinite(one.length)) continue;
        for (int a = 0; a < 3; ++a) sum[a] += one.across[a];
        ++count;
    }
    if (count * 3 < static_cast<int>(seeds)) return std::nullopt;
    return scaled(sum, 1.0 / count);
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

std::optional<AxisFit> fit_axis(std::vector<double> values, double step, double tolerance) {
    if (values.empty()) return std::nullopt;
    std::ranges::sort(values);
    const double range = values.back() - values.front();
    const double rounding = 1e-9 * std::max({std::abs(values.back()), std::abs(values.front()), range});
    const std::vector<double> exact = places_of(values, rounding);
    if (exact.size() == 1) return AxisFit{exact.front(), step, 1, range / 2};
    if (step > 0) return walk(places_of(values, 2 * tolerance * step), step, true, tolerance);
    auto fit = fit_places(exact, tolerance);
    if (fill(fit, exact.size()) >= 0.05) return fit;
    // Either layers are missing, or the values are rounded: then their groups are the places.
    const double noise = noise_level(exact);
    if (noise <= 0) return fit;
    const std::vector<double> groups = places_of(exact, noise);
    if (groups.size() == 1) return fit ? fit : AxisFit{groups.front(), step, 1, range / 2};
    const auto rounded = fit_places(groups, tolerance);
    return fill(rounded, groups.size()) > fill(fit, exact.size()) ? rounded : fit;
}

AxisFit extend_axis(const AxisFit& fit, std::size_t count, const std::function<double(std::size_t)>& value,
                    bool sharpen) {
    AxisFit all = fit;
    if (fit.step <= 0) {
        double low = fit.first, high = fit.first;
        for (std::size_t n = 0; n < count; ++n) {
            low = std::min(low, value(n));
            high = std::max(high, value(n));
        }
        all.first = (low + high) / 2;
        all.residual = (high - low) / 2;
        return all;
    }
    constexpr std::size_t piece = 1U << 16;
    struct Part {
        double low = std::numeric_limits<double>::infinity(), high = -low;
    };
    const std::size_t parts = (count + piece - 1) / piece;
    const auto extent = [&](double first, double step, auto&& each) {
        base::parallel_for(parts, 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t p = begin; p < end; ++p)
                for (std::size_t n = p * piece; n < std::min(count, (p + 1) * piece); ++n) {
                    const double at = (value(n) - first) / step;
                    each(p, value(n), at);
                }
        });
    };
    std::vector<Part> range(parts);
    extent(fit.first, fit.step, [&](std::size_t p, double v, double) {
        range[p].low = std::min(range[p].low, v);
        range[p].high = std::max(range[p].high, v);
    });
    Part whole;
    for (const Part& part : range) {
        whole.low = std::min(whole.low, part.low);
        whole.high = std::max(whole.high, part.high);
    }
    const double lowest = std::round((whole.low - fit.first) / fit.step);
    const double places = std::round((whole.high - fit.first) / fit.step) - lowest;
    all.first = fit.first + lowest * fit.step;
    all.count = static_cast<std::int64_t>(std::min(places, 9e15)) + 1;
    if (sharpen && places > 0) {
        const double step = (whole.high - whole.low) / places;
        if (std::abs(step - fit.step) * places < 0.5 * fit.step) {
            all.step = step;
            all.first = whole.low;
        }
    }
    std::vector<Part> off(parts);
    extent(all.first, all.step, [&](std::size_t p, double, double at) {
        const double by = (at - std::round(at)) * all.step;
        off[p].low = std::min(off[p].low, by);
        off[p].high = std::max(off[p].high, by);
    });
    Part worst;
    for (const Part& part : off) {
        worst.low = std::min(worst.low, part.low);
        worst.high = std::max(worst.high, part.high);
    }
    all.first += (worst.low + worst.high) / 2;
    all.residual = (worst.high - worst.low) / 2;
    return all;
}

std::optional<std::array<Vec3, 3>> find_frame(std::size_t count, const Point& point,
                                              const base::Progress& progress) {
    if (count < 8) return std::nullopt;
    // A stretch of rows keeps neighbours together; every n-th row would tear them apart.
    std::vector<Vec3> points;
    const std::size_t taken = std::min(count, most_points);
    for (std::size_t n = 0; n < taken; ++n) points.push_back(point((count - taken) / 2 + n));
    std::vector<Vec3> along;
    std::array<Vec3, 3> basis{};
    std::array<bool, 3> flat{};
    double least = 1e-6;
    for (std::size_t b = 0; b < 3; ++b) {
        const auto next = next_basis(points, along, basis, least, progress);
        if (!next && b < 2) return std::nullopt;
        flat[b] = !next;
        basis[b] = next ? *next : scaled(cross(along[0], along[1]), length(basis[1]));
        along.push_back(scaled(basis[b], 1 / length(basis[b])));
        least = 0.5 * length(basis[b]);
    }
    if (!sharpen_basis(points, basis, flat, progress)) return std::nullopt;
    return ordered(basis);
}

}  // namespace orelens::blocks
