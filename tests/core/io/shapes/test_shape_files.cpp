// Shapes from files of other programs: what is there comes back as written, what is damaged is refused with its
// place.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "core/blocks/ExposedFaces.h"
#include "core/io/shapes/RasterFile.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/io/vtk/SurfaceFile.h"
#include "core/base/Vectors.h"
#include "core/shapes/Measure.h"
#include "core/shapes/MeshCheck.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using shapes::Vec3;

/// A tetrahedron at map coordinates that single precision cannot hold.
const std::vector<Vec3> corners{{487654.125, 4501234.875, 310.5}, {487664.25, 4501234.875, 310.5},
                                {487654.125, 4501245.0, 310.5}, {487654.125, 4501234.875, 325.0625}};
constexpr double six_volumes = 10.125 * 10.125 * 14.5625;

std::string number(double x) {
    char text[64];
    std::snprintf(text, sizeof text, "%.6f", x);
    return text;
}
std::string line(const char* start, const Vec3& p) {
    return start + number(p[0]) + " " + number(p[1]) + " " + number(p[2]) + "\n";
}
const int faces[4][3] = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};

std::string obj() {
    std::string text = "# made\nmtllib none\no body\n";
    for (const Vec3& p : corners) text += line("v ", p);
    text += "f 1/1/1 3//2 2\nf -4 -3 -1\nf 1 4 3\nf 2 3 4\n";
    return text;
}
std::string stl_text() {
    std::string text = "solid body\n";
    for (const auto& face : faces) {
        text += "facet normal 0 0 0\n outer loop\n";
        for (const int n : face) text += line("  vertex ", corners[static_cast<std::size_t>(n)]);
        text += " endloop\nendfacet\n";
    }
    return text + "endsolid body\n";
}
std::string stl_binary(const Vec3& shift = {0, 0, 0}) {
    std::string bytes(80, 'x');
    const auto put = [&](auto value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); };
    put(std::uint32_t{4});
    for (const auto& face : faces) {
        for (int n = 0; n < 3; ++n) put(0.0F);
        for (const int n : face)
            for (std::size_t a = 0; a < 3; ++a)
                put(static_cast<float>(corners[static_cast<std::size_t>(n)][a] - shift[a]));
        put(std::uint16_t{0});
    }
    return bytes;
}
std::string ply_text() {
    std::string text =
        "ply\nformat ascii 1.0\ncomment made\nelement vertex 4\nproperty double x\nproperty double y\n"
        "property double z\nproperty uchar red\nelement face 4\nproperty list uchar int vertex_indices\nend_header\n";
    for (const Vec3& p : corners) {
        text += line("", p);
        text.back() = ' ';
        text += "255\n";
    }
    for (const auto& face : faces)
        text += "3 " + std::to_string(face[0]) + " " + std::to_string(face[1]) + " " + std::to_string(face[2]) + "\n";
    return text;
}
std::string ply_binary(bool big) {
    std::string bytes = std::string("ply\r\nformat binary_") + (big ? "big" : "little") +
                        "_endian 1.0\r\nelement vertex 4\r\nproperty double x\r\nproperty double y\r\nproperty double "
                        "z\r\nelement face 4\r\nproperty uchar flag\r\nproperty list uint8 uint32 "
                        "vertex_index\r\nend_header\r\n";
    const auto put = [&](auto value) {
        std::string raw(reinterpret_cast<const char*>(&value), sizeof value);
        bytes += big ? std::string(raw.rbegin(), raw.rend()) : raw;
    };
    for (const Vec3& p : corners)
        for (const double x : p) put(x);
    for (const auto& face : faces) {
        bytes += '\7';
        bytes += '\3';
        for (const int n : face) put(static_cast<std::uint32_t>(n));
    }
    return bytes;
}
std::string gocad(bool depth) {
    std::string text = "GOCAD TSurf 1\nHEADER {\nname:body\n}\nGOCAD_ORIGINAL_COORDINATE_SYSTEM\nNAME Default\n"
                       "AXIS_UNIT \"m\" \"m\" \"m\"\nZPOSITIVE " +
                       std::string(depth ? "Depth" : "Elevation") + "\nEND_ORIGINAL_COORDINATE_SYSTEM\nTFACE\n";
    for (std::size_t n = 0; n < 4; ++n) {
        Vec3 p = corners[n];
        if (depth) p[2] = -p[2];
        text += line(("PVRTX " + std::to_string(n + 11) + " ").c_str(), p);
        text.back() = ' ';
        text += "1.5\n";
    }
    text += "ATOM 15 14\n";
    for (const auto& face : faces) {
        text += "TRGL";
        for (const int n : face) text += " " + std::to_string(n == 3 ? 15 : n + 11);
        text += "\n";
    }
    return text + "BSTONE 11\nEND\n";
}

