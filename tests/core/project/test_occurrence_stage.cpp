// Occurrence states as a stage: silent without a table, feeds the evaluation, kept with the project, stale when its table
// moves; ε* for a mine record; the report's tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/occurrence/Study.h"
#include "core/occurrence/Status.h"
#include "core/project/Pipeline.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

class OccurrenceStage : public ::testing::Test {
  protected:
    OccurrenceStage() {
        deposit.folder().write("phases.csv",
                               "element,ore_type,phase,share %,method,samples\n"
                               "Cu,OX,free_oxide,70,chemical,4\nCu,OX,bound_oxide,25,chemical,4\n"
                               "Cu,SU,primary_sulfide,96,chemical,6\nAu,,free,80,,\nZn,,sulfide,90,x,1\n");
        deposit.folder().write("routes.csv",
                               "route,element,phase,recovery %\nflotation,Cu,primary_sulfide,90\nflotation,Au,free,60\n");
        project.recipe.occurrence.deportment_file = "phases.csv";
        project.recipe.occurrence.recovery_file = "routes.csv";
        project.recipe.occurrence.ore_type_column = "domain";
    }
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    [[nodiscard]] std::vector<std::string> kinds() const {
        std::vector<std::string> kinds;
        for (const base::Finding& finding : project.findings())
            if (finding.stage == "occurrence") kinds.push_back(finding.kind);
        return kinds;
    }
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(OccurrenceStage, IsSilentWithoutATable) {
    project.recipe.occurrence = {};
    run_well();
    EXPECT_FALSE(project.results.occurrence.model || project.results.occurrence.study);
    EXPECT_TRUE(project.current("occurrence"));
    EXPECT_TRUE(kinds().empty());
}

TEST_F(OccurrenceStage, GivesTheEvaluationItsColumnsAndSaysWhatItDidNotUse) {
    run_well();
    ASSERT_TRUE(project.results.occurrence.study);
    const blocks::BlockModel& model = *project.results.model();
    for (const char* column : {"Cu.phase.free_oxide", "Cu.recovery.flotation", "Cu.recoverable.flotation", "Cu.theoretical",
                               "Cu.state", "status.Cu", "status.Au"})
        EXPECT_TRUE(model.has(column)) << column;
    EXPECT_THAT(kinds(), ::testing::UnorderedElementsAre("occurrence_no_column", "occurrence_no_method",
                                                         "occurrence_shortfall", "occurrence_shortfall"));
    // A component is never usable where no route recovers it, whatever the block is.
    std::int64_t usable = 0, oxide = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            const auto status = model.integer("status.Cu", n)[at];
            usable += status == 0;
            if (model.integer("domain", n)[at] == 0) {
                ++oxide;
                EXPECT_NE(status, 0);
            }
            if (status == 0) {
                EXPECT_EQ(model.integer("status", n)[at], 0);
            }
        }
    EXPECT_GT(usable, 0);
    EXPECT_GT(oxide, 0);
}

TEST_F(OccurrenceStage, ComponentsThatNobodyPaysForAreNotUsable) {
    project.recipe.commodity.at("Au").recovery_percent = 0;
    run_well();
    const blocks::BlockModel& model = *project.results.model();
    std::int64_t copper = 0, gold = 0, technical = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            if (!model.leaf(n).is_active(at)) continue;
            copper += model.integer("status.Cu", n)[at] == static_cast<int>(occurrence::ComponentStatus::usable);
            gold += model.integer("status.Au", n)[at] == static_cast<int>(occurrence::ComponentStatus::usable);
            technical += model.integer("status.Au", n)[at] == static_cast<int>(occurrence::ComponentStatus::technical);
        }
    EXPECT_GT(copper, 0);
    EXPECT_EQ(gold, 0);
    EXPECT_GT(technical, 0);
}

TEST_F(OccurrenceStage, RoutesThatOnlyTheDeckOrOnlyTheTableNamesAreTold) {
    const auto told = [&](const std::string& kind) {
        std::vector<base::Finding> found;
        for (const base::Finding& finding : project.findings())
            if (finding.kind == kind) found.push_back(finding);
        return found;
    };
    run_well();
    EXPECT_TRUE(told("routes_without_phases").empty()) << "without routes there is one plant";
    project.recipe.route["mill"] = {.name = "mill", .processing = 20};
    run_well();
    auto found = told("routes_without_phases");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].severity, base::Severity::error) << "no component can be usable";
    EXPECT_NE(base::text(found[0].what, base::Language::english).find("mill"), std::string::npos);
    EXPECT_NE(base::text(found[0].what, base::Language::english).find("flotation"), std::string::npos);
    ASSERT_EQ(told("phase_routes_not_in_deck").size(), 1U);
    project.recipe.route["flotation"] = {.name = "flotation", .processing = 20};
    run_well();
    found = told("routes_without_phases");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].severity, base::Severity::warning);
    EXPECT_EQ(found[0].column, "mill");
    project.recipe.route.erase("mill");
    run_well();
    EXPECT_TRUE(told("routes_without_phases").empty() && told("phase_routes_not_in_deck").empty());
}

