// Kriging against ../shared/data/geostat §2, §4 and §8, on every instruction set.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using reference::close;
using reference::Samples3d;

/// Model and search of §2.
ElementEstimate section_2() {
    ElementEstimate how;
    how.element = "cu";
    how.variogram = {0.012, {{StructureType::spherical, 0.07, reference::t0()}}};
    how.search = reference::t0();
    how.passes = {{1, 6, 16}};
    how.simple_mean = 0.47;
    return how;
}

struct Column {
    const char* name;
    Method method;
    double tolerance;
};

TEST(ReferenceKriging, OrdinaryUniversalExternalDriftAndSimple) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "kriging_ref.csv");
    const Column columns[] = {{"ok", Method::ordinary_kriging, 1e-10},
                              {"uk", Method::universal_kriging, 1e-9},
                              {"ked", Method::external_drift, 1e-10},
                              {"sk", Method::simple_kriging, 1e-10}};
    for (const kernel::Table* table : usable_kernels())
        for (const Column& column : columns) {
            SCOPED_TRACE(std::string(table->name) + " " + column.name);
            ElementEstimate how = section_2();
            how.method = column.method;
            const auto out =
                reference::estimate_at(data.places(), {how, data.table["cu"], data.table["drift"]}, data.at,
                                       *table, {}, data.targets["drift"]);
            int estimated = 0;
            for (std::size_t n = 0; n < data.at.size(); ++n) {
                const std::string name = column.name;
                ASSERT_TRUE(close(out[0].estimate[n], expected[name + "_est"][n], column.tolerance)) << n;
                ASSERT_TRUE(close(out[0].variance[n], expected[name + "_var"][n], column.tolerance)) << n;
                estimated += out[0].pass[n] > 0;
                if (out[0].pass[n] > 0) {
                    ASSERT_EQ(out[0].samples[n], expected["n"][n]) << n;
                }
            }
            EXPECT_GT(estimated, 250);
            EXPECT_EQ(out[0].reduced_trend, 0);
        }
}

/// Model and search ellipsoid of §4.
ElementEstimate section_4() {
    ElementEstimate how;
    how.element = "cu";
    how.variogram = {0.015,
                     {{StructureType::spherical, 0.04, reference::t0()},
                      {StructureType::exponential, 0.03, reference::shape(80, 10, -30, 200, 90, 40)}}};
    how.search = reference::shape(50, -10, 10, 90, 70, 40);
    return how;
}

/// target → sample ids, nearest first.
std::map<int, std::vector<std::size_t>> read_selections(const std::filesystem::path& path,
                                                        const std::string& rule) {
    std::map<int, std::vector<std::size_t>> all;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::string target, of, ids;
        std::getline(cells, target, ',');
        std::getline(cells, of, ',');
        std::getline(cells, ids);
        if (of != rule) continue;
        std::istringstream numbers(ids);
        for (std::size_t id; numbers >> id;) all[std::stoi(target)].push_back(id);
    }
    return all;
}

