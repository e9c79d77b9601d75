// What a table says twice, halfway or not at all: units, elements, holes and sheets that a reader must not
// settle by itself without a word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <cmath>

#include "core/drilling/LeftOut.h"
#include "core/io/drillholes/AssayHeader.h"
#include "core/io/drillholes/ColumnGuess.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(GradeColumns, several_of_one_element_are_told_where_they_differ) {
    auto got = assay("hole,from,to,Cu_AAS,Cu_ICP,Cu_best\nH1,0,1,0.5,0.7,0.6\n");
    EXPECT_THAT(copper(got), ElementsAre(0.6)) << "the best result counts";
    ASSERT_TRUE(said(got, "csv.element_twice"));
    EXPECT_EQ(said(got, "csv.element_twice")->severity, Severity::warning);
    EXPECT_THAT(words(*said(got, "csv.element_twice")), HasSubstr("Cu_AAS, Cu_ICP"));
    got = assay("hole,from,to,Cu_ppm,Cu_pct\nH1,0,1,5000,0.5\nH1,1,2,,0.7\n");
    EXPECT_FALSE(said(got, "csv.element_twice")) << "the same in another unit";
    got = assay("hole,from,to,Cu_AAS,Cu_ICP\nH1,0,1,0.5,0.7\n", {{"Cu", {.column = "Cu_ICP"}}});
    EXPECT_THAT(copper(got), ElementsAre(0.7));
    EXPECT_FALSE(said(got, "csv.element_twice")) << "stated";
}

TEST(OverLimitColumns, take_the_unit_of_the_row_and_are_never_the_grade_itself) {
    auto got = assay("HOLE,FROM,TO,Cu_ICP61,Cu_OG62\n,m,m,ppm,%\nH1,0,1,>10000,1.52\nH1,1,2,350,0\n");
    EXPECT_THAT(copper(got), ElementsAre(DoubleNear(15200, 1e-9), 350)) << "0 is an empty cell";
    EXPECT_FALSE(said(got, "csv.over_low"));
    got = assay("hole,from,to,Cu_OG62_pct,Cu_ICP_ppm\nH1,0,1,,5000\nH1,1,2,1.5,>10000\n");
    EXPECT_THAT(copper(got), ElementsAre(5000, DoubleNear(15000, 1e-9)));
    got = assay("hole,from,to,Cu_OG62_pct,Cu_ICP_ppm\nH1,0,1,,5000\nH1,1,2,1.5,>10000\n", {{"Cu", {}}});
    EXPECT_THAT(copper(got), ElementsAre(5000, DoubleNear(15000, 1e-9)));
}

TEST(OverLimitColumns, far_below_the_limit_they_replace_are_an_error) {
    const auto got = assay("hole,from,to,Cu_ppm,Cu_OG62\nH1,0,1,>10000,1.52\nH1,1,2,900,950\n");
    EXPECT_EQ(copper(got)[0], 10000) << "the limit, flagged";
    EXPECT_EQ(copper(got)[1], 950);
    ASSERT_TRUE(said(got, "csv.over_low"));
    EXPECT_EQ(said(got, "csv.over_low")->severity, Severity::error);
    EXPECT_EQ(said(got, "csv.over_low")->row, 2);
}

TEST(UnitsOfGrades, a_header_and_a_row_of_units_that_differ_are_an_error) {
    const std::string text = "hole,from,to,Cu_pct\n,m,m,ppm\nH1,0,1,0.5\n";
    auto got = assay(text);
    ASSERT_TRUE(said(got, "csv.unit_row"));
    EXPECT_EQ(said(got, "csv.unit_row")->severity, Severity::error);
    for (const GradeUnit unit : {GradeUnit::ppm, GradeUnit::percent}) {
        got = assay(text, {{"Cu", {.unit = unit}}});
        EXPECT_THAT(keys(got, FindingKind::unit_suspicious), IsEmpty()) << "settled by the rule";
        EXPECT_EQ(got.holes.assays.grade("Cu")->unit, unit);
    }
    EXPECT_THAT(keys(assay("hole,from,to,Cu_pct\n,m,m,%\nH1,0,1,0.5\n"), FindingKind::unit_suspicious),
                IsEmpty());
}