base::Expected<ShapeFile> read(const std::string& bytes, const std::string& name) {
    return shapes_from_bytes(bytes, name, base::Progress());
}

TEST(ShapeFiles, EveryFormatGivesTheSameSolid) {
    const std::pair<std::string, std::string> files[] = {
        {"a.obj", obj()},          {"a.stl", stl_text()},       {"a.ply", ply_text()},   {"A.PLY", ply_binary(true)},
        {"b.ply", ply_binary(false)}, {"a.ts", gocad(false)}, {"b.ts", gocad(true)}};
    for (const auto& [name, bytes] : files) {
        const auto file = read(bytes, name);
        ASSERT_TRUE(file) << name << ' ' << base::describe(file.error(), base::Language::english);
        ASSERT_EQ(file->meshes.size(), 1U) << name;
        const shapes::TriangleMesh& mesh = file->meshes[0];
        EXPECT_EQ(mesh.points.size(), 4U) << name;
        EXPECT_EQ(mesh.triangles.size(), 4U) << name;
        for (const Vec3& p : corners)
            EXPECT_NE(std::ranges::find(mesh.points, p), mesh.points.end()) << name << ": coordinates as written";
        EXPECT_NEAR(shapes::volume(mesh) * 6, six_volumes, 1e-6) << name;
    }
    EXPECT_EQ(read(gocad(true), "b.ts")->findings.at(0).kind, "shape_depths_turned");
    EXPECT_EQ(read(obj(), "a.obj")->meshes[0].name, "body");
    EXPECT_EQ(read(gocad(false), "a.ts")->meshes[0].name, "body");
}

TEST(ShapeFiles, BinaryStlSaysHowCoarseItIs) {
    const auto file = read(stl_binary(), "a.stl");
    ASSERT_TRUE(file);
    ASSERT_EQ(file->findings.size(), 1U);
    EXPECT_EQ(file->findings[0].kind, "shape_coarse_numbers");
    const auto near = read(stl_binary({487654, 4501234, 310}), "a.stl");
    ASSERT_TRUE(near);
    EXPECT_TRUE(near->findings.empty());
    EXPECT_NEAR(shapes::volume(near->meshes[0]) * 6, six_volumes, 1e-3);
    // "solid" at the start does not make it text.
    std::string solid = stl_binary({487654, 4501234, 310});
    std::memcpy(solid.data(), "solid ", 6);
    EXPECT_TRUE(read(solid, "a.stl"));
}

TEST(ShapeFiles, WhatThisProgramWritesComesBackInPlace) {
    const testing::TemporaryFolder folder;
    blocks::Surface surface;
    surface.points = {{487654.5, 4501234.5, 10}, {487664.5, 4501234.5, 10}, {487664.5, 4501244.5, 10}, {487654.5, 4501244.5, 10}};
    surface.quads.push_back({0, 1, 2, 3});
    for (const char* name : {"s.stl", "s.obj", "s.vtp"}) {
        ASSERT_TRUE(write_surface(surface, folder.file(name)));
        const auto file = read_shapes(folder.file(name), base::Progress());
        ASSERT_TRUE(file) << name;
        const shapes::Box box = shapes::bounds(file->meshes.at(0));
        EXPECT_EQ(box.low, (Vec3{487654.5, 4501234.5, 10})) << name;
        EXPECT_EQ(box.high, (Vec3{487664.5, 4501244.5, 10})) << name;
        EXPECT_NEAR(shapes::area(file->meshes[0]), 100, 1e-9) << name;
    }
}

