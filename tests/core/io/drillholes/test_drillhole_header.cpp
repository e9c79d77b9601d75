// Tables with lines around the header, units in a row of their own, doubtful names, and columns nobody reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const TableMapping& assay_mapping(const DrillholeImport& import) {
    for (const TableMapping& mapping : import.mappings)
        if (mapping.table == "assay") return mapping;
    static const TableMapping none;
    return none;
}

std::string why(const TableMapping& mapping, const std::string& header) {
    for (const UnusedColumn& column : mapping.unused)
        if (column.header == header) return column.why;
    return "used or absent";
}

TEST(DrillholeHeader, lines_above_and_comments_are_findings) {
    const auto got =
        read({.collar = "# exported 2024-05-01 by db v3\nhole,x,y,z\nH1,1,2,3\n",
              .assay = "Certificate VA24000001\nClient: Example\n\nhole,from,to,Cu_pct\nH1,0,10,0.5\n"});
    EXPECT_THAT(copper(got), ElementsAre(0.5));
    EXPECT_EQ(got.holes.assays.row[0], 5) << "the line in the file";
    const auto skipped = of(got, FindingKind::lines_skipped);
    ASSERT_EQ(skipped.size(), 2u);
    EXPECT_EQ(skipped[0].what.key, "csv.lines_comment");
    EXPECT_EQ(skipped[1].what.key, "csv.lines_above");
    EXPECT_THAT(base::text(skipped[1].what, base::Language::english), HasSubstr("VA24000001"));
}

TEST(DrillholeHeader, a_row_of_units_is_read_and_a_row_of_limits_is_no_sample) {
    const std::string assay = "HOLE,FROM,TO,CU\n,m,m,ppm\n,,,5\nH1,0,10,5000\nH1,10,20,7000\n";
    const auto got = read({.assay = assay, .columns = {{"Cu", {}}}});
    EXPECT_THAT(copper(got), ElementsAre(5000, 7000));
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty());
    EXPECT_THAT(of(got, FindingKind::unit_suspicious), IsEmpty());
    EXPECT_EQ(of(got, FindingKind::lines_skipped).size(), 2u);
    EXPECT_EQ(assay_mapping(got).rows, 2);
    EXPECT_EQ(assay_mapping(got).units.at("Cu"), "ppm");
    const auto none = read({.assay = assay, .columns = {}});
    EXPECT_EQ(none.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    const auto stated = read({.assay = assay, .columns = {{"Cu", {.unit = GradeUnit::percent}}}});
    EXPECT_EQ(of(stated, FindingKind::unit_suspicious).at(0).what.key, "csv.unit_header");
    const auto feet = read({.assay = "HOLE,FROM,TO,CU\nunits,ft,ft,%\nH1,0,10,1\n", .columns = {{"Cu", {}}}});
    EXPECT_EQ(of(feet, FindingKind::unit_suspicious).at(0).what.key, "csv.length_feet");
    EXPECT_DOUBLE_EQ(feet.holes.assays.to_m[0], 3.048);
}

