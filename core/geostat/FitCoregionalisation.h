// A linear model of coregionalisation fitted to direct and cross-variograms, every matrix of it positive
// semidefinite (Goulard & Voltz 1992).
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/geostat/Coregionalisation.h"
#include "core/geostat/Experimental.h"

namespace orelens::geostat {

/// One lag of the curves of all pairs of elements: γ_pq with its weight, both symmetric, row by row; a weight of 0
/// where a pair of elements has no samples in common.
struct CoregionalisationLag {
    std::array<double, 3> separation{};
    std::vector<double> gamma, weight;
};

/// The matrices of the structures given (their sills are not used) that fit best, by turns, each brought back to the
/// nearest positive semidefinite one; elements weigh alike by `variances`. Error: no lags, matrices of another size.
struct CoregionalisationSills {
    Coregionalisation model;
    double error = 0;  ///< weighted mean squared residual, of grades over their standard deviations
    int turns = 0;
    /// Largest share of a matrix' eigenvalues that lay below zero, and was set to zero, when the fit had settled.
    double moved = 0;
};
base::Expected<CoregionalisationSills> fit_sills(const std::vector<std::string>& elements,
                                                 const std::vector<double>& variances,
                                                 const std::vector<Structure>& structures,
                                                 const std::vector<CoregionalisationLag>& lags);

struct CoregionalisationRule {
    Variogram shapes;                            ///< structures whose types, ranges and angles all elements share
    std::vector<double> top_cuts;                ///< per element, NaN = none; empty = none at all
    std::vector<std::vector<double>> weights;    ///< per element, of declustering; empty = all alike
    bool scores = true;  ///< fitted to normal scores, sills then times the standard deviations of the grades
};

struct CoregionalisationFit {
    Coregionalisation model;                          ///< in products of the grades' units
    std::vector<ExperimentalVariogram> experimental;  ///< of p ≤ q, p slowest; on the scale of the fit
    std::vector<double> correlation;  ///< of the elements at distance 0 as the model has it, row by row
    double error = 0;
    double moved = 0;                 ///< CoregionalisationSills::moved
    std::vector<std::string> apart;   ///< elements without 20 samples in common with any other: no cross terms
};

/// Lags along the structures' axes up to one and a half times the longest range, and downhole. Errors: fewer than two
/// elements; one that is not there or has fewer than 20 values; structures without a range; cancelled.
base::Expected<CoregionalisationFit> fit_coregionalisation(const drilling::CompositeTable& samples,
                                                           const std::vector<std::string>& elements,
                                                           const CoregionalisationRule& rule,
                                                           base::Progress& progress);

}  // namespace orelens::geostat
