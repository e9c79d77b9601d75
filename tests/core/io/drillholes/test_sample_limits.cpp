// The forms in which laboratories write limits, and what whole columns of them become.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/drilling/LeftOut.h"
#include "core/io/drillholes/SampleLimits.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(SampleLimits, forms) {
    struct Case {
        const char* cell;
        int sign;  ///< −1 below, 1 above, 0 neither
        const char* number;
    };
    const LimitWords words = limit_words({});
    for (const Case& c : {Case{"<0.01", -1, "0.01"},
                          {"< 0.01", -1, "0.01"},
                          {"＜0.01", -1, "0.01"},
                          {"<.01", -1, ".01"},
                          {"<=0.01", -1, "0.01"},
                          {"≤0.01", -1, "0.01"},
                          {"≦ 0.01", -1, "0.01"},
                          {"&lt;0.01", -1, "0.01"},
                          {"<0.01 ppm", -1, "0.01 ppm"},
                          {"L0.01", -1, "0.01"},
                          {"0.01L", -1, "0.01"},
                          {"ND(0.01)", -1, "0.01"},
                          {"未检出（0.01）", -1, "0.01"},
                          {"BDL", -1, ""},
                          {"bdl", -1, ""},
                          {"N.D.", -1, ""},
                          {"<LOD", -1, ""},
                          {"TR", -1, ""},
                          {"未检出", -1, ""},
                          {"痕迹", -1, ""},
                          {"微量", -1, ""},
                          {"nil", -1, ""},
                          {"小于0.01", -1, "0.01"},
                          {"小於 0.01", -1, "0.01"},
                          {"低于0.01", -1, "0.01"},
                          {"小于检出限", -1, ""},
                          {"低于检出限", -1, ""},
                          {"大于10", 1, "10"},
                          {"大于等于10", 1, "10"},
                          {"超過10 %", 1, "10 %"},
                          {">10", 1, "10"},
                          {"＞10", 1, "10"},
                          {"≥ 10", 1, "10"},
                          {">1.0%", 1, "1.0%"},
                          {"10+", 1, "10"},
                          {"OL", 1, ""},
                          {"0.01", 0, ""},
                          {"-0.01", 0, ""},
                          {"1.2E-2", 0, ""},
                          {"0.01<", 0, ""},
                          {"0.01*", 0, ""},
                          {"<", 0, ""},
                          {"n.a.", 0, ""},
                          {"Large", 0, ""},
                          {"trachyte", 0, ""},
                          {"", 0, ""}}) {
        SCOPED_TRACE(c.cell);
        const auto form = limit_form(c.cell, words);
        ASSERT_EQ(form.has_value(), c.sign != 0);
        if (!form) continue;
        EXPECT_EQ(form->above, c.sign > 0);
        EXPECT_EQ(form->number, c.number);
    }
}

/// A column of copper, one metre each.
Files column(const std::vector<std::string>& cells, const std::string& header = "Cu") {
    std::string assay = "hole,from,to," + header + "\n";
    for (std::size_t i = 0; i < cells.size(); ++i)
        assay += "H1," + std::to_string(i) + "," + std::to_string(i + 1) + "," + cells[i] + "\n";
    return {.survey = "", .assay = assay};
}

TEST(SampleLimits, a_word_takes_the_usual_limit_of_its_column) {
    Files files = column({"<0.02", "<0.01", "BDL", "未检出", "1", "-0.004", "-0.004", "-0.004"});
    auto got = read(files);
    EXPECT_THAT(copper(got), ElementsAre(0.01, 0.005, 0.002, 0.002, 1, 0.002, 0.002, 0.002));
    files.rule.below_detection = drilling::BelowDetection::zero;
    EXPECT_THAT(copper(read(files)), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0));
    // One cell in another unit is no usual limit.
    EXPECT_EQ(copper(read(column({"<0.01", "<0.01", "<0.01 ppm", "BDL", "1"})))[3], 0.005);
    // Without any limit half of it is nothing; zero is zero.
    files = column({"BDL", "1"});
    got = read(files);
    EXPECT_TRUE(std::isnan(copper(got)[0]));
    EXPECT_EQ(of(got, FindingKind::below_detection).at(0).what.key, "csv.below_without_limit");
    EXPECT_EQ(got.holes.assays.grades[0].flags[0], static_cast<std::uint8_t>(CellFlag::below_detection));
    files.rule.below_detection = drilling::BelowDetection::zero;
    EXPECT_EQ(copper(read(files))[0], 0);
}