TEST(DrillholeHeader, limits_under_the_header_are_told_from_samples) {
    struct Case {
        const char* row;
        const char* limits;  ///< of Cu; "" = the row states none
        std::size_t samples;
    };
    for (const Case& c : {Case{"LOD,,,0.01,x", "0.01", 2},
                          {"Detection limit:,,,<0.01,", "<0.01", 2},
                          {"检出限,,,0.01,", "0.01", 2},
                          {"DL (%),-,-,0.01,", "0.01", 2},
                          {",,,0.01,lower limit", "0.01", 2},
                          {"UDL,,,10,", "10", 2},
                          {"测定范围,,,0.01-10,", "0.01-10", 2},
                          {",,,0.01,", "0.01", 2},
                          {"LOD,n/a,n/a,0.01 %,", "0.01 %", 2},
                          {"DL,0,1,0.01,", "", 3},
                          {"RL,0,1,0.5,granite", "", 3}}) {
        const auto got = read(
            {.collar = "hole,x,y,z\nH1,0,0,0\nDL,1,1,1\nRL,2,2,2\n",
             .survey = "",
             .assay = "hole,from,to,Cu_pct,remark\n" + std::string(c.row) + "\nH1,0,1,0.5,\nH1,1,2,ND,\n"});
        EXPECT_EQ(got.holes.assays.size(), c.samples) << c.row;
        const auto& limits = assay_mapping(got).limits;
        EXPECT_EQ(limits.contains("Cu") ? limits.at("Cu") : "", c.limits) << c.row;
        EXPECT_EQ(of(got, FindingKind::lines_skipped).size(), c.limits[0] == '\0' ? 0u : 1u) << c.row;
    }
    EXPECT_EQ(read({.assay = "hole,from,to,Cu_pct\nLOD,,,0.01\nUDL,,,10\nH1,0,1,0.5\n"})
                  .mappings.back()
                  .limits.at("Cu"),
              "0.01 … 10");
}

TEST(DrillholeHeader, a_title_in_two_rows_is_one) {
    // Names and units over several columns; the line is told as what it was used for.
    auto got = read({.survey = "",
                     .assay = "孔号,取样位置(m),,分析结果(ppm),,备注\n,自,至,Cu,Au (g/t),\nH1,0,1,5000,2,x\n",
                     .columns = {}});
    ASSERT_EQ(got.holes.assays.size(), 1u);
    EXPECT_EQ(got.holes.assays.hole[0], 0);
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_EQ(got.holes.assays.grade("Au")->unit, GradeUnit::gram_per_tonne);
    ASSERT_EQ(of(got, FindingKind::lines_skipped).size(), 1u);
    EXPECT_EQ(of(got, FindingKind::lines_skipped)[0].what.key, "csv.lines_names");
    EXPECT_THAT(of(got, FindingKind::unit_suspicious), IsEmpty());
    // The names once more in another language.
    got = read({.survey = "", .assay = "hole,from,to,Cu_pct\n孔号,自,至,铜\nH1,0,1,0.5\n"});
    EXPECT_THAT(copper(got), ElementsAre(0.5));
    EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty());
    EXPECT_EQ(of(got, FindingKind::lines_skipped).at(0).what.key, "csv.lines_names");
}

TEST(DrillholeHeader, a_header_that_comes_again_in_another_order_refuses_the_file) {
    for (const char* again : {"hole,from,to,Au_gpt,Cu_pct\n", "from,hole,to,Cu_pct,Au_gpt\n", "\"hole\",to,from,Cu_pct,Au_gpt\n"}) {
        const auto got = try_read({.survey = "", .assay = "hole,from,to,Cu_pct,Au_gpt\nH1,0,10,0.5,1.5\n" + std::string(again) + "H1,10,20,2.5,0.6\n"});
        ASSERT_FALSE(got) << again;
        EXPECT_EQ(got.error().what.key, "csv.reordered_header") << again;
        EXPECT_EQ(got.error().place.row, 3) << again;
    }
}

