// Moments and quantiles of values with weights: the plain arithmetic that every other file here rests on.
// A value that is not finite is missing and takes no part; its weight does not count. A weight that is
// missing or not above zero leaves its value out. Without weights all count alike.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orelens::statistics {

struct Moments {
    std::int64_t count = 0;  ///< values that take part
    double weight = 0;       ///< their weights' sum; the count without weights
    double mean = 0;         ///< NaN without values, as all below
    double variance = 0;     ///< over n − 1 without weights (0 for one value); Σw(v − m)²/Σw with them
    double skewness = 0;     ///< Σw(v − m)³/Σw over the cube of the standard deviation by n; 0 where all are equal
    double low = 0, high = 0;
    [[nodiscard]] double sd() const;
    /// Standard deviation over mean; NaN unless the mean is above 0.
    [[nodiscard]] double cv() const;
};
Moments moments(std::span<const double> values, std::span<const double> weights = {});

/// Values in ascending order (equal ones as they came) with the share of the whole that lies below their
/// middle. Empty where nothing takes part.
struct Ordered {
    std::vector<double> value;
    std::vector<double> share;        ///< each one's own; they sum to 1
    std::vector<double> middle;       ///< share of all before it and half of its own
    std::vector<std::uint32_t> from;  ///< place in what was given
    [[nodiscard]] std::size_t size() const { return value.size(); }
    [[nodiscard]] bool empty() const { return value.empty(); }
};
Ordered ordered_values(std::span<const double> values, std::span<const double> weights = {});

/// The value below which lies `share` of the weight: linear between the middles of neighbours, level outside
/// the first and last middle (Hazen 1914 for equal weights; the rule of the normal scores). NaN when empty.
double quantile(const Ordered& values, double share);

}  // namespace orelens::statistics
