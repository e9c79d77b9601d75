// What the rows of an assay table stand for, several tables, repeated and check samples, samples with a
// place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/drilling/Desurvey.h"
#include "core/drilling/Doubtful.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using drilling::DuplicateRule;
using drilling::SampleKind;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Kind {
    const char* assay;
    SampleKind stated;
    std::vector<double> from, to, values;
    const char* key;
};

TEST(SampleKinds, are_told_from_the_columns) {
    const std::vector<double> grades = {0.5, 0.6, 0.7};
    for (const Kind& kind : {Kind{"hole,from,to,Cu\nH1,0,1,.5\nH1,1,2,.6\nH1,2,3,.7\n",
                                  SampleKind::detect,
                                  {0, 1, 2},
                                  {1, 2, 3},
                                  grades,
                                  ""},
                             {"hole,from,length,Cu\nH1,0,1,.5\nH1,1,1,.6\nH1,2,1,.7\n",
                              SampleKind::detect,
                              {0, 1, 2},
                              {1, 2, 3},
                              grades,
                              "csv.kind_from_length"},
                             {"孔号,自,样长,Cu\nH1,0,1,.5\nH1,1,1,.6\nH1,2,1,.7\n",
                              SampleKind::detect,
                              {0, 1, 2},
                              {1, 2, 3},
                              grades,
                              "csv.kind_from_length"},
                             {"hole,to,Cu\nH1,1,.5\nH1,2,.6\nH1,3,.7\n",
                              SampleKind::detect,
                              {0, 1, 2},
                              {1, 2, 3},
                              grades,
                              "csv.kind_to_only"},
                             {"hole,to,Cu\nH1,3,.7\nH1,1,.5\nH1,2,.6\n",
                              SampleKind::detect,
                              {2, 0, 1},
                              {3, 1, 2},
                              {.7, .5, .6},
                              "csv.kind_to_only"},
                             {"hole,depth,Cu\nH1,1,.5\nH1,2,.6\nH1,3,.7\n",
                              SampleKind::detect,
                              {1, 2, 3},
                              {1, 2, 3},
                              grades,
                              "csv.kind_points"},
                             {"hole,depth,Cu\nH1,1,.5\nH1,2,.6\nH1,3,.7\n",
                              SampleKind::collar_depth,
                              {0, 0, 0},
                              {1, 2, 3},
                              grades,
                              "csv.kind_collar_depth"},
                             {"hole,from,to,length,Cu\nH1,0,1,7,.5\nH1,1,2,7,.6\nH1,2,3,7,.7\n",
                              SampleKind::detect,
                              {0, 1, 2},
                              {1, 2, 3},
                              grades,
                              ""}}) {
        SCOPED_TRACE(kind.assay);
        const auto got = read({.assay = kind.assay, .assays = {.kind = kind.stated}});
        EXPECT_EQ(got.holes.assays.from_m, kind.from);
        EXPECT_EQ(got.holes.assays.to_m, kind.to);
        EXPECT_EQ(copper(got), kind.values);
        EXPECT_EQ(got.holes.assays.is_point(0), std::string(kind.key) == "csv.kind_points");
        const auto said = of(got, FindingKind::sample_kind);
        ASSERT_EQ(said.size(), *kind.key != '\0' ? 1U : 0U);
        EXPECT_TRUE(said.empty() || said[0].what.key == kind.key);
    }
}

TEST(SampleKinds, a_missing_column_of_a_stated_kind_is_an_error_with_its_parameter) {
    const auto got =
        try_read({.assay = "hole,from,to,Cu\nH1,0,1,1\n", .assays = {.kind = SampleKind::from_length}});
    ASSERT_FALSE(got);
    EXPECT_THAT(base::describe(got.error(), base::Language::english), HasSubstr("assays.length"));
    const auto from_only = try_read({.assay = "hole,from,Cu\nH1,0,1\n"});
    ASSERT_FALSE(from_only);
    EXPECT_THAT(base::describe(from_only.error(), base::Language::english), HasSubstr("drillholes.assay_to"));
}

