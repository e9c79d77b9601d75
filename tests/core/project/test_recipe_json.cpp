#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/AtomicFile.h"
#include "core/project/ParamCheck.h"
#include "core/project/Recipe.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

struct Refusal {
    const char* name;
    const char* json;
    std::int64_t line, column;
    const char* key;
    const char* field;
};

void PrintTo(const Refusal& refusal, std::ostream* out) {
    *out << refusal.name;
}

class RefusedRecipe : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusedRecipe, NamesTheExactPlace) {
    const Refusal& expected = GetParam();
    const auto recipe = recipe_from_json(expected.json, "mine.json");
    ASSERT_FALSE(recipe);
    const base::Error& error = recipe.error();
    EXPECT_EQ(error.kind, base::ErrorKind::data);
    EXPECT_EQ(error.place.file, "mine.json");
    EXPECT_EQ(error.place.row, expected.line);
    EXPECT_EQ(error.place.column, expected.column);
    EXPECT_EQ(error.what.key, expected.key);
    EXPECT_EQ(error.place.field, expected.field);
}

const Refusal refusals[] = {
    {"text_for_number", "{\n  \"composite\": {\n    \"length\": \"five\"\n  }\n}", 3, 15, "param.wrong_type",
     "composite.length"},
    {"number_for_text", "{\"general\": {\"name\": 5}}", 1, 22, "param.wrong_type", "general.name"},
    {"real_for_integer", "{\"estimate\":\n{\"max_samples\":\t16.5}}", 2, 17, "param.wrong_type",
     "estimate.max_samples"},
    {"number_for_boolean", "{\"grid\": {\"fit_to_samples\": 1}}", 1, 29, "param.wrong_type",
     "grid.fit_to_samples"},
    {"out_of_range", "{\n\"element\": {\"铜矿\": {}, \"Cu\": {\"variogram\": {\"nugget\": -1}}}}", 2, 54,
     "param.out_of_range", "element.Cu.variogram.nugget"},
    {"out_of_range_integer", "{\"estimate\": {\"max_samples\": 100000}}", 1, 30, "param.out_of_range",
     "estimate.max_samples"},
    {"unknown_choice", "{\"estimate\": {\"method\": \"ordinary_krigging\"}}", 1, 25, "param.unknown_choice",
     "estimate.method"},
    {"null_where_needed", "{\"composite\": {\"length\": null}}", 1, 26, "param.missing", "composite.length"},
    {"object_for_value", "{\"composite\": {\"length\": {\"m\": 5}}}", 1, 26, "recipe.not_a_group",
     "composite.length"},
    {"array_for_value", "{\"composite\": {\"length\": [5]}}", 1, 26, "recipe.not_a_group",
     "composite.length"},
    {"value_for_group", "{\"composite\": 5}", 1, 15, "param.wrong_type", "composite"},
    {"value_for_element", "{\"element\": {\"Cu\": true}}", 1, 20, "param.wrong_type", "element.Cu"},
    {"root_is_array", "\n  [1, 2]", 2, 3, "param.wrong_type", ""},
    {"empty_key", "{\"element\": {\"\": {}}}", 1, 14, "recipe.empty_key", "element"},
    {"schema_text", "{\"schema\": \"1\"}", 1, 12, "param.wrong_type", "schema"},
    {"schema_zero", "{\"schema\": 0}", 1, 12, "recipe.schema_range", "schema"},
};
INSTANTIATE_TEST_SUITE_P(Values, RefusedRecipe, ::testing::ValuesIn(refusals),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(RecipeJson, UnknownChoiceSuggestsTheNearest) {
    const auto recipe = recipe_from_json("{\"estimate\": {\"method\": \"ordinary_krigging\"}}", "");
    ASSERT_FALSE(recipe);
    ASSERT_EQ(recipe.error().fix.key, "recipe.did_you_mean");
    EXPECT_EQ(recipe.error().fix.args.at(0).second, "ordinary_kriging");
}

TEST(RecipeJson, FreshRecipeWritesOnlyTheSchema) {
    EXPECT_EQ(recipe_to_json(Recipe{}), "{\n  \"schema\": 1\n}\n");
}

TEST(RecipeJson, OnlyWhatDiffersIsWrittenInTableOrder) {
    Recipe recipe;
    recipe.commodity["Cu"].price = 70000;
    recipe.composite.length_m = 2.5;
    recipe.element["Au"];
    recipe.general.name = "Ridge";
    recipe.element["Cu"].assay.top_cut = 8;
    EXPECT_EQ(recipe_to_json(recipe), R"({
  "schema": 1,
  "general": {
    "name": "Ridge"
  },
  "element": {
    "Au": {},
    "Cu": {
      "top_cut": 8
    }
  },
  "composite": {
    "length": 2.5
  },
  "commodity": {
    "Cu": {
      "price": 70000
    }
  }
}
)");
}

