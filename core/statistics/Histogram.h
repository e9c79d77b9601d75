// Counts by class and the five numbers of a box plot: plain data for charts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace orelens::statistics {

struct Histogram {
    bool logarithmic = false;      ///< classes of equal ratio; values not above 0 are in none
    double low = 0, high = 0;      ///< ends of the first and the last class
    std::vector<double> weight;    ///< by class; counts without weights
    double left_out = 0;           ///< weight that is in no class
    /// Lower end of class n; n = the number of classes gives the end of the last.
    [[nodiscard]] double edge(std::size_t n) const;
};

/// Every value between the lowest and the highest is in one class, the highest in the last. `classes` 0: by
/// Freedman and Diaconis (1981), between 10 and 60. Empty without values.
Histogram histogram(std::span<const double> values, std::span<const double> weights, int classes,
                    bool logarithmic);

/// How many of the values lie in each of its classes, without weights: for some of those that it was made of.
/// `keep` per value, 0 = does not count; empty = all.
std::vector<double> counts_in(const Histogram& classes, std::span<const double> values, std::span<const std::uint8_t> keep);

struct Box {
    std::int64_t count = 0;
    double low_quartile = 0, median = 0, high_quartile = 0, mean = 0;
    double low_whisker = 0, high_whisker = 0;  ///< the furthest values within 1.5 quartile distances of the box
    std::int64_t below = 0, above = 0;         ///< values beyond the whiskers
    double low = 0, high = 0;
};
/// NaN numbers without values.
Box box_of(std::span<const double> values, std::span<const double> weights = {});

}  // namespace orelens::statistics
