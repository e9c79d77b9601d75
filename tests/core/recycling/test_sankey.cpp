// Geometry of flow pictures: layers, crossings, loops drawn back, nothing that jumps from year to year.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/recycling/Sankey.h"

namespace orelens::recycling {
namespace {

TEST(Sankey, ALoopIsDrawnBackAndLayersRise) {
    // 0 in → 1 smelt → 2 use → 3 waste → 4 out, 3 → 1 scrap.
    const std::vector<SankeyLink> links{{0, 1, 70}, {1, 2, 100}, {2, 3, 60}, {3, 4, 30}, {3, 1, 30}};
    const auto plan = sankey_plan(5, links);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->layer, (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_EQ(plan->back, (std::vector<bool>{false, false, false, false, true}));
    const auto picture = sankey_picture(*plan, {70, 100, 60, 30, 30}, {});
    EXPECT_GT(picture.bands[4].cy0, picture.boxes[1].y + picture.boxes[1].height) << "the loop runs below";
    EXPECT_NEAR(picture.boxes[1].height, 100 * picture.scale, 1e-9);
    for (const SankeyBox& box : picture.boxes) {
        EXPECT_GE(box.y, 0);
        EXPECT_LE(box.y + box.height, 600 + 1e-9);
    }
}

TEST(Sankey, CrossingsGoWhereTheyCan) {
    std::vector<SankeyLink> links;
    for (int n = 0; n < 6; ++n) links.push_back({n, 6 + (5 - n), 1.0 + n});  // drawn naively every pair crosses
    const auto plan = sankey_plan(12, links);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->crossings, 0);
}

TEST(Sankey, BandsFillTheirBoxesAndStayInOrderOverTheYears) {
    std::mt19937 draw(3);
    std::vector<SankeyLink> links;
    for (int n = 0; n < 400; ++n) {
        const int from = static_cast<int>(draw() % 200), to = static_cast<int>(draw() % 200);
        if (from != to) links.push_back({from, to, 1.0 + draw() % 100});
    }
    const auto plan = sankey_plan(200, links);
    ASSERT_TRUE(plan);
    for (std::size_t l = 0; l < links.size(); ++l)
        EXPECT_EQ(plan->layer[links[l].from] < plan->layer[links[l].to], !plan->back[l] || plan->layer[links[l].from] < plan->layer[links[l].to]) << l;
    const auto again = sankey_plan(200, links);
    EXPECT_EQ(plan->order, again->order);
    SankeyFrame frame;
    frame.gap = 1;
    frame.height = 2000;
    std::vector<double> values;
    for (const SankeyLink& link : links) values.push_back(link.weight);
    frame.fixed_scale = sankey_scale(*plan, values, frame);
    const auto all = sankey_picture(*plan, values, frame);
    for (double& v : values) v *= 0.5 + (draw() % 100) / 200.0;
    values[3] = NAN;
    const auto year = sankey_picture(*plan, values, frame);
    EXPECT_EQ(year.bands[3].thickness, 0);
    EXPECT_EQ(year.scale, all.scale);
    for (const auto& layer : plan->order)
        for (std::size_t n = 1; n < layer.size(); ++n) {
            const SankeyBox &above = year.boxes[layer[n - 1]], &below = year.boxes[layer[n]];
            EXPECT_LE(above.y + above.height, below.y) << "no box overlaps the next";
            EXPECT_EQ(all.boxes[layer[n]].x, below.x) << "boxes keep their layer";
        }
    std::vector<double> out(200);
    for (std::size_t l = 0; l < links.size(); ++l) {
        const SankeyBox& box = year.boxes[links[l].from];
        EXPECT_GE(year.bands[l].y0 - year.bands[l].thickness / 2, box.y - 1e-9);
        EXPECT_LE(year.bands[l].y0 + year.bands[l].thickness / 2, box.y + box.height + 1e-9);
        out[links[l].from] += year.bands[l].thickness;
    }
    for (std::size_t v = 0; v < 200; ++v) EXPECT_LE(out[v], year.boxes[v].height + 1e-9);
}

TEST(Sankey, BadLinksAreRefused) {
    EXPECT_FALSE(sankey_plan(2, {{0, 0, 1}}));
    EXPECT_FALSE(sankey_plan(2, {{0, 2, 1}}));
    EXPECT_FALSE(sankey_plan(2, {{0, 1, -1}}));
    EXPECT_FALSE(sankey_plan(2, {{0, 1, NAN}}));
    EXPECT_TRUE(sankey_plan(0, {}));
}

}  // namespace
}  // namespace orelens::recycling
