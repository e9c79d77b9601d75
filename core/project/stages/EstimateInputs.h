// What the estimate stage hands to the estimator, and how far that reaches. Internal to the project room.
#pragma once

#include <string>
#include <vector>

#include "core/geostat/Estimate.h"
#include "core/geostat/Fit.h"
#include "core/project/Recipe.h"

namespace orelens::project {

/// The element of the main commodity; the first one where the model holds no such grade.
std::string main_element(const Recipe& recipe, const std::vector<std::string>& elements);

/// One per element, from the recipe and the variogram of the same place in the list. Error: a list of
/// thresholds or cutoffs that is not one of numbers.
base::Expected<std::vector<geostat::ElementEstimate>> estimate_inputs(
    const Recipe& recipe, const drilling::CompositeTable& samples, const std::vector<std::string>& elements,
    const std::vector<geostat::VariogramFit>& variograms);

/// The longest distance at which any of them takes a sample, m.
double reach_of(const std::vector<geostat::ElementEstimate>& estimates);

}  // namespace orelens::project
