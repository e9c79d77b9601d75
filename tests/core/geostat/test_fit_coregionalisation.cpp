// The linear model of coregionalisation: exact curves give their matrices back, impossible ones the nearest that can be.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <random>

#include "core/geostat/FitCoregionalisation.h"
#include "core/geostat/VariogramMap.h"

namespace orelens::geostat {
namespace {

const std::vector<Structure> shapes{{StructureType::spherical, 1, {0, 0, 0, 30, 30, 30}},
                                    {StructureType::spherical, 1, {0, 0, 0, 120, 120, 60}}};

/// Curves of a model along east and down; `noise` of each value's size.
std::vector<CoregionalisationLag> lags_of(const std::vector<std::vector<double>>& sills, std::size_t size, double noise,
                                          std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<CoregionalisationLag> lags;
    for (int k = 1; k <= 30; ++k)
        for (const bool down : {false, true}) {
            CoregionalisationLag lag;
            const double h = 5.0 * k;
            lag.separation = down ? std::array<double, 3>{0, 0, h} : std::array<double, 3>{h, 0, 0};
            for (std::size_t at = 0; at < size * size; ++at) {
                double gamma = sills[0][at];
                for (std::size_t s = 0; s < shapes.size(); ++s)
                    gamma += sills[s + 1][at] * semivariance({0, {shapes[s]}}, lag.separation);
                lag.gamma.push_back(gamma);
                lag.weight.push_back(1 / h);
            }
            for (std::size_t p = 0; p < size; ++p)
                for (std::size_t q = p; q < size; ++q)
                    lag.gamma[p * size + q] = lag.gamma[q * size + p] *= 1 + noise * normal(random);
            lags.push_back(std::move(lag));
        }
    return lags;
}

TEST(Coregionalisation, ExactCurvesGiveTheirMatricesBack) {
    const std::vector<std::vector<double>> sills{{0.2, 0.05, 0.05, 0.4}, {1, 0.6, 0.6, 0.9}, {2, -1, -1, 1.5}};
    const auto fit = fit_sills({"Cu", "Au"}, {3.2, 2.8}, shapes, lags_of(sills, 2, 0, 1));
    ASSERT_TRUE(fit);
    for (std::size_t at = 0; at < 4; ++at) {
        EXPECT_NEAR(fit->model.nugget[at], sills[0][at], 1e-3) << at;
        EXPECT_NEAR(fit->model.structures[0].sills[at], sills[1][at], 1e-3) << at;
        EXPECT_NEAR(fit->model.structures[1].sills[at], sills[2][at], 1e-3) << at;
    }
    EXPECT_TRUE(check_coregionalisation(fit->model));
    EXPECT_LT(fit->moved, 1e-6);
}

/// Each curve is possible alone, the cross-curve of the nugget with them is not.
TEST(Coregionalisation, WhatWasTakenAwayToMakeItPositiveIsTold) {
    const std::vector<std::vector<double>> sills{{0.2, 0.4, 0.4, 0.4}, {1, 0.6, 0.6, 0.9}, {2, -1, -1, 1.5}};
    const auto fit = fit_sills({"Cu", "Au"}, {3.2, 2.8}, shapes, lags_of(sills, 2, 0, 1));
    ASSERT_TRUE(fit);
    EXPECT_TRUE(check_coregionalisation(fit->model));
    EXPECT_GT(fit->moved, 0.02);
    EXPECT_LT(std::abs(fit->model.nugget[1]), 0.4);
}

RC_GTEST_PROP(Coregionalisation, WhateverTheCurvesTheModelIsPositive, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(2, 5);
    std::vector<std::vector<double>> sills(3, std::vector<double>(size * size));
    for (auto& matrix : sills)
        for (std::size_t p = 0; p < size; ++p)
            for (std::size_t q = p; q < size; ++q) {
                const double value = *rc::gen::inRange(-20, 20) * 0.1;
                matrix[p * size + q] = matrix[q * size + p] = p == q ? std::abs(value) + 0.3 : value;
            }
    std::vector<std::string> names;
    for (std::size_t e = 0; e < size; ++e) names.push_back(std::string(1, static_cast<char>('A' + e)));
    const auto fit = fit_sills(names, std::vector<double>(size, 2.0), shapes, lags_of(sills, size, 0.2, *rc::gen::arbitrary<std::uint64_t>()));
    RC_ASSERT(fit.has_value());
    RC_ASSERT(check_coregionalisation(fit->model).has_value());
}

TEST(Coregionalisation, RefusesWhatCannotBeFitted) {
    EXPECT_FALSE(fit_sills({"A", "B"}, {1, 1}, shapes, {}));
    base::Progress progress;
    drilling::CompositeTable t;
    for (int n = 0; n < 40; ++n) {
        t.x.push_back(10.0 * n);
        t.y.push_back(0);
        t.z.push_back(0);
        t.hole.push_back(n);
    }
    t.grades = {{"A", base::GradeUnit::percent, std::vector<double>(40, 1), {}}};
    CoregionalisationRule rule;
    rule.shapes.structures = shapes;
    EXPECT_EQ(fit_coregionalisation(t, {"A"}, rule, progress).error().what.key, "geostat.lmc_one");
    EXPECT_EQ(fit_coregionalisation(t, {"A", "Z"}, rule, progress).error().what.key, "geostat.lmc_few") << "A does not vary";
    rule.shapes.structures.clear();
    EXPECT_EQ(fit_coregionalisation(t, {"A", "Z"}, rule, progress).error().what.key, "geostat.bad_range");
}

// Values by the easting alone: nothing changes northwards, everything eastwards.
TEST(VariogramMap, ShowsTheDirectionOfContinuity) {
    drilling::CompositeTable t;
    t.grades = {{"Cu", base::GradeUnit::percent, {}, {}}};
    for (int i = 0; i < 12; ++i)
        for (int j = 0; j < 12; ++j) {
            t.x.push_back(10 * i);
            t.y.push_back(10 * j);
            t.z.push_back(0);
            t.grades[0].values.push_back(i);
        }
    MapRule rule;
    rule.cell_m = 10;
    rule.half_cells = 3;
    base::Progress progress;
    const auto map = variogram_map(t, "Cu", rule, progress);
    ASSERT_TRUE(map);
    EXPECT_EQ(map->side, 7);
    EXPECT_EQ(map->gamma[map->at(3, 0)], 0) << "u is north";
    EXPECT_EQ(map->gamma[map->at(0, 2)], 2) << "v is east: (2)²/2";
    EXPECT_EQ(map->gamma[map->at(0, -2)], 2);
    EXPECT_EQ(map->pairs[map->at(0, 1)], 11 * 12);
    EXPECT_TRUE(std::isnan(map->gamma[map->at(0, 0)]));
    rule.cell_m = 0;
    EXPECT_FALSE(variogram_map(t, "Cu", rule, progress));
}

}  // namespace
}  // namespace orelens::geostat
