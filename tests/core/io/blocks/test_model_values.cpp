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

TEST(ModelValues, LinesBehindTheLastBlockAreAFooterWhereTheySaySo) {
    const testing::TemporaryFolder folder;
    const std::string table = "x,y,z,Cu_pct,rock\n" + plain_lines();
    for (const std::string footer :
         {"END\n", "End of file\n", "# exported by the survey office, 18 blocks\n", "! 12,1,2,3,4\n", "Total,,,17.1,\n",
          "合计,,,17.1,\n", "(18 rows affected)\n", "18 rows selected.\n", "共 18 行\n", "0, 0.000, 0.000, 0.000, 0.000, END\n", "\x1a",
          "*** END OF REPORT ***", "Total blocks: 18\n", "END,,,,\n"}) {
        SCOPED_TRACE(footer);
        const auto made = import(folder.write("model.csv", table + "\n" + footer));
        ASSERT_TRUE(made) << why(made);
        expect_deposit(*made);
        const base::Finding* said = finding(*made, "model_footer");
        ASSERT_TRUE(said);
        EXPECT_EQ(said->row, 21);
        EXPECT_EQ(said->count, 1);
        EXPECT_EQ(said->severity, base::Severity::info);
        EXPECT_FALSE(finding(*made, "model_row_fields"));
        EXPECT_FALSE(finding(*made, "model_no_place"));
    }
    const auto several = import(folder.write("model.csv", table + "# one\n# two\nEND\n"));
    ASSERT_TRUE(several) << why(several);
    EXPECT_EQ(finding(*several, "model_footer")->count, 3);
    EXPECT_EQ(finding(*several, "model_footer")->row, 20);
}

