#include "core/io/DrillholeCsv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

#include "core/base/Parallel.h"
#include "core/io/ColumnGuess.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using base::GradeUnit;
using drilling::CellFlag;
using drilling::Finding;
using drilling::FindingKind;
using drilling::Severity;
using orelens::testing::TemporaryFolder;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

using Columns = std::map<std::string, drilling::AssayColumnRule>;

/// Files in a folder of their own and how they are read; plain ones unless a test says otherwise.
struct Files {
    std::string collar = "hole,x,y,z,depth\nH1,1,2,3,100\nH2,4,5,6,100\n";
    std::string survey = "hole,depth,azimuth,dip\nH1,0,0,-90\nH2,0,0,-90\n";
    std::string assay = "hole,from,to,Cu\nH1,0,10,1\n";
    std::string lithology;
    drilling::ImportRule rule = {};
    Columns columns = {{"Cu", {}}};
};

base::Expected<DrillholeImport> try_read(Files files) {
    const TemporaryFolder folder;
    const auto write = [&](const char* name, const std::string& text, std::string& member) {
        if (text.empty()) return;
        folder.write(name, text);
        member = name;
    };
    write("collar.csv", files.collar, files.rule.collar_file);
    write("survey.csv", files.survey, files.rule.survey_file);
    write("assay.csv", files.assay, files.rule.assay_file);
    write("lithology.csv", files.lithology, files.rule.lithology_file);
    base::Progress progress;
    return read_drillholes(files.rule, files.columns, folder.path().string(), progress);
}

DrillholeImport read(const Files& files) {
    auto result = try_read(files);
    EXPECT_TRUE(result.has_value()) << (result ? ""
                                               : base::describe(result.error(), base::Language::english));
    return result ? std::move(*result) : DrillholeImport{};
}

std::vector<Finding> of(const DrillholeImport& import, FindingKind kind) {
    std::vector<Finding> out;
    for (const Finding& finding : import.findings)
        if (finding.kind == kind) out.push_back(finding);
    return out;
}

/// The copper values of an assay table whose other columns do not matter.
std::vector<double> copper(const DrillholeImport& import) {
    return import.holes.assays.grade("Cu")->values;
}

TEST(DrillholeCsv, plain_files) {
    const auto got = read({});
    ASSERT_EQ(got.holes.collars.size(), 2u);
    EXPECT_EQ(got.holes.collars[1].hole, "H2");
    EXPECT_EQ(got.holes.collars[1].row, 3);
    EXPECT_EQ(got.holes.collars[1].z, 6);
    EXPECT_EQ(got.holes.hole_index.at("H2"), 1);
    EXPECT_EQ(got.holes.surveys[1].hole, 1);
    EXPECT_THAT(copper(got), ElementsAre(1));
    EXPECT_EQ(got.holes.assays.row[0], 2);
    EXPECT_THAT(got.findings, ElementsAre(::testing::Field(&Finding::kind, FindingKind::dip_sign_assumed)));
    EXPECT_EQ(got.mappings.size(), 3u);
}

TEST(DrillholeCsv, dialects_give_the_same_table) {
    // The same content: order and names of columns, delimiter, decimal mark, quotes, BOM, line ends.
    for (const char* assay :
         {"hole,from,to,Cu\nH1,0,1.5,0.25\nH2,1.5,3,\n",
          "\xEF\xBB\xBFhole;from;to;Cu\r\nH1;0;1,5;0,25\r\nH2;1,5;3;\r\n",
          "Cu_pct\tTO\tFROM\tBHID\n0.25\t1.5\t0\tH1\n\t3\t1.5\tH2\n",
          "\"HOLE-ID\",\"Depth From (m)\",\"Depth To (m)\",\"Cu (%)\"\n\"H1\",\"0\",\"1,5\",\"0,25\"\n"
          "\"H2\",\"1,5\",\"3\",\"\"\n",
          "钻孔编号,样号,自(m),至(m),铜品位(%)\nH1,a,0,1.5,0.25\nH2,b,1.5,3,\n",
          "工程号;起;止;Cu\nH1;0;1,5;0,25\nH2;1,5;3;\n",
          "sep=;\nDHID;Comment;mFrom;mTo;CUPCT\nH1;\"wet; \"\"x\"\"\nsecond "
          "line\";0;1.5;0.25\n\nH2;;1.5;3;\n"}) {
        SCOPED_TRACE(assay);
        const auto got = read({.assay = assay});
        EXPECT_THAT(got.holes.assays.hole, ElementsAre(0, 1));
        EXPECT_THAT(got.holes.assays.from_m, ElementsAre(0, 1.5));
        EXPECT_THAT(got.holes.assays.to_m, ElementsAre(1.5, 3));
        ASSERT_EQ(copper(got).size(), 2u);
        EXPECT_EQ(copper(got)[0], 0.25);
        EXPECT_TRUE(std::isnan(copper(got)[1]));
        EXPECT_EQ(got.findings.size(), 1u) << "only the dip sign";
    }
}

