#include <gtest/gtest.h>

#include <map>

#include "tests/ui/scene/SceneSupport.h"
#include "ui/scene/HoleLayer.h"
#include "ui/scene/Space.h"

namespace orelens::scene {
namespace {

TEST(HolePieces, CoverEachHoleOnceFromCollarToEnd) {
    const SceneData data = test::ore_data(false, true);
    for (const HoleColour colour : {HoleColour::assay, HoleColour::lithology, HoleColour::plain}) {
        Look look;
        look.hole_colour = colour;
        std::map<int, double> at;
        for (const HolePiece& piece : hole_pieces(data, look).pieces) {
            EXPECT_DOUBLE_EQ(piece.from_m, at[piece.hole]);
            EXPECT_GT(piece.to_m, piece.from_m);
            at[piece.hole] = piece.to_m;
        }
        ASSERT_EQ(at.size(), 3U);
        for (const auto& [hole, end] : at) EXPECT_DOUBLE_EQ(end, 110);
    }
}

TEST(HolePieces, MissingIntervalsAndValuesAreMissing) {
    const HolePieces made = hole_pieces(test::ore_data(false, true), {});
    const auto value_at = [&](double depth) {
        for (const HolePiece& piece : made.pieces)
            if (piece.hole == 1 && piece.from_m <= depth && depth < piece.to_m) return piece.value;
        return -2;
    };
    EXPECT_EQ(value_at(42), -1);   // no interval
    EXPECT_EQ(value_at(62), -1);   // an interval without a value
    EXPECT_EQ(value_at(105), -1);  // below the last interval
    EXPECT_GE(value_at(12), 0);
}

TEST(HolePieces, WhatAFilterLeavesOutIsThereWithoutAValue) {
    const SceneData data = test::ore_data(false, true);
    for (const HoleColour colour : {HoleColour::assay, HoleColour::lithology, HoleColour::plain}) {
        Look look;
        look.hole_colour = colour;
        HoleStretches kept;
        kept.of = {{{10, 14}, {20, 30}}, {}, {{0, 110}}};
        const HolePieces all = hole_pieces(data, look), some = hole_pieces(data, look, &kept);
        const auto value_at = [](const HolePieces& made, int hole, double depth) {
            for (const HolePiece& piece : made.pieces)
                if (piece.hole == hole && piece.from_m <= depth && depth < piece.to_m) return piece.value;
            return -2;
        };
        for (double depth = 0.5; depth < 110; depth += 1) {
            const bool in = (depth > 10 && depth < 14) || (depth > 20 && depth < 30);
            EXPECT_EQ(value_at(some, 0, depth), in ? value_at(all, 0, depth) : -1) << depth;
            EXPECT_EQ(value_at(some, 1, depth), -1) << "nothing of this hole is kept: " << depth;
            EXPECT_EQ(value_at(some, 2, depth), value_at(all, 2, depth)) << depth;
        }
        EXPECT_EQ(some.legend.title, all.legend.title);
    }
}

TEST(HolePieces, NeighboursOfOneRockAreOnePiece) {
    Look look;
    look.hole_colour = HoleColour::lithology;
    const HolePieces made = hole_pieces(test::ore_data(false, true), look);
    // Granite, gap, granite… : 0–35, 35–40 skarn, gap 40–45, skarn 45–70, marble 70–100, nothing 100–110.
    EXPECT_EQ(made.pieces.size(), 3U * 6);
    EXPECT_EQ(made.legend.entries.size(), 3U);
}

TEST(HolePieces, AsksForTheGradeTheLookNames) {
    const SceneData data = test::ore_data(false, true);
    Look look;
    look.hole_grade = "Zn";  // not there: the commodity's column is taken
    ASSERT_NE(shown_grade(data, look), nullptr);
    EXPECT_EQ(shown_grade(data, look)->name, "Cu");
    EXPECT_EQ(shown_grade(test::ore_data(), look), nullptr);
}

TEST(Space, DrawnAndWorldAreInverse) {
    const Space space{{431'200, 5'268'300, 310}, 2.5};
    const Vec3 world{431'234.5, 5'268'311.25, 333.75};
    const Vec3 drawn = space.to_drawn(world);
    EXPECT_DOUBLE_EQ(drawn[2], 23.75 * 2.5);
    for (int a = 0; a < 3; ++a) EXPECT_DOUBLE_EQ(space.to_world(drawn)[a], world[a]);
}

TEST(Space, SectionKeepsTheSlabAndTheHalfBehind) {
    Look look;
    look.section = {true, {100, 200, 50}, 90, 90, 0};  // an east–west section, looking north
    auto kept = [&](const Vec3& p) {
        for (const HalfSpace& cut : cuts(look, nullptr))
            if (!cut.keeps(p)) return false;
        return true;
    };
    EXPECT_TRUE(kept({100, 210, 50}));
    EXPECT_FALSE(kept({100, 190, 50}));
    look.section.thickness_m = 20;
    EXPECT_TRUE(kept({500, 209, 0}));
    EXPECT_TRUE(kept({500, 191, 0}));
    EXPECT_FALSE(kept({500, 211, 0}));
    look.section = {true, {100, 200, 50}, 0, 0, 0};  // a level plan, seen from above
    EXPECT_TRUE(kept({0, 0, 40}));
    EXPECT_FALSE(kept({0, 0, 60}));
}

TEST(Space, ClipBoxFollowsARotatedGrid) {
    const auto model = test::ore_model(true);
    const blocks::GridGeometry& geometry = model->geometry();
    Look look;
    look.clip = {true, {0.25, 0, 0}, {1, 0.5, 1}};
    const auto world = cuts(look, &geometry);
    ASSERT_EQ(world.size(), 2U);
    for (const blocks::Index3& at :
         {blocks::Index3{3, 3, 3}, {7, 9, 2}, {7, 11, 2}, {23, 0, 11}, {5, 9, 0}}) {
        const bool wanted = at[0] + 0.5 >= 6 && at[1] + 0.5 <= 10;
        bool in_world = true, in_grid = true;
        for (const HalfSpace& cut : world) {
            in_world = in_world && cut.keeps(geometry.centre(at));
            in_grid = in_grid && to_grid(cut, geometry).keeps({at[0] + 0.5, at[1] + 0.5, at[2] + 0.5});
        }
        EXPECT_EQ(in_world, wanted);
        EXPECT_EQ(in_grid, wanted);
    }
}

}  // namespace
}  // namespace orelens::scene
