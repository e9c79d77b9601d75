#include "core/drilling/DipSign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/drilling/Bends.h"
#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Hole {
    double z;
    std::vector<double> dips;
};

DipJudgement judged(const std::vector<Hole>& holes, DipHeader header = DipHeader::dip) {
    std::vector<Collar> collars;
    std::vector<SurveyStation> stations;
    for (const Hole& hole : holes) {
        const auto number = static_cast<std::int32_t>(collars.size());
        collars.push_back({"H", 50.0 * (number % 4), 50.0 * (number / 4), hole.z, 100, 0});
        for (const double dip : hole.dips)
            stations.push_back({number, 10.0 * static_cast<double>(stations.size()), 90, dip, 0});
    }
    std::vector<const SurveyStation*> all;
    for (const SurveyStation& station : stations) all.push_back(&station);
    DipJudgement out = judge_dips(collars, all, header);
    out.example = nullptr;  // points into what ends here
    return out;
}

void expect(const DipJudgement& judgement, DipConvention convention, bool known, const char* why) {
    EXPECT_EQ(judgement.convention, convention);
    EXPECT_EQ(judgement.known, known);
    EXPECT_STREQ(judgement.why, why);
}

TEST(DipSign, OneSignEverywhere) {
    expect(judged({{0, {-60}}, {0, {-45, -5}}}), DipConvention::negative_down, true, "csv.dip_negative_down");
    // Steep holes from one level may rise from a drive; on ground with relief, or upright, they go down.
    expect(judged({{0, {60}}, {0, {75}}}), DipConvention::positive_down, true, "csv.dip_positive_level");
    expect(judged({{0, {60}}, {12, {75}}}), DipConvention::positive_down, true, "csv.dip_positive_down");
    expect(judged({{0, {90}}, {0, {89}}}), DipConvention::positive_down, true, "csv.dip_positive_down");
    // Up-holes of a drive, or down-holes that are not steep: the file cannot tell.
    expect(judged({{0, {60}}, {0, {45}}, {0, {30}}}), DipConvention::positive_down, false,
           "csv.dip_unknown_positive");
    // The same on ground with relief: surface holes go down.
    expect(judged({{300, {60}}, {310, {45}}, {325, {30}}, {318, {40}}, {307, {35}}}),
           DipConvention::positive_down, true, "csv.dip_positive_down");
    expect(judged({{0, {0}}, {0, {0}}}), DipConvention::negative_down, true, "csv.dip_all_zero");
}

TEST(DipSign, InclinationsBeyondTheHorizonAreAskedAbout) {
    for (const DipHeader header : {DipHeader::inclination, DipHeader::zenith}) {
        expect(judged({{0, {180}}, {0, {170}}, {0, {175}}}, header), DipConvention::from_vertical, false,
               "csv.dip_unknown_rising");
        // A few holes that rise among many that go down are a fan.
        EXPECT_TRUE(judged({{0, {5}}, {0, {10}}, {0, {150}}}, header).known);
    }
}

TEST(DipSign, FlatHolesUnderGroundWithReliefAreAskedAbout) {
    expect(judged({{300, {0}}, {310, {0}}, {325, {0}}, {318, {0}}, {307, {0}}}), DipConvention::negative_down,
           false, "csv.dip_unknown_flat");
    expect(judged({{300, {-1}}, {310, {-2}}, {325, {0}}, {318, {-60}}, {307, {-60}}}),
           DipConvention::negative_down, false, "csv.dip_unknown_flat");
    expect(judged({{300, {5}}, {310, {-2}}, {325, {0}}, {318, {60}}, {307, {60}}}),
           DipConvention::positive_down, false, "csv.dip_unknown_flat");
    expect(judged({{300, {0}}, {310, {-50}}, {325, {-60}}, {318, {-60}}, {307, {0}}}),
           DipConvention::negative_down, true, "csv.dip_negative_down");
}

TEST(DipSign, MixedSignsAreAskedAbout) {
    expect(judged({{0, {60}}, {0, {45}}, {0, {30}}, {0, {-30}}}), DipConvention::positive_down, false,
           "csv.dip_unknown_mixed");
    expect(judged({{0, {-60}}, {0, {-60}}, {0, {-60}}, {0, {60, 60}}}), DipConvention::negative_down, false,
           "csv.dip_unknown_mixed");
}

