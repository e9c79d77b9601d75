#include "core/io/BlockFiles.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <openvdb/tools/Prune.h>
#include <regex>

#include "core/base/AtomicFile.h"
#include "core/blocks/BlockGrids.h"
#include "core/io/SurfaceFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using blocks::GridGeometry;
using blocks::Index3;
using testing::TemporaryFolder;

std::uint32_t mix(const Index3& b, std::uint32_t seed) {
    std::uint32_t h = (b[0] * 73856093U) ^ (b[1] * 19349663U) ^ (b[2] * 83492791U) ^ (seed * 2654435761U);
    h = (h ^ (h >> 15)) * 2246822519U;
    h = (h ^ (h >> 13)) * 3266489917U;
    return h ^ (h >> 16);
}

/// Any bit pattern that is a number, with its share of missing, infinite and denormal values.
float any_float(std::uint32_t bits) {
    switch (bits % 16) {
        case 0:
            return blocks::missing_float;
        case 1:
            return std::numeric_limits<float>::infinity();
        case 2:
            return -std::numeric_limits<float>::infinity();
        case 3:
            return -0.0F;
        case 4:
            return std::numeric_limits<float>::denorm_min() * static_cast<float>(bits >> 20);
        default: {
            const auto value = std::bit_cast<float>(bits * 2654435761U);
            return std::isnan(value) ? 0.1F : value;
        }
    }
}

BlockModel sample_model(const GridGeometry& geometry, std::uint32_t seed, std::uint32_t kept_of_16) {
    auto model = BlockModel::where(geometry, [&](const Index3& b) { return mix(b, seed) % 16 < kept_of_16; });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"status", ColumnType::integer, "", {"waste", "ore, \"rich\"", "可利用"}});
    model->add_column({"break_even.Cu.full", ColumnType::real, "USD/t", {}});
    model->add_column({"Cu.samples", ColumnType::integer, "", {}});
    model->add_column({"bench", ColumnType::integer, "", {"1", "2"}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const std::uint32_t h = mix(model->leaf(n).index(p), seed + 1);
            model->real("Cu", n)[p] = any_float(h);
            model->real("break_even.Cu.full", n)[p] = static_cast<float>(h % 14000);
            model->integer("status", n)[p] =
                h % 7 == 6 ? blocks::missing_int : static_cast<std::int32_t>(h % 4);
            model->integer("Cu.samples", n)[p] = static_cast<std::int32_t>(h) - 1000;
            model->integer("bench", n)[p] = static_cast<std::int32_t>(h % 3);
        }
    return *model;
}

GridGeometry rotated() {
    GridGeometry g;
    g.origin = {512345.678901234, 4051234.1, -17.3};
    g.block_size = {10, 12.5, 1.0 / 3.0};
    g.count = {21, 10, 13};
    g.azimuth_deg = 33.3333333333;
    g.dip_deg = -12.1;
    g.roll_deg = 7;
    return g;
}

/// Bit for bit; empty when equal, else what differs.
std::string difference(const BlockModel& a, const BlockModel& b) {
    if (!(a.geometry() == b.geometry())) return "geometry";
    if (a.columns() != b.columns()) return "columns";
    if (a.leaf_count() != b.leaf_count()) return "leaf count";
    for (std::size_t n = 0; n < a.leaf_count(); ++n) {
        if (a.leaf(n).origin != b.leaf(n).origin) return "leaf origin";
        if (a.leaf(n).active != b.leaf(n).active) return "leaf mask";
        for (const blocks::ColumnInfo& info : a.columns()) {
            const void* x = info.type == ColumnType::real ? static_cast<const void*>(a.real(info.name, n))
                                                          : a.integer(info.name, n);
            const void* y = info.type == ColumnType::real ? static_cast<const void*>(b.real(info.name, n))
                                                          : b.integer(info.name, n);
            if (std::memcmp(x, y, 2048) != 0) return "values of " + info.name;
        }
    }
    return "";
}