TEST(RecipeJson, NullSetsAnOptionalNumberBack) {
    const auto recipe = recipe_from_json("{\"element\": {\"Cu\": {\"top_cut\": null}}}", "");
    ASSERT_TRUE(recipe);
    EXPECT_TRUE(std::isnan(recipe->element.at("Cu").assay.top_cut));
}

TEST(RecipeJson, UnknownKeysAreKeptAndToldWithPlaceAndSuggestion) {
    const std::string json = R"({
  "schema": 1,
  "composite": {"lenght": 5, "length": 2},
  "element": {"Cu": {"colour": {"rgb": [1, 2.5, "x"]}}},
  "a.key": true,
  "future": null
})";
    const auto recipe = recipe_from_json(json, "r.json");
    ASSERT_TRUE(recipe);
    ASSERT_EQ(recipe->warnings.size(), 4U);
    EXPECT_EQ(recipe->warnings[0].place.row, 3);
    EXPECT_EQ(recipe->warnings[0].place.column, 17);
    EXPECT_EQ(recipe->warnings[0].place.field, "composite.lenght");
    EXPECT_EQ(recipe->warnings[0].fix.args.at(0).second, "composite.length");
    EXPECT_TRUE(recipe->warnings[3].fix.empty());

    const auto before = nlohmann::json::parse(json);
    EXPECT_EQ(nlohmann::json::parse(recipe_to_json(*recipe)), before);
    const auto again = recipe_from_json(recipe_to_json(*recipe), "");
    ASSERT_TRUE(again);
    EXPECT_EQ(nlohmann::json::parse(recipe_to_json(*again)), before);
}

TEST(RecipeJson, NewerSchemaIsKeptAndWarnedAbout) {
    const auto recipe = recipe_from_json("{\"schema\": 7}", "");
    ASSERT_TRUE(recipe);
    ASSERT_EQ(recipe->warnings.size(), 1U);
    EXPECT_EQ(recipe->warnings[0].what.key, "recipe.newer_schema");
    EXPECT_EQ(nlohmann::json::parse(recipe_to_json(*recipe))["schema"], 7);
}

TEST(RecipeJson, FilesStayRelativeAndFollowTheRecipe) {
    const testing::TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "data");
    const std::string path = folder.write("r.json", R"({"drillholes": {"collar_file": "data/collar.csv"}, "shape": {"pit": {"file": "data/pit.stl"}},
        "ledger": {"tables": "data/a.csv; /somewhere/b.csv"}})");
    auto recipe = read_recipe(path);
    ASSERT_TRUE(recipe);
    EXPECT_EQ(recipe->drillholes.collar_file, "data/collar.csv");
    EXPECT_EQ(resolved_file(*recipe, recipe->drillholes.collar_file), folder.file("data/collar.csv"));
    EXPECT_EQ(resolved_file(*recipe, "/somewhere/else.csv"), "/somewhere/else.csv");

    // Saved in another folder, the name points to the same file from there.
    std::filesystem::create_directories(folder.path() / "recipes/new");
    const std::string moved = folder.file("recipes/new/r.json");
    ASSERT_TRUE(write_recipe(*recipe, moved));
    const auto again = read_recipe(moved);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->drillholes.collar_file, "../../data/collar.csv");
    EXPECT_EQ(again->shape.at("pit").file, "../../data/pit.stl");
    EXPECT_EQ(again->ledger.tables, "../../data/a.csv; /somewhere/b.csv");
    EXPECT_EQ(resolved_file(*again, again->drillholes.collar_file), folder.file("data/collar.csv"));
}

