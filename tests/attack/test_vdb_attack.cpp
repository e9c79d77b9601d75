// Block models from strangers: cut, changed and hostile .vdb files end in the same numbers or in an error
// that names the file, never in a crash, a hang or memory without end.
#include <gtest/gtest.h>
#include <openvdb/openvdb.h>

#include <cstring>
#include <fstream>
#include <random>

#include "core/base/AtomicFile.h"
#include "core/io/blocks/BlockFiles.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/SharedData.h"
#include "tests/support/Tries.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;

GridGeometry small_grid() {
    GridGeometry g;
    g.origin = {500000, 4000000, 100};
    g.count = {20, 17, 9};
    g.azimuth_deg = 30;
    return g;
}

bool the_same(const BlockModel& a, const BlockModel& b) {
    return *vdb_bytes(a) == *vdb_bytes(b);
}

struct Victim {
    testing::TemporaryFolder folder;
    BlockModel model = sample_model(small_grid(), 3, 12);
    std::string path, bytes;

    Victim() {
        path = folder.file("m.vdb");
        EXPECT_TRUE(write_vdb(model, path));
        bytes = *base::read_text_file(path);
    }
    /// An error with the file's name, or the same model.
    void try_out(const std::string& changed, const std::string& what) const {
        const auto read = read_vdb(folder.write("bad.vdb", changed));
        if (read) {
            EXPECT_TRUE(the_same(model, *read)) << what;
        } else {
            EXPECT_EQ(read.error().place.file, folder.file("bad.vdb")) << what;
            EXPECT_FALSE(base::text(read.error().what, base::Language::chinese).empty()) << what;
        }
    }
};

/// A program has any number of files open when it reads; its own are not the reading process's business.
TEST(VdbReading, WhateverFilesAreOpen) {
    const Victim victim;
    std::vector<std::ifstream> open;
    for (int n = 0; n < 24; ++n) {
        const auto from_file = read_vdb(victim.path);
        ASSERT_TRUE(from_file) << n << ": " << base::describe(from_file.error(), base::Language::english);
        const auto from_bytes = model_from_vdb_bytes(victim.bytes);
        ASSERT_TRUE(from_bytes) << n << ": " << base::describe(from_bytes.error(), base::Language::english);
        open.emplace_back(victim.path);
    }
}

TEST(VdbAttack, CutAnywhere) {
    const Victim victim;
    const int parts = testing::tries(60);
    for (int part = 0; part < parts; ++part)
        victim.try_out(victim.bytes.substr(0, victim.bytes.size() * static_cast<std::size_t>(part) /
                                                  static_cast<std::size_t>(parts)),
                       "cut at " + std::to_string(part) + "/" + std::to_string(parts));
}

TEST(VdbAttack, OneFlippedBit) {
    const Victim victim;
    std::mt19937 random(20240517);
    for (int n = 0; n < testing::tries(200); ++n) {
        // Half of them among the headers, where the counts stand.
        const std::size_t end =
            n % 2 == 0 ? victim.bytes.size() : std::min<std::size_t>(1200, victim.bytes.size());
        const std::size_t at = random() % end;
        const int bit = static_cast<int>(random() % 8);
        std::string changed = victim.bytes;
        changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
        victim.try_out(changed, "bit " + std::to_string(bit) + " of byte " + std::to_string(at));
    }
}

TEST(VdbAttack, HostileNumbersAnywhereInTheHead) {
    const Victim victim;
    std::mt19937 random(7);
    for (int n = 0; n < testing::tries(60); ++n) {
        const std::size_t at = 57 + random() % std::min<std::size_t>(1500, victim.bytes.size() - 70);
        std::string changed = victim.bytes;
        const std::uint64_t number = n % 3 == 0   ? 0x7fffffffffffffffU
                                     : n % 3 == 1 ? 0xffffffffU
                                                  : 0x40000000U;
        std::memcpy(changed.data() + at, &number, n % 2 == 0 ? 4 : 8);
        victim.try_out(changed, "number at " + std::to_string(at));
    }
}

TEST(VdbAttack, FlippedBitsAndCutsInAStream) {
    const BlockModel model = sample_model(small_grid(), 3, 12);
    const std::string bytes = *vdb_bytes(model);
    std::mt19937 random(11);
    const int cuts = testing::tries(60);
    for (int n = 0; n < cuts; ++n) {
        std::string changed = bytes;
        changed[random() % changed.size()] ^= static_cast<char>(1 << random() % 8);
        if (n % 3 == 0) changed.resize(changed.size() * static_cast<std::size_t>(n) / static_cast<std::size_t>(cuts));
        const auto read = model_from_vdb_bytes(changed);
        EXPECT_TRUE(!read || the_same(model, *read)) << n;
    }
}

