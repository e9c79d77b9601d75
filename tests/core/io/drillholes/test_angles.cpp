// Azimuths and dips that are no degrees, or no dips.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/drillholes/HeaderWords.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;

const std::string hill =
    "hole,x,y,z\nH1,1,2,100\nH2,51,3,103\nH3,102,2,107\nH4,151,1,111\nH5,203,2,114\nH6,251,2,118\n";

DrillholeImport dips(const std::string& header, std::initializer_list<const char*> values,
                     const std::string& collar = hill) {
    std::string survey = "hole,depth,azimuth," + header + "\n";
    int n = 0;
    for (const char* value : values) survey += "H" + std::to_string(++n) + ",0,90," + value + "\n";
    return read({.collar = collar, .survey = survey});
}

TEST(FlatHoles, on_ground_with_relief_are_asked_about) {
    for (const auto& values : {std::initializer_list<const char*>{"0", "0", "0", "0", "0", "0"},
                               {"0", "0", "0", "0", "-60", "-60"},
                               {"-1.05", "-1.08", "-1.1", "-1.2", "-1.5", "-1.5"},
                               {"0", "1", "0", "-2", "0", "60"}}) {
        const auto got = dips("dip", values);
        ASSERT_TRUE(said(got, "csv.dip_unknown_flat")) << *values.begin();
        EXPECT_EQ(said(got, "csv.dip_unknown_flat")->severity, Severity::error);
        EXPECT_EQ(said(got, "csv.dip_unknown_flat")->kind, FindingKind::dip_unknown);
    }
    EXPECT_FALSE(said(dips("dip", {"0", "-50", "-60", "-60", "-60", "0"}), "csv.dip_unknown_flat"))
        << "two trenches";
    const auto collar =
        read({.collar = "hole,x,y,z,azimuth,dip\nH1,1,2,100,0,0\nH2,51,3,103,0,0\nH3,102,2,107,0,0\n"
                        "H4,151,1,111,0,0\nH5,203,2,114,0,0\n",
              .survey = ""});
    EXPECT_TRUE(said(collar, "csv.dip_unknown_flat"));
}

TEST(FlatHoles, all_of_dip_0_on_a_level_are_remarked_on) {
    const auto got = dips("dip", {"0", "0"}, "hole,x,y,z\nH1,1,2,100\nH2,51,3,100\n");
    ASSERT_TRUE(said(got, "csv.dip_all_zero"));
    EXPECT_EQ(said(got, "csv.dip_all_zero")->severity, Severity::warning);
    EXPECT_EQ(got.holes.surveys[0].dip_deg, 0);
}

TEST(AngleUnits, are_told_from_the_header) {
    EXPECT_EQ(angle_unit_in("AZIMUTH(gon)"), AngleUnit::gon);
    EXPECT_EQ(angle_unit_in("Dip_grad"), AngleUnit::gon);
    EXPECT_EQ(angle_unit_in("Neigung (grad)"), AngleUnit::degree);
    EXPECT_EQ(angle_unit_in("方位角(弧度)"), AngleUnit::radian);
    EXPECT_EQ(angle_unit_in("Dip_deg"), AngleUnit::degree);
    EXPECT_EQ(angle_unit_in("dip"), std::nullopt);
}

TEST(AngleUnits, gon_and_radians_become_degrees) {
    auto got = read({.survey = "hole,depth,AZIMUTH(gon),DIP(gon)\nH1,0,100,-66\nH2,0,300,-90°\n"});
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].azimuth_deg, 90);
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].dip_deg, -59.4);
    EXPECT_DOUBLE_EQ(got.holes.surveys[1].azimuth_deg, 270);
    EXPECT_DOUBLE_EQ(got.holes.surveys[1].dip_deg, -90) << "a unit of its own";
    ASSERT_TRUE(said(got, "csv.angle_gon"));
    EXPECT_EQ(said(got, "csv.angle_gon")->severity, Severity::warning);
    got = read({.survey = "hole,depth,azimuth_rad,dip_rad\nH1,0,1.5707963267948966,-1.0471975511965976\n"});
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].azimuth_deg, 90);
    EXPECT_NEAR(got.holes.surveys[0].dip_deg, -60, 1e-12);
    EXPECT_TRUE(said(got, "csv.angle_radian"));
    EXPECT_FALSE(
        said(read({.survey = "hole,depth,azimuth_deg,dip_deg\nH1,0,90,-60\n"}), "csv.angle_degrees"));
    got = read({.survey = "hole,depth,azimuth,dip\n,m,gon,gon\nH1,0,100,-100\n"});
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].azimuth_deg, 90);
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].dip_deg, -90);
}

}  // namespace
}  // namespace orelens::io
