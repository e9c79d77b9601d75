// The kernel of routes against the scalar reference, block by block and bit by bit, over random decks.
#include "core/economics/LinearRoutes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/economics/DeckOnModel.h"
#include "core/economics/StoredPrice.h"
#include "core/economics/Value.h"
#include "tests/core/economics/Decks.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

using testing::random_model;

bool same_bits(float a, float b) {
    return std::memcmp(&a, &b, sizeof(float)) == 0 || a == b || (std::isnan(a) && std::isnan(b));
}

double between(double low, double high) {
    return low + (high - low) * *rc::gen::inRange(0, 10001) / 1e4;
}

std::string number(double value) {
    return std::to_string(value);
}

/// A mill with a concentrate (deductions, charges, a penalty), a leach, a stockpile, each with chance; VAT, royalty, relief.
PriceDeck random_deck() {
    PriceDeck deck;
    deck.commodities = {{.name = "Cu",
                         .price = between(2000, 90000),
                         .price_includes_vat = *rc::gen::arbitrary<bool>(),
                         .recovery_percent = between(0, 95),
                         .payable_percent = between(60, 100),
                         .selling_cost = between(0, 3000),
                         .royalty_percent = between(0, 12),
                         .subsidy = between(0, 200),
                         .waste_grade_percent = between(0, 0.05)},
                        {.name = "Au",
                         .price = between(50, 700),
                         .price_unit = "g",
                         .recovery_percent = between(0, 80),
                         .royalty_percent = between(0, 8)},
                        {.name = "Ag", .price = between(1, 8), .price_unit = "g", .recovery_percent = between(0, 80)}};
    deck.commodities[1].relief_percent = between(0, 60);
    deck.main_commodity = *rc::gen::element(std::string("Cu"), std::string("Au"));
    deck.test = *rc::gen::element(CutoffTest::full, CutoffTest::marginal);
    deck.costs = {.mining = between(0, 20),
                  .mining_per_metre = between(0, 0.1),
                  .reference_elevation_m = -270,
                  .processing = between(0, 60),
                  .general = between(0, 8),
                  .ore_mining_difference = between(-1, 3),
                  .dilution_percent = between(0, 15)};
    deck.costs.detail.discount_percent = 8;
    deck.routes = {{.name = "leach", .kind = RouteKind::leach, .processing = between(0, 40)},
                   {.name = "mill", .processing = between(10, 80), .ore_subsidy = between(0, 2)}};
    if (*rc::gen::arbitrary<bool>()) {
        deck.costs.detail.ore_type_column = "ore_type";
        deck.routes[0].ore_types = "oxide; mixed";
        if (*rc::gen::arbitrary<bool>()) deck.routes[1].ore_types = "sulphide";
    }
    if (*rc::gen::arbitrary<bool>())
        deck.routes.push_back({.name = "heap",
                               .kind = RouteKind::stockpile,
                               .processing = between(5, 30),
                               .ore_handling = between(0, 3),
                               .delay_years = between(0, 9)});
    if (*rc::gen::arbitrary<bool>()) deck.routes.push_back({.name = "waste", .kind = RouteKind::dump, .processing = 2});
    deck.products = {{.name = "concentrate", .route = "mill", .host = "Cu", .grade = number(between(15, 30))}};
    if (*rc::gen::arbitrary<bool>()) {
        deck.products[0].treatment_charge = between(0, 500);
        deck.products[0].freight_per_wet_tonne = between(0, 200);
        deck.products[0].moisture_percent = 8;
        deck.products[0].impurities = "As grade 0.35 free 0.2 step 0.1 charge 3";
    }
    const bool deducted = *rc::gen::arbitrary<bool>();
    deck.payables = {{.name = "Cu", .product = "concentrate", .commodity = "Cu", .recovery = number(between(40, 95)),
                      .payable_percent = 96.5, .minimum_deduction = deducted ? 1.0 : 0.0,
                      .refining_charge = between(0, 500)},
                     {.name = "Au", .product = "concentrate", .commodity = "Au", .recovery = number(between(0, 80)),
                      .grade_unit = "g/t", .payable_percent = 97, .minimum_deduction = deducted ? 1.0 : 0.0,
                      .refining_charge = 5, .refining_unit = "oz"}};
    if (*rc::gen::arbitrary<bool>()) {
        deck.products.push_back({.name = "cathode", .route = "leach"});
        deck.payables.push_back(
            {.name = "leached", .product = "cathode", .commodity = "Cu", .recovery = number(between(20, 80))});
    }
    return deck;
}

