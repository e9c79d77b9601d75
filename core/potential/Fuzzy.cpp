#include "core/potential/Fuzzy.h"

#include <algorithm>
#include <cmath>

#include "core/potential/WeightModel.h"

namespace orelens::potential {

using base::ErrorKind;
using base::fail;
using base::Message;

double Membership::operator()(double value) const {
    if (std::isnan(value)) return value;
    const double x = std::max(value, floor);
    double m = 0;
    switch (shape) {
        case Shape::linear: m = std::clamp((x - low) / (high - low), 0.0, 1.0); break;
        case Shape::large: m = x > 0 ? 1 / (1 + std::pow(x / middle, -spread)) : 0; break;
        case Shape::small: m = x > 0 ? 1 / (1 + std::pow(x / middle, spread)) : 1; break;
        case Shape::gaussian: m = std::exp(-std::pow((x - middle) / spread, 2)); break;
        case Shape::near: m = 1 / (1 + spread * (x - middle) * (x - middle)); break;
        case Shape::sigmoid: m = logistic((x - middle) / spread); break;
        case Shape::table: {
            const auto above = std::ranges::upper_bound(points, x, {}, &std::pair<double, double>::first);
            if (above == points.begin()) {
                m = points.front().second;
            } else if (above == points.end()) {
                m = points.back().second;
            } else {
                const auto before = above - 1;
                m = before->second + (above->second - before->second) * (x - before->first) / (above->first - before->first);
            }
        }
    }
    return std::clamp(m, least, most);
}

double combine(FuzzyNode::Kind kind, double gamma, std::span<const double> memberships) {
    double product = 1, rest = 1, low = 1, high = 0;
    bool any = false;
    for (const double m : memberships) {
        if (std::isnan(m)) continue;
        any = true;
        product *= m;
        rest *= 1 - m;
        low = std::min(low, m);
        high = std::max(high, m);
    }
    if (!any) return std::numeric_limits<double>::quiet_NaN();
    switch (kind) {
        case FuzzyNode::Kind::all: return low;
        case FuzzyNode::Kind::any: return high;
        case FuzzyNode::Kind::product: return product;
        case FuzzyNode::Kind::sum: return 1 - rest;
        default: return std::pow(product, 1 - gamma) * std::pow(1 - rest, gamma);
    }
}

base::Expected<void> check(const FuzzyTree& tree, const Evidence& evidence) {
    const auto wrong = [](std::size_t node, const char* why) {
        return fail(ErrorKind::usage, Message("potential.fuzzy_node", {{"node", std::to_string(node + 1)}, {"why", why}}));
    };
    if (tree.empty()) return wrong(0, "@potential.fuzzy.empty");
    for (std::size_t n = 0; n < tree.size(); ++n) {
        const FuzzyNode& node = tree[n];
        if (node.kind != FuzzyNode::Kind::layer) {
            if (node.takes.empty()) return wrong(n, "@potential.fuzzy.takes");
            for (const std::int32_t to : node.takes)
                if (to <= static_cast<std::int32_t>(n) || to >= static_cast<std::int32_t>(tree.size())) return wrong(n, "@potential.fuzzy.takes");
            if (!(node.gamma >= 0 && node.gamma <= 1)) return wrong(n, "@potential.fuzzy.gamma");
            continue;
        }
        if (evidence.layer(node.layer) == nullptr)
            return fail(ErrorKind::usage, Message("potential.no_layer", {{"layer", node.layer}}), {.field = node.layer});
        const Membership& m = node.membership;
        const bool flat = m.shape == Membership::Shape::linear ? m.low == m.high : m.shape != Membership::Shape::table && m.spread == 0;
        const bool ascends = std::ranges::is_sorted(m.points, {}, &std::pair<double, double>::first);
        if (flat || (m.shape == Membership::Shape::table && (m.points.size() < 2 || !ascends))) return wrong(n, "@potential.fuzzy.shape");
    }
    return {};
}

double fuzzy_score(const FuzzyTree& tree, const std::vector<const Layer*>& layer_of_node, std::size_t voxel, int* left_out) {
    constexpr std::size_t most = 64;
    double own[most];
    std::vector<double> larger(tree.size() > most ? tree.size() : 0);
    double* value = tree.size() > most ? larger.data() : own;
    std::vector<double> taken;
    for (std::size_t n = tree.size(); n-- > 0;) {
        const FuzzyNode& node = tree[n];
        if (node.kind == FuzzyNode::Kind::layer) {
            value[n] = node.membership(layer_of_node[n]->values[voxel]);
            if (left_out != nullptr && std::isnan(value[n])) ++*left_out;
            continue;
        }
        taken.clear();
        for (const std::int32_t to : node.takes) taken.push_back(value[to]);
        value[n] = combine(node.kind, node.gamma, taken);
    }
    return value[0];
}

}  // namespace orelens::potential
