// Findings as people read them: one row per kind, file, column and value, however many rows of a file it
// stands for, with what that does to the result and one way to settle them all. The same rows for the command
// line, the report and the desktop's list.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/base/Finding.h"

namespace orelens::project {

class Project;

struct FindingGroup {
    std::string kind, stage, file;
    std::string column;  ///< where all have the same one
    std::string value;   ///< what stands in these cells, where that is what they share
    base::Severity severity = base::Severity::warning;
    bool approved = false;
    std::int64_t findings = 0;
    std::int64_t count = 0;                                   ///< rows, samples or blocks that they stand for
    double share = std::numeric_limits<double>::quiet_NaN();  ///< of the file's rows, where known
    double tonnes = std::numeric_limits<double>::quiet_NaN();
    base::Message effect;  ///< what it does to the result; empty where the fix says it
    base::Finding first;
    std::vector<std::size_t> members;  ///< indices into the list, ascending
};

/// Rows of each file that was read, for shares.
std::map<std::string, std::int64_t> rows_of_files(const Project& project);

/// In the order of the first finding of each. Values count as such for cells that are codes, words or limits;
/// more than twenty of one column are one row together. O(n log n).
std::vector<FindingGroup> group_findings(const std::vector<base::Finding>& findings,
                                         const std::map<std::string, std::int64_t>& rows = {});

/// The pattern that approves all of a group and nothing of another kind: "kind:file", for general.approve.
std::string approval_pattern(const FindingGroup& group);

}  // namespace orelens::project
