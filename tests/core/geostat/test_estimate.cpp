// Estimation into a block model: columns, sparse and rotated grids, threads, cancel.
#include <gtest/gtest.h>

#include <cstring>

#include "core/base/Parallel.h"
#include "core/geostat/Estimate.h"
#include "tests/core/geostat/Reference.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;
using blocks::GridGeometry;

drilling::CompositeTable table_of(const reference::Data& data) {
    drilling::CompositeTable table;
    table.x = data.x;
    table.y = data.y;
    table.z = data.z;
    table.hole = data.hole;
    table.grades = {{"Cu", base::GradeUnit::percent, data.value, {}},
                    {"Au", base::GradeUnit::gram_per_tonne, data.value, {}}};
    for (std::size_t i = 0; i < data.value.size(); i += 2) table.grades[1].values[i] = std::nan("");
    return table;
}

GridGeometry rotated_grid() {
    GridGeometry grid;
    grid.origin = {40, 10, -20};
    grid.block_size = {12, 10, 6};
    grid.count = {27, 21, 19};
    grid.azimuth_deg = 30;
    grid.dip_deg = 5;
    return grid;
}

std::vector<ElementEstimate> two_elements() {
    ElementEstimate cu = reference::usual(), au = reference::nested();
    cu.discretisation = {2, 1, 2};
    cu.passes = {{0.3, 4, 12, 3}, {1, 2, 12, 0}};
    au.element = "Au";
    return {cu, au};
}

std::vector<float> column(const BlockModel& model, const std::string& name) {
    std::vector<float> all;
    for (const float* leaf : model.real_leaves(name)) all.insert(all.end(), leaf, leaf + 512);
    return all;
}

TEST(Estimate, WritesWhatTheArraysGive) {
    const reference::Data data = reference::random_data(21, 20, 15);
    const drilling::CompositeTable table = table_of(data);
    // Every third block is absent.
    auto model = BlockModel::where(rotated_grid(),
                                   [](const blocks::Index3& b) { return (b[0] + b[1] + b[2]) % 3 != 0; });
    ASSERT_TRUE(model);
    const auto elements = two_elements();
    base::Progress progress;
    const auto summaries = estimate(*model, table, elements, progress);
    ASSERT_TRUE(summaries) << base::describe(summaries.error(), base::Language::english);

    const GridGeometry& grid = model->geometry();
    BlockEdges edges = grid.axes();
    for (int e = 0; e < 3; ++e)
        for (double& c : edges[e]) c *= grid.block_size[e];
    for (std::size_t e = 0; e < elements.size(); ++e) {
        const std::string& name = elements[e].element;
        reference::Data own = data;
        own.value = table.grades[e].values;
        std::int64_t estimated = 0, active = 0;
        std::vector<std::int64_t> per_pass(elements[e].passes.size(), 0);
        double sum = 0;
        for (std::int32_t k = 0; k < grid.count[2]; ++k)
            for (std::int32_t j = 0; j < grid.count[1]; ++j)
                for (std::int32_t i = 0; i < grid.count[0]; ++i) {
                    const blocks::Index3 at{i, j, k};
                    if ((i + j + k) % 3 == 0) {
                        ASSERT_TRUE(std::isnan(model->value(name, at)));
                        continue;
                    }
                    ++active;
                    const auto chosen = reference::search(own, elements[e], grid.centre(at));
                    ASSERT_EQ(model->value(name + ".pass", at), chosen.pass);
                    ASSERT_EQ(model->value(name + ".samples", at),
                              static_cast<double>(chosen.samples.size()));
                    if (chosen.pass == 0) {
                        ASSERT_TRUE(std::isnan(model->value(name, at)));
                        continue;
                    }
                    ++estimated;
                    ++per_pass[static_cast<std::size_t>(chosen.pass - 1)];
                    sum += model->value(name, at);
                    if (estimated % 17 != 0) continue;
                    const auto dense =
                        reference::krige(own, elements[e], edges, grid.centre(at), chosen.samples);
                    ASSERT_NEAR(model->value(name, at), dense.estimate, 1e-5);
                    ASSERT_NEAR(model->value(name + ".variance", at), dense.variance, 1e-5);
                }
        const EstimateSummary& summary = (*summaries)[e];
        EXPECT_EQ(summary.element, name);
        EXPECT_EQ(summary.estimated, estimated);
        EXPECT_EQ(summary.per_pass, per_pass);
        EXPECT_GT(estimated, 1000);
        EXPECT_LT(estimated, active);
        EXPECT_NEAR(summary.estimate_mean, sum / static_cast<double>(estimated), 1e-5);
    }
    EXPECT_EQ((*summaries)[0].samples, 300);
    EXPECT_EQ((*summaries)[1].samples, 150);
    EXPECT_EQ(model->info("Cu")->unit, "%");
    EXPECT_EQ(model->info("Au")->unit, "g/t");
    EXPECT_EQ(model->info("Au.variance")->unit, "(g/t)²");
    EXPECT_EQ(model->info("Au.distance")->unit, "m");
}

