#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/base/AtomicFile.h"
#include "core/base/Owner.h"
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

TEST(AtomicFile, ACancelEndsAWriterThatKnowsNothingOfIt) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.txt", "old");
    const Progress progress;
    int lines = 0;
    const auto endless = [&](std::ostream& out) -> Expected<void> {
        for (;; ++lines) {
            if (lines == 1000) progress.cancel();
            out << "a line of forty bytes or so, one by one\n";
        }
    };
    const auto written = AtomicFile(path).write(endless, &progress);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::cancelled);
    EXPECT_LT(lines, 2000) << "no more than a buffer goes on";
    EXPECT_EQ(read_text_file(path).value(), "old");
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, APreparedFileAppearsWithItsCommit) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.txt", "old");
    const auto fill = [](std::ostream& out) -> Expected<void> {
        out << "new";
        return {};
    };
    {
        AtomicFile file(path);
        ASSERT_TRUE(file.prepare(fill));
        EXPECT_EQ(read_text_file(path).value(), "old");
    }
    EXPECT_EQ(files_in(folder.path()), 1U) << "prepared and never committed";
    AtomicFile file(path);
    ASSERT_TRUE(file.prepare(fill));
    ASSERT_TRUE(file.commit());
    EXPECT_EQ(read_text_file(path).value(), "new");
}

TEST(AtomicFile, LeftoversOfDeadProcessesGoThoseOfLivingStay) {
    const testing::TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    const auto left_by = [](std::int64_t process) {
        // machine-process-start-random
        std::string tag = owner_tag();
        const std::size_t first = tag.find('-'), second = tag.find('-', first + 1);
        return tag.replace(first + 1, second - first - 1, fmt::format("{:x}", process)) + ".txt";
    };
    const std::string dead = folder.write(".a.saving-" + left_by(child), "half");
    // Of a process that is there, but started at another time: the number was given away again.
    const auto started_before = [](std::string tag) {
        const std::size_t start = tag.find('-', tag.find('-') + 1) + 1;
        return tag.replace(start, tag.find('-', start) - start, "1");
    };
    const std::string reused = folder.write(".a.saving-" + started_before(owner_tag()) + ".txt", "half");
    const std::string living = folder.write(".a.saving-" + owner_tag() + ".txt", "half");
    const std::string elsewhere = folder.write(".a.saving-1" + left_by(child), "half");
    const std::string users = folder.write(".a.saving-notes.txt", "mine");
    const std::string other = folder.write(".b.saving-" + left_by(child), "half");
    ASSERT_TRUE(write_text_file(folder.file("a.txt"), "x"));
    EXPECT_FALSE(fs::exists(dead));
    EXPECT_FALSE(fs::exists(reused));
    EXPECT_TRUE(fs::exists(living));
    EXPECT_TRUE(fs::exists(elsewhere));
    EXPECT_TRUE(fs::exists(users));
    EXPECT_TRUE(fs::exists(other));
}

TEST(AtomicFile, ALargeOneThatIsGivenUpGoesAsWell) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.bin", "old");
    const std::string piece(std::size_t{1} << 22, 'x');
    const Progress progress;
    const auto written = AtomicFile(path).write(
        [&](std::ostream& out) -> Expected<void> {
            for (int n = 0; n < 20; ++n) out << piece;
            progress.cancel();
            return {};
        },
        &progress);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::cancelled);
    EXPECT_EQ(read_text_file(path).value(), "old");
    for (int n = 0; n < 6000 && files_in(folder.path()) > 1; ++n)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, LinksAndPermissionsStay) {
    const testing::TemporaryFolder folder;
    const std::string target = folder.write("real.txt", "old");
    ASSERT_EQ(::chmod(target.c_str(), 0640), 0);
    fs::create_symlink("real.txt", folder.file("link.txt"));
    ASSERT_TRUE(write_text_file(folder.file("link.txt"), "new"));
    EXPECT_TRUE(fs::is_symlink(folder.file("link.txt")));
    EXPECT_EQ(read_text_file(target).value(), "new");
    EXPECT_EQ(static_cast<int>(fs::status(target).permissions()), 0640);
}

TEST(AtomicFile, TemporaryNamesNeverMeet) {
    const AtomicFile one("a.txt"), other("a.txt");
    EXPECT_NE(one.temporary(), other.temporary());
    EXPECT_NE(owner_tag(), owner_tag());
    EXPECT_TRUE(is_owner_tag(owner_tag()));
    EXPECT_FALSE(owner_is_dead(owner_tag()));
    for (const char* words : {"", "notes", "1-2-3", "-1-2-3-4", "12"})
        EXPECT_FALSE(is_owner_tag(words)) << words;
}

TEST(AtomicFile, ALongNameHasRoom) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file(std::string(250, 'n') + ".txt");
    ASSERT_TRUE(write_text_file(path, "x"));
    EXPECT_EQ(read_text_file(path).value(), "x");
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
