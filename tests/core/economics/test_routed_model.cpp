#include <gtest/gtest.h>

#include <cmath>

#include "core/economics/Explain.h"
#include "core/economics/MarginShift.h"
#include "core/economics/PitWorth.h"
#include "core/economics/Reevaluate.h"
#include "core/economics/SliderCurve.h"
#include "core/economics/StoredPrice.h"
#include "tests/core/economics/Decks.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

using testing::random_model;
using testing::random_model_deck;

constexpr CutoffTest full = CutoffTest::full;

void evaluate_or_throw(blocks::BlockModel& model, const PriceDeck& deck) {
    base::Progress progress;
    if (const auto done = evaluate(model, deck, progress); !done)
        throw std::runtime_error(base::describe(done.error(), base::Language::english));
}

template <class Visit>
void each_block(const blocks::BlockModel& model, const Visit& visit) {
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at)) visit(n, at);
}

void add_column(blocks::BlockModel& model, const std::string& name, float value, const std::string& unit = "%") {
    model.add_column({name, blocks::ColumnType::real, unit, {}});
    each_block(model, [&](std::size_t n, int at) { model.real(name, n)[at] = value; });
}

void expect_same(const blocks::BlockModel& a, const blocks::BlockModel& b) {
    for (const blocks::ColumnInfo& column : a.columns()) {
        ASSERT_TRUE(b.has(column.name)) << column.name;
        each_block(a, [&](std::size_t n, int at) {
            if (column.type == blocks::ColumnType::integer) {
                ASSERT_EQ(a.integer(column.name, n)[at], b.integer(column.name, n)[at]) << column.name;
                return;
            }
            const float x = a.real(column.name, n)[at], y = b.real(column.name, n)[at];
            ASSERT_TRUE(x == y || (std::isnan(x) && std::isnan(y))) << column.name << " " << x << " " << y;
        });
    }
}

TEST(RoutedModel, OneRouteByTheCommoditiesIsThePlantWithoutRoutes) {
    const PriceDeck plain = random_model_deck();
    PriceDeck routed = plain;
    routed.routes = {{.name = "mill", .processing = plain.costs.processing}};
    auto a = random_model(1), b = random_model(1);
    evaluate_or_throw(a, plain);
    evaluate_or_throw(b, routed);
    for (const std::string& name : {std::string(nsr_column), std::string(margin_full), std::string(margin_marginal),
                                    break_even_column("Cu", full), break_even_column("Cu", CutoffTest::marginal)})
        each_block(a, [&](std::size_t n, int at) {
            const float x = std::as_const(a).real(name, n)[at], y = std::as_const(b).real(name, n)[at];
            ASSERT_TRUE(x == y || (std::isnan(x) && std::isnan(y)) || std::abs(x - y) <= 2e-6F * std::abs(x) + 1e-5F)
                << name << " " << x << " " << y;
        });
}

TEST(RoutedModel, TheRouteColumnNamesWhatPays) {
    PriceDeck deck = testing::two_route_deck();
    auto model = random_model(2);
    evaluate_or_throw(model, deck);
    const blocks::ColumnInfo* info = model.info(route_column);
    ASSERT_NE(info, nullptr);
    EXPECT_EQ(info->codes, (std::vector<std::string>{"leach", "mill", "none"}));
    int counts[3] = {};
    each_block(model, [&](std::size_t n, int at) {
        const int route = std::as_const(model).integer(route_column, n)[at];
        ASSERT_TRUE(route >= 0 && route < 3);
        ++counts[route];
        const double cu = static_cast<double>(std::as_const(model).real("Cu", n)[at]) * 1e-2;
        const double au = static_cast<double>(std::as_const(model).real("Au", n)[at]) * 1e-6;
        if (std::isnan(cu) || std::isnan(au)) return;
        // By hand, from domain.md's margin of each route.
        const double leach = cu * 0.6 * 20000 - 37, mill = cu * 0.9 * 20000 + au * 0.6 * 550e6 - 72;
        if (std::abs(leach - mill) < 1e-3 || std::abs(std::max(leach, mill)) < 1e-3) return;
        const int expected = std::max(leach, mill) < 0 ? 2 : mill > leach ? 1 : 0;
        ASSERT_EQ(route, expected) << cu << " " << au;
    });
    for (const int count : counts) EXPECT_GT(count, 10);
    deck.routes.clear();
    deck.products.clear();
    deck.payables.clear();
    evaluate_or_throw(model, deck);
    EXPECT_FALSE(model.has(route_column)) << "of another deck";
}