TEST(UnitsOfGrades, an_assumed_unit_is_judged_by_the_middle_of_the_values) {
    struct Case {
        const char *header, *values[3];
        const char* key;
    };
    for (const Case& c : {Case{"Cu", {"15", "35", "80"}, "csv.unit_median"},
                          {"Mo", {"15", "35", "80"}, "csv.unit_median"},
                          {"Au", {"120", "350", "800"}, "csv.unit_median"},
                          {"Cu", {"0.2", "1.5", "35"}, "csv.unit_assumed"},
                          {"Fe", {"30", "55", "62"}, "csv.unit_assumed"},
                          {"Ag", {"50", "150", "300"}, "csv.unit_assumed"},
                          {"Zn", {"0", "9", "11"}, "csv.unit_assumed"}}) {
        std::string text = "hole,from,to," + std::string(c.header) + "\n";
        for (int n = 0; n < 3; ++n)
            text += "H1," + std::to_string(n) + "," + std::to_string(n + 1) + "," + c.values[n] + "\n";
        const auto got = assay(text);
        EXPECT_THAT(keys(got, FindingKind::unit_suspicious), ElementsAre(c.key)) << c.header << c.values[1];
        const auto stated = assay(text, {{c.header, {.unit = GradeUnit::ppm}}});
        EXPECT_THAT(keys(stated, FindingKind::unit_suspicious), ::testing::Not(Contains("csv.unit_median")));
    }
}

/// One error for the column, not one for each row; and what is far too rich for rare earths is asked about.
TEST(UnitsOfGrades, a_column_without_a_unit_above_the_whole_is_told_once) {
    std::string assay = "hole,from,to,ree2\n";
    for (int n = 0; n < 40; ++n) assay += "H1," + std::to_string(n) + "," + std::to_string(n + 1) + "," + std::to_string(400 + 13 * n) + "\n";
    const auto told = [](const DrillholeImport& import, const char* key) {
        base::Progress progress;
        std::int64_t count = 0, rows = 0;
        for (const Finding& finding : drilling::validate(import.holes, import.findings, &progress)) {
            count += finding.what.key == key ? 1 : 0;
            rows += finding.kind == FindingKind::grade_above_total ? 1 : 0;
        }
        EXPECT_EQ(rows, 0);
        return count;
    };
    EXPECT_EQ(told(read({.survey = "", .assay = assay, .columns = {{"ree2", {}}}}), "csv.unit_above_total"), 1);
    EXPECT_EQ(told(read({.survey = "", .assay = assay, .columns = {{"ree2", {.unit = GradeUnit::ppm}}}}), "csv.unit_above_total"), 0);
    for (const char* name : {"ree2", "TREO", "Dy", "Nd2O3"}) {
        std::string traces = "hole,from,to," + std::string(name) + "\n";
        for (int n = 0; n < 40; ++n) traces += "H1," + std::to_string(n) + "," + std::to_string(n + 1) + "," + std::to_string(30 + n) + "\n";
        EXPECT_EQ(told(read({.survey = "", .assay = traces, .columns = {{name, {}}}}), "csv.unit_median"), 1) << name;
    }
    // One slip among forty is that one cell.
    const auto slip = read({.survey = "", .assay = assay.substr(0, assay.find('\n') + 1) + [] {
        std::string rows;
        for (int n = 0; n < 200; ++n) rows += "H1," + std::to_string(n) + "," + std::to_string(n + 1) + (n == 7 ? ",120\n" : ",1.2\n");
        return rows;
    }(), .columns = {{"ree2", {}}}});
    base::Progress progress;
    const auto findings = drilling::validate(slip.holes, slip.findings, &progress);
    EXPECT_EQ(std::ranges::count_if(findings, [](const Finding& one) { return one.kind == FindingKind::grade_above_total; }), 1);
}

TEST(UnitsOfGrades, of_further_tables_and_points) {
    Files files{.survey = "",
                .assay = "hole,from,to,Cu_ppm\nH1,0,1,5000\n",
                .columns = {{"Cu", {.unit = GradeUnit::ppm}}},
                .assays = {.second_file = "b.csv"},
                .more = {{"b.csv", "hole,from,to,Cu,Cu_OG62\nH1,1,2,6000,\n"}}};
    auto got = read(files);
    EXPECT_THAT(copper(got), ElementsAre(5000, 6000));
    ASSERT_TRUE(said(got, "csv.unit_of_first"));
    EXPECT_EQ(said(got, "csv.unit_of_first")->severity, Severity::warning);
    // The over-limit column without a unit goes with its grade, whatever the rule says of the first table.
    files.more = {{"b.csv", "hole,from,to,Cu_pct,Cu_OG62\nH1,1,2,>1,1.5\n"}};
    EXPECT_THAT(copper(read(files)), ElementsAre(5000, DoubleNear(15000, 1e-9)));
    files.assays = {.points_file = "p.csv"};
    files.more = {{"p.csv", "id,x,y,z,Cu_pct\nP1,7,8,9,0.4\n"}};
    got = read(files);
    EXPECT_THAT(copper(got), ElementsAre(5000, DoubleNear(4000, 1e-9)));
    EXPECT_FALSE(said(got, "csv.unit_header"));
}

