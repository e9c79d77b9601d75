#include <gtest/gtest.h>

#include <algorithm>

#include "core/project/Crs.h"
#include "tests/core/project/SmallDeposit.h"

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

TEST(Crs, UnitsAreThoseOfProjectedSystems) {
    EXPECT_EQ(crs_unit("EPSG:4547")->metres, 1);
    EXPECT_NEAR(crs_unit("EPSG:2225")->metres, 1200.0 / 3937, 1e-12);
    EXPECT_EQ(crs_unit("EPSG:2225")->name, "US survey foot");
    EXPECT_EQ(crs_unit("EPSG:2222")->metres, 0.3048);
    for (const char* none : {"", "EPSG:4326", "nonsense", "EPSG:1"}) EXPECT_FALSE(crs_unit(none)) << none;
}

/// A system in feet beside coordinates that were read in others is a finding; one in metres never is.
TEST(Crs, FeetOfTheSystemAreComparedWithThoseOfTheFiles) {
    const testing::SmallDeposit deposit;
    const auto told = [&](const char* crs, std::optional<base::LengthUnit> unit) {
        Project project = deposit.project();
        project.recipe.general.crs = crs;
        project.recipe.drillholes.length_unit = unit;
        base::Progress progress;
        EXPECT_TRUE(project.run(progress, "import"));
        const auto findings = project.findings();
        return std::ranges::count_if(findings, [](const base::Finding& one) { return one.what.key == "csv.length_crs"; });
    };
    using base::LengthUnit;
    EXPECT_EQ(told("EPSG:2225", std::nullopt), 1) << "metres under a grid in feet";
    EXPECT_EQ(told("EPSG:2225", LengthUnit::foot), 1) << "the other foot";
    EXPECT_EQ(told("EPSG:2225", LengthUnit::survey_foot), 0);
    EXPECT_EQ(told("EPSG:2222", LengthUnit::foot), 0);
    EXPECT_EQ(told("EPSG:4547", std::nullopt), 0);
    EXPECT_EQ(told("", LengthUnit::foot), 0);
}

}  // namespace
}  // namespace orelens::project
