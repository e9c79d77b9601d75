#include "core/drilling/Places.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace orelens::drilling {
namespace {

TEST(Places, NumberedByFirstSample) {
    const std::vector<double> x{5, 1, 5, 1.0004, std::nan(""), std::nan(""), 1.001};
    const std::vector<double> y(7, 2), z(7, 3);
    const Places places = places_of(x, y, z);
    EXPECT_EQ(places.of, (std::vector<std::uint32_t>{0, 1, 0, 1, 2, 3, 4}));
    EXPECT_EQ(places.count, 5U);
    EXPECT_EQ(shared_members(places), (std::vector<std::vector<std::uint32_t>>{{0, 2}, {1, 3}}));
    EXPECT_FALSE(places_of({}, {}, {}).shared());
}

TEST(Places, SamplesOfAVerticalHoleAreApart) {
    std::vector<double> x(2000, 10), y(2000, 20), z;
    for (int n = 0; n < 2000; ++n) z.push_back(-n * 0.01);
    EXPECT_EQ(places_of(x, y, z).count, 2000U);
}

TEST(Places, CancelledIsNothing) {
    base::Progress progress;
    progress.cancel();
    const std::vector<double> at{1, 1};
    EXPECT_TRUE(places_of(at, at, at, &progress).of.empty());
}

/// Two samples are at one place exactly where they lie together, when places are far apart.
RC_GTEST_PROP(Places, EqualsComparingAll, ()) {
    const auto at = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 27));
    std::vector<double> x, y, z;
    for (const int n : at) {
        x.push_back(n % 3);
        y.push_back(n / 3 % 3 + 1e-4 * static_cast<double>(x.size() % 2));
        z.push_back(n / 9);
    }
    const Places places = places_of(x, y, z);
    for (std::size_t a = 0; a < at.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) RC_ASSERT((places.of[a] == places.of[b]) == (at[a] == at[b]));
}

}  // namespace
}  // namespace orelens::drilling