TEST(DrillholeHeader, totals_remarks_and_repeated_headers_are_no_samples) {
    for (const char* end : {"Total,,,0.6\n", "合计：,,,0.6\n", ",,Average,0.55\nMaximum,,,0.7\n",
                            "Total,,20,0.6\n", "End of report\n", "制表：张三  审核：李四,,,\n"}) {
        const auto got = read(
            {.survey = "", .assay = "hole,from,to,Cu_pct\nH1,0,10,0.5\nH1,10,20,0.6\n" + std::string(end)});
        EXPECT_THAT(copper(got), ElementsAre(0.5, 0.6)) << end;
        EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty()) << end;
        EXPECT_EQ(of(got, FindingKind::lines_skipped).size(), 1u) << end;
    }
    // What may be a sample is none of it: a hole called Total, a row that was cut off.
    const auto hole = read({.collar = "hole,x,y,z\nTotal,1,2,3\n",
                            .survey = "",
                            .assay = "hole,from,to,Cu_pct\nTotal,0,10,0.5\n"});
    EXPECT_THAT(copper(hole), ElementsAre(0.5));
    const auto cut = read({.collar = "hole,x,y,z\nDDH 1,1,2,3\n",
                           .survey = "",
                           .assay = "hole,from,to,Cu_pct\nDDH 1,0,10,0.5\nDDH 1"});
    EXPECT_EQ(of(cut, FindingKind::row_refused).size(), 1u);
    // Files that were put together: header and byte order mark stand in the middle.
    const auto joined = read({.survey = "",
                              .assay = "hole,from,to,Cu_pct\nH1,0,10,0.5\n\xEF\xBB\xBFhole,from,to,Cu_pct\n"
                                       "\xEF\xBB\xBFH1,10,20,0.6\n"});
    EXPECT_THAT(copper(joined), ElementsAre(0.5, 0.6));
    EXPECT_EQ(joined.holes.assays.hole[1], 0);
    EXPECT_EQ(of(joined, FindingKind::lines_skipped).at(0).what.key, "csv.lines_repeated");
    EXPECT_THAT(of(joined, FindingKind::row_refused), IsEmpty());
}

TEST(DrillholeHeader, the_shared_cases_of_lines_around_the_header) {
    ORELENS_SHARED(folder, "cases/32-preamble-rows");
    struct Case {
        const char* name;
        std::vector<double> copper;
        GradeUnit unit;
        std::size_t skipped;
    };
    for (const Case& c : {Case{"a-preamble", {0.5, 0.7}, GradeUnit::percent, 1},
                          {"b-units-row", {5000, 7000}, GradeUnit::ppm, 2},
                          {"c-comment", {0.5, 0.7}, GradeUnit::percent, 1}}) {
        const std::string name = c.name;
        const drilling::ImportRule rule{.collar_file = name + "_collar.csv",
                                        .assay_file = name + "_assay.csv"};
        base::Progress progress;
        const auto got = read_drillholes(rule, {}, folder.string(), progress);
        ASSERT_TRUE(got.has_value()) << name;
        EXPECT_EQ(copper(*got), c.copper) << name;
        EXPECT_EQ(got->holes.assays.grade("Cu")->unit, c.unit) << name;
        EXPECT_EQ(of(*got, FindingKind::lines_skipped).size(), c.skipped) << name;
        EXPECT_THAT(of(*got, FindingKind::row_refused), IsEmpty()) << name;
    }
}

