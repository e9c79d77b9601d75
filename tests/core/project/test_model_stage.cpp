// A recipe with a model file and prices runs through evaluation, is saved, opened and made stale as one with
// drillholes is.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/io/omf/OmfFile.h"
#include "core/project/OpenFindings.h"
#include "core/project/Pipeline.h"
#include "tests/core/project/SmallDeposit.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

std::string table(double grade) {
    std::string text = "x,y,z,Cu_pct,rock,density\n";
    for (int n = 0; n < 64; ++n)
        text += fmt::format("{},{},{},{},{},2.8\n", 5 + 10 * (n & 3), 5 + 10 * (n >> 2 & 3),
                            5 + 10 * (n >> 4), n % 7 == 0 ? -99.0 : grade * n / 64, n < 32 ? "A" : "B");
    return text;
}

Project project_of(const testing::TemporaryFolder& folder) {
    Project project;
    project.recipe.folder = folder.path().string();
    project.recipe.model.file = "model.csv";
    economics::Commodity& copper = project.recipe.commodity["Cu"];
    copper.price = 60000;
    copper.recovery_percent = 88;
    project.recipe.economics.costs.mining = 30;
    project.recipe.economics.costs.processing = 90;
    project.recipe.general.category_column = "rock";
    return project;
}

TEST(ModelStage, AModelFileAndAPriceAreEnough) {
    const testing::TemporaryFolder folder;
    folder.write("model.csv", table(1.5));
    Project project = project_of(folder);
    ASSERT_TRUE(check_reads_something(project));
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    const Results& results = project.results;
    ASSERT_TRUE(results.estimate.model && results.value.model && results.value.curve_full &&
                results.value.curves_by_category);
    // One model, not a copy of it.
    EXPECT_EQ(results.estimate.model, results.model_import.model);
    EXPECT_EQ(results.estimate.model->block_count(), 64);
    EXPECT_EQ(results.value.curves_by_category->size(), 2U);
    EXPECT_THAT(project.elements(), ::testing::ElementsAre("Cu"));
    for (const Stage& stage : project.stages()) EXPECT_TRUE(project.current(stage.id)) << stage.id;
    std::set<std::string> kinds;
    for (const base::Finding& one : project.findings())
        if (one.stage == "model") kinds.insert(one.kind);
    EXPECT_THAT(kinds, ::testing::IsSupersetOf({"model_grid", "model_missing", "model_null_codes"}));
}

TEST(ModelStage, FeetOfAnotherKindThanTheSystemsAreAFinding) {
    const testing::TemporaryFolder folder;
    folder.write("model.csv", table(1.5));
    const auto told = [&](const char* crs, blocks::ModelLength unit) {
        Project project = project_of(folder);
        project.recipe.general.crs = crs;
        project.recipe.model.length_unit = unit;
        base::Progress progress;
        EXPECT_TRUE(project.run(progress, "model"));
        const auto findings = project.findings();
        return std::ranges::count_if(findings, [](const base::Finding& one) { return one.kind == "model_other_foot"; });
    };
    using blocks::ModelLength;
    EXPECT_EQ(told("EPSG:2225", ModelLength::foot), 1);
    EXPECT_EQ(told("EPSG:2225", ModelLength::survey_foot), 0);
    EXPECT_EQ(told("EPSG:2222", ModelLength::survey_foot), 1);
    EXPECT_EQ(told("EPSG:4547", ModelLength::foot), 0);
    EXPECT_EQ(told("", ModelLength::foot), 0);
}

