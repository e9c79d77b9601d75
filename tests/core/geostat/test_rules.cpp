#include <gtest/gtest.h>

#include <set>

#include "core/geostat/Rules.h"

namespace orelens::geostat {
namespace {

template <class S>
void walk(const std::vector<base::Param<S>>& params) {
    std::set<std::string> ids;
    for (const auto& p : params) {
        EXPECT_TRUE(ids.insert(p.info.id).second) << p.info.id;
        for (const base::Bilingual* words : {&p.info.label, &p.info.help}) {
            EXPECT_FALSE(words->en.empty()) << p.info.id;
            EXPECT_FALSE(words->zh.empty()) << p.info.id;
        }
        EXPECT_TRUE(base::check_value(p.info, p.info.default_value)) << p.info.id;
        EXPECT_EQ(base::value_text(p.get(S{})), base::value_text(p.info.default_value)) << p.info.id;
    }
}

TEST(GeostatRules, EveryMemberIsDeclaredOnce) {
    walk(estimate_params());
    walk(variogram_params());
    EXPECT_EQ(estimate_params().size(), 20U);
    EXPECT_EQ(variogram_params().size(), 3U + 2 * 8);
}

TEST(GeostatRules, SettingEveryParameterChangesTheStruct) {
    for (const auto& p : variogram_params()) {
        VariogramRule rule;
        if (p.info.type == base::ParamType::boolean)
            p.set(rule, base::ParamValue(false));
        else if (p.info.type == base::ParamType::choice)
            p.set(rule, base::ParamValue(std::string("gaussian")));
        else
            p.set(rule, base::ParamValue(33.5));
        EXPECT_NE(base::value_text(p.get(rule)), base::value_text(p.info.default_value)) << p.info.id;
    }
}

TEST(GeostatRules, StatedVariogramHasTheStructuresWithASill) {
    VariogramRule rule;
    rule.dip1_deg = 20;
    EXPECT_EQ(stated_variogram(rule).structures.size(), 1U);
    EXPECT_EQ(stated_variogram(rule).structures[0].shape.dip_deg, 20);
    rule.sill2 = 0.4;
    rule.type2 = StructureType::gaussian;
    const Variogram v = stated_variogram(rule);
    ASSERT_EQ(v.structures.size(), 2U);
    EXPECT_EQ(v.structures[1].type, StructureType::gaussian);
    EXPECT_DOUBLE_EQ(v.sill(), 0.1 + 0.9 + 0.4);
}

TEST(GeostatRules, SearchFollowsTheVariogramUnlessStated) {
    const Variogram v{0.1,
                      {{StructureType::spherical, 0.5, {10, 20, 30, 80, 70, 60}},
                       {StructureType::spherical, 0.4, {35, 5, 0, 200, 50, 40}}}};
    EstimateRule rule;
    rule.search_azimuth_deg = 99;  // only with a stated radius
    ElementEstimate how = element_estimate("Cu", rule, {}, v, 3.5);
    EXPECT_EQ(how.search, (Anisotropy{35, 5, 0, 200, 70, 60}));
    EXPECT_EQ(how.top_cut, 3.5);
    EXPECT_EQ(how.discretisation, (std::array<int, 3>{2, 2, 2}));

    rule.search_major_m = 120;
    how = element_estimate("Cu", rule, {}, v, 3.5);
    EXPECT_EQ(how.search, (Anisotropy{99, 0, 0, 120, 70, 60}));
    EXPECT_EQ(element_estimate("Cu", EstimateRule{}, {}, Variogram{1, {}}, 1).search, Anisotropy{});
}

TEST(GeostatRules, PassesGrowAndTheLastAsksForLess) {
    EstimateRule rule;
    rule.passes = 3;
    rule.pass_factor = 1.5;
    rule.max_per_hole = 5;
    const auto passes = element_estimate("Cu", rule, {}, Variogram{1, {}}, 1).passes;
    const std::vector<SearchPass> expected{{1, 4, 16, 5}, {1.5, 4, 16, 5}, {2.25, 2, 16, 5}};
    EXPECT_EQ(passes, expected);
    rule.passes = 1;
    EXPECT_EQ(element_estimate("Cu", rule, {}, Variogram{1, {}}, 1).passes,
              (std::vector<SearchPass>{{1, 4, 16, 5}}));
}

}  // namespace
}  // namespace orelens::geostat
