// orelens-cli check RECIPE: how the files were understood, and every finding.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/ModelWords.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "app/cli/Trust.h"
#include "core/economics/Value.h"
#include "core/project/GridPreview.h"
#include "core/project/RecipePlace.h"

namespace orelens::cli {
namespace {

struct CheckOptions {
    std::string input;
    std::vector<std::string> settings, approve;
    bool all = false;
};

bool refuses(const drilling::Finding& finding) {
    return finding.severity == drilling::Severity::error && !finding.approved;
}

Json mapping_json(const io::TableMapping& mapping) {
    Json unused = Json::array();
    for (const io::UnusedColumn& column : mapping.unused)
        unused.push_back({{"column", column.header}, {"why", column.why}});
    return {{"table", mapping.table},
            {"file", mapping.file},
            {"delimiter", std::string(1, mapping.delimiter)},
            {"encoding", mapping.encoding},
            {"encoding_rival", mapping.encoding_rival},
            {"encoding_sample", mapping.encoding_sample},
            {"marks", mapping.marks},
            {"rows", mapping.rows},
            {"columns", mapping.columns},
            {"units", mapping.units},
            {"limits", mapping.limits},
            {"unused", unused}};
}

/// ". " as a reader sees it: a space is named by its picture.
std::string shown_mark(char mark) {
    return mark == ' ' ? "␣" : std::string(1, mark);
}

/// "X, Y with decimal , and thousands ."; columns with the same marks together.
std::string marks_text(const Common& common, const io::TableMapping& mapping) {
    std::map<std::string, std::string> columns;
    for (const auto& [header, marks] : mapping.marks)
        columns[marks] += (columns[marks].empty() ? "" : ", ") + header;
    std::string out;
    for (const auto& [marks, names] : columns) {
        const bool group = marks.size() > 1, decimal = marks.front() != '?';
        const char* key = decimal ? group ? "cli.check.marks_group" : "cli.check.marks_one"
                          : group ? "cli.check.marks_group_only"
                                  : "cli.check.marks_both";
        out += (out.empty() ? "" : "; ") +
               words(common, base::Message(key,
                                           {{"columns", names},
                                            {"decimal", shown_mark(marks.front())},
                                            {"group", group ? shown_mark(marks.back()) : ""}}));
    }
    return out;
}

/// "Cu 0.001 %, Au 0.01 … 10 g/t".
std::string limits_text(const io::TableMapping& mapping) {
    std::string out;
    for (const auto& [grade, limits] : mapping.limits) {
        const auto unit = mapping.units.find(grade);
        out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", grade, limits,
                           unit == mapping.units.end() ? "" : " " + unit->second);
    }
    return out;
}

std::string unused_text(const Common& common, const io::TableMapping& mapping) {
    std::string out;
    for (const io::UnusedColumn& column : mapping.unused)
        out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", column.header,
                           words(common, "csv.unused." + column.why));
    return out;
}

void print_mappings(const Common& common, const io::DrillholeImport& import) {
    for (const io::TableMapping& mapping : import.mappings) {
        std::string columns;
        for (const auto& [role, header] : mapping.columns) {
            columns += fmt::format("{}{} ← {}", columns.empty() ? "" : ", ", role, header);
            if (const auto unit = mapping.units.find(role); unit != mapping.units.end())
                columns += fmt::format(" [{}]", unit->second);
        }
        say("{}\n", words(common, base::Message("cli.check.mapping",
                                                       {{"file", mapping.file},
                                                        {"rows", fmt::format("{}", mapping.rows)},
                                                        {"columns", columns}})));
        const auto line = [&](const char* key, std::vector<std::pair<std::string, std::string>> args) {
            say("{}\n", words(common, base::Message(key, std::move(args))));
        };
        if (!mapping.encoding_sample.empty())
            line("cli.check.encoding", {{"encoding", mapping.encoding}, {"sample", mapping.encoding_sample}});
        if (!mapping.marks.empty()) line("cli.check.marks", {{"marks", marks_text(common, mapping)}});
        if (!mapping.limits.empty()) line("cli.check.limits", {{"limits", limits_text(mapping)}});
        if (!mapping.unused.empty()) line("cli.check.unused", {{"columns", unused_text(common, mapping)}});
    }
}

