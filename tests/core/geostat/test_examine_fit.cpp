#include "core/geostat/ExamineFit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace orelens::geostat {
namespace {

TEST(ShortestRange, IsOfTheStructureThatReachesFurthest) {
    Variogram model{0.1,
                    {{StructureType::spherical, 0.4, {0, 0, 0, 20, 20, 2}},
                     {StructureType::spherical, 0.5, {0, 0, 0, 200, 150, 30}}}};
    EXPECT_EQ(shortest_range(model), 30);
    std::swap(model.structures[0], model.structures[1]);
    EXPECT_EQ(shortest_range(model), 30);
    model.structures.resize(1);
    model.structures[0].shape.range_minor_m = 4;
    EXPECT_EQ(shortest_range(model), 4);
}

TEST(ShortestRange, WithoutAStructureThereIsNone) {
    EXPECT_TRUE(std::isnan(shortest_range({1, {}})));
    EXPECT_TRUE(std::isnan(shortest_range({1, {{StructureType::spherical, 0, {0, 0, 0, 9, 9, 9}}}})));
}

}  // namespace
}  // namespace orelens::geostat
