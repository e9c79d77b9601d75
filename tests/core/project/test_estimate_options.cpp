// Methods, guards and confidence classes as the recipe states them: what a run makes of them, what it makes
// anew, what it says.
#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/ConfidenceClasses.h"
#include "core/project/IndicatorVariograms.h"
#include "core/project/stages/EstimateInputs.h"
#include "core/project/stages/ResultRows.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using geostat::Method;
using OwnMethod = geostat::ElementRule::OwnMethod;
using testing::SmallDeposit;

class EstimateOptions : public ::testing::Test {
  protected:
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    base::Error refused() {
        base::Progress progress;
        const auto ran = project.run(progress);
        return ran ? base::Error{} : ran.error();
    }
    [[nodiscard]] const blocks::BlockModel& model() const { return *project.results.estimate.model; }
    [[nodiscard]] std::vector<float> column(const std::string& name) const {
        const float* values = model().real_values(name);
        return {values, values + model().leaf_count() * 512};
    }
    [[nodiscard]] std::vector<const base::Finding*> of(const std::string& kind) {
        std::vector<const base::Finding*> found;
        all_ = project.findings();
        for (const base::Finding& finding : all_)
            if (finding.kind == kind) found.push_back(&finding);
        return found;
    }
    /// The same numbers, NaN where NaN.
    static bool same(const std::vector<float>& a, const std::vector<float>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
            return x == y || (std::isnan(x) && std::isnan(y));
        });
    }

    SmallDeposit deposit;
    Project project = deposit.project();

  private:
    std::vector<base::Finding> all_;
};

TEST_F(EstimateOptions, EveryMethodRunsAndGivesGrades) {
    for (const Method method : {Method::ordinary_kriging, Method::simple_kriging, Method::inverse_distance,
                                Method::nearest_neighbour, Method::universal_kriging, Method::moving_average,
                                Method::indicator_kriging}) {
        project.recipe.estimate.method = method;
        run_well();
        for (const geostat::EstimateSummary& summary : *project.results.estimate.summaries) {
            EXPECT_GT(summary.estimated, 1000) << static_cast<int>(method);
            EXPECT_NEAR(summary.estimate_mean, summary.sample_mean, 0.1) << static_cast<int>(method);
        }
    }
}

TEST_F(EstimateOptions, AnElementLearnsFromAnotherThatIsEstimatedFirst) {
    run_well();
    const std::vector<float> alone = column("Au"), copper = column("Cu");
    for (const OwnMethod method : {OwnMethod::external_drift, OwnMethod::local_mean, OwnMethod::collocated_cokriging}) {
        project.recipe.element["Au"].estimate.method = method;
        project.recipe.element["Au"].estimate.secondary = "Cu";  // Au comes first in the list
        run_well();
        EXPECT_TRUE(same(column("Cu"), copper));
        EXPECT_FALSE(same(column("Au"), alone)) << static_cast<int>(method);
        EXPECT_GT((*project.results.estimate.summaries)[0].estimated, 1000);
    }
    // What Au learns from is estimated anew: so is Au.
    const std::vector<float> before = column("Au");
    project.recipe.element["Cu"].assay.top_cut = 0.4;
    run_well();
    EXPECT_FALSE(same(column("Cu"), copper));
    EXPECT_FALSE(same(column("Au"), before));
}

TEST_F(EstimateOptions, ASecondaryThatIsNotThereIsAnErrorThatNamesTheParameter) {
    project.recipe.element["Au"].estimate.method = OwnMethod::external_drift;
    for (const char* name : {"", "Zn", "Au"}) {
        project.recipe.element["Au"].estimate.secondary = name;
        const base::Error error = refused();
        EXPECT_EQ(error.what.key, *name == 0 ? "project.secondary_unnamed" : "project.no_secondary") << name;
        EXPECT_EQ(error.place.field, "element.Au.estimate.secondary");
    }
    project.recipe.element["Cu"].estimate = {.method = OwnMethod::local_mean, .secondary = "Au"};
    project.recipe.element["Au"].estimate.secondary = "Cu";
    EXPECT_EQ(refused().what.key, "project.no_secondary") << "each waits for the other";
}

