#include "core/blocks/BlockModel.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <set>

#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"

namespace orelens::blocks {
namespace {

GridGeometry grid(int i, int j, int k) {
    GridGeometry geometry;
    geometry.origin = {1000, 2000, 300};
    geometry.block_size = {10, 20, 5};
    geometry.count = {i, j, k};
    return geometry;
}

std::int64_t bits(const BlockModel& model) {
    std::int64_t sum = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (const std::uint64_t word : model.leaf(n).active) sum += std::popcount(word);
    return sum;
}

TEST(BlockModel, FullModelHasEveryBlockAndOnlyThose) {
    const auto model = BlockModel::full(grid(20, 9, 8));
    ASSERT_TRUE(model);
    EXPECT_EQ(model->block_count(), 20 * 9 * 8);
    EXPECT_EQ(bits(*model), 20 * 9 * 8);
    EXPECT_EQ(model->leaf_count(), 3U * 2U * 1U);
    EXPECT_LT(model->leaf_of({19, 8, 7}), model->leaf_count());
    EXPECT_EQ(model->leaf_of({20, 0, 0}), model->leaf_count());
    EXPECT_EQ(model->leaf_of({-1, 0, 0}), model->leaf_count());
}

TEST(BlockModel, ManyFullLeavesStayLeavesAndNeverBecomeTiles) {
    const auto model = BlockModel::full(grid(256, 136, 128));
    ASSERT_TRUE(model);
    EXPECT_EQ(model->leaf_count(), 32U * 17U * 16U);
    EXPECT_EQ(model->parts().topology->grid->tree().activeTileCount(), 0U);
}

TEST(BlockModel, SparseTopologyKeepsExactlyTheBlocksAskedFor) {
    const auto keep = [](const Index3& b) { return (b[0] * 7 + b[1] * 5 + b[2] * 3) % 11 == 0; };
    const auto model = BlockModel::where(grid(30, 21, 17), keep);
    ASSERT_TRUE(model);
    std::set<Index3> seen;
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) {
                const Index3 ijk = model->leaf(n).index(p);
                EXPECT_TRUE(keep(ijk) && model->geometry().contains(ijk));
                EXPECT_EQ(model->leaf_of(ijk), n);
                EXPECT_TRUE(seen.insert(ijk).second);
            }
    std::size_t wanted = 0;
    for (int i = 0; i < 30; ++i)
        for (int j = 0; j < 21; ++j)
            for (int k = 0; k < 17; ++k) wanted += keep({i, j, k});
    EXPECT_EQ(seen.size(), wanted);
    EXPECT_EQ(model->block_count(), static_cast<std::int64_t>(wanted));
}

TEST(BlockModel, LeavesWithoutBlocksAreAbsent) {
    const auto model =
        BlockModel::where(grid(800, 800, 8), [](const Index3& b) { return b[0] == 799 && b[1] > 790; });
    ASSERT_TRUE(model);
    EXPECT_EQ(model->block_count(), 9 * 8);
    EXPECT_EQ(model->leaf_count(), 2U);
}

TEST(BlockModel, ColumnsAreWrittenLeafByLeafFromManyThreadsAndReadByBlock) {
    auto model =
        BlockModel::where(grid(40, 41, 42), [](const Index3& b) { return (b[0] + b[1] + b[2]) % 3 != 0; });
    ASSERT_TRUE(model);
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"ore", ColumnType::integer, "", {"waste", "ore"}});
    const auto cu = model->real_leaves("Cu");
    const auto ore = model->integer_writer("ore");
    base::parallel_for(model->leaf_count(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n)
            for (int p = 0; p < 512; ++p)
                if (model->leaf(n).is_active(p)) {
                    const Index3 b = model->leaf(n).index(p);
                    cu[n][p] = static_cast<float>(model->geometry().linear(b));
                    ore.set(n, p, b[2] % 2);
                }
    });
    for (int i = 0; i < 40; ++i)
        for (int j = 0; j < 41; ++j)
            for (int k = 0; k < 42; ++k) {
                const double value = model->value("Cu", {i, j, k});
                if ((i + j + k) % 3 == 0) {
                    ASSERT_TRUE(std::isnan(value));
                } else {
                    ASSERT_EQ(value, static_cast<double>(model->geometry().linear({i, j, k})));
                    ASSERT_EQ(model->value("ore", {i, j, k}), k % 2);
                }
            }
}

