// A process that saves in a loop is killed at random moments; the file it leaves must be whole every time.
// The killed process is this program again with another filter, because a fork of a program with threads
// could not run the pipeline.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <thread>

#include "tests/core/project/SmallDeposit.h"

extern char** environ;

namespace orelens::project {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_variable = "ORELENS_TEST_SAVE_LOOP_FILE";

/// Runs only in the child, on the file named in the environment: saves it for ever, each time with another
/// name.
TEST(StoreKill, DISABLED_SaveLoop) {
    const char* file = std::getenv(file_variable);
    ASSERT_NE(file, nullptr);
    base::Progress progress;
    auto project = open_project(file, progress);
    ASSERT_TRUE(project);
    for (int n = 0; n < 1'000'000; ++n) {
        project->recipe.general.name = "save " + std::to_string(n);
        if (!save_project(*project, file, progress)) ::_exit(3);
    }
}

pid_t start_save_loop(const std::string& file) {
    ::setenv(file_variable, file.c_str(), 1);
    const std::string program = fs::read_symlink("/proc/self/exe").string();
    const char* arguments[] = {program.c_str(), "--gtest_filter=StoreKill.DISABLED_SaveLoop",
                               "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr};
    pid_t child = 0;
    const int failed =
        ::posix_spawn(&child, program.c_str(), nullptr, nullptr, const_cast<char**>(arguments), environ);
    ::unsetenv(file_variable);
    return failed == 0 ? child : -1;
}

TEST(StoreKill, AKillAtAnyMomentLosesNothing) {
    const testing::SmallDeposit deposit;
    Project project = deposit.project();
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    const std::string path = deposit.folder().file("small.gpkg");
    project.recipe.general.name = "before";
    ASSERT_TRUE(save_project(project, path, progress));

    std::mt19937 random(20260101);
    std::uniform_int_distribution<int> wait_ms(0, 60);
    std::set<std::string> seen;
    int killed_while_saving = 0;
    constexpr int rounds = 40;
    for (int round = 0; round < rounds; ++round) {
        const auto before = fs::last_write_time(path);
        const pid_t child = start_save_loop(path);
        ASSERT_GT(child, 0);
        // Let the first save get through, so that the kill falls into the loop and not into the start.
        for (int n = 0; n < 2000 && fs::last_write_time(path) == before; ++n)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms(random)));
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);

        for (const auto& entry : fs::directory_iterator(deposit.folder().path()))
            if (entry.path().filename().string().starts_with(".small.saving-")) {
                ++killed_while_saving;
                break;
            }
        const auto opened = open_project(path, progress);
        ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
        EXPECT_TRUE(opened->stale().empty());
        ASSERT_TRUE(opened->results.model() && opened->results.drilling.composites &&
                    opened->results.value.curve_full);
        EXPECT_TRUE(testing::same_bits(*opened->results.model(), *project.results.model()));
        EXPECT_TRUE(opened->recipe.general.name.starts_with("save ")) << opened->recipe.general.name;
        seen.insert(opened->recipe.general.name);
    }
    // The kills did fall into saves, at different ones; and the next save clears what they left.
    EXPECT_GT(killed_while_saving, rounds / 4);
    EXPECT_GT(seen.size(), 1U);
    ASSERT_TRUE(save_project(project, path, progress));
    for (const auto& entry : fs::directory_iterator(deposit.folder().path()))
        EXPECT_FALSE(entry.path().filename().string().starts_with(".small.saving-")) << entry.path();
}

}  // namespace
}  // namespace orelens::project