std::string severity_word(const Common& common, drilling::Severity severity) {
    static constexpr const char* keys[] = {"cli.check.info", "cli.check.warning", "cli.check.error"};
    return words(common, keys[static_cast<int>(severity)]);
}

std::string words_of(const Common& common, const base::Finding& finding) {
    std::string what = words(common, finding.what);
    if (!finding.fix.empty()) what += fmt::format(" [{}]", words(common, finding.fix));
    if (finding.approved) what += fmt::format(" ({})", words(common, "cli.check.approved"));
    return what;
}

std::string place_of(const base::Finding& finding) {
    return finding.row > 0 ? fmt::format("{}:{}", finding.file, finding.row) : finding.file;
}

/// Every finding in a row of its own.
void print_findings(const Common& common, const std::vector<drilling::Finding>& findings) {
    TextTable table{{words(common, "cli.check.severity"), words(common, "cli.check.place"),
                     words(common, "cli.check.hole"), words(common, "cli.check.what")},
                    {},
                    {}};
    for (const drilling::Finding& finding : findings)
        table.rows.push_back({severity_word(common, finding.severity), place_of(finding), finding.hole,
                              words_of(common, finding)});
    if (!findings.empty()) say("{}", to_text(table));
}

/// One row per group; a group of several says how many, what they do, and how to agree to all of them.
void print_groups(const Common& common, const std::vector<project::FindingGroup>& groups) {
    TextTable table{{words(common, "cli.check.severity"), words(common, "cli.check.place"),
                     words(common, "cli.check.hole"), words(common, "cli.trust.column"),
                     words(common, "cli.check.number"), words(common, "cli.trust.share"),
                     words(common, "cli.check.what")},
                    {},
                    {false, false, false, false, true, true, false}};
    for (const project::FindingGroup& one : groups) {
        std::string what = words_of(common, one.first);
        if (one.findings > 1)
            what = words(
                common, base::Message("cli.check.group", {{"kind", words(common, base::kind_words(one.kind))},
                                                          {"findings", fmt::format("{}", one.findings)},
                                                          {"first", what}}));
        if (!one.effect.empty()) what += " " + words(common, one.effect);
        if (!one.approved && one.findings > 1)
            what += " " + words(common, base::Message("cli.check.approve_all",
                                                      {{"pattern", project::approval_pattern(one)}}));
        table.rows.push_back({severity_word(common, one.severity), place_of(one.first),
                              one.findings > 1 ? "" : one.first.hole, column_and_value(one),
                              fmt::format("{}", one.count), share_text(one), what});
    }
    if (!groups.empty()) say("{}", to_text(table));
}

Json grid_json(const Common& common, const project::GridPreview& preview) {
    Json json = {{"fits", preview.fits}, {"left_out", preview.left_out}};
    if (preview.refused) json["refused"] = base::describe(*preview.refused, common.language);
    if (preview.geometry) {
        json["count"] = preview.geometry->count;
        json["block_size"] = preview.geometry->block_size;
        json["cells"] = preview.cells;
        json["box"] = {{"low", preview.low}, {"high", preview.high}, {"lengths", preview.box_m}};
        json["corners"] = preview.corners;
        json["stated_lengths"] = preview.stated_m;
        json["blocks"] = preview.blocks;
        json["at_most"] = preview.at_most;
        json["bytes"] = number_json(preview.bytes);
        json["seconds"] = number_json(preview.seconds);
    }
    json["limit_bytes"] = number_json(preview.limit_bytes);
    if (preview.far)
        json["far_hole"] = {{"hole", preview.far->hole},
                            {"holes", preview.far->holes},
                            {"distance_m", preview.far->distance_m},
                            {"cells_without", preview.far->cells_without}};
    if (!preview.fix.empty()) json["fix"] = words(common, preview.fix);
    if (!preview.place.field.empty()) json["parameter"] = preview.place.field;
    json["words"] = Json::array();
    for (const base::Message& line : project::preview_words(preview))
        json["words"].push_back(words(common, line));
    return json;
}

