#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>

#include "core/base/AtomicFile.h"
#include "core/base/Parallel.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using base::Language;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::same_bits;
using testing::SmallDeposit;

void run_well(Project& project, const std::string& until = "") {
    base::Progress progress;
    const auto ran = project.run(progress, until);
    ASSERT_TRUE(ran) << base::describe(ran.error(), Language::english);
}

/// Stages that a run executes after `change`.
std::vector<std::string> executed_after(Project& project, const std::function<void(Project&)>& change) {
    change(project);
    const std::vector<std::string> announced = project.stale();
    const auto before = project.executions;
    run_well(project);
    std::vector<std::string> executed;
    for (const std::string& stage : run_order(stage_table()))
        if (project.executions[stage] > (before.contains(stage) ? before.at(stage) : 0))
            executed.push_back(stage);
    EXPECT_EQ(announced, executed);
    return executed;
}

class Pipeline : public ::testing::Test {
  protected:
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(Pipeline, FirstRunMakesEveryResultAndTheSecondNothing) {
    for (const std::string& stage : run_order(stage_table()))
        EXPECT_EQ(project.state(stage), StageState::never_run);
    run_well(project);
    for (const std::string& stage : run_order(stage_table())) {
        EXPECT_EQ(project.state(stage), StageState::current) << stage;
        EXPECT_EQ(project.executions[stage], 1);
    }
    const Results& results = project.results;
    ASSERT_TRUE(results.drilling.import && results.drilling.traces && results.findings.contains("import") &&
                results.drilling.composites && results.estimate.variograms);
    ASSERT_TRUE(results.estimate.geometry && results.model() && results.estimate.summaries &&
                results.value.curve_full && results.utilization.rates);
    EXPECT_EQ(results.drilling.import->holes.collars.size(), 25U);
    EXPECT_EQ(results.estimate.variograms->size(), 2U);
    EXPECT_GT(results.value.curve_full->total().tonnes, 0);
    EXPECT_NEAR(*results.utilization.rates->at(0).rates.at(0).value, 29440 * 0.22 / (1e6 * 0.008), 1e-12);
    EXPECT_THAT(executed_after(project, [](Project&) {}), IsEmpty());
}

TEST_F(Pipeline, OnlyDependentsOfAChangeRunAgain) {
    run_well(project);
    struct Case {
        const char* id;
        const char* value;
        std::vector<std::string> stages;
    };
    const Case cases[] = {
        {"general.name", "Renamed", {}},
        {"general.bench_height", "12", {}},
        {"general.curve_high", "100000", {}},
        {"general.crs", "EPSG:4547", {}},
        {"general.map_files", "belts.geojson", {}},
        {"commodity.Cu.price", "65000", {"evaluate", "pits", "scenarios"}},
        {"economics.processing", "55", {"evaluate", "pits", "scenarios"}},
        {"general.category_column", "domain", {"evaluate", "pits", "scenarios"}},
        {"general.realised_prices", "false", {}},
        {"estimate.max_samples", "6", {"estimate", "validate", "simulate", "bounds", "occurrence", "evaluate", "pits", "scenarios"}},
        {"element.Cu.top_cut", "0.45", {"statistics", "variogram", "estimate", "validate", "simulate", "bounds", "occurrence", "evaluate", "pits", "scenarios"}},
        {"element.Cu.variogram.nugget", "0.3", {"variogram", "estimate", "validate", "simulate", "bounds", "occurrence", "evaluate", "pits", "scenarios"}},
        {"grid.size_w", "10", {"grid", "estimate", "validate", "simulate", "bounds", "occurrence", "evaluate", "pits", "scenarios"}},
        {"composite.length", "4", {"composite", "statistics", "variogram", "grid", "estimate", "validate", "simulate", "bounds", "occurrence", "evaluate", "pits", "scenarios"}},
        {"drillholes.below_detection",
         "zero",
         {"import", "composite", "statistics", "variogram", "grid", "estimate", "validate", "simulate", "bounds", "occurrence", "evaluate", "pits", "scenarios"}},
    };
    for (const Case& c : cases)
        EXPECT_EQ(
            executed_after(project, [&](Project& p) { ASSERT_TRUE(set_param(p.recipe, c.id, c.value)); }),
            c.stages)
            << c.id;
}

TEST_F(Pipeline, ChangedFilesCountNotTheirNamesOrDates) {
    run_well(project);
    const auto mine = std::filesystem::path(deposit.folder().file("mine.json"));
    EXPECT_THAT(executed_after(project,
                               [&](Project&) {
                                   std::filesystem::last_write_time(
                                       mine, std::filesystem::last_write_time(mine) + std::chrono::hours(1));
                               }),
                IsEmpty());
    EXPECT_THAT(executed_after(project,
                               [&](Project& p) {
                                   std::filesystem::copy_file(mine, deposit.folder().file("same.json"));
                                   p.recipe.general.mine_record_file = "same.json";
                               }),
                IsEmpty());
    EXPECT_THAT(executed_after(project,
                               [&](Project&) {
                                   deposit.folder().write("same.json",
                                                          *base::read_text_file(mine.string()) + "\n");
                               }),
                ElementsAre("utilization"));
    EXPECT_EQ(executed_after(project, [&](Project&) { deposit.write_assays(1.5); }).size(), 13U);
}

TEST_F(Pipeline, GoingBackToOldValuesGivesTheOldBits) {
    run_well(project);
    const auto first = project.results.model();
    project.recipe.estimate.max_samples = 5;
    run_well(project);
    EXPECT_FALSE(same_bits(*first, *project.results.model()));
    project.recipe.estimate.max_samples = 8;
    run_well(project);
    EXPECT_TRUE(same_bits(*first, *project.results.model()));
}

TEST_F(Pipeline, SameRecipeSameBitsOnOneOrManyThreads) {
    run_well(project);
    Project one = deposit.project();
    base::set_thread_limit(1);
    run_well(one);
    base::set_thread_limit(0);
    EXPECT_TRUE(same_bits(*project.results.model(), *one.results.model()));
    EXPECT_EQ(project.results.value.curve_full->prices(), one.results.value.curve_full->prices());
    EXPECT_EQ(project.results.stamps, one.results.stamps);
}

TEST_F(Pipeline, OneElementsVariogramLeavesTheOthersColumnsAndGivesTheSameAsAFreshRun) {
    run_well(project);
    const auto before = project.results.model();
    const double gold_seconds = project.results.estimate.summaries->at(0).seconds;
    ASSERT_EQ(project.results.estimate.summaries->at(0).element, "Au");
    project.recipe.element["Cu"].variogram.nugget = 0.5;
    run_well(project);
    // The very summary of gold was carried over: it was not estimated again.
    EXPECT_EQ(project.results.estimate.summaries->at(0).seconds, gold_seconds);

    Project fresh = deposit.project();
    fresh.recipe.element["Cu"].variogram.nugget = 0.5;
    run_well(fresh);
    ASSERT_EQ(project.results.model()->block_count(), fresh.results.model()->block_count());
    for (const blocks::ColumnInfo& column : fresh.results.model()->columns()) {
        ASSERT_TRUE(project.results.model()->has(column.name)) << column.name;
        for (std::size_t leaf = 0; leaf < fresh.results.model()->leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n) {
                const auto at = fresh.results.model()->leaf(leaf).index(n);
                const double a = project.results.model()->value(column.name, at);
                const double b = fresh.results.model()->value(column.name, at);
                ASSERT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << column.name;
            }
    }
    EXPECT_FALSE(same_bits(*before, *project.results.model()));
}

TEST_F(Pipeline, CancelLeavesTheOldResultsAndStaysStale) {
    run_well(project);
    const Results before = project.results;
    project.recipe.estimate.max_samples = 6;
    for (const double stop_at : {0.0, 0.05, 0.3, 0.6}) {
        base::Progress* cancel = nullptr;
        base::Progress progress([&](double fraction, const base::Message&) {
            if (fraction >= stop_at) cancel->cancel();
        });
        cancel = &progress;
        const auto ran = project.run(progress);
        ASSERT_FALSE(ran);
        EXPECT_EQ(ran.error().kind, base::ErrorKind::cancelled);
        EXPECT_EQ(project.results.model(), before.model()) << stop_at;
        EXPECT_EQ(project.results.value.curve_full, before.value.curve_full) << stop_at;
        EXPECT_EQ(project.state("estimate"), StageState::stale) << stop_at;
    }
    run_well(project);
    EXPECT_NE(project.results.model(), before.model());
}

TEST_F(Pipeline, AFailedStageIsNamedKeepsTheOldResultAndMayBeTriedAgain) {
    run_well(project);
    const Results before = project.results;
    project.recipe.general.category_column = "domian";
    base::Progress progress;
    auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "project.no_category");
    EXPECT_EQ(ran.error().fix.args.at(0).second, "domain");
    EXPECT_EQ(project.state("evaluate"), StageState::failed);
    ASSERT_TRUE(project.error("evaluate"));
    EXPECT_EQ(project.results.model(), before.model());
    EXPECT_EQ(project.results.value.curve_full, before.value.curve_full);
    project.recipe.general.category_column = "domain";
    EXPECT_EQ(project.state("evaluate"), StageState::stale);
    run_well(project);
    EXPECT_FALSE(project.error("evaluate"));
    ASSERT_TRUE(project.results.value.curves_by_category);
    EXPECT_EQ(project.results.value.curves_by_category->size(), 2U);
}