TEST(Estimate, DiagnosticsAreKeptWhereAskedAndChangeNothingElse) {
    const drilling::CompositeTable table = table_of(reference::random_data(21, 20, 15));
    auto elements = two_elements();
    base::Progress progress;
    auto whole = BlockModel::full(rotated_grid());
    const auto all = estimate(*whole, table, elements, progress);
    ASSERT_TRUE(all);
    EXPECT_TRUE(whole->is_small("Cu.pass") && whole->is_small("Cu.samples")) << "one byte per block";
    elements[1].diagnostics = false;
    auto model = BlockModel::full(rotated_grid());
    const auto some = estimate(*model, table, elements, progress);
    ASSERT_TRUE(some);
    std::vector<std::string> names;
    for (const blocks::ColumnInfo& info : model->columns()) names.push_back(info.name);
    EXPECT_EQ(names,
              (std::vector<std::string>{"Cu", "Cu.variance", "Cu.samples", "Cu.pass", "Cu.distance", "Au"}));
    for (const char* name : {"Cu", "Au"}) {
        const auto a = column(*whole, name), b = column(*model, name);
        EXPECT_EQ(0, std::memcmp(a.data(), b.data(), a.size() * sizeof(float))) << name;
    }
    for (std::size_t e = 0; e < 2; ++e) {
        EXPECT_EQ((*some)[e].per_pass, (*all)[e].per_pass);
        EXPECT_EQ((*some)[e].estimated, (*all)[e].estimated);
        EXPECT_EQ((*some)[e].redundant, (*all)[e].redundant);
        EXPECT_EQ((*some)[e].estimate_mean, (*all)[e].estimate_mean);
    }
}

TEST(Estimate, ManySamplesTakeAWiderColumn) {
    const drilling::CompositeTable table = table_of(reference::random_data(21, 20, 15));
    auto elements = two_elements();
    elements.resize(1);
    elements[0].passes = {{100, 2, 255, 0}};
    GridGeometry few = rotated_grid();
    few.count = {2, 2, 2};
    auto model = BlockModel::full(few);
    base::Progress progress;
    ASSERT_TRUE(estimate(*model, table, elements, progress));
    EXPECT_FALSE(model->is_small("Cu.samples"));
    EXPECT_GT(model->value("Cu.samples", {0, 0, 0}), 200);
}

TEST(Estimate, DoesNotDependOnTheNumberOfThreads) {
    const drilling::CompositeTable table = table_of(reference::random_data(22, 20, 15));
    std::vector<std::vector<float>> columns[3];
    std::vector<double> means;
    for (const int threads : {1, 2, 0}) {
        base::set_thread_limit(threads);
        auto model = BlockModel::full(rotated_grid());
        ASSERT_TRUE(model);
        base::Progress progress;
        const auto summaries = estimate(*model, table, two_elements(), progress);
        ASSERT_TRUE(summaries);
        means.push_back((*summaries)[0].estimate_mean);
        for (const char* name : {"Cu", "Cu.variance", "Au", "Au.distance"})
            columns[means.size() - 1].push_back(column(*model, name));
    }
    base::set_thread_limit(0);
    EXPECT_EQ(means[0], means[1]);
    EXPECT_EQ(means[0], means[2]);
    for (int run = 1; run < 3; ++run)
        for (std::size_t c = 0; c < columns[0].size(); ++c)
            EXPECT_EQ(0, std::memcmp(columns[0][c].data(), columns[run][c].data(),
                                     columns[0][c].size() * sizeof(float)));
}

TEST(Estimate, StopsWhenCancelled) {
    const drilling::CompositeTable table = table_of(reference::random_data(23, 20, 15));
    auto model = BlockModel::full(rotated_grid());
    ASSERT_TRUE(model);
    base::Progress progress([](double, const base::Message&) {});
    progress.cancel();
    const auto summaries = estimate(*model, table, two_elements(), progress);
    ASSERT_FALSE(summaries);
    EXPECT_EQ(summaries.error().kind, base::ErrorKind::cancelled);
    EXPECT_TRUE(model->columns().empty());
}

TEST(Estimate, NamesTheElementThatIsNotThere) {
    auto model = BlockModel::full(rotated_grid());
    ASSERT_TRUE(model);
    ElementEstimate how = reference::usual();
    how.element = "Zn";
    base::Progress progress;
    const auto refused = estimate(*model, table_of(reference::random_data(1, 2, 2)), {how}, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, base::Message("geostat.no_such_element", {{"element", "Zn"}}));
    EXPECT_TRUE(model->columns().empty());
}

TEST(Estimate, TopCutShowsInTheSampleMean) {
    reference::Data data = reference::random_data(24, 5, 5);
    data.value.assign(25, 1.0);
    data.value[3] = 100;
    auto model = BlockModel::full(rotated_grid());
    ASSERT_TRUE(model);
    ElementEstimate how = reference::usual();
    how.top_cut = 2;
    base::Progress progress;
    const auto summaries = estimate(*model, table_of(data), {how}, progress);
    ASSERT_TRUE(summaries);
    EXPECT_NEAR((*summaries)[0].sample_mean, 26.0 / 25, 1e-12);
    for (const float v : column(*model, "Cu"))
        if (!std::isnan(v)) {
            ASSERT_LE(v, 2.5F);
        }
}

}  // namespace
}  // namespace orelens::geostat
