#include "app/cli/Trust.h"

#include <fmt/format.h>

#include <cmath>

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
    const auto kinds = project::open_kinds(findings);
    if (kinds.empty()) return;
    TextTable table{{words(common, "cli.check.severity"), words(common, "cli.trust.kind"),
                     words(common, "cli.trust.stage"), words(common, "cli.trust.file"),
                     words(common, "cli.trust.findings"), words(common, "cli.trust.count")},
                    {},
                    {false, false, false, false, true, true}};
    for (const project::OpenKind& one : kinds)
        table.rows.push_back(
            {words(common, one.severity == base::Severity::error ? "cli.check.error" : "cli.check.warning"),
             words(common, base::kind_words(one.kind)), stage_label(common, project, one.stage), one.file,
             fmt::format("{}", one.findings), fmt::format("{}", one.count)});
    fmt::print("{}\n{}", words(common, "cli.trust.open"), to_text(table));
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
    if (!table.rows.empty()) fmt::print("{}\n{}", words(common, "cli.trust.cells"), to_text(table));
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

void print_trust(const Common& common, const project::Project& project) {
    print_open(common, project, project.findings());
    const auto& import = project.results.drilling.import;
    if (!import) return;
    for (const io::TableMapping& mapping : import->mappings)
        if (mapping.refused > 0)
            fmt::print("{}\n", words(common, Message("cli.trust.refused",
                                                     {{"file", mapping.file},
                                                      {"refused", fmt::format("{}", mapping.refused)},
                                                      {"rows", fmt::format("{}", mapping.rows)}})));
    print_left_out(common, project::column_use(project));
}

Json trust_json(const project::Project& project, base::Language language) {
    Json open = Json::array(), columns = Json::array(), files = Json::array();
    for (const project::OpenKind& one : project::open_kinds(project.findings()))
        open.push_back({{"kind", one.kind},
                        {"severity", one.severity == base::Severity::error ? "error" : "warning"},
                        {"stage", one.stage},
                        {"file", one.file},
                        {"findings", one.findings},
                        {"count", one.count},
                        {"tonnes", number_json(one.tonnes)},
                        {"first", base::text(one.first.what, language)}});
    if (project.results.drilling.import)
        for (const io::TableMapping& mapping : project.results.drilling.import->mappings)
            files.push_back({{"file", mapping.file}, {"rows", mapping.rows}, {"refused", mapping.refused}});
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
                           {"negative", one.negative},
                           {"above_total", one.above_total},
                           {"no_known_place", one.place},
                           {"mean_used", number_json(one.mean_used)},
                           {"mean_with_left_out", number_json(one.mean_all)},
                           {"mean_weighting", "length"}});
    return {{"open", open}, {"files", files}, {"columns", columns}};
}

}  // namespace orelens::cli
