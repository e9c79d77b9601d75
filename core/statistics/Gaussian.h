// The standard normal distribution, to the last digits of a double.
#pragma once

namespace orelens::statistics {

/// g(y) = exp(−y²/2)/√2π.
double normal_density(double y);
/// G(y): the share below y.
double normal_share(double y);
/// G⁻¹: the score below which lies `share`; ∓∞ at 0 and 1, NaN outside [0, 1].
double normal_score(double share);

}  // namespace orelens::statistics
