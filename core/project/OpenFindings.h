// What a run has to say about trust: findings still open, by kind; what the data lost on the way, and what
// that did to the means. The same numbers for the command line, JSON and report tables.
#pragma once

#include <string>
#include <vector>

#include "core/drilling/Examine.h"
#include "core/drilling/LeftOut.h"
#include "core/project/Pipeline.h"

namespace orelens::project {

/// Findings of one kind in one file (or about one stage's results) that nobody has approved.
struct OpenKind {
    std::string kind, stage, file;
    base::Severity severity = base::Severity::warning;
    std::int64_t findings = 0;
    std::int64_t count = 0;  ///< rows, samples or blocks that they stand for
    double tonnes = std::numeric_limits<double>::quiet_NaN();
    base::Finding first;
};

/// Errors first, then warnings; within these in the order of the stages. Remarks are left out.
std::vector<OpenKind> open_kinds(const std::vector<base::Finding>& findings);
std::int64_t open_errors(const std::vector<base::Finding>& findings);

/// Cells of every assay column as composites take them, approvals included; empty without drillholes.
std::vector<drilling::ColumnUse> column_use(const Project& project);

/// Means of an element over the composites, with the recipe's top cut; nothing without composites.
drilling::GradeMean mean_of_composites(const Project& project, const std::string& element);

/// Refuses a project that names nothing to read: no drillhole table, no model, no mine record.
base::Expected<void> check_reads_something(const Project& project);

}  // namespace orelens::project
