// The small results (everything but block columns and curves) as named byte strings, for the project file.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/project/Pipeline.h"

namespace orelens::project {

struct ArchivedResult {
    std::string name;   ///< "import", "composites", …
    std::string shape;  ///< of the bytes; only equal shapes are read
    std::string bytes;
};

/// What there is; absent results give no entry.
std::vector<ArchivedResult> archive_results(const Results& results);
/// Names that archive_results may give.
std::vector<std::string> archived_names();
/// Puts one back. False: an unknown name, another shape, or damaged bytes; the result then stays absent.
bool restore_result(const ArchivedResult& archived, Results& results);

}  // namespace orelens::project
