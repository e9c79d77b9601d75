#include "core/blocks/GridRule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

namespace orelens::blocks {
namespace {

TEST(GridRule, FittedGridIsAlignedToWholeBlocks) {
    GridRule rule;
    rule.margin_m = 15;
    const auto geometry = make_geometry(rule, {1003, 1088}, {2001, 2002}, {-7, 12});
    ASSERT_TRUE(geometry);
    EXPECT_EQ(geometry->origin, (Vec3{980, 1980, -30}));
    EXPECT_EQ(geometry->count, (Index3{13, 4, 6}));
}

TEST(GridRule, StatedGridNeedsNoSamples) {
    GridRule rule;
    rule.fit_to_samples = false;
    rule.origin_x = 5;
    rule.origin_y = 6;
    rule.origin_z = 7;
    rule.extent_u_m = 30;
    rule.extent_v_m = 40;
    rule.extent_w_m = 50;
    rule.azimuth_deg = 25;
    const auto geometry = make_geometry(rule, {}, {}, {});
    ASSERT_TRUE(geometry);
    EXPECT_EQ(geometry->origin, (Vec3{5, 6, 7}));
    EXPECT_EQ(geometry->count, (Index3{3, 4, 5}));
    EXPECT_EQ(geometry->azimuth_deg, 25);
}

TEST(GridRule, RefusesNoPointsAndTooManyCells) {
    const auto none = make_geometry({}, {std::nan("")}, {1}, {1});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().what.key, "blocks.no_points");
    GridRule fine;
    fine.size_u_m = fine.size_v_m = fine.size_w_m = 0.1;
    const auto huge = make_geometry(fine, {0, 1e4}, {0, 1e4}, {0, 1e3});
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error().what.key, "blocks.too_many_cells");
    GridRule long_row;
    long_row.fit_to_samples = false;
    long_row.extent_u_m = 1e7;
    long_row.size_u_m = 0.01;
    const auto refused = make_geometry(long_row, {}, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "blocks.too_long");
}

TEST(GridRule, ExtentsAreCoveredByWholeBlocks) {
    EXPECT_EQ(blocks_along(0, 10), 1);
    EXPECT_EQ(blocks_along(30, 10), 3);
    EXPECT_EQ(blocks_along(30.005, 10), 3);
    EXPECT_EQ(blocks_along(30.5, 10), 4);
    EXPECT_EQ(blocks_along(100, 33.333), 3);
    EXPECT_EQ(blocks_along(0.3, 0.1), 3);
}

RC_GTEST_PROP(GridRule, AnyBlockSizeKeepsTheBoxWithinOneBlock, ()) {
    GridRule rule;
    rule.fit_to_samples = false;
    rule.extent_u_m = *rc::gen::inRange(1, 5000) * 0.37;
    rule.extent_v_m = *rc::gen::inRange(1, 5000);
    rule.extent_w_m = *rc::gen::inRange(1, 1000);
    rule.size_u_m = *rc::gen::inRange(1, 400) * 0.1;
    rule.size_v_m = *rc::gen::inRange(1, 400) * 0.25;
    rule.size_w_m = *rc::gen::inRange(1, 40);
    const auto geometry = make_geometry(rule, {}, {}, {});
    RC_PRE(geometry.has_value());
    RC_ASSERT(geometry->origin == Vec3({0, 0, 0}));
    const std::array extent{rule.extent_u_m, rule.extent_v_m, rule.extent_w_m};
    for (int a = 0; a < 3; ++a) {
        const double box = geometry->count[a] * geometry->block_size[a];
        RC_ASSERT(box > extent[a] - 1.1e-3 * geometry->block_size[a]);
        RC_ASSERT(box < extent[a] + geometry->block_size[a]);
    }
}

TEST(GridRule, ParametersAreCompleteAndBilingual) {
    std::set<std::string> ids;
    for (const auto& param : grid_params()) {
        EXPECT_TRUE(ids.insert(param.info.id).second) << param.info.id;
        for (const auto* words : {&param.info.label, &param.info.help}) {
            EXPECT_FALSE(words->en.empty()) << param.info.id;
            EXPECT_FALSE(words->zh.empty()) << param.info.id;
        }
        EXPECT_TRUE(base::check_value(param.info, param.info.default_value)) << param.info.id;
        GridRule changed;
        param.set(changed, param.get(GridRule{}));
        EXPECT_EQ(changed, GridRule{}) << param.info.id;
    }
    EXPECT_EQ(ids.size(), 14U);
}

RC_GTEST_PROP(GridRule, FittedGridHoldsEverySampleWithItsMargin, ()) {
    GridRule rule;
    rule.azimuth_deg = *rc::gen::inRange(-180, 180);
    rule.dip_deg = *rc::gen::inRange(-60, 60);
    rule.size_u_m = *rc::gen::inRange(2, 30);
    rule.margin_m = *rc::gen::inRange(0, 100);
    const auto count = *rc::gen::inRange<std::size_t>(1, 30);
    std::vector<double> x(count), y(count), z(count);
    for (std::size_t n = 0; n < count; ++n) {
        x[n] = 500000 + *rc::gen::inRange(-1000, 1000) + 0.25;
        y[n] = 5200000 + *rc::gen::inRange(-1000, 1000) + 0.5;
        z[n] = *rc::gen::inRange(-500, 500);
    }
    const auto geometry = make_geometry(rule, x, y, z);
    RC_ASSERT(geometry.has_value());
    const auto again = make_geometry(rule, x, y, z);
    RC_ASSERT(*geometry == *again);
    for (std::size_t n = 0; n < count; ++n) {
        const Vec3 at = geometry->to_grid({x[n], y[n], z[n]});
        for (int a = 0; a < 3; ++a) {
            RC_ASSERT(at[a] * geometry->block_size[a] >= rule.margin_m - 1e-6);
            RC_ASSERT((geometry->count[a] - at[a]) * geometry->block_size[a] >= rule.margin_m - 1e-6);
        }
    }
}

}  // namespace
}  // namespace orelens::blocks
