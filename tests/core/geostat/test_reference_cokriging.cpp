// Cokriging against ../shared/data/geostat §1.
#include <gtest/gtest.h>

#include <set>

#include "core/geostat/Cokriging.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using reference::close;
using reference::Samples3d;

Coregionalisation model_of_section_1() {
    Coregionalisation model;
    model.elements = {"cu", "au", "ag"};
    model.nugget = {.012, .004, .02, .004, .008, .015, .02, .015, .45};
    model.structures = {
        {StructureType::spherical, reference::t0(), {.07, .032, .2, .032, .04, .21, .2, .21, 2.5}}};
    return model;
}

CokrigingRule rule_of_section_1(double radius, int fewest) {
    CokrigingRule rule;
    rule.model = model_of_section_1();
    rule.variables.assign(3, {.search = reference::t0(), .passes = {{radius, 1, 14}}});
    rule.variables[0].passes[0].min_samples = fewest;
    return rule;
}

std::vector<PointResults> cokriged(const Samples3d& data, const CokrigingRule& rule,
                                   const kernel::Table& table) {
    const auto plan = plan_cokriging(
        data.places(), rule, {std::span<const double>(data.table["cu"]), data.table["au"], data.table["ag"]},
        {}, table);
    if (!plan) throw std::runtime_error(base::describe(plan.error(), base::Language::english));
    const std::vector<std::size_t> ends{100, 101, data.at.size()};
    const auto scratch = make_cokriging_scratch();
    std::vector<PointResults> out;
    if (!cokrige_points(**plan, {data.at, ends, {}, {}}, *scratch, out)) throw std::runtime_error("refused");
    return out;
}

void compare(const std::filesystem::path& folder, const char* file, double radius, int fewest) {
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / file);
    const char* names[] = {"cu", "au", "ag"};
    for (const kernel::Table* table : usable_kernels()) {
        SCOPED_TRACE(table->name);
        const auto out = cokriged(data, rule_of_section_1(radius, fewest), *table);
        for (std::size_t n = 0; n < data.at.size(); ++n)
            for (std::size_t q = 0; q < 3; ++q) {
                const std::string name = names[q];
                ASSERT_TRUE(close(out[q].estimate[n], expected[name + "_est"][n], 1e-10)) << name << n;
                ASSERT_TRUE(close(out[q].variance[n], expected[name + "_var"][n], 1e-10)) << name << n;
                if (out[q].pass[n] > 0) {
                    ASSERT_EQ(out[q].samples[n], expected["n_" + name][n]) << name << n;
                }
            }
    }
}

TEST(ReferenceCokriging, ThreeElementsWithOwnSearches) {
    ORELENS_SHARED(folder, "geostat");
    compare(folder, "cokriging_ref.csv", 1.5, 4);
}

TEST(ReferenceCokriging, AnElementOutOfReachIsLeftOutWithItsConstraint) {
    ORELENS_SHARED(folder, "geostat");
    compare(folder, "cokriging_short_ref.csv", 0.5, 1);
}

TEST(ReferenceCokriging, VarianceIsNoMoreThanThatOfTheElementAlone) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "cokriging_ref.csv");
    const auto out = cokriged(data, rule_of_section_1(1.5, 4), *usable_kernels().front());
    const char* names[] = {"cu", "au", "ag"};
    double ratio = 0, count = 0;
    for (std::size_t q = 1; q < 3; ++q) {
        ElementEstimate how;
        how.element = names[q];
        how.variogram = own_variogram(model_of_section_1(), q);
        how.search = reference::t0();
        how.passes = {{1.5, 1, 14}};
        const auto alone = reference::estimate_at(data.places(), {how, data.table[names[q]], {}}, data.at,
                                                  *usable_kernels().front(), {});
        for (std::size_t n = 0; n < data.at.size(); ++n) {
            const std::string name = names[q];
            ASSERT_TRUE(close(alone[0].estimate[n], expected[name + "_ok_est"][n], 1e-10)) << n;
            ASSERT_TRUE(close(alone[0].variance[n], expected[name + "_ok_var"][n], 1e-10)) << n;
            if (std::isnan(out[q].variance[n])) continue;
            ASSERT_LE(out[q].variance[n], alone[0].variance[n] + 1e-12) << n;
            if (q == 2) ratio += out[q].variance[n] / alone[0].variance[n], ++count;
        }
    }
    EXPECT_NEAR(ratio / count, 0.899, 5e-4);
}