TEST(SampleKinds, points_stand_as_they_are_beside_composites) {
    const auto got = read({.collar = "hole,x,y,z,depth\nH1,10,20,30,10\n",
                           .survey = "hole,depth,azimuth,dip\nH1,0,90,0\n",
                           .assay = "hole,depth,Cu\nH1,1,.5\nH1,2,.6\nH1,3,\n"});
    const auto made = composites(got, 2);
    ASSERT_EQ(made.size(), 2u) << "a point without a grade is no sample";
    EXPECT_THAT(made.x, ElementsAre(DoubleNear(11, 1e-9), DoubleNear(12, 1e-9)));
    EXPECT_THAT(made.grades[0].values, ElementsAre(0.5, 0.6));
    EXPECT_THAT(made.grades[0].assayed_m, ElementsAre(0, 0));
    EXPECT_THAT(drilling::validate(got.holes, {}), IsEmpty()) << "no length is no fault of a point";
}

TEST(SampleKinds, points_keep_the_lithology_of_their_depth) {
    Files files{.assay = "hole,depth,Cu\nH1,1,1\nH1,5,2\nH1,9,3\n",
                .lithology = "hole,from,to,code\nH1,0,5,A\nH1,5,8,B\n"};
    const auto got = read(files);
    base::Progress progress;
    const auto traces = drilling::desurvey(got.holes);
    const auto made = drilling::composite(got.holes, traces, {.length_m = 2}, {}, progress);
    ASSERT_TRUE(made);
    EXPECT_THAT(made->domain, ElementsAre(0, 1, -1));
    const auto only_b = drilling::composite(got.holes, traces, {.length_m = 2, .domains = "B"}, {}, progress);
    ASSERT_TRUE(only_b);
    EXPECT_THAT(only_b->grades[0].values, ElementsAre(2));
}

TEST(SampleKinds, blast_holes_need_one_table_only) {
    Files files{.collar = "", .survey = "", .assay = "id,x,y,z,depth,Cu\nB1,0,0,100,10,1\nB2,5,0,100,12,2\n"};
    const auto got = read(files);
    ASSERT_EQ(got.holes.collars.size(), 2u);
    EXPECT_EQ(got.holes.collars[1].depth_m, 12);
    EXPECT_THAT(got.holes.assays.from_m, ElementsAre(0, 0));
    EXPECT_THAT(got.holes.assays.to_m, ElementsAre(10, 12));
    const auto made = composites(got, 20);
    EXPECT_THAT(made.z, ElementsAre(95, 94));
}

TEST(SampleKinds, rows_of_one_place_in_a_to_only_table_are_one_sample) {
    const auto got = read({.assay = "hole,to,Cu\nH1,2,1\nH1,2,1\nH1,5,3\n"});
    EXPECT_THAT(got.holes.assays.from_m, ElementsAre(0, 2));
    EXPECT_EQ(of(got, FindingKind::repeated_sample).at(0).severity, Severity::info);
}

TEST(RepeatedSamples, which_row_counts) {
    const std::string assay =
        "hole,from,to,Cu,method\nH1,0,2,0.5,ICP\nH1,2,4,0.6,ICP\nH1,2,4,1.6,FA\nH1,4,6,,FA\nH1,4,6,2,ICP\n";
    struct Case {
        drilling::AssayRule rule;
        double value;
        std::size_t errors, warnings;
    };
    for (const Case& c : {Case{{}, 0.6, 1, 0},
                          {{.duplicates = DuplicateRule::first}, 0.6, 0, 1},
                          {{.duplicates = DuplicateRule::last}, 1.6, 0, 1},
                          {{.duplicates = DuplicateRule::mean}, 1.1, 0, 1},
                          {{.methods = "fa; icp"}, 1.6, 0, 1}}) {
        const auto got = read({.assay = assay, .assays = c.rule});
        const auto values = copper(got);
        ASSERT_EQ(values.size(), 3u);
        EXPECT_EQ(values[0], 0.5);
        EXPECT_DOUBLE_EQ(values[1], c.value);
        EXPECT_EQ(values[2], 2) << "what the row that counts leaves blank comes from the other";
        std::size_t errors = 0, warnings = 0;
        for (const Finding& finding : of(got, FindingKind::repeated_sample)) {
            errors += finding.severity == Severity::error;
            warnings += finding.severity == Severity::warning;
        }
        EXPECT_EQ(errors, c.errors);
        EXPECT_EQ(warnings, c.warnings);
        EXPECT_TRUE(std::is_sorted(got.holes.assays.row.begin(), got.holes.assays.row.end()));
        EXPECT_EQ(got.mappings.back().set_aside, 2);
        EXPECT_EQ(got.mappings.back().refused, 0);
    }
}

