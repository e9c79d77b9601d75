// The command line as data, read from the parser's own tree: what manual pages and the completions of shells
// are made from, so that neither can lack a command or an option.
#pragma once

#include <string>
#include <vector>

#include "app/cli/Command.h"

namespace orelens::cli {

struct ManualOption {
    std::vector<std::string> names;    ///< "-h", "--help"; of an argument its name alone ("RECIPE")
    std::string value;                 ///< what follows it ("TEXT"); empty for a flag
    std::string help;                  ///< in the language of the tree
    std::vector<std::string> choices;  ///< the words it takes, where they are known
    bool argument = false;             ///< stands without a name
    bool required = false;
};

struct ManualCommand {
    std::string name, about;
    std::vector<ManualOption> options;
};

struct Manual {
    ManualCommand program;                ///< with the options common to all commands
    std::vector<ManualCommand> commands;  ///< hidden ones left out
};

/// Of orelens-cli.
Manual manual_of(const CLI::App& app);
/// Of the desktop program, from its table of options.
ManualCommand desktop_manual(base::Language language);

/// Pages for man(1), in UTF-8. The command line's lists every declared parameter, the desktop's every action.
std::string cli_page(const Manual& manual, base::Language language);
std::string desktop_page(base::Language language);

/// Scripts that complete commands, options, choices, ids of parameters, stages and actions.
std::string bash_completion(const Manual& manual);
std::string zsh_completion(const Manual& manual);
std::string desktop_bash_completion();
std::string desktop_zsh_completion();

/// Words that an option takes and that stand in the program's tables: ids of parameters for --set, of stages
/// for --until, of actions for --do.
std::vector<std::string> table_words(const std::string& option);

}  // namespace orelens::cli
