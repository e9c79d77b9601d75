// What the cells of block models stand for: codes for missing, units, shares, negative grades.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/io/blocks/ImportedModel.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using blocks::Index3;
using blocks::ModelRule;
using blocks::Vec3;
using namespace testing_models;

TEST(ModelValues, CodesForMissingAreMissingAndCounted) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write(
        "model.csv", "x,y,z,Cu_pct,rock\n" + lines([](const Index3& at, const Vec3& c) {
                         const char* odd[] = {"-99", "", "-", "BDL", "-9999.0"};
                         const int n = at[0] + 3 * at[1] + 9 * at[2];
                         return fmt::format("{},{},{},{},{}", c[0], c[1], c[2],
                                            n < 5 ? std::string(odd[n]) : fmt::format("{}", copper(at)),
                                            n == 6 ? "-99" : "A");
                     })));
    ASSERT_TRUE(made) << why(made);
    for (int n = 0; n < 5; ++n) EXPECT_TRUE(std::isnan(made->model.value("Cu", {n % 3, n / 3, 0}))) << n;
    EXPECT_NEAR(made->model.value("Cu", {2, 1, 0}), copper({2, 1, 0}), 1e-6);
    const base::Finding* text = finding(*made, "model_text_in_numbers");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->count, 1);
    EXPECT_EQ(text->row, 5);
    EXPECT_EQ(finding(*made, "model_null_codes", "Cu_pct")->count, 3);
    EXPECT_EQ(finding(*made, "model_missing")->count, 5);
    EXPECT_TRUE(std::isnan(made->model.value("rock", {0, 2, 0})) || made->model.value("rock", {0, 2, 0}) < 0);
    EXPECT_THAT(made->model.info("rock")->codes, ::testing::ElementsAre("A"));
}

TEST(ModelValues, VulcansOwnDefaultIsACodeForMissing) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write(
        "model.csv",
        "centroid_x,centroid_y,centroid_z,dim_x,dim_y,dim_z,volume,au_gpt\n"
        "variable descriptions:,,,,,,,gold\nvariable types:,,,,,,,float\nvariable defaults:,,,,,,,-1.0\n" +
            lines([](const Index3& at, const Vec3& c) {
                return fmt::format("{},{},{},10,10,5,500,{}", c[0], c[1], c[2], at[0] == 1 ? -1.0 : 2.5);
            })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_TRUE(std::isnan(made->model.value("Au", {1, 0, 0})));
    EXPECT_FLOAT_EQ(made->model.value("Au", {0, 0, 0}), 2.5);
    EXPECT_EQ(made->model.info("Au")->unit, "g/t");
    EXPECT_FALSE(finding(*made, "model_negative"));
}

TEST(ModelValues, PlacesThatAreCodesAreNoPlaces) {
    const testing::TemporaryFolder folder;
    std::string text =
        "x,y,z,Cu_pct,rock\n" + plain_lines() + "-9999,-9999,-9999,0.3,GRD\n" + "1005,2005,oops,1,GRD\n";
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made);
    ASSERT_TRUE(finding(*made, "model_null_places"));
    EXPECT_EQ(finding(*made, "model_null_places")->row, 20);
    ASSERT_TRUE(finding(*made, "model_no_place"));
    EXPECT_EQ(finding(*made, "model_no_place")->row, 21);
}

TEST(ModelValues, ANullCodeInsideTheModelIsAPlace) {
    // z = −99 is a level of this model, though −99 is a code for missing.
    const testing::TemporaryFolder folder;
    std::string text = "x,y,z,Cu_pct\n";
    for (int k = 0; k < 3; ++k)
        for (int n = 0; n < 4; ++n)
            text += fmt::format("{},{},{},1\n", 5 + 10 * (n & 1), 5 + 10 * (n >> 1), -104 + 5 * k);
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 12);
}

TEST(ModelValues, UnitsAreReadOrAssumedWithAWord) {
    const testing::TemporaryFolder folder;
    const auto made = import(
        folder.write("model.csv", "x,y,z,Cu,Au,Mo_ppm,As_ppb,SG\n" + lines([](const Index3&, const Vec3& c) {
                                      return fmt::format("{},{},{},1,2,300,50,2.8", c[0], c[1], c[2]);
                                  })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.info("Cu")->unit, "%");
    EXPECT_EQ(made->model.info("Au")->unit, "g/t");
    EXPECT_EQ(made->model.info("Mo")->unit, "ppm");
    EXPECT_EQ(made->model.info("As")->unit, "ppb");
    EXPECT_TRUE(finding(*made, "model_unit_assumed", "Cu") && finding(*made, "model_unit_assumed", "Au"));
    EXPECT_FALSE(finding(*made, "model_unit_assumed", "Mo_ppm"));
    EXPECT_FLOAT_EQ(made->model.value("density", {0, 0, 0}), 2.8F);
    ModelRule rule;
    rule.grades = "Cu = Cu [ppm]; gold=Au[g/t]";
    const auto stated = import(folder.file("model.csv"), rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_EQ(stated->model.info("Cu")->unit, "ppm");
    EXPECT_EQ(stated->model.info("gold")->unit, "g/t");
    EXPECT_EQ(column(*stated, "Mo_ppm")->use, ColumnUse::number);
}

TEST(ModelValues, NegativeGradesAreCodesWhereOneRepeatsElseZero) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write(
        "model.csv", "x,y,z,Cu_pct,Au_gpt\n" + lines([](const Index3& at, const Vec3& c) {
                         return fmt::format("{},{},{},{},{}", c[0], c[1], c[2], at[1] == 1 ? -7 : 1,
                                            at[0] == 0 && at[1] == 0 ? -0.01 * (1 + at[2]) : 1);
                     })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_TRUE(std::isnan(made->model.value("Cu", {0, 1, 0})));
    EXPECT_EQ(finding(*made, "model_negative", "Cu")->count, 6);
    EXPECT_EQ(made->model.value("Au", {0, 0, 0}), 0);
    EXPECT_EQ(finding(*made, "model_negative", "Au")->count, 2);
}

TEST(ModelValues, DensityInKilogramsIsSeen) {
    const testing::TemporaryFolder folder;
    const auto made =
        import(folder.write("model.csv", "x,y,z,Cu_pct,density\n" + lines([](const Index3&, const Vec3& c) {
                                             return fmt::format("{},{},{},1,2750", c[0], c[1], c[2]);
                                         })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_FLOAT_EQ(made->model.value("density", {1, 1, 1}), 2.75F);
    EXPECT_TRUE(finding(*made, "model_density_unit"));
}

}  // namespace
}  // namespace orelens::io
