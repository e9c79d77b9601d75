#include <gtest/gtest.h>

#include <set>

#include "core/economics/Rules.h"
#include "core/economics/SaleParams.h"

namespace orelens::economics {
namespace {

template <class S>
void walk(const std::vector<base::Param<S>>& params) {
    std::set<std::string> ids;
    for (const auto& param : params) {
        const base::ParamInfo& info = param.info;
        EXPECT_TRUE(ids.insert(info.id).second) << info.id;
        EXPECT_FALSE(info.label.en.empty() || info.label.zh.empty() || info.help.en.empty() ||
                     info.help.zh.empty())
            << info.id;
        S held{};
        EXPECT_EQ(param.get(held), info.default_value) << info.id;
        EXPECT_TRUE(base::check_value(info, info.default_value)) << info.id;
        base::ParamValue other = info.default_value;
        if (auto* real = std::get_if<double>(&other)) *real += 1.5;
        if (auto* whole = std::get_if<std::int64_t>(&other)) *whole += 2;
        if (auto* yes = std::get_if<bool>(&other)) *yes = !*yes;
        if (auto* word = std::get_if<std::string>(&other))
            *word = info.choices.empty() ? *word + "x" : info.choices.back().id;
        param.set(held, other);
        EXPECT_EQ(param.get(held), other) << info.id;
        EXPECT_NE(held, S{}) << info.id;
    }
}

TEST(EconomicRules, EveryParameterReadsAndWritesItsOwnMember) {
    walk(economic_params());
    walk(commodity_params());
    walk(product_params());
    walk(payable_params());
    walk(route_params());
    walk(cost_detail_params());
    walk(fiscal_params());
    EXPECT_EQ(economic_params().size(), 14U);
    EXPECT_EQ(commodity_params().size(), 17U);
}

TEST(EconomicRules, PriceUnitIsAChoice) {
    for (const auto& param : commodity_params())
        if (param.info.id == "price_unit") {
            EXPECT_FALSE(base::parse_value(param.info, "stone"));
            Commodity c;
            param.set(c, *base::parse_value(param.info, "oz"));
            EXPECT_EQ(c.price_unit, "oz");
        }
}

}  // namespace
}  // namespace orelens::economics
