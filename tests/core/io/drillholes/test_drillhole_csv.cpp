#include "core/io/drillholes/DrillholeCsv.h"
#include "core/io/drillholes/TableGuess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/Parallel.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

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
          "Cu_pct\tTO\tFROM\tBHID\n0.25\t1.5\t0\t H1\xC2\xA0\n\t3\t1.5\tH2\n",
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
        const bool hidden = std::string_view(assay).contains("\xC2\xA0");
        EXPECT_EQ(of(got, FindingKind::doubtful_name).size(), hidden ? 1u : 0u) << "a sign that nobody sees is said";
        EXPECT_EQ(got.findings.size(), hidden ? 2u : 1u) << "beside it only the dip sign";
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

TEST(DrillholeCsv, a_role_that_was_guessed_can_be_taken_off) {
    drilling::ImportRule rule;
    rule.collar_depth = "-";
    const auto got = read({.collar = "hole,x,y,z,depth\nH1,1,2,3,50\n", .rule = rule});
    EXPECT_FALSE(got.mappings[0].columns.contains("depth"));
    EXPECT_TRUE(std::isnan(got.holes.collars[0].depth_m));
    const auto usual = read({.collar = "hole,x,y,z,depth\nH1,1,2,3,50\n"});
    EXPECT_EQ(usual.holes.collars[0].depth_m, 50);
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
    EXPECT_EQ(of(up, FindingKind::dip_sign_assumed).at(0).severity, Severity::warning)
        << "from collars on one level the same holes could rise";
    const std::string both = head + "H1,60,10,0\nH1,61,10,9\nH2,-70,20,0\n";
    const auto mixed = read({.survey = both});
    EXPECT_EQ(mixed.holes.surveys[0].dip_deg, -60);
    EXPECT_EQ(mixed.holes.surveys[2].dip_deg, 70) << "an upward hole, if the file is positive-down";
    const auto asked = of(mixed, FindingKind::dip_unknown);
    ASSERT_EQ(asked.size(), 1u) << "the file cannot tell";
    EXPECT_EQ(asked[0].severity, Severity::error);
    EXPECT_EQ(asked[0].row, 4);
    EXPECT_THAT(base::text(asked[0].fix, base::Language::english), ::testing::HasSubstr("drillholes.dip"));
    const auto told = read({.survey = both, .rule = {.dip_of = "H2=negative_down"}});
    EXPECT_EQ(told.holes.surveys[2].dip_deg, -70);
    EXPECT_EQ(told.dip_found, DipConvention::positive_down) << "of the others";
    EXPECT_THAT(of(told, FindingKind::dip_unknown), IsEmpty());
    const auto stated =
        read({.survey = head + "H1,60,10,0\n", .rule = {.dip = DipConvention::negative_down}});
    EXPECT_EQ(stated.holes.surveys[0].dip_deg, 60);
    EXPECT_THAT(of(stated, FindingKind::dip_sign_assumed), IsEmpty()) << "nothing was assumed";
}

TEST(DrillholeCsv, oil_wells_count_angles_from_the_vertical) {
    const auto got = read({.survey = "hole,MD,AZI,INC\nH1,0,90,0\nH1,50,90,2\nH2,0,90,6\n"});
    EXPECT_EQ(got.dip_found, drilling::DipConvention::from_vertical);
    EXPECT_EQ(got.holes.surveys[1].dip_deg, -88);
    EXPECT_THAT(of(got, FindingKind::dip_unknown), IsEmpty());
}

TEST(DrillholeCsv, orientation_in_the_collar_table) {
    const std::string collar = "hole,x,y,z,depth,azimuth,dip\nH1,1,2,3,100,90,-60\nH2,4,5,6,100,,\n";
    const auto got = read({.collar = collar, .survey = "", .rule = {}});
    ASSERT_EQ(got.holes.surveys.size(), 1u);
    EXPECT_EQ(got.holes.surveys[0].dip_deg, -60);
    EXPECT_EQ(got.holes.surveys[0].row, 2);
    EXPECT_TRUE(got.holes.surveys[0].of_collar);
    const auto both = read({.collar = collar, .survey = "hole,depth,azimuth,dip\nH1,0,80,-70\n"});
    ASSERT_EQ(both.holes.surveys.size(), 1u);
    EXPECT_EQ(both.holes.surveys[0].dip_deg, -70) << "a survey says more";
    EXPECT_EQ(of(both, FindingKind::dip_sign_assumed).size(), 1u) << "of the survey only";
}

