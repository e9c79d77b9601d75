// Block models of other programs: one deposit in the dialects of many, and files that are none.
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

struct Dialect {
    const char* name;
    const char* program;
    std::string text;
};
class Dialects : public ::testing::TestWithParam<Dialect> {};
TEST_P(Dialects, GiveTheSameDeposit) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", GetParam().text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->mapping.program, GetParam().program);
    expect_deposit(*made);
    for (const ModelColumn& one : made->mapping.columns)
        if (one.use == ColumnUse::grade) {
            EXPECT_EQ(one.unit, "%") << one.header;
        }
}

std::string vulcan() {
    std::string text =
        "centroid_x,centroid_y,centroid_z,dim_x,dim_y,dim_z,volume,cu_pct,rock,density\n"
        "variable descriptions:,,,,,,,copper grade,rock type,density\n"
        "variable types:,,,,,,,double,name,float\n"
        "variable defaults:,,,,,,,-99.0,none,0.0\n";
    return text + lines([](const Index3& at, const Vec3& c) {
               return fmt::format("{},{},{},10.0,10.0,5.0,500.0,{},{},2.7", c[0], c[1], c[2], copper(at),
                                  testing_models::rock(at));
           });
}
std::string datamine() {
    return "IJK,XC,YC,ZC,XINC,YINC,ZINC,XMORIG,YMORIG,ZMORIG,NX,NY,NZ,CU,ROCK,DENSITY\n" +
           lines([](const Index3& at, const Vec3& c) {
               return fmt::format("{},{},{},{},10,10,5,1000,2000,100,3,3,2,{},{},2.7",
                                  at[2] + 2 * (at[1] + 3 * at[0]), c[0], c[1], c[2], copper(at), at[2] + 1);
           });
}
std::string micromine() {
    return "EAST,_EAST,NORTH,_NORTH,RL,_RL,CU_PCT,ROCK\nR,R,R,R,R,R,R,C\n"
           "1005,10,2005,10,102.5,5,Centre\n" +
           lines([](const Index3& at, const Vec3& c) {
               return fmt::format("{},10,{},10,{},5,{},{}", c[0], c[1], c[2], copper(at),
                                  testing_models::rock(at));
           });
}
std::string leapfrog() {
    return "# Parent block size: 10, 10, 5\n# Size in parent blocks: 3, 3, 2\n# Minimum corner: 1000, 2000, "
           "100\n"
           "# Azimuth: 0.0\nX,Y,Z,dX,dY,dZ,Cu (%),lith\n" +
           lines([](const Index3& at, const Vec3& c) {
               return fmt::format("{},{},{},10,10,5,{},{}", c[0], c[1], c[2], copper(at),
                                  testing_models::rock(at));
           });
}
std::string surpac() {
    // y before x, levels from the top, a row of units.
    std::string rows;
    for (int k = 1; k >= 0; --k)
        for (int i = 0; i < 3; ++i)
            for (int j = 2; j >= 0; --j) {
                const Vec3 c = testing_models::grid.centre({i, j, k});
                rows += fmt::format("{},{},{},{},{}\n", c[1], c[0], c[2], copper({i, j, k}),
                                    testing_models::rock({i, j, k}));
            }
    return "Y,X,Z,cu,rock\nm,m,m,%,\n" + rows;
}
INSTANTIATE_TEST_SUITE_P(
    ModelImport, Dialects,
    ::testing::Values(
        Dialect{"plain", "table", "x,y,z,Cu_pct,rock\n" + plain_lines()},
        Dialect{"vulcan", "Vulcan", vulcan()}, Dialect{"datamine", "Datamine", datamine()},
        Dialect{"micromine", "Micromine", micromine()}, Dialect{"leapfrog", "Leapfrog", leapfrog()},
        Dialect{"surpac", "table", surpac()},
        Dialect{"deswik", "table", "xcentre;ycentre;zcentre;CU_PCT;ROCK\n" + plain_lines("{};{};{};{};{}")},
        Dialect{"tabs", "table", "East\tNorth\tRL\tCu %\tROCK\n" + plain_lines("{}\t{}\t{}\t{}\t{}")},
        Dialect{"spaces", "table",
                "  X     Y     Z   CU_PCT  ROCK\n" + plain_lines("  {}   {}  {}   {}   {}")},
        Dialect{"geoeas", "GSLIB",
                "blocks\n5\nX\nY\nZ\nCu_pct\nRock\n" + lines([](const Index3& at, const Vec3& c) {
                    return fmt::format("{} {} {} {} {}", c[0], c[1], c[2], copper(at), at[2]);
                })},
        Dialect{"chinese", "table", "东坐标,北坐标,标高,铜品位(%),岩性\n" + plain_lines()},
        Dialect{"quoted", "table",
                "\"X\",\"Y\",\"Z\",\"CU_PCT\",\"ROCK\"\n" +
                    plain_lines("\"{}\",\"{}\",\"{}\",\"{}\",\"{}, type\"")},
        Dialect{"windows", "table", "X,Y,Z,CU_PCT,ROCK,\r\n" + plain_lines("{},{},{},{},{},\r")}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ModelImport, ATableOfSpacesWithASmallFirstNumberIsNoGslibFile) {
    const testing::TemporaryFolder folder;
    std::string text = "x y z Cu_pct\n";
    for (int n = 0; n < 8; ++n)
        text += fmt::format("{} {} {} {}\n", 3 + 2 * (n & 1), 3 + 2 * (n >> 1 & 1), 3 + 2 * (n >> 2), n + 1);
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 8);
}

