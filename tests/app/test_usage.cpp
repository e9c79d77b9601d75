// What the command line says to wrong words, and to questions about itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_program;

struct Wrong {
    const char* name;
    std::vector<std::string> arguments;
    const char* says;
};
void PrintTo(const Wrong& wrong, std::ostream* out) {
    *out << wrong.name;
}
class WrongUse : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongUse, ExitsWithTwoAndSaysWhatWasMeant) {
    const auto ran = run_program(GetParam().arguments);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr(GetParam().says));
    EXPECT_EQ(ran.out, "");
}

const Wrong wrong[] = {
    {"nothing", {}, "a command is needed"},
    {"command", {"rum", "recipe.json"}, "did you mean 'run'?"},
    {"option", {"run", "recipe.json", "--outt", "x"}, "did you mean '--out'?"},
    {"option_with_value", {"curve", "p.gpkg", "--pionts=5"}, "did you mean '--points'?"},
    {"no_recipe", {"run"}, "RECIPE"},
    {"not_a_number", {"curve", "p.gpkg", "--points", "many"}, "many"},
    {"language", {"--lang", "fr", "parameters"}, "fr"},
    {"block_format", {"run", "r.json", "--blocks", "obj"}, "obj"},
    {"extra_word", {"check", "a.json", "b.json"}, "b.json"},
};
INSTANTIATE_TEST_SUITE_P(Usage, WrongUse, ::testing::ValuesIn(wrong),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Usage, HelpAndVersionGoToStandardOutputInBothLanguages) {
    const auto help = run_program({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    for (const char* command :
         {"run", "check", "curve", "utilization", "convert", "render", "parameters", "demo"})
        EXPECT_THAT(help.out, HasSubstr(command));
    EXPECT_EQ(run_program({"run", "--help"}).exit_code, 0);
    const auto chinese = run_program({"run", "--help", "--lang", "zh"});
    EXPECT_THAT(chinese.out, HasSubstr("方案"));
    EXPECT_THAT(run_program({"--help"}, {.environment = {"LANG=zh_CN.UTF-8"}}).out,
                HasSubstr("全量矿产资源"));
    const auto version = run_program({"--version"});
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_THAT(version.out, HasSubstr("orelens-cli 0."));
}

TEST(Usage, ErrorsForProgramsAreJson) {
    const auto ran = run_program({"run", "/nowhere/recipe.json", "--json"});
    EXPECT_EQ(ran.exit_code, 1);
    const auto error = ran.json().at("error");
    EXPECT_EQ(error.at("kind"), "file");
    EXPECT_EQ(error.at("file"), "/nowhere/recipe.json");
    EXPECT_EQ(run_program({"ruin", "--json"}).json().at("error").at("kind"), "usage");
}

TEST(Usage, AWrongRecipeIsRefusedWithLineAndColumn) {
    const testing::TemporaryFolder folder;
    const std::string recipe = folder.write("r.json", "{\n  \"composite\": {\"length\": \"five\"}\n}\n");
    const auto ran = run_program({"run", recipe, "--out", folder.file("out")});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.err, HasSubstr(recipe + ":2:27: composite.length: 'five' is not a number"));
    EXPECT_FALSE(std::filesystem::exists(folder.file("out")));
    const auto json = run_program({"run", recipe, "--json"}).json().at("error");
    EXPECT_EQ(json.at("line"), 2);
    EXPECT_EQ(json.at("column"), 27);
}

TEST(Usage, AValueRefusedLaterIsPlacedInItsRecipe) {
    const testing::TemporaryFolder folder;
    folder.write("blocks.csv", "x,y,z,Cu\n0,0,0,1\n10,0,0,2\n");
    const std::string model = "{\"model\": {\"file\": \"blocks.csv\", \"size_u\": 10, \"size_v\": 10, \"size_w\": 10},\n";
    const std::string deck = "\"commodity\": {\"Cu\": {\"price\": 9000, \"recovery_percent\": 90}}, \"economics\": {\"processing\": 20},\n";
    const std::string rates = folder.write("rates.json", model + deck + " \"fiscal\": {\"currency_rates\": \"USD seven\"}}");
    for (const auto& arguments : {std::vector<std::string>{"run", rates, "--out", folder.file("out")},
                                  {"curve", rates},
                                  {"surface", rates, folder.file("shell.stl")},
                                  {"sections", rates, "--out", folder.file("cut.dxf")}})
        EXPECT_THAT(run_program(arguments).err, HasSubstr(rates + ":3:31: fiscal.currency_rates: ")) << arguments.front();
    EXPECT_THAT(run_program({"check", rates}).out + run_program({"check", rates}).err, HasSubstr("rates.json:3:31"));
    const std::string line = folder.write("line.json", model + deck + " \"section\": {\"line\": \"0 zero\"}}");
    EXPECT_THAT(run_program({"sections", line, "--out", folder.file("cut.dxf")}).err, HasSubstr(line + ":3:22: section.line: "));
    // What the command line states is no line of the file.
    EXPECT_THAT(run_program({"sections", line, "--out", folder.file("cut.dxf"), "--line", "1 one"}).err, Not(HasSubstr("line.json:3")));
}

TEST(Usage, SettingsAreCheckedAndSuggested) {
    const testing::TemporaryFolder folder;
    const std::string recipe = folder.write("r.json", "{}");
    struct Case {
        const char* setting;
        const char* says;
    };
    for (const Case& c :
         {Case{"commodity.Cu.pricee=5", "did you mean 'commodity.Cu.price'?"},
          Case{"composite.length=-5", "composite.length"}, Case{"composite.length", "id=value"},
          Case{"estimate.method=magic", "ordinary_kriging"},
          Case{"composite.tail=keep=merge", "'keep=merge' is not a choice"},
          Case{"composite.length=", "a value is needed"},
          Case{"composite.length=2,5", "'2,5' is not a number"},
          Case{"composite.within_domain=maybe", "yes, no, on, off"}}) {
        const auto ran = run_program({"run", recipe, "--set", c.setting});
        EXPECT_EQ(ran.exit_code, 2) << c.setting;
        EXPECT_THAT(ran.err, HasSubstr(c.says));
    }
}

TEST(Usage, SettingsAreTakenInTheOrderGiven) {
    const testing::TemporaryFolder folder;
    const std::string recipe = folder.write("r.json", "{}");
    const auto ran = run_program({"run", recipe, "--set", "composite.length=2.5", "--set",
                                  "composite.within_domain=off", "--set", "element.Cu.top_cut=", "--set",
                                  "composite.domains=A;B", "--set", "composite.length=-7"});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr("-7 lies outside"))
        << "all before it were taken, of one id the last counts";
}

