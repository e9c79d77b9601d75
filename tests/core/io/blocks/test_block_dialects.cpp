#include "core/io/blocks/BlockDialect.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <sstream>

#include "core/base/AtomicFile.h"
#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/ModelImport.h"
#include "tests/core/io/blocks/BlockTrim.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using namespace testing_blocks;
using testing::TemporaryFolder;

std::vector<std::string> lines_of(const std::string& path) {
    std::istringstream text(*base::read_text_file(path));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

/// Two blocks of three columns.
BlockModel two_blocks() {
    GridGeometry g;
    g.origin = {1000, 2000, 300};
    g.block_size = {10, 20, 5};
    g.count = {4, 3, 2};
    auto model = BlockModel::where(g, [](const Index3& b) {
        return b == Index3{1, 0, 0} || b == Index3{3, 2, 1};
    });
    model->add_column({"Cu.grade", ColumnType::real, "%", {}});
    model->add_column({"Rock", ColumnType::integer, "", {"ore", "waste, soft"}});
    model->add_column({"n", ColumnType::integer, "", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const bool first = model->leaf(n).index(p)[0] == 1;
            model->real("Cu.grade", n)[p] = first ? 0.25F : blocks::missing_float;
            model->integer("Rock", n)[p] = first ? 1 : blocks::missing_int;
            model->integer("n", n)[p] = first ? blocks::missing_int : 7;
        }
    return *model;
}

std::vector<std::string> written(BlockDialect dialect) {
    const TemporaryFolder folder;
    base::Progress progress;
    const auto done = write_block_csv(two_blocks(), folder.file("m.csv"), progress, dialect);
    EXPECT_TRUE(done) << base::describe(done.error(), base::Language::english);
    return lines_of(folder.file("m.csv"));
}

// By Maptek's description of "Model to CSV": seven fields, three lines under the header, lower case.
TEST(BlockDialect, Vulcan) {
    EXPECT_EQ(
        written(BlockDialect::vulcan),
        (std::vector<std::string>{
            "centroid_x,centroid_y,centroid_z,dim_x,dim_y,dim_z,volume,cu_grade,rock,n",
            "Variable descriptions:,,,,,,,Cu.grade [%],Rock,n", "Variable types:,,,,,,,float,name,integer",
            "Variable defaults:,,,,,,,-99,,-99", "1015,2010,302.5,10,20,5,1000,0.25,\"waste, soft\",-99",
            "1035,2050,307.5,10,20,5,1000,-99,,7"}));
}

// IJK counts k fastest from 0 at the origin: (1·3 + 0)·2 + 0 and (3·3 + 2)·2 + 1.
TEST(BlockDialect, Datamine) {
    EXPECT_EQ(
        written(BlockDialect::datamine),
        (std::vector<std::string>{"XC,YC,ZC,XINC,YINC,ZINC,XMORIG,YMORIG,ZMORIG,NX,NY,NZ,IJK,Cu_grade,Rock,n",
                                  "1015,2010,302.5,10,20,5,1000,2000,300,4,3,2,6,0.25,\"waste, soft\",-",
                                  "1035,2050,307.5,10,20,5,1000,2000,300,4,3,2,23,-,,7"}));
}

TEST(BlockDialect, MicromineAndLeapfrogAndSurpac) {
    EXPECT_EQ(written(BlockDialect::micromine),
              (std::vector<std::string>{"EAST,NORTH,RL,_EAST,_NORTH,_RL,Cu_grade,Rock,n",
                                        "1015,2010,302.5,10,20,5,0.25,\"waste, soft\",",
                                        "1035,2050,307.5,10,20,5,,,7"}));
    EXPECT_EQ(written(BlockDialect::leapfrog).at(0), "X,Y,Z,dX,dY,dZ,Cu_grade,Rock,n");
    const auto surpac = written(BlockDialect::surpac);
    EXPECT_EQ(surpac.at(0), "Y,X,Z,DY,DX,DZ,cu_grade,rock,n");
    EXPECT_EQ(surpac.at(2), "2050,1035,307.5,20,10,5,-99,,7");
}

TEST(BlockDialect, DataminesRowsAreInTheOrderOfTheirIjk) {
    const auto model = BlockModel::full({{0, 0, 0}, {10, 10, 5}, {9, 3, 10}});
    ASSERT_TRUE(model);
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_block_csv(*model, folder.file("m.csv"), progress, BlockDialect::datamine));
    const auto lines = lines_of(folder.file("m.csv"));
    ASSERT_EQ(lines.size(), 1U + 9 * 3 * 10);
    for (std::size_t n = 1; n < lines.size(); ++n)
        ASSERT_EQ(lines[n].substr(lines[n].rfind(',') + 1), std::to_string(n - 1)) << lines[n];
}

// Without the side-car a table is read by its headers, as any other program's: nothing may change its
// meaning.
TEST(BlockDialect, EveryTableIsReadWithoutItsSideCar) {
    GridGeometry g;
    g.origin = {1000, 2000, 300};
    g.block_size = {10, 20, 5};
    g.count = {6, 5, 4};
    auto model = BlockModel::where(g, [](const Index3& b) { return (b[0] + b[1] + b[2]) % 5 != 0; });
    ASSERT_TRUE(model);
    model->add_column({"Cu", ColumnType::real, "ppm", {}});
    model->add_column({"Au", ColumnType::real, "ppb", {}});
    model->add_column({"Zn", ColumnType::real, "%", {}});
    model->add_column({"density", ColumnType::real, "t/m3", {}});
    model->add_column({"rock", ColumnType::integer, "", {"ore", "waste"}}, 1);
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p) {
            if (!model->leaf(n).is_active(p)) continue;
            const Index3 b = model->leaf(n).index(p);
            model->real("Cu", n)[p] = b[0] == 2 ? blocks::missing_float : static_cast<float>(4000 + b[0]);
            model->real("Au", n)[p] = static_cast<float>(150 + b[1]);
            model->real("Zn", n)[p] = static_cast<float>(1 + b[2]) / 4;
            model->real("density", n)[p] = 2.5F + static_cast<float>(b[2]) / 8;
            model->integer_writer("rock").set(n, p, b[0] % 2);
        }
    const TemporaryFolder folder;
    for (const char* name : {"vulcan", "datamine", "surpac", "micromine", "leapfrog", "deswik"}) {
        base::Progress progress;
        ASSERT_TRUE(write_block_csv(*model, folder.file("m.csv"), progress, *block_dialect(name))) << name;
        std::filesystem::remove(folder.file("m.csv.json"));
        blocks::ModelRule rule;
        rule.file = folder.file("m.csv");
        const auto made = import_model(rule, 2.7, "", progress);
        ASSERT_TRUE(made) << name << base::describe(made.error(), base::Language::english);
        EXPECT_EQ(made->model.block_count(), model->block_count()) << name;
        for (const char* element : {"Cu", "Au", "Zn"}) {
            ASSERT_TRUE(made->model.has(element)) << name << element;
            EXPECT_EQ(made->model.info(element)->unit, model->info(element)->unit) << name;
        }
        for (const base::Finding& one : made->findings)
            EXPECT_NE(one.severity, base::Severity::error) << name << ' ' << one.kind;
        ASSERT_TRUE(made->model.has("rock") || made->model.has("Rock")) << name;
        double worst = 0;
        std::int64_t missing = 0;
        for (std::size_t n = 0; n < model->leaf_count(); ++n)
            for (int p = 0; p < 512; ++p) {
                if (!model->leaf(n).is_active(p)) continue;
                const Index3 b = model->leaf(n).index(p);
                // The grid that is found begins at its first block.
                const blocks::Vec3 centre = g.centre(b);
                Index3 there{};
                for (int a = 0; a < 3; ++a)
                    there[a] =
                        static_cast<std::int32_t>(std::floor((centre[a] - made->model.geometry().origin[a]) /
                                                             made->model.geometry().block_size[a]));
                for (const char* element : {"Cu", "Au", "Zn", "density"}) {
                    const double was = model->value(element, b), is = made->model.value(element, there);
                    if (std::isnan(was)) {
                        missing += std::isnan(is) ? 0 : 1;
                        continue;
                    }
                    worst = std::isnan(is) ? 1e9 : std::max(worst, std::abs(was - is));
                }
            }
        EXPECT_EQ(worst, 0) << name;
        EXPECT_EQ(missing, 0) << name;
    }
}