TEST(ModelImport, GbkNamesAndCodesAreRead) {
    const testing::TemporaryFolder folder;
    // 岩性 in GBK as the header, 花岗岩 as the code.
    std::string text =
        "X,Y,Z,CU_PCT,\xD1\xD2\xD0\xD4\n" + lines([](const Index3& at, const Vec3& c) {
            return fmt::format("{},{},{},{},\xBB\xA8\xB8\xDA\xD1\xD2", c[0], c[1], c[2], copper(at));
        });
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made);
    ASSERT_TRUE(made->model.has("岩性"));
    EXPECT_THAT(made->model.info("岩性")->codes, ::testing::ElementsAre("花岗岩"));
    EXPECT_TRUE(finding(*made, "model_encoding"));
}

TEST(ModelImport, TwoColumnsForOneElementAreAQuestion) {
    const testing::TemporaryFolder folder;
    const std::string path =
        folder.write("model.csv", "x,y,z,Cu_pct,Cu_ppm\n" + lines([](const Index3&, const Vec3& c) {
                                      return fmt::format("{},{},{},1,10000", c[0], c[1], c[2]);
                                  }));
    const auto refused = import(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "model.two_grades");
    EXPECT_EQ(refused.error().place.field, "model.grades");
    ModelRule rule;
    rule.grades = "Cu=Cu_pct";
    EXPECT_TRUE(import(path, rule));
}

TEST(ModelImport, EveryColumnIsListedWithItsUse) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write(
        "model.csv", "x,y,z,Cu_pct,rock,kvar,empty,status\n" + lines([](const Index3& at, const Vec3& c) {
                         return fmt::format("{},{},{},{},{},0.5,,1", c[0], c[1], c[2], copper(at),
                                            testing_models::rock(at));
                     })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(column(*made, "kvar")->use, ColumnUse::number);
    EXPECT_EQ(column(*made, "empty")->use, ColumnUse::unused);
    EXPECT_EQ(column(*made, "empty")->why, "model.why.empty");
    EXPECT_TRUE(finding(*made, "model_column_unused", "empty"));
    // Evaluation writes a column of this name: the file's keeps another.
    EXPECT_EQ(column(*made, "status")->name, "file.status");
    EXPECT_TRUE(made->model.has("file.status"));
}

TEST(ModelImport, IndicesNeedSizesAndCountFromOne) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write(
        "model.csv", "i,j,k,Cu_pct\n" + lines([](const Index3& at, const Vec3&) {
                         return fmt::format("{},{},{},{}", at[0] + 1, at[1] + 1, at[2] + 1, copper(at));
                     }));
    const auto refused = import(path);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "model.size_u");
    ModelRule rule;
    rule.size_u_m = rule.size_v_m = 10;
    rule.size_w_m = 5;
    rule.origin_x = 1000;
    rule.origin_y = 2000;
    rule.origin_z = 100;
    const auto made = import(path, rule);
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made);
}

