#include "core/blocks/BlockFilter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

using namespace orelens;
using blocks::BlockMask;
using blocks::BlockModel;
using blocks::FilterRow;
using Kind = blocks::FilterRow::Kind;

namespace {

/// 20 × 9 × 10 blocks of 10 m, every seventh of them absent; grades are i, missing where j = 4; rock is k % 3,
/// missing where k = 9.
BlockModel sample_model() {
    blocks::GridGeometry geometry;
    geometry.origin = {1000, 2000, 100};
    geometry.block_size = {10, 10, 10};
    geometry.count = {20, 9, 10};
    auto model = BlockModel::where(geometry, [](const blocks::Index3& at) {
        return (at[0] + 3 * at[1] + 5 * at[2]) % 7 != 0;
    });
    EXPECT_TRUE(model);
    model->add_column({.name = "Cu", .unit = "%"});
    model->add_column({.name = "岩 石", .type = blocks::ColumnType::integer, .codes = {"A", "B", "C"}}, 2);
    const auto rock = model->integer_writer("岩 石");
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(leaf).is_active(at)) continue;
            const auto ijk = model->leaf(leaf).index(at);
            if (ijk[1] != 4) model->real("Cu", leaf)[at] = static_cast<float>(ijk[0]);
            if (ijk[2] != 9) rock.set(leaf, at, ijk[2] % 3);
        }
    return std::move(*model);
}

/// Asked block by block.
std::int64_t counted(const BlockModel& model, const std::function<bool(const blocks::Index3&)>& wanted) {
    std::int64_t count = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(leaf).is_active(at)) count += wanted(model.leaf(leaf).index(at)) ? 1 : 0;
    return count;
}

std::int64_t kept(const BlockModel& model, std::vector<FilterRow> rows) {
    const auto mask = blocks::filter_blocks(model, rows);
    EXPECT_TRUE(mask) << (mask ? "" : base::describe(mask.error(), base::Language::english));
    if (!mask) return -1;
    std::int64_t bits = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            bits += mask->has(leaf, at) ? 1 : 0;
            EXPECT_TRUE(!mask->has(leaf, at) || model.leaf(leaf).is_active(at));
        }
    EXPECT_EQ(bits, mask->kept);
    return mask->kept;
}

}  // namespace

TEST(BlockFilter, WithoutConditionsEveryBlockIsKept) {
    const BlockModel model = sample_model();
    EXPECT_EQ(kept(model, {}), model.block_count());
    EXPECT_EQ(kept(model, {{.on = false, .column = "nowhere"}}), model.block_count());
}

TEST(BlockFilter, ARangeHoldsBothItsEndsAndNoMissingValues) {
    const BlockModel model = sample_model();
    const auto in = [](const blocks::Index3& b) { return b[1] != 4 && b[0] >= 3 && b[0] <= 7; };
    EXPECT_EQ(kept(model, {{.column = "Cu", .low = 3, .high = 7}}), counted(model, in));
    const auto out = [](const blocks::Index3& b) { return b[1] != 4 && (b[0] < 3 || b[0] > 7); };
    EXPECT_EQ(kept(model, {{.inverted = true, .column = "Cu", .low = 3, .high = 7}}), counted(model, out));
}

TEST(BlockFilter, CodesBoxesAndPolygonsAreMetTogether) {
    const BlockModel model = sample_model();
    const std::vector<FilterRow> rows{
        {.kind = Kind::codes, .column = "岩 石", .codes = {0, 2}},
        {.kind = Kind::box, .box_low = {1000, 2000, 125}, .box_high = {1095, 2100, 165}},
        // A triangle: x − 1000 + y − 2000 < 120.
        {.kind = Kind::polygon, .polygon = {{{1000, 2000}}, {{1120, 2000}}, {{1000, 2120}}}},
    };
    const auto wanted = [](const blocks::Index3& b) {
        const double x = 10 * b[0] + 5, y = 10 * b[1] + 5, z = 100 + 10 * b[2] + 5;
        return b[2] != 9 && b[2] % 3 != 1 && x <= 95 && z >= 125 && z <= 165 && x + y < 120;
    };
    EXPECT_GT(counted(model, wanted), 20);
    EXPECT_EQ(kept(model, rows), counted(model, wanted));
}