TEST(ModelValues, WhatIsNoFooterStaysAnError) {
    const testing::TemporaryFolder folder;
    const std::string table = "x,y,z,Cu_pct,rock\n" + plain_lines();
    struct Case {
        const char *line, *kind;
    };
    for (const Case& c : {Case{"1005,2005", "model_row_fields"},
                          {"1005,2005,block", "model_row_fields"},
                          {"1005,2005,oops,1,GRD", "model_no_place"},
                          {"--,--,--,0.3,GRD", "model_no_place"},
                          {"the last bench was not modelled", "model_row_fields"},
                          {"12,END", "model_row_fields"}}) {
        SCOPED_TRACE(c.line);
        const auto made = import(folder.write("model.csv", table + c.line + "\n# end\n"));
        ASSERT_TRUE(made) << why(made);
        expect_deposit(*made);
        const base::Finding* wrong = finding(*made, c.kind);
        ASSERT_TRUE(wrong);
        EXPECT_EQ(wrong->row, 20);
        EXPECT_EQ(wrong->severity, base::Severity::error);
        EXPECT_EQ(wrong->count, 1);
        ASSERT_TRUE(finding(*made, "model_footer"));
        EXPECT_EQ(finding(*made, "model_footer")->row, 21);
    }
    // Between blocks it is no footer.
    const auto between = import(folder.write("model.csv", "x,y,z,Cu_pct,rock\n1005,2005,102.5,9,GRD\nEND\n" + plain_lines()));
    ASSERT_TRUE(between) << why(between);
    ASSERT_TRUE(finding(*between, "model_row_fields"));
    EXPECT_EQ(finding(*between, "model_row_fields")->row, 3);
    EXPECT_FALSE(finding(*between, "model_footer"));
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

TEST(ModelValues, ARowFarFromAllOthersIsASlipAndMakesNoGrid) {
    const testing::TemporaryFolder folder;
    const std::string text = "x,y,z,Cu_pct,rock\n" + plain_lines();
    for (const char* slip : {"100050,2005,102.5,9,GRD\n", "1005,205,102.5,9,GRD\n", "1005,2005,9000,9,GRD\n"}) {
        const auto made = import(folder.write("model.csv", text + slip));
        ASSERT_TRUE(made) << why(made) << slip;
        expect_deposit(*made);
        ASSERT_TRUE(finding(*made, "model_far_places")) << slip;
        EXPECT_EQ(finding(*made, "model_far_places")->row, 20);
        EXPECT_EQ(finding(*made, "model_far_places")->severity, base::Severity::error);
    }
    const auto two = import(folder.write("model.csv", text + "1105,2005,102.5,1,GRD\n1205,2005,102.5,1,GRD\n"));
    ASSERT_TRUE(two) << why(two);
    EXPECT_FALSE(finding(*two, "model_far_places")) << "a gap of some hundred metres is none";
    EXPECT_EQ(two->model.block_count(), 20);
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

/// Lines of the deposit with more columns behind the place.
std::string more(const std::string& headers, const std::function<std::string(const Index3&)>& cells) {
    return "x,y,z,dx,dy,dz," + headers + "\n" + lines([&](const Index3& at, const Vec3& c) {
               return fmt::format("{},{},{},10,10,5,{}", c[0], c[1], c[2], cells(at));
           });
}

TEST(ModelValues, AVolumeColumnDoesNotSwitchTheProportionOff) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write(
        "model.csv", "centroid_x,centroid_y,centroid_z,dim_x,dim_y,dim_z,volume,cu_pct,density,proportion\n" +
                         lines([](const Index3& at, const Vec3& c) {
                             return fmt::format("{},{},{},10,10,5,500,{},2.8,0.3", c[0], c[1], c[2],
                                                copper(at));
                         })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_NEAR(made->model.value("fraction", {1, 1, 1}), 0.3, 1e-6);
    EXPECT_NEAR(made->report.tonnes_stored, 18 * 500 * 0.3 * 2.8, 1);
    EXPECT_FALSE(finding(*made, "model_volume_doubtful"));
    const auto doubtful =
        import(folder.write("model.csv", more("volume,proportion,Cu_pct",
                                              [](const Index3&) { return std::string("220,0.3,1"); })));
    ASSERT_TRUE(doubtful) << why(doubtful);
    ASSERT_TRUE(finding(*doubtful, "model_volume_doubtful"));
    EXPECT_EQ(finding(*doubtful, "model_volume_doubtful")->severity, base::Severity::error);
}

TEST(ModelValues, ADensityOfZeroIsAirAndANegativeOneIsMissing) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("model.csv", more("Cu_pct,density", [](const Index3& at) {
                                              if (at[2] == 1) return std::string("-99,0");
                                              return std::string(at[0] == 2 ? "1.5,-1" : "1.5,2.6");
                                          }));
    const auto made = import(path);
    ASSERT_TRUE(made) << why(made);
    ASSERT_TRUE(finding(*made, "model_air"));
    EXPECT_EQ(finding(*made, "model_air")->count, 9);
    ASSERT_TRUE(finding(*made, "model_density_negative"));
    EXPECT_EQ(finding(*made, "model_density_negative")->count, 3);
    EXPECT_EQ(finding(*made, "model_density_missing")->count, 3);
    EXPECT_FALSE(finding(*made, "model_air_graded"));
    EXPECT_EQ(made->model.value("excluded", {0, 0, 1}), 1);
    EXPECT_EQ(made->model.value("excluded", {0, 0, 0}), 0);
    EXPECT_EQ(made->model.value("density", {0, 0, 1}), 0);
    EXPECT_TRUE(std::isnan(made->model.value("density", {2, 0, 0})));
    // Where 0 means "not known", the user says so.
    ModelRule rule;
    rule.column_nulls = "density=0|-1";
    const auto stated = import(path, rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_FALSE(finding(*stated, "model_air"));
    EXPECT_FALSE(stated->model.has("excluded"));
}

TEST(ModelValues, AirWithAGradeIsAnErrorAndAColumnOfZerosHoldsNone) {
    const testing::TemporaryFolder folder;
    const auto graded = import(folder.write("model.csv", more("Cu_pct,density", [](const Index3& at) {
                                                return std::string(at[0] == 0 ? "1.5,0" : "1.5,2.6");
                                            })));
    ASSERT_TRUE(graded) << why(graded);
    ASSERT_TRUE(finding(*graded, "model_air_graded"));
    EXPECT_EQ(finding(*graded, "model_air_graded")->count, 6);
    const auto zeros = import(folder.write(
        "model.csv", more("Cu_pct,density", [](const Index3&) { return std::string("1.5,0"); })));
    ASSERT_TRUE(zeros) << why(zeros);
    EXPECT_TRUE(finding(*zeros, "model_density_zero"));
    EXPECT_FALSE(finding(*zeros, "model_air"));
    EXPECT_FALSE(zeros->model.has("excluded"));
}

TEST(ModelValues, AMinedShareLeavesTheRest) {
    const testing::TemporaryFolder folder;
    for (const bool percent : {false, true}) {
        const std::string header = percent ? "MINED_PCT" : "MINED";
        const auto made =
            import(folder.write("model.csv", more("Cu_pct," + header + ",density", [&](const Index3& at) {
                                    const char* part = percent ? "35" : "0.35";
                                    return fmt::format("1,{},2.5", at[0] == 0 ? part : "0");
                                })));
        ASSERT_TRUE(made) << why(made);
        EXPECT_TRUE(finding(*made, "model_excluded_share", header));
        EXPECT_FALSE(made->model.has("excluded"));
        EXPECT_NEAR(made->model.value("fraction", {0, 1, 1}), 0.65, 1e-6);
        EXPECT_EQ(made->model.value("fraction", {1, 1, 1}), 1);
    }
    // With a share that counts beside it: what is left of that.
    const auto both = import(folder.write("model.csv", more("Cu_pct,depleted,proportion", [](const Index3&) {
                                              return std::string("1,0.5,0.4");
                                          })));
    ASSERT_TRUE(both) << why(both);
    EXPECT_NEAR(both->model.value("fraction", {1, 1, 1}), 0.2, 1e-6);
}

/// Periods of mining are whole numbers, too.
TEST(ModelValues, WholeNumbersThatNothingCallsPercentAreAQuestion) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", more("Cu_pct,MINED", [](const Index3& at) {
                                              return fmt::format("1,{}", 12 * at[0]);
                                          })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_TRUE(finding(*made, "model_excluded_odd", "MINED"));
    EXPECT_FALSE(made->model.has("fraction"));
}

