// The test of an underground mine: a block counts from the price at which a box as wide as the least mining width is
// usable around it; compared with trying every box.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <utility>

#include "core/economics/Value.h"
#include "core/pits/Stopes.h"

namespace orelens::pits {
namespace {

using blocks::Index3;

/// A sheet of ore between barren rock, with holes: copper in percent by a function of the block.
template <class Grade>
blocks::BlockModel sheet(const Index3& count, const blocks::Vec3& size, const Grade& grade) {
    const blocks::GridGeometry geometry{.origin = {0, 0, 0}, .block_size = size, .count = count};
    blocks::BlockModel model = blocks::BlockModel::where(geometry, [](const Index3&) { return true; }).value();
    model.add_column({"Cu", blocks::ColumnType::real, "%", {}});
    for (std::size_t n = 0; n < model.leaf_count(); ++n) {
        float* const cu = model.real("Cu", n);
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) cu[at] = static_cast<float>(grade(model.leaf(n).index(at)));
    }
    return model;
}

economics::PriceDeck deck() {
    economics::PriceDeck deck;
    deck.commodities = {{.name = "Cu", .price = 8000, .recovery_percent = 90}};
    deck.main_commodity = "Cu";
    deck.costs = {.currency = "USD", .mining = 30, .processing = 20};
    return deck;
}

void evaluate(blocks::BlockModel& model) {
    base::Progress progress;
    ASSERT_TRUE(economics::evaluate(model, deck(), progress).has_value());
}

TEST(Stopes, AreTheBoxesThatTryingAllOfThemFinds) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> even(0, 2.5);
    const Index3 count{9, 7, 6};
    blocks::BlockModel model = sheet(count, {2, 2.5, 2}, [&](const Index3&) {
        const double grade = even(random);
        return grade < 0.1 ? std::nan("") : grade;
    });
    evaluate(model);
    const auto notes = add_stope_prices(model, deck(), {.width_m = 4}, base::Progress());
    ASSERT_TRUE(notes.has_value());
    EXPECT_EQ(notes->box, (Index3{2, 2, 2}));
    const std::string column = economics::break_even_column("Cu", economics::CutoffTest::full);
    const auto price = [&](int i, int j, int k) {
        const double found = model.value(column, {i, j, k});
        return std::isnan(found) ? std::numeric_limits<double>::infinity() : found;
    };
    for (int k = 0; k < count[2]; ++k)
        for (int j = 0; j < count[1]; ++j)
            for (int i = 0; i < count[0]; ++i) {
                double lowest = std::numeric_limits<double>::infinity();
                for (int box = 0; box < 8; ++box) {
                    const Index3 first{i - (box & 1), j - (box >> 1 & 1), k - (box >> 2)};
                    double dearest = -std::numeric_limits<double>::infinity();
                    for (int part = 0; part < 8; ++part) {
                        const Index3 at{first[0] + (part & 1), first[1] + (part >> 1 & 1), first[2] + (part >> 2)};
                        const bool there = at[0] >= 0 && at[1] >= 0 && at[2] >= 0 && at[0] < count[0] &&
                                           at[1] < count[1] && at[2] < count[2];
                        dearest = std::max(dearest, there ? price(at[0], at[1], at[2])
                                                          : std::numeric_limits<double>::infinity());
                    }
                    lowest = std::min(lowest, dearest);
                }
                ASSERT_EQ(model.value(stope_column, {i, j, k}), lowest) << i << " " << j << " " << k;
            }
}

TEST(Stopes, AVeinThinnerThanTheWidthIsNotMined) {
    blocks::BlockModel model =
        sheet({12, 12, 12}, {2, 2, 2}, [](const Index3& ijk) { return ijk[0] == 5 || ijk[0] == 6 ? 2.0 : 0.01; });
    evaluate(model);
    blocks::BlockModel wide(model);
    const auto fits = add_stope_prices(wide, deck(), {.width_m = 4}, base::Progress());
    ASSERT_TRUE(fits.has_value());
    EXPECT_EQ(fits->too_narrow, 0);
    EXPECT_LE(wide.value(stope_column, {5, 0, 11}), 8000);
    const auto narrow = add_stope_prices(model, deck(), {.width_m = 4.1}, base::Progress());
    ASSERT_TRUE(narrow.has_value());
    EXPECT_EQ(narrow->box, (Index3{3, 3, 3}));
    EXPECT_EQ(narrow->too_narrow, 2 * 12 * 12);
    EXPECT_NEAR(narrow->too_narrow_tonnes, 288 * 8 * 2.7, 1e-6);
    EXPECT_GT(model.value(stope_column, {5, 5, 5}), 8000);
}

TEST(Stopes, BlocksOutsideTheSolidAreLeftOutAndNonsenseIsRefused) {
    blocks::BlockModel model = sheet({6, 6, 6}, {5, 5, 5}, [](const Index3&) { return 2.0; });
    model.add_column({"solid", blocks::ColumnType::real, "", {}});
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) model.real("solid", n)[at] = model.leaf(n).index(at)[0] < 3 ? 1.0F : 0.2F;
    evaluate(model);
    blocks::BlockModel some(model);
    const auto notes = add_stope_prices(some, deck(), {.width_m = 10, .share_column = "solid"}, base::Progress());
    ASSERT_TRUE(notes.has_value());
    EXPECT_EQ(notes->outside, 3 * 36);
    EXPECT_LE(some.value(stope_column, {2, 2, 2}), 8000);
    EXPECT_TRUE(std::isinf(some.value(stope_column, {3, 2, 2})));
    const auto none = add_stope_prices(model, deck(), {.width_m = 0}, base::Progress());
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().what.key, "pits.width");
    EXPECT_FALSE(add_stope_prices(model, deck(), {.width_m = 5, .share_column = "absent"}, base::Progress()));
    EXPECT_FALSE(model.has(stope_column));
}

}  // namespace
}  // namespace orelens::pits
