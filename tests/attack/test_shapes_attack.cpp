// Shapes from strangers: every reader ends with shapes or an error that has a place; counts are believed only as
// far as the bytes go; and what is read costs work in proportion.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "core/io/shapes/RasterFile.h"
#include "core/io/shapes/ShapeFiles.h"
#include "core/shapes/Fraction.h"
#include "core/shapes/Solid.h"
#include "tests/support/SharedData.h"
#include "tests/support/Tries.h"

namespace orelens {
namespace {

std::string times(std::size_t count, const std::string& piece) {
    std::string out;
    out.reserve(count * piece.size());
    for (std::size_t n = 0; n < count; ++n) out += piece;
    return out;
}

std::string stl_of(std::uint32_t stated, std::size_t bytes) {
    std::string file(80, '\1');
    for (int n = 0; n < 4; ++n) file += static_cast<char>(stated >> (8 * n) & 255U);
    return file + std::string(bytes, '\0');
}

TEST(ShapesAttack, CountsBeyondTheFileAreRefusedBeforeMemoryIsAsked) {
    const std::string head = "ply\nformat binary_little_endian 1.0\nelement ";
    const std::pair<std::string, std::string> files[] = {
        {"a.stl", stl_of(0xFFFFFFFFU, 50)},
        {"a.ply", head + "vertex 1999999999\nproperty double x\nproperty double y\nproperty double z\nend_header\nabc"},
        {"a.ply", head + "face 1999999999\nproperty list uint int vertex_indices\nend_header\n" + std::string(64, '\xff')},
        {"a.ply", head + "thing 1999999999\nend_header\n"},
        {"a.ply", "ply\nformat ascii 1.0\n" + times(200'000, "element e 1\nproperty int a\n") + "end_header\n"},
    };
    for (const auto& [name, bytes] : files)
        EXPECT_FALSE(io::shapes_from_bytes(bytes, name, base::Progress())) << name << ' ' << bytes.size();
}

TEST(ShapesAttack, OddTextsEndInAnErrorOrInShapes) {
    const std::string bad[] = {"",
                               times(300'000, "v"),
                               times(300'000, "\n"),
                               times(100'000, "v 1 1 1\n") + times(100'000, "f 1 2 3\n"),
                               "v 1e999 0 0\n",
                               "v " + times(200'000, "9") + " 0 0\n",
                               "v 0 0 0\nf" + times(100'000, " 1") + "\n",
                               "solid " + times(300'000, "x"),
                               "GOCAD TSurf 1\n" + times(100'000, "ATOM 2 1\n") + "END\n",
                               times(50'000, "GOCAD TSurf 1\nEND\n"),
                               "GOCAD TSurf 1\nVRTX 9223372036854775807 0 0 0\nVRTX -9223372036854775808 1 0 0\nEND\n",
                               std::string("\0\0\0", 3) + times(1000, "\xff"),
                               times(300'000, "\""),
                               times(100'000, "\",") + "\n1;2;3\n",
                               times(300'000, ";"),
                               times(300'000, "1,"),
                               "1" + times(200'000, ",000") + ";2;3\n",
                               times(100'000, "1,5 2,5 3,5\n") + "\"1,5\" \"2,5",
                               "x;y;z\n" + times(50'000, "m;m;m\n") + "1,5;2,5;3,5\n",
                               "\xEF\xBB\xBF\xEF\xBB\xBF" "1 2 3\n",
                               "\xFF\xFE" "1",
                               "\xFE\xFF" + times(1001, "\xD8")};
    for (const char* name : {"a.obj", "a.stl", "a.ply", "a.ts", "a.pl", "a.xyz"})
        for (const std::string& bytes : bad) (void)io::shapes_from_bytes(bytes, name, base::Progress());
}

/// The seeds of the fuzz target, with bytes changed, cut out and doubled.
TEST(ShapesAttack, DamagedFilesEndInAnErrorOrInSoundShapes) {
    const std::filesystem::path seeds = std::filesystem::path(ORELENS_SOURCE_DIR) / "tests/fuzz/seeds/shapes";
    std::mt19937 random(20);
    int taken = 0, files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string seed((std::istreambuf_iterator<char>(in)), {});
        const std::size_t line = seed.find('\n');
        const std::string name = "a" + seed.substr(0, line), body = seed.substr(line + 1);
        for (int n = 0; n < testing::tries(3000); ++n, ++files) {
            std::string bytes = body;
            for (unsigned m = 0; m < 1 + random() % 4; ++m) {
                const std::size_t at = random() % (bytes.size() + 1);
                switch (random() % 4) {
                    case 0: bytes.insert(at, 1, static_cast<char>(random())); break;
                    case 1: bytes.erase(at, random() % 9); break;
                    case 2: bytes.insert(at, bytes.substr(at, random() % 40)); break;
                    default:
                        if (at < bytes.size()) bytes[at] = static_cast<char>(random());
                }
                if (bytes.empty()) bytes = body;
            }
            const auto file = io::shapes_from_bytes(bytes, name, base::Progress());
            if (!file) continue;
            ++taken;
            for (const auto& mesh : file->meshes) {
                const auto report = shapes::check(mesh, base::Progress());
                if (report) (void)shapes::make_solid(mesh, {}, base::Progress());
                for (const auto& triangle : mesh.triangles)
                    for (const std::int32_t corner : triangle)
                        ASSERT_TRUE(corner >= 0 && static_cast<std::size_t>(corner) < mesh.points.size());
            }
        }
    }
    EXPECT_GT(files, testing::tries(10'000));
    EXPECT_GT(taken, testing::tries(1000)) << "damage that nobody can see";
}

/// Triangles that all meet in one point, lie on each other, or reach to the end of the numbers.
TEST(ShapesAttack, OddMeshesAreExaminedInTime) {
    shapes::TriangleMesh fan, pile, far;
    for (int n = 0; n < 30'000; ++n) {
        fan.points.push_back({std::cos(n * 0.001) * n, std::sin(n * 0.001) * n, n % 7 * 1.0});
        if (n > 1) fan.triangles.push_back({0, n - 1, n});
        pile.triangles.push_back({0, 1, 2});
    }
    pile.points = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
    far.points = {{1e12, 0, 0}, {-1e12, 0, 0}, {0, 1e12, 1e-300}, {0, -1e12, 1e12}};
    far.triangles = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};
    const blocks::GridGeometry grid{{-50, -50, -50}, {10, 10, 10}, {10, 10, 10}};
    for (const shapes::TriangleMesh* mesh : {&fan, &pile, &far}) {
        const base::Progress progress;
        EXPECT_TRUE(shapes::check(*mesh, progress));
        (void)shapes::make_solid(*mesh, {.largest_gap_percent = 100}, progress);
        const auto surface = shapes::make_surface(*mesh, progress);
        ASSERT_TRUE(surface);
        const auto shares = shapes::fractions(grid, surface->mesh, shapes::Kind::surface, progress);
        ASSERT_TRUE(shares);
        for (const float share : *shares) EXPECT_TRUE(share >= 0 && share <= 1);
    }
}

TEST(ShapesAttack, DrawingsThatMakeMuchOfLittleAreRefused) {
    // Blocks that hold ten of the block before, ten deep.
    std::string text = "0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nB0\n10\n0\n20\n0\n30\n0\n0\nPOINT\n8\n0\n10\n1\n20\n2\n30\n3\n0\nENDBLK\n";
    for (int n = 1; n < 10; ++n) {
        text += "0\nBLOCK\n2\nB" + std::to_string(n) + "\n10\n0\n20\n0\n30\n0\n";
        for (int m = 0; m < 10; ++m)
            text += "0\nINSERT\n8\n0\n2\nB" + std::to_string(n - 1) + "\n10\n" + std::to_string(m) + "\n20\n0\n30\n0\n";
        text += "0\nENDBLK\n";
    }
    text += "0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nINSERT\n8\n0\n2\nB4\n10\n0\n20\n0\n30\n0\n0\nENDSEC\n0\nEOF\n";
    const testing::TemporaryFolder folder;
    (void)io::read_shapes(folder.write("bomb.dxf", text), base::Progress());
    (void)io::read_shapes(folder.write("half.dxf", text.substr(0, text.size() / 2)), base::Progress());
    (void)io::read_shapes(folder.write("itself.dxf", "0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nB\n0\nINSERT\n2\nB\n0\nENDBLK\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nINSERT\n2\nB\n0\nENDSEC\n0\nEOF\n"), base::Progress());
}

TEST(ShapesAttack, RastersOfOtherKindsAndSizesAreRefused) {
    const testing::TemporaryFolder folder;
    (void)io::read_raster(folder.write("a.asc", "ncols 2000000000\nnrows 2000000000\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2 3\n"), {}, base::Progress());
    EXPECT_FALSE(io::read_raster(folder.write("a.tif", "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"></VRTDataset>"), {}, base::Progress()));
    EXPECT_FALSE(io::read_raster(folder.write("b.tif", std::string("II*\0\xff\xff\xff\x7f", 8)), {}, base::Progress()));
    EXPECT_FALSE(io::read_raster("/vsicurl/http://localhost/a.tif", {}, base::Progress()));
}

}  // namespace
}  // namespace orelens
