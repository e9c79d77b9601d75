// The level of a model that was fitted on another scale, held against the grades themselves. Internal to the automatic
// fit.
#pragma once

#include "core/geostat/FitScale.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// How many times more the (capped) grades of two holes differ than the model says, over the distances between holes
/// that estimates bridge: up to one and a half times `spacing_m`, nearer pairs counting more (by 1/h²). Scores and
/// relative differences give a curve its shape; back in grades its level rests on the whole distribution, and where rich
/// ground varies more than poor, or a trend makes up much of the variance, that is not the level of the pairs at hand,
/// to which kriging variances answer. Pairs of one hole do not count: along holes grades change less than across.
/// Not so high that the model rises above what grades reach anywhere: its sill stays below their variance or, where that
/// is more, the mean of far pairs (beyond half of `reach_m`). At least a fifth; 1 with fewer than 200 pairs, without a
/// spacing, or on cancel.
double level_of_pairs(const ValueSamples& grades, const Variogram& model, double spacing_m, double reach_m,
                      const base::Progress& progress);

}  // namespace orelens::geostat
