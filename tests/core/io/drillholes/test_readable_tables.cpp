// Tables that people can read: traditional Chinese headers, limits in words, exponents of Fortran, bearings of
// quadrants; and what is refused with its reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/drillholes/Angles.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ReadableTables, headers_in_traditional_chinese) {
    const auto got = read({.collar = "孔號,X座標,Y座標,標高,終孔深度\nH1,1,2,3,100\n",
                           .survey = "孔號,測點深度,方位角,傾角\nH1,0,90,-60\n",
                           .assay = "孔號,樣品,自,至,銅(%)\nH1,a,0,10,1.5\n",
                           .columns = {}});
    ASSERT_EQ(got.holes.collars.size(), 1u);
    EXPECT_EQ(got.holes.collars[0].x, 1);
    EXPECT_EQ(got.holes.collars[0].y, 2);
    EXPECT_EQ(got.holes.collars[0].z, 3);
    EXPECT_EQ(got.holes.collars[0].depth_m, 100);
    ASSERT_EQ(got.holes.surveys.size(), 1u);
    EXPECT_EQ(got.holes.surveys[0].azimuth_deg, 90);
    EXPECT_THAT(copper(got), ElementsAre(1.5));
    EXPECT_EQ(column_kind("樣品"), "sample");
}

TEST(ReadableTables, limits_in_words_and_exponents_of_fortran) {
    const auto got = read({.assay = "hole,from,to,Cu\nH1,0,1,小于0.02\nH1,1,2,大于10\nH1,2,3,4.5D-01\nH1,3,4,2\n"});
    EXPECT_THAT(copper(got), ElementsAre(0.01, 10, 0.45, 2));
    EXPECT_EQ(of(got, FindingKind::non_numeric).size(), 0u);
    EXPECT_EQ(of(got, FindingKind::below_detection).size(), 1u);
    EXPECT_EQ(of(got, FindingKind::above_limit).size(), 1u);
}

TEST(ReadableTables, groups_as_in_india_are_refused_with_their_reason) {
    const auto got = read({.assay = "hole,from,to,Cu\nH1,0,1,\"1,23,456\"\nH1,1,2,2\n",
                           .columns = {{"Cu", {.unit = GradeUnit::ppm}}}});
    const Finding* finding = said(got, "csv.indian_groups");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->severity, Severity::error);
    EXPECT_EQ(finding->row, 2);
    EXPECT_EQ(finding->column, "Cu");
    EXPECT_FALSE(said(got, "csv.non_numeric"));
}

TEST(ReadableTables, a_length_in_centimetres_is_the_length_and_not_taken_for_metres_in_silence) {
    EXPECT_EQ(guess_column("assay", "length", {"HOLE", "FROM", "LENGTH_CM"}), 2u);
    const auto got = read({.assay = "hole,from,length_cm,Cu\nH1,0,100,1\n"});
    const Finding* finding = said(got, "csv.length_unread");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->severity, Severity::error);
    EXPECT_EQ(finding->column, "length_cm");
}

TEST(ReadableTables, bearings_of_quadrants) {
    struct Case {
        const char* text;
        double azimuth;
    };
    for (const Case& c : {Case{"N45E", 45}, {"S30W", 210}, {"S30E", 150}, {"N45W", 315}, {"n 12.5 e", 12.5}, {"N45°30'E", 45.5},
                          {"NE45", 45}, {"SW30°", 210}, {"N0W", 0}, {"S0E", 180}, {"N90E", 90}})
        EXPECT_EQ(quadrant_bearing(c.text, {}), c.azimuth) << c.text;
    for (const char* text : {"45", "N95E", "E45N", "N45", "NE", "N-5E", "NULL", "NNE", ""})
        EXPECT_FALSE(quadrant_bearing(text, {})) << text;
    const auto got = read({.survey = "hole,depth,azimuth,dip\nH1,0,N45E,-60\nH2,0,S30W,-60\n"});
    ASSERT_EQ(got.holes.surveys.size(), 2u);
    EXPECT_EQ(got.holes.surveys[0].azimuth_deg, 45);
    EXPECT_EQ(got.holes.surveys[1].azimuth_deg, 210);
    EXPECT_EQ(of(got, FindingKind::non_numeric).size(), 0u);
    const Finding* finding = said(got, "csv.azimuth_quadrant");
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->count, 2);
    EXPECT_EQ(finding->row, 2);
    EXPECT_THAT(finding->what.args, Contains(Pair("value", "45")));
    // In the collar table of straight holes too.
    const auto straight = read({.collar = "hole,x,y,z,depth,azimuth,dip\nH1,1,2,3,100,N45E,-60\n", .survey = ""});
    ASSERT_EQ(straight.holes.surveys.size(), 1u);
    EXPECT_EQ(straight.holes.surveys[0].azimuth_deg, 45);
}

TEST(ReadableTables, the_recovery_of_a_metal_is_not_that_of_the_core) {
    EXPECT_EQ(column_kind("AU_RECOVERY_PCT"), "recovery_of_metal");
    EXPECT_EQ(column_kind("Cu recovery"), "recovery_of_metal");
    for (const char* header : {"Recovery", "Recovery_pct", "core_recovery", "RQD", "TCR", "采取率"})
        EXPECT_EQ(column_kind(header), "recovery") << header;
}

}  // namespace
}  // namespace orelens::io
