// Unknown is not yes: a model that is not evaluated is drawn and explained as such, whatever was asked for.
#include <gtest/gtest.h>

#include "core/economics/Value.h"
#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/BlockColours.h"

namespace orelens::scene {
namespace {

using economics::Evaluated;

std::string words_of(const Legend& legend) {
    std::string all = legend.title;
    for (const auto& [colour, words] : legend.entries) all += " | " + words;
    return all;
}

Legend legend_of(const SceneData& data, const Look& look) {
    return colour_blocks(data, BlockCodes::build(*data.model, data.break_even_column()), look).legend;
}

/// Every way in which a model can be without an answer.
std::vector<SceneData> without_an_answer() {
    std::vector<SceneData> all;
    SceneData data = test::ore_data();
    data.commodity = "Au";  // no evaluation for gold
    all.push_back(data);
    data = test::ore_data();
    data.test = economics::CutoffTest::marginal;  // nor under the marginal test
    all.push_back(data);
    data = test::ore_data();
    auto bare = std::make_shared<blocks::BlockModel>(*data.model);
    bare->remove_column("status");
    data.model = bare;
    all.push_back(data);
    for (const Evaluated state : {Evaluated::no_price, Evaluated::no_costs, Evaluated::no_commodity}) {
        data = test::ore_data();
        data.deck = {state, Evaluated::yes};
        all.push_back(data);
    }
    return all;
}

TEST(NotEvaluated, TheLegendSaysSoAndNothingOfUse) {
    for (const SceneData& data : without_an_answer()) {
        EXPECT_NE(data.evaluated(), Evaluated::yes);
        EXPECT_TRUE(data.break_even_column().empty());
        EXPECT_TRUE(data.margin_column().empty());
        for (const auto by : {ColourBy::status, ColourBy::margin, ColourBy::break_even, ColourBy::column})
            for (const auto waste : {Waste::hidden, Waste::ghosted, Waste::shown}) {
                Look look = test::bare_look();
                look.colour_by = by;
                look.column = by == ColourBy::column ? "status" : "";
                look.waste = waste;
                if (by == ColourBy::column && !data.model->has("status")) continue;
                const Legend english = legend_of(data, look);
                ASSERT_EQ(english.entries.size(), 1U);
                EXPECT_EQ(words_of(english), "Blocks | Not evaluated");
                EXPECT_EQ(english.entries[0].first, not_evaluated_colour(false));
                look.language = base::Language::chinese;
                EXPECT_EQ(words_of(legend_of(data, look)), "块体 | 未评价");
            }
    }
}

TEST(NotEvaluated, ColumnsOfItsOwnAreStillColoured) {
    SceneData data = test::ore_data();
    data.commodity = "Au";
    Look look = test::bare_look();
    look.colour_by = ColourBy::column;
    look.column = "rock";
    EXPECT_EQ(words_of(legend_of(data, look)), "rock | granite | skarn | marble");
}

TEST(NotEvaluated, NoBlockCountsAsUsable) {
    for (const SceneData& data : without_an_answer()) {
        Scene scene;
        scene.set_data(data);
        for (const double price : {0.0, 120.0, 1e9}) {
            scene.set_price(price);
            EXPECT_EQ(scene.usable_blocks(), 0);
        }
        scene.set_data(test::ore_data());
        EXPECT_GT(scene.usable_blocks(), 0);
        SceneData stripped = test::ore_data();
        stripped.model = scene.data().model;
        stripped.deck = {Evaluated::no_costs, Evaluated::no_costs};
        scene.set_data(stripped);  // the same model, a deck that lost its costs
        EXPECT_EQ(scene.usable_blocks(), 0);
    }
}

TEST(NotEvaluated, IsDrawnWholeInItsOwnGrey) {
    ORELENS_DISPLAY();
    SceneData data = test::ore_data();
    data.deck = {Evaluated::no_price, Evaluated::no_price};
    const Look look = test::bare_look();
    const Picture grey = test::draw(look, StandardView::iso, data, 1, true);
    const Picture all = test::draw(look, StandardView::iso, data, 1e9, true);
    EXPECT_EQ(grey.pixels, all.pixels) << "no price changes the picture";
    std::int64_t blocks = 0, coloured = 0;
    for (std::size_t n = 0; n < grey.pixels.size(); n += 4) {
        if (grey.pixels[n + 3] < 128) continue;
        ++blocks;
        coloured += std::abs(grey.pixels[n] - grey.pixels[n + 2]) > 30;
    }
    EXPECT_GT(blocks, 5000);
    EXPECT_EQ(coloured, 0);
}

TEST(NotEvaluated, Picture) {
    ORELENS_DISPLAY();
    SceneData data = test::ore_data(true, true);
    data.deck = {Evaluated::no_costs, Evaluated::no_costs};
    Look look;
    look.caption = true;
    look.title = "Kupferberg";
    test::expect_picture("not_evaluated", test::draw(look, StandardView::iso, data, 100, false, 800, 600));
    look.language = base::Language::chinese;
    look.dark = true;
    test::expect_picture("not_evaluated_dark_zh",
                         test::draw(look, StandardView::iso, data, 100, false, 800, 600));
}

/// The ore model with one row of excluded blocks.
SceneData with_excluded() {
    SceneData data = test::ore_data();
    auto model = std::make_shared<blocks::BlockModel>(*data.model);
    for (std::size_t l = 0; l < model->leaf_count(); ++l)
        for (int n = 0; n < 512; ++n)
            if (model->leaf(l).is_active(n) && model->leaf(l).index(n)[0] == 23) {
                model->real("break_even.Cu.full", l)[n] = blocks::missing_float;
                model->integer("status", l)[n] = static_cast<std::int32_t>(economics::Status::excluded);
            }
    data.model = model;
    return data;
}

TEST(StatusLegend, HasAnEntryForWhatIsThereAndNoOther) {
    Look look = test::bare_look();
    look.waste = Waste::shown;
    look.colour_by = ColourBy::status;
    const std::string head = "Status at this price | Usable | Technically recoverable, not economic";
    EXPECT_EQ(words_of(legend_of(test::ore_data(), look)),
              head + " | Not usable at any price | Grade not known");
    EXPECT_EQ(words_of(legend_of(with_excluded(), look)),
              head + " | Not usable at any price | Grade not known | Excluded");
    look.waste = Waste::hidden;
    EXPECT_EQ(words_of(legend_of(with_excluded(), look)), "Status at this price | Usable");
    // A break-even ramp explains below its scale what lies on no scale.
    look.colour_by = ColourBy::break_even;
    EXPECT_TRUE(legend_of(with_excluded(), look).entries.empty());
    look.waste = Waste::shown;
    const Legend ramp = legend_of(with_excluded(), look);
    EXPECT_FALSE(ramp.categorical);
    EXPECT_EQ(ramp.entries.size(), 3U);
}

TEST(StatusLegend, ExcludedBlocksHaveTheirOwnCode) {
    const SceneData data = with_excluded();
    const BlockCodes codes = BlockCodes::build(*data.model, data.break_even_column());
    EXPECT_EQ(codes.at({23, 10, 5}), code::excluded);
    EXPECT_EQ(codes.at({18, 1, 11}), code::unassigned);
    EXPECT_GT(codes.histogram()[code::excluded], 0);
}

TEST(StatusLegend, Picture) {
    ORELENS_DISPLAY();
    Look look;
    look.waste = Waste::shown;
    look.colour_by = ColourBy::status;
    test::expect_picture("status_entries",
                         test::draw(look, StandardView::south, with_excluded(), 90, false, 800, 600));
    look.colour_by = ColourBy::break_even;
    test::expect_picture("break_even_entries",
                         test::draw(look, StandardView::south, with_excluded(), 90, false, 800, 600));
}

}  // namespace
}  // namespace orelens::scene
