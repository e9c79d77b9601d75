#include "app/cli/Trust.h"

#include <fmt/format.h>

#include <cmath>

#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/Units.h"
#include "core/project/Approvals.h"
#include "core/project/OpenFindings.h"

namespace orelens::cli {
namespace {

using base::Message;

std::string stage_label(const Common& common, const project::Project& project, const std::string& id) {
    const project::Stage* stage = project::find_stage(project.stages(), id);
    return stage == nullptr ? id : stage->label.in(common.language);
}

void print_open(const Common& common, const project::Project& project,
                const std::vector<base::Finding>& findings) {
    const auto groups = project::open_groups(findings, project::rows_of_files(project));
    if (groups.empty()) return;
    TextTable table{{words(common, "cli.check.severity"), words(common, "cli.trust.kind"),
                     words(common, "cli.trust.stage"), words(common, "cli.trust.file"),
                     words(common, "cli.trust.column"), words(common, "cli.trust.findings"),
                     words(common, "cli.trust.count"), words(common, "cli.trust.share")},
                    {},
                    {false, false, false, false, false, true, true, true}};
    for (const project::FindingGroup& one : groups)
        table.rows.push_back(
            {words(common, one.severity == base::Severity::error ? "cli.check.error" : "cli.check.warning"),
             words(common, base::kind_words(one.kind)), stage_label(common, project, one.stage), one.file,
             column_and_value(one), fmt::format("{}", one.findings), fmt::format("{}", one.count),
             share_text(one)});
    say("{}\n{}", words(common, "cli.trust.open"), to_text(table));
}

/// How much of what was read the numbers do not rest on; nothing where all is well.
void print_summary(const Common& common, const project::Project& project) {
    const std::int64_t errors = project::open_errors(project.findings());
    if (errors > 0)
        say("{}\n",
                   words(common, Message("cli.trust.open_errors", {{"errors", fmt::format("{}", errors)}})));
    const drilling::RowUse use = project::assay_rows_used(project);
    if (use.unused() > 0)
        say("{}\n", words(common, Message("cli.trust.rows_unused",
                                                 {{"unused", fmt::format("{}", use.unused())},
                                                  {"rows", fmt::format("{}", use.rows)}})));
}

void print_left_out(const Common& common, const std::vector<drilling::ColumnUse>& columns) {
    TextTable table{
        {words(common, "cli.trust.file"), words(common, "cli.trust.column"), words(common, "cli.trust.rows"),
         words(common, "cli.trust.left_out"), words(common, "cli.trust.why"),
         words(common, "cli.trust.mean_used"), words(common, "cli.trust.mean_all")},
        {},
        {false, false, true, true, false, true, true}};
    for (const drilling::ColumnUse& one : columns) {
        if (one.left_out() == 0) continue;
        std::string why;
        const auto add = [&](std::int64_t count, const char* key) {
            if (count > 0) why += fmt::format("{}{} {}", why.empty() ? "" : ", ", count, words(common, key));
        };
        add(one.not_a_number, "cli.trust.not_a_number");
        add(one.negative, "cli.trust.negative");
        add(one.above_total, "cli.trust.above_total");
        add(one.place, "cli.trust.place");
        table.rows.push_back({one.file, one.column, fmt::format("{}", one.rows),
                              fmt::format("{}", one.left_out()), why,
                              fmt::format("{} {}", base::number(one.mean_used, 4), base::symbol(one.unit)),
                              fmt::format("{} {}", base::number(one.mean_all, 4), base::symbol(one.unit))});
    }
    if (!table.rows.empty()) say("{}\n{}", words(common, "cli.trust.cells"), to_text(table));
}

}  // namespace

base::Expected<void> apply_approvals(project::Recipe& recipe, const std::vector<std::string>& approve) {
    for (const std::string& written : approve) {
        for (const project::ApprovalPattern& pattern : project::approval_patterns(written))
            if (pattern.kind.empty())
                return base::fail(base::ErrorKind::usage,
                                  Message("cli.approve_form", {{"written", written}}));
        std::string& all = recipe.general.approve;
        all += (all.empty() ? "" : "; ") + written;
    }
    return {};
}

std::string column_and_value(const project::FindingGroup& group) {
    return group.value.empty() ? group.column : fmt::format("{} = {}", group.column, group.value);
}

std::string share_text(const project::FindingGroup& group) {
    if (std::isnan(group.share)) return "";
    return group.share < 0.001 ? "<0.1 %" : fmt::format("{} %", base::number(100 * group.share, 3));
}

void print_trust(const Common& common, const project::Project& project) {
    print_open(common, project, project.findings());
    print_summary(common, project);
    const auto& import = project.results.drilling.import;
    if (!import) return;
    for (const io::TableMapping& mapping : import->mappings)
        if (mapping.refused > 0)
            say("{}\n", words(common, Message("cli.trust.refused",
                                                     {{"file", mapping.file},
                                                      {"refused", fmt::format("{}", mapping.refused)},
                                                      {"rows", fmt::format("{}", mapping.rows)}})));
    print_left_out(common, project::column_use(project));
}

Json group_json(const project::FindingGroup& group, base::Language language) {
    static constexpr const char* severities[] = {"info", "warning", "error"};
    return {{"kind", group.kind},
            {"severity", severities[static_cast<int>(group.severity)]},
            {"stage", group.stage},
            {"file", group.file},
            {"column", group.column},
            {"value", group.value},
            {"approved", group.approved},
            {"findings", group.findings},
            {"count", group.count},
            {"share", number_json(group.share)},
            {"tonnes", number_json(group.tonnes)},
            {"effect", group.effect.empty() ? "" : base::text(group.effect, language)},
            {"fix", group.first.fix.empty() ? "" : base::text(group.first.fix, language)},
            {"approve", project::approval_pattern(group)},
            {"first", base::text(group.first.what, language)}};
}

Json trust_json(const project::Project& project, base::Language language) {
    Json open = Json::array(), columns = Json::array(), files = Json::array();
    const std::vector<base::Finding> findings = project.findings();
    for (const project::FindingGroup& one : project::open_groups(findings, project::rows_of_files(project)))
        open.push_back(group_json(one, language));
    if (project.results.drilling.import)
        for (const io::TableMapping& mapping : project.results.drilling.import->mappings)
            files.push_back({{"file", mapping.file}, {"rows", mapping.rows}, {"refused", mapping.refused}, {"set_aside", mapping.set_aside}});
    for (const drilling::ColumnUse& one : project::column_use(project))
        columns.push_back({{"file", one.file},
                           {"column", one.column},
                           {"element", one.grade},
                           {"unit", base::symbol(one.unit)},
                           {"rows", one.rows},
                           {"used", one.used},
                           {"blank", one.blank},
                           {"null_code", one.null_code},
                           {"not_a_number", one.not_a_number},
                           {"below_detection_missing", one.below_detection},
                           {"above_limit_missing", one.above_limit},
                           {"negative", one.negative},
                           {"above_total", one.above_total},
                           {"no_known_place", one.place},
                           {"mean_used", number_json(one.mean_used)},
                           {"mean_with_left_out", number_json(one.mean_all)},
                           {"mean_weighting", "length"}});
    const drilling::RowUse use = project::assay_rows_used(project);
    return {{"open", open},           {"open_errors", project::open_errors(findings)},
            {"assay_rows", use.rows}, {"assay_rows_not_used", use.unused()},
            {"files", files},         {"columns", columns}};
}

}  // namespace orelens::cli