/// Lays the grid out where the files allow it; what stops that is told by a run.
std::optional<project::GridPreview> grid_of(const Common& common, project::Project& project) {
    if (!project.model_file().empty() || !project.results.drilling.import) return std::nullopt;
    {
        ProgressBar bar(common.language);
        static_cast<void>(project.run(bar.progress(), "grid"));
    }
    const bool fitted = project.recipe.grid.fit_to_samples;
    if (fitted && !project.results.drilling.composites) return std::nullopt;
    return project::preview_grid(project.recipe, project.results);
}

int check(const Common& common, const CheckOptions& options) {
    auto project = project_run_until(common, options.input, options.settings, "import", options.approve);
    if (!project) return report_error(common, project.error());
    if (!project->recipe.model.file.empty()) {
        ProgressBar bar(common.language);
        if (auto read = project->run(bar.progress(), "model"); !read)
            return report_error(common, read.error());
    }
    if (!project->recipe.orebodies.mines_file.empty() || !project->recipe.orebodies.orebodies_file.empty()) {
        ProgressBar bar(common.language);
        if (auto read = project->run(bar.progress(), "orebodies"); !read) return report_error(common, read.error());
    }
    if (!project->recipe.flows.system_file.empty()) {
        ProgressBar bar(common.language);
        if (auto read = project->run(bar.progress(), "scrap"); !read) return report_error(common, read.error());
    }
    const auto grid = grid_of(common, *project);
    const bool fits = !grid || grid->fits;
    const project::Results& results = project->results;
    const std::vector<base::Finding> findings = project->findings();
    const auto errors = std::ranges::count_if(findings, refuses);
    base::Expected<void> deck;
    if (!project->recipe.commodity.empty())
        deck = project::at_recipe(project->recipe, economics::check_deck(project::price_deck(project->recipe)));
    if (common.json) {
        Json json = {{"ok", errors == 0 && deck && fits}, {"unapproved_errors", errors}};
        json["tables"] = Json::array();
        if (results.drilling.import)
            for (const io::TableMapping& mapping : results.drilling.import->mappings)
                json["tables"].push_back(mapping_json(mapping));
        if (results.model_import.mapping) json["model"] = model_mapping_json(*results.model_import.mapping);
        if (grid) json["grid"] = grid_json(common, *grid);
        json["trust"] = trust_json(*project, common.language);
        json["groups"] = Json::array();
        for (const project::FindingGroup& group :
             project::group_findings(findings, project::rows_of_files(*project)))
            json["groups"].push_back(group_json(group, common.language));
        json["findings"] = Json::array();
        for (const drilling::Finding& finding : findings)
            json["findings"].push_back(finding_json(finding, common.language));
        json["warnings"] = Json::array();
        for (const base::Error& warning : project->recipe.warnings)
            json["warnings"].push_back(base::describe(warning, common.language));
        if (!deck) json["warnings"].push_back(base::describe(deck.error(), common.language));
        print_json(json);
        return errors == 0 && deck && fits ? ExitCode::done : ExitCode::refused;
    }
    if (results.drilling.import) print_mappings(common, *results.drilling.import);
    if (results.model_import.mapping)
        say("{}", model_mapping_text(common, *results.model_import.mapping));
    const auto groups = project::group_findings(findings, project::rows_of_files(*project));
    if (options.all)
        print_findings(common, findings);
    else
        print_groups(common, groups);
    say("{}\n", words(common, base::Message("cli.check.summary",
                                                   {{"findings", fmt::format("{}", findings.size())},
                                                    {"groups", fmt::format("{}", groups.size())},
                                                    {"errors", fmt::format("{}", errors)}})));
    if (grid)
        for (const base::Message& line : project::preview_words(*grid))
            say("{}\n", words(common, line));
    if (!deck) return report_error(common, deck.error());
    return errors == 0 && fits ? ExitCode::done : ExitCode::refused;
}

}  // namespace

void add_check(CLI::App& app, Common& common, Action& action) {
    static CheckOptions options;
    CLI::App* command = app.add_subcommand("check", words(common, "cli.check.about"));
    command->add_option("RECIPE", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->add_option("--approve", options.approve, words(common, "cli.approve"))->allow_extra_args(false);
    command->add_flag("--all", options.all, words(common, "cli.check.all"));
    command->callback([&] { action = [&] { return check(common, options); }; });
}

}  // namespace orelens::cli
