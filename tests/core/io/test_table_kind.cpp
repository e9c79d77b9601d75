#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/io/drillholes/TableKind.h"

namespace orelens::io {
namespace {

namespace fs = std::filesystem;

TEST(TableKind, IsToldByColumns) {
    struct Case {
        std::vector<std::string> headers;
        std::optional<TableKind> kind;
    };
    const std::vector<Case> cases{
        {{"HOLEID", "EASTING", "NORTHING", "RL", "MAXDEPTH"}, TableKind::collar},
        {{"BHID", "X", "Y", "Z", "AZIMUTH", "DIP"}, TableKind::collar},
        {{"HoleID", "Depth", "Azimuth", "Dip"}, TableKind::survey},
        {{"钻孔编号", "测深", "方位角", "倾角"}, TableKind::survey},
        {{"hole", "from", "to", "Cu_ppm", "Au_gpt"}, TableKind::assay},
        {{"工程号", "自", "至", "铜品位(%)"}, TableKind::assay},
        {{"hole", "from", "to", "lithology"}, TableKind::lithology},
        {{"hole", "from", "to", "Cu", "rock"}, std::nullopt},  // both: the name decides
        {{"name", "price"}, std::nullopt},
        {{"a", "b"}, std::nullopt}};
    for (const Case& one : cases) EXPECT_EQ(table_kind_of_columns(one.headers), one.kind) << one.headers[1];
}

class Folder : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(::testing::TempDir()) /
                  ("kinds_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::string write(const std::string& name, const std::string& header) {
        std::ofstream(folder_ / name) << header << "\n";
        return (folder_ / name).string();
    }
    fs::path folder_;
};

TEST_F(Folder, SiblingsShareTheRestOfTheName) {
    const std::string collar = write("north_collar.csv", "hole,x,y,z");
    write("south_collar.csv", "hole,x,y,z");
    write("north_assays.csv", "hole,from,to,Cu");
    write("south_assays.csv", "hole,from,to,Cu");
    write("north_survey.csv", "hole,depth,azimuth,dip");
    write("north_survey.png", "picture");
    const auto found = sibling_tables(collar);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.at(TableKind::assay), (folder_ / "north_assays.csv").string());
    EXPECT_EQ(found.at(TableKind::survey), (folder_ / "north_survey.csv").string());
}

TEST_F(Folder, WithoutACommonNameTheOnlyOneOfAKindCounts) {
    const std::string collar = write("positions of holes.csv", "hole,x,y,z");
    write("samples 2019.csv", "hole,from,to,Cu");
    write("lith A.csv", "hole,from,to,rock");
    write("lith B.csv", "hole,from,to,rock");
    const auto found = sibling_tables(collar);
    ASSERT_EQ(found.size(), 1U);  // two of rocks: nobody can tell which
    EXPECT_EQ(found.at(TableKind::assay), (folder_ / "samples 2019.csv").string());
}

TEST_F(Folder, ColumnsCountMoreThanTheName) {
    EXPECT_EQ(guess_table_kind(write("assay collars.csv", "hole,from,to,Cu_pct")), TableKind::assay);
    EXPECT_EQ(guess_table_kind(write("assay.csv", "hole,from,to,Cu,rock")), TableKind::assay);
    EXPECT_EQ(guess_table_kind(write("notes.csv", "who,when")), std::nullopt);
    EXPECT_EQ(guess_table_kind((folder_ / "absent_collar.csv").string()), std::nullopt);
}

}  // namespace
}  // namespace orelens::io