TEST(ShapeFiles, LinesAndPoints) {
    const auto pline = read("GOCAD PLine 1\nHEADER {\nname: edge\n}\nILINE\nVRTX 1 0 0 5\nVRTX 2 10 0 5\nVRTX 3 10 10 5\n"
                            "SEG 1 2\nSEG 2 3\nSEG 3 1\nILINE\nVRTX 4 1 1 1\nVRTX 5 2 2 2\nSEG 4 5\nEND\n"
                            "GOCAD VSet 1\nVRTX 1 7 8 9\nEND\nGOCAD SGrid 1\nEND\n",
                            "a.pl");
    ASSERT_TRUE(pline) << base::describe(pline.error(), base::Language::english);
    ASSERT_EQ(pline->lines.size(), 1U);
    ASSERT_EQ(pline->lines[0].lines.size(), 2U);
    EXPECT_EQ(pline->lines[0].lines[0], (std::vector<std::int32_t>{0, 1, 2, 0}));
    EXPECT_EQ(pline->points.at(0).points.at(0), (Vec3{7, 8, 9}));
    EXPECT_EQ(pline->findings.at(0).kind, "shape_parts_left_out");
    const auto obj_lines = read("v 0 0 0\nv 1 0 0\nv 1 1 0\nl 1 2 3 1\n", "a.obj");
    ASSERT_TRUE(obj_lines);
    EXPECT_EQ(obj_lines->lines.at(0).lines.at(0).size(), 4U);
    const auto xyz = read("easting northing z\n1 2 3\n4.5,5.5,6.5,more\n\n# end\n", "a.xyz");
    ASSERT_TRUE(xyz) << base::describe(xyz.error(), base::Language::english);
    EXPECT_EQ(xyz->points.at(0).points.at(1), (Vec3{4.5, 5.5, 6.5}));
}

TEST(ShapeFiles, WhatIsDamagedIsRefusedWithItsPlace) {
    const struct {
        std::string name, bytes, key;
        std::int64_t row;
    } bad[] = {
        {"a.obj", "v 0 0 0\nv 1 0\n", "shapes.not_a_number", 2},
        {"a.obj", "v 0 0 0\nv 1 0 0\nf 1 2 3\n", "shapes.no_such_point", 3},
        {"a.obj", "v 0 0 0\nf 0 1 1\n", "shapes.no_such_point", 2},
        {"a.obj", "v 0 0 nan\n", "shapes.not_a_number", 1},
        {"a.obj", "nothing here\n", "shapes.empty", 0},
        {"a.obj", std::string("v 0\0 0 0\n", 9), "shapes.not_text", 1},
        {"a.stl", stl_text().substr(0, 300), "shapes.cut_short", 0},
        {"a.stl", stl_binary().substr(0, 200), "shapes.stl_short", 0},
        {"a.stl", "hello", "shapes.not_stl", 0},
        {"a.stl", "solid x\nvertex 1 2 3\nendloop\n", "shapes.stl_loop", 3},
        {"a.ply",
         "ply\nformat ascii 1.0\nelement vertex 1000000000\nproperty float x\nproperty float y\nproperty "
         "float "
         "z\nend_header\n1 2 3\n",
         "shapes.ply_damaged", 0},
        {"a.ply", "ply\nformat ascii 1.0\nelement vertex 5\nend_header\n", "shapes.ply_damaged", 0},
        {"a.ply", ply_text().substr(0, ply_text().size() - 20), "shapes.ply_damaged", 0},
        {"a.ply", "plx\n", "shapes.not_ply", 0},
        {"a.ts", "VRTX 1 2 3 4\n", "shapes.not_gocad", 1},
        {"a.ts", "GOCAD TSurf 1\nVRTX 1 0 0 0\nVRTX 1 0 0 1\nEND\n", "shapes.point_again", 3},
        {"a.ts", "GOCAD TSurf 1\nVRTX 1 0 0 0\nTRGL 1 1 2\nEND\n", "shapes.no_such_point", 3},
        {"a.ts", "GOCAD TSurf 1\nVRTX 1 0 0 0\n", "shapes.cut_short", 0},
        {"a.xyz", "1,500;2,500;3,500\n", "shapes.decimal_comma", 1},
        {"a.xyz", "1 2 3\n1 2\n", "shapes.few_columns", 2},
        {"a.xyz", "1 500 600 70\n2 510 600 71\n3 520 600 72\n", "shapes.first_counts", 0},
        {"a.png", "", "shapes.unknown_extension", 0},
    };
    for (const auto& [name, bytes, key, row] : bad) {
        const auto file = read(bytes, name);
        ASSERT_FALSE(file) << name << ' ' << key;
        EXPECT_EQ(file.error().what.key, key) << name << ' ' << bytes.substr(0, 60);
        if (row > 0) {
            EXPECT_EQ(file.error().place.row, row) << name << ' ' << key;
        }
        EXPECT_EQ(file.error().place.file, name);
    }
}

