// Colour scales: ranges, logarithms, classes and their legends; margins that follow the price; where the legend stands.
#include "ui/scene/Scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "core/economics/PriceDeck.h"
#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/ColumnText.h"

namespace orelens::scene {
namespace {

TEST(Scale, ClassesBeginAtTheirCutoffs) {
    ColourScale asked;
    asked.cutoffs = {0.3, 0.5, 0.8};
    const Scale scale = make_scale(asked, ColourMap::viridis, {0, 1}, false);
    EXPECT_EQ(scale.class_of(0.29), 0U);
    EXPECT_EQ(scale.class_of(0.3), 1U) << "a cutoff belongs to the class above it";
    EXPECT_EQ(scale.class_of(0.5), 2U);
    EXPECT_EQ(scale.class_of(7), 3U);
    const Legend legend = scale_legend(scale, "Cu", "%");
    ASSERT_EQ(legend.entries.size(), 4U);
    EXPECT_EQ(legend.entries[0].second, "≥ 0.8");
    EXPECT_EQ(legend.entries[1].second, "0.5 – 0.8");
    EXPECT_EQ(legend.entries[3].second, "< 0.3");
    EXPECT_EQ(legend.entries[0].first, ramp(ColourMap::viridis, 1));
    EXPECT_EQ(legend.entries[3].first, ramp(ColourMap::viridis, 0));
    EXPECT_TRUE(legend.ramp.empty());
    // As many colours of one's own as classes are theirs.
    asked.colours = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}};
    EXPECT_EQ(make_scale(asked, ColourMap::viridis, {0, 1}, false).class_colour(2), (Rgb{0, 0, 1}));
    asked.reversed = true;
    EXPECT_EQ(make_scale(asked, ColourMap::viridis, {0, 1}, false).class_colour(0), (Rgb{1, 1, 0}));
}

TEST(Scale, LogarithmsHaveEvenSteps) {
    ColourScale asked;
    asked.logarithmic = true;
    asked.low = 0.01;
    asked.high = 100;
    const Scale scale = make_scale(asked, ColourMap::cividis, {0, 1}, false);
    EXPECT_DOUBLE_EQ(scale.at(0.01), 0);
    EXPECT_NEAR(scale.at(0.1), 0.25, 1e-12);
    EXPECT_NEAR(scale.at(1), 0.5, 1e-12);
    EXPECT_NEAR(scale.at(100), 1, 1e-12);
    EXPECT_EQ(scale.at(0), 0) << "no logarithm: the lowest colour";
    EXPECT_EQ(scale.at(-3), 0);
    EXPECT_TRUE(std::isnan(scale.at(std::nan(""))));
    EXPECT_TRUE(scale_legend(scale, "Au", "g/t").logarithmic);
    // Nothing above zero has no logarithm at all.
    asked.low = -5;
    asked.high = -1;
    EXPECT_FALSE(make_scale(asked, ColourMap::cividis, {-5, -1}, false).logarithmic);
    std::vector<float> values(1000);
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = static_cast<float>(std::pow(10, -3 + n * 0.006));
    values.push_back(-1);
    const ValueRange range = logarithmic_range(values);
    EXPECT_GT(range.low, 0.001);
    EXPECT_LT(range.low, 0.0015);
    EXPECT_GE(range.high, 740);
    EXPECT_LT(range.high, 1000);
    EXPECT_TRUE(range.open_low);
}

TEST(Scale, AMarginIsSymmetricWhateverIsAskedFor) {
    ColourScale asked;
    const Scale usual = make_scale(asked, ColourMap::red_blue, {-20, 80}, true);
    EXPECT_EQ(usual.range.low, -80);
    EXPECT_EQ(usual.range.high, 80);
    asked.high = 25;
    const Scale narrow = make_scale(asked, ColourMap::red_blue, {-20, 80}, true);
    EXPECT_EQ(narrow.range.low, -25);
    EXPECT_EQ(narrow.range.high, 25);
    EXPECT_TRUE(narrow.range.open_high);
    EXPECT_FALSE(narrow.range.open_low) << "nothing lies below it";
    const Rgb zero = narrow.colour(narrow.at(0));
    for (const float c : zero) EXPECT_GT(c, 0.95F);
}

TEST(Scale, DivergingMapsAreWhiteInTheMiddleAndReadWithoutRedAndGreen) {
    for (std::size_t n = 0; n < colour_map_ids.size(); ++n) {
        const auto map = static_cast<ColourMap>(n);
        const Rgb low = ramp(map, 0), middle = ramp(map, 0.5), high = ramp(map, 1);
        const auto light = [](const Rgb& c) { return 0.2126F * c[0] + 0.7152F * c[1] + 0.0722F * c[2]; };
        if (is_diverging(map)) {
            EXPECT_GT(light(middle), 0.93F) << colour_map_ids[n];
            EXPECT_LT(light(low), 0.6F);
            EXPECT_LT(light(high), 0.6F);
            // The ends differ in what everybody sees: blue against the rest, or in lightness.
            EXPECT_GT(std::abs(low[2] - high[2]) + std::abs(light(low) - light(high)), 0.15F) << colour_map_ids[n];
        } else {
            // From dark to bright without a step back: read in grey too.
            for (int step = 1; step <= 20; ++step)
                EXPECT_GT(light(ramp(map, step / 20.0)), light(ramp(map, (step - 1) / 20.0))) << colour_map_ids[n];
        }
    }
}

