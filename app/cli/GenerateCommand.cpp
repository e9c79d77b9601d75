// orelens-cli generate: manual pages and completions of shells, written at installation. Hidden from help:
// nobody but the package needs it.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

#include "app/cli/Json.h"
#include "app/cli/Manual.h"
#include "app/cli/Say.h"
#include "core/base/AtomicFile.h"
#ifdef ORELENS_WITH_DESKTOP
#include "ui/output/AppIcon.h"
#endif

namespace orelens::cli {
namespace {

namespace fs = std::filesystem;

struct GenerateOptions {
    std::string man, bash, zsh, icons;
};

struct Written {
    std::string path, text;
};

std::vector<Written> pages(const Common& common, const GenerateOptions& options, const Manual& manual) {
    std::vector<Written> files;
    const auto add = [&](const std::string& folder, const char* name, std::string text) {
        if (!folder.empty()) files.push_back({(fs::path(folder) / name).string(), std::move(text)});
    };
    add(options.man, "orelens.1", desktop_page(common.language));
    add(options.man, "orelens-cli.1", cli_page(manual, common.language));
    add(options.bash, "orelens", desktop_bash_completion());
    add(options.bash, "orelens-cli", bash_completion(manual));
    add(options.zsh, "_orelens", desktop_zsh_completion());
    add(options.zsh, "_orelens-cli", zsh_completion(manual));
    return files;
}

int generate(const Common& common, const GenerateOptions& options, const CLI::App& app) {
    Json names = Json::array();
    for (const Written& file : pages(common, options, manual_of(app))) {
        std::error_code ignored;  // a folder that cannot be made shows when the file is written
        fs::create_directories(fs::path(file.path).parent_path(), ignored);
        if (auto written = base::write_text_file(file.path, file.text); !written)
            return report_error(common, written.error());
        if (!common.json) say("{}\n", file.path);
        names.push_back(file.path);
    }
#ifdef ORELENS_WITH_DESKTOP
    if (!options.icons.empty())
        if (auto written = output::write_icons(options.icons); !written)
            return report_error(common, written.error());
#endif
    if (common.json) print_json({{"ok", true}, {"files", names}});
    return ExitCode::done;
}

}  // namespace

void add_generate(CLI::App& app, Common& common, Action& action) {
    static GenerateOptions options;
    CLI::App* command = app.add_subcommand("generate", words(common, "cli.generate.about"));
    command->group("");
    command->add_option("--man", options.man, words(common, "cli.generate.man"));
    command->add_option("--bash", options.bash, words(common, "cli.generate.bash"));
    command->add_option("--zsh", options.zsh, words(common, "cli.generate.zsh"));
    command->add_option("--icons", options.icons, words(common, "cli.generate.icons"));
    command->callback([&] { action = [&] { return generate(common, options, app); }; });
}

}  // namespace orelens::cli