/// Descriptions say the units, and nothing is assumed where they do.
TEST(BlockDialect, VulcansDescriptionsKeepTheUnits) {
    auto model = BlockModel::full({{0, 0, 0}, {10, 10, 5}, {3, 2, 2}});
    model->add_column({"Ag", ColumnType::real, "g/t", {}});
    model->add_column({"Cu", ColumnType::real, "ppm", {}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) model->real("Ag", n)[p] = model->real("Cu", n)[p] = 12.5F;
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_block_csv(*model, folder.file("m.csv"), progress, BlockDialect::vulcan));
    std::filesystem::remove(folder.file("m.csv.json"));
    blocks::ModelRule rule;
    rule.file = folder.file("m.csv");
    const auto made = import_model(rule, 2.7, "", progress);
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    EXPECT_EQ(made->model.info("Ag")->unit, "g/t");
    EXPECT_EQ(made->model.info("Cu")->unit, "ppm");
    for (const base::Finding& one : made->findings) EXPECT_NE(one.kind, "model_unit_assumed");
}

TEST(BlockDialect, NamesAreKnownInAnyCaseAndOthersAreNot) {
    EXPECT_EQ(block_dialect("Vulcan"), BlockDialect::vulcan);
    EXPECT_EQ(block_dialect("3DMine"), BlockDialect::surpac);
    EXPECT_FALSE(block_dialect("excel"));
    EXPECT_NE(block_dialect_names().find("micromine"), std::string::npos);
}

