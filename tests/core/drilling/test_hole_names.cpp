#include "core/drilling/HoleNames.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace orelens::drilling {
namespace {

bool near_miss(const char* a, const char* b) {
    const auto one = hole_name_keys(a), other = hole_name_keys(b);
    return std::ranges::any_of(one,
                               [&](const auto& key) { return std::ranges::find(other, key) != other.end(); });
}

TEST(HoleNames, WhatPeopleAndSpreadsheetsChange) {
    const std::pair<const char*, const char*> same[] = {
        {"ZK-1", "ZK－1"},     {"ZK-1", "ZK–1"},        {"ZK-1", "ZK—1"},
        {"ZK-1", "ZK‐1"},      {"ZK-1", "ZK−1"},        {"ZK-1", "ＺＫ１"},
        {"DH 7", "DH7"},       {"DH　7", "dh_7"},       {"zk3", "ZK3"},
        {"001", "1"},          {"ZK-007", "ZK7"},       {"12E12", "1.2E+13"},
        {"44197", "1-Jan-21"}, {"44197", "2021-01-01"}, {"44197", "2021/1/1"},
        {"3-12", "12-Mar"},    {"3-12", "3-Dec"},       {"钻孔１", "钻孔01"}};
    for (const auto& [a, b] : same) EXPECT_TRUE(near_miss(a, b)) << a << " " << b;
}

TEST(HoleNames, ANumberAloneMeetsTheNameWithLettersInFront) {
    for (const char* name : {"DH-0001", "0001", "1", "ZK１"}) EXPECT_EQ(bare_number(name), "1") << name;
    for (const char* name : {"DH-001A", "ZK2-14", "DH", "1-2", ""}) EXPECT_EQ(bare_number(name), "") << name;
    EXPECT_TRUE(is_number_alone("0001"));
    EXPECT_FALSE(is_number_alone("DH-0001"));
}

TEST(HoleNames, DatesWithHoursMarksAtTheEndsAndLettersOfOtherScripts) {
    const std::pair<const char*, const char*> same[] = {
        {"1-2", "2024-01-02 00:00:00"}, {"1-2", "2024-01-02T00:00:00"}, {"3-5", "2024/5/3"},
        {"JAN-21", "2021-01-01"},       {"JAN-21", "2024-01-21"},       {"MAR-01", "2001-03-01 00:00:00"},
        {"ZK1", "ZK1."},                {"ZK1", "(ZK1)"},               {"ZK1", "'ZK1"},
        {"ZK-1", "ZК-1"},               {"CH-2", "СН-2"},               {"ZK10", "ZKl0"},
        {"ZK10", "ZK1O"},               {"DH101", "DHI0I"},             {"MAR1", "1-Mar"},
        {"DEC12", "12-Dec"},            {"SEP2", "2024-09-02"},         {"OCT21", "2021-10-01"}};
    for (const auto& [a, b] : same) EXPECT_TRUE(near_miss(a, b)) << a << " " << b;
    const std::pair<const char*, const char*> apart[] = {
        {"1-2", "2024-01-03 00:00:00"}, {"JAN-21", "2021-02-01"}, {"ZK1", "ZKl"},
        {"Ж-1", "Ш-1"},                 {"ZK10", "ZKll"},         {"IO", "10"},
        {"MAR1", "2-Mar"},              {"DDH1", "1-Mar"},        {"MARS1", "1-Mar"}};
    for (const auto& [a, b] : apart) EXPECT_FALSE(near_miss(a, b)) << a << " " << b;
}

TEST(HoleNames, DatesAreToldFromNames) {
    for (const char* date : {"2021-03-12", "2021/3/12", "12.03.2021", "12/3/2021", "2021-03-12 00:00:00", "3-Dec",
                             "3-Dec-21", "２０２１－０３－１２"})
        EXPECT_TRUE(looks_like_date(date)) << date;
    for (const char* name : {"MAR-05", "ZK12-3", "3-12", "12-2021-3", "DH-2021-03", "44267", "2021", "41-Dec", "3-December",
                             "10-20-30", "Dec-3-Dec", ""})
        EXPECT_FALSE(looks_like_date(name)) << name;
}

TEST(HoleNames, DifferentHolesStayApart) {
    const std::pair<const char*, const char*> apart[] = {
        {"ZK-1", "ZK-2"},   {"ZK1", "ZK10"},   {"1", "10"},        {"100", "1"}, {"A", "B"},
        {"44197", "44198"}, {"3-12", "4-Dec"}, {"钻孔1", "钻孔2"}, {"", "A"}};
    for (const auto& [a, b] : apart) EXPECT_FALSE(near_miss(a, b)) << a << " " << b;
}

TEST(HoleNames, BrokenTextIsTextToo) {
    EXPECT_FALSE(hole_name_keys("\xE9\x92").empty());
    EXPECT_TRUE(hole_name_keys(" -_ ").empty());
}

}  // namespace
}  // namespace orelens::drilling
