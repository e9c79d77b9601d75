// Which findings somebody has looked at and agreed to: one by one in the desktop (by id), or by pattern in
// the recipe and on the command line. The one place that decides it; used by marks, by compositing, by
// `--strict`.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Finding.h"

namespace orelens::project {

class Project;

/// "kind[:file[:hole]]"; an empty part stands for any. The file is the name that the finding shows, or its
/// last part; what follows the last colon after a file is the hole.
struct ApprovalPattern {
    std::string kind, file, hole;
    bool operator==(const ApprovalPattern&) const = default;
};

/// A list separated by ; as in the parameter general.approve.
std::vector<ApprovalPattern> approval_patterns(std::string_view list);
std::string pattern_text(const ApprovalPattern& pattern);
bool matches(const ApprovalPattern& pattern, const base::Finding& finding);

struct Approvals {
    std::set<std::string> ids;  ///< base::Finding::id()
    std::vector<ApprovalPattern> patterns;
    [[nodiscard]] bool by_pattern(const base::Finding& finding) const;
    [[nodiscard]] bool covers(const base::Finding& finding) const {
        return by_pattern(finding) || (!ids.empty() && ids.contains(finding.id()));
    }
};
Approvals approvals_of(const Project& project);

/// What of the approvals lets grades take part that are left out otherwise; composites depend on it. In a
/// fixed order.
std::vector<std::string> approvals_that_change_samples(const Project& project);

/// Patterns that approve nothing, as findings: a mistyped kind with the nearest known one, and, once the
/// stages that could have found it have run, a pattern that no finding matches.
std::vector<base::Finding> idle_patterns(const Project& project, const std::vector<base::Finding>& findings);

/// Ids of every kind of finding.
std::vector<std::string> finding_kinds();

}  // namespace orelens::project
