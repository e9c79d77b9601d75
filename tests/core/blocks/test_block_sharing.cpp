// Copies of a block model share what neither has written; integer columns take as many bytes as they need.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <thread>
#include <utility>

#include "core/base/Parallel.h"
#include "core/blocks/BlockGrids.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {
namespace {

GridGeometry grid(int i, int j, int k) {
    GridGeometry geometry;
    geometry.block_size = {10, 20, 5};
    geometry.count = {i, j, k};
    return geometry;
}

BlockModel model_with(const std::vector<ColumnInfo>& columns, int n = 20) {
    BlockModel model = *BlockModel::full(grid(n, 9, 8));
    for (const ColumnInfo& info : columns) model.add_column(info);
    return model;
}

const float* read(const BlockModel& model, const std::string& column) {
    return model.real(column, 0);
}

TEST(BlockSharing, ACopyHasTheSameMemoryUntilOneIsWritten) {
    BlockModel model = model_with({{"Cu", ColumnType::real, "%", {}}, {"Au", ColumnType::real, "g/t", {}}});
    model.real("Cu", 1)[3] = 7;
    BlockModel copy = model;
    EXPECT_EQ(read(copy, "Cu"), read(model, "Cu"));
    EXPECT_EQ(copy.parts().topology, model.parts().topology);
    EXPECT_EQ(&copy.leaf(0), &model.leaf(0));

    copy.real("Cu", 1)[3] = 8;
    EXPECT_NE(read(copy, "Cu"), read(model, "Cu"));
    EXPECT_EQ(std::as_const(model).real("Cu", 1)[3], 7);
    EXPECT_EQ(std::as_const(copy).real("Cu", 1)[3], 8);
    EXPECT_EQ(read(copy, "Au"), read(model, "Au")) << "a column that nobody wrote stays shared";
}

TEST(BlockSharing, TheOnlyOwnerWritesInPlace) {
    BlockModel model = model_with({{"Cu", ColumnType::real, "%", {}}});
    const float* before = read(model, "Cu");
    { const BlockModel copy = model; }
    EXPECT_EQ(model.real("Cu", 0), before);
    BlockModel moved = std::move(model);
    EXPECT_EQ(moved.real_leaves("Cu")[0], before);
}

TEST(BlockSharing, ColumnsAreSharedBetweenModelsOfTheSameBlocksOnly) {
    const BlockModel model = model_with({{"Cu", ColumnType::real, "%", {}}});
    BlockModel alike = model_with({{"Cu", ColumnType::real, "g/t", {}}});
    EXPECT_TRUE(alike.share_column(model, "Cu"));
    EXPECT_EQ(read(alike, "Cu"), read(model, "Cu"));
    EXPECT_EQ(alike.columns(), model.columns());
    BlockModel other = model_with({}, 21);
    EXPECT_FALSE(other.share_column(model, "Cu"));
    BlockModel fewer = *BlockModel::where(model.geometry(), [](const Index3& block) {
        return block != Index3{3, 3, 3};
    });
    EXPECT_FALSE(fewer.share_column(model, "Cu"));
    EXPECT_TRUE(fewer.columns().empty());
    EXPECT_THROW((void)alike.share_column(model, "Zn"), std::logic_error);
}

TEST(BlockSharing, SmallIntegersTakeAByteAndReadLikeOthers) {
    BlockModel model = model_with({});
    model.add_column({"pass", ColumnType::integer, "", {}}, 3);
    model.add_column({"most", ColumnType::integer, "", {}}, most_small);
    model.add_column({"samples", ColumnType::integer, "", {}}, most_small + 1);
    EXPECT_TRUE(model.is_small("pass") && model.is_small("most"));
    EXPECT_FALSE(model.is_small("samples"));
    EXPECT_EQ(model.info("pass")->type, ColumnType::integer);
    EXPECT_EQ(std::as_const(model).integer("pass", 0)[0], missing_int);
    EXPECT_TRUE(std::isnan(model.value("pass", {0, 0, 0})));
    for (const std::string column : {"pass", "most", "samples"}) {
        const IntegerWriter writer = model.integer_writer(column);
        writer.set(0, 0, 0);
        writer.set(0, 1, column == "pass" ? 3 : 254);
        writer.set(1, 5, 2);
        writer.set(1, 5, missing_int);
        const IntegerLeaves values = std::as_const(model).integer_leaves(column);
        EXPECT_EQ(values[0][0], 0);
        EXPECT_EQ(values[0][1], column == "pass" ? 3 : 254);
        EXPECT_EQ(values[1][5], missing_int);
        EXPECT_EQ(model.value(column, {0, 0, 1}), column == "pass" ? 3 : 254);
    }
    EXPECT_THROW((void)model.integer("pass", 0), std::logic_error);
    EXPECT_NO_THROW((void)model.integer("samples", 0));
    EXPECT_THROW((void)model.real("pass", 0), std::logic_error);
}

TEST(BlockSharing, CompactNarrowsWhatFitsAndLeavesTheRest) {
    BlockModel model = model_with({{"code", ColumnType::integer, "", {"a", "b"}}});
    model.integer("code", 0)[7] = 254;
    model.integer("code", 0)[8] = 0;
    const BlockModel before = model;
    model.compact("code");
    EXPECT_TRUE(model.is_small("code"));
    EXPECT_FALSE(before.is_small("code"));
    for (int at = 0; at < 512; ++at)
        ASSERT_EQ(std::as_const(model).integer("code", 0)[at], before.integer("code", 0)[at]);
    for (const std::int32_t value : {255, -1, std::numeric_limits<std::int32_t>::max()}) {
        BlockModel wide = before;
        wide.integer("code", 0)[9] = value;
        wide.compact("code");
        EXPECT_FALSE(wide.is_small("code")) << value;
        EXPECT_EQ(std::as_const(wide).integer("code", 0)[9], value);
    }
}

TEST(BlockSharing, TwoThreadsWorkOnTheirOwnCopies) {
    BlockModel model = model_with({{"Cu", ColumnType::real, "%", {}}}, 64);
    for (float* leaf : model.real_leaves("Cu")) std::fill(leaf, leaf + 512, 1.0F);
    for (int round = 0; round < 200; ++round) {
        BlockModel drawn = model, grown = model;
        float seen = 0;
        std::thread reader([&seen, drawn = std::move(drawn)] {
            for (const float* leaf : drawn.real_leaves("Cu"))
                for (int at = 0; at < 512; ++at) seen = std::max(seen, leaf[at]);
        });
        std::thread writer([&grown] {
            grown.add_column({"Au", ColumnType::real, "g/t", {}});
            for (float* leaf : grown.real_leaves("Cu")) std::fill(leaf, leaf + 512, 2.0F);
        });
        reader.join();
        writer.join();
        ASSERT_EQ(seen, 1.0F);
        ASSERT_EQ(std::as_const(grown).real("Cu", 0)[0], 2.0F);
    }
    EXPECT_EQ(std::as_const(model).real("Cu", 0)[0], 1.0F);
}

TEST(BlockSharing, ThreadsThatWriteOneModelPartItOnce) {
    BlockModel model = model_with({{"Cu", ColumnType::real, "%", {}}}, 200);
    const BlockModel shared = model;
    base::parallel_for(model.leaf_count(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end; ++n) model.real("Cu", n)[0] = static_cast<float>(n);
    });
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        ASSERT_EQ(std::as_const(model).real("Cu", n)[0], static_cast<float>(n));
    EXPECT_TRUE(std::isnan(shared.real("Cu", 0)[0]));
}