TEST_F(OccurrenceStage, IsStaleWhenItsTableMovesAndKeptWithTheProject) {
    run_well();
    const auto path = (deposit.folder().path() / "kept.gpkg").string();
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    auto opened = open_project(path, progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_THAT(opened->stale(), ::testing::IsEmpty());
    ASSERT_TRUE(opened->results.occurrence.model);
    EXPECT_TRUE(testing::same_bits(*opened->results.occurrence.model, *project.results.occurrence.model));
    EXPECT_TRUE(testing::same_bits(*opened->results.model(), *project.results.model()));
    deposit.folder().write("routes.csv", "route,element,phase,recovery %\nflotation,Cu,primary_sulfide,80\n");
    EXPECT_THAT(project.stale(), ::testing::ElementsAre("occurrence", "evaluate", "pits", "scenarios", "utilization"));
    run_well();
    EXPECT_THAT(kinds(), ::testing::Contains("occurrence_no_recovery"));
}

TEST_F(OccurrenceStage, ShippedValuesAreAlwaysSaid) {
    project.recipe.occurrence = {};
    project.recipe.occurrence.shipped = "Cu.sulfide";
    project.recipe.occurrence.shipped_routes = "flotation";
    run_well();
    EXPECT_THAT(kinds(), ::testing::IsSupersetOf({"occurrence_shipped", "occurrence_shipped_recovery"}));
}

TEST_F(OccurrenceStage, MistakesOfTheTableNameFileAndRow) {
    deposit.folder().write("routes.csv", "route,element,phase,recovery %\nflotation,Cu,primary_sulfide,190\n");
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "occurrence.recovery_range");
    EXPECT_EQ(ran.error().place.row, 2);
    EXPECT_THAT(ran.error().place.file, ::testing::HasSubstr("routes.csv"));
    EXPECT_EQ(project.state("occurrence"), StageState::failed);
}

// domain.md §4, R4: never silently 1, never silently anything; from the phases where the record states none.
TEST_F(OccurrenceStage, TheoreticalRecoveryOfAMineRecordComesFromThePhases) {
    const char* record = R"([{"mine": "Small", "consumed_tonnes": 1000000, "main_component": "Cu",
 "components": [{"name": "Cu", "in_situ_grade": {"grade": 0.8, "unit": "%"}}],
 "products": [{"name": "concentrate", "tonnes": 20000, "grades": [{"component": "Cu", "grade": {"grade": 22, "unit": "%"}}]}]}])";
    deposit.folder().write("mine.json", record);
    run_well();
    const auto& rates = project.results.utilization.rates;
    ASSERT_TRUE(rates && rates->size() == 1);
    const double theory = project.results.occurrence.study->sums[0].theoretical();
    EXPECT_GT(theory, 0);
    EXPECT_LT(theory, 0.96 * 0.9 + 1e-9);
    ASSERT_TRUE(rates->front().components[0].theoretical);
    EXPECT_DOUBLE_EQ(*rates->front().components[0].theoretical, theory);
    const auto r4 = std::ranges::find(rates->front().rates, "R4", &utilization::Rate::id);
    ASSERT_TRUE(r4->value);
    EXPECT_NEAR(*r4->value, 20000 * 0.22 / (1000000 * 0.008 * theory), 1e-9);
    EXPECT_THAT(rates->front().remarks, ::testing::Contains(::testing::Field(&base::Message::key, "utilization.theoretical_taken")));
    // A run that ends there makes the phases first, and leaves nothing for a second one.
    Project fresh;
    fresh.recipe = project.recipe;
    base::Progress progress;
    ASSERT_TRUE(fresh.run(progress, "utilization"));
    EXPECT_TRUE(fresh.current("occurrence"));
    EXPECT_FALSE(fresh.results.value.deck);
    ASSERT_TRUE(fresh.results.utilization.rates->front().components[0].theoretical);
    EXPECT_DOUBLE_EQ(*fresh.results.utilization.rates->front().components[0].theoretical, theory);
    ASSERT_TRUE(fresh.run(progress, "utilization"));
    EXPECT_EQ(fresh.executions["utilization"], 1);
    project.recipe.occurrence = {};
    run_well();
    EXPECT_FALSE(project.results.utilization.rates->front().components[0].theoretical);
}

}  // namespace
}  // namespace orelens::project
