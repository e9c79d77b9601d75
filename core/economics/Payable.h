// The payable rule "x % subject to a minimum deduction of u units" of international terms (domain.md §3).
#pragma once

#include <algorithm>

namespace orelens::economics {

struct PayableRule {
    double share = 1;              ///< x, fraction
    double minimum_deduction = 0;  ///< u, in the unit of the product's grade
};
/// max(0, min(x·β, β − u)), in the unit of β.
constexpr double paid_grade(const PayableRule& rule, double product_grade) {
    return std::max(0.0, std::min(rule.share * product_grade, product_grade - rule.minimum_deduction));
}

}  // namespace orelens::economics
