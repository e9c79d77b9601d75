#include "core/io/blocks/BlockFiles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/io/vtk/SurfaceFile.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

std::string attribute(const std::string& xml, const std::string& pattern) {
    std::smatch match;
    const std::string head = xml.substr(0, xml.find("<AppendedData"));
    return std::regex_search(head, match, std::regex(pattern)) ? match[1].str() : "";
}

const char* appended(const std::string& file, const std::string& offset) {
    return file.data() + file.find("_", file.find("<AppendedData")) + 1 + std::stoul(offset);
}

TEST(VtiFile, HeaderAndValuesAreThoseOfTheModel) {
    GridGeometry g = rotated();
    g.azimuth_deg = 90;
    g.dip_deg = g.roll_deg = 0;
    const BlockModel model = sample_model(g, 8, 10);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vti(model, folder.file("m.vti")));
    const std::string file = *base::read_text_file(folder.file("m.vti"));
    EXPECT_EQ(attribute(file, "WholeExtent=\"([^\"]*)\""), "0 21 0 10 0 13");
    EXPECT_EQ(attribute(file, "Origin=\"([^\"]*)\""), "512345.678901234 4051234.1 -17.3");
    EXPECT_EQ(attribute(file, "Direction=\"([^\"]*)\""), "0 1 0 -1 0 0 0 0 1");
    for (const blocks::ColumnInfo& info : model.columns()) {
        const char* data = appended(
            file, attribute(file, "Name=\"" + info.name + "\" format=\"appended\" offset=\"([0-9]+)\""));
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, data, 8);
        ASSERT_EQ(bytes, static_cast<std::uint64_t>(4 * g.cell_count()));
        for (int k = 0; k < g.count[2]; ++k)
            for (int j = 0; j < g.count[1]; ++j)
                for (int i = 0; i < g.count[0]; ++i) {
                    const double wanted = model.value(info.name, {i, j, k});
                    double got = 0;
                    if (info.type == ColumnType::real) {
                        float value = 0;
                        std::memcpy(&value, data + 8 + 4 * g.linear({i, j, k}), 4);
                        got = static_cast<double>(value);
                    } else {
                        std::int32_t value = 0;
                        std::memcpy(&value, data + 8 + 4 * g.linear({i, j, k}), 4);
                        got = value == blocks::missing_int ? std::nan("") : value;
                    }
                    ASSERT_TRUE(got == wanted || (std::isnan(got) && std::isnan(wanted))) << info.name;
                }
    }
    const char* hidden =
        appended(file, attribute(file, "Name=\"vtkGhostType\" format=\"appended\" offset=\"([0-9]+)\""));
    std::int64_t shown = 0;
    for (std::int64_t n = 0; n < g.cell_count(); ++n) shown += hidden[8 + n] == 0;
    EXPECT_EQ(shown, model.block_count());
}

TEST(SurfaceFile, FormatsHoldTheSameFaces) {
    const BlockModel model = sample_model(rotated(), 2, 9);
    const auto prepared = blocks::ExposedFaces::prepare(model, "");
    const auto surface = blocks::surface_of(model, prepared->faces(0));
    ASSERT_TRUE(surface);
    const TemporaryFolder folder;
    for (const char* name : {"s.obj", "s.stl", "s.vtp"})
        ASSERT_TRUE(write_surface(*surface, folder.file(name))) << name;
    const std::string stl = *base::read_text_file(folder.file("s.stl"));
    ASSERT_EQ(stl.size(), 84 + 100 * surface->quads.size());
    EXPECT_FALSE(stl.starts_with("solid"));
    const std::string obj = *base::read_text_file(folder.file("s.obj"));
    std::istringstream lines(obj);
    std::string word;
    std::size_t points = 0, faces = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("v ")) {
            double x = 0, y = 0, z = 0;
            ASSERT_EQ(std::sscanf(line.c_str(), "v %lf %lf %lf", &x, &y, &z), 3);
            EXPECT_EQ((blocks::Vec3{x, y, z}), surface->points[points++]);
        }
        if (line.starts_with("f ")) {
            std::array<unsigned, 4> f{};
            ASSERT_EQ(std::sscanf(line.c_str(), "f %u %u %u %u", &f[0], &f[1], &f[2], &f[3]), 4);
            for (unsigned& id : f) --id;
            EXPECT_EQ(f, surface->quads[faces++]);
        }
    }
    EXPECT_EQ(points, surface->points.size());
    EXPECT_EQ(faces, surface->quads.size());
    const std::string vtp = *base::read_text_file(folder.file("s.vtp"));
    EXPECT_EQ(attribute(vtp, "NumberOfPolys=\"([0-9]+)\""), std::to_string(surface->quads.size()));
    const char* data = appended(
        vtp,
        attribute(vtp, "Name=\"Points\" NumberOfComponents=\"3\" format=\"appended\" offset=\"([0-9]+)\""));
    EXPECT_EQ(std::memcmp(data + 8, surface->points.data(), 24 * points), 0);
    EXPECT_EQ(write_surface(*surface, folder.file("s.dxf")).error().kind, base::ErrorKind::usage);
}

}  // namespace
}  // namespace orelens::io
