// Fuzzy overlay (potential.md §5): an expert says how strongly a value speaks for ore, and how the layers are put
// together. Needs no labels. A layer that is missing in a voxel is left out of its operator, and counted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/potential/Evidence.h"

namespace orelens::potential {

struct Membership {
    enum class Shape {
        linear,    ///< 0 at `low` … 1 at `high`; falling where low > high
        large,     ///< 1/(1 + (x/middle)^−spread), 0 at x ≤ 0
        small,     ///< 1/(1 + (x/middle)^spread), 1 at x ≤ 0
        gaussian,  ///< exp(−((x − middle)/spread)²)
        near,      ///< 1/(1 + spread·(x − middle)²)
        sigmoid,   ///< 1/(1 + exp(−(x − middle)/spread)); falling where spread < 0
        table      ///< straight lines between points
    };
    Shape shape = Shape::linear;
    double low = 0, high = 1, middle = 0, spread = 1;
    std::vector<std::pair<double, double>> points;  ///< value, membership; ascending
    double floor = -1e300;            ///< values below count as this
    double least = 0, most = 1;       ///< memberships are kept between these
    [[nodiscard]] double operator()(double value) const;
};

/// A tree, as a list in which every node comes before what it takes; the first is the result.
struct FuzzyNode {
    enum class Kind { layer, all, any, product, sum, gamma };  ///< all = minimum, any = maximum
    Kind kind = Kind::gamma;
    double gamma = 0.85;
    std::string layer;
    Membership membership;
    std::vector<std::int32_t> takes;
};
using FuzzyTree = std::vector<FuzzyNode>;

/// One membership of several by an operator; NaN ones are left out. NaN where all are.
double combine(FuzzyNode::Kind kind, double gamma, std::span<const double> memberships);

/// Errors (kind usage): no node, a node that takes one before itself or nothing, γ outside 0–1, a spread that is 0,
/// a table that does not ascend; a layer that is not there.
base::Expected<void> check(const FuzzyTree& tree, const Evidence& evidence);

/// Score of a voxel; NaN where no layer of the tree is known. `left_out` counts missing layers.
double fuzzy_score(const FuzzyTree& tree, const std::vector<const Layer*>& layer_of_node, std::size_t voxel, int* left_out = nullptr);

}  // namespace orelens::potential
