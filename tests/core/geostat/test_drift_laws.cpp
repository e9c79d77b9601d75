// Laws of universal kriging, external drift, local means and cokriging.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/geostat/Cokriging.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using reference::Data;
using reference::Targets;

const kernel::Table& best() {
    return *usable_kernels().front();
}

Data any_data(int holes = 9, int per_hole = 9) {
    return reference::random_data(*rc::gen::arbitrary<std::uint64_t>(), holes, per_hole);
}

/// Whatever follows the trend exactly is reproduced exactly, at points and as the mean of blocks.
RC_GTEST_PROP(DriftLaws, UniversalKrigingReproducesItsTrend, ()) {
    Data data = any_data();
    ElementEstimate how =
        *rc::gen::elementOf(std::vector<ElementEstimate>{reference::usual(), reference::nested()});
    how.method = Method::universal_kriging;
    how.trend = *rc::gen::element(Trend::linear, Trend::horizontal, Trend::vertical, Trend::quadratic);
    how.passes = {{10, 30, 81}};  // all of them: nine holes tell a quadratic trend
    const int points = *rc::gen::inRange(1, 4);
    how.discretisation = {points, points, 1};
    const double c = *rc::gen::inRange(-9, 9), gx = *rc::gen::inRange(-9, 9) / 100.0,
                 gz = *rc::gen::inRange(-9, 9) / 50.0, q = *rc::gen::inRange(-9, 9) / 1e4;
    const bool horizontal = how.trend != Trend::vertical, vertical = how.trend != Trend::horizontal,
               squares = how.trend == Trend::quadratic;
    const auto trend = [&](double x, double y, double z) {
        return c + (horizontal ? gx * x - 2 * gx * y : 0) + (vertical ? gz * z : 0) +
               (squares ? q * (x * x - x * y) + 3 * q * z * z : 0);
    };
    for (std::size_t n = 0; n < data.x.size(); ++n) data.value[n] = trend(data.x[n], data.y[n], data.z[n]);
    const Targets t = reference::targets(1, 2, 1, {100, 80, 20}, {30, 20, 15});
    const PointResults out = reference::run_one(data, how, t);
    // Mean of x² − xy over the discretised block of 10 × 10: x² alone has a mean of its own.
    const double spread = squares && points > 1 ? q * 100.0 / 12 * (1 - 1.0 / (points * points)) : 0;
    int estimated = 0;
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        if (out.pass[i] == 0) continue;
        ++estimated;
        const auto& p = t.centres[i];
        RC_ASSERT(std::abs(out.estimate[i] - trend(p[0], p[1], p[2]) - spread) < 1e-6);
    }
    RC_ASSERT(estimated > 60);
    RC_ASSERT(out.reduced_trend == 0);
}

RC_GTEST_PROP(DriftLaws, ExternalDriftFollowsItsColumnInAnyUnit, ()) {
    Data data = any_data();
    ElementEstimate how = reference::usual();
    how.method = Method::external_drift;
    how.passes = {{3, 6, 20}};
    const Targets t = reference::targets(1, 2, 1, {100, 80, 20}, {30, 20, 15});
    const auto field = [](double x, double y, double z) { return std::sin(x / 40) + y / 100 + z * z / 3000; };
    std::vector<double> drift, there;
    for (std::size_t n = 0; n < data.x.size(); ++n) drift.push_back(field(data.x[n], data.y[n], data.z[n]));
    for (const auto& p : t.centres) there.push_back(field(p[0], p[1], p[2]));
    const auto run = [&] {
        return reference::estimate_at(data.places(), {how, data.value, drift}, t.centres, best(),
                                      reference::block, there)[0];
    };
    const PointResults before = run();
    // Another unit and origin of the drift change nothing.
    for (auto* values : {&drift, &there})
        for (double& v : *values) v = 1e5 - 3e3 * v;
    const PointResults after = run();
    for (std::size_t i = 0; i < there.size(); ++i) {
        RC_ASSERT(before.pass[i] == after.pass[i]);
        if (before.pass[i] == 0) continue;
        RC_ASSERT(std::abs(before.estimate[i] - after.estimate[i]) < 1e-8);
        RC_ASSERT(std::abs(before.variance[i] - after.variance[i]) < 1e-8);
    }
    // What is a function of the drift is reproduced.
    for (std::size_t n = 0; n < drift.size(); ++n) data.value[n] = 7 + drift[n] / 50;
    const PointResults exact = run();
    for (std::size_t i = 0; i < there.size(); ++i)
        if (exact.pass[i] > 0) RC_ASSERT(std::abs(exact.estimate[i] - 7 - there[i] / 50) < 1e-7);
}