TEST(RoutedModel, OreTypesRockTypesAndClasses) {
    PriceDeck deck = testing::two_route_deck();
    deck.costs.detail.ore_type_column = deck.costs.detail.rock_column = deck.fiscal.relief_column = "ore_type";
    deck.routes[0].ore_types = "oxide; mixed";
    deck.costs.detail.mining_by_rock = "sulphide: 20";
    deck.fiscal.reliefs = "mixed: 50";
    deck.commodities[0].royalty_percent = 10;
    auto model = random_model(4);
    evaluate_or_throw(model, deck);
    int seen[3] = {};
    each_block(model, [&](std::size_t n, int at) {
        const double cu = static_cast<double>(std::as_const(model).real("Cu", n)[at]) * 1e-2;
        const double au = static_cast<double>(std::as_const(model).real("Au", n)[at]) * 1e-6;
        const int type = std::as_const(model).integer("ore_type", n)[at];
        if (std::isnan(cu) || std::isnan(au) || type == blocks::missing_int) return;
        const double price = 20000 * (type == 1 ? 0.95 : 0.9), mining = type == 2 ? 20 : 12;
        const double leach = type == 2 ? -1e9 : cu * 0.6 * price - 25 - mining;
        const double gold = 550e6;  // gold pays no royalty in this deck
        const double mill = cu * 0.9 * price + au * 0.6 * gold - 60 - mining;
        ASSERT_NEAR(std::as_const(model).real(margin_full, n)[at], std::max(leach, mill), 1e-3) << type;
        ++seen[type];
    });
    for (const int count : seen) EXPECT_GT(count, 100);
    deck.costs.detail.mining_by_rock = "sulfide: 20";
    base::Progress progress;
    const auto refused = evaluate(model, deck, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "economics.no_code");
    EXPECT_EQ(refused.error().place.field, "cost.mining_by_rock");
    EXPECT_TRUE(model.has(margin_full)) << "what was there stays";
}

TEST(RoutedModel, RecoveryHardnessAndImpurityFromColumns) {
    PriceDeck deck = testing::concentrate_deck();
    deck.payables[0].recovery = "column Cu.recovery_percent";
    deck.routes[0].hardness_column = "work_index";
    deck.routes[0].processing_per_hardness = 2;
    deck.products[0].impurities = "As column As recovery 50 free 0.2 step 0.1 charge 3";
    auto model = random_model(5);
    add_column(model, "Cu.recovery_percent", 88);
    add_column(model, "work_index", 12, "kWh/t");
    add_column(model, "As", 0.02F);
    evaluate_or_throw(model, deck);
    int compared = 0;
    each_block(model, [&](std::size_t n, int at) {
        const double cu = static_cast<double>(std::as_const(model).real("Cu", n)[at]);
        const double au = static_cast<double>(std::as_const(model).real("Au", n)[at]);
        if (std::isnan(cu) || std::isnan(au) || !(cu > 0.05)) return;
        const double pull = cu * 0.88 / 22, gold = au * 0.6 / pull, arsenic = 0.02 * 0.5 / pull;
        const double paid_gold = std::max(0.0, gold - 1);
        const double per_dmt = 0.21 * (9000 - 0.058 * 2204.62262185) + paid_gold / 31.1034768 * (2400 - 5) - 58 -
                               std::max(0.0, arsenic - 0.2) / 0.1 * 3 - 60 / 0.92;
        ASSERT_NEAR(std::as_const(model).real(margin_full, n)[at], per_dmt * pull - 50 - 24, 2e-3) << cu;
        ++compared;
    });
    EXPECT_GT(compared, 500);
    model.remove_column("work_index");
    base::Progress progress;
    const auto refused = evaluate(model, deck, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "economics.no_column");
}