/// A file that OpenVDB itself would write for a topology and metadata of somebody else's choice.
std::string foreign(const testing::TemporaryFolder& folder, const openvdb::MetaMap& meta,
                    const openvdb::MaskGrid::Ptr& topology) {
    openvdb::initialize();
    topology->setName("orelens.topology");
    const std::string path = folder.file("foreign.vdb");
    openvdb::io::File(path).write(openvdb::GridPtrVec{topology}, meta);
    return path;
}

openvdb::MetaMap geometry_of(const openvdb::Vec3i& count, const openvdb::Vec3d& size) {
    openvdb::MetaMap meta;
    meta.insertMeta("orelens.format", openvdb::Int32Metadata(1));
    meta.insertMeta("orelens.origin", openvdb::Vec3DMetadata({0, 0, 0}));
    meta.insertMeta("orelens.block_size", openvdb::Vec3DMetadata(size));
    meta.insertMeta("orelens.count", openvdb::Vec3IMetadata(count));
    meta.insertMeta("orelens.rotation", openvdb::Vec3DMetadata({0, 0, 0}));
    return meta;
}

TEST(VdbAttack, GeometriesThatNoModelHas) {
    openvdb::initialize();
    const testing::TemporaryFolder folder;
    const auto one = [] {
        auto mask = openvdb::MaskGrid::create();
        mask->tree().setValueOn(openvdb::Coord(0, 0, 0));
        return mask;
    };
    EXPECT_TRUE(read_vdb(foreign(folder, geometry_of({8, 8, 8}, {5, 5, 5}), one())));
    const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
    for (const auto& size :
         {openvdb::Vec3d(nan, 1, 1), openvdb::Vec3d(infinite, 1, 1), openvdb::Vec3d(-1, 1, 1),
          openvdb::Vec3d(0, 1, 1), openvdb::Vec3d(1e-300, 1, 1), openvdb::Vec3d(1e300, 1, 1)})
        EXPECT_FALSE(read_vdb(foreign(folder, geometry_of({8, 8, 8}, size), one()))) << size;
    for (const auto& count : {openvdb::Vec3i(0, 1, 1), openvdb::Vec3i(-8, 8, 8),
                              openvdb::Vec3i(2147483647, 2147483647, 2147483647),
                              openvdb::Vec3i(2000000000, 1, 1), openvdb::Vec3i(65536, 65536, 65536)})
        EXPECT_FALSE(read_vdb(foreign(folder, geometry_of(count, {1, 1, 1}), one()))) << count;
    openvdb::MetaMap wrong = geometry_of({8, 8, 8}, {5, 5, 5});
    wrong.removeMeta("orelens.count");
    wrong.insertMeta("orelens.count", openvdb::StringMetadata("8 8 8"));
    EXPECT_FALSE(read_vdb(foreign(folder, wrong, one())));
}

TEST(VdbAttack, LeavesAndTilesOutsideTheGeometry) {
    openvdb::initialize();
    const testing::TemporaryFolder folder;
    const auto meta = geometry_of({8, 8, 8}, {5, 5, 5});
    auto far_leaf = openvdb::MaskGrid::create();
    far_leaf->tree().setValueOn(openvdb::Coord(1'000'000, 0, 0));
    EXPECT_FALSE(read_vdb(foreign(folder, meta, far_leaf)));
    auto before = openvdb::MaskGrid::create();
    before->tree().setValueOn(openvdb::Coord(-1, 0, 0));
    EXPECT_FALSE(read_vdb(foreign(folder, meta, before)));
    auto tile = openvdb::MaskGrid::create();
    tile->tree().addTile(3, openvdb::Coord(0, 0, 0), true, true);  // 4096³ blocks in a few bytes
    EXPECT_FALSE(read_vdb(foreign(folder, meta, tile)));
    auto idle = openvdb::MaskGrid::create();  // leaves without blocks take no part, wherever they are
    idle->tree().touchLeaf(openvdb::Coord(-800, 0, 0));
    idle->tree().setValueOn(openvdb::Coord(0, 0, 0));
    const auto read = read_vdb(foreign(folder, meta, idle));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->block_count(), 1);
    EXPECT_EQ(read->leaf_count(), 1U);
}

TEST(VdbAttack, WhatIsNoFileIsRefusedAtOnce) {
    for (const char* path : {"/dev/zero", "/dev/null", "/tmp"}) {
        const auto read = read_vdb(path);
        ASSERT_FALSE(read) << path;
        EXPECT_EQ(read.error().kind, base::ErrorKind::file) << path;
    }
}

}  // namespace
}  // namespace orelens::io
