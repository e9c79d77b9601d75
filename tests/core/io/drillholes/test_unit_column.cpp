// Units of assays that stand in a column of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::HasSubstr;

TEST(UnitColumn, states_the_unit_of_assays_that_have_none) {
    const auto got = read({.assay = "hole,from,to,Au,Cu_pct,UNIT\nH1,0,10,350,1,ppb\nH1,10,20,20,2,PPB\n",
                           .columns = {}});
    const drilling::GradeColumn* gold = got.holes.assays.grade("Au");
    ASSERT_NE(gold, nullptr);
    EXPECT_EQ(gold->unit, GradeUnit::ppb);
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::percent);
    ASSERT_TRUE(said(got, "csv.unit_column"));
    EXPECT_EQ(said(got, "csv.unit_column")->severity, Severity::info);
    EXPECT_THAT(words(*said(got, "csv.unit_column")), HasSubstr("unit of Au: ppb (2)"));
    EXPECT_TRUE(got.holes.assays.codes.empty()) << "no lithology";
    EXPECT_FALSE(said(got, "csv.unit_assumed"));
    for (const auto& column : got.mappings.back().unused) EXPECT_NE(column.header, "UNIT");
}

TEST(UnitColumn, rows_without_a_unit_are_counted) {
    const auto got = read({.assay = "hole,from,to,Au,Unit\nH1,0,10,1,g/t\nH1,10,20,2,\nH1,20,30,3,ppm\n", .columns = {}});
    ASSERT_TRUE(said(got, "csv.unit_column_blank"));
    EXPECT_EQ(said(got, "csv.unit_column_blank")->severity, Severity::warning);
    EXPECT_EQ(said(got, "csv.unit_column_blank")->count, 1);
    EXPECT_EQ(got.holes.assays.grade("Au")->unit, GradeUnit::gram_per_tonne) << "ppm is the same";
}

TEST(UnitColumn, several_units_are_refused) {
    for (const Columns& columns : {Columns{}, Columns{{"Au", {.unit = GradeUnit::ppm}}}}) {
        const auto got =
            try_read({.assay = "hole,from,to,Au,units\nH1,0,10,1,g/t\nH1,10,20,2,g/t\nH1,20,30,3000,ppb\n", .columns = columns});
        ASSERT_FALSE(got.has_value());
        EXPECT_EQ(got.error().what.key, "csv.mixed_units");
        EXPECT_EQ(got.error().place.row, 4);
        EXPECT_EQ(got.error().place.field, "Au");
        EXPECT_THAT(base::describe(got.error(), base::Language::english), HasSubstr("g/t (2), ppb (1)"));
    }
    EXPECT_TRUE(try_read({.assay = "hole,from,to,Au_ppm,units\nH1,0,10,1,g/t\nH1,20,30,3000,ppb\n", .columns = {}}))
        << "the header says it";
}

TEST(UnitColumn, of_one_element_counts_before_that_of_all) {
    const auto got = read({.assay = "hole,from,to,Au,Cu,单位,Au_unit\nH1,0,10,1,2,%,g/t\nH1,10,20,1,2,%,g/t\n",
                           .columns = {}});
    EXPECT_EQ(got.holes.assays.grade("Au")->unit, GradeUnit::gram_per_tonne);
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::percent);
}

TEST(UnitColumn, units_of_rock_stay_a_lithology) {
    const auto got = read({.assay = "hole,from,to,Au_ppm,UNIT\nH1,0,10,1,ppm\nH1,10,20,1,Granite\n", .columns = {}});
    EXPECT_EQ(got.mappings.back().columns.at("code"), "UNIT");
    drilling::ImportRule rule;
    rule.lithology_code = "UNIT";
    const auto stated = read({.assay = "hole,from,to,Au,UNIT\nH1,0,10,1,ppm\n", .rule = rule, .columns = {}});
    EXPECT_EQ(stated.mappings.back().columns.at("code"), "UNIT");
}

}  // namespace
}  // namespace orelens::io