RC_GTEST_PROP(BlockFiles, EveryFormatReadsBackToTheSameModel, ()) {
    GridGeometry g = rotated();
    const auto metre = [](int low, int high) {
        return *rc::gen::inRange(low * 1000, high * 1000) / 1000.0 + 1e-7;
    };
    g.origin = {metre(-600, 600) * 1e3, metre(-6000, 6000) * 1e3, metre(-100, 5000)};
    g.block_size = {metre(1, 30), metre(1, 30), metre(1, 30)};
    g.count = {*rc::gen::inRange(1, 30), *rc::gen::inRange(1, 30), *rc::gen::inRange(1, 30)};
    g.azimuth_deg = metre(-360, 360);
    g.dip_deg = metre(-90, 90);
    const BlockModel model =
        sample_model(g, *rc::gen::inRange<std::uint32_t>(1, 1000000), *rc::gen::element(0U, 1U, 8U, 16U));
    const TemporaryFolder folder;
    base::Progress progress;
    for (const char* name : {"model.vdb", "model.csv"}) {
        const auto written = write_blocks(model, folder.file(name), progress);
        RC_ASSERT(written.has_value());
        const auto read = read_blocks(folder.file(name), progress);
        RC_ASSERT(read.has_value());
        RC_ASSERT(difference(model, *read) == "");
    }
    const auto bytes = vdb_bytes(model);
    RC_ASSERT(bytes.has_value());
    const auto read = model_from_vdb_bytes(*bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(difference(model, *read) == "");
}

TEST(BlockFiles, WritingTwiceGivesTheSameCsvAndLeavesNoTemporaryFile) {
    const BlockModel model = sample_model(rotated(), 5, 9);
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_block_csv(model, folder.file("a.csv"), progress));
    ASSERT_TRUE(write_block_csv(model, folder.file("a.csv"), progress));
    ASSERT_TRUE(write_block_csv(model, folder.file("b.csv"), progress));
    EXPECT_EQ(*base::read_text_file(folder.file("a.csv")), *base::read_text_file(folder.file("b.csv")));
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
    EXPECT_EQ(files, 4U);
}

TEST(BlockFiles, CancelledCsvLeavesNothing) {
    const BlockModel model = sample_model(rotated(), 5, 9);
    const TemporaryFolder folder;
    base::Progress progress;
    progress.cancel();
    EXPECT_EQ(write_block_csv(model, folder.file("a.csv"), progress).error().kind,
              base::ErrorKind::cancelled);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

// --- .vdb
// ---------------------------------------------------------------------------------------------------

TEST(VdbFile, OtherToolsFindGridsAtTheBlockCentres) {
    const BlockModel model = sample_model(rotated(), 3, 12);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vdb(model, folder.file("m.vdb")));
    openvdb::io::File file(folder.file("m.vdb"));
    file.open();
    const auto grid = openvdb::gridPtrCast<openvdb::FloatGrid>(file.readGrid("Cu"));
    ASSERT_TRUE(grid);
    EXPECT_EQ(static_cast<std::int64_t>(grid->activeVoxelCount()), model.block_count());
    const openvdb::Vec3d at = grid->transform().indexToWorld(openvdb::Coord(3, 4, 5));
    const blocks::Vec3 centre = model.geometry().centre({3, 4, 5});
    for (int a = 0; a < 3; ++a) EXPECT_NEAR(at[a], centre[a], 1e-8);
}

TEST(VdbFile, GridsPrunedByAnotherToolAreReadValueByValue) {
    GridGeometry g;
    g.count = {16, 16, 16};
    auto model = BlockModel::full(g);
    model->add_column({"Cu", ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) model->real("Cu", n)[p] = n == 3 ? static_cast<float>(p) : 7.0F;
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vdb(*model, folder.file("m.vdb")));
    openvdb::io::File in(folder.file("m.vdb"));
    in.open(false);
    const auto grids = in.getGrids();
    for (const auto& grid : *grids)
        if (auto cu = openvdb::gridPtrCast<openvdb::FloatGrid>(grid)) {
            openvdb::tools::prune(cu->tree());
            ASSERT_GT(cu->tree().activeTileCount(), 0U);
        }
    openvdb::io::File(folder.file("pruned.vdb")).write(*grids, *in.getMetadata());
    const auto read = read_vdb(folder.file("pruned.vdb"));
    ASSERT_TRUE(read);
    EXPECT_EQ(difference(*model, *read), "");
}