TEST(Scale, QuantilesPartBlocksEvenly) {
    std::vector<float> values(10'000);
    for (std::size_t n = 0; n < values.size(); ++n) values[n] = std::pow(static_cast<float>(n) / 1e4F, 3.0F);
    const auto cutoffs = quantile_cutoffs(values, 5);
    ASSERT_EQ(cutoffs.size(), 4U);
    for (std::size_t n = 0; n < 4; ++n) {
        const auto below = std::ranges::count_if(values, [&](float v) { return static_cast<double>(v) < cutoffs[n]; });
        EXPECT_NEAR(static_cast<double>(below), 2000.0 * static_cast<double>(n + 1), 60);
    }
    EXPECT_TRUE(quantile_cutoffs({}, 5).empty());
    EXPECT_TRUE(quantile_cutoffs(std::vector<float>(100, 3.0F), 5).empty()) << "one value has no classes";
}

TEST(Scale, ColoursOfBlocksAreThoseOfTheLegend) {
    const SceneData data = test::ore_data();
    const BlockCodes codes = BlockCodes::build(*data.model, data.break_even_column());
    Look look = test::bare_look();
    look.colour_by = ColourBy::column;
    look.column = "Cu";
    look.scales["column:Cu"].cutoffs = {0.4, 0.9};
    const BlockColours made = colour_blocks(data, codes, look);
    ASSERT_EQ(made.mode, 2);
    ASSERT_GE(made.legend.entries.size(), 3U);
    std::set<int> seen;
    for (std::size_t leaf = 0; leaf < data.model->leaf_count(); ++leaf)
        for (int c = 0; c < 512; ++c) {
            const float v = data.model->real("Cu", leaf)[c];
            if (!data.model->leaf(leaf).is_active(c) || std::isnan(v)) continue;
            const int byte = (*made.bytes)[leaf * 512 + static_cast<std::size_t>(c)];
            ASSERT_EQ(byte, v < 0.4F ? 0 : static_cast<double>(v) < 0.9 ? 1 : 2);
            seen.insert(byte);
            const Rgb& told = made.legend.entries[2 - static_cast<std::size_t>(byte)].first;
            for (std::size_t n = 0; n < 3; ++n)
                ASSERT_NEAR(made.palette[4 * static_cast<std::size_t>(byte) + n] / 255.0F, told[n], 0.003F);
        }
    EXPECT_GE(seen.size(), 2U);
    // Of prices too: classes begin at their own prices, not at those of the ladder.
    look.colour_by = ColourBy::break_even;
    look.scales["break_even"].cutoffs = {100};
    EXPECT_EQ(colour_blocks(data, codes, look).mode, 2);
    look.scales.erase("break_even");
    EXPECT_EQ(colour_blocks(data, codes, look).mode, 1);
}

TEST(Scale, ClassesThatDoNotOccurAreNotInTheLegend) {
    SceneData data = test::ore_data();
    auto model = std::make_shared<blocks::BlockModel>(*data.model);
    model->add_column({"zone", blocks::ColumnType::integer, "", {"north", "middle", "south"}});
    model->add_column({"pass", blocks::ColumnType::integer, "", {}});
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int c = 0; c < 512; ++c) {
            if (!model->leaf(leaf).is_active(c)) continue;
            model->integer("zone", leaf)[c] = c % 2 == 0 ? 0 : 2;
            model->integer("pass", leaf)[c] = 1 + c % 3;
        }
    data.model = model;
    const BlockCodes codes = BlockCodes::build(*model, data.break_even_column());
    Look look = test::bare_look();
    look.colour_by = ColourBy::column;
    look.column = "zone";
    const Legend zones = colour_blocks(data, codes, look).legend;
    ASSERT_EQ(zones.entries.size(), 2U);
    EXPECT_EQ(zones.entries[1].second, "south");
    EXPECT_EQ(zones.entries[1].first, category(2)) << "a class keeps its colour whichever others there are";
    look.column = "pass";
    const Legend passes = colour_blocks(data, codes, look).legend;
    ASSERT_EQ(passes.entries.size(), 3U) << "few whole numbers each for itself";
    EXPECT_EQ(passes.entries[0].second, "1");
    EXPECT_EQ(column_group(*model->info("zone")), ColumnGroup::category);
    EXPECT_EQ(column_group(*model->info("Cu")), ColumnGroup::grade);
    EXPECT_EQ(column_group({.name = "Cu.variance", .unit = "%²"}), ColumnGroup::quality);
    EXPECT_EQ(column_group({.name = "break_even.Cu.full", .unit = "CNY/t"}), ColumnGroup::value);
    EXPECT_EQ(column_group({.name = "Cu.simulated_p10", .unit = "%"}), ColumnGroup::simulation);
}

