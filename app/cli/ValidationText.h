// The verdict on the estimate, and what a simulation adds to it, as the commands print them.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Json.h"

namespace orelens::cli {

/// One line per element, then each criterion that did not pass with its reason; nothing without a validation.
void print_verdict(const Common& common, const project::Project& project);

/// What the realisations say of tonnes and metal; nothing without a simulation.
void print_simulation(const Common& common, const project::Project& project);

/// [{"element", "verdict", "samples", "holes", "criteria": [{"criterion", "verdict", "value", "pass", "marginal",
/// "reason", "advice"}]}]
Json verdict_json(const project::Project& project, base::Language language);

/// {"element", "realisations", "seed", "cutoff", "mean", "tonnes_above", "metal_above", "usable_tonnes"}, each of the last
/// four with "estimate", "p10", "p50" and "p90".
Json simulation_json(const project::Project& project);

}  // namespace orelens::cli
