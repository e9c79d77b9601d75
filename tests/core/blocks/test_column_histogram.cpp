#include "core/blocks/ColumnHistogram.h"

#include <gtest/gtest.h>

#include <cmath>

namespace orelens::blocks {
namespace {

/// 30 × 20 × 10 blocks whose value is i; every fifth column j has none, and one block is infinite.
BlockModel sample_model() {
    GridGeometry geometry;
    geometry.block_size = {1, 1, 1};
    geometry.count = {30, 20, 10};
    auto model = BlockModel::full(geometry);
    model->add_column({.name = "v"});
    model->add_column({.name = "n", .type = ColumnType::integer}, 200);
    const auto numbers = model->integer_writer("n");
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(leaf).is_active(at)) continue;
            const Index3 b = model->leaf(leaf).index(at);
            if (b[1] % 5 != 0) model->real("v", leaf)[at] = static_cast<float>(b[0]);
            if (b == Index3{3, 1, 1}) model->real("v", leaf)[at] = INFINITY;
            if (b[2] != 0) numbers.set(leaf, at, b[0] * 2);
        }
    return std::move(*model);
}

TEST(ColumnHistogram, CountsEveryBlockOnce) {
    const BlockModel model = sample_model();
    const auto counted = column_histogram(model, "v", 5, 25, 10);
    ASSERT_TRUE(counted);
    // 16 columns j with values, 10 levels: 160 blocks for each i; two i in a bin, three in the last.
    for (std::size_t n = 0; n < 9; ++n) EXPECT_EQ(counted->count[n], 320) << n;
    EXPECT_EQ(counted->count[9], 480);
    EXPECT_EQ(counted->below, 5 * 160 - 1);
    EXPECT_EQ(counted->above, 4 * 160 + 1);
    EXPECT_EQ(counted->missing, 4 * 30 * 10);
}

TEST(ColumnHistogram, OfAMaskItCountsWhatIsKept) {
    const BlockModel model = sample_model();
    const FilterRow row{.column = "v", .low = 10, .high = 11};
    const auto mask = filter_blocks(model, std::span(&row, 1));
    ASSERT_TRUE(mask);
    const auto counted = column_histogram(model, "n", 0, 60, 6, &*mask);
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->count, (std::vector<std::int64_t>{0, 0, 2 * 16 * 9, 0, 0, 0}));
    EXPECT_EQ(counted->missing, 2 * 16);
    EXPECT_EQ(counted->below + counted->above, 0);
}

TEST(ColumnHistogram, RangesAreOfFiniteValues) {
    const BlockModel model = sample_model();
    EXPECT_EQ(*column_range(model, "v"), (std::pair<double, double>(0, 29)));
    EXPECT_EQ(*column_range(model, "n"), (std::pair<double, double>(0, 58)));
    auto empty = model;
    empty.add_column({.name = "e"});
    EXPECT_TRUE(std::isnan(column_range(empty, "e")->first));
    EXPECT_FALSE(column_range(model, "nowhere"));
}

TEST(ColumnHistogram, WhatCannotBeCountedIsAnError) {
    const BlockModel model = sample_model();
    EXPECT_FALSE(column_histogram(model, "nowhere", 0, 1, 5));
    EXPECT_FALSE(column_histogram(model, "v", 1, 1, 5));
    EXPECT_FALSE(column_histogram(model, "v", 0, INFINITY, 5));
    EXPECT_FALSE(column_histogram(model, "v", 0, 1, 0));
    const BlockMask other;
    EXPECT_FALSE(column_histogram(model, "v", 0, 1, 5, &other));
}

}  // namespace
}  // namespace orelens::blocks