TEST(DrillholeCsv, chinese_files_in_gbk) {
    // 钻孔编号,X坐标,Y坐标,孔口高程,孔深 in GBK
    const std::string collar =
        "\xD7\xEA\xBF\xD7\xB1\xE0\xBA\xC5,X\xD7\xF8\xB1\xEA,Y\xD7\xF8\xB1\xEA,"
        "\xBF\xD7\xBF\xDA\xB8\xDF\xB3\xCC,\xBF\xD7\xC9\xEE\nH1,1,2,3,100\n";
    const auto got =
        read({.collar = collar, .survey = "工程号,孔深,方位角,天顶角\nH1,0,90,30\nH1,50,90,0\n"});
    EXPECT_EQ(got.holes.collars.at(0).depth_m, 100);
    EXPECT_EQ(got.mappings[0].encoding, "GB18030");
    EXPECT_EQ(of(got, FindingKind::text_converted).size(), 1u);
    EXPECT_EQ(got.dip_found, drilling::DipConvention::from_vertical);
    EXPECT_EQ(got.holes.surveys[0].dip_deg, -60) << "30° from the vertical";
    EXPECT_EQ(got.holes.surveys[1].dip_deg, -90);
}

TEST(DrillholeCsv, chinese_axes_are_questioned_not_swapped) {
    const auto axes = [](const std::string& collar) {
        const auto got = read({.collar = collar});
        return of(got, FindingKind::axes_suspicious).size();
    };
    EXPECT_EQ(axes("孔号,X坐标,Y坐标,高程\nH1,4123456.7,512345.6,1200\n"), 1u);
    EXPECT_EQ(axes("hole,x,y,z\nH1,4123456.7,39512345.6,1200\n"), 1u);
    EXPECT_EQ(axes("孔号,东坐标,北坐标,高程\nH1,512345.6,4123456.7,1200\n"), 0u);
    EXPECT_EQ(axes("hole,x,y,z\nH1,2296021.09,414095.85,1590\n"), 0u) << "a state plane in feet";
    const auto got = read({.collar = "孔号,X坐标,Y坐标,高程\nH1,4123456.7,512345.6,1200\n"});
    EXPECT_EQ(got.holes.collars[0].x, 4123456.7);
}

TEST(DrillholeCsv, dip_signs_either_way) {
    using drilling::DipConvention;
    const std::string head = "hole,dip,azimuth,depth\n";
    const auto down = read({.survey = head + "H1,-60,10,0\nH2,-70,20,0\n"});
    EXPECT_EQ(down.dip_found, DipConvention::negative_down);
    EXPECT_EQ(down.holes.surveys[0].dip_deg, -60);
    const auto up = read({.survey = head + "H1,60,10,0\nH2,70,20,0\n"});
    EXPECT_EQ(up.dip_found, DipConvention::positive_down);
    EXPECT_EQ(up.holes.surveys[0].dip_deg, -60);
    EXPECT_EQ(of(up, FindingKind::dip_sign_assumed).at(0).severity, Severity::info);
    const auto mixed = read({.survey = head + "H1,60,10,0\nH1,61,10,9\nH2,-70,20,0\n"});
    EXPECT_EQ(mixed.holes.surveys[0].dip_deg, -60);
    EXPECT_EQ(mixed.holes.surveys[2].dip_deg, 70) << "an upward hole in a positive-down file";
    EXPECT_EQ(of(mixed, FindingKind::dip_sign_assumed).at(0).severity, Severity::warning);
    const auto stated =
        read({.survey = head + "H1,60,10,0\n", .rule = {.dip = DipConvention::negative_down}});
    EXPECT_EQ(stated.holes.surveys[0].dip_deg, 60);
    EXPECT_THAT(of(stated, FindingKind::dip_sign_assumed), IsEmpty()) << "nothing was assumed";
}

