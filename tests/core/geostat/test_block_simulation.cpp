// Simulation at block support: points in blocks, scores, the way back, and what must hold of the realisations.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/base/Parallel.h"
#include "core/geostat/BlockSimulation.h"
#include "core/statistics/Gaussian.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;

BlockModel grid_of(std::int32_t nx, std::int32_t ny, std::int32_t nz) {
    blocks::GridGeometry grid;
    grid.origin = {0, 0, 0};
    grid.block_size = {10, 10, 5};
    grid.count = {nx, ny, nz};
    BlockModel model = *BlockModel::full(grid);
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (float* leaf : model.real_leaves("Cu")) std::fill_n(leaf, 512, blocks::missing_float);
    const auto leaves = model.real_leaves("Cu");
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) leaves[leaf][n] = 1;
    return model;
}

/// Lognormal samples on an even net through the middle of the grid.
struct Samples {
    std::vector<double> x, y, z, value, weight;
    std::vector<std::int32_t> hole;
    explicit Samples(int side) {
        for (int i = 0; i < side; ++i)
            for (int j = 0; j < side; ++j) {
                x.push_back(17.3 + 40 * i);
                y.push_back(23.1 + 40 * j);
                z.push_back(7.2);
                const double share = (((i * 7 + j * 3) % (side * side)) + 0.5) / (side * side);
                value.push_back(std::exp(0.6 * statistics::normal_score(share)));
                weight.push_back(1 + 0.5 * (i % 2));
                hole.push_back(i * side + j);
            }
    }
    [[nodiscard]] SamplePlaces places() const { return {x, y, z, hole, {}}; }
};

BlockSimulation rule_of(int realisations, double low, double high) {
    BlockSimulation rule;
    rule.points.variogram = {0.1, {{StructureType::spherical, 0.9, {0, 0, 0, 80, 80, 30}}}};
    rule.points.search = {0, 0, 0, 120, 120, 45};
    rule.points.max_data = 16;
    rule.points.max_nodes = 20;
    rule.points.realisations = realisations;
    rule.points.together = 8;
    rule.tails = {low, statistics::Tails::Upper::linear, high, 1.5};
    return rule;
}

Realisations made(const BlockModel& model, const Samples& s, const BlockSimulation& rule) {
    const auto blocks = blocks_with(model, "Cu");
    std::vector<std::size_t> to;
    for (std::size_t n = 0; n < blocks.size(); ++n) to.push_back(n);
    Realisations grades;
    grades.nodes = blocks.size();
    grades.scores.assign(static_cast<std::size_t>(rule.points.realisations), std::vector<float>(blocks.size(), NAN));
    base::Progress progress;
    const auto done = simulate_blocks(model, blocks, to, s.places(), s.value, s.weight, rule, grades, progress);
    EXPECT_TRUE(done) << base::describe(done.error(), base::Language::english);
    return grades;
}

TEST(BlockSimulation, PointsAreTheMiddlesOfTheBlocksParts) {
    const BlockModel model = grid_of(3, 2, 1);
    const auto blocks = blocks_with(model, "Cu");
    const auto nodes = points_in(model, blocks, {2, 1, 3});
    ASSERT_TRUE(nodes);
    ASSERT_EQ(nodes->block.size(), 6U * 6);
    std::set<std::array<std::int32_t, 3>> all(nodes->block.begin(), nodes->block.end());
    EXPECT_EQ(all.size(), 36U);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const auto centre = model.geometry().centre(model.leaf(blocks[b].leaf).index(blocks[b].at));
        std::array<double, 3> mean{};
        for (std::size_t p = 0; p < 6; ++p)
            for (int a = 0; a < 3; ++a) mean[static_cast<std::size_t>(a)] += nodes->geometry.centre(nodes->block[b * 6 + p])[a] / 6;
        for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(mean[a], centre[a], 1e-9);
    }
    EXPECT_FALSE(points_in(grid_of(2000, 2000, 20), {}, {16, 16, 16})) << "more than a path can number";
}

TEST(BlockSimulation, ScoresAreStandardByWeightAndTiesArePartedBySeed) {
    std::vector<double> values, weights;
    for (int n = 0; n < 400; ++n) {
        values.push_back(n < 100 ? 0.0 : 0.01 * n);
        weights.push_back(1 + n % 3);
    }
    const ScoredSamples scored = score_samples(values, weights, 5);
    double mean = 0, square = 0, weight = 0;
    std::set<double> different;
    for (std::size_t n = 0; n < values.size(); ++n) {
        mean += weights[n] * scored.score[n];
        square += weights[n] * scored.score[n] * scored.score[n];
        weight += weights[n];
        different.insert(scored.score[n]);
    }
    EXPECT_NEAR(mean / weight, 0, 1e-3);
    EXPECT_NEAR(square / weight, 1, 0.02);
    EXPECT_EQ(different.size(), values.size()) << "no two share a score";
    EXPECT_EQ(score_samples(values, weights, 5).score, scored.score);
    EXPECT_NE(score_samples(values, weights, 6).score, scored.score);
    double tied = 0;  // not by the order of the table: ranks of the first half of the ties are about as high as of the second
    for (std::size_t n = 0; n < 100; ++n) tied += (n < 50 ? -1 : 1) * scored.score[n] / 50;
    EXPECT_LT(std::abs(tied), 0.3);
    EXPECT_TRUE(score_samples(std::vector<double>{2, 2, NAN}, {}, 1).table.value.empty()) << "no spread";
    EXPECT_TRUE(score_samples({}, {}, 1).table.value.empty());
}

