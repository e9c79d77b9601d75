// Products that would weigh more than their ore are told; what a metal pays on a route by itself.
#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/HeavyProducts.h"
#include "core/economics/Paying.h"
#include "core/economics/Value.h"
#include "tests/core/economics/Decks.h"

namespace orelens::economics {
namespace {

using blocks::BlockModel;
using blocks::ColumnType;

/// Blocks in a row with copper in %, no gold.
BlockModel row_of(const std::vector<float>& copper) {
    auto model = *BlockModel::full({.count = {static_cast<std::int32_t>(copper.size()), 1, 1}});
    model.add_column({"Cu", ColumnType::real, "%", {}});
    model.add_column({"Au", ColumnType::real, "g/t", {}});
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) {
                model.real("Cu", n)[at] = copper[static_cast<std::size_t>(model.leaf(n).index(at)[0])];
                model.real("Au", n)[at] = 0;
            }
    return model;
}

TEST(HeavyProducts, AProductHeavierThanItsOreIsToldWithItsFirstBlock) {
    PriceDeck deck = testing::concentrate_deck();  // 22 % concentrate, 88 % recovered: 25 % is as heavy as its ore
    const BlockModel model = row_of({0.7F, 24.9F, 25.1F, 50, std::nanf("")});
    const auto found = heavy_routes(model, deck);
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->size(), 1U);
    const HeavyRoute& one = found->front();
    EXPECT_EQ(one.route, "mill");
    EXPECT_EQ(one.products, std::vector<std::string>{"concentrate"});
    EXPECT_EQ(one.blocks, 2);
    EXPECT_EQ(one.first, (blocks::Index3{2, 0, 0}));
    EXPECT_NEAR(one.most, 2, 1e-9);
    EXPECT_NEAR(one.tonnes, 2 * model.geometry().block_volume() * deck.costs.density_t_per_m3, 1e-6);
    deck.products[0].grade = "60";
    EXPECT_TRUE(heavy_routes(model, deck)->empty());
    EXPECT_TRUE(heavy_routes(row_of({50}), testing::two_route_deck())->empty()) << "masses that are not stated";
}

double net(const PriceDeck& deck, const std::string& commodity, const std::string& route) {
    for (const RouteNet& one : nets_by_route(deck))
        if (deck.commodities[one.commodity].name == commodity && one.route == route) return one.net;
    return std::nan("");
}

TEST(Paying, OfThePlantItIsTheNetPrice) {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu", .price = 70000, .price_includes_vat = true, .recovery_percent = 88,
                         .payable_percent = 95.5, .selling_cost = 2500, .royalty_percent = 6},
                        {.name = "S", .grade_column = "TS", .price = 100, .recovery_percent = 60, .selling_cost = 150},
                        {.name = "Co", .price = 200000}};
    EXPECT_NEAR(net(deck, "Cu", ""), 53259.7345, 5e-5);
    EXPECT_NEAR(net(deck, "Cu", ""), net_price(deck.commodities[0]), 1e-9);
    EXPECT_NEAR(net(deck, "S", ""), -50, 1e-9);
    EXPECT_TRUE(std::isnan(net(deck, "Co", ""))) << "nothing is recovered";
    EXPECT_EQ(paying(deck), (std::vector<Paying>{{"Cu", ""}}));
    deck.commodities[1].price = 200;
    EXPECT_EQ(paying(deck), (std::vector<Paying>{{"Cu", ""}, {"S", ""}, {"TS", ""}}));
}

TEST(Paying, OfARouteItIsWhatItsProductsPay) {
    PriceDeck deck = testing::concentrate_deck();
    EXPECT_NEAR(net(deck, "Cu", "mill"), 0.965 * (9000 - 0.058 * 2204.62262185), 1e-6);
    EXPECT_NEAR(net(deck, "Au", "mill"), (2400 - 5) / 31.1034768 * 1e6, 1e-3);
    deck = testing::two_route_deck();
    EXPECT_TRUE(std::isnan(net(deck, "Au", "leach")));
    EXPECT_NEAR(net(deck, "Au", "mill"), 550e6, 1e-3);
    EXPECT_EQ(paying(deck), (std::vector<Paying>{{"Cu", "leach"}, {"Cu", "mill"}, {"Au", "mill"}}));
    PriceDeck chinese;
    chinese.commodities = {{.name = "Cu", .price = 60000, .royalty_percent = 5}};
    chinese.routes = {{.name = "mill"}};
    chinese.products = {{.name = "c", .route = "mill", .dialect = Dialect::chinese, .host = "Cu", .grade = "21"}};
    chinese.payables = {{.name = "Cu", .product = "c", .commodity = "Cu", .recovery = "90", .coefficients = "18: 82; 23: 87"}};
    EXPECT_NEAR(net(chinese, "Cu", "mill"), 0.87 * 60000 * 0.95, 1e-9);
}

}  // namespace
}  // namespace orelens::economics
