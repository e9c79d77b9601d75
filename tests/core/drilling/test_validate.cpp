#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/base/Text.h"
#include "core/drilling/Tools.h"
#include "tests/core/drilling/Holes.h"

namespace orelens::drilling {
namespace {

using orelens::testing::fill;
using orelens::testing::Row;
using orelens::testing::vertical_holes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const double nan = no_value;

std::vector<Finding> of(const DrillholeSet& set, FindingKind kind, std::vector<Finding> read = {}) {
    std::vector<Finding> out;
    for (Finding& finding : validate(set, std::move(read)))
        if (finding.kind == kind) out.push_back(std::move(finding));
    return out;
}

std::vector<Finding> of_rows(const std::vector<Row>& rows, FindingKind kind) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu"}, rows);
    return of(set, kind);
}

TEST(Validate, a_cancelled_list_is_no_list) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu"}, {{0, 10, 20, {-1}}, {0, 20, 30, {101}}});
    ASSERT_FALSE(validate(set, {}).empty());
    base::Progress progress;
    EXPECT_EQ(validate(set, {}, &progress).size(), validate(set, {}).size());
    progress.cancel();
    EXPECT_THAT(validate(set, {}, &progress), IsEmpty());
}

TEST(Validate, clean_data_has_no_findings) {
    DrillholeSet set = vertical_holes(2);
    fill(set.assays, {"Cu", "S"}, {{0, 10, 20, {1, nan}}, {0, 20, 30, {0, nan}}, {1, 0, 200, {100, 0}}});
    fill(set.lithology, {}, {{0, 0, 200, {}, "A"}, {1, 0, 200, {}, "B"}});
    EXPECT_THAT(validate(set, {}), IsEmpty());
}

TEST(Validate, a_final_depth_far_beyond_all_others_and_without_records_is_doubted) {
    DrillholeSet set = vertical_holes(5);
    fill(set.assays, {"Cu"}, {{0, 0, 20, {1}}, {1, 0, 20, {1}}, {2, 0, 20, {1}}, {4, 0, 900, {1}}});
    set.collars[2].depth_m = 9999;
    set.collars[4].depth_m = 2400;
    const auto found = of(set, FindingKind::beyond_hole_depth);
    ASSERT_EQ(found.size(), 1u) << "a deep hole with samples far down is one, and 200 m are usual";
    EXPECT_EQ(found[0].hole, "H3");
    EXPECT_EQ(found[0].file, "collar.csv");
    EXPECT_EQ(found[0].severity, Severity::warning);
    EXPECT_EQ(found[0].what.args.at(3).second, "20");
    set.collars[2].depth_m = 2000;
    EXPECT_THAT(of(set, FindingKind::beyond_hole_depth), IsEmpty()) << "no more than ten times the usual depth";
}

TEST(Validate, overlap_names_both_rows_and_the_stretch) {
    const auto found = of_rows({{0, 0, 10, {1}}, {0, 8, 12, {1}}, {1, 5, 9, {1}}}, FindingKind::overlap);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].row, 3);
    EXPECT_EQ(found[0].hole, "H1");
    EXPECT_EQ(found[0].file, "assay.csv");
    EXPECT_DOUBLE_EQ(found[0].from_m, 8);
    EXPECT_DOUBLE_EQ(found[0].to_m, 10);
    EXPECT_EQ(found[0].severity, Severity::error);
    EXPECT_EQ(found[0].what.args.at(0).second, "2");
    EXPECT_THAT(base::text(found[0].what, base::Language::english), ::testing::HasSubstr("rows 2 and 3"));
    EXPECT_THAT(base::text(found[0].fix, base::Language::english),
                ::testing::HasSubstr("row 2, the earlier"));
    EXPECT_THAT(base::text(found[0].fix, base::Language::chinese), ::testing::HasSubstr("第 2 行为准"));
}

