// Files for other programs, read by VTK's own readers: what ParaView and its kin see of them.
#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkMassProperties.h>
#include <vtkNew.h>
#include <vtkOBJReader.h>
#include <vtkPolyData.h>
#include <vtkSTLReader.h>
#include <vtkTriangleFilter.h>
#include <vtkXMLImageDataReader.h>
#include <vtkXMLPImageDataReader.h>
#include <vtkXMLPolyDataReader.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "core/blocks/ExposedFaces.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/vtk/SurfaceFile.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using namespace io::testing_blocks;
using testing::TemporaryFolder;

/// A box of blocks with a hole through it, turned about all axes.
blocks::BlockModel frame() {
    auto model = BlockModel::where(rotated(), [](const Index3& b) {
        const bool inside = b[0] >= 3 && b[0] < 12 && b[1] >= 1 && b[1] < 9 && b[2] >= 2 && b[2] < 11;
        return inside && !(b[0] >= 6 && b[0] < 8 && b[1] >= 4 && b[1] < 6);
    });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p))
                model->real("Cu", n)[p] = static_cast<float>(model->geometry().linear(model->leaf(n).index(p)));
    return *model;
}

TEST(VtkReadsUs, ImageDataWithEveryBlockInItsPlace) {
    const BlockModel model = frame();
    const GridGeometry& g = model.geometry();
    const TemporaryFolder folder;
    ASSERT_TRUE(io::write_vti(model, folder.file("m.vti")));
    vtkNew<vtkXMLImageDataReader> reader;
    reader->SetFileName(folder.file("m.vti").c_str());
    reader->Update();
    vtkImageData* image = reader->GetOutput();
    ASSERT_GT(image->GetNumberOfCells(), 0);
    vtkDataArray* cu = image->GetCellData()->GetArray("Cu");
    vtkDataArray* hidden = image->GetCellData()->GetArray("vtkGhostType");
    ASSERT_NE(cu, nullptr);
    ASSERT_NE(hidden, nullptr);
    int extent[6];
    image->GetExtent(extent);
    std::int64_t shown = 0;
    vtkIdType cell = 0;
    for (int k = extent[4]; k < extent[5]; ++k)
        for (int j = extent[2]; j < extent[3]; ++j)
            for (int i = extent[0]; i < extent[1]; ++i, ++cell) {
                if (hidden->GetTuple1(cell) != 0) continue;
                ++shown;
                const auto value = cu->GetTuple1(cell);
                ASSERT_EQ(value, model.value("Cu", {i, j, k}));
                const double middle[3] = {i + 0.5, j + 0.5, k + 0.5};
                double place[3];
                image->TransformContinuousIndexToPhysicalPoint(middle, place);
                const blocks::Vec3 wanted = g.centre({i, j, k});
                for (std::size_t a = 0; a < 3; ++a) ASSERT_NEAR(place[a], wanted[a], 1e-6);
            }
    EXPECT_EQ(cell, image->GetNumberOfCells());
    EXPECT_EQ(shown, model.block_count());
}

GridGeometry upright() {
    GridGeometry g = rotated();
    g.azimuth_deg = g.dip_deg = g.roll_deg = 0;
    g.count = {14, 11, 41};
    return g;
}

/// Blocks in five leaves along w, with a column of codes beside the grade.
blocks::BlockModel tall(const GridGeometry& g) {
    auto model = BlockModel::where(g, [](const Index3& b) {
        return b[0] >= 3 && b[0] < 12 && b[1] >= 1 && b[1] < 9 && b[2] >= 5 && b[2] < 37 && (b[0] + b[1] + b[2]) % 5 != 0;
    });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"class", ColumnType::integer, "", {"none", "measured", "indicated"}}, 2);
    const blocks::IntegerWriter codes = model->integer_writer("class");
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) {
                const Index3 at = model->leaf(n).index(p);
                model->real("Cu", n)[p] = at[2] == 20 ? blocks::missing_float : static_cast<float>(g.linear(at));
                codes.set(n, p, at[2] % 3);
            }
    return *model;
}

