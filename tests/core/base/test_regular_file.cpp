#include "core/base/RegularFile.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/SharedData.h"

namespace orelens::base {
namespace {

TEST(RegularFile, IsReadWholeOrItsStart) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("a.txt", "0123456789");
    EXPECT_EQ(read_regular_file(path).value(), "0123456789");
    EXPECT_EQ(read_regular_file(path, {.take = 4}).value(), "0123");
    EXPECT_EQ(read_regular_file(folder.write("empty", "")).value(), "");
    std::filesystem::create_symlink(path, folder.file("link"));
    EXPECT_EQ(read_regular_file(folder.file("link")).value(), "0123456789");
}

TEST(RegularFile, LargerFilesThanTheLimitAreRefused) {
    const testing::TemporaryFolder folder;
    const auto read = read_regular_file(folder.write("a.txt", "0123456789"), {.most = 9});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "file.too_large");
    EXPECT_EQ(read.error().kind, ErrorKind::file);
}

TEST(RegularFile, DevicesPipesAndFoldersAreRefusedAtOnce) {
    const testing::TemporaryFolder folder;
    const std::string pipe = folder.file("pipe");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const std::string& path : {pipe, std::string("/dev/zero"), std::string("/dev/null")}) {
        const auto read = read_regular_file(path);
        ASSERT_FALSE(read) << path;
        EXPECT_EQ(read.error().what.key, "file.not_regular") << path;
        EXPECT_EQ(read.error().place.file, path);
    }
    EXPECT_EQ(read_regular_file("/tmp").error().what.key, "file.cannot_read");
    EXPECT_EQ(read_regular_file(folder.file("absent")).error().what.key, "file.cannot_read");
}

}  // namespace
}  // namespace orelens::base
