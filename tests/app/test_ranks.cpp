// `run` shared by several processes under mpirun: the bytes of one process, and what happens when a rank fails, is lost or
// is stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/project/Delivery.h"
#include "core/project/Pipeline.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

namespace fs = std::filesystem;
using testing::demonstration;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::HowToRun;
using testing::Ran;
using testing::run_program;
using testing::TemporaryFolder;

bool has_mpi() {
    if (::access((std::string(ORELENS_BIN_DIR) + "/orelens-mpi.so").c_str(), X_OK) != 0) return false;
    return std::system("mpirun --version >/dev/null 2>&1") == 0;
}

/// Root in a container, and more ranks than cores, are fine for a test.
HowToRun ranks(int count) {
    HowToRun how;
    how.launcher = {"mpirun", "--allow-run-as-root", "--oversubscribe", "--mca", "btl_vader_single_copy_mechanism", "none",
                    "-np", std::to_string(count)};
    return how;
}

std::string environment_of(const fs::path& process) {
    std::ifstream in(process / "environ", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int parent_of(const fs::path& process) {
    std::ifstream in(process / "status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("PPid:")) return std::atoi(line.c_str() + 5);
    return 0;
}

/// The process that is this rank of the launcher `mpirun`; 0 = not there yet.
pid_t process_of(int mpirun, int rank) {
    const std::string wanted = "OMPI_COMM_WORLD_RANK=" + std::to_string(rank);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
        const std::string name = entry.path().filename().string();
        int process = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), process).ptr != name.data() + name.size()) continue;
        if (parent_of(entry.path()) != mpirun) continue;
        const std::string environment = environment_of(entry.path());
        if (environment.find(wanted + '\0') != std::string::npos) return process;
    }
    return 0;
}

/// Seconds that a process has computed, once it has loaded what ranks meet by; 0 before.
double worked(pid_t process) {
    const fs::path of = "/proc/" + std::to_string(process);
    std::ifstream maps(of / "maps"), stat(of / "stat");
    const std::string loaded{std::istreambuf_iterator<char>(maps), std::istreambuf_iterator<char>()};
    if (loaded.find("orelens-mpi.so") == std::string::npos) return 0;
    std::string text;
    std::getline(stat, text);
    // Behind the name in brackets: state, then ten numbers, then the time of its own.
    std::istringstream fields(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int n = 0; n < 11; ++n) fields >> skipped;
    double ticks = 0;
    fields >> ticks;
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::vector<std::string> all_files(const fs::path& folder) {
    std::vector<std::string> names;
    if (fs::exists(folder))
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(folder).string());
    std::ranges::sort(names);
    return names;
}

/// Every kind of estimate that is shared, classes and a simulation.
std::vector<std::string> command(const std::string& out) {
    std::vector<std::string> words{"run", demonstration(), "--out", out, "--no-pictures", "--json", "--blocks", "vdb,csv,vti,pvti,gslib"};
    for (const char* setting :
         {"classes.use=true", "classes.measured_nearest=40", "classes.indicated_nearest=80", "simulate.realisations=9", "simulate.keep=2", "estimate.boundary=lithology",
          "element.Cu.estimate.method=cokriging", "element.Au.estimate.method=indicator_kriging",
          "element.Ag.estimate.method=inverse_distance", "element.Mo.estimate.method=nearest_neighbour"}) {
        words.emplace_back("--set");
        words.emplace_back(setting);
    }
    return words;
}

/// Files that hold the time of the run or a random name: papers, and the project with the list that names its digest.
bool of_its_time(const std::string& name) {
    return name.ends_with(".pdf") || name.ends_with(".xlsx") || name.ends_with(".gpkg") || name == project::delivery_list;
}

