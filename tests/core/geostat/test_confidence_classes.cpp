// Confidence classes: against ../shared/data/geostat §12, what each rule looks at, islands.
#include <gtest/gtest.h>

#include "core/base/Parallel.h"
#include "core/geostat/ConfidenceClasses.h"
#include "tests/core/geostat/Samples3d.h"

namespace orelens::geostat {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;
using reference::close;

ClassesRule rules_of_section_12() {
    ClassesRule rule;
    rule.of[0] = {.use = true, .holes = 2, .holes_within_m = 30, .three_holes_m = 30};
    rule.of[1] = {.use = true, .holes = 3, .holes_within_m = 60, .three_holes_m = 45};
    rule.of[2] = {.use = true, .nearest_m = 35};
    return rule;
}

TEST(ConfidenceClasses, SpacingOfTheReference) {
    ORELENS_SHARED(folder, "geostat");
    const reference::Samples3d data(folder);
    const testing::NumberTable expected = testing::read_numbers(folder / "class_ref.csv");
    blocks::GridGeometry grid;
    grid.origin = {0, 0, -25};
    grid.block_size = {20, 20, 15};
    grid.count = {20, 15, 8};
    auto model = BlockModel::full(grid);
    ASSERT_TRUE(model);
    base::Progress progress;
    const auto summary = classify(*model, data.places(), rules_of_section_12(), {}, progress);
    ASSERT_TRUE(summary) << base::describe(summary.error(), base::Language::english);
    ASSERT_EQ(expected.rows(), 2400U);
    std::array<std::int64_t, 4> counts{};
    const double within[] = {30, 60};
    for (std::size_t n = 0; n < expected.rows(); ++n) {
        const std::array<double, 3> at{expected["x"][n], expected["y"][n], expected["z"][n]};
        const auto ijk = grid.to_grid(at);
        const blocks::Index3 block{static_cast<int>(ijk[0]), static_cast<int>(ijk[1]),
                                   static_cast<int>(ijk[2])};
        ASSERT_EQ(model->value(class_column, block), expected["class"][n]) << n;
        ++counts[static_cast<std::size_t>(expected["class"][n])];
        const HoleSpacing spacing = hole_spacing(data.places(), at, within);
        ASSERT_TRUE(close(spacing.nearest[0], expected["nearest_hole"][n], 1e-9));
        ASSERT_TRUE(close(spacing.mean_of_three(), expected["mean_three_nearest"][n], 1e-9));
        ASSERT_EQ(spacing.holes[0], expected["holes_30"][n]);
        ASSERT_EQ(spacing.holes[1], expected["holes_60"][n]);
    }
    EXPECT_EQ(summary->blocks, counts);
    EXPECT_EQ(model->info(class_column)->codes, class_codes());
    EXPECT_TRUE(model->is_small(class_column));
}

/// A row of ten blocks with all the columns that rules look at.
BlockModel row_model() {
    blocks::GridGeometry grid;
    grid.count = {10, 1, 1};
    auto model = BlockModel::full(grid);
    for (const char* name : {"Cu", "Cu.slope", "Cu.efficiency", "Cu.variance"})
        model->add_column({name, ColumnType::real, "", {}});
    model->add_column({"Cu.pass", ColumnType::integer, "", {}}, 5);
    for (int i = 0; i < 10; ++i) {
        const auto leaf = model->leaf_of({i, 0, 0});
        const int at = (i & 7) << 6;
        const auto set = [&](const char* name, double value) {
            model->real(name, leaf)[at] = static_cast<float>(value);
        };
        if (i != 4) set("Cu", 1);
        set("Cu.slope", 0.1 * i);
        set("Cu.efficiency", 0.1 * i - 0.3);
        if (i != 7) set("Cu.variance", 2 - 0.2 * i);
        model->integer_writer("Cu.pass").set(leaf, at, i % 3);
    }
    return std::move(*model);
}

TEST(ConfidenceClasses, EveryRuleIsOfTheEstimateAndNothingMissingFulfilsOne) {
    const std::vector<double> x{5}, y{5}, z{5};
    const SamplePlaces places{x, y, z, {}, {}};
    struct Case {
        ClassRule rule;
        std::vector<int> blocks;
    };
    const Case cases[] = {{{.use = true, .least_slope = 0.55}, {6, 7, 8, 9}},
                          {{.use = true, .least_efficiency = 0.35}, {7, 8, 9}},
                          {{.use = true, .most_variance_share = 0.5}, {5, 6, 8, 9}},  // of a sill of 2: ≤ 1.0
                          {{.use = true, .last_pass = 1}, {1, 7}},
                          {{.use = true, .last_pass = 2}, {1, 2, 5, 7, 8}},
                          {{.use = true, .nearest_m = 30}, {0, 1, 2, 3}},
                          {{.use = true, .holes = 2, .holes_within_m = 1000}, {}},
                          {{.use = true, .three_holes_m = 1000}, {}},
                          {{.use = true}, {0, 1, 2, 3, 5, 6, 7, 8, 9}},
                          {{.use = false}, {}}};
    for (const Case& c : cases) {
        BlockModel model = row_model();
        ClassesRule rule;
        rule.of[1] = c.rule;
        base::Progress progress;
        const auto summary = classify(model, places, rule, {"Cu", 2}, progress);
        ASSERT_TRUE(summary);
        std::vector<int> found;
        for (int i = 0; i < 10; ++i)
            if (model.value(class_column, {i, 0, 0}) == indicated) found.push_back(i);
        EXPECT_EQ(found, c.blocks);
        EXPECT_EQ(summary->blocks[indicated], static_cast<std::int64_t>(c.blocks.size()));
        EXPECT_EQ(summary->blocks[unclassified], 10 - static_cast<std::int64_t>(c.blocks.size()));
    }
}

TEST(ConfidenceClasses, RefusesRulesWithoutMeaningAndColumnsThatAreNotThere) {
    BlockModel model = row_model();
    model.remove_column("Cu.slope");
    const std::vector<double> x{5}, y{5}, z{5};
    const SamplePlaces places{x, y, z, {}, {}};
    base::Progress progress;
    const auto key = [&](const ClassRule& r) {
        ClassesRule rule;
        rule.of[0] = r;
        const auto done = classify(model, places, rule, {"Cu", 1}, progress);
        EXPECT_FALSE(model.has(class_column));
        return done ? std::string() : done.error().what.key;
    };
    EXPECT_EQ(key({.use = true, .least_slope = 0.8}), "geostat.no_such_column");
    EXPECT_EQ(key({.use = true, .holes = 2, .holes_within_m = 0}), "geostat.bad_classes");
    EXPECT_EQ(key({.use = true, .nearest_m = std::nan("")}), "geostat.bad_classes");
    EXPECT_EQ(key({.use = true, .three_holes_m = -1}), "geostat.bad_classes");
    progress.cancel();
    EXPECT_EQ(key({.use = true, .nearest_m = 10}), "base.cancelled");
}

// ------------------------------------------------------------------------------------------------- islands

/// Two leaves along each axis; '1', '2', '3' and '.' per block of one level.
BlockModel level(const std::vector<std::string>& rows) {
    blocks::GridGeometry grid;
    grid.count = {static_cast<int>(rows[0].size()), static_cast<int>(rows.size()), 1};
    auto model = BlockModel::where(grid, [&](const blocks::Index3& b) { return rows[b[1]][b[0]] != ' '; });
    model->add_column({class_column, ColumnType::integer, "", class_codes()}, 3);
    const auto writer = model->integer_writer(class_column);
    for (int j = 0; j < grid.count[1]; ++j)
        for (int i = 0; i < grid.count[0]; ++i)
            if (const char c = rows[j][i]; c != ' ')
                writer.set(model->leaf_of({i, j, 0}), ((i & 7) << 6) | ((j & 7) << 3),
                           c == '.' ? 0 : c - '0');
    return std::move(*model);
}

std::vector<std::string> rows_of(const BlockModel& model) {
    const auto& count = model.geometry().count;
    std::vector<std::string> rows(static_cast<std::size_t>(count[1]),
                                  std::string(static_cast<std::size_t>(count[0]), ' '));
    for (int j = 0; j < count[1]; ++j)
        for (int i = 0; i < count[0]; ++i)
            if (model.leaf_of({i, j, 0}) < model.leaf_count())
                if (const double value = model.value(class_column, {i, j, 0}); value >= 0)
                    rows[j][i] = value == 0 ? '.' : static_cast<char>('0' + static_cast<int>(value));
    return rows;
}

TEST(ConfidenceClasses, IslandsTakeTheClassAroundThemAndNothingIsAddedToTheResource) {
    BlockModel model = level({"1111111111  222",  //
                              "1121111111  222",  //
                              "1111111331  222",  // two blocks across the leaves' bound
                              "1111.11111  122",  // a single 1 between three 2 and nothing
                              "1111111111  222",  //
                              "..........  ...",  //
                              "....3.....  .22"});
    ClassSummary summary;
    base::Progress progress;
    ASSERT_TRUE(smooth_classes(model, class_column, 3, summary, progress));
    EXPECT_EQ(rows_of(model), (std::vector<std::string>{"1111111111  222",  //
                                                        "1111111111  222",  //
                                                        "1111111111  222",  //
                                                        "1111.11111  222",  // no class stays no class
                                                        "1111111111  222",  //
                                                        "..........  ...",  //
                                                        "..........  ..."}));
    EXPECT_EQ(summary.raised, 3);
    EXPECT_EQ(summary.lowered, 4);
    EXPECT_EQ(summary.blocks[measured], 2);
    EXPECT_EQ(summary.blocks[unclassified], 3);
}

TEST(ConfidenceClasses, OfEqualSurroundingsTheLessCertainCounts) {
    BlockModel model = level({"111333", "111333", "112333", "111333"});
    ClassSummary summary;
    base::Progress progress;
    ASSERT_TRUE(smooth_classes(model, class_column, 2, summary, progress));
    EXPECT_EQ(rows_of(model)[2], "111333") << "three faces of 1, one of 3";
    model = level({"111333", "121333", "131333", "111333"});
    ASSERT_TRUE(smooth_classes(model, class_column, 4, summary, progress));
    EXPECT_EQ(rows_of(model)[1], "111333");
    model = level({"1123", "1123"});
    ASSERT_TRUE(smooth_classes(model, class_column, 3, summary, progress));
    EXPECT_EQ(rows_of(model)[0].substr(0, 2), "11");
    EXPECT_EQ(rows_of(model)[0][2], '3') << "as many faces of 1 as of 3";
}

TEST(ConfidenceClasses, DoNotDependOnTheNumberOfThreads) {
    const reference::Data data = reference::random_data(12, 20, 10);
    std::vector<std::vector<double>> runs;
    for (const int threads : {1, 2, 0}) {
        base::set_thread_limit(threads);
        blocks::GridGeometry grid;
        grid.block_size = {11, 9, 6};
        grid.count = {36, 33, 20};
        grid.azimuth_deg = 20;
        auto model = BlockModel::full(grid);
        ASSERT_TRUE(model);
        ClassesRule rule = rules_of_section_12();
        rule.least_island = 20;
        base::Progress progress;
        const auto done = classify(*model, data.places(), rule, {}, progress);
        ASSERT_TRUE(done);
        runs.emplace_back();
        for (int k = 0; k < 20; ++k)
            for (int j = 0; j < 33; ++j)
                for (int i = 0; i < 36; ++i) runs.back().push_back(model->value(class_column, {i, j, k}));
        EXPECT_GT(done->blocks[measured], 100);
        EXPECT_GT(done->blocks[inferred], 100);
        EXPECT_GT(done->raised + done->lowered, 10);
    }
    base::set_thread_limit(0);
    EXPECT_EQ(runs[0], runs[1]);
    EXPECT_EQ(runs[0], runs[2]);
}

}  // namespace
}  // namespace orelens::geostat