TEST(RoutedModel, WhatLiesBeyondATableIsCounted) {
    PriceDeck deck = testing::concentrate_deck();
    deck.payables[0].recovery = "0.5: 80; 1: 90";
    auto model = random_model(6);
    std::int64_t outside = 0;
    each_block(model, [&](std::size_t n, int at) {
        const float cu = std::as_const(model).real("Cu", n)[at];
        outside += cu < 0.5F || cu > 1 ? 1 : 0;  // a missing grade is neither
    });
    EXPECT_EQ(beyond_responses(model, deck)->blocks, outside);
    deck.payables[0].recovery = "88";
    EXPECT_EQ(beyond_responses(model, deck)->blocks, 0);
}

TEST(RoutedModel, GapsInThePriceAreCounted) {
    PriceDeck deck = random_model_deck();
    EXPECT_EQ(several_intervals(random_model(7), deck)->blocks, 0);
    deck.commodities[0].royalty_percent = 0;
    deck.commodities[0].royalty_tiers = "60000: 20";
    deck.commodities[1].price = 0;
    const auto model = random_model(7);
    std::int64_t gaps = 0;
    each_block(model, [&](std::size_t n, int at) {
        const double cu = static_cast<double>(model.real("Cu", n)[at]) * 0.01, z = model.geometry().centre(model.leaf(n).index(at))[2];
        const double cost = 80 + 0.05 * std::max(0.0, -270 - z);
        const double per = cu * 0.92 * 0.88;
        const double below = cost / per + 2500;  // of payable price net of VAT, without royalty
        const double above = cost / per / 0.8 + 2500;
        const double limit = 60000 / 1.13 * 0.955;
        gaps += below < limit && above > limit ? 1 : 0;
    });
    EXPECT_GT(gaps, 5);
    EXPECT_EQ(several_intervals(model, deck)->blocks, gaps);
}

TEST(RoutedModel, AnswerForOneBlockAgreesWithTheModel) {
    const PriceDeck deck = testing::two_route_deck();
    auto model = random_model(8);
    evaluate_or_throw(model, deck);
    int compared = 0;
    each_block(model, [&](std::size_t n, int at) {
        if (at % 37 != 0) return;
        const auto answer = block_answer(model, deck, main_slider(deck), full, model.leaf(n).index(at));
        ASSERT_TRUE(answer);
        const float even = std::as_const(model).real(break_even_column("Cu", full), n)[at];
        if (std::isnan(even)) return;
        EXPECT_EQ(stored_price(answer->break_even), even);
        EXPECT_EQ(static_cast<float>(answer->routes.at(answer->best).margin), std::as_const(model).real(margin_full, n)[at]);
        double sum = 0;
        for (const ValueLine& line : explain_block(model, deck, full, model.leaf(n).index(at))) sum += line.amount;
        EXPECT_NEAR(sum, answer->routes.at(answer->best).margin, 1e-9);
        ++compared;
    });
    EXPECT_GT(compared, 50);
}

TEST(Reevaluate, GivesWhatEvaluationGives) {
    for (const bool routed : {false, true}) {
        const PriceDeck deck = routed ? testing::two_route_deck() : random_model_deck();
        auto model = random_model(9);
        model.add_column({"excluded", blocks::ColumnType::integer, "", {}});
        each_block(model, [&](std::size_t n, int at) { model.integer("excluded", n)[at] = at % 11 == 0 ? 1 : 0; });
        evaluate_or_throw(model, deck);
        PriceDeck other = deck;
        other.commodities[0].price *= 1.37;
        other.commodities[0].recovery_percent = 71;
        other.costs.general += 3;
        other.test = CutoffTest::marginal;
        auto afresh = model;
        evaluate_or_throw(afresh, other);
        base::Progress progress;
        ASSERT_TRUE(reevaluate(model, other, progress));
        expect_same(afresh, model);
    }
}

