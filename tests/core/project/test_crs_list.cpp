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

}  // namespace
}  // namespace orelens::project