TEST(ModelImport, IndicesThatMayCountFromZeroAreAQuestionWhereAnOriginIsStated) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.size_u_m = rule.size_v_m = 10;
    rule.size_w_m = 5;
    rule.origin_x = 1000;
    rule.origin_y = 2000;
    rule.origin_z = 100;
    const auto text = [](int add) {
        return "i,j,k,Cu_pct\n" + lines([&](const Index3& at, const Vec3&) {
                   return fmt::format("{},{},{},{}", at[0] + add, at[1] + add, at[2] + add, copper(at));
               });
    };
    // One cell from the rim of a file that counts from 1, or two from that of one that counts from 0.
    const std::string path = folder.write("model.csv", text(2));
    const auto open = import(path, rule);
    ASSERT_TRUE(open) << why(open);
    ASSERT_TRUE(finding(*open, "model_first_index_open"));
    EXPECT_EQ(finding(*open, "model_first_index_open")->severity, base::Severity::error);
    EXPECT_NEAR(open->model.geometry().centre({0, 0, 0})[0], 1005, 1e-9);
    const auto x_of_first = [](const ModelImport& made) {
        for (std::size_t leaf = 0; leaf < made.model.leaf_count(); ++leaf)
            for (int at = 0; at < 512; ++at)
                if (made.model.leaf(leaf).is_active(at) && made.model.real("Cu", leaf)[at] == 0.1F)
                    return made.model.geometry().centre(made.model.leaf(leaf).index(at))[0];
        return 0.0;
    };
    EXPECT_NEAR(x_of_first(*open), 1015, 1e-6);
    rule.first_index = blocks::FirstIndex::zero;
    const auto zero = import(path, rule);
    ASSERT_TRUE(zero) << why(zero);
    EXPECT_FALSE(finding(*zero, "model_first_index_open"));
    EXPECT_NEAR(x_of_first(*zero), 1025, 1e-6);
    rule.first_index = blocks::FirstIndex::one;
    EXPECT_EQ(import(folder.write("model.csv", text(0)), rule).error().place.field, "model.first_index");
    // All of them from 1: taken so, with a word. The last cell of the stated count: no doubt at all.
    rule.first_index = blocks::FirstIndex::detect;
    const auto ones = import(folder.write("model.csv", text(1)), rule);
    ASSERT_TRUE(ones) << why(ones);
    EXPECT_TRUE(finding(*ones, "model_first_index"));
    EXPECT_FALSE(finding(*ones, "model_first_index_open"));
    rule.count_u = rule.count_v = 4;
    rule.count_w = 3;
    const auto counted = import(folder.write("model.csv", text(2)), rule);
    ASSERT_TRUE(counted) << why(counted);
    EXPECT_FALSE(finding(*counted, "model_first_index_open") || finding(*counted, "model_first_index"));
}

TEST(ModelImport, AStatedParentHoldsWhereEveryParentIsSplit) {
    const testing::TemporaryFolder folder;
    std::string text =
        "# Parent block size: 20, 20, 10\n# Minimum corner: 1000, 2000, 100\nX,Y,Z,dX,dY,dZ,Cu (%)\n";
    for (int k = 0; k < 2; ++k)
        for (int j = 1; j < 4; ++j)
            for (int i = 1; i < 4; ++i)
                text += fmt::format("{},{},{},10,10,5,{}\n", 1005 + 10 * i, 2005 + 10 * j, 102.5 + 5 * k, i);
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.geometry().block_size, (Vec3{20, 20, 10}));
    EXPECT_EQ(made->model.geometry().count, (Index3{2, 2, 1}));
    EXPECT_NEAR(made->model.geometry().origin[0], 1000, 1e-9);
    EXPECT_NEAR(made->model.value("fraction", {0, 0, 0}), 0.25, 1e-6);
    EXPECT_NEAR(made->model.value("Cu", {1, 1, 0}), 2.5, 1e-6);
    EXPECT_TRUE(finding(*made, "model_parent_stated"));
    ModelRule rule;
    rule.parent_u_m = rule.parent_v_m = 10;
    rule.parent_w_m = 5;
    const auto stated = import(folder.file("model.csv"), rule);
    ASSERT_TRUE(stated) << why(stated);
    EXPECT_EQ(stated->model.block_count(), 18);
}