RC_GTEST_PROP(DriftLaws, AConstantLocalMeanIsSimpleKriging, ()) {
    const Data data = any_data();
    ElementEstimate how = reference::nested();
    how.method = Method::simple_kriging;
    how.simple_mean = *rc::gen::inRange(0, 50) / 10.0;
    const Targets t = reference::targets(1, 2, 1, {100, 80, 20}, {30, 20, 15});
    const PointResults simple = reference::run_one(data, how, t);
    const std::vector<double> mean(data.x.size(), how.simple_mean), there(t.centres.size(), how.simple_mean);
    how.method = Method::local_mean;
    const PointResults local = reference::estimate_at(data.places(), {how, data.value, mean}, t.centres,
                                                      best(), reference::block, there)[0];
    for (std::size_t i = 0; i < there.size(); ++i) {
        RC_ASSERT(simple.pass[i] == local.pass[i]);
        if (simple.pass[i] == 0) continue;
        RC_ASSERT(std::abs(simple.estimate[i] - local.estimate[i]) < 1e-10);
        RC_ASSERT(simple.variance[i] == local.variance[i]);
    }
}

/// The whole problem turned about the vertical and moved: the same estimates.
RC_GTEST_PROP(DriftLaws, TurningAndMovingEverythingChangesNothing, ()) {
    const Data data = any_data();
    ElementEstimate how = reference::nested();
    how.method =
        *rc::gen::element(Method::ordinary_kriging, Method::universal_kriging, Method::inverse_distance);
    // A trend through as many samples as it has terms reaches far beyond them, and so does its rounding.
    const bool trend = how.method == Method::universal_kriging;
    const int per_octant = trend ? 0 : *rc::gen::inRange(0, 3);
    how.passes = {{1, trend ? 10 : 4, 14, 0, per_octant}};
    const Targets t = reference::targets(2, 2, 1, {0, 0, 0}, {35, 30, 20});
    const double degrees = *rc::gen::inRange(-180, 180), angle = degrees * M_PI / 180;
    const auto turned = [&](double& x, double& y) {  // clockwise, as azimuths go
        const double east = x * std::cos(angle) + y * std::sin(angle) + 4000;
        y = y * std::cos(angle) - x * std::sin(angle) - 9000;
        x = east;
    };
    const PointResults before = reference::run_one(data, how, t);
    Data moved = data;
    for (std::size_t n = 0; n < data.x.size(); ++n) turned(moved.x[n], moved.y[n]);
    Targets there = t;
    for (auto& p : there.centres) turned(p[0], p[1]);
    how.search.azimuth_deg += degrees;
    for (Structure& s : how.variogram.structures) s.shape.azimuth_deg += degrees;
    const PointResults after = reference::run_one(moved, how, there);
    int compared = 0;
    for (std::size_t i = 0; i < before.pass.size(); ++i) {
        if (before.pass[i] == 0 || before.samples[i] != after.samples[i]) continue;
        ++compared;
        RC_ASSERT(std::abs(before.estimate[i] - after.estimate[i]) <
                  1e-6 * std::max(1.0, std::sqrt(before.variance[i])));
        RC_ASSERT(std::abs(before.distance[i] - after.distance[i]) < 1e-6);
    }
    if (!trend && per_octant == 0) RC_ASSERT(compared > 30);
    RC_PRE(compared > 0);
}

// ----------------------------------------------------------------------------------------------- cokriging

/// A random positive semidefinite matrix of 2 × 2.
std::vector<double> any_matrix() {
    const double a = *rc::gen::inRange(1, 20) / 10.0, b = *rc::gen::inRange(1, 20) / 10.0;
    const double r = *rc::gen::inRange(-95, 96) / 100.0 * std::sqrt(a * b);
    return {a, r, r, b};
}

CokrigingRule any_rule() {
    CokrigingRule rule;
    rule.model.elements = {"Cu", "Au"};
    rule.model.nugget = any_matrix();
    rule.model.structures = {{StructureType::spherical, {35, 20, 15, 120, 90, 40}, any_matrix()},
                             {StructureType::exponential, {10, 0, 0, 300, 200, 100}, any_matrix()}};
    rule.variables.assign(2, {.search = {35, 20, 15, 120, 90, 40}, .passes = {{1.5, 1, 12}}});
    rule.required = -1;
    return rule;
}

