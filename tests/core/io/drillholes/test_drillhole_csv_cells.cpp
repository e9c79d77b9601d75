// Doubtful cells and rows: what becomes of them and which findings they leave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <set>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(DrillholeCsv, cells_that_are_no_plain_numbers) {
    struct Case {
        const char* cell;
        double value;
        CellFlag flag;
        std::optional<FindingKind> finding;
    };
    const double nan = drilling::no_value;
    for (const Case& c : {Case{"0", 0, CellFlag::plain, {}},
                          {"", nan, CellFlag::plain, {}},
                          {"<0.01", 0.005, CellFlag::below_detection, FindingKind::below_detection},
                          {"< 0.01", 0.005, CellFlag::below_detection, FindingKind::below_detection},
                          {"＜0.01", 0.005, CellFlag::below_detection, FindingKind::below_detection},
                          {"-99", nan, CellFlag::null_code, FindingKind::null_code},
                          {"-999.00", nan, CellFlag::null_code, FindingKind::null_code},
                          {"N/A", nan, CellFlag::null_code, FindingKind::null_code},
                          {"-99.5", -99.5, CellFlag::plain, {}},
                          {"trace", nan, CellFlag::below_detection, FindingKind::below_detection},
                          {">10", 10, CellFlag::above_limit, FindingKind::above_limit},
                          {"OL", nan, CellFlag::not_a_number, FindingKind::non_numeric},
                          {"bad", nan, CellFlag::not_a_number, FindingKind::non_numeric},
                          {"<x", nan, CellFlag::not_a_number, FindingKind::non_numeric},
                          {"1.2.3", nan, CellFlag::not_a_number, FindingKind::non_numeric}}) {
        SCOPED_TRACE(c.cell);
        const auto got =
            read({.survey = "", .assay = "hole,from,to,Cu,x\nH1,5,10," + std::string(c.cell) + ",\n"});
        const double value = copper(got).at(0);
        EXPECT_TRUE(std::isnan(c.value) ? std::isnan(value) : value == c.value) << value;
        EXPECT_EQ(got.holes.assays.grades[0].flags.at(0), static_cast<std::uint8_t>(c.flag));
        if (!c.finding) {
            EXPECT_THAT(got.findings, IsEmpty());
            continue;
        }
        ASSERT_EQ(got.findings.size(), 1u);
        const Finding& finding = got.findings[0];
        EXPECT_EQ(finding.kind, *c.finding);
        EXPECT_EQ(finding.file, "assay.csv");
        EXPECT_EQ(finding.row, 2);
        EXPECT_EQ(finding.hole, "H1");
        EXPECT_EQ(finding.column, "Cu");
        EXPECT_EQ(finding.from_m, 5);
        EXPECT_EQ(finding.to_m, 10);
        EXPECT_NE(base::text(finding.what, base::Language::english).find(c.cell), std::string::npos);
    }
}

TEST(DrillholeCsv, below_detection_by_rule) {
    const Files files{.assay = "hole,from,to,Cu\nH1,0,1,<0.4\n"};
    for (const auto& [how, value] : {std::pair{drilling::BelowDetection::half_limit, 0.2},
                                     std::pair{drilling::BelowDetection::zero, 0.0},
                                     std::pair{drilling::BelowDetection::missing, drilling::no_value}}) {
        Files each = files;
        each.rule.below_detection = how;
        const auto got = read(each);
        EXPECT_TRUE(std::isnan(value) ? std::isnan(copper(got)[0]) : copper(got)[0] == value);
        EXPECT_EQ(got.holes.assays.grades[0].flags[0], static_cast<std::uint8_t>(CellFlag::below_detection));
        EXPECT_EQ(of(got, FindingKind::below_detection).size(), 1u);
    }
}