TEST(ModelValues, WordsThatSayWhatIsMinedExclude) {
    const testing::TemporaryFolder folder;
    for (const auto& [header, yes, no] :
         {std::tuple("MINED", "Y", "N"), {"mined_out", "TRUE", "FALSE"}, {"采空", "是", "否"}, {"MINING_STATUS", "mined", "insitu"}}) {
        const auto made = import(folder.write("model.csv", more(std::string("Cu_pct,") + header, [&](const Index3& at) {
                                                  return std::string("1,") + (at[0] == 0 ? yes : no);
                                              })));
        ASSERT_TRUE(made) << header << why(made);
        ASSERT_TRUE(made->model.has("excluded")) << header;
        EXPECT_EQ(made->model.value("excluded", {0, 1, 1}), 1) << header;
        EXPECT_EQ(made->model.value("excluded", {1, 1, 1}), 0) << header;
    }
    const auto asked = import(folder.write("model.csv", more("Cu_pct,MINED", [](const Index3& at) {
                                               return std::string("1,") + (at[0] == 0 ? "partly" : "no");
                                           })));
    ASSERT_TRUE(asked) << why(asked);
    ASSERT_TRUE(finding(*asked, "model_excluded_words", "MINED"));
    EXPECT_EQ(finding(*asked, "model_excluded_words")->severity, base::Severity::error);
    EXPECT_FALSE(asked->model.has("excluded"));
}

TEST(ModelValues, OneDensityThatNoRockHasIsMissing) {
    const testing::TemporaryFolder folder;
    for (const char* slip : {"2700", "27", "0.27"}) {
        const auto made = import(folder.write("model.csv", more("Cu_pct,density", [&](const Index3& at) {
                                                  return std::string("1,") + (at == Index3{1, 1, 1} ? slip : "2.7");
                                              })));
        ASSERT_TRUE(made) << why(made);
        ASSERT_TRUE(finding(*made, "model_density_no_rock", "density")) << slip;
        EXPECT_EQ(finding(*made, "model_density_no_rock")->count, 1);
        EXPECT_TRUE(std::isnan(made->model.value("density", {1, 1, 1})));
        EXPECT_NEAR(made->model.value("density", {0, 1, 1}), 2.7, 1e-6);
    }
}