TEST(LegendPlace, HidesNothingOfWhatIsFramed) {
    ORELENS_DISPLAY();
    for (const auto& [width, height] : {std::pair{900, 600}, {300, 400}, {1600, 1000}, {2000, 600}})
        for (const StandardView view : {StandardView::iso, StandardView::top, StandardView::south}) {
            Scene scene;
            Look look;
            look.colour_by = ColourBy::column;
            look.column = "Cu";
            look.axes = false;
            scene.set_look(look);
            scene.set_data(test::ore_data());
            scene.set_price(test::ore_price);
            test::OffscreenWindow window(width, height);
            window.grab(scene, false);
            scene.set_view(view);
            window.grab(scene, false);
            const auto place = scene.legend_place();
            ASSERT_TRUE(place);
            EXPECT_GT(place->width, 40);
            EXPECT_LE(place->x + place->width, width);
            // No ray under the plate meets the model.
            for (int a = 0; a <= 12; ++a)
                for (int b = 0; b <= 12; ++b)
                    EXPECT_TRUE(scene.pick(place->x + place->width * a / 12, place->y + place->height * b / 12).empty())
                        << width << "×" << height << " " << view_ids[static_cast<std::size_t>(view)];
            window.release(scene);
        }
}

/// Beside what stands over the left of the view: the model keeps clear of it, and no number of the axes is written there.
TEST(ToolsPlace, NeitherModelNorNumbersLieBelowTheTools) {
    ORELENS_DISPLAY();
    constexpr int covered = 58;
    for (const auto& [width, height] : {std::pair{900, 600}, {450, 620}, {700, 380}})
        for (const double corner : {-1.0 * covered, 1.0 * covered}) {
            Scene scene;
            Look look;
            look.north_arrow = look.scale_bar = false;
            look.outline = false;
            scene.set_look(look);
            scene.set_data(test::ore_data());
            scene.set_price(test::ore_price);
            scene.set_corner(corner);
            test::OffscreenWindow window(width, height);
            window.grab(scene, false);
            scene.set_view(StandardView::iso);
            const Picture drawn = window.grab(scene, false);
            int differ = 0;
            for (int y = 0; y < height; ++y) {
                const unsigned char* row = &drawn.pixels[static_cast<std::size_t>(y * width * drawn.channels)];
                for (int x = 1; x < covered; ++x)
                    for (int c = 0; c < 3; ++c) differ += std::abs(row[x * drawn.channels + c] - row[c]) > 12 ? 1 : 0;
            }
            EXPECT_EQ(differ, 0) << width << "×" << height << " " << corner;
            window.release(scene);
        }
}

TEST(LegendPlace, GoesWhereItIsPut) {
    ORELENS_DISPLAY();
    Scene scene;
    Look look;
    look.legend_at = std::array{0.0, 0.0};
    scene.set_look(look);
    scene.set_data(test::ore_data());
    test::OffscreenWindow window(900, 600);
    window.grab(scene, false);
    const auto low = scene.legend_place();
    ASSERT_TRUE(low);
    EXPECT_LT(low->x, 20);
    EXPECT_LT(low->y, 20);
    look.legend_at = std::array{1.0, 0.5};
    scene.set_look(look);
    window.grab(scene, false);
    const auto middle = scene.legend_place();
    EXPECT_NEAR(middle->x - low->x, middle->room_x, 1);
    EXPECT_NEAR(middle->y - low->y, middle->room_y / 2, 1);
    EXPECT_TRUE(middle->has(middle->x + 1, middle->y + 1));
    EXPECT_FALSE(middle->has(middle->x - 1, middle->y + 1));
    look.legend = false;
    scene.set_look(look);
    window.grab(scene, false);
    EXPECT_FALSE(scene.legend_place());
    window.release(scene);
}

TEST(LegendPlace, EndsAboveWhatStandsOverALowPicture) {
    ORELENS_DISPLAY();
    Scene scene;
    scene.set_data(test::ore_data());
    test::OffscreenWindow window(460, 300);
    window.grab(scene, false);
    const auto whole = scene.legend_place();
    ASSERT_TRUE(whole);
    const double panel_top = whole->y + 20;
    scene.set_panel({100, 30, 360, panel_top - 30});
    window.grab(scene, false);
    const auto above = scene.legend_place();
    ASSERT_TRUE(above);
    EXPECT_GE(above->y, panel_top);
    EXPECT_NEAR(above->y + above->height, whole->y + whole->height, 1) << "its upper end stays";
    // One that stands beside it costs the legend nothing.
    scene.set_panel({0, 30, 100, panel_top});
    window.grab(scene, false);
    EXPECT_NEAR(scene.legend_place()->y, whole->y, 1e-9);
    window.release(scene);
}

}  // namespace
}  // namespace orelens::scene
