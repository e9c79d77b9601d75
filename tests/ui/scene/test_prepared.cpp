// Blocks that are prepared beside the window: the same picture as at once, and nothing of them before they are there.
#include <gtest/gtest.h>

#include <thread>

#include "tests/ui/scene/SceneSupport.h"

namespace orelens {
namespace {

using scene::PriceMotion;
using scene::Scene;
using scene::SceneData;

std::shared_ptr<scene::PreparedBlocks> elsewhere(const SceneData& data, const scene::Look& look, double price) {
    std::shared_ptr<scene::PreparedBlocks> made;
    std::thread([&] { made = scene::prepare_blocks(data, look, price); }).join();
    return made;
}

TEST(Prepared, BlocksComeLaterAndAreTheSame) {
    ORELENS_DISPLAY();
    for (const scene::ColourBy by : {scene::ColourBy::status, scene::ColourBy::break_even, scene::ColourBy::column}) {
        scene::Look look = test::bare_look();
        look.colour_by = by;
        look.column = "Cu";
        test::OffscreenWindow window(300, 200);
        Scene at_once, later;
        for (Scene* each : {&at_once, &later}) each->set_look(look);
        at_once.set_data(test::ore_data());
        at_once.set_price(test::ore_price);
        const auto wanted = window.grab(at_once);
        window.release(at_once);
        later.set_data_but_blocks(test::ore_data());
        later.set_price(test::ore_price);
        EXPECT_TRUE(later.awaits_blocks());
        EXPECT_EQ(later.usable_blocks(), 0) << "none is counted that is not shown";
        EXPECT_EQ(later.extent(), at_once.extent());
        const auto without = window.grab(later);
        EXPECT_NE(without.pixels, wanted.pixels);
        ASSERT_TRUE(later.take_blocks(elsewhere(later.data(), later.look(), later.price())));
        EXPECT_FALSE(later.awaits_blocks());
        EXPECT_EQ(later.usable_blocks(), at_once.usable_blocks());
        EXPECT_EQ(later.price_ladder(), at_once.price_ladder());
        const auto now = window.grab(later);
        EXPECT_EQ(now.pixels, wanted.pixels) << static_cast<int>(by);
        window.release(later);
    }
}

TEST(Prepared, WhatHasChangedMeanwhileIsDrawnAsItIs) {
    scene::Look look = test::bare_look();
    look.colour_by = scene::ColourBy::break_even;
    Scene at_once, later;
    at_once.set_data(test::ore_data());
    at_once.set_look(look);
    at_once.set_price(90);
    later.set_data_but_blocks(test::ore_data());
    const auto made = elsewhere(later.data(), later.look(), test::ore_price);
    later.set_look(look);
    later.set_price(90);
    ASSERT_TRUE(later.take_blocks(made));
    EXPECT_EQ(later.usable_blocks(), at_once.usable_blocks());
    EXPECT_EQ(later.block_legend().title, at_once.block_legend().title);
}

TEST(Prepared, BlocksOfAnotherModelAreRefused) {
    Scene view;
    view.set_data_but_blocks(test::ore_data());
    const SceneData other = test::ore_data(true);
    EXPECT_FALSE(view.take_blocks(elsewhere(other, view.look(), test::ore_price)));
    EXPECT_TRUE(view.awaits_blocks());
    EXPECT_FALSE(view.take_blocks(nullptr));
    EXPECT_EQ(scene::prepare_blocks(SceneData(), view.look(), 0), nullptr);
    // A still does not wait.
    Scene still;
    view.set_price(test::ore_price);
    still.copy_from(view);
    EXPECT_FALSE(still.awaits_blocks());
    EXPECT_GT(still.usable_blocks(), 0);
    // Data without blocks awaits none.
    view.set_data(SceneData());
    EXPECT_FALSE(view.awaits_blocks());
}

}  // namespace
}  // namespace orelens
