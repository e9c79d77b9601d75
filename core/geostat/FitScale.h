// The scale on which an automatic fit looks at grades, and the way back: normal scores or pairwise relative
// differences keep a few high grades or crowded rich ground from ruling the curve.
#pragma once

#include <span>
#include <vector>

#include "core/geostat/FitModel.h"
#include "core/geostat/Pairs.h"

namespace orelens::geostat {

enum class FitScale {
    automatic,          ///< normal scores
    grade,              ///< grades as they are
    normal_scores,      ///< by the declustered distribution; equal grades alike
    pairwise_relative,  ///< grades as they are, differences over the pair's mean
};

/// Samples as the fit pairs them. `variance` is that of the scale: 1 of scores, that of the values otherwise.
struct ScaledSamples {
    ValueSamples samples;
    FitScale scale = FitScale::normal_scores;
    double variance = 1;
    double mean = 0;              ///< of the capped grades, by weight
    double grade_variance = 0;    ///< the same
    std::vector<double> hermite;  ///< of the capped grades by weight; empty unless scores
};

/// `weights`: per row of the table the samples were taken from; empty = all alike. A top cut that is NaN is none.
ScaledSamples scaled(ValueSamples samples, FitScale scale, std::span<const double> weights, double top_cut);

/// The nest in the grade's unit², with the same stretch. Scores: with ρ = 1 − γ/(nugget + sill),
/// C(h) = Σ φₙ² ρⁿ (Hermite expansion, Rivoirard 1994), to which a nest of the same family is fitted, its nugget
/// being what ρ leaves at h → 0; its total is that of the grades' variance times the nest's total. Pairwise
/// relative: the same shares of the grades' variance. Grades: as it is.
Nest in_grade_units(const Nest& nest, const Stretch& stretch, const ScaledSamples& samples);

}  // namespace orelens::geostat