TEST(Validate, overlaps_are_seen_out_of_order_and_past_neighbours) {
    const auto late = of_rows({{0, 20, 30, {1}}, {0, 0, 21, {1}}}, FindingKind::overlap);
    ASSERT_EQ(late.size(), 1u);
    EXPECT_EQ(late[0].row, 3) << "the later row of the file is the one to correct, however deep it lies";
    EXPECT_EQ(late[0].what.args.at(0).second, "2");
    // 0–100 covers both others although they do not touch each other.
    EXPECT_EQ(of_rows({{0, 0, 100, {1}}, {0, 10, 20, {1}}, {0, 50, 60, {1}}}, FindingKind::overlap).size(),
              2u);
    EXPECT_THAT(of_rows({{0, 0, 100, {1}}, {0, 10, 20, {1}}, {0, 50, 60, {1}}}, FindingKind::gap), IsEmpty());
    EXPECT_EQ(of_rows({{0, 0, 10, {1}}, {0, 0, 10, {1}}}, FindingKind::overlap).size(), 1u)
        << "the same interval twice";
    // One long row after two short ones: two faults, and two different ids to approve.
    const auto two = of_rows({{0, 5, 6, {1}}, {0, 5, 7, {1}}, {0, 0, 100, {1}}}, FindingKind::overlap);
    ASSERT_EQ(two.size(), 2u);
    EXPECT_NE(two[0].id(), two[1].id());
    // Told at row 4 for one and at the other row for the next; row 4 is the one that gives way in both.
    for (const Finding& finding : two)
        EXPECT_EQ(finding.fix.args.at(0).second,
                  finding.row == 4 ? finding.what.args.at(0).second : std::to_string(finding.row));
}

TEST(Validate, gap_is_the_stretch_between_intervals) {
    const auto found = of_rows({{0, 0, 10, {1}}, {0, 12.5, 20, {1}}}, FindingKind::gap);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_DOUBLE_EQ(found[0].from_m, 10);
    EXPECT_DOUBLE_EQ(found[0].to_m, 12.5);
    EXPECT_THAT(of_rows({{0, 50, 60, {1}}, {0, 60, 70, {1}}}, FindingKind::gap), IsEmpty())
        << "above the first sample";
    EXPECT_THAT(of_rows({{0, 30 * 0.1, 4, {1}}, {0, 0, 3, {1}}}, FindingKind::gap), IsEmpty()) << "rounding";
}

// Feet turned into metres in one column and cut to centimetres in the other.
TEST(Validate, a_centimetre_is_rounding) {
    const std::vector<Row> rows = {{0, 0, 3.048, {1}},     {0, 3.05, 6.096, {1}},  {0, 6.1, 9.144, {1}},
                                   {0, 9.14, 12.192, {1}}, {0, 12.19, 15.24, {1}}, {0, 15.24, 18.288, {1}},
                                   {0, 18.29, 21.336, {1}}};
    EXPECT_THAT(of_rows(rows, FindingKind::overlap), IsEmpty());
    EXPECT_THAT(of_rows(rows, FindingKind::gap), IsEmpty());
    const auto told = of_rows(rows, FindingKind::depth_rounding);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].severity, Severity::info);
    EXPECT_EQ(told[0].count, 5);
    EXPECT_EQ(of_rows({{0, 0, 3, {1}}, {0, 3.02, 4, {1}}}, FindingKind::gap).size(), 1u);
    EXPECT_EQ(of_rows({{0, 0, 0.005, {1}}, {0, 0, 0.005, {1}}}, FindingKind::overlap).size(), 1u)
        << "the same short interval twice";
}