std::string dxf_pairs(std::initializer_list<std::pair<int, std::string>> pairs) {
    std::string text;
    for (const auto& [code, value] : pairs) text += std::to_string(code) + "\n" + value + "\n";
    return text;
}

TEST(ShapeFiles, DxfFacesMeshesAndLines) {
    const testing::TemporaryFolder folder;
    std::string text = dxf_pairs({{0, "SECTION"}, {2, "ENTITIES"}});
    for (const auto& face : faces) {
        text += dxf_pairs({{0, "3DFACE"}, {8, "body"}});
        for (int n = 0; n < 4; ++n) {
            const Vec3& p = corners[static_cast<std::size_t>(face[std::min(n, 2)])];
            text += dxf_pairs({{10 + n, number(p[0])}, {20 + n, number(p[1])}, {30 + n, number(p[2])}});
        }
    }
    text += dxf_pairs({{0, "POLYLINE"}, {8, "edge"}, {66, "1"}, {70, "9"}, {10, "0"}, {20, "0"}, {30, "0"}});
    for (int n = 0; n < 3; ++n)
        text += dxf_pairs({{0, "VERTEX"}, {8, "edge"}, {10, n == 1 ? "10" : "0"}, {20, n == 2 ? "10" : "0"}, {30, "7.5"}, {70, "32"}});
    text += dxf_pairs({{0, "SEQEND"}, {0, "LWPOLYLINE"}, {8, "flat"}, {90, "2"}, {70, "0"}, {38, "12.5"}, {10, "1"}, {20, "2"}, {10, "3"}, {20, "4"}});
    text += dxf_pairs({{0, "POINT"}, {8, "p"}, {10, "1"}, {20, "2"}, {30, "3"}});
    text += dxf_pairs({{0, "ENDSEC"}, {0, "EOF"}});
    const auto file = read_shapes(folder.write("a.dxf", text), base::Progress());
    ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
    ASSERT_EQ(file->meshes.size(), 1U);
    EXPECT_EQ(file->meshes[0].triangles.size(), 4U);
    EXPECT_NEAR(shapes::volume(file->meshes[0]) * 6, six_volumes, 1e-6);
    const auto report = shapes::check(file->meshes[0], base::Progress());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->closed()) << "corners of faces are one place each";
    ASSERT_EQ(file->lines.size(), 1U);
    ASSERT_EQ(file->lines[0].lines.size(), 2U);
    EXPECT_EQ(file->lines[0].lines[0].front(), file->lines[0].lines[0].back()) << "closed by its flag";
    EXPECT_EQ(file->lines[0].points[static_cast<std::size_t>(file->lines[0].lines[0][1])], (Vec3{10, 0, 7.5}));
    EXPECT_EQ(file->lines[0].points.back()[2], 12.5) << "elevation of a flat polyline";
    EXPECT_EQ(file->points.at(0).points.at(0), (Vec3{1, 2, 3}));
}