TEST(RepeatedSamples, the_shared_case) {
    ORELENS_SHARED(folder, "cases/09-overlaps");
    base::Progress progress;
    const auto got = read_drillholes(
        {.collar_file = "e-exact-duplicates_collar.csv", .assay_file = "e-exact-duplicates_assay.csv"}, {},
        folder.string(), progress);
    ASSERT_TRUE(got);
    EXPECT_THAT(composites(*got, 2).grades[0].values, ElementsAre(0.5, 0.6));
}

TEST(CheckSamples, are_left_out_by_their_type) {
    const auto got = read({.assay = "hole,from,to,type,Cu\nH1,0,1,ORIG,1\n,,,STD,5\nH1,0,1,BLK,0\nH1,1,2,,"
                                    "2\nH1,2,3,标样,9\n,,,std,5\n"});
    EXPECT_THAT(copper(got), ElementsAre(1, 2));
    const auto said = of(got, FindingKind::check_sample);
    ASSERT_EQ(said.size(), 4u) << "STD, BLK, 标样, std";
    EXPECT_THAT(of(got, FindingKind::row_refused), IsEmpty());
    EXPECT_EQ(got.mappings.back().set_aside, 4);
    EXPECT_EQ(got.mappings.back().refused, 0);
}

TEST(SeveralTables, the_earlier_counts_element_by_element) {
    Files files{
        .assay = "hole,from,to,Cu_pct\nH1,0,1,1\nH1,1,2,\nH1,2,3,3\n",
        .columns = {{"Cu", {}}, {"Au", {.unit = GradeUnit::gram_per_tonne}}},
        .assays = {.second_file = "b.csv"},
        .more = {
            {"b.csv",
             "bhid,from,to,Cu ppm,Au\nH1,0,1,20000,0.1\nH1,1,2,50000,0.2\nH1,3,4,10000,0.4\nX,0,1,1,1\n"}}};
    files.columns["Cu"].unit = GradeUnit::percent;
    const auto got = read(files);
    EXPECT_EQ(got.holes.assays.file_of(2), "assay.csv");
    EXPECT_EQ(got.holes.assays.file_of(3), "b.csv");
    EXPECT_THAT(got.holes.assays.unknown_holes, ElementsAre("X"));
    const auto made = composites(got, 1);
    // The unit of a further table is what its header states.
    ASSERT_EQ(made.size(), 4u);
    EXPECT_EQ(made.grade("Cu")->values[0], 1);
    EXPECT_EQ(made.grade("Au")->values[1], 0.2);
    EXPECT_TRUE(std::isnan(made.grade("Au")->values[2]));
    const auto shared = of(got, FindingKind::several_tables);
    ASSERT_EQ(shared.size(), 1u);
    EXPECT_EQ(shared[0].count, 1);
    EXPECT_EQ(shared[0].file, "b.csv");
    for (const Finding& finding : drilling::validate(got.holes, {}))
        EXPECT_NE(finding.kind, FindingKind::overlap) << "two tables are not an overlap";
}

