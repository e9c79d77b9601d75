// Estimates and simulations whose loops several ranks share: the bits of one.
#include <gtest/gtest.h>

#include <cstring>

#include "core/geostat/Cokriging.h"
#include "core/geostat/ConfidenceClasses.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Simulation.h"
#include "tests/core/geostat/Reference.h"
#include "tests/support/ThreadRanks.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;
using testing::on_ranks;

drilling::CompositeTable table_of(const reference::Data& data) {
    drilling::CompositeTable table;
    table.x = data.x;
    table.y = data.y;
    table.z = data.z;
    table.hole = data.hole;
    table.grades = {{"Cu", base::GradeUnit::percent, data.value, {}}, {"Au", base::GradeUnit::gram_per_tonne, data.value, {}}};
    for (std::size_t n = 0; n < data.value.size(); ++n)
        table.grades[1].values[n] = n % 2 == 0 ? std::nan("") : 0.5 * data.value[n] + 0.1 * static_cast<double>(n % 5);
    return table;
}

/// Blocks of part of a turned grid, in more leaves than there are ranks, with a secondary column.
BlockModel grid() {
    blocks::GridGeometry geometry;
    geometry.origin = {40, 10, -20};
    geometry.block_size = {12, 10, 6};
    geometry.count = {43, 21, 19};
    geometry.azimuth_deg = 30;
    BlockModel model = *BlockModel::where(geometry, [](const blocks::Index3& b) { return (b[0] + b[1] + b[2]) % 3 != 0; });
    model.add_column({"drift", blocks::ColumnType::real, "", {}});
    const auto leaves = model.real_leaves("drift");
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        for (int n = 0; n < 512; ++n)
            if (model.leaf(leaf).is_active(n)) leaves[leaf][n] = static_cast<float>(model.leaf(leaf).index(n)[2] + 0.1 * n);
    return model;
}

std::string bits_of(const BlockModel& model) {
    std::string bits;
    for (const blocks::ColumnInfo& column : model.columns()) {
        bits += column.name + (column.type == blocks::ColumnType::real ? "" : model.is_small(column.name) ? "8" : "32");
        for (std::size_t leaf = 0; leaf < model.leaf_count(); ++leaf)
            for (int n = 0; n < 512; ++n) {
                if (column.type == blocks::ColumnType::real) {
                    bits.append(reinterpret_cast<const char*>(model.real(column.name, leaf) + n), sizeof(float));
                } else {
                    const std::int32_t value = model.integer(column.name, leaf)[n];
                    bits.append(reinterpret_cast<const char*>(&value), sizeof value);
                }
            }
    }
    return bits;
}

std::string bits_of(const std::vector<EstimateSummary>& summaries) {
    std::string bits;
    const auto add = [&](auto number) { bits.append(reinterpret_cast<const char*>(&number), sizeof number); };
    for (const EstimateSummary& s : summaries) {
        for (const std::int64_t n : {s.samples, s.places, s.estimated, s.redundant, s.negative, s.beyond, s.no_secondary, s.reduced_trend,
                                     s.corrected, s.samples_without_secondary})
            add(n);
        for (const std::int64_t n : s.per_pass) add(n);
        for (const double x : {s.sample_mean, s.estimate_mean, s.added_nugget, s.correlation}) add(x);
    }
    return bits;
}

struct Case {
    const char* name;
    void (*change)(std::vector<ElementEstimate>&);
};

std::ostream& operator<<(std::ostream& out, const Case& one) {
    return out << one.name;
}

std::shared_ptr<const CokrigingRule> together() {
    CokrigingRule rule;
    rule.model.elements = {"Cu", "Au"};
    rule.model.nugget = {0.1, 0.02, 0.02, 0.2};
    rule.model.structures = {{StructureType::spherical, {0, 0, 0, 120, 80, 40}, {0.9, 0.4, 0.4, 0.8}}};
    rule.variables.resize(2);
    rule.variables[0].quality = true;
    for (CokrigingVariable& one : rule.variables) {
        one.search = {0, 0, 0, 150, 100, 60};
        one.passes = {{1, 2, 10, 0, 0}};
    }
    return std::make_shared<const CokrigingRule>(rule);
}

class SharedEstimate : public ::testing::TestWithParam<Case> {
  protected:
    static std::string made() {
        static const drilling::CompositeTable table = table_of(reference::random_data(21, 30, 15));
        std::vector<ElementEstimate> elements{reference::usual(), reference::nested()};
        elements[1].element = "Au";
        elements[0].quality = true;
        elements[0].passes = {{0.3, 4, 12, 3}, {1, 2, 12, 0}};
        GetParam().change(elements);
        BlockModel model = grid();
        base::Progress progress;
        const auto done = estimate(model, table, elements, progress);
        if (!done) {
            ADD_FAILURE() << base::describe(done.error(), base::Language::english);
            return "";
        }
        EXPECT_GT(done->front().estimated, 100);
        return bits_of(model) + bits_of(*done);
    }
};

TEST_P(SharedEstimate, HasTheBitsOfOne) {
    const std::string alone = made();
    ASSERT_FALSE(alone.empty());
    for (const int size : {2, 3})
        on_ranks(size, [&](base::Ranks& ranks) {
            const std::string own = made();
            EXPECT_TRUE(own == alone) << "rank " << ranks.rank() << " of " << size;
        });
}

