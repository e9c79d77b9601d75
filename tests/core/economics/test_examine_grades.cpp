// What examination counts, and that a grade below zero is a zero to evaluation, curve and single blocks
// alike.
#include "core/economics/ExamineGrades.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

using testing::random_model;
using testing::random_model_deck;

blocks::BlockModel row_of(const std::vector<float>& grades) {
    const blocks::GridGeometry geometry{.origin = {0, 0, 0},
                                        .block_size = {10, 10, 10},
                                        .count = {static_cast<std::int32_t>(grades.size()), 1, 1}};
    auto model = std::move(*blocks::BlockModel::full(geometry));
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < grades.size(); ++n) {
        const blocks::Index3 at{static_cast<std::int32_t>(n), 0, 0};
        model.real("Cu", model.leaf_of(at))[(n & 7U) << 6U] = grades[n];
    }
    return model;
}

TEST(ExamineGrade, CountsBlocksAndTonnesOfEveryDoubt) {
    const auto model = row_of({-0.5F, 0.0F, 0.1F, 0.2F, 3.0F, 100.0F, 100.5F, blocks::missing_float, 0.3F});
    const Costs costs{.density_t_per_m3 = 2};
    const auto seen = examine_grade(model, costs, "Cu", 0.2, 3.0);
    EXPECT_EQ(seen.known.blocks, 8);
    EXPECT_EQ(seen.known.tonnes, 16000);
    EXPECT_EQ(seen.missing.blocks, 1);
    EXPECT_EQ(seen.below_zero.blocks, 1);
    EXPECT_EQ(seen.below_zero.tonnes, 2000);
    EXPECT_NEAR(seen.metal_below_zero, 10, 1e-9);
    EXPECT_EQ(seen.above_total.blocks, 1) << "100 % is possible";
    EXPECT_EQ(seen.below_low.blocks, 2) << "0.2 as a float is 0.2";
    EXPECT_EQ(seen.above_high.blocks, 1);
    EXPECT_EQ(seen.lowest, -0.5);
    EXPECT_EQ(seen.highest, 100.5);
}

TEST(ExamineGrade, FindsNothingInASoundModel) {
    const auto model = random_model(3);
    const auto seen = examine_grade(model, random_model_deck().costs, "Cu");
    EXPECT_GT(seen.known.blocks, 0);
    EXPECT_EQ(
        seen.below_zero.blocks + seen.above_total.blocks + seen.below_low.blocks + seen.above_high.blocks, 0);
    EXPECT_EQ(seen.metal_below_zero, 0);
    EXPECT_EQ(seen.known.blocks + seen.missing.blocks, model.block_count());
    EXPECT_EQ(examine_grade(model, {}, "ore_type").known.blocks, 0) << "no grade";
    EXPECT_EQ(examine_grade(model, {}, "none").known.blocks, 0);
}

TEST(Unassayed, EqualsAPlainCount) {
    const auto model = random_model(5);
    const PriceDeck deck = random_model_deck();
    const auto amounts = unassayed(model, deck);
    ASSERT_EQ(amounts.size(), 2U);
    std::int64_t without[2] = {}, any = 0;
    double tonnes = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const bool cu = !std::isnan(model.real("Cu", n)[at]), au = !std::isnan(model.real("Au", n)[at]);
            if (!cu && !au) continue;
            ++any;
            without[0] += !cu;
            without[1] += !au;
            const float density = model.real("density", n)[at];
            if (!cu) tonnes += 1000 * (density > 0 ? static_cast<double>(density) : 2.7);
        }
    EXPECT_GT(without[0], 0);
    EXPECT_EQ(amounts[0].without.blocks, without[0]);
    EXPECT_EQ(amounts[1].without.blocks, without[1]);
    EXPECT_EQ(amounts[0].all.blocks, any);
    EXPECT_NEAR(amounts[0].without.tonnes, tonnes, 1e-9 * tonnes);
}