std::vector<PointResults> cokriged(const Data& data, const CokrigingRule& rule,
                                   std::span<const double> second, const Targets& t,
                                   const BlockEdges& edges) {
    const auto plan =
        plan_cokriging(data.places(), rule, {std::span<const double>(data.value), second}, edges, best());
    if (!plan) throw std::runtime_error(base::describe(plan.error(), base::Language::english));
    const auto scratch = make_cokriging_scratch();
    std::vector<PointResults> out;
    if (!cokrige_points(**plan, {t.centres, t.tile_ends, {}, {}}, *scratch, out))
        throw std::runtime_error("refused");
    return out;
}

// Elements with the same samples share their search and distances: bit for bit what each by itself gives. A second pass
// that finds nothing new keeps them apart.
RC_GTEST_PROP(CokrigingLaws, SharedPlacesChangeNothing, ()) {
    const Data data = any_data();
    std::vector<double> second(data.value.size());
    for (std::size_t n = 0; n < second.size(); ++n) second[n] = 3 - 2 * data.value[n] + std::sin(static_cast<double>(n));
    CokrigingRule rule = any_rule();
    const int points = *rc::gen::inRange(1, 3);
    rule.discretisation = {points, points, points};
    const Targets t = reference::targets(2, 2, 1, {0, 0, 0}, {35, 30, 20});
    const auto shared = cokriged(data, rule, second, t, reference::block);
    rule.variables[1].passes.push_back(rule.variables[1].passes.front());
    const auto apart = cokriged(data, rule, second, t, reference::block);
    for (std::size_t e = 0; e < 2; ++e)
        for (std::size_t i = 0; i < t.centres.size(); ++i) {
            RC_ASSERT(shared[e].pass[i] == apart[e].pass[i]);
            if (shared[e].pass[i] == 0) continue;
            RC_ASSERT(shared[e].estimate[i] == apart[e].estimate[i]);
            RC_ASSERT(shared[e].variance[i] == apart[e].variance[i]);
        }
}

RC_GTEST_PROP(CokrigingLaws, VarianceIsAtMostThatOfKrigingAlone, ()) {
    const Data data = any_data();
    std::vector<double> second(data.value.size());
    for (std::size_t n = 0; n < second.size(); ++n) second[n] = n % 4 == 0 ? 3 - data.value[n] : std::nan("");
    CokrigingRule rule = any_rule();
    const int points = *rc::gen::inRange(1, 3);
    rule.discretisation = {points, points, points};
    const Targets t = reference::targets(2, 2, 1, {0, 0, 0}, {35, 30, 20});
    const auto out = cokriged(data, rule, second, t, reference::block);
    for (std::size_t q = 0; q < 2; ++q) {
        ElementEstimate how;
        how.element = "x";
        how.variogram = own_variogram(rule.model, q);
        how.search = rule.variables[q].search;
        how.passes = rule.variables[q].passes;
        how.discretisation = rule.discretisation;
        const std::vector<double>& values = q == 0 ? data.value : second;
        const PointResults alone = reference::run(data.places(), {{how, values, {}}}, t)[0];
        for (std::size_t i = 0; i < t.centres.size(); ++i) {
            RC_ASSERT(out[q].pass[i] == alone.pass[i]);
            if (alone.pass[i] > 0) RC_ASSERT(out[q].variance[i] <= alone.variance[i] + 1e-9);
        }
    }
}

RC_GTEST_PROP(CokrigingLaws, ElementsThatDoNotVaryTogetherAreEstimatedAlone, ()) {
    const Data data = any_data();
    std::vector<double> second(data.value.size());
    for (std::size_t n = 0; n < second.size(); ++n) second[n] = n % 3 == 0 ? 3 - data.value[n] : std::nan("");
    CokrigingRule rule = any_rule();
    for (auto* matrix :
         {&rule.model.nugget, &rule.model.structures[0].sills, &rule.model.structures[1].sills})
        (*matrix)[1] = (*matrix)[2] = 0;
    const Targets t = reference::targets(2, 1, 1, {0, 0, 0}, {35, 30, 20});
    const auto out = cokriged(data, rule, second, t, reference::block);
    ElementEstimate how;
    how.variogram = own_variogram(rule.model, 1);
    how.search = rule.variables[1].search;
    how.passes = rule.variables[1].passes;
    const PointResults alone = reference::run(data.places(), {{how, second, {}}}, t)[0];
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        if (alone.pass[i] == 0) continue;
        RC_ASSERT(std::abs(out[1].estimate[i] - alone.estimate[i]) < 1e-9);
        RC_ASSERT(std::abs(out[1].variance[i] - alone.variance[i]) < 1e-9);
    }
}