TEST(Validate, places_beyond_belief) {
    DrillholeSet set = vertical_holes(4);
    set.collars[3].x = 30000000;
    const auto found = of(set, FindingKind::doubtful_place);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].severity, Severity::error);
    EXPECT_EQ(found[0].row, 5);
    EXPECT_EQ(found[0].hole, "H4");
    set.collars[3] = set.collars[0];
    set.collars[3].hole = "H1a";
    EXPECT_EQ(of(set, FindingKind::twin_hole).at(0).hole, "H1a");
    set.surveys[3] = {3, 0, 90, -60, 5};
    EXPECT_THAT(of(set, FindingKind::twin_hole), IsEmpty()) << "a fan from one pad";
}

TEST(Validate, bad_intervals) {
    EXPECT_EQ(of_rows({{0, 10, 10, {1}}, {0, 30, 20, {1}}}, FindingKind::from_not_below_to).size(), 2u);
    EXPECT_EQ(of_rows({{0, 190, 200.5, {1}}, {1, 100, 200.001, {1}}}, FindingKind::beyond_hole_depth).size(),
              1u);
    EXPECT_EQ(of_rows({{0, -1, 5, {1}}}, FindingKind::beyond_hole_depth).size(), 1u);
    EXPECT_EQ(of_rows({{0, 0, 120, {nan}}, {1, 0, 99, {nan}}}, FindingKind::blank_interval).size(), 1u);
}

TEST(Validate, impossible_grades_cell_by_cell) {
    const auto negative =
        of_rows({{0, 0, 5, {-0.5}}, {0, 5, 10, {0}}, {0, 10, 15, {nan}}}, FindingKind::negative_grade);
    ASSERT_EQ(negative.size(), 1u);
    EXPECT_EQ(negative[0].column, "Cu");
    EXPECT_EQ(negative[0].row, 2);
    EXPECT_EQ(of_rows({{0, 0, 5, {100}}, {0, 5, 10, {100.01}}}, FindingKind::grade_above_total).size(), 1u);

    DrillholeSet ppm = vertical_holes(1);
    fill(ppm.assays, {"Cu"}, {{0, 0, 5, {5000}}, {0, 5, 10, {1000001}}});
    ppm.assays.grades[0].unit = base::GradeUnit::ppm;
    EXPECT_EQ(of(ppm, FindingKind::grade_above_total).size(), 1u);
}

TEST(Validate, very_many_faults_of_one_column_are_summed_up) {
    DrillholeSet set = vertical_holes(1);
    std::vector<Row> rows;
    const auto count = static_cast<int>(max_findings_per_column) + 500;
    for (int i = 0; i < count; ++i) rows.push_back({0, i * 0.01, (i + 1) * 0.01, {-1}});
    fill(set.assays, {"Cu"}, rows);
    const auto found = of(set, FindingKind::negative_grade);
    ASSERT_EQ(found.size(), static_cast<std::size_t>(max_findings_per_column) + 1);
    EXPECT_EQ(found.back().what.key, "drilling.more_negative");
    EXPECT_EQ(found.back().what.args.at(0).second, "500");
}

TEST(Validate, collars) {
    DrillholeSet set = vertical_holes(3);
    set.collars[1].z = nan;
    set.surveys.pop_back();
    set.collars.push_back(set.collars[0]);
    set.collars.back().row = 9;
    EXPECT_EQ(of(set, FindingKind::collar_coordinates_missing).at(0).hole, "H2");
    EXPECT_EQ(of(set, FindingKind::missing_survey).at(0).hole, "H3");
    EXPECT_EQ(of(set, FindingKind::duplicate_collar).at(0).row, 9);
}

TEST(Validate, a_final_depth_of_zero_is_none) {
    DrillholeSet set = vertical_holes(1);
    set.collars[0].depth_m = 0;
    set.surveys.push_back({0, 50, 0, -90, 3});
    fill(set.assays, {"Cu"}, {{0, 0, 10, {1}}});
    EXPECT_THAT(of(set, FindingKind::beyond_hole_depth), IsEmpty());
    set.collars[0].depth_m = 5;
    EXPECT_EQ(of(set, FindingKind::beyond_hole_depth).size(), 2u);
}