TEST(DrillholeCsv, own_null_codes_and_coordinates_left_alone) {
    const auto got = read({.collar = "hole,x,y,z\nH1,-999,-99,5\n",
                           .assay = "hole,from,to,Cu\nH1,0,1,-1\nH1,1,2,-99\nH1,2,3,ns\n",
                           .rule = {.null_codes = "-1; 7；NS"}});
    EXPECT_TRUE(std::isnan(copper(got)[0]));
    EXPECT_EQ(copper(got)[1], -99);
    EXPECT_EQ(got.holes.assays.grades[0].flags[2], static_cast<std::uint8_t>(CellFlag::null_code));
    EXPECT_EQ(got.holes.collars[0].x, -999) << "a coordinate may be that";
}

TEST(DrillholeCsv, thirty_thousand_null_codes_and_blanks_do_not_flood_the_findings) {
    std::string assay = "hole,from,to,Cu,S\n";
    for (int i = 0; i < 30000; ++i)
        assay +=
            "H1," + std::to_string(i) + "," + std::to_string(i + 1) + (i % 2 ? ",-99," : ",<0.01,") + "\n";
    const auto got =
        read({.assay = assay,
              .columns = {{"Cu", {.unit = GradeUnit::percent}}, {"S", {.unit = GradeUnit::percent}}}});
    const auto nulls = of(got, FindingKind::null_code);
    ASSERT_EQ(nulls.size(), 102u) << "a hundred cells, how many more, and what they do to the mean";
    ASSERT_TRUE(said(got, "csv.nulls"));
    EXPECT_EQ(said(got, "csv.nulls")->count, 15000);
    EXPECT_EQ(said(got, "csv.nulls")->severity, Severity::warning) << "half of the column";
    EXPECT_THAT(words(*said(got, "csv.nulls")), HasSubstr("the mean is 0.005 %; as zero it would be 0.0025 %"));
    EXPECT_EQ(nulls.back().what.key, "csv.more_null_code");
    EXPECT_THAT(nulls.back().what.args, Contains(Pair("count", "14900")));
    EXPECT_EQ(nulls.back().row, 203) << "the first that is not listed";
    const auto below = of(got, FindingKind::below_detection);
    ASSERT_EQ(below.size(), 1u) << "one for all cells of a column that say the same";
    EXPECT_EQ(below[0].count, 15000);
    EXPECT_EQ(got.findings.size(), 104u) << "and the dip sign; nothing about the blank S";
}

TEST(DrillholeCsv, rows_that_are_refused_are_findings) {
    const auto got = read(
        {.assay = "hole,from,to,Cu\nH1,0,1,2\n,1,2,3\nH1,x,2,3\nH1,2,,3\nH1,3,4,5,6\nH1,4,5\nH1,5,6,7,,\n"});
    EXPECT_THAT(got.holes.assays.row, ElementsAre(2, 7, 8));
    std::vector<std::int64_t> rows;
    for (const Finding& finding : of(got, FindingKind::row_refused)) rows.push_back(finding.row);
    EXPECT_THAT(rows, ElementsAre(3, 4, 5, 6));
    EXPECT_EQ(of(got, FindingKind::field_count).at(0).row, 7);
    EXPECT_EQ(got.mappings[2].rows, 7);
    EXPECT_EQ(got.mappings[2].refused, 4);
}

TEST(DrillholeCsv, unquoted_decimal_commas_are_not_read_as_shifted_columns) {
    const auto got = read({.assay = "hole,from,to,Cu\nH1,0,1,5,0,32\nH1,1,5,3,0,41\n"});
    EXPECT_EQ(got.holes.assays.size(), 0u);
    EXPECT_EQ(of(got, FindingKind::row_refused).size(), 2u);
}

