#include "ui/scene/ViewJson.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace orelens::scene {
namespace {

/// Every part of it other than it is by default.
KeptView some_view() {
    KeptView view;
    Look& look = view.look;
    look.show_blocks = false;
    look.colour_by = ColourBy::column;
    look.column = "Cu \"x\"";
    look.colour_map = ColourMap::cividis;
    look.scales["column:Cu \"x\""] = {.low = 0.25,
                                       .high = 12.5,
                                       .logarithmic = true,
                                       .map = ColourMap::orange_purple,
                                       .reversed = true,
                                       .colours = {{0.25F, 0.5F, 1}, {0, 1, 0.125F}},
                                       .cutoffs = {0.5, 3},
                                       .faintest = 0.125,
                                       .densest = 0.75};
    look.scales["margin"].high = 40;
    look.legend_at = std::array{0.25, 0.75};
    look.waste = Waste::ghosted;
    look.through = Through::shells;
    look.xray_density = 2.5;
    look.shell_prices = {100.5, 2000};
    look.block_edges = false;
    look.show_holes = false;
    look.hole_colour = HoleColour::lithology;
    look.hole_grade = "Au";
    look.hole_radius_m = 3;
    look.hole_labels = true;
    look.layers["地形"] = {false, {0.25F, 0.5F, 1.0F}, 0.75F};
    look.section = {true, {1, 2, 3}, 45, 60, 12};
    look.clip = {true, {0.25, 0, 0.5}, {0.75, 1, 0.625}};
    look.quarter = {true, {4, 5, 6}, 135};
    look.vertical_exaggeration = 3;
    look.orthographic = true;
    look.legend = look.north_arrow = look.scale_bar = look.axes = look.outline = false;
    view.camera = {{500000.125, 3.3e6, 1000}, {1, 2, 3}, {0, 0, 1}, 40, 250};
    view.commodity = "Cu";
    view.price = 70000.25;
    view.in_report = true;
    view.filter = {{.column = "Cu", .low = 0.5},
                   {.kind = blocks::FilterRow::Kind::codes, .on = false, .inverted = true, .column = "rock", .codes = {1, 4}},
                   {.kind = blocks::FilterRow::Kind::box, .box_low = {1, 2, 3}, .box_high = {4, 5, 6}},
                   {.kind = blocks::FilterRow::Kind::polygon, .polygon = {{{0, 0}}, {{5, 0}}, {{0, 5.5}}}},
                   {.kind = blocks::FilterRow::Kind::expression, .expression = "Cu > 1 && z < 3"}};
    return view;
}

TEST(ViewJson, EveryPartReadsBackAsItWas) {
    const auto read = view_from_json(view_to_json(some_view()));
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_EQ(read->look, some_view().look);
    EXPECT_EQ(*read, some_view());
    // A part of the look that is left out by the writer would still be that of the default here.
    EXPECT_EQ(*view_from_json(view_to_json({})), KeptView());
}

TEST(ViewJson, UnknownKeysArePassedOver) {
    auto json = nlohmann::json::parse(view_to_json(some_view()));
    json["later"] = {1, 2};
    json["look"]["later"] = "x";
    EXPECT_EQ(*view_from_json(json.dump()), some_view());
}

/// Each value in turn replaced by what it must not be.
TEST(ViewJson, WhatIsOutOfRangeIsNoView) {
    const auto whole = nlohmann::json::parse(view_to_json(some_view()));
    const auto flat = whole.flatten();
    std::size_t tried = 0;
    for (const auto& [at, value] : flat.items()) {
        for (const nlohmann::json& other : {nlohmann::json(1e200), nlohmann::json("nobody knows this"), nlohmann::json(),
                                            nlohmann::json::array({1}), nlohmann::json(-5e13)}) {
            if (other.type() == value.type() && value.is_string()) continue;  // any text may be a name
            if (value.is_number() && other.is_number() && (at == "/price" || at.starts_with("/look/shell_prices") ||
                                                           at == "/filter/0/low"))
                continue;  // any number may be a price or a grade
            auto changed = whole;
            changed[nlohmann::json::json_pointer(at)] = other;
            ++tried;
            EXPECT_FALSE(view_from_json(changed.dump())) << at << " = " << other;
        }
    }
    EXPECT_GT(tried, 200U);
    for (const char* text : {"", "[]", "{", "1", "{\"look\": 3}", "{\"camera\": {\"up\": [0,0,0]}}"})
        EXPECT_FALSE(view_from_json(text)) << text;
}

}  // namespace
}  // namespace orelens::scene
