// Every file of formats/manifest.csv gets its verdict and its words, in both languages (potential.md §11).
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "core/io/potential/EvidenceFile.h"
#include "core/potential/Projection.h"
#include "core/potential/Sampling.h"
#include "core/shapes/MeshCheck.h"
#include "tests/core/potential/Case3d.h"

namespace orelens::potential {
namespace {

using io::EvidenceFile;
using nlohmann::json;
using io::EvidenceRule;

EvidenceRule rule_of_case() {
    EvidenceRule rule;
    rule.crs = "EPSG:32650";
    rule.area.low = {512000, 4396000, -250};
    rule.area.high = {513000, 4397000, 500};
    rule.voxels = 48000;
    return rule;
}

struct Expected {
    const char* file;
    char verdict;        ///< a accept, f accept with finding, r refuse
    const char* words;   ///< part of what the user reads in English
    int row = 0;         ///< of a refusal; 0 = not looked at
};

const Expected all_files[] = {
    {"ubc_small.msh", 'a', ""}, {"ubc_small.mod", 'a', ""}, {"ubc_spaced.msh", 'a', ""}, {"ubc_commented.mod", 'a', ""},
    {"ubc_short.mod", 'r', "11 values, the mesh has 12 cells"}, {"ubc_long.mod", 'r', "13 values, the mesh has 12 cells"},
    {"ubc_text.mod", 'r', "'n/a' is not a number", 9}, {"ubc_count.msh", 'r', "4+2+2 = 8 cell widths declared, 7 listed"},
    {"ubc_negative.msh", 'r', "must be > 0", 5}, {"ubc_octree.msh", 'r', "octree"}, {"ubc_2d.msh", 'r', "two-dimensional"},
    {"xyz_shuffled.csv", 'a', ""}, {"xyz_gap.csv", 'f', "2 of 18 lattice nodes are absent"}, {"xyz_blank.csv", 'f', "1 node without a value"},
    {"xyz_duplicate.csv", 'r', "another value"}, {"xyz_irregular.csv", 'r', "3 m off a spacing of 100 m"}, {"xyz_depth.csv", 'f', "depth"},
    {"xyz_text.csv", 'r', "'5121S0'", 2}, {"xyz_onelayer.csv", 'f', "one level only"},
    {"vti_cells.vti", 'a', ""}, {"vti_extent.vti", 'a', ""}, {"vti_points.vti", 'a', ""}, {"vti_direction.vti", 'a', ""},
    {"vti_short.vti", 'r', "array 'res' has 23 values, 24 cells"}, {"vti_cut.vti", 'r', ""}, {"vti_zero_spacing.vti", 'r', "must be > 0"},
    {"asc_corner.asc", 'a', ""}, {"asc_center.asc", 'a', ""}, {"asc_short.asc", 'r', "19 values, 5 x 4 = 20 expected"},
    {"asc_no_cellsize.asc", 'r', "lacks cellsize"}, {"asc_text.asc", 'r', "data row 1, column 2: '1O31' is not a number"},
    {"asc_comma.asc", 'f', "decimal comma"}, {"asc_wrap.asc", 'a', ""},
    {"tif_projected.tif", 'a', ""}, {"tif_no_crs.tif", 'f', "no coordinate system"}, {"tif_geographic.tif", 'f', "degrees"},
    {"tif_other_zone.tif", 'r', "no overlap"}, {"tif_rotated.tif", 'a', ""}, {"tif_all_nodata.tif", 'r', "no valid cell"},
    {"tif_truncated.tif", 'r', "TIFFReadDirectory"}, {"tif_offset.tif", 'a', ""},
    {"soil.csv", 'a', ""}, {"soil_duplicate.csv", 'f', "S13 lies on S01"}, {"soil_swapped.csv", 'f', "east and north look exchanged"},
    {"soil_minus.csv", 'f', "negative"}, {"soil_no_coordinates.csv", 'r', "SAMPLE, As_ppm"}, {"soil_units_conflict.csv", 'r', "As_ppm"},
    {"box.obj", 'a', ""}, {"box_flipped.obj", 'f', "inside out (volume -480000 m3)"}, {"box_open.obj", 'r', "4 boundary edges"},
    {"box_one_flipped.obj", 'f', "1 of 12 triangles"}, {"box_degenerate.obj", 'f', "1 triangle of zero area"},
    {"box_bad_index.obj", 'r', "", 9}, {"box_nan.obj", 'r', "", 1},
    {"fault.ts", 'a', ""}, {"fault_depth.ts", 'a', ""}, {"fault_polyline.csv", 'a', ""},
    {"fault_polyline_short.csv", 'r', "line F1 has 1 vertex, 2 needed"}, {"fault_trace.geojson", 'a', ""},
    {"labels_ok.csv", 'a', ""}, {"labels_conflict.csv", 'r', "cell 0 is both positive and barren"}, {"labels_outside.csv", 'r', "cell 48000 of 48000"},
    {"labels_no_positive.csv", 'r', "no label is positive"}, {"labels_no_barren.csv", 'f', "no label is barren"},
};

std::optional<std::filesystem::path> formats() {
    return testing::shared_data("potential/formats");
}
#define POTENTIAL_FORMATS(folder)        \
    const auto folder##_found = formats(); \
    if (!folder##_found) GTEST_SKIP() << "shared data not present: potential/formats"; \
    const auto& folder = *folder##_found

EvidenceRule rule_for(const std::filesystem::path& folder, const std::string& file) {
    EvidenceRule rule = rule_of_case();
    if (file.ends_with(".mod")) rule.mesh_file = (folder / "ubc_small.msh").string();
    return rule;
}

TEST(Formats, EveryFileOfTheManifestHasItsVerdictInBothLanguages) {
    POTENTIAL_FORMATS(folder);
    std::set<std::string> listed;
    std::ifstream in(folder / "manifest.csv");
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) listed.insert(line.substr(0, line.find(',')));
    for (const Expected& e : all_files) {
        EXPECT_EQ(listed.erase(e.file), 1U) << e.file;
        const auto read = io::read_evidence((folder / e.file).string(), rule_for(folder, e.file));
        if (e.verdict == 'r') {
            ASSERT_FALSE(read) << e.file;
            const std::string words = base::describe(read.error(), base::Language::english);
            EXPECT_NE(words.find(e.words), std::string::npos) << e.file << ": " << words;
            EXPECT_NE(words.find(e.file), std::string::npos) << words;
            EXPECT_NE(words, base::describe(read.error(), base::Language::chinese));
            if (e.row > 0) {
                EXPECT_EQ(read.error().place.row, e.row) << e.file << ": " << words;
            }
            continue;
        }
        ASSERT_TRUE(read) << e.file << ": " << base::describe(read.error(), base::Language::english);
        std::string words;
        bool doubt = false;
        for (const base::Finding& finding : read->findings) {
            words += base::text(finding.what, base::Language::english) + "; ";
            doubt = doubt || finding.severity != base::Severity::info;
            EXPECT_NE(base::text(finding.what, base::Language::english), base::text(finding.what, base::Language::chinese));
        }
        EXPECT_NE(words.find(e.words), std::string::npos) << e.file << ": " << words;
        EXPECT_TRUE(doubt || e.verdict != 'f') << e.file;
    }
    EXPECT_TRUE(listed.empty()) << *listed.begin();
}

template <class T>
T read(const std::filesystem::path& folder, const std::string& file, EvidenceRule rule = rule_of_case()) {
    if (file.ends_with(".mod") && rule.mesh_file.empty()) rule.mesh_file = (folder / "ubc_small.msh").string();
    auto made = io::read_evidence((folder / file).string(), rule);
    if (!made) {
        ADD_FAILURE() << base::describe(made.error(), base::Language::english);
        return {};
    }
    return std::get<T>(made->data);
}

TEST(Formats, UbcGoesDownThenEastThenNorth) {
    POTENTIAL_FORMATS(folder);
    for (const char* mesh : {"ubc_small.msh", "ubc_spaced.msh"}) {
        EvidenceRule rule = rule_of_case();
        rule.mesh_file = (folder / mesh).string();
        const auto model = read<CellModel>(folder, "ubc_small.mod", rule);
        EXPECT_EQ(model.edge[0], (std::vector<double>{512000, 512025, 512075, 512125}));
        EXPECT_EQ(model.edge[1], (std::vector<double>{4396000, 4396040, 4396100}));
        EXPECT_EQ(model.edge[2], (std::vector<double>{450, 480, 500}));
        EXPECT_EQ(sample(model, {512010, 4396020, 490}), 0);
        EXPECT_EQ(sample(model, {512100, 4396080, 460}), 211);
        EXPECT_EQ(sample(model, {512050, 4396020, 490}), 100);
    }
    EXPECT_EQ(read<CellModel>(folder, "ubc_commented.mod").values, read<CellModel>(folder, "ubc_small.mod").values);
}

TEST(Formats, NodesInAnyOrder) {
    POTENTIAL_FORMATS(folder);
    const auto nodes = read<NodeModel>(folder, "xyz_shuffled.csv");
    EXPECT_EQ(nodes.count, (std::array<std::int32_t, 3>{3, 3, 2}));
    EXPECT_NEAR(sample(nodes, {512100, 4396150, 50}), 61.5, 1e-9);
    EXPECT_NEAR(sample(nodes, {512225, 4396225, 25}), 45.25, 1e-9);
    EXPECT_TRUE(std::isnan(sample(nodes, {512049, 4396150, 50})));
    EvidenceRule rule = rule_of_case();
    rule.depth_datum_m = 500;
    EXPECT_EQ(read<NodeModel>(folder, "xyz_depth.csv", rule).values, nodes.values);
    EXPECT_EQ(std::ranges::count_if(read<NodeModel>(folder, "xyz_gap.csv").values, [](float v) { return std::isnan(v); }), 2);
}

TEST(Formats, ImagesLieWhereTheySay) {
    POTENTIAL_FORMATS(folder);
    const auto cells = read<io::GridCells>(folder, "vti_cells.vti"), moved = read<io::GridCells>(folder, "vti_extent.vti");
    EXPECT_EQ(cells.grid, moved.grid);
    EXPECT_EQ(cells.values, moved.values);
    EXPECT_EQ(cells.values[23], 23);
    const auto turned = read<io::GridCells>(folder, "vti_direction.vti");
    const json e = json::parse(std::ifstream(*testing::shared_data("potential/geometry/expected_geometry.json")))["vti_direction"];
    for (std::size_t a = 0; a < 3; ++a) {
        EXPECT_NEAR(turned.grid.centre({3, 2, 1})[a], e["cell_23_centroid"][a].get<double>(), 1e-5);
        EXPECT_NEAR(turned.grid.centre({0, 0, 0})[a], e["cell_0_centroid"][a].get<double>(), 1e-5);
    }
    EXPECT_EQ(read<NodeModel>(folder, "vti_points.vti").count, (std::array<std::int32_t, 3>{4, 3, 2}));
}

TEST(Formats, GridsOfTheMapAreTheSameInEveryForm) {
    POTENTIAL_FORMATS(folder);
    const Raster corner = read<BandImage>(folder, "asc_corner.asc").bands[0];
    for (const char* file : {"asc_corner.asc", "asc_center.asc", "asc_wrap.asc", "tif_projected.tif", "tif_no_crs.tif"}) {
        const Raster grid = read<BandImage>(folder, file).bands[0];
        EXPECT_EQ(grid.cell(512010, 4396190), 1030) << file;
        EXPECT_TRUE(std::isnan(grid.cell(512240, 4396010))) << file;
        EXPECT_EQ(grid.cell(512110, 4396060), 1012) << file;
        EXPECT_NEAR(grid.bilinear(512050, 4396150), 1025.5, 1e-4) << file;
    }
    EXPECT_EQ(read<BandImage>(folder, "asc_comma.asc").bands[0].cell(512060, 4396190), 1031.5);
    const Raster rotated = read<BandImage>(folder, "tif_rotated.tif").bands[0];
    EXPECT_NE(rotated.to[2], 0);
    const Raster degrees = read<BandImage>(folder, "tif_geographic.tif").bands[0];
    EXPECT_GT(degrees.to[1], 1);  // metres
    BandImage image = read<BandImage>(folder, "tif_offset.tif");
    image.roles = {"swir1", "swir2"};
    const auto ratio = band_index(image, "clay");
    ASSERT_TRUE(ratio);
    EXPECT_NEAR(ratio->values[0], 1.181818, 1e-6);
    EXPECT_NEAR(ratio->values[1], 1.631579, 1e-6);
    EXPECT_TRUE(std::isnan(ratio->values[2]));
    EXPECT_TRUE(std::isnan(ratio->values[3]));
}

TEST(Formats, SamplesKeepTheirUnitsAndLimits) {
    POTENTIAL_FORMATS(folder);
    const auto soil = read<io::SampleTable>(folder, "soil.csv");
    const auto *as = soil.element("As"), *mo = soil.element("Mo"), *sb = soil.element("Sb");
    ASSERT_TRUE(as != nullptr && mo != nullptr && sb != nullptr);
    EXPECT_EQ(as->unit, "ppm");
    EXPECT_EQ(as->values[3], 0.25);
    EXPECT_EQ(as->below[3], 1);
    EXPECT_NEAR(as->values[0] / mo->values[0], 4, 1e-12);
    EXPECT_NEAR(as->values[3] / mo->values[3], 0.142857, 1e-6);
    EXPECT_TRUE(std::isnan(sb->values[5]));
    EXPECT_TRUE(std::isnan(read<io::SampleTable>(folder, "soil_minus.csv").element("As")->values[3]));
}

TEST(Formats, SurfacesAndLines) {
    POTENTIAL_FORMATS(folder);
    for (const char* file : {"box.obj", "box_flipped.obj", "box_one_flipped.obj", "box_degenerate.obj"})
        EXPECT_NEAR(shapes::check(read<shapes::TriangleMesh>(folder, file), base::Progress())->volume_m3, 480000, 1e-3) << file;
    const auto up = read<shapes::TriangleMesh>(folder, "fault.ts"), down = read<shapes::TriangleMesh>(folder, "fault_depth.ts");
    ASSERT_EQ(up.points.size(), down.points.size());
    for (std::size_t n = 0; n < up.points.size(); ++n) EXPECT_NEAR(up.points[n][2], down.points[n][2], 1e-9);
    const auto line = read<shapes::Polylines>(folder, "fault_polyline.csv"), trace = read<shapes::Polylines>(folder, "fault_trace.geojson");
    ASSERT_EQ(line.points.size(), trace.points.size());
    for (std::size_t n = 0; n < line.points.size(); ++n)
        for (std::size_t a = 0; a < 2; ++a) EXPECT_NEAR(line.points[n][a], trace.points[n][a], 1.5e-3);
}

TEST(EvidenceRasters, DegreesThatMissTheModelAreNamedAsSuch) {
    const auto write = [](const char* name, const char* corner) {
        const auto path = (std::filesystem::path(::testing::TempDir()) / name).string();
        std::ofstream(path) << "ncols 2\nnrows 2\n" << corner << "\nNODATA_value -9999\n1 2\n3 4\n";
        return path;
    };
    const auto degrees = io::read_evidence(write("degrees.asc", "xllcorner 117.1\nyllcorner 39.7\ncellsize 0.01"), rule_of_case());
    ASSERT_FALSE(degrees);
    EXPECT_EQ(degrees.error().what.key, "evidence.grid_apart");
    EXPECT_EQ(degrees.error().fix.key, "evidence.looks_like_degrees_fix");
    const auto metres = io::read_evidence(write("metres.asc", "xllcorner 100000\nyllcorner 2000000\ncellsize 25"), rule_of_case());
    ASSERT_FALSE(metres);
    EXPECT_EQ(metres.error().fix.key, "evidence.no_overlap_fix");
}

TEST(EvidenceLines, AreasAmongLinesAreToldAndAreasAloneRefused) {
    const auto folder = std::filesystem::path(::testing::TempDir());
    const auto write = [&](const char* name, const std::string& features) {
        const auto path = (folder / name).string();
        std::ofstream(path) << R"({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32650"}}, "features": [)" << features << "]}";
        return path;
    };
    const std::string line = R"({"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[512100, 4396100], [512200, 4396300]]}})";
    const std::string area = R"({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[512100, 4396100], [512200, 4396100], [512200, 4396200], [512100, 4396100]]]}})";
    const std::string point = R"({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [512100, 4396100]}})";
    EvidenceRule rule = rule_of_case();
    const auto keys = [](const EvidenceFile& file) {
        std::set<std::string> all;
        for (const base::Finding& one : file.findings) all.insert(one.what.key);
        return all;
    };
    const std::string mixed = write("mixed_lines.geojson", line + "," + area + "," + point);
    const auto read = io::read_evidence(mixed, rule);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<shapes::Polylines>(read->data).lines.size(), 1U);
    EXPECT_TRUE(keys(*read).contains("evidence.areas_left"));
    EXPECT_TRUE(keys(*read).contains("evidence.no_lines_left"));
    for (const base::Finding& one : read->findings)
        for (const auto language : {base::Language::english, base::Language::chinese}) EXPECT_EQ(base::text(one.what, language).find('{'), std::string::npos) << one.what.key;
    // Where areas are meant nothing is left out but the point.
    rule.outlines = true;
    const auto outlines = io::read_evidence(mixed, rule);
    ASSERT_TRUE(outlines);
    EXPECT_EQ(std::get<shapes::Polylines>(outlines->data).lines.size(), 2U);
    EXPECT_FALSE(keys(*outlines).contains("evidence.areas_left"));
    rule.outlines = false;
    const auto alone = io::read_evidence(write("areas_alone.geojson", area + "," + area), rule);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().what.key, "evidence.only_areas");
    EXPECT_FALSE(alone.error().fix.empty());
    const auto plain = io::read_evidence(write("one_line.geojson", line), rule);
    ASSERT_TRUE(plain);
    EXPECT_FALSE(keys(*plain).contains("evidence.areas_left") || keys(*plain).contains("evidence.no_lines_left"));
}

