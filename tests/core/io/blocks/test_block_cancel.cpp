// A cancel at any report of a writer leaves the file that was there, and nothing else.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/io/blocks/BlockFiles.h"
#include "tests/core/io/blocks/BlockSamples.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;

using testing::CancelAt;

class BlockCancel : public ::testing::TestWithParam<const char*> {};

TEST_P(BlockCancel, LeavesTheOldFile) {
    blocks::GridGeometry geometry;
    geometry.block_size = {10, 10, 5};
    geometry.count = {40, 30, 20};
    const blocks::BlockModel model = testing_blocks::sample_model(geometry, 3, 12);
    const testing::TemporaryFolder counted;
    CancelAt never(0);
    ASSERT_TRUE(write_blocks(model, counted.file(std::string("m") + GetParam()), never.progress));
    ASSERT_GE(never.reports, 2);
    for (int n = 1; n <= never.reports; ++n) {
        const testing::TemporaryFolder folder;
        const std::string path = folder.write(std::string("m") + GetParam(), "old");
        CancelAt at(n);
        const auto written = write_blocks(model, path, at.progress);
        ASSERT_FALSE(written) << n;
        EXPECT_EQ(written.error().kind, base::ErrorKind::cancelled) << n;
        EXPECT_EQ(base::read_text_file(path).value(), "old") << n;
        EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1) << n;
    }
}

class BlockReadCancel : public ::testing::TestWithParam<const char*> {};

TEST_P(BlockReadCancel, EndsWithoutAModel) {
    blocks::GridGeometry geometry;
    geometry.block_size = {10, 10, 5};
    geometry.count = {40, 30, 20};
    const testing::TemporaryFolder folder;
    const std::string path = folder.file(std::string("m") + GetParam());
    base::Progress writing;
    ASSERT_TRUE(write_blocks(testing_blocks::sample_model(geometry, 3, 12), path, writing));
    CancelAt never(0);
    ASSERT_TRUE(read_blocks(path, never.progress));
    ASSERT_GE(never.reports, 2);
    for (int n = 1; n < never.reports; ++n) {  // the last one may come when all is read
        CancelAt at(n);
        const auto read = read_blocks(path, at.progress);
        ASSERT_FALSE(read) << n;
        EXPECT_EQ(read.error().kind, base::ErrorKind::cancelled) << n;
    }
    // Before the first report as well.
    base::Progress cancelled;
    cancelled.cancel();
    const auto read = read_blocks(path, cancelled);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, base::ErrorKind::cancelled);
}

INSTANTIATE_TEST_SUITE_P(Formats, BlockReadCancel,
                         ::testing::Values(".vdb", ".csv", ".gslib", ".omf", ".geoh5"));
INSTANTIATE_TEST_SUITE_P(Formats, BlockCancel,
                         ::testing::Values(".vdb", ".vti", ".pvti", ".csv", ".gslib", ".omf", ".geoh5"));

}  // namespace
}  // namespace orelens::io
