#include "core/io/text/ColumnMarks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace orelens::io {
namespace {

using base::DecimalMark;
using base::ThousandsMark;
using ::testing::HasSubstr;

CsvTable table_of(const std::string& text) {
    auto table = parse_csv(text, "t.csv");
    EXPECT_TRUE(table.has_value());
    return table ? std::move(*table) : CsvTable{};
}

std::vector<ColumnMarks> marks_of(const CsvTable& table, const base::NumberStyle& rule = {},
                                  const std::vector<std::size_t>& not_numbers = {}) {
    return settle_marks(table, number_evidence(table), rule, not_numbers);
}

ColumnMarks first_of(const std::string& text, const base::NumberStyle& rule = {}) {
    return marks_of(table_of(text), rule).at(0);
}

TEST(ColumnMarks, the_column_decides_for_itself) {
    struct Case {
        const char* text;
        NumberMarks marks;
    };
    for (const Case& c : {Case{"a;b\n1.5;x\n2.25;y\n", {'.', 0}},
                          {"a;b\n1,5;x\n2,25;y\n", {',', 0}},
                          {"a,b\n\"1,5\",x\n", {',', 0}},
                          {"a,b\n\"1,500.5\",x\n", {'.', ','}},
                          {"a;b\n1.500,5;x\n", {',', '.'}},
                          {"a;b\n<0,01;x\n-1,5;y\n", {',', 0}},
                          {"a\tb\n1,250,000\tx\n1,250\ty\n", {'.', ','}},
                          {"a\tb\n1 250,5\tx\n", {',', ' '}},
                          {"a\tb\n1'250\tx\n0.5\ty\n", {'.', '\''}},
                          {"a\tb\n0.250\tx\n1.250\ty\n", {'.', 0}},
                          {"a\tb\n452310.250\tx\n350.125\ty\n", {'.', 0}},
                          {"a\tb\n-0.125\tx\n-12.500\ty\n", {'.', 0}},
                          {"a\tb\n0,01 ppm\tx\n1,250 ppm\ty\n", {',', 0}}}) {
        const ColumnMarks marks = first_of(c.text);
        EXPECT_EQ(marks.marks, c.marks) << c.text;
        EXPECT_EQ(marks.reason, MarkReason::column) << c.text;
        EXPECT_TRUE(marks.seen);
        EXPECT_FALSE(marks.inferred()) << c.text;
        EXPECT_FALSE(marks.mixed) << c.text;
    }
    EXPECT_EQ(first_of("a;b\n10;x\n").reason, MarkReason::nothing);
    EXPECT_FALSE(first_of("a;b\n10;x\n").seen);
}

TEST(ColumnMarks, thousands_next_to_decimals_of_the_column_are_told) {
    const ColumnMarks marks = first_of("a\tb\n0.5\tx\n1,250\ty\n");
    EXPECT_EQ(marks.marks, (NumberMarks{'.', ','}));
    EXPECT_TRUE(marks.inferred());
    EXPECT_EQ(marks.cells, 1);
}

TEST(ColumnMarks, what_could_be_either_stays_undecided_for_every_delimiter) {
    for (const char* text :
         {"CU\tB\n1,250\tx\n950\ty\n2,400\tz\n", "CU;B\n1.250;x\n950;y\n2.400;z\n", "CU;B\n1,250;x\n950;y\n",
          "CU|B\n1.250|x\n", "CU\tB\n1.250\tx\n", "CU,B\n\"1,250\",x\n950,y\n",
          "CU,B\n1.250,x\n950,y\n2.400,z\n", "CU\tB\n1.250\tx\n1,250\ty\n"}) {
        const CsvTable table = table_of(text);
        const auto marks = marks_of(table);
        EXPECT_EQ(marks.at(0).reason, MarkReason::unclear) << text;
        EXPECT_TRUE(unclear_marks(table, marks, {1}, "drillholes.").has_value()) << "not read as numbers";
        const auto refused = unclear_marks(table, marks, {0}, "drillholes.");
        ASSERT_FALSE(refused.has_value()) << text;
        EXPECT_EQ(refused.error().what.key, "csv.unclear_marks");
        EXPECT_EQ(refused.error().place.field, "CU");
        EXPECT_EQ(refused.error().place.row, 2);
        const std::string words = base::describe(refused.error(), base::Language::english);
        for (const char* word : {"CU", "250", "drillholes.decimal_mark", "1.25", "1250"})
            EXPECT_THAT(words, HasSubstr(word));
    }
}

TEST(ColumnMarks, other_columns_are_weaker_evidence) {
    const auto decimals = marks_of(table_of("A\tB\n1.250\t0.5\n2.400\t0.7\n"));
    EXPECT_EQ(decimals[0].marks, (NumberMarks{'.', 0}));
    EXPECT_FALSE(decimals[0].inferred()) << "three decimals in a file of decimal points are plain";
    const auto groups = marks_of(table_of("A\tB\n1,250\t0.5\n950\t0.7\n"));
    EXPECT_EQ(groups[0].marks, (NumberMarks{'.', ','}));
    EXPECT_EQ(groups[0].reason, MarkReason::other_columns);
    EXPECT_TRUE(groups[0].inferred());
    const auto shown = marks_of(table_of("X\tY\n452,310\t4,412,345\n"));
    EXPECT_EQ(shown[0].marks, (NumberMarks{'.', ','}));
    EXPECT_FALSE(shown[0].inferred()) << "the groups of Y are unmistakable";
    const auto commas = marks_of(table_of("A;B\n1.250;0,5\n"));
    EXPECT_EQ(commas[0].marks, (NumberMarks{',', '.'}));
    const auto names = marks_of(table_of("hole;B\n12.5;1,250\n"), {}, {0});
    EXPECT_EQ(names[1].reason, MarkReason::unclear) << "a hole's name is no number";
    const auto words = marks_of(table_of("note;B\n0.5;1,250\nx;7\ny;8\n"));
    EXPECT_EQ(words[1].reason, MarkReason::unclear) << "a column of words lends nothing";
}

TEST(ColumnMarks, three_decimals_throughout_are_decimals_where_one_number_proves_it) {
    EXPECT_EQ(first_of("x\ty\n100.000\t200.000\n105.500\t210.250\n").reason, MarkReason::unclear);
    // A leading zero, more digits than a group has, one plain decimal anywhere.
    for (const char* proof : {"0.125,200.000", "1105.500,210.250", "105.500,0.250", "105.5,210.250"}) {
        std::string text = "x,y\n100.000,200.000\n" + std::string(proof) + "\n";
        std::ranges::replace(text, ',', '\t');
        const ColumnMarks marks = first_of(text);
        EXPECT_EQ(marks.marks, decimal_point) << proof;
        EXPECT_FALSE(marks.inferred()) << proof;
    }
}

TEST(ColumnMarks, between_commas_a_point_with_three_decimals_is_a_decimal_point) {
    const ColumnMarks all = first_of("x,y\n100.000,200.000\n105.500,210.250\n");
    EXPECT_EQ(all.marks, decimal_point);
    EXPECT_EQ(all.reason, MarkReason::delimiter);
    EXPECT_FALSE(all.inferred()) << "every cell has three decimals";
    const ColumnMarks some = first_of("x,y\n1.125,a\n2,b\n1.375,c\n");
    EXPECT_EQ(some.marks, decimal_point);
    EXPECT_TRUE(some.inferred()) << "whole numbers beside them are a reason to say so";
    EXPECT_EQ(some.cells, 2);
    const ColumnMarks heights = first_of("z,y\n350,a\n351.125,b\n");
    EXPECT_EQ(heights.reason, MarkReason::delimiter) << "350 and 351 125 are not of one column";
    EXPECT_EQ(first_of("CU,B\n950,x\n1.250,y\n").reason, MarkReason::unclear) << "950 and 1250 are";
    const auto quoted = marks_of(table_of("A,B\n1.250,\"1,250\"\n"));
    EXPECT_EQ(quoted[0].reason, MarkReason::unclear) << "a comma stands in a number of the file";
    EXPECT_EQ(quoted[1].reason, MarkReason::unclear);
    MarkTable careful(table_of("CU,B\n1.250,x\n"));
    careful.delimiter_tells = false;
    const auto seen = number_evidence(table_of("CU,B\n1.250,x\n"));
    EXPECT_EQ(settle_marks(careful, seen, {})[0].reason, MarkReason::unclear);
}

TEST(ColumnMarks, both_decimal_marks_in_a_column_are_read_one_by_one_and_told) {
    const ColumnMarks mixed = first_of("a\tb\n0.5\tx\n0,5\ty\n12,5\tz\n");
    EXPECT_TRUE(mixed.mixed);
    EXPECT_EQ(mixed.marks.group, 0);
    EXPECT_EQ(first_of("a\tb\n0.5\tx\n0,5\ty\n1,250\tz\n").reason, MarkReason::unclear);
    std::string slip = "a\tb\n0,5\tx\n";
    for (int n = 0; n < 10; ++n) slip += "1.5\tx\n1.250\tx\n";
    const ColumnMarks one = first_of(slip);
    EXPECT_TRUE(one.mixed);
    EXPECT_EQ(one.marks, decimal_point) << "ten to one";
}

TEST(ColumnMarks, the_rule_counts) {
    const std::string either = "a\tb\n1,250\tx\n950\ty\n";
    struct Case {
        base::NumberStyle rule;
        double value;
    };
    for (const Case& c : {Case{{DecimalMark::point, ThousandsMark::detect}, 1250},
                          {{DecimalMark::comma, ThousandsMark::detect}, 1.25},
                          {{DecimalMark::detect, ThousandsMark::comma}, 1250},
                          {{DecimalMark::detect, ThousandsMark::point}, 1.25},
                          {{DecimalMark::detect, ThousandsMark::none}, 1.25}}) {
        const ColumnMarks marks = first_of(either, c.rule);
        EXPECT_EQ(marks.reason, MarkReason::stated);
        EXPECT_EQ(parse_number("1,250", marks.marks), c.value);
    }
    const ColumnMarks strict = first_of(either, {DecimalMark::point, ThousandsMark::none});
    EXPECT_TRUE(read_number("1,250", strict.marks).unclear);
    EXPECT_EQ(check_marks({DecimalMark::comma, ThousandsMark::comma}, "p.").error().place.field,
              "p.thousands_mark");
    EXPECT_TRUE(check_marks({DecimalMark::comma, ThousandsMark::point}, "p.").has_value());
}

TEST(ColumnMarks, numbers_of_a_workbook_have_a_decimal_point) {
    CsvTable table = table_of("a\tb\n1.253\tx\n950\ty\n");
    EXPECT_EQ(marks_of(table).at(0).reason, MarkReason::unclear);
    table.sheet = "Assay";
    EXPECT_EQ(marks_of(table).at(0).marks, decimal_point);
    EXPECT_FALSE(marks_of(table).at(0).inferred());
    // Typed as text: what the workbook's own numbers look like says nothing of it.
    for (const char* text :
         {"a\tb\n1,250\tx\n950\ty\n", "a\tb\n1,250\tx\n0.5\ty\n", "a\tb\n1,250\t0.5\n950\t2.25\n"}) {
        CsvTable typed = table_of(text);
        typed.sheet = "Assay";
        EXPECT_EQ(marks_of(typed).at(0).reason, MarkReason::unclear) << text;
    }
    CsvTable groups = table_of("a\tb\n1,250\tx\n1,250,000\ty\n0.5\tz\n");
    groups.sheet = "Assay";
    EXPECT_EQ(marks_of(groups).at(0).marks, (NumberMarks{'.', ','})) << "typed groups tell";
    CsvTable commas = table_of("a\tb\n1,250\t0,5\n950\t2.25\n");
    commas.sheet = "Assay";
    EXPECT_EQ(marks_of(commas).at(0).marks.decimal, ',') << "typed decimals tell";
}

TEST(ColumnMarks, rows_are_the_first_ones_however_the_work_is_split) {
    std::string text = "a\tb\n";
    for (int n = 0; n < 60'000; ++n) text += n % 2 == 0 && n > 100 ? "1,250\tx\n" : "7\tx\n";
    const CsvTable table = table_of(text);
    const ColumnMarks marks = marks_of(table).at(0);
    EXPECT_EQ(rows_text(marks.doubtful, marks.cells), "104, 106, 108, 110, 112 … (29949)");
}

}  // namespace
}  // namespace orelens::io
