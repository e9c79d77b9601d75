// Experimental semivariances by direction and distance at once, with what they would be had other holes been
// drilled: the data an anisotropic model is fitted to. Directions are cells on a half sphere; lags widen with
// distance, so that short ranges are resolved too.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/geostat/Pairs.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

struct LagCell {
    std::array<double, 3>
        separation{};  ///< along the cell's mean direction, as long as the pairs' mean distance
    double gamma = 0;
    double pairs = 0;    ///< of the walk; pairs between holes that were thinned out are not in it
    double spread = 0;   ///< standard deviation of gamma over the replicates, and for few holes more
    double holes = 0;    ///< as many holes, or pairs of holes, share in it alike
    double weighs_as_m =
        0;  ///< where the separation is 0: the distance at which the cell would weigh as much
};

/// Cells, and for each replicate the semivariance of every cell.
struct LagMap {
    std::vector<LagCell> cells;
    std::vector<std::vector<double>> replicate;  ///< NaN where a replicate has no pair in the cell
};

/// Weights of a Bayesian bootstrap by hole (Rubin 1981): independent exponentials, one per hole and replicate, the
/// same for the same hole whatever else is in the table. A sample without a hole is one of its own.
class HoleWeights {
  public:
    HoleWeights(const ValueSamples& samples, const std::vector<std::string>& hole_ids, int replicates);
    /// `replicates()` numbers of a sample's hole.
    [[nodiscard]] const float* of(std::size_t sample) const { return weight_.data() + row_[sample] * replicates_; }
    [[nodiscard]] std::size_t replicates() const { return replicates_; }

  private:
    std::size_t replicates_;
    std::vector<std::size_t> row_;
    std::vector<float> weight_;
};

struct LagMapRule {
    double reach_m = 100;
    double nearest_m = 0;        ///< pairs closer together are in no cell
    int lags = 18;               ///< lag k ends at reach·((k + 1)/lags)²
    std::size_t least_pairs = 30;
    double least_holes = 0;      ///< of LagCell::holes
    bool directions = true;      ///< else one cell per lag, `separation` is (distance, 0, 0)
    bool downhole = false;       ///< only pairs of one hole
    bool relative = false;       ///< pairwise relative: 4(a − b)²/(a + b)²
    double most_pairs = 2e7;     ///< beyond, pairs between holes are thinned out evenly
};

/// Cells with at least `least_pairs` of `least_holes`; none when cancelled. Pairs of samples at one place are in none.
LagMap lag_map(const ValueSamples& samples, const HoleWeights& weights, const LagMapRule& rule,
               const base::Progress& progress);

}  // namespace orelens::geostat
