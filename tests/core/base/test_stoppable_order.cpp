#include "core/base/StoppableOrder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

namespace orelens::base {
namespace {

std::vector<int> shuffled(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    for (std::size_t n = 0; n < all.size(); ++n) std::swap(all[n], all[(n * 7919) % all.size()]);
    return all;
}

TEST(StoppableOrder, OrdersAsTheLibraryDoes) {
    std::vector<int> all = shuffled(100'000);
    const auto sort = [&](const auto& less) { std::sort(all.begin(), all.end(), less); };
    const Progress progress;
    EXPECT_TRUE(order_unless_cancelled(&progress, std::greater<>(), sort));
    EXPECT_TRUE(std::ranges::is_sorted(all, std::greater<>()));
    EXPECT_TRUE(order_unless_cancelled(nullptr, std::less<>(), sort));
    EXPECT_TRUE(std::ranges::is_sorted(all));
}

TEST(StoppableOrder, LeavesOffSoonAfterACancel) {
    std::vector<int> all = shuffled(1'000'000);
    const Progress progress;
    int compared = 0, cancelled_at = 200'000;
    const auto less = [&](int a, int b) {
        if (++compared == cancelled_at) progress.cancel();
        return a < b;
    };
    const auto sort = [&](const auto& by) { std::stable_sort(all.begin(), all.end(), by); };
    EXPECT_FALSE(order_unless_cancelled(&progress, less, sort));
    EXPECT_GE(compared, cancelled_at);
    EXPECT_LE(compared, cancelled_at + (1 << 15));
    compared = 0;
    EXPECT_FALSE(order_unless_cancelled(&progress, less, sort));
    EXPECT_EQ(compared, 0) << "cancelled before it began";
}

}  // namespace
}  // namespace orelens::base
