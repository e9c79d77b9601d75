#include <fmt/format.h>

#include <algorithm>

#include "app/cli/Manual.h"

namespace orelens::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
    return line;
}

std::vector<std::string> flags_of(const ManualCommand& command) {
    std::vector<std::string> names;
    for (const ManualOption& option : command.options)
        if (!option.argument) names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

/// Lines of a shell's case: what follows each option that takes one of known words.
std::string bash_values(const ManualCommand& command) {
    std::string lines;
    for (const ManualOption& option : command.options) {
        if (option.argument || option.choices.empty()) continue;
        std::string names;
        for (const std::string& name : option.names) names += (names.empty() ? "" : "|") + name;
        const bool setting = option.names.back() == "--set";
        lines += fmt::format("        {}) words='{}'{} ;;\n", names, joined(option.choices),
                             setting ? "; ending='='" : "");
    }
    return lines;
}

// A word such as --lang=zh reaches the function as three: the equals sign breaks words in bash. Where nothing
// is found, the names of files follow (-o default).
constexpr const char* bash_head =
    R"sh(    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" words='' ending=''
    COMPREPLY=()
    if [ "$cur" = '=' ]; then cur=''
    elif [ "$prev" = '=' ] && [ "$COMP_CWORD" -ge 2 ]; then prev="${COMP_WORDS[COMP_CWORD-2]}"
    fi
)sh";

constexpr const char* bash_tail =
    R"sh(    [ -n "$words" ] || return 0
    if [ -n "$ending" ]; then
        compopt -o nospace 2>/dev/null
        COMPREPLY=($(compgen -S "$ending" -W "$words" -- "$cur"))
    else
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
    fi
}
)sh";

/// Text of a description between single quotes and brackets in a zsh specification.
std::string zsh_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (c == '[' || c == ']' || c == ':' || c == '\\')
            out += std::string("\\") + c;
        else
            out += c;
    }
    return out;
}

std::string zsh_after(const ManualOption& option) {
    if (option.value.empty() && !option.argument) return "";
    const std::string label = option.argument ? option.names.front() : option.value;
    const bool number = label == "INT" || label == "UINT" || label == "FLOAT";
    if (option.choices.empty()) return fmt::format(":{}:{}", label, number ? " " : "_files");
    const bool setting = option.names.back() == "--set";
    return setting ? fmt::format(":{}:compadd -S = -- {}", label, joined(option.choices))
                   : fmt::format(":{}:({})", label, joined(option.choices));
}

/// One specification of _arguments for each name; options may come several times, their values after an
/// equals sign or as the next word. `many`: of the last argument.
std::string zsh_arguments(const ManualCommand& command, const std::string& indent, bool many = false) {
    std::string lines;
    int place = 0;
    for (const ManualOption& option : command.options) {
        if (option.argument) {
            const std::string at = many ? "*" : std::to_string(++place);
            lines += fmt::format("{}'{}{}' \\\n", indent, at, zsh_after(option));
            continue;
        }
        for (const std::string& name : option.names)
            lines += fmt::format("{}'*{}{}[{}]{}' \\\n", indent, name, option.value.empty() ? "" : "=",
                                 zsh_text(option.help), zsh_after(option));
    }
    return lines;
}

bool takes_words(const ManualOption& option) {
    return !option.argument && !option.value.empty();
}

/// Options common to all whose value is not the command's name.
std::string common_with_value(const ManualCommand& program) {
    std::string names;
    for (const ManualOption& option : program.options)
        if (takes_words(option))
            for (const std::string& name : option.names) names += (names.empty() ? "" : "|") + name;
    return names;
}

}  // namespace

std::string bash_completion(const Manual& manual) {
    std::vector<std::string> names;
    for (const ManualCommand& command : manual.commands) names.push_back(command.name);
    const std::string common = joined(flags_of(manual.program));
    std::string script = "# bash completion of orelens-cli, generated from its tables.\n_orelens_cli() {\n";
    script += bash_head;
    script += "    local verb='' n\n    for ((n = 1; n < COMP_CWORD; ++n)); do\n";
    script += fmt::format(
        "        case \"${{COMP_WORDS[n]}}\" in\n        {}) ((++n)); [ \"${{COMP_WORDS[n]}}\" = '=' ] && "
        "((++n)) ;;\n"
        "        -*) ;;\n        *) verb=\"${{COMP_WORDS[n]}}\"; break ;;\n        esac\n    done\n",
        common_with_value(manual.program));
    script += "    case \"$prev\" in\n" + bash_values(manual.program) + "    esac\n";
    script +=
        fmt::format("    if [ -z \"$words\" ] && [ -z \"$verb\" ]; then\n        words='{} {}'\n    fi\n",
                    joined(names), common);
    script += "    case \"$verb\" in\n";
    for (const ManualCommand& command : manual.commands) {
        script += fmt::format("    {})\n        case \"$prev\" in\n{}        esac\n", command.name,
                              bash_values(command));
        script +=
            fmt::format("        if [ -z \"$words\" ] && [[ \"$cur\" == -* ]]; then words='{} {}'; fi ;;\n",
                        joined(flags_of(command)), common);
    }
    script += "    esac\n";
    script += bash_tail;
    script += "complete -o default -F _orelens_cli orelens-cli\n";
    return script;
}

std::string desktop_bash_completion() {
    const ManualCommand manual = desktop_manual(base::Language::english);
    std::string script = "# bash completion of orelens, generated from its tables.\n_orelens() {\n";
    script += bash_head;
    script += "    case \"$prev\" in\n" + bash_values(manual) + "    esac\n";
    script += fmt::format("    if [ -z \"$words\" ] && [[ \"$cur\" == -* ]]; then words='{}'; fi\n",
                          joined(flags_of(manual)));
    script += bash_tail;
    script += "complete -o default -F _orelens orelens\n";
    return script;
}

std::string zsh_completion(const Manual& manual) {
    std::string script =
        "#compdef orelens-cli\n# zsh completion of orelens-cli, generated from its tables.\n_orelens_cli() "
        "{\n"
        "    local context state line\n    typeset -A opt_args\n    local -a commands\n    commands=(\n";
    for (const ManualCommand& command : manual.commands)
        script += fmt::format("        '{}:{}'\n", command.name, zsh_text(command.about));
    script += "    )\n    _arguments -C \\\n" + zsh_arguments(manual.program, "        ");
    script += "        '1:command:->command' '*::argument:->arguments'\n    case \"$state\" in\n";
    script += "    command) _describe -t commands command commands ;;\n    arguments)\n";
    script += "        case \"$words[1]\" in\n";
    for (const ManualCommand& command : manual.commands) {
        script += fmt::format("        {}) _arguments \\\n", command.name);
        // The help option stands in both lists; the command's own is enough.
        ManualCommand common = manual.program;
        std::erase_if(common.options, [](const ManualOption& option) {
            return std::ranges::find(option.names, "--help") != option.names.end() ||
                   std::ranges::find(option.names, "--version") != option.names.end();
        });
        script += zsh_arguments(common, "            ") + zsh_arguments(command, "            ");
        script += "            && return 0 ;;\n";
    }
    script += "        esac ;;\n    esac\n}\n_orelens_cli \"$@\"\n";
    return script;
}

std::string desktop_zsh_completion() {
    return "#compdef orelens\n# zsh completion of orelens, generated from its tables.\n_arguments \\\n" +
           zsh_arguments(desktop_manual(base::Language::english), "    ", true) + "    && return 0\n";
}

}  // namespace orelens::cli