TEST(RecipeJson, ListsOfFilesFollowTheRecipeToo) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("r.json", R"({"general": {"map_files": "belts.geojson; /far/away.shp"}, "ledger": {"tables": "t/tailings.xlsx#Sheet2"}})");
    const auto recipe = read_recipe(path);
    ASSERT_TRUE(recipe);
    std::filesystem::create_directories(folder.path() / "new");
    ASSERT_TRUE(write_recipe(*recipe, folder.file("new/r.json")));
    const auto again = read_recipe(folder.file("new/r.json"));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->general.map_files, "../belts.geojson; /far/away.shp");
    EXPECT_EQ(again->ledger.tables, "../t/tailings.xlsx#Sheet2");
    // In its own folder nothing is written another way.
    ASSERT_TRUE(write_recipe(*recipe, path));
    EXPECT_EQ(read_recipe(path)->general.map_files, "belts.geojson; /far/away.shp");
}

TEST(RecipeJson, MissingFileIsAFileError) {
    const auto recipe = read_recipe("/nowhere/at/all.json");
    ASSERT_FALSE(recipe);
    EXPECT_EQ(recipe.error().kind, base::ErrorKind::file);
    EXPECT_EQ(recipe.error().place.file, "/nowhere/at/all.json");
}

/// Laws: any values within their ranges survive writing and reading, and writing is stable.
RC_GTEST_PROP(RecipeJson, AnyRecipeSurvivesTheRoundTrip, ()) {
    Recipe recipe;
    const auto& table = recipe_params();
    for (int n = *rc::gen::inRange(0, 40); n > 0; --n) {
        const RecipeParam& row = table[*rc::gen::inRange<std::size_t>(0, table.size())];
        const base::ParamInfo& info = row.info;
        const std::string key = *rc::gen::element<std::string>("Cu", "Au.x", "银", "a\"b\\c");
        base::ParamValue value = info.default_value;
        const double share = *rc::gen::inRange(0, 1000001) / 1e6;
        const double low = std::max(info.range.min, -1e9), high = std::min(info.range.max, 1e9);
        if (info.type == base::ParamType::boolean) value = *rc::gen::arbitrary<bool>();
        if (info.type == base::ParamType::integer)
            value = static_cast<std::int64_t>(low + share * (high - low));
        if (info.type == base::ParamType::real) value = low + share * (high - low);
        if (info.type == base::ParamType::choice)
            value = info.choices[*rc::gen::inRange<std::size_t>(0, info.choices.size())].id;
        if (info.type == base::ParamType::text || info.type == base::ParamType::file)
            value = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)).as("ASCII") + "é\n\t";
        if (info.id == "general.crs") value = *rc::gen::element<std::string>("", "EPSG:4547");
        if (check_param(info, value)) row.set(recipe, key, value);
    }
    const std::string json = recipe_to_json(recipe);
    const auto again = recipe_from_json(json, "");
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->warnings.empty());
    RC_ASSERT(group_keys(*again, "element") == group_keys(recipe, "element"));
    RC_ASSERT(group_keys(*again, "commodity") == group_keys(recipe, "commodity"));
    RC_ASSERT(recipe_to_json(*again) == json);
}

/// A recipe cut off or altered anywhere is refused or read, never more; and a refusal lies within the text.
RC_GTEST_PROP(RecipeJson, DamagedTextNeverCrashes, ()) {
    std::string json =
        "{\"schema\": 1, \"element\": {\"Cu\": {\"top_cut\": 1e3, \"variogram\": {\"fit\": false}}},\n"
        " \"x\": [1, {\"y\": \"\\u00e9\"}], \"general\": {\"name\": \"矿\"}}";
    const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
    if (*rc::gen::arbitrary<bool>())
        json.resize(at);
    else
        json[at] = *rc::gen::arbitrary<char>();
    const auto recipe = recipe_from_json(json, "f");
    if (recipe) return;
    const auto lines = 1 + std::count(json.begin(), json.end(), '\n');
    RC_ASSERT(recipe.error().place.row >= 1);
    RC_ASSERT(recipe.error().place.row <= lines);
    RC_ASSERT(recipe.error().place.column >= 1);
    RC_ASSERT(recipe.error().place.column <= static_cast<std::int64_t>(json.size()) + 1);
}

}  // namespace
}  // namespace orelens::project