TEST(Usage, UnknownRecipeKeysAreToldAndDoNotStop) {
    const testing::TemporaryFolder folder;
    folder.write("collar.csv", "hole,x,y,z,depth\nH1,0,0,100,10\n");
    folder.write("survey.csv", "hole,depth,azimuth,dip\nH1,0,0,-90\n");
    const std::string recipe =
        folder.write("r.json",
                     "{\"composite\": {\"lenght\": 5}, \"drillholes\": "
                     "{\"collar_file\": \"collar.csv\", \"survey_file\": \"survey.csv\"}}");
    const auto ran = run_program({"check", recipe});
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_THAT(ran.err, HasSubstr("1:16"));
    EXPECT_THAT(ran.err, HasSubstr("did you mean 'composite.length'?"));
}

TEST(Usage, ARecipeThatReadsNothingIsRefused) {
    const testing::TemporaryFolder folder;
    const std::string recipe = folder.write("r.json", "{\"composite\": {\"length\": 5}}");
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"run", recipe, "--out", folder.file("out")},
          {"check", recipe},
          {"curve", recipe},
          {"render", recipe, "--out", folder.file("p.png")}}) {
        const auto ran = run_program(arguments);
        EXPECT_EQ(ran.exit_code, 1) << arguments[0];
        EXPECT_THAT(ran.err, HasSubstr("names no file to read")) << arguments[0];
        EXPECT_THAT(ran.err, HasSubstr("drillholes.collar_file")) << arguments[0];
    }
    EXPECT_FALSE(std::filesystem::exists(folder.file("out")));
}

TEST(Usage, UntilNamesAStage) {
    const testing::TemporaryFolder folder;
    const std::string recipe = folder.write("r.json", "{}");
    const auto ran = run_program({"run", recipe, "--until", "composit"});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr("did you mean 'composite'?"));
    EXPECT_THAT(run_program({"run", "--help"}).out, HasSubstr("variogram"));
    EXPECT_EQ(run_program({"check", recipe, "--approve", ":assay.csv"}).exit_code, 2);
}

TEST(Parameters, TableJsonAndReferencePages) {
    const auto json = run_program({"parameters", "--json"}).json().at("parameters");
    EXPECT_GT(json.size(), 100U);
    for (const auto& one : json) {
        EXPECT_FALSE(one.at("label").at("zh").get<std::string>().empty());
        EXPECT_EQ(one.at("choices").empty(), one.at("type") != "choice") << one.at("id");
    }
    const auto text = run_program({"parameters", "composite.", "--lang", "zh"});
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_THAT(text.out, HasSubstr("composite.length"));
    EXPECT_THAT(text.out, HasSubstr("组合样长度"));
    EXPECT_THAT(text.out, ::testing::Not(HasSubstr("grid.")));
    const testing::TemporaryFolder folder;
    const auto written = run_program({"parameters", "--write-reference", folder.file("docs")});
    EXPECT_EQ(written.exit_code, 0);
    EXPECT_TRUE(std::filesystem::exists(folder.file("docs/parameters.en.md")));
    EXPECT_TRUE(std::filesystem::exists(folder.file("docs/parameters.zh.md")));
}

TEST(Pipe, AReaderThatLeavesEarlyIsNoCrash) {
    const std::string program = std::string(ORELENS_BIN_DIR) + "/orelens-cli";
    EXPECT_EQ(std::system(("\"" + program + "\" parameters --json | head -c 100 > /dev/null").c_str()), 0);
}

}  // namespace
}  // namespace orelens
