// The picture of a variogram and what its handles do, without a window.
#include <gtest/gtest.h>

#include "ui/panels/VariogramPlot.h"

namespace orelens::panels {
namespace {

using geostat::Variogram;
using project::DraftWay;

/// Nugget 1, sills 2 and 3, ranges of 100 and 400 m; the second one is longer to one side.
Variogram two_structures() {
    Variogram model;
    model.nugget = 1;
    model.structures.resize(2);
    model.structures[0].sill = 2;
    model.structures[0].shape = {.range_major_m = 100, .range_semi_m = 100, .range_minor_m = 100};
    model.structures[1].sill = 3;
    model.structures[1].shape = {.range_major_m = 400, .range_semi_m = 200, .range_minor_m = 100};
    return model;
}

TEST(VariogramPlot, HandlesStandOnTheModel) {
    const auto handles = variogram_handles(two_structures(), DraftWay::major);
    ASSERT_EQ(handles.size(), 3U);
    EXPECT_EQ(handles[0].x, 0);
    EXPECT_EQ(handles[0].y, 1);
    EXPECT_EQ(handles[1].x, 100);
    EXPECT_EQ(handles[1].y, 3);
    EXPECT_EQ(handles[2].x, 400);
    EXPECT_EQ(handles[2].y, 6);
    EXPECT_NEAR(variogram_handles(two_structures(), DraftWay::any)[2].x, 200, 1e-9) << "the cube root of 400 · 200 · 100";
}

TEST(VariogramPlot, WhatASillGainsItsNeighbourGives) {
    const auto nugget = with_handle_at(two_structures(), 0, DraftWay::any, 0, 2.5);
    ASSERT_TRUE(nugget);
    EXPECT_EQ(nugget->nugget, 2.5);
    EXPECT_EQ(nugget->structures[0].sill, 0.5);
    EXPECT_EQ(with_handle_at(two_structures(), 0, DraftWay::any, 0, 9)->nugget, 3) << "no more than the first structure gives";
    const auto first = with_handle_at(two_structures(), 1, DraftWay::any, 50, 5);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->structures[0].sill, 4);
    EXPECT_EQ(first->structures[1].sill, 1) << "the total stays";
    EXPECT_NEAR(first->structures[0].shape.range_minor_m, 50, 1e-9);
    const auto last = with_handle_at(two_structures(), 2, DraftWay::semi, 250, 8);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->structures[1].sill, 5) << "the last one moves the total";
    EXPECT_EQ(last->structures[1].shape.range_semi_m, 250);
    EXPECT_EQ(last->structures[1].shape.range_major_m, 400);
    EXPECT_FALSE(with_handle_at(two_structures(), 3, DraftWay::any, 10, 1));
}

TEST(VariogramPlot, WithoutPointsTheModelAloneIsDrawn) {
    const charts::Plot plot = variogram_plot(two_structures(), {}, 500, nullptr);
    ASSERT_EQ(plot.series.size(), 1U);
    EXPECT_EQ(plot.x.high, 500);
    EXPECT_EQ(plot.series[0].points.front().y(), 1) << "it begins at the nugget";
    EXPECT_NEAR(plot.series[0].points.back().y(), 6, 1e-9) << "and ends at the sill";
}

}  // namespace
}  // namespace orelens::panels
