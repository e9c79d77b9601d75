#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/Parallel.h"
#include "core/economics/FilterTonnes.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"
#include "tests/support/CancelAt.h"

namespace orelens::economics {
namespace {

using orelens::testing::CancelAt;
using testing::random_model;
using testing::random_model_deck;

blocks::BlockModel evaluated(unsigned seed) {
    auto model = random_model(seed);
    base::Progress progress;
    if (!evaluate(model, random_model_deck(), progress)) throw std::runtime_error("evaluate");
    return model;
}

UsableCurve curve_of(const blocks::BlockModel& model, CutoffTest test = CutoffTest::full) {
    auto curve = UsableCurve::build(model, random_model_deck(), test, {"Ag"});
    if (!curve) throw std::runtime_error(base::describe(curve.error(), base::Language::english));
    return *curve;
}

/// Adds up every block with break-even ≤ price, in model order.
UsableTotals brute_force(const blocks::BlockModel& model, CutoffTest test, double price) {
    UsableTotals sum{.price = price, .metal_tonnes = {0, 0, 0}, .grade = {0, 0, 0}};
    const char* names[] = {"Cu", "Au", "Ag"};
    const double unit[] = {1e-2, 1e-6, 1e-6};
    double assayed[3] = {};
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            const float even = model.real(break_even_column("Cu", test), n)[at];
            if (!model.leaf(n).is_active(at) || !(even <= price)) continue;
            const double density = model.real("density", n)[at];
            const double tonnes = 1000 * (std::isnan(density) ? 2.7 : density);
            ++sum.blocks;
            sum.volume_m3 += 1000;
            sum.tonnes += tonnes;
            for (int e = 0; e < 3; ++e) {
                const double grade = model.real(names[e], n)[at];
                if (std::isnan(grade)) continue;
                sum.metal_tonnes[e] += tonnes * grade * unit[e];
                assayed[e] += tonnes;
            }
        }
    for (int e = 0; e < 3; ++e)
        sum.grade[e] = assayed[e] > 0 ? sum.metal_tonnes[e] / assayed[e] / unit[e] : std::nan("");
    return sum;
}

void expect_same(const UsableTotals& a, const UsableTotals& b) {
    EXPECT_EQ(a.blocks, b.blocks);
    EXPECT_DOUBLE_EQ(a.volume_m3, b.volume_m3);
    EXPECT_NEAR(a.tonnes, b.tonnes, 1e-12 * b.tonnes);
    for (std::size_t e = 0; e < 3; ++e) {
        EXPECT_NEAR(a.metal_tonnes[e], b.metal_tonnes[e], 1e-11 * b.metal_tonnes[e]);
        if (std::isnan(b.grade[e])) {
            EXPECT_TRUE(std::isnan(a.grade[e]));
        } else {
            EXPECT_NEAR(a.grade[e], b.grade[e], 1e-11 * b.grade[e]);
        }
    }
}

TEST(UsableCurve, WithinAFilterItIsTheCurveOfTheBlocksKept) {
    const auto model = evaluated(12);
    const UsableCurve curve = curve_of(model);
    const blocks::FilterRow row{.column = "Cu", .low = 0.3};
    const auto mask = blocks::filter_blocks(model, std::span(&row, 1));
    ASSERT_TRUE(mask);
    ASSERT_GT(mask->kept, 10);
    ASSERT_LT(mask->kept, model.block_count());
    // Blocks that are left out lose their price.
    auto part = model;
    for (std::size_t n = 0; n < part.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (!mask->has(n, at)) part.real(break_even_column("Cu", CutoffTest::full), n)[at] = blocks::missing_float;
    const auto within = curve.within(*mask);
    ASSERT_TRUE(within);
    for (const double price : {0.0, 500.0, 3e3, 2e4, 1e9}) {
        expect_same(within->at(price), brute_force(part, CutoffTest::full, price));
        EXPECT_LE(within->at(price).blocks, mask->kept);
    }
    const auto all = blocks::filter_blocks(model, {});
    expect_same(curve.within(*all)->total(), curve.total());
    EXPECT_FALSE(curve.within(blocks::BlockMask{}));
    base::Progress cancelled;
    cancelled.cancel();
    EXPECT_FALSE(curve.within(*mask, cancelled));
}

TEST(FilterTonnes, AreThoseOfEveryBlockKept) {
    const auto model = evaluated(13);
    const blocks::FilterRow row{.column = "Cu", .low = 0.2, .high = 0.9};
    const auto mask = blocks::filter_blocks(model, std::span(&row, 1));
    ASSERT_TRUE(mask);
    const auto sums = filter_tonnes(model, *mask, random_model_deck().costs);
    ASSERT_TRUE(sums);
    double tonnes = 0, volume = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            const float grade = model.real("Cu", n)[at];
            if (!(grade >= 0.2F && static_cast<double>(grade) <= 0.9)) continue;
            const float density = model.real("density", n)[at];
            tonnes += 1000 * (std::isnan(density) ? 2.7 : static_cast<double>(density));
            volume += 1000;
        }
    EXPECT_EQ(sums->blocks, mask->kept);
    EXPECT_NEAR(sums->tonnes, tonnes, 1e-9 * tonnes);
    EXPECT_NEAR(sums->volume_m3, volume, 1e-6);
    EXPECT_FALSE(filter_tonnes(model, {}, random_model_deck().costs));
}

TEST(UsableCurve, EqualsBruteForceAtAThousandRandomPrices) {
    for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
        const auto model = evaluated(11);
        const UsableCurve curve = curve_of(model, test);
        std::mt19937 random(99);
        std::uniform_real_distribution<double> exponent(2, 7);
        for (int i = 0; i < 1000; ++i) {
            const double price = std::pow(10, exponent(random));
            expect_same(curve.at(price), brute_force(model, test, price));
            if (HasFailure()) FAIL() << "at price " << price;
        }
        for (const double price : {0.0, curve.prices().front(), curve.prices()[777], curve.prices().back()})
            expect_same(curve.at(price), brute_force(model, test, price));
    }
}

