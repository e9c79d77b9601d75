// The first picture: where it is cut open, what it frames, how values about zero are coloured.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/Bulk.h"
#include "ui/scene/Space.h"

namespace orelens::scene {
namespace {

drilling::Trace upright(const Vec3& collar, double depth) {
    drilling::Trace trace;
    trace.depth_m = {0, depth};
    trace.position = {collar, {collar[0], collar[1], collar[2] - depth}};
    return trace;
}

/// A field of holes 50 m apart, and one whose coordinates are mistyped.
SceneData holes_with_a_stray(bool stray) {
    auto traces = std::make_shared<std::vector<drilling::Trace>>();
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 6; ++j) traces->push_back(upright({1000.0 + 50 * i, 2000.0 + 50 * j, 300}, 200));
    if (stray) traces->push_back(upright({1000, 200'000, 300}, 200));
    SceneData data;
    data.traces = traces;
    return data;
}

TEST(Bulk, LeavesOutTheHoleThatLiesFarFromAll) {
    const std::array<Vec3, 2> field{Vec3{1000, 2000, 100}, Vec3{1350, 2250, 300}};
    EXPECT_EQ(bulk_extent(holes_with_a_stray(false)), field) << "none of an ordinary field";
    EXPECT_EQ(bulk_extent(holes_with_a_stray(true)), field);
    Scene scene;
    scene.set_data(holes_with_a_stray(true));
    EXPECT_EQ(scene.bulk(), field);
    EXPECT_EQ(scene.extent()[1][1], 200'000) << "everything is everything still";
    // The first camera looks at the field; showing everything draws back.
    const auto distance = [&] {
        const CameraState c = scene.camera();
        return std::hypot(c.position[0] - c.focal_point[0], c.position[1] - c.focal_point[1],
                          c.position[2] - c.focal_point[2]);
    };
    EXPECT_NEAR(scene.camera().focal_point[1], 2125, 1);
    const double near = distance();
    scene.fit();
    EXPECT_GT(distance(), 50 * near);
    scene.set_camera(scene.bulk_camera());
    EXPECT_NEAR(distance(), near, 0.01 * near);
}

TEST(Bulk, OfFewHolesNoneIsStray) {
    auto traces = std::make_shared<std::vector<drilling::Trace>>();
    traces->push_back(upright({0, 0, 0}, 10));
    traces->push_back(upright({0, 10'000, 0}, 10));
    SceneData data;
    data.traces = traces;
    EXPECT_EQ(bulk_extent(data)[1][1], 10'000);
    EXPECT_EQ(bulk_extent(SceneData()), (std::array<Vec3, 2>{}));
}

TEST(Bulk, OfAWholeGridIsTheGrid) {
    for (const bool rotated : {false, true}) {
        const SceneData data = test::ore_data(rotated);
        shapes::Box box;
        for (const Vec3& corner : corners(data.model->geometry())) box.include(corner);
        for (int a = 0; a < 3; ++a) {
            EXPECT_NEAR(bulk_extent(data)[0][a], box.low[a], 1e-6);
            EXPECT_NEAR(bulk_extent(data)[1][a], box.high[a], 1e-6);
        }
    }
}

TEST(MetalCentre, IsTheMeanPlaceOfTheMetal) {
    const SceneData data = test::ore_data();
    EXPECT_EQ(main_grade(data), "Cu");
    const blocks::BlockModel& model = *data.model;
    double metal = 0;
    Vec3 sum{};
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            const auto grade = static_cast<double>(model.real("Cu", leaf)[n]);
            if (!model.leaf(leaf).is_active(n) || !(grade > 0)) continue;
            const Vec3 at = model.geometry().centre(model.leaf(leaf).index(n));
            for (int a = 0; a < 3; ++a) sum[a] += grade * at[a];
            metal += grade;
        }
    const auto centre = metal_centre(data);
    ASSERT_TRUE(centre.has_value());
    for (int a = 0; a < 3; ++a) EXPECT_NEAR((*centre)[a], sum[a] / metal, 1e-6);
    EXPECT_FALSE(metal_centre(SceneData()).has_value());
    EXPECT_EQ(main_grade(SceneData()), "");
}

TEST(Quarter, CutsAwayWhatLiesBetweenTheAzimuthAndItsRightAngle) {
    Look look;
    EXPECT_TRUE(cut_away(look).empty());
    look.quarter = {true, {100, 200, 0}, 90};
    const auto away = cut_away(look);
    ASSERT_EQ(away.size(), 2U);
    const auto gone = [&](double x, double y) {
        return away[0].keeps({x, y, 7}) && away[1].keeps({x, y, -7});
    };
    EXPECT_TRUE(gone(110, 190)) << "south-east";
    EXPECT_FALSE(gone(90, 190));
    EXPECT_FALSE(gone(110, 210));
    EXPECT_FALSE(gone(90, 210));
}

TEST(Quarter, Picture) {
    ORELENS_DISPLAY();
    Look look = test::bare_look();
    look.waste = Waste::shown;
    const Picture whole = test::draw(look);
    look.quarter = {true, *metal_centre(test::ore_data()), 90};
    const Picture open = test::draw(look);
    EXPECT_NE(open.pixels, whole.pixels);
    test::expect_picture("quarter_iso", open);
    // The side that is turned away looks as before.
    look.quarter.on = false;
    const Picture behind = test::draw(look, StandardView::west);
    look.quarter.on = true;
    const Picture again = test::draw(look, StandardView::west);
    ASSERT_EQ(again.pixels.size(), behind.pixels.size());
    std::size_t other = 0;
    for (std::size_t n = 0; n < again.pixels.size(); ++n) other += again.pixels[n] != behind.pixels[n];
    // But for the edges of the cut that show at the silhouette.
    EXPECT_LT(other, again.pixels.size() / 1000);
}

TEST(Diverging, IsWhiteInTheMiddleAndReadWithoutRedAndGreen) {
    const Rgb middle = ramp(ColourMap::red_blue, 0.5), low = ramp(ColourMap::red_blue, 0),
              high = ramp(ColourMap::red_blue, 1);
    for (int c = 0; c < 3; ++c) EXPECT_GT(middle[c], 0.95F);
    // Red and blue differ in the blue-yellow sense, which nearly everybody has.
    EXPECT_GT(high[2] - high[0], 0.3F);
    EXPECT_GT(low[0] - low[2], 0.3F);
}

TEST(Margin, IsColouredAboutZero) {
    auto model = std::make_shared<blocks::BlockModel>(*test::ore_model());
    model->add_column({.name = "margin.full", .unit = "CNY/t"});
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            model->real("margin.full", leaf)[n] =
                static_cast<float>(model->leaf(leaf).index(n)[0]) * 4.0F - 12.0F;
    SceneData data = test::ore_data();
    data.model = model;
    ASSERT_FALSE(data.margin_column().empty());
    Look look = test::bare_look();
    look.colour_by = ColourBy::margin;
    const BlockColours made = colour_blocks(data, BlockCodes::build(*model, data.break_even_column()), look);
    EXPECT_EQ(made.legend.low, -made.legend.high);
    EXPECT_GE(made.legend.high, 70);
    EXPECT_EQ(made.legend.ramp.front(), ramp(ColourMap::red_blue, 0));
    EXPECT_EQ(made.legend.ramp.back(), ramp(ColourMap::red_blue, 1));
}

}  // namespace
}  // namespace orelens::scene