/// What a model must hold: the value of one block per column.
using Expected = std::map<std::string, double>;

RC_GTEST_PROP(BlockSharing, AnyOrderOfCopiesAndWritesActsLikeDeepCopies, ()) {
    const Index3 block{4, 2, 1};
    const int at = (4 << 6) | (2 << 3) | 1;
    std::vector<BlockModel> models{*BlockModel::full(grid(9, 8, 8))};
    std::vector<Expected> expected(1);
    const int steps = *rc::gen::inRange(1, 60);
    for (int step = 0; step < steps; ++step) {
        const auto which = *rc::gen::inRange<std::size_t>(0, models.size());
        const std::string name(1, "abc"[*rc::gen::inRange(0, 3)]);
        const std::string column = *rc::gen::arbitrary<bool>() ? name + ".real" : name + ".int";
        const bool real = column.ends_with("real");
        BlockModel& model = models[which];
        Expected& values = expected[which];
        const int value = *rc::gen::inRange(0, 200);
        switch (*rc::gen::inRange(0, 6)) {
            case 0:
                models.push_back(model);
                expected.push_back(values);
                break;
            case 1: {
                const auto to = *rc::gen::inRange<std::size_t>(0, models.size());
                models[to] = models[which];
                expected[to] = Expected(expected[which]);
                break;
            }
            case 2:
                model.add_column({column, real ? ColumnType::real : ColumnType::integer, "", {}},
                                 *rc::gen::arbitrary<bool>() ? 200 : BlockModel::unlimited);
                values[column] = std::nan("");
                break;
            case 3:
                model.remove_column(column);
                values.erase(column);
                break;
            case 4:
                if (model.has(column) && !real) model.compact(column);
                break;
            default:
                if (!model.has(column)) break;
                if (real)
                    model.real(column, 0)[at] = static_cast<float>(value);
                else
                    model.integer_writer(column).set(0, at, value);
                values[column] = value;
        }
        for (std::size_t m = 0; m < models.size(); ++m) {
            RC_ASSERT(models[m].columns().size() == expected[m].size());
            for (const auto& [known, wanted] : expected[m]) {
                const double found = models[m].value(known, block);
                RC_ASSERT(found == wanted || (std::isnan(found) && std::isnan(wanted)));
            }
        }
    }
}

}  // namespace
}  // namespace orelens::blocks