TEST(ModelValues, AirByItsCodeAndASecondDensityAreTold) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", more("Cu_pct,density,SG,rocktype", [](const Index3& at) {
                                              return std::string(at[2] == 1 ? "0,2.7,2.9,AIR" : "1,2.7,2.9,GRD");
                                          })));
    ASSERT_TRUE(made) << why(made);
    ASSERT_TRUE(finding(*made, "model_air_code", "rocktype"));
    EXPECT_EQ(finding(*made, "model_air_code")->count, 9);
    EXPECT_TRUE(finding(*made, "model_density_twice", "SG"));
    const auto weightless = import(folder.write("model.csv", more("Cu_pct,density,rocktype", [](const Index3& at) {
                                                    return std::string(at[2] == 1 ? "0,0,AIR" : "1,2.7,GRD");
                                                })));
    ASSERT_TRUE(weightless) << why(weightless);
    EXPECT_FALSE(finding(*weightless, "model_air_code")) << "it weighs nothing";
}

TEST(ModelValues, NorthingsUnderXAreTold) {
    const testing::TemporaryFolder folder;
    const auto with = [&](const char* head, double x, double y) {
        return import(folder.write("model.csv", std::string(head) + "\n" + lines([&](const Index3&, const Vec3& c) {
                                                    return fmt::format("{},{},{},1", c[0] + x, c[1] + y, c[2]);
                                                })));
    };
    const auto exchanged = with("X,Y,Z,Cu_pct", 4'410'000, 450'000);
    ASSERT_TRUE(exchanged) << why(exchanged);
    EXPECT_TRUE(finding(*exchanged, "model_axes_exchanged", "X"));
    const auto plain = with("X,Y,Z,Cu_pct", 450'000, 4'410'000);
    ASSERT_TRUE(plain) << why(plain);
    EXPECT_FALSE(finding(*plain, "model_axes_exchanged"));
}

TEST(ModelValues, CodesInAnExcludedColumnAreAQuestion) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write(
        "model.csv", more("Cu_pct,mined", [](const Index3& at) { return fmt::format("1,{}", at[0]); }));
    const auto made = import(path);
    ASSERT_TRUE(made) << why(made);
    ASSERT_TRUE(finding(*made, "model_excluded_odd", "mined"));
    EXPECT_EQ(finding(*made, "model_excluded_odd")->severity, base::Severity::error);
    EXPECT_FALSE(made->model.has("excluded"));
    EXPECT_EQ(made->model.value("mined", {2, 0, 0}), 2);
    ModelRule rule;
    rule.excluded = "mined";
    const auto stated = import(path, rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_EQ(stated->model.value("excluded", {2, 0, 0}), 1);
    EXPECT_EQ(stated->model.value("excluded", {0, 0, 0}), 0);
    // Flags are flags, whatever the program calls them.
    const auto flags = import(folder.write("model.csv", more("Cu_pct,mined", [](const Index3& at) {
                                               return std::string(at[0] == 0 ? "1,1" : "1,0");
                                           })));
    ASSERT_TRUE(flags) << why(flags);
    EXPECT_EQ(flags->model.value("excluded", {0, 1, 1}), 1);
    EXPECT_FALSE(finding(*flags, "model_excluded_share"));
}

TEST(ModelValues, CodesWithLettersOfExponentsStayNames) {
    const testing::TemporaryFolder folder;
    const auto made =
        import(folder.write("model.csv", more("Cu_pct,LITH,ZONE,MIX", [](const Index3& at) {
                                const char* lith[] = {"3D1", "30", "100"};
                                const char* zone[] = {"01", "1", "1.0"};
                                const char* mix[] = {"01", "1", "A"};
                                return fmt::format("1,{},{},{}", lith[at[0]], zone[at[0]], mix[at[0]]);
                            })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_THAT(made->model.info("LITH")->codes, ::testing::UnorderedElementsAre("3D1", "30", "100"));
    EXPECT_THAT(made->model.info("ZONE")->codes, ::testing::ElementsAre("1"));
    EXPECT_THAT(made->model.info("MIX")->codes, ::testing::UnorderedElementsAre("01", "1", "A"));
    const auto name_at = [&](const char* column, const Index3& at) {
        return made->model.info(column)->codes.at(static_cast<std::size_t>(made->model.value(column, at)));
    };
    EXPECT_EQ(name_at("LITH", {0, 1, 1}), "3D1");
    EXPECT_EQ(name_at("LITH", {1, 1, 1}), "30");
    EXPECT_EQ(name_at("ZONE", {2, 2, 1}), "1");
    EXPECT_EQ(name_at("MIX", {0, 0, 0}), "01");
}

TEST(ModelValues, GradesBeyondTheWholeAskForTheirUnit) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write(
        "model.csv", more("CU", [](const Index3& at) { return fmt::format("{}", 3000 + 100 * at[0]); }));
    const auto made = import(path);
    ASSERT_TRUE(made) << why(made);
    ASSERT_TRUE(finding(*made, "model_unit_impossible", "CU"));
    EXPECT_EQ(finding(*made, "model_unit_impossible")->severity, base::Severity::error);
    EXPECT_TRUE(std::isnan(made->model.value("Cu", {0, 0, 0})));
    ModelRule rule;
    rule.grades = "Cu=CU[ppm]";
    const auto stated = import(path, rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_FALSE(finding(*stated, "model_unit_impossible"));
    EXPECT_EQ(stated->model.value("Cu", {0, 0, 0}), 3000);
    // A stated unit stands; what cannot be in it is missing.
    const auto one = import(folder.write("model.csv", more("Cu_pct", [](const Index3& at) {
                                             return std::string(at == Index3{1, 1, 1} ? "450" : "4");
                                         })));
    ASSERT_TRUE(one) << why(one);
    ASSERT_TRUE(finding(*one, "model_more_than_all", "Cu_pct"));
    EXPECT_EQ(finding(*one, "model_more_than_all")->count, 1);
    EXPECT_TRUE(std::isnan(one->model.value("Cu", {1, 1, 1})));
    EXPECT_EQ(one->model.value("Cu", {1, 1, 0}), 4);
}

TEST(ModelValues, GradesThatNoDepositHasAskForTheirUnit) {
    const testing::TemporaryFolder folder;
    const auto with = [&](const char* header, const char* value) {
        return import(folder.write("model.csv", more(header, [&](const Index3&) { return std::string(value); })));
    };
    const auto ppm = with("Cu", "37");
    ASSERT_TRUE(ppm) << why(ppm);
    EXPECT_TRUE(finding(*ppm, "model_unit_unlikely", "Cu"));
    EXPECT_TRUE(std::isnan(ppm->model.value("Cu", {1, 1, 1})));
    for (const auto& [header, value] : {std::pair("Cu_pct", "37"), {"Cu", "1.2"}, {"Fe", "62"}}) {
        const auto sound = with(header, value);
        ASSERT_TRUE(sound) << why(sound);
        EXPECT_FALSE(finding(*sound, "model_unit_unlikely")) << header;
    }
}

TEST(ModelValues, NumbersThatNoOneMeasuresAreMissing) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", more("Cu_pct,hardness", [](const Index3& at) {
                                              const char* odd[] = {"1.70141e38", "-1e32", "-999.25"};
                                              return fmt::format("{},{}", at[1] == 1 ? odd[at[0]] : "1",
                                                                 at[0] == 0 ? "1e20" : "7");
                                          })));
    ASSERT_TRUE(made) << why(made);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(std::isnan(made->model.value("Cu", {i, 1, 0}))) << i;
    EXPECT_EQ(finding(*made, "model_no_value", "Cu_pct")->count, 4);
    EXPECT_TRUE(std::isnan(made->model.value("hardness", {0, 1, 1})));
    EXPECT_FALSE(finding(*made, "model_negative"));
}

