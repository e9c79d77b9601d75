#include "core/io/blocks/BlockFiles.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <map>
#include <regex>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/io/omf/OmfFile.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/io/vtk/SurfaceFile.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/CancelAt.h"
#include "tests/support/Python.h"
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

/// The bytes of an appended array, by the description of the format: number of blocks, their size, the size
/// of the last one, their packed sizes, blocks.
std::string appended(const std::string& file, const std::string& offset) {
    const char* next = file.data() + file.find("_", file.find("<AppendedData")) + 1 + std::stoul(offset);
    const auto number = [&] {
        std::uint64_t value = 0;
        std::memcpy(&value, next, 8);
        next += 8;
        return value;
    };
    const std::uint64_t blocks = number(), size = number(), last = number();
    std::vector<std::uint64_t> packed;
    for (std::uint64_t n = 0; n < blocks; ++n) packed.push_back(number());
    std::string all;
    for (std::uint64_t n = 0; n < blocks; ++n) {
        uLongf got = n + 1 == blocks && last != 0 ? last : size;
        std::string block(got, '\0');
        EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(block.data()), &got,
                             reinterpret_cast<const Bytef*>(next), packed[n]),
                  Z_OK);
        EXPECT_EQ(got, block.size());
        all += block;
        next += packed[n];
    }
    return all;
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
        const std::string data = appended(
            file, attribute(file, "Name=\"" + info.name + "\" format=\"appended\" offset=\"([0-9]+)\""));
        ASSERT_EQ(data.size(), static_cast<std::uint64_t>(4 * g.cell_count()));
        for (int k = 0; k < g.count[2]; ++k)
            for (int j = 0; j < g.count[1]; ++j)
                for (int i = 0; i < g.count[0]; ++i) {
                    const double wanted = model.value(info.name, {i, j, k});
                    double got = 0;
                    if (info.type == ColumnType::real) {
                        float value = 0;
                        std::memcpy(&value, data.data() + 4 * g.linear({i, j, k}), 4);
                        got = static_cast<double>(value);
                    } else {
                        std::int32_t value = 0;
                        std::memcpy(&value, data.data() + 4 * g.linear({i, j, k}), 4);
                        got = value == blocks::missing_int ? std::nan("") : value;
                    }
                    ASSERT_TRUE(got == wanted || (std::isnan(got) && std::isnan(wanted))) << info.name;
                }
    }
    const std::string hidden =
        appended(file, attribute(file, "Name=\"vtkGhostType\" format=\"appended\" offset=\"([0-9]+)\""));
    std::int64_t shown = 0;
    for (std::int64_t n = 0; n < g.cell_count(); ++n) shown += hidden[static_cast<std::size_t>(n)] == 0;
    EXPECT_EQ(shown, model.block_count());
}

TEST(VtiFile, OnlyTheBoxAroundTheBlocksIsWrittenUnderTheirOwnNumbers) {
    GridGeometry g;
    g.origin = {1000, 2000, 30};
    g.block_size = {10, 10, 5};
    g.count = {300, 200, 100};
    const auto inside = [](const Index3& b) {
        return b[0] >= 117 && b[0] < 130 && b[1] >= 8 && b[1] < 150 && b[2] >= 31 && b[2] <= 95 &&
               (b[0] + b[1] + b[2]) % 3 != 0;
    };
    auto model = BlockModel::where(g, inside);
    model->add_column({"Cu", ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p))
                model->real("Cu", n)[p] = static_cast<float>(g.linear(model->leaf(n).index(p)));
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vti(*model, folder.file("m.vti")));
    const std::string file = *base::read_text_file(folder.file("m.vti"));
    EXPECT_EQ(attribute(file, "WholeExtent=\"([^\"]*)\""), "117 130 8 150 31 96");
    EXPECT_EQ(attribute(file, "Piece Extent=\"([^\"]*)\""), "117 130 8 150 31 96");
    EXPECT_EQ(attribute(file, "Origin=\"([^\"]*)\""), "1000 2000 30");
    const std::string cu =
        appended(file, attribute(file, "Name=\"Cu\" format=\"appended\" offset=\"([0-9]+)\""));
    ASSERT_EQ(cu.size(), 4U * 13 * 142 * 65);
    std::size_t at = 0;
    for (int k = 31; k <= 95; ++k)
        for (int j = 8; j < 150; ++j)
            for (int i = 117; i < 130; ++i, at += 4) {
                float value = 0;
                std::memcpy(&value, cu.data() + at, 4);
                if (inside({i, j, k})) {
                    ASSERT_EQ(value, static_cast<float>(g.linear({i, j, k})));
                }
                else {
                    ASSERT_TRUE(std::isnan(value));
                }
            }
    EXPECT_LT(file.size(), cu.size() / 2);
}

