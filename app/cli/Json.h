// Results as JSON with stable keys, shared by the commands; numbers that are missing or infinite are null.
#pragma once

#include <nlohmann/json.hpp>

#include "core/project/Pipeline.h"

namespace orelens::cli {

using Json = nlohmann::ordered_json;

Json number_json(double value);
Json totals_json(const economics::UsableTotals& totals, const economics::UsableCurve& curve);
Json rates_json(const std::vector<utilization::UtilizationResult>& results, base::Language language);
Json finding_json(const drilling::Finding& finding, base::Language language);
/// What a run made: holes, findings by severity, composites, blocks, elements, what is usable at the recipe's
/// price.
Json summary_json(const project::Project& project, base::Language language);

/// Prints one document on standard output.
void print_json(const Json& json);

}  // namespace orelens::cli