TEST(ShapeFiles, DxfPolyfaceMesh) {
    const testing::TemporaryFolder folder;
    std::string text = dxf_pairs({{0, "SECTION"}, {2, "ENTITIES"}, {0, "POLYLINE"}, {8, "m"}, {66, "1"}, {70, "64"}, {71, "4"}, {72, "4"}});
    for (const Vec3& p : corners)
        text += dxf_pairs({{0, "VERTEX"}, {8, "m"}, {10, number(p[0])}, {20, number(p[1])}, {30, number(p[2])}, {70, "192"}});
    for (const auto& face : faces)
        text += dxf_pairs({{0, "VERTEX"}, {8, "m"}, {10, "0"}, {20, "0"}, {30, "0"}, {70, "128"},
                           {71, std::to_string(face[0] + 1)}, {72, std::to_string(face[1] + 1)}, {73, std::to_string(face[2] + 1)}});
    text += dxf_pairs({{0, "SEQEND"}, {8, "m"}, {0, "ENDSEC"}, {0, "EOF"}});
    const auto file = read_shapes(folder.write("a.dxf", text), base::Progress());
    ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
    ASSERT_EQ(file->meshes.size(), 1U);
    EXPECT_NEAR(std::abs(shapes::volume(file->meshes[0])) * 6, six_volumes, 1e-6);
}

TEST(ShapeFiles, OtherDrawingsAreNamed) {
    const testing::TemporaryFolder folder;
    const auto key = [&](const std::string& bytes) {
        const auto file = read_shapes(folder.write("a.dxf", bytes), base::Progress());
        return file ? std::string() : file.error().what.key;
    };
    EXPECT_EQ(key(std::string("AutoCAD Binary DXF\r\n\x1a\0", 22)), "shapes.binary_dxf");
    EXPECT_EQ(key("AC1027 and so on"), "shapes.is_dwg");
    EXPECT_EQ(key("something else"), "shapes.gdal_refused");
    EXPECT_FALSE(read_shapes("/dev/zero.obj", base::Progress()));
    EXPECT_FALSE(read_shapes(folder.file("none.dxf"), base::Progress()));
}

TEST(ShapeFiles, ForeignFilesAreNamedForWhatTheyAre) {
    const testing::TemporaryFolder folder;
    const std::string zeros(200, '\0');
    const std::pair<std::string, const char*> foreign[] = {{"\x89PNG\r\n\x1A\n" + zeros, "nature.png"},
                                                           {"PK\x03\x04" + zeros, "nature.zip"},
                                                           {"%PDF-1.7\n" + zeros, "nature.pdf"},
                                                           {"AC1027" + zeros, "nature.dwg"}};
    for (const char* name : {"a.stl", "a.dxf", "a.obj", "a.ply", "a.ts", "a.vtp", "a.xyz"})
        for (const auto& [bytes, key] : foreign) {
            const auto file = read_shapes(folder.write(name, bytes), base::Progress());
            ASSERT_FALSE(file) << name;
            EXPECT_EQ(file.error().what.key, key) << name;
        }
}

TEST(ShapeFiles, PointsAreReadByTheNamesAboveThem) {
    const std::vector<std::pair<const char*, std::string>> files{
        {"a.xyz", "ID,X,Y,Z\n1,500,600,70\n2,510,600,71\n"},
        {"a.csv", "name;RL;North;East\nA;70;600;500\nB;71;600;510\n"},
        {"a.txt", "# x y z\n500 600 70\n510 600 71\n"},
        {"a.dat", "Northing\tEasting\tElevation\n600\t500\t70\n600\t510\t71\n"},
        {"a.xyz", "survey of May\n500 600 70 1\n510 600 71 2\n"},
        {"a.xyz", "500, 600, 70\n510, 600, 71\n"}};
    for (const auto& [name, bytes] : files) {
        const auto file = read(bytes, name);
        ASSERT_TRUE(file) << bytes << base::describe(file.error(), base::Language::english);
        ASSERT_EQ(file->points.size(), 1U) << bytes;
        EXPECT_EQ(file->points[0].points, (std::vector<Vec3>{{500, 600, 70}, {510, 600, 71}})) << bytes;
    }
    // A profile along x = 1, 2, 3 has no fourth column.
    EXPECT_TRUE(read("1 500 70\n2 500 71\n3 500 72\n", "a.xyz"));
    // Tables are shapes where a recipe says so, not by their names.
    EXPECT_FALSE(is_shape_file("a.csv") || is_shape_file("a.txt"));
}