TEST(Validate, places_that_most_holes_share_are_errors) {
    DrillholeSet set = vertical_holes(10);
    for (std::size_t n = 0; n < 10; ++n) {
        set.collars[n].x = 452310 + 40.0 * static_cast<double>(n);
        set.collars[n].y = 4412345;
        if (n >= 6) std::swap(set.collars[n].x, set.collars[n].y);
    }
    const auto found = of(set, FindingKind::doubtful_place);
    ASSERT_EQ(found.size(), 4u);
    EXPECT_EQ(found[0].severity, Severity::error);
    EXPECT_EQ(found[0].fix.key, "drilling.place_kept_fix");
}

TEST(Validate, missing_collar_once_per_hole_and_not_twice) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu"}, {{-1, 0, 5, {1}}, {-1, 5, 10, {1}}});
    set.assays.unknown_holes = {"X9"};
    const auto found = of(set, FindingKind::missing_collar);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].hole, "X9");
    EXPECT_EQ(of(set, FindingKind::missing_collar, found).size(), 1u) << "the reader said so already";
}

TEST(Validate, stations) {
    DrillholeSet set = vertical_holes(1);
    set.surveys = {{0, 0, 361, -60, 2}, {0, 50, 10, -91, 3},  {0, 40, 10, -60, 4},
                   {0, 40, 20, -60, 5}, {0, 60, nan, -60, 6}, {0, 70, nan, -90, 7},
                   {0, 80, 10, nan, 8}, {0, 250, -5, -60, 9}, {0, -3, 10, -60, 10}};
    const auto rows = [&](FindingKind kind) {
        std::vector<std::int64_t> out;
        for (const Finding& finding : of(set, kind)) out.push_back(finding.row);
        return out;
    };
    EXPECT_THAT(rows(FindingKind::azimuth_out_of_range), ElementsAre(6, 2, 9)) << "errors first";
    EXPECT_THAT(rows(FindingKind::dip_out_of_range), ElementsAre(3, 8));
    EXPECT_THAT(rows(FindingKind::station_order), ElementsAre(10, 4));
    EXPECT_THAT(rows(FindingKind::duplicate_station), ElementsAre(5));
    EXPECT_THAT(rows(FindingKind::beyond_hole_depth), ElementsAre(9));
}

TEST(Validate, sorted_by_severity_then_file_then_row) {
    DrillholeSet set = vertical_holes(2);
    set.surveys.pop_back();
    fill(set.assays, {"Cu"}, {{0, 0, 10, {1}}, {0, 12, 300, {1}}, {0, 8, 11, {-1}}});
    Finding info;
    info.severity = Severity::info;
    info.file = "a.csv";
    const auto found = validate(set, {info});
    for (std::size_t i = 1; i < found.size(); ++i) {
        EXPECT_GE(found[i - 1].severity, found[i].severity);
        if (found[i - 1].severity == found[i].severity && found[i - 1].file == found[i].file) {
            EXPECT_LE(found[i - 1].row, found[i].row);
        }
    }
    EXPECT_EQ(found.back().file, "a.csv");
}

TEST(Finding, every_kind_has_words_in_both_languages) {
    for (int i = 0; i < finding_kinds; ++i) {
        const std::string key = "finding.kind." + std::string(kind_name(static_cast<FindingKind>(i)));
        for (const auto language : {base::Language::english, base::Language::chinese})
            EXPECT_NE(base::text(base::Message(key), language), key) << key;
    }
}

