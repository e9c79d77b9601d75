// The variogram of each element in each domain that blocks are estimated by: its own where the domain carries one, else
// that of all samples, and why. Made by the estimate stage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/geostat/Fit.h"
#include "core/project/HardBoundaries.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Fewer samples or holes tell nothing of continuity.
inline constexpr std::int64_t least_variogram_samples = 50, least_variogram_holes = 5;

struct DomainFit {
    std::string element, code;
    std::int32_t domain = 0;
    std::int64_t samples = 0, holes = 0;
    bool own = false;         ///< `fit` is in force in the domain; else the element's own of all samples
    geostat::VariogramFit fit;  ///< empty where there are too few samples
};
struct DomainVariograms {
    std::string made_from;  ///< fingerprint of samples, domains and rules: unchanged, it need not be made again
    std::vector<DomainFit> fits;
};

/// For elements whose variogram is fitted and that ask for it (variogram.by_domain). What was made from the same before
/// is taken over. Error: cancelled; those of the fit.
base::Expected<DomainVariograms> domain_variograms(const Project& project, const DomainPlan& plan, base::Progress& progress);

/// Puts the models in force into the plan: variogram, and the search where that follows it.
void use_models(const Project& project, const DomainVariograms& made, DomainPlan& plan);

std::vector<base::Finding> doubts_of(const DomainVariograms& made);

}  // namespace orelens::project
