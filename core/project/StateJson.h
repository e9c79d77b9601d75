// The bookkeeping of a project (fingerprints, failures, approvals, file digests) as JSON text for the project
// file.
#pragma once

#include <string>

#include "core/project/Pipeline.h"

namespace orelens::project {

std::string state_to_json(const Project& project);
/// Unreadable parts are left empty: their stages then count as never run.
void state_from_json(const std::string& json, Project& project);

}  // namespace orelens::project