TEST(SampleLimits, spellings_of_below_detection_are_told_without_being_declared) {
    for (const char* word : {"b.d.", "b.d.l.", "n.d.", "< d.l.", "<LOD", "LLD", "not detected", "微", "未检", "痕"})
        EXPECT_EQ(read(column({word, "<0.02"})).holes.assays.grades[0].flags[0],
                  static_cast<std::uint8_t>(CellFlag::below_detection))
            << word;
}

TEST(SampleLimits, declared_words_replace_the_usual_ones_and_null_codes_come_first) {
    Files files = column({"BDL", "leer", "<0.02"});
    files.assays.below_words = "Leer";
    const auto got = read(files);
    EXPECT_EQ(got.holes.assays.grades[0].flags[0], static_cast<std::uint8_t>(CellFlag::not_a_number));
    EXPECT_EQ(copper(got)[1], 0.01);
    files = column({"ND", "<0.02"});
    files.rule.null_codes = "nd";
    EXPECT_EQ(read(files).holes.assays.grades[0].flags[0], static_cast<std::uint8_t>(CellFlag::null_code));
}

/// By hand: plain 1 + 3 over 2 m, two cells below 0.4. Half: (4 + 0.4) / 4; zero: 4 / 4; without: 4 / 2.
TEST(SampleLimits, the_finding_says_what_each_rule_does_to_the_mean) {
    for (const std::string cell : {"<0.4", "-0.4"}) {
        const auto got = read(column({"1", "3", cell, cell, cell == "-0.4" ? cell : "", ""}));
        const bool negative = cell == "-0.4";
        const auto below = of(got, FindingKind::below_detection);
        ASSERT_EQ(below.size(), 1u) << cell;
        EXPECT_EQ(below[0].count, negative ? 3 : 2);
        EXPECT_EQ(below[0].severity, negative ? Severity::warning : Severity::info);
        EXPECT_THAT(below[0].what.args, Contains(Pair("mean_half", negative ? "0.92" : "1.1")));
        EXPECT_THAT(below[0].what.args, Contains(Pair("mean_zero", negative ? "0.8" : "1")));
        EXPECT_THAT(below[0].what.args, Contains(Pair("mean_missing", "2")));
    }
}

TEST(SampleLimits, negative_values_are_limits_only_where_they_look_so) {
    struct Case {
        std::vector<std::string> cells;
        bool limits;
        const char* why;
    };
    for (const Case& c :
         {Case{{"-0.01", "-0.01", "-0.01", "0.02", "0.5"}, true, "repeated at the bottom"},
          {{"-0.01", "0.02", "0.5", "0.7"}, false, "once"},
          {{"-0.01", "<0.01", "0.5", "0.7"}, true, "once, but the column states the limit"},
          {{"-1", "-1", "-1", "0.02", "0.5"}, false, "above what the column holds"},
          {{"-0.99", "-0.99", "-0.99", "2", "5"}, false, "nines are a code for missing"},
          {{"-0.1", "-0.2", "-0.3", "-0.4", "-0.5", "-0.6", "-0.7", "5", "6"}, false, "too many"}}) {
        const auto got = read(column(c.cells));
        EXPECT_EQ(copper(got)[0] > 0, c.limits) << c.why;
        EXPECT_EQ(of(got, FindingKind::below_detection).empty(), !c.limits) << c.why;
    }
    Files stated = column({"-0.01", "0.02", "0.5", "0.7"});
    stated.assays.negative = drilling::NegativeRule::below_detection;
    EXPECT_EQ(copper(read(stated))[0], 0.005);
    stated = column({"-0.01", "-0.01", "-0.01", "0.02", "0.5"});
    stated.assays.negative = drilling::NegativeRule::not_accepted;
    EXPECT_EQ(copper(read(stated))[0], -0.01);
}

