// Columns as GeoTIFF, level by level: read back by GDAL itself, every value at the place of its block.
#include <cpl_error.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>

#include "core/io/potential/EvidenceFile.h"
#include "core/io/potential/GeoTiffWrite.h"
#include "core/io/potential/UbcWrite.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using blocks::GridGeometry;
using blocks::Index3;
using testing::TemporaryFolder;

struct Close {
    void operator()(GDALDataset* file) const { GDALClose(file); }
};
using Dataset = std::unique_ptr<GDALDataset, Close>;

Dataset opened(const std::string& path) {
    GDALAllRegister();
    return Dataset(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY));
}

/// Not a cube, more than one leaf along each axis, a hole in it, a layer with missing values and a layer of codes.
BlockModel sample(double azimuth_deg) {
    GridGeometry g;
    g.origin = {500000, 3000000, -40};
    g.block_size = {25, 20, 12.5};
    g.count = {11, 9, 10};
    g.azimuth_deg = azimuth_deg;
    auto model = BlockModel::where(g, [](const Index3& b) { return b[2] < 10 - (b[0] == 4 ? 2 : 0); });
    EXPECT_TRUE(model);
    model->add_column({"evidence.fault", ColumnType::real, "m", {}});
    model->add_column({"potential.label", ColumnType::integer, "", {"barren", "positive"}}, 1);
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const Index3 b = model->leaf(n).index(p);
            model->real("evidence.fault", n)[p] = (b[0] + b[1]) % 7 == 0 ? blocks::missing_float : static_cast<float>(b[0] + 100 * b[1] + 10000 * b[2]);
            if (b[1] != 3) model->integer_writer("potential.label").set(n, p, (b[0] + b[2]) % 2);
        }
    return std::move(*model);
}

/// Every cell of every band, at the place that GDAL's six numbers say.
void expect_same(const BlockModel& model, const std::string& column, const std::string& path) {
    const Dataset file = opened(path);
    ASSERT_TRUE(file) << path;
    const GridGeometry& g = model.geometry();
    ASSERT_EQ(file->GetRasterXSize(), g.count[0]);
    ASSERT_EQ(file->GetRasterYSize(), g.count[1]);
    ASSERT_EQ(file->GetRasterCount(), g.count[2]);
    std::array<double, 6> to{};
    ASSERT_EQ(file->GetGeoTransform(to.data()), CE_None);
    std::int64_t values = 0;
    for (int band = 1; band <= g.count[2]; ++band) {
        GDALRasterBand& one = *file->GetRasterBand(band);
        int stated = 0;
        const double none = one.GetNoDataValue(&stated);
        ASSERT_NE(stated, 0) << "no-data stands in the file";
        const double z = std::stod(one.GetMetadataItem("Z"));
        EXPECT_EQ(std::string(one.GetDescription()).rfind("z " + base::number(z, 12) + " m", 0), 0U) << one.GetDescription();
        std::vector<double> read(static_cast<std::size_t>(g.count[0]) * static_cast<std::size_t>(g.count[1]));
        ASSERT_EQ(one.RasterIO(GF_Read, 0, 0, g.count[0], g.count[1], read.data(), g.count[0], g.count[1], GDT_Float64, 0, 0), CE_None);
        for (int row = 0; row < g.count[1]; ++row)
            for (int at = 0; at < g.count[0]; ++at) {
                const double x = to[0] + to[1] * (at + 0.5) + to[2] * (row + 0.5), y = to[3] + to[4] * (at + 0.5) + to[5] * (row + 0.5);
                const auto cell = g.to_grid({x, y, z});
                const Index3 block{static_cast<int>(std::floor(cell[0])), static_cast<int>(std::floor(cell[1])), static_cast<int>(std::floor(cell[2]))};
                ASSERT_TRUE(g.contains(block));
                const auto centre = g.centre(block);
                EXPECT_NEAR(centre[0], x, 1e-6);
                EXPECT_NEAR(centre[1], y, 1e-6);
                EXPECT_NEAR(centre[2], z, 1e-9);
                const double value = read[static_cast<std::size_t>(row * g.count[0] + at)];
                double expected = model.value(column, block);
                if (expected == blocks::missing_int) expected = std::nan("");
                const bool absent = std::isnan(value) || value == none;
                ASSERT_EQ(absent, std::isnan(expected)) << column << " " << block[0] << " " << block[1] << " " << block[2];
                if (!absent) {
                    EXPECT_EQ(value, expected);
                    ++values;
                }
            }
    }
    EXPECT_GT(values, 500);
}

