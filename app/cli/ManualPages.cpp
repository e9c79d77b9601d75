#include <fmt/format.h>

#include "app/cli/Manual.h"
#include "core/project/Recipe.h"
#ifdef ORELENS_WITH_DESKTOP
#include "ui/commands/Action.h"
#endif

namespace orelens::cli {
namespace {

using base::Language;

/// Text as roff takes it literally. Hyphens are written so that options copied from a page still work.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if (c == '\n')
            out += ' ';
        else
            out += c;
    }
    if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
    return out;
}

std::string bold(std::string_view text) {
    return "\\fB" + roff(text) + "\\fR";
}
std::string slanted(std::string_view text) {
    return "\\fI" + roff(text) + "\\fR";
}

class Page {
  public:
    Page(Language language, const char* name) : language_(language) {
        text_ = fmt::format(".TH {} 1 \"\" \"Orelens {}\" \"{}\"\n", name, ORELENS_VERSION,
                            roff(say("manual.user_commands")));
        // No hyphenation and no stretched lines: names and ids stay whole.
        text_ += ".nh\n.ad l\n";
    }
    [[nodiscard]] std::string say(std::string_view key) const { return base::text(key, language_); }
    void section(const char* key) { text_ += fmt::format(".SH \"{}\"\n", roff(say(key))); }
    void subsection(const std::string& title) { text_ += ".SS " + title + "\n"; }
    void paragraph(std::string_view words) { text_ += ".PP\n" + roff(words) + "\n"; }
    void line(const std::string& formatted) { text_ += formatted + "\n"; }
    void entry(const std::string& head, std::string_view words) {
        text_ += ".TP\n" + head + "\n" + roff(words) + "\n";
    }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    Language language_;
    std::string text_;
};

std::string head_of(const ManualOption& option) {
    if (option.argument) return slanted(option.names.front());
    std::string head;
    for (const std::string& name : option.names) head += (head.empty() ? "" : ", ") + bold(name);
    if (!option.value.empty()) head += " " + slanted(option.value);
    return head;
}

void put_options(Page& page, const ManualCommand& command) {
    for (const ManualOption& option : command.options) {
        std::string words = option.help;
        // Long lists stand in a section of their own, or in the help itself.
        if (!option.choices.empty() && option.choices.size() <= 8) {
            std::string list;
            for (const std::string& choice : option.choices) list += (list.empty() ? "" : ", ") + choice;
            words += fmt::format(" ({})", list);
        }
        page.entry(head_of(option), words);
    }
}

std::string usage_of(const ManualCommand& command) {
    std::string line = bold(command.name);
    for (const ManualOption& option : command.options)
        if (option.argument)
            line += option.required ? " " + slanted(option.names.front())
                                    : " [" + slanted(option.names.front()) + "]";
        else if (option.required)
            line += " " + head_of(option);
    return line;
}

void put_parameters(Page& page) {
    page.section("manual.parameters");
    page.paragraph(page.say("manual.parameters_words"));
    for (const project::RecipeParam& row : project::recipe_params()) {
        std::string words = row.info.label.in(page.language());
        if (!row.info.unit.empty()) words += fmt::format(" [{}]", row.info.unit);
        words += ". " + row.info.help.in(page.language());
        page.entry(bold(row.info.id), words);
    }
}

void put_common_end(Page& page, const char* other) {
    page.section("manual.environment");
    page.entry(bold("LC_ALL, LC_MESSAGES, LANG"), page.say("manual.environment.language"));
    page.entry(bold("ORELENS_SIMD"), page.say("manual.environment.simd"));
    page.section("manual.bugs");
    page.paragraph(page.say("manual.bugs_words"));
    page.section("manual.see_also");
    page.line(bold(other) + "(1)");
}

}  // namespace

std::string cli_page(const Manual& manual, Language language) {
    Page page(language, "ORELENS\\-CLI");
    page.section("manual.name");
    page.line("orelens\\-cli \\- " + roff(manual.program.about));
    page.section("manual.synopsis");
    page.line(bold("orelens-cli") + " " + slanted(page.say("manual.command_word")) + " [" +
              slanted(page.say("manual.options_word")) + "]");
    page.section("manual.description");
    page.paragraph(page.say("manual.cli.words"));
    page.section("manual.common_options");
    put_options(page, manual.program);
    page.section("manual.commands");
    for (const ManualCommand& command : manual.commands) {
        page.subsection(usage_of(command));
        page.line(roff(command.about));
        put_options(page, command);
    }
    put_parameters(page);
    page.section("manual.exit");
    for (const char* code : {"0", "1", "2", "130"})
        page.entry(bold(code), page.say(std::string("manual.exit.") + code));
    put_common_end(page, "orelens");
    return page.text();
}

std::string desktop_page(Language language) {
    const ManualCommand manual = desktop_manual(language);
    Page page(language, "ORELENS");
    page.section("manual.name");
    page.line("orelens \\- " + roff(manual.about));
    page.section("manual.synopsis");
    page.line(bold("orelens") + " [" + slanted(page.say("manual.options_word")) + "] [" + slanted("FILE") +
              " ...]");
    page.section("manual.description");
    page.paragraph(page.say("manual.desktop.words"));
    page.section("manual.options");
    put_options(page, manual);
#ifdef ORELENS_WITH_DESKTOP
    page.section("manual.actions");
    page.paragraph(page.say("manual.actions_words"));
    for (const commands::ActionInfo& info : commands::action_table()) {
        std::string words = info.help.in(language);
        if (!info.shortcut.empty()) words += fmt::format(" [{}]", info.shortcut);
        page.entry(bold(info.id), words);
    }
#endif
    page.section("manual.files");
    page.entry(slanted("~/.config/Orelens/Orelens.conf"), page.say("manual.files.settings"));
    page.entry(slanted("~/.local/share/Orelens/Orelens"), page.say("manual.files.data"));
    put_common_end(page, "orelens-cli");
    return page.text();
}

}  // namespace orelens::cli
