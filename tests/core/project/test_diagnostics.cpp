// estimate.diagnostics decides which elements keep pass, samples, variance and distance, and nothing else.
#include <gtest/gtest.h>

#include <cstring>

#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using geostat::Diagnostics;
using testing::SmallDeposit;

void run_well(Project& project) {
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
}

/// Elements whose diagnostics are in the model; "!" where they are there by half.
std::string explained(const Project& project) {
    std::string all;
    for (const std::string element : {"Au", "Cu"}) {
        int parts = 0;
        for (const char* part : {".variance", ".samples", ".pass", ".distance"})
            parts += project.results.estimate.model->has(element + part);
        if (parts > 0) all += element + (parts == 4 ? " " : "! ");
    }
    return all;
}

class DiagnosticsOfElements : public ::testing::Test {
  protected:
    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(DiagnosticsOfElements, AreKeptAsTheRecipeAsks) {
    EXPECT_EQ(project.recipe.estimate.diagnostics, Diagnostics::main_element) << "the default";
    run_well(project);
    EXPECT_EQ(explained(project), "Cu ") << "copper is the main commodity";
    const auto summaries = project.results.estimate.summaries;
    const blocks::BlockModel before = *project.results.estimate.model;
    for (const auto& [choice, wanted] : {std::pair{Diagnostics::none, ""},
                                         {Diagnostics::all, "Au Cu "},
                                         {Diagnostics::main_element, "Cu "}}) {
        project.recipe.estimate.diagnostics = choice;
        EXPECT_FALSE(project.current("estimate"));
        run_well(project);
        EXPECT_EQ(explained(project), wanted);
        for (std::size_t e = 0; e < summaries->size(); ++e) {
            const geostat::EstimateSummary &a = (*summaries)[e],
                                           &b = (*project.results.estimate.summaries)[e];
            EXPECT_EQ(a.per_pass, b.per_pass);
            EXPECT_EQ(a.estimated, b.estimated);
            EXPECT_EQ(a.estimate_mean, b.estimate_mean);
        }
        const blocks::BlockModel& model = *project.results.estimate.model;
        for (std::size_t n = 0; n < model.leaf_count(); ++n)
            for (const char* element : {"Cu", "Au"})
                ASSERT_EQ(0, std::memcmp(model.real(element, n), before.real(element, n), 2048));
    }
}

TEST_F(DiagnosticsOfElements, OfTheFirstElementWhereTheMainCommodityHasNone) {
    project.recipe.commodity.clear();
    project.recipe.economics.main_commodity.clear();
    run_well(project);
    EXPECT_EQ(explained(project), "Au ");
}

TEST_F(DiagnosticsOfElements, FollowTheMainCommodityWhenTheEstimateRunsAndMakeNothingStale) {
    run_well(project);
    project.recipe.economics.main_commodity = "Au";
    EXPECT_TRUE(project.current("estimate")) << "pricing another metal estimates nothing again";
    run_well(project);
    EXPECT_EQ(explained(project), "Cu ");
    project.recipe.element["Au"].assay.top_cut = 0.25;  // copper is carried over
    run_well(project);
    EXPECT_EQ(explained(project), "Au ");
    project.recipe.element["Au"].assay.top_cut = 0.26;
    project.recipe.economics.main_commodity = "Cu";
    run_well(project);
    EXPECT_EQ(explained(project), "Cu ") << "an element without its diagnostics is not carried over";
}

TEST_F(DiagnosticsOfElements, AndOtherSmallNumbersTakeAByte) {
    run_well(project);
    const blocks::BlockModel& model = *project.results.model();
    for (const blocks::ColumnInfo& info : model.columns())
        if (info.type == blocks::ColumnType::integer) {
            EXPECT_TRUE(model.is_small(info.name)) << info.name;
        }
}

TEST_F(DiagnosticsOfElements, TheEvaluatedModelSharesTheColumnsOfTheEstimate) {
    run_well(project);
    const blocks::BlockModel &estimated = *project.results.estimate.model, &valued = *project.results.model();
    for (const blocks::ColumnInfo& info : estimated.columns())
        if (info.type == blocks::ColumnType::real) {
            EXPECT_EQ(valued.real_values(info.name), estimated.real_values(info.name)) << info.name;
        }
    base::Progress progress;
    const std::string path = deposit.folder().file("shared.gpkg");
    ASSERT_TRUE(save_project(project, path, progress));
    const auto opened = open_project(path, progress);
    ASSERT_TRUE(opened);
    ASSERT_TRUE(opened->results.model());
    EXPECT_TRUE(testing::same_bits(*opened->results.model(), valued));
    for (const blocks::ColumnInfo& info : estimated.columns())
        if (info.type == blocks::ColumnType::real) {
            EXPECT_EQ(opened->results.model()->real_values(info.name),
                      opened->results.estimate.model->real_values(info.name));
        }
}

}  // namespace
}  // namespace orelens::project