TEST(DrillholeCsv, codes_for_none_among_angles_and_coordinates) {
    const auto got =
        read({.collar = "hole,x,y,z\nH1,-999.25,2,3\nH2,4,-99,-9999\n",
              .survey = "hole,depth,azimuth,dip\nH1,0,999,-60\nH1,50,-999.25,-60\nH2,0,90,-9999\n"});
    EXPECT_TRUE(std::isnan(got.holes.collars[0].x));
    EXPECT_TRUE(std::isnan(got.holes.collars[1].z));
    EXPECT_EQ(got.holes.collars[1].y, -99) << "a place in many a mine grid";
    EXPECT_TRUE(std::isnan(got.holes.surveys[0].azimuth_deg));
    EXPECT_TRUE(std::isnan(got.holes.surveys[1].azimuth_deg));
    EXPECT_TRUE(std::isnan(got.holes.surveys[2].dip_deg));
    EXPECT_EQ(of(got, FindingKind::null_code).size(), 5u);
}

TEST(DrillholeCsv, near_misses_of_names_are_proposed_not_merged) {
    const auto got = read({.collar = "hole,x,y,z\n12E12,0,0,0\n001,50,0,0\nZK-1,100,0,0\n44197,250,0,0\n",
                           .survey = "",
                           .assay = "hole,from,to,Cu\n1.2E+13,2,4,1\n1,0,2,1\nZK－1,0,2,1\nZK–1,2,4,1\n"
                                    "1-Jan-21,0,2,1\nQ,0,1,1\n"});
    const auto missing = of(got, FindingKind::missing_collar);
    ASSERT_EQ(missing.size(), 6u);
    const char* proposals[] = {"12E12", "001", "ZK-1", "ZK-1", "44197"};
    for (int n = 0; n < 5; ++n) EXPECT_EQ(missing[n].fix.args.at(0).second, proposals[n]);
    EXPECT_EQ(missing[5].fix.key, "drilling.missing_collar_fix");
    for (const std::int32_t hole : got.holes.assays.hole) EXPECT_EQ(hole, -1);
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
}

TEST(DrillholeCsv, feet_of_a_header_become_metres_unless_the_rule_says_otherwise) {
    const auto keys = [](const DrillholeImport& import) {
        std::vector<std::string> all;
        for (const Finding& one : of(import, FindingKind::unit_suspicious)) all.push_back(one.what.key);
        return all;
    };
    // The unit of one depth is that of the others beside it; a table that says nothing is doubted.
    const std::string assay = "hole,From (ft),To,Cu\nH1,0,10,1\n";
    auto got = read({.survey = "", .assay = assay});
    EXPECT_DOUBLE_EQ(got.holes.assays.to_m[0], 3.048);
    EXPECT_DOUBLE_EQ(got.holes.collars[0].x, 1);
    EXPECT_THAT(keys(got), ElementsAre("csv.length_feet", "csv.length_unsaid"));
    EXPECT_EQ(got.mappings.back().units.at("from"), "ft");
    got = read({.collar = "hole,x (m),y (m),z (m),depth (m)\nH1,1,2,3,100\n", .survey = "", .assay = assay});
    EXPECT_THAT(keys(got), ElementsAre("csv.length_feet"));
    got = read({.survey = "", .assay = assay, .rule = {.length_unit = base::LengthUnit::metre}});
    EXPECT_DOUBLE_EQ(got.holes.assays.to_m[0], 10);
    EXPECT_THAT(keys(got), ElementsAre("csv.length_unit"));
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
    const auto tables =
        guess_tables({.collar_file = "c.csv", .assay_file = "a.csv"}, {}, folder.path().string());
    ASSERT_EQ(tables.size(), 2U);
    EXPECT_THAT(tables[0].mapping.columns,
                ElementsAre(Pair("depth", "孔深"), Pair("hole", "工程号"), Pair("x", "东坐标"),
                            Pair("y", "北坐标"), Pair("z", "高程")));
    EXPECT_EQ(tables[1].mapping.columns.at("Cu"), "CU");
    EXPECT_TRUE(tables[0].ready() && tables[1].ready());
    EXPECT_EQ(tables[1].preview.front(), (std::vector<std::string>{"H1", "0", "1", "2"}));
}

}  // namespace
}  // namespace orelens::io