TEST(DrillholeCsv, feet_become_metres_everywhere) {
    const auto got = read({.survey = "hole,depth,azimuth,dip\nH1,10,45,-60\n",
                           .assay = "hole,from,to,Cu\nH1,0,10,1\n",
                           .lithology = "hole,from,to,rock\nH1,0,20,GR\n",
                           .rule = {.length_unit = base::LengthUnit::foot}});
    EXPECT_DOUBLE_EQ(got.holes.collars[0].x, 0.3048);
    EXPECT_DOUBLE_EQ(got.holes.collars[0].depth_m, 30.48);
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].depth_m, 3.048);
    EXPECT_DOUBLE_EQ(got.holes.surveys[0].azimuth_deg, 45);
    EXPECT_DOUBLE_EQ(got.holes.assays.to_m[0], 3.048);
    EXPECT_DOUBLE_EQ(got.holes.lithology.to_m[0], 6.096);
    const auto doubtful = read({.assay = "hole,From (ft),To (ft),Cu\nH1,0,10,1\n"});
    EXPECT_EQ(of(doubtful, FindingKind::unit_suspicious).size(), 2u);
}

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
                          {"trace", nan, CellFlag::not_a_number, FindingKind::non_numeric},
                          {">10", nan, CellFlag::not_a_number, FindingKind::non_numeric},
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
    const auto got = read({.assay = assay, .columns = {{"Cu", {}}, {"S", {}}}});
    const auto nulls = of(got, FindingKind::null_code);
    ASSERT_EQ(nulls.size(), 101u);
    EXPECT_EQ(nulls.back().what.key, "csv.more_null_code");
    EXPECT_THAT(nulls.back().what.args, Contains(Pair("count", "14900")));
    EXPECT_EQ(nulls.back().row, 203) << "the first that is not listed";
    EXPECT_EQ(of(got, FindingKind::below_detection).size(), 101u);
    EXPECT_EQ(got.findings.size(), 203u) << "and the dip sign; nothing about the blank S";
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

TEST(DrillholeCsv, duplicate_collars_and_unknown_holes) {
    const auto got = read({.collar = "hole,x,y,z\nH1,1,2,3\nH1,9,9,9\nDH-7,1,1,1\n",
                           .survey = "hole,depth,azimuth,dip\nX,0,0,-90\n",
                           .assay = "hole,from,to,Cu\ndh 7,0,1,1\nY,0,1,2\ndh 7,1,2,3\nH1,0,1,4\n"});
    EXPECT_EQ(got.holes.collars.size(), 2u);
    EXPECT_EQ(got.holes.collars[0].x, 1) << "the first one counts";
    EXPECT_EQ(of(got, FindingKind::duplicate_collar).at(0).row, 3);
    const auto missing = of(got, FindingKind::missing_collar);
    ASSERT_EQ(missing.size(), 3u);
    EXPECT_EQ(missing[0].file, "survey.csv");
    EXPECT_EQ(missing[1].hole, "dh 7");
    EXPECT_THAT(missing[1].what.args, Contains(Pair("rows", "2")));
    EXPECT_THAT(missing[1].fix.args, Contains(Pair("similar", "DH-7")));
    EXPECT_THAT(got.holes.assays.hole, ElementsAre(-1, -1, -1, 0));
    EXPECT_THAT(got.holes.assays.unknown_holes, ElementsAre("dh 7", "Y"));
}