TEST(UnitsOfGrades, traces_of_scarce_elements_are_ordinary) {
    for (const auto& [header, doubted] :
         {std::pair{"Bi_ppm", false}, {"Hg_ppb", false}, {"Mo_ppm", false}, {"Cu_ppm", true}}) {
        std::string text = "hole,from,to," + std::string(header) + "\n";
        for (int n = 0; n < 30; ++n)
            text += "H1," + std::to_string(n) + "," + std::to_string(n + 1) + "," +
                    std::to_string(1 + n % 9) + "\n";
        EXPECT_EQ(said(assay(text), "csv.unit_values") != nullptr, doubted) << header;
    }
}

TEST(Densities, of_two_columns_that_differ_the_taken_one_is_told) {
    auto got = assay("hole,from,to,Cu_pct,DENSITY,SG\nH1,0,1,1,2.5,2.7\nH1,1,2,1,2.5,2.7\n");
    ASSERT_TRUE(said(got, "csv.density_second"));
    EXPECT_THAT(words(*said(got, "csv.density_second")),
                HasSubstr("DENSITY is read as the density (middle value 2.5), not SG"));
    EXPECT_FALSE(said(assay("hole,from,to,Cu_pct,DENSITY,SG\nH1,0,1,1,2.5,2.5\n"), "csv.density_second"));
}

TEST(UnitsOfLengths, elevations_in_feet_say_nothing_of_the_grid) {
    auto got = read({.collar = "hole,UTM_E,UTM_N,ELEV_FT\nH1,452310,4412345,1000\n", .survey = ""});
    EXPECT_EQ(got.holes.collars[0].x, 452310);
    EXPECT_EQ(got.holes.collars[0].y, 4412345);
    EXPECT_DOUBLE_EQ(got.holes.collars[0].z, 304.8);
    got = read({.collar = "hole,x_ft,y_ft,z\nH1,1000,2000,1000\n", .survey = ""});
    EXPECT_DOUBLE_EQ(got.holes.collars[0].z, 304.8);
    ASSERT_TRUE(said(got, "csv.length_by_plan"));
    EXPECT_EQ(said(got, "csv.length_by_plan")->column, "z");
    got = read({.survey = "", .assay = "hole,from_m,to_m,Cu_pct\n,ft,ft,\nH1,0,1,1\n"});
    ASSERT_TRUE(said(got, "csv.length_row"));
    EXPECT_EQ(said(got, "csv.length_row")->severity, Severity::error);
}

TEST(HoleColumns, a_number_of_the_row_is_no_hole) {
    const auto got = read({.collar = "ID,BH_Name,X,Y,Z\n1,A,1,2,3\n2,B,4,5,6\n",
                           .survey = "",
                           .assay = "ID,BH_Name,From,To,Cu_pct\n1,A,0,1,1\n2,A,1,2,2\n3,B,0,1,3\n"});
    EXPECT_THAT(got.holes.assays.hole, ElementsAre(0, 0, 1));
    EXPECT_EQ(got.holes.collars[1].hole, "B");
    EXPECT_EQ(guess_column("collar", "hole", {"ID", "Drillhole_Depth", "X"}), 0u) << "a depth is no name";
    EXPECT_EQ(guess_column("collar", "hole", {"ID", "Drill Hole", "X"}), 1u);
    const std::string rows = "1,0,1,1\n2,1,2,2\n3,0,1,3\n4,0,1,1\n5,0,1,1\n";
    const auto numbers = read({.survey = "", .assay = "ID,From,To,Cu_pct\n" + rows});
    ASSERT_TRUE(said(numbers, "csv.hole_numbers"));
    EXPECT_EQ(said(numbers, "csv.hole_numbers")->fix.args.at(0).second, "drillholes.assay_hole");
    EXPECT_FALSE(
        said(read({.survey = "", .assay = "ID,From,To,Cu_pct\n" + rows + "5,1,2,1\n"}), "csv.hole_numbers"));
}

