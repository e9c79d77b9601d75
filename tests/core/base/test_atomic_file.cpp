#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/base/AtomicFile.h"
#include "tests/support/SharedData.h"

namespace orelens::base {
namespace {

namespace fs = std::filesystem;

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(AtomicFile, ReplacesAWholeFileOrNothing) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.txt", "old");
    {
        AtomicFile file(path);
        std::ofstream(file.temporary()) << "half";
        EXPECT_EQ(fs::path(file.temporary()).extension(), ".txt");
        EXPECT_EQ(files_in(folder.path()), 2U);
    }
    EXPECT_EQ(read_text_file(path).value(), "old");
    EXPECT_EQ(files_in(folder.path()), 1U);
    ASSERT_TRUE(write_text_file(path, "new"));
    EXPECT_EQ(read_text_file(path).value(), "new");
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, LeftoversOfDeadProcessesGoThoseOfLivingStay) {
    const testing::TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    const std::string dead = folder.write(".a.saving-" + std::to_string(child) + "-0.txt", "half");
    const std::string living = folder.write(".a.saving-" + std::to_string(::getppid()) + "-0.txt", "half");
    const std::string other = folder.write(".b.saving-" + std::to_string(child) + "-0.txt", "half");
    ASSERT_TRUE(write_text_file(folder.file("a.txt"), "x"));
    EXPECT_FALSE(fs::exists(dead));
    EXPECT_TRUE(fs::exists(living));
    EXPECT_TRUE(fs::exists(other));
}

TEST(AtomicFile, RefusalsNameTheFile) {
    const auto written = write_text_file("/nowhere/at/all.txt", "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::file);
    EXPECT_EQ(written.error().place.file, "/nowhere/at/all.txt");
    const auto read = read_text_file("/tmp");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "file.cannot_read");
}

}  // namespace
}  // namespace orelens::base
