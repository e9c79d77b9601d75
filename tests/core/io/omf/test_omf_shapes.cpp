#include "core/io/omf/OmfShapes.h"

#include <gtest/gtest.h>

#include "core/io/geoh5/Geoh5File.h"
#include "core/io/shapes/ShapeFiles.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

TEST(OmfShapes, ElementsBecomeMeshesLinesAndPoints) {
    OmfProject project;
    project.elements.push_back({"p", "", std::nullopt, OmfPoints{{{1, 2, 3}}}, {}});
    project.elements.push_back(
        {"l",
         "",
         std::nullopt,
         OmfLines{{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 0}}, {{0, 1}, {1, 2}, {3, 2}, {2, 0}}},
         {}});
    project.elements.push_back(
        {"s", "", std::nullopt, OmfSurface{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {{2, 1, 0}}}, {}});
    // A sheet in the plane of x and z, lifted along u × v = −y; nodes u fastest.
    project.elements.push_back(
        {"g",
         "",
         std::nullopt,
         OmfGridSurface{{10, 20, 30}, {1, 0, 0}, {0, 0, 1}, {2, 3}, {4}, {0, 1, 2, 3, 4, 5}},
         {}});
    const auto shapes = shapes_of_omf(project);
    ASSERT_TRUE(shapes);
    ASSERT_EQ(shapes->points.size(), 1U);
    EXPECT_EQ(shapes->points[0].points, (std::vector<shapes::Vec3>{{1, 2, 3}}));
    ASSERT_EQ(shapes->lines.size(), 1U);
    EXPECT_EQ(shapes->lines[0].lines, (std::vector<std::vector<std::int32_t>>{{0, 1, 2}, {3, 2, 0}}));
    ASSERT_EQ(shapes->meshes.size(), 2U);
    EXPECT_EQ(shapes->meshes[0].triangles, (std::vector<std::array<std::int32_t, 3>>{{2, 1, 0}}));
    const shapes::TriangleMesh& sheet = shapes->meshes[1];
    EXPECT_EQ(sheet.name, "g");
    EXPECT_EQ(sheet.points.at(0), (shapes::Vec3{10, 20, 30}));
    EXPECT_EQ(sheet.points.at(2), (shapes::Vec3{15, 18, 30}));
    EXPECT_EQ(sheet.points.at(4), (shapes::Vec3{12, 16, 34}));
    EXPECT_EQ(sheet.triangles.size(), 4U);
}

TEST(OmfShapes, ShapesSurviveTheFile) {
    const shapes::TriangleMesh mesh{
        "pit", {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1.0 / 3}}, {{0, 1, 2}, {0, 2, 3}}};
    const shapes::Polylines lines{"toe", {{0, 0, 0}, {1, 0, 0}, {5, 5, 5}}, {{0, 1, 2, 0}, {2, 1}}};
    const shapes::PointCloud points{"collars", {{512345.678, 4e6 / 7, -3}}};
    OmfProject project;
    project.elements = {omf_element(mesh), omf_element(lines), omf_element(points)};
    const testing::TemporaryFolder folder;
    ASSERT_TRUE(write_omf(project, folder.file("s.omf")));
    const auto read = read_omf(folder.file("s.omf"));
    ASSERT_TRUE(read);
    const auto back = shapes_of_omf(*read);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->meshes.at(0).name, "pit");
    EXPECT_EQ(back->meshes.at(0).points, mesh.points);
    EXPECT_EQ(back->meshes.at(0).triangles, mesh.triangles);
    EXPECT_EQ(back->lines.at(0).points, lines.points);
    EXPECT_EQ(back->lines.at(0).lines, lines.lines);
    EXPECT_EQ(back->points.at(0).points, points.points);
}

TEST(OmfShapes, AreReadWhereShapesAreWanted) {
    const shapes::TriangleMesh mesh{"pit", {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {{0, 1, 2}}};
    OmfProject project;
    project.elements = {omf_element(mesh)};
    const testing::TemporaryFolder folder;
    ASSERT_TRUE(write_omf(project, folder.file("s.OMF")));
    ASSERT_TRUE(write_geoh5(project, folder.file("s.geoh5")));
    EXPECT_TRUE(is_shape_file("s.OMF"));
    for (const char* name : {"s.OMF", "s.geoh5"}) {
        const auto file = read_shapes(folder.file(name), base::Progress());
        ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
        ASSERT_EQ(file->meshes.size(), 1U) << name;
        EXPECT_EQ(file->meshes[0].points, mesh.points) << name;
        EXPECT_EQ(file->meshes[0].triangles, mesh.triangles) << name;
    }
    project.elements = {
        {"grid", "", std::nullopt, OmfVolume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1}, {1}, {1}}, {}}};
    ASSERT_TRUE(write_omf(project, folder.file("g.omf")));
    EXPECT_EQ(read_shapes(folder.file("g.omf"), base::Progress()).error().what.key, "shapes.empty");
}

}  // namespace
}  // namespace orelens::io