TEST(Finding, kinds_have_distinct_names_and_ids_are_stable) {
    std::set<std::string> names;
    for (int i = 0; i < finding_kinds; ++i) names.emplace(kind_name(static_cast<FindingKind>(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(finding_kinds));
    EXPECT_FALSE(names.contains(""));
    EXPECT_EQ(kind_name(FindingKind::blank_interval), "blank_interval");
    EXPECT_EQ(kind_name(FindingKind::open_quote), "open_quote");

    Finding finding;
    finding.kind = kind_name(FindingKind::overlap);
    finding.file = "assay.csv";
    finding.row = 12;
    finding.hole = "DH-1";
    finding.column = "Cu";
    EXPECT_EQ(finding.id(), "overlap|assay.csv|12|DH-1|Cu|");
    finding.from_m = 0.3048 * 10;
    EXPECT_EQ(finding.id(), "overlap|assay.csv|12|DH-1|Cu|3.048");
    Finding same = finding;
    same.approved = true;
    same.what = base::Message("drilling.overlap");
    EXPECT_EQ(same.id(), finding.id()) << "approval and wording are no part of it";
}

TEST(Approve, reaches_the_finding_and_its_cell) {
    DrillholeSet set = vertical_holes(1);
    fill(set.assays, {"Cu", "S"}, {{0, 0, 5, {1, -7}}, {0, 5, 10, {-2, 1}}, {0, 10, 15, {-3, 1}}});
    auto findings = validate(set, {});
    ASSERT_EQ(findings.size(), 3u);
    approve(set, findings, {"negative_grade|assay.csv|3|H1|Cu|5", "negative_grade|assay.csv|99|H1|Cu|5"});
    for (const Finding& finding : findings) EXPECT_EQ(finding.approved, finding.row == 3);
    EXPECT_EQ(usable_grade(set.assays.grades[0], 1), -2);
    EXPECT_TRUE(std::isnan(usable_grade(set.assays.grades[0], 2)));
    EXPECT_TRUE(std::isnan(usable_grade(set.assays.grades[1], 0)));
    for (const Finding& finding : validate(set, {}))
        EXPECT_EQ(finding.approved, finding.row == 3) << "and stays";
}

TEST(Finding, every_message_has_words_for_its_arguments) {
    DrillholeSet set = vertical_holes(2);
    set.surveys = {{0, 0, 361, -95, 2},
                   {0, -4, nan, nan, 3},
                   {0, 300, 10, -60, 4},
                   {0, 300, 10, -60, 4},
                   {0, 9, 1, 1, 5}};
    set.collars[1].z = nan;
    set.collars.push_back(set.collars[0]);
    fill(set.assays, {"Cu"},
         {{0, 0, 10, {-1}}, {0, 5, 12, {200}}, {0, 20, 15, {1}}, {0, 30, 250, {nan}}, {0, -1, 0, {1}}});
    set.assays.unknown_holes = {"X"};
    std::set<std::string> kinds;
    for (const Finding& finding : validate(set, {})) {
        kinds.insert(finding.kind);
        for (const auto language : {base::Language::english, base::Language::chinese})
            for (const base::Message* message : {&finding.what, &finding.fix}) {
                const std::string words = base::text(*message, language);
                EXPECT_NE(words, message->key);
                EXPECT_EQ(words.find('{'), std::string::npos) << words;
            }
    }
    EXPECT_GE(kinds.size(), 13u);
}

TEST(Rules, lists_as_users_type_them) {
    EXPECT_THAT(list_items(" a ; b c；d;; "), ElementsAre("a", "b c", "d"));
    EXPECT_THAT(list_items(""), IsEmpty());
}

TEST(Rules, parameters_hold_the_defaults_of_the_structs) {
    for (const auto& param : import_params()) EXPECT_EQ(param.get(ImportRule{}), param.info.default_value);
    for (const auto& param : composite_params())
        EXPECT_EQ(param.get(CompositeRule{}), param.info.default_value);
    CompositeRule rule;
    for (const auto& param : composite_params())
        if (param.info.id == "tail") param.set(rule, std::string("drop"));
    EXPECT_EQ(rule.tail, TailRule::drop);
    EXPECT_EQ(import_params().size(), 39u) << "every member of ImportRule is declared";
}

}  // namespace
}  // namespace orelens::drilling
