// Multiple indicator kriging: what is read from a distribution that is known at thresholds. Kriging of the
// indicators themselves is ordinary kriging and happens in the point estimator.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// How a local distribution goes on beyond the thresholds. Between them it is linear in the grade.
struct Tails {
    double lowest = 0;  ///< grade of probability 0; linear up to the first threshold
    double highest = std::numeric_limits<double>::quiet_NaN();  ///< of probability 1; NaN = highest sample
    /// 0 = linear from the last threshold to `highest`; else the power ω > 1 of the hyperbola
    /// P(> z) = P(> last) · (last / z)^ω, which knows no highest grade.
    double hyperbola = 0;
    bool operator==(const Tails&) const = default;
};

/// What indicator kriging of one element needs beside the search.
struct IndicatorRule {
    std::vector<double> thresholds;     ///< ascending, in the grade's unit
    std::vector<Variogram> variograms;  ///< one per threshold, or none: the element's own for all
    Tails tails;
    std::vector<double> cutoffs;  ///< at which share and mean above are wanted
    bool operator==(const IndicatorRule&) const = default;
};

/// GSLIB's order relations (ordrel): values are clipped to [0, 1], then averaged between their running
/// maximum from below and their running minimum from above. True when anything changed.
bool correct_order(std::span<double> below);

/// Means over a local distribution: `below[k]` = P(grade ≤ thresholds[k]), in order. Formulas in domain.md §2
/// and GSLIB's postik.
struct LocalMeans {
    double mean = 0;
    double variance = 0;  ///< infinite for a hyperbola with ω ≤ 2 that holds anything
};
LocalMeans local_means(const IndicatorRule& rule, std::span<const double> below);

struct AboveCutoff {
    double share = 0;                                        ///< P(grade > cutoff)
    double mean = std::numeric_limits<double>::quiet_NaN();  ///< of what is above; NaN for a share ≤ 1e-9
};
AboveCutoff above_cutoff(const IndicatorRule& rule, std::span<const double> below, double cutoff);

/// 1.5 → "above_1.5": the part of a column's name behind the element.
std::string above_suffix(double cutoff);
std::string mean_above_suffix(double cutoff);

}  // namespace orelens::geostat
