// Scenarios: kept with the project as differences, a stage that compares each with the base, and what one may differ in.
#include "core/project/Scenarios.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/project/LeverWords.h"
#include "core/project/Pipeline.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

std::vector<Scenario> some_scenarios() {
    return {{"Dear copper", {{"commodity.Cu.price", "84000"}}},
            {"情景 2", {{"commodity.Cu.recovery_percent", "80"}, {"economics.processing", "75"}}},
            {"\"quoted\" \\ name", {}}};
}

TEST(SavedScenarios, ReadBackAsTheyWere) {
    EXPECT_EQ(scenarios_to_text({}), "");
    EXPECT_TRUE(scenarios_from_text("")->empty());
    EXPECT_EQ(*scenarios_from_text(scenarios_to_text(some_scenarios())), some_scenarios());
}

TEST(SavedScenarios, AChangedByteIsSeenWhereverItIs) {
    const std::string text = scenarios_to_text(some_scenarios());
    for (std::size_t at = 0; at < text.size(); at += 5) {
        std::string other = text;
        other[at] = static_cast<char>(other[at] ^ 1);
        EXPECT_FALSE(scenarios_from_text(other)) << at;
    }
    EXPECT_FALSE(scenarios_from_text("[]"));
    auto twice = some_scenarios();
    twice.push_back(twice[0]);
    EXPECT_FALSE(scenarios_from_text(scenarios_to_text(twice)));
    EXPECT_EQ(free_scenario_name(some_scenarios(), "情景 2"), "情景 2 2");
}

