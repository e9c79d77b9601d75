// Geosoft's text grids (GXF): their coordinate system is asked for where the file names none, and a grid that was cut short or
// damaged is said to be so (harmonica #365 and #451).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/io/potential/EvidenceFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

std::string gxf(const std::string& values) {
    return "#TITLE\nmagnetics\n#POINTS\n4\n#ROWS\n3\n#PTSEPARATION\n25\n#RWSEPARATION\n25\n#XORIGIN\n500012.5\n#YORIGIN\n3000012.5\n#ROTATION\n0\n#SENSE\n1\n#DUMMY\n-9999\n#GRID\n" + values;
}

TEST(GeosoftGrids, TheSystemIsAskedForAndTheAnswerApplies365) {
    const testing::TemporaryFolder folder;
    const std::string file = folder.write("magnetics.gxf", gxf("1 2 3 4\n5 6 -9999 8\n9 10 11 12\n"));
    EvidenceRule rule;
    rule.crs = "EPSG:32650";
    const auto asked = read_evidence(file, rule);
    ASSERT_TRUE(asked) << base::describe(asked.error(), base::Language::english);
    EXPECT_TRUE(std::ranges::any_of(asked->findings, [](const base::Finding& one) { return one.what.key == "evidence.no_crs"; })) << "never taken in silence";
    const auto& image = std::get<potential::BandImage>(asked->data);
    ASSERT_EQ(image.bands.size(), 1U);
    const potential::Raster& raster = image.bands.front();
    EXPECT_EQ(raster.cell(500012.5, 3000012.5), 1) << "the corner of the first number, centre of its cell";
    EXPECT_EQ(raster.cell(500087.5, 3000062.5), 12);
    EXPECT_TRUE(std::isnan(raster.cell(500062.5, 3000037.5))) << "the dummy is missing";
    // The answer: another zone, so the grid is turned into the project's, and that is told.
    rule.file_crs = "EPSG:32651";
    const auto answered = read_evidence(file, rule);
    ASSERT_TRUE(answered) << base::describe(answered.error(), base::Language::english);
    EXPECT_TRUE(std::ranges::none_of(answered->findings, [](const base::Finding& one) { return one.what.key == "evidence.no_crs"; }));
    EXPECT_TRUE(std::ranges::any_of(answered->findings, [](const base::Finding& one) { return one.what.key == "evidence.reprojected"; }));
}

TEST(GeosoftGrids, ACorruptedGridIsSaidToBeSo451) {
    const testing::TemporaryFolder folder;
    struct Damage {
        const char* values;
        const char* key;
    };
    for (const Damage& one : {Damage{"1 2 3 4\n5 6 -9999 8\n9 10", "evidence.grid_values"}, Damage{"1 2 3 4\n5 6 -9999 8\n9 10 11 12\n13\n", "evidence.grid_values"}, Damage{"1 2 3 4\n5 6 x99 8\n9 10 11 12\n", "evidence.not_a_number"}}) {
        const auto refused = read_evidence(folder.write("damaged.gxf", gxf(one.values)), {});
        ASSERT_FALSE(refused) << one.values;
        EXPECT_EQ(refused.error().what.key, one.key);
        EXPECT_EQ(refused.error().place.file, folder.file("damaged.gxf"));
    }
}

}  // namespace
}  // namespace orelens::io
