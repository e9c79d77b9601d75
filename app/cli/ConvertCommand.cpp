// orelens-cli convert IN OUT: block models from one format to another, those of other programs and projects
// included.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/ModelWords.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/ModelImport.h"
#include "core/io/text/CsvText.h"
#include "core/project/Delivery.h"
#include "core/project/OpenFindings.h"
#include "core/project/Target.h"
#include "core/project/Truth.h"

namespace orelens::cli {
namespace {

struct ConvertOptions {
    std::string input, output, dialect = "own";
    std::vector<std::string> settings;  ///< model.… for files of other programs
    bool older = false, strict = false;
};

/// What was understood of another program's file; empty for our own.
struct Understood {
    std::optional<io::ModelMapping> mapping;
    std::vector<base::Finding> findings;
};

/// A model of another program, with the parameters of the command.
base::Expected<std::shared_ptr<const blocks::BlockModel>> import_other(const Common& common,
                                                                       const ConvertOptions& options,
                                                                       Understood& understood,
                                                                       base::Progress& progress) {
    project::Recipe recipe;
    if (auto set = apply_settings(common, recipe, options.settings); !set)
        return std::unexpected(set.error());
    recipe.model.file = options.input;
    // Without a density of its own the file's tonnes are not known, and nothing is made up for them.
    const bool stated = std::ranges::any_of(
        options.settings, [](const std::string& one) { return one.starts_with("economics.density"); });
    const double density = stated ? recipe.economics.costs.density_t_per_m3 : std::nan("");
    auto import = io::import_model(recipe.model, density, "", progress);
    if (!import) return std::unexpected(import.error());
    understood.mapping = std::move(import->mapping);
    understood.findings = std::move(import->findings);
    return std::make_shared<const blocks::BlockModel>(std::move(import->model));
}

/// The block model of a file or of a project.
base::Expected<std::shared_ptr<const blocks::BlockModel>> read_model(const Common& common,
                                                                     const ConvertOptions& options,
                                                                     Understood& understood,
                                                                     base::Progress& progress) {
    const std::string& path = options.input;
    if (auto there = need_file(path); !there) return std::unexpected(there.error());
    if (std::filesystem::path(path).extension() != ".gpkg") {
        if (auto whole = project::check_delivered(path); !whole) return std::unexpected(whole.error());
        if (!io::is_own_model(path)) return import_other(common, options, understood, progress);
        auto model = io::read_blocks(path, progress, &understood.findings);
        if (!model) return std::unexpected(model.error());
        return std::make_shared<const blocks::BlockModel>(std::move(*model));
    }
    auto project = load_project(common, path, progress);
    if (!project) return std::unexpected(project.error());
    if (!project->results.model())
        return base::fail(base::ErrorKind::data, base::Message("cli.convert.no_model"), {.file = path});
    if (auto fine = project::check_no_older_blocks(*project); !fine && !options.older)
        return std::unexpected(fine.error());
    return project->results.model();
}

/// The model read, its side-car and what lies under the names of the files to be made.
base::Expected<void> check_outputs(const ConvertOptions& options) {
    const std::vector<std::string> inputs = project::with_sidecar(options.input);
    const project::Content content = project::block_content(options.output);
    if (auto fine = project::check_target(options.output, content, inputs); !fine) return fine;
    if (!io::has_block_sidecar(options.output)) return {};
    return project::check_target(options.output + ".json", project::Content::block_sidecar, inputs);
}

/// On standard error: what is written is the model, what was understood of the file is beside it.
void tell(const Common& common, const Understood& understood) {
    if (understood.mapping) note(model_mapping_text(common, *understood.mapping));
    for (const base::Finding& finding : understood.findings) note(finding_text(common, finding));
}

/// With --strict: nothing is written over errors.
int refuse_errors(LeaveOnInterrupt& guard, const Common& common, const Understood& understood,
                  std::int64_t errors) {
    base::Error error;
    error.kind = base::ErrorKind::data;
    error.what = base::Message("cli.run.strict_refused", {{"errors", fmt::format("{}", errors)}});
    error.fix = base::Message("cli.convert.strict_fix");
    tell(common, understood);  // on standard error: which errors, in either form of the answer
    return refuse(guard, common, error);
}

/// The layout of a table, which no other format has.
base::Expected<io::BlockDialect> dialect_of(const ConvertOptions& options) {
    const auto dialect = io::block_dialect(options.dialect);
    if (!dialect)
        return base::fail(
            base::ErrorKind::usage,
            base::Message("block_file.unknown_dialect", {{"dialect", options.dialect}}), {},
            base::Message("block_file.known_dialects", {{"dialects", io::block_dialect_names()}}));
    if (*dialect != io::BlockDialect::own &&
        io::lower(std::filesystem::path(options.output).extension().string()) != ".csv")
        return base::fail(base::ErrorKind::usage, base::Message("block_file.dialect_only_csv"),
                          {.file = options.output});
    return *dialect;
}

int convert(const Common& common, const ConvertOptions& options) {
    const std::filesystem::path target(options.output);
    std::int64_t blocks = 0, errors = 0;
    Understood understood;
    // Before the model: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    {
        if (auto good = io::check_block_extension(options.output); !good)
            return refuse(guard, common, good.error());
        const auto dialect = dialect_of(options);
        if (!dialect) return refuse(guard, common, dialect.error());
        if (auto fine = check_outputs(options); !fine) return refuse(guard, common, fine.error());
        ProgressBar bar(common.language);
        base::Progress reading = bar.progress().part(0, 0.5, base::Message("cli.convert.reading"));
        const auto model = read_model(common, options, understood, reading);
        if (!model) return refuse(guard, common, model.error());
        if (auto go_on = unless_interrupted(); !go_on) return refuse(guard, common, go_on.error());
        errors = project::open_errors(understood.findings);
        if (options.strict && errors > 0) return refuse_errors(guard, common, understood, errors);
        auto output = Output::in(target.parent_path().string());
        if (!output) return refuse(guard, common, output.error());
        guard.clean_with(output->remover());
        base::Progress writing = bar.progress().part(0.5, 1, base::Message("cli.convert.writing"));
        const std::string name = target.filename().string();
        for (const std::string& beside : io::files_beside(**model, name)) {
            const std::string place = (target.parent_path() / beside).string();
            const auto content = io::has_block_sidecar(name) ? project::Content::block_sidecar : project::Content::vti;
            if (auto fine = project::check_target(place, content, project::with_sidecar(options.input)); !fine)
                return refuse(guard, common, fine.error());
            (void)output->place(beside);
        }
        const auto written = io::write_blocks(**model, output->place(name), writing, *dialect);
        if (!written) return refuse(guard, common, output->named(written.error()));
        guard.disarm();
        const auto delivered = output->deliver();
        if (!delivered) return refuse(guard, common, delivered.error());
        blocks = (*model)->block_count();
    }
    if (common.json) {
        Json json = {{"ok", true}, {"blocks", blocks}, {"file", options.output}};
        if (understood.mapping) json["model"] = model_mapping_json(*understood.mapping);
        json["findings"] = Json::array();
        for (const base::Finding& finding : understood.findings)
            json["findings"].push_back(finding_json(finding, common.language));
        json["unapproved_errors"] = errors;
        print_json(json);
    } else {
        tell(common, understood);
        if (errors > 0)
            note(words(common, base::Message("cli.convert.errors", {{"errors", fmt::format("{}", errors)}})));
        say("{}\n",
                   words(common, base::Message("cli.convert.done", {{"blocks", fmt::format("{}", blocks)},
                                                                    {"file", options.output}})));
    }
    return ExitCode::done;
}

}  // namespace

void add_convert(CLI::App& app, Common& common, Action& action) {
    static ConvertOptions options;
    CLI::App* command = app.add_subcommand("convert", words(common, "cli.convert.about"));
    command->add_option("IN", options.input, words(common, "cli.convert.in"))->required();
    command->add_option("OUT", options.output, words(common, "cli.convert.out"))->required();
    command->add_option("--set", options.settings, words(common, "cli.convert.set"))->allow_extra_args(false);
    command->add_option(
        "--dialect", options.dialect,
        words(common, base::Message("cli.convert.dialect", {{"dialects", io::block_dialect_names()}})));
    command->add_flag("--strict", options.strict, words(common, "cli.convert.strict"));
    command->add_flag("--older", options.older, words(common, "cli.convert.older"));
    command->callback([&] { action = [&] { return convert(common, options); }; });
}

}  // namespace orelens::cli