TEST(BlockFilter, FormulasReadColumnsAndPlaces) {
    const BlockModel model = sample_model();
    const auto wanted = [](const blocks::Index3& b) {
        return b[1] != 4 && b[2] != 9 && ((b[0] > 5 && b[2] % 3 == 1) || 105 + 10 * b[2] < 120);
    };
    EXPECT_EQ(kept(model, {{.kind = Kind::expression, .expression = "(Cu > 5 && [岩 石] == 1) || z < 120"}}),
              // Either side may be missing: then nobody knows.
              counted(model, wanted));
    EXPECT_EQ(kept(model, {{.kind = Kind::expression, .inverted = true, .expression = "Cu > 5"}}),
              counted(model, [](const blocks::Index3& b) { return b[1] != 4 && b[0] <= 5; }));
}

TEST(BlockFilter, WhatCannotBeAskedIsNamed) {
    const BlockModel model = sample_model();
    const auto error = [&](const FilterRow& row) {
        const auto good = blocks::check_filter(model, row);
        EXPECT_FALSE(good);
        const auto mask = blocks::filter_blocks(model, std::span(&row, 1));
        EXPECT_FALSE(mask);
        return good ? std::string() : base::describe(good.error(), base::Language::english);
    };
    EXPECT_THAT(error({.column = "Au"}), testing::HasSubstr("no column 'Au'"));
    EXPECT_THAT(error({.kind = Kind::codes, .column = "Cu", .codes = {1}}), testing::HasSubstr("not classes"));
    EXPECT_THAT(error({.column = "Cu", .low = 2, .high = 1}), testing::HasSubstr("no value"));
    EXPECT_THAT(error({.column = "Cu", .low = std::nan("")}), testing::HasSubstr("no value"));
    EXPECT_THAT(error({.kind = Kind::polygon, .polygon = {{{0, 0}}, {{1, 1}}}}), testing::HasSubstr("three"));
    EXPECT_THAT(error({.kind = Kind::box, .box_low = {0, 0, std::nan("")}}), testing::HasSubstr("box"));
    for (const char* formula : {"", "Cu >", "Cu > 1 &&", "zinc > 1", "[zinc] > 1", "[Cu > 1", "Cu, 1", "\"Cu\" > 1",
                                "Cu = 1", "sin(", "Cu > 1; z"})
        EXPECT_THAT(error({.kind = Kind::expression, .expression = formula}), testing::HasSubstr("cannot be read"))
            << formula;
    EXPECT_THAT(error({.kind = Kind::expression, .expression = "z < 5 && zinc > 1"}),
                testing::HasSubstr("character 10 ('zinc')"));
}

RC_GTEST_PROP(BlockFilter, ConditionAndItsOppositePartTheBlocksThatHaveAValue, (double low, double width)) {
    RC_PRE(std::isfinite(low) && std::isfinite(width));
    static const BlockModel model = sample_model();
    const FilterRow row{.column = "Cu", .low = std::fmod(low, 20), .high = std::fmod(low, 20) + std::fabs(std::fmod(width, 9))};
    FilterRow other = row;
    other.inverted = true;
    RC_ASSERT(kept(model, {row}) + kept(model, {other}) ==
              counted(model, [](const blocks::Index3& b) { return b[1] != 4; }));
}

TEST(BlockFilter, ACancelLeavesNothing) {
    const BlockModel model = sample_model();
    base::Progress progress;
    progress.cancel();
    const FilterRow row{.column = "Cu", .low = 3};
    const auto mask = blocks::filter_blocks(model, std::span(&row, 1), progress);
    ASSERT_FALSE(mask);
    EXPECT_EQ(mask.error().kind, base::ErrorKind::cancelled);
}
