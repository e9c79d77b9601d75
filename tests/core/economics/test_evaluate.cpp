#include <gtest/gtest.h>

#include <utility>

#include <cmath>

#include "core/base/Parallel.h"
#include "core/economics/UsableCurve.h"
#include "core/economics/Value.h"
#include "tests/core/economics/RandomModel.h"

namespace orelens::economics {
namespace {

using testing::random_model;
using testing::random_model_deck;

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

std::vector<double> fractions(const blocks::BlockModel& model, std::size_t n, int at) {
    return {model.real("Cu", n)[at] * 1e-2, model.real("Au", n)[at] * 1e-6};
}

TEST(Evaluate, DensityInAnotherUnitIsRefused) {
    for (const auto& [unit, good] :
         {std::pair{"t/m³", true}, {"g/cm3", true}, {"", true}, {"kg/m³", false}, {"%", false}}) {
        auto model = random_model(1);
        model.remove_column("density");
        model.add_column({"density", blocks::ColumnType::real, unit, {}});
        base::Progress progress;
        const auto done = evaluate(model, random_model_deck(), progress);
        EXPECT_EQ(done.has_value(), good) << unit;
        if (done) continue;
        EXPECT_EQ(done.error().what.key, "economics.density_unit");
        EXPECT_FALSE(model.has(status_column)) << "the model is untouched";
    }
}

TEST(Evaluate, ColumnsHoldTheScalarAnswers) {
    auto model = random_model(1);
    const PriceDeck deck = random_model_deck();
    evaluate_or_throw(model, deck);
    int finite = 0, always = 0, never = 0, unknown = 0;
    each_block(model, [&](std::size_t n, int at) {
        const auto grades = fractions(model, n, at);
        const double z = model.geometry().centre(model.leaf(n).index(at))[2];
        for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
            const double exact = break_even(deck, "Cu", test, grades, z);
            const float stored = model.real(break_even_column("Cu", test), n)[at];
            const float margin = model.real(test == CutoffTest::full ? margin_full : margin_marginal, n)[at];
            if (std::isnan(exact)) {
                EXPECT_TRUE(std::isnan(stored) && std::isnan(margin));
                ++unknown;
                continue;
            }
            if (std::isinf(exact)) {
                EXPECT_EQ(stored, exact);
                ++(exact < 0 ? always : never);
            } else {
                EXPECT_NEAR(stored, exact, exact * 1e-6);
                ++finite;
            }
            EXPECT_NEAR(margin, margin_at(deck, "Cu", 70000, test, grades, z), 1e-4);
        }
        if (!std::isnan(nsr(deck, grades))) {
            EXPECT_NEAR(model.real(nsr_column, n)[at], nsr(deck, grades), 1e-4);
        }
    });
    EXPECT_GT(finite, 1000);
    EXPECT_GT(always, 50);
    EXPECT_GT(never, 20);
    EXPECT_GT(unknown, 20);
    EXPECT_EQ(model.info(margin_full)->unit, "CNY/t");
}

TEST(Evaluate, ABlockIsUsableAtThePriceItBreaksEvenAt) {
    // Whatever float a price is stored as: at its own break-even a block counts, 2.5e-7 of it below it does not.
    auto model = random_model(4);
    PriceDeck deck = random_model_deck();
    std::vector<std::pair<std::size_t, int>> blocks;
    each_block(model, [&](std::size_t n, int at) {
        if (at % 61 == 0) blocks.emplace_back(n, at);
    });
    int seen = 0, rounded_up = 0;
    for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
        deck.test = test;
        for (const auto& [n, at] : blocks) {
            const double z = model.geometry().centre(model.leaf(n).index(at))[2];
            const double even = break_even(deck, "Cu", test, fractions(model, n, at), z);
            if (!std::isfinite(even) || even > 1e9 || seen > 80) continue;
            rounded_up += static_cast<double>(static_cast<float>(even)) > even;
            const auto status_at = [&](double price) {
                PriceDeck moved = deck;
                moved.commodities[0].price = price;
                evaluate_or_throw(model, moved);
                const bool counted = static_cast<double>(std::as_const(model).real(break_even_column("Cu", test), n)[at]) <= price;
                const bool usable = std::as_const(model).integer(status_column, n)[at] == static_cast<int>(Status::usable);
                EXPECT_EQ(counted, usable);
                return usable;
            };
            EXPECT_TRUE(status_at(even)) << even;
            EXPECT_FALSE(status_at(even * (1 - 2.5e-7))) << even;
            ++seen;
        }
    }
    EXPECT_GT(seen, 50);
    EXPECT_GT(rounded_up, 10) << "which the nearest float would lose";
}