TEST(SeveralTables, results_above_a_limit_are_taken_from_the_further_table) {
    Files files{.assay = "hole,from,to,Cu_ppm\nH1,0,1,5000\nH1,1,2,>10000\nH1,2,3,>10000\n",
                .columns = {},
                .assays = {.second_file = "b.csv"},
                .more = {{"b.csv", "hole,from,to,Cu_pct\nH1,0,1,9\nH1,1,2,1.9\nH1,2,3,2.5\n"}}};
    const auto got = read(files);
    const auto& cu = *got.holes.assays.grade("Cu");
    ASSERT_EQ(cu.values.size(), 6u);
    EXPECT_NEAR(cu.values[0], 5000, 1e-2) << "the earlier counts where it is no limit";
    EXPECT_NEAR(cu.values[1], 19000, 1e-2);
    EXPECT_NEAR(cu.values[2], 25000, 1e-2);
    EXPECT_EQ(cu.flags[1], 0);
    EXPECT_THAT(of(got, FindingKind::above_limit), IsEmpty()) << "nothing is cut any more";
    const auto said = of(got, FindingKind::over_column);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].count, 2);
    EXPECT_EQ(said[0].file, "b.csv");
    EXPECT_EQ(said[0].row, 3);
    files.more["b.csv"] = "hole,from,to,Cu_pct\nH1,1,2,0.5\nH1,2,3,2.5\n";
    const auto low = read(files);
    EXPECT_NEAR(low.holes.assays.grade("Cu")->values[1], 10000, 1e-2) << "below the limit it is no such result";
    EXPECT_NEAR(low.holes.assays.grade("Cu")->values[2], 25000, 1e-2);
    EXPECT_EQ(of(low, FindingKind::above_limit).size(), 1u);
}

TEST(SeveralTables, units_follow_the_first_table_and_absent_elements_are_named) {
    Files files{.assay = "hole,from,to,Cu_pct\nH1,0,1,1\n",
                .columns = {},
                .assays = {.second_file = "b.csv"},
                .more = {{"b.csv", "hole,from,to,Cu ppm,Zn\nH1,1,2,50000,7\n"}}};
    const auto got = read(files);
    EXPECT_THAT(copper(got), ElementsAre(1, DoubleNear(5, 1e-12)));
    EXPECT_TRUE(std::isnan(got.holes.assays.grade("Zn")->values[0]));
    EXPECT_EQ(got.holes.assays.grade("Zn")->values[1], 7);
    files.columns = {{"Cu", {}}, {"Pb", {}}};
    const auto missing = try_read(files);
    ASSERT_FALSE(missing);
    EXPECT_THAT(base::describe(missing.error(), base::Language::english), HasSubstr("Pb"));
}

TEST(PointSamples, stand_at_their_places_and_follow_each_other_by_id) {
    Files files{
        .collar = "",
        .survey = "",
        .assay = "",
        .columns = {},
        .assays = {.points_file = "p.csv"},
        .more = {{"p.csv",
                  "channel,x,y,z,Cu_pct\nT1,0,0,5,1\nT1,3,4,5,2\nT2,9,9,9,<0.2\n,1,1,1,4\nT3,-999,1,1,4\n"}}};
    files.assays.points_id = "channel";
    const auto got = read(files);
    ASSERT_EQ(got.holes.collars.size(), 3u);
    EXPECT_EQ(got.holes.collars[2].hole, "p.csv:5");
    EXPECT_THAT(got.holes.assays.from_m, ElementsAre(0, 5, 0, 0));
    const auto made = composites(got, 2);
    EXPECT_THAT(made.x, ElementsAre(0, 3, 9, 1));
    EXPECT_THAT(made.y, ElementsAre(0, 4, 9, 1));
    EXPECT_THAT(made.hole, ElementsAre(0, 0, 1, 2)) << "a channel is one hole";
    EXPECT_THAT(made.grades[0].values, ElementsAre(1, 2, 0.1, 4));
    EXPECT_EQ(of(got, FindingKind::row_refused).size(), 1u);
    EXPECT_THAT(drilling::validate(got.holes, {}), IsEmpty());
}

