#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/economics/Value.h"
#include "core/project/Recipe.h"
#include "core/project/RecipePlace.h"

namespace orelens::project {
namespace {

class RecipePlace : public ::testing::Test {
  protected:
    std::string path_ = (std::filesystem::temp_directory_path() / "orelens-recipe-place.json").string();
    Recipe read(const std::string& text) const {
        EXPECT_TRUE(base::write_text_file(path_, text));
        auto recipe = read_recipe(path_);
        EXPECT_TRUE(recipe);
        return recipe ? *recipe : Recipe();
    }
    static base::Error about(const std::string& field) {
        return {base::ErrorKind::data, base::Message("x"), {.field = field}, {}};
    }
    void TearDown() override { std::filesystem::remove(path_); }
};

TEST_F(RecipePlace, IsTheValuesAsItIsWritten) {
    const Recipe recipe = read("{\n  \"commodity\": {\n    \"Cu.ox\": {\"price\": 1,\n  \"currency\": \"USD\"}}}");
    const base::Error placed = at_recipe(recipe, about("commodity.Cu.ox.currency"));
    EXPECT_EQ(placed.place.file, path_);
    EXPECT_EQ(placed.place.row, 4);
    EXPECT_EQ(placed.place.column, 15);
    EXPECT_EQ(placed.place.field, "commodity.Cu.ox.currency");
    // A group is where its key stands; a parameter that is not written, at the nearest group that is.
    for (const char* field : {"commodity.Cu.ox", "commodity.Cu.ox.vat_percent"}) {
        const base::Error group = at_recipe(recipe, about(field));
        EXPECT_EQ(group.place.row, 3) << field;
        EXPECT_EQ(group.place.column, 5) << field;
    }
    const base::Error nowhere = at_recipe(recipe, about("composite.length"));
    EXPECT_EQ(nowhere.place.file, path_);
    EXPECT_EQ(nowhere.place.row, 0);
}

TEST_F(RecipePlace, IsNotTheFilesWhereTheValueIsNot) {
    Recipe recipe = read("{\"commodity\": {\"Cu\": {\"price\": 1}}}");
    ASSERT_EQ(at_recipe(recipe, about("commodity.Cu.price")).place.column, 32);
    recipe.commodity["Cu"].price = 2;
    recipe.composite.length_m = 7;
    EXPECT_EQ(at_recipe(recipe, about("commodity.Cu.price")).place, base::Place{.field = "commodity.Cu.price"});
    EXPECT_EQ(at_recipe(recipe, about("composite.length")).place.file, "");
    EXPECT_EQ(at_recipe(recipe, about("no_parameter")).place.file, "");
    base::Error placed = about("commodity.Cu");
    placed.place.file = "holes.csv";
    EXPECT_EQ(at_recipe(recipe, placed).place, placed.place);
}

TEST_F(RecipePlace, IsToldOfTheDeck) {
    Recipe recipe = read("{\n\"commodity\": {\"Cu\": {\"price\": 5}},\n\"fiscal\": {\"currency_rates\": \"USD seven\"}}");
    const auto deck = at_recipe(recipe, economics::check_deck(price_deck(recipe)));
    ASSERT_FALSE(deck);
    EXPECT_EQ(deck.error().place.row, 3);
    EXPECT_EQ(deck.error().place.column, 30);
    EXPECT_EQ(base::describe(deck.error(), base::Language::english).find(path_ + ":3:30: fiscal.currency_rates: "), 0U);
}

}  // namespace
}  // namespace orelens::project