TEST(UsableCurve, ReadsTheModelsColumnsAndKeepsAnsweringWhenTheModelGoes) {
    UsableTotals before;
    UsableCurve kept;
    {
        blocks::BlockModel model = evaluated(11);
        const float* memory = std::as_const(model).real_values("Cu");
        const UsableCurve curve = curve_of(model);
        before = curve.at(70000);
        EXPECT_NE(model.real("Cu", 0), memory) << "the curve shares the column: writing must part it";
        for (float* leaf : model.real_leaves("Cu")) std::fill(leaf, leaf + 512, 99.0F);
        expect_same(curve.at(70000), before);
        kept = curve;
    }
    expect_same(kept.at(70000), before);
    EXPECT_EQ(kept.price_count(), kept.prices().size());
    EXPECT_EQ(kept.price(777), kept.prices()[777]);
}

TEST(UsableCurve, NeverFallsWhenThePriceRises) {
    const UsableCurve curve = curve_of(evaluated(12));
    std::int64_t blocks = -1;
    double tonnes = -1, metal = -1;
    for (const UsableTotals& totals : curve.sample(0, 300000, 2000)) {
        EXPECT_GE(totals.blocks, blocks);
        EXPECT_GE(totals.tonnes, tonnes);
        EXPECT_GE(totals.metal_tonnes[0], metal);
        blocks = totals.blocks;
        tonnes = totals.tonnes;
        metal = totals.metal_tonnes[0];
    }
    EXPECT_LE(blocks, curve.total().blocks);
}

TEST(UsableCurve, ExtremesMeanWhatTheySay) {
    const auto model = evaluated(13);
    const UsableCurve curve = curve_of(model);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto everything = curve.total();
    EXPECT_GT(everything.blocks, curve.at(infinity).blocks);  // some blocks no price pays for
    EXPECT_EQ(curve.at(infinity).blocks - curve.at(0).blocks,
              static_cast<std::int64_t>(curve.prices().size()));
    EXPECT_GT(curve.at(0).blocks, 0);  // gold alone pays for some
    EXPECT_EQ(curve.at(std::nan("")).blocks, 0);
    EXPECT_LT(everything.blocks, model.block_count());  // blocks without any grade are not counted
    EXPECT_TRUE(std::ranges::is_sorted(curve.prices()));
    EXPECT_EQ(UsableCurve().at(1).blocks, 0);
}

TEST(UsableCurve, ElementsAreTheDecksThenTheOthers) {
    const UsableCurve curve = curve_of(evaluated(14));
    EXPECT_EQ(curve.elements(), (std::vector<std::string>{"Cu", "Au", "Ag"}));
    EXPECT_EQ(curve.units(), (std::vector<std::string>{"%", "g/t", "ppm"}));
}

TEST(UsableCurve, CategoriesSumToTheWhole) {
    const auto model = evaluated(15);
    const auto by = UsableCurve::build_by(model, random_model_deck(), CutoffTest::full, {"Ag"}, "ore_type");
    ASSERT_TRUE(by);
    ASSERT_EQ(by->size(), 4U);
    EXPECT_EQ((*by)[0].first, "oxide");
    EXPECT_EQ((*by)[2].first, "sulphide");
    EXPECT_EQ((*by)[3].first, "");  // blocks without a code
    const UsableCurve whole = curve_of(model);
    for (const double price : {0.0, 30000.0, 70000.0, 1e6}) {
        UsableTotals sum{.metal_tonnes = {0, 0, 0}};
        for (const auto& [name, curve] : *by) {
            const auto part = curve.at(price);
            sum.blocks += part.blocks;
            sum.tonnes += part.tonnes;
            for (std::size_t e = 0; e < 3; ++e) sum.metal_tonnes[e] += part.metal_tonnes[e];
        }
        const auto all = whole.at(price);
        EXPECT_EQ(sum.blocks, all.blocks);
        EXPECT_NEAR(sum.tonnes, all.tonnes, 1e-12 * all.tonnes);
        for (std::size_t e = 0; e < 3; ++e)
            EXPECT_NEAR(sum.metal_tonnes[e], all.metal_tonnes[e], 1e-11 * all.metal_tonnes[e]);
    }
}

