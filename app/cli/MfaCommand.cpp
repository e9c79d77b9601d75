// orelens-cli mfa run|check|reconcile FILE: flow systems described by a JSON file beside its tables. Exit code 1 where
// the data are refused; what is only doubtful is told and the numbers are written all the same.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/Output.h"
#include "app/cli/Say.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/io/flows/SystemFile.h"
#include "core/io/text/Numbers.h"
#include "core/project/Delivery.h"
#include "core/project/FlowStudy.h"
#include "core/report/FlowTables.h"

namespace orelens::cli {
namespace {

using base::Message;
using recycling::System;

struct MfaOptions {
    std::string file, folder;
    std::vector<std::string> prices;  ///< "70000" or "Cu=70000"
    int year = -1;
    int draws = -1;
    bool cohorts = false;
};

TextTable text_table(const report::Table& table) {
    TextTable made;
    for (const report::Column& column : table.columns) {
        made.header.push_back(column.unit.empty() ? column.title : column.title + " (" + column.unit + ")");
        made.right.push_back(true);
    }
    if (!made.right.empty()) made.right[0] = false;
    for (const auto& row : table.rows) {
        std::vector<std::string> cells;
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (const auto* text = std::get_if<std::string>(&row[c])) cells.push_back(*text);
            else if (const auto* whole = std::get_if<std::int64_t>(&row[c])) cells.push_back(std::to_string(*whole));
            else if (const auto* real = std::get_if<double>(&row[c])) cells.push_back(base::number(*real, 8));
            else cells.emplace_back();
        }
        made.rows.push_back(std::move(cells));
    }
    return made;
}

struct Computed {
    std::vector<std::string> inputs;
    project::FlowStudy flows;
    std::optional<project::ScrapStudy> scrap;
};

/// Prices by element. One price alone is of one metal: where streams name several it is refused.
base::Expected<std::map<std::string, double>> prices(const MfaOptions& options, const recycling::RecyclingRule& rule, const std::vector<recycling::Stream>& streams) {
    std::set<std::string> elements;
    for (const recycling::Stream& stream : streams) elements.insert(stream.element);
    std::map<std::string, double> made;
    std::optional<double> bare;
    if (options.prices.empty() && !std::isnan(rule.price)) bare = rule.price;
    for (const std::string& given : options.prices) {
        const auto sign = given.rfind('=');
        const std::string element = sign == std::string::npos ? "" : given.substr(0, sign);
        const auto number = io::parse_number(sign == std::string::npos ? given : given.substr(sign + 1));
        if (!number || !std::isfinite(*number) || *number < 0) return base::fail(base::ErrorKind::usage, Message("cli.mfa.no_price", {{"text", given}}));
        if (sign == std::string::npos) bare = *number;
        else if (!elements.contains(element)) return base::fail(base::ErrorKind::usage, Message("cli.mfa.price_absent", {{"element", element}}));
        else made[element] = *number;
    }
    if (!bare) return made;
    if (elements.size() > 1) {
        std::string all;
        for (const std::string& element : elements) all += (all.empty() ? "" : ", ") + (element.empty() ? std::string("–") : element);
        return base::fail(base::ErrorKind::usage, Message("cli.mfa.price_elements", {{"elements", all}}), {.file = options.prices.empty() ? options.file : ""});
    }
    for (const std::string& element : elements) made.try_emplace(element, *bare);
    return made;
}

/// What `run` writes, so far as it is known before the work.
std::vector<std::string> file_names(const MfaOptions& options, const io::SystemRead& read, const recycling::RecyclingRule& rule) {
    std::vector<std::string> names{"flows.csv", "residuals.csv", "mfa.xlsx", "mfa_balances.csv", "mfa_states.csv", "mfa_stocks.csv", "mfa_flows.csv"};
    if (options.cohorts) names.emplace_back("cohorts.csv");
    if (rule.draws > 0 && !read.uncertain.empty()) names.emplace_back("mfa_fans.csv");
    if (!read.places.empty()) names.emplace_back("mfa_places.csv");
    if (!read.streams_file.empty() || !read.piles.empty()) names.insert(names.end(), {"mfa_streams.csv", "mfa_curve.csv"});
    if (!read.letters.empty()) names.emplace_back("mfa_indicators.csv");
    if (!read.targets.empty()) names.emplace_back("mfa_targets.csv");
    return names;
}

/// The rules are those of the file's options: it stands for itself here.
base::Expected<Computed> computed(const MfaOptions& options, const base::Progress& progress) {
    if (auto there = need_file(options.file); !there) return std::unexpected(there.error());
    Computed made;
    const auto read = io::read_system(options.file);
    if (!read) return std::unexpected(read.error());
    recycling::RecyclingRule rule = read->rule;
    if (options.year >= 0) rule.year = options.year;
    if (options.draws >= 0) rule.draws = options.draws;
    if (!options.folder.empty())
        if (auto fine = project::check_replaceable(options.folder, file_names(options, *read, rule), read->inputs); !fine) return std::unexpected(fine.error());
    made.inputs = read->inputs;
    auto flows = project::make_flow_study(options.file, rule, progress);
    if (!flows) return std::unexpected(flows.error());
    made.flows = std::move(*flows);
    const auto told = prices(options, rule, made.flows.streams);
    if (!told) return std::unexpected(told.error());
    if (made.flows.streams.empty() && made.flows.letters.empty() && made.flows.targets.empty()) return made;
    auto scrap = project::make_scrap_study(made.flows, *told, "", progress);
    if (!scrap) return std::unexpected(scrap.error());
    made.scrap = std::move(*scrap);
    return made;
}

int check(const Common& common, const MfaOptions& options) {
    const base::Progress progress;
    cancel_on_interrupt(progress);
    const auto made = computed(options, progress);
    if (!made) return report_error(common, made.error());
    const auto found = report::flow_doubts(made->flows);
    const double residual = made->flows.solved.largest_residual;
    if (common.json) {
        Json list = Json::array();
        for (const Message& one : found) list.push_back(words(common, one));
        print_json({{"ok", true}, {"largest_residual", number_json(residual)}, {"doubts", list}});
        return ExitCode::done;
    }
    for (const Message& one : found) say("{}\n", words(common, one));
    if (residual <= 1e-9) say("{}\n", words(common, Message("cli.mfa.balanced", {{"share", base::number(residual, 2)}})));
    return ExitCode::done;
}

int run_mfa(const Common& common, const MfaOptions& options) {
    const base::Progress progress;
    cancel_on_interrupt(progress);
    const auto made = computed(options, progress);
    if (!made) return report_error(common, made.error());
    const System& system = made->flows.system;
    const auto found = report::flow_doubts(made->flows);
    const auto tables = report::flow_tables(common.language, {made->flows, made->scrap ? &*made->scrap : nullptr, made->flows.year, found});
    if (!tables) return report_error(common, tables.error());
    if (options.folder.empty()) {
        if (common.json) {
            print_json({{"ok", true}, {"tables", Json::parse(report::tables_to_json(*tables)).at("tables")}});
            return ExitCode::done;
        }
        for (const report::Table& table : *tables) {
            if (table.id == "mfa_curve" || table.id == "mfa_stocks" || table.id == "mfa_flows" || table.id == "mfa_fans") continue;
            say("{}\n{}", table.title, to_text(text_table(table)));
            for (const std::string& line : table.notes) say("{}\n", line);
            say("\n");
        }
        return ExitCode::done;
    }
    std::vector<std::string> names{"flows.csv", "residuals.csv", "mfa.xlsx"};
    if (options.cohorts) names.emplace_back("cohorts.csv");
    for (const report::Table& table : *tables) names.push_back(table.id + ".csv");
    if (auto fine = project::check_replaceable(options.folder, names, made->inputs); !fine) return report_error(common, fine.error());
    auto output = Output::in(options.folder);
    if (!output) return report_error(common, output.error());
    const auto write = [&](const std::string& name, const std::function<void(std::ostream&)>& fill) -> base::Expected<void> {
        base::AtomicFile file(output->place(name));
        return file.write([&](std::ostream& out) -> base::Expected<void> {
            fill(out);
            return {};
        }, &progress);
    };
    auto done = write("flows.csv", [&](std::ostream& out) { io::write_flows(out, system, made->flows.solved); });
    if (done) done = write("residuals.csv", [&](std::ostream& out) { io::write_residuals(out, system, made->flows.solved); });
    if (done && options.cohorts) done = write("cohorts.csv", [&](std::ostream& out) { io::write_cohorts(out, system, made->flows.solved); });
    for (const report::Table& table : *tables)
        if (done) done = write(table.id + ".csv", [&](std::ostream& out) { out << "\xEF\xBB\xBF" << report::table_to_csv(table); });
    if (done) done = report::write_xlsx(*tables, system.name, output->place("mfa.xlsx"), common.language, report::OlderResults::refuse, &progress);
    if (!done) return report_error(common, output->named(done.error()));
    project::Publication publication;
    publication.set = system.name.empty() ? "flows" : system.name;
    publication.program = "orelens-cli " ORELENS_VERSION;
    publication.inputs = made->inputs;
    const auto files = output->deliver(std::move(publication));
    if (!files) return report_error(common, files.error());
    if (common.json) {
        print_json({{"ok", true}, {"folder", options.folder}, {"files", *files}, {"largest_residual", number_json(made->flows.solved.largest_residual)}});
        return ExitCode::done;
    }
    for (const Message& one : found) say("{}\n", words(common, one));
    say("{}\n", words(common, Message("cli.mfa.done", {{"folder", options.folder}, {"count", std::to_string(files->size())}})));
    return ExitCode::done;
}

int reconcile(const Common& common, const MfaOptions& options) {
    if (auto there = need_file(options.file); !there) return report_error(common, there.error());
    const auto read = io::read_reconciliation(options.file);
    if (!read) return report_error(common, read.error());
    const base::Progress progress;
    cancel_on_interrupt(progress);
    const auto made = recycling::reconcile(read->problem, read->rule.level, progress);
    if (!made) {
        base::Error error = made.error();
        if (error.place.file.empty()) error.place.file = error.place.row > 0 ? read->inputs.back() : options.file;
        return report_error(common, error);
    }
    const report::Table table = report::reconciliation_table(common.language, read->problem, *made);
    if (!options.folder.empty()) {
        const std::vector<std::string> names{"reconciliation.csv", "reconciliation.xlsx"};
        if (auto fine = project::check_replaceable(options.folder, names, read->inputs); !fine) return report_error(common, fine.error());
        auto output = Output::in(options.folder);
        if (!output) return report_error(common, output.error());
        auto done = base::write_text_file(output->place("reconciliation.csv"), "\xEF\xBB\xBF" + report::table_to_csv(table));
        if (done) done = report::write_xlsx({table}, table.title, output->place("reconciliation.xlsx"), common.language);
        if (!done) return report_error(common, output->named(done.error()));
        project::Publication publication;
        publication.set = "reconciliation";
        publication.program = "orelens-cli " ORELENS_VERSION;
        publication.inputs = read->inputs;
        if (const auto files = output->deliver(std::move(publication)); !files) return report_error(common, files.error());
    }
    if (common.json) {
        print_json({{"ok", !made->gross_error}, {"chi2", number_json(made->chi2)}, {"degrees_of_freedom", made->degrees_of_freedom}, {"p", number_json(made->p)},
                    {"table", Json::parse(report::tables_to_json({table})).at("tables").at(0)}});
    } else {
        say("{}", to_text(text_table(table)));
        for (const std::string& line : table.notes) say("{}\n", line);
    }
    return made->gross_error ? ExitCode::refused : ExitCode::done;
}

/// Tables with headings alone, in the language, for people to fill in.
int templates(const Common& common, const MfaOptions& options) {
    const auto sheets = io::flow_templates(common.language);
    std::vector<std::string> names;
    for (const auto& [name, text] : sheets) names.push_back(name);
    if (auto fine = project::check_replaceable(options.file, names, {}); !fine) return report_error(common, fine.error());
    auto output = Output::in(options.file);
    if (!output) return report_error(common, output.error());
    for (const auto& [name, text] : sheets)
        if (auto done = base::write_text_file(output->place(name), (name.ends_with(".csv") ? "\xEF\xBB\xBF" : "") + text); !done) return report_error(common, output->named(done.error()));
    project::Publication publication;
    publication.set = "templates";
    publication.program = "orelens-cli " ORELENS_VERSION;
    const auto files = output->deliver(std::move(publication));
    if (!files) return report_error(common, files.error());
    if (common.json) print_json({{"ok", true}, {"folder", options.file}, {"files", *files}});
    else say("{}\n", words(common, Message("cli.mfa.done", {{"folder", options.file}, {"count", std::to_string(files->size())}})));
    return ExitCode::done;
}

}  // namespace

