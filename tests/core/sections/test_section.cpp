// Where sections stand, how they read, and what the rule refuses.
#include <gtest/gtest.h>

#include <cmath>

#include "core/sections/Section.h"
#include "tests/core/sections/Ground.h"

namespace orelens::sections {
namespace {

TEST(Bearing, IsToldInQuartersOfTheCompass) {
    const std::vector<std::pair<double, const char*>> told{{0, "N"},       {45, "N45°E"},  {90, "E"},       {91, "S89°E"},
                                                           {180, "S"},     {225, "S45°W"}, {270, "W"},      {315, "N45°W"},
                                                           {359.7, "N"},   {-30, "N30°W"}, {180.4, "S"},    {12.6, "N13°E"}};
    for (const auto& [azimuth, words] : told) EXPECT_EQ(quadrant_bearing(azimuth), words) << azimuth;
}

TEST(Section, ReadsLeftToRightForWhoLooksAtIt) {
    Section section;
    section.along = {1, 0};  // west at the left: he looks north
    EXPECT_NEAR(section.looking_deg(), 0, 1e-9);
    EXPECT_GT(section.spot({0, -10, 0}).off, 0) << "the south lies towards him";
    section.along = {0, -1};  // north at the left: he looks east
    EXPECT_NEAR(section.looking_deg(), 90, 1e-9);
    section.along = {std::sqrt(0.5), -std::sqrt(0.5)};
    EXPECT_NEAR(section.looking_deg(), 45, 1e-9);
    const Vec3 there = section.world(30, 7);
    const Spot back = section.spot(there);
    EXPECT_NEAR(back.s, 30, 1e-12);
    EXPECT_NEAR(back.off, 0, 1e-12);
}

TEST(Placing, AcrossALineLooksTheWayItRuns) {
    SectionRule rule;
    rule.line = "1000 2000; 1000 2400";
    rule.spacing_m = 100;
    const testing::Holes holes = testing::straight_holes({{950, 2100, 0}, {1090, 2300, 0}}, 90, -90);
    const auto sections = place_sections(rule, {.holes = &holes.set, .traces = &holes.traces});
    ASSERT_TRUE(sections);
    ASSERT_EQ(sections->size(), 5U);
    for (std::size_t n = 0; n < 5; ++n) {
        const Section& section = (*sections)[n];
        EXPECT_NEAR(section.looking_deg(), 0, 1e-9);
        EXPECT_NEAR(section.station_m, 100.0 * static_cast<double>(n), 1e-9);
        EXPECT_NEAR(section.start[1], 2000 + 100.0 * static_cast<double>(n), 1e-9);
        EXPECT_EQ(section.corridor_m, 50);
        EXPECT_LE(section.start[0], 950);
        EXPECT_GE(section.start[0] + section.length_m, 1090);
    }
}

TEST(Placing, WithoutALineFollowsTheLongSideOfTheModel) {
    const blocks::GridGeometry grid = testing::turned_grid(30);  // 460 m along u, which points to azimuth 120
    const auto sections = place_sections({}, {.grid = &grid});
    ASSERT_TRUE(sections);
    ASSERT_GT(sections->size(), 3U);
    EXPECT_NEAR(sections->front().looking_deg(), 120, 1e-6) << "sections cut the model square";
}

TEST(Placing, ThroughHolesPassesThem) {
    const testing::Holes holes = testing::straight_holes({{0, 0, 0}, {100, 50, 0}, {200, 100, 0}, {70, 300, 0}}, 0, -90);
    SectionRule rule;
    rule.placing = Placing::holes;
    rule.holes = "ZK1; ZK2;ZK3";
    const Ground ground{.holes = &holes.set, .traces = &holes.traces};
    const auto sections = place_sections(rule, ground);
    ASSERT_TRUE(sections);
    ASSERT_EQ(sections->size(), 1U);
    for (const double x : {0.0, 100.0, 200.0}) EXPECT_NEAR(sections->front().spot({x, x / 2, 0}).off, 0, 1e-9);
    EXPECT_EQ(sections->front().name, "ZK1–ZK2–ZK3");
    rule.holes = "ZK1; ZK9";
    const auto refused = place_sections(rule, ground);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "section.no_hole");
    EXPECT_EQ(refused.error().place.field, "section.holes");
}

TEST(Placing, RefusesWhatItCannotPlace) {
    SectionRule rule;
    EXPECT_EQ(place_sections(rule, {}).error().what.key, "section.nothing");
    rule.line = "0 0; 100000 0";
    rule.spacing_m = 1;
    EXPECT_EQ(place_sections(rule, {}).error().what.key, "section.too_many");
    for (const char* bad : {"1 2 3", "1 2; 1 2", "a b; c d", "1 2; 3 4; 5 6", "1 2; 3 4x", "nan 1; 2 3"}) {
        rule.line = bad;
        EXPECT_EQ(place_sections(rule, {}).error().what.key, "section.bad_line") << bad;
    }
    EXPECT_EQ(read_cutoffs("0.2; 0.4 0.8").value(), (std::vector<double>{0.2, 0.4, 0.8}));
    EXPECT_FALSE(read_cutoffs("0.2 0.2"));
    EXPECT_FALSE(read_cutoffs("low"));
    EXPECT_TRUE(read_cutoffs("").value().empty());
}

}  // namespace
}  // namespace orelens::sections