TEST(Collars, the_same_in_every_row_of_a_sample_table_are_one_remark) {
    const std::string flat =
        "HOLE,X,Y,Z,FROM,TO,Au_gpt\nA,1,2,3,0,1,1\nA,1,2,3,1,2,2\nA,1,2,3,2,3,3\nB,9,9,9,0,1,1\n";
    auto got = read({.collar = flat, .survey = "", .assay = flat, .columns = {}});
    const auto found = of(got, FindingKind::duplicate_collar);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].severity, Severity::info);
    EXPECT_EQ(found[0].count, 2);
    EXPECT_EQ(got.mappings.at(0).refused, 0);
    EXPECT_EQ(got.holes.assays.size(), 4u);
    got = read(
        {.collar = "hole,x,y,z,azimuth,dip\nA,1,2,3,90,-60\nA,1,2,3,90,-60\nA,1,2,3,90,-70\n", .survey = ""});
    const auto angles = of(got, FindingKind::duplicate_collar);
    ASSERT_EQ(angles.size(), 2u) << "one repeats, one says another dip";
    EXPECT_EQ(got.holes.surveys.size(), 1u);
}

TEST(Collars, what_differs_between_two_rows_of_a_hole_is_named) {
    const auto columns = [](const std::string& second) {
        const auto got = read({.collar = "hole,x,y,z,EOH,AZ,INCL\nA,1,2,3,90,120,-60\n" + second + "\n", .survey = ""});
        const auto found = of(got, FindingKind::duplicate_collar);
        return found.size() == 1 ? found[0].what.args.back().second : "?";
    };
    EXPECT_EQ(columns("A,1,2,3,90,130,-60"), "AZ");
    EXPECT_EQ(columns("A,1,5,3,95,120,-60"), "y, EOH");
    EXPECT_EQ(columns("A,1,2,3,,120,-60"), "EOH");
}

TEST(Collars, names_that_a_spreadsheet_made_dates_of_are_asked_about) {
    const std::string collar = "hole,x,y,z\n2021-03-12,1,2,3\nZK2,9,9,9\n3-Dec,20,30,3\n";
    const auto found = of(read({.collar = collar, .survey = ""}), FindingKind::doubtful_name);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].count, 2);
    EXPECT_EQ(found[0].hole, "2021-03-12");
    EXPECT_EQ(found[0].row, 2);
    EXPECT_TRUE(of(read({.collar = "hole,x,y,z\nMAR-05,1,2,3\n3-12,5,5,5\n", .survey = ""}), FindingKind::doubtful_name)
                    .empty());
}

TEST(Collars, a_short_null_code_far_from_the_others_is_no_elevation) {
    const auto got = read({.collar = "hole,x,y,z\nA,1,2,340\nB,4,5,360\nC,7,8,-99\n", .survey = ""});
    EXPECT_TRUE(std::isnan(got.holes.collars[2].z));
    EXPECT_EQ(of(got, FindingKind::null_code).at(0).hole, "C");
    const auto mine = read({.collar = "hole,x,y,z\nA,1,2,-60\nB,4,5,-140\nC,7,8,-99\n", .survey = ""});
    EXPECT_EQ(mine.holes.collars[2].z, -99) << "a place among the others";
}

TEST(Collars, northings_under_x_are_asked_about_in_english_too) {
    const auto axes = [](const std::string& collar) {
        return of(read({.collar = collar, .survey = ""}), FindingKind::axes_suspicious).size();
    };
    EXPECT_EQ(axes("hole,x,y,z\nH1,4412345,452310,1200\nH2,4412385,452350,1200\n"), 1u);
    EXPECT_EQ(axes("hole,x,y,z\nH1,452310,4412345,1200\n"), 0u);
    EXPECT_EQ(axes("hole,x,y,z\nH1,2296021.09,414095.85,1590\n"), 0u) << "a state plane in feet";
}

TEST(Collars, their_angles_stand_for_the_start_above_the_first_station) {
    const std::string collar = "hole,x,y,z,depth,azimuth,dip\nH1,1,2,3,100,90,-60\n";
    const auto below = read({.collar = collar, .survey = "hole,depth,azimuth,dip\nH1,20,90,-62\n"});
    ASSERT_EQ(below.holes.surveys.size(), 2u);
    EXPECT_EQ(below.holes.surveys[0].dip_deg, -60);
    EXPECT_EQ(below.holes.surveys[0].depth_m, 0);
    const auto at = read({.collar = collar, .survey = "hole,depth,azimuth,dip\nH1,0,90,-62\n"});
    EXPECT_EQ(at.holes.surveys.size(), 1u);
}