TEST(ModelImport, MicrominesCornersOfATurnedModelMoveAlongItsAxes) {
    const blocks::GridGeometry turned{{5000, 6000, 200}, {10, 12, 4}, {12, 10, 6}, 30, 0, 0};
    const testing::TemporaryFolder folder;
    std::string text =
        "EAST,_EAST,NORTH,_NORTH,RL,_RL,CU_PCT,ROCK\nR,R,R,R,R,R,R,C\n"
        "5000,10,6000,12,200,4,Bottom\n";
    for (int k = 0; k < 6; ++k)
        for (int j = 0; j < 10; ++j)
            for (int i = 0; i < 12; ++i) {
                const Vec3 at = turned.to_world({double(i), double(j), double(k)});
                text += fmt::format("{},10,{},12,{},4,1,A\n", at[0], at[1], at[2]);
            }
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_NEAR(made->model.geometry().azimuth_deg, 30, 0.02);
    EXPECT_EQ(made->model.block_count(), 720);
    for (int a = 0; a < 3; ++a)
        EXPECT_NEAR(made->model.geometry().centre({11, 9, 5})[a], turned.centre({11, 9, 5})[a], 0.02) << a;
}

TEST(ModelImport, MicrominesShortNamesAreSizes) {
    const testing::TemporaryFolder folder;
    const auto made = import(
        folder.write("model.csv", "X,_X,Y,_Y,Z,_Z,CU_PCT,ROCK\n" + lines([](const Index3& at, const Vec3& c) {
                                      return fmt::format("{},10,{},10,{},5,{},{}", c[0], c[1], c[2],
                                                         copper(at), testing_models::rock(at));
                                  })));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(column(*made, "_X")->use, ColumnUse::size);
    expect_deposit(*made);
}

TEST(ModelImport, AFirstBlockWhoseCodesAreUnitsToo) {
    const testing::TemporaryFolder folder;
    std::string text = "x,y,z,rock,zone,cu,kind\n";
    for (int n = 0; n < 8; ++n)
        text += fmt::format("{},{},{},{},T,%,FT\n", 5 + 10 * (n & 1), 5 + 10 * (n >> 1 & 1),
                            5 + 10 * (n >> 2), n % 2 == 0 ? "M" : "G");
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 8);
}

TEST(ModelImport, AJsonFileOfAnotherProgramIsNoSideCar) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.write("blocks.csv", "x,y,z,Cu_pct,rock\n" + plain_lines());
    folder.write("blocks.csv.json", "{\"schema\": \"somebody\", \"rows\": 18}");
    EXPECT_FALSE(is_own_model(path));
    const auto made = import(path);
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made);
    EXPECT_TRUE(finding(*made, "model_foreign_sidecar"));
    folder.write("blocks.csv.json", "{\"format\": \"orelens-blocks\", \"damaged\"");
    EXPECT_TRUE(is_own_model(path));
}

TEST(ModelImport, DatamineTurnedModelsComeBackToTheWorld) {
    blocks::GridGeometry turned{{5000, 6000, 200}, {10, 10, 5}, {5, 4, 3}, 30, 0, 0};
    const testing::TemporaryFolder folder;
    std::string text =
        "XC,YC,ZC,XINC,YINC,ZINC,X0,Y0,Z0,ANGLE1,ANGLE2,ANGLE3,ROTAXIS1,ROTAXIS2,ROTAXIS3,CU_PPM\n";
    for (int k = 0; k < 3; ++k)
        for (int j = 0; j < 4; ++j)
            for (int i = 0; i < 5; ++i)
                text += fmt::format("{},{},{},10,10,5,5000,6000,200,30,0,0,3,0,0,{}\n", 10 * i + 5,
                                    10 * j + 5, 5 * k + 2.5, i + 10 * j + 100 * k);
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_NEAR(made->model.geometry().azimuth_deg, 30, 1e-9);
    for (int a = 0; a < 3; ++a) {
        EXPECT_NEAR(made->model.geometry().centre({4, 3, 2})[a], turned.centre({4, 3, 2})[a], 1e-6);
        EXPECT_NEAR(made->model.geometry().origin[a], turned.origin[a], 1e-6);
    }
    EXPECT_EQ(made->model.value("Cu", {4, 3, 2}), 234);
}

