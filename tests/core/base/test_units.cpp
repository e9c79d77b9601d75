#include "core/base/Units.h"

#include <gtest/gtest.h>

namespace orelens::base {
namespace {

TEST(Units, every_unit_is_read_back_from_its_symbol) {
    for (int n = 0; n < grade_units; ++n) {
        const auto unit = static_cast<GradeUnit>(n);
        EXPECT_EQ(grade_unit(symbol(unit)), unit) << symbol(unit);
        EXPECT_GT(fraction_of(unit), 0);
    }
}

TEST(Units, factors_are_those_of_the_handbooks) {
    // NIST Handbook 44, appendix C: troy ounce 31.1034768 g, pound 453.59237 g, short ton 907.18474 kg.
    const double short_ton = 907184.74;
    EXPECT_DOUBLE_EQ(fraction_of(GradeUnit::ounce_per_tonne), 31.1034768 / 1e6);
    EXPECT_DOUBLE_EQ(fraction_of(GradeUnit::ounce_per_short_ton), 31.1034768 / short_ton);
    EXPECT_DOUBLE_EQ(fraction_of(GradeUnit::pennyweight_per_short_ton), 1.55517384 / short_ton);
    EXPECT_DOUBLE_EQ(fraction_of(GradeUnit::pound_per_tonne), 453.59237 / 1e6);
    EXPECT_DOUBLE_EQ(fraction_of(GradeUnit::pound_per_short_ton), 453.59237 / short_ton);
    EXPECT_DOUBLE_EQ(fraction_of(GradeUnit::kilogram_per_tonne), 0.001);
    EXPECT_NEAR(fraction_of(GradeUnit::ounce_per_short_ton) * 1e6, 34.285714, 1e-6);
}

TEST(Units, what_people_write) {
    struct Case {
        const char* text;
        std::optional<GradeUnit> unit;
    };
    for (const Case& c : {Case{"PPM", GradeUnit::ppm},
                          {"mg/kg", GradeUnit::ppm},
                          {"µg/g", GradeUnit::ppm},
                          {"μg/g", GradeUnit::ppm},
                          {"ug / g", GradeUnit::ppm},
                          {"×10-6", GradeUnit::ppm},
                          {"ng/g", GradeUnit::ppb},
                          {"wt.%", GradeUnit::percent},
                          {"％", GradeUnit::percent},
                          {"‰", GradeUnit::kilogram_per_tonne},
                          {"g/tonne", GradeUnit::gram_per_tonne},
                          {"oz/ton", GradeUnit::ounce_per_short_ton},
                          {"opt", GradeUnit::ounce_per_short_ton},
                          {"oz/tonne", GradeUnit::ounce_per_tonne},
                          {"lbs/ton", GradeUnit::pound_per_short_ton},
                          {"dwt", GradeUnit::pennyweight_per_short_ton},
                          {"", {}},
                          {"m", {}},
                          {"mg/l", {}}})
        EXPECT_EQ(grade_unit(c.text), c.unit) << c.text;
    EXPECT_TRUE(is_doubtful_ton("oz/t"));
    EXPECT_FALSE(is_doubtful_ton("oz/st"));
    EXPECT_EQ(length_unit("Feet"), LengthUnit::foot);
    EXPECT_EQ(length_unit("米"), LengthUnit::metre);
    for (const char* survey : {"ftUS", "US-ft", "us ft", "US survey feet", "Survey Foot", "US_FT", "sft", "美国测量英尺"})
        EXPECT_EQ(length_unit(survey), LengthUnit::survey_foot) << survey;
    EXPECT_DOUBLE_EQ(metres_in(LengthUnit::survey_foot) * 3937, 1200);
    for (const LengthUnit unit : {LengthUnit::metre, LengthUnit::foot, LengthUnit::survey_foot})
        EXPECT_EQ(length_unit(symbol(unit)), unit);
    EXPECT_EQ(length_unit("ppm"), std::nullopt);
}

TEST(Units, densities_as_written) {
    struct Case {
        const char* text;
        double t_per_m3;  ///< of one; 0 = no density
    };
    for (const Case& c : {Case{"t/m3", 1},
                          {"T/M³", 1},
                          {"g/cm^3", 1},
                          {"g/cc", 1},
                          {"g cm-3", 1},
                          {"吨/立方米", 1},
                          {"kg/L", 1},
                          {"kg/m3", 0.001},
                          {"kg_m3", 0.001},
                          {"lb/ft3", 0.016018463373960142},
                          {"pcf", 0.016018463373960142},
                          {"g/t", 0},
                          {"m3", 0},
                          {"", 0}}) {
        const auto unit = density_unit(c.text);
        EXPECT_NEAR(unit ? tonnes_per_m3(*unit) : 0, c.t_per_m3, 1e-15) << c.text;
        if (unit) {
            EXPECT_EQ(density_unit(symbol(*unit)), unit);
        }
    }
}

}  // namespace
}  // namespace orelens::base