TEST(Cells, limits_named_instead_of_stated) {
    const auto got =
        assay("hole,from,to,Cu_pct\nH1,0,1,<LOR\nH1,1,2,b.d.l.\nH1,2,3,<RL\nH1,3,4,<0.02\nH1,4,5,<0.02\n");
    EXPECT_THAT(copper(got), ElementsAre(0.01, 0.01, 0.01, 0.01, 0.01));
    EXPECT_THAT(of(got, FindingKind::non_numeric), IsEmpty());
}

TEST(Cells, many_negative_values_leave_the_stated_limit_one) {
    std::string text = "hole,from,to,Cu_pct\n";
    int n = 0;
    const auto add = [&](const std::string& cell) {
        text += "H1," + std::to_string(n) + "," + std::to_string(n + 1) + "," + cell + "\n";
        ++n;
    };
    for (const char* cell :
         {"<0.01", "-0.01", "-0.011", "-0.012", "-0.013", "-0.014", "-0.015", "-0.016", "1", "2"})
        add(cell);
    const auto got = assay(text);
    EXPECT_EQ(copper(got)[1], 0.005) << "the limit that the column states otherwise";
    EXPECT_EQ(copper(got)[2], -0.011) << "left to the check of negative grades";
}

TEST(Cells, of_a_repeated_sample_the_row_that_can_be_used_counts) {
    Files files{.survey = "", .assay = "hole,from,to,Cu_pct\nH1,0,1,-5\nH1,0,1,0.5\n", .columns = {}};
    for (const auto rule :
         {drilling::DuplicateRule::ask, drilling::DuplicateRule::first, drilling::DuplicateRule::mean}) {
        files.assays.duplicates = rule;
        EXPECT_THAT(copper(read(files)), ElementsAre(0.5));
    }
}

std::vector<double> used(const DrillholeImport& import, const char* element) {
    const auto& column = *import.holes.assays.grade(element);
    std::vector<double> out;
    for (std::size_t row = 0; row < column.values.size(); ++row)
        out.push_back(drilling::usable_grade(column, row));
    return out;
}

TEST(Cells, lone_values_of_nines_are_left_out_until_approved) {
    auto got = assay("hole,from,to,Au_gpt\nH1,0,1,0.5\nH1,1,2,9999\nH1,2,3,12\nH1,3,4,9999\n");
    ASSERT_TRUE(said(got, "csv.lone_code"));
    EXPECT_EQ(said(got, "csv.lone_code")->count, 2);
    EXPECT_TRUE(std::isnan(used(got, "Au")[1]) && std::isnan(used(got, "Au")[3]));
    EXPECT_EQ(used(got, "Au")[2], 12);
    EXPECT_EQ(drilling::column_use(got.holes).at(0).used, 2);
    EXPECT_EQ(drilling::column_use(got.holes).at(0).null_code, 2);
    EXPECT_TRUE(drilling::approval_changes_samples(said(got, "csv.lone_code")->id()));
    drilling::approve(got.holes, got.findings, {said(got, "csv.lone_code")->id()});
    EXPECT_EQ(used(got, "Au")[1], 9999);
    EXPECT_EQ(used(got, "Au")[3], 9999);
    EXPECT_FALSE(said(got, "csv.unit_values")) << "what is left out is no grade of the element";
    for (const char* other : {"99999", "1e30"}) {
        got = assay(std::string("hole,from,to,Au_gpt\nH1,0,1,0.5\nH1,1,2,9999\nH1,2,3,") + other + "\nH1,3,4,0.7\n");
        ASSERT_TRUE(said(got, "csv.lone_code")) << "a code beside " << other;
        EXPECT_TRUE(std::isnan(used(got, "Au")[1])) << other;
    }
}

TEST(Cells, directions_beside_samples_are_not_passed_over) {
    const auto got = read({.survey = "", .assay = "hole,from,to,azimuth,dip,Cu\nH1,0,1,90,-60,1\nH2,0,1,90,-60,1\n"});
    ASSERT_TRUE(said(got, "csv.directions_unread"));
    EXPECT_EQ(said(got, "csv.directions_unread")->severity, Severity::error);
    EXPECT_FALSE(said(read({.assay = "hole,from,to,azimuth,dip,Cu\nH1,0,1,90,-60,1\n"}), "csv.directions_unread"))
        << "there is a survey";
}

