#include "core/blocks/BucketVolume.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace orelens::blocks {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(BucketVolume, BytesFollowTheLadder) {
    GridGeometry geometry;
    geometry.count = {9, 1, 1};
    auto model = BlockModel::where(geometry, [](const Index3& b) { return b[0] != 1; });
    model->add_column({"be", ColumnType::real, "", {}});
    const float values[] = {-infinity, 0, 10, 10.5F, 20, 30, 30.5F, infinity, missing_float};
    for (int i = 0; i < 9; ++i)
        if (i != 1) model->real("be", model->leaf_of({i, 0, 0}))[(i & 7) << 6] = values[i];
    base::Progress progress;
    const auto volume = bucket_volume(*model, "be", {10, 20, 30}, progress);
    ASSERT_TRUE(volume);
    EXPECT_EQ(volume->cells, (std::vector<std::uint8_t>{1, 0, 1, 2, 2, 3, 255, 255, 255}));
    EXPECT_EQ(usable_bucket(volume->ladder, 9.9), 0);
    EXPECT_EQ(usable_bucket(volume->ladder, 10), 1);
    EXPECT_EQ(usable_bucket(volume->ladder, 29), 2);
    EXPECT_EQ(usable_bucket(volume->ladder, 1e9), 3);
}

TEST(BucketVolume, CoversTheActiveBoxOnly) {
    GridGeometry geometry;
    geometry.count = {100, 100, 100};
    auto model = BlockModel::where(geometry, [](const Index3& b) {
        return b[0] >= 13 && b[0] < 42 && b[1] >= 30 && b[1] < 33 && b[2] >= 9 && b[2] < 95 &&
               (b[0] + b[2]) % 2 == 0;
    });
    model->add_column({"be", ColumnType::real, "", {}});
    base::Progress progress;
    const auto volume = bucket_volume(*model, "be", {1}, progress);
    ASSERT_TRUE(volume);
    EXPECT_EQ(volume->first, (Index3{13, 30, 9}));
    EXPECT_EQ(volume->count, (Index3{29, 3, 86}));
    EXPECT_EQ(volume->at({13, 30, 9}), BucketVolume::never);
    EXPECT_EQ(volume->at({14, 30, 9}), BucketVolume::empty);
    EXPECT_EQ(volume->at({12, 30, 9}), BucketVolume::empty);
}

TEST(BucketVolume, ModelWithoutBlocksIsEmpty) {
    auto model = BlockModel::where(GridGeometry{}, [](const Index3&) { return false; });
    model->add_column({"be", ColumnType::real, "", {}});
    base::Progress progress;
    const auto volume = bucket_volume(*model, "be", {1}, progress);
    ASSERT_TRUE(volume);
    EXPECT_TRUE(volume->cells.empty());
}

TEST(BucketVolume, RefusesBadLaddersColumnsAndCancel) {
    auto model = BlockModel::full(GridGeometry{});
    model->add_column({"be", ColumnType::real, "", {}});
    model->add_column({"code", ColumnType::integer, "", {}});
    base::Progress progress;
    const std::vector<std::vector<double>> bad{{}, {2, 1}, {1, std::nan("")}, std::vector<double>(255, 1.0)};
    for (const auto& ladder : bad)
        EXPECT_EQ(bucket_volume(*model, "be", ladder, progress).error().what.key, "blocks.bad_ladder");
    EXPECT_EQ(bucket_volume(*model, "code", {1}, progress).error().what.key, "blocks.no_real_column");
    progress.cancel();
    EXPECT_EQ(bucket_volume(*model, "be", {1}, progress).error().kind, base::ErrorKind::cancelled);
}

RC_GTEST_PROP(BucketVolume, AtEachLadderPriceTheBytesAreTheUsableBlocks, ()) {
    GridGeometry geometry;
    geometry.count = {*rc::gen::inRange(1, 30), *rc::gen::inRange(1, 30), *rc::gen::inRange(1, 30)};
    const int steps = *rc::gen::inRange(2, 255);
    const auto seed = *rc::gen::inRange<std::uint32_t>(1, 100000);
    const auto dice = [seed](const Index3& b, std::uint32_t salt) {
        std::uint32_t h =
            (b[0] * 73856093U) ^ (b[1] * 19349663U) ^ (b[2] * 83492791U) ^ ((seed + salt) * 2654435761U);
        h = (h ^ (h >> 15)) * 2246822519U;
        return (h ^ (h >> 13)) / 4294967296.0;
    };
    auto model =
        BlockModel::where(geometry, [&](const Index3& b) { return seed % 2 == 0 || dice(b, 1) < 0.7; });
    model->add_column({"be", ColumnType::real, "", {}});
    const auto ladder = even_ladder(3999.95, 14000.1, steps);
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) {
                const double x = dice(model->leaf(n).index(p), 2);
                // A third of the values sit on a step, where rounding would show.
                model->real("be", n)[p] =
                    x < 0.33 ? static_cast<float>(ladder[static_cast<std::size_t>(x * steps)])
                             : static_cast<float>(x * 18000);
            }
    base::Progress progress;
    const auto volume = bucket_volume(*model, "be", ladder, progress);
    RC_ASSERT(volume.has_value());
    for (int i = 0; i < geometry.count[0]; ++i)
        for (int j = 0; j < geometry.count[1]; ++j)
            for (int k = 0; k < geometry.count[2]; ++k) {
                const double value = model->value("be", {i, j, k});
                const int byte = volume->at({i, j, k});
                if (std::isnan(value)) {
                    RC_ASSERT(byte == 0);
                    continue;
                }
                int wanted = 255;
                for (int b = steps; b > 0; --b)
                    if (value <= ladder[b - 1]) wanted = b;
                RC_ASSERT(byte == wanted);
            }
}

}  // namespace
}  // namespace orelens::blocks
