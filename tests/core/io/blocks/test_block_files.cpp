#include "core/io/blocks/BlockFiles.h"

#include <gtest/gtest.h>
#include <openvdb/tools/Prune.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/blocks/BlockGrids.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

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

TEST(BlockFiles, NamesMayBeInCapitals) {
    const BlockModel model = sample_model(rotated(), 5, 9);
    const TemporaryFolder folder;
    base::Progress progress;
    for (const char* name : {"MODEL.VDB", "OUT.CSV", "OUT.GSLIB"}) {
        ASSERT_TRUE(write_blocks(model, folder.file(name), progress)) << name;
        EXPECT_TRUE(read_blocks(folder.file(name), progress)) << name;
    }
    EXPECT_TRUE(check_block_extension("A.VTI") && check_block_extension("b.GeoH5"));
    EXPECT_FALSE(check_block_extension("b.xyz"));
}

TEST(BlockFiles, TheSameModelGivesTheSameVdbBits) {
    const BlockModel model = sample_model(rotated(), 5, 9);
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vdb(model, folder.file("a.vdb")));
    ASSERT_TRUE(write_vdb(model, folder.file("b.vdb")));
    const auto first = base::read_text_file(folder.file("a.vdb"));
    EXPECT_TRUE(*first == *base::read_text_file(folder.file("b.vdb")));
    EXPECT_TRUE(*vdb_bytes(model) == *vdb_bytes(model));
    ASSERT_TRUE(write_vdb(sample_model(rotated(), 6, 9), folder.file("b.vdb")));
    const auto mark = [](const std::string& bytes) { return bytes.substr(21, 36); };
    EXPECT_NE(mark(*first), mark(*base::read_text_file(folder.file("b.vdb"))))
        << "another model, another mark";
    EXPECT_EQ(mark(*first).find_first_not_of("0123456789abcdef-"), std::string::npos);
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

TEST(VdbFile, SmallIntegersAreWrittenAsOrdinaryOnesAndReadBackSmall) {
    GridGeometry g;
    g.count = {16, 9, 8};
    auto wide = BlockModel::full(g);
    BlockModel narrow = *wide;
    wide->add_column({"pass", ColumnType::integer, "", {}});
    narrow.add_column({"pass", ColumnType::integer, "", {}}, 3);
    for (auto* model : {&*wide, &narrow}) {
        const blocks::IntegerWriter pass = model->integer_writer("pass");
        for (std::size_t n = 0; n < model->leaf_count(); ++n)
            for (int p = 0; p < 512; ++p)
                if (model->leaf(n).is_active(p) && p % 5 != 0) pass.set(n, p, p % 4);
    }
    EXPECT_TRUE(*vdb_bytes(*wide) == *vdb_bytes(narrow)) << "equal values, equal bytes";
    const TemporaryFolder folder;
    ASSERT_TRUE(write_vdb(narrow, folder.file("m.vdb")));
    openvdb::io::File file(folder.file("m.vdb"));
    file.open();
    EXPECT_TRUE(openvdb::gridPtrCast<openvdb::Int32Grid>(file.readGrid("pass"))) << "for other programs";
    const auto read = read_vdb(folder.file("m.vdb"));
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->is_small("pass"));
    EXPECT_EQ(difference(*wide, *read), "");
}

TEST(VdbFile, StreamsInPiecesAndHandsBackTheRefusalOfTheOtherSide) {
    const BlockModel model = sample_model(rotated(), 3, 12);
    std::vector<std::string> pieces;
    const auto keep = [&](std::string_view piece) -> base::Expected<void> {
        pieces.emplace_back(piece);
        return {};
    };
    ASSERT_TRUE(write_vdb(model, keep, 1000));
    ASSERT_GT(pieces.size(), 3U);
    std::string all;
    for (const std::string& piece : pieces) {
        EXPECT_LE(piece.size(), 1000U);
        all += piece;
    }
    EXPECT_TRUE(all == *vdb_bytes(model));
    const auto read = read_vdb([&, n = std::size_t{0}]() mutable -> base::Expected<std::string_view> {
        return n < pieces.size() ? std::string_view(pieces[n++]) : std::string_view();
    });
    ASSERT_TRUE(read);
    EXPECT_EQ(difference(model, *read), "");

    const auto full = [](std::string_view) -> base::Expected<void> {
        return base::fail(base::ErrorKind::file, base::Message("file.cannot_write", {{"reason", "full"}}));
    };
    EXPECT_EQ(write_vdb(model, full, 1000).error().what.args.at(0).second, "full");
    const auto gone = []() -> base::Expected<std::string_view> {
        return base::fail(base::ErrorKind::file, base::Message("file.cannot_read", {{"reason", "gone"}}));
    };
    EXPECT_EQ(read_vdb(gone).error().what.args.at(0).second, "gone");
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
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP()
        << "a cut file makes OpenVDB ask for impossible memory; the sanitizer ends the program there "
           "instead of throwing std::bad_alloc, which read_vdb turns into an error";
#endif
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
