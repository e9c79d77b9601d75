#include <gtest/gtest.h>

#include <set>

#include "core/geostat/Rules.h"
#include "core/geostat/SearchDefault.h"

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
    walk(element_params());
    walk(class_params());
    EXPECT_EQ(estimate_params().size(), 33U);
    EXPECT_EQ(element_params().size(), 12U);
    EXPECT_EQ(class_params().size(), 4U + 3 * 7);
    EXPECT_EQ(variogram_params().size(), 7U + 2 * 8);
}

TEST(GeostatRules, SettingEveryParameterChangesTheStruct) {
    for (const auto& p : variogram_params()) {
        VariogramRule rule;
        if (p.info.type == base::ParamType::boolean)
            p.set(rule, base::ParamValue(false));
        else if (p.info.type == base::ParamType::choice)
            p.set(rule, base::ParamValue(p.info.choices.back().id));
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

TEST(GeostatRules, SearchIsTheDefaultUnlessStated) {
    const Variogram v{0.1, {{StructureType::spherical, 0.9, {10, 20, 30, 80, 70, 60}}}};
    const Anisotropy search{35, 5, 0, 60, 30, 15};
    EstimateRule rule;
    rule.search_azimuth_deg = 99;  // only with a stated radius
    ElementEstimate how = element_estimate("Cu", rule, {}, v, 3.5, search);
    EXPECT_EQ(how.search, search);
    EXPECT_EQ(how.variogram, v);
    EXPECT_EQ(how.top_cut, 3.5);
    EXPECT_EQ(how.discretisation, (std::array<int, 3>{2, 2, 2}));

    rule.search_major_m = 120;
    how = element_estimate("Cu", rule, {}, v, 3.5, search);
    EXPECT_EQ(how.search, (Anisotropy{99, 0, 0, 120, 30, 15}));
}

TEST(GeostatRules, DefaultSearchGoesByTheDrillSpacing) {
    const Variogram v{0.1,
                      {{StructureType::spherical, 0.5, {10, 20, 30, 80, 70, 60}},
                       {StructureType::spherical, 0.4, {35, 5, 0, 2000, 500, 40}}}};
    drilling::DrillSpacing spacing{30, 3, 50, 90, 900};
    EXPECT_EQ(default_search(spacing, v, true), (Anisotropy{35, 5, 0, 75, 18.75, 15})) << "not below a fifth";
    EXPECT_EQ(default_search(spacing, v, false), (Anisotropy{0, 0, 0, 75, 75, 75})) << "an assumed range sets nothing";
    EXPECT_EQ(default_search(spacing, {1, {}}, true), (Anisotropy{0, 0, 0, 75, 75, 75}));
    // The range of the model changes nothing, only its shape does.
    Variogram longer = v;
    for (double* r : {&longer.structures[1].shape.range_major_m, &longer.structures[1].shape.range_semi_m,
                      &longer.structures[1].shape.range_minor_m})
        *r *= 7;
    EXPECT_EQ(default_search(spacing, longer, true), default_search(spacing, v, true));
    spacing.between_m = 0;
    EXPECT_EQ(default_search(spacing, v, false).range_major_m, 30) << "one hole: by its own step";
    spacing.along_m = 0;
    EXPECT_EQ(default_search(spacing, v, false).range_major_m, 225);
    EXPECT_EQ(default_search({}, v, false).range_major_m, 100);
}

TEST(GeostatRules, FitIsToldWhatTheRecipeSays) {
    VariogramRule rule;
    EXPECT_EQ(fit_rule(rule, 3).structures, 0);
    EXPECT_EQ(fit_rule(rule, 3).scale, FitScale::automatic);
    rule.structures = FitStructures::two;
    rule.anisotropic = false;
    rule.scale = FitScale::pairwise_relative;
    const FitRule told = fit_rule(rule, 3);
    EXPECT_EQ(told.structures, 2);
    EXPECT_FALSE(told.anisotropic);
    EXPECT_EQ(told.scale, FitScale::pairwise_relative);
    EXPECT_EQ(told.top_cut, 3);
}

TEST(GeostatRules, PassesGrowAndTheLastAsksForLess) {
    EstimateRule rule;
    rule.passes = 3;
    rule.pass_factor = 1.5;
    rule.max_per_hole = 5;
    const auto passes = element_estimate("Cu", rule, {}, Variogram{1, {}}, 1, {}).passes;
    const std::vector<SearchPass> expected{{1, 4, 16, 5}, {1.5, 4, 16, 5}, {2.25, 2, 16, 5}};
    EXPECT_EQ(passes, expected);
    rule.passes = 1;
    EXPECT_EQ(element_estimate("Cu", rule, {}, Variogram{1, {}}, 1, {}).passes,
              (std::vector<SearchPass>{{1, 4, 16, 5}}));
}

TEST(GeostatRules, MethodsOfOneElementAreNamedAsThoseOfAll) {
    const auto choices_of = [](const auto& params) {
        for (const auto& p : params)
            if (p.info.id == "method") return p.info.choices;
        return std::vector<base::Choice>();
    };
    const auto all = choices_of(estimate_params()), own = choices_of(element_params());
    ASSERT_EQ(own.size(), all.size() + 1);
    for (std::size_t n = 0; n < all.size(); ++n) EXPECT_EQ(own[n + 1].id, all[n].id);
    for (const auto& p : element_params())
        if (p.info.id == "method")
            for (std::size_t n = 0; n < own.size(); ++n) {
                ElementRule particular;
                p.set(particular, base::ParamValue(own[n].id));
                EstimateRule rule;
                rule.method = Method::nearest_neighbour;
                const Method method = element_estimate("Cu", rule, {}, {}, 0, {}, particular).method;
                EXPECT_EQ(method, n == 0 ? Method::nearest_neighbour : static_cast<Method>(n - 1)) << own[n].id;
            }
}

TEST(GeostatRules, ListsOfNumbersAreSortedAndChecked) {
    EXPECT_EQ(*number_list(" 0.5; 0.2,0.2 ;1e1;"), (std::vector<double>{0.2, 0.5, 10}));
    EXPECT_TRUE(number_list("")->empty());
    for (const char* text : {"0.5;x", "1..2", "nan", "inf", "0,5 %", "1 m"}) {
        const auto refused = number_list(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().what.key, "geostat.not_a_number");
    }
}

TEST(GeostatRules, AClassIsUsedWhenItHasACondition) {
    ClassParams params;
    for (const ClassRule& rule : classes_rule(params).of) EXPECT_FALSE(rule.use);
    params.indicated.three_holes_m = 40;
    params.measured.holes = 2;
    params.measured.holes_within_m = 30;
    params.inferred.last_pass = 2;
    const ClassesRule rule = classes_rule(params);
    EXPECT_TRUE(rule.of[0].use && rule.of[1].use && rule.of[2].use);
    EXPECT_EQ(rule.of[0].holes_within_m, 30);
    EXPECT_EQ(rule.of[1].three_holes_m, 40);
    EXPECT_EQ(rule.of[1].nearest_m, ClassRule::none);
    EXPECT_EQ(rule.of[2].last_pass, 2);
    EXPECT_EQ(rule.of[0].most_precision, ClassRule::none);
    params = {};
    params.measured.precision = 15;
    EXPECT_TRUE(classes_rule(params).of[0].use);
    EXPECT_EQ(classes_rule(params).of[0].most_precision, 15);
}

}  // namespace
}  // namespace orelens::geostat