TEST(Case3dLayers, SusceptibilityDensityAndClayAreMadeAgain) {
    POTENTIAL_CASE(c);
    const auto& grid = c.evidence.grid;
    EvidenceRule rule = rule_of_case();
    rule.no_data = {-100};
    rule.mesh_file = (c.folder / "susceptibility.msh").string();
    rule.sensitivity_file = (c.folder / "susceptibility_doi.mod").string();
    const auto sus = sample(grid, read<CellModel>(c.folder, "susceptibility.mod", rule));
    const auto dens = sample(grid, read<NodeModel>(c.folder, "density_xyz.csv", rule_of_case()));
    rule = rule_of_case();
    rule.bands = {"blue", "red", "swir1", "swir2"};
    const auto clay_map = band_index(read<BandImage>(c.folder, "reflectance.tif", rule), "clay");
    ASSERT_TRUE(clay_map);
    EXPECT_NEAR(median(*clay_map), 1.1927655677655677, 1e-6);
    const auto clay = project(grid, *clay_map, c.ground, {.dip_azimuth_deg = 110, .dip_deg = 70, .decay_m = 150, .reach_m = 300}, base::Progress());
    ASSERT_TRUE(clay);
    const auto compare = [&](const std::vector<float>& mine, const char* name, double tolerance) {
        std::int64_t differ = 0;
        double worst = 0;
        for (std::size_t v = 0; v < mine.size(); ++v) {
            const float theirs = c.column.at(name)[v];
            if (std::isnan(mine[v]) != std::isnan(theirs))
                ++differ;
            else if (!std::isnan(theirs))
                worst = std::max(worst, std::abs(static_cast<double>(mine[v]) - static_cast<double>(theirs)));
        }
        EXPECT_EQ(differ, 0) << name;
        EXPECT_LE(worst, tolerance) << name;
    };
    compare(sus, "sus", 1.1e-6);
    compare(dens, "dens", 6e-5);
    compare(clay->values, "clay", 6e-5);
}

