// Estimation as the user states it; declared as parameters in Rules.cpp.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Param.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Fit.h"

namespace orelens::geostat {

/// Which elements keep, beside the grade of every block, how it came about: pass, samples, variance, distance.
enum class Diagnostics { none, main_element, all };

/// What samples and blocks of different rock have to do with each other: nothing is a boundary; the rock code
/// of the nearest composite; the solids that the recipe names as domains.
enum class Boundary { none, lithology, solids };
/// Rock outside every domain solid: left without grade, or estimated from the samples outside.
enum class OutsideSolids { leave, estimate };

/// Shared by all elements of a run.
struct EstimateRule {
    Method method = Method::ordinary_kriging;
    double distance_power = 2;
    double search_azimuth_deg = 0, search_dip_deg = 0, search_plunge_deg = 0;  ///< as in Anisotropy
    double search_major_m = 0, search_semi_m = 0, search_minor_m = 0;  ///< 0 = as SearchDefault.h has it
    int min_samples = 4, max_samples = 16, max_per_hole = 0;
    int passes = 2;
    double pass_factor = 2;  ///< each pass's ellipsoid over the one before
    int last_pass_min_samples = 2;
    int discretise_u = 2, discretise_v = 2, discretise_w = 2;
    Diagnostics diagnostics = Diagnostics::main_element;
    Boundary boundary = Boundary::none;
    OutsideSolids outside = OutsideSolids::leave;
    bool operator==(const EstimateRule&) const = default;
};

enum class FitStructures { automatic, one, two };

/// Per element. With `fit` the model is fitted to the composites' experimental variogram and the numbers
/// below are ignored.
struct VariogramRule {
    bool fit = true;
    FitScale scale = FitScale::automatic;  ///< these three of the fit alone
    FitStructures structures = FitStructures::automatic;
    bool anisotropic = true;
    double simple_mean = std::numeric_limits<double>::quiet_NaN();  ///< NaN = mean of the composites
    double nugget = 0.1;
    StructureType type1 = StructureType::spherical;
    double sill1 = 0.9, major1_m = 100, semi1_m = 100, minor1_m = 100;
    double azimuth1_deg = 0, dip1_deg = 0, plunge1_deg = 0;
    StructureType type2 = StructureType::spherical;
    double sill2 = 0, major2_m = 200, semi2_m = 200, minor2_m = 200;
    double azimuth2_deg = 0, dip2_deg = 0, plunge2_deg = 0;
};

std::vector<base::Param<EstimateRule>> estimate_params();
std::vector<base::Param<VariogramRule>> variogram_params();

Variogram stated_variogram(const VariogramRule& rule);
/// What the fit is told by the recipe; the caller adds declustering weights.
FitRule fit_rule(const VariogramRule& rule, double top_cut);
/// The estimator's input from both rules and the variogram in force (fitted or stated); radii that are not stated,
/// and where none is the orientation, are those of `search`.
ElementEstimate element_estimate(const std::string& element, const EstimateRule& rule,
                                 const VariogramRule& own, const Variogram& variogram, double top_cut,
                                 const Anisotropy& search);

}  // namespace orelens::geostat
