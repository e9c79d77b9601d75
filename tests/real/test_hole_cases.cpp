// Small files reduced from public bug reports: what is wrong with holes, and the right answer of each.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/drilling/Finding.h"
#include "core/project/OpenFindings.h"
#include "core/project/Pipeline.h"
#include "core/project/Recipe.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using drilling::FindingKind;

project::Project opened(const std::filesystem::path& recipe_file) {
    project::Project project;
    auto recipe = project::read_recipe(recipe_file.string());
    EXPECT_TRUE(recipe) << base::describe(recipe.error(), base::Language::english);
    if (recipe) project.recipe = *recipe;
    project.recipe.general.memory_limit_gb = 2;
    return project;
}

project::Project ran(const std::filesystem::path& recipe_file, const std::string& until,
                     const std::string& dip_of = {}) {
    project::Project project = opened(recipe_file);
    project.recipe.drillholes.dip_of = dip_of;
    base::Progress progress;
    const auto done = project.run(progress, until);
    EXPECT_TRUE(done) << base::describe(done.error(), base::Language::english);
    return project;
}

std::vector<base::Finding> of(const project::Project& project, std::string_view kind) {
    std::vector<base::Finding> found = project.findings();
    std::erase_if(found, [&](const base::Finding& finding) { return finding.kind != kind; });
    return found;
}

double mean_of(const project::Project& project) {
    double sum = 0;
    const auto& values = project.results.drilling.composites->grades.at(0).values;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

TEST(HoleCases, PlacesThatAreCodes) {
    ORELENS_SHARED(folder, "cases/03-null-codes");
    const project::Project a = ran(folder / "a-collar.orelens.json", "estimate");
    EXPECT_EQ(a.results.estimate.geometry->cell_count(), 3360U);
    EXPECT_EQ(a.results.drilling.composites->size(), 3U);
    EXPECT_EQ(of(a, "collar_coordinates_missing").size(), 2U);
    const project::Project g = ran(folder / "g-collar-zero.orelens.json", "estimate");
    EXPECT_EQ(g.results.estimate.geometry->cell_count(), 200U);
    ASSERT_EQ(of(g, "doubtful_place").size(), 1U);
    EXPECT_EQ(of(g, "doubtful_place")[0].row, 3);
    const project::Project e = ran(folder / "e-to-typo-no-depth.orelens.json", "composite");
    EXPECT_EQ(e.results.drilling.composites->size(), 4U);
    EXPECT_NEAR(mean_of(e), 0.55, 1e-12);
    EXPECT_EQ(of(e, "long_interval").at(0).row, 4);
    const project::Project c = ran(folder / "c-assay.orelens.json", "composite");
    for (const double from : c.results.drilling.composites->from_m) EXPECT_GE(from, 0);
}

std::array<double, 3> at(const project::Project& project, double depth) {
    return project.results.drilling.traces->at(0).at(depth);
}

TEST(HoleCases, WhatADipMeans) {
    ORELENS_SHARED(folder, "cases/07-dip-sign");
    const auto c = at(ran(folder / "c-oil-inclination.orelens.json", "import"), 99);
    EXPECT_NEAR(c[0], 3.838, 5e-4);
    EXPECT_NEAR(c[2], -98.895, 5e-4);
    const auto f = at(ran(folder / "f-collar-orientation.orelens.json", "import"), 99);
    EXPECT_NEAR(f[0], 49.5, 5e-4);
    EXPECT_NEAR(f[2], -85.737, 5e-4);
    for (const char* name : {"a-underground-fan", "b-all-up", "d-two-campaigns"}) {
        const auto asked = of(ran(folder / (std::string(name) + ".orelens.json"), "import"), "dip_unknown");
        ASSERT_EQ(asked.size(), 1U) << name;
        EXPECT_EQ(asked[0].severity, base::Severity::error);
    }
    const project::Project d = ran(folder / "d-two-campaigns.orelens.json", "import", "D=positive_down");
    EXPECT_TRUE(of(d, "dip_unknown").empty());
    for (const drilling::Trace& trace : *d.results.drilling.traces) EXPECT_LT(trace.at(99)[2], -85);
    const project::Project e = ran(folder / "e-zenith-header.orelens.json", "import");
    EXPECT_TRUE(of(e, "dip_unknown").empty());
}

TEST(HoleCases, FeetCutToCentimetresAreNoOverlaps) {
    ORELENS_SHARED(folder, "cases/09-overlaps");
    const project::Project d = ran(folder / "d-rounding.orelens.json", "composite");
    EXPECT_EQ(project::open_errors(d.findings()), 0);
    EXPECT_TRUE(of(d, "gap").empty());
    EXPECT_EQ(of(d, "depth_rounding").size(), 1U);
    EXPECT_EQ(of(ran(folder / "c-big-overlaps.orelens.json", "composite"), "overlap").size(), 4U);
}

/// The estimate of the block at the origin.
double first_block(const std::filesystem::path& recipe) {
    const project::Project project = ran(recipe, "estimate");
    const blocks::BlockModel& model = *project.results.estimate.model;
    const std::string element = project.elements().at(0);
    double nearest = 1e300, value = std::nan("");
    const auto leaves = model.real_leaves(element);
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(leaf).is_active(n)) continue;
            const blocks::Index3 i = model.leaf(leaf).index(n);
            const blocks::Vec3 centre = model.geometry().to_world({i[0] + 0.5, i[1] + 0.5, i[2] + 0.5});
            const double away = std::hypot(centre[0], centre[1], centre[2]);
            if (away >= nearest) continue;
            nearest = away;
            value = leaves[leaf][n];
        }
    return value;
}

