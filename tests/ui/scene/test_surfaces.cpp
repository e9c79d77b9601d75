#include <gtest/gtest.h>

#include <vtkNew.h>
#include <vtkRenderer.h>

#include <cmath>

#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/SurfaceLayer.h"

namespace orelens::scene {
namespace {

/// A level square over the whole model of `ore_data`, at a height.
SceneShape sheet(double z, const std::string& name = "sheet") {
    auto mesh = std::make_shared<shapes::TriangleMesh>();
    const double x = 431'200, y = 5'268'300;
    mesh->points = {{x - 50, y - 50, z}, {x + 290, y - 50, z}, {x + 290, y + 250, z}, {x - 50, y + 250, z}};
    mesh->triangles = {{0, 1, 2}, {0, 2, 3}};
    return {name, mesh, nullptr, nullptr};
}

Look plain_look() {
    Look look = test::bare_look();
    look.layers["sheet"] = {true, {1, 0, 0}, 0.5F};
    return look;
}

std::array<int, 3> middle(const Picture& picture) {
    const int at = picture.channels * (picture.height / 2 * picture.width + picture.width / 2);
    const unsigned char* pixel = picture.pixels.data() + at;
    return {pixel[0], pixel[1], pixel[2]};
}

std::array<int, 3> middle_with(const std::vector<SceneShape>& shapes, const Look& look) {
    SceneData data = test::ore_data();
    data.shapes = shapes;
    return middle(test::draw(look, StandardView::top, data, 1e9));
}

TEST(Surfaces, BeforeTheBlocksTheyLetThemThroughAndBehindTheyAreHidden) {
    ORELENS_DISPLAY();
    const auto bare = middle_with({}, plain_look());
    const auto above = middle_with({sheet(400)}, plain_look());
    const auto below = middle_with({sheet(300)}, plain_look());
    EXPECT_EQ(below, bare);
    EXPECT_NE(above, bare);
    // Half red: green and blue of the blocks shine through at half strength.
    for (const int c : {1, 2})
        EXPECT_NEAR(above[static_cast<std::size_t>(c)], bare[static_cast<std::size_t>(c)] / 2, 6);
    Look solid = plain_look();
    solid.layers["sheet"].opacity = 1;
    const auto opaque = middle_with({sheet(400)}, solid);
    EXPECT_GT(opaque[0], 150);
    EXPECT_LT(opaque[1], 12);
    EXPECT_LT(opaque[2], 12);
}

TEST(Surfaces, AHiddenLayerIsNotDrawn) {
    ORELENS_DISPLAY();
    Look look = plain_look();
    look.layers["sheet"].shown = false;
    EXPECT_EQ(middle_with({sheet(400)}, look), middle_with({}, look));
}

TEST(Surfaces, BehindASeeThroughSurfaceLiesAnother) {
    ORELENS_DISPLAY();
    Look look = plain_look();
    look.show_blocks = false;
    look.layers["blue"] = {true, {0, 0, 1}, 1.0F};
    const auto both = middle_with({sheet(310, "blue"), sheet(400)}, look);
    EXPECT_GT(both[0], 60);
    EXPECT_GT(both[2], 60);
}

TEST(Surfaces, SectionsDrawTheirTraces) {
    const Space space{{431'320, 5'268'400, 340}, 1};
    vtkNew<vtkRenderer> renderer;
    SurfaceLayer layer(renderer);
    layer.build({sheet(340), sheet(1000, "far")}, space);
    layer.set_look({}, false);
    EXPECT_EQ(layer.shown_triangles(), 4U);
    EXPECT_EQ(layer.trace_segments(), 0U);
    // A vertical plane through both sheets, and one beside them.
    layer.set_cuts({{{0, 1, 0}, 5'268'400}}, 1);
    EXPECT_EQ(layer.trace_segments(), 4U);
    layer.set_cuts({{{0, 1, 0}, 5'269'400}}, 1);
    EXPECT_EQ(layer.trace_segments(), 0U);
    // The planes of the box cut and leave no trace.
    layer.set_cuts({{{0, 1, 0}, 5'268'400}}, 0);
    EXPECT_EQ(layer.trace_segments(), 0U);
    Look hidden;
    hidden.layers["far"].shown = false;
    layer.set_cuts({{{0, 1, 0}, 5'268'400}}, 1);
    layer.set_look(hidden, false);
    EXPECT_EQ(layer.trace_segments(), 2U);
    EXPECT_EQ(layer.shown_triangles(), 2U);
}

TEST(Surfaces, LayersNotNamedHaveColoursOfTheirOwn) {
    Look look;
    look.layers["second"] = {false, {0.1F, 0.2F, 0.3F}, 1};
    EXPECT_EQ(layer_look(look, "first", 0).colour, category(0));
    EXPECT_EQ(layer_look(look, "third", 2).colour, category(2));
    EXPECT_FALSE(layer_look(look, "second", 1).shown);
}

TEST(Surfaces, AProjectOfSurfacesAloneHasAnExtent) {
    Scene scene;
    SceneData data;
    data.shapes = {sheet(340)};
    scene.set_data(data);
    EXPECT_EQ(scene.extent()[0], (Vec3{431'150, 5'268'250, 340}));
    // With blocks the picture is framed by them.
    data.model = test::ore_model();
    scene.set_data(data);
    EXPECT_EQ(scene.extent()[0], (Vec3{431'200, 5'268'300, 310}));
}

}  // namespace
}  // namespace orelens::scene
