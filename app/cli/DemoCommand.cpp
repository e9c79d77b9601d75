// orelens-cli demo FOLDER: writes the synthetic demonstration deposit, ready for `run`; with --country a whole synthetic country
// with its ledger and report.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "app/cli/Command.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "core/demonstration/Demonstration.h"
#include "core/demonstration/WholeCountry.h"
#include "core/project/Delivery.h"
#include "core/report/Report.h"

namespace orelens::cli {
namespace {

struct DemoOptions {
    std::string folder;
    demonstration::Options deposit{.ground = true};
    bool country = false;
};

constexpr const char* country_report = "synthetic_country_report.xlsx";

/// The country, its projects and its report: the sources of a ledger are known by their places, so nothing is made elsewhere first.
int whole_country(const Common& common, const DemoOptions& options) {
    demonstration::WholeCountryOptions wish;
    wish.country.seed = options.deposit.seed;
    std::vector<std::string> names = demonstration::whole_country_files(wish);
    names.emplace_back(country_report);
    if (auto fine = project::check_replaceable(options.folder, names, {}); !fine) return report_error(common, fine.error());
    std::optional<ProgressBar> bar(std::in_place, common.language);
    cancel_on_interrupt(bar->progress());
    const auto made = demonstration::write_whole_country(options.folder, wish, bar->progress().part(0, 0.95));
    if (!made) {
        bar.reset();
        return report_error(common, made.error());
    }
    base::Progress rest = bar->progress().part(0.95, 1);
    const auto project = project::open_project(made->project, rest);
    const std::string book = (std::filesystem::path(options.folder) / country_report).string();
    base::Expected<void> written;
    if (project) {
        const auto tables = report::report_tables(*project, {.language = common.language}, rest);
        if (!tables) written = std::unexpected(tables.error());
        else written = report::write_xlsx(*tables, project->recipe.general.name, book, common.language);
    } else {
        written = std::unexpected(project.error());
    }
    bar.reset();
    if (!written) return report_error(common, written.error());
    if (common.json)
        print_json({{"ok", true}, {"folder", options.folder}, {"project", made->project}, {"report", book}});
    else
        say("{}\n", words(common, base::Message("cli.demo.country_done", {{"project", made->project}, {"report", book}})));
    return ExitCode::done;
}

int demo(const Common& common, DemoOptions options) {
    options.deposit.flow_names = common.language;
    if (options.country) return whole_country(common, options);
    cancel_on_interrupt(base::Progress());
    const std::vector<std::string> names = demonstration::demonstration_files(options.deposit);
    if (auto fine = project::check_replaceable(options.folder, names, {}); !fine)
        return report_error(common, fine.error());
    auto output = Output::in(options.folder);
    if (!output) return report_error(common, output.error());
    std::string hidden;
    for (const std::string& name : names)
        hidden = std::filesystem::path(output->place(name)).parent_path().string();
    const auto written = demonstration::write_demonstration(hidden, options.deposit);
    if (!written) return report_error(common, output->named(written.error()));
    project::Publication publication;
    publication.set = "demonstration data";
    publication.program = "orelens-cli " ORELENS_VERSION;
    const auto files = output->deliver(std::move(publication));
    if (!files) return report_error(common, files.error());
    const std::string recipe =
        (std::filesystem::path(options.folder) / demonstration::demonstration_recipe_file).string();
    if (common.json)
        print_json({{"ok", true}, {"folder", options.folder}, {"recipe", recipe}, {"files", *files}});
    else
        say("{}\n", words(common, base::Message("cli.demo.done",
                                                       {{"folder", options.folder}, {"recipe", recipe}})));
    return ExitCode::done;
}

}  // namespace

void add_demo(CLI::App& app, Common& common, Action& action) {
    static DemoOptions options;
    CLI::App* command = app.add_subcommand("demo", words(common, "cli.demo.about"));
    command->add_option("FOLDER", options.folder, words(common, "cli.demo.folder"))->required();
    command->add_option("--seed", options.deposit.seed, words(common, "cli.demo.seed"));
    command->add_option("--holes", options.deposit.holes, words(common, "cli.demo.holes"))
        ->check(CLI::Range(24, 100000));
    command->add_flag("--ground,!--no-ground", options.deposit.ground, words(common, "cli.demo.ground"));
    command->add_flag("--flows", options.deposit.flows, words(common, "cli.demo.flows"));
    command->add_flag("--country", options.country, words(common, "cli.demo.country"));
    command->add_option("--block-scale", options.deposit.block_scale, words(common, "cli.demo.block_scale"))
        ->check(CLI::Range(0.25, 20.0));
    command->callback([&] { action = [&] { return demo(common, options); }; });
}

}  // namespace orelens::cli
