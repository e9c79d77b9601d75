// Quickhull (Barber, Dobkin and Huhdanpaa, ACM TOMS 22, 1996) on points moved a little.
#include "core/geostat/ConvexHull.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace orelens::geostat {
namespace {

using Point = ConvexHull::Point;

Point minus(const Point& a, const Point& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
double dot(const Point& a, const Point& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
Point cross(const Point& a, const Point& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

/// A number in [−1, 1] that depends on the seed alone (splitmix64).
double noise(std::uint64_t seed) {
    seed += 0x9e3779b97f4a7c15ULL;
    seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebULL;
    seed ^= seed >> 31;
    return static_cast<double>(seed >> 11) * 0x1p-52 - 1;
}

/// Sign of (b − a) × (c − a) · (p − a), certain: in double where that settles it (Shewchuk's bound), else in
/// quadruple precision.
bool is_above(const Point& a, const Point& b, const Point& c, const Point& p) {
    const Point u = minus(b, a), v = minus(c, a), w = minus(p, a);
    double volume = 0, size = 0;
    for (int k = 0; k < 3; ++k) {
        const int l = (k + 1) % 3, m = (k + 2) % 3;
        volume += w[k] * (u[l] * v[m] - u[m] * v[l]);
        size += std::abs(w[k]) * (std::abs(u[l] * v[m]) + std::abs(u[m] * v[l]));
    }
    if (std::abs(volume) > 1e-15 * size) return volume > 0;
    __extension__ typedef __float128 Quad;
    Quad exact = 0;
    for (int k = 0; k < 3; ++k) {
        const int l = (k + 1) % 3, m = (k + 2) % 3;
        const auto from_a = [&](const Point& q, int axis) { return Quad(q[axis]) - Quad(a[axis]); };
        exact += from_a(p, k) * (from_a(b, l) * from_a(c, m) - from_a(b, m) * from_a(c, l));
    }
    return exact > 0;
}

struct Work {
    int corner[3] = {};
    int beside[3] = {};  ///< face across the edge from corner k to corner k + 1
    Point normal{};
    double offset = 0;
    std::vector<int> above;  ///< points that see this face
    bool gone = false;
};

class Quickhull {
  public:
    explicit Quickhull(const std::vector<Point>& points) : p_(points) {}

    std::vector<Work> run(const base::Progress* progress) {
        start();
        for (std::size_t f = 0; f < faces_.size(); ++f) {
            if (progress != nullptr && progress->cancelled()) break;
            if (!faces_[f].gone && !faces_[f].above.empty()) add_farthest(static_cast<int>(f));
        }
        std::erase_if(faces_, [](const Work& face) { return face.gone; });
        return std::move(faces_);
    }

  private:
    double height(const Work& face, int point) const { return dot(face.normal, p_[point]) - face.offset; }
    bool sees(int point, const Work& face) const {
        return std::ranges::find(face.corner, point) == std::end(face.corner) &&
               is_above(p_[face.corner[0]], p_[face.corner[1]], p_[face.corner[2]], p_[point]);
    }

    int make(int a, int b, int c) {
        Work face;
        face.corner[0] = a, face.corner[1] = b, face.corner[2] = c;
        face.normal = cross(minus(p_[b], p_[a]), minus(p_[c], p_[a]));
        const double length = std::sqrt(dot(face.normal, face.normal));
        for (double& n : face.normal) n /= length;
        face.offset = dot(face.normal, p_[a]);
        faces_.push_back(std::move(face));
        return static_cast<int>(faces_.size()) - 1;
    }

    template <class Measure>
    int farthest(const Measure& measure) const {
        int best = 0;
        double most = -std::numeric_limits<double>::infinity();
        for (std::size_t n = 0; n < p_.size(); ++n)
            if (const double m = measure(p_[n]); m > most) most = m, best = static_cast<int>(n);
        return best;
    }

    void start() {
        const int a = farthest([](const Point& p) { return p[0]; });
        const int b = farthest([&](const Point& p) {
            const Point d = minus(p, p_[a]);
            return dot(d, d);
        });
        const Point edge = minus(p_[b], p_[a]);
        int c = farthest([&](const Point& p) {
            const Point d = cross(edge, minus(p, p_[a]));
            return dot(d, d);
        });
        const Point normal = cross(edge, minus(p_[c], p_[a]));
        const int d = farthest([&](const Point& p) { return std::abs(dot(normal, minus(p, p_[a]))); });
        int first = b;
        if (dot(normal, minus(p_[d], p_[a])) > 0) std::swap(first, c);  // d lies below a, first, c
        make(a, first, c);
        make(a, d, first);
        make(first, d, c);
        make(c, d, a);
        const int beside[4][3] = {{1, 2, 3}, {3, 2, 0}, {1, 3, 0}, {2, 1, 0}};
        for (int f = 0; f < 4; ++f) std::copy(beside[f], beside[f] + 3, faces_[f].beside);
        for (std::size_t n = 0; n < p_.size(); ++n) hand_out(static_cast<int>(n), 0);
    }

    /// To the first face from `from` on that the point sees.
    void hand_out(int point, std::size_t from) {
        for (std::size_t f = from; f < faces_.size(); ++f)
            if (sees(point, faces_[f])) {
                faces_[f].above.push_back(point);
                return;
            }
    }

    /// An edge of the hole that a point opens: from, to, and the face that stays.
    struct Edge {
        int from, to, face;
    };

    void add_farthest(int start) {
        const Work& face = faces_[start];
        int top = face.above.front();
        for (const int n : face.above)
            if (height(face, n) > height(face, top)) top = n;
        std::vector<int> seen{start}, orphans;
        std::vector<Edge> rim;
        faces_[start].gone = true;
        for (std::size_t k = 0; k < seen.size(); ++k) {
            for (int e = 0; e < 3; ++e) {
                const int other = faces_[seen[k]].beside[e];
                if (faces_[other].gone) continue;
                if (sees(top, faces_[other])) {
                    faces_[other].gone = true;
                    seen.push_back(other);
                }
            }
        }
        for (const int f : seen) {
            for (int e = 0; e < 3; ++e)
                if (const int other = faces_[f].beside[e]; !faces_[other].gone)
                    rim.push_back({faces_[f].corner[e], faces_[f].corner[(e + 1) % 3], other});
            orphans.insert(orphans.end(), faces_[f].above.begin(), faces_[f].above.end());
            faces_[f].above = {};
        }
        const std::size_t first = faces_.size();
        close(rim, top);
        for (const int n : orphans)
            if (n != top) hand_out(n, first);
    }

    /// A cone of faces from the rim to the point.
    void close(const std::vector<Edge>& rim, int top) {
        std::vector<int> made;
        for (const Edge& edge : rim) {
            const int f = make(edge.from, edge.to, top);
            faces_[f].beside[0] = edge.face;
            Work& other = faces_[edge.face];
            for (int e = 0; e < 3; ++e)
                if (other.corner[e] == edge.to && other.corner[(e + 1) % 3] == edge.from) other.beside[e] = f;
            made.push_back(f);
        }
        for (const int f : made)
            for (const int g : made) {
                if (faces_[f].corner[1] == faces_[g].corner[0]) {
                    faces_[f].beside[1] = g;
                    faces_[g].beside[2] = f;
                }
            }
    }

    const std::vector<Point>& p_;
    std::vector<Work> faces_;
};

/// Squared distance from a point to a triangle (Ericson, Real-Time Collision Detection, 5.1.5).
double squared_distance(const Point& p, const Point& a, const Point& b, const Point& c) {
    const Point ab = minus(b, a), ac = minus(c, a), ap = minus(p, a);
    const auto to = [&](double v, double w) {
        const Point d{ap[0] - v * ab[0] - w * ac[0], ap[1] - v * ab[1] - w * ac[1],
                      ap[2] - v * ab[2] - w * ac[2]};
        return dot(d, d);
    };
    const double d1 = dot(ab, ap), d2 = dot(ac, ap);
    if (d1 <= 0 && d2 <= 0) return to(0, 0);
    const Point bp = minus(p, b);
    const double d3 = dot(ab, bp), d4 = dot(ac, bp);
    if (d3 >= 0 && d4 <= d3) return to(1, 0);
    const double vc = d1 * d4 - d3 * d2;
    if (vc <= 0 && d1 >= 0 && d3 <= 0) return to(d1 / (d1 - d3), 0);
    const Point cp = minus(p, c);
    const double d5 = dot(ab, cp), d6 = dot(ac, cp);
    if (d6 >= 0 && d5 <= d6) return to(0, 1);
    const double vb = d5 * d2 - d1 * d6;
    if (vb <= 0 && d2 >= 0 && d6 <= 0) return to(0, d2 / (d2 - d6));
    const double va = d3 * d6 - d5 * d4;
    if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
        const double w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
        return to(1 - w, w);
    }
    const double sum = va + vb + vc;
    return to(vb / sum, vc / sum);
}

}  // namespace

ConvexHull::ConvexHull(std::span<const Point> points, const base::Progress* progress) {
    if (points.empty()) return;
    Point low = points[0], high = points[0];
    for (const Point& p : points)
        for (int a = 0; a < 3; ++a) {
            low[a] = std::min(low[a], p[a]);
            high[a] = std::max(high[a], p[a]);
        }
    for (int a = 0; a < 3; ++a) shift_[a] = (low[a] + high[a]) / 2;
    const Point extent = minus(high, low);
    const double scale = std::max({extent[0], extent[1], extent[2], 1e-3});
    const std::size_t count = std::max<std::size_t>(points.size(), 4);  // a place alone becomes a small body
    std::vector<Point> moved;
    for (std::size_t n = 0; n < count; ++n) {
        moved.push_back(minus(points[n % points.size()], shift_));
        for (std::size_t a = 0; a < 3; ++a) moved.back()[a] += 1e-7 * scale * noise(3 * n + a);
    }
    for (const Work& face : Quickhull(moved).run(progress))
        faces_.push_back({{moved[face.corner[0]], moved[face.corner[1]], moved[face.corner[2]]},
                          face.normal,
                          face.offset});
}

bool ConvexHull::contains(const Point& point, double margin) const {
    if (faces_.empty()) return false;
    const Point p = minus(point, shift_);
    double outside = 0;
    for (const Face& face : faces_) {
        outside = std::max(outside, dot(face.normal, p) - face.offset);
        if (outside > margin) return false;
    }
    if (outside == 0) return true;
    return std::ranges::any_of(faces_, [&](const Face& face) {
        return squared_distance(p, face.corner[0], face.corner[1], face.corner[2]) <= margin * margin;
    });
}

bool ConvexHull::surely_inside(const Point& centre, double radius) const {
    const Point p = minus(centre, shift_);
    return !faces_.empty() && std::ranges::all_of(faces_, [&](const Face& face) {
        return dot(face.normal, p) - face.offset <= -radius;
    });
}

}  // namespace orelens::geostat
