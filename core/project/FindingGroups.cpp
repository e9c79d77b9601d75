#include "core/project/FindingGroups.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "core/drilling/Finding.h"
#include "core/project/Approvals.h"
#include "core/project/Pipeline.h"

namespace orelens::project {
namespace {

using drilling::FindingKind;

constexpr std::size_t most_values = 20;

const std::string* argument(const base::Message& message, std::string_view name) {
    for (const auto& [key, value] : message.args)
        if (key == name) return &value;
    return nullptr;
}

/// What stands in the cell, for kinds whose cells repeat: codes, words, limits.
std::string value_of(const base::Finding& finding) {
    const bool repeats = finding.kind == FindingKind::null_code ||
                         finding.kind == FindingKind::below_detection ||
                         finding.kind == FindingKind::above_limit ||
                         finding.kind == FindingKind::non_numeric;
    const std::string* text = repeats ? argument(finding.what, "text") : nullptr;
    return text == nullptr ? std::string() : *text;
}

base::Message effect_of(const base::Finding& finding) {
    static const std::set<std::string> known = [] {
        const std::vector<std::string> keys = base::text_keys();
        return std::set<std::string>(keys.begin(), keys.end());
    }();
    const std::string key = "finding.effect." + finding.kind;
    return known.contains(key) ? base::Message(key) : base::Message();
}

/// Kind, stage, file, column, severity, approved: all but the value.
using Key = std::tuple<std::string, std::string, std::string, std::string, base::Severity, bool>;

Key key_of(const base::Finding& finding) {
    return {finding.kind, finding.stage, finding.file, finding.column, finding.severity, finding.approved};
}

/// Columns with too many values have none, and a summary without a value belongs to the only one.
std::map<Key, std::set<std::string>> values_of(const std::vector<base::Finding>& findings) {
    std::map<Key, std::set<std::string>> values;
    for (const base::Finding& finding : findings) {
        std::string value = value_of(finding);
        if (!value.empty()) values[key_of(finding)].insert(std::move(value));
    }
    return values;
}

}  // namespace

std::map<std::string, std::int64_t> rows_of_files(const Project& project) {
    std::map<std::string, std::int64_t> rows;
    if (project.results.drilling.import)
        for (const io::TableMapping& mapping : project.results.drilling.import->mappings)
            rows[mapping.file] = mapping.rows;
    return rows;
}

std::vector<FindingGroup> group_findings(const std::vector<base::Finding>& findings,
                                         const std::map<std::string, std::int64_t>& rows) {
    std::vector<FindingGroup> groups;
    std::map<std::pair<Key, std::string>, std::size_t> at;
    const std::map<Key, std::set<std::string>> values = values_of(findings);
    for (std::size_t n = 0; n < findings.size(); ++n) {
        const base::Finding& finding = findings[n];
        const Key key = key_of(finding);
        std::string value;
        if (const auto known = values.find(key); known != values.end()) {
            if (known->second.size() <= most_values) value = value_of(finding);
            if (known->second.size() == 1) value = *known->second.begin();
        }
        const auto [place, fresh] = at.try_emplace({key, value}, groups.size());
        if (fresh) {
            FindingGroup group;
            group.kind = finding.kind;
            group.stage = finding.stage;
            group.file = finding.file;
            group.column = finding.column;
            group.value = value;
            group.severity = finding.severity;
            group.approved = finding.approved;
            group.effect = effect_of(finding);
            group.first = finding;
            groups.push_back(std::move(group));
        }
        FindingGroup& group = groups[place->second];
        ++group.findings;
        group.count += finding.count;
        group.members.push_back(n);
        // Findings of one kind speak of the same blocks from several sides: their tonnes are no sum.
        if (!std::isnan(finding.tonnes)) group.tonnes = std::fmax(group.tonnes, finding.tonnes);
    }
    for (FindingGroup& group : groups) {
        const auto all = rows.find(group.file);
        if (all != rows.end() && all->second > 0 && group.first.row > 0)
            group.share = std::min(1.0, static_cast<double>(group.count) / static_cast<double>(all->second));
    }
    return groups;
}

std::string approval_pattern(const FindingGroup& group) {
    return pattern_text({group.kind, group.file, ""});
}

}  // namespace orelens::project
