// Loops in pieces: every item once, no piece longer than stated, and nothing begun after a cancel.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <vector>

#include "core/base/Parallel.h"
#include "core/base/Progress.h"
#include "tests/support/CancelAt.h"

namespace orelens::base {
namespace {

using Loop = bool (*)(std::size_t, std::size_t, const Progress&,
                      const std::function<void(std::size_t, std::size_t)>&);
class Pieces : public ::testing::TestWithParam<Loop> {};
INSTANTIATE_TEST_SUITE_P(Loops, Pieces, ::testing::Values(&parallel_pieces, &ordered_pieces));

TEST_P(Pieces, HoldEveryItemOnceAndAreNoLongerThanStated) {
    for (const std::size_t count : {0, 1, 99, 100, 101, 12345}) {
        std::vector<std::atomic<int>> seen(count);
        std::mutex guard;
        std::size_t longest = 0, pieces = 0;
        double last = 0;
        const Progress progress([&](double fraction, const Message&) {
            const std::scoped_lock lock(guard);
            last = std::max(last, fraction);
        });
        EXPECT_TRUE(GetParam()(count, 100, progress, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) ++seen[n];
            const std::scoped_lock lock(guard);
            longest = std::max(longest, end - begin);
            EXPECT_EQ(begin % 100, 0U);
            ++pieces;
        }));
        EXPECT_TRUE(std::ranges::all_of(seen, [](const std::atomic<int>& times) { return times == 1; }));
        EXPECT_LE(longest, 100U);
        EXPECT_EQ(pieces, (count + 99) / 100);
        EXPECT_EQ(last, count > 0 ? 1 : 0);
    }
}

TEST_P(Pieces, NoneBeginsAfterACancel) {
    constexpr std::size_t count = 100'000, piece = 100;
    testing::CancelAt at(5);
    std::atomic<std::size_t> after = 0;
    EXPECT_FALSE(GetParam()(count, piece, at.progress, [&](std::size_t, std::size_t) {
        after += at.progress.cancelled() ? 1 : 0;
    }));
    // A thread may have looked just before it.
    EXPECT_LE(after, static_cast<std::size_t>(thread_limit()));
    EXPECT_LE(at.reports, 5 + thread_limit());
    Progress cancelled;
    cancelled.cancel();
    EXPECT_FALSE(GetParam()(count, piece, cancelled, [](std::size_t, std::size_t) { FAIL(); }));
}

}  // namespace
}  // namespace orelens::base