TEST(Reevaluate, ChangesTheColumnsWhereTheDeckNeedsOthers) {
    auto model = random_model(10);
    evaluate_or_throw(model, random_model_deck());
    base::Progress progress;
    PriceDeck other = random_model_deck();
    other.main_commodity = "Au";
    ASSERT_TRUE(reevaluate(model, other, progress));
    EXPECT_TRUE(model.has("break_even.Au.full"));
    EXPECT_FALSE(model.has("break_even.Cu.full"));
    ASSERT_TRUE(reevaluate(model, testing::two_route_deck(), progress));
    EXPECT_TRUE(model.has(route_column));
    ASSERT_TRUE(reevaluate(model, random_model_deck(), progress));
    EXPECT_FALSE(model.has(route_column));
}

TEST(SliderCurve, AnyCommodityAndAllPricesAnswerLikeAnEvaluation) {
    for (const bool routed : {false, true}) {
        const PriceDeck deck = routed ? testing::two_route_deck() : random_model_deck();
        const auto model = random_model(11);
        for (const Slider& slider : {Slider{"Au"}, Slider{}, Slider{"Cu"}}) {
            const auto curve = curve_along(model, deck, slider, full, {"Cu"});
            ASSERT_TRUE(curve) << slider.commodity;
            const double now = deck_position(deck, slider);
            std::int64_t last = -1;
            for (const double factor : {0.3, 0.8, 1.0, 1.7}) {
                auto other = random_model(11);
                evaluate_or_throw(other, moved(deck, slider, now * factor));
                std::int64_t usable = 0;
                each_block(other, [&](std::size_t n, int at) { usable += std::as_const(other).real(margin_full, n)[at] >= 0 ? 1 : 0; });
                EXPECT_EQ(curve->at(now * factor).blocks, usable) << slider.commodity << " " << factor;
                EXPECT_GE(usable, last);
                last = usable;
            }
            EXPECT_GT(last, 0);
        }
    }
}

TEST(SliderCurve, DecksSideBySide) {
    const auto model = random_model(12);
    PriceDeck high = random_model_deck();
    high.commodities[0].price *= 1.5;
    const auto rows = beside(model, {{"base", random_model_deck()}, {"high", high}, {"routes", testing::two_route_deck()}},
                             {"Cu"});
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3U);
    EXPECT_GT((*rows)[1].usable.tonnes, (*rows)[0].usable.tonnes);
    EXPECT_EQ((*rows)[1].total.blocks, (*rows)[0].total.blocks);
    auto again = random_model(12);
    evaluate_or_throw(again, high);
    std::int64_t usable = 0;
    each_block(again, [&](std::size_t n, int at) { usable += std::as_const(again).integer(status_column, n)[at] == 0 ? 1 : 0; });
    EXPECT_EQ((*rows)[1].usable.blocks, usable);
}

TEST(RoutedModel, MarginsFollowThePriceAndPitsAgree) {
    PriceDeck deck = testing::two_route_deck();
    auto model = random_model(13);
    evaluate_or_throw(model, deck);
    const auto shift = MarginShift::of(model, deck);
    ASSERT_TRUE(shift);
    auto later = random_model(13);
    evaluate_or_throw(later, moved(deck, main_slider(deck), 31000));
    const auto worth = PitWorth::of(model, deck);
    ASSERT_TRUE(worth);
    std::vector<double> room(2);
    int compared = 0;
    each_block(model, [&](std::size_t n, int at) {
        const float before = std::as_const(model).real(margin_full, n)[at], after = std::as_const(later).real(margin_full, n)[at];
        if (std::isnan(before)) return;
        ASSERT_NEAR(static_cast<double>(before) + shift->at(n, at, 31000), static_cast<double>(after), 1e-2);
        const BlockWorth block = worth->at(n, at, model.leaf(n).index(at), room.data());
        // Whole blocks without dilution: what is ore is worth its margin (domain: PitWorth).
        if (block.ore()) {
            ASSERT_NEAR(block.worth(), block.tonnes * static_cast<double>(before), 1e-3 * block.tonnes);
            double product[2];
            worth->product(room.data(), product);
            const int route = std::as_const(model).integer(route_column, n)[at];
            const double cu = static_cast<double>(std::as_const(model).real("Cu", n)[at]) * 1e-2;
            // What a pit feeds beside that has no route of its own in the full test.
            if (!std::isnan(cu) && route < 2) {
                ASSERT_NEAR(product[0], cu * (route == 1 ? 0.9 : 0.6), 1e-12);
            }
        }
        ++compared;
    });
    EXPECT_GT(compared, 1000);
}