TEST(ModelValues, ThousandsOfTonnesAreTonnagesAndAreSaid) {
    const testing::TemporaryFolder folder;
    for (const char* header : {"KTONNES", "TONNES_KT", "kt"}) {
        const auto made = import(folder.write("model.csv", fmt::format("X,Y,Z,Cu_pct,{}\n", header) +
                                                               lines([](const Index3&, const Vec3& c) {
                                                                   return fmt::format("{},{},{},1,0.25", c[0], c[1], c[2]);
                                                               })));
        ASSERT_TRUE(made) << header << why(made);
        ASSERT_TRUE(finding(*made, "model_kilotonnes", header)) << header;
        EXPECT_NEAR(made->report.tonnes_before, 18 * 250, 1e-3) << header;
    }
    const auto plain = import(folder.write("model.csv", "X,Y,Z,Cu_pct,TONNES\n" + lines([](const Index3&, const Vec3& c) {
                                               return fmt::format("{},{},{},1,250", c[0], c[1], c[2]);
                                           })));
    ASSERT_TRUE(plain);
    EXPECT_FALSE(finding(*plain, "model_kilotonnes"));
    ModelRule rule;
    rule.tonnage_unit = blocks::TonnageUnit::tonne;
    const auto stated = import(folder.write("model.csv", "X,Y,Z,Cu_pct,KTONNES\n" + lines([](const Index3&, const Vec3& c) {
                                                return fmt::format("{},{},{},1,250", c[0], c[1], c[2]);
                                            })),
                               rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_FALSE(finding(*stated, "model_kilotonnes")) << "what is stated counts";
    EXPECT_NEAR(stated->report.tonnes_before, 18 * 250, 1e-3);
}

TEST(ModelValues, TonsOfAModelInFeetAreAQuestion) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", "X_ft,Y_ft,Z_ft,Cu_pct,TONS\n" + lines([](const Index3&, const Vec3& c) {
                                      return fmt::format("{},{},{},1,100", c[0], c[1], c[2]);
                                  }));
    ModelRule rule;
    rule.length_unit = blocks::ModelLength::foot;
    rule.x = "X_ft";
    rule.y = "Y_ft";
    rule.z = "Z_ft";
    const auto made = import(path, rule);
    ASSERT_TRUE(made) << why(made);
    ASSERT_TRUE(finding(*made, "model_tons", "TONS"));
    EXPECT_EQ(finding(*made, "model_tons")->severity, base::Severity::error);
    rule.tonnage_unit = blocks::TonnageUnit::short_ton;
    const auto stated = import(path, rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_FALSE(finding(*stated, "model_tons"));
    EXPECT_NEAR(stated->report.tonnes_before, 18 * 100 * 0.90718474, 1e-3);
}