std::string key_of(const base::Expected<EvidenceFile>& read) {
    return read ? "read" : read.error().what.key;
}

TEST(EvidenceRasters, NothingIsMadeUpOutsideOfATurnedGrid) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("other.tif");
    GDALAllRegister();
    {
        // All 7, in the neighbouring zone, without a code for no data.
        GDALDataset* file = GetGDALDriverManager()->GetDriverByName("GTiff")->Create(path.c_str(), 40, 40, 1, GDT_Float32, nullptr);
        ASSERT_NE(file, nullptr);
        double to[] = {200000, 100, 0, 4404000, 0, -100};
        file->SetGeoTransform(to);
        OGRSpatialReference system;
        ASSERT_EQ(system.SetFromUserInput("EPSG:32651"), OGRERR_NONE);
        file->SetSpatialRef(&system);
        std::vector<float> values(1600, 7);
        ASSERT_EQ(file->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 40, 40, values.data(), 40, 40, GDT_Float32, 0, 0), CE_None);
        GDALClose(file);
    }
    EvidenceRule rule;
    rule.crs = "EPSG:32650";
    const auto read = io::read_evidence(path, rule);
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    const auto& image = std::get<BandImage>(read->data);
    ASSERT_EQ(image.bands.size(), 1U) << "the alpha band is none of the image's";
    int known = 0, absent = 0;
    for (const float value : image.bands[0].values) {
        if (std::isnan(value)) {
            ++absent;
            continue;
        }
        ++known;
        EXPECT_NEAR(value, 7, 1e-4);
    }
    EXPECT_GT(absent, 50);
    EXPECT_GT(known, 1200);
}

