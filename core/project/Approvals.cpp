#include "core/project/Approvals.h"

#include <algorithm>

#include "core/base/Nearest.h"
#include "core/drilling/Tools.h"
#include "core/project/Pipeline.h"
#include "core/project/stages/Doubt.h"

namespace orelens::project {
namespace {

constexpr std::string_view kind_prefix = "finding.kind.";
constexpr const char* idle_kind = "approval_matches_nothing";

bool about_files(const std::string& kind) {
    for (int n = 0; n < drilling::finding_kinds; ++n)
        if (kind == static_cast<drilling::FindingKind>(n)) return true;
    return false;
}

/// Whether everything that could have found this kind has run.
bool looked_for(const Project& project, const std::string& kind) {
    if (!project.results.stamps.contains("import")) return false;
    return about_files(kind) || project.results.stamps.size() == project.stages().size();
}

}  // namespace

std::vector<ApprovalPattern> approval_patterns(std::string_view list) {
    std::vector<ApprovalPattern> patterns;
    for (const std::string& item : drilling::list_items(list)) {
        ApprovalPattern pattern;
        const std::size_t first = item.find(':');
        pattern.kind = item.substr(0, first);
        if (first != std::string::npos) {
            const std::string rest = item.substr(first + 1);
            const std::size_t last = rest.rfind(':');
            pattern.file = rest.substr(0, last);
            if (last != std::string::npos) pattern.hole = rest.substr(last + 1);
        }
        patterns.push_back(std::move(pattern));
    }
    return patterns;
}

std::string pattern_text(const ApprovalPattern& pattern) {
    std::string text = pattern.kind;
    if (!pattern.file.empty() || !pattern.hole.empty()) text += ":" + pattern.file;
    if (!pattern.hole.empty()) text += ":" + pattern.hole;
    return text;
}

bool matches(const ApprovalPattern& pattern, const base::Finding& finding) {
    const std::string& file = finding.file;
    const bool same_file = pattern.file.empty() || file == pattern.file || file.ends_with("/" + pattern.file);
    return (pattern.kind.empty() || pattern.kind == finding.kind) && same_file &&
           (pattern.hole.empty() || pattern.hole == finding.hole);
}

bool Approvals::by_pattern(const base::Finding& finding) const {
    return std::ranges::any_of(patterns,
                               [&](const ApprovalPattern& pattern) { return matches(pattern, finding); });
}

Approvals approvals_of(const Project& project) {
    return {project.approved_findings, approval_patterns(project.recipe.general.approve)};
}

std::vector<std::string> approvals_that_change_samples(const Project& project) {
    std::vector<std::string> all;
    for (const std::string& id : project.approved_findings)
        if (drilling::approval_changes_samples(id)) all.push_back(id);
    std::set<std::string> patterns;
    for (const ApprovalPattern& pattern : approval_patterns(project.recipe.general.approve))
        if (pattern.kind.empty() || drilling::approval_changes_samples(pattern.kind + "|"))
            patterns.insert(pattern_text(pattern));
    all.insert(all.end(), patterns.begin(), patterns.end());
    return all;
}

std::vector<std::string> finding_kinds() {
    std::vector<std::string> kinds;
    for (const std::string& key : base::text_keys())
        if (key.starts_with(kind_prefix)) kinds.push_back(key.substr(kind_prefix.size()));
    return kinds;
}

std::vector<base::Finding> idle_patterns(const Project& project, const std::vector<base::Finding>& findings) {
    std::vector<base::Finding> idle;
    const std::vector<std::string> kinds = finding_kinds();
    for (const ApprovalPattern& pattern : approval_patterns(project.recipe.general.approve)) {
        const bool known = pattern.kind.empty() || std::ranges::find(kinds, pattern.kind) != kinds.end();
        if (known && !looked_for(project, pattern.kind)) continue;
        const auto matched = [&](const base::Finding& finding) { return matches(pattern, finding); };
        if (std::ranges::any_of(findings, matched)) continue;
        base::Finding finding =
            doubt("import", idle_kind, base::Severity::warning, 1, {{"pattern", pattern_text(pattern)}});
        finding.column = pattern_text(pattern);
        if (!known) {
            finding.what = base::Message("finding.what.approval_of_unknown_kind", {{"kind", pattern.kind}});
            const std::string near = base::nearest(pattern.kind, kinds);
            if (!near.empty()) finding.fix = base::Message("recipe.did_you_mean", {{"id", near}});
        }
        idle.push_back(std::move(finding));
    }
    return idle;
}

}  // namespace orelens::project