void add_mfa(CLI::App& app, Common& common, Action& action) {
    static MfaOptions options;
    CLI::App* command = app.add_subcommand("mfa", words(common, "cli.mfa.about"));
    command->require_subcommand(1);
    const struct {
        const char* name;
        const char* about;
        int (*work)(const Common&, const MfaOptions&);
    } verbs[] = {{"run", "cli.mfa.run", run_mfa}, {"check", "cli.mfa.check", check}, {"reconcile", "cli.mfa.reconcile", reconcile}, {"template", "cli.mfa.template", templates}};
    for (const auto& verb : verbs) {
        CLI::App* sub = command->add_subcommand(verb.name, words(common, verb.about));
        sub->set_help_flag("-h,--help", words(common, "cli.help"));
        sub->add_option(verb.work == templates ? "FOLDER" : "FILE", options.file, words(common, verb.work == templates ? "cli.mfa.template_folder" : "cli.mfa.file"))->required();
        if (verb.work == run_mfa || verb.work == reconcile) sub->add_option("-o,--out", options.folder, words(common, "cli.mfa.folder"));
        if (verb.work == run_mfa) {
            sub->add_option("--price", options.prices, words(common, "cli.mfa.price"))->allow_extra_args(false);
            sub->add_option("--year", options.year, words(common, "cli.mfa.of_year"))->check(CLI::Range(0, 999999));
            sub->add_option("--draws", options.draws, words(common, "cli.mfa.draws"))->check(CLI::Range(0, 100000));
            sub->add_flag("--cohorts", options.cohorts, words(common, "cli.mfa.cohorts"));
        }
        sub->callback([&common, &action, work = verb.work] { action = [&common, work] { return work(common, options); }; });
    }
}

}  // namespace orelens::cli