/// What cokriging is for: gold and silver where only copper was assayed. The full columns hold the answer.
TEST(ReferenceCokriging, HiddenAssaysAreMetBetterThanByKrigingAlone) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const char* names[] = {"cu", "au", "ag"};
    for (std::size_t q = 1; q < 3; ++q) {
        const std::string name = names[q];
        SCOPED_TRACE(name);
        const std::vector<double>& hidden = data.table[name + "_hidden"];
        std::vector<std::array<double, 3>> at;
        std::vector<double> truth;
        for (std::size_t n = 0; n < hidden.size(); ++n) {
            if (!std::isnan(data.table[name][n])) continue;
            at.push_back({data.table["x"][n], data.table["y"][n], data.table["z"][n]});
            truth.push_back(hidden[n]);
        }
        ASSERT_GT(at.size(), 700U);
        CokrigingRule rule = rule_of_section_1(1.5, 1);
        const auto plan = plan_cokriging(
            data.places(), rule, {std::span<const double>(data.table["cu"]), data.table["au"], data.table["ag"]}, {},
            *usable_kernels().front());
        ASSERT_TRUE(plan);
        const std::vector<std::size_t> ends{at.size()};
        const auto scratch = make_cokriging_scratch();
        std::vector<PointResults> out;
        ASSERT_TRUE(cokrige_points(**plan, {at, ends, {}, {}}, *scratch, out));
        ElementEstimate how;
        how.element = name;
        how.variogram = own_variogram(model_of_section_1(), q);
        how.search = reference::t0();
        how.passes = {{1.5, 1, 14}};
        const auto alone = reference::estimate_at(data.places(), {how, data.table[name], {}}, at, *usable_kernels().front(), {});
        double together = 0, single = 0, standard = 0, count = 0;
        for (std::size_t n = 0; n < at.size(); ++n) {
            if (std::isnan(out[q].estimate[n])) continue;
            const double error = out[q].estimate[n] - truth[n];
            together += error * error;
            standard += error * error / out[q].variance[n];
            single += (alone[0].estimate[n] - truth[n]) * (alone[0].estimate[n] - truth[n]);
            ++count;
        }
        EXPECT_GT(count, 700);
        EXPECT_LT(together, 0.9 * single);
        EXPECT_NEAR(standard / count, 1, 0.35) << "its variance is honest";
    }
}

/// The multiplier, the slope and what is explained, against a dense solution with its constraints.
TEST(ReferenceCokriging, QualityIsThatOfTheWholeSystem) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    CokrigingRule rule = rule_of_section_1(1.5, 4);
    for (CokrigingVariable& variable : rule.variables) variable.quality = true;
    const Coregionalisation& model = rule.model;
    const char* names[] = {"cu", "au", "ag"};
    const auto covariance = [&](std::size_t p, std::size_t q, const std::array<double, 3>& d) {
        const double shape = 1 - semivariance({0, {{StructureType::spherical, 1, reference::t0()}}}, d);
        const bool here = d == std::array<double, 3>{};
        return model.structures[0].sills[p * 3 + q] * shape + (here ? model.nugget[p * 3 + q] : 0);
    };
    for (const kernel::Table* table : usable_kernels()) {
        SCOPED_TRACE(table->name);
        const auto out = cokriged(data, rule, *table);
        for (std::size_t n = 0; n < 40; ++n) {
            std::vector<std::pair<std::size_t, std::array<double, 3>>> samples;
            std::array<bool, 3> there{};
            std::array<std::set<std::int32_t>, 3> holes;
            for (std::size_t q = 0; q < 3; ++q) {
                reference::Data one;
                one.x = data.table["x"], one.y = data.table["y"], one.z = data.table["z"], one.hole = data.hole;
                one.value = data.table[names[q]];
                ElementEstimate how;
                how.search = reference::t0();
                how.passes = rule.variables[q].passes;
                for (const std::size_t i : reference::search(one, how, data.at[n]).samples) {
                    samples.emplace_back(q, one.at(i));
                    there[q] = true;
                    holes[q].insert(data.hole[i]);
                }
            }
            if (!there[0] || !there[1] || !there[2]) continue;
            const auto size = static_cast<Eigen::Index>(samples.size());
            Eigen::MatrixXd left = Eigen::MatrixXd::Zero(size + 3, size + 3);
            for (Eigen::Index i = 0; i < size; ++i) {
                const auto& [p, a] = samples[static_cast<std::size_t>(i)];
                for (Eigen::Index j = 0; j < size; ++j) {
                    const auto& [q, b] = samples[static_cast<std::size_t>(j)];
                    left(i, j) = covariance(p, q, {a[0] - b[0], a[1] - b[1], a[2] - b[2]});
                }
                left(i, size + static_cast<Eigen::Index>(p)) = left(size + static_cast<Eigen::Index>(p), i) = 1;
            }
            for (std::size_t t = 0; t < 3; ++t) {
                Eigen::VectorXd right = Eigen::VectorXd::Zero(size + 3);
                for (Eigen::Index i = 0; i < size; ++i) {
                    const auto& [p, a] = samples[static_cast<std::size_t>(i)];
                    right(i) = covariance(p, t, {a[0] - data.at[n][0], a[1] - data.at[n][1], a[2] - data.at[n][2]});
                }
                right(size + static_cast<Eigen::Index>(t)) = 1;
                const Eigen::VectorXd w = left.partialPivLu().solve(right);
                const double told = w.head(size).dot(right.head(size));
                const double spread = w.head(size).dot(left.topLeftCorner(size, size) * w.head(size));
                const double sill = own_variogram(model, t).sill();
                ASSERT_NEAR(out[t].slope[n], told / spread, 1e-8) << n << names[t];
                ASSERT_NEAR(out[t].lagrange[n], w(size + static_cast<Eigen::Index>(t)), 1e-9) << n << names[t];
                ASSERT_NEAR(out[t].efficiency[n], (sill - out[t].variance[n]) / sill, 1e-10) << n << names[t];
                ASSERT_EQ(out[t].holes[n], static_cast<std::int32_t>(holes[t].size())) << n << names[t];
            }
        }
    }
}

