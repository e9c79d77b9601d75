// One line of a statistics table: an element in one domain or in all.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/Progress.h"
#include "core/statistics/Weighted.h"

namespace orelens::statistics {

inline constexpr std::array<double, 9> summary_shares{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99};

struct Summary {
    std::int32_t domain = -1;      ///< index of the domain's code; −1 = all, with those of no domain
    std::int64_t count = 0, missing = 0;
    double mean = 0, sd = 0, cv = 0, skewness = 0, low = 0, high = 0;  ///< NaN without values; sd over n − 1
    double weighted_mean = 0;      ///< by declustering weights, or by tonnes of blocks
    double weighted_sd = 0;
    std::array<double, summary_shares.size()> quantile{};  ///< of the weighted distribution
};

/// `weights` empty: all alike, and both means are one.
Summary summary_of(std::span<const double> values, std::span<const double> weights);

/// The first row is all, then one row per domain 0 … domains − 1 that has a sample. `domain` may be empty.
/// Ends early, not whole, when cancelled.
std::vector<Summary> summaries_by_domain(std::span<const double> values, std::span<const double> weights,
                                         std::span<const std::int32_t> domain, std::int32_t domains,
                                         const base::Progress& progress);

}  // namespace orelens::statistics
