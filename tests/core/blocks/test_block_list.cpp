#include "core/blocks/BlockList.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace orelens::blocks {
namespace {

std::shared_ptr<const BlockModel> sample_model() {
    GridGeometry geometry;
    geometry.block_size = {2, 2, 2};
    geometry.count = {19, 11, 9};
    auto model = BlockModel::where(geometry, [](const Index3& b) { return (b[0] * 7 + b[1] * 3 + b[2]) % 4 != 1; });
    model->add_column({.name = "v"});
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            const Index3 b = model->leaf(leaf).index(at);
            if (model->leaf(leaf).is_active(at) && b[2] != 3)
                model->real("v", leaf)[at] = static_cast<float>((b[0] * 31 + b[1] * 17 + b[2] * 5) % 50);
        }
    return std::make_shared<const BlockModel>(std::move(*model));
}

void expect_all_once(const BlockList& list, std::int64_t count) {
    ASSERT_EQ(list.count(), count);
    std::set<std::pair<std::size_t, int>> met;
    for (std::int64_t row = 0; row < list.count(); ++row) {
        const auto place = list.place(row);
        EXPECT_TRUE(met.insert({place.leaf, place.at}).second);
        EXPECT_EQ(list.row_of(list.model().leaf(place.leaf).index(place.at)), row);
    }
}

TEST(BlockList, NumbersEveryBlockOnce) {
    const auto model = sample_model();
    BlockList list(model, nullptr);
    expect_all_once(list, model->block_count());
    ASSERT_TRUE(list.sort("v", false));
    expect_all_once(list, model->block_count());
    EXPECT_EQ(list.row_of({0, 0, 1}), -1);    // no block there
    EXPECT_EQ(list.row_of({400, 0, 0}), -1);  // no grid there
}

TEST(BlockList, OfAFilterItHoldsWhatIsKept) {
    const auto model = sample_model();
    const FilterRow row{.column = "v", .low = 20, .high = 29};
    auto mask = filter_blocks(*model, std::span(&row, 1));
    const std::int64_t kept = mask->kept;
    BlockList list(model, std::make_shared<const BlockMask>(std::move(*mask)));
    ASSERT_GT(kept, 50);
    expect_all_once(list, kept);
    for (std::int64_t n = 0; n < list.count(); ++n) {
        const float v = model->real("v", list.place(n).leaf)[list.place(n).at];
        EXPECT_TRUE(v >= 20 && v <= 29);
    }
}

TEST(BlockList, SortsWithMissingValuesLast) {
    const auto model = sample_model();
    BlockList list(model, nullptr);
    for (const bool descending : {false, true}) {
        ASSERT_TRUE(list.sort("v", descending));
        bool missing = false;
        double last = descending ? INFINITY : -INFINITY;
        for (std::int64_t n = 0; n < list.count(); ++n) {
            const double v = static_cast<double>(model->real("v", list.place(n).leaf)[list.place(n).at]);
            missing = missing || std::isnan(v);
            ASSERT_EQ(std::isnan(v), missing);
            if (missing) continue;
            ASSERT_TRUE(descending ? v <= last : v >= last);
            last = v;
        }
        EXPECT_TRUE(missing);
    }
    ASSERT_TRUE(list.sort("z", true));
    EXPECT_EQ(model->leaf(list.place(0).leaf).index(list.place(0).at)[2], 8);
    list.unsort();
    expect_all_once(list, model->block_count());
}

TEST(BlockList, WhatCannotBeSortedStaysAsItWas) {
    const auto model = sample_model();
    BlockList list(model, nullptr);
    ASSERT_TRUE(list.sort("v", true));
    const auto before = list.place(5);
    EXPECT_FALSE(list.sort("nowhere", true));
    base::Progress cancelled;
    cancelled.cancel();
    EXPECT_FALSE(list.sort("z", true, cancelled));
    EXPECT_EQ(list.place(5).at, before.at);
    EXPECT_EQ(list.place(5).leaf, before.leaf);
}

}  // namespace
}  // namespace orelens::blocks
