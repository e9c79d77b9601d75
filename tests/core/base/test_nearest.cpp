#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/Nearest.h"

namespace orelens::base {
namespace {

TEST(Nearest, DistancesAreEdits) {
    EXPECT_EQ(edit_distance("price", "price"), 0);
    EXPECT_EQ(edit_distance("Price", "price"), 0);
    EXPECT_EQ(edit_distance("pricee", "price"), 1);
    EXPECT_EQ(edit_distance("prcie", "price"), 1);
    EXPECT_EQ(edit_distance("", "abc"), 3);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
}

TEST(Nearest, TakesTheClosestAndNothingWhenAllAreFar) {
    const std::vector<std::string> known{"length", "lag", "recovery"};
    EXPECT_EQ(nearest("lenght", known), "length");
    EXPECT_EQ(nearest("recvery", known), "recovery");
    EXPECT_EQ(nearest("zzzzzz", known), "");
    EXPECT_EQ(nearest("x", {}), "");
    EXPECT_EQ(nearest("Zz", {"Ag", "Au", "Cu"}), "");  // no letter in common
    EXPECT_EQ(nearest("CU", {"Ag", "Au", "Cu"}), "Cu");
    EXPECT_EQ(nearest("Ca", {"Ag", "Fe", "Cu"}), "Cu");
}

RC_GTEST_PROP(Nearest, IsAMeasureThatSeesBothWaysAlike, (const std::string& a, const std::string& b)) {
    RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
    RC_ASSERT(edit_distance(a, a) == 0);
    RC_ASSERT(edit_distance(a, b) <= static_cast<int>(std::max(a.size(), b.size())));
    RC_ASSERT(edit_distance(a, b) >= std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())));
}

}  // namespace
}  // namespace orelens::base
