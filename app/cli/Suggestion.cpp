#include "app/cli/Suggestion.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/base/Nearest.h"

namespace orelens::cli {
namespace {

using base::ErrorKind;
using base::Message;

std::vector<std::string> options_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
    return names;
}

int refuse(const Common& common, Message what, const std::string& near) {
    const Message fix =
        near.empty() ? Message("cli.see_help") : Message("recipe.did_you_mean", {{"id", near}});
    base::Error error;
    error.kind = ErrorKind::usage;
    error.what = std::move(what);
    error.fix = fix;
    return report_error(common, error);
}

}  // namespace

int report_parse_error(const Common& common, const CLI::App& app, const CLI::ParseError& error, int argc,
                       char** argv) {
    Common shown = common;
    const std::vector<std::string> given(argv + 1, argv + argc);
    shown.json = std::ranges::find(given, "--json") != given.end();
    const std::vector<std::string> commands = command_names(app);
    const auto command = std::ranges::find_if(
        given, [&](const std::string& arg) { return std::ranges::find(commands, arg) != commands.end(); });
    std::vector<std::string> options = options_of(app);
    if (command == given.end()) {
        // A word that is neither an option nor the value of one was meant as the command.
        for (std::size_t n = 0; n < given.size(); ++n) {
            const bool value = n > 0 && (given[n - 1] == "--lang" || given[n - 1] == "--threads");
            if (!given[n].starts_with('-') && !value)
                return refuse(shown, Message("cli.unknown_command", {{"name", given[n]}}),
                              base::nearest(given[n], commands));
        }
    } else {
        for (const std::string& name : options_of(*app.get_subcommand(*command))) options.push_back(name);
    }
    for (const std::string& arg : given) {
        const std::string name = arg.substr(0, arg.find('='));
        if (name.starts_with("--") && name.size() > 2 && std::ranges::find(options, name) == options.end())
            return refuse(shown, Message("cli.unknown_option", {{"name", name}}),
                          base::nearest(name, options));
    }
    if (command == given.end()) return refuse(shown, Message("cli.no_command"), "");
    return refuse(shown, Message("cli.refused", {{"why", error.what()}}), "");
}

}  // namespace orelens::cli
