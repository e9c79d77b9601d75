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
#include "app/cli/MfaTables.h"
#include "app/cli/Output.h"
#include "app/cli/TextTable.h"
#include "core/base/AtomicFile.h"
#include "core/io/flows/SystemFile.h"
#include "core/io/text/Numbers.h"
#include "core/project/Delivery.h"

namespace orelens::cli {
namespace {

using base::Message;
using recycling::SolvedSystem;
using recycling::System;

struct Options {
    std::string file, folder;
    std::vector<std::string> prices;  ///< "70000" or "Cu=70000"
    int year = -1;
    bool cohorts = false;
};

/// What somebody should look at before trusting the numbers.
std::vector<Message> doubts(const System& system, const SolvedSystem& solved) {
    std::vector<Message> made;
    const auto year = [&](int t) { return system.dimensions[static_cast<std::size_t>(system.time)].items[static_cast<std::size_t>(t)]; };
    const auto place = [&](int t, std::size_t tuple) {
        const std::string name = system.tuple_name(tuple);
        return name.empty() ? year(t) : year(t) + ", " + name;
    };
    constexpr std::size_t most = 10;
    for (std::size_t n = 0; n < std::min(solved.negative.size(), most); ++n) {
        const auto& one = solved.negative[n];
        made.emplace_back("cli.mfa.negative", std::vector<std::pair<std::string, std::string>>{
                                                  {"flow", system.flows[static_cast<std::size_t>(one.flow)].id}, {"place", place(one.year, one.tuple)}, {"tonnes", base::number(one.value)}});
    }
    for (std::size_t n = 0; n < std::min(solved.fast_falls.size(), most); ++n) {
        const auto& one = solved.fast_falls[n];
        made.emplace_back("cli.mfa.fast_fall", std::vector<std::pair<std::string, std::string>>{
                                                   {"stock", system.stocks[one.series / solved.tuples].id}, {"place", place(one.year, one.series % solved.tuples)}, {"tonnes", base::number(one.missing)}});
    }
    for (std::size_t n = 0; n < std::min(solved.overdrawn.size(), most); ++n) {
        const auto& one = solved.overdrawn[n];
        made.emplace_back("cli.mfa.overdrawn", std::vector<std::pair<std::string, std::string>>{
                                                   {"stock", system.stocks[static_cast<std::size_t>(one.stock)].id}, {"place", place(one.year, one.tuple)}, {"tonnes", base::number(one.value)}});
    }
    const std::size_t more = solved.negative.size() + solved.fast_falls.size() + solved.overdrawn.size() - made.size();
    if (more > 0) made.emplace_back("cli.mfa.more", std::vector<std::pair<std::string, std::string>>{{"count", std::to_string(more)}});
    if (solved.largest_residual > 1e-9)
        made.emplace_back("cli.mfa.unbalanced", std::vector<std::pair<std::string, std::string>>{{"share", base::number(solved.largest_residual, 2)}});
    return made;
}

struct Computed {
    io::SystemRead read;
    SolvedSystem solved;
    std::vector<recycling::Stream> streams;
    std::map<std::string, double> prices;  ///< by element
};

/// Prices by element. One price alone is of one metal: where streams name several it is refused.
base::Expected<std::map<std::string, double>> prices(const Options& options, const io::SystemRead& read, const std::vector<recycling::Stream>& streams) {
    std::set<std::string> elements;
    for (const recycling::Stream& stream : streams) elements.insert(stream.element);
    std::map<std::string, double> made;
    std::optional<double> bare;
    if (options.prices.empty() && !std::isnan(read.rule.price)) bare = read.rule.price;
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
std::vector<std::string> file_names(const Options& options, bool streams) {
    std::vector<std::string> names{"flows.csv", "residuals.csv", "mfa.xlsx", "mfa_balances.csv", "mfa_states.csv", "mfa_stocks.csv"};
    if (options.cohorts) names.emplace_back("cohorts.csv");
    if (streams) names.insert(names.end(), {"mfa_streams.csv", "mfa_curve.csv"});
    return names;
}

base::Expected<Computed> computed(const Options& options, const base::Progress& progress) {
    if (auto there = need_file(options.file); !there) return std::unexpected(there.error());
    auto read = io::read_system(options.file);
    if (!read) return std::unexpected(read.error());
    if (!options.folder.empty())
        if (auto fine = project::check_replaceable(options.folder, file_names(options, !read->streams_file.empty()), read->inputs); !fine) return std::unexpected(fine.error());
    Computed made{std::move(*read), {}, {}, {}};
    auto solved = recycling::solve(made.read.system, progress);
    if (!solved) {
        base::Error error = solved.error();
        if (error.place.file.empty()) error.place.file = options.file;
        return std::unexpected(std::move(error));
    }
    made.solved = std::move(*solved);
    if (!made.read.streams_file.empty()) {
        auto streams = io::read_streams(made.read.streams_file, &made.read.system, &made.solved);
        if (!streams) return std::unexpected(streams.error());
        made.streams = std::move(*streams);
    }
    auto told = prices(options, made.read, made.streams);
    if (!told) return std::unexpected(told.error());
    made.prices = std::move(*told);
    return made;
}

int check(const Common& common, const Options& options) {
    const base::Progress progress;
    cancel_on_interrupt(progress);
    const auto made = computed(options, progress);
    if (!made) return report_error(common, made.error());
    const auto found = doubts(made->read.system, made->solved);
    if (common.json) {
        Json list = Json::array();
        for (const Message& one : found) list.push_back(words(common, one));
        print_json({{"ok", true}, {"largest_residual", number_json(made->solved.largest_residual)}, {"doubts", list}});
        return ExitCode::done;
    }
    for (const Message& one : found) fmt::print("{}\n", words(common, one));
    if (made->solved.largest_residual <= 1e-9) fmt::print("{}\n", words(common, Message("cli.mfa.balanced", {{"share", base::number(made->solved.largest_residual, 2)}})));
    return ExitCode::done;
}

int run(const Common& common, const Options& options) {
    const base::Progress progress;
    cancel_on_interrupt(progress);
    const auto made = computed(options, progress);
    if (!made) return report_error(common, made.error());
    const System& system = made->read.system;
    const auto& years = system.dimensions[static_cast<std::size_t>(system.time)].items;
    int year = made->solved.years - 1;
    if (options.year >= 0) {
        const auto found = std::ranges::find(years, std::to_string(options.year));
        if (found == years.end()) return report_error(common, {base::ErrorKind::usage, Message("cli.mfa.year", {{"year", std::to_string(options.year)}}), {}, {}});
        year = static_cast<int>(found - years.begin());
    }
    const auto found = doubts(system, made->solved);
    MfaResults results{system, made->solved, made->streams, made->prices, year, found};
    const auto tables = mfa_tables(common.language, results);
    if (!tables) return report_error(common, tables.error());
    if (options.folder.empty()) {
        if (common.json) {
            print_json({{"ok", true}, {"tables", Json::parse(report::tables_to_json(*tables)).at("tables")}});
            return ExitCode::done;
        }
        for (const report::Table& table : *tables) {
            if (table.id == "mfa_curve" || table.id == "mfa_stocks") continue;
            fmt::print("{}\n{}", table.title, to_text(text_table(table)));
            for (const std::string& line : table.notes) fmt::print("{}\n", line);
            fmt::print("\n");
        }
        return ExitCode::done;
    }
    std::vector<std::string> names{"flows.csv", "residuals.csv", "mfa.xlsx"};
    if (options.cohorts) names.emplace_back("cohorts.csv");
    for (const report::Table& table : *tables) names.push_back(table.id + ".csv");
    if (auto fine = project::check_replaceable(options.folder, names, made->read.inputs); !fine) return report_error(common, fine.error());
    auto output = Output::in(options.folder);
    if (!output) return report_error(common, output.error());
    const auto write = [&](const std::string& name, const std::function<void(std::ostream&)>& fill) -> base::Expected<void> {
        base::AtomicFile file(output->place(name));
        return file.write([&](std::ostream& out) -> base::Expected<void> {
            fill(out);
            return {};
        }, &progress);
    };
    auto done = write("flows.csv", [&](std::ostream& out) { io::write_flows(out, system, made->solved); });
    if (done) done = write("residuals.csv", [&](std::ostream& out) { io::write_residuals(out, system, made->solved); });
    if (done && options.cohorts) done = write("cohorts.csv", [&](std::ostream& out) { io::write_cohorts(out, system, made->solved); });
    for (const report::Table& table : *tables)
        if (done) done = write(table.id + ".csv", [&](std::ostream& out) { out << "\xEF\xBB\xBF" << report::table_to_csv(table); });
    if (done) done = report::write_xlsx(*tables, system.name, output->place("mfa.xlsx"), common.language, report::OlderResults::refuse, &progress);
    if (!done) return report_error(common, output->named(done.error()));
    project::Publication publication;
    publication.set = system.name.empty() ? "flows" : system.name;
    publication.program = "orelens-cli " ORELENS_VERSION;
    publication.inputs = made->read.inputs;
    const auto files = output->deliver(std::move(publication));
    if (!files) return report_error(common, files.error());
    if (common.json) {
        print_json({{"ok", true}, {"folder", options.folder}, {"files", *files}, {"largest_residual", number_json(made->solved.largest_residual)}});
        return ExitCode::done;
    }
    for (const Message& one : found) fmt::print("{}\n", words(common, one));
    fmt::print("{}\n", words(common, Message("cli.mfa.done", {{"folder", options.folder}, {"count", std::to_string(files->size())}})));
    return ExitCode::done;
}

int reconcile(const Common& common, const Options& options) {
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
    const report::Table table = reconciliation_table(common.language, read->problem, *made);
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
        fmt::print("{}", to_text(text_table(table)));
        for (const std::string& line : table.notes) fmt::print("{}\n", line);
    }
    return made->gross_error ? ExitCode::refused : ExitCode::done;
}

}  // namespace

void add_mfa(CLI::App& app, Common& common, Action& action) {
    static Options options;
    CLI::App* command = app.add_subcommand("mfa", words(common, "cli.mfa.about"));
    command->require_subcommand(1);
    const struct {
        const char* name;
        const char* about;
        int (*work)(const Common&, const Options&);
    } verbs[] = {{"run", "cli.mfa.run", run}, {"check", "cli.mfa.check", check}, {"reconcile", "cli.mfa.reconcile", reconcile}};
    for (const auto& verb : verbs) {
        CLI::App* sub = command->add_subcommand(verb.name, words(common, verb.about));
        sub->set_help_flag("-h,--help", words(common, "cli.help"));
        sub->add_option("FILE", options.file, words(common, "cli.mfa.file"))->required();
        if (verb.work != check) sub->add_option("-o,--out", options.folder, words(common, "cli.mfa.folder"));
        if (verb.work == run) {
            sub->add_option("--price", options.prices, words(common, "cli.mfa.price"))->allow_extra_args(false);
            sub->add_option("--year", options.year, words(common, "cli.mfa.of_year"))->check(CLI::Range(0, 999999));
            sub->add_flag("--cohorts", options.cohorts, words(common, "cli.mfa.cohorts"));
        }
        sub->callback([&common, &action, work = verb.work] { action = [&common, work] { return work(common, options); }; });
    }
}

}  // namespace orelens::cli
