// What a command says about trust: findings still open, cells left out, approvals given on the command line.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "core/project/FindingGroups.h"

namespace orelens::cli {

/// Puts patterns of --approve behind those of the recipe; one without a kind is refused.
base::Expected<void> apply_approvals(project::Recipe& recipe, const std::vector<std::string>& approve);

/// Open errors and warnings by kind, and columns with cells left out; nothing where there is nothing to say.
void print_trust(const Common& common, const project::Project& project);

/// "CU_PCT = -999" of a group, and its share of the file's rows.
std::string column_and_value(const project::FindingGroup& group);
std::string share_text(const project::FindingGroup& group);
Json group_json(const project::FindingGroup& group, base::Language language);

/// {"open": [groups], "open_errors": n, "assay_rows": n, "assay_rows_not_used": n, "columns": [...]}
Json trust_json(const project::Project& project, base::Language language);

}  // namespace orelens::cli
