// What a dialog shows of a block model before it is read: columns, questions, and statements about single
// columns that override the guess.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/io/blocks/ModelImport.h"
#include "core/io/omf/OmfFile.h"
#include "tests/core/io/blocks/ModelFiles.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::Index3;
using blocks::ModelRule;
using blocks::Vec3;
using ::testing::ElementsAre;
using testing_models::copper;
using testing_models::lines;

base::Expected<ModelLook> look(const std::string& path, ModelRule rule = {}) {
    base::Progress progress;
    rule.file = path;
    return look_at_model(rule, "", progress);
}

base::Expected<ModelImport> import(const std::string& path, ModelRule rule = {}) {
    base::Progress progress;
    rule.file = path;
    return import_model(rule, 2.7, "", progress);
}

std::string words(const base::Error& error) {
    return base::describe(error, base::Language::english);
}

std::map<std::string, ModelColumn> by_header(const ModelMapping& mapping) {
    std::map<std::string, ModelColumn> columns;
    for (const ModelColumn& column : mapping.columns) columns[column.header] = column;
    return columns;
}

std::vector<std::string> keys(const std::vector<base::Error>& questions) {
    std::vector<std::string> all;
    for (const base::Error& question : questions) all.push_back(question.what.key);
    return all;
}

TEST(ModelLook, EveryGuessSaysWhatItIsFrom) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write(
        "model.csv", "x,y,z,Cu_pct,rock,class,hardness,blank\n" + lines([](const Index3&, const Vec3& c) {
                         return fmt::format("{},{},{},1,skarn,2,7.5,", c[0], c[1], c[2]);
                     }));
    const auto seen = look(path);
    ASSERT_TRUE(seen) << words(seen.error());
    EXPECT_TRUE(seen->questions.empty());
    auto columns = by_header(seen->mapping);
    EXPECT_EQ(columns["x"].why, "model.why.name");
    EXPECT_EQ(columns["Cu_pct"].why, "model.why.element");
    EXPECT_EQ(columns["rock"].why, "model.why.words");
    EXPECT_EQ(columns["class"].why, "model.why.name");
    EXPECT_EQ(columns["class"].use, ColumnUse::category);
    EXPECT_EQ(columns["hardness"].why, "model.why.rest");
    EXPECT_EQ(columns["blank"].why, "model.why.empty");
    ModelRule rule;
    rule.categories = "hardness";
    EXPECT_EQ(by_header(look(path, rule)->mapping)["hardness"].why, "model.why.stated");
}

TEST(ModelLook, TwoGradesOfAnElementAreShownAndAsked) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", "x,y,z,Cu_pct,Cu_ppm\n" + lines([](const Index3&, const Vec3& c) {
                                      return fmt::format("{},{},{},1,10000", c[0], c[1], c[2]);
                                  }));
    const auto seen = look(path);
    ASSERT_TRUE(seen) << words(seen.error());
    EXPECT_THAT(keys(seen->questions), ElementsAre("model.two_grades"));
    ASSERT_EQ(seen->mapping.columns.size(), 5U);
    for (const char* header : {"Cu_pct", "Cu_ppm"}) {
        EXPECT_EQ(by_header(seen->mapping)[header].use, ColumnUse::number);
        EXPECT_EQ(by_header(seen->mapping)[header].why, "model.why.which_grade");
    }
    EXPECT_FALSE(import(path)) << "an import asks as well";
    // Saying that one is a plain number leaves the other.
    ModelRule rule;
    rule.numbers = "Cu_ppm";
    const auto settled = look(path, rule);
    ASSERT_TRUE(settled);
    EXPECT_TRUE(settled->questions.empty());
    EXPECT_EQ(by_header(settled->mapping)["Cu_pct"].use, ColumnUse::grade);
    EXPECT_TRUE(import(path, rule));
}

TEST(ModelLook, ColumnsWithoutPlacesAreShownAndAsked) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", "rechts,hoch,teufe,Cu_pct\n" + lines([](const Index3& at, const Vec3& c) {
                                      return fmt::format("{},{},{},{}", c[0], c[1], c[2], copper(at));
                                  }));
    const auto seen = look(path);
    ASSERT_TRUE(seen) << words(seen.error());
    EXPECT_THAT(keys(seen->questions), ElementsAre("model.no_places"));
    ASSERT_EQ(seen->mapping.columns.size(), 4U);
    EXPECT_FALSE(seen->mapping.preview.empty());
    EXPECT_FALSE(import(path));
    ModelRule rule;
    rule.x = "rechts";
    rule.y = "hoch";
    rule.z = "teufe";
    EXPECT_TRUE(look(path, rule)->questions.empty());
    ASSERT_TRUE(import(path, rule));
}

TEST(ModelLook, UnclearDecimalMarksAreAsked) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("model.csv", "x;y;z;Cu_pct\n0;0;0;1.250\n10;0;0;2\n0;10;0;3.375\n10;10;0;4\n");
    const auto seen = look(path);
    ASSERT_TRUE(seen) << words(seen.error());
    EXPECT_THAT(keys(seen->questions), ElementsAre("csv.unclear_marks"));
    EXPECT_EQ(import(path).error().what.key, "csv.unclear_marks");
    ModelRule rule;
    rule.decimal_mark = base::DecimalMark::point;
    EXPECT_TRUE(look(path, rule)->questions.empty());
}

