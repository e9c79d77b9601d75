// Cokriging as the recipe asks for it: an element assayed in every other hole learns from one assayed in all, or says
// why it does not; and an element that learns from a block model that was there before.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>

#include "core/geostat/Coregionalisation.h"
#include "core/geostat/ModelValidation.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using geostat::CokrigingOutcome;
using OwnMethod = geostat::ElementRule::OwnMethod;
using testing::SmallDeposit;

/// Grades of the ground at a place of SmallDeposit's square, from 0 to 160 m and 0 to 80 m down.
double copper(double x, double y, double depth) {
    return 0.4 + 0.2 * std::sin(x / 23 + depth / 60) + 0.15 * std::cos(y / 19 - depth / 40);
}
double gold(double x, double y, double depth) {
    return 0.1 + 0.8 * copper(x, y, depth) + 0.04 * std::sin(x / 50 - y / 60);
}

class Cokriged : public ::testing::Test {
  protected:
    enum class Gold { every_other_hole, everywhere, one_hole, unrelated };

    void SetUp() override {
        write(Gold::every_other_hole);
        project.recipe.element["Au"].estimate.method = OwnMethod::cokriging;
    }

    void write(Gold which) {
        std::string assays = "hole,from,to,Cu,Au\n";
        for (int i = 0; i < 5; ++i)
            for (int j = 0; j < 5; ++j)
                for (int s = 0; s < 20; ++s) {
                    const double x = 40 * i, y = 40 * j, depth = 4 * s + 2;
                    const bool there = which == Gold::one_hole ? i == 2 && j == 2
                                       : which == Gold::everywhere ? true
                                                                   : (i + j) % 2 == 0;
                    // A sequence without any order in it.
                    const double loose = std::fmod((i * 25 + j * 5 + s + 1) * 0.61803398875, 1.0);
                    const std::string au = !there ? "" : fmt::format("{:.4f}", which == Gold::unrelated ? loose : gold(x, y, depth));
                    assays += fmt::format("H{}{},{},{},{:.4f},{}\n", i, j, 4 * s, 4 * s + 4, copper(x, y, depth), au);
                }
        deposit.folder().write("assay.csv", assays);
    }

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
    [[nodiscard]] const geostat::EstimateSummary& summary(const std::string& element) const {
        return *std::ranges::find(*project.results.estimate.summaries, element, &geostat::EstimateSummary::element);
    }
    [[nodiscard]] std::vector<float> column(const std::string& name) const {
        const blocks::BlockModel& model = *project.results.estimate.model;
        const float* values = model.real_values(name);
        return {values, values + model.leaf_count() * 512};
    }
    [[nodiscard]] int findings_of(const std::string& kind) {
        int count = 0;
        for (const base::Finding& finding : project.findings()) count += finding.kind == kind;
        return count;
    }
    static bool same(const std::vector<float>& a, const std::vector<float>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
    }
    /// Root mean squared error of gold over the blocks among the holes.
    [[nodiscard]] double error_of_gold() const {
        const blocks::BlockModel& model = *project.results.estimate.model;
        double sum = 0, count = 0;
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n) {
                if (!model.leaf(leaf).is_active(n)) continue;
                const blocks::Index3 block = model.leaf(leaf).index(n);
                const auto at = model.geometry().centre(block);
                const double x = at[0] - 1000, y = at[1] - 2000, depth = 100 - at[2], value = model.value("Au", block);
                if (x < 0 || x > 160 || y < 0 || y > 160 || depth < 0 || depth > 80 || std::isnan(value)) continue;
                sum += (value - gold(x, y, depth)) * (value - gold(x, y, depth));
                ++count;
            }
        EXPECT_GT(count, 1500);
        return std::sqrt(sum / count);
    }

    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(Cokriged, AnElementOfHalfTheHolesIsNearerToTheTruth) {
    run_well();
    const double with_copper = error_of_gold();
    EXPECT_EQ(summary("Au").cokriging, CokrigingOutcome::done);
    EXPECT_EQ(summary("Au").with, "Cu");
    EXPECT_GT(summary("Au").correlation, 0.9);
    EXPECT_EQ(summary("Cu").cokriging, CokrigingOutcome::none);
    EXPECT_EQ(findings_of("cokriging_with"), 1);
    ASSERT_EQ(project.results.estimate.together->size(), 1U);
    const geostat::Coregionalisation& model = project.results.estimate.together->front().model;
    EXPECT_TRUE(geostat::check_coregionalisation(model));
    // On the footing of the elements' own variograms, whose stated sill is 1.
    for (std::size_t e = 0; e < 2; ++e) EXPECT_NEAR(geostat::own_variogram(model, e).sill(), 1, 1e-9);
    const geostat::ElementValidation* sheet = nullptr;
    for (const auto& one : project.results.estimate.validation->elements)
        if (one.element == "Au") sheet = &one;
    ASSERT_NE(sheet, nullptr);
    EXPECT_EQ(sheet->method, "cokriging");
    const auto& values = project.results.drilling.composites->grade("Au")->values;
    EXPECT_EQ(sheet->by_hole.summary.count + sheet->by_hole.summary.not_estimated,
              std::ranges::count_if(values, [](double v) { return !std::isnan(v); }));
    EXPECT_GT(sheet->by_hole.summary.count, 100);

    project.recipe.element["Au"].estimate.method = OwnMethod::as_stated;
    run_well();
    EXPECT_LT(with_copper, 0.8 * error_of_gold());
    EXPECT_TRUE(project.results.estimate.together->empty());
}