TEST(Cells, minus_one_among_ordinary_grades_is_no_limit) {
    std::string text = "hole,from,to,Au_gpt\n", fine = text;
    for (int n = 0; n < 40; ++n) {
        const std::string depths = "H1," + std::to_string(n) + "," + std::to_string(n + 1) + ",";
        const double grade = 0.12 + 0.13 * n;
        text += depths + (n % 5 == 0 ? std::string("-1") : base::number(grade, 4)) + "\n";
        fine += depths + (n % 5 == 0 ? std::string("-0.01") : base::number(grade, 4)) + "\n";
    }
    const auto got = assay(text);
    EXPECT_THAT(of(got, FindingKind::below_detection), IsEmpty());
    EXPECT_EQ(got.holes.assays.grade("Au")->values[0], -1) << "left to the check of negative grades";
    EXPECT_TRUE(std::isnan(used(got, "Au")[0]));
    EXPECT_EQ(assay(fine).holes.assays.grade("Au")->values[0], 0.005) << "below nearly all";
}

TEST(Cells, traces_without_a_limit_that_are_many_are_a_warning) {
    std::string few = "hole,from,to,Au_gpt\nH1,0,1,痕迹\n", many = few + "H1,200,201,痕迹\n";
    for (int n = 1; n < 30; ++n) {
        const std::string row = "H1," + std::to_string(n) + "," + std::to_string(n + 1) + ",1.5\n";
        few += row;
        many += row;
    }
    EXPECT_EQ(of(assay(few), FindingKind::below_detection).at(0).severity, Severity::info);
    EXPECT_EQ(of(assay(many), FindingKind::below_detection).at(0).severity, Severity::warning);
}

TEST(Cells, a_lone_value_of_nines_is_asked_about) {
    const auto got = assay("hole,from,to,Au_gpt\nH1,0,1,0.5\nH1,1,2,9999\nH1,2,3,12\n");
    ASSERT_TRUE(said(got, "csv.lone_code"));
    EXPECT_EQ(said(got, "csv.lone_code")->severity, Severity::error);
    EXPECT_EQ(said(got, "csv.lone_code")->row, 3);
    EXPECT_FALSE(said(assay("hole,from,to,Cu_ppm\nH1,0,1,5000\nH1,1,2,9999\n"), "csv.lone_code"));
}

TEST(Cells, angles_in_minutes_and_seconds) {
    const auto got = read({.survey = "hole,depth,azimuth,dip\nH1,0,45°30′,-60°15'\nH2,0,120°6′36″,-90°\n"});
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].azimuth_deg, 45.5);
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].dip_deg, -60.25);
    EXPECT_NEAR(got.holes.surveys[1].azimuth_deg, 120.11, 1e-12);
    EXPECT_EQ(got.holes.surveys[1].dip_deg, -90);
}

TEST(Text, the_end_mark_of_dos_is_no_cell) {
    const auto got = assay(std::string("hole,from,to,Cu_pct\nH1,0,1,0.5\n\x1A\0\0", 34));
    EXPECT_THAT(copper(got), ElementsAre(0.5));
    EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty());
    EXPECT_THAT(of(assay("hole,from,to,Cu_pct\nH1,0,1,0.5\x1A"), FindingKind::non_numeric), IsEmpty());
}

TEST(Workbooks, other_sheets_that_would_serve_are_named) {
    const TemporaryFolder folder;
    lxw_workbook* book = workbook_new(folder.file("all.xlsx").c_str());
    const auto add = [&](const char* name, const std::vector<std::vector<std::string>>& rows) {
        lxw_worksheet* sheet = workbook_add_worksheet(book, name);
        for (std::size_t row = 0; row < rows.size(); ++row)
            for (std::size_t column = 0; column < rows[row].size(); ++column) {
                char* end = nullptr;
                const double value = std::strtod(rows[row][column].c_str(), &end);
                const auto at = static_cast<lxw_row_t>(row);
                const auto to = static_cast<lxw_col_t>(column);
                if (*end == '\0')
                    worksheet_write_number(sheet, at, to, value, nullptr);
                else
                    worksheet_write_string(sheet, at, to, rows[row][column].c_str(), nullptr);
            }
    };
    add("Collar", {{"HOLE", "X", "Y", "Z"}, {"H1", "1", "2", "3"}});
    add("Assay 2021", {{"HOLE", "FROM", "TO", "Cu %"}, {"H1", "0", "2", "1.5"}});
    add("Assay 2022", {{"HOLE", "FROM", "TO", "Cu %"}, {"H1", "2", "4", "2.5"}});
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    base::Progress progress;
    drilling::ImportRule rule{.collar_file = "all.xlsx", .assay_file = "all.xlsx"};
    auto got = read_drillholes(rule, {}, folder.path().string(), progress);
    ASSERT_TRUE(got);
    ASSERT_TRUE(said(*got, "csv.sheet_others"));
    EXPECT_EQ(said(*got, "csv.sheet_others")->severity, Severity::warning);
    EXPECT_THAT(words(*said(*got, "csv.sheet_others")), HasSubstr("Assay 2022"));
    rule.assay_file = "all.xlsx#Assay 2022";
    got = read_drillholes(rule, {}, folder.path().string(), progress);
    ASSERT_TRUE(got);
    EXPECT_FALSE(said(*got, "csv.sheet_others")) << "named";
}

