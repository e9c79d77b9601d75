// A project of mines and orebodies alone at the command line: run, check, run again; and the verbs of costmodel beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Country.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::run_program;
using testing::TemporaryFolder;

class OrebodyRun : public ::testing::Test {
  protected:
    OrebodyRun() {
        const auto files = demonstration::write_country(folder.path().string(), {.mines = 40, .orebodies = 40});
        if (!files) throw std::runtime_error("no country");
    }
    [[nodiscard]] std::vector<std::string> with_tables(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin() + 1, (folder.path() / demonstration::country_recipe_file).string());
        for (const char* setting : {"orebodies.mines_file=synthetic_mines.csv", "orebodies.orebodies_file=synthetic_orebodies.csv",
                                    "orebodies.repeats=1", "orebodies.folds=3"}) {
            arguments.emplace_back("--set");
            arguments.emplace_back(setting);
        }
        return arguments;
    }
    TemporaryFolder folder;
};

TEST_F(OrebodyRun, RunsReportsAndRunsOnlyWhatChanged) {
    const auto ran = run_program(with_tables({"run", "--out", folder.file("out"), "--json"}));
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const auto summary = ran.json().at("summary").at("orebodies");
    EXPECT_EQ(summary.at("mines"), 40);
    EXPECT_EQ(summary.at("orebodies"), 40);
    EXPECT_GT(summary.at("usable").get<int>(), 5);
    EXPECT_GE(summary.at("without_verdict").get<int>(), 4) << "four lie deeper than any mine";
    for (const char* sheet : {"cost_card", "cost_scores", "cost_orebodies", "cost_groups", "cost_curve", "cost_near", "cost_cumulative"})
        EXPECT_TRUE(std::filesystem::exists(folder.path() / "out" / "tables" / (std::string(sheet) + ".csv"))) << sheet;
    EXPECT_THAT(*base::read_text_file(folder.file("out/tables/cost_orebodies.csv")), HasSubstr("Synthetic orebody 001"));
    const auto again = run_program(with_tables({"run", "--out", folder.file("out"), "--json"}));
    EXPECT_EQ(again.json().at("stages_run").size(), 0U);
    auto other = with_tables({"run", "--out", folder.file("out"), "--json"});
    other.insert(other.end(), {"--set", "orebodies.discount=15"});
    const auto dearer = run_program(other);
    EXPECT_EQ(dearer.json().at("stages_run"), nlohmann::json::parse(R"(["orebody_verdicts"])")) << dearer.err;
    EXPECT_LE(dearer.json().at("summary").at("orebodies").at("usable").get<int>(), summary.at("usable").get<int>());
}

TEST_F(OrebodyRun, CheckNamesWhatIsWrongWithTheTables) {
    const auto checked = run_program(with_tables({"check", "--json"}));
    EXPECT_EQ(checked.exit_code, 0) << checked.err << checked.out;
    const std::string mines = (folder.path() / demonstration::country_mines_file).string();
    auto text = base::read_text_file(mines).value();
    text += text.substr(text.find('\n') + 1, text.find('\n', text.find('\n') + 1) - text.find('\n'));
    ASSERT_TRUE(base::write_text_file(mines, text));
    const auto twice = run_program(with_tables({"check"}));
    EXPECT_THAT(twice.out, HasSubstr("synthetic_mines.csv:42")) << twice.err;
    std::filesystem::remove(mines);
    const auto gone = run_program(with_tables({"run", "--out", folder.file("out")}));
    EXPECT_EQ(gone.exit_code, 1);
    EXPECT_THAT(gone.err, HasSubstr("synthetic_mines.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "out"));
}

TEST_F(OrebodyRun, VerbsOfCostmodelGiveTheSameVerdicts) {
    const auto mines = (folder.path() / demonstration::country_mines_file).string(), bodies = (folder.path() / demonstration::country_orebodies_file).string(),
               prices = (folder.path() / demonstration::country_recipe_file).string();
    const auto trained = run_program({"costmodel", "train", mines, folder.file("model.json"), "--prices", prices, "--set", "costmodel.repeats=1", "--set",
                                      "costmodel.folds=3"});
    ASSERT_EQ(trained.exit_code, 0) << trained.err;
    const auto said = run_program({"costmodel", "predict", folder.file("model.json"), bodies, "--prices", prices, "--mines", mines, "--out", folder.file("said"),
                                   "--set", "costmodel.repeats=1", "--set", "costmodel.folds=3"});
    ASSERT_EQ(said.exit_code, 0) << said.err;
    const auto ran = run_program(with_tables({"run", "--out", folder.file("out"), "--no-pictures"}));
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("Orebodies:"));
    EXPECT_EQ(*base::read_text_file(folder.file("said/cost_orebodies.csv")), *base::read_text_file(folder.file("out/tables/cost_orebodies.csv")));
}

}  // namespace
}  // namespace orelens