TEST(GradedAbove, CountsBlocksWithAGradeByTheirCentre) {
    blocks::GridGeometry geometry{.origin = {0, 0, 100}, .block_size = {10, 10, 10}, .count = {1, 1, 5}};
    auto model = std::move(*blocks::BlockModel::full(geometry));
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (int k = 0; k < 4; ++k) model.real("Cu", 0)[k] = 1;
    EXPECT_EQ(graded_above(model, {}, {"Cu"}, 125).blocks, 1) << "one at 135; that at 145 has no grade";
    EXPECT_EQ(graded_above(model, {}, {"Cu"}, 135).blocks, 0);
    EXPECT_EQ(graded_above(model, {}, {"Cu", "absent"}, 0).blocks, 4);
}

/// The same model twice: with grades below zero, and with zeros in their place.
class BelowZero : public ::testing::Test {
  protected:
    blocks::BlockModel negative = random_model(8), zero = random_model(8);
    PriceDeck deck = random_model_deck();
    BelowZero() {
        for (std::size_t n = 0; n < negative.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                for (const char* column : {"Cu", "Au"})
                    if (negative.leaf(n).is_active(at) && negative.real(column, n)[at] < 0.05F) {
                        negative.real(column, n)[at] = -0.3F;
                        zero.real(column, n)[at] = 0;
                    }
        base::Progress progress;
        EXPECT_TRUE(evaluate(negative, deck, progress));
        EXPECT_TRUE(evaluate(zero, deck, progress));
    }
};

TEST_F(BelowZero, CountsAsZeroInEvaluation) {
    for (const std::string& column :
         {std::string(nsr_column), std::string(margin_full), break_even_column("Cu", CutoffTest::full)})
        for (std::size_t n = 0; n < zero.leaf_count(); ++n)
            for (int at = 0; at < 512; ++at)
                if (zero.leaf(n).is_active(at) && !std::isnan(zero.real(column, n)[at])) {
                    ASSERT_EQ(negative.real(column, n)[at], zero.real(column, n)[at]) << column;
                }
    EXPECT_EQ(break_even(deck, "Cu", CutoffTest::full, {-0.1, 3e-6}, -300),
              break_even(deck, "Cu", CutoffTest::full, {0, 3e-6}, -300));
    EXPECT_EQ(nsr(deck, {-0.1, 3e-6}), nsr(deck, {0, 3e-6}));
}

TEST_F(BelowZero, UsableMetalNeverExceedsTheTotal) {
    const auto curve = *UsableCurve::build(negative, deck, CutoffTest::full, {});
    const auto same = *UsableCurve::build(zero, deck, CutoffTest::full, {});
    const UsableTotals total = curve.total();
    for (double price = 0; price < 400000; price += 5000) {
        const UsableTotals usable = curve.at(price);
        EXPECT_EQ(usable.metal_tonnes, same.at(price).metal_tonnes);
        for (std::size_t e = 0; e < usable.metal_tonnes.size(); ++e)
            EXPECT_LE(usable.metal_tonnes[e], total.metal_tonnes[e]);
    }
    EXPECT_GT(examine_grade(negative, deck.costs, "Cu").metal_below_zero, 0);
}

TEST_F(BelowZero, ShareWithoutAGradeIsOfTheTonnes) {
    const auto curve = *UsableCurve::build(zero, deck, CutoffTest::full, {"Ag"});
    const UsableTotals total = curve.total();
    double tonnes = 0, without = 0;
    for (std::size_t n = 0; n < zero.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!zero.leaf(n).is_active(at)) continue;
            if (std::isnan(zero.real(break_even_column("Cu", CutoffTest::full), n)[at])) continue;
            const float density = zero.real("density", n)[at];
            const double t = 1000 * (density > 0 ? static_cast<double>(density) : 2.7);
            tonnes += t;
            if (std::isnan(zero.real("Ag", n)[at])) without += t;
        }
    EXPECT_NEAR(unassayed_share(total, 2), without / tonnes, 1e-12);
    EXPECT_TRUE(std::isnan(unassayed_share(curve.at(std::nan("")), 0))) << "no tonnes, no share";
}

}  // namespace
}  // namespace orelens::economics
