#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "core/base/AtomicFile.h"
#include "core/base/System.h"

namespace orelens::base {
namespace {

namespace fs = std::filesystem;

class Stamps : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("orelens_stamps_" + std::to_string(process_id()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    [[nodiscard]] std::string file(const char* name) const { return (folder_ / name).string(); }
    fs::path folder_;
};

TEST_F(Stamps, TellAFileFromWhatItWas) {
    ASSERT_TRUE(write_text_file(file("a"), "one"));
    const auto first = file_stamp(file("a"));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->size, 3);
    EXPECT_EQ(file_stamp(file("a")), first) << "reading changes nothing";
    // Replaced by a file of the same size and time: another file all the same.
    ASSERT_TRUE(write_text_file(file("b"), "two"));
    fs::last_write_time(file("b"), fs::last_write_time(file("a")));
    fs::rename(file("b"), file("a"));
    const auto second = file_stamp(file("a"));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->size, first->size);
    EXPECT_NE(second, first);
    fs::last_write_time(file("a"), fs::last_write_time(file("a")) + std::chrono::seconds(1));
    EXPECT_NE(file_stamp(file("a")), second) << "touched";
}

TEST_F(Stamps, AreForRegularFilesOnly) {
    EXPECT_FALSE(file_stamp(file("absent")));
    EXPECT_FALSE(file_stamp(folder_.string()));
}

TEST(Processes, ThisOneLivesAndOneBeyondAllNumbersDoesNot) {
    EXPECT_TRUE(process_lives(process_id()));
    EXPECT_FALSE(process_lives(std::numeric_limits<std::int32_t>::max()));
}

TEST(Libraries, FunctionsAreFoundByName) {
    auto* root = reinterpret_cast<double (*)(double)>(function_of_library("libm.so.6", "sqrt"));
    ASSERT_NE(root, nullptr);
    EXPECT_EQ(root(9), 3);
    EXPECT_EQ(function_of_library("libm.so.6", "no_such_function"), nullptr);
    EXPECT_EQ(function_of_library("no_such_library.so", "sqrt"), nullptr);
}

TEST(Commands, AreHeard) {
    EXPECT_EQ(output_of("echo one; echo two"), "one\ntwo\n");
    EXPECT_EQ(output_of("no_such_command_here 2>/dev/null"), "");
}

}  // namespace
}  // namespace orelens::base
