// Triangles of a mesh that pass through each other, found in a tree of boxes.
#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/base/Vectors.h"
#include "core/shapes/MeshCheck.h"

namespace orelens::shapes {
namespace {

using base::cross;
using base::dot;
using base::minus;

using Corners = std::array<Vec3, 3>;

/// Boxes of runs of triangles, halved along the longest side; the tree lies in one list, children at 2n + 1
/// and 2n + 2.
class BoxTree {
  public:
    explicit BoxTree(const std::vector<Corners>& triangles) {
        order.resize(triangles.size());
        for (std::size_t n = 0; n < order.size(); ++n) order[n] = static_cast<std::uint32_t>(n);
        boxes.resize(triangles.size());
        for (std::size_t n = 0; n < triangles.size(); ++n)
            for (const Vec3& corner : triangles[n]) boxes[n].include(corner);
        if (!triangles.empty()) build(0, 0, triangles.size());
    }
    struct Node {
        Box box;
        std::size_t begin = 0, end = 0;
        std::uint32_t left = 0, right = 0;  // 0 = leaf
    };
    std::vector<Node> nodes;
    std::vector<std::uint32_t> order;
    std::vector<Box> boxes;

  private:
    std::uint32_t build(int depth, std::size_t begin, std::size_t end) {
        const auto at = static_cast<std::uint32_t>(nodes.size());
        Node node{{}, begin, end, 0, 0};
        for (std::size_t n = begin; n < end; ++n) {
            node.box.include(boxes[order[n]].low);
            node.box.include(boxes[order[n]].high);
        }
        nodes.push_back(node);
        if (end - begin <= 4 || depth > 60) return at;
        std::size_t axis = 0;
        for (std::size_t a = 1; a < 3; ++a)
            if (node.box.high[a] - node.box.low[a] > node.box.high[axis] - node.box.low[axis]) axis = a;
        const std::size_t middle = begin + (end - begin) / 2;
        std::nth_element(order.begin() + static_cast<std::ptrdiff_t>(begin),
                         order.begin() + static_cast<std::ptrdiff_t>(middle),
                         order.begin() + static_cast<std::ptrdiff_t>(end), [&](std::uint32_t a, std::uint32_t b) {
                             const double x = boxes[a].low[axis] + boxes[a].high[axis];
                             const double y = boxes[b].low[axis] + boxes[b].high[axis];
                             return x != y ? x < y : a < b;
                         });
        const std::uint32_t left = build(depth + 1, begin, middle);
        const std::uint32_t right = build(depth + 1, middle, end);
        nodes[at].left = left;
        nodes[at].right = right;
        return at;
    }
};

bool apart(const Box& a, const Box& b) {
    for (std::size_t n = 0; n < 3; ++n)
        if (a.high[n] < b.low[n] || b.high[n] < a.low[n]) return true;
    return false;
}

/// Six times the volume of a tetrahedron, 0 where it is no more than rounding.
double side(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d) {
    const Vec3 u = minus(b, a), v = minus(c, a), w = minus(d, a);
    const double six = dot(w, cross(u, v));
    const auto size = [](const Vec3& x) { return std::sqrt(dot(x, x)); };
    return std::abs(six) <= 1e-10 * size(u) * size(v) * size(w) ? 0 : six;
}

/// Whether the segment passes through the inside of the triangle; touching is not passing.
bool pierces(const Vec3& p, const Vec3& q, const Corners& t) {
    const double from = side(t[0], t[1], t[2], p), to = side(t[0], t[1], t[2], q);
    if (from == 0 || to == 0 || (from > 0) == (to > 0)) return false;
    const double a = side(p, q, t[0], t[1]), b = side(p, q, t[1], t[2]), c = side(p, q, t[2], t[0]);
    return (a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0);
}

bool cross_each_other(const Corners& a, const Corners& b) {
    for (std::size_t n = 0; n < 3; ++n)
        if (pierces(a[n], a[(n + 1) % 3], b) || pierces(b[n], b[(n + 1) % 3], a)) return true;
    return false;
}

}  // namespace

Fault crossings(const TriangleMesh& mesh, bool& counted, const base::Progress& progress) {
    std::vector<Corners> triangles;
    triangles.reserve(mesh.triangles.size());
    for (const auto& [a, b, c] : mesh.triangles)
        triangles.push_back({mesh.points[static_cast<std::size_t>(a)], mesh.points[static_cast<std::size_t>(b)],
                             mesh.points[static_cast<std::size_t>(c)]});
    const BoxTree tree(triangles);
    constexpr std::size_t piece = 512;
    const std::size_t pieces = (triangles.size() + piece - 1) / piece;
    std::vector<Fault> found(pieces);
    std::atomic<std::int64_t> all = 0;
    // Boxes of huge triangles meet most others: the work is bounded like the count.
    std::atomic<std::int64_t> tests = 0;
    const std::int64_t most_tests = 200 * static_cast<std::int64_t>(triangles.size()) + 10'000'000;
    base::parallel_for(pieces, 1, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> stack;
        for (std::size_t p = begin; p < end; ++p) {
            for (std::size_t n = p * piece; n < std::min(triangles.size(), (p + 1) * piece); ++n) {
                if (progress.cancelled() || all > most_crossings || tests > most_tests) return;
                std::int64_t tested = 0;
                stack.assign(1, 0);
                while (!stack.empty()) {
                    const BoxTree::Node& node = tree.nodes[stack.back()];
                    stack.pop_back();
                    ++tested;
                    if (apart(node.box, tree.boxes[n])) continue;
                    if (node.left != 0) {
                        stack.insert(stack.end(), {node.left, node.right});
                        continue;
                    }
                    for (std::size_t m = node.begin; m < node.end; ++m) {
                        const std::uint32_t other = tree.order[m];
                        if (other <= n || apart(tree.boxes[other], tree.boxes[n])) continue;
                        ++tested;
                        if (!cross_each_other(triangles[n], triangles[other])) continue;
                        if (found[p].count++ == 0) found[p].at = triangles[n][0];
                        ++all;
                    }
                }
                tests += tested;
            }
            progress.report(static_cast<double>(p + 1) / static_cast<double>(pieces));
        }
    });
    counted = all <= most_crossings && tests <= most_tests;
    Fault sum;
    for (const Fault& one : found) {
        if (sum.count == 0 && one.count > 0) sum.at = one.at;
        sum.count += one.count;
    }
    return sum;
}

}  // namespace orelens::shapes