TEST(VtiFile, VtkItselfReadsWhatWasWritten) {
    const auto python = testing::python_with("vtk");
    if (!python) GTEST_SKIP() << "no Python with VTK here";
    GridGeometry g = rotated();
    auto model = BlockModel::where(g, [](const Index3& b) { return b[0] > 2 && (b[1] + b[2]) % 2 == 0; });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    double sum = 0;
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) {
                model->real("Cu", n)[p] = static_cast<float>(g.linear(model->leaf(n).index(p)));
                sum += static_cast<double>(model->real("Cu", n)[p]);
            }
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vti(*model, folder.file("m.vti")));
    const testing::PythonRun run = testing::run_python(*python, R"(
import sys, vtk
reader = vtk.vtkXMLImageDataReader()
reader.SetFileName(sys.argv[1])
reader.Update()
image = reader.GetOutput()
cu, ghost = image.GetCellData().GetArray('Cu'), image.GetCellData().GetArray('vtkGhostType')
total = count = 0
for n in range(image.GetNumberOfCells()):
    if ghost.GetValue(n) == 0:
        total += cu.GetValue(n)
        count += 1
bounds = image.GetCell(0).GetBounds()
print(count, total, *['%.6f' % (0.5 * (bounds[2 * a] + bounds[2 * a + 1])) for a in range(3)])
)",
                                                       folder.file("m.vti"));
    ASSERT_TRUE(run.ran) << run.output;
    std::istringstream out(run.output);
    double count = 0, total = 0, x = 0, y = 0, z = 0;
    out >> count >> total >> x >> y >> z;
    EXPECT_EQ(count, static_cast<double>(model->block_count()));
    EXPECT_EQ(total, sum);
    const blocks::Vec3 first = g.centre({3, 0, 0});
    EXPECT_NEAR(x, first[0], 1e-5);
    EXPECT_NEAR(y, first[1], 1e-5);
    EXPECT_NEAR(z, first[2], 1e-5);
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
    EXPECT_TRUE(stl.starts_with("solid "));
    const auto read = read_shapes(folder.file("s.stl"), base::Progress());
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    // Every digit of the map's coordinates, in the file itself.
    const shapes::TriangleMesh mesh = joined_meshes(*read);
    ASSERT_EQ(mesh.triangles.size(), 2 * surface->quads.size());
    for (std::size_t n = 0; n < surface->quads.size(); ++n) {
        const auto& quad = surface->quads[n];
        const std::size_t corners[] = {quad[0], quad[1], quad[2], quad[0], quad[2], quad[3]};
        for (std::size_t c = 0; c < 6; ++c)
            ASSERT_EQ(mesh.points[static_cast<std::size_t>(mesh.triangles[2 * n + c / 3][c % 3])],
                      surface->points[corners[c]]);
    }
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
    const std::string data = appended(
        vtp,
        attribute(vtp, "Name=\"Points\" NumberOfComponents=\"3\" format=\"appended\" offset=\"([0-9]+)\""));
    EXPECT_EQ(std::memcmp(data.data(), surface->points.data(), 24 * points), 0);
    EXPECT_EQ(write_surface(*surface, folder.file("s.png")).error().kind, base::ErrorKind::usage);
}