TEST(EvidenceRasters, CodesOfTheStudyAndSystemsThatCannotBeTurned) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.asc", "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 10\n1 2\n-77 4\n");
    EvidenceRule rule;
    rule.crs = "EPSG:32650";
    rule.no_data = {-77};
    const auto read = io::read_evidence(path, rule);
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_TRUE(std::isnan(std::get<BandImage>(read->data).bands[0].values[2]));
    rule.file_crs = "EPSG:32651";
    EXPECT_EQ(key_of(io::read_evidence(path, rule)), "evidence.crs_not_applied");
    rule.file_crs = "epsg:32650";
    EXPECT_EQ(key_of(io::read_evidence(path, rule)), "read");
    const auto soil = io::read_evidence(folder.write("soil.csv", "SAMPLE,EAST,NORTH,Cu_ppm\na,1,1,5\nb,2,2,-77\n"), rule);
    ASSERT_TRUE(soil) << base::describe(soil.error(), base::Language::english);
    const auto& cu = std::get<io::SampleTable>(soil->data).elements[0];
    EXPECT_EQ(cu.values[0], 5);
    EXPECT_TRUE(std::isnan(cu.values[1]));
    for (const auto& finding : soil->findings) EXPECT_NE(finding.what.key, "evidence.negative") << "a code is no grade below 0";
}

