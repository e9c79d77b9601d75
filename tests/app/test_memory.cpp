// Lack of memory ends every command with an error and exit code 1, never with a signal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

/// Enough address space to start the program: found by trying, because libraries differ between machines.
double enough_to_start() {
    static const double bytes = [] {
        for (double tried = 2e8; tried < 8e9; tried += 5e7)
            if (run_program({"parameters", "--threads", "2"}, {.address_space = tried}).exit_code == 0)
                return tried;
        return 0.0;
    }();
    return bytes;
}

/// Runs with more and more address space, until the command has what it needs.
void starve(const std::vector<std::string>& arguments, double step, int most_steps) {
    ASSERT_GT(enough_to_start(), 0);
    for (int n = 0; n < most_steps; ++n) {
        const double limit = enough_to_start() + n * step;
        const auto ran = run_program(arguments, {.address_space = limit});
        ASSERT_THAT(ran.exit_code, AnyOf(0, 1)) << arguments.front() << " at " << limit << "\n" << ran.err;
        if (ran.exit_code == 0) break;
        EXPECT_FALSE(ran.err.empty());
    }
}

bool limits_work() {
#if defined(__SANITIZE_ADDRESS__)
    return false;  // its shadow takes the whole address space
#else
    return true;
#endif
}

TEST(Memory, ARunThatIsRefusedMemoryIsAnError) {
    if (!limits_work()) GTEST_SKIP() << "no limits of the address space under this sanitizer";
    const TemporaryFolder folder;
    const std::vector<std::string> run{"run",       demonstration(),
                                       "--out",     folder.file("out"),
                                       "--fresh",   "--no-pictures",
                                       "--set",     "general.memory_limit=1000000",
                                       "--set",     "grid.size_u=2",
                                       "--set",     "grid.size_v=2",
                                       "--threads", "2"};
    const auto ran = run_program(run, {.address_space = enough_to_start() + 2.5e8});
    EXPECT_EQ(ran.exit_code, 1) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("not enough memory"));
    EXPECT_FALSE(std::filesystem::exists(folder.file("out/demonstration.gpkg")));
}

TEST(Memory, ConvertAndRenderAndCurveSurviveAnyLimit) {
    if (!limits_work()) GTEST_SKIP() << "no limits of the address space under this sanitizer";
    const TemporaryFolder folder;
    const std::string& project = demonstration_project();
    starve({"convert", project, folder.file("model.csv"), "--threads", "2"}, 2e7, 60);
    starve({"curve", project, "--threads", "2"}, 2e7, 60);
    starve({"run", demonstration(), "--out", folder.file("out"), "--fresh", "--no-pictures", "--no-report",
            "--threads", "2"},
           4e7, 40);
}

}  // namespace
}  // namespace orelens::testing