TEST(DipSign, GroundTellsWhatRises) {
    std::vector<Hole> ground = {{300, {-60}}, {310, {-70}}, {325, {-55}}, {318, {-60}}, {307, {-65}}};
    ground.push_back({312, {60}});
    const DipJudgement campaign = judged(ground);
    expect(campaign, DipConvention::negative_down, true, "csv.dip_two_signs");
    EXPECT_THAT(campaign.other, ElementsAre(5));
    ground.back().z = 200;
    const DipJudgement below = judged(ground);
    expect(below, DipConvention::negative_down, true, "csv.dip_up_holes");
    EXPECT_THAT(below.other, IsEmpty());
}

TEST(DipSign, AnglesFromTheVertical) {
    const std::vector<Hole> wells = {{0, {0, 2, 5}}, {0, {1, 3, 6}}};
    expect(judged(wells, DipHeader::inclination), DipConvention::from_vertical, true, "csv.dip_inclination");
    expect(judged(wells, DipHeader::zenith), DipConvention::from_vertical, true, "csv.dip_from_vertical");
    expect(judged(wells), DipConvention::positive_down, false, "csv.dip_unknown_flat");
    expect(judged({{0, {70}}, {20, {85}}}, DipHeader::inclination), DipConvention::positive_down, true,
           "csv.dip_positive_down");
    expect(judged({{0, {45}}}, DipHeader::inclination), DipConvention::positive_down, false,
           "csv.dip_unknown_inclination");
    expect(judged({{0, {80, 95, 110}}}, DipHeader::inclination), DipConvention::from_vertical, true,
           "csv.dip_inclination");
    expect(judged({{0, {-60}}}, DipHeader::inclination), DipConvention::negative_down, true,
           "csv.dip_negative_down");
    EXPECT_EQ(as_negative_down(30, DipConvention::from_vertical), -60);
    EXPECT_EQ(as_negative_down(30, DipConvention::positive_down), -30);
}

TEST(DipSign, ConventionsPerHole) {
    const auto list = dips_of("UG*=negative_down; RC-12 = positive_down；A=B=from_vertical");
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 3U);
    EXPECT_EQ((*list)[0].names, "UG*");
    EXPECT_EQ((*list)[1].names, "RC-12");
    EXPECT_EQ((*list)[1].convention, DipConvention::positive_down);
    EXPECT_EQ((*list)[2].names, "A=B");
    for (const char* bad : {"UG*", "UG*=down", "=negative_down", "UG*="}) {
        const auto refused = dips_of(bad);
        ASSERT_FALSE(refused) << bad;
        EXPECT_EQ(refused.error().place.field, "drillholes.dip_of");
    }
    EXPECT_TRUE(dips_of("")->empty());
    EXPECT_TRUE(name_fits("UG*", "UG-1"));
    EXPECT_TRUE(name_fits("*-1*b", "UG-1-1b"));
    EXPECT_TRUE(name_fits("A", "A"));
    EXPECT_FALSE(name_fits("A", "AB"));
    EXPECT_FALSE(name_fits("A*C", "AB"));
    EXPECT_TRUE(name_fits("*", ""));
}

TEST(Bends, SharpTurnsOnly) {
    DrillholeSet set = orelens::testing::vertical_holes(1);
    set.surveys = {{0, 0, 90, -60, 2}, {0, 30, 95, -61, 3}, {0, 60, 275, -61, 4}, {0, 61, 279, -61, 5}};
    const auto bends = sharp_bends(set);
    ASSERT_EQ(bends.size(), 1U) << "4° within a metre is rounding";
    EXPECT_EQ(bends[0].station, 2U);
    EXPECT_EQ(bends[0].length_m, 30);
    EXPECT_NEAR(bends[0].angle_deg, 58, 0.1);  // 2·(90° − 61°)
    set.max_bend_deg = 60;
    EXPECT_THAT(sharp_bends(set), IsEmpty());
}

TEST(Bends, CodesAreNoDirections) {
    EXPECT_FALSE(azimuth_possible(999));
    EXPECT_FALSE(azimuth_possible(-999.25));
    EXPECT_TRUE(azimuth_possible(-90));
    EXPECT_TRUE(azimuth_possible(365));
    EXPECT_FALSE(usable({0, 0, 999, -60, 1}));
    EXPECT_TRUE(usable({0, 0, no_value, -90, 1}));
}

}  // namespace
}  // namespace orelens::drilling
