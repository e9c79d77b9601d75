// The bookkeeping of a project (fingerprints, failures, approvals, file digests) as JSON text for the project
// file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/project/Pipeline.h"

namespace orelens::project {

std::string state_to_json(const Project& project);
/// By stage: names of the results that were saved with the state.
using SavedNames = std::map<std::string, std::vector<std::string>>;
/// Unreadable parts are left empty: their stages then count as never run.
SavedNames state_from_json(const std::string& json, Project& project);

}  // namespace orelens::project