TEST(ModelImport, SubBlocksBecomeParentsWithTheirTonnes) {
    const testing::TemporaryFolder folder;
    std::string text = "XC,YC,ZC,XINC,YINC,ZINC,CU,DENSITY,ROCK\n";
    double tonnes = 0, metal = 0;
    for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 3; ++i) {
            if ((i + j) % 2 == 0) {
                text += fmt::format("{},{},5,10,10,10,1.5,2.5,A\n", 10 * i + 5, 10 * j + 5);
                tonnes += 2500;
                metal += 2500 * 1.5;
                continue;
            }
            for (int s = 0; s < 7; ++s) {
                text += fmt::format("{},{},{},5,5,5,{},{},{}\n", 10 * i + 2.5 + 5 * (s & 1),
                                    10 * j + 2.5 + 5 * ((s >> 1) & 1), 2.5 + 5 * (s >> 2), s * 0.25, 3,
                                    s < 5 ? "B" : "A");
                tonnes += 375;
                metal += 375 * s * 0.25;
            }
        }
    const auto made = import(folder.write("model.csv", text));
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(made->model.block_count(), 9);
    EXPECT_NEAR(made->report.tonnes_before, tonnes, 1e-6);
    EXPECT_NEAR(made->report.tonnes_stored, tonnes, 1e-8 * tonnes);
    EXPECT_NEAR(made->report.columns.at(0).stored, metal, 2e-8 * metal);
    EXPECT_TRUE(finding(*made, "model_regularised") && finding(*made, "model_partial") &&
                finding(*made, "model_category_moved"));
    EXPECT_EQ(made->model.info("rock.share"), nullptr);
    EXPECT_NEAR(made->model.value("ROCK.share", {1, 0, 0}), 5.0 / 7, 1e-6);
}

TEST(ModelImport, FilesThatAreNoModelsAreRefusedForWhatTheyAre) {
    const testing::TemporaryFolder folder;
    const std::vector<std::pair<std::string, std::string>> cases{{"", "model.no_header"},
                                                                 {"a,b,c\n1,2,3\n", "model.no_places"},
                                                                 {"x,y,z,Cu\n", "model.no_blocks"},
                                                                 {"1,2,3,4\n5,6,7,8\n", "model.no_header"}};
    for (const auto& [text, key] : cases) {
        const auto refused = import(folder.write("model.csv", text));
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().what.key, key) << text;
    }
    EXPECT_FALSE(import(folder.write("model.csv", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16))));
    EXPECT_FALSE(import(folder.file("absent.csv")));
}

TEST(ModelImport, AStatedColumnThatIsNotThereSuggestsANearOne) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.density = "DENISTY";
    const auto refused = import(folder.write("model.csv", "x,y,z,Cu_pct,DENSITY\n1,2,3,4,5\n"), rule);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "model.density");
}

TEST(ModelImport, ACancelAtAnyReportLeavesNothing) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.file = folder.write("model.csv", "x,y,z,Cu_pct,rock\n" + plain_lines());
    testing::CancelAt whole(0);
    ASSERT_TRUE(import_model(rule, 2.7, "", whole.progress));
    for (int n = 1; n <= whole.reports; ++n) {
        testing::CancelAt at(n);
        const auto result = import_model(rule, 2.7, "", at.progress);
        if (result) continue;  // the last report of all
        EXPECT_EQ(result.error().kind, base::ErrorKind::cancelled) << n;
    }
}

/// The deposit by corners, the names of one program's.
std::string cornered(const std::string& header) {
    return header + ",cu_pct,rock,density\n" + lines([](const Index3& at, const Vec3& c) {
               return fmt::format("{},{},{},{},{},{},{},{},2.7", c[0] - 5, c[0] + 5, c[1] - 5, c[1] + 5, c[2] - 2.5,
                                  c[2] + 2.5, copper(at), testing_models::rock(at));
           });
}

TEST(ModelImport, CornersOfCellsArePlaces) {
    const testing::TemporaryFolder folder;
    for (const char* header :
         {"XMIN,XMAX,YMIN,YMAX,ZMIN,ZMAX", "x_low,x_high,y_low,y_high,z_low,z_high",
          "XLOWER,XUPPER,YLOWER,YUPPER,ZLOWER,ZUPPER", "min_x,max_x,min_y,max_y,min_z,max_z"}) {
        const auto made = import(folder.write("model.csv", cornered(header)));
        ASSERT_TRUE(made) << header << why(made);
        expect_deposit(*made);
        EXPECT_FALSE(made->grid.sub_blocked);
        EXPECT_EQ(made->mapping.columns[0].use, ColumnUse::place);
        EXPECT_EQ(made->mapping.columns[1].use, ColumnUse::size);
    }
}

