// Measured densities on their way to the tonnes of blocks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "core/economics/GradeColumns.h"
#include "core/economics/Value.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using testing::SmallDeposit;

/// The deposit with a density in every second assay row, which grows with the row's number.
class BlockDensity : public ::testing::Test {
  protected:
    BlockDensity() {
        std::ifstream file(deposit.folder().path() / "assay.csv");
        std::string line, text;
        for (int row = 0; std::getline(file, line); ++row) {
            while (!line.empty() && line.back() == '\r') line.pop_back();
            text += line + (row == 0 ? ",SG" : row % 2 == 0 ? "," : row % 3 == 0 ? ",3.0" : ",3.4") + "\n";
        }
        file.close();
        deposit.folder().write("assay.csv", text);
    }
    static void run(Project& project) {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    static const base::Finding* finding(const Project& project, const std::string& kind) {
        for (const base::Finding& one : *project.results.findings.at("estimate"))
            if (one.kind == kind) return &one;
        return nullptr;
    }
    static double tonnes(const Project& project) {
        const blocks::BlockModel& model = *project.results.model();
        const economics::BlockTonnes each(model, project.recipe.economics.costs);
        double sum = 0;
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n)) sum += each(leaf, n);
        return sum;
    }
    SmallDeposit deposit;
};

TEST_F(BlockDensity, the_constant_counts_until_the_samples_are_asked_for) {
    Project project = deposit.project();
    run(project);
    EXPECT_FALSE(project.results.model()->has(economics::density_column));
    const base::Finding* said = finding(project, "density_not_used");
    ASSERT_NE(said, nullptr);
    EXPECT_EQ(said->severity, base::Severity::warning) << "2.7 or so is far from 3.2";
    const double volume = project.results.model()->geometry().block_volume() *
                          static_cast<double>(project.results.model()->block_count());
    const double constant = project.recipe.economics.costs.density_t_per_m3;
    EXPECT_NEAR(tonnes(project), volume * constant, 1e-6 * volume);

    project.recipe.estimate.density = geostat::BlockDensity::samples;
    run(project);
    const blocks::BlockModel& model = *project.results.model();
    ASSERT_TRUE(model.has(economics::density_column));
    EXPECT_EQ(model.info(economics::density_column)->unit, "t/m3");
    EXPECT_EQ(finding(project, "density_not_used"), nullptr);
    ASSERT_NE(finding(project, "density_estimated"), nullptr);
    std::int64_t with = 0;
    const auto density = model.real_leaves(economics::density_column);
    double wanted = 0;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const float value = density[leaf][n];
            if (!std::isnan(value)) {
                EXPECT_GE(value, 3.0F - 1e-5F);
                EXPECT_LE(value, 3.4F + 1e-5F);
                ++with;
            }
            wanted += model.geometry().block_volume() * (std::isnan(value) ? constant : static_cast<double>(value));
        }
    EXPECT_GT(with, 0);
    EXPECT_EQ(finding(project, "density_estimated")->count, with);
    EXPECT_NEAR(tonnes(project), wanted, 1e-9 * wanted);
    EXPECT_GT(tonnes(project), 1.05 * volume * constant);
}

TEST_F(BlockDensity, is_estimated_within_hard_boundaries_too) {
    Project project = deposit.project();
    project.recipe.estimate.density = geostat::BlockDensity::samples;
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    run(project);
    EXPECT_TRUE(project.results.model()->has(economics::density_column));
}

TEST(BlockDensityWithout, asking_for_what_nobody_measured_is_refused) {
    const SmallDeposit deposit;
    Project project = deposit.project();
    project.recipe.estimate.density = geostat::BlockDensity::samples;
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().place.field, "estimate.density");
}

}  // namespace
}  // namespace orelens::project
