// Coordinates of collars that cannot be what they are read as, or could be something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::HasSubstr;

DrillholeImport collars(const std::string& text) {
    return read({.collar = text, .survey = ""});
}

TEST(Coordinates, longitudes_and_latitudes_are_no_metres) {
    const auto got = collars("hole,x,y,z,depth\nH1,116.440,39.850,1350,40\nH2,116.441,39.851,1351,45\n");
    ASSERT_TRUE(said(got, "csv.geographic"));
    EXPECT_EQ(said(got, "csv.geographic")->severity, Severity::error);
    EXPECT_EQ(said(got, "csv.geographic")->count, 2);
    const auto swapped = collars("hole,x,y,z\nH1,39.8501,116.4402,1350\nH2,39.8512,116.4413,1351\n");
    EXPECT_TRUE(said(swapped, "csv.geographic")) << "depths come from the samples too";
    for (const char* metres :
         {"hole,x,y,z,depth\nH1,116.44,39.85,1350,40\nH2,116.45,39.86,1351,45\n",
          "hole,x,y,z,depth\nH1,16.440,39.851,10,40\nH2,56.441,9.852,11,45\n",
          "hole,x,y,z,depth\nH1,116.440,39.851,10,40\n",
          "hole,x,y,z,depth\nH1,452310.123,4412345.456,10,40\nH2,452310.125,4412345.459,10,40\n"})
        EXPECT_FALSE(said(collars(metres), "csv.geographic")) << metres;
}

TEST(Coordinates, kilometres_are_no_metres) {
    const std::string holes = "hole,x,y,z,depth\nH1,452.310,4412.345,1350,200\nH2,452.361,4412.347,1351,250\n"
                              "H3,452.412,4412.349,1351,250\n";
    const auto got = collars(holes);
    ASSERT_TRUE(said(got, "csv.kilometres"));
    EXPECT_EQ(said(got, "csv.kilometres")->severity, Severity::error);
    EXPECT_FALSE(said(got, "csv.geographic"));
    const auto fan = read({.collar = holes, .survey = "hole,depth,azimuth,dip\nH1,0,0,-90\nH2,0,90,-30\nH3,0,90,20\n"});
    EXPECT_FALSE(said(fan, "csv.kilometres")) << "drilled from one place underground";
    const auto way = read({.collar = holes, .survey = "hole,depth,azimuth,dip\nH1,0,90,-60\nH2,0,92,-61\nH3,0,88,-60\n"});
    EXPECT_TRUE(said(way, "csv.kilometres"));
}

TEST(Coordinates, units_of_length_that_are_not_read_are_errors) {
    const auto got = collars("hole,x (km),y (公里),z,depth (cm)\nH1,452.310,4412.345,1350,20000\n");
    std::vector<std::string> columns;
    for (const Finding& finding : got.findings)
        if (finding.what.key == "csv.length_unread") {
            EXPECT_EQ(finding.severity, Severity::error);
            columns.push_back(finding.column);
        }
    EXPECT_THAT(columns, ::testing::ElementsAre("x (km)", "y (公里)", "depth (cm)"));
    EXPECT_FALSE(said(collars("hole,x,y,z,depth_m\nH1,1,2,3,4\n"), "csv.length_unread"));
}

TEST(Coordinates, a_zone_in_front_of_some_is_named) {
    const auto got = collars(
        "hole,x,y,z\nH1,39452310,4412345,1\nH2,39452361,4412347,1\nH3,452412,4412349,1\nH4,452463,4412351,"
        "1\n");
    ASSERT_TRUE(said(got, "csv.zone_in_some"));
    const Finding& finding = *said(got, "csv.zone_in_some");
    EXPECT_EQ(finding.severity, Severity::error);
    EXPECT_EQ(finding.row, 4);
    EXPECT_EQ(finding.hole, "H3");
    EXPECT_EQ(finding.count, 2);
    EXPECT_THAT(words(finding), HasSubstr("39 (2)"));
    EXPECT_FALSE(
        said(collars("hole,x,y,z\nH1,39452310,4412345,1\nH2,39452361,4412347,1\n"), "csv.zone_in_some"));
}

