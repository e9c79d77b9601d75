// Map files of other programs, written here by GDAL: where their features come to lie, and what is refused.
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <cmath>

#include "core/io/map/MapFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using orelens::testing::TemporaryFolder;

/// A file with one layer of features given as WKT, each with a name.
void make(const std::string& path, const char* driver, const char* crs, const std::vector<std::pair<std::string, std::string>>& rows) {
    GDALAllRegister();
    GDALDataset* file = GetGDALDriverManager()->GetDriverByName(driver)->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    ASSERT_NE(file, nullptr);
    OGRSpatialReference system;
    system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (crs != nullptr) {
        ASSERT_EQ(system.SetFromUserInput(crs), OGRERR_NONE);
    }
    OGRLayer* layer = file->CreateLayer("places", crs != nullptr ? &system : nullptr, wkbUnknown, nullptr);
    OGRFieldDefn name("name", OFTString);
    ASSERT_EQ(layer->CreateField(&name), OGRERR_NONE);
    for (const auto& [label, wkt] : rows) {
        OGRFeature feature(layer->GetLayerDefn());
        feature.SetField("name", label.c_str());
        OGRGeometry* shape = nullptr;
        ASSERT_EQ(OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &shape), OGRERR_NONE);
        feature.SetGeometryDirectly(shape);
        ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
    }
    GDALClose(file);
}

// On its middle meridian, 117° E, UTM zone 50 has the length of the meridian times 0.9996: 4 427 757.219 m at 40° N on WGS 84.
TEST(MapFile, FeaturesComeToTheirDegrees) {
    const TemporaryFolder folder;
    const std::string path = folder.file("utm.gpkg");
    make(path, "GPKG", "EPSG:32650",
         {{"on the equator", "POINT (500000 0)"},
          {"at forty", "LINESTRING (500000 4427757.219, 500000 0)"},
          {"ground", "MULTIPOLYGON (((400000 0, 600000 0, 600000 100000, 400000 100000, 400000 0),"
                     "(450000 10000, 550000 10000, 550000 50000, 450000 10000)))"}});
    const auto file = read_map_file(path, "", base::Progress());
    ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
    ASSERT_EQ(file->layers.size(), 1U);
    const MapLayer& layer = file->layers[0];
    EXPECT_EQ(layer.crs, "WGS 84 / UTM zone 50N");
    EXPECT_EQ(layer.labels, (std::vector<std::string>{"on the equator", "at forty", "ground"}));
    ASSERT_EQ(layer.parts.size(), 4U);
    EXPECT_NEAR(layer.corners[0][0], 117, 1e-9);
    EXPECT_NEAR(layer.corners[0][1], 0, 1e-9);
    EXPECT_EQ(layer.parts[1].kind, MapKind::lines);
    EXPECT_NEAR(layer.corners[1][1], 40, 1e-8);
    EXPECT_EQ(layer.parts[2].kind, MapKind::areas);
    EXPECT_EQ(layer.parts[3].feature, layer.parts[2].feature) << "the hole is of the same feature";
    EXPECT_EQ(layer.left_out, 0);
    EXPECT_TRUE(file->findings.empty());
}

TEST(MapFile, LongitudesBeyondHalfTheWorldAreCountedFromTheOtherSide) {
    const TemporaryFolder folder;
    const auto file = read_map_file(
        folder.write("a.geojson", R"({"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"a"},"geometry":{"type":"LineString","coordinates":[[200,10],[260,20]]}},
            {"type":"Feature","properties":{"name":"b"},"geometry":{"type":"LineString","coordinates":[[170,10],[190,20]]}}]})"),
        "", base::Progress());
    ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
    const auto& corners = file->layers[0].corners;
    EXPECT_DOUBLE_EQ(corners[0][0], -160);
    EXPECT_DOUBLE_EQ(corners[1][0], -100);
    EXPECT_DOUBLE_EQ(corners[2][0], 170);
    EXPECT_DOUBLE_EQ(corners[3][0], 190) << "one that crosses the line stays whole";
}