TEST(DrillholeHeader, a_certificate_of_a_laboratory) {
    const auto got = read({.assay = "\"VA24000001 - Finalized\"\n\"CLIENT : \"\"ABC - Example Mining\"\"\"\n"
                                    "\"# of SAMPLES : 2\"\n"
                                    ",,,WEI-21,ME-ICP61,ME-ICP61\n"
                                    "Hole,From,To,Recvd Wt.,Cu,Ag\n"
                                    "DESCRIPTION,m,m,kg,ppm,ppm\n"
                                    "H1,0,1,1.5,5000,2\n",
                           .columns = {}});
    ASSERT_EQ(got.holes.assays.size(), 1u);
    EXPECT_EQ(got.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    EXPECT_EQ(got.holes.assays.grade("Ag")->values[0], 2);
    EXPECT_EQ(of(got, FindingKind::lines_skipped).size(), 2u) << "above, and the units";
}

TEST(DrillholeHeader, lines_to_skip_as_the_rule_states) {
    const std::string assay = "hole,from,to,Cu_pct\nx,y,z,w\nhole,from,to,Cu_ppm\nH1,0,1,5\n";
    EXPECT_EQ(read({.assay = assay, .rule = {.skip_lines = "assay=2"}}).holes.assays.grades[0].file_column,
              "Cu_ppm");
    EXPECT_EQ(read({.assay = assay, .rule = {.skip_lines = "0"}}).holes.assays.grades[0].file_column,
              "Cu_pct");
    for (const char* wrong : {"x", "-2", "assay=y", "blocks=1"}) {
        const auto refused = try_read({.rule = {.skip_lines = wrong}});
        ASSERT_FALSE(refused.has_value()) << wrong;
        EXPECT_EQ(refused.error().place.field, "drillholes.skip_lines");
    }
}

TEST(DrillholeHeader, symbols_are_whole_words_in_their_case) {
    struct Case {
        const char* headers;
        std::vector<std::string> grades;
    };
    for (const Case& c : {Case{"xb,yb,zb,Cu", {"Cu"}},
                          {"x,y,z,Cu", {"Cu"}},
                          {"XM,YM,ZM,CU", {"Cu"}},
                          {"in,as,no,Cu", {"Cu"}},
                          {"in,A_S,no,Cu_pct", {"Cu"}},
                          {"Yb_ppm,Y_ppm,zb,Cu", {"Yb", "Y", "Cu"}},
                          {"In,As,Co,Cu", {"In", "As", "Co", "Cu"}},
                          {"CO,NI,AS,CU", {"Co", "Ni", "As", "Cu"}},
                          {"Fe2O3_XRF,T_Fe,m Fe,S_total", {"Fe2O3", "TFe", "mFe", "S"}},
                          {"ppm_Cu2,Grade Cu,x1,x2", {"Cu"}}}) {
        const auto got =
            read({.assay = "hole,from,to," + std::string(c.headers) + "\nH1,0,1,1,2,3,4\n", .columns = {}});
        std::vector<std::string> names;
        for (const auto& grade : got.holes.assays.grades) names.push_back(grade.name);
        EXPECT_EQ(names, c.grades) << c.headers;
    }
}

TEST(DrillholeHeader, every_column_that_is_not_read_is_listed) {
    const auto got =
        read({.assay = "SampleID,hole,from,to,Length,Cu_pct,Cu_ppm,xb,yb,Density,Remark,Date,Batch,q1,"
                       "lot,Zn_pct,Cu_pct,,\n"
                       "S1,H1,0,1,1,0.5,5000,7,8,2.7,wet,03.05.2021,B1,4,abc,2,0.5,9,\n",
              .columns = {{"Cu", {}}}});
    const TableMapping& mapping = assay_mapping(got);
    const std::map<std::string, std::string> wanted{
        {"SampleID", "sample"}, {"Length", "length"},  {"Cu_ppm", "assay"}, {"xb", "coordinate"},
        {"yb", "coordinate"},   {"Remark", "comment"}, {"Date", "date"},    {"Batch", "certificate"},
        {"q1", "numbers"},      {"lot", "words"},      {"Zn_pct", "assay"}, {"Cu_pct", "duplicate"},
        {"#18", "unnamed"}};
    EXPECT_EQ(mapping.unused.size(), wanted.size());
    EXPECT_EQ(mapping.columns.at("density"), "Density");
    for (const auto& [header, reason] : wanted) EXPECT_EQ(why(mapping, header), reason) << header;
    for (const auto& [header, reason] : wanted)
        for (const auto language : {base::Language::english, base::Language::chinese})
            EXPECT_NE(base::text(base::Message("csv.unused." + reason), language), "csv.unused." + reason);
    const auto doubtful = of(got, FindingKind::header_doubtful);
    ASSERT_EQ(doubtful.size(), 2u)
        << "one name twice, one column without a name; the empty one is left alone";
    EXPECT_EQ(doubtful[0].what.key, "csv.header_twice");
    EXPECT_EQ(doubtful[1].what.key, "csv.header_empty");
}

TEST(DrillholeHeader, columns_of_one_name_that_differ_are_an_error) {
    const auto doubts = [](const std::string& assay) {
        return of(read({.assay = assay, .columns = {{"Cu", {.unit = GradeUnit::percent}}}}),
                  FindingKind::header_doubtful);
    };
    const auto grades = doubts("hole,from,to,Cu,cu\nH1,0,1,0.5,0.50\nH1,1,2,0.5,9\nH1,2,3,0.5,\nH1,3,4,0.5,7\n");
    ASSERT_EQ(grades.size(), 1u);
    EXPECT_EQ(grades[0].severity, Severity::error);
    EXPECT_EQ(grades[0].what.key, "csv.header_twice_differs");
    EXPECT_EQ(grades[0].count, 2) << "0.50 is 0.5, and a blank cell says nothing else";
    EXPECT_THAT(words(grades[0]), HasSubstr("first in row 3 ('0.5' and '9')"));
    const auto holes = doubts("hole,HOLE,from,to,Cu\nH1,H2,0,1,0.5\n");
    ASSERT_EQ(holes.size(), 1u);
    EXPECT_EQ(holes[0].severity, Severity::error) << "whose samples they are";
    const auto unread = doubts("hole,from,to,Cu,note,note\nH1,0,1,0.5,a,b\n");
    ASSERT_EQ(unread.size(), 1u);
    EXPECT_EQ(unread[0].severity, Severity::warning) << "nobody reads them";
}

TEST(DrillholeHeader, columns_of_one_name_in_two_units_say_the_same) {
    const auto doubts = [](const std::string& assay) { return of(read({.assay = assay, .columns = {{"Cu", {}}}}), FindingKind::header_doubtful); };
    const auto keys = [](const std::vector<Finding>& findings) {
        std::vector<std::string> all;
        for (const Finding& one : findings) all.push_back(one.what.key);
        return all;
    };
    const std::string head = "hole,from,to,Cu,Cu\n,m,m,%,ppm\n";
    const auto same = doubts(head + "H1,0,1,0.52,5184\nH1,1,2,1.00,10000\n");
    EXPECT_THAT(keys(same), ::testing::Not(::testing::Contains("csv.header_twice_differs"))) << "0.5184 % is 5184 ppm";
    EXPECT_THAT(keys(same), ::testing::Contains("csv.header_twice"));
    const auto other = doubts(head + "H1,0,1,0.52,0.52\nH1,1,2,1.00,10000\n");
    EXPECT_THAT(keys(other), ::testing::Contains("csv.header_twice_differs")) << "the same figure in two units is none";
}

TEST(DrillholeHeader, a_hole_of_which_nothing_is_known_is_no_row_of_units) {
    const auto got = read({.assay = "hole,from,to,Cu,Au,Ag\nH1,-,-,-,-,-\nH2,0,10,0.5,1,2\n", .columns = {{"Cu", {.unit = GradeUnit::percent}}}});
    EXPECT_THAT(of(got, FindingKind::lines_skipped), IsEmpty());
    EXPECT_THAT(copper(got), ::testing::Contains(0.5));
}

TEST(DrillholeHeader, kinds_of_fields_upper_limits_and_other_marks_of_comments_are_no_samples) {
    for (const std::string assay :
         {"hole,from,to,Cu\nA8,N,N,N\nH1,0,10,0.5\n", "hole,from,to,Cu\nvarchar(20),double,double,double\nH1,0,10,0.5\n",
          "hole,from,to,Cu\nDL,,,0.01\nUL,,,10\nH1,0,10,0.5\n",
          "hole,from,to,Cu\n; resampled\n% by hand\nREM checked\nH1,0,10,0.5\n"}) {
        const auto got = read({.assay = assay, .columns = {{"Cu", {.unit = GradeUnit::percent}}}});
        EXPECT_THAT(copper(got), ElementsAre(0.5)) << assay;
        EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty()) << assay;
        EXPECT_THAT(of(got, FindingKind::lines_skipped), ::testing::Not(IsEmpty())) << assay;
    }
    const auto units = read({.assay = "hole,from,to,Copper\nID,(m),(m),(ppm)\nH1,0,10,5000\n", .columns = {}});
    EXPECT_THAT(copper(units), ElementsAre(5000)) << "units, with a word over the names of the holes";
    EXPECT_EQ(units.holes.assays.grade("Cu")->unit, GradeUnit::ppm);
    const auto hole = read({.collar = "hole,x,y,z\nA8,1,2,3\n",
                            .survey = "hole,depth,azimuth,dip\nA8,0,0,-90\n",
                            .assay = "hole,from,to,Cu\nA8,0,10,0.5\n"});
    EXPECT_THAT(copper(hole), ElementsAre(0.5)) << "a hole that is called like a kind of field";
}

