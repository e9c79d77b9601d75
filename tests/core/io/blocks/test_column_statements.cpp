#include "core/io/blocks/ColumnStatements.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/core/io/blocks/ModelFiles.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::Index3;
using blocks::ModelRule;
using blocks::Vec3;
using testing_models::copper;
using testing_models::lines;

using Choices = std::map<std::string, ColumnChoice>;

class Statements : public ::testing::Test {
  protected:
    Statements() {
        path_ = folder_.write(
            "model.csv",
            "x,y,z,dx,density,tonnes,Cu_pct,Au_gpt,rock,class,hardness\n" +
                lines([](const Index3& at, const Vec3& c) {
                    return fmt::format("{},{},{},10,2.7,1350,{},0.5,{},{},7", c[0], c[1], c[2], copper(at),
                                       testing_models::rock(at), 1 + at[1]);
                }));
        rule_.file = path_;
    }
    ModelLook look(const ModelRule& rule) {
        base::Progress progress;
        auto seen = look_at_model(rule, "", progress);
        EXPECT_TRUE(seen) << base::describe(seen.error(), base::Language::english);
        return seen ? std::move(*seen) : ModelLook();
    }
    Choices choices(const ModelRule& rule) {
        Choices all;
        for (const ModelColumn& column : look(rule).mapping.columns)
            if (const auto choice = choice_of(column)) all[column.header] = *choice;
        return all;
    }
    testing::TemporaryFolder folder_;
    std::string path_;
    ModelRule rule_;
};

TEST_F(Statements, WhateverIsSaidOfOneColumnIsSoAndLeavesTheOthers) {
    const Choices before = choices(rule_);
    const ModelMapping now = look(rule_).mapping;
    ASSERT_EQ(before.at("density"), ColumnChoice::density);
    ASSERT_EQ(before.at("Cu_pct"), ColumnChoice::grade);
    ASSERT_EQ(before.at("class"), ColumnChoice::category);
    int tried = 0;
    for (const auto& [header, was] : before) {
        if (header.size() == 1) continue;  // the places
        for (auto n = static_cast<int>(ColumnChoice::size_x); n <= static_cast<int>(ColumnChoice::unused); ++n) {
            const auto choice = static_cast<ColumnChoice>(n);
            ModelRule rule = rule_;
            state_choice(rule, now, header, choice);
            const Choices after = choices(rule);
            EXPECT_EQ(after.at(header), choice) << header << " as " << column_choice_ids()[n] << " was not taken";
            for (const auto& [other, what] : before) {
                // The one whose place was taken is something else now.
                if (other == header || (what == choice && n < static_cast<int>(ColumnChoice::grade))) continue;
                EXPECT_EQ(after.at(other), what) << other << ", when " << header << " became "
                                                 << column_choice_ids()[n];
            }
            // And back again.
            ModelRule back = rule;
            state_choice(back, look(rule).mapping, header, was);
            EXPECT_EQ(choices(back).at(header), was) << header;
            ++tried;
        }
    }
    EXPECT_EQ(tried, 8 * 12);
}

TEST_F(Statements, PlacesAreMovedAndTheirLossIsAQuestion) {
    const ModelMapping now = look(rule_).mapping;
    ModelRule rule = rule_;
    state_choice(rule, now, "y", ColumnChoice::x);
    state_choice(rule, now, "x", ColumnChoice::y);
    const Choices swapped = choices(rule);
    EXPECT_EQ(swapped.at("y"), ColumnChoice::x);
    EXPECT_EQ(swapped.at("x"), ColumnChoice::y);
    rule = rule_;
    state_choice(rule, now, "x", ColumnChoice::number);
    const ModelLook lost = look(rule);
    ASSERT_EQ(lost.questions.size(), 1U);
    EXPECT_EQ(lost.questions.front().what.key, "model.no_places");
    base::Progress progress;
    EXPECT_EQ(import_model(rule, 2.7, "", progress).error().what.key, "model.no_places");
}

TEST_F(Statements, AGradeHasANameAndAUnit) {
    ModelRule rule = rule_;
    state_grade(rule, look(rule).mapping, "Au_gpt", "Gold", "ppm");
    EXPECT_EQ(rule.grades, "Cu=Cu_pct; Gold=Au_gpt[ppm]");
    // Without a unit the file's stands.
    state_grade(rule, look(rule).mapping, "Au_gpt", "", "");
    EXPECT_EQ(rule.grades, "Cu=Cu_pct; Gold=Au_gpt");
    state_choice(rule, look(rule).mapping, "hardness", ColumnChoice::grade);
    EXPECT_EQ(rule.grades, "Cu=Cu_pct; Gold=Au_gpt; hardness=hardness");
    state_choice(rule, look(rule).mapping, "Cu_pct", ColumnChoice::unused);
    EXPECT_EQ(rule.grades, "Gold=Au_gpt; hardness=hardness");
}

TEST_F(Statements, MeansAndCodesAreOfOneColumn) {
    ModelRule rule = rule_;
    state_mean(rule, "hardness", true);
    EXPECT_EQ(rule.by_mass, "hardness");
    state_mean(rule, "class", true);
    state_mean(rule, "hardness", false);
    EXPECT_EQ(rule.by_mass, "class");
    state_nulls(rule, "Cu_pct", " 0 ; -1");
    state_nulls(rule, "rock", "air|waste|");
    EXPECT_EQ(rule.column_nulls, "Cu_pct=0|-1; rock=air|waste");
    EXPECT_EQ(stated_nulls(rule, "cu_pct"), "0; -1");
    state_nulls(rule, "Cu_pct", "");
    EXPECT_EQ(rule.column_nulls, "rock=air|waste");
    EXPECT_EQ(stated_nulls(rule, "Cu_pct"), "");
}

TEST(StatedHeaders, ListsAreSeparatedBySemicolons) {
    EXPECT_TRUE(can_be_stated("Cu (%)"));
    for (const char* header : {"", " ", "a;b", "Cu=1", "Cu[%]", "-"}) EXPECT_FALSE(can_be_stated(header)) << header;
}

}  // namespace
}  // namespace orelens::io
