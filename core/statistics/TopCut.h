// Whether a few high grades carry too much of the metal, and where a cap would lie: log-probability plot, metal
// above, mean and CV against the cap, decile analysis (Parrish 1997), and a break in the tail. What is
// suggested comes with its reason; nobody is cut by it.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::statistics {

struct ProbabilityPoint {
    double value = 0;
    double score = 0;  ///< G⁻¹ of the share below: the axis of a probability plot
};

/// What a cap at this value does. Shares by weight.
struct CapPoint {
    double cap = 0;
    std::int64_t above = 0;     ///< samples above it
    double mean = 0, cv = 0;    ///< of the capped values
    double metal_above = 0;     ///< share of the metal in samples above it
    double metal_lost = 0;      ///< share of the metal that it takes away
};

enum class CapReason {
    few_values,  ///< too few to judge
    not_needed,  ///< no break, and no tail that carries too much
    tail_break,  ///< the highest values stand apart from the tail below them
    top_heavy    ///< the highest hundredths carry too much of the metal
};

struct TopCutAnalysis {
    std::int64_t count = 0;                     ///< values above 0
    double cv = 0;
    std::vector<ProbabilityPoint> probability;  ///< ascending; at most some 400, all of the highest
    std::vector<CapPoint> caps;                 ///< ascending caps; the last is the highest value: no cap
    std::array<double, 10> decile_metal{};      ///< share of the metal by tenth of the samples, lowest first
    std::array<double, 10> centile_metal{};     ///< by hundredth of the highest tenth
    CapReason reason = CapReason::few_values;
    CapPoint suggested;                         ///< its cap is NaN where none is
};

/// Values without weight or finite number take no part; those not above 0 carry no metal. Deciles count
/// samples; mean, CV and metal go by weight. Error: cancelled.
///
/// Break: with the values above 0 in descending order, i·ln(vᵢ/vᵢ₊₁) of a Pareto-like tail are exponential with
/// one mean (Rényi), taken from the median of those of the highest tenth; one that such a tail shows with a
/// chance below 1 % among all those looked at parts the i highest from the rest. The highest 2 %, at least 3 and
/// at most 200 values, are looked at; the cap is the highest value below the lowest such break.
/// Top-heavy: the highest hundredth carries more than a tenth of the metal, or the highest tenth more than 40 %;
/// the cap is then the highest value below those hundredths that carry a tenth or more than 1.75 times the next.
base::Expected<TopCutAnalysis> analyse_top_cut(std::span<const double> values, std::span<const double> weights,
                                               const base::Progress& progress);

}  // namespace orelens::statistics
