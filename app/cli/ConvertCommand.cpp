// orelens-cli convert IN OUT: block models from one format to another, drillhole recipes and projects
// included.
#include <fmt/format.h>

#include <filesystem>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressBar.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/project/Delivery.h"
#include "core/project/Target.h"
#include "core/project/Truth.h"

namespace orelens::cli {
namespace {

struct Options {
    std::string input, output, dialect = "own";
    bool older = false;
};

/// The block model of a file or of a project.
base::Expected<std::shared_ptr<const blocks::BlockModel>> read_model(const Common& common,
                                                                     const std::string& path, bool older,
                                                                     base::Progress& progress,
                                                                     std::vector<base::Finding>& findings) {
    if (auto there = need_file(path); !there) return std::unexpected(there.error());
    if (std::filesystem::path(path).extension() != ".gpkg") {
        if (auto whole = project::check_delivered(path); !whole) return std::unexpected(whole.error());
        auto model = io::read_blocks(path, progress, &findings);
        if (!model) return std::unexpected(model.error());
        return std::make_shared<const blocks::BlockModel>(std::move(*model));
    }
    auto project = load_project(common, path, progress);
    if (!project) return std::unexpected(project.error());
    if (!project->results.model())
        return base::fail(base::ErrorKind::data, base::Message("cli.convert.no_model"), {.file = path});
    if (auto fine = project::check_no_older_results(*project); !fine && !older)
        return std::unexpected(fine.error());
    return project->results.model();
}

/// The model read, its side-car and what lies under the names of the files to be made.
base::Expected<void> check_outputs(const Options& options) {
    const std::vector<std::string> inputs = project::with_sidecar(options.input);
    const project::Content content = project::block_content(options.output);
    if (auto fine = project::check_target(options.output, content, inputs); !fine) return fine;
    if (!io::has_block_sidecar(options.output)) return {};
    return project::check_target(options.output + ".json", project::Content::block_sidecar, inputs);
}

/// The layout of a table, which no other format has.
base::Expected<io::BlockDialect> dialect_of(const Options& options) {
    const auto dialect = io::block_dialect(options.dialect);
    if (!dialect)
        return base::fail(
            base::ErrorKind::usage,
            base::Message("block_file.unknown_dialect", {{"dialect", options.dialect}}), {},
            base::Message("block_file.known_dialects", {{"dialects", io::block_dialect_names()}}));
    if (*dialect != io::BlockDialect::own && std::filesystem::path(options.output).extension() != ".csv")
        return base::fail(base::ErrorKind::usage, base::Message("block_file.dialect_only_csv"),
                          {.file = options.output});
    return *dialect;
}

nlohmann::json findings_json(const Common& common, const std::vector<base::Finding>& findings) {
    nlohmann::json list = nlohmann::json::array();
    for (const base::Finding& finding : findings)
        list.push_back({{"kind", finding.kind},
                        {"column", finding.column},
                        {"what", words(common, finding.what)},
                        {"fix", words(common, finding.fix)}});
    return list;
}

int convert(const Common& common, const Options& options) {
    const std::filesystem::path target(options.output);
    std::int64_t blocks = 0;
    std::vector<base::Finding> findings;
    {
        if (auto good = io::check_block_extension(options.output); !good)
            return report_error(common, good.error());
        const auto dialect = dialect_of(options);
        if (!dialect) return report_error(common, dialect.error());
        if (auto fine = check_outputs(options); !fine) return report_error(common, fine.error());
        ProgressBar bar(common.language);
        base::Progress reading = bar.progress().part(0, 0.5, base::Message("cli.convert.reading"));
        const auto model = read_model(common, options.input, options.older, reading, findings);
        if (!model) return report_error(common, model.error());
        if (auto go_on = unless_interrupted(); !go_on) return report_error(common, go_on.error());
        auto output = Output::in(target.parent_path().string());
        if (!output) return report_error(common, output.error());
        base::Progress writing = bar.progress().part(0.5, 1, base::Message("cli.convert.writing"));
        const std::string name = target.filename().string();
        if (io::has_block_sidecar(name)) (void)output->place(name + ".json");
        const auto written = io::write_blocks(**model, output->place(name), writing, *dialect);
        if (!written) return report_error(common, output->named(written.error()));
        const auto delivered = output->deliver();
        if (!delivered) return report_error(common, delivered.error());
        blocks = (*model)->block_count();
    }
    if (common.json)
        print_json({{"ok", true},
                    {"blocks", blocks},
                    {"file", options.output},
                    {"findings", findings_json(common, findings)}});
    else {
        for (const base::Finding& finding : findings)
            fmt::print("{}: {}\n", words(common, finding.what), words(common, finding.fix));
        fmt::print("{}\n",
                   words(common, base::Message("cli.convert.done", {{"blocks", fmt::format("{}", blocks)},
                                                                    {"file", options.output}})));
    }
    return ExitCode::done;
}

}  // namespace

void add_convert(CLI::App& app, Common& common, Action& action) {
    static Options options;
    CLI::App* command = app.add_subcommand("convert", words(common, "cli.convert.about"));
    command->add_option("IN", options.input, words(common, "cli.convert.in"))->required();
    command->add_option("OUT", options.output, words(common, "cli.convert.out"))->required();
    command->add_option(
        "--dialect", options.dialect,
        words(common, base::Message("cli.convert.dialect", {{"dialects", io::block_dialect_names()}})));
    command->add_flag("--older", options.older, words(common, "cli.convert.older"));
    command->callback([&] { action = [&] { return convert(common, options); }; });
}

}  // namespace orelens::cli
