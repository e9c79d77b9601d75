// Ranks: who does what, what is gathered, and that no rank waits for one that has failed or left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>
#include <set>

#include "core/base/Ranks.h"
#include "tests/support/ThreadRanks.h"

namespace orelens::base {
namespace {

using ::testing::HasSubstr;
using testing::on_ranks;

RC_GTEST_PROP(Shares, EveryItemIsOneRanks, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(0, 500);
    const auto piece = *rc::gen::inRange<std::size_t>(1, 40);
    const int size = *rc::gen::inRange(1, 9);
    std::multiset<std::size_t> all;
    for (int rank = 0; rank < size; ++rank) {
        const Shares shares{count, piece, rank, size};
        std::size_t before = 0;
        for (std::size_t n = 0; n < shares.own(); ++n) {
            const std::size_t item = shares.item(n);
            RC_ASSERT(n == 0 || item > before);
            RC_ASSERT(shares.mine(item));
            all.insert(before = item);
        }
    }
    RC_ASSERT(all.size() == count);
    std::size_t wanted = 0;
    for (const std::size_t item : all) RC_ASSERT(item == wanted++);
}

TEST(Ranks, OneIsAlone) {
    EXPECT_TRUE(ranks().alone());
    EXPECT_EQ(ranks().rank(), 0);
    const Progress progress;
    EXPECT_TRUE(ranks().agree({}, progress));
    const auto failed = ranks().agree(fail(ErrorKind::data, Message("file.cannot_read")), progress);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().what.key, "file.cannot_read");
    // An error of before is no reason to refuse what comes after.
    EXPECT_TRUE(ranks().agree({}, progress));
    EXPECT_EQ(ranks().shares(77).own(), 77U);
}

TEST(Ranks, GatherWhatEachHasMade) {
    for (const int size : {2, 3, 5})
        for (const std::size_t count : {1U, 7U, 1000U, 12345U})
            on_ranks(size, [&](Ranks& own) {
                EXPECT_EQ(&ranks(), &own);
                const Shares shares = own.shares(count);
                std::vector<std::int64_t> numbers(count, -1);
                for (std::size_t n = 0; n < shares.own(); ++n)
                    numbers[shares.item(n)] = static_cast<std::int64_t>(shares.item(n)) * 3;
                const Progress progress;
                ASSERT_TRUE(own.gather(numbers.data(), sizeof numbers[0], shares, progress));
                for (std::size_t n = 0; n < count; ++n) ASSERT_EQ(numbers[n], static_cast<std::int64_t>(n) * 3);
                // Ranges, of which some are empty.
                std::vector<std::size_t> begins{0};
                for (int r = 0; r < size; ++r) begins.push_back(r == 1 ? begins.back() : begins.back() + 4);
                std::vector<int> places(begins.back(), -1);
                for (std::size_t n = begins[static_cast<std::size_t>(own.rank())]; n < begins[static_cast<std::size_t>(own.rank()) + 1]; ++n)
                    places[n] = own.rank();
                ASSERT_TRUE(own.gather_ranges(places.data(), sizeof places[0], begins, progress));
                for (int r = 0; r < size; ++r) EXPECT_EQ(std::ranges::count(places, r), r == 1 ? 0 : 4);
                int sent = own.rank() == size - 1 ? 42 : 0;
                ASSERT_TRUE(own.send(size - 1, &sent, sizeof sent, progress));
                EXPECT_EQ(sent, 42);
            });
}

TEST(Ranks, TheFirstThatFailsIsNamedEverywhere) {
    on_ranks(3, [](Ranks& own) {
        const Progress progress;
        ASSERT_TRUE(own.meet(progress));
        Expected<void> mine;
        if (own.rank() > 0)
            mine = fail(ErrorKind::file, Message("file.cannot_read", {{"reason", "rank's own"}}),
                        {.file = "a.csv", .row = own.rank(), .column = 7, .field = "f", .hole = "h"}, Message("child.missing_fix"));
        const auto agreed = own.agree(mine, progress);
        ASSERT_FALSE(agreed);
        const Error& error = agreed.error();
        EXPECT_EQ(error.kind, ErrorKind::file);
        EXPECT_EQ(error.place, (Place{.file = "a.csv", .row = 1, .column = 7, .field = "f", .hole = "h"}));
        EXPECT_EQ(error.fix.key, "child.missing_fix");
        const std::string told = describe(error, Language::english);
        EXPECT_THAT(told, HasSubstr("rank 1 on "));
        EXPECT_THAT(told, HasSubstr("rank's own"));
        EXPECT_THAT(describe(error, Language::chinese), HasSubstr("进程 1"));
        // Nobody waits for those that have gone on their way.
        EXPECT_FALSE(own.agree({}, progress));
        int number = 0;
        EXPECT_FALSE(own.send(0, &number, sizeof number, progress));
        EXPECT_TRUE(own.whole());
    });
}

TEST(Ranks, WhatAllHaveIsToldAsByOne) {
    on_ranks(2, [](Ranks& own) {
        const Progress progress;
        ASSERT_TRUE(own.meet(progress));
        const auto agreed = own.agree(fail(ErrorKind::usage, Message("ranks.run_only")), progress);
        ASSERT_FALSE(agreed);
        EXPECT_EQ(agreed.error().what.key, "ranks.run_only");
        EXPECT_EQ(agreed.error().kind, ErrorKind::usage);
    });
}

TEST(Ranks, OneThatHoldsSomethingElseIsFound) {
    on_ranks(3, [](Ranks& own) {
        const Progress progress;
        ASSERT_TRUE(own.meet(progress));
        ASSERT_TRUE(own.agree({}, progress, 5));
        const auto agreed = own.agree({}, progress, own.rank() == 2 ? 8 : 7);
        ASSERT_FALSE(agreed);
        EXPECT_THAT(describe(agreed.error(), Language::english), HasSubstr("rank 2 on "));
    });
}

TEST(Ranks, OneThatLeavesLetsNobodyWait) {
    on_ranks(3, [](Ranks& own) {
        if (own.rank() == 1) return;
        const Progress progress;
        const auto agreed = own.agree({}, progress);
        ASSERT_FALSE(agreed);
        EXPECT_EQ(agreed.error().what.key, "ranks.lost_one");
        EXPECT_FALSE(own.whole());
    });
}

TEST(Ranks, ACancelEndsAWait) {
    on_ranks(2, [](Ranks& own) {
        const Progress progress;
        if (own.rank() == 1) progress.cancel();
        const auto agreed = own.agree({}, progress);
        ASSERT_FALSE(agreed);
        EXPECT_EQ(agreed.error().what.key, own.rank() == 1 ? "base.cancelled" : "ranks.lost_one");
    });
}

TEST(Ranks, CoresOfAMachineAreDivided) {
    on_ranks(2, [](Ranks& own) {
        const Progress progress;
        ASSERT_TRUE(own.meet(progress));
        ASSERT_EQ(own.seats().size(), 2U);
        EXPECT_EQ(own.seats()[0].sharing, 2);
        EXPECT_EQ(own.seats()[0].on_machine, 2);
        EXPECT_GE(own.threads(), 1);
        EXPECT_LE(2 * own.threads(), std::max(2, static_cast<int>(std::thread::hardware_concurrency())));
        EXPECT_EQ(own.lost(), -1);
    });
}

TEST(Ranks, LoopsOfOtherThreadsAreTheirOwn) {
    on_ranks(2, [](Ranks& own) {
        EXPECT_FALSE(ranks().alone());
        std::thread([] { EXPECT_TRUE(ranks().alone()); }).join();
        {
            Ranks alone;
            const SharedWork inner(alone);
            EXPECT_TRUE(ranks().alone());
        }
        EXPECT_EQ(&ranks(), &own);
    });
}

}  // namespace
}  // namespace orelens::base
