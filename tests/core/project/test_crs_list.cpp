#include <gtest/gtest.h>

#include <algorithm>

#include "core/project/Crs.h"

namespace orelens::project {
namespace {

TEST(CrsList, HoldsProjectedSystemsWithCodesThatAreTaken) {
    const auto& list = known_crs();
    ASSERT_GT(list.size(), 3000U);  // EPSG has more than 5000 of them
    const auto cgcs = std::ranges::find_if(list, [](const CrsEntry& one) { return one.code == "EPSG:4547"; });
    ASSERT_NE(cgcs, list.end());
    EXPECT_NE(cgcs->name.find("CGCS2000"), std::string::npos);
    EXPECT_NE(cgcs->name.find("114E"), std::string::npos);
    EXPECT_NE(cgcs->area.find("China"), std::string::npos);
    // Geographic systems have no metres.
    EXPECT_TRUE(std::ranges::none_of(list, [](const CrsEntry& one) { return one.code == "EPSG:4326"; }));
    for (std::size_t n = 0; n < list.size(); n += list.size() / 25)
        EXPECT_TRUE(check_crs(list[n].code).has_value()) << list[n].code;
}

TEST(Crs, IsNamedForPeople) {
    EXPECT_EQ(crs_name("EPSG:4547"), "CGCS2000 / 3-degree Gauss-Kruger CM 114E");
    EXPECT_EQ(crs_words("EPSG:4547"), "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)");
    EXPECT_EQ(crs_words("LOCAL_CS[\"Mine grid\",UNIT[\"metre\",1]]"), "Mine grid");
    EXPECT_EQ(crs_words(""), "");
    // What is not taken as a system has no name, and is shown as it stands.
    EXPECT_EQ(crs_name("EPSG:99999"), "");
    EXPECT_EQ(crs_words("EPSG:99999"), "EPSG:99999");
    EXPECT_EQ(crs_name("+proj=utm +zone=18"), "");
}

TEST(Crs, SystemsAreComparedByWhatTheyAre) {
    const char* zone_50 =
        "PROJCS[\"WGS 84 / UTM zone 50N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
        "84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],"
        "PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],"
        "PARAMETER[\"central_meridian\",117],PARAMETER[\"scale_factor\",0.9996],"
        "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]";
    EXPECT_EQ(same_crs(zone_50, "EPSG:32650"), std::optional(true));
    EXPECT_EQ(same_crs(zone_50, "EPSG:32651"), std::optional(false));
    EXPECT_EQ(same_crs("", "EPSG:32651"), std::nullopt);
    EXPECT_EQ(same_crs(zone_50, ""), std::nullopt);
    EXPECT_EQ(same_crs("nonsense", "EPSG:32651"), std::nullopt);
}

}  // namespace
}  // namespace orelens::project
