// Parameters of the estimators beyond the search: methods, trend, octants, guards, quality. Private to the
// rules.
#pragma once

#include <vector>

#include "core/geostat/Rules.h"

namespace orelens::geostat {

/// In the order of Method.
std::vector<base::Choice> method_choices();

std::vector<base::Param<EstimateRule>> trend_params();
std::vector<base::Param<EstimateRule>> octant_params();
std::vector<base::Param<EstimateRule>> guard_params();
std::vector<base::Param<EstimateRule>> quality_params();

/// Fewest samples that fit the functions of place of an element's method: twice their number, so that they are
/// fitted and not merely met, which extrapolates without bound. 1 for methods that fit none but a mean.
int least_samples_of_trend(const ElementEstimate& how);

/// What those parameters and the element's own say.
void set_options(ElementEstimate& how, const EstimateRule& rule, const ElementRule& particular);

}  // namespace orelens::geostat