void expect_as_reference(const blocks::BlockModel& made, const PriceDeck& deck) {
    const auto bound = DeckOnModel::of(made, deck, main_slider(deck));
    RC_ASSERT(bound.has_value());
    RC_ASSERT(LinearRoutes::of(*bound).has_value());
    const Plan& plan = bound->plan();
    const std::string main = main_commodity(deck)->name;
    LeafData data;
    LeafValue value(plan);
    const std::size_t own = deck.test == CutoffTest::full ? 0 : 1;
    for (std::size_t n = 0; n < made.leaf_count(); ++n) {
        bound->read(n, data);
        value.take(data);
        for (int at = 0; at < 512; ++at) {
            if (!made.leaf(n).is_active(at)) {
                RC_ASSERT(std::isnan(made.real(nsr_column, n)[at]));
                continue;
            }
            const auto stored = [&](double wanted) {
                return value.assayed(at) && std::isfinite(wanted) ? static_cast<float>(wanted) : blocks::missing_float;
            };
            std::array<float, 2> evens{};
            for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
                const auto t = static_cast<std::size_t>(test);
                const char* column = test == CutoffTest::full ? margin_full : margin_marginal;
                RC_ASSERT(same_bits(made.real(column, n)[at], stored(value.best_margin(at, test, plan.x))));
                evens[t] = stored_price(value.break_even(at, test));
                RC_ASSERT(same_bits(made.real(break_even_column(main, test), n)[at], evens[t]));
            }
            const std::size_t best = value.best(at, deck.test, plan.x);
            RC_ASSERT(same_bits(made.real(nsr_column, n)[at],
                                best == nowhere ? blocks::missing_float : stored(value.revenue(best, at, plan.x))));
            const bool usable = static_cast<double>(evens[own]) <= plan.x;
            const Status status = !value.assayed(at) ? Status::unassigned
                                  : usable           ? Status::usable
                                  : value.recoverable(at) ? Status::technical
                                                          : Status::unrecoverable;
            RC_ASSERT(made.integer(status_column, n)[at] == static_cast<std::int32_t>(status));
            RC_ASSERT(made.integer(route_column, n)[at] ==
                      static_cast<std::int32_t>(usable && best != nowhere ? best : plan.routes.size()));
        }
    }
}

RC_GTEST_PROP(RouteKernelLaws, IsTheReferenceToTheBit, ()) {
    auto model = random_model(*rc::gen::inRange(1U, 1000U), {11, 9, 13});
    const PriceDeck deck = random_deck();
    base::Progress quiet;
    const auto done = evaluate(model, deck, quiet);
    RC_ASSERT(done.has_value());
    expect_as_reference(std::as_const(model), deck);
}