TEST(ModelLook, WhatIsNoTableIsRefusedAtOnce) {
    const testing::TemporaryFolder folder;
    EXPECT_FALSE(look(folder.write("model.csv", std::string("\x89PNG\r\n\x1a\n\0\0\0\0", 12))));
    EXPECT_FALSE(look(folder.write("empty.csv", "")));
    EXPECT_FALSE(look(folder.file("absent.csv")));
}

TEST(ModelLook, GridsOfOtherFormatsAreMappedByName) {
    const testing::TemporaryFolder folder;
    OmfProject project;
    project.elements.push_back(
        {"", "", std::nullopt,
         OmfVolume{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {10, 10}, {10}, {5}},
         {{"Cu_pct", "", OmfPlace::cells, OmfReals{{1, 2}, std::nullopt}},
          {"Cu_ppm", "", OmfPlace::cells, OmfReals{{10000, 20000}, std::nullopt}}}});
    const std::string path = folder.file("model.omf");
    ASSERT_TRUE(write_omf(project, path));
    const auto seen = look(path);
    ASSERT_TRUE(seen) << words(seen.error());
    EXPECT_EQ(seen->mapping.program, "OMF");
    EXPECT_THAT(keys(seen->questions), ElementsAre("model.two_grades"));
    ModelRule rule;
    rule.grades = "Cu=Cu_ppm[ppm]";
    const auto settled = look(path, rule);
    ASSERT_TRUE(settled);
    EXPECT_TRUE(settled->questions.empty());
    EXPECT_EQ(by_header(settled->mapping)["Cu_ppm"].unit, "ppm");
}

TEST(ModelColumns, CodesForMissingOfOneColumnTouchNoOther) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", "x,y,z,Cu_pct,Au_gpt,rock\n" + lines([](const Index3& at, const Vec3& c) {
                                      const bool first = at == Index3{0, 0, 0};
                                      return fmt::format("{},{},{},{},{},{}", c[0], c[1], c[2],
                                                         first ? -1.0 : copper(at), first ? -1.0 : 2.0,
                                                         first ? "air" : "skarn");
                                  }));
    ModelRule rule;
    rule.column_nulls = "Cu_pct=-1|-2; rock=air";
    rule.negative = blocks::NegativeGrade::keep;
    const auto made = import(path, rule);
    ASSERT_TRUE(made) << words(made.error());
    EXPECT_TRUE(std::isnan(made->model.value("Cu", {0, 0, 0})));
    EXPECT_EQ(made->model.value("Au", {0, 0, 0}), -1);
    EXPECT_TRUE(std::isnan(made->model.value("rock", {0, 0, 0})));
    EXPECT_FLOAT_EQ(static_cast<float>(made->model.value("Cu", {1, 0, 0})), 0.2F);
    for (const auto& [nulls, key] : std::map<std::string, std::string>{{"Cu_pct", "model.bad_nulls"},
                                                                       {"Cu_pct=", "model.bad_nulls"},
                                                                       {"Zn=-1", "model.no_column"}}) {
        rule.column_nulls = nulls;
        EXPECT_EQ(import(path, rule).error().what.key, key) << nulls;
    }
}

/// Two sub-blocks of one parent, the lower twice as dense: a mean by volume and a mean by mass differ.
TEST(ModelColumns, ANumberIsAveragedByVolumeOrAsStatedByMass) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("model.csv",
                                          "x,y,z,dx,dy,dz,density,recovery\n"
                                          "5,5,2.5,10,10,5,4,90\n5,5,7.5,10,10,5,2,60\n"
                                          "15,5,5,10,10,10,3,50\n");
    ModelRule rule;
    rule.parent_w_m = 10;
    auto made = import(path, rule);
    ASSERT_TRUE(made) << words(made.error());
    EXPECT_FLOAT_EQ(static_cast<float>(made->model.value("recovery", {0, 0, 0})), 75);
    rule.by_mass = "recovery";
    made = import(path, rule);
    ASSERT_TRUE(made) << words(made.error());
    EXPECT_FLOAT_EQ(static_cast<float>(made->model.value("recovery", {0, 0, 0})), 80);
    EXPECT_FLOAT_EQ(static_cast<float>(made->model.value("density", {0, 0, 0})), 3);
    EXPECT_TRUE(by_header(made->mapping)["recovery"].by_mass);
    rule.by_mass = "absent";
    EXPECT_EQ(import(path, rule).error().what.key, "model.no_column");
}

TEST(ModelColumns, APlainNumberIsNothingElse) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", "x,y,z,density,Cu_pct,class\n" + lines([](const Index3& at, const Vec3& c) {
                                      return fmt::format("{},{},{},{},1,{}", c[0], c[1], c[2], 2.5 + at[0], at[1]);
                                  }));
    ModelRule rule;
    rule.numbers = "density; class; Cu_pct";
    const auto made = import(path, rule);
    ASSERT_TRUE(made) << words(made.error());
    for (const char* header : {"density", "class", "Cu_pct"}) {
        EXPECT_EQ(by_header(made->mapping)[header].use, ColumnUse::number) << header;
        EXPECT_TRUE(by_header(made->mapping)[header].stated) << header;
    }
    EXPECT_EQ(made->model.value("file.density", {2, 0, 0}), 4.5);
    EXPECT_EQ(made->model.value("class", {0, 2, 0}), 2);
}

}  // namespace
}  // namespace orelens::io