TEST(GeoTiffLevels, EveryBlockIsReadBackByGdalAtItsPlace) {
    for (const double azimuth : {0.0, 30.0, 217.5}) {
        SCOPED_TRACE(azimuth);
        const BlockModel model = sample(azimuth);
        const TemporaryFolder folder;
        const std::string path = folder.file("levels.tif");
        const auto done = write_geotiff_levels(model, path, "EPSG:4547", base::Progress());
        ASSERT_TRUE(done) << base::describe(done.error(), base::Language::english);
        const auto files = geotiff_levels(model, path);
        ASSERT_EQ(files, (std::vector<std::string>{folder.file("levels_evidence.fault.tif"), folder.file("levels_potential.label.tif")}));
        expect_same(model, "evidence.fault", files[0]);
        expect_same(model, "potential.label", files[1]);
        const Dataset file = opened(files[0]);
        EXPECT_STREQ(file->GetSpatialRef()->GetAuthorityCode(nullptr), "4547");
        EXPECT_STREQ(file->GetRasterBand(1)->GetDescription(), "z 78.75 m, 72.5 … 85 m") << "the highest level first";
        EXPECT_STREQ(file->GetRasterBand(10)->GetDescription(), "z -33.75 m, -40 … -27.5 m");
        EXPECT_STREQ(file->GetRasterBand(10)->GetUnitType(), "m");
        EXPECT_TRUE(std::isnan(file->GetRasterBand(1)->GetNoDataValue()));
        EXPECT_STREQ(opened(files[1])->GetMetadataItem("CODES"), "0=barren;1=positive");
        EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 2) << "no files beside, none left over";
    }
}

TEST(GeoTiffLevels, OurOwnReaderTakesThemBackAndMissingStaysMissing) {
    const BlockModel model = sample(0);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_geotiff_levels(model, folder.file("a.tif"), "", base::Progress()));
    const auto read = read_evidence(folder.file("a_evidence.fault.tif"), {});
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    const auto& image = std::get<potential::BandImage>(read->data);
    ASSERT_EQ(image.bands.size(), 10U);
    // Of the two highest levels there are no blocks in column 4.
    const auto& second = image.bands[1];
    EXPECT_EQ(second.values[8 * 11 + 1], 80001) << "the last row of the image is the first of the grid";
    EXPECT_TRUE(std::isnan(second.values[8 * 11 + 4]));
    EXPECT_TRUE(std::isnan(second.values[8 * 11 + 7])) << "(7 + 0) % 7 is missing, not 0";
}

TEST(GeoTiffLevels, WhatHasNoPlaceInThemIsRefusedAndNothingIsWritten) {
    const TemporaryFolder folder;
    BlockModel model = sample(0);
    const auto refused = write_geotiff_levels(model, folder.file("a.tif"), "EPSG:999999", base::Progress());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "evidence.unknown_crs");
    GridGeometry tipped = model.geometry();
    tipped.dip_deg = 5;
    auto other = BlockModel::full(tipped);
    ASSERT_TRUE(other);
    other->add_column({"a", ColumnType::real, "", {}});
    const auto level = write_geotiff_levels(*other, folder.file("a.tif"), "", base::Progress());
    ASSERT_FALSE(level);
    EXPECT_EQ(level.error().what.key, "potential.geotiff_tipped");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// A cancel in the second of two files leaves what was there before of both, and no temporary file.
TEST(GeoTiffLevels, ACancelLeavesEverythingAsItWas) {
    const BlockModel model = sample(0);
    const TemporaryFolder folder;
    folder.write("a_evidence.fault.tif", "earlier");
    base::Progress progress([&](double fraction, const base::Message&) {
        if (fraction > 0.7) progress.cancel();
    });
    const auto done = write_geotiff_levels(model, folder.file("a.tif"), "", progress);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
    std::ifstream in(folder.file("a_evidence.fault.tif"));
    std::string text;
    in >> text;
    EXPECT_EQ(text, "earlier");
}

/// One file that cannot take its place takes back those before it: what was new goes, what was replaced is there again.
TEST(GeoTiffLevels, AllOfThemOrNone) {
    const BlockModel model = sample(0);
    for (const bool earlier : {false, true}) {
        const TemporaryFolder folder;
        if (earlier) folder.write("a_evidence.fault.tif", "earlier");
        std::filesystem::create_directories(folder.file("a_potential.label.tif/in_the_way"));
        const auto done = write_geotiff_levels(model, folder.file("a.tif"), "", base::Progress());
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().place.file, folder.file("a_potential.label.tif"));
        EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), earlier ? 2 : 1);
        if (!earlier) continue;
        std::ifstream in(folder.file("a_evidence.fault.tif"));
        std::string text;
        in >> text;
        EXPECT_EQ(text, "earlier");
    }
}

/// "a b" and "a_b" are two layers: neither overwrites the other.
TEST(GeoTiffLevels, NamesThatBecomeTheSameAreNumbered) {
    auto model = BlockModel::full(GridGeometry{});
    ASSERT_TRUE(model);
    for (const char* name : {"a b", "a_b", "A/B"}) model->add_column({name, ColumnType::real, "", {}});
    EXPECT_EQ(geotiff_levels(*model, "x.tif"), (std::vector<std::string>{"x_a_b.tif", "x_a_b_2.tif", "x_A_B_3.tif"}));
    EXPECT_EQ(ubc_models(*model, "x.msh"), (std::vector<std::string>{"x_a_b.mod", "x_a_b_2.mod", "x_A_B_3.mod"}));
}

}  // namespace
}  // namespace orelens::io
