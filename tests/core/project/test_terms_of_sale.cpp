#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Value.h"
#include "core/project/Recipe.h"

namespace orelens::project {
namespace {

const char* const text = R"({
  "economics": {"currency": "USD", "general": 0},
  "cost": {"mine_state": "undeveloped", "construction": 3e8, "annual_output": 1e6, "life": 10},
  "fiscal": {"currency_rates": "CNY: 0.14"},
  "commodity": {"Cu": {"price": 9000}, "Au": {"price": 2400, "price_unit": "oz"}},
  "route": {"mill": {"processing": 20}},
  "product": {"concentrate": {"route": "mill", "host": "Cu", "grade": "22", "treatment_charge": 58, "freight": 60,
                              "moisture": 8, "impurities": "As grade 0.35 free 0.2 step 0.1 charge 3"}},
  "payable": {"Cu": {"product": "concentrate", "commodity": "Cu", "recovery": "88", "payable_percent": 96.5,
                     "minimum_deduction": 1, "refining_charge": 0.058, "refining_unit": "lb"},
              "Au": {"product": "concentrate", "commodity": "Au", "recovery": "60", "grade_unit": "g/t",
                     "minimum_deduction": 1, "refining_charge": 5, "refining_unit": "oz"}}
})";

TEST(TermsOfSale, ARecipeStatesThem) {
    const auto recipe = recipe_from_json(text, "terms.json");
    ASSERT_TRUE(recipe) << base::describe(recipe.error(), base::Language::english);
    EXPECT_TRUE(recipe->warnings.empty());
    economics::PriceDeck deck = price_deck(*recipe);
    deck.main_commodity = "Cu";
    ASSERT_TRUE(economics::check_deck(deck));
    // Deck order is by name: gold first. The value is that of the concentrate in domain.md §3.
    EXPECT_NEAR(economics::nsr(deck, {0.276e-6, 0.00736}), 61.5755, 5e-5);
    EXPECT_NEAR(economics::cost_per_tonne(deck.costs, economics::CutoffTest::full, 0), 30, 1e-12);
    const auto again = recipe_from_json(recipe_to_json(*recipe), "again.json");
    ASSERT_TRUE(again);
    EXPECT_EQ(price_deck(*again), price_deck(*recipe));
}

TEST(TermsOfSale, KeysAreAddedAndRemoved) {
    Recipe recipe;
    for (const char* group : {"route", "product", "payable", "commodity"}) {
        add_group_key(recipe, group, "x");
        EXPECT_EQ(group_keys(recipe, group), std::vector<std::string>{"x"}) << group;
        remove_group_key(recipe, group, "x");
        EXPECT_TRUE(group_keys(recipe, group).empty()) << group;
    }
}

TEST(TermsOfSale, ACurrencyWithoutARateIsRefusedByItsParameter) {
    auto recipe = *recipe_from_json(text, "terms.json");
    ASSERT_TRUE(set_param(recipe, "commodity.Cu.currency", "EUR"));
    const auto refused = economics::check_deck(price_deck(recipe));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "commodity.Cu.currency");
    EXPECT_EQ(refused.error().what.key, "economics.no_rate");
}

TEST(TermsOfSale, WithoutThemTheDeckIsThePlainOne) {
    const auto recipe = recipe_from_json(R"({"commodity": {"Cu": {"price": 9000}}})", "plain.json");
    ASSERT_TRUE(recipe);
    const economics::PriceDeck deck = price_deck(*recipe);
    EXPECT_TRUE(deck.routes.empty() && deck.products.empty() && deck.payables.empty());
    EXPECT_EQ(deck.costs.detail, economics::CostDetail{});
    EXPECT_EQ(deck.commodities[0].currency_rate, 1);
}

}  // namespace
}  // namespace orelens::project
