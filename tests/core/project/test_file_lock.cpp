#include "core/project/FileLock.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/base/System.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

namespace fs = std::filesystem;

class Lock : public ::testing::Test {
  protected:
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()));
    }
    testing::TemporaryFolder folder;
    std::string project = folder.file("p.gpkg");
};

TEST_F(Lock, TheSecondOneIsToldWhoHasItAndGetsItWhenItIsGivenBack) {
    EXPECT_FALSE(peek_lock(project));
    {
        auto lock = FileLock::take(project);
        ASSERT_TRUE(lock);
        EXPECT_EQ(peek_lock(project), lock->holder());
        EXPECT_EQ(lock->holder().process, base::process_id());
        const auto second = FileLock::take(project);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().what.key, "project.open_elsewhere");
        EXPECT_EQ(second.error().what.args.at(0).second, base::user_name() + "@" + base::host_name());
        EXPECT_EQ(files(), 1U);
        const FileLock moved = std::move(*lock);
        EXPECT_TRUE(peek_lock(project));
    }
    EXPECT_FALSE(peek_lock(project));
    EXPECT_EQ(files(), 0U);
    EXPECT_TRUE(FileLock::take(project));
}

TEST_F(Lock, WhatSomebodyLeftBehindIsTakenOver) {
    const std::string gone = R"({"user": "a", "host": ")" + base::host_name() +
                             R"(", "process": 999999999, "since": "2026-01-01"})";
    for (const std::string& left :
         {gone, std::string(), std::string("not JSON"), std::string("{}"),
          std::string(R"({"user": 1, "host": 2, "process": "x", "since": []})"),
          std::string(R"({"user": "a", "host": "b", "process": 1e300, "since": "c"})"),
          std::string(R"({"user": "a", "host": "b", "process": 1.5, "since": "c"})")}) {
        ASSERT_TRUE(base::write_text_file(lock_file_of(project), left));
        EXPECT_FALSE(peek_lock(project)) << left;
        const auto lock = FileLock::take(project);
        ASSERT_TRUE(lock) << left;
        EXPECT_EQ(files(), 1U);
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(Lock, AnotherMachinesLockHoldsWhateverItsProcessNumber) {
    ASSERT_TRUE(base::write_text_file(
        lock_file_of(project),
        R"({"user": "a", "host": "elsewhere", "process": 999999999, "since": "2026-01-01"})"));
    EXPECT_TRUE(peek_lock(project));
    EXPECT_FALSE(FileLock::take(project));
}

TEST_F(Lock, OneThatIsSomebodyElsesByNowIsLeftAlone) {
    auto lock = FileLock::take(project);
    ASSERT_TRUE(lock);
    const std::string other = R"({"user": "a", "host": "elsewhere", "process": 1, "since": "2026-01-01"})";
    ASSERT_TRUE(base::write_text_file(lock_file_of(project), other));
    lock->release();
    EXPECT_EQ(*base::read_text_file(lock_file_of(project)), other);
}

TEST_F(Lock, AFolderThatIsNotThereIsAnError) {
    EXPECT_FALSE(FileLock::take("/nowhere/at/all.gpkg"));
}

}  // namespace
}  // namespace orelens::project
