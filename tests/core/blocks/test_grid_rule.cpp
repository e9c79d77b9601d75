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
    rule.count_u = 3;
    rule.count_v = 4;
    rule.count_w = 5;
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
