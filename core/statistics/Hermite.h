// The discrete Gaussian model: a distribution as a sum of Hermite polynomials of its normal score, and with it
// what larger blocks would show (Journel & Huijbregts 1978, VI.B; Rivoirard 1994).
#pragma once

#include <span>
#include <vector>

#include "core/base/Error.h"

namespace orelens::statistics {

/// H₀ = 1, H₁ = −y, Hₙ₊₁ = −yHₙ/√(n + 1) − √(n/(n + 1)) Hₙ₋₁: orthonormal under the normal density; n = 0 … terms.
std::vector<double> hermite_values(double score, int terms);

/// φ₀ … φ_terms of z(y) = Σ φₙ Hₙ(y) for the step function of the samples: zᵢ between the scores of the shares
/// before and after it. φ₀ is the weighted mean, Σφₙ² (n ≥ 1) tends to the weighted variance. Errors: nothing
/// takes part; fewer than one term.
base::Expected<std::vector<double>> hermite_coefficients(std::span<const double> values,
                                                         std::span<const double> weights, int terms);

/// Σ φₙ² r²ⁿ, n ≥ 1: the variance of blocks whose support coefficient is r; of points with r = 1.
double hermite_variance(const std::vector<double>& coefficients, double r);

/// The support coefficient at which blocks have this variance, in [0, 1]. Errors: below 0, or above that of the
/// points.
base::Expected<double> support_coefficient(const std::vector<double>& coefficients, double block_variance);

struct GradeTonnagePoint {
    double cutoff = 0;
    double score = 0;    ///< at which a block has the cutoff's grade
    double tonnage = 0;  ///< share of blocks at or above the cutoff
    double metal = 0;    ///< their grade summed, over all blocks
    double mean = 0;     ///< their mean grade; NaN where there are none
};

/// Blocks of support coefficient r at cutoffs: tonnage 1 − G(y), metal φ₀(1 − G(y)) − Σ φₙrⁿ Hₙ₋₁(y) g(y)/√n.
/// A truncated sum can fall where it should rise: only the stretch about 0 on which it rises is used, within
/// ±4; cutoffs outside it have a tonnage of 1 or 0.
struct RisingRange {
    double low = -4, high = 4;
};
RisingRange rising_range(const std::vector<double>& coefficients, double r);
std::vector<GradeTonnagePoint> grade_tonnage(const std::vector<double>& coefficients, double r,
                                             std::span<const double> cutoffs);

}  // namespace orelens::statistics
