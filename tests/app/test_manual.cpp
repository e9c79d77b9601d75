// Manual pages and completions come from the program's tables: every command, option, parameter and action is
// in them. The files of the desktop integration are well formed and agree with each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>

#include "core/base/AtomicFile.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::run_program;

std::string text_of(const std::string& path) {
    const auto text = base::read_text_file(path);
    EXPECT_TRUE(text) << path;
    return text.value_or("");
}

/// What `--help` prints of options: the words a user can type.
std::set<std::string> options_in(const std::string& help) {
    static const std::regex pattern("(--[a-z][a-z-]*)");
    std::set<std::string> found;
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) {
        // Options stand at the start of their line; words of a help text do not count.
        const std::size_t at = line.find_first_not_of(' ');
        if (at == std::string::npos || line[at] != '-') continue;
        const std::string head = line.substr(0, line.find("  ", at));
        for (std::sregex_iterator it(head.begin(), head.end(), pattern), end; it != end; ++it)
            found.insert((*it)[1]);
    }
    return found;
}

std::set<std::string> commands_in(const std::string& help) {
    std::set<std::string> found;
    std::istringstream lines(help);
    bool there = false;
    for (std::string line; std::getline(lines, line);) {
        if (there && line.starts_with("  ") && line.size() > 2 && line[2] != ' ')
            found.insert(line.substr(2, line.find(' ', 2) - 2));
        there = there || line.starts_with("Subcommands:");
    }
    return found;
}

/// The roff of a word with its hyphens.
std::string roff(const std::string& word) {
    return std::regex_replace(word, std::regex("-"), "\\-");
}

class Manual : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder = new testing::TemporaryFolder;
        for (const char* language : {"en", "zh"}) {
            const std::string out = folder->file(language);
            const auto ran = run_program({"generate", "--lang", language, "--man", out, "--bash",
                                          out + "/bash", "--zsh", out + "/zsh", "--icons", out + "/icons"});
            ASSERT_EQ(ran.exit_code, 0) << ran.err;
        }
    }
    static void TearDownTestSuite() {
        delete folder;
        folder = nullptr;
    }
    static testing::TemporaryFolder* folder;
};
testing::TemporaryFolder* Manual::folder = nullptr;

TEST_F(Manual, ListsEveryCommandAndOption) {
    const std::string page = text_of(folder->file("en/orelens-cli.1"));
    const std::string bash = text_of(folder->file("en/bash/orelens-cli"));
    const std::string zsh = text_of(folder->file("en/zsh/_orelens-cli"));
    const std::set<std::string> commands = commands_in(run_program({"--help"}).out);
    EXPECT_GT(commands.size(), 7U);
    EXPECT_FALSE(commands.contains("generate")) << "hidden";
    int options = 0;
    for (const std::string& command : commands) {
        EXPECT_THAT(page, HasSubstr(".SS \\fB" + roff(command) + "\\fR"));
        EXPECT_THAT(bash, HasSubstr("\n    " + command + ")"));
        EXPECT_THAT(zsh, HasSubstr("        '" + command + ":"));
        for (const std::string& option : options_in(run_program({command, "--help"}).out)) {
            ++options;
            EXPECT_THAT(page, HasSubstr("\\fB" + roff(option) + "\\fR")) << command;
            EXPECT_THAT(bash, HasSubstr(option)) << command;
            EXPECT_THAT(zsh, AnyOf(HasSubstr("'*" + option + "["), HasSubstr("'*" + option + "=[")))
                << command;
        }
    }
    EXPECT_GT(options, 30);
}

TEST_F(Manual, ListsEveryParameterInBothLanguages) {
    for (const char* language : {"en", "zh"}) {
        const std::string page = text_of(folder->file(std::string(language) + "/orelens-cli.1"));
        const auto declared = run_program({"parameters", "--json"}).json().at("parameters");
        for (const auto& one : declared) {
            EXPECT_THAT(page, HasSubstr("\\fB" + roff(one.at("id").get<std::string>()) + "\\fR"));
            EXPECT_THAT(page, HasSubstr(roff(one.at("label").at(language).get<std::string>())));
        }
        EXPECT_EQ(page.find("manual."), std::string::npos) << "a text without words";
    }
}

TEST_F(Manual, ThePageOfTheDesktopListsOptionsAndActions) {
    const std::string page = text_of(folder->file("en/orelens.1"));
    const std::string bash = text_of(folder->file("en/bash/orelens"));
    const std::string source = text_of(std::string(ORELENS_SOURCE_DIR) + "/app/desktop/Options.h");
    static const std::regex name("\\{\"([a-z]+)\",\\s*\"[a-z]*\",\\s*\\{");
    int options = 0;
    for (std::sregex_iterator it(source.begin(), source.end(), name), end; it != end; ++it, ++options) {
        EXPECT_THAT(page, HasSubstr("\\fB\\-\\-" + (*it)[1].str() + "\\fR"));
        EXPECT_THAT(bash, HasSubstr("--" + (*it)[1].str()));
    }
    EXPECT_GT(options, 4);
    for (const char* action : {"file.open", "price.up", "help.problem"}) {
        EXPECT_THAT(page, HasSubstr(std::string("\\fB") + action));
        EXPECT_THAT(bash, HasSubstr(action));
    }
}

