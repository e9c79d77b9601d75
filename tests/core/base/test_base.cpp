// Small tools of the base room: parameters, units, progress, loops.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "core/base/Parallel.h"
#include "core/base/Param.h"
#include "core/base/Progress.h"
#include "core/base/Text.h"
#include "core/base/Units.h"

namespace orelens::base {
namespace {

enum class Colour { red, green };
struct Rule {
    double length = 5;
    int count = 3;
    bool on = true;
    std::string name = "x";
    Colour colour = Colour::green;
};

std::vector<Param<Rule>> params() {
    return {
        real("length", &Rule::length, "m", {0.01, 1000}, Level::basic, {"Length", "长度"}, {"h", "h"}),
        integer("count", &Rule::count, "", {1, 10}, Level::basic, {"Count", "数量"}, {"h", "h"}),
        boolean("on", &Rule::on, Level::advanced, {"On", "开"}, {"h", "h"}),
        words("name", &Rule::name, Level::advanced, {"Name", "名称"}, {"h", "h"}),
        choice("colour", &Rule::colour, {{"red", {"Red", "红"}}, {"green", {"Green", "绿"}}}, Level::basic,
               {"Colour", "颜色"}, {"h", "h"}),
    };
}

TEST(Param, DefaultComesFromTheStruct) {
    const auto table = params();
    EXPECT_EQ(table[0].info.default_value, ParamValue(5.0));
    EXPECT_EQ(table[4].info.default_value, ParamValue(std::string("green")));
}

TEST(Param, TypedTextGoesIntoTheStructAndBack) {
    const auto table = params();
    const char* typed[] = {"7.25", "4", "false", "abc", "red"};
    Rule rule;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto value = parse_value(table[i].info, typed[i]);
        ASSERT_TRUE(value) << table[i].info.id;
        table[i].set(rule, *value);
        EXPECT_EQ(value_text(table[i].get(rule)), typed[i]);
    }
    EXPECT_EQ(rule.length, 7.25);
    EXPECT_EQ(rule.colour, Colour::red);
}

TEST(Param, RefusesWhatDoesNotFit) {
    const auto table = params();
    for (const auto& [index, typed, key] :
         {std::tuple{0, "abc", "param.wrong_type"}, {0, "1e9", "param.out_of_range"}, {0, "", "param.missing"},
          {0, "5 m", "param.wrong_type"}, {1, "2.5", "param.wrong_type"}, {1, "11", "param.out_of_range"},
          {2, "maybe", "param.wrong_type"}, {4, "blue", "param.unknown_choice"}}) {
        const auto value = parse_value(table[index].info, typed);
        ASSERT_FALSE(value) << typed;
        EXPECT_EQ(value.error().what.key, key) << typed;
        EXPECT_EQ(value.error().place.field, table[index].info.id);
    }
}

TEST(Param, RefusalsReadWellInBothLanguages) {
    const auto said = [](const ParamInfo& info, const char* typed, Language language) {
        return text(parse_value(info, typed).error().what, language);
    };
    auto table = params();
    EXPECT_EQ(said(table[0].info, "five", Language::english), "'five' is not a number");
    EXPECT_EQ(said(table[0].info, "five", Language::chinese), "“five”不是数值");
    EXPECT_EQ(said(table[1].info, "2.5", Language::chinese), "“2.5”不是整数");
    EXPECT_EQ(said(table[0].info, "2000", Language::english), "2000 lies outside [0.01, 1000] m");
    table[0].info.unit = "{currency}/t";  // the unit follows from another parameter: not known here
    EXPECT_EQ(said(table[0].info, "2000", Language::english), "2000 lies outside [0.01, 1000]");
    EXPECT_EQ(said(table[0].info, "2000", Language::chinese), "2000 超出范围 [0.01, 1000]");
}

TEST(Units, MassAndGrade) {
    EXPECT_DOUBLE_EQ(*tonnes_in("lb") * 2204.62262185, 1.0);
    EXPECT_DOUBLE_EQ(*tonnes_in("oz") * 1e6, 31.1034768);
    EXPECT_FALSE(tonnes_in("stone"));
    EXPECT_EQ(fraction_of(*grade_unit("G/T")), 1e-6);
    EXPECT_EQ(metres_in(LengthUnit::foot), 0.3048);
}

TEST(Progress, PartsMapIntoTheWholeAndShareTheCancelFlag) {
    double seen = -1;
    Progress whole([&](double fraction, const Message&) { seen = fraction; });
    const Progress part = whole.part(0.5, 1.0).part(0.0, 0.5);
    EXPECT_TRUE(part.report(0.5));
    EXPECT_DOUBLE_EQ(seen, 0.625);
    whole.cancel();
    EXPECT_FALSE(part.report(1.0));
}

TEST(Parallel, CoversEveryIndexOnce) {
    std::vector<std::atomic<int>> hits(10'007);
    parallel_for(hits.size(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) ++hits[i];
    });
    for (const auto& hit : hits) EXPECT_EQ(hit, 1);
}

}  // namespace
}  // namespace orelens::base
