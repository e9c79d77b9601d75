// Cokriging against ../shared/data/geostat §1.
#include <gtest/gtest.h>

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
        }
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