/// What has one reading only is read: commas where semicolons part, numbers and names of points before them.
TEST(ShapeFiles, PointsOfSurveyorsAreRead) {
    for (const char* bytes : {"452300,25;4412300,5;1325,125\n452310,000;4412300,000;1326,000\n",
                              "452300,000;4412300,000;1325,000\n452310,000;4412300,000;1326,000\n",
                              "1,,452300,4412300,1325\n2,,452310,4412300,1326\n",
                              "P101 452300 4412300 1325\nP102 452310 4412300 1326\n"}) {
        const auto file = read(bytes, "a.xyz");
        ASSERT_TRUE(file) << bytes << base::describe(file.error(), base::Language::english);
        ASSERT_EQ(file->points.at(0).points.size(), 2U) << bytes;
        EXPECT_EQ(file->points[0].points[1], (Vec3{452310, 4412300, 1326})) << bytes;
    }
    EXPECT_EQ(read("452300,25;4412300,5;1325,125\n", "a.xyz")->points[0].points[0], (Vec3{452300.25, 4412300.5, 1325.125}));
}

/// In quotes, apart by tabs or blanks, with marks of thousands: as the other numbers of the file tell.
TEST(ShapeFiles, MarksOfPointsAreToldByTheWholeFile) {
    const std::vector<Vec3> right{{452310.25, 4412345.5, 1350.125}, {452320.5, 4412346, 1351}};
    for (const char* bytes : {"\"452310.25\",\"4412345.5\",\"1350.125\"\n\"452320.5\",\"4412346\",\"1351\"\n",
                              "\"452310,25\",\"4412345,5\",\"1350,125\"\n\"452320,5\",\"4412346\",\"1351\"\n",
                              "\"452,310.25\",\"4,412,345.5\",\"1,350.125\"\n\"452,320.5\",\"4,412,346\",\"1,351\"\n",
                              "452310,25\t4412345,5\t1350,125\n452320,5\t4412346\t1351\n",
                              "452310,25 4412345,5 1350,125\n452320,5 4412346 1351\n",
                              "452.310,25;4.412.345,5;1.350,125\n452.320,5;4.412.346;1.351\n",
                              "\"X\";\"Y\";\"Z\"\n\"452310,25\";\"4412345,5\";\"1350,125\"\n\"452320,5\";\"4412346\";\"1351\"\n",
                              "X,Y,Z\nm,m,m\n452310.25,4412345.5,1350.125\n452320.5,4412346,1351\n"}) {
        const auto file = read(bytes, "a.xyz");
        ASSERT_TRUE(file) << bytes << base::describe(file.error(), base::Language::english);
        EXPECT_EQ(file->points.at(0).points, right) << bytes;
    }
    // What follows from other cells is said; what nothing decides is refused where it stands.
    const auto told = read("452310,25;4412345,5;1.350\n452320,5;4412346;1.351\n", "a.xyz");
    ASSERT_TRUE(told);
    EXPECT_EQ(told->points[0].points[0][2], 1350);
    ASSERT_EQ(told->findings.size(), 1U);
    EXPECT_EQ(told->findings[0].kind, "shape_marks_inferred");
    const auto open = read("\"1,500\";2;3\n", "a.xyz");
    ASSERT_FALSE(open);
    EXPECT_EQ(open.error().what.key, "shapes.decimal_comma");
}

