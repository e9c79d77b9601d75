// Columns of over-limit methods by their marks, by the codes of a laboratory and by what stands in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

std::vector<double> grades(const std::string& element, const std::string& text, const Columns& columns = {}) {
    const auto got = read({.survey = "", .assay = text, .columns = columns});
    const auto* column = got.holes.assays.grade(element);
    return column == nullptr ? std::vector<double>() : column->values;
}

TEST(OverLimitColumns, are_known_however_laboratories_name_them) {
    for (const char* headers : {"Cu_ppm_ME-ICP61,Cu_pct_Cu-OG62", "ME-ICP61 Cu ppm,Cu-OG62 Cu %",
                                "Cu_ppm,Cu_AA62_pct", "Cu ppm,Cu OG46 %"}) {
        const std::string text =
            "hole,from,to," + std::string(headers) + "\nH1,0,1,>10000,2.1\nH1,1,2,5150,\n";
        EXPECT_THAT(grades("Cu", text), ElementsAre(DoubleNear(21000, 1e-9), 5150)) << headers;
    }
    EXPECT_THAT(grades("Au", "hole,from,to,Au_AA23_ppm,Au_GRA21_ppm\nH1,0,1,0.49,\nH1,1,2,>2,2.38\n"),
                ElementsAre(0.49, 2.38));
    EXPECT_THAT(grades("Au", "hole,from,to,Au_GRA21_ppm\nH1,0,1,12.5\n"), ElementsAre(12.5))
        << "the only one";
}

TEST(OverLimitColumns, are_known_by_the_code_above_the_header) {
    const std::string text =
        "VA24 - Finalized\n,,,,Au-AA23,ME-ICP61,Cu-OG62\nSAMPLE,HOLE_ID,FROM,TO,Au,Cu,Cu\n"
        "DESCRIPTION,,,,ppm,ppm,%\nA1,H1,0,1,2.05,5980,\nA2,H1,1,2,1.16,>10000,1.05\n";
    EXPECT_THAT(grades("Cu", text), ElementsAre(5980, DoubleNear(10500, 1e-9)));
    EXPECT_THAT(grades("Au", text), ElementsAre(2.05, 1.16));
}

TEST(OverLimitColumns, are_known_by_being_filled_where_the_first_is_at_its_limit) {
    const std::string rows = "H1,0,1,>10000,2.104\nH1,1,2,5150,\nH1,2,3,>10000,1.423\n";
    for (const Columns& columns : {Columns{}, Columns{{"Cu", {}}}}) {
        EXPECT_THAT(grades("Cu", "hole,from,to,Cu_ppm,Cu_pct\n" + rows, columns),
                    ElementsAre(DoubleNear(21040, 1e-9), 5150, DoubleNear(14230, 1e-9)));
        EXPECT_THAT(grades("Cu", "hole,from,to,Cu_ICP_ppm,Cu_AAS_pct\n" + rows, columns),
                    ElementsAre(DoubleNear(21040, 1e-9), 5150, DoubleNear(14230, 1e-9)));
        EXPECT_THAT(grades("Cu", "hole,from,to,Cu_pct,Cu_ppm\nH1,0,1,2.104,>10000\nH1,1,2,,5150\n", columns),
                    ElementsAre(DoubleNear(21040, 1e-9), 5150))
            << "whichever comes first";
    }
    const auto got = read({.survey = "", .assay = "hole,from,to,Cu_ppm,Cu_pct\n" + rows, .columns = {}});
    const auto taken = of(got, FindingKind::over_column);
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].count, 2);
    EXPECT_THAT(of(got, FindingKind::above_limit), ::testing::IsEmpty()) << "no limit is used";
}

}  // namespace
}  // namespace orelens::io