TEST(HoleCases, SamplesAtOnePlaceCountAsTheirMean) {
    ORELENS_SHARED(folder, "cases/14-duplicates");
    EXPECT_NEAR(first_block(folder / "a-low-first.orelens.json"), 2.0, 1e-6);
    EXPECT_NEAR(first_block(folder / "b-high-first.orelens.json"), 2.0, 1e-6);
    EXPECT_NEAR(first_block(folder / "c-many-at-one-place.orelens.json"), 3.206545, 1e-6);
    EXPECT_NEAR(first_block(folder / "d-near.orelens.json"), 2.852742, 1e-6);
}

/// Lowest and highest copper of all blocks.
std::pair<double, double> copper_range(const project::Project& project) {
    const blocks::BlockModel& model = *project.results.estimate.model;
    const auto leaves = model.real_leaves("Cu");
    double low = 1e300, high = -1e300;
    for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n) && !std::isnan(leaves[leaf][n])) {
                low = std::min<double>(low, leaves[leaf][n]);
                high = std::max<double>(high, leaves[leaf][n]);
            }
    return {low, high};
}

TEST(HoleCases, AGaussianModelWithoutNuggetStaysAmongTheSamples) {
    ORELENS_SHARED(folder, "cases/15-gaussian");
    const project::Project zero = ran(folder / "a-zero-nugget.orelens.json", "estimate");
    const auto [low, high] = copper_range(zero);
    EXPECT_GE(low, 0.9);
    EXPECT_LE(high, 1.6);
    EXPECT_EQ(of(zero, "gaussian_nugget").size(), 1U);
    for (const char* stated : {"b-tiny-nugget.orelens.json", "c-spherical.orelens.json"})
        EXPECT_TRUE(of(ran(folder / stated, "estimate"), "gaussian_nugget").empty()) << stated;
}

TEST(HoleCases, GradesBelowZeroAreSetToZeroAndCounted) {
    ORELENS_SHARED(folder, "cases/16-negative-grade");
    const std::pair<const char*, std::int64_t> cases[] = {{"b-spherical.orelens.json", 22}};
    for (const auto& [file, count] : cases) {
        const project::Project project = ran(folder / file, "estimate");
        EXPECT_EQ(copper_range(project).first, 0) << file;
        const auto found = of(project, "negative_estimates_zero");
        ASSERT_EQ(found.size(), 1U) << file;
        EXPECT_EQ(found[0].count, count) << file;
    }
    // The Gaussian one is given a nugget besides.
    const project::Project screen = ran(folder / "a-screen.orelens.json", "estimate");
    EXPECT_EQ(copper_range(screen).first, 0);
    EXPECT_EQ(of(screen, "negative_estimates_zero").size(), 1U);
}

TEST(HoleCases, PairsAtOnePlaceTellTheNugget) {
    ORELENS_SHARED(folder, "cases/28-lag-zero");
    const project::Project c = ran(folder / "c-noisy-twins.orelens.json", "variogram");
    const geostat::VariogramFit& fit = c.results.estimate.variograms->at(0);
    EXPECT_EQ(fit.at_one_place.pairs, 100);
    EXPECT_NEAR(fit.at_one_place.gamma, 0.113, 5e-4);
    EXPECT_NEAR(fit.model.nugget, 0.09, 0.02);
    // A third of the variance of 0.284. The field has a trend and reaches no sill within its 100 m: none of the
    // models that pass among its points can be called wrong there.
    EXPECT_GT(fit.model.sill(), 0.2);
    EXPECT_LT(fit.model.sill(), 0.4);
    EXPECT_EQ(of(c, "variogram_place_pairs").size(), 1U);
}

TEST(HoleCases, NamesThatSpreadsheetsChange) {
    ORELENS_SHARED(folder, "cases/26-hole-ids");
    const project::Project a = ran(folder / "a-forms.orelens.json", "composite");
    const auto missing = of(a, "missing_collar");
    ASSERT_EQ(missing.size(), 7U);
    for (const base::Finding& finding : missing)
        EXPECT_EQ(finding.fix.key, "csv.similar_collar") << finding.hole;
    const drilling::RowUse use = project::assay_rows_used(a);
    EXPECT_EQ(use.rows, 8);
    EXPECT_EQ(use.used, 1);
    EXPECT_EQ(project::open_errors(a.findings()), 7);
}

}  // namespace
}  // namespace orelens