/// Header lines of China's programs are GBK; others come as UTF-16 or with a byte order mark.
TEST(ShapeFiles, HeadersOfPointsAreReadInTheirEncoding) {
    const std::string gbk = "\xB5\xE3\xBA\xC5,\xB1\xB1\xD7\xF8\xB1\xEA,\xB6\xAB\xD7\xF8\xB1\xEA,\xB8\xDF\xB3\xCC\n";  // 点号,北坐标,东坐标,高程
    const std::vector<Vec3> right{{452310, 4412345, 1350}, {452320, 4412346, 1351}};
    const std::string numbers = "7,4412345,452310,1350\n9,4412346,452320,1351\n";
    std::string wide = "\xFF\xFE";
    for (const char c : "ID,N,E,Z\n" + numbers) wide += {c, '\0'};
    for (const std::string& bytes : {gbk + numbers, "点号,北坐标,东坐标,高程\n" + numbers, "\xEF\xBB\xBF点号,北坐标,东坐标,高程\n" + numbers,
                                     "\xEF\xBB\xBF" + std::string("ID,North,East,RL\n") + numbers}) {
        const auto file = read(bytes, "a.csv");
        ASSERT_TRUE(file) << bytes << base::describe(file.error(), base::Language::english);
        EXPECT_EQ(file->points.at(0).points, right) << bytes;
    }
    const auto sixteen = read(wide, "a.txt");
    EXPECT_TRUE(sixteen) << "UTF-16";
    const auto first = read("\xEF\xBB\xBF" "452310 4412345 1350\n452320 4412346 1351\n", "a.xyz");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->points.at(0).points, right) << "the mark is no part of the first number";
}

/// Without a name for heights the column behind the coordinates is taken, and said to be.
TEST(ShapeFiles, AnElevationUnderAnotherNameIsSaid) {
    const auto h = read("No,X,Y,H\n71,500,600,70\n72,510,600,71\n", "a.csv");
    ASSERT_TRUE(h);
    EXPECT_EQ(h->points.at(0).points, (std::vector<Vec3>{{500, 600, 70}, {510, 600, 71}}));
    EXPECT_TRUE(h->findings.empty());
    const auto other = read("No,X,Y,Boden\n71,500,600,70\n72,510,600,71\n", "a.csv");
    ASSERT_TRUE(other);
    EXPECT_EQ(other->points.at(0).points[1], (Vec3{510, 600, 71}));
    ASSERT_EQ(other->findings.size(), 1U);
    EXPECT_EQ(other->findings[0].kind, "shape_height_guessed");
}

TEST(ShapeFiles, DxfWithDecimalCommasIsRefused) {
    const testing::TemporaryFolder folder;
    const auto face = [](const std::string& x) {
        return "0\nSECTION\n2\nENTITIES\n0\n3DFACE\n8\nA\n10\n" + x +
               "\n20\n0\n30\n0\n11\n10\n21\n0\n31\n0\n12\n10\n22\n10\n32\n0\n13\n10\n23\n10\n33\n0\n0\nENDSEC\n0\nEOF\n";
    };
    const auto refused = read_shapes(folder.write("comma.dxf", face("452342,500")), base::Progress());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "shapes.decimal_comma_dxf");
    EXPECT_EQ(refused.error().place.row, 10);
    EXPECT_TRUE(read_shapes(folder.write("point.dxf", face("0.5")), base::Progress()));
}

TEST(ShapeFiles, GocadAxesHaveUnitsOfTheirOwn) {
    const auto file = read(
        "GOCAD VSet 1\nHEADER {\nname: a\n}\nGOCAD_ORIGINAL_COORDINATE_SYSTEM\n"
        "AXIS_UNIT \"m\" \"m\" \"ft\"\nEND_ORIGINAL_COORDINATE_SYSTEM\n"
        "VRTX 1 500 600 1000\nEND\n",
        "a.vs");
    ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
    EXPECT_EQ(file->points.at(0).points.at(0)[0], 500);
    EXPECT_NEAR(file->points.at(0).points.at(0)[2], 304.8, 1e-9);
    EXPECT_EQ(file->findings.at(0).kind, "shape_feet_declared");
    const auto unknown = read("GOCAD VSet 1\nAXIS_UNIT \"chain\" \"m\" \"m\"\nVRTX 1 5 6 7\nEND\n", "a.vs");
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->findings.at(0).kind, "shape_unit_unknown");
}