TEST(DrillholeCsv, units_of_grades) {
    const std::string assay = "hole,from,to,Cu_ppm,Au,Zn\nH1,0,1,5000,0.8,2\n";
    const auto own =
        read({.assay = assay,
              .columns = {{"Cu", {.unit = GradeUnit::ppm}}, {"Au", {.unit = GradeUnit::gram_per_tonne}}}});
    EXPECT_EQ(own.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_EQ(own.holes.assays.grade("Cu")->file_column, "Cu_ppm");
    EXPECT_THAT(of(own, FindingKind::unit_suspicious), IsEmpty());
    const auto wrong = read({.assay = assay, .columns = {{"Cu", {.unit = GradeUnit::percent}}}});
    const Finding contradiction = of(wrong, FindingKind::unit_suspicious).at(0);
    EXPECT_EQ(contradiction.what.key, "csv.unit_header");
    EXPECT_EQ(contradiction.severity, drilling::Severity::error) << "every grade is wrong by 10 000";
    EXPECT_EQ(base::text(contradiction.what, base::Language::english),
              "the header Cu_ppm states ppm but Cu is taken in %");
    const auto told = read({.assay = assay, .columns = {{"Cu", {}}}});
    EXPECT_EQ(told.holes.assays.grade("Cu")->unit, GradeUnit::ppm) << "as the header says";
    EXPECT_THAT(of(told, FindingKind::unit_suspicious), IsEmpty());
    // 0.8 % Au would be 8 kg/t; 5 ppm Cu as the best of a deposit would be no copper at all.
    const auto gold = read({.assay = assay, .columns = {{"Au", {.unit = GradeUnit::percent}}}});
    EXPECT_EQ(of(gold, FindingKind::unit_suspicious).at(0).what.key, "csv.unit_values");
    std::string many = "hole,from,to,Cu\n";
    for (int i = 0; i < 30; ++i) many += "H1," + std::to_string(i) + "," + std::to_string(i + 1) + ",1.2\n";
    const auto poor = read({.assay = many, .columns = {{"Cu", {.unit = GradeUnit::ppm}}}});
    EXPECT_EQ(of(poor, FindingKind::unit_suspicious).at(0).what.key, "csv.unit_values");
    EXPECT_THAT(of(read({.assay = many}), FindingKind::unit_suspicious), IsEmpty());
}

TEST(DrillholeCsv, without_a_list_every_element_is_taken) {
    const auto got =
        read({.assay = "hole,from,to,Cu_ppm,Au,S,Comment,Fe,Y\nH1,0,1,5000,0.8,2,red,<1,\n", .columns = {}});
    std::vector<std::string> names;
    for (const auto& grade : got.holes.assays.grades) names.push_back(grade.name);
    EXPECT_THAT(names, ElementsAre("Cu", "Au", "S", "Fe", "Y"));
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_EQ(got.holes.assays.grade("Au")->unit, GradeUnit::gram_per_tonne);
    EXPECT_EQ(got.holes.assays.grade("S")->unit, GradeUnit::percent);
}

TEST(DrillholeCsv, every_finding_has_words) {
    const auto got = read(
        {.collar = "hole,x,y,z\nH1,a,2,3\nH1,9,9,9\n,1,1,1\n",
         .survey = "hole,depth,azimuth,dip\nX,0,0,-90\nH1,0,0\nH1,?,0,50\nH1,0,0,50\n",
         .assay =
             "hole,from (ft),to,Cu ppm,Au\nH1,0,1,<1,\"x\nH1,1,2,3,>9\nH1,2,3,-99,50000000\nH1,1,2,3,4,5\n",
         .columns = {{"Cu", {}}, {"Au", {.unit = GradeUnit::ppm}}}});
    std::set<std::string> keys;
    for (const Finding& finding : got.findings)
        for (const auto language : {base::Language::english, base::Language::chinese})
            for (const base::Message* message : {&finding.what, &finding.fix}) {
                const std::string words = base::text(*message, language);
                EXPECT_NE(words, message->key);
                EXPECT_EQ(words.find('{'), std::string::npos) << words;
                keys.insert(message->key);
            }
    EXPECT_GE(keys.size(), 24u);
}

}  // namespace
}  // namespace orelens::io
