// orelens-cli ledger build|query|compare|advise|run|template: the total ledger of tables of units and of projects. `build` writes it as a
// GeoPackage, which the others read; every total says what it leaves out, in words or in JSON.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/base/Nearest.h"
#include "core/base/Printable.h"
#include "core/io/ledger/LedgerTable.h"
#include "core/ledger/Advice.h"
#include "core/project/LedgerPackage.h"
#include "core/project/LedgerStudy.h"
#include "core/project/Target.h"
#include "core/report/LedgerTables.h"

namespace orelens::cli {
namespace {

using base::ErrorKind;
using base::Expected;
using base::Message;

struct LedgerOptions {
    std::string file, assumptions, indicators, system, by = "status", across, scenario, from, to, csv, xlsx, kind, outside;
    std::vector<std::string> tables, projects;
    bool units = false;
};

std::string cell_text(const report::Column& column, const report::Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return base::printable(*text);
    if (const auto* count = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *count);
    if (const auto* number = std::get_if<double>(&cell))
        return column.digits < 0 ? base::number(*number, 7) : fmt::format("{:.{}f}", *number, column.digits);
    return "–";
}

void print_table(const report::Table& table) {
    TextTable text;
    for (const report::Column& column : table.columns) {
        text.header.push_back(column.unit.empty() ? column.title : column.title + " " + column.unit);
        text.right.push_back(false);
    }
    for (const auto& row : table.rows) {
        text.rows.emplace_back();
        for (std::size_t c = 0; c < row.size(); ++c) {
            text.rows.back().push_back(cell_text(table.columns[c], row[c]));
            if (!std::holds_alternative<std::string>(row[c])) text.right[c] = true;
        }
    }
    say("{}\n{}", table.title, to_text(text));
    for (const std::string& note : table.notes) say("{}\n", base::printable(note));
}

/// Files asked for, then the tables for a reader or a machine.
int deliver(const Common& common, const LedgerOptions& options, const std::vector<report::Table>& tables) {
    if (!options.csv.empty()) {
        if (auto fine = report::check_csv_tables(tables, options.csv, {options.file}); !fine) return report_error(common, fine.error());
        if (auto done = report::write_csv_tables(tables, options.csv); !done) return report_error(common, done.error());
    }
    if (!options.xlsx.empty())
        if (auto done = report::write_xlsx(tables, base::text("ledger.report.title", common.language), options.xlsx, common.language); !done)
            return report_error(common, done.error());
    if (common.json) {
        auto json = nlohmann::ordered_json::parse(report::tables_to_json(tables));
        nlohmann::ordered_json all = {{"ok", true}};
        all.update(json);
        print_json(all);
        return ExitCode::done;
    }
    for (const report::Table& table : tables) print_table(table);
    return ExitCode::done;
}

Expected<const ledger::Scenario*> scenario_named(const project::LedgerFile& file, const std::string& name) {
    if (name.empty()) return &file.assumptions.scenarios.front();
    if (const ledger::Scenario* found = ledger::find_scenario(file.assumptions, name)) return found;
    std::vector<std::string> known;
    for (const ledger::Scenario& one : file.assumptions.scenarios) known.push_back(one.id);
    const std::string near = base::nearest(name, known);
    return base::fail(ErrorKind::usage, Message("cli.ledger.unknown_scenario", {{"name", name}}), {},
                      near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
}

Expected<ledger::Field> field_named(const std::string& name) {
    const auto found = ledger::read_value<ledger::Field>(name);
    if (found && ledger::can_pivot(*found)) return *found;
    std::vector<std::string> known;
    for (const ledger::Value& value : ledger::values<ledger::Field>()) known.emplace_back(value.code);
    const std::string near = base::nearest(name, known);
    return base::fail(ErrorKind::usage, Message("cli.ledger.unknown_field", {{"name", name}}), {},
                      near.empty() ? Message() : Message("ledger.did_you_mean", {{"name", near}}));
}

/// The ledger that a project keeps, run where it is older than its recipe; `none` where it keeps none. The scenario that the
/// recipe asks for stands first.
Expected<project::LedgerFile> kept_ledger(const Common& common, const std::string& path, const base::Error& none) {
    const auto kept = project_run_until(common, path, {}, "ledger");
    if (!kept) return std::unexpected(kept.error());
    const auto study = project::ledger_study(kept->results);
    if (!study) return std::unexpected(none);
    project::LedgerFile file = study->file;
    std::vector<ledger::Scenario>& all = file.assumptions.scenarios;
    const auto asked = std::ranges::find(all, study->scenario, &ledger::Scenario::id);
    if (asked != all.end()) std::rotate(all.begin(), asked, asked + 1);
    return file;
}

/// The ledger that a command asks, with its findings told; what its answer would replace is looked at first.
Expected<project::LedgerFile> read(const Common& common, const LedgerOptions& options) {
    const std::string& path = options.file;
    if (auto there = need_file(path); !there) return std::unexpected(there.error());
    if (!options.xlsx.empty())
        if (auto fine = project::check_target(options.xlsx, project::Content::xlsx, {path}); !fine) return std::unexpected(fine.error());
    if (!options.csv.empty())
        if (auto fine = project::check_folder(options.csv); !fine) return std::unexpected(fine.error());
    std::optional<ProgressBar> bar(std::in_place, common.language);
    cancel_on_interrupt(bar->progress());
    auto file = project::read_ledger_package(path, bar->progress());
    bar.reset();
    if (!file && file.error().what.key == "ledger.file.none") file = kept_ledger(common, path, base::Error(file.error()));
    if (file && !common.json)
        for (const base::Finding& finding : file->built.findings) note(finding_text(common, finding));
    return file;
}

int build(const Common& common, const LedgerOptions& options) {
    for (const std::string& table : options.tables)
        if (auto there = need_file(table); !there) return report_error(common, there.error());
    for (const std::string& file : options.projects)
        if (auto there = need_file(file); !there) return report_error(common, there.error());
    if (options.tables.empty() && options.projects.empty())
        return report_error(common, base::Error{ErrorKind::usage, Message("cli.ledger.nothing_to_build")});
    if (auto there = need_file(options.assumptions); !there) return report_error(common, there.error());
    std::vector<std::string> inputs = options.tables;
    inputs.insert(inputs.end(), options.projects.begin(), options.projects.end());
    inputs.push_back(options.assumptions);
    if (!options.indicators.empty()) inputs.push_back(options.indicators);
    if (auto fine = project::check_ledger_target(options.file, inputs); !fine) return report_error(common, fine.error());
    std::optional<ProgressBar> bar(std::in_place, common.language);
    cancel_on_interrupt(bar->progress());
    const auto file = project::build_ledger_from_tables(options.tables, options.assumptions, options.indicators, bar->progress().part(0, 0.7), options.projects);
    if (!file) {
        bar.reset();
        return report_error(common, file.error());
    }
    const ledger::Ledger& ledger = file->built.ledger;
    std::vector<std::uint32_t> targets;
    for (std::uint32_t u = 0; u < ledger.units(); ++u)
        if (ledger.excluded[u] == ledger::Excluded::counted && (ledger.kind[u] == ledger::Kind::potential || ledger.status[u] == ledger::Status::potential))
            targets.push_back(u);
    const auto blocks = ledger::licence_blocks(ledger, targets);
    if (!blocks) return report_error(common, blocks.error());
    const auto written = project::write_ledger_package(*file, *blocks, options.file, bar->progress().part(0.7, 1));
    bar.reset();
    if (!written) return report_error(common, written.error());
    nlohmann::ordered_json findings = nlohmann::ordered_json::array();
    for (const base::Finding& finding : file->built.findings) {
        findings.push_back({{"kind", finding.kind}, {"file", finding.file}, {"line", finding.row}, {"column", finding.column}, {"unit", finding.hole}, {"message", words(common, finding.what)}});
        if (!common.json) note((finding.row > 0 || finding.file.empty() ? "" : base::printable(finding.file) + ": ") + finding_text(common, finding));
    }
    nlohmann::ordered_json left_out = nlohmann::ordered_json::array();
    for (const Message& message : ledger::left_out_words(ledger::left_out(ledger), common.language)) {
        left_out.push_back(words(common, message));
        if (!common.json) say("{}\n", words(common, message));
    }
    if (common.json)
        print_json({{"ok", true}, {"units", ledger.units()}, {"rows", ledger.rows()}, {"findings", findings}, {"left_out", left_out}, {"licence_blocks", blocks->size()}});
    else
        say("{}\n", words(common, Message("cli.ledger.built", {{"units", base::grouped(static_cast<double>(ledger.units()))},
                                                                       {"rows", base::grouped(static_cast<double>(ledger.rows()))},
                                                                       {"sources", std::to_string(ledger.sources.size())},
                                                                       {"findings", std::to_string(file->built.findings.size())}})));
    return ExitCode::done;
}

int query(const Common& common, const LedgerOptions& options) {
    const auto system = ledger::parse_query(options.system);
    if (!system) return report_error(common, system.error());
    const auto by = field_named(options.by);
    if (!by) return report_error(common, by.error());
    std::optional<ledger::Field> across;
    if (!options.across.empty()) {
        const auto found = field_named(options.across);
        if (!found) return report_error(common, found.error());
        across = *found;
    }
    const auto file = read(common, options);
    if (!file) return report_error(common, file.error());
    const auto scenario = scenario_named(*file, options.scenario);
    if (!scenario) return report_error(common, scenario.error());
    const ledger::Ledger& ledger = file->built.ledger;
    const auto outcomes = ledger::evaluate(ledger, file->assumptions.routes, **scenario);
    if (!outcomes) return report_error(common, outcomes.error());
    const auto selection = ledger::select(ledger, *system, outcomes->state);
    if (!selection) return report_error(common, selection.error());
    auto sums = ledger::pivot(ledger, *by, across, *selection, outcomes->state);
    // Resources, reserves and potential stand in rows of their own.
    if (sums && !across && *by != ledger::Field::kind && sums->kinds.size() > 1)
        sums = ledger::pivot(ledger, *by, ledger::Field::kind, *selection, outcomes->state);
    if (!sums) return report_error(common, sums.error());
    const report::LedgerReport report{file->built, file->assumptions, file->indicators, *system, common.language};
    std::vector<report::Table> tables{report::ledger_pivot_table(report, *sums)};
    if (options.units) {
        std::optional<ProgressBar> bar(std::in_place, common.language);
        cancel_on_interrupt(bar->progress());
        auto units = report::ledger_units_table(report, **scenario, *selection, 0, bar->progress());
        bar.reset();
        if (!units) return report_error(common, units.error());
        tables.push_back(std::move(*units));
    }
    return deliver(common, options, tables);
}

int compare(const Common& common, const LedgerOptions& options) {
    const auto system = ledger::parse_query(options.system);
    if (!system) return report_error(common, system.error());
    const auto file = read(common, options);
    if (!file) return report_error(common, file.error());
    const auto from = scenario_named(*file, options.from), to = scenario_named(*file, options.to);
    if (!from) return report_error(common, from.error());
    if (!to) return report_error(common, to.error());
    const ledger::Ledger& ledger = file->built.ledger;
    const auto selection = ledger::select(ledger, *system);
    if (!selection) return report_error(common, selection.error());
    const auto moved = ledger::activation(ledger, file->assumptions.routes, **from, **to, *selection);
    if (!moved) return report_error(common, moved.error());
    const report::LedgerReport report{file->built, file->assumptions, file->indicators, *system, common.language};
    return deliver(common, options, {report::ledger_activation_table(report, **from, **to, *moved)});
}

int advise(const Common& common, const LedgerOptions& options) {
    const auto system = ledger::parse_query(options.system);
    if (!system) return report_error(common, system.error());
    const auto file = read(common, options);
    if (!file) return report_error(common, file.error());
    const auto scenario = scenario_named(*file, options.scenario);
    if (!scenario) return report_error(common, scenario.error());
    const ledger::Scenario* to = nullptr;
    if (!options.to.empty()) {
        const auto found = scenario_named(*file, options.to);
        if (!found) return report_error(common, found.error());
        to = *found;
    }
    const report::LedgerReport report{file->built, file->assumptions, file->indicators, *system, common.language};
    const auto tables = report::ledger_tables(report, **scenario, to, base::Progress());
    if (!tables) return report_error(common, tables.error());
    // A workbook and CSV hold the whole report; the terminal the recommendations.
    if (common.json || !options.csv.empty() || !options.xlsx.empty()) return deliver(common, options, *tables);
    for (const report::Table& table : *tables) {
        if (table.id != "ledger_advice") continue;
        for (const auto& row : table.rows) say("{}. {}\n", std::get<std::int64_t>(row[0]), base::printable(std::get<std::string>(row[3])));
        for (const std::string& one : table.notes) say("{}\n", base::printable(one));
    }
    return ExitCode::done;
}

int run_ledger(const Common& common, const LedgerOptions& options) {
    if (auto there = need_file(options.outside); !there) return report_error(common, there.error());
    const auto text = base::read_text_file(options.outside);
    if (!text) return report_error(common, text.error());
    const auto outside = ledger::outside_from_json(*text, options.outside);
    if (!outside) return report_error(common, outside.error());
    const auto file = read(common, options);
    if (!file) return report_error(common, file.error());
    const auto scenario = scenario_named(*file, options.scenario);
    if (!scenario) return report_error(common, scenario.error());
    std::optional<ProgressBar> bar(std::in_place, common.language);
    cancel_on_interrupt(bar->progress());
    const auto years = ledger::run_years(file->built.ledger, file->assumptions.routes, **scenario, outside->chain, outside->years, bar->progress());
    bar.reset();
    if (!years) return report_error(common, years.error());
    const report::LedgerReport report{file->built, file->assumptions, file->indicators, {}, common.language};
    return deliver(common, options, {report::ledger_years_table(report, **scenario, *outside, *years)});
}

int print_template(const Common& common, const LedgerOptions& options) {
    const std::string names[] = {"orebodies", "tailings", "stockpiles", "scrap"};
    const auto at = std::find(std::begin(names), std::end(names), options.kind) - std::begin(names);
    say("{}", io::ledger_template(static_cast<io::LedgerTemplate>(at), common.language));
    return ExitCode::done;
}

}  // namespace

void add_ledger(CLI::App& app, Common& common, Action& action) {
    static LedgerOptions options;
    CLI::App* ledger = app.add_subcommand("ledger", words(common, "cli.ledger.about"));
    ledger->require_subcommand(1);
    const auto verb = [&](const char* name, int (*run_ledger)(const Common&, const LedgerOptions&)) {
        CLI::App* command = ledger->add_subcommand(name, words(common, "cli.ledger." + std::string(name)));
        command->callback([&action, &common, run_ledger] { action = [&common, run_ledger] { return run_ledger(common, options); }; });
        command->set_help_flag("-h,--help", words(common, "cli.help"));
        return command;
    };
    CLI::App* made = verb("build", build);
    made->add_option("OUT", options.file, words(common, "cli.ledger.out"))->required();
    made->add_option("--table", options.tables, words(common, "cli.ledger.table"));
    made->add_option("--project", options.projects, words(common, "cli.ledger.project"));
    made->add_option("--assumptions", options.assumptions, words(common, "cli.ledger.assumptions"))->required();
    made->add_option("--indicators", options.indicators, words(common, "cli.ledger.indicators"));
    CLI::App* asked = verb("query", query);
    CLI::App* compared = verb("compare", compare);
    CLI::App* advised = verb("advise", advise);
    CLI::App* years = verb("run", run_ledger);
    for (CLI::App* command : {asked, compared, advised, years}) {
        command->add_option("LEDGER", options.file, words(common, "cli.ledger.ledger"))->required();
        if (command != years) command->add_option("--system", options.system, words(common, "cli.ledger.system"));
        command->add_option("--csv", options.csv, words(common, "cli.ledger.csv"));
        command->add_option("--xlsx", options.xlsx, words(common, "cli.ledger.xlsx"));
    }
    asked->add_option("--by", options.by, words(common, "cli.ledger.by"));
    asked->add_option("--across", options.across, words(common, "cli.ledger.across"));
    asked->add_option("--scenario", options.scenario, words(common, "cli.ledger.scenario"));
    asked->add_flag("--units", options.units, words(common, "cli.ledger.units"));
    years->add_option("OUTSIDE", options.outside, words(common, "cli.ledger.outside"))->required();
    years->add_option("--scenario", options.scenario, words(common, "cli.ledger.scenario"));
    compared->add_option("--from", options.from, words(common, "cli.ledger.from"));
    compared->add_option("--to", options.to, words(common, "cli.ledger.to"))->required();
    advised->add_option("--scenario", options.scenario, words(common, "cli.ledger.scenario"));
    advised->add_option("--to", options.to, words(common, "cli.ledger.to"));
    CLI::App* head = verb("template", print_template);
    head->add_option("KIND", options.kind, words(common, "cli.ledger.kind"))->required()->check(CLI::IsMember({"orebodies", "tailings", "stockpiles", "scrap"}));
}

}  // namespace orelens::cli