TEST(VdbFile, DamagedValuesAreRefused) {
    const BlockModel model = sample_model(rotated(), 3, 12);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vdb(model, folder.file("m.vdb")));
    openvdb::io::File in(folder.file("m.vdb"));
    in.open(false);
    const auto grids = in.getGrids();
    for (const auto& grid : *grids)
        if (auto cu = openvdb::gridPtrCast<openvdb::FloatGrid>(grid); cu && cu->getName() == "Cu")
            cu->tree()
                .beginLeaf()
                ->buffer()
                .data()[model.leaf(0).active[0] != 0 ? std::countr_zero(model.leaf(0).active[0]) : 0] = 123;
    openvdb::io::File(folder.file("bad.vdb")).write(*grids, *in.getMetadata());
    const auto read = read_vdb(folder.file("bad.vdb"));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "block_file.damaged_column");
}

TEST(VdbFile, CutFilesAndStrangersAreErrorsNotCrashes) {
    const BlockModel model = sample_model(rotated(), 3, 12);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vdb(model, folder.file("m.vdb")));
    const std::string whole = *base::read_text_file(folder.file("m.vdb"));
    for (const double part : {0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.999}) {
        const auto path =
            folder.write("cut.vdb", whole.substr(0, static_cast<std::size_t>(part * whole.size())));
        const auto read = read_vdb(path);
        ASSERT_FALSE(read) << part;
        EXPECT_EQ(read.error().place.file, path);
    }
    const std::string bytes = *vdb_bytes(model);
    for (const double part : {0.0, 0.01, 0.5, 0.99})
        EXPECT_FALSE(model_from_vdb_bytes(bytes.substr(0, static_cast<std::size_t>(part * bytes.size()))))
            << part;
    EXPECT_EQ(read_vdb(folder.file("absent.vdb")).error().kind, base::ErrorKind::file);
    auto sphere = openvdb::FloatGrid::create();
    sphere->setName("density");
    openvdb::io::File(folder.file("foreign.vdb")).write(openvdb::GridPtrVec{sphere});
    EXPECT_EQ(read_vdb(folder.file("foreign.vdb")).error().what.key, "block_file.not_a_model");
}

// --- .vti and surfaces
// --------------------------------------------------------------------------------------

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

// --- .csv
// ---------------------------------------------------------------------------------------------------

const char* const small_sidecar = R"({"format": "orelens-blocks", "version": 1,
  "geometry": {"origin": [0, 0, 0], "block_size": [10, 10, 10], "count": [3, 2, 2],
               "azimuth_deg": 0, "dip_deg": 0, "roll_deg": 0},
  "columns": [{"name": "Cu", "type": "real", "unit": "%"},
              {"name": "ore", "type": "integer", "unit": "", "codes": ["waste", "ore"], "written": "codes"},
              {"name": "n", "type": "integer", "unit": ""}]})";

base::Expected<BlockModel> read_small(const std::string& table, const std::string& sidecar = small_sidecar) {
    const TemporaryFolder folder;
    const auto path = folder.write("t.csv", table);
    if (!sidecar.empty()) folder.write("t.csv.json", sidecar);
    base::Progress progress;
    return read_block_csv(path, progress);
}

TEST(BlockCsv, ReadsAnyRowAndColumnOrderAndLineEnds) {
    const auto model = read_small(
        "\xef\xbb\xbfore,Cu,k,j,i,n\r\n"
        "\"ore\", 0.5 ,1,1,2,7\r\n"
        "\r\n"
        "waste,,0,0,0,\r\n"
        ",+2.5e-1,0,1,0,-3");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->block_count(), 3);
    EXPECT_EQ(model->value("Cu", {2, 1, 1}), 0.5);
    EXPECT_EQ(model->value("ore", {2, 1, 1}), 1);
    EXPECT_EQ(model->value("n", {2, 1, 1}), 7);
    EXPECT_TRUE(std::isnan(model->value("Cu", {0, 0, 0})));
    EXPECT_EQ(model->value("ore", {0, 0, 0}), 0);
    EXPECT_TRUE(std::isnan(model->value("ore", {0, 1, 0})));
    EXPECT_EQ(model->value("Cu", {0, 1, 0}), 0.25);
    EXPECT_EQ(model->value("n", {0, 1, 0}), -3);
    EXPECT_TRUE(std::isnan(model->value("Cu", {1, 0, 0})));
}

