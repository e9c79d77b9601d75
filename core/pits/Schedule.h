// When the rock of nested shells is moved, and what that does to its value.
#pragma once

#include <vector>

#include "core/base/Error.h"

namespace orelens::pits {

/// What one bench of one shell holds.
struct ShellBench {
    double moved_tonnes = 0;
    double value = 0;
};

/// [shell][bench], benches from the lowest.
using ShellBenches = std::vector<std::vector<ShellBench>>;

struct DiscountRule {
    double tonnes_per_year = 0;   ///< ore and waste; > 0
    double percent_per_year = 0;  ///< ≥ 0
};

struct Discounted {
    double years = 0;
    double best = 0;   ///< shell after shell, each from its top: the most that the order of shells can give
    double worst = 0;  ///< bench after bench of the whole pit
};

/// The pit of the first `shells` shells. Rock is moved at a constant rate; the value of a bench of a shell
/// comes in evenly while it is moved; money of year t counts (1 + d)^−t. A bench without tonnes takes no
/// time. No capital, no stockpiles, no limit of the plant: both ends of a bracket, not a plan.
Discounted discount(const ShellBenches& benches, std::size_t shells, const DiscountRule& rule);

}  // namespace orelens::pits
