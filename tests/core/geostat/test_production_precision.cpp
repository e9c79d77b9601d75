// The precision of a period's production: against realisations whose spread is known.
#include "core/geostat/ProductionPrecision.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/ConfidenceClasses.h"
#include "core/statistics/Gaussian.h"

namespace orelens::geostat {
namespace {

constexpr int count = 201;

/// The values (k − ½)/n of a normal distribution about 1, in a fixed order that `turn` changes.
double normal_of(int realisation, int turn, double sd) {
    const int k = (realisation * 7 + turn * 13) % count;  // 7 and 201 share no factor: each value once
    return 1 + sd * statistics::normal_score((k + 0.5) / count);
}

/// 12 × 4 × 2 blocks of 10 m; those from `second` along u have another spread.
struct Made {
    SimulationNodes nodes;
    Realisations grades;
    std::vector<double> tonnes;
    explicit Made(double sd_first, double sd_second, int second = 4) {
        nodes.geometry.block_size = {10, 10, 10};
        nodes.geometry.count = {12, 4, 2};
        for (int k = 0; k < 2; ++k)
            for (int j = 0; j < 4; ++j)
                for (int i = 0; i < 12; ++i) nodes.block.push_back({i, j, k});
        grades.nodes = nodes.block.size();
        tonnes.assign(grades.nodes, 2500);
        for (int r = 0; r < count; ++r) {
            std::vector<float> one;
            for (const blocks::Index3& at : nodes.block)
                one.push_back(static_cast<float>(normal_of(r, 0, at[0] < second ? sd_first : sd_second)));
            grades.scores.push_back(std::move(one));
        }
    }
    [[nodiscard]] std::vector<float> precision(const ProductionVolume& volume) const {
        auto made = production_precision(nodes, grades, tonnes, volume, base::Progress());
        if (!made) throw std::runtime_error("refused");
        return *made;
    }
};

TEST(ProductionPrecision, IsThatOfTheRealisations) {
    // 16 blocks of 2500 t: 4 × 4 blocks on one level. Blocks of a panel move together: the panel's spread is the blocks'.
    const Made made(0.1, 0.05);
    const auto found = made.precision({40'000, 0});
    for (std::size_t n = 0; n < found.size(); ++n)
        EXPECT_NEAR(found[n], 100 * 1.6449 * (made.nodes.block[n][0] < 4 ? 0.1 : 0.05), 0.1) << n;
    // 48 blocks: all of one level. A third of its tonnes are of the first spread.
    EXPECT_NEAR(Made(0.1, 0.05).precision({1e9, 0})[0], 100 * 1.6449 * (0.1 + 2 * 0.05) / 3, 0.1);
}

TEST(ProductionPrecision, OfBlocksThatErrAloneFallsWithTheirNumber) {
    Made made(0.2, 0.2);
    // Each block has its own order of the same values: nearly independent of the others.
    std::uint64_t x = 5;
    for (std::size_t n = 0; n < made.nodes.block.size(); ++n)
        for (int r = count - 1; r > 0; --r) {
            x = x * 6364136223846793005ULL + 1442695040888963407ULL;
            const auto other = static_cast<std::size_t>((x >> 33) % static_cast<std::uint64_t>(r + 1));
            std::swap(made.grades.scores[static_cast<std::size_t>(r)][n], made.grades.scores[other][n]);
        }
    const double alone = made.precision({2500, 0})[0], sixteen = made.precision({40'000, 0})[0];
    EXPECT_NEAR(alone, 100 * 1.6449 * 0.2, 0.2);
    EXPECT_NEAR(sixteen, 100 * 1.6449 * 0.2 / 4, 2.0);
    // Two levels together halve the area.
    EXPECT_NEAR(made.precision({80'000, 20})[0], 100 * 1.6449 * 0.2 / std::sqrt(32.0), 1.7);
}

TEST(ProductionPrecision, TheFurtherEndCounts) {
    Made made(0.1, 0.1);
    for (auto& one : made.grades.scores)
        for (float& grade : one) grade = std::exp(10 * (grade - 1));  // lognormal with σ = 1
    const double mean = std::exp(0.5), top = std::exp(1.6449);
    EXPECT_NEAR(made.precision({40'000, 0})[0], 100 * (top - mean) / mean, 5);
}

TEST(ProductionPrecision, APanelThatIsNearlyEmptyIsJudgedWithItsNeighbour) {
    Made made(0.2, 0.02, 8);
    for (std::size_t n = 0; n < made.tonnes.size(); ++n) {
        const int i = made.nodes.block[n][0];
        made.tonnes[n] = i < 4 ? 2500 : i < 8 ? 100 : 2600;
    }
    // Panels of 4 × 4 blocks for the mean block of 1733 t.
    const auto found = made.precision({27'200, 0});
    EXPECT_NEAR(found[0], 100 * 1.6449 * 0.2, 0.3);
    EXPECT_NEAR(found[8], 100 * 1.6449 * 0.02, 0.03);
    // 1600 t of the unsure with 41 600 t of the sure beside them.
    EXPECT_NEAR(found[4], 100 * 1.6449 * (1600 * 0.2 + 41'600 * 0.02) / 43'200, 0.05);
}

TEST(ProductionPrecision, WhatIsNotKnownIsNotSaid) {
    Made made(0.1, 0.1);
    made.grades.scores.resize(19);
    for (const float one : made.precision({40'000, 0})) EXPECT_TRUE(std::isnan(one)) << "too few realisations";
    Made some(0.1, 0.1);
    for (auto& one : some.grades.scores) one[3] = std::nanf("");
    const auto found = some.precision({40'000, 0});
    EXPECT_TRUE(std::isnan(found[3])) << "never simulated";
    EXPECT_NEAR(found[2], 16.449, 0.1) << "its panel goes by the others";
    const auto refused = [&](const ProductionVolume& volume) {
        const auto made_of = production_precision(some.nodes, some.grades, some.tonnes, volume, base::Progress());
        return !made_of && made_of.error().what.key == "geostat.bad_production";
    };
    EXPECT_TRUE(refused({0, 0}));
    EXPECT_TRUE(refused({-1, 0}));
    EXPECT_TRUE(refused({1, -1}));
    EXPECT_TRUE(refused({1, std::nan("")}));
    some.tonnes.pop_back();
    EXPECT_TRUE(refused({1, 0}));
    base::Progress progress;
    progress.cancel();
    EXPECT_EQ(production_precision(made.nodes, made.grades, made.tonnes, {40'000, 0}, progress).error().kind, base::ErrorKind::cancelled);
}

// A class that asks for precision takes it from the column; unknown is not enough.
TEST(ProductionPrecision, DecidesTheClass) {
    blocks::GridGeometry grid;
    grid.count = {4, 1, 1};
    auto model = blocks::BlockModel::full(grid);
    ASSERT_TRUE(model);
    model->add_column({"Cu.simulated_precision", blocks::ColumnType::real, "%", {}});
    const float known[] = {10, 15, 15.1F, std::nanf("")};
    const auto leaves = model->real_leaves("Cu.simulated_precision");
    for (int i = 0; i < 4; ++i)
        for (int n = 0; n < 512; ++n)
            if (model->leaf(0).is_active(n) && model->leaf(0).index(n)[0] == i) leaves[0][n] = known[i];
    ClassesRule rule;
    rule.of[0].use = true;
    rule.of[0].most_precision = 15;
    rule.of[1].use = true;
    const std::vector<double> at{0};
    const std::vector<std::int32_t> hole{0};
    base::Progress progress;
    const SamplePlaces places{at, at, at, hole, {}};
    const auto without = classify(*model, places, rule, {}, progress);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().what.key, "geostat.no_such_column");
    ClassColumns columns;
    columns.precision = "Cu.simulated_precision";
    ASSERT_TRUE(classify(*model, places, rule, columns, progress));
    const int expected[] = {measured, measured, indicated, indicated};
    for (int i = 0; i < 4; ++i) EXPECT_EQ(model->value(class_column, {i, 0, 0}), expected[i]) << i;
    rule.of[0].most_precision = std::nan("");
    EXPECT_EQ(classify(*model, places, rule, columns, progress).error().what.key, "geostat.bad_classes");
}

}  // namespace
}  // namespace orelens::geostat