struct Broken {
    const char* name;
    std::string table;
    const char* key;
    std::int64_t row, column;
    const char* field;
};

TEST(BlockCsv, BrokenTablesSayWhere) {
    const std::string head = "i,j,k,Cu,ore,n\n";
    const Broken cases[] = {
        {"empty file", "", "block_file.no_header", 1, 0, ""},
        {"column the side-car does not know", "i,j,k,Cu,ore,n,Zn\n", "block_file.unknown_column", 1, 7, "Zn"},
        {"column missing", "i,j,k,Cu,ore\n", "block_file.column_missing", 1, 0, "n"},
        {"index column missing", "i,k,Cu,ore,n\n", "block_file.column_missing", 1, 0, "j"},
        {"column twice", "i,j,k,Cu,Cu,ore,n\n", "block_file.column_twice", 1, 5, "Cu"},
        {"text as number", head + "0,0,0,1,ore,1\n1,0,0,low,ore,1\n", "block_file.not_a_number", 3, 4, "Cu"},
        {"decimal comma as extra field", head + "0,0,0,0,5,ore,1\n", "block_file.field_count", 2, 0, ""},
        {"number with rest", head + "0,0,0,1.5%,ore,1\n", "block_file.not_a_number", 2, 4, "Cu"},
        {"fraction as integer", head + "0,0,0,1,ore,1.5\n", "block_file.not_an_integer", 2, 6, "n"},
        {"unknown code", head + "0,0,0,1,oxide,1\n", "block_file.unknown_code", 2, 5, "ore"},
        {"index text", head + "0,zero,0,1,ore,1\n", "block_file.index_not_a_number", 2, 2, "j"},
        {"index outside", head + "0,0,0,1,ore,1\n\n0,0,2,1,ore,1\n", "block_file.index_outside", 4, 3, "k"},
        {"index negative", head + "-1,0,0,1,ore,1\n", "block_file.index_outside", 2, 1, "i"},
        {"block twice", head + "0,0,0,1,ore,1\n1,0,0,,,\n0,0,0,2,ore,1\n", "block_file.block_twice", 4, 1,
         "i"},
        {"too few fields", head + "0,0,0,1\n", "block_file.field_count", 2, 0, ""},
        {"open quote", head + "0,0,0,1,\"ore,1\n", "block_file.open_quote", 2, 0, ""},
        {"centre in another block", "i,j,k,x,y,z,Cu,ore,n\n1,0,0,15,5,5,,,\n2,0,0,15,5,5,,,\n",
         "block_file.centre_elsewhere", 3, 4, "x"},
        {"centre is text", "i,j,k,x,y,z,Cu,ore,n\n1,0,0,15,east,5,,,\n", "block_file.not_a_number", 2, 5,
         "y"},
        {"first of two errors", head + "0,0,0,x,ore,1\n1,0,0,y,ore,1\n", "block_file.not_a_number", 2, 4,
         "Cu"},
    };
    for (const Broken& c : cases) {
        const auto model = read_small(c.table);
        ASSERT_FALSE(model) << c.name;
        EXPECT_EQ(model.error().what.key, c.key) << c.name;
        EXPECT_EQ(model.error().place.row, c.row) << c.name;
        EXPECT_EQ(model.error().place.column, c.column) << c.name;
        EXPECT_EQ(model.error().place.field, c.field) << c.name;
        EXPECT_TRUE(model.error().place.file.ends_with("t.csv")) << c.name;
    }
}