TEST(Evaluate, StatusCurveAndColumnCountTheSameBlocks) {
    auto model = random_model(2);
    PriceDeck deck = random_model_deck();
    for (const CutoffTest test : {CutoffTest::full, CutoffTest::marginal}) {
        deck.test = test;
        evaluate_or_throw(model, deck);
        const auto curve = UsableCurve::build(model, deck, test, {});
        ASSERT_TRUE(curve);
        // Prices exactly on stored values are where a careless comparison would differ.
        for (const double price :
             {70000.0, curve->prices()[10], curve->prices()[1000], curve->prices()[2000]}) {
            deck.commodities[0].price = price;
            evaluate_or_throw(model, deck);
            std::int64_t usable = 0, by_column = 0;
            each_block(model, [&](std::size_t n, int at) {
                usable +=
                    std::as_const(model).integer(status_column, n)[at] == static_cast<int>(Status::usable);
                by_column += static_cast<double>(model.real(break_even_column("Cu", test), n)[at]) <= price;
            });
            EXPECT_EQ(usable, by_column);
            EXPECT_EQ(usable, curve->at(price).blocks);
        }
        deck.commodities[0].price = 70000;
    }
}

TEST(Evaluate, EveryStatusAppearsWhereItBelongs) {
    auto model = random_model(3);
    model.add_column({excluded_column, blocks::ColumnType::integer, "", {}});
    each_block(model, [&](std::size_t n, int at) {
        if (at % 16 == 0) model.integer(excluded_column, n)[at] = 1;
        if (at % 16 == 1) model.real("Cu", n)[at] = model.real("Au", n)[at] = 0;
    });
    const PriceDeck deck = random_model_deck();
    evaluate_or_throw(model, deck);
    EXPECT_EQ(model.info(status_column)->codes, status_codes());
    std::array<int, 5> seen{};
    each_block(model, [&](std::size_t n, int at) {
        const auto status = static_cast<Status>(std::as_const(model).integer(status_column, n)[at]);
        ++seen.at(static_cast<std::size_t>(status));
        const auto grades = fractions(model, n, at);
        const bool known = !std::isnan(grades[0]) || !std::isnan(grades[1]);
        if (at % 16 == 0) {
            EXPECT_EQ(status, Status::excluded);
            EXPECT_TRUE(std::isnan(model.real(break_even_column("Cu", CutoffTest::full), n)[at]));
        } else if (at % 16 == 1) {
            EXPECT_EQ(status, Status::unrecoverable);
        } else {
            EXPECT_EQ(status == Status::unassigned, !known);
        }
    });
    for (const int count : seen) EXPECT_GT(count, 0);
}

TEST(Evaluate, SameBitsForAnyNumberOfThreads) {
    auto one = random_model(4), many = random_model(4);
    base::set_thread_limit(1);
    evaluate_or_throw(one, random_model_deck());
    base::set_thread_limit(0);
    evaluate_or_throw(many, random_model_deck());
    each_block(one, [&](std::size_t n, int at) {
        for (const char* column : {nsr_column, margin_full, "break_even.Cu.full"}) {
            const auto bits = [&](const blocks::BlockModel& m) {
                return std::bit_cast<std::uint32_t>(m.real(column, n)[at]);
            };
            EXPECT_EQ(bits(one), bits(many));
        }
    });
}

TEST(Evaluate, ChangingTheMainCommodityLeavesNoStaleColumn) {
    auto model = random_model(5);
    PriceDeck deck = random_model_deck();
    evaluate_or_throw(model, deck);
    deck.main_commodity = "Au";
    evaluate_or_throw(model, deck);
    EXPECT_FALSE(model.has("break_even.Cu.full"));
    EXPECT_TRUE(model.has("break_even.Au.marginal"));
    EXPECT_EQ(model.info("break_even.Au.full")->unit, "CNY/g");
}

TEST(Evaluate, CountsBlocksWithoutAnAssayOfAByProduct) {
    auto model = random_model(6);
    std::int64_t no_copper = 0, no_gold = 0;
    each_block(model, [&](std::size_t n, int at) {
        const auto grades = fractions(model, n, at);
        no_copper += std::isnan(grades[0]) && !std::isnan(grades[1]);
        no_gold += std::isnan(grades[1]) && !std::isnan(grades[0]);
    });
    EXPECT_EQ(unassayed_blocks(model, random_model_deck()), (std::vector<std::int64_t>{no_copper, no_gold}));
    EXPECT_GT(no_gold, 0);
}

TEST(Evaluate, RefusalsLeaveTheModelUntouched) {
    auto model = random_model(7);
    const auto columns = model.columns();
    PriceDeck deck = random_model_deck();
    base::Progress progress;
    deck.commodities.push_back({.name = "Mo", .price = 1});
    auto refused = evaluate(model, deck, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "economics.no_grade_column");
    const std::string words = base::text(refused.error().what, base::Language::english);
    for (const Commodity& one : deck.commodities)
        EXPECT_NE(words.find(grade_column(one)), std::string::npos) << "the grades that there are: " << one.name;
    deck.commodities.back().grade_column = "density";
    refused = evaluate(model, deck, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "economics.not_a_grade");
    deck.commodities.pop_back();
    progress.cancel();
    refused = evaluate(model, deck, progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(model.columns(), columns);
}

}  // namespace
}  // namespace orelens::economics