TEST_F(Cokriged, QualityAndLimitsAreKept) {
    project.recipe.estimate.quality = true;
    project.recipe.estimate.diagnostics = geostat::Diagnostics::all;
    run_well();
    const std::vector<float> grade = column("Au"), slope = column("Au.slope"), variance = column("Au.variance");
    for (std::size_t n = 0; n < grade.size(); ++n) {
        if (std::isnan(grade[n])) continue;
        ASSERT_FALSE(std::isnan(slope[n]));
        ASSERT_GE(variance[n], 0);
    }
    const std::int64_t all = summary("Au").estimated;
    project.recipe.estimate.max_distance_m = 25;
    run_well();
    EXPECT_LT(summary("Au").estimated, all);
    EXPECT_EQ(summary("Au").estimated + summary("Au").beyond, all);
    const std::vector<float> distance = column("Au.distance");
    EXPECT_EQ(std::ranges::count_if(column("Au"), [](float v) { return !std::isnan(v); }), summary("Au").estimated);
    EXPECT_EQ(std::ranges::count_if(distance, [](float v) { return !std::isnan(v); }), summary("Au").estimated);
}

TEST_F(Cokriged, WhereNothingHelpsItIsOrdinaryKrigingAndSaysWhy) {
    const struct {
        Gold gold;
        CokrigingOutcome outcome;
        const char* kind;
    } cases[] = {{Gold::unrelated, CokrigingOutcome::weak, "cokriging_weak"},
                 {Gold::everywhere, CokrigingOutcome::nothing_new, "cokriging_nothing_new"},
                 {Gold::one_hole, CokrigingOutcome::few_samples, "cokriging_few"}};
    for (const auto& one : cases) {
        SCOPED_TRACE(one.kind);
        write(one.gold);
        project.recipe.element["Au"].estimate.method = OwnMethod::ordinary_kriging;
        run_well();
        const std::vector<float> alone = column("Au");
        project.recipe.element["Au"].estimate.method = OwnMethod::cokriging;
        run_well();
        EXPECT_EQ(summary("Au").cokriging, one.outcome);
        EXPECT_TRUE(same(column("Au"), alone));
        EXPECT_EQ(findings_of(one.kind), 1);
    }
    // Who asks for a helper by name gets it, assayed elsewhere or not.
    write(Gold::everywhere);
    project.recipe.element["Au"].estimate.with = "Cu";
    run_well();
    EXPECT_EQ(summary("Au").cokriging, CokrigingOutcome::done);
}

TEST_F(Cokriged, AHelperThatIsNoneIsAnErrorThatNamesTheParameter) {
    for (const char* name : {"Zn", "Au", "Cu; Zn"}) {
        project.recipe.element["Au"].estimate.with = name;
        const base::Error error = refused();
        EXPECT_EQ(error.what.key, "project.no_helper") << name;
        EXPECT_EQ(error.place.field, "element.Au.estimate.with");
    }
}

TEST_F(Cokriged, WhatHelpsIsEstimatedFromAnewWhenItChanges) {
    run_well();
    const std::vector<float> before = column("Au");
    run_well();
    EXPECT_TRUE(same(column("Au"), before));
    project.recipe.element["Cu"].assay.top_cut = 0.35;
    run_well();
    EXPECT_FALSE(same(column("Au"), before));
    project.recipe.element["Cu"].assay.top_cut = std::nan("");
    run_well();
    EXPECT_TRUE(same(column("Au"), before));
    // From nothing, the same numbers.
    Project anew;
    anew.recipe = project.recipe;
    base::Progress progress;
    ASSERT_TRUE(anew.run(progress));
    EXPECT_TRUE(testing::same_bits(*anew.results.estimate.model, *project.results.estimate.model));
}

TEST_F(Cokriged, DomainsKeepTheirSamplesApart) {
    run_well();
    const std::vector<float> open = column("Au");
    project.recipe.estimate.boundary = geostat::Boundary::lithology;
    run_well();
    EXPECT_EQ(summary("Au").cokriging, CokrigingOutcome::done);
    EXPECT_GT(summary("Au").estimated, 1000);
    EXPECT_FALSE(same(column("Au"), open));
}

TEST_F(Cokriged, AModelThatIsKnownHelpsAnElementThatItDoesNotHold) {
    std::string table = "x,y,z,Cu_pct\n";
    for (double x = -17.5; x < 180; x += 5)
        for (double y = -17.5; y < 180; y += 5)
            for (double z = 22; z < 104; z += 4)
                table += fmt::format("{},{},{},{:.5f}\n", 1000 + x, 2000 + y, z, copper(x, y, 100 - z));
    deposit.folder().write("known.csv", table);
    geostat::ElementRule& rule = project.recipe.element["Au"].estimate;
    rule = {.method = OwnMethod::simple_kriging};
    run_well();
    const double alone = error_of_gold();
    rule = {.method = OwnMethod::collocated_cokriging, .secondary = "known.Cu"};
    EXPECT_EQ(refused().what.key, "project.no_known_model");
    project.recipe.estimate.known_model = "known.csv";
    run_well();
    EXPECT_GT(summary("Au").correlation, 0.9);
    EXPECT_LT(error_of_gold(), 0.7 * alone);
    const double with_model = error_of_gold();
    // A file that changes is read again.
    deposit.folder().write("known.csv", table.substr(0, table.size() / 2));
    run_well();
    EXPECT_GT(error_of_gold(), with_model);
    EXPECT_GT(summary("Au").no_secondary, 100);
    rule.secondary = "known.Zn";
    const base::Error error = refused();
    EXPECT_EQ(error.what.key, "project.no_known_column");
    EXPECT_EQ(error.place.field, "element.Au.estimate.secondary");
}

}  // namespace
}  // namespace orelens::project