TEST(MapFile, GeoJsonIsInDegreesAndShapefilesSayTheirSystem) {
    const TemporaryFolder folder;
    const auto json = read_map_file(
        folder.write("a.geojson", R"({"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"名称":"矿区"},"geometry":{"type":"Point","coordinates":[104.5,30.25]}},
            {"type":"Feature","properties":{},"geometry":null}]})"),
        "", base::Progress());
    ASSERT_TRUE(json) << base::describe(json.error(), base::Language::english);
    EXPECT_EQ(json->layers[0].labels, std::vector<std::string>{"矿区"});
    EXPECT_DOUBLE_EQ(json->layers[0].corners[0][0], 104.5);
    EXPECT_DOUBLE_EQ(json->layers[0].corners[0][1], 30.25);
    EXPECT_EQ(json->layers[0].left_out, 1);
    ASSERT_EQ(json->findings.size(), 1U);
    EXPECT_EQ(json->findings[0].kind, "map_left_out");

    make(folder.file("s.shp"), "ESRI Shapefile", "EPSG:32650", {{"m", "POINT (500000 0)"}});
    const auto shape = read_map_file(folder.file("s.shp"), "", base::Progress());
    ASSERT_TRUE(shape) << base::describe(shape.error(), base::Language::english);
    EXPECT_NEAR(shape->layers[0].corners[0][0], 117, 1e-9);
    // Without its .prj nobody knows; stated, it is where it was.
    std::filesystem::remove(folder.file("s.prj"));
    const auto lost = read_map_file(folder.file("s.shp"), "", base::Progress());
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().what.key, "map.no_crs");
    EXPECT_EQ(lost.error().place.file, folder.file("s.shp"));
    const auto stated = read_map_file(folder.file("s.shp"), "EPSG:32650", base::Progress());
    ASSERT_TRUE(stated);
    EXPECT_NEAR(stated->layers[0].corners[0][0], 117, 1e-9);
    EXPECT_EQ(read_map_file(folder.file("s.shp"), "EPSG:nothing", base::Progress()).error().what.key, "map.unknown_crs");
}

TEST(MapFile, WhatIsNoMapIsRefusedInWords) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& path) {
        const auto file = read_map_file(path, "", base::Progress());
        return file ? std::string("taken") : file.error().what.key;
    };
    EXPECT_EQ(refused(folder.write("a.txt", "x")), "map.unknown_extension");
    EXPECT_EQ(refused(folder.write("a.gpkg", "x")), "shapes.gdal_refused");
    EXPECT_EQ(refused(folder.file("none.shp")), "project.no_such_file");
    EXPECT_EQ(refused(folder.write("empty.geojson", R"({"type":"FeatureCollection","features":[]})")), "map.nothing_to_show");
    make(folder.file("far.gpkg"), "GPKG", "EPSG:32650", {{"nowhere", "POINT (1e30 5)"}});
    EXPECT_EQ(refused(folder.file("far.gpkg")), "map.nothing_to_show");
    base::Progress stop;
    stop.cancel();
    make(folder.file("one.gpkg"), "GPKG", "EPSG:32650", {{"m", "POINT (500000 0)"}});
    EXPECT_EQ(read_map_file(folder.file("one.gpkg"), "", stop).error().kind, base::ErrorKind::cancelled);
}

// A view of a stranger's file is a program: it is left out and said.
TEST(MapFile, ViewsOfAFileAreNotRun) {
    const TemporaryFolder folder;
    const std::string path = folder.file("view.gpkg");
    make(path, "GPKG", "EPSG:4326", {{"m", "POINT (100 20)"}});
    auto* file = static_cast<GDALDataset*>(GDALOpenEx(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, nullptr, nullptr, nullptr));
    ASSERT_NE(file, nullptr);
    for (const char* sql :
         {"CREATE VIEW pretty AS SELECT fid, geom, name FROM places",
          "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('pretty', 'features', 'pretty', 4326)",
          "INSERT INTO gpkg_geometry_columns VALUES ('pretty', 'geom', 'GEOMETRY', 4326, 0, 0)"})
        file->ReleaseResultSet(file->ExecuteSQL(sql, nullptr, nullptr));
    GDALClose(file);
    const auto read = read_map_file(path, "", base::Progress());
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    ASSERT_EQ(read->layers.size(), 1U);
    EXPECT_EQ(read->layers[0].name, "places");
    ASSERT_EQ(read->findings.size(), 1U);
    EXPECT_EQ(read->findings[0].kind, "map_view_left_out");
}

}  // namespace
}  // namespace orelens::io