TEST(ModelValues, TonnageFactorsAndPoundsBecomeTonnesPerCubicMetre) {
    const testing::TemporaryFolder folder;
    const auto density = [&](const char* header, const char* value, blocks::DensityUnit unit) {
        ModelRule rule;
        rule.density = header;
        rule.density_unit = unit;
        const auto made =
            import(folder.write("model.csv", more(std::string("Cu_pct,") + header,
                                                  [&](const Index3&) { return std::string("1,") + value; })),
                   rule);
        EXPECT_TRUE(made) << why(made);
        EXPECT_FALSE(finding(*made, "model_density_odd"));
        return made->model.value("density", {1, 1, 1});
    };
    using blocks::DensityUnit;
    // 2000 lb · 0.45359237 kg in 12.5 · 0.3048³ m³.
    EXPECT_NEAR(density("TF", "12.5", DensityUnit::ft3_per_short_ton), 2.562955, 1e-5);
    EXPECT_NEAR(density("TF (ft3/ton)", "12.5", DensityUnit::detect), 2.562955, 1e-5);
    EXPECT_NEAR(density("density_lb_ft3", "160", DensityUnit::detect), 2.562955, 1e-5);
}

TEST(ModelValues, NamesThatMayBeSharesAreAQuestion) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", more("Cu_pct,rock_pct", [](const Index3&) { return std::string("1,40"); }));
    const auto made = import(path);
    ASSERT_TRUE(made) << why(made);
    EXPECT_TRUE(finding(*made, "model_share_named", "rock_pct"));
    EXPECT_FALSE(made->model.has("fraction"));
    ModelRule rule;
    rule.proportion = "rock_pct";
    const auto share = import(path, rule);
    ASSERT_TRUE(share) << why(share);
    EXPECT_FALSE(finding(*share, "model_share_named"));
    EXPECT_NEAR(share->model.value("fraction", {1, 1, 1}), 0.4, 1e-6);
    rule = {};
    rule.numbers = "rock_pct";
    const auto number = import(path, rule);
    ASSERT_TRUE(number) << why(number);
    EXPECT_FALSE(finding(*number, "model_share_named"));
}