TEST(UsableCurve, SameBitsForAnyNumberOfThreads) {
    const auto model = evaluated(16);
    base::set_thread_limit(1);
    const UsableCurve one = curve_of(model);
    base::set_thread_limit(0);
    const UsableCurve many = curve_of(model);
    for (const double price : {1e4, 5e4, 7e4, 2e5}) {
        EXPECT_EQ(one.at(price).tonnes, many.at(price).tonnes);
        EXPECT_EQ(one.at(price).metal_tonnes, many.at(price).metal_tonnes);
    }
}

TEST(UsableCurve, SampleHitsBothEnds) {
    const UsableCurve curve = curve_of(evaluated(17));
    const auto points = curve.sample(10000, 90000, 5);
    ASSERT_EQ(points.size(), 5U);
    EXPECT_EQ(points.front().price, 10000);
    EXPECT_EQ(points[2].price, 50000);
    EXPECT_EQ(points.back().price, 90000);
    const auto [low, high] = curve.useful_range();
    EXPECT_GE(low, 0);
    EXPECT_LE(low, 35000);
    EXPECT_GE(high, 105000);
    EXPECT_LE(high, 210000);
}

TEST(UsableCurve, AMistypedPriceDoesNotStretchTheUsefulRange) {
    const auto model = evaluated(17);
    const UsableCurve curve = curve_of(model);
    EXPECT_EQ(curve.useful_range(70000), curve.useful_range()) << "the deck's own price";
    const auto [low, high] = curve.useful_range(1e9);
    EXPECT_EQ(curve.useful_range(1e-6), std::pair(low, high)) << "only the break-even prices decide";
    EXPECT_FALSE(curve.near_break_evens(1e9));
    EXPECT_FALSE(curve.near_break_evens(1e-6));
    EXPECT_FALSE(curve.near_break_evens(0));
    EXPECT_TRUE(curve.near_break_evens(70000));
    const double median = curve.prices()[curve.prices().size() / 2];
    EXPECT_LT(low, median);
    EXPECT_GT(high, median);
    EXPECT_LT(high, 4 * median);
    auto deck = random_model_deck();
    deck.commodities.front().price = 1e9;
    const auto mistyped = UsableCurve::build(model, deck, CutoffTest::full, {"Ag"});
    ASSERT_TRUE(mistyped);
    EXPECT_EQ(mistyped->useful_range(), std::pair(low, high));
    EXPECT_EQ(mistyped->useful_range(70000), curve.useful_range()) << "as if it had never been typed";
}

TEST(UsableCurve, NeedsAnEvaluatedModel) {
    const auto model = random_model(18);
    const auto refused = UsableCurve::build(model, random_model_deck(), CutoffTest::full, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "economics.not_evaluated");
    const auto no_category =
        UsableCurve::build_by(evaluated(18), random_model_deck(), CutoffTest::full, {}, "density");
    ASSERT_FALSE(no_category);
    EXPECT_EQ(no_category.error().what.key, "economics.no_category_column");
    EXPECT_FALSE(UsableCurve::build(evaluated(18), random_model_deck(), CutoffTest::full, {"Zn"}));
}

TEST(UsableCurve, ACancelEndsItAtEveryReport) {
    const blocks::BlockModel model = evaluated(21);
    CancelAt never(0);
    ASSERT_TRUE(UsableCurve::build_by(model, random_model_deck(), CutoffTest::full, {"Ag"}, "ore_type",
                                      never.progress));
    ASSERT_GE(never.reports, 2);
    for (int n = 1; n <= never.reports; ++n) {
        CancelAt at(n);
        const auto curves = UsableCurve::build_by(model, random_model_deck(), CutoffTest::full, {"Ag"},
                                                  "ore_type", at.progress);
        ASSERT_FALSE(curves) << n;
        EXPECT_EQ(curves.error().kind, base::ErrorKind::cancelled);
        EXPECT_EQ(at.reports, n) << "it stops where it was told to";
    }
    CancelAt before(0);
    before.progress.cancel();
    const auto curve =
        UsableCurve::build(model, random_model_deck(), CutoffTest::full, {"Ag"}, before.progress);
    ASSERT_FALSE(curve);
    EXPECT_EQ(curve.error().kind, base::ErrorKind::cancelled);
}

TEST(UsableCurve, ADensityOfZeroIsAir) {
    auto model = random_model(11);
    base::Progress progress;
    double air = 0, stated = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            float& density = model.real("density", n)[at];
            if (at % 3 == 0) density = 0;
            if (at % 3 == 1) density = blocks::missing_float;
        }
    ASSERT_TRUE(evaluate(model, random_model_deck(), progress));
    const UsableTotals all = curve_of(model).total();
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at) ||
                std::isnan(model.real(break_even_column("Cu", CutoffTest::full), n)[at]))
                continue;
            const double density = model.real("density", n)[at];
            stated += 1000 * (std::isnan(density) ? 2.7 : density);
            air += density == 0 ? 1 : 0;
        }
    EXPECT_GT(air, 0);
    EXPECT_NEAR(all.tonnes, stated, 1e-9 * stated);
}

}  // namespace
}  // namespace orelens::economics