class Scenarios : public ::testing::Test {
  protected:
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(Scenarios, MayDifferInWhatIsEvaluatedAlone) {
    Scenario scenario{"a", {}};
    const Recipe& recipe = project.recipe;
    EXPECT_TRUE(set_change(scenario, recipe, "commodity.Cu.price", "1000"));
    EXPECT_TRUE(set_change(scenario, recipe, "economics.test", "marginal"));
    EXPECT_EQ(scenario.changes.size(), 2U);
    EXPECT_EQ(set_change(scenario, recipe, "economics.density", "3").error().what.key, "scenarios.may_not_differ");
    EXPECT_FALSE(set_change(scenario, recipe, "commodity.Cu.grade_column", "Au"));
    EXPECT_FALSE(set_change(scenario, recipe, "grid.size_u", "3"));
    EXPECT_FALSE(set_change(scenario, recipe, "commodity.Cu.recovery_percent", "101"));
    EXPECT_EQ(set_change(scenario, recipe, "commodity.Zn.price", "1000").error().what.key, "scenarios.no_such_key");
    EXPECT_FALSE(set_change(scenario, recipe, "commodity.Cu.prise", "1000"));
    EXPECT_EQ(scenario.changes.size(), 2U);
    // What equals the base is no difference.
    const std::string base = base::value_text(*get_param(recipe, "commodity.Cu.price"));
    EXPECT_TRUE(set_change(scenario, recipe, "commodity.Cu.price", base));
    EXPECT_EQ(scenario.changes.size(), 1U);
    const auto ids = scenario_params(recipe);
    EXPECT_THAT(ids, ::testing::Contains("commodity.Cu.royalty_percent"));
    EXPECT_THAT(ids, ::testing::Not(::testing::Contains("economics.main_commodity")));
    for (const std::string& id : ids) EXPECT_TRUE(get_param(recipe, id)) << id;
}

TEST_F(Scenarios, FollowTheBaseInWhatTheyLeaveOpen) {
    const Scenario scenario{"a", {{"economics.processing", "75"}}};
    project.recipe.commodity["Cu"].price *= 2;
    const Recipe moved = *under(project.recipe, scenario);
    EXPECT_EQ(moved.economics.costs.processing, 75);
    EXPECT_EQ(moved.commodity.at("Cu").price, project.recipe.commodity.at("Cu").price);
    EXPECT_EQ(under(project.recipe, {"b", {{"commodity.Zn.price", "3"}}}).error().place.field, "commodity.Zn.price");
}

TEST_F(Scenarios, WithoutAnyTheStageLeavesNothing) {
    run_well();
    EXPECT_FALSE(project.results.scenarios.model || project.results.scenarios.study);
    EXPECT_TRUE(project.current("scenarios"));
}

TEST_F(Scenarios, AreComparedWithTheBaseAndKeptInTheFile) {
    const std::string price = base::value_text(project.recipe.commodity.at("Cu").price * 1.5);
    project.scenarios = {{"Dear", {{"commodity.Cu.price", price}, {"economics.processing", "10"}}},
                         {"Gone", {{"commodity.Zn.price", "3"}}}};
    run_well();
    const auto& results = project.results;
    ASSERT_TRUE(results.scenarios.model && results.scenarios.study);
    EXPECT_EQ(results.model(), results.scenarios.model);
    ASSERT_EQ(results.scenarios.study->rows.size(), 1U);
    ASSERT_EQ(results.scenarios.study->left_out.size(), 1U);
    EXPECT_EQ(results.scenarios.study->left_out[0].second, "commodity.Zn.price");
    std::vector<std::string> kinds;
    for (const base::Finding& finding : project.findings())
        if (finding.stage == "scenarios") kinds.push_back(finding.kind);
    EXPECT_THAT(kinds, ::testing::ElementsAre("scenario_left_out"));
    const scenarios::Comparison& made = results.scenarios.study->rows[0].against_base;
    // As the evaluation itself counts.
    EXPECT_EQ(made.before.blocks, results.value.curve_full->at(project.recipe.commodity.at("Cu").price).blocks);
    EXPECT_GE(made.after.blocks, made.before.blocks);
    EXPECT_GT(made.activated.blocks, 0);
    ASSERT_EQ(made.parts.size(), 2U);
    EXPECT_EQ(made.parts[0].part, "price");
    EXPECT_EQ(made.parts[1].part, "cost");
    EXPECT_NEAR(made.parts[0].tonnes + made.parts[1].tonnes, made.after.tonnes - made.before.tonnes, 1e-6);
    const auto scenario = compare_scenarios(*results.unvalued(), project.recipe, nullptr, &project.scenarios[0]);
    EXPECT_EQ(scenario->activated, made.activated);
    const auto back = compare_scenarios(*results.unvalued(), project.recipe, &project.scenarios[0], nullptr);
    EXPECT_EQ(back->deactivated, made.activated);
    // The column says the same.
    std::int64_t activated = 0;
    const std::string column = scenario_column("Dear");
    const blocks::BlockModel& model = *results.model();
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at) && model.integer(column, n)[at] == 1) ++activated;
    EXPECT_EQ(activated, made.activated.blocks);

    const std::string path = deposit.folder().file("kept.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->scenarios, project.scenarios);
    EXPECT_TRUE(opened->current("scenarios"));
    ASSERT_TRUE(opened->results.scenarios.study && opened->results.scenarios.model);
    EXPECT_EQ(opened->results.scenarios.study->rows[0].against_base.activated, made.activated);
    EXPECT_TRUE(testing::same_bits(*opened->results.model(), model));

    project.scenarios[0].changes.erase("economics.processing");
    EXPECT_THAT(project.stale(), ::testing::ElementsAre("scenarios"));
    project.scenarios.clear();
    run_well();
    EXPECT_EQ(project.results.model(), project.results.value.model);
}

TEST_F(Scenarios, LeversHaveWordsAndUnits) {
    project.recipe.commodity["Cu"].price_unit = "lb";
    for (const scenarios::Lever& lever : scenarios::levers_of(price_deck(project.recipe))) {
        const std::string words = lever_words(lever, base::Language::chinese);
        EXPECT_NE(words, lever.id);
        EXPECT_EQ(words.find('{'), std::string::npos) << words;
        const std::string value = lever_value(lever, 12.5, project.recipe);
        EXPECT_EQ(value.find('{'), std::string::npos) << value;
        if (lever.id == "commodity.Cu.price") {
            EXPECT_EQ(value, "12.5 " + project.recipe.economics.costs.currency + "/lb");
        }
        // Levers are parameters of scenarios, and of the part they say.
        if (lever.id != "prices" && lever.id != "costs") {
            EXPECT_THAT(scenario_params(project.recipe), ::testing::Contains(lever.id));
        }
    }
}

}  // namespace
}  // namespace orelens::project