TEST(Coordinates, a_second_pair_is_told_with_how_far_it_lies) {
    const auto got = collars("hole,EASTING,NORTHING,ELEVATION,X,Y,Z\nH1,452310,4412345,1350,310,345,350\n");
    ASSERT_TRUE(said(got, "csv.second_pair"));
    EXPECT_EQ(said(got, "csv.second_pair")->severity, Severity::warning);
    EXPECT_THAT(words(*said(got, "csv.second_pair")), HasSubstr("X and Y are taken"));
    EXPECT_THAT(words(*said(got, "csv.second_pair")), HasSubstr("452000 and 4412000"));
    EXPECT_FALSE(said(collars("hole,EASTING,NORTHING,X,Y,Z\nH1,31,45,31,45,350\n"), "csv.second_pair"))
        << "the same twice";
}

TEST(Coordinates, feet_in_one_table_and_nothing_in_another_are_asked_about) {
    const std::string feet = "hole,from_ft,to_ft,Cu\nH1,0,10,1\n";
    auto got = read({.assay = feet});
    std::vector<std::string> silent;
    for (const Finding& finding : got.findings)
        if (finding.what.key == "csv.length_unsaid") {
            EXPECT_EQ(finding.severity, Severity::error);
            silent.push_back(finding.file);
        }
    EXPECT_THAT(silent, ::testing::ElementsAre("collar.csv", "survey.csv"));
    got = read({.survey = "", .assay = feet, .rule = {.length_unit = base::LengthUnit::foot}});
    EXPECT_FALSE(said(got, "csv.length_unsaid")) << "stated";
    got = read({.collar = "hole,x,y,z,depth_m\nH1,1,2,3,100\n", .survey = "", .assay = feet});
    ASSERT_TRUE(said(got, "csv.length_unsaid"));
    EXPECT_EQ(said(got, "csv.length_unsaid")->severity, Severity::warning) << "a table in metres, likely";
}

TEST(Coordinates, us_survey_feet_are_two_millionths_longer) {
    const std::string feet = "hole,x_ft,y_ft,z_ft\nH1,2000000,1000000,100\n";
    auto got = collars(feet);
    EXPECT_DOUBLE_EQ(got.holes.collars[0].x, 609600);
    ASSERT_TRUE(said(got, "csv.which_foot"));
    EXPECT_EQ(said(got, "csv.which_foot")->severity, Severity::warning);
    EXPECT_THAT(words(*said(got, "csv.which_foot")), HasSubstr("1.4 m"));
    for (const char* header : {"hole,x_ftUS,y_ftUS,z_ftUS", "hole,x (US ft),y (US ft),z (US ft)", "hole,X_US_FT,Y_US_FT,Z_US_FT",
                               "hole,x [US survey feet],y [US survey feet],z [US-ft]"}) {
        got = collars(std::string(header) + "\nH1,2000000,1000000,100\n");
        EXPECT_NEAR(got.holes.collars[0].x, 2000000 * 1200.0 / 3937, 1e-6) << header;
        EXPECT_FALSE(said(got, "csv.which_foot")) << header;
        ASSERT_TRUE(said(got, "csv.length_feet")) << header;
        EXPECT_THAT(words(*said(got, "csv.length_feet")), HasSubstr("1 ftUS = 0.3048006096 m")) << header;
    }
    EXPECT_FALSE(said(collars("hole,x_ft,y_ft,z_ft\nH1,2000,1000,100\n"), "csv.which_foot")) << "a hair's breadth";
    got = read({.collar = feet, .survey = "", .rule = {.length_unit = base::LengthUnit::survey_foot}});
    EXPECT_NEAR(got.holes.collars[0].x, 2000000 * 1200.0 / 3937, 1e-6);
    EXPECT_FALSE(said(got, "csv.which_foot"));
}

}  // namespace
}  // namespace orelens::io
