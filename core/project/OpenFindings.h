// What a run has to say about trust: findings still open, by kind; what the data lost on the way, and what
// that did to the means. The same numbers for the command line, JSON and report tables.
#pragma once

#include <string>
#include <vector>

#include "core/drilling/Examine.h"
#include "core/drilling/LeftOut.h"
#include "core/project/FindingGroups.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Groups that nobody has approved, without remarks: errors first, then warnings; within these in the order
/// of the stages. `rows` of the files, for shares.
std::vector<FindingGroup> open_groups(const std::vector<base::Finding>& findings,
                                      const std::map<std::string, std::int64_t>& rows = {});
std::int64_t open_errors(const std::vector<base::Finding>& findings);

/// Cells of every assay column as composites take them, approvals included; empty without drillholes.
std::vector<drilling::ColumnUse> column_use(const Project& project);

/// Rows of the assay table by what becomes of them, approvals included.
drilling::RowReasons row_reasons(const Project& project);

/// Rows of the assay table that no composite can use a grade of, by whatever fault; approvals included.
drilling::RowUse assay_rows_used(const Project& project);

/// Means of an element over the composites, with the recipe's top cut; nothing without composites.
drilling::GradeMean mean_of_composites(const Project& project, const std::string& element);

/// Refuses a project that names nothing to read: no drillhole table, no model, no mine record.
base::Expected<void> check_reads_something(const Project& project);

}  // namespace orelens::project