TEST(ReferenceKriging, OctantsAndALimitPerHole) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "selection_ref.csv");
    struct Rule {
        std::string name;
        int per_hole, per_octant;
        OctantAxes axes;
    };
    const Rule rules[] = {{"a", 4, 2, OctantAxes::ellipsoid},
                          {"b", 0, 2, OctantAxes::map},
                          {"c", 4, 0, OctantAxes::ellipsoid},
                          {"d", 0, 2, OctantAxes::ellipsoid}};
    const auto centres = std::span(data.at).first(120);
    for (const kernel::Table* table : usable_kernels())
        for (const Rule& rule : rules) {
            SCOPED_TRACE(std::string(table->name) + " " + rule.name);
            const auto selections = read_selections(folder / "selection_samples.csv", rule.name);
            ASSERT_EQ(selections.size(), 120U);
            ElementEstimate how = section_4();
            how.octant_axes = rule.axes;
            how.passes = {{1, 1, 16, rule.per_hole, rule.per_octant}};
            std::vector<std::vector<std::size_t>> chosen;
            (void)reference::estimate_at(data.places(), {how, data.table["cu"], {}}, centres, *table, {}, {},
                                         &chosen);
            for (std::size_t n = 0; n < centres.size(); ++n) {
                std::vector<std::size_t> ids;
                for (const std::size_t row : chosen[n]) ids.push_back(row + 1);
                ASSERT_EQ(ids, selections.at(static_cast<int>(n) + 1)) << n;
            }
            how.passes.front().min_samples = 4;
            const auto out =
                reference::estimate_at(data.places(), {how, data.table["cu"], {}}, centres, *table, {});
            int estimated = 0;
            for (std::size_t n = 0; n < centres.size(); ++n) {
                ASSERT_TRUE(close(out[0].estimate[n], expected["est_" + rule.name][n], 1e-10)) << n;
                ASSERT_TRUE(close(out[0].variance[n], expected["var_" + rule.name][n], 1e-10)) << n;
                if (out[0].pass[n] > 0) {
                    ASSERT_EQ(out[0].samples[n], expected["n_" + rule.name][n]) << n;
                }
                estimated += out[0].pass[n] > 0;
            }
            EXPECT_GT(estimated, 100);
        }
}

TEST(ReferenceKriging, BlocksWithTheQualityOfTheirEstimate) {
    ORELENS_SHARED(folder, "geostat");
    const Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "block_ref.csv");
    std::vector<std::array<double, 3>> centres;
    for (std::size_t n = 0; n < expected.rows(); ++n)
        centres.push_back({expected["x"][n], expected["y"][n], expected["z"][n]});
    ElementEstimate how = section_4();
    how.search = reference::t0();
    how.passes = {{1.5, 4, 16}};
    how.quality = true;
    const double sill = how.variogram.sill();
    for (const kernel::Table* table : usable_kernels())
        for (const int points : {2, 4}) {
            SCOPED_TRACE(std::string(table->name) + " " + std::to_string(points));
            how.discretisation = {points, points, points};
            const auto out = reference::estimate_at(data.places(), {how, data.table["cu"], {}}, centres,
                                                    *table, {{{10, 0, 0}, {0, 10, 0}, {0, 0, 5}}});
            const auto column = [&](const char* name) {
                return expected[std::string(name) + "_" + std::to_string(points)];
            };
            const PointResults& o = out[0];
            int estimated = 0;
            for (std::size_t n = 0; n < centres.size(); ++n) {
                estimated += o.pass[n] > 0;
                ASSERT_TRUE(close(o.estimate[n], column("est")[n], 1e-10)) << n;
                ASSERT_TRUE(close(o.variance[n], column("kv")[n], 1e-10)) << n;
                ASSERT_TRUE(close(o.lagrange[n], column("mu")[n], 1e-10)) << n;
                ASSERT_TRUE(close(o.slope[n], column("slope")[n], 1e-8)) << n;
                ASSERT_TRUE(close(o.efficiency[n], column("efficiency")[n], 1e-10)) << n;
                ASSERT_TRUE(close(o.negative_weights[n], column("negative_share")[n], 1e-10)) << n;
                ASSERT_TRUE(close(o.distance[n], column("mean_distance")[n], 1e-10)) << n;
                if (o.pass[n] > 0) {
                    ASSERT_EQ(o.samples[n], column("n")[n]) << n;
                    ASSERT_GE(o.holes[n], 1);
                    ASSERT_LE(o.holes[n], o.samples[n]);
                }
            }
            EXPECT_GT(estimated, 40);
            // The block variance that the README states.
            const double stated = points == 2 ? 0.060279044194052 : 0.05898400458465;
            ASSERT_GT(o.pass[0], 0);
            EXPECT_NEAR(o.variance[0] / (1 - o.efficiency[0]), stated, 1e-12) << sill;
        }
}

}  // namespace
}  // namespace orelens::geostat