/// What bash offers for a line whose last word is being typed.
std::string offered(const std::string& script, const std::vector<std::string>& words) {
    std::string line = "source '" + script + "'; COMP_WORDS=(";
    for (const std::string& word : words) line += "'" + word + "' ";
    line += "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _orelens_cli; printf '%s ' \"${COMPREPLY[@]}\"";
    const std::string command =
        "bash -c \"" + std::regex_replace(line, std::regex("([\"$\\\\])"), "\\$1") + "\"";
    std::string printed;
    if (FILE* pipe = ::popen(command.c_str(), "r")) {
        char buffer[512];
        while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) printed += buffer;
        ::pclose(pipe);
    }
    return printed;
}

TEST_F(Manual, BashOffersWhatFits) {
    const std::string script = folder->file("en/bash/orelens-cli");
    EXPECT_EQ(offered(script, {"orelens-cli", "ru"}), "run ");
    EXPECT_EQ(offered(script, {"orelens-cli", "--threads", "2", "ch"}), "check ");
    EXPECT_EQ(offered(script, {"orelens-cli", "run", "r.json", "--str"}), "--strict ");
    EXPECT_EQ(offered(script, {"orelens-cli", "run", "r.json", "--until", "vario"}), "variogram ");
    EXPECT_EQ(offered(script, {"orelens-cli", "--lang", "z"}), "zh ");
    EXPECT_EQ(offered(script, {"orelens-cli", "run", "--lang", "=", "z"}), "zh ");
    EXPECT_EQ(offered(script, {"orelens-cli", "run", "r.json", "--set", "composite.len"}),
              "composite.length= ");
    EXPECT_EQ(offered(script, {"orelens-cli", "curve", "--str"}), " ") << "an option of another command";
    EXPECT_EQ(offered(script, {"orelens-cli", "run", "rec"}), " ") << "names of files are left to the shell";
}

TEST_F(Manual, IconsAreDrawn) {
    for (const char* name :
         {"16x16/apps/orelens.png", "512x512/apps/orelens.png", "scalable/apps/orelens.svg"}) {
        const std::string path = folder->file(std::string("en/icons/") + name);
        if (!fs::exists(path)) GTEST_SKIP() << "built without the desktop";
        EXPECT_GT(fs::file_size(path), 200U) << name;
    }
}

/// Start and end tags of an XML text match, and nothing follows the root.
void expect_well_formed(const std::string& text) {
    std::vector<std::string> open;
    static const std::regex tag("<([/!?]?)([A-Za-z:_-]*)([^>]*)>");
    for (std::sregex_iterator it(text.begin(), text.end(), tag), end; it != end; ++it) {
        const std::string kind = (*it)[1], name = (*it)[2], rest = (*it)[3];
        if (kind == "!" || kind == "?") continue;
        if (kind == "/") {
            ASSERT_FALSE(open.empty()) << name;
            EXPECT_EQ(open.back(), name);
            open.pop_back();
        } else if (!rest.ends_with('/')) {
            open.push_back(name);
        }
    }
    EXPECT_THAT(open, ::testing::IsEmpty());
}

TEST(Installed, DesktopEntryTypesAndMetainfoAgree) {
    const std::string folder = std::string(ORELENS_SOURCE_DIR) + "/resources/desktop/";
    const std::string entry = text_of(folder + "orelens.desktop");
    const std::string types = text_of(folder + "orelens-mime.xml");
    const std::string metainfo = text_of(folder + "orelens.metainfo.xml");
    expect_well_formed(types);
    expect_well_formed(metainfo);
    EXPECT_TRUE(entry.starts_with("[Desktop Entry]\n"));
    std::set<std::string> keys;
    std::istringstream lines(entry.substr(entry.find('\n') + 1));
    for (std::string line; std::getline(lines, line);) {
        ASSERT_NE(line.find('='), std::string::npos) << line;
        EXPECT_TRUE(keys.insert(line.substr(0, line.find('='))).second) << line;
    }
    for (const char* key : {"Type", "Name", "Comment", "Exec", "Icon", "Categories", "MimeType"})
        EXPECT_TRUE(keys.contains(key)) << key;
    const std::size_t at = entry.find("MimeType=") + 9;
    std::istringstream listed(entry.substr(at, entry.find('\n', at) - at));
    for (std::string type; std::getline(listed, type, ';');) {
        EXPECT_THAT(types, HasSubstr("type=\"" + type + "\""));
        EXPECT_THAT(metainfo, HasSubstr("<mediatype>" + type + "</mediatype>"));
    }
    EXPECT_THAT(types, HasSubstr("*.orelens.json"));
    EXPECT_THAT(metainfo, HasSubstr("<launchable type=\"desktop-id\">orelens.desktop</launchable>"));
}

}  // namespace
}  // namespace orelens
