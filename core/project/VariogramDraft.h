// What stands beside a variogram model while it is shaped by hand: experimental curves along the axes of the model, and
// how well kriging with it would have told samples that are left out. Both at any time, without a run.
#pragma once

#include <string>
#include <vector>

#include "core/geostat/Fit.h"
#include "core/geostat/Validation.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Which separations a curve is made of.
enum class DraftWay { downhole, any, major, semi, minor };

struct DraftCurve {
    DraftWay way = DraftWay::any;
    geostat::ExperimentalVariogram points;  ///< γ of the capped grades, the grade's unit²
};

/// How far apart samples are looked at, m: twice the longest range of `model`, not less than three drill spacings and
/// not more than half of the samples' extent.
double draft_reach(const geostat::Variogram& model, const drilling::DrillSpacing& spacing);

/// Downhole where holes have neighbours, then all directions together where the model has one range, else the axes of
/// its longest structure (cones of 22.5°). Grades above `top_cut` count as it; NaN = none. Error: no such grade;
/// cancelled.
base::Expected<std::vector<DraftCurve>> draft_curves(const drilling::CompositeTable& samples, const std::string& element,
                                                     const geostat::Variogram& model, double top_cut,
                                                     const drilling::DrillSpacing& spacing, double reach_m,
                                                     base::Progress& progress);

/// What an automatic model was fitted to, in the measure of the fit (normal scores, relative differences or grades), with
/// the model in that measure: `fit.fitted`. Its curves by their ways; empty where nothing was fitted (a default model).
std::vector<DraftCurve> fitted_curves(const geostat::VariogramFit& fit);

/// γ of the model along one way at a distance; downhole and in any direction along the geometric mean of the axes.
double draft_gamma(const geostat::Variogram& model, DraftWay way, double distance_m);

struct DraftScore {
    geostat::ValidationSummary summary;
    std::int64_t of = 0;  ///< samples that have the element; `summary` is of an even choice among them
};
/// Each of at most `most` samples from the others, by the recipe's method, search and domains and this model. Error: no
/// composites, no such grade; as the estimate's; cancelled.
base::Expected<DraftScore> draft_score(const Project& project, const std::string& element, const geostat::Variogram& model,
                                       std::size_t most, base::Progress& progress);

/// The numbers of the recipe that state `model`; what it cannot state is nothing: more than two structures are given as
/// two, the later ones put together with the second.
geostat::VariogramRule stating(geostat::VariogramRule rule, const geostat::Variogram& model);

}  // namespace orelens::project
