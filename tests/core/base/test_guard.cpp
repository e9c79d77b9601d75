#include "core/base/Guard.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "core/base/Parallel.h"

namespace orelens::base {
namespace {

TEST(Guard, ResultsPassThrough) {
    EXPECT_EQ(guarded([]() -> Expected<int> { return 5; }), 5);
    const auto failed = guarded([]() -> Expected<int> { return cancelled(); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::cancelled);
}

TEST(Guard, LackOfMemoryInAParallelLoopIsAnErrorAboutTheData) {
    const auto failed = guarded([]() -> Expected<void> {
        parallel_for(1000, 1, [](std::size_t begin, std::size_t end) {
            if (begin <= 700 && 700 < end) throw std::bad_alloc();
        });
        return {};
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::data);
    EXPECT_EQ(failed.error().what.key, "base.out_of_memory");
}

TEST(Guard, AnythingElseIsOurMistake) {
    const auto failed = guarded([]() -> Expected<void> { throw std::runtime_error("odd"); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::internal);
    EXPECT_EQ(failed.error().what.args.at(0).second, "odd");
    EXPECT_FALSE(guarded([]() -> Expected<void> { throw 1; }));
}

}  // namespace
}  // namespace orelens::base
