// Results of older parameters are drawn faded, in the picture and in its legend.
#include <gtest/gtest.h>

#include <algorithm>

#include "ui/scene/BlockColours.h"

namespace orelens::scene {
namespace {

float spread(const Rgb& colour) {
    const auto [low, high] = std::minmax_element(colour.begin(), colour.end());
    return *high - *low;
}

TEST(Older, FadingTakesMostOfTheColourAndKeepsTheLight) {
    for (const Rgb& colour : {Rgb{1, 0, 0}, Rgb{0.1F, 0.6F, 0.3F}, Rgb{0.2F, 0.2F, 0.9F}}) {
        const Rgb pale = faded(colour);
        EXPECT_LT(spread(pale), 0.3F * spread(colour));
        const auto light = [](const Rgb& c) { return 0.3F * c[0] + 0.59F * c[1] + 0.11F * c[2]; };
        EXPECT_NEAR(light(pale), light(colour), 1e-5F);
    }
}

TEST(Older, PaletteAndLegendFadeTogether) {
    BlockColours colours;
    colours.palette.fill(255);
    colours.palette[0] = 10;
    colours.palette[1] = 200;
    colours.palette[2] = 30;
    colours.palette[3] = 128;
    colours.legend.ramp = {Rgb{0, 0, 1}, Rgb{1, 1, 0}};
    colours.legend.entries = {{Rgb{1, 0, 0}, "red"}};
    fade(colours);
    EXPECT_LT(std::abs(colours.palette[0] - colours.palette[1]), 60);
    EXPECT_EQ(colours.palette[3], 128) << "transparency stays";
    EXPECT_EQ(colours.palette[4], 255) << "white is white";
    for (const Rgb& colour : colours.legend.ramp) EXPECT_LT(spread(colour), 0.3F);
    EXPECT_LT(spread(colours.legend.entries.front().first), 0.3F);
    EXPECT_EQ(colours.legend.entries.front().second, "red");
}

}  // namespace
}  // namespace orelens::scene