TEST(DrillholeCsv, units_of_grades) {
    const std::string assay = "hole,from,to,Cu_ppm,Au,Zn\nH1,0,1,5000,0.8,2\n";
    const auto own =
        read({.assay = assay,
              .columns = {{"Cu", {.unit = GradeUnit::ppm}}, {"Au", {.unit = GradeUnit::gram_per_tonne}}}});
    EXPECT_EQ(own.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_EQ(own.holes.assays.grade("Cu")->file_column, "Cu_ppm");
    EXPECT_THAT(of(own, FindingKind::unit_suspicious), IsEmpty());
    const auto wrong = read({.assay = assay, .columns = {{"Cu", {}}}});
    EXPECT_EQ(of(wrong, FindingKind::unit_suspicious).at(0).what.key, "csv.unit_header");
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

TEST(DrillholeCsv, lithology_file_or_code_column_of_the_assays) {
    const auto file = read({.lithology = "hole,from,to,lith\nH1,0,5,GR\nH1,5,9,\nH2,0,5,SH\nH2,5,9,GR\n"});
    EXPECT_THAT(file.holes.lithology.codes.at(0).codes, ElementsAre("GR", "SH"));
    EXPECT_THAT(file.holes.lithology.codes.at(0).values, ElementsAre(0, -1, 1, 0));
    const auto column = read({.assay = "hole,from,to,Cu,岩性\nH1,0,1,2,花岗岩\n"});
    EXPECT_THAT(column.holes.assays.codes.at(0).codes, ElementsAre("花岗岩"));
}

TEST(DrillholeCsv, columns_stated_by_the_rule_win) {
    const auto got = read({.assay = "hole,from,to,depth_a,depth_b,Cu,Cu2\nH1,0,1,10,11,5,6\n",
                           .rule = {.assay_from = "depth_a", .assay_to = "DEPTH_B"},
                           .columns = {{"Cu", {.column = "Cu2"}}}});
    EXPECT_THAT(got.holes.assays.from_m, ElementsAre(10));
    EXPECT_THAT(got.holes.assays.to_m, ElementsAre(11));
    EXPECT_THAT(copper(got), ElementsAre(6));
}

TEST(DrillholeCsv, errors_name_the_place_and_the_cure) {
    const auto unknown = try_read({.assay = "hole,start,finish,Cu\nH1,0,1,1\n", .columns = {{"Mo", {}}}});
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().place.field, "Mo");
    EXPECT_NE(base::describe(unknown.error(), base::Language::english).find("element.Mo.column"),
              std::string::npos);
    const auto absent = try_read({.rule = {.assay_from = "begin_at"}});
    ASSERT_FALSE(absent.has_value());
    EXPECT_EQ(absent.error().what.key, "csv.column_absent");
    const auto no_role = try_read({.collar = "hole,x,y\nH1,1,2\n"});
    EXPECT_EQ(no_role.error().place.field, "z");
    EXPECT_NE(base::describe(no_role.error(), base::Language::chinese).find("drillholes.collar_z"),
              std::string::npos);
    EXPECT_EQ(try_read({.collar = ""}).error().kind, base::ErrorKind::usage);
    EXPECT_EQ(try_read({.survey = "\n"}).error().what.key, "csv.no_header");
    Files none;
    none.rule.lithology_file = "nowhere.csv";
    EXPECT_EQ(try_read(none).error().kind, base::ErrorKind::file);
    EXPECT_EQ(try_read({.assay = "hole,from,to,note\nH1,0,1,x\n", .columns = {}}).error().what.key,
              "csv.no_grades");
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

TEST(DrillholeCsv, threads_do_not_change_the_result) {
    std::string assay = "hole,from,to,Cu,rock\n";
    for (int i = 0; i < 40000; ++i)
        assay += (i % 7 ? "H1," : "Q" + std::to_string(i % 5) + ",") + std::to_string(i) + "," +
                 (i % 11 ? std::to_string(i + 1) : "?") + "," + (i % 13 ? "0.5" : "bad") + ",R" +
                 std::to_string(i / 9000) + "\n";
    base::set_thread_limit(1);
    const auto one = read({.assay = assay});
    base::set_thread_limit(0);
    const auto many = read({.assay = assay});
    ASSERT_EQ(one.findings.size(), many.findings.size());
    for (std::size_t i = 0; i < one.findings.size(); ++i)
        EXPECT_EQ(one.findings[i].id(), many.findings[i].id());
    EXPECT_EQ(one.holes.assays.row, many.holes.assays.row);
    EXPECT_EQ(one.holes.assays.codes[0].values, many.holes.assays.codes[0].values);
    EXPECT_THAT(many.holes.assays.codes[0].codes, ElementsAre("R0", "R1", "R2", "R3", "R4"));
    EXPECT_EQ(one.holes.assays.size(), 40000u - 3637);
}

TEST(DrillholeCsv, cancelled_reading_says_so) {
    const TemporaryFolder folder;
    folder.write("c.csv", Files{}.collar);
    folder.write("a.csv", Files{}.assay);
    base::Progress progress;
    progress.cancel();
    const auto got = read_drillholes({.collar_file = "c.csv", .assay_file = "a.csv"}, {},
                                     folder.path().string(), progress);
    EXPECT_EQ(got.error().kind, base::ErrorKind::cancelled);
}

TEST(DrillholeCsv, guessed_mapping_for_the_dialog) {
    const TemporaryFolder folder;
    folder.write("c.csv", "工程号,东坐标,北坐标,高程,孔深\n");
    std::string assay = "BHID,FROM,TO,CU\n";
    for (int i = 0; i < 200000; ++i) assay += "H1,0,1,2\n";
    folder.write("a.csv", assay);
    const auto mappings =
        guess_mapping({.collar_file = "c.csv", .assay_file = "a.csv"}, folder.path().string());
    ASSERT_TRUE(mappings.has_value());
    EXPECT_THAT(mappings->at(0).columns,
                ElementsAre(Pair("depth", "孔深"), Pair("hole", "工程号"), Pair("x", "东坐标"),
                            Pair("y", "北坐标"), Pair("z", "高程")));
    EXPECT_EQ(mappings->at(1).columns.at("Cu"), "CU");
}

/// Bytes changed, cut, doubled and shuffled: the reader must stay on its feet and account for every row.
TEST(DrillholeCsv, mutated_files_never_crash_and_every_row_is_accounted_for) {
    std::mt19937 random(20240229);
    const auto pick = [&](std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random);
    };
    const std::string pieces[] = {"\"",
                                  ",",
                                  ";",
                                  "\n",
                                  "\r\n",
                                  "\r",
                                  "<",
                                  "-99",
                                  "\xFF",
                                  "\xBF\xD7",
                                  std::string(1, '\0'),
                                  "1e999",
                                  "\"\"",
                                  "\t",
                                  " ",
                                  "9999999999999999999999",
                                  ".",
                                  "-",
                                  "孔",
                                  "\xEF\xBB\xBF"};
    const Files clean{
        .collar = "hole,x,y,z,depth\nH1,1,2,3,100\nH2,4,5,6,\n",
        .survey = "hole,depth,azimuth,dip\nH1,0,0,-90\nH1,50,10,-80\nH2,0,0,-90\n",
        .assay = "hole,from,to,Cu,note\nH1,0,10,1,\"a, b\"\nH1,10,20,<0.01,\"x \"\"y\"\"\"\nH2,0,5,-99,\n",
        .lithology = "hole;from;to;rock\nH1;0;12,5;GR\nH2;0;5;SH\n",
        .columns = {}};
    int readable = 0;
    for (int round = 0; round < 3000; ++round) {
        Files files = clean;
        std::string* const texts[] = {&files.collar, &files.survey, &files.assay, &files.lithology};
        for (std::size_t change = pick(6) + 1; change > 0; --change) {
            std::string& text = *texts[pick(4)];
            if (text.empty()) continue;
            const std::size_t at = pick(text.size());
            switch (pick(4)) {
                case 0:
                    text.insert(at, pieces[pick(std::size(pieces))]);
                    break;
                case 1:
                    text.erase(at, pick(4) + 1);
                    break;
                case 2:
                    text[at] = static_cast<char>(pick(256));
                    break;
                case 3:
                    text.insert(at, text.substr(pick(text.size()), pick(40)));
                    break;
            }
        }
        const auto got = try_read(files);
        if (!got) {
            EXPECT_FALSE(got.error().what.empty());
            continue;
        }
        ++readable;
        std::map<std::string, std::int64_t> refused_rows;
        for (const Finding& finding : got->findings)
            if (finding.kind == FindingKind::row_refused || finding.kind == FindingKind::duplicate_collar)
                ++refused_rows[finding.file];
        std::map<std::string, std::int64_t> taken = {
            {"collar", static_cast<std::int64_t>(got->holes.collars.size())},
            {"survey", static_cast<std::int64_t>(got->holes.surveys.size())},
            {"assay", static_cast<std::int64_t>(got->holes.assays.size())},
            {"lithology", static_cast<std::int64_t>(got->holes.lithology.size())}};
        for (const TableMapping& mapping : got->mappings) {
            EXPECT_EQ(taken[mapping.table] + mapping.refused, mapping.rows)
                << mapping.table << " in round " << round;
            EXPECT_EQ(refused_rows[mapping.file], mapping.refused) << mapping.table << " in round " << round;
        }
    }
    EXPECT_GT(readable, 1000) << "most mutations leave a readable file, or this test tests nothing";
}

TEST(ColumnGuess, roles) {
    struct Case {
        const char *table, *role;
        std::vector<std::string> headers;
        std::optional<std::size_t> found;
    };
    for (const Case& c : {Case{"survey", "depth", {"BHID", "AT", "AZ", "DIP"}, 1},
                          {"survey", "azimuth", {"BHID", "AT", "BRG", "DIP"}, 2},
                          {"collar", "depth", {"BHID", "Depth (m)"}, 1},
                          {"collar", "hole", {"X", "Hole_ID"}, 1},
                          {"assay", "from", {"hole", "FROM_M", "TO_M"}, 1},
                          {"assay", "to", {"hole", "采样起", "采样止"}, 2},
                          {"assay", "from", {"孔号", "样品起始位置(m)", "样品终止位置(m)"}, 1},
                          {"lithology", "code", {"孔号", "自", "至", "岩性代码"}, 3},
                          {"collar", "z", {"a", "RL"}, 1},
                          {"collar", "x", {"a", "b"}, {}}}) {
        EXPECT_EQ(guess_column(c.table, c.role, c.headers), c.found) << c.table << " " << c.role;
    }
    EXPECT_EQ(guess_column("collar", "x", {"X", "East"}, {0}), 1u) << "taken columns are passed over";
}

TEST(ColumnGuess, assay_headers) {
    struct Case {
        const char *header, *name;
        std::optional<GradeUnit> unit;
        bool element;
    };
    for (const Case& c : {Case{"Cu", "Cu", {}, true},
                          {"CU", "Cu", {}, true},
                          {"CU_PCT", "Cu", GradeUnit::percent, true},
                          {"Cu_ppm", "Cu", GradeUnit::ppm, true},
                          {"Cu(%)", "Cu", GradeUnit::percent, true},
                          {"Cu%", "Cu", GradeUnit::percent, true},
                          {"AU_GPT", "Au", GradeUnit::gram_per_tonne, true},
                          {"Au (g/t)", "Au", GradeUnit::gram_per_tonne, true},
                          {"Au g/t", "Au", GradeUnit::gram_per_tonne, true},
                          {"AUGPT", "Au", GradeUnit::gram_per_tonne, true},
                          {"Au_ppb_FA", "Au", GradeUnit::ppb, true},
                          {"金品位（g/t）", "Au", GradeUnit::gram_per_tonne, true},
                          {"铜", "Cu", {}, true},
                          {"全铁(%)", "TFe", GradeUnit::percent, true},
                          {"mFe", "mFe", {}, true},
                          {"Fe2O3", "Fe2O3", {}, true},
                          {"S_total", "S", {}, true},
                          {"Comment", "Comment", {}, false},
                          {"SampleID", "SampleID", {}, false},
                          {"%", "", {}, false},
                          {"", "", {}, false}}) {
        const AssayHeader read = read_assay_header(c.header);
        EXPECT_EQ(read.name, c.name) << c.header;
        EXPECT_EQ(read.unit, c.unit) << c.header;
        EXPECT_EQ(read.element, c.element) << c.header;
    }
}

}  // namespace
}  // namespace orelens::io