TEST(BlockDialect, ARotatedGridIsRefusedWhereTheTableCannotSayIt) {
    const BlockModel model = sample_model(rotated(), 3, 8);
    const TemporaryFolder folder;
    base::Progress progress;
    for (const BlockDialect dialect : {BlockDialect::datamine, BlockDialect::surpac, BlockDialect::deswik}) {
        const auto done = write_block_csv(model, folder.file("m.csv"), progress, dialect);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().what.key, "block_file.dialect_rotation");
        EXPECT_EQ(done.error().place.file, folder.file("m.csv"));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(BlockDialect, AMissingNumberIsOneThatNoBlockHas) {
    BlockModel model = two_blocks();
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model.leaf(n).is_active(p) && model.integer("n", n)[p] == 7) model.integer("n", n)[p] = -99;
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_block_csv(model, folder.file("m.csv"), progress, BlockDialect::vulcan));
    EXPECT_EQ(lines_of(folder.file("m.csv")).at(3), "Variable defaults:,,,,,,,-999,,-999");
    const auto back = read_block_csv(folder.file("m.csv"), progress);
    ASSERT_TRUE(back) << base::describe(back.error(), base::Language::english);
    EXPECT_EQ(difference(model, *back), "");
}

/// What other programs call class 2 leaves as 2, not as its place in a list that only the side-car knows.
TEST(BlockDialect, CodesOfDigitsLeaveAsTheyAre) {
    const GridGeometry g{{0, 0, 0}, {10, 10, 5}, {3, 2, 2}};
    auto model = BlockModel::full(g);
    ASSERT_TRUE(model);
    model->add_column({"class", ColumnType::integer, "", {"1", "2", "100"}});
    for (std::size_t n = 0; n < model->leaf_count(); ++n)
        for (int p = 0; p < 512; ++p)
            if (model->leaf(n).is_active(p)) {
                const Index3 b = model->leaf(n).index(p);
                model->integer("class", n)[p] = b[2] == 1 ? blocks::missing_int : b[0];
            }
    const TemporaryFolder folder;
    base::Progress progress;
    for (const char* name : {"own", "vulcan", "datamine", "surpac", "micromine", "leapfrog", "deswik"}) {
        const std::string path = folder.file(std::string(name) + ".csv");
        ASSERT_TRUE(write_block_csv(*model, path, progress, *block_dialect(name))) << name;
        const std::string text = *base::read_text_file(path);
        EXPECT_TRUE(text.contains(",100\n")) << name << text;
        EXPECT_FALSE(text.contains(",0\n") && name != std::string("datamine") && name != std::string("deswik")) << name << text;
        const auto read = read_block_csv(path, progress);
        ASSERT_TRUE(read) << name << base::describe(read.error(), base::Language::english);
        EXPECT_EQ(difference(*read, *model), "") << name;
    }
    ASSERT_TRUE(write_gslib(*model, folder.file("m.gslib"), progress));
    EXPECT_TRUE(base::read_text_file(folder.file("m.gslib"))->contains("100 1\n"));
    const auto read = read_gslib(folder.file("m.gslib"), progress);
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_EQ(difference(*read, *model), "");
}

