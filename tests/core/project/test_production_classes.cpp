// Confidence classes that ask for the precision of production: not known without a simulation, and then from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/geostat/ConfidenceClasses.h"
#include "core/project/Simulation.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

class ProductionClasses : public ::testing::Test {
  protected:
    ProductionClasses() {
        geostat::ClassParams& classes = project.recipe.classes;
        classes.use = true;
        classes.least_island = 0;
        classes.measured = {.precision = 15};
        classes.indicated = {.nearest_m = 1e6};
        classes.production_t = 2e5;
    }
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress, "simulate");
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    [[nodiscard]] std::array<int, 4> counts(const blocks::BlockModel& model) const {
        std::array<int, 4> all{};
        const blocks::IntegerLeaves codes = model.integer_leaves(geostat::class_column);
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n)
                if (model.leaf(leaf).is_active(n)) ++all[static_cast<std::size_t>(codes[leaf][n])];
        return all;
    }
    [[nodiscard]] bool waits() const {
        return std::ranges::count(project.findings(), "classes_without_precision", &base::Finding::kind) == 1;
    }

    testing::SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(ProductionClasses, UnknownIsNeverYes) {
    run_well();
    EXPECT_FALSE(project.results.simulation.model);
    EXPECT_EQ(counts(*project.results.estimate.model)[geostat::measured], 0);
    EXPECT_GT(counts(*project.results.estimate.model)[geostat::indicated], 100);
    EXPECT_TRUE(waits());
    project.recipe.simulate.realisations = 10;  // too few for the ends of an interval
    run_well();
    EXPECT_EQ(counts(*project.results.simulation.model)[geostat::measured], 0);
    EXPECT_TRUE(waits());
}

TEST_F(ProductionClasses, ComeFromTheRealisations) {
    project.recipe.simulate.realisations = 24;
    run_well();
    EXPECT_FALSE(waits());
    const blocks::BlockModel& model = *project.results.simulation.model;
    ASSERT_TRUE(model.has(std::string("Cu") + precision_column));
    // Every block with a grade that is in the first class is known well enough, and no other is.
    const float *precision = model.real_values(std::string("Cu") + precision_column), *grade = model.real_values("Cu");
    const blocks::IntegerLeaves codes = model.integer_leaves(geostat::class_column);
    std::vector<float> known;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            const std::size_t at = leaf * 512 + static_cast<std::size_t>(n);
            if (!model.leaf(leaf).is_active(n) || std::isnan(grade[at])) continue;
            ASSERT_EQ(codes[leaf][n] == geostat::measured, precision[at] <= 15);
            if (!std::isnan(precision[at])) known.push_back(precision[at]);
        }
    ASSERT_GT(known.size(), 100U);
    EXPECT_GT(std::ranges::min(known), 0);
    // The classes of the estimate are left as they were; those that everyone reads are the simulation's.
    EXPECT_EQ(counts(*project.results.estimate.model)[geostat::measured], 0);
    EXPECT_EQ(counts(*project.results.model())[geostat::measured], counts(model)[geostat::measured]);
    // A middling limit parts the blocks.
    std::ranges::sort(known);
    project.recipe.classes.measured.precision = static_cast<double>(known[known.size() / 2]);
    run_well();
    const auto parted = counts(*project.results.simulation.model);
    EXPECT_GT(parted[geostat::measured], 0);
    // Kept and read again onto the estimate.
    const auto before = parted;
    for (const ResultRow& row : find_stage(project.stages(), "simulate")->results) {
        if (row.name != "simulation.columns") continue;
        std::string kept;
        ASSERT_TRUE(row.stream_out(project.results, [&kept](std::string_view piece) -> base::Expected<void> {
            kept += piece;
            return {};
        }, std::size_t{1} << 20));
        base::Progress progress;
        project.results.simulation.model.reset();
        bool given = false;
        const auto whole = row.stream_in(
            [&]() -> base::Expected<std::string_view> {
                return std::exchange(given, true) ? std::string_view() : std::string_view(kept);
            },
            project.results, progress);
        ASSERT_TRUE(whole && *whole);
    }
    ASSERT_TRUE(project.results.simulation.model);
    EXPECT_EQ(counts(*project.results.simulation.model), before);
}

TEST_F(ProductionClasses, NeedAProduction) {
    project.recipe.classes.production_t = 0;
    base::Progress progress;
    const auto refused = project.run(progress, "simulate");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "project.no_production");
    EXPECT_EQ(refused.error().place.field, "classes.production");
}

}  // namespace
}  // namespace orelens::project