/// DXF goes through GDAL, OMF through our own reader: the same faces as two triangles each, the same corners.
TEST(SurfaceFile, DxfAndOmfAreReadBack) {
    const BlockModel model = sample_model(rotated(), 2, 9);
    const auto prepared = blocks::ExposedFaces::prepare(model, "");
    const auto surface = blocks::surface_of(model, prepared->faces(0));
    ASSERT_TRUE(surface);
    const TemporaryFolder folder;
    for (const char* name : {"s.dxf", "s.omf"}) {
        ASSERT_TRUE(write_surface(*surface, folder.file(name))) << name;
        const auto file = read_shapes(folder.file(name), base::Progress());
        ASSERT_TRUE(file) << name << ": " << base::describe(file.error(), base::Language::english);
        const shapes::TriangleMesh mesh = joined_meshes(*file);
        ASSERT_EQ(mesh.triangles.size(), 2 * surface->quads.size()) << name;
        const shapes::Box box = shapes::bounds(mesh);
        for (const blocks::Vec3& point : surface->points)
            for (int a = 0; a < 3; ++a) {
                ASSERT_LE(box.low[a], point[a]) << name;
                ASSERT_GE(box.high[a], point[a]) << name;
            }
        for (std::size_t n = 0; n < surface->quads.size(); ++n)
            ASSERT_EQ(mesh.points[static_cast<std::size_t>(mesh.triangles[2 * n][0])],
                      surface->points[surface->quads[n][0]])
                << name;
    }
}

blocks::Surface near_origin() {
    GridGeometry g;
    g.origin = {50, -20, 10};
    g.block_size = {2, 3, 4};
    g.count = {12, 9, 7};
    g.azimuth_deg = 30;
    const auto model = BlockModel::where(g, [](const Index3& b) { return (b[0] + b[1]) % 4 != 0 || b[2] < 3; });
    return *blocks::surface_of(*model, blocks::ExposedFaces::prepare(*model, "")->faces(0));
}

/// Enclosed volume, by the divergence theorem.
double volume_of(const blocks::Surface& surface) {
    const auto part = [](const blocks::Vec3& a, const blocks::Vec3& b, const blocks::Vec3& c) {
        return (a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) +
                a[2] * (b[0] * c[1] - b[1] * c[0])) /
               6;
    };
    double sum = 0;
    for (const auto& q : surface.quads) {
        const auto& p = surface.points;
        sum += part(p[q[0]], p[q[1]], p[q[2]]) + part(p[q[0]], p[q[2]], p[q[3]]);
    }
    return sum;
}

TEST(SurfaceFile, VtkItselfReadsWhatWasWritten) {
    const auto python = testing::python_with("vtk");
    if (!python) GTEST_SKIP() << "no Python with VTK here";
    const blocks::Surface surface = near_origin();
    const TemporaryFolder folder;
    for (const auto& [name, reader] : std::map<std::string, std::string>{
             {"s.stl", "vtkSTLReader"}, {"s.obj", "vtkOBJReader"}, {"s.vtp", "vtkXMLPolyDataReader"}}) {
        ASSERT_TRUE(write_surface(surface, folder.file(name), {"Cu at least 0.3 %", {"a test"}})) << name;
        const testing::PythonRun run = testing::run_python(*python, R"(
import sys, vtk
reader = getattr(vtk, sys.argv[2])()
reader.SetFileName(sys.argv[1])
triangles = vtk.vtkTriangleFilter()
triangles.SetInputConnection(reader.GetOutputPort())
triangles.Update()
mesh = triangles.GetOutput()
volume = 0
for n in range(mesh.GetNumberOfCells()):
    a, b, c = (mesh.GetPoint(mesh.GetCell(n).GetPointId(k)) for k in range(3))
    volume += (a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])) / 6
print(mesh.GetNumberOfCells(), '%.9f' % volume)
)",
                                                           folder.file(name) + " " + reader);
        ASSERT_TRUE(run.ran) << name << run.output;
        std::istringstream out(run.output);
        double cells = 0, volume = 0;
        out >> cells >> volume;
        EXPECT_EQ(cells, 2.0 * static_cast<double>(surface.quads.size())) << name;
        EXPECT_NEAR(volume, volume_of(surface), 1e-4 * volume_of(surface)) << name;
    }
}