TEST(BlockCsv, BrokenSideCarsSayWhat) {
    const auto without = [](const std::string& pointer) {
        auto json = nlohmann::json::parse(small_sidecar);
        const nlohmann::json::json_pointer at(pointer);
        json.at(at.parent_pointer()).erase(at.back());
        return json.dump();
    };
    const auto with = [](const std::string& pointer, const nlohmann::json& value) {
        auto json = nlohmann::json::parse(small_sidecar);
        json[nlohmann::json::json_pointer(pointer)] = value;
        return json.dump();
    };
    const std::tuple<std::string, const char*, const char*> cases[] = {
        {"", "file.cannot_read", ""},
        {"{\n\"format\": ", "block_file.sidecar_syntax", ""},
        {without("/geometry/origin"), "block_file.sidecar_member", "/geometry/origin/0"},
        {without("/columns"), "block_file.sidecar_member", "/columns"},
        {with("/format", "surpac"), "block_file.sidecar_member", "/format"},
        {with("/version", 99), "block_file.newer_version", ""},
        {with("/geometry/count/1", 2.5), "block_file.sidecar_member", "/geometry/count/1"},
        {with("/geometry/count/1", 3000000000), "block_file.sidecar_member", "/geometry/count/1"},
        {with("/geometry/count/1", 0), "blocks.bad_geometry", ""},
        {with("/geometry/block_size/2", -5), "blocks.bad_geometry", ""},
        {with("/columns/1/name", "Cu"), "block_file.sidecar_member", "/columns/1/name"},
        {with("/columns/0/type", "double"), "block_file.sidecar_member", "/columns/0/type"},
        {with("/blocks", 2), "block_file.block_count", ""},
    };
    for (const auto& [sidecar, key, field] : cases) {
        const auto model = read_small("i,j,k,Cu,ore,n\n0,0,0,1,ore,1\n", sidecar);
        ASSERT_FALSE(model) << sidecar;
        EXPECT_EQ(model.error().what.key, key) << sidecar;
        EXPECT_EQ(model.error().place.field, field) << sidecar;
    }
}

TEST(BlockCsv, TheFirstErrorOfALargeTableIsReportedWhateverTheThreads) {
    GridGeometry g;
    g.count = {100, 100, 40};
    const BlockModel model = sample_model(g, 4, 16);
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_block_csv(model, folder.file("t.csv"), progress));
    std::string text = *base::read_text_file(folder.file("t.csv"));
    ASSERT_GT(text.size(), 5U << 20);  // several pieces
    std::vector<std::size_t> starts{0};
    for (std::size_t n = text.find('\n'); n != std::string::npos; n = text.find('\n', n + 1))
        starts.push_back(n + 1);
    for (const std::size_t row : {390000U, 200001U, 123457U}) text[starts[row - 1]] = 'q';
    folder.write("t.csv", text);
    for (int again = 0; again < 5; ++again) {
        const auto read = read_block_csv(folder.file("t.csv"), progress);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().place.row, 123457);
    }
}

TEST(BlockCsv, ReservedColumnNamesAreRefusedOnWriting) {
    auto model = BlockModel::full(GridGeometry{});
    model->add_column({"x", ColumnType::real, "", {}});
    const TemporaryFolder folder;
    base::Progress progress;
    EXPECT_EQ(write_block_csv(*model, folder.file("a.csv"), progress).error().what.key,
              "block_file.header_name");
}

TEST(BlockFiles, ExtensionsDecideAndUnknownOnesAreUsageErrors) {
    const auto model = BlockModel::full(GridGeometry{});
    const TemporaryFolder folder;
    base::Progress progress;
    EXPECT_EQ(write_blocks(*model, folder.file("a.xyz"), progress).error().kind, base::ErrorKind::usage);
    EXPECT_EQ(read_blocks(folder.file("a.vti"), progress).error().kind, base::ErrorKind::usage);
    EXPECT_EQ(write_vdb(*model, folder.file("no/such/folder/a.vdb")).error().kind, base::ErrorKind::file);
    EXPECT_EQ(write_vti(*model, folder.file("no/such/folder/a.vti")).error().kind, base::ErrorKind::file);
    EXPECT_EQ(write_block_csv(*model, folder.file("no/such/folder/a.csv"), progress).error().kind,
              base::ErrorKind::file);
}

}  // namespace
}  // namespace orelens::io
