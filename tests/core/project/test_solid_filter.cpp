// Filters that ask of solids and of samples.
#include "core/project/SolidFilter.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/shapes/Solids.h"

namespace orelens::project {
namespace {

using blocks::FilterRow;

/// A thousand blocks of 10 m from the origin; "rock" in two classes by the half they lie in.
std::shared_ptr<const blocks::BlockModel> cube() {
    auto made = blocks::BlockModel::full({.origin = {0, 0, 0}, .block_size = {10, 10, 10}, .count = {10, 10, 10}});
    auto model = std::make_shared<blocks::BlockModel>(std::move(*made));
    model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
    model->add_column({"domain", blocks::ColumnType::integer, "", {"ore", "waste"}});
    for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
        for (int at = 0; at < 512; ++at) {
            if (!model->leaf(leaf).is_active(at)) continue;
            const blocks::Index3 index = model->leaf(leaf).index(at);
            model->real("Cu", leaf)[at] = static_cast<float>(index[0]);
            model->integer("domain", leaf)[at] = index[0] < 5 ? 0 : 1;
        }
    return model;
}

/// A box of 4 × 4 × 4 blocks that cuts the outermost of them at three quarters.
ShapeList solids() {
    auto list = std::make_shared<std::vector<shapes::Shape>>();
    shapes::Shape box;
    box.name = "lode";
    box.closed = true;
    box.mesh = orelens::testing::box({50, 50, 50}, {35, 40, 40});
    list->push_back(box);
    shapes::Shape open;
    open.name = "sheet";
    list->push_back(open);
    return list;
}

std::int64_t kept(const std::vector<FilterRow>& rows, SolidShares& shares, const std::shared_ptr<const blocks::BlockModel>& model,
                  const ShapeList& shapes) {
    const auto mask = shares.filter(model, shapes, rows, Recipe());
    if (!mask) throw std::runtime_error(base::describe(mask.error(), base::Language::english));
    return mask->kept;
}

TEST(SolidFilter, BlocksByTheShareOfThemInside) {
    const auto model = cube();
    const ShapeList shapes = solids();
    SolidShares shares;
    const FilterRow most = solid_row("lode", 0.5, false);
    EXPECT_EQ(solid_of(most), "lode");
    EXPECT_TRUE(hole_of(most).empty());
    ASSERT_TRUE(check_filter(*model, shapes, most));
    EXPECT_FALSE(shares.ready(model, shapes, std::vector{most}));
    // 4 × 4 × 4 blocks, of which those at the two ends along x are three quarters inside.
    EXPECT_EQ(kept({most}, shares, model, shapes), 64);
    EXPECT_TRUE(shares.ready(model, shapes, std::vector{most}));
    EXPECT_EQ(kept({solid_row("lode", 0.75, false)}, shares, model, shapes), 64) << "a limit belongs to what is kept";
    EXPECT_EQ(kept({solid_row("lode", 0.76, false)}, shares, model, shapes), 32);
    EXPECT_EQ(kept({solid_row("lode", 1, false)}, shares, model, shapes), 32);
    EXPECT_EQ(kept({solid_row("lode", 0.5, true)}, shares, model, shapes), 1000 - 64);
    // With another condition, and switched off.
    FilterRow half{.column = "Cu", .low = 5};
    EXPECT_EQ(kept({most, half}, shares, model, shapes), 32);
    FilterRow off = most;
    off.on = false;
    EXPECT_EQ(kept({off}, shares, model, shapes), 1000);
    EXPECT_FALSE(model->has("inside\nlode")) << "the model itself stays as it is";
}

TEST(SolidFilter, WhatCannotBeAskedIsRefused) {
    const auto model = cube();
    const ShapeList shapes = solids();
    const auto key = [&](const FilterRow& row) {
        const auto good = check_filter(*model, shapes, row);
        return good ? std::string() : good.error().what.key;
    };
    EXPECT_EQ(key(solid_row("nothing", 0.5, false)), "blocks.filter_solid");
    EXPECT_EQ(key(solid_row("sheet", 0.5, false)), "blocks.filter_solid_open");
    EXPECT_EQ(key(solid_row("lode", 0, false)), "blocks.filter_share");
    EXPECT_EQ(key(solid_row("lode", 1.5, false)), "blocks.filter_share");
    EXPECT_EQ(key(hole_row("DH1")), "blocks.filter_holes");
    EXPECT_EQ(key({.column = "zinc"}), "blocks.filter_no_column");
    // Sixteen times the machine's memory is refused before any of it is taken.
    Recipe small;
    small.general.memory_limit_gb = 1e-6;
    SolidShares shares;
    EXPECT_FALSE(shares.filter(model, shapes, std::vector{solid_row("lode", 0.5, false)}, small));
}

drilling::CompositeTable composites() {
    drilling::CompositeTable table;
    table.hole_ids = {"DH1", "DH2"};
    table.domain_codes = {"waste", "ore"};  // in another order than the model's
    drilling::CompositeTable::Grade grade{.name = "Cu"};
    for (int n = 0; n < 10; ++n) {
        table.x.push_back(10 * n + 5);
        table.y.push_back(50);
        table.z.push_back(50);
        table.hole.push_back(n % 2);
        table.from_m.push_back(n);
        table.to_m.push_back(n + 1);
        table.domain.push_back(n < 5 ? 1 : 0);
        grade.values.push_back(n == 9 ? std::nan("") : n);
        grade.assayed_m.push_back(1);
    }
    table.grades.push_back(grade);
    return table;
}

TEST(CompositeFilter, AsksWhatBlocksAreAskedWhereItCan) {
    const auto table = composites();
    const auto model = cube();
    const ShapeList shapes = solids();
    const auto count = [&](const std::vector<FilterRow>& rows) {
        const auto mask = filter_composites(table, model.get(), shapes, rows);
        EXPECT_TRUE(mask && mask->not_asked.empty());
        return mask->kept;
    };
    EXPECT_EQ(count({}), 10);
    EXPECT_EQ(count({{.column = "Cu", .low = 3, .high = 6}}), 4);
    EXPECT_EQ(count({{.inverted = true, .column = "Cu", .low = 3, .high = 6}}), 5) << "a missing grade stays out";
    EXPECT_EQ(count({hole_row("DH2")}), 5);
    EXPECT_EQ(count({hole_row("DH2"), {.column = "x", .high = 50}}), 2);
    EXPECT_EQ(count({{.kind = FilterRow::Kind::codes, .column = "domain", .codes = {0}}}), 5) << "by name, not by number";
    EXPECT_EQ(count({{.kind = FilterRow::Kind::box, .box_low = {0, 0, 0}, .box_high = {25, 100, 100}}}), 3);
    EXPECT_EQ(count({{.kind = FilterRow::Kind::polygon, .polygon = {{{0, 0}}, {{100, 0}}, {{100, 40}}, {{0, 100}}}}}), 8);
    EXPECT_EQ(count({solid_row("lode", 0.5, false)}), 4);
    EXPECT_EQ(count({solid_row("lode", 0.5, true)}), 6);
}

TEST(CompositeFilter, WhatHoldsForBlocksAloneIsTold) {
    const std::vector<FilterRow> rows{{.column = "Cu", .low = 5},
                                      {.column = "nsr", .low = 0},
                                      {.kind = FilterRow::Kind::expression, .expression = "Cu > 1"},
                                      {.kind = FilterRow::Kind::codes, .column = "status", .codes = {1}},
                                      solid_row("sheet", 0.5, false),
                                      {.on = false, .column = "nsr", .low = 0}};
    const auto mask = filter_composites(composites(), cube().get(), solids(), rows);
    ASSERT_TRUE(mask);
    EXPECT_EQ(mask->not_asked, (std::vector<std::size_t>{1, 2, 3, 4}));
    EXPECT_EQ(mask->kept, 4) << "the others hold nevertheless";
}

}  // namespace
}  // namespace orelens::project