TEST_F(Pipeline, DomainColumnIsTheNearestCompositesDomain) {
    run_well(project);
    const blocks::BlockModel& model = *project.results.model();
    const blocks::ColumnInfo* info = model.info("domain");
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(info->type, blocks::ColumnType::integer);
    const drilling::CompositeTable& samples = *project.results.drilling.composites;
    ASSERT_EQ(info->codes, samples.domain_codes);
    int checked = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; n += 37) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const auto centre = model.geometry().centre(model.leaf(leaf).index(n));
            double nearest = 1e300;
            std::set<std::int32_t> domains;  // ties may go either way
            for (std::size_t s = 0; s < samples.size(); ++s) {
                const double d =
                    std::hypot(samples.x[s] - centre[0], samples.y[s] - centre[1], samples.z[s] - centre[2]);
                if (d < nearest - 1e-6) domains.clear();
                if (d < nearest + 1e-6) domains.insert(samples.domain[s]);
                nearest = std::min(nearest, d);
            }
            EXPECT_TRUE(domains.contains(model.integer("domain", leaf)[n]));
            ++checked;
        }
    EXPECT_GT(checked, 100);
}

TEST_F(Pipeline, BlocksOutOfReachAreLeftOut) {
    run_well(project);
    const auto whole = project.results.model()->block_count();
    EXPECT_EQ(whole, project.results.model()->geometry().cell_count());
    project.recipe.estimate.search_major_m = project.recipe.estimate.search_semi_m =
        project.recipe.estimate.search_minor_m = 9;
    project.recipe.estimate.passes = 1;
    project.recipe.estimate.min_samples = 1;
    run_well(project);
    const blocks::BlockModel& model = *project.results.model();
    EXPECT_LT(2 * model.block_count(), model.geometry().cell_count());
    EXPECT_GT(model.block_count(), 0);
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) {
                EXPECT_FALSE(std::isnan(model.real("Cu", leaf)[n]));
            }
    EXPECT_EQ(model.block_count(), project.results.estimate.summaries->at(1).estimated);
}

