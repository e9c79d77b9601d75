// orelens-cli check RECIPE: how the files were understood, and every finding.
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/TextTable.h"
#include "app/cli/Trust.h"
#include "core/economics/Value.h"

namespace orelens::cli {
namespace {

struct Options {
    std::string input;
    std::vector<std::string> settings, approve;
};

bool refuses(const drilling::Finding& finding) {
    return finding.severity == drilling::Severity::error && !finding.approved;
}

Json mapping_json(const io::TableMapping& mapping) {
    return {{"table", mapping.table},
            {"file", mapping.file},
            {"delimiter", std::string(1, mapping.delimiter)},
            {"decimal_comma", mapping.decimal_comma},
            {"rows", mapping.rows},
            {"columns", mapping.columns}};
}

void print_mappings(const Common& common, const io::DrillholeImport& import) {
    for (const io::TableMapping& mapping : import.mappings) {
        std::string columns;
        for (const auto& [role, header] : mapping.columns)
            columns += fmt::format("{}{} ← {}", columns.empty() ? "" : ", ", role, header);
        fmt::print("{}\n", words(common, base::Message("cli.check.mapping",
                                                       {{"file", mapping.file},
                                                        {"rows", fmt::format("{}", mapping.rows)},
                                                        {"columns", columns}})));
    }
}

std::string severity_word(const Common& common, drilling::Severity severity) {
    static constexpr const char* keys[] = {"cli.check.info", "cli.check.warning", "cli.check.error"};
    return words(common, keys[static_cast<int>(severity)]);
}

void print_findings(const Common& common, const std::vector<drilling::Finding>& findings) {
    TextTable table{{words(common, "cli.check.severity"), words(common, "cli.check.place"),
                     words(common, "cli.check.hole"), words(common, "cli.check.what")},
                    {},
                    {}};
    for (const drilling::Finding& finding : findings) {
        std::string what = words(common, finding.what);
        if (!finding.fix.empty()) what += fmt::format(" [{}]", words(common, finding.fix));
        if (finding.approved) what += fmt::format(" ({})", words(common, "cli.check.approved"));
        const std::string place =
            finding.row > 0 ? fmt::format("{}:{}", finding.file, finding.row) : finding.file;
        table.rows.push_back({severity_word(common, finding.severity), place, finding.hole, what});
    }
    if (!findings.empty()) fmt::print("{}", to_text(table));
}

int check(const Common& common, const Options& options) {
    const auto project =
        project_run_until(common, options.input, options.settings, "import", options.approve);
    if (!project) return report_error(common, project.error());
    const project::Results& results = project->results;
    const std::vector<base::Finding> findings = project->findings();
    const auto errors = std::ranges::count_if(findings, refuses);
    base::Expected<void> deck;
    if (!project->recipe.commodity.empty())
        deck = economics::check_deck(project::price_deck(project->recipe));
    if (common.json) {
        Json json = {{"ok", errors == 0 && deck}, {"unapproved_errors", errors}};
        json["tables"] = Json::array();
        if (results.drilling.import)
            for (const io::TableMapping& mapping : results.drilling.import->mappings)
                json["tables"].push_back(mapping_json(mapping));
        json["trust"] = trust_json(*project, common.language);
        json["findings"] = Json::array();
        for (const drilling::Finding& finding : findings)
            json["findings"].push_back(finding_json(finding, common.language));
        json["warnings"] = Json::array();
        for (const base::Error& warning : project->recipe.warnings)
            json["warnings"].push_back(base::describe(warning, common.language));
        if (!deck) json["warnings"].push_back(base::describe(deck.error(), common.language));
        print_json(json);
        return errors == 0 && deck ? ExitCode::done : ExitCode::refused;
    }
    if (results.drilling.import) print_mappings(common, *results.drilling.import);
    print_findings(common, findings);
    fmt::print("{}\n", words(common, base::Message("cli.check.summary",
                                                   {{"findings", fmt::format("{}", findings.size())},
                                                    {"errors", fmt::format("{}", errors)}})));
    if (!deck) return report_error(common, deck.error());
    return errors == 0 ? ExitCode::done : ExitCode::refused;
}

}  // namespace

void add_check(CLI::App& app, Common& common, Action& action) {
    static Options options;
    CLI::App* command = app.add_subcommand("check", words(common, "cli.check.about"));
    command->add_option("RECIPE", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->add_option("--approve", options.approve, words(common, "cli.approve"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return check(common, options); }; });
}

}  // namespace orelens::cli
