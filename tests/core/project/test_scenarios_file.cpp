// Scenarios beside a recipe: read with it, written back the same, and refused with their place where they are wrong.
#include <gtest/gtest.h>

#include "core/project/ScenariosFile.h"
#include "core/project/Scenarios.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

using testing::TemporaryFolder;

constexpr const char* small_recipe =
    R"({"economics": {"main_commodity": "Cu", "processing": 8}, "commodity": {"Cu": {"price": 9000, "recovery_percent": 87}}})";

TEST(ScenariosBeside, AreNamedAfterTheRecipe) {
    EXPECT_EQ(scenarios_file_of("a/ridge.orelens.json"), "a/ridge.scenarios.json");
    EXPECT_EQ(scenarios_file_of("ridge.json"), "ridge.scenarios.json");
}

TEST(ScenariosBeside, BecomePartOfTheProject) {
    const TemporaryFolder folder;
    const std::string recipe = folder.write("ridge.orelens.json", small_recipe);
    auto none = project_of_recipe(recipe);
    ASSERT_TRUE(none) << base::describe(none.error(), base::Language::english);
    EXPECT_TRUE(none->scenarios.empty());
    EXPECT_EQ(none->recipe.commodity.at("Cu").price, 9000);
    const std::vector<Scenario> meant{{"High", {{"commodity.Cu.price", "10800"}}},
                                      {"改进选矿", {{"commodity.Cu.recovery_percent", "91.5"}, {"economics.processing", "7"}}}};
    folder.write("ridge.scenarios.json", scenarios_to_json(meant, "a note"));
    const auto read = project_of_recipe(recipe);
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_EQ(read->scenarios, meant);
    // Numbers as numbers, and what is as in the recipe is no difference.
    folder.write("ridge.scenarios.json",
                 R"({"scenarios": [{"name": "A", "changes": {"commodity.Cu.price": 10800.5, "economics.processing": 8}}]})");
    const auto numbers = project_of_recipe(recipe);
    ASSERT_TRUE(numbers);
    EXPECT_EQ(numbers->scenarios, (std::vector<Scenario>{{"A", {{"commodity.Cu.price", "10800.5"}}}}));
}

TEST(ScenariosBeside, WhatIsWrongIsNamedWithItsPlace) {
    const TemporaryFolder folder;
    const std::string recipe = folder.write("ridge.orelens.json", small_recipe);
    const struct {
        const char *text, *key, *field;
    } wrong[] = {
        {"[]", "scenarios.file_form", "scenarios"},
        {"{\"scenarios\": 3}", "scenarios.file_form", "scenarios"},
        {"not json", "scenarios.file_form", "scenarios"},
        {R"({"scenarios": [{"changes": {}}]})", "scenarios.file_form", "scenarios[0]"},
        {R"({"scenarios": [{"name": ""}]})", "scenarios.file_name", "scenarios[0]"},
        {R"({"scenarios": [{"name": "A"}, {"name": "A"}]})", "scenarios.file_name", "scenarios[1]"},
        {R"({"scenarios": [{"name": "A", "changes": []}]})", "scenarios.file_form", "scenarios[0]"},
        {R"({"scenarios": [{"name": "A", "changes": {"commodity.Cu.price": [1]}}]})", "scenarios.file_form",
         "scenarios[0].commodity.Cu.price"},
    };
    for (const auto& [text, key, field] : wrong) {
        const std::string file = folder.write("ridge.scenarios.json", text);
        const auto read = project_of_recipe(recipe);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().what.key, key) << text;
        EXPECT_EQ(read.error().place.file, file) << text;
        EXPECT_EQ(read.error().place.field, field) << text;
    }
    for (const char* changes : {R"({"commodity.Cu.recovery_percent": 140})", R"({"commodity.Zn.price": 3000})",
                                R"({"grid.size_u": 5})", R"({"economics.procesing": 5})"}) {
        folder.write("ridge.scenarios.json", std::string(R"({"scenarios": [{"name": "A", "changes": )") + changes + "}]}");
        const auto read = project_of_recipe(recipe);
        ASSERT_FALSE(read) << changes;
        EXPECT_TRUE(read.error().place.file.ends_with("ridge.scenarios.json")) << changes;
        EXPECT_FALSE(read.error().place.field.empty()) << changes;
    }
}

}  // namespace
}  // namespace orelens::project
