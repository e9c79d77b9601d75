// The stage table: rows are whole, and a stage that only this test knows is run, saved, restored and made
// stale.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <set>

#include "core/project/Fingerprint.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::SmallDeposit;

TEST(Stages, EveryRowIsWhole) {
    std::set<std::string> ids, results;
    const std::set<std::string> workspaces{"data", "perspective", "evaluation", "utilisation"};
    for (const Stage& stage : stage_table()) {
        EXPECT_TRUE(ids.insert(stage.id).second) << stage.id;
        EXPECT_TRUE(workspaces.contains(stage.workspace)) << stage.id;
        for (const base::Bilingual* words : {&stage.label, &stage.doing, &stage.help}) {
            EXPECT_FALSE(words->en.empty()) << stage.id;
            EXPECT_FALSE(words->zh.empty()) << stage.id;
        }
        EXPECT_TRUE(!stage.parameters.empty() || stage.depends) << stage.id;
        EXPECT_GT(stage.share, 0) << stage.id;
        EXPECT_TRUE(stage.run) << stage.id;
        for (const std::string& input : stage.inputs) EXPECT_TRUE(find_stage(stage_table(), input)) << input;
        if (!stage.extends.empty()) {
            EXPECT_THAT(stage.inputs, ::testing::Contains(stage.extends)) << stage.id;
        }
        EXPECT_FALSE(stage.results.empty()) << stage.id;
        for (const ResultRow& row : stage.results) {
            EXPECT_TRUE(results.insert(row.name).second) << row.name;
            EXPECT_FALSE(row.shape().empty()) << row.name;
            EXPECT_FALSE(row.present(Results{})) << row.name;
        }
    }
    EXPECT_EQ(run_order(stage_table()).size(), stage_table().size());
    EXPECT_THAT(needed_for(Project(), "grid"), ElementsAre("import", "composite", "grid"));
    EXPECT_THAT(needed_for(Project(), "utilization"), ElementsAre("utilization"));
    // Phases, where there are some, say what at most can be recovered.
    Project phases;
    phases.recipe.general.mine_record_file = "mine.json";
    EXPECT_THAT(needed_for(phases, "utilization"), ElementsAre("utilization"));
    phases.recipe.occurrence.shipped = "Cu.sulfide";
    EXPECT_THAT(needed_for(phases, "utilization"), ::testing::IsSupersetOf({"import", "estimate", "occurrence", "utilization"}));
}

TEST(Stages, EveryPatternNamesAParameterAndEveryParameterHasOneOwnerAtMost) {
    std::map<std::string, int> used;
    for (const RecipeParam& row : recipe_params()) {
        const auto owners = stages_of_param(stage_table(), row.info.id);
        EXPECT_LE(owners.size(), 1U) << row.info.id;
        for (const Stage& stage : stage_table())
            for (const std::string& pattern : stage.parameters)
                if (row.info.id == pattern || (pattern.ends_with('.') && row.info.id.starts_with(pattern)))
                    ++used[pattern];
    }
    for (const Stage& stage : stage_table())
        for (const std::string& pattern : stage.parameters) EXPECT_GT(used[pattern], 0) << pattern;
    EXPECT_EQ(stage_of_param("element.*.top_cut"), "estimate");
    EXPECT_EQ(stage_of_param("element.*.column"), "import");
    EXPECT_EQ(stage_of_param("general.name"), "report");
}

TEST(Stages, AMistypedNameIsAnErrorWithTheNearestOne) {
    const auto bad = check_stage(stage_table(), "composit");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fix.args.at(0).second, "composite");
    SmallDeposit deposit;
    Project project = deposit.project();
    base::Progress progress;
    EXPECT_FALSE(project.run(progress, "composit"));
    EXPECT_THAT(project.executions, IsEmpty());
}

TEST(Stages, StagesThatWaitForEachOtherAreAMistake) {
    StageTable table(2);
    table[0].id = "a";
    table[0].inputs = {"b"};
    table[1].id = "b";
    table[1].inputs = {"a"};
    EXPECT_THROW(run_order(table), std::logic_error);
}

/// A stage of this test alone: the tonnes of a plan, from the composites' length and the title.
struct Plan {
    std::string title;
    double metres = 0;
};
template <class A>
void fields(A& archive, Plan& plan) {
    auto& [title, metres] = plan;
    archive(title, metres);
}

