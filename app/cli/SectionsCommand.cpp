// orelens-cli sections PROJECT --out FILE: sheets of vertical sections, drawn to scale, as PDF or DXF.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <cctype>
#include <cmath>
#include <map>

#include "app/cli/Interrupt.h"
#include "app/cli/Json.h"
#include "app/cli/LoadProject.h"
#include "app/cli/OffscreenQt.h"
#include "app/cli/Output.h"
#include "app/cli/PriceOption.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/Say.h"
#include "core/base/AtomicFile.h"
#include "core/base/Printable.h"
#include "core/project/RecipePlace.h"
#include "core/project/Target.h"
#include "core/report/SectionSheets.h"

#ifdef ORELENS_WITH_DESKTOP
#include "ui/output/DrawingFiles.h"
#endif

namespace orelens::cli {
namespace {

struct SectionsOptions {
    std::string input, out, price;
    std::map<std::string, std::string> rule;  ///< by parameter of core/sections/Rules.h: what was typed
    std::vector<std::string> settings;
    bool in_space = false;
};

std::string option_of(const std::string& parameter) {
    std::string option = "--" + parameter;
    std::ranges::replace(option, '_', '-');
    return option;
}

bool is_dxf(const std::string& file) {
    std::string extension = std::filesystem::path(file).extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension == ".dxf";
}

base::Expected<void> check_extension(const std::string& file, bool in_space) {
    if (is_dxf(file)) return {};
    if (in_space) return base::fail(base::ErrorKind::usage, base::Message("section.extension", {{"known", ".dxf"}}), {.file = file});
    const std::string extension = std::filesystem::path(file).extension().string();
    if (extension != ".pdf" && extension != ".PDF")
        return base::fail(base::ErrorKind::usage, base::Message("section.extension", {{"known", ".pdf, .dxf"}}), {.file = file});
#ifdef ORELENS_WITH_DESKTOP
    return {};
#else
    return base::fail(base::ErrorKind::usage, base::Message("cli.no_pictures_built"), {.file = file});
#endif
}

base::Expected<void> check_sections_out(const SectionsOptions& options, const std::vector<std::string>& inputs) {
    return project::check_target(options.out, is_dxf(options.out) ? project::Content::surface : project::Content::pdf, inputs);
}

/// What the recipe says of sections, with the options of this command over it.
base::Expected<sections::SectionRule> rule_of(const SectionsOptions& options, project::Recipe& recipe) {
    for (const auto& [id, typed] : options.rule)
        if (!typed.empty())
            if (auto set = project::set_param(recipe, "section." + id, typed); !set) {
                base::Error error = set.error();
                error.kind = base::ErrorKind::usage;
                return std::unexpected(std::move(error));
            }
    return recipe.section;
}

base::Expected<void> write_sheets(const std::vector<sections::Drawing>& sheets, const std::string& title, const std::string& path,
                                  const base::Progress& progress) {
    if (is_dxf(path)) return base::write_text_file(path, sections::dxf_text(sheets));
#ifdef ORELENS_WITH_DESKTOP
    const OffscreenQt qt;
    return output::write_drawings_pdf(sheets, title, path, progress);
#else
    return {};
#endif
}

/// Everything that is wrong with the request is told before the long work.
int draw(const Common& common, const SectionsOptions& options) {
    // Before the project: it also stands over the freeing of it.
    LeaveOnInterrupt guard([&] { (void)report_error(common, base::cancelled().error()); });
    const std::filesystem::path target(options.out);
    std::vector<std::string> names;
    int scale = 0;
    {
        ProgressBar bar(common.language);
        if (auto good = check_extension(options.out, options.in_space); !good) return refuse(guard, common, good.error());
        base::Progress loading = bar.progress().part(0, 0.2);
        auto project = load_to_write(
            common, options.input, options.settings,
            [&](const std::vector<std::string>& inputs) { return check_sections_out(options, inputs); }, loading);
        if (!project) return refuse(guard, common, project.error());
        report::SectionRequest request;
        request.language = common.language;
        const auto rule = rule_of(options, project->recipe);
        if (!rule) return refuse(guard, common, rule.error());
        request.rule = *rule;
        const auto price = main_price(options.price, project->recipe);
        if (!price) return refuse(guard, common, price.error());
        request.price = *price;
        base::Progress running = bar.progress().part(0.2, 0.6);
        if (auto ran = project->run(running); !ran) return refuse(guard, common, ran.error());
        const auto sheets = project::at_recipe(project->recipe, report::section_sheets(*project, request, bar.progress().part(0.6, 0.8)));
        if (!sheets) return refuse(guard, common, sheets.error());
        auto output = Output::in(target.parent_path().string());
        if (!output) return refuse(guard, common, output.error());
        guard.clean_with(output->remover());
        const std::string place = output->place(target.filename().string());
        const base::Progress writing = bar.progress().part(0.8, 1, base::Message("cli.convert.writing"));
        base::Expected<void> written;
        if (options.in_space) {
            const auto drawn = project::at_recipe(project->recipe, report::section_dxf_in_space(*project, request, writing));
            written = drawn ? base::write_text_file(place, *drawn) : std::unexpected(drawn.error());
        } else {
            written = write_sheets(*sheets, project->recipe.general.name, place, writing);
        }
        if (!written) return refuse(guard, common, output->named(written.error()));
        guard.disarm();
        if (const auto delivered = output->deliver(); !delivered) return refuse(guard, common, delivered.error());
        for (const sections::Drawing& sheet : *sheets) names.push_back(sheet.name);
        scale = static_cast<int>(std::lround(sheets->front().metres_per_mm * 1000));
    }
    if (common.json)
        print_json({{"ok", true}, {"file", options.out}, {"sections", names}, {"scale", scale}});
    else
        say("{}\n", words(common, base::Message("cli.sections.done", {{"count", std::to_string(names.size())},
                                                                            {"scale", std::to_string(scale)},
                                                                            {"file", base::printable(options.out)}})));
    return ExitCode::done;
}

}  // namespace

void add_sections(CLI::App& app, Common& common, Action& action) {
    static SectionsOptions options;
    CLI::App* command = app.add_subcommand("sections", words(common, "cli.sections.about"));
    command->add_option("PROJECT", options.input, words(common, "cli.recipe_or_project"))->required();
    command->add_option("--out", options.out, words(common, "cli.sections.out"))->required();
    for (const auto& param : sections::section_params())
        command->add_option(option_of(param.info.id), options.rule[param.info.id],
                            param.info.label.in(common.language) + " (section." + param.info.id + ")");
    command->add_option("--price", options.price, words(common, "cli.sections.price"));
    command->add_flag("--in-space", options.in_space, words(common, "cli.sections.in_space"));
    command->add_option("--set", options.settings, words(common, "cli.set"))->allow_extra_args(false);
    command->callback([&] { action = [&] { return draw(common, options); }; });
}

}  // namespace orelens::cli
