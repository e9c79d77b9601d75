#include "app/cli/Manual.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/desktop/Options.h"
#include "core/project/Recipe.h"
#include "core/project/stages/Stage.h"
#ifdef ORELENS_WITH_DESKTOP
#include "ui/commands/Action.h"
#endif

namespace orelens::cli {
namespace {

/// CLI11 appends what a validator says of itself: "TEXT:{en,zh}", "UINT:UINT in [0 - 4096]".
std::vector<std::string> choices_of(const std::string& type) {
    const std::size_t open = type.find(":{"), close = type.find('}');
    std::vector<std::string> words;
    if (open == std::string::npos || close == std::string::npos) return words;
    std::string word;
    for (const char c : type.substr(open + 2, close - open - 2) + ",") {
        if (c != ',') {
            word += c;
        } else {
            words.push_back(word);
            word.clear();
        }
    }
    return words;
}

ManualOption option_of(const CLI::Option& option) {
    ManualOption one;
    one.help = option.get_description();
    one.required = option.get_required();
    one.argument = option.get_lnames().empty() && option.get_snames().empty();
    if (one.argument) one.names.push_back(option.get_name());
    for (const std::string& name : option.get_snames()) one.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) one.names.push_back("--" + name);
    if (option.get_items_expected_max() > 0) {
        const std::string type = option.get_type_name();
        one.value = type.substr(0, type.find(':'));
        one.choices = choices_of(type);
    }
    if (one.choices.empty() && !one.argument) one.choices = table_words(one.names.back());
    return one;
}

ManualCommand command_of(const CLI::App& app) {
    ManualCommand one{app.get_name(), app.get_description(), {}};
    for (const CLI::Option* option : app.get_options()) one.options.push_back(option_of(*option));
    return one;
}

}  // namespace

std::vector<std::string> table_words(const std::string& option) {
    std::vector<std::string> words;
    if (option == "--set") {
        for (const project::RecipeParam& row : project::recipe_params())
            // What stands for the name of an element is the user's to write.
            if (row.info.id.find('*') == std::string::npos) words.push_back(row.info.id);
    } else if (option == "--until") {
        for (const project::Stage& stage : project::stage_table()) words.push_back(stage.id);
    } else if (option == "--do") {
#ifdef ORELENS_WITH_DESKTOP
        for (const commands::ActionInfo& info : commands::action_table()) words.push_back(info.id);
#endif
    }
    return words;
}

Manual manual_of(const CLI::App& app) {
    Manual manual{command_of(app), {}};
    for (const CLI::App* command : app.get_subcommands(nullptr))
        if (!command->get_group().empty()) manual.commands.push_back(command_of(*command));
    return manual;
}

ManualCommand desktop_manual(base::Language language) {
    ManualCommand one{"orelens", base::text("manual.desktop.about", language), {}};
    one.options.push_back({{"FILE"}, "TEXT", desktop::file_argument_help.in(language), {}, true, false});
    one.options.push_back({{"-h", "--help"}, "", base::text("cli.help", language), {}, false, false});
    one.options.push_back({{"-v", "--version"}, "", base::text("cli.version", language), {}, false, false});
    for (const desktop::OptionInfo& info : desktop::option_table()) {
        ManualOption option{
            {std::string("--") + info.name}, info.value, info.help.in(language), {}, false, false};
        option.choices.assign(info.choices.begin(), info.choices.end());
        if (option.choices.empty()) option.choices = table_words(option.names.front());
        one.options.push_back(std::move(option));
    }
    return one;
}

}  // namespace orelens::cli