TEST(BlockSimulation, OnePointAtASampleIsTheSample) {
    // A sample in the very centre of a block, blocks of one point: every realisation has its value there.
    const BlockModel model = grid_of(12, 12, 3);
    Samples s(5);
    s.x[7] = 55;
    s.y[7] = 45;
    s.z[7] = 7.5;
    BlockSimulation rule = rule_of(10, 0, 6);
    rule.per_block = {1, 1, 1};
    const Realisations grades = made(model, s, rule);
    const auto blocks = blocks_with(model, "Cu");
    for (std::size_t b = 0; b < blocks.size(); ++b)
        if (model.leaf(blocks[b].leaf).index(blocks[b].at) == blocks::Index3{5, 4, 1}) {
            for (const auto& one : grades.scores) EXPECT_NEAR(one[b], s.value[7], 1e-5);
        }
}

TEST(BlockSimulation, GivesBackTheDistributionWithinItsEnds) {
    const BlockModel model = grid_of(24, 24, 3);
    const Samples s(6);
    double data = 0, weight = 0, low = 1e9, high = 0;
    for (std::size_t n = 0; n < s.value.size(); ++n) {
        data += s.weight[n] * s.value[n];
        weight += s.weight[n];
        low = std::min(low, s.value[n]);
        high = std::max(high, s.value[n]);
    }
    data /= weight;
    BlockSimulation points = rule_of(60, 0, high), blocks = points;
    points.per_block = {1, 1, 1};
    blocks.per_block = {2, 2, 2};
    const auto moments = [](const Realisations& grades) {
        double mean = 0, square = 0, n = 0;
        for (const auto& one : grades.scores)
            for (const float g : one) {
                mean += g;
                square += static_cast<double>(g) * g;
                ++n;
            }
        return std::pair{mean / n, square / n - mean * mean / n / n};
    };
    const Realisations of_points = made(model, s, points), of_blocks = made(model, s, blocks);
    const auto [point_mean, point_variance] = moments(of_points);
    const auto [block_mean, block_variance] = moments(of_blocks);
    EXPECT_NEAR(point_mean / data, 1, 0.08);
    EXPECT_NEAR(block_mean / data, 1, 0.08);
    EXPECT_LT(block_variance, 0.9 * point_variance) << "blocks vary less than points";
    EXPECT_GT(block_variance, 0.4 * point_variance);
    for (const auto& one : of_points.scores)
        for (const float g : one) {
            EXPECT_GE(g, 0);
            EXPECT_LE(g, high * (1 + 1e-6));
        }
    // Realisations differ, and less where samples are near.
    const BlockStatistics stats = block_statistics(of_points, data, base::Progress());
    for (std::size_t b = 0; b < stats.mean.size(); ++b) {
        EXPECT_LE(stats.p10[b], stats.p50[b]);
        EXPECT_LE(stats.p50[b], stats.p90[b]);
        EXPECT_GE(stats.above[b], 0);
        EXPECT_LE(stats.above[b], 1);
    }
}

TEST(BlockSimulation, TheSameWhateverTheThreadsAndOtherForAnotherSeed) {
    const BlockModel model = grid_of(12, 12, 3);
    const Samples s(5);
    BlockSimulation rule = rule_of(10, 0, 6);
    base::set_thread_limit(1);
    const Realisations one = made(model, s, rule);
    base::set_thread_limit(4);
    const Realisations four = made(model, s, rule);
    base::set_thread_limit(0);
    EXPECT_EQ(one.scores, four.scores);
    rule.points.seed = 2;
    EXPECT_NE(made(model, s, rule).scores, one.scores);
}

TEST(BlockSimulation, StatisticsByHand) {
    Realisations grades;
    grades.nodes = 2;
    for (const float g : {4.F, 1.F, 3.F, 2.F}) grades.scores.push_back({g, NAN});
    const BlockStatistics s = block_statistics(grades, 3, base::Progress());
    EXPECT_FLOAT_EQ(s.mean[0], 2.5F);
    EXPECT_FLOAT_EQ(s.sd[0], std::sqrt(5.F / 3));
    EXPECT_FLOAT_EQ(s.above[0], 0.5F) << "at the cutoff counts";
    EXPECT_FLOAT_EQ(s.p50[0], 2.5F);
    EXPECT_FLOAT_EQ(s.p10[0], 1.F);  // 0.1·4 − ½ lies below the first
    EXPECT_TRUE(std::isnan(s.mean[1]));
}

TEST(BlockSimulation, SamplesThatAreAllAlikeMakeBlocksAllAlike) {
    const BlockModel model = grid_of(4, 4, 1);
    Samples s(3);
    std::ranges::fill(s.value, 0.7);
    const Realisations grades = made(model, s, rule_of(3, 0, 6));
    for (const auto& one : grades.scores)
        for (const float g : one) EXPECT_FLOAT_EQ(g, 0.7F);
}

TEST(BlockSimulation, TailsThatDoNotHoldTheSamplesAreRefused) {
    const BlockModel model = grid_of(4, 4, 1);
    const Samples s(3);
    const auto blocks = blocks_with(model, "Cu");
    std::vector<std::size_t> to(blocks.size());
    Realisations grades;
    grades.nodes = blocks.size();
    grades.scores.assign(3, std::vector<float>(blocks.size()));
    base::Progress progress;
    EXPECT_FALSE(simulate_blocks(model, blocks, to, s.places(), s.value, s.weight, rule_of(3, 0, 0.5), grades, progress));
    EXPECT_FALSE(simulate_blocks(model, blocks, to, s.places(), s.value, s.weight, rule_of(3, 2, 9), grades, progress));
}

}  // namespace
}  // namespace orelens::geostat
