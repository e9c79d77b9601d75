// Blocks that count in part: volume, tonnes and metal follow the share, prices and block counts do not.
#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/ExamineGrades.h"
#include "core/economics/GradeColumns.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

using testing::random_model;
using testing::random_model_deck;

TEST(Share, WhatIsNotThereWeighsNothing) {
    EXPECT_EQ(counted_share(0.25F), 0.25);
    EXPECT_EQ(counted_share(0), 0);
    EXPECT_EQ(counted_share(1.5F), 1);
    EXPECT_EQ(counted_share(-1), 0);
    EXPECT_EQ(counted_share(blocks::missing_float), 1) << "not stated is whole";
}

TEST(Share, TonnesOfCurvesAndTablesFollowIt) {
    auto model = random_model(7);
    const PriceDeck deck = random_model_deck();
    base::Progress progress;
    ASSERT_TRUE(evaluate(model, deck, progress));
    const auto whole = UsableCurve::build(model, deck, CutoffTest::full, {"Ag"});
    ASSERT_TRUE(whole);
    const blocks::BlockModel bare = model;
    const BlockTonnes full(bare, deck.costs);
    model.add_column({fraction_column, blocks::ColumnType::real, "", {}});
    double tonnes = 0, volume = 0, copper = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const float share = static_cast<float>((leaf * 512 + static_cast<std::size_t>(n)) % 9) / 8;
            model.real(fraction_column, leaf)[n] = share;
            if (!(static_cast<double>(model.real("break_even.Cu.full", leaf)[n]) <= 90'000)) continue;
            const float density = model.real("density", leaf)[n];
            const double mass = 1000.0 * static_cast<double>(share) * (density > 0 ? static_cast<double>(density) : 2.7);
            tonnes += mass;
            volume += 1000.0 * static_cast<double>(share);
            if (const float grade = model.real("Cu", leaf)[n]; !std::isnan(grade)) copper += mass * static_cast<double>(grade) / 100;
        }
    const auto part = UsableCurve::build(model, deck, CutoffTest::full, {"Ag"});
    ASSERT_TRUE(part);
    const UsableTotals totals = part->at(90'000);
    EXPECT_EQ(totals.blocks, whole->at(90'000).blocks) << "a block pays or does not, whatever there is of it";
    EXPECT_NEAR(totals.tonnes, tonnes, 1e-9 * tonnes);
    EXPECT_NEAR(totals.volume_m3, volume, 1e-9 * volume);
    EXPECT_NEAR(totals.metal_tonnes[0], copper, 1e-9 * copper);
    EXPECT_LT(totals.tonnes, 0.6 * whole->at(90'000).tonnes);
    // The shares that stand in the model are those that count in sums by block as well.
    const BlockTonnes tonnes_of(model, deck.costs);
    EXPECT_TRUE(tonnes_of.shared());
    EXPECT_FALSE(full.shared());
    const int at = 77;
    if (model.leaf(0).is_active(at)) {
        EXPECT_DOUBLE_EQ(tonnes_of(0, at), full(0, at) * static_cast<double>(model.real(fraction_column, 0)[at]));
    }
}

}  // namespace
}  // namespace orelens::economics