/// Every result that a project file keeps, as bytes, but for how long it took.
std::map<std::string, std::string> results_of(const std::string& file) {
    base::Progress progress;
    auto project = project::open_project(file, progress);
    if (!project) {
        ADD_FAILURE() << base::describe(project.error(), base::Language::english);
        return {};
    }
    project::Results& results = project->results;
    if (results.estimate.summaries) {
        auto untimed = *results.estimate.summaries;
        for (geostat::EstimateSummary& one : untimed) one.seconds = 0;
        results.estimate.summaries = std::make_shared<const std::vector<geostat::EstimateSummary>>(std::move(untimed));
    }
    std::map<std::string, std::string> all;
    for (const project::Stage& stage : project->stages())
        for (const project::ResultRow& row : stage.results) {
            if (!row.present(results)) continue;
            std::string& bytes = all[row.name];
            if (row.stream_out) {
                const auto take = [&](std::string_view some) -> base::Expected<void> {
                    bytes += some;
                    return {};
                };
                EXPECT_TRUE(row.stream_out(results, take, std::size_t{1} << 20)) << row.name;
            } else {
                const auto written = row.write(results);
                EXPECT_TRUE(written) << row.name;
                if (written) bytes = *written;
            }
        }
    return all;
}

class UnderMpi : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!has_mpi()) GTEST_SKIP() << "no mpirun here, or a build without MPI";
    }
    TemporaryFolder folder_;
};

TEST_F(UnderMpi, HasTheBytesOfOneProcess) {
    const Ran one = run_program(command(folder_.file("one")));
    ASSERT_EQ(one.exit_code, 0) << one.err << one.out;
    const std::vector<std::string> names = all_files(folder_.path() / "one");
    ASSERT_GT(names.size(), 10U);
    const auto results = results_of(folder_.file("one/demonstration.gpkg"));
    ASSERT_TRUE(results.contains("estimate.model") && results.contains("simulation.columns") && results.contains("simulation.band"));
    for (const int count : {2, 3}) {
        const fs::path out = folder_.path() / ("of" + std::to_string(count));
        const Ran ran = run_program(command(out.string()), ranks(count));
        ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        EXPECT_EQ(ran.json().at("ok"), true) << "one answer, whatever the ranks";
        EXPECT_EQ(all_files(out), names);
        std::size_t compared = 0;
        for (const std::string& name : names) {
            if (of_its_time(name)) continue;
            ++compared;
            const auto mine = base::read_text_file((folder_.path() / "one" / name).string());
            const auto theirs = base::read_text_file((out / name).string());
            ASSERT_TRUE(mine && theirs) << name;
            EXPECT_TRUE(*mine == *theirs) << name << " with " << count << " ranks";
        }
        EXPECT_GE(compared + 4, names.size());
        const auto theirs = results_of((out / "demonstration.gpkg").string());
        ASSERT_EQ(theirs.size(), results.size());
        for (const auto& [name, bytes] : results) EXPECT_TRUE(theirs.at(name) == bytes) << name << " with " << count << " ranks";
    }
}

TEST_F(UnderMpi, ALostRankIsNamedAndNothingIsWritten) {
    const std::string out = folder_.file("out");
    std::vector<std::string> words = command(out);
    // Long enough to be in the middle of it, however fast the machine.
    for (const char* setting : {"simulate.realisations=500", "simulate.max_data=60", "simulate.max_nodes=60"}) {
        words.emplace_back("--set");
        words.emplace_back(setting);
    }
    HowToRun how = ranks(3);
    pid_t lost = 0;
    how.meanwhile = [&](int mpirun, std::int64_t) {
        if (lost != 0) return;
        const pid_t process = process_of(mpirun, 1);
        if (process == 0 || worked(process) < 2) return;  // until they have met and are at work, however slow the machine
        lost = process;
        ::kill(process, SIGKILL);
    };
    const Ran ran = run_program(words, how);
    ASSERT_NE(lost, 0);
    EXPECT_NE(ran.exit_code, 0);
    const std::string told = ran.err + ran.out;
    EXPECT_THAT(told, HasSubstr("rank 1 is gone (process " + std::to_string(lost) + " on ")) << "in our own words";
    EXPECT_FALSE(fs::exists(out)) << "nothing half written";
}