RC_GTEST_PROP(BlockDialect, EveryTableIsReadBackBitForBit, ()) {
    GridGeometry g = rotated();
    const auto metre = [](int low, int high) {
        return *rc::gen::inRange(low * 1000, high * 1000) / 1000.0 + 1e-7;
    };
    g.origin = {metre(-600, 600) * 1e3, metre(-6000, 6000) * 1e3, metre(-100, 5000)};
    g.block_size = {metre(1, 30), metre(1, 30), metre(1, 30)};
    g.count = {*rc::gen::inRange(1, 20), *rc::gen::inRange(1, 20), *rc::gen::inRange(1, 20)};
    const bool rotated_grid = *rc::gen::arbitrary<bool>();
    if (!rotated_grid) g.azimuth_deg = g.dip_deg = g.roll_deg = 0;
    const BlockModel model =
        sample_model(g, *rc::gen::inRange<std::uint32_t>(1, 1000000), *rc::gen::element(1U, 8U, 16U));
    const TemporaryFolder folder;
    base::Progress progress;
    for (const char* name : {"vulcan", "datamine", "surpac", "micromine", "leapfrog", "deswik"}) {
        const BlockDialect dialect = *block_dialect(name);
        const auto done = write_block_csv(model, folder.file("m.csv"), progress, dialect);
        if (!done && rotated_grid) continue;
        RC_ASSERT(done.has_value());
        const auto back = read_blocks(folder.file("m.csv"), progress);
        RC_ASSERT(back.has_value());
        RC_ASSERT(difference(model, *back) == "");
    }
}

RC_GTEST_PROP(GslibFile, IsReadBackBitForBitTrimmedToItsBlocks, ()) {
    GridGeometry g = rotated();
    g.count = {*rc::gen::inRange(1, 20), *rc::gen::inRange(1, 20), *rc::gen::inRange(1, 20)};
    const BlockModel model =
        sample_model(g, *rc::gen::inRange<std::uint32_t>(1, 1000000), *rc::gen::element(1U, 8U, 16U));
    if (model.block_count() == 0) return;
    const TemporaryFolder folder;
    base::Progress progress;
    RC_ASSERT(write_gslib(model, folder.file("m.gslib"), progress).has_value());
    const auto back = read_blocks(folder.file("m.gslib"), progress);
    RC_ASSERT(back.has_value());
    RC_ASSERT(trimmed_difference(model, *back) == "");
}

TEST(GslibFile, LooksAsGslibWantsIt) {
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_gslib(two_blocks(), folder.file("m.gslib"), progress));
    const auto lines = lines_of(folder.file("m.gslib"));
    // 3 × 3 × 2 cells around the two blocks; the first centre and the sizes after the counts.
    ASSERT_EQ(lines.size(), 6U + 18U);
    EXPECT_EQ(lines[1], "4 3 3 2 1015 2010 302.5 10 20 5");
    EXPECT_EQ(lines[2], "Cu.grade (%)");
    EXPECT_EQ(lines[6], "0.25 1 -999 1");
    EXPECT_EQ(lines[7], "-999 -999 -999 0");
    EXPECT_EQ(lines.back(), "-999 -999 7 1");
}

TEST(GslibFile, DamageIsNamed) {
    const TemporaryFolder folder;
    base::Progress progress;
    ASSERT_TRUE(write_gslib(two_blocks(), folder.file("m.gslib"), progress));
    const std::string whole = *base::read_text_file(folder.file("m.gslib"));
    folder.write("m.gslib", whole.substr(0, whole.size() - 10));
    EXPECT_FALSE(read_gslib(folder.file("m.gslib"), progress));
    folder.write("m.gslib", whole + "1 2 3 1\n");
    EXPECT_EQ(read_gslib(folder.file("m.gslib"), progress).error().what.key, "block_file.damaged");
    std::string text = whole;
    text.replace(text.find("0.25"), 4, "0,25");
    folder.write("m.gslib", text);
    const auto refused = read_gslib(folder.file("m.gslib"), progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "block_file.not_a_number");
    EXPECT_EQ(refused.error().place.row, 7);
}

}  // namespace
}  // namespace orelens::io