TEST(VtkReadsUs, PiecesOfAParallelImageCellByCell) {
    GridGeometry g = upright();
    const BlockModel model = tall(g);
    const TemporaryFolder folder;
    const std::string file = folder.file("deposit & all.pvti");
    constexpr std::int64_t cells = 1000;  // a leaf of layers each
    ASSERT_TRUE(io::write_pvti(model, file, nullptr, cells));
    const auto pieces = io::pvti_pieces(model, file, cells);
    ASSERT_EQ(pieces.size(), 5U);
    for (const std::string& piece : pieces) EXPECT_TRUE(std::filesystem::is_regular_file(piece)) << piece;
    vtkNew<vtkXMLPImageDataReader> reader;
    reader->SetFileName(file.c_str());
    ASSERT_EQ(reader->CanReadFile(file.c_str()), 1);
    reader->Update();
    vtkImageData* image = reader->GetOutput();
    ASSERT_GT(image->GetNumberOfCells(), 0);
    vtkDataArray* cu = image->GetCellData()->GetArray("Cu");
    vtkDataArray* codes = image->GetCellData()->GetArray("class");
    vtkDataArray* hidden = image->GetCellData()->GetArray("vtkGhostType");
    ASSERT_NE(cu, nullptr);
    ASSERT_NE(codes, nullptr);
    ASSERT_NE(hidden, nullptr);
    int extent[6];
    image->GetExtent(extent);
    std::int64_t shown = 0;
    vtkIdType cell = 0;
    for (int k = extent[4]; k < extent[5]; ++k)
        for (int j = extent[2]; j < extent[3]; ++j)
            for (int i = extent[0]; i < extent[1]; ++i, ++cell) {
                if (hidden->GetTuple1(cell) != 0) {
                    ASSERT_TRUE(std::isnan(model.value("Cu", {i, j, k}))) << "no block is hidden";
                    continue;
                }
                ++shown;
                const double grade = model.value("Cu", {i, j, k});
                if (std::isnan(grade))
                    ASSERT_TRUE(std::isnan(cu->GetTuple1(cell)));
                else
                    ASSERT_EQ(cu->GetTuple1(cell), grade);
                ASSERT_EQ(codes->GetTuple1(cell), model.value("class", {i, j, k}));
                const double middle[3] = {i + 0.5, j + 0.5, k + 0.5};
                double place[3];
                image->TransformContinuousIndexToPhysicalPoint(middle, place);
                const blocks::Vec3 wanted = g.centre({i, j, k});
                for (std::size_t a = 0; a < 3; ++a) ASSERT_NEAR(place[a], wanted[a], 1e-6);
            }
    EXPECT_EQ(cell, image->GetNumberOfCells());
    EXPECT_EQ(shown, model.block_count());
}