TEST(ModelValues, SharesUnderManyNamesAreAQuestion) {
    const testing::TemporaryFolder folder;
    for (const char* name : {"PROP_ORE", "ORE_FRAC", "frac_rock", "rock_prop", "AIR", "PCT_ORE", "ORE%"}) {
        const std::string header = std::string("Cu_pct,") + name;
        const auto made = import(folder.write(
            "model.csv", more(header.c_str(), [](const Index3&) { return std::string("1,0.4"); })));
        ASSERT_TRUE(made) << why(made);
        EXPECT_TRUE(finding(*made, "model_share_named", name)) << name;
    }
}

TEST(ModelValues, CoordinatesWithTheirUnitInTheNameAreConverted) {
    const testing::TemporaryFolder folder;
    const std::string rows = lines([](const Index3& at, const Vec3& c) {
        return fmt::format("{},{},{},{}", c[0], c[1], c[2], copper(at));
    });
    for (const char* header : {"X_ft,Y_ft,Z_ft,Cu_pct", "X (ft),Y (ft),Z (ft),Cu_pct", "EAST ft,NORTH ft,RL ft,Cu_pct"}) {
        const auto made = import(folder.write("model.csv", std::string(header) + "\n" + rows));
        ASSERT_TRUE(made) << why(made);
        EXPECT_NEAR(made->model.geometry().block_size[0], 3.048, 1e-6) << header;
        EXPECT_TRUE(finding(*made, "model_feet")) << header;
    }
    const auto chinese =
        import(folder.write("model.csv", "X中心,Y中心,Z中心,X长度,Y长度,Z长度,Cu_pct\n" +
                                             lines([](const Index3& at, const Vec3& c) {
                                                 return fmt::format("{},{},{},10,10,5,{}", c[0], c[1], c[2], copper(at));
                                             })));
    ASSERT_TRUE(chinese) << why(chinese);
    EXPECT_NEAR(chinese->model.geometry().block_size[0], 10, 1e-9);
}

TEST(ModelValues, OneRowOffTheGridDoesNotMakeAllBlocksSmaller) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", "x,y,z,Cu_pct\n" +
                                                           lines([](const Index3& at, const Vec3& c) {
                                                               return fmt::format("{},{},{},{}", c[0], c[1], c[2], copper(at));
                                                           }) +
                                                           "1008,2005,102.5,1\n"));
    ASSERT_FALSE(made) << "blocks of a fifth of their length";
    EXPECT_EQ(made.error().what.key, "blocks.no_neighbours");
}

TEST(ModelValues, AConcentrateIsNotTheRockAndWhatIsLikeAnElementIsTold) {
    const testing::TemporaryFolder folder;
    const auto made =
        import(folder.write("model.csv", "x,y,z,Fe_Conc_pct,Fe_Head_pct,DTR_pct,CUT,CUS,density\n" +
                                             lines([](const Index3& at, const Vec3& c) {
                                                 return fmt::format("{},{},{},68.5,{},25,{},0.1,2.7", c[0],
                                                                    c[1], c[2], 30 + copper(at), copper(at));
                                             })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_NEAR(made->model.value("Fe", {0, 0, 0}), 30.1, 1e-5);
    EXPECT_NEAR(made->model.value("Cu", {0, 0, 0}), 0.1, 1e-6);
    for (const char* column : {"Fe_Conc_pct", "CUS"})
        EXPECT_TRUE(finding(*made, "model_like_element", column)) << column;
    EXPECT_FALSE(finding(*made, "model_like_element", "DTR_pct"));
}

}  // namespace
}  // namespace orelens::io