TEST(SampleLimits, above_the_limit_is_the_limit_and_flagged) {
    const auto got = read(column({">10", "OL", "10+", "2"}));
    EXPECT_THAT(copper(got), ElementsAre(10, 10, 10, 2));
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(got.holes.assays.grades[0].flags[static_cast<std::size_t>(i)],
                  static_cast<std::uint8_t>(CellFlag::above_limit));
    const auto above = of(got, FindingKind::above_limit);
    ASSERT_EQ(above.size(), 2u) << "one for 10, one for the word";
    EXPECT_EQ(above[0].count, 2);
    EXPECT_EQ(above[0].severity, Severity::warning);
    EXPECT_THAT(above[0].what.args, Contains(Pair("mean", "8")));
    EXPECT_THAT(above[0].what.args, Contains(Pair("mean_missing", "6")));
}

/// By hand: 2 over 1 m beside three of 10 over 1 m each, one of them a word: 32 / 4; without >10 (two): 12 / 2.
TEST(SampleLimits, the_rule_for_above_the_limit_is_declared) {
    using drilling::AboveRule;
    const std::vector<std::string> cells{">10", "OL", "10+", "2"};
    Files files = column(cells);
    EXPECT_THAT(base::text(of(read(files), FindingKind::above_limit).at(0).fix, base::Language::english),
                HasSubstr("set assays.above_limit to at_limit or missing"));
    files.assays.above_limit = AboveRule::at_limit;
    auto got = read(files);
    EXPECT_THAT(copper(got), ElementsAre(10, 10, 10, 2));
    ASSERT_EQ(of(got, FindingKind::above_limit).size(), 2u);
    EXPECT_EQ(of(got, FindingKind::above_limit)[0].severity, Severity::info);
    EXPECT_EQ(of(got, FindingKind::above_limit)[0].fix.key, "csv.above_at_limit_fix");
    EXPECT_THAT(of(got, FindingKind::above_limit)[0].what.args, Contains(Pair("mean", "8")));
    files.assays.above_limit = AboveRule::missing;
    got = read(files);
    for (const std::size_t row : {0U, 1U, 2U}) {
        EXPECT_TRUE(std::isnan(copper(got)[row])) << row;
        EXPECT_EQ(got.holes.assays.grades[0].flags[row], static_cast<std::uint8_t>(CellFlag::above_limit)) << row;
    }
    EXPECT_EQ(copper(got)[3], 2);
    const auto above = of(got, FindingKind::above_limit);
    ASSERT_EQ(above.size(), 2u);
    EXPECT_EQ(above[0].severity, Severity::info);
    EXPECT_EQ(above[0].count, 2);
    EXPECT_EQ(above[0].what.key, "csv.above_limit_missing");
    EXPECT_EQ(above[0].fix.key, "csv.above_missing_fix");
    EXPECT_THAT(above[0].what.args, Contains(Pair("mean_missing", "2")));
    EXPECT_NEAR(std::stod(std::ranges::find(above[0].what.args, "mean", &std::pair<std::string, std::string>::first)->second),
                22.0 / 3, 1e-3)
        << "the two at 10, the word missing as declared";
    EXPECT_EQ(drilling::column_use(got.holes).at(0).above_limit, 3);
    // A word whose limit nobody states is missing by the same declaration, and no fault.
    files = column({"OL", "2"});
    EXPECT_EQ(of(read(files), FindingKind::non_numeric).size(), 1u);
    files.assays.above_limit = AboveRule::missing;
    EXPECT_EQ(of(read(files), FindingKind::non_numeric).size(), 0u);
    EXPECT_EQ(of(read(files), FindingKind::above_limit).size(), 1u);
}

TEST(SampleLimits, the_column_of_the_over_limit_method_counts) {
    const auto got = read({.survey = "",
                           .assay = "hole,from,to,Cu_ppm,Cu_OG62_pct\nH1,0,1,>10000,1.5\nH1,1,2,9000,\n"
                                    "H1,2,3,>10000,\nH1,3,4,,>40\n",
                           .columns = {{"Cu", {.unit = GradeUnit::ppm}}}});
    EXPECT_THAT(copper(got), ElementsAre(15000, 9000, 10000, 400000));
    EXPECT_EQ(got.holes.assays.grades[0].flags[0], 0);
    EXPECT_EQ(got.holes.assays.grades[0].flags[2], static_cast<std::uint8_t>(CellFlag::above_limit));
    bool said = false;
    for (const Finding& finding : of(got, FindingKind::over_column))
        said = said || (finding.what.key == "csv.over_column" && finding.count == 2);
    EXPECT_TRUE(said);
}

