#include "core/shapes/Balls.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace orelens::shapes {
namespace {

constexpr std::uint32_t in_leaf = 8;

double square(double x) { return x * x; }

/// Of the way from a place to a box, squared; 0 within.
double way2(const Box& box, const Vec3& p) {
    double sum = 0;
    for (std::size_t a = 0; a < 3; ++a) sum += square(std::max({0.0, box.low[a] - p[a], p[a] - box.high[a]}));
    return sum;
}

}  // namespace

Balls::Balls(const std::vector<Vec3>& centres, const std::vector<double>& radii) : centres_(centres), radii_(radii) {
    order_.resize(centres.size());
    std::iota(order_.begin(), order_.end(), 0U);
    for (std::size_t n = 0; n < centres.size(); ++n) {
        Vec3 low = centres[n], high = centres[n];
        for (std::size_t a = 0; a < 3; ++a) {
            low[a] -= radii[n];
            high[a] += radii[n];
        }
        box_.include(low);
        box_.include(high);
    }
    if (!order_.empty()) split(0, static_cast<std::uint32_t>(order_.size()));
    sorted_.reserve(order_.size());
    for (const std::uint32_t n : order_) sorted_.push_back({centres_[n], radii_[n]});
}

void Balls::split(std::uint32_t begin, std::uint32_t end) {
    const std::size_t here = nodes_.size();
    nodes_.push_back({});
    Node node;
    node.begin = begin;
    node.end = end;
    node.widest = -std::numeric_limits<double>::infinity();
    for (std::uint32_t n = begin; n < end; ++n) {
        node.box.include(centres_[order_[n]]);
        node.widest = std::max(node.widest, radii_[order_[n]]);
    }
    if (end - begin > in_leaf) {
        std::size_t axis = 0;
        for (std::size_t a = 1; a < 3; ++a)
            if (node.box.high[a] - node.box.low[a] > node.box.high[axis] - node.box.low[axis]) axis = a;
        const std::uint32_t middle = begin + (end - begin) / 2;
        std::nth_element(order_.begin() + begin, order_.begin() + middle, order_.begin() + end,
                         [&](std::uint32_t a, std::uint32_t b) {
                             return centres_[a][axis] != centres_[b][axis] ? centres_[a][axis] < centres_[b][axis] : a < b;
                         });
        split(begin, middle);
        node.right = static_cast<std::uint32_t>(nodes_.size());
        split(middle, end);
    }
    nodes_[here] = node;
}

Balls::Found Balls::nearest(const Vec3& place, double low, double high) const {
    Found best{none, high};
    if (nodes_.empty()) return best;
    struct Waiting {
        std::uint32_t node;
        double far2;
    };
    std::array<Waiting, 64> stack;
    std::size_t depth = 0;
    // No ball of a node with its centres at least `way` off has less than way − widest.
    const auto hopeless = [&](double widest, double far2) {
        const double most = best.off + widest;
        return most <= 0 || far2 >= most * most;
    };
    stack[depth++] = {0, way2(nodes_[0].box, place)};
    while (depth > 0) {
        const Waiting now = stack[--depth];
        const Node& node = nodes_[now.node];
        if (hopeless(node.widest, now.far2)) continue;
        if (node.right != 0) {
            Waiting one{now.node + 1, way2(nodes_[now.node + 1].box, place)};
            Waiting other{node.right, way2(nodes_[node.right].box, place)};
            if (std::sqrt(one.far2) - nodes_[one.node].widest > std::sqrt(other.far2) - nodes_[other.node].widest)
                std::swap(one, other);
            stack[depth++] = other;
            stack[depth++] = one;
            continue;
        }
        for (std::uint32_t n = node.begin; n < node.end; ++n) {
            const auto& [c, radius] = sorted_[n];
            const double d2 = square(place[0] - c[0]) + square(place[1] - c[1]) + square(place[2] - c[2]);
            if (hopeless(radius, d2)) continue;
            best = {order_[n], std::sqrt(d2) - radius};
            if (best.off < low) return best;
        }
    }
    return best;
}

}  // namespace orelens::shapes
