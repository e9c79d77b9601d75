// The model as a scenario values it, the model with all prices moving together, curves of scenarios, and past prices.
#include "core/project/ScenarioModel.h"

#include <gtest/gtest.h>

#include "core/economics/SliderCurve.h"
#include "core/economics/Value.h"
#include "core/project/AllPrices.h"
#include "core/project/Pipeline.h"
#include "core/project/PriceHistoryFile.h"
#include "core/project/Scenarios.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

class ValuedAgain : public ::testing::Test {
  protected:
    ValuedAgain() {
        base::Progress progress;
        const auto ran = project.run(progress);
        if (!ran) throw std::runtime_error(base::describe(ran.error(), base::Language::english));
    }
    [[nodiscard]] const economics::Commodity& main() const { return *economics::main_commodity(*project.results.value.deck); }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(ValuedAgain, AScenariosModelSaysWhatItsDeckSays) {
    Scenario dear{"dear", {}};
    ASSERT_TRUE(set_change(dear, project.recipe, "commodity." + main().name + ".price", base::value_text(1.4 * main().price)));
    ASSERT_TRUE(set_change(dear, project.recipe, "economics.processing", "20"));
    const auto made = model_under(project.results, project.recipe, dear);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    const auto usable = scenarios::usable_under(*project.results.unvalued(), *made->deck);
    ASSERT_TRUE(usable);
    EXPECT_EQ(made->curve->at(1.4 * main().price).blocks, usable->held.blocks);
    EXPECT_EQ(project.results.valued()->real(economics::grade_column(main()), 0), made->model->real(economics::grade_column(main()), 0)) << "one memory for the grades";
    // What the recipe cannot be told is an error that names it.
    const auto none = model_under(project.results, project.recipe, {"x", {{"commodity.Xx.price", "1"}}});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().place.field, "commodity.Xx.price");
    EXPECT_FALSE(model_under(Results{}, project.recipe, dear)) << "nothing was evaluated";
}

TEST_F(ValuedAgain, CurvesOfScenariosKeepTheirOrder) {
    const auto curves = scenario_curves(project.results, project.recipe,
                                        {{"a", {{"economics.processing", "1"}}}, {"gone", {{"commodity.Xx.price", "1"}}}, {"base", {}}});
    ASSERT_TRUE(curves);
    ASSERT_EQ(curves->size(), 3U);
    EXPECT_EQ((*curves)[1].second, nullptr);
    EXPECT_GE((*curves)[0].second->at(main().price).tonnes, (*curves)[2].second->at(main().price).tonnes);
    EXPECT_EQ((*curves)[2].second->at(main().price).blocks, project.results.value.curve(project.results.value.deck->test)->at(main().price).blocks);
}

TEST_F(ValuedAgain, AllPricesTogetherAreToldAsThoseOfTheMainCommodity) {
    const auto made = with_all_prices(project.results);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    const economics::PriceDeck& deck = *project.results.value.deck;
    const auto along = economics::curve_along(*project.results.value.model, deck, economics::Slider{}, deck.test, made->curve->elements());
    ASSERT_TRUE(along);
    for (const double percent : {50.0, 80.0, 101.0, 130.0, 210.0})
        EXPECT_EQ(made->curve->at(main().price * percent / 100).blocks, along->at(percent).blocks) << percent;
    EXPECT_DOUBLE_EQ(moved_together(deck, 1.2 * main().price).commodities.front().price, 1.2 * deck.commodities.front().price);
    EXPECT_FALSE(with_all_prices(Results{}));
}

TEST(PriceHistoryFile, NamesTheColumnOrTheCell) {
    const orelens::testing::TemporaryFolder folder;
    const auto of = [&](const std::string& text, const std::string& commodity) {
        return read_price_history(folder.write("past.csv", text), commodity);
    };
    const auto read = of("date,Cu,Au\n2020,60000,\n2021,70000,400\n", "Au");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 1U) << "no price on a day is no price";
    EXPECT_EQ(read->front().date, "2021");
    EXPECT_EQ(of("date,price\n2020,5\n", "Zn")->front().price, 5);
    EXPECT_EQ(of("date,Cu\n2020,5\n", "Zn").error().what.key, "price_history.no_column");
    const auto bad = of("date,Cu\n2020,5\n2021,-3\n", "Cu");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().place.row, 3);
    EXPECT_EQ(bad.error().place.field, "Cu");
}

}  // namespace
}  // namespace orelens::project