TEST(VtkReadsUs, AParallelImageOfARotatedGridIsRefused) {
    // Its reader has no place for the turn: the blocks would stand elsewhere.
    const TemporaryFolder folder;
    const auto written = io::write_pvti(frame(), folder.file("m.pvti"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().what.key, "block_file.pvti_rotation");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(VtkReadsUs, AProcessOfAServerReadsItsPieceAlone) {
    GridGeometry g = upright();
    const BlockModel model = tall(g);
    const TemporaryFolder folder;
    const std::string file = folder.file("m.pvti");
    ASSERT_TRUE(io::write_pvti(model, file, nullptr, 1000));
    // What the first of three does not need is not there.
    const auto pieces = io::pvti_pieces(model, file, 1000);
    std::filesystem::remove(pieces.back());
    vtkNew<vtkXMLPImageDataReader> reader;
    reader->SetFileName(file.c_str());
    reader->UpdateInformation();
    const int low[6] = {3, 12, 1, 9, 5, 8};
    static_cast<vtkAlgorithm*>(reader.Get())->UpdateExtent(low);
    vtkImageData* image = reader->GetOutput();
    vtkDataArray* cu = image->GetCellData()->GetArray("Cu");
    ASSERT_NE(cu, nullptr);
    int extent[6];
    image->GetExtent(extent);
    ASSERT_EQ(extent[4], 5);
    vtkIdType cell = 0;
    std::int64_t compared = 0;
    for (int k = extent[4]; k < extent[5]; ++k)
        for (int j = extent[2]; j < extent[3]; ++j)
            for (int i = extent[0]; i < extent[1]; ++i, ++cell) {
                const double grade = model.value("Cu", {i, j, k});
                if (std::isnan(grade)) continue;
                ASSERT_EQ(cu->GetTuple1(cell), grade);
                ++compared;
            }
    EXPECT_GT(compared, 100);
}

double volume_of(vtkPolyData* surface) {
    vtkNew<vtkTriangleFilter> triangles;
    triangles->SetInputData(surface);
    vtkNew<vtkMassProperties> mass;
    mass->SetInputConnection(triangles->GetOutputPort());
    mass->Update();
    return mass->GetVolume();
}

template <class Reader>
void expect_surface(const blocks::Surface& surface, double volume, const char* name, std::int64_t faces_per_quad) {
    const TemporaryFolder folder;
    ASSERT_TRUE(io::write_surface(surface, folder.file(name))) << name;
    vtkNew<Reader> reader;
    reader->SetFileName(folder.file(name).c_str());
    reader->Update();
    vtkPolyData* read = reader->GetOutput();
    EXPECT_EQ(read->GetNumberOfCells(), faces_per_quad * static_cast<std::int64_t>(surface.quads.size())) << name;
    // VTK holds coordinates of these formats in single precision, half a metre at a map's northing.
    double low[3], high[3], bounds[6];
    std::fill(low, low + 3, std::numeric_limits<double>::infinity());
    std::fill(high, high + 3, -std::numeric_limits<double>::infinity());
    for (const auto& point : surface.points)
        for (std::size_t a = 0; a < 3; ++a) {
            low[a] = std::fmin(low[a], point[a]);
            high[a] = std::fmax(high[a], point[a]);
        }
    read->GetBounds(bounds);
    for (int a = 0; a < 3; ++a) {
        const double single = 1e-7 * std::fabs(high[a]) + 1e-4;
        EXPECT_NEAR(bounds[2 * a], low[a], single) << name;
        EXPECT_NEAR(bounds[2 * a + 1], high[a], single) << name;
    }
    EXPECT_NEAR(volume_of(read), volume, 1e-5 * volume) << name;
}

TEST(VtkReadsUs, SurfacesThatHoldTheVolumeOfTheirBlocks) {
    // Near the origin, where single precision is enough to measure a volume.
    GridGeometry g = rotated();
    g.origin = {50, -20, 10};
    auto placed = BlockModel::where(g, [](const Index3& b) {
        const bool inside = b[0] >= 3 && b[0] < 12 && b[1] >= 1 && b[1] < 9 && b[2] >= 2 && b[2] < 11;
        return inside && !(b[0] >= 6 && b[0] < 8 && b[1] >= 4 && b[1] < 6);
    });
    ASSERT_TRUE(placed);
    const auto prepared = blocks::ExposedFaces::prepare(*placed, "");
    ASSERT_TRUE(prepared);
    const auto surface = blocks::surface_of(*placed, prepared->faces(0));
    ASSERT_TRUE(surface);
    const double volume = g.block_volume() * static_cast<double>(placed->block_count());
    expect_surface<vtkSTLReader>(*surface, volume, "s.stl", 2);
    expect_surface<vtkOBJReader>(*surface, volume, "s.obj", 1);
    expect_surface<vtkXMLPolyDataReader>(*surface, volume, "s.vtp", 1);
}

}  // namespace
}  // namespace orelens