TEST(RoutedModel, PitsPayForTheirDumps) {
    PriceDeck deck = testing::two_route_deck();
    std::erase_if(deck.routes, [](const RouteRule& rule) { return rule.kind == RouteKind::dump; });
    const auto model = random_model(13);
    const auto free = PitWorth::of(model, deck);
    RouteRule dump;
    dump.name = "dump";
    dump.kind = RouteKind::dump;
    dump.processing = 4;
    deck.routes.push_back(dump);
    const auto paid = PitWorth::of(model, deck);
    ASSERT_TRUE(free && paid);
    std::vector<double> room(2);
    int waste = 0, ore = 0, saved = 0;
    each_block(model, [&](std::size_t n, int at) {
        const BlockWorth before = free->at(n, at, model.leaf(n).index(at), room.data()),
                         after = paid->at(n, at, model.leaf(n).index(at), room.data());
        const double dumping = 4 * before.tonnes, close = 1e-9 * (std::abs(before.worth()) + dumping);
        if (before.ore()) {
            ASSERT_NEAR(after.worth(), before.worth(), close) << "fed, not dumped";
        } else if (after.ore()) {
            ASSERT_GT(after.worth(), before.worth() - dumping) << "better fed at a loss than dumped";
        } else {
            ASSERT_NEAR(after.worth(), before.worth() - dumping, close);
        }
        (before.ore() ? ore : after.ore() ? saved : waste) += 1;
    });
    EXPECT_GT(waste, 100);
    EXPECT_GT(ore, 100);
    EXPECT_GE(saved, 0);
}

TEST(Cutoff, OfRoutesIsWhereTheBestOnePays) {
    PriceDeck deck = testing::two_route_deck();
    const auto points = cutoff_curve(deck, "Cu", full, {0, 20000, 40000});
    EXPECT_TRUE(std::isinf(points[0].head_percent));
    EXPECT_NEAR(points[1].head_percent, 37 / (0.6 * 20000) * 100, 1e-9);
    // 40 000: leach 37/24000 = 0.154167 %, mill 72/36000 = 0.2 %.
    EXPECT_NEAR(points[2].head_percent, 37 / (0.6 * 40000) * 100, 1e-9);
    // 0.2 g/t of gold bring the mill 66 a tonne: 6 are left for the copper.
    EXPECT_NEAR(cutoff_curve(deck, "Cu", full, {20000}, {0, 0.2e-6})[0].head_percent, 6 / (0.9 * 20000) * 100, 1e-9);
    // Without routes the same credit, by the closed form.
    PriceDeck plain = random_model_deck();
    const double net = (70000 / 1.13 * 0.955 - 2500) * 0.94, credit = 0.2e-6 * 0.92 * 0.6 * 550e6 * 0.92;
    EXPECT_NEAR(cutoff_curve(plain, "Cu", full, {70000}, {0, 0.2e-6})[0].head_percent,
                (80 - credit) / (0.88 * net) * 100, 1e-9);
    EXPECT_NEAR(cutoff_pole(deck, "Cu"), 0, 1e-6);
}

}  // namespace
}  // namespace orelens::economics
