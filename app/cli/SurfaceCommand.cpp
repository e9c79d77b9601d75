// orelens-cli surface PROJECT OUT: the surface around the usable blocks, or around a grade at a cutoff, for
// other programs.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/Output.h"
#include "app/cli/PriceOption.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "core/project/BlockShell.h"
#include "core/project/RecipePlace.h"
#include "core/project/Target.h"

namespace orelens::cli {
namespace {

struct SurfaceOptions {
    std::string input, output, price, column;
    double cutoff = 0;
    std::vector<std::string> settings;
};

base::Expected<project::ShellRequest> request_of(const SurfaceOptions& options, project::Recipe& recipe) {
    project::ShellRequest request;
    request.column = options.column;
    request.cutoff = options.cutoff;
    const auto price = main_price(options.price, recipe);
    if (!price) return std::unexpected(price.error());
    request.price = price->value_or(request.price);
    return request;
}

base::Expected<void> check_surface_out(const SurfaceOptions& options, const std::vector<std::string>& inputs) {
    return project::check_target(options.output, project::surface_content(options.output), inputs);
}

/// Everything that is wrong with the request is told before the long work.
int surface(const Common& common, const SurfaceOptions& options) {
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    const std::filesystem::path target(options.output);
    std::int64_t blocks = 0;
    std::size_t faces = 0;
    {
        ProgressBar bar(common.language);
        if (auto good = io::check_surface_extension(options.output); !good)
            return refuse(guard, common, good.error());
        base::Progress loading = bar.progress().part(0, 0.2);
        auto project = load_to_write(
            common, options.input, options.settings,
            [&](const std::vector<std::string>& inputs) { return check_surface_out(options, inputs); }, loading);
        if (!project) return refuse(guard, common, project.error());
        const auto request = request_of(options, project->recipe);
        if (!request) return refuse(guard, common, request.error());
        base::Progress running = bar.progress().part(0.2, 0.6);
        if (auto ran = project->run(running, "evaluate"); !ran) return refuse(guard, common, ran.error());
        const auto shell = project::at_recipe(project->recipe, project::block_shell(*project, *request, bar.progress().part(0.6, 0.8)));
        if (!shell) return refuse(guard, common, shell.error());
        auto output = Output::in(target.parent_path().string());
        if (!output) return refuse(guard, common, output.error());
        guard.clean_with(output->remover());
        const auto written =
            io::write_surface(shell->surface, output->place(target.filename().string()), shell->notes,
                              bar.progress().part(0.8, 1, base::Message("cli.convert.writing")));
        if (!written) return refuse(guard, common, output->named(written.error()));
        guard.disarm();
        if (const auto delivered = output->deliver(); !delivered)
            return refuse(guard, common, delivered.error());
        blocks = shell->blocks;
        faces = shell->surface.quads.size();
    }
    if (common.json)
        print_json({{"ok", true}, {"file", options.output}, {"blocks", blocks}, {"faces", faces}});
    else
        say("{}\n", words(common, base::Message("cli.surface.done",
                                                       {{"faces", fmt::format("{}", faces)},
                                                        {"blocks", fmt::format("{}", blocks)},
                                                        {"file", options.output}})));
    return ExitCode::done;
}

}  // namespace

void add_surface(CLI::App& app, Common& common, Action& action) {
    static SurfaceOptions options;
    CLI::App* command = app.add_subcommand("surface", words(common, "cli.surface.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("OUT", options.output, words(common, "cli.surface.out"))->required();
    CLI::Option* price = command->add_option("--price", options.price, words(common, "cli.surface.price"));
    CLI::Option* column = command->add_option("--column", options.column, words(common, "cli.surface.column"));
    CLI::Option* cutoff = command->add_option("--cutoff", options.cutoff, words(common, "cli.surface.cutoff"));
    column->needs(cutoff)->excludes(price);
    cutoff->needs(column);
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return surface(common, options); }; });
}

}  // namespace orelens::cli