TEST(ReferenceCokriging, Collocated) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "collocated_ref.csv");
    ElementEstimate how;
    how.element = "au";
    how.method = Method::collocated_cokriging;
    how.variogram = {0.2, {{StructureType::spherical, 0.8, reference::t0()}}};
    how.search = reference::t0();
    how.passes = {{1.5, 1, 14}};
    how.simple_mean = 0.27;
    how.collocated = {.correlation = 0.62, .mean = 10, .sd = 4, .primary_sd = 0.22};
    std::vector<double> secondary;
    for (const double y : expected["secondary"]) secondary.push_back(10 + 4 * y);
    for (const kernel::Table* table : usable_kernels()) {
        SCOPED_TRACE(table->name);
        const auto out = reference::estimate_at(data.places(), {how, data.table["au"], {}}, data.at, *table,
                                                {}, secondary);
        ASSERT_EQ(expected.rows(), data.at.size());
        for (std::size_t n = 0; n < data.at.size(); ++n) {
            ASSERT_TRUE(close(out[0].estimate[n], expected["est"][n], 1e-10)) << n;
            ASSERT_TRUE(close(out[0].variance[n], expected["var"][n], 1e-10)) << n;
            if (out[0].pass[n] > 0) {
                ASSERT_EQ(out[0].samples[n], expected["n"][n]) << n;
            }
        }
        // What one standard unit more of the secondary adds is its weight.
        std::vector<double> more = secondary;
        for (double& value : more) value += 4;
        const auto raised = reference::estimate_at(data.places(), {how, data.table["au"], {}}, data.at, *table, {}, more);
        for (std::size_t n = 0; n < data.at.size(); ++n)
            ASSERT_TRUE(close((raised[0].estimate[n] - out[0].estimate[n]) / 0.22, expected["secondary_weight"][n], 1e-10)) << n;
        // Where the secondary is not known: simple kriging.
        const std::vector<double> none(data.at.size(), std::nan(""));
        const auto simple =
            reference::estimate_at(data.places(), {how, data.table["au"], {}}, data.at, *table, {}, none);
        for (std::size_t n = 0; n < data.at.size(); ++n) {
            ASSERT_TRUE(close(simple[0].estimate[n], expected["sk_est"][n], 1e-10)) << n;
            ASSERT_TRUE(close(simple[0].variance[n], expected["sk_var"][n], 1e-10)) << n;
        }
        EXPECT_EQ(simple[0].no_secondary, 300);
    }
}

}  // namespace
}  // namespace orelens::geostat
