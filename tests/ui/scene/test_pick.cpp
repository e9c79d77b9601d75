#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/Pick.h"

namespace orelens::scene {
namespace {

/// Entry of the ray into one cell, cut by the half-spaces, or +∞.
double entry(const blocks::Index3& cell, const Vec3& o, const Vec3& d, const std::vector<HalfSpace>& cuts) {
    double from = 0, to = 1;
    const auto keep = [&](double a, double b) {
        if (b > 0) from = std::max(from, -a / b);
        if (b < 0) to = std::min(to, -a / b);
        if (b == 0 && a < 0) to = -1;
    };
    for (int a = 0; a < 3; ++a) {
        keep(o[a] - cell[a], d[a]);
        keep(cell[a] + 1 - o[a], -d[a]);
    }
    for (const HalfSpace& cut : cuts)
        keep(cut.normal[0] * o[0] + cut.normal[1] * o[1] + cut.normal[2] * o[2] - cut.offset,
             cut.normal[0] * d[0] + cut.normal[1] * d[1] + cut.normal[2] * d[2]);
    return from < to ? from : std::numeric_limits<double>::infinity();
}

/// The same where a wedge is cut away: what is not in it lies outside the first of its half-spaces, or inside
/// that and outside the second.
double outside(const std::vector<HalfSpace>& away, const blocks::Index3& cell, const Vec3& o, const Vec3& d,
               std::vector<HalfSpace> cuts) {
    if (away.empty()) return entry(cell, o, d, cuts);
    const auto turned = [](const HalfSpace& half) {
        return HalfSpace{{-half.normal[0], -half.normal[1], -half.normal[2]}, -half.offset};
    };
    cuts.push_back(turned(away[0]));
    const double first = entry(cell, o, d, cuts);
    cuts.back() = turned(away[1]);
    return std::min(first, entry(cell, o, d, cuts));
}

RC_GTEST_PROP(Pick, WalkFindsTheNearestCellOfAll, ()) {
    static const auto model = test::ore_model();
    static BlockCodes codes = BlockCodes::build(*model, "break_even.Cu.full");
    bool changed = false;
    const UsableTest usable = codes.exact(*model, *rc::gen::inRange(30, 200), changed);
    const auto coordinate = [](int low, int high) {
        return *rc::gen::inRange(low * 1000, high * 1000) / 1000.0;
    };
    const Vec3 o{coordinate(-30, 50), coordinate(-30, 50), coordinate(-30, 50)};
    const Vec3 end{coordinate(0, 24), coordinate(0, 20), coordinate(0, 12)};
    const Vec3 d{2 * (end[0] - o[0]), 2 * (end[1] - o[1]), 2 * (end[2] - o[2])};
    std::vector<HalfSpace> cuts;
    if (*rc::gen::arbitrary<bool>()) cuts.push_back({{1, 0.5, 0.25}, 15});
    const bool waste = *rc::gen::arbitrary<bool>();
    std::vector<HalfSpace> away;
    if (*rc::gen::arbitrary<bool>()) away = {{{1, 0.2, 0}, 12.3}, {{-0.2, 1, 0}, 6.1}};
    const BlockHit hit = first_block(codes, {24, 20, 12}, o, d, cuts, usable, waste, away);
    double nearest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 24; ++i)
        for (int j = 0; j < 20; ++j)
            for (int k = 0; k < 12; ++k) {
                const std::uint8_t c = codes.at({i, j, k});
                if (usable(c) || (waste && c != code::none))
                    nearest = std::min(nearest, outside(away, {i, j, k}, o, d, cuts));
            }
    RC_ASSERT(hit.hit == std::isfinite(nearest));
    if (hit.hit) RC_ASSERT(std::abs(hit.t - nearest) < 1e-6);
}

/// Every pixel that shows a block must be picked as one, and none else: camera, walk, cuts and codes all
/// agree.
void expect_pick_is_picture(const Look& look, StandardView view, bool rotated) {
    Scene scene;
    scene.set_look(look);
    scene.set_data(test::ore_data(rotated));
    scene.set_price(test::ore_price);
    scene.set_view(view, 320.0 / 240);
    test::OffscreenWindow window(320, 240);
    const Picture picture = window.grab(scene);
    int differ = 0, shown = 0;
    for (int y = 0; y < 240; y += 3)
        for (int x = 0; x < 320; x += 3) {
            const bool drawn = picture.pixels[4 * (y * 320 + x) + 3] > 127;
            const bool hit = scene.pick(x + 0.5, 239 - y + 0.5).block_hit;
            differ += drawn != hit;
            shown += drawn;
        }
    EXPECT_GT(shown, 300);
    EXPECT_LE(differ, 12) << "of " << shown;
    window.release(scene);
}

TEST(Pick, AgreesWithThePicture) {
    ORELENS_DISPLAY();
    Look look = test::bare_look();
    expect_pick_is_picture(look, StandardView::iso, false);
    expect_pick_is_picture(look, StandardView::east, true);
    look.orthographic = true;
    expect_pick_is_picture(look, StandardView::top, true);
    look.vertical_exaggeration = 3;
    look.waste = Waste::shown;
    look.clip = {true, {0.25, 0, 0}, {1, 0.8, 1}};
    expect_pick_is_picture(look, StandardView::iso, true);
    look.orthographic = false;
    look.section = {true, {431'320, 5'268'400, 340}, 60, 75, 25};
    expect_pick_is_picture(look, StandardView::south, false);
    look = test::bare_look();
    look.waste = Waste::shown;
    for (const double azimuth : {90.0, 200.0, 300.0}) {
        look.quarter = {true, {431'318, 5'268'397, 0}, azimuth};
        expect_pick_is_picture(look, StandardView::iso, azimuth == 200);
    }
    look.clip = {true, {0.25, 0, 0}, {1, 0.8, 0.6}};
    expect_pick_is_picture(look, StandardView::iso, false);
    // The wedge on the walls of blocks: what is behind them is seen, without holes in it.
    look.quarter = {true, {431'320, 5'268'400, 0}, 90};
    look.clip.on = false;
    expect_pick_is_picture(look, StandardView::iso, false);
}

TEST(Pick, NearerHoleWinsAndTellsItsInterval) {
    ORELENS_DISPLAY();
    Scene scene;
    Look look = test::bare_look();
    look.orthographic = true;
    scene.set_look(look);
    const SceneData data = test::ore_data(false, true);
    scene.set_data(data);
    scene.set_price(test::ore_price);
    scene.set_view(StandardView::top, 1);
    test::OffscreenWindow window(400, 400);
    (void)window.grab(scene);
    // Seen from above, the middle of the second hole's ninth sample.
    const double depth = 47.5;
    const Vec3 at = (*data.traces)[1].at(depth);
    const CameraState camera = scene.camera();
    const double scale = 200 / camera.parallel_scale;
    const PickResult found = scene.pick(200 + (at[0] - camera.focal_point[0]) * scale,
                                        200 + (at[1] - camera.focal_point[1]) * scale);
    // Whatever blocks lie above it, the hole's collar stands above the model's top.
    if (found.block_hit) {
        look.show_blocks = false;
        scene.set_look(look);
    }
    const PickResult hole = scene.pick(200 + (at[0] - camera.focal_point[0]) * scale,
                                       200 + (at[1] - camera.focal_point[1]) * scale);
    EXPECT_EQ(hole.hole, 1);
    EXPECT_NEAR(hole.depth_m, depth, 3);
    ASSERT_GE(hole.interval, 0);
    EXPECT_EQ(data.holes->assays.hole[hole.interval], 1);
    EXPECT_LE(data.holes->assays.from_m[hole.interval], hole.depth_m);
    EXPECT_GT(data.holes->assays.to_m[hole.interval], hole.depth_m);
    window.release(scene);
}

/// A row of eight 10 m blocks along x, of which only block 5 is usable at 100; three holes stand upright in
/// it: in front of the row, in a ghost before the usable block, and behind it.
SceneData row_of_ghosts(const std::vector<double>& holes_at_x) {
    blocks::GridGeometry geometry;
    geometry.block_size = {10, 10, 10};
    geometry.count = {8, 1, 1};
    auto model = std::make_shared<blocks::BlockModel>(
        blocks::BlockModel::where(geometry, [](const blocks::Index3&) { return true; }).value());
    model->add_column({.name = "break_even.Cu.full", .unit = "CNY/t"});
    model->add_column({.name = "status", .type = blocks::ColumnType::integer});
    for (int n = 0; n < 512; ++n)
        if (model->leaf(0).is_active(n)) {
            model->real("break_even.Cu.full", 0)[n] = model->leaf(0).index(n)[0] == 5 ? 50.0F : 500.0F;
            model->integer("status", 0)[n] = 0;
        }
    SceneData data;
    data.model = model;
    data.commodity = "Cu";
    auto holes = std::make_shared<drilling::DrillholeSet>();
    for (std::size_t h = 0; h < holes_at_x.size(); ++h) {
        drilling::Collar collar;
        collar.hole = "H" + std::to_string(h);
        collar.x = holes_at_x[h];
        collar.y = 5;
        collar.z = 10;
        collar.depth_m = 10;
        holes->hole_index[collar.hole] = static_cast<int>(h);
        holes->collars.push_back(collar);
        holes->surveys.push_back({static_cast<int>(h), 0, 0, -90});
    }
    data.traces = std::make_shared<std::vector<drilling::Trace>>(drilling::desurvey(*holes));
    data.holes = holes;
    return data;
}

class Ghosts : public ::testing::TestWithParam<bool> {
  protected:
    /// What a click in the middle of the picture takes, looking from the west along the row.
    PickResult click(Look look, const std::vector<double>& holes_at_x, double price = 100) {
        Scene scene;
        look.waste = Waste::ghosted;
        look.orthographic = GetParam();
        look.hole_radius_m = 1;
        scene.set_look(look);
        scene.set_data(row_of_ghosts(holes_at_x));
        scene.set_price(price);
        CameraState camera;
        camera.position = {-200, 5, 5};
        camera.focal_point = {40, 5, 5};
        camera.view_up = {0, 0, 1};
        camera.parallel_scale = 60;
        scene.set_camera(camera);
        test::OffscreenWindow window(200, 200);
        (void)window.grab(scene);
        const PickResult found = scene.pick(100, 100);
        window.release(scene);
        return found;
    }
};

TEST_P(Ghosts, LetAClickThroughToTheOpaqueBlock) {
    ORELENS_DISPLAY();
    const PickResult found = click(test::bare_look(), {});
    ASSERT_TRUE(found.block_hit);
    EXPECT_EQ(found.block, (blocks::Index3{5, 0, 0}));
    EXPECT_NEAR(found.point[0], 50, 1e-3);
}

TEST_P(Ghosts, LetAClickThroughToTheHole) {
    ORELENS_DISPLAY();
    // In a ghost before the opaque block; behind the opaque block it is hidden.
    EXPECT_EQ(click(test::bare_look(), {25}).hole, 0);
    EXPECT_EQ(click(test::bare_look(), {65}).hole, -1);
    EXPECT_EQ(click(test::bare_look(), {65, 25}).hole, 1);
    // Nothing opaque at that price: the hole at the far end, behind seven ghosts.
    EXPECT_EQ(click(test::bare_look(), {75}, 10).hole, 0);
}

TEST_P(Ghosts, AreTakenWhereNothingOpaqueLiesBehind) {
    ORELENS_DISPLAY();
    const PickResult found = click(test::bare_look(), {}, 10);
    ASSERT_TRUE(found.block_hit);
    EXPECT_EQ(found.block, (blocks::Index3{0, 0, 0}));
}

TEST_P(Ghosts, WhatACutTookAwayCatchesNothing) {
    ORELENS_DISPLAY();
    Look look = test::bare_look();
    // The usable block and a hole behind it are cut away: the first ghost that is left is taken.
    look.clip = {true, {0.125, 0, 0}, {0.5, 1, 1}};
    const PickResult clipped = click(look, {65});
    ASSERT_TRUE(clipped.block_hit);
    EXPECT_EQ(clipped.block, (blocks::Index3{1, 0, 0}));
    // A slab around the usable block: ghosts and hole before it are gone.
    look.clip.on = false;
    look.section = {true, {55, 5, 5}, 0, 90, 20};
    const PickResult cut = click(look, {25});
    ASSERT_TRUE(cut.block_hit);
    EXPECT_EQ(cut.block, (blocks::Index3{5, 0, 0}));
    // The same slab elsewhere holds ghosts and a hole.
    look.section.point[0] = 25;
    EXPECT_EQ(click(look, {25}).hole, 0);
    const PickResult ghost = click(look, {});
    ASSERT_TRUE(ghost.block_hit);
    EXPECT_EQ(ghost.block, (blocks::Index3{1, 0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Pick, Ghosts, ::testing::Bool(),
                         [](const auto& way) { return way.param ? "parallel" : "perspective"; });

TEST(Pick, NothingBeforeTheFirstFrame) {
    Scene scene;
    scene.set_data(test::ore_data());
    EXPECT_TRUE(scene.pick(10, 10).empty());
}

}  // namespace
}  // namespace orelens::scene