TEST(BlockModel, NewColumnsAreMissingAndReplacingClears) {
    auto model = BlockModel::full(grid(9, 9, 9));
    ASSERT_TRUE(model);
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"type", ColumnType::integer, "", {"a"}});
    EXPECT_TRUE(std::isnan(model->value("Cu", {0, 0, 0})));
    EXPECT_TRUE(std::isnan(model->value("type", {8, 8, 8})));
    EXPECT_EQ(model->integer("type", 0)[0], missing_int);
    model->real("Cu", 0)[0] = 1.5F;
    EXPECT_EQ(model->value("Cu", {0, 0, 0}), 1.5);
    model->add_column({"Cu", ColumnType::real, "g/t", {}});
    EXPECT_TRUE(std::isnan(model->value("Cu", {0, 0, 0})));
    ASSERT_EQ(model->columns().size(), 2U);
    EXPECT_EQ(model->info("Cu")->unit, "g/t");
    model->remove_column("Cu");
    EXPECT_FALSE(model->has("Cu"));
    EXPECT_TRUE(model->has("type"));
    EXPECT_THROW((void)model->real("Cu", 0), std::logic_error);
    EXPECT_THROW((void)model->real("type", 0), std::logic_error);
}

TEST(BlockModel, WritingACopyLeavesTheOriginal) {
    auto model = BlockModel::full(grid(8, 8, 8));
    ASSERT_TRUE(model);
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->real("Cu", 0)[5] = 2;
    BlockModel copy = *model;
    copy.real("Cu", 0)[5] = 3;
    copy.add_column({"Au", ColumnType::real, "g/t", {}});
    EXPECT_EQ(model->real("Cu", 0)[5], 2);
    EXPECT_EQ(copy.real("Cu", 0)[5], 3);
    EXPECT_FALSE(model->has("Au"));
    EXPECT_EQ(copy.leaf_count(), model->leaf_count());
}

TEST(BlockModel, RefusesGridsThatCannotBe) {
    GridGeometry flat = grid(4, 4, 4);
    flat.block_size[1] = 0;
    GridGeometry none = grid(0, 4, 4);
    GridGeometry huge = grid(100000, 100000, 1000);
    GridGeometry lost = grid(4, 4, 4);
    lost.origin[2] = std::nan("");
    for (const GridGeometry& bad : {flat, none, huge, lost}) {
        const auto model = BlockModel::full(bad);
        ASSERT_FALSE(model);
        EXPECT_EQ(model.error().what.key, "blocks.bad_geometry");
    }
}

TEST(BlockModel, GridTransformPutsVoxelsAtBlockCentres) {
    GridGeometry geometry = grid(5, 6, 7);
    geometry.azimuth_deg = 33;
    geometry.dip_deg = 12;
    geometry.roll_deg = -7;
    const auto transform = grid_transform(geometry);
    for (const Index3& b : {Index3{0, 0, 0}, Index3{4, 5, 6}, Index3{2, 0, 3}}) {
        const openvdb::Vec3d world = transform->indexToWorld(openvdb::Coord(b[0], b[1], b[2]));
        const Vec3 centre = geometry.centre(b);
        for (int a = 0; a < 3; ++a) EXPECT_NEAR(world[a], centre[a], 1e-9);
    }
}

RC_GTEST_PROP(BlockModel, LeafOrderDependsOnTheTopologyOnly, ()) {
    const GridGeometry geometry =
        grid(*rc::gen::inRange(1, 50), *rc::gen::inRange(1, 50), *rc::gen::inRange(1, 50));
    const auto seed = *rc::gen::inRange<std::uint32_t>(1, 1000000);
    const auto keep = [seed](const Index3& b) {
        const std::uint32_t mixed = (b[0] * 73856093U) ^ (b[1] * 19349663U) ^ (b[2] * 83492791U) ^ seed;
        return (mixed * 2654435761U >> 24) < 40;
    };
    base::set_thread_limit(1);
    const auto one = BlockModel::where(geometry, keep);
    base::set_thread_limit(0);
    const auto two = BlockModel::where(geometry, keep);
    RC_ASSERT(one.has_value() && two.has_value());
    RC_ASSERT(one->leaf_count() == two->leaf_count());
    for (std::size_t n = 0; n < one->leaf_count(); ++n) {
        RC_ASSERT(one->leaf(n).origin == two->leaf(n).origin);
        RC_ASSERT(one->leaf(n).active == two->leaf(n).active);
    }
}

}  // namespace
}  // namespace orelens::blocks