TEST(Raster, ARimFarBelowAllHeightsIsNoGround) {
    const testing::TemporaryFolder folder;
    const auto grid = [&](const char* rim, const char* head = "") {
        std::string text =
            std::string("ncols 6\nnrows 6\nxllcorner 1000\nyllcorner 2000\ncellsize 10\n") + head;
        for (int j = 0; j < 6; ++j)
            for (int i = 0; i < 6; ++i)
                text += (i == 0 || j == 0 ? std::string(rim) : std::to_string(200 + i + 2 * j)) +
                        (i < 5 ? " " : "\n");
        return folder.write("dem.asc", text);
    };
    for (const char* rim : {"-32768", "-32767", "0"}) {
        const auto raster = read_raster(grid(rim), {}, base::Progress());
        ASSERT_TRUE(raster) << base::describe(raster.error(), base::Language::english);
        EXPECT_EQ(raster->mesh.points.size(), 25U) << rim;
        ASSERT_TRUE(raster->null_guessed) << rim;
        EXPECT_EQ(*raster->null_guessed, std::stod(rim));
        EXPECT_NEAR(raster->null_share, 11.0 / 36, 1e-9);
    }
    // Ground that begins a little lower, a number no program writes for "none", and a stated one.
    for (const std::string& path : {grid("190"), grid("-50"), grid("0", "NODATA_value -1\n")}) {
        const auto raster = read_raster(path, {}, base::Progress());
        ASSERT_TRUE(raster);
        EXPECT_FALSE(raster->null_guessed) << path;
        EXPECT_EQ(raster->mesh.points.size(), 36U);
    }
}

TEST(Raster, AGridIsASurfaceOverItsCellCentres) {
    const testing::TemporaryFolder folder;
    std::string text = "ncols 4\nnrows 3\nxllcorner 1000\nyllcorner 2000\ncellsize 10\nNODATA_value -9999\n"
                       "1 2 3 4\n5 6 7 8\n9 10 11 -9999\n";
    const std::string path = folder.write("dem.asc", text);
    const auto raster = read_raster(path, {}, base::Progress());
    ASSERT_TRUE(raster) << base::describe(raster.error(), base::Language::english);
    EXPECT_EQ(raster->mesh.points.size(), 11U);
    EXPECT_EQ(raster->mesh.triangles.size(), 11U) << "six squares, one of them half";
    EXPECT_EQ(raster->mesh.points.front(), (Vec3{1005, 2025, 1}));
    EXPECT_EQ(raster->mesh.points.back(), (Vec3{1025, 2005, 11}));
    for (const auto& [a, b, c] : raster->mesh.triangles) {
        const auto& p = raster->mesh.points;
        const Vec3 normal = base::cross(base::minus(p[static_cast<std::size_t>(b)], p[static_cast<std::size_t>(a)]),
                                          base::minus(p[static_cast<std::size_t>(c)], p[static_cast<std::size_t>(a)]));
        EXPECT_GT(normal[2], 0);
    }
    RasterRule coarse;
    coarse.spacing = 25;
    const auto averaged = read_raster(path, coarse, base::Progress());
    ASSERT_TRUE(averaged);
    EXPECT_EQ(averaged->averaged, 1) << "three rows leave no room for more";
    RasterRule elsewhere;
    elsewhere.area.include({5000, 5000, 0});
    EXPECT_EQ(read_raster(path, elsewhere, base::Progress()).error().what.key, "shapes.raster_elsewhere");
    EXPECT_FALSE(read_raster(folder.write("b.asc", "ncols x"), {}, base::Progress()));
    EXPECT_FALSE(read_raster(folder.write("c.tif", "II*\0"), {}, base::Progress()));
}

}  // namespace
}  // namespace orelens::io