/// A column of copper with rows under its header.
Files under(const std::string& rows, const std::vector<std::string>& cells) {
    Files files = column(cells);
    files.assay.insert(files.assay.find('\n') + 1, rows);
    return files;
}

TEST(SampleLimits, words_take_the_limit_that_stands_under_the_header) {
    // The stated limit counts, whatever single cells say.
    auto got = read(under("LOD,,,0.02\nUDL,,,10\n", {"ND", "<0.1", "<0.1", "OL", "-0.02", "1"}));
    EXPECT_THAT(copper(got), ElementsAre(0.01, 0.05, 0.05, 10, 0.01, 1));
    std::vector<std::string> keys;
    for (const Finding& finding : of(got, FindingKind::below_detection)) keys.push_back(finding.what.key);
    EXPECT_THAT(keys, Contains("csv.below_word_stated"));
    // In its own unit; as a range; without a label where the grades lie above it.
    EXPECT_DOUBLE_EQ(copper(read(under("LOD,,,200 ppm\n", {"ND", "1"})))[0], 0.01);
    EXPECT_EQ(copper(read(under("range,,,0.02-10\n", {"ND", "OL", "1"}))),
              (std::vector<double>{0.01, 10, 1}));
    EXPECT_EQ(copper(read(under(",,,0.02\n", {"ND", "1"})))[0], 0.01);
    got = read(under(",,,0.5\n", {"ND", "1", "0.2"}));
    EXPECT_TRUE(std::isnan(copper(got)[0])) << "neither below nor above all grades: no limit";
    got = read(under("LOD,,,0.02\n", {"ND", "1"}));
    EXPECT_EQ(got.mappings.back().limits.at("Cu"), "0.02");
}

TEST(SampleLimits, numbers_below_the_stated_limit_stay_and_are_said) {
    const auto got = read(under("LOD,,,0.02\n", {"0.01", "0.01", "0", "1"}));
    EXPECT_THAT(copper(got), ElementsAre(0.01, 0.01, 0, 1));
    const auto below = of(got, FindingKind::below_detection);
    ASSERT_EQ(below.size(), 1u);
    EXPECT_EQ(below[0].what.key, "csv.plain_below");
    EXPECT_EQ(below[0].count, 3);
    EXPECT_THAT(below[0].what.args, Contains(Pair("value", "0.01")));
    EXPECT_EQ(of(read(column({"0.01", "1"})), FindingKind::below_detection).size(), 0u);
}

TEST(SampleLimits, the_shared_case) {
    ORELENS_SHARED(folder, "cases/04-detection-limits");
    base::Progress progress;
    const drilling::ImportRule rule{.collar_file = "a-forms_collar.csv", .assay_file = "a-forms_assay.csv"};
    const auto got = read_drillholes(rule, {}, folder.string(), progress);
    ASSERT_TRUE(got) << "the column is offered without being named";
    const auto& cu = *got->holes.assays.grade("Cu");
    for (std::size_t row = 0; row < 6; ++row) EXPECT_DOUBLE_EQ(cu.values[row], 0.005) << row;
    for (const std::size_t row : {8U, 9U, 10U, 11U, 12U, 13U, 24U, 26U})
        EXPECT_EQ(cu.flags[row], static_cast<std::uint8_t>(CellFlag::below_detection)) << row;
    for (const std::size_t row : {8U, 10U, 12U, 13U}) EXPECT_DOUBLE_EQ(cu.values[row], 0.005) << row;
    for (const std::size_t row : {17U, 27U})
        EXPECT_EQ(cu.flags[row], static_cast<std::uint8_t>(CellFlag::null_code)) << row;
    for (const std::size_t row : {14U, 15U}) {
        EXPECT_EQ(cu.flags[row], static_cast<std::uint8_t>(CellFlag::above_limit)) << row;
        EXPECT_EQ(cu.values[row], 10);
    }
}

}  // namespace
}  // namespace orelens::io