TEST_F(Pipeline, WithoutInputStagesAreCurrentAndEmpty) {
    Project empty;
    run_well(empty);
    EXPECT_THAT(empty.stale(), IsEmpty());
    EXPECT_FALSE(empty.results.drilling.import || empty.results.model() || empty.results.utilization.rates);

    Project rates_only;
    rates_only.recipe.folder = deposit.recipe().folder;
    rates_only.recipe.general.mine_record_file = "mine.json";
    run_well(rates_only);
    EXPECT_TRUE(rates_only.results.utilization.rates);
    EXPECT_FALSE(rates_only.results.model());
}

TEST_F(Pipeline, UntilStopsThere) {
    run_well(project, "composite");
    EXPECT_TRUE(project.results.drilling.composites);
    EXPECT_FALSE(project.results.model());
    EXPECT_EQ(project.state("variogram"), StageState::never_run);
}

TEST_F(Pipeline, ElementsComeFromTheFilesWhereTheRecipeNamesNone) {
    project.recipe.element.clear();
    run_well(project);
    EXPECT_THAT(project.elements(), ElementsAre("Au", "Cu"));
    EXPECT_TRUE(project.results.model()->has("Cu"));
    EXPECT_THAT(project.stale(), IsEmpty());
}

TEST_F(Pipeline, ImportedModelIsEvaluatedWithoutDrillholes) {
    run_well(project);
    const blocks::BlockModel model(*project.results.model());
    Project imported;
    imported.recipe.commodity = project.recipe.commodity;
    imported.recipe.economics = project.recipe.economics;
    imported.set_model(blocks::BlockModel(model), "made.vdb");
    EXPECT_THAT(imported.stale(), ElementsAre("shapes", "bounds", "occurrence", "evaluate", "pits", "scenarios", "evidence", "potential", "targets",
                                              "flows", "scrap", "orebodies", "cost_model", "orebody_verdicts", "utilization", "ledger"));
    run_well(imported);
    EXPECT_EQ(imported.results.value.curve_full->prices(), project.results.value.curve_full->prices());
    EXPECT_THAT(executed_after(imported, [](Project& p) { p.recipe.commodity["Cu"].price = 50000; }),
                ElementsAre("evaluate", "pits", "scenarios"));
}