TEST(PointSamples, a_slip_inside_a_channel_is_left_out_until_it_is_approved) {
    Files files{.assays = {.points_file = "p.csv"},
                .more = {{"p.csv",
                          "id,x,y,z,Cu\nT,1,2,3,1\nT,2,2,3,1\nT,30000000,2,3,9\nT,4,2,3,1\nT,5,2,3,1\nT,6,2,3,1\n"}}};
    auto got = read(files);
    drilling::mark_doubtful(got.holes);
    const auto at = [&](std::int64_t line) {
        const auto& assays = got.holes.assays;
        for (std::size_t row = 0; row < assays.size(); ++row)
            if (assays.file_of(row) == "p.csv" && assays.row[row] == line) return row;
        return assays.size();
    };
    EXPECT_FALSE(drilling::believed(got.holes, got.holes.assays, at(4)));
    EXPECT_TRUE(drilling::believed(got.holes, got.holes.assays, at(3)));
    EXPECT_TRUE(drilling::believed(got.holes, got.holes.assays, at(5)));
    std::vector<Finding> doubts;
    for (const Finding& finding : drilling::validate(got.holes, {}))
        if (finding.kind == FindingKind::doubtful_place) doubts.push_back(finding);
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_EQ(doubts[0].severity, Severity::error);
    EXPECT_EQ(doubts[0].file, "p.csv");
    EXPECT_EQ(doubts[0].row, 4);
    EXPECT_EQ(doubts[0].hole, "T");
    drilling::approve(got.holes, doubts, [](const Finding&) { return true; });
    EXPECT_TRUE(drilling::believed(got.holes, got.holes.assays, at(4)));
}

TEST(PointSamples, a_channel_that_lies_elsewhere_as_a_whole_is_told_once) {
    const Files files{.assays = {.points_file = "p.csv"},
                      .more = {{"p.csv",
                                "id,x,y,z,Cu\nT,1,2,3,1\nT,2,2,3,1\nT,3,2,3,1\nT,4,2,3,1\nT,5,2,3,1\nT,6,2,3,1\nT,7,2,3,1\nT,8,2,3,1\n"
                                "FAR,900000,800000,3,1\nFAR,900001,800000,3,1\nFAR,900002,800000,3,1\n"}}};
    auto got = read(files);
    drilling::mark_doubtful(got.holes);
    std::vector<Finding> doubts;
    for (const Finding& finding : drilling::validate(got.holes, {}))
        if (finding.kind == FindingKind::doubtful_place) doubts.push_back(finding);
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_EQ(doubts[0].row, 10) << "where the channel begins";
    drilling::approve(got.holes, doubts, [](const Finding&) { return true; });
    const auto& assays = got.holes.assays;
    for (std::size_t row = 0; row < assays.size(); ++row) EXPECT_TRUE(drilling::believed(got.holes, assays, row)) << "line " << assays.row[row];
}

TEST(PointSamples, findings_about_a_channel_name_its_own_file) {
    Files files{.collar = "hole,x,y,z\nH1,1,2,3\nH2,4,5,6\nH3,7,8,9\n",
                .assays = {.points_file = "p.csv"},
                .more = {{"p.csv", "id,x,y,z,Cu\nT,1,2,3,1\nT,2,2,3,1\nFAR,900000,800000,3,1\n"}}};
    std::vector<Finding> doubts;
    for (const Finding& finding : drilling::validate(read(files).holes, {})) {
        EXPECT_FALSE(finding.kind == FindingKind::twin_hole) << "a channel goes where its samples go";
        if (finding.kind == FindingKind::doubtful_place) doubts.push_back(finding);
    }
    ASSERT_EQ(doubts.size(), 1u);
    EXPECT_EQ(doubts[0].hole, "FAR");
    EXPECT_EQ(doubts[0].file, "p.csv");
    EXPECT_EQ(doubts[0].row, 4);
}

TEST(PointSamples, beside_drillholes_with_a_name_of_their_own) {
    Files files{.assays = {.points_file = "p.csv"}, .more = {{"p.csv", "id,x,y,z,Cu\nH1,7,8,9,3\n"}}};
    const auto got = read(files);
    ASSERT_EQ(got.holes.collars.size(), 3u);
    EXPECT_EQ(got.holes.collars[2].hole, "p.csv:H1");
    EXPECT_THAT(got.holes.assays.hole, ElementsAre(0, 2));
    EXPECT_TRUE(got.holes.assays.is_point(1));
    EXPECT_FALSE(got.holes.assays.is_point(0));
    EXPECT_EQ(composites(got, 10).size(), 2u);
}

