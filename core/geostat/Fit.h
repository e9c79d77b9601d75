// The automatic variogram: a model that a geologist would sign from defaults, or a plain word of why there is none.
#pragma once

#include <array>
#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Spacing.h"
#include "core/geostat/Experimental.h"
#include "core/geostat/FitScale.h"
#include "core/geostat/Variogram.h"

namespace orelens::geostat {

/// What the fit is told beside the samples.
struct FitRule {
    FitScale scale = FitScale::automatic;
    int structures = 0;        ///< 1 or 2; 0 = as many as the data carry
    bool anisotropic = true;   ///< as far as the data carry it
    double top_cut = std::numeric_limits<double>::quiet_NaN();  ///< higher grades count as this; NaN = none
    std::vector<double> weights;  ///< declustering, per row of the table; empty = all alike
};

/// Where the model's directions come from.
enum class Directions {
    none,      ///< one range for all
    data,      ///< the experimental variograms' own
    geometry   ///< the plane in which rich samples lie; the data carry no direction but agree with that one
};

struct VariogramFit {
    Variogram model;   ///< in the grade's unit², or as stated in the recipe
    Variogram fitted;  ///< on the scale of the fit, beside `experimental`
    FitScale scale = FitScale::grade;
    std::vector<ExperimentalVariogram> experimental;  ///< downhole first, then the directions used; on that scale
    double weighted_error = 0;  ///< pairs-weighted mean squared residual over variance²
    base::Message note;         ///< how it was found; or why a default was taken
    bool is_default = false;    ///< the data could not tell: not fitted, assumed
    LagPoint at_one_place;      ///< γ(0) of the capped grades from pairs of samples at one place
    bool copies = false;  ///< most of these pairs have equal values, so that the nugget does not follow them

    double top_cut = std::numeric_limits<double>::quiet_NaN();  ///< in force for the fit; NaN = none
    Directions directions = Directions::none;
    /// Of the longest structure's axes, major first: what a tenth of the bootstrap by hole lies below and above.
    std::array<double, 3> range_low_m{}, range_high_m{};
    double nearest_m = 0;  ///< mean distance of the nearest pairs that the fit had; 0 = none
    double reach_m = 0;    ///< of the pairs it looked at
    bool rises_to_reach = false;  ///< no sill within that reach: the range is its end
    drilling::DrillSpacing spacing;  ///< of all samples, those without this element too
    /// How many times more the capped grades of two holes up to one and a half spacings apart differ than `model` says,
    /// rich and poor samples each by their number (see FitLevel.h); NaN with fewer than 200 such pairs, and for stated
    /// models, whose sills may be shares.
    double pairs_ratio = std::numeric_limits<double>::quiet_NaN();
    std::int64_t near_pairs = 0;  ///< that it rests on
    /// Share of the long structure's sill that was given to a shorter one, as the grades' variance let no level of the
    /// model meet those pairs; 0 = none.
    double steepened = 0;
};

/// Deterministic. Scores or grades as `rule.scale` says. Nugget from enough pairs of samples at one place, else from
/// the downhole curve. One spherical structure, or two where nearly all replicates of a bootstrap by hole agree. The ellipsoid is the mean of the replicates' and shrinks towards a
/// sphere as far as they disagree, so that a few other samples do not turn it. Too few samples or no variance give
/// a default model, and the note says so; error only without the grade.
base::Expected<VariogramFit> fit_variogram(const drilling::CompositeTable& samples, const std::string& element,
                                           const FitRule& rule, base::Progress& progress);

/// A range for messages: three digits, whole metres from 1000 on, never a power of ten.
std::string range_text(double metres);

/// A model for when the data cannot tell: a fifth nugget, the rest spherical over twice the drill spacing (a third of
/// the extent where no spacing is known, 100 m without extent).
Variogram assumed_model(double variance, const drilling::DrillSpacing& spacing);

}  // namespace orelens::geostat
