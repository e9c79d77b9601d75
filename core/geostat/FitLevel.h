// The level of a model that was fitted on another scale, held against the grades themselves. Internal to the automatic
// fit.
#pragma once

#include <cstdint>
#include <limits>

#include "core/geostat/FitScale.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// What pairs of two holes say of a model over the distances between holes that estimates bridge.
struct NearPairs {
    std::int64_t pairs = 0;
    double ratio = std::numeric_limits<double>::quiet_NaN();  ///< theirs over the model's; NaN below 200 pairs
};

/// How many times more the (capped) grades of two holes differ than the model says: pairs up to one and a half times
/// `spacing_m`, nearer ones counting more (by 1/h²). Pairs of one hole do not count: along holes grades change less than
/// across. Near pairs crowd where holes do, mostly in rich ground that varies more: so the mean is made of means for each
/// twentieth of the samples by grade, weighing alike
/// (γ = ½ Σ P(z ∈ c) E[Δ² | z ∈ c]).
NearPairs near_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, const base::Progress& progress);

/// A model brought to the pairs' level.
struct Levelled {
    Variogram model;
    double level = 1;  ///< what nugget and sills were multiplied by
    double moved = 0;  ///< share of the long structure's sill that rises over a shorter range now
    NearPairs near;    ///< of the result
};

/// Scores and relative differences give a curve its shape; back in grades its level rests on the whole distribution, and
/// where rich ground varies more than poor, or a trend makes up much of the variance, that is not the level of the pairs
/// at hand (`near_pairs`), to which kriging variances answer. The level is theirs, at least a fifth, and not so high that
/// the model rises above what grades reach anywhere: its sill stays below their variance or, where that is more, the
/// mean of far pairs (beyond half of `reach_m`). Where that holds the model down by more than 15 %, it is not its sill but
/// its rise that is wrong: part of the long structure then goes to the short one (where there is none, to a sphere of
/// twice the spacing, at most 0.6 of the long range), until no more than that is missing: as far as the pairs show it too
/// with the 0.2 % of samples at either end brought in, as a few wild grades turn no shape over. As it is with fewer than 200
/// pairs, without a spacing, or on cancel.
Levelled at_level_of_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, double reach_m,
                           const base::Progress& progress);

/// Its `level` alone.
double level_of_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, double reach_m,
                      const base::Progress& progress);

}  // namespace orelens::geostat