/// Constant data come back, however the other element varies: its weights add up to 0.
RC_GTEST_PROP(CokrigingLaws, ConstantsComeBackAndUnitsDoNotMatter, ()) {
    Data data = any_data();
    std::fill(data.value.begin(), data.value.end(), 2.5);
    std::vector<double> second = any_data().value;
    CokrigingRule rule = any_rule();
    const Targets t = reference::targets(2, 1, 1, {0, 0, 0}, {35, 30, 20});
    // A second element that is the same everywhere says nothing of the first either.
    const std::vector<double> even(second.size(), 40.0);
    const auto constant = cokriged(data, rule, even, t, reference::block);
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        if (constant[0].pass[i] > 0) RC_ASSERT(std::abs(constant[0].estimate[i] - 2.5) < 1e-9);
        if (constant[1].pass[i] > 0) RC_ASSERT(std::abs(constant[1].estimate[i] - 40) < 1e-8);
    }
    const auto before = cokriged(data, rule, second, t, reference::block);
    // From percent to grams per tonne.
    for (double& v : second) v *= 1e4;
    for (auto* matrix :
         {&rule.model.nugget, &rule.model.structures[0].sills, &rule.model.structures[1].sills}) {
        (*matrix)[1] *= 1e4;
        (*matrix)[2] *= 1e4;
        (*matrix)[3] *= 1e8;
    }
    const auto after = cokriged(data, rule, second, t, reference::block);
    for (std::size_t i = 0; i < t.centres.size(); ++i) {
        if (before[0].pass[i] == 0) continue;
        RC_ASSERT(std::abs(before[0].estimate[i] - after[0].estimate[i]) < 1e-8);
        RC_ASSERT(std::abs(1e4 * before[1].estimate[i] - after[1].estimate[i]) < 1e-3);
    }
}

TEST(CokrigingLaws, AModelThatIsNotPositiveIsRefusedWithItsStructure) {
    const Data data = reference::random_data(1, 3, 3);
    struct Case {
        const char* key;
        const char* structure;
        void (*change)(CokrigingRule&);
    };
    const Case cases[] = {
        {"geostat.lmc_not_positive", "1",
         [](CokrigingRule& r) {
             r.model.structures[0].sills = {1, 1.1, 1.1, 1};
         }},
        {"geostat.lmc_not_positive", "0",
         [](CokrigingRule& r) {
             r.model.nugget = {-1, 0, 0, 1};
         }},
        {"geostat.lmc_symmetry", "0",
         [](CokrigingRule& r) {
             r.model.nugget = {1, 0.1, 0.2, 1};
         }},
        {"geostat.lmc_size", "1", [](CokrigingRule& r) { r.model.structures[0].sills = {1}; }},
        {"geostat.lmc_size", "0", [](CokrigingRule& r) { r.model.nugget[1] = std::nan(""); }},
        {"geostat.bad_sill", "",
         [](CokrigingRule& r) {
             r.model.nugget = {0, 0, 0, 1};
             r.model.structures[0].sills = {0, 0, 0, 1};
         }},
        {"geostat.cokriging_size", "", [](CokrigingRule& r) { r.variables.pop_back(); }},
        {"geostat.bad_pass", "", [](CokrigingRule& r) { r.variables[1].passes[0].min_samples = 0; }},
        {"geostat.bad_range", "", [](CokrigingRule& r) { r.variables[1].search.range_minor_m = -1; }},
        {"", "",
         [](CokrigingRule& r) {
             r.model.structures[0].sills = {1, 1, 1, 1};
         }},
    };
    for (const Case& c : cases) {
        CokrigingRule rule;
        rule.model.elements = {"Cu", "Au"};
        rule.model.nugget = {0.1, 0, 0, 0.1};
        rule.model.structures = {{StructureType::spherical, {0, 0, 0, 90, 90, 90}, {1, 0.2, 0.2, 1}}};
        rule.variables.resize(2);
        c.change(rule);
        const auto plan = plan_cokriging(
            data.places(), rule, {std::span<const double>(data.value), data.value}, reference::block, best());
        ASSERT_EQ(plan ? std::string() : plan.error().what.key, c.key);
        if (*c.structure != '\0') {
            EXPECT_EQ(plan.error().what.args.at(0).second, c.structure);
        }
    }
}

}  // namespace
}  // namespace orelens::geostat