TEST(NumbersBeyondTheEarth, ArePlacesAndDepthsOfNoHole) {
    struct Case {
        const char *collar, *key;
        bool placed, deep;
    };
    const Case cases[] = {{"H1,1e30,2,3,100", "csv.null_code", false, true},
                          {"H1,1,1.70141E38,3,100", "csv.null_code", false, true},
                          {"H1,1,2,-1e31,100", "csv.null_code", false, true},
                          {"H1,1e9,2,3,100", "csv.beyond_earth", false, true},
                          {"H1,1,2,3,1e31", "csv.null_code", true, false},
                          {"H1,1,2,3,-100", "csv.beyond_earth", true, false},
                          {"H1,1,2,3,99999", "csv.beyond_earth", true, false}};
    for (const Case& c : cases) {
        SCOPED_TRACE(c.collar);
        const auto got = read({.collar = "hole,x,y,z,depth\n" + std::string(c.collar) + "\nH2,4,5,6,100\n",
                               .survey = ""});
        ASSERT_TRUE(said(got, c.key));
        EXPECT_EQ(said(got, c.key)->row, 2);
        const drilling::Collar& collar = got.holes.collars[0];
        EXPECT_EQ(std::isfinite(collar.x + collar.y + collar.z), c.placed);
        EXPECT_EQ(std::isfinite(collar.depth_m), c.deep);
    }
    // Coordinates with the number of the zone, in feet and in metres, are places.
    const auto far = read({.collar = "hole,x (ft),y (ft),z (ft)\nH1,129436000,14476000,3000\n", .survey = ""});
    EXPECT_TRUE(std::isfinite(far.holes.collars[0].x));
}

TEST(NumbersBeyondTheEarth, AreNoDepthsOfSamplesAndStations) {
    for (const char* row : {"H1,0,1e30,1", "H1,1e31,1e32,1", "H1,5000000,5000001,1"}) {
        SCOPED_TRACE(row);
        const auto got = assay("hole,from,to,Cu\n" + std::string(row) + "\nH1,10,20,1\n");
        ASSERT_TRUE(said(got, "csv.no_depth"));
        EXPECT_EQ(said(got, "csv.no_depth")->row, 2);
        EXPECT_EQ(got.holes.assays.size(), 1U);
    }
    const auto station = read({.survey = "hole,depth,azimuth,dip\nH1,1e30,0,-90\nH1,0,0,-90\n"});
    EXPECT_TRUE(said(station, "csv.no_depth"));
    const auto point = read({.assays = {.points_file = "p.csv"},
                             .more = {{"p.csv", "id,x,y,z,Cu\nA,1,2,3,1\nB,1e30,2,3,1\n"}}});
    ASSERT_TRUE(said(point, "csv.no_place"));
    EXPECT_EQ(said(point, "csv.no_place")->row, 3);
}

TEST(LengthsBesideDepths, ThatAreOthersAreNotCalledTheSame) {
    const auto why = [](const char* length) {
        return assay("hole,from,to,length,Cu\nH1,0,5,5,1\nH1,5,10," + std::string(length) + ",1\n")
            .mappings.back().unused.at(0).why;
    };
    EXPECT_EQ(why("5"), "length");
    EXPECT_EQ(why("5.01"), "length");
    EXPECT_EQ(why(""), "length");
    EXPECT_EQ(why("4"), "length_other");
}

TEST(TablesWithoutRows, AreAnError) {
    const auto got = assay("hole,from,to,Cu\n");
    ASSERT_TRUE(said(got, "csv.no_rows"));
    EXPECT_EQ(said(got, "csv.no_rows")->severity, Severity::error);
    EXPECT_FALSE(said(assay("hole,from,to,Cu\nH1,0,1,1\n"), "csv.no_rows"));
}