TEST(DrillholeHeader, too_few_letters_to_tell_the_encoding_are_said) {
    // One Czech word in CP1250: as plausible in CP1252, which nobody can tell from one letter.
    Files files{.assay =
                    "hole,from,to,Cu_pct,K\xF8"
                    "emen\nH1,0,1,0.5,x\n"};
    const auto said = of(read(files), FindingKind::text_converted);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].severity, Severity::warning);
    EXPECT_EQ(said[0].what.key, "csv.converted_doubtful");
    EXPECT_THAT(words(said[0]), HasSubstr("CP1250: hole,from,to,Cu_pct,Křemen"));
    EXPECT_THAT(base::text(said[0].fix, base::Language::english),
                HasSubstr("drillholes.encoding: CP1252, CP1250"));
    files.rule.encoding = base::TextEncoding::cp1250;
    const auto stated = read(files);
    EXPECT_THAT(stated.mappings.back().headers, ::testing::Contains("Křemen"));
    EXPECT_EQ(of(stated, FindingKind::text_converted).at(0).severity, Severity::info);
}

TEST(DrillholeHeader, units_as_the_header_says) {
    struct Case {
        const char* header;
        GradeUnit unit;
        const char* finding;  // key, "" = none
    };
    for (const Case& c : {Case{"Au_ppb", GradeUnit::ppb, ""},
                          {"Au (g/t)", GradeUnit::gram_per_tonne, ""},
                          {"Au oz/st", GradeUnit::ounce_per_short_ton, ""},
                          {"AU_OPT", GradeUnit::ounce_per_short_ton, ""},
                          {"Au oz/t", GradeUnit::ounce_per_tonne, "csv.unit_ton"},
                          {"Au (dwt/st)", GradeUnit::pennyweight_per_short_ton, ""},
                          {"Au_mg/kg", GradeUnit::ppm, ""},
                          {"Au µg/g", GradeUnit::ppm, ""},
                          {"Au", GradeUnit::gram_per_tonne, "csv.unit_assumed"}}) {
        for (const bool named : {true, false}) {
            const auto got = read({.assay = "hole,from,to," + std::string(c.header) + "\nH1,0,1,1\n",
                                   .columns = named ? Columns{{"Au", {}}} : Columns{}});
            ASSERT_NE(got.holes.assays.grade("Au"), nullptr) << c.header;
            EXPECT_EQ(got.holes.assays.grade("Au")->unit, c.unit) << c.header;
            const auto found = of(got, FindingKind::unit_suspicious);
            EXPECT_EQ(found.empty() ? "" : found[0].what.key, c.finding) << c.header;
        }
    }
    const auto copper_of = [](const char* header) {
        return read(
                   {.assay = "hole,from,to," + std::string(header) + "\nH1,0,1,1\n", .columns = {{"Cu", {}}}})
            .holes.assays.grade("Cu")
            ->unit;
    };
    EXPECT_EQ(copper_of("Cu_ppm"), GradeUnit::ppm);
    EXPECT_EQ(copper_of("Cu lb/st"), GradeUnit::pound_per_short_ton);
    EXPECT_EQ(copper_of("Cu (kg/t)"), GradeUnit::kilogram_per_tonne);
    EXPECT_EQ(copper_of("Cu"), GradeUnit::percent);
}

}  // namespace
}  // namespace orelens::io