TEST(ModelImport, CornersOfSubBlocksGiveTheirSizes) {
    const testing::TemporaryFolder folder;
    // Northings beyond a million; a block of 10 × 10 × 10 beside one that is cut in two, and a row whose
    // corners are exchanged.
    const auto made = import(folder.write("model.csv",
                                          "XMIN,YMIN,ZMIN,XMAX,YMAX,ZMAX,CU_PCT,DENSITY\n"
                                          "431200.1,6712300.2,100,431210.1,6712310.2,110,1,2.5\n"
                                          "431210.1,6712300.2,100,431215.1,6712310.2,110,2,2.5\n"
                                          "431215.1,6712300.2,100,431220.1,6712310.2,110,4,2.5\n"
                                          "431230.1,6712300.2,100,431220.1,6712310.2,110,9,2.5\n"));
    ASSERT_TRUE(made) << why(made);
    EXPECT_TRUE(made->grid.sub_blocked);
    EXPECT_EQ(made->report.cells, 3);
    EXPECT_EQ(made->model.block_count(), 2);
    EXPECT_NEAR(made->report.tonnes_before, 5000, 1e-6);
    EXPECT_NEAR(made->model.geometry().origin[0], 431200.1, 1e-6);
    EXPECT_NEAR(made->model.value("Cu", {1, 0, 0}), 3, 1e-6);
    EXPECT_NE(finding(*made, "model_no_place"), nullptr);
}

TEST(ModelImport, CentresCountBeforeCorners) {
    const testing::TemporaryFolder folder;
    const auto made = import(folder.write("model.csv", cornered("XMIN,XMAX,YMIN,YMAX,ZMIN,ZMAX")));
    ASSERT_TRUE(made) << why(made);
    std::string text = "XC,YC,ZC,XINC,YINC,ZINC,XMIN,XMAX,YMIN,YMAX,ZMIN,ZMAX,cu_pct,rock,density\n" +
                       lines([](const Index3& at, const Vec3& c) {
                           return fmt::format("{},{},{},10,10,5,{},{},{},{},{},{},{},{},2.7", c[0], c[1], c[2], c[0] - 5,
                                              c[0] + 5, c[1] - 5, c[1] + 5, c[2] - 2.5, c[2] + 2.5, copper(at),
                                              testing_models::rock(at));
                       });
    const auto both = import(folder.write("both.csv", text));
    ASSERT_TRUE(both) << why(both);
    expect_deposit(*both);
    EXPECT_EQ(both->mapping.columns[0].use, ColumnUse::place);
    EXPECT_NE(both->mapping.columns[6].use, ColumnUse::place);
}

/// Two axes of the deposit by corners, the third by its centre.
std::string half_cornered(const std::string& header, double shift = 0) {
    return header + ",cu_pct,rock,density\n" + lines([shift](const Index3& at, const Vec3& c) {
               return fmt::format("{},{},{},{},{},{},{},{},2.7", c[0] - 5 + shift, c[0] + 5, c[1] - 5, c[1] + 5, c[2], 5,
                                  copper(at), testing_models::rock(at));
           });
}

TEST(ModelImport, AxesMayBeGivenEachInItsWay) {
    const testing::TemporaryFolder folder;
    const std::string header = "XMIN,XMAX,YMIN,YMAX,ZC,ZINC";
    const auto made = import(folder.write("model.csv", half_cornered(header)));
    ASSERT_TRUE(made) << why(made);
    expect_deposit(*made);
    ModelRule rule;
    rule.x = "XMIN";
    rule.y = "YMIN";
    rule.z = "ZC";
    rule.size_x = "XMAX";
    const auto stated = import(folder.write("stated.csv", half_cornered(header)), rule);
    ASSERT_TRUE(stated) << why(stated);
    expect_deposit(*stated);
    // A lower corner and a size.
    const auto based = import(folder.write(
        "based.csv", "XMIN,YMIN,ZMIN,XINC,YINC,ZINC,cu_pct,rock,density\n" + lines([](const Index3& at, const Vec3& c) {
            return fmt::format("{},{},{},10,10,5,{},{},2.7", c[0] - 5, c[1] - 5, c[2] - 2.5, copper(at),
                               testing_models::rock(at));
        })));
    ASSERT_TRUE(based) << why(based);
    expect_deposit(*based);
}