/// Whatever processor runs it.
TEST(RouteKernel, EveryInstructionSetGivesTheSameBits) {
    const PriceDeck deck = testing::concentrate_deck();
    auto model = random_model(3);
    const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
    ASSERT_TRUE(bound);
    const auto with = [&](kernel::RoutedLeaf leaf) {
        std::array<std::array<float, 512>, 5> columns{};
        std::array<std::uint8_t, 512> status{}, route{};
        std::array<double, 512> full, marginal;
        full.fill(30);
        marginal.fill(20);
        const kernel::RoutedMetal metals[] = {
            {.commodity = 0, .recovery = 0.88, .paid = 0.965, .deduction = 1, .refining = 127, .slope = 0.94},
            {.commodity = 1, .recovery = 0.6, .unit = 1e-6, .paid = 1, .deduction = 1, .shift = 7e7, .subsidy = 3}};
        const kernel::RoutedProduct product{
            .metals = metals, .count = 2, .host = 0, .grade = 0.22, .charged = true, .charge = 127, .untaxed = 0.94};
        const kernel::Routed route_of{.products = &product, .count = 1, .discount = 0.9, .subsidy = 0.5, .own = 12};
        kernel::RoutedDeck numbers;
        numbers.commodities = 2;
        numbers.fraction[0] = 0.01;
        numbers.fraction[1] = 1e-6;
        numbers.waste_head[0] = 1e-5;
        numbers.keep = 0.92;
        numbers.routes = &route_of;
        numbers.count = 1;
        numbers.x = 9000;
        const std::uint8_t* open[] = {nullptr};
        const float* grades[] = {std::as_const(model).real("Cu", 1), std::as_const(model).real("Au", 1)};
        leaf(numbers, grades, {full.data(), marginal.data(), open},
             {columns[0].data(), columns[1].data(), columns[2].data(), columns[3].data(), columns[4].data(),
              status.data(), route.data()});
        std::vector<std::uint32_t> bits;
        for (const auto& column : columns)
            for (const float number : column) bits.push_back(std::isnan(number) ? 0x7fc00000U : std::bit_cast<std::uint32_t>(number));
        for (int at = 0; at < 512; ++at) {
            bits.push_back(status[static_cast<std::size_t>(at)]);
            bits.push_back(route[static_cast<std::size_t>(at)]);
        }
        return bits;
    };
    const auto portable = with(kernel::portable_routed_leaf());
    EXPECT_EQ(with(kernel::best_routed_leaf()), portable);
#if defined(__x86_64__)
    if (kernel::avx2_routed_leaf() != nullptr && __builtin_cpu_supports("avx2")) {
        EXPECT_EQ(with(kernel::avx2_routed_leaf()), portable);
    }
#endif
}

TEST(RouteKernel, WhatIsNotLinearIsLeftToTheReference) {
    const auto model = random_model(3);
    const auto taken = [&](const PriceDeck& deck) {
        const auto bound = DeckOnModel::of(model, deck, main_slider(deck));
        EXPECT_TRUE(bound);
        return bound && LinearRoutes::of(*bound).has_value();
    };
    const PriceDeck linear = testing::concentrate_deck();
    EXPECT_TRUE(taken(linear));
    PriceDeck deck = linear;
    deck.commodities[0].royalty_tiers = "5000: 2; 9000: 5";
    EXPECT_FALSE(taken(deck));
    deck = linear;
    deck.payables[0].recovery = "0.2: 80; 1: 90";
    EXPECT_FALSE(taken(deck));
    deck = linear;
    deck.products[0].grade = "0.3: 18; 0.8: 22";
    EXPECT_FALSE(taken(deck));
    deck = linear;
    deck.products[0].lowest_grade_percent = 23;  // never sold
    EXPECT_FALSE(taken(deck));
    deck = linear;
    deck.commodities[0].low_grade_below = 0.3;
    deck.commodities[0].low_grade_relief_percent = 50;
    EXPECT_FALSE(taken(deck));
    deck = linear;
    deck.routes[0].processing_per_hardness = 1;
    deck.routes[0].hardness_column = "Ag";
    EXPECT_FALSE(taken(deck));
    // Tiers of a metal that the slider does not move leave one piece.
    deck = linear;
    deck.commodities[1].royalty_tiers = "1000: 2; 2000: 5";
    EXPECT_TRUE(taken(deck));
}

}  // namespace
}  // namespace orelens::economics