TEST(ModelStage, FeetThatAFileStatesItselfAreComparedWithTheSystemToo) {
    io::OmfProject file;
    file.elements.push_back(
        {"blocks",
         "",
         std::nullopt,
         io::OmfVolume{{1000, 2000, 100}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {10, 10}, {10, 10}, {5, 5}},
         {{"Cu_pct", "", io::OmfPlace::cells, io::OmfReals{std::vector<double>(8, 1.5), std::nullopt}}}});
    const testing::TemporaryFolder folder;
    const auto told = [&](const char* crs, const char* units) {
        const auto bytes = io::omf_bytes(file, units);
        EXPECT_TRUE(bytes);
        folder.write("model.omf", *bytes);
        Project project = project_of(folder);
        project.recipe.model.file = "model.omf";
        project.recipe.general.category_column.clear();
        project.recipe.general.crs = crs;
        base::Progress progress;
        EXPECT_TRUE(project.run(progress, "model"));
        const auto findings = project.findings();
        return std::ranges::count_if(findings, [](const base::Finding& one) { return one.kind == "model_other_foot"; });
    };
    EXPECT_EQ(told("EPSG:2225", "ft"), 1);
    EXPECT_EQ(told("EPSG:2225", "US survey feet"), 0);
    EXPECT_EQ(told("EPSG:2222", "US survey feet"), 1);
    EXPECT_EQ(told("EPSG:4547", "ft"), 0);
    EXPECT_EQ(told("EPSG:2225", "m"), 0);
}

TEST(ModelStage, SavedAndOpenedItIsCurrentAndKeptOnce) {
    const testing::TemporaryFolder folder;
    folder.write("model.csv", table(1.5));
    Project project = project_of(folder);
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    ASSERT_TRUE(save_project(project, folder.file("a.gpkg"), progress));
    const auto opened = open_project(folder.file("a.gpkg"), progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_THAT(opened->stale(), ::testing::IsEmpty());
    ASSERT_TRUE(opened->results.estimate.model && opened->results.value.model);
    EXPECT_EQ(opened->results.estimate.model, opened->results.model_import.model);
    EXPECT_TRUE(opened->opening.empty());
    EXPECT_EQ(opened->findings().size(), project.findings().size());
}

TEST(ModelStage, AChangedFileOrParameterMakesItStale) {
    const testing::TemporaryFolder folder;
    folder.write("model.csv", table(1.5));
    Project project = project_of(folder);
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    project.recipe.grid.size_u_m = 77;  // of no consequence here
    EXPECT_TRUE(project.current("estimate") && project.current("evaluate"));
    ASSERT_TRUE(set_param(project.recipe, "model.parent_u", "20"));
    EXPECT_FALSE(project.current("model") || project.current("evaluate"));
    ASSERT_TRUE(project.run(progress));
    EXPECT_EQ(project.results.estimate.model->geometry().block_size[0], 20);
    EXPECT_EQ(project.results.estimate.geometry->block_size[0], 20);
    folder.write("model.csv", table(2.5));
    EXPECT_FALSE(project.current("model"));
}

TEST(ModelStage, AWrongColumnIsAnErrorOfTheParameter) {
    const testing::TemporaryFolder folder;
    folder.write("model.csv", table(1.5));
    Project project = project_of(folder);
    project.recipe.model.density = "desnity";
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().place.field, "model.density");
    EXPECT_EQ(project.state("model"), StageState::failed);
}

TEST(ModelStage, DrillholesBesideAModelAreReadAndNotEstimated) {
    testing::SmallDeposit deposit;
    Project project = deposit.project();
    const testing::TemporaryFolder folder;
    project.recipe.model.file = folder.write("model.csv", table(1.5));
    base::Progress progress;
    const auto ran = project.run(progress, "estimate");
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    EXPECT_TRUE(project.results.drilling.composites);
    EXPECT_FALSE(project.results.estimate.variograms);
    EXPECT_EQ(project.results.estimate.model->block_count(), 64);
    project.recipe.model.file.clear();
    ASSERT_TRUE(project.run(progress, "estimate"));
    EXPECT_TRUE(project.results.estimate.variograms);
    EXPECT_NE(project.results.estimate.model->block_count(), 64);
}

}  // namespace
}  // namespace orelens::project