TEST_F(Pipeline, ApprovalsMarkFindingsAndRunNothing) {
    deposit.folder().write("collar.csv", "hole,x,y,z,depth\nH00,1000,2000,100,80\nH01,1000,2040,100,80\n");
    run_well(project, "import");
    ASSERT_FALSE(project.results.findings.at("import")->empty());
    const std::string id = project.results.findings.at("import")->front().id();
    EXPECT_FALSE(project.results.findings.at("import")->front().approved);
    project.approve(id, true);
    EXPECT_TRUE(project.results.findings.at("import")->front().approved);
    EXPECT_EQ(project.state("import"), StageState::current);
    project.approve(id, false);
    EXPECT_FALSE(project.results.findings.at("import")->front().approved);
}

TEST_F(Pipeline, MissingFileIsAnErrorWithItsName) {
    project.recipe.drillholes.assay_file = "nothing.csv";
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_THAT(ran.error().place.file, ::testing::HasSubstr("nothing.csv"));
    EXPECT_EQ(project.state("import"), StageState::failed);
}

// A negative grade takes no part until somebody has looked at it and agrees; then composites are stale, the
// import is not, and the value counts.
TEST_F(Pipeline, ApprovingAnImpossibleGradeMakesCompositesAgain) {
    std::string assays = "hole,from,to,Cu,Au\n";
    for (int s = 0; s < 20; ++s)
        assays += fmt::format("H00,{},{},{},0.2\n", 4 * s, 4 * s + 4, s == 3 ? -5.0 : 1.0);
    deposit.folder().write("assay.csv", assays);
    run_well(project, "composite");
    const auto smallest = [&] {
        double least = std::numeric_limits<double>::infinity();
        for (const double value : project.results.drilling.composites->grade("Cu")->values)
            if (!std::isnan(value)) least = std::min(least, value);
        return least;
    };
    EXPECT_DOUBLE_EQ(smallest(), 1.0);
    const auto findings = *project.results.findings.at("import");
    const auto negative = std::ranges::find(findings, "negative_grade", &base::Finding::kind);
    ASSERT_NE(negative, findings.end());
    project.approve(negative->id(), true);
    EXPECT_EQ(project.state("import"), StageState::current);
    EXPECT_EQ(project.state("composite"), StageState::stale);
    run_well(project, "composite");
    EXPECT_DOUBLE_EQ(smallest(), -2.0);
}

}  // namespace
}  // namespace orelens::project
