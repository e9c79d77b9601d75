// The level of the automatic model: rich ground that varies more than poor is met by kriging variances as large as its
// errors on the whole.
#include <gtest/gtest.h>

#include <cmath>

#include "core/geostat/Fit.h"
#include "core/geostat/FitLevel.h"
#include "core/geostat/Validation.h"
#include "tests/core/geostat/MadeField.h"
#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using made::any_of;
using made::noise;

/// A shell of ore about a poor surrounding, grades lognormal about its mean: 81 holes on a jittered grid of 80 m.
drilling::CompositeTable shell_of_ore(std::uint64_t seed) {
    drilling::CompositeTable t;
    t.grades = {{"Cu", base::GradeUnit::percent, {}, {}}};
    for (int hole = 0; hole < 81; ++hole) {
        const double x = 80.0 * (hole % 9) + 5 * any_of(hole, 1, 0, seed), y = 80.0 * (hole / 9) + 5 * any_of(hole, 2, 0, seed);
        for (int k = 0; k < 40; ++k) {
            const double z = -5 - 10 * k, r = std::hypot((x - 320) / 260, (y - 320) / 260, (z + 200) / 230);
            const double mean = 0.012 + 0.7 * std::exp(-(r - 0.4) * (r - 0.4) / 0.12);
            const double n = std::sqrt(0.68) * noise(x, y, z, 85, seed) + std::sqrt(0.32) * noise(x, y, z, 28, seed + 1);
            t.x.push_back(x);
            t.y.push_back(y);
            t.z.push_back(z);
            t.hole.push_back(hole);
            t.grades[0].values.push_back(mean * std::exp(0.52 * n - 0.135));
        }
    }
    return t;
}

double standard_error(const drilling::CompositeTable& t, const Variogram& model) {
    ElementEstimate how;
    how.element = "Cu";
    how.variogram = model;
    how.search = {0, 0, 0, 120, 120, 120};
    how.passes = {{1, 6, 16, 5}, {1.75, 3, 16, 5}};
    base::Progress progress;
    const auto done = cross_validate({t.x, t.y, t.z, t.hole, {}}, {how, t.grades[0].values, {}},
                                     folds_of_holes(t.hole, 10, 1), *usable_kernels().front(), progress);
    if (!done) throw std::runtime_error("refused");
    return summarise(*done).mean_squared_standard;
}

TEST(FitLevel, VariancesAnswerToErrorsWhereRichGroundVariesMore) {
    for (const std::uint64_t seed : {11, 12, 13}) {
        SCOPED_TRACE(seed);
        const drilling::CompositeTable t = shell_of_ore(seed);
        base::Progress progress;
        const auto fit = fit_variogram(t, "Cu", {}, progress);
        ASSERT_TRUE(fit);
        ASSERT_FALSE(fit->is_default);
        const double now = standard_error(t, fit->model);
        EXPECT_GT(now, 0.7);
        EXPECT_LT(now, 1.4);
    }
}

TEST(FitLevel, OfAModelOfTheRightLevelIsOneAndOfHalfItIsTwo) {
    drilling::CompositeTable t = shell_of_ore(21);
    for (double& v : t.grades[0].values) v = 0;
    for (std::size_t n = 0; n < t.x.size(); ++n) t.grades[0].values[n] = noise(t.x[n], t.y[n], t.z[n], 60, 5);
    const auto values = samples_with_value(t, "Cu");
    ASSERT_TRUE(values);
    FitRule rule;
    rule.scale = FitScale::grade;
    base::Progress progress;
    const auto fit = fit_variogram(t, "Cu", rule, progress);
    ASSERT_TRUE(fit);
    Variogram model = fit->model;
    EXPECT_NEAR(level_of_pairs(*values, model, 80, 300, progress), 1, 0.15);
    model.nugget /= 2;
    for (Structure& one : model.structures) one.sill /= 2;
    EXPECT_NEAR(level_of_pairs(*values, model, 80, 300, progress), 2, 0.3);
    // Nothing is known from two samples, or without holes beside each other.
    drilling::CompositeTable two;
    two.x = {0, 10};
    two.y = two.z = {0, 0};
    two.hole = {0, 1};
    two.grades = {{"Cu", base::GradeUnit::percent, {1, 2}, {}}};
    EXPECT_EQ(level_of_pairs(*samples_with_value(two, "Cu"), model, 80, 300, progress), 1);
    EXPECT_EQ(level_of_pairs(*values, model, 0, 300, progress), 1);
}

}  // namespace
}  // namespace orelens::geostat
