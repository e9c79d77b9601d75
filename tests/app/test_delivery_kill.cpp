// A run that is killed at any moment: the next one succeeds, its list is true, nothing is left over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/project/Delivery.h"
#include "core/project/Fingerprint.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"
#include "tests/support/Tries.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using testing::run_program;

void expect_true_list(const std::string& out) {
    const auto list = project::read_delivery(out);
    ASSERT_TRUE(list && *list);
    EXPECT_EQ((*list)->unfinished, "");
    std::size_t there = 0;
    for (const auto& entry : fs::recursive_directory_iterator(out)) {
        EXPECT_FALSE(entry.path().filename().string().starts_with(".")) << entry.path();
        if (entry.is_regular_file()) ++there;
    }
    EXPECT_EQ(there, (*list)->files.size() + 1);
    for (const project::DeliveredFile& file : (*list)->files) {
        const std::string path = (fs::path(out) / file.name).string();
        EXPECT_TRUE(fs::exists(path)) << path;
        if (file.digest.empty()) continue;
        EXPECT_EQ(project::file_fingerprint(path), file.digest) << path;
    }
}

TEST(DeliveryKill, ARunKilledAtAnyMomentIsMadeAgain) {
    const testing::TemporaryFolder folder;
    const std::string out = folder.file("out");
    const std::vector<std::string> first{"run", testing::demonstration(), "--out", out, "--no-pictures"};
    ASSERT_EQ(run_program(first).exit_code, 0);
    expect_true_list(out);
    int killed = 0;
    for (int n = 0; n < 16; n += 16 / testing::tries(16)) {
        std::vector<std::string> other = first;
        other.insert(other.end(), {"--set", "economics.mining=" + std::to_string(2 + n)});
        // From the start of writing on; the last ones while it still reads and computes.
        testing::HowToRun how{.kill = true};
        if (n < 13) {
            how.interrupt_when_exists = out + "/.orelens-";
            how.interrupt_delay_ms = 40 * n;
        } else {
            how.interrupt_after_ms = 100 * (n - 12);
        }
        const auto ran = run_program(other, how);
        killed += ran.exit_code == 128 + 9 ? 1 : 0;
        const auto again = run_program(other);
        ASSERT_EQ(again.exit_code, 0) << again.err;
        expect_true_list(out);
    }
    EXPECT_GT(killed, 0);
}

}  // namespace
}  // namespace orelens