INSTANTIATE_TEST_SUITE_P(
    Methods, SharedEstimate,
    ::testing::Values(Case{"OrdinaryKriging", [](auto&) {}},
                      Case{"SimpleKriging", [](auto& all) { all[0].method = Method::simple_kriging; all[0].simple_mean = 1; }},
                      Case{"UniversalKriging", [](auto& all) { all[0].method = Method::universal_kriging; }},
                      Case{"ExternalDrift", [](auto& all) { all[0].method = Method::external_drift; all[0].secondary = "drift"; }},
                      Case{"LocalMean", [](auto& all) { all[0].method = Method::local_mean; all[0].secondary = "drift"; }},
                      Case{"CollocatedCokriging",
                           [](auto& all) {
                               all[0].method = Method::collocated_cokriging;
                               all[0].secondary = "drift";
                               all[0].simple_mean = 1;
                           }},
                      Case{"InverseDistance", [](auto& all) { all[0].method = Method::inverse_distance; }},
                      Case{"NearestNeighbour", [](auto& all) { all[0].method = Method::nearest_neighbour; }},
                      Case{"MovingAverage", [](auto& all) { all[0].method = Method::moving_average; }},
                      Case{"IndicatorKriging",
                           [](auto& all) {
                               all[0].method = Method::indicator_kriging;
                               all[0].indicator.thresholds = {0.4, 0.8, 1.2};
                               all[0].indicator.cutoffs = {0.5};
                           }},
                      Case{"Cokriging",
                           [](auto& all) {
                               for (ElementEstimate& one : all) {
                                   one.method = Method::cokriging;
                                   one.cokriging = together();
                                   one.passes = {{1, 2, 10, 0, 0}};
                               }
                           }}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(SharedSimulation, HasTheBitsOfOne) {
    const reference::Data data = reference::random_data(21, 30, 15);
    const BlockModel model = grid();
    const SimulationNodes nodes = simulation_nodes(model);
    ASSERT_GT(nodes.block.size(), 8192U) << "more than one step of the path";
    SimulationRule rule;
    rule.variogram = {0.1, {{StructureType::spherical, 0.9, {0, 0, 0, 80, 80, 30}}}};
    rule.search = {0, 0, 0, 120, 120, 45};
    rule.max_data = 8;
    rule.max_nodes = 10;
    rule.realisations = 21;  // two paths, and groups that are not full
    rule.together = 12;
    const auto made = [&] {
        base::Progress progress;
        auto all = simulate_all(nodes, {data.x, data.y, data.z, data.hole, {}}, data.value, rule, progress);
        EXPECT_TRUE(all);
        return all ? all->scores : std::vector<std::vector<float>>();
    };
    const auto alone = made();
    ASSERT_EQ(alone.size(), 21U);
    for (const int size : {2, 3, 5})
        on_ranks(size, [&](base::Ranks& ranks) {
            const auto own = made();
            ASSERT_EQ(own.size(), alone.size());
            for (std::size_t r = 0; r < alone.size(); ++r)
                ASSERT_EQ(std::memcmp(own[r].data(), alone[r].data(), alone[r].size() * sizeof(float)), 0)
                    << "realisation " << r << " on rank " << ranks.rank() << " of " << size;
        });
}

TEST(SharedClasses, HaveTheBitsOfOne) {
    const reference::Data data = reference::random_data(21, 30, 15);
    const auto made = [&] {
        BlockModel model = grid();
        ClassesRule rule;
        rule.of[0].use = true;
        rule.of[0].three_holes_m = 30;
        rule.of[1].use = true;
        rule.of[1].three_holes_m = 60;
        rule.least_island = 3;
        base::Progress progress;
        const auto done = classify(model, {data.x, data.y, data.z, data.hole, {}}, rule, {"", 1}, progress);
        EXPECT_TRUE(done) << (done ? "" : base::describe(done.error(), base::Language::english));
        std::string bits = bits_of(model);
        if (done)
            for (const std::int64_t count : done->blocks) bits += std::to_string(count) + ",";
        return bits;
    };
    const std::string alone = made();
    for (const int size : {2, 3})
        on_ranks(size, [&](base::Ranks& ranks) { EXPECT_TRUE(made() == alone) << "rank " << ranks.rank() << " of " << size; });
}

TEST(SharedEstimates, OneRanksErrorIsEverybodys) {
    static const drilling::CompositeTable table = table_of(reference::random_data(21, 30, 15));
    on_ranks(3, [](base::Ranks& ranks) {
        BlockModel model = grid();
        const auto before = model.columns();
        base::Progress progress;
        // This rank fails before its share of the loop, and says so where the others end theirs.
        if (ranks.rank() == 2) {
            const auto told = ranks.agree(base::fail(base::ErrorKind::data, base::Message("geostat.bad_simulation")), progress);
            EXPECT_FALSE(told);
            return;
        }
        const auto done = estimate(model, table, {reference::usual()}, progress);
        ASSERT_FALSE(done);
        EXPECT_EQ(model.columns(), before) << "nothing half done stays behind";
    });
}

}  // namespace
}  // namespace orelens::geostat
