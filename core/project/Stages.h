// What each stage of the pipeline does, without bookkeeping: reads the recipe and the results before it,
// publishes its own only when it is whole. Called by Project::run.
#pragma once

#include "core/project/Pipeline.h"

namespace orelens::project {

base::Expected<void> run_stage(Project& project, Stage stage, base::Progress& progress);

/// Findings with the project's approvals marked.
std::shared_ptr<const std::vector<drilling::Finding>> with_approvals(std::vector<drilling::Finding> findings,
                                                                     const std::set<std::string>& approved);

/// The curves that follow from an evaluated model and its deck.
base::Expected<void> build_curves(Results& results, const std::vector<std::string>& elements,
                                  const std::string& category_column);

}  // namespace orelens::project
