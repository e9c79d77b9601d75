#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/drillholes/TableGuess.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using orelens::testing::TemporaryFolder;

TEST(TableGuess, SaysWhatEachTableStillNeeds) {
    const TemporaryFolder folder;
    folder.write("c.csv", "hole,easting,height\nA,1,2\n");
    folder.write("s.csv", "hole,depth,azimuth,dip\nA,0,0,-90\n");
    folder.write("a.csv", "hole,depth_a,depth_b,Cu\nA,0,1,0.5\n");
    folder.write("l.csv", "hole,from,to,rock\nA,0,1,skarn\n");
    drilling::ImportRule rule{.collar_file = "c.csv",
                              .survey_file = "s.csv",
                              .assay_file = "a.csv",
                              .lithology_file = "l.csv"};
    auto tables = guess_tables(rule, {}, folder.path().string());
    ASSERT_EQ(tables.size(), 4U);
    EXPECT_THAT(tables[0].missing, ElementsAre("y", "z"));
    EXPECT_TRUE(tables[1].ready());
    EXPECT_THAT(tables[2].missing, ElementsAre("from", "to"));
    EXPECT_TRUE(tables[3].ready());
    // Stated columns count, and depths of another kind need others.
    rule.collar_z = "height";
    rule.assay_from = "depth_a";
    rule.assay_to = "depth_b";
    tables = guess_tables(rule, {}, folder.path().string());
    EXPECT_THAT(tables[0].missing, ElementsAre("y"));
    EXPECT_THAT(tables[2].missing, IsEmpty());
    EXPECT_EQ(tables[2].mapping.columns.at("from"), "depth_a");
}

TEST(TableGuess, OneWrongFileSaysNothingOfTheOthers) {
    const TemporaryFolder folder;
    folder.write("c.csv", "hole,x,y,z\nA,1,2,3\n");
    folder.write("a.csv", "\x89PNG\r\n\x1A\n and so on");
    const auto tables =
        guess_tables({.collar_file = "c.csv", .assay_file = "a.csv"}, {}, folder.path().string());
    ASSERT_EQ(tables.size(), 2U);
    EXPECT_TRUE(tables[0].ready());
    ASSERT_TRUE(tables[1].problem.has_value());
    EXPECT_EQ(tables[1].problem->what.key, "nature.png");
    EXPECT_FALSE(tables[1].ready());
}

TEST(TableGuess, AssaysWithoutAGradeAreNotReady) {
    const TemporaryFolder folder;
    folder.write("a.csv", "hole,from,to,note\nA,0,1,wet\n");
    const auto tables = guess_tables({.assay_file = "a.csv"}, {}, folder.path().string());
    EXPECT_THAT(tables.front().missing, ElementsAre("grade"));
}

TEST(TableGuess, ThePreviewIsDecoded) {
    const TemporaryFolder folder;
    folder.write("c.csv", "\xBF\xD7\xBA\xC5,X,Y,Z\nZK\xD2\xBB,1,2,3\n\xD7\xEA\xBF\xD7\xB6\xFE,1,2,3\n");
    const auto tables = guess_tables({.collar_file = "c.csv"}, {}, folder.path().string());
    EXPECT_EQ(tables.front().mapping.headers.front(), "孔号");
    EXPECT_EQ(tables.front().preview.at(0).at(0), "ZK一");
}

TEST(TableGuess, RolesNameTheirParameters) {
    EXPECT_EQ(column_param("collar", "x"), "drillholes.collar_x");
    EXPECT_EQ(column_param("survey", "depth"), "drillholes.survey_depth");
    EXPECT_EQ(column_param("assay", "from"), "drillholes.assay_from");
    EXPECT_EQ(column_param("assay", "length"), "assays.length");
    EXPECT_EQ(column_param("assay", "code"), "drillholes.lithology_code");
}

}  // namespace
}  // namespace orelens::io