StageTable with_plan() {
    Stage stage;
    stage.id = "plan";
    stage.workspace = "utilisation";
    stage.label = {"Plan", "计划"};
    stage.doing = {"Planning", "编制计划"};
    stage.help = {"Metres that are sampled", "取样米数"};
    stage.inputs = {"composite"};
    stage.parameters = {"general.name"};
    stage.depends = [](const Project& project, Fingerprint& print) {
        print.add("approved", std::to_string(project.approved_findings.size()));
    };
    stage.results = {archived_more<Plan>("plan.sampled")};
    stage.run = [](Project& project, base::Progress&) -> base::Expected<void> {
        if (project.recipe.general.name == "broken")
            return base::fail(base::ErrorKind::data, base::Message("base.cancelled"));
        Plan plan{project.recipe.general.name, 0};
        const auto& samples = *project.results.drilling.composites;
        for (std::size_t n = 0; n < samples.size(); ++n) plan.metres += samples.to_m[n] - samples.from_m[n];
        project.results.more["plan.sampled"] = std::make_shared<const Plan>(plan);
        return {};
    };
    stage.examine = [](const Project& project, base::Progress&) {
        base::Finding finding;
        finding.kind = "gap";
        finding.stage = "plan";
        finding.count = static_cast<std::int64_t>(project.results.drilling.composites->size());
        finding.what = base::Message("base.cancelled");
        return std::vector<base::Finding>{finding};
    };
    StageTable table = stage_table();
    table.insert(table.begin(), std::move(stage));  // its place in the table does not matter
    return table;
}

class OwnStage : public ::testing::Test {
  protected:
    static void run(Project& wanted, const std::string& until = "") {
        base::Progress progress;
        const auto ran = wanted.run(progress, until);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    SmallDeposit deposit;
    const StageTable table = with_plan();
    Project project{table};
    OwnStage() { project.recipe = deposit.recipe(); }
};

TEST_F(OwnStage, RunsAfterItsInputsAndNoFurtherThanAsked) {
    run(project, "plan");
    EXPECT_TRUE(project.current("plan"));
    EXPECT_EQ(project.state("variogram"), StageState::never_run);
    const auto plan = more<Plan>(project.results, "plan.sampled");
    ASSERT_TRUE(plan);
    EXPECT_GT(plan->metres, 100);
    EXPECT_EQ(project.findings().back().count,
              static_cast<std::int64_t>(project.results.drilling.composites->size()));
}

TEST_F(OwnStage, IsMadeStaleByItsParameterItsInputsAndWhatElseItNames) {
    run(project);
    EXPECT_THAT(project.stale(), IsEmpty());
    project.recipe.general.name = "another";
    EXPECT_THAT(project.stale(), ElementsAre("plan"));
    run(project);
    EXPECT_EQ(more<Plan>(project.results, "plan.sampled")->title, "another");
    project.recipe.composite.length_m *= 2;
    EXPECT_FALSE(project.current("plan"));
    run(project, "plan");
    EXPECT_EQ(project.executions["plan"], 3);
    project.approve("anything", true);
    EXPECT_EQ(project.state("plan"), StageState::stale);
    project.recipe.general.name = "broken";
    base::Progress progress;
    EXPECT_FALSE(project.run(progress, "plan"));
    EXPECT_EQ(project.state("plan"), StageState::failed);
    EXPECT_EQ(more<Plan>(project.results, "plan.sampled")->title, "another") << "the old result stays";
}

TEST_F(OwnStage, IsSavedAndRestored) {
    run(project);
    const std::string path = deposit.folder().file("own.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress, table);
    ASSERT_TRUE(opened);
    EXPECT_THAT(opened->stale(), IsEmpty());
    const auto plan = more<Plan>(opened->results, "plan.sampled");
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->metres, more<Plan>(project.results, "plan.sampled")->metres);
    EXPECT_EQ(opened->findings().size(), project.findings().size());

    // The program without that stage keeps what it does not know.
    auto plain = open_project(path, progress);
    ASSERT_TRUE(plain);
    EXPECT_THAT(plain->stale(), IsEmpty());
    ASSERT_TRUE(save_project(*plain, path, progress));
    const auto again = open_project(path, progress, table);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->current("plan"));
    EXPECT_TRUE(more<Plan>(again->results, "plan.sampled"));
}

TEST_F(OwnStage, AResultThatIsGoneFromTheFileIsMadeAgain) {
    run(project);
    const std::string path = deposit.folder().file("own.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, "DELETE FROM orelens_blobs WHERE name = 'plan.sampled'", nullptr, nullptr,
                           nullptr),
              SQLITE_OK);
    sqlite3_close(handle);
    auto opened = open_project(path, progress, table);
    ASSERT_TRUE(opened);
    EXPECT_THAT(opened->stale(), ElementsAre("plan"));
    ASSERT_TRUE(opened->run(progress));
    EXPECT_TRUE(more<Plan>(opened->results, "plan.sampled"));
}

}  // namespace
}  // namespace orelens::project