TEST_F(UnderMpi, ARankThatCannotReadIsNamed) {
    const std::string out = folder_.file("out");
    HowToRun how = ranks(2);
    how.beside = {"run", folder_.file("missing.orelens.json"), "--out", out, "--no-pictures"};
    const Ran ran = run_program({"run", demonstration(), "--out", out, "--no-pictures"}, how);
    EXPECT_NE(ran.exit_code, 0);
    EXPECT_THAT(ran.err, HasSubstr("rank 2 on "));
    EXPECT_THAT(ran.err, HasSubstr("missing.orelens.json"));
    EXPECT_FALSE(fs::exists(out));
}

TEST_F(UnderMpi, ARankWithAnotherRecipeIsNamed) {
    const std::string out = folder_.file("out");
    HowToRun how = ranks(2);
    how.beside = {"run", demonstration(), "--out", out, "--no-pictures", "--set", "estimate.max_samples=9"};
    const Ran ran = run_program({"run", demonstration(), "--out", out, "--no-pictures"}, how);
    EXPECT_EQ(ran.exit_code, 1) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("rank 2 on "));
    EXPECT_FALSE(fs::exists(out));
}

TEST_F(UnderMpi, WhatAllRanksRefuseIsToldOnceAsByOneProcess) {
    const std::vector<std::string> words{"run", folder_.file("none.json"), "--out", folder_.file("out")};
    const Ran one = run_program(words), two = run_program(words, ranks(2));
    EXPECT_EQ(two.exit_code, one.exit_code);
    ASSERT_FALSE(one.err.empty());
    const std::size_t at = two.err.find(one.err);
    ASSERT_NE(at, std::string::npos) << two.err;
    EXPECT_EQ(two.err.find(one.err, at + 1), std::string::npos) << two.err;
}

TEST_F(UnderMpi, CtrlCLeavesNothing) {
    int stopped = 0;
    for (const int after_ms : {300, 1500, 3000}) {
        HowToRun how = ranks(2);
        how.interrupt_after_ms = after_ms;
        std::vector<std::string> words = command(folder_.file("out"));
        words.emplace_back("--set");
        words.emplace_back("simulate.realisations=500");
        const Ran ran = run_program(words, how);
        EXPECT_NE(ran.exit_code, 0) << "after " << after_ms << " ms";
        EXPECT_FALSE(fs::exists(folder_.path() / "out")) << "after " << after_ms << " ms";
        ++stopped;
    }
    EXPECT_EQ(stopped, 3);
}

TEST_F(UnderMpi, OtherCommandsAreRefusedOnce) {
    const Ran ran = run_program({"check", demonstration()}, ranks(2));
    EXPECT_EQ(ran.exit_code, 2) << ran.err;
    const std::string words = "only orelens-cli run is shared";
    const std::size_t at = ran.err.find(words);
    ASSERT_NE(at, std::string::npos) << ran.err;
    EXPECT_EQ(ran.err.find(words, at + 1), std::string::npos) << ran.err;
    EXPECT_EQ(ran.out, "");
}

TEST_F(UnderMpi, OneProcessLoadsNoMpi) {
    // The dynamic linker says what it loads.
    const std::vector<std::string> words{"run", demonstration(), "--out", folder_.file("out"), "--until", "composite", "--no-pictures",
                                         "--no-report", "--blocks", "none"};
    const Ran ran = run_program(words, {.environment = {"LD_DEBUG=files"}});
    ASSERT_EQ(ran.exit_code, 0);
    // VTK's readers bring a libmpi of their own, which nobody starts.
    EXPECT_TRUE(ran.err.find("libc.so") != std::string::npos);
    EXPECT_TRUE(ran.err.find("orelens-mpi.so") == std::string::npos);
}

TEST(WithoutMpi, ManyProcessesAreRefused) {
    // As under mpirun, but with nothing to meet the others by: not two runs into one folder.
    if (has_mpi()) GTEST_SKIP() << "MPI is here";
    const TemporaryFolder folder;
    const Ran ran = run_program({"run", demonstration(), "--out", folder.file("out")},
                                {.environment = {"OMPI_COMM_WORLD_SIZE=2", "OMPI_COMM_WORLD_RANK=0"}});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr("without MPI"));
    EXPECT_FALSE(fs::exists(folder.path() / "out"));
}

}  // namespace
}  // namespace orelens
