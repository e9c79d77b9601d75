// Recipes of older versions keep their meaning.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/project/Retired.h"

namespace orelens::project {
namespace {

blocks::GridGeometry grid_of(const Recipe& recipe) {
    return *blocks::make_geometry(recipe.grid, {}, {}, {});
}

TEST(Retired, CountsOfBlocksReadAsTheSameGridWhateverTheOrder) {
    for (
        const char* json :
        {R"({"grid": {"fit_to_samples": false, "count_u": 120, "count_w": 7, "size_u": 5, "size_w": 2.1}})",
         R"({"grid": {"size_w": 2.1, "size_u": 5, "count_w": 7, "count_u": 120, "fit_to_samples": false}})"}) {
        const auto recipe = recipe_from_json(json, "old.json");
        ASSERT_TRUE(recipe);
        EXPECT_EQ(grid_of(*recipe).count, (blocks::Index3{120, 1, 7}));
        EXPECT_EQ(recipe->grid.extent_u_m, 600);
        ASSERT_EQ(recipe->warnings.size(), 2U);
        EXPECT_EQ(recipe->warnings[0].what.key, "recipe.retired");
        EXPECT_EQ(recipe->warnings[0].place.file, "old.json");
        EXPECT_EQ(recipe->warnings[0].place.row, 1);
        EXPECT_TRUE(recipe->unknown.empty());
        const std::string written = recipe_to_json(*recipe);
        EXPECT_EQ(written.find("count_"), std::string::npos);
        const auto again = recipe_from_json(written, "new.json");
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->warnings.empty());
        EXPECT_EQ(grid_of(*again), grid_of(*recipe));
    }
}

TEST(Retired, SettingsAreUnderstoodTogether) {
    Recipe recipe;
    ASSERT_TRUE(set_params(
        recipe, {{"grid.count_v", "40"}, {"grid.size_v", "2.5"}, {"grid.fit_to_samples", "false"}}));
    EXPECT_EQ(recipe.grid.extent_v_m, 100);
    EXPECT_EQ(grid_of(recipe).count[1], 40);
    EXPECT_EQ(recipe.warnings.size(), 1U);
    // The block size of a later edit does not change the ground.
    ASSERT_TRUE(set_param(recipe, "grid.size_v", "5"));
    EXPECT_EQ(grid_of(recipe).count[1], 20);
}

TEST(Retired, WhatTakesItsPlaceCountsWhereBothStand) {
    const auto recipe = recipe_from_json(R"({"grid": {"count_u": 3, "extent_u": 250}})", "");
    ASSERT_TRUE(recipe);
    EXPECT_EQ(recipe->grid.extent_u_m, 250);
    ASSERT_EQ(recipe->warnings.size(), 1U);
    EXPECT_EQ(recipe->warnings[0].what.key, "recipe.retired_twice");
}

TEST(Retired, BadValuesAreRefusedAsBefore) {
    const auto read = recipe_from_json("{\"grid\": {\n\"count_u\": 0}}", "old.json");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "param.out_of_range");
    EXPECT_EQ(read.error().place.row, 2);
    Recipe recipe;
    const auto set = set_param(recipe, "grid.count_u", "many");
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().place.field, "grid.count_u");
}

TEST(Retired, EachNamesAParameterOfTodayAndIsNoneItself) {
    for (const RetiredParam& row : retired_params()) {
        EXPECT_TRUE(find_param(row.now)) << row.now;
        EXPECT_FALSE(find_param(row.info.id)) << row.info.id;
    }
}

}  // namespace
}  // namespace orelens::project
