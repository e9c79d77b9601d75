// Estimation as the user states it; declared as parameters in Rules.cpp.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Param.h"
#include "core/geostat/ConfidenceClasses.h"
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
/// Directions of continuity: one for all blocks of a domain, or those of the domain's surface around each block.
enum class Orientation { one, surface };

/// What blocks weigh: the constant of the recipe (economics.density), or what was measured on the samples around,
/// and the constant where there is none.
enum class BlockDensity { constant, samples };

/// Shared by all elements of a run.
struct EstimateRule {
    Method method = Method::ordinary_kriging;
    Trend trend = Trend::linear;
    double distance_power = 2;
    bool distance_in_metres = false;
    double search_azimuth_deg = 0, search_dip_deg = 0, search_plunge_deg = 0;  ///< as in Anisotropy
    double search_major_m = 0, search_semi_m = 0, search_minor_m = 0;  ///< 0 = as SearchDefault.h has it
    int min_samples = 4, max_samples = 16, max_per_hole = 0, max_per_octant = 0;
    OctantAxes octant_axes = OctantAxes::ellipsoid;
    int passes = 2;
    double pass_factor = 2;  ///< each pass's ellipsoid over the one before
    int last_pass_min_samples = 2;
    int discretise_u = 2, discretise_v = 2, discretise_w = 2;
    NegativeEstimates negative = NegativeEstimates::zero;
    std::string known_model;      ///< file of a block model whose columns may help; empty = none
    double max_distance_m = 0;    ///< to the nearest sample used; 0 = no limit
    bool inside_samples = false;  ///< only blocks in the convex hull of the samples…
    double hull_margin_m = 0;     ///< …or no further outside
    Diagnostics diagnostics = Diagnostics::main_element;
    bool quality = false;  ///< with diagnostics, also holes, slope, efficiency, negative weights and Lagrange
    Boundary boundary = Boundary::none;
    OutsideSolids outside = OutsideSolids::leave;
    Orientation orientation = Orientation::one;
    std::string contacts;  ///< of domains that take samples of others (project/Contacts.h); empty = all are hard
    BlockDensity density = BlockDensity::constant;
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
    bool by_domain = true;  ///< where domains are boundaries, each with enough samples has its own
    double simple_mean = std::numeric_limits<double>::quiet_NaN();  ///< NaN = mean of the composites
    double nugget = 0.1;
    StructureType type1 = StructureType::spherical;
    double sill1 = 0.9, major1_m = 100, semi1_m = 100, minor1_m = 100;
    double azimuth1_deg = 0, dip1_deg = 0, plunge1_deg = 0;
    StructureType type2 = StructureType::spherical;
    double sill2 = 0, major2_m = 200, semi2_m = 200, minor2_m = 200;
    double azimuth2_deg = 0, dip2_deg = 0, plunge2_deg = 0;
};

/// Per element, what differs from the run's rule.
struct ElementRule {
    enum class OwnMethod {
        as_stated,  ///< EstimateRule::method; the others in the order of Method
        ordinary_kriging,
        simple_kriging,
        inverse_distance,
        nearest_neighbour,
        universal_kriging,
        external_drift,
        local_mean,
        collocated_cokriging,
        moving_average,
        indicator_kriging,
        cokriging
    };
    OwnMethod method = OwnMethod::as_stated;
    std::string secondary;  ///< column: external drift, local mean, collocated variable
    double correlation = std::numeric_limits<double>::quiet_NaN();     ///< collocated; NaN = measured
    std::string with;                ///< cokriging: elements, separated by ; — empty = those that tell most
    double least_correlation = 0.3;  ///< cokriging: with weaker ones it is ordinary kriging
    double restrict_above = std::numeric_limits<double>::quiet_NaN();  ///< NaN = no limit on rich samples
    double restrict_beyond_m = 50;
    std::string thresholds;  ///< of indicator kriging, separated by ; — empty = the composites' deciles
    std::string cutoffs;     ///< at which share and mean above are kept
    double lowest = 0, highest = std::numeric_limits<double>::quiet_NaN();  ///< of the local distribution
    double upper_tail = 0;                                                  ///< Tails::hyperbola
};

/// When a block is measured, indicated or inferred; a number of 0 is no condition, a class without a
/// condition is not used.
struct ClassConditions {
    int holes = 0;
    double holes_within_m = 0, three_holes_m = 0, nearest_m = 0, slope = 0;
    int last_pass = 0;
    double precision = 0;  ///< ± %
};
struct ClassParams {
    bool use = false;
    ClassConditions measured, indicated, inferred;
    int least_island = 10;  ///< blocks
    double production_t = 0, production_height_m = 0;
};

std::vector<base::Param<EstimateRule>> estimate_params();
std::vector<base::Param<ElementRule>> element_params();
std::vector<base::Param<ClassParams>> class_params();
std::vector<base::Param<VariogramRule>> variogram_params();

Variogram stated_variogram(const VariogramRule& rule);
/// What the fit is told by the recipe; the caller adds declustering weights.
FitRule fit_rule(const VariogramRule& rule, double top_cut);
/// The estimator's input from the rules and the variogram in force (fitted or stated); radii that are not stated,
/// and where none is the orientation, are those of `search`. Thresholds and cutoffs are left to the caller, who
/// knows the samples.
ElementEstimate element_estimate(const std::string& element, const EstimateRule& rule,
                                 const VariogramRule& own, const Variogram& variogram, double top_cut,
                                 const Anisotropy& search, const ElementRule& particular = {});

/// "0.2; 0.5" as ascending numbers without repeats. Error: what is not a number, with the text.
base::Expected<std::vector<double>> number_list(const std::string& text);

/// Rules of confidence classes as `classify` takes them.
ClassesRule classes_rule(const ClassParams& params);

}  // namespace orelens::geostat
