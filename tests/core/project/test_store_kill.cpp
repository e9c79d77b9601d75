// A process that saves in a loop is killed in the middle of its saves; the file it leaves must be whole every
// time. The killed process is this program again with another filter, because a fork of a program with
// threads could not run the pipeline. It tells through a pipe what it does, and the parent counts these
// reports instead of measuring time, so that a slow or busy machine kills at the same places as a fast one.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <random>
#include <set>

#include "tests/core/project/SmallDeposit.h"
#include "tests/support/Tries.h"

extern char** environ;

namespace orelens::project {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_variable = "ORELENS_TEST_SAVE_LOOP_FILE";

// The child's ends of the two pipes. It reports each event with a byte and goes on when it is answered.
constexpr int reports_end = 60, answers_end = 61;
constexpr char in_a_save = 'p', save_done = 's';
constexpr int most_saves = 50;  // of one child; far more than the parent ever asks for

ssize_t again(const auto& call) {
    ssize_t got = 0;
    do got = call();
    while (got < 0 && errno == EINTR);
    return got;
}

/// In the child: says what happened and waits for leave to go on. Without a parent there is nothing to do.
void tell(char event) {
    char answer = 0;
    if (again([&] { return ::write(reports_end, &event, 1); }) != 1 ||
        again([&] { return ::read(answers_end, &answer, 1); }) != 1)
        ::_exit(4);
}

/// Runs only in the child, on the file named in the environment: saves it again and again, each time with
/// another name.
TEST(StoreKill, DISABLED_SaveLoop) {
    const char* file = std::getenv(file_variable);
    ASSERT_NE(file, nullptr);
    base::Progress silent;
    auto project = open_project(file, silent);
    ASSERT_TRUE(project);
    base::Progress progress([](double fraction, const base::Message&) {
        if (fraction < 1) tell(in_a_save);  // the last report comes after the file has its name
    });
    for (int n = 0; n < most_saves; ++n) {
        project->recipe.general.name = "save " + std::to_string(n);
        const auto saved = save_project(*project, file, progress);
        if (!saved) ::_exit(3);
        project->save_id = saved->save_id;
        tell(save_done);
    }
    ::_exit(5);
}

/// A child in its save loop, stopped at each event until `go_on`.
class SaveLoop {
  public:
    explicit SaveLoop(const std::string& file) {
        int reports[2] = {-1, -1}, answers[2] = {-1, -1};
        if (::pipe2(reports, O_CLOEXEC) != 0 || ::pipe2(answers, O_CLOEXEC) != 0) return;
        reports_ = reports[0];
        answers_ = answers[1];
        posix_spawn_file_actions_t ends;
        ::posix_spawn_file_actions_init(&ends);
        ::posix_spawn_file_actions_adddup2(&ends, reports[1], reports_end);
        ::posix_spawn_file_actions_adddup2(&ends, answers[0], answers_end);
        ::setenv(file_variable, file.c_str(), 1);
        const std::string program = fs::read_symlink("/proc/self/exe").string();
        const char* arguments[] = {program.c_str(), "--gtest_filter=StoreKill.DISABLED_SaveLoop",
                                   "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr};
        if (::posix_spawn(&child_, program.c_str(), &ends, nullptr, const_cast<char**>(arguments), environ) !=
            0)
            child_ = -1;
        ::unsetenv(file_variable);
        ::posix_spawn_file_actions_destroy(&ends);
        ::close(reports[1]);
        ::close(answers[0]);
    }
    ~SaveLoop() {
        if (child_ > 0) (void)kill();
        ::close(reports_);
        ::close(answers_);
    }
    SaveLoop(const SaveLoop&) = delete;
    SaveLoop& operator=(const SaveLoop&) = delete;

    [[nodiscard]] bool started() const { return child_ > 0; }
    /// The next event; 0 when the child is gone.
    [[nodiscard]] char next() const {
        char event = 0;
        return again([&] { return ::read(reports_, &event, 1); }) == 1 ? event : '\0';
    }
    void go_on() const {
        const char answer = 1;
        (void)again([&] { return ::write(answers_, &answer, 1); });
    }
    /// Returns whether the kill ended it.
    bool kill() {
        ::kill(child_, SIGKILL);
        int status = 0;
        const pid_t ended = ::waitpid(std::exchange(child_, -1), &status, 0);
        return ended > 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }

  private:
    pid_t child_ = -1;
    int reports_ = -1, answers_ = -1;
};

bool half_saved_file_in(const std::string& folder) {
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().starts_with(".small.saving-")) return true;
    return false;
}

TEST(StoreKill, AKillAtAnyMomentLosesNothing) {
    const testing::SmallDeposit deposit;
    Project project = deposit.project();
    int events_in_a_save = 0;
    base::Progress progress;
    base::Progress counting([&](double fraction, const base::Message&) { events_in_a_save += fraction < 1; });
    ASSERT_TRUE(project.run(progress));
    const std::string path = deposit.folder().file("small.gpkg");
    project.recipe.general.name = "before";
    ASSERT_TRUE(save_project(project, path, counting));
    ASSERT_GT(events_in_a_save, 3);
    // An answer to a child that is gone must not end the test.
    ::signal(SIGPIPE, SIG_IGN);

    std::mt19937 random(20260101);
    std::uniform_int_distribution<int> events(1, events_in_a_save);
    std::set<std::string> seen;
    const int rounds = ::orelens::testing::tries(40);
    for (int round = 0; round < rounds; ++round) {
        SaveLoop loop(path);
        ASSERT_TRUE(loop.started());
        // So many finished saves, then so many events inside the next one.
        const int saves = 1 + round / 2 % 4, inside = events(random);
        for (int done = 0; done < saves; loop.go_on()) {
            const char event = loop.next();
            ASSERT_TRUE(event == in_a_save || event == save_done) << "the child ended by itself";
            done += event == save_done;
        }
        for (int n = 0; n < inside; ++n) {
            if (n > 0) loop.go_on();
            ASSERT_EQ(loop.next(), in_a_save);
        }
        // In every other round the child waits at that event when it is killed, in the others it runs on from
        // there and the kill meets it anywhere, perhaps after that save.
        const bool waiting = round % 2 == 0;
        if (!waiting) loop.go_on();
        ASSERT_TRUE(loop.kill()) << "the child ended by itself";

        if (waiting) {
            EXPECT_TRUE(half_saved_file_in(deposit.folder().path())) << "killed after event " << inside;
        }
        const auto opened = open_project(path, progress);
        ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
        EXPECT_TRUE(opened->stale().empty());
        ASSERT_TRUE(opened->results.model() && opened->results.drilling.composites &&
                    opened->results.value.curve_full);
        EXPECT_TRUE(testing::same_bits(*opened->results.model(), *project.results.model()));
        // The last save that was finished, or the one under way when it got through after all.
        const std::string& name = opened->recipe.general.name;
        const std::string last = "save " + std::to_string(saves - 1),
                          under_way = "save " + std::to_string(saves);
        EXPECT_TRUE(name == last || (!waiting && name == under_way)) << name << " after " << saves;
        seen.insert(name);
    }
    EXPECT_GT(seen.size(), 2U);
    // The next save clears what the killed ones left.
    ASSERT_TRUE(save_project(project, path, progress, {.overwrite_newer = true}));
    EXPECT_FALSE(half_saved_file_in(deposit.folder().path()));
}

}  // namespace
}  // namespace orelens::project