/// By the description of the format, with nothing of ours.
TEST(SurfaceFile, APlainReaderOfOmfFindsTheTriangles) {
    const auto python = testing::python_with("zlib, struct");
    if (!python) GTEST_SKIP() << "no Python here";
    const blocks::Surface surface = near_origin();
    const TemporaryFolder folder;
    ASSERT_TRUE(write_surface(surface, folder.file("s.omf"), {"Cu ≥ 0.3 %", {"first line", "second"}}));
    const testing::PythonRun run = testing::run_python(*python, R"(
import json, struct, sys, uuid, zlib
data = open(sys.argv[1], 'rb').read()
assert data[:4] == bytes([0x84, 0x83, 0x82, 0x81]) and data[4:36].rstrip(b'\0') == b'OMF-v0.9.0'
root = str(uuid.UUID(bytes=data[36:52]))
objects = json.loads(data[struct.unpack('<Q', data[52:60])[0]:])
def array(uid, form):
    a = objects[uid]['array']
    raw = zlib.decompress(data[a['start']:a['start'] + a['length']])
    return struct.unpack('<%d%s' % (len(raw) // 8, form), raw)
element = objects[objects[root]['elements'][0]]
geometry = objects[element['geometry']]
assert element['__class__'] == 'SurfaceElement' and geometry['__class__'] == 'SurfaceGeometry'
v, t = array(geometry['vertices'], 'd'), array(geometry['triangles'], 'q')
p = lambda n: v[3 * n:3 * n + 3]
volume = 0
for n in range(0, len(t), 3):
    a, b, c = p(t[n]), p(t[n + 1]), p(t[n + 2])
    volume += (a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])) / 6
print(len(t) // 3, '%.9f' % volume, element['description'].replace('\n', '|'))
)",
                                                       folder.file("s.omf"));
    ASSERT_TRUE(run.ran) << run.output;
    std::istringstream out(run.output);
    double triangles = 0, volume = 0;
    std::string words;
    out >> triangles >> volume;
    std::getline(out, words);
    EXPECT_EQ(triangles, 2.0 * static_cast<double>(surface.quads.size()));
    EXPECT_NEAR(volume, volume_of(surface), 1e-9 * volume_of(surface));
    EXPECT_EQ(words, " first line|second");
}

TEST(SurfaceFile, SaysWhatItIsWhereTheFormatHasAPlace) {
    const blocks::Surface surface = near_origin();
    const TemporaryFolder folder;
    const SurfaceNotes notes{"Cu ≥ 0.3 %", {"of a\nproject", "铜"}};
    for (const char* name : {"s.stl", "s.obj", "s.dxf"}) {
        ASSERT_TRUE(write_surface(surface, folder.file(name), notes)) << name;
        const std::string text = *base::read_text_file(folder.file(name));
        EXPECT_LT(text.find(surface_title), 10U) << name;
        if (std::string(name) == "s.stl") continue;
        EXPECT_NE(text.find("of a\\x0aproject"), std::string::npos) << name << ": a line stays one";
        EXPECT_NE(text.find("铜"), std::string::npos) << name;
        EXPECT_NE(text.find("Cu_0.3"), std::string::npos) << name;
        const auto file = read_shapes(folder.file(name), base::Progress());
        ASSERT_TRUE(file) << name;
        EXPECT_EQ(joined_meshes(*file).triangles.size(), 2 * surface.quads.size()) << name;
    }
    ASSERT_TRUE(write_surface(surface, folder.file("s.omf"), notes));
    EXPECT_EQ(read_omf(folder.file("s.omf"))->elements.at(0).name, notes.name);
}

TEST(SurfaceFile, ACancelLeavesTheOldFile) {
    const blocks::Surface surface = near_origin();
    const TemporaryFolder folder;
    for (const char* name : {"s.stl", "s.obj", "s.dxf", "s.omf", "s.vtp"}) {
        const std::string path = folder.write(name, "old");
        testing::CancelAt cancel(1);
        const auto stopped = write_surface(surface, path, {}, cancel.progress);
        ASSERT_FALSE(stopped) << name;
        EXPECT_EQ(stopped.error().kind, base::ErrorKind::cancelled) << name;
        EXPECT_EQ(*base::read_text_file(path), "old") << name;
    }
}

TEST(SurfaceFile, NamesMayBeInCapitals) {
    EXPECT_TRUE(check_surface_extension("SHELL.STL") && check_surface_extension("shell.Dxf"));
    EXPECT_FALSE(check_surface_extension("shell.ply"));
}

}  // namespace
}  // namespace orelens::io