TEST_F(EstimateOptions, IndicatorsKeepSharesAboveTheGradesAsked) {
    project.recipe.element["Cu"].estimate.method = OwnMethod::indicator_kriging;
    project.recipe.element["Cu"].estimate.cutoffs = "0.3; 0.35";
    run_well();
    const std::vector<float> share = column("Cu.above_0.3"), less = column("Cu.above_0.35"),
                             mean = column("Cu.mean_above_0.3");
    int known = 0;
    for (std::size_t n = 0; n < share.size(); ++n) {
        if (std::isnan(share[n])) continue;
        ++known;
        ASSERT_GE(share[n], less[n]);
        ASSERT_LE(share[n], 1);
        if (!std::isnan(mean[n])) {
            ASSERT_GE(mean[n], 0.3F * 0.999F);
        }
    }
    EXPECT_GT(known, 1000);
    project.recipe.element["Cu"].estimate.cutoffs = "much";
    const base::Error error = refused();
    EXPECT_EQ(error.what.key, "geostat.not_a_number");
    EXPECT_EQ(error.place.field, "element.Cu.estimate.cutoffs");
}

/// Each threshold's variogram is the one that its indicators show, and is fitted once; one for all is a choice.
TEST_F(EstimateOptions, ThresholdsHaveTheirOwnVariograms) {
    project.recipe.element["Cu"].estimate.method = OwnMethod::indicator_kriging;
    run_well();
    EXPECT_FALSE(more<IndicatorVariograms>(project.results, indicator_variograms_name)) << "one that is stated holds for all";
    project.recipe.element["Cu"].variogram.fit = true;
    run_well();
    const auto made = more<IndicatorVariograms>(project.results, indicator_variograms_name);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->fits.size(), 9U) << "the deciles";
    const auto samples = static_cast<double>(made->fits.front().at_or_below + made->fits.front().above);
    int own = 0;
    for (const IndicatorFit& one : made->fits) {
        own += one.own;
        if (!one.own) continue;
        const double p = static_cast<double>(one.at_or_below) / samples;
        EXPECT_NEAR(one.fit.model.sill(), p * (1 - p), 0.6 * p * (1 - p)) << one.threshold;
    }
    EXPECT_GT(own, 4);
    EXPECT_EQ(of("indicator_variogram_few").size() + of("indicator_variogram_none").size(), static_cast<std::size_t>(9 - own));
    const std::vector<float> each = column("Cu");
    base::Progress progress;
    auto inputs = estimate_inputs(project.recipe, *project.results.drilling.composites, project.elements(), *project.results.estimate.variograms);
    ASSERT_TRUE(inputs);
    const auto again = indicator_variograms(project, *inputs, progress);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->made_from, made->made_from) << "need not be fitted again";
    use_models(*again, *inputs);
    const auto cu = std::ranges::find(*inputs, "Cu", &geostat::ElementEstimate::element);
    EXPECT_EQ(cu->indicator.variograms.size(), 9U);

    project.recipe.element["Cu"].variogram.by_domain = false;
    run_well();
    EXPECT_FALSE(more<IndicatorVariograms>(project.results, indicator_variograms_name));
    EXPECT_FALSE(same(column("Cu"), each));
}

TEST_F(EstimateOptions, AThresholdWithFewSamplesTakesTheElementsVariogramAndSaysSo) {
    project.recipe.element["Cu"].estimate.method = OwnMethod::indicator_kriging;
    project.recipe.element["Cu"].variogram.fit = true;
    project.recipe.element["Cu"].estimate.thresholds = "0.3; 1000";
    run_well();
    const auto few = of("indicator_variogram_few");
    ASSERT_EQ(few.size(), 1U);
    EXPECT_EQ(few.front()->column, "Cu");
}