TEST(SampleKinds, to_and_length_say_where_a_sample_begins) {
    const auto got = read({.assay = "hole,to,length,Cu\nH1,4,2,1\nH1,8,2,3\nH2,5,5,2\n"});
    EXPECT_THAT(got.holes.assays.from_m, ElementsAre(2, 6, 0));
    EXPECT_THAT(got.holes.assays.to_m, ElementsAre(4, 8, 5));
    ASSERT_EQ(of(got, FindingKind::sample_kind).size(), 1u);
    EXPECT_EQ(of(got, FindingKind::sample_kind)[0].what.key, "csv.kind_to_length");
}

TEST(SampleKinds, a_middle_and_a_length_reach_to_either_side) {
    for (const char* header : {"Mid Depth (m)", "MIDPOINT", "depth_mid", "中点深度"}) {
        SCOPED_TRACE(header);
        const auto got = read({.assay = "hole," + std::string(header) + ",length,Cu\nH1,1,2,1\nH1,5,4,3\nH2,0.74,1.5,2\n"});
        EXPECT_THAT(got.holes.assays.from_m, ElementsAre(0, 3, 0));  // a centimetre above the collar is rounding
        EXPECT_THAT(got.holes.assays.to_m, ElementsAre(2, 7, 1.49));
        EXPECT_FALSE(got.holes.assays.is_point(0));
        ASSERT_EQ(of(got, FindingKind::sample_kind).size(), 1u);
        EXPECT_EQ(of(got, FindingKind::sample_kind)[0].what.key, "csv.kind_mid_length");
        EXPECT_EQ(of(got, FindingKind::sample_kind)[0].severity, Severity::info);
    }
}

TEST(SampleKinds, a_depth_and_a_length_are_asked_about) {
    const std::string open = "hole,depth,length,Cu\nH1,1,2,1\nH1,3,2,3\n";
    const auto refused = try_read({.assay = open});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "csv.depth_open");
    EXPECT_EQ(refused.error().place.field, "depth");
    EXPECT_EQ(refused.error().fix.key, "csv.depth_open_fix");
    const auto as = [&](SampleKind kind) { return read({.assay = open, .assays = {.kind = kind}}).holes.assays; };
    EXPECT_THAT(as(SampleKind::mid_length).from_m, ElementsAre(0, 2));
    EXPECT_THAT(as(SampleKind::mid_length).to_m, ElementsAre(2, 4));
    EXPECT_THAT(as(SampleKind::from_length).from_m, ElementsAre(1, 3));
    EXPECT_THAT(as(SampleKind::from_length).to_m, ElementsAre(3, 5));
    EXPECT_THAT(as(SampleKind::to_only).from_m, ElementsAre(-1, 1));  // and found to be impossible
    EXPECT_THAT(as(SampleKind::to_only).to_m, ElementsAre(1, 3));
    EXPECT_TRUE(as(SampleKind::points).is_point(0));
    // No lengths: the column is said to be none, or holds names.
    EXPECT_TRUE(read({.assay = open, .assays = {.length = "-"}}).holes.assays.is_point(0));
    EXPECT_TRUE(read({.assay = "hole,depth,interval,Cu\nH1,1,upper,1\nH1,3,lower,3\n"}).holes.assays.is_point(0));
}

TEST(SampleKinds, places_without_depths_are_points) {
    const auto got = read({.collar = "", .survey = "", .assay = "blasthole,x,y,z,Cu\nB1,1,2,3,1\nB2,4,5,6,2\n"});
    ASSERT_EQ(got.holes.assays.size(), 2u);
    EXPECT_TRUE(got.holes.assays.is_point(0));
    EXPECT_EQ(got.holes.collars[1].x, 4);
    EXPECT_EQ(of(got, FindingKind::sample_kind).back().severity, Severity::warning);
    const auto bench =
        read({.collar = "", .survey = "", .assay = "blasthole,x,y,z,bench_height,Cu\nB1,1,2,3,10,1\n"});
    EXPECT_THAT(bench.holes.assays.to_m, ElementsAre(10));
}

