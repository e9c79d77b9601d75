// Ctrl-C at any moment of the commands that make one file or none: no half file, no hidden folder, exit code
// 130, and the file that was there stays. `run` has tests of its own (test_commands.cpp).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using testing::demonstration;
using testing::demonstration_project;
using ::testing::HasSubstr;
using testing::run_program;
using testing::TemporaryFolder;

std::vector<std::string> all_files(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        names.push_back(entry.path().lexically_relative(folder).string());
    std::ranges::sort(names);
    return names;
}

struct Verb {
    const char* name;
    std::vector<std::string> arguments;  ///< OUT stands for the file to be made
    std::string out;                     ///< its name; empty: the command prints only
};

std::ostream& operator<<(std::ostream& out, const Verb& verb) {
    return out << verb.name;
}

std::vector<Verb> verbs() {
    std::vector<Verb> all{{"Convert", {"convert", "PROJECT", "OUT"}, "blocks.csv"},
                          {"ConvertPacked", {"convert", "PROJECT", "OUT"}, "blocks.vti"},
                          {"Surface", {"surface", "RECIPE", "OUT"}, "usable.obj"},
                          {"Curve", {"curve", "RECIPE"}, ""}};
#ifdef ORELENS_WITH_DESKTOP
    all.push_back({"Render", {"render", "RECIPE", "--out", "OUT", "--size", "3000x2000"}, "view.png"});
#endif
    return all;
}

class CtrlC : public ::testing::TestWithParam<Verb> {
  protected:
    [[nodiscard]] std::vector<std::string> command() const {
        std::vector<std::string> out = GetParam().arguments;
        for (std::string& one : out) {
            if (one == "PROJECT") one = demonstration_project();
            if (one == "RECIPE") one = demonstration();
            if (one == "OUT") one = folder_.file("made/" + GetParam().out);
        }
        return out;
    }
    TemporaryFolder folder_;
};

TEST_P(CtrlC, AtAnyMomentLeavesNoHalfFile) {
    (void)demonstration_project();
    int stopped = 0, finished = 0;
    // Later and later until the command is done before the signal comes, however fast the machine is.
    for (int after_ms = 10; finished == 0 && after_ms < 120000; after_ms += 10 + after_ms / 2) {
        const auto ran = run_program(command(), {.interrupt_after_ms = after_ms});
        if (ran.exit_code == 0) {
            ++finished;
            continue;
        }
        EXPECT_EQ(ran.exit_code, 130) << "after " << after_ms << " ms: " << ran.err;
        EXPECT_EQ(ran.out, "") << "what is printed is printed whole or not at all";
        EXPECT_THAT(all_files(folder_.path()), ::testing::IsEmpty()) << after_ms;
        ++stopped;
    }
    EXPECT_GE(stopped, 1);
    EXPECT_EQ(finished, 1);
}

TEST_P(CtrlC, WhileItWritesTheEarlierFileStays) {
    if (GetParam().out.empty()) GTEST_SKIP() << "writes no file";
    const std::string file = folder_.file("made/" + GetParam().out);
    ASSERT_EQ(run_program(command()).exit_code, 0);
    const auto before = all_files(folder_.path());
    const std::string bytes = *base::read_text_file(file);
    const auto ran = run_program(command(), {.interrupt_when_exists = folder_.file("made/.orelens-")});
    EXPECT_THAT(ran.exit_code, ::testing::AnyOf(0, 130)) << ran.err;
    EXPECT_EQ(all_files(folder_.path()), before) << "nothing hidden is left over";
    EXPECT_TRUE(*base::read_text_file(file) == bytes);
}

INSTANTIATE_TEST_SUITE_P(Verbs, CtrlC, ::testing::ValuesIn(verbs()),
                         [](const auto& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace orelens