TEST_F(EstimateOptions, QualityIsKeptWhereDiagnosticsAre) {
    run_well();
    EXPECT_FALSE(model().has("Cu.slope"));
    project.recipe.estimate.quality = true;
    run_well();
    for (const char* name : {"Cu.holes", "Cu.slope", "Cu.efficiency", "Cu.negative_weights", "Cu.lagrange"})
        EXPECT_TRUE(model().has(name)) << name;
    EXPECT_FALSE(model().has("Au.slope"));
    // With hard boundaries as well, domain by domain.
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    run_well();
    EXPECT_TRUE(model().has("Cu.slope"));
}

TEST_F(EstimateOptions, LimitsOfExtrapolationLeaveBlocksOutAndSaySo) {
    run_well();
    const auto before = (*project.results.estimate.summaries)[0];
    EXPECT_TRUE(of("beyond_limits").empty());
    project.recipe.estimate.max_distance_m = 15;
    run_well();
    const auto near = (*project.results.estimate.summaries)[0];
    EXPECT_GT(near.beyond, 0);
    EXPECT_EQ(near.estimated + near.beyond, before.estimated);
    EXPECT_EQ(of("beyond_limits").size(), 2U);
    project.recipe.estimate.max_distance_m = 0;
    project.recipe.estimate.inside_samples = true;
    run_well();
    EXPECT_GT((*project.results.estimate.summaries)[0].beyond, 0);
    EXPECT_EQ(of("beyond_limits").at(0)->count, (*project.results.estimate.summaries)[0].beyond);
}

TEST_F(EstimateOptions, AGaussianVariogramWithoutNuggetIsFound) {
    geostat::VariogramRule& copper = project.recipe.element["Cu"].variogram;
    copper.type1 = geostat::StructureType::gaussian;
    copper.nugget = 0;
    copper.sill1 = 1;
    run_well();
    ASSERT_EQ(of("gaussian_nugget").size(), 1U);
    EXPECT_EQ(of("gaussian_nugget")[0]->column, "Cu");
    EXPECT_EQ(of("gaussian_nugget")[0]->severity, base::Severity::warning);
    copper.nugget = 0.01;
    run_well();
    EXPECT_TRUE(of("gaussian_nugget").empty());
}

TEST_F(EstimateOptions, ClassesAreMadeAnewWithoutEstimatingAndSplitTheCurves) {
    run_well();
    EXPECT_FALSE(model().has(geostat::class_column));
    EXPECT_EQ(project.category_column(), "");
    const std::vector<float> copper = column("Cu");
    const double seconds = (*project.results.estimate.summaries)[1].seconds;
    project.recipe.classes.use = true;
    EXPECT_EQ(refused().what.key, "project.no_class_conditions");
    project.recipe.classes.measured = {.holes = 3, .holes_within_m = 45};
    project.recipe.classes.indicated = {.nearest_m = 25};
    project.recipe.classes.inferred = {.last_pass = 2};
    run_well();
    ASSERT_TRUE(model().has(geostat::class_column));
    EXPECT_TRUE(same(column("Cu"), copper));
    EXPECT_EQ((*project.results.estimate.summaries)[1].seconds, seconds) << "the elements were carried over";
    std::map<int, int> counts;
    const blocks::IntegerLeaves codes = model().integer_leaves(geostat::class_column);
    for (std::size_t leaf = 0; leaf < model().leaf_count(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model().leaf(leaf).is_active(n)) {
                ++counts[codes[leaf][n]];
                if (std::isnan(copper[leaf * 512 + static_cast<std::size_t>(n)])) {
                    ASSERT_EQ(codes[leaf][n], geostat::unclassified);
                }
            }
    EXPECT_GT(counts[geostat::measured], 100);
    EXPECT_GT(counts[geostat::inferred], 10);
    EXPECT_EQ(project.category_column(), geostat::class_column);
    ASSERT_TRUE(project.results.value.curves_by_category);
    EXPECT_GE(project.results.value.curves_by_category->size(), 2U);
    // Slopes are kept because a class asks for them.
    project.recipe.classes.measured.slope = 0.9;
    run_well();
    EXPECT_TRUE(model().has("Cu.slope"));
}

}  // namespace
}  // namespace orelens::project
