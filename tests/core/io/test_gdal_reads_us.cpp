// Tables and drawings for other programs, read by GDAL's own readers.
#include <cpl_error.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <map>
#include <memory>
#include <sstream>

#include "core/blocks/ExposedFaces.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/vtk/SurfaceFile.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

struct Close {
    void operator()(GDALDataset* file) const { GDALClose(file); }
};
using Dataset = std::unique_ptr<GDALDataset, Close>;

Dataset opened(const std::string& path) {
    GDALAllRegister();
    return Dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
}

/// Every table of blocks, as a table: as many rows as blocks, numbers that are the model's at the place of the row.
TEST(GdalReadsUs, BlockTablesRowByRow) {
    GridGeometry g;
    g.origin = {1000, 2000, 300};
    g.block_size = {10, 20, 5};
    g.count = {6, 5, 4};
    auto model = BlockModel::where(g, [](const Index3& b) { return (b[0] + b[1] + b[2]) % 5 != 0; });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"rock", ColumnType::integer, "", {"ore, \"rich\"", "可利用"}}, 1);
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const Index3 b = model->leaf(n).index(p);
            model->real("Cu", n)[p] = b[0] == 2 ? blocks::missing_float : static_cast<float>(g.linear(b)) / 7;
            model->integer_writer("rock").set(n, p, b[0] % 2);
        }
    struct Table {
        const char* dialect;
        std::array<const char*, 3> centre;
        int lines_under_header;
    };
    const TemporaryFolder folder;
    for (const Table& table : {Table{"own", {"x", "y", "z"}, 0}, Table{"vulcan", {"centroid_x", "centroid_y", "centroid_z"}, 3},
                               Table{"datamine", {"XC", "YC", "ZC"}, 0}, Table{"leapfrog", {"x", "y", "z"}, 0},
                               Table{"micromine", {"EAST", "NORTH", "RL"}, 0}, Table{"deswik", {"XC", "YC", "ZC"}, 0}}) {
        base::Progress progress;
        const std::string path = folder.file(std::string(table.dialect) + ".csv");
        ASSERT_TRUE(write_block_csv(*model, path, progress, *block_dialect(table.dialect))) << table.dialect;
        const Dataset file = opened(path);
        ASSERT_NE(file, nullptr) << table.dialect;
        OGRLayer* layer = file->GetLayer(0);
        ASSERT_NE(layer, nullptr) << table.dialect;
        EXPECT_EQ(layer->GetFeatureCount(), model->block_count() + table.lines_under_header) << table.dialect;
        std::string headers;
        for (int f = 0; f < layer->GetLayerDefn()->GetFieldCount(); ++f)
            headers += std::string(layer->GetLayerDefn()->GetFieldDefn(f)->GetNameRef()) + " ";
        const auto field = [&](const char* name) { return layer->GetLayerDefn()->GetFieldIndex(name); };
        ASSERT_GE(field(table.centre[0]), 0) << table.dialect << ": " << headers;
        ASSERT_GE(field("Cu"), 0) << table.dialect << ": " << headers;
        std::int64_t seen = 0, missing = 0;
        int to_skip = table.lines_under_header;
        for (auto& feature : *layer) {
            if (to_skip-- > 0) continue;
            Index3 b{};
            for (std::size_t a = 0; a < 3; ++a) {
                const double at = CPLAtof(feature->GetFieldAsString(field(table.centre[a])));
                b[a] = static_cast<std::int32_t>(std::floor((at - g.origin[a]) / g.block_size[a]));
            }
            ASSERT_LT(model->leaf_of(b), model->leaf_count()) << table.dialect;
            const double wanted = model->value("Cu", b);
            const std::string cu = feature->GetFieldAsString(field("Cu"));
            if (std::isnan(wanted)) {
                ++missing;
                EXPECT_TRUE(cu.empty() || cu == "-" || CPLAtof(cu.c_str()) < -90) << table.dialect << ": " << cu;
            } else {
                EXPECT_EQ(static_cast<float>(CPLAtof(cu.c_str())), static_cast<float>(wanted)) << table.dialect;
            }
            const int rock = std::max(field("rock"), std::max(field("ROCK"), field("Rock")));
            ASSERT_GE(rock, 0) << table.dialect << ": " << headers;
            EXPECT_STREQ(feature->GetFieldAsString(rock), b[0] % 2 == 0 ? "ore, \"rich\"" : "可利用") << table.dialect;
            ++seen;
        }
        EXPECT_EQ(seen, model->block_count()) << table.dialect;
        EXPECT_GT(missing, 0);
    }
}

TEST(GdalReadsUs, DrawingsFaceByFace) {
    GridGeometry g = rotated();
    const auto model = BlockModel::where(g, [](const Index3& b) { return b[0] > 2 && b[0] < 7 && b[1] < 4 && b[2] < 5; });
    ASSERT_TRUE(model);
    const auto prepared = blocks::ExposedFaces::prepare(*model, "");
    const auto surface = blocks::surface_of(*model, prepared->faces(0));
    ASSERT_TRUE(surface);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_surface(*surface, folder.file("s.dxf")));
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);  // it wants the first corner of a face again at its end
    const Dataset file = opened(folder.file("s.dxf"));
    ASSERT_NE(file, nullptr);
    OGRLayer* layer = file->GetLayer(0);
    ASSERT_NE(layer, nullptr);
    ASSERT_EQ(layer->GetFeatureCount(), static_cast<std::int64_t>(surface->quads.size()));
    OGREnvelope3D all;
    std::size_t n = 0;
    for (auto& feature : *layer) {
        const OGRGeometry* shape = feature->GetGeometryRef();
        ASSERT_NE(shape, nullptr);
        OGREnvelope3D one;
        shape->getEnvelope(&one);
        all.Merge(one);
        // The corners of the face, in whatever order the reader gives them.
        std::array<double, 3> low{1e300, 1e300, 1e300}, high{-1e300, -1e300, -1e300};
        for (const auto corner : surface->quads[n])
            for (std::size_t a = 0; a < 3; ++a) {
                low[a] = std::min(low[a], surface->points[static_cast<std::size_t>(corner)][a]);
                high[a] = std::max(high[a], surface->points[static_cast<std::size_t>(corner)][a]);
            }
        EXPECT_NEAR(one.MinX, low[0], 1e-6);
        EXPECT_NEAR(one.MaxY, high[1], 1e-6);
        EXPECT_NEAR(one.MinZ, low[2], 1e-6);
        EXPECT_NEAR(one.MaxZ, high[2], 1e-6);
        ++n;
    }
    EXPECT_EQ(n, surface->quads.size());
}

}  // namespace
}  // namespace orelens::io
