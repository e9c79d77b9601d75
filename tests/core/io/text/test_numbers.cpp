#include "core/io/text/Numbers.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace orelens::io {
namespace {

constexpr auto no = std::optional<double>();

TEST(Numbers, what_is_a_number_and_what_not) {
    struct Case {
        const char* text;
        NumberMarks marks;
        std::optional<double> value;
    };
    for (const Case& c : {Case{"1.5", decimal_point, 1.5},
                          {"4.5D+03", decimal_point, 4500.0},
                          {"-0.45d-02", decimal_point, -0.0045},
                          {"12D3", decimal_point, no},
                          {"-0.25", decimal_point, -0.25},
                          {"+3", decimal_point, 3.0},
                          {"1e3", decimal_point, 1000.0},
                          {"1.25E+2", decimal_point, 125.0},
                          {" 7 ", decimal_point, 7.0},
                          {".5", decimal_point, 0.5},
                          {"5.", decimal_point, 5.0},
                          {"", decimal_point, no},
                          {".", decimal_point, no},
                          {"-", decimal_point, no},
                          {"abc", decimal_point, no},
                          {"1.5x", decimal_point, no},
                          {"nan", decimal_point, no},
                          {"inf", decimal_point, no},
                          {"+-1", decimal_point, no},
                          {"1e999", decimal_point, no},
                          {"1,234.5", decimal_point, 1234.5},
                          {"1,234,567", decimal_point, 1234567.0},
                          {"0,234", decimal_point, 0.234},
                          {"0,5", decimal_point, 0.5},
                          {"1,5", decimal_comma, 1.5},
                          {"1.5", decimal_comma, 1.5},
                          {"1.234,5", decimal_comma, 1234.5},
                          {"0.234", decimal_comma, 0.234},
                          {"1.234.567", decimal_comma, 1234567.0},
                          {"-1.234,5", decimal_comma, -1234.5},
                          {"1,2,3", decimal_comma, no},
                          {"1.2.3", decimal_comma, no},
                          {"12,34,567", decimal_point, no},
                          {"1.2,345", decimal_point, no},
                          {"03.05.2021", decimal_comma, no},
                          {"1.234.56", decimal_comma, no}}) {
        EXPECT_EQ(parse_number(c.text, c.marks), c.value) << c.text << " " << c.marks.decimal;
        EXPECT_FALSE(read_number(c.text, c.marks).unclear) << c.text;
    }
}

TEST(Numbers, one_mark_and_three_digits_are_read_by_the_marks_alone) {
    struct Case {
        const char* text;
        double decimal, grouped;
    };
    for (const Case& c : {Case{"1.250", 1.25, 1250}, {"-12.500", -12.5, -12500}, {"100.000", 100, 100000}}) {
        std::string comma = c.text;
        std::replace(comma.begin(), comma.end(), '.', ',');
        EXPECT_EQ(parse_number(c.text, {'.', 0}), c.decimal);
        EXPECT_EQ(parse_number(c.text, {',', '.'}), c.grouped);
        EXPECT_EQ(parse_number(comma, {',', 0}), c.decimal);
        EXPECT_EQ(parse_number(comma, {'.', ','}), c.grouped);
        for (const NumberMarks marks : {NumberMarks{0, 0}, NumberMarks{',', 0}, NumberMarks{0, ' '}}) {
            EXPECT_TRUE(read_number(c.text, marks).unclear);
            EXPECT_FALSE(read_number(c.text, marks).value);
        }
        EXPECT_TRUE(read_number(comma, {'.', 0}).unclear);
    }
}

TEST(Numbers, three_digits_that_can_only_be_decimals) {
    for (const char* text : {"0.250", "-0.250", ".250", "452310.250", "4412345.500", "1.250e2", "00.125"})
        EXPECT_EQ(number_form(text).shape, NumberShape::decimal) << text;
    for (const char* text : {"1.250", "-1.250", "52.310", "123.456", "＋1.250"})
        EXPECT_EQ(number_form(text).shape, NumberShape::either) << text;
    for (const char* text : {"1,250.00", "1,250,000", "1 250", "1'250.5"})
        EXPECT_EQ(number_form(text).shape, NumberShape::grouped) << text;
}

TEST(Numbers, spaces_and_apostrophes_separate_thousands) {
    for (const char* text : {"452 310,25",
                             "452\xC2\xA0"
                             "310,25",
                             "452\xE2\x80\xAF"
                             "310,25",
                             "452\xE2\x80\x89"
                             "310.25",
                             "452'310.25", "452’310,25"})
        for (const NumberMarks marks : {decimal_point, decimal_comma, NumberMarks{}})
            EXPECT_EQ(parse_number(text, marks), 452310.25) << text;
    EXPECT_EQ(parse_number("1 250,500", {}), 1250.5) << "a group mark stands, so the comma is decimal";
    for (const char* text : {"12 34", "1 2345", "1 250'000", "1  250", "0 250", "452 310,2 5"})
        EXPECT_EQ(parse_number(text), no) << text;
}

TEST(Numbers, characters_of_chinese_input_count_as_plain_ones) {
    EXPECT_EQ(parse_number("１２．５"), 12.5);
    EXPECT_EQ(parse_number("－０．２５"), -0.25);
    EXPECT_EQ(parse_number("１，２３４．５"), 1234.5);
    EXPECT_EQ(parse_number("−3.5"), -3.5);
    EXPECT_TRUE(read_number("１，２５０", {}).unclear);
    EXPECT_EQ(parse_number("１２。５"), no);
    EXPECT_EQ(parse_number("十二"), no);
}

TEST(Numbers, a_unit_behind_is_told_from_the_number) {
    struct Case {
        const char *text, *number, *unit;
    };
    for (const Case& c : {Case{"0.01 ppm", "0.01", "ppm"},
                          {"5g/t", "5", "g/t"},
                          {"1 250 ppm", "1 250", "ppm"},
                          {"12 m", "12", "m"},
                          {"0,5 %", "0,5", "%"},
                          {"０．５％", "０．５", "％"},
                          {"1e3 ppb", "1e3", "ppb"},
                          {"2E", "2", "E"},
                          {"45°", "45", "°"},
                          {"7", "7", ""},
                          {"-7.5", "-7.5", ""},
                          {"10-20", "10", "-20"},
                          {"ppm", "", ""},
                          {"", "", ""}}) {
        const NumberAndUnit parts = split_unit(c.text);
        EXPECT_EQ(parts.number, c.number) << c.text;
        EXPECT_EQ(parts.unit, c.unit) << c.text;
    }
    for (const char* text : {"<0.01", "< 0.01", "<=0.01", "≤0.01", "＜ 0.01", ">0.01", "~0.01"})
        EXPECT_EQ(without_qualifier(text), "0.01") << text;
}

RC_GTEST_PROP(Numbers, what_is_written_is_read_back, (double value)) {
    std::string text = fmt::format("{}", value);
    RC_ASSERT(parse_number(text) == value);
    std::replace(text.begin(), text.end(), '.', ',');
    RC_ASSERT(parse_number(text, decimal_comma) == value);
}

/// Any whole number in groups, any decimals behind: read under its own marks, and never as another number
/// under other marks.
RC_GTEST_PROP(Numbers, groups_are_read_back_or_refused, ()) {
    const auto whole = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
    const auto decimals = *rc::gen::container<std::string>(rc::gen::inRange('0', '9'));
    const char mark = *rc::gen::element('.', ',');
    const char group = *rc::gen::element(mark == '.' ? ',' : '.', ' ', '\'');
    const std::string digits = std::to_string(whole);
    std::string text, plain = digits;
    for (std::size_t n = 0; n < digits.size(); ++n) {
        if (n > 0 && (digits.size() - n) % 3 == 0) text += group;
        text += digits[n];
    }
    if (!decimals.empty()) {
        text += mark + decimals.substr(0, 20);
        plain += '.' + decimals.substr(0, 20);
    }
    const double value = std::stod(plain);
    RC_ASSERT(parse_number(text, {mark, group}) == value);
    for (const NumberMarks marks : {NumberMarks{}, NumberMarks{mark, 0}}) {
        const NumberRead read = read_number(text, marks);
        RC_ASSERT(read.value == value || (!read.value && read.unclear));
    }
}

TEST(Numbers, groups_as_in_india_are_known_and_no_number) {
    for (const char* text : {"1,23,456", "12,34,567", "1,23,45,678.50", "-1,23,456"}) {
        EXPECT_TRUE(indian_groups(text)) << text;
        EXPECT_FALSE(parse_number(text, decimal_point)) << text;
    }
    for (const char* text : {"123,456", "1,234,567", "1,23", "1,2,345", "12,345,67", "1,23,4567", ",23,456", "a,23,456", ""})
        EXPECT_FALSE(indian_groups(text)) << text;
}

TEST(Numbers, an_exponent_of_fortran_belongs_to_the_number) {
    EXPECT_EQ(split_unit("4.5D+03 ppm").number, "4.5D+03");
    EXPECT_EQ(split_unit("4.5D+03 ppm").unit, "ppm");
    EXPECT_EQ(split_unit("4.5D").unit, "D");
}

}  // namespace
}  // namespace orelens::io
