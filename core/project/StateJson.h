// The bookkeeping of a project (fingerprints, failures, approvals, file digests) as JSON text for the project
// file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/project/Pipeline.h"
#include "core/project/StorePack.h"

namespace orelens::project {

/// `digests`: of the results that stand in the file beside it.
std::string state_to_json(const Project& project, const store::Digests& digests);

/// What the state says about the bytes beside it.
struct SavedResults {
    std::map<std::string, std::vector<std::string>> names;  ///< by stage: results that were saved
    store::Digests digests;                                 ///< empty in formats without them
};
/// Unreadable parts are left empty: their stages then count as never run.
SavedResults state_from_json(const std::string& json, Project& project);

}  // namespace orelens::project