TEST(ModelImport, CornersThatContradictCentresAreErrors) {
    const testing::TemporaryFolder folder;
    const auto with = [&](const char* header, double centre, double low, double high, double size) {
        std::string text = std::string(header) + ",cu_pct,rock,density\n" + lines([&](const Index3& at, const Vec3& c) {
            return fmt::format("{},{},{},{},{},{},{},{},2.7", c[0] + centre, c[1], c[2], c[0] + low, c[0] + high, size,
                               copper(at), testing_models::rock(at));
        });
        return import(folder.write("model.csv", text));
    };
    const char* header = "XC,YC,ZC,XMIN,XMAX,XINC";
    const auto good = with(header, 0, -5, 5, 10);
    ASSERT_TRUE(good) << why(good);
    EXPECT_EQ(finding(*good, "model_corners_disagree"), nullptr);
    EXPECT_EQ(good->mapping.columns[3].use, ColumnUse::unused) << "no number of the model";
    for (const auto& [centre, low, high, size] :
         {std::array{-5.0, -5.0, 5.0, 10.0}, std::array{0.0, -5.0, 5.0, 5.0}, std::array{5.0, -5.0, 5.0, 10.0}}) {
        const auto made = with(header, centre, low, high, size);
        ASSERT_TRUE(made) << why(made);
        const base::Finding* told = finding(*made, "model_corners_disagree");
        ASSERT_NE(told, nullptr) << centre << " " << size;
        EXPECT_EQ(told->severity, base::Severity::error);
        EXPECT_EQ(told->row, 2);
    }
    const auto second = with("X,Y,Z,X1,X2,note", 0, 100, 200, 1);
    ASSERT_TRUE(second) << why(second);
    EXPECT_EQ(finding(*second, "model_corners_disagree"), nullptr) << "a second set of coordinates";
    // No sizes: both corners tell by themselves, one alone by the grid.
    const auto shifted = with("XC,YC,ZC,XMIN,XMAX,note", 5, -5, 5, 1);
    ASSERT_TRUE(shifted) << why(shifted);
    EXPECT_NE(finding(*shifted, "model_corners_disagree"), nullptr);
    const auto lower = with("X,Y,Z,other,XMAX,note", -5, 0, 5, 1);
    ASSERT_TRUE(lower) << why(lower);
    ASSERT_NE(finding(*lower, "model_corner_far"), nullptr) << "a whole block from the centre";
    EXPECT_EQ(finding(*lower, "model_corner_far")->severity, base::Severity::error);
    EXPECT_EQ(finding(*with("X,Y,Z,other,XMAX,note", 0, 0, 5, 1), "model_corner_far"), nullptr);
}

TEST(ModelImport, TheMappingIsGuessedFromTheStart) {
    const testing::TemporaryFolder folder;
    ModelRule rule;
    rule.file = "model.csv";
    folder.write("model.csv", datamine());
    const auto mapping = guess_model_mapping(rule, folder.path().string());
    ASSERT_TRUE(mapping);
    EXPECT_EQ(mapping->program, "Datamine");
    EXPECT_EQ(mapping->columns.size(), 16U);
    EXPECT_EQ(mapping->preview.size(), 18U);
    EXPECT_EQ(mapping->columns[1].use, ColumnUse::place);
    EXPECT_EQ(mapping->columns[4].use, ColumnUse::size);
    EXPECT_EQ(mapping->columns[0].use, ColumnUse::definition);
}

TEST(ModelImport, TheTurnedOctreeOfOmfIsFound) {
    ORELENS_SHARED(file, "omf/bunny_blocks_bunny_blocks.csv");
    const auto made = import(file.string());
    ASSERT_TRUE(made) << why(made);
    EXPECT_TRUE(made->grid.turned && made->grid.sub_blocked);
    EXPECT_NEAR(made->model.geometry().azimuth_deg, -10, 0.01);
    EXPECT_EQ(made->report.overfull_blocks, 0);
    EXPECT_TRUE(made->model.has("Bunny") && made->model.has("Bunny.share"));
}

}  // namespace
}  // namespace orelens::io
