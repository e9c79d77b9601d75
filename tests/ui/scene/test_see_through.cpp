// Seeing through the blocks, against what a loop over the blocks of each line of sight says; and filters of the view.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/blocks/BlockFilter.h"
#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/SeeThrough.h"

namespace orelens::scene {
namespace {

using test::bare_look;
using test::draw;
using test::expect_picture;
using test::ore_data;

constexpr int wide = 600, high = 450;

/// 6 × 5 × 4 blocks of 10 m, two of them missing, with values of no pattern; those of one column of them unknown.
SceneData small_data() {
    blocks::GridGeometry geometry;
    geometry.origin = {0, 0, 0};
    geometry.block_size = {10, 10, 10};
    geometry.count = {6, 5, 4};
    auto model = blocks::BlockModel::where(geometry, [](const blocks::Index3& b) {
        return b != blocks::Index3{1, 0, 1} && b != blocks::Index3{4, 4, 2};
    });
    model->add_column({.name = "v", .unit = "%"});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            const blocks::Index3 b = model->leaf(n).index(at);
            if (model->leaf(n).is_active(at) && b[0] != 2)
                model->real("v", n)[at] = static_cast<float>((b[0] * 13 + b[1] * 29 + b[2] * 7) % 17) / 4;
        }
    SceneData data;
    data.model = std::make_shared<const blocks::BlockModel>(std::move(*model));
    return data;
}

Look looking_through(Through through) {
    Look look = bare_look();
    look.colour_by = ColourBy::column;
    look.column = "v";
    look.waste = Waste::shown;
    look.orthographic = true;
    look.block_edges = false;
    look.through = through;
    return look;
}

/// What is seen at the middle of the blocks (i, k), looking south.
struct Seen {
    scene::Picture picture;
    CameraState camera;
    [[nodiscard]] std::array<int, 4> at(int i, int k) const {
        const double pixels = high / (2 * camera.parallel_scale);
        const double x = wide / 2.0 - ((i + 0.5) * 10 - camera.focal_point[0]) * pixels;
        const double y = high / 2.0 - ((k + 0.5) * 10 - camera.focal_point[2]) * pixels;
        const auto place = 4 * (static_cast<std::size_t>(y) * wide + static_cast<std::size_t>(x));
        return {picture.pixels[place], picture.pixels[place + 1], picture.pixels[place + 2], picture.pixels[place + 3]};
    }
};

Seen see(const SceneData& data, const Look& look) {
    test::OffscreenWindow window(wide, high);
    Scene scene;
    window.get()->AddRenderer(scene.renderer());
    scene.set_look(look);
    scene.set_data(data);
    scene.set_view(StandardView::north, static_cast<double>(wide) / high);
    Seen seen{window.grab(scene), scene.camera()};
    window.release(scene);
    return seen;
}

void expect_colour(const std::array<int, 4>& seen, const Rgb& wanted, const std::string& where) {
    for (std::size_t c = 0; c < 3; ++c)
        EXPECT_NEAR(seen[c], 255 * wanted[c], 4) << where << " channel " << c;
    EXPECT_EQ(seen[3], 255) << where;
}

/// For each line of sight what `join` makes of its values, as a colour.
void expect_joined(Through through, const std::function<double(const std::vector<double>&)>& join) {
    const SceneData data = small_data();
    const Look look = looking_through(through);
    const Seen seen = see(data, look);
    const BlockCodes codes = BlockCodes::build(*data.model, "");
    const Legend legend = colour_blocks(data, codes, look).legend;
    for (int i = 0; i < 6; ++i)
        for (int k = 0; k < 4; ++k) {
            std::vector<double> met;
            for (int j = 0; j < 5; ++j)
                if (const double v = data.model->value("v", {i, j, k}); !std::isnan(v)) met.push_back(v);
            const std::string where = std::to_string(i) + " " + std::to_string(k);
            const ValueRange range{legend.low, legend.high};
            expect_colour(seen.at(i, k),
                          met.empty() ? missing_colour(false) : ramp(look.colour_map, range.at(join(met))), where);
        }
}

TEST(SeeThrough, TheMeanIsThatOfTheBlocksOnTheLineOfSight) {
    ORELENS_DISPLAY();
    expect_joined(Through::mean, [](const std::vector<double>& met) {
        double sum = 0;
        for (const double v : met) sum += v;
        return sum / static_cast<double>(met.size());
    });
}

TEST(SeeThrough, TheHighestIsThatOfTheBlocksOnTheLineOfSight) {
    ORELENS_DISPLAY();
    expect_joined(Through::highest, [](const std::vector<double>& met) { return *std::ranges::max_element(met); });
}

TEST(SeeThrough, GlassLetsThroughWhatEachBlockOnTheWayLeaves) {
    ORELENS_DISPLAY();
    const SceneData data = small_data();
    Look look = looking_through(Through::xray);
    look.xray_density = 0.5;
    const Seen seen = see(data, look);
    const BlockCodes codes = BlockCodes::build(*data.model, "");
    const BlockColours colours = colour_blocks(data, codes, look);
    BlockWalkInput input;
    put_through(input, look, Through::xray, data.model->geometry(), {});
    for (int i = 0; i < 6; ++i)
        for (int k = 0; k < 4; ++k) {
            double through = 1;
            for (int j = 0; j < 5; ++j) {
                const std::size_t leaf = data.model->leaf_of({i, j, k});
                const int at = (i << 6) | (j << 3) | k;
                if (leaf >= data.model->leaf_count() || !data.model->leaf(leaf).is_active(at)) continue;
                const std::uint8_t entry = (*colours.bytes)[leaf * 512 + static_cast<std::size_t>(at)];
                const double opacity = colours.palette[4U * entry + 3U] / 255.0;
                through *= std::pow(std::max(1 - opacity, 1e-4), 10 / input.reach);
            }
            EXPECT_NEAR(seen.at(i, k)[3], 255 * (1 - through), 6) << i << " " << k;
        }
}

TEST(SeeThrough, WhatIsBehindAnOpaqueThingIsNotSeen) {
    ORELENS_DISPLAY();
    // A solid wall in the middle of the deposit: only the blocks in front of it count.
    SceneData data = small_data();
    auto wall = std::make_shared<shapes::TriangleMesh>();
    wall->points = {{-5, 32, -5}, {65, 32, -5}, {65, 32, 45}, {-5, 32, 45}};
    wall->triangles = {{0, 1, 2}, {0, 2, 3}};
    SceneShape shape;
    shape.name = "wall";
    shape.mesh = wall;
    data.shapes.push_back(shape);
    Look look = looking_through(Through::highest);
    look.layers["wall"] = {true, {0, 0, 0}, 1};
    const Seen seen = see(data, look);
    const BlockCodes codes = BlockCodes::build(*data.model, "");
    const Legend legend = colour_blocks(data, codes, look).legend;
    for (int i = 0; i < 6; ++i)
        for (int k = 0; k < 4; ++k) {
            double best = -1;
            for (int j = 3; j < 5; ++j)
                if (const double v = data.model->value("v", {i, j, k}); v > best) best = v;
            if (best < 0) continue;
            const ValueRange range{legend.low, legend.high};
            expect_colour(seen.at(i, k), ramp(look.colour_map, range.at(best)), std::to_string(i) + " " + std::to_string(k));
        }
}

TEST(SeeThrough, ClassesHaveNoMeanAndSayIt) {
    const SceneData data = ore_data();
    const BlockCodes codes = BlockCodes::build(*data.model, data.break_even_column());
    Look look = bare_look();
    look.through = Through::mean;
    look.colour_by = ColourBy::status;
    EXPECT_EQ(drawn_through(look, colour_blocks(data, codes, look), codes), Through::xray);
    look.colour_by = ColourBy::break_even;
    EXPECT_EQ(drawn_through(look, colour_blocks(data, codes, look), codes), Through::mean);
    EXPECT_EQ(colour_blocks(data, codes, look).mode, 2) << "a mean of prices, not of the ladder's steps";
    look.through = Through::shells;
    EXPECT_EQ(drawn_through(look, colour_blocks(data, codes, look), codes), Through::shells);
    const BlockCodes none = BlockCodes::build(*data.model, "");
    EXPECT_EQ(drawn_through(look, colour_blocks(data, none, look), none), Through::xray);
}

TEST(SeeThrough, ShellsTellThePriceTheyAreExactFor) {
    const SceneData data = ore_data();
    const BlockCodes codes = BlockCodes::build(*data.model, data.break_even_column());
    Look look = bare_look();
    look.shell_prices = {200, 60, 120};
    const auto shells = shells_of(look, codes, 1);
    ASSERT_EQ(shells.size(), 3U);
    double before = -1;
    for (const Shell& shell : shells) {
        EXPECT_GT(shell.price, before);
        before = shell.price;
        // Inside are exactly the blocks that pay at the price that is told.
        std::int64_t paying = 0;
        const auto values = data.model->real_leaves(data.break_even_column());
        for (std::size_t n = 0; n < values.size(); ++n)
            for (int at = 0; at < 512; ++at)
                paying += data.model->leaf(n).is_active(at) && static_cast<double>(values[n][at]) <= shell.price;
        EXPECT_EQ(codes.count({shell.top, false}), paying) << shell.price;
    }
    EXPECT_LE(shells[0].price, 60);
    look.shell_prices = {};
    // Without prices of their own they stand about the one that is set: at most at 90, 120, 150 and 180.
    const auto about = shells_of(look, codes, 120);
    ASSERT_EQ(about.size(), 4U);
    const double most[] = {90, 120, 150, 180};
    for (std::size_t n = 0; n < 4; ++n) {
        EXPECT_LE(about[n].price, most[n]);
        EXPECT_GT(about[n].price, most[n] - 30) << "the ladder's step below it, not one further down";
    }
    EXPECT_TRUE(shells_of(look, BlockCodes::build(*data.model, ""), 120).empty());
}

TEST(SeeThrough, Pictures) {
    ORELENS_DISPLAY();
    Look look = bare_look();
    look.colour_by = ColourBy::column;
    look.column = "Cu";
    look.waste = Waste::shown;
    for (const Through through : {Through::xray, Through::shells, Through::highest, Through::mean}) {
        look.through = through;
        expect_picture(std::string("through_") + through_ids[static_cast<std::size_t>(through)], draw(look));
    }
}

TEST(Filtered, OnlyBlocksThatAreKeptAreDrawnPickedAndCounted) {
    ORELENS_DISPLAY();
    const SceneData data = ore_data();
    const blocks::FilterRow row{.kind = blocks::FilterRow::Kind::box, .box_low = {-1e9, -1e9, -1e9},
                                .box_high = {data.model->geometry().centre({10, 0, 0})[0], 1e9, 1e9}};
    auto mask = blocks::filter_blocks(*data.model, std::span(&row, 1));
    ASSERT_TRUE(mask);
    const auto kept = std::make_shared<const blocks::BlockMask>(std::move(*mask));
    // The same blocks as a model of their own.
    auto part = blocks::BlockModel::where(data.model->geometry(), [&](const blocks::Index3& b) {
        const std::size_t leaf = data.model->leaf_of(b);
        if (leaf >= data.model->leaf_count()) return false;
        const auto& origin = data.model->leaf(leaf).origin;
        return kept->has(leaf, ((b[0] - origin[0]) << 6) | ((b[1] - origin[1]) << 3) | (b[2] - origin[2]));
    });
    for (const blocks::ColumnInfo& info : data.model->columns()) {
        part->add_column(info);
        for (std::size_t n = 0; n < part->leaf_count(); ++n)
            for (int at = 0; at < 512; ++at) {
                if (!part->leaf(n).is_active(at)) continue;
                const blocks::Index3 b = part->leaf(n).index(at);
                const std::size_t from = data.model->leaf_of(b);
                if (info.type == blocks::ColumnType::real)
                    part->real(info.name, n)[at] = static_cast<float>(data.model->value(info.name, b));
                else
                    part->integer_writer(info.name).set(n, at, data.model->integer(info.name, from)[at]);
            }
    }
    SceneData other = data;
    other.model = std::make_shared<const blocks::BlockModel>(std::move(*part));
    Look look = bare_look();
    look.waste = Waste::shown;
    look.show_holes = false;
    test::OffscreenWindow window(400, 300);
    Scene filtered, alone;
    for (Scene* scene : {&filtered, &alone}) scene->set_look(look);
    filtered.set_data(data);
    filtered.set_mask(kept);
    alone.set_data(other);
    filtered.set_view(StandardView::iso, 4.0 / 3);
    const CameraState camera = filtered.camera();
    const auto grabbed = [&](Scene& scene) {
        window.get()->AddRenderer(scene.renderer());
        scene.set_price(test::ore_price);
        // A model of fewer blocks is framed nearer.
        scene.set_camera(camera);
        auto picture = window.grab(scene);
        window.release(scene);
        window.get()->RemoveRenderer(scene.renderer());
        return picture;
    };
    const Picture one = grabbed(filtered), two = grabbed(alone);
    EXPECT_EQ(filtered.usable_blocks(), alone.usable_blocks());
    EXPECT_GT(filtered.usable_blocks(), 0);
    // Below the line that says the view is filtered.
    std::size_t other_bytes = 0;
    const std::size_t below = 4U * 400U * 80U;
    for (std::size_t n = below; n < one.pixels.size(); ++n) other_bytes += one.pixels[n] != two.pixels[n];
    EXPECT_LT(static_cast<double>(other_bytes), 0.001 * static_cast<double>(one.pixels.size()));
    filtered.set_mask(nullptr);
    filtered.set_price(1e9);
    EXPECT_GT(filtered.usable_blocks(), alone.usable_blocks());
}

}  // namespace
}  // namespace orelens::scene