TEST(AnglesOfSurveys, ThatLookLikeRadiansAreAnError) {
    const std::string radians = "H1,0,1.57,-1.05\nH1,50,1.60,-1.02\nH2,0,3.1,-1.4\n";
    auto got = read({.survey = "hole,depth,azimuth,dip\n" + radians});
    ASSERT_TRUE(said(got, "csv.angle_like_radian"));
    EXPECT_EQ(said(got, "csv.angle_like_radian")->severity, Severity::error);
    got = read({.survey = "hole,depth,azimuth_rad,dip_rad\n" + radians});
    EXPECT_FALSE(said(got, "csv.angle_like_radian")) << "stated";
    got = read({.survey = "hole,depth,azimuth,dip\nH1,0,90,-1\nH1,50,91,0.5\nH2,0,0,-0.5\n"});
    EXPECT_FALSE(said(got, "csv.angle_like_radian")) << "level holes";
}

TEST(AnglesOfSurveys, AnotherDirectionAtTheCollarIsSaid) {
    const auto other = [](const char* station) {
        return read({.collar = "hole,x,y,z,depth,azimuth,dip\nH1,1,2,3,100,90,-60\n",
                     .survey = "hole,depth,azimuth,dip\nH1,0," + std::string(station) + "\n"});
    };
    EXPECT_FALSE(said(other("92,-61"), "csv.collar_angles_differ"));
    const auto got = other("270,-60");
    ASSERT_TRUE(said(got, "csv.collar_angles_differ"));
    EXPECT_EQ(said(got, "csv.collar_angles_differ")->hole, "H1");
    EXPECT_THAT(words(*said(got, "csv.collar_angles_differ")), HasSubstr("60° apart"));
    ASSERT_EQ(got.holes.surveys.size(), 1U);
    EXPECT_EQ(got.holes.surveys[0].azimuth_deg, 270) << "the survey counts";
}

TEST(SamplesWithPlaces, AreSentWhereTheyBelongAndTheirDepthsAreNotLostUnsaid) {
    const auto refused = try_read({.survey = "", .assay = "SAMPLE,X,Y,Z,Cu\nS1,1,2,3,1\n"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fix.key, "csv.column_unknown_points_fix");
    const auto points = [](const std::string& text) {
        return read({.survey = "", .assays = {.points_file = "p.csv"}, .more = {{"p.csv", text}}});
    };
    auto got = points("CHANNEL,X,Y,Z,FROM,TO,AZIMUTH,DIP,Cu\nC1,1,2,3,0,1,90,0,1\nC1,2,2,3,1,2,90,0,2\n");
    ASSERT_TRUE(said(got, "csv.points_with_depths"));
    EXPECT_THAT(words(*said(got, "csv.points_with_depths")), HasSubstr("FROM, TO, AZIMUTH, DIP"));
    ASSERT_EQ(got.holes.paths.size(), 1U) << "rows of one channel are one path";
    EXPECT_TRUE(try_read({.collar = "BLASTHOLE,X,Y,Z,DEPTH\n7,1,2,3,10\n", .survey = "",
                          .assay = "BLASTHOLE,DEPTH,Cu\n7,10,1\n"}));
    got = points("Blast,X,Y,Z,Cu\n7,1,2,3,1\n8,6,2,3,1\n");
    EXPECT_FALSE(said(got, "csv.points_with_depths"));
    EXPECT_EQ(got.holes.collars.back().hole, "8");
    // Depths along channels from their starts: a turn cannot be placed, a start of its own is one row's slip.
    const std::string straight = "CHANNEL,X,Y,Z,FROM,TO,AZIMUTH,DIP,Cu\nC1,1,2,3,0,1,90,0,1\nC1,1,2,3,1,2,90,0,2\n";
    std::string many = straight;
    for (int n = 2; n < 14; ++n) many += "C1,1,2,3," + std::to_string(n) + "," + std::to_string(n + 1) + ",90,0,1\n";
    got = points(many + "C1,1,52,3,14,15,90,0,1\n");
    ASSERT_TRUE(said(got, "csv.channel_moved"));
    EXPECT_EQ(said(got, "csv.channel_moved")->severity, Severity::error);
    EXPECT_EQ(said(got, "csv.channel_moved")->row, 16);
    EXPECT_TRUE(said(got, "csv.channel_depths")) << "the others are what they were";
    got = points(straight + "C1,1,2,3,2,3,45,0,1\n");
    ASSERT_TRUE(said(got, "csv.channel_turned"));
    EXPECT_EQ(said(got, "csv.channel_turned")->row, 4);
    EXPECT_EQ(said(got, "csv.channel_turned")->hole, "C1");
    EXPECT_FALSE(said(got, "csv.channel_depths"));
}

}  // namespace
}  // namespace orelens::io
