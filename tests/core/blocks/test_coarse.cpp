#include "core/blocks/Coarse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/support/CancelAt.h"

namespace orelens::blocks {
namespace {

double noise(const Index3& b, std::uint32_t seed) {
    std::uint32_t h = (b[0] * 73856093U) ^ (b[1] * 19349663U) ^ (b[2] * 83492791U) ^ (seed * 2654435761U);
    h = (h ^ (h >> 15)) * 2246822519U;
    return (h ^ (h >> 16)) / 4294967296.0;
}

BlockModel sample() {
    GridGeometry geometry;
    geometry.origin = {100, 200, 10};
    geometry.block_size = {2, 3, 4};
    geometry.count = {21, 13, 19};
    geometry.azimuth_deg = 30;
    auto model = BlockModel::where(geometry, [](const Index3& b) { return noise(b, 1) < 0.3; });
    model->add_column({"Cu", ColumnType::real, "%", {}});
    model->add_column({"rock", ColumnType::integer, "", {"a", "b", "c"}}, 2);
    const IntegerWriter rock = model->integer_writer("rock");
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(n).is_active(at)) continue;
            const Index3 b = model->leaf(n).index(at);
            if (noise(b, 2) < 0.8) model->real("Cu", n)[at] = static_cast<float>(noise(b, 3));
            if (noise(b, 4) < 0.8) rock.set(n, at, static_cast<std::int32_t>(3 * noise(b, 5)));
        }
    return *model;
}

TEST(Coarse, EveryBlockIsTheMeanAndTheMostFrequentOfThoseItStandsFor) {
    const BlockModel model = sample();
    for (const int factor : {2, 4, 8}) {
        const auto coarse = coarsened(model, factor, base::Progress());
        ASSERT_TRUE(coarse);
        const GridGeometry& grid = coarse->geometry();
        EXPECT_EQ(grid.count, (Index3{(21 + factor - 1) / factor, (13 + factor - 1) / factor,
                                      (19 + factor - 1) / factor}));
        EXPECT_EQ(grid.origin, model.geometry().origin);
        std::int64_t blocks = 0;
        for (int i = 0; i < grid.count[0]; ++i)
            for (int j = 0; j < grid.count[1]; ++j)
                for (int k = 0; k < grid.count[2]; ++k) {
                    double sum = 0;
                    int count = 0, there = 0;
                    std::map<double, int> codes;
                    for (int a = 0; a < factor; ++a)
                        for (int b = 0; b < factor; ++b)
                            for (int c = 0; c < factor; ++c) {
                                const Index3 at{i * factor + a, j * factor + b, k * factor + c};
                                const std::size_t leaf = model.leaf_of(at);
                                if (leaf >= model.leaf_count() ||
                                    !model.leaf(leaf).is_active((at[0] & 7) << 6 | (at[1] & 7) << 3 | (at[2] & 7)))
                                    continue;
                                ++there;
                                const double cu = model.value("Cu", at), rock = model.value("rock", at);
                                if (!std::isnan(cu)) sum += cu, ++count;
                                if (rock >= 0) ++codes[rock];
                            }
                    blocks += there > 0 ? 1 : 0;
                    const double mean = coarse->value("Cu", {i, j, k});
                    if (count > 0) {
                        ASSERT_NEAR(mean, sum / count, 1e-6);
                    } else {
                        ASSERT_TRUE(std::isnan(mean));
                    }
                    double best = static_cast<double>(missing_int);
                    int most = 0;
                    for (const auto& [code, times] : codes)
                        if (times > most) best = code, most = times;
                    const double rock = coarse->value("rock", {i, j, k});
                    ASSERT_TRUE(rock == best || (most == 0 && !(rock >= 0))) << rock << " " << best;
                }
        EXPECT_EQ(coarse->block_count(), blocks);
        EXPECT_EQ(coarse->info("rock")->codes, model.info("rock")->codes);
    }
}

TEST(Coarse, TheFactorIsTheLeastThatDoes) {
    GridGeometry geometry;
    geometry.count = {16, 16, 16};
    const auto model = BlockModel::full(geometry);
    EXPECT_EQ(coarse_factor(*model, 4096), 1);
    EXPECT_EQ(coarse_factor(*model, 4095), 2);
    EXPECT_EQ(coarse_factor(*model, 64), 4);
    EXPECT_EQ(coarse_factor(*model, 1), 8);
}

TEST(Coarse, IsCancelled) {
    const BlockModel model = sample();
    testing::CancelAt whole(0);
    ASSERT_TRUE(coarsened(model, 2, whole.progress));
    for (int n = 1; n <= whole.reports; ++n) {
        testing::CancelAt cancel(n);
        const auto stopped = coarsened(model, 2, cancel.progress);
        ASSERT_FALSE(stopped) << n;
        EXPECT_EQ(stopped.error().kind, base::ErrorKind::cancelled);
    }
}

}  // namespace
}  // namespace orelens::blocks