TEST(EvidenceImages, ExtentsThatNoMachineHoldsAreRefused) {
    const testing::TemporaryFolder folder;
    const auto image = [&](const std::string& extent) {
        return folder.write("a.vti", "<?xml version=\"1.0\"?><VTKFile type=\"ImageData\" version=\"0.1\" byte_order=\"LittleEndian\"><ImageData WholeExtent=\"" + extent +
                                         "\" Origin=\"0 0 0\" Spacing=\"1 1 1\"><Piece Extent=\"" + extent +
                                         "\"><CellData><DataArray type=\"Float32\" Name=\"a\" format=\"ascii\">1 -77</DataArray></CellData></Piece></ImageData></VTKFile>");
    };
    EvidenceRule rule;
    rule.no_data = {-77};
    EXPECT_EQ(key_of(io::read_evidence(image("0 99999 0 99999 0 99999"), rule)), "evidence.too_many_cells");
    EXPECT_EQ(key_of(io::read_evidence(image("0 1e300 0 1 0 1"), rule)), "evidence.vti_image");
    EXPECT_EQ(key_of(io::read_evidence(image("0 1.5 0 1 0 1"), rule)), "evidence.vti_image");
    const auto read = io::read_evidence(image("0 2 0 1 0 1"), rule);
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_TRUE(std::isnan(std::get<io::GridCells>(read->data).values[1]));
}

}  // namespace
}  // namespace orelens::potential