DrillholeImport channels(const std::string& text, drilling::ImportRule rule = {}) {
    return read({.collar = "",
                 .survey = "",
                 .assay = "",
                 .rule = std::move(rule),
                 .columns = {},
                 .assays = {.points_file = "p.csv"},
                 .more = {{"p.csv", text}}});
}

TEST(PointSamples, with_an_end_are_intervals_along_their_channel) {
    const auto got = channels("channel,x,y,z,x2,y2,z2,Cu_pct\nT1,0,0,5,3,4,5,1\nT1,3,4,5,6,8,5,2\nT1,6,8,6,6,8,9,3\n");
    EXPECT_THAT(got.holes.assays.from_m, ElementsAre(0, 5, 11));
    EXPECT_THAT(got.holes.assays.to_m, ElementsAre(5, 10, 14));
    EXPECT_FALSE(got.holes.assays.is_point(0));
    EXPECT_EQ(drilling::desurvey(got.holes)[0].at(14)[2], 9);
}

TEST(PointSamples, with_a_direction_follow_it_and_ask_for_the_sign_of_dips) {
    const auto down = channels("channel,x,y,z,azimuth,dip,length,Cu_pct\nT1,0,0,5,90,-90,2,1\nT1,0,0,3,90,-90,3,2\n");
    EXPECT_THAT(down.holes.assays.to_m, ElementsAre(2, 5));
    EXPECT_NEAR(drilling::desurvey(down.holes)[0].at(5)[2], 0, 1e-9);
    // The samples meet only with the other sign.
    const auto met = channels("channel,x,y,z,azimuth,dip,length,Cu_pct\nT1,0,0,5,90,90,2,1\nT1,0,0,3,90,90,3,2\n");
    EXPECT_NEAR(drilling::desurvey(met.holes)[0].at(5)[2], 0, 1e-9);
    const std::string lone = "channel,x,y,z,azimuth,dip,length,Cu_pct\nT1,0,0,5,90,60,2,1\n";
    const auto asked = channels(lone);
    EXPECT_TRUE(asked.holes.assays.is_point(0));
    ASSERT_EQ(of(asked, FindingKind::dip_unknown).size(), 1u);
    EXPECT_EQ(of(asked, FindingKind::dip_unknown)[0].severity, Severity::error);
    const auto stated = channels(lone, {.dip = drilling::DipConvention::positive_down});
    EXPECT_FALSE(stated.holes.assays.is_point(0));
    EXPECT_LT(drilling::desurvey(stated.holes)[0].at(2)[2], 5);
}

TEST(SampleKinds, the_shared_cases) {
    ORELENS_SHARED(folder, "cases/10-depth-only-assays");
    struct Case {
        const char* name;
        std::vector<double> from, to;
    };
    for (const Case& c : {Case{"a-point", {1, 2, 3}, {1, 2, 3}},
                          {"b-from-length", {0, 1, 2}, {1, 2, 3}},
                          {"c-to-only", {0, 1, 2}, {1, 2, 3}}}) {
        base::Progress progress;
        const std::string name = c.name;
        const auto got =
            read_drillholes({.collar_file = name + "_collar.csv", .assay_file = name + "_assay.csv"}, {},
                            folder.string(), progress);
        ASSERT_TRUE(got) << name;
        EXPECT_EQ(got->holes.assays.from_m, c.from) << name;
        EXPECT_EQ(got->holes.assays.to_m, c.to) << name;
        const auto made = composites(*got, 2);
        if (name == "a-point") {
            EXPECT_THAT(made.grades[0].values, ElementsAre(0.5, 0.6, 0.7));
        } else {
            EXPECT_DOUBLE_EQ(made.grades[0].values[0], made.size() == 1 ? 0.6 : 0.55);
        }
    }
}

}  // namespace
}  // namespace orelens::io
