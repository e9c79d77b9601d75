// Signs that experience gives hold in every learner whatever the data say; words of methods are whole words; what is not
// stated is not zero; money of several years is carried to one or said not to be.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/costmodel/BoostedRidge.h"
#include "core/costmodel/CostModel.h"
#include "core/costmodel/Examine.h"
#include "core/costmodel/Network.h"
#include "core/costmodel/Verdict.h"
#include "tests/core/costmodel/Cells.h"

namespace orelens::costmodel {
namespace {

/// Mines whose cost falls with depth and rises with capacity: the opposite of what is declared; thickness has no sign.
struct Contrary {
    Mines mines;
    std::vector<double> target;
    explicit Contrary(int n = 120) {
        std::mt19937_64 draw(5);
        std::uniform_real_distribution<double> u(0, 1);
        mines.numbers = {{"capacity", Scale::logarithm, Monotone::falling, {}}, {"depth", Scale::logarithm, Monotone::rising, {}}, {"thickness", Scale::logarithm, Monotone::free, {}}};
        for (int i = 0; i < n; ++i) {
            const double capacity = std::exp(6 + 4 * u(draw)), depth = std::exp(3 + 3 * u(draw)), thickness = std::exp(4 * u(draw));
            mines.names.push_back("m" + std::to_string(i));
            mines.numbers[0].values.push_back(capacity);
            mines.numbers[1].values.push_back(depth);
            mines.numbers[2].values.push_back(thickness);
            target.push_back(3 + 0.25 * std::log(capacity) - 0.3 * std::log(depth) - 0.2 * std::log(thickness) + 0.1 * (u(draw) - 0.5));
        }
    }
};

TEST(Signs, HoldInEveryLearnerWhateverTheDataSay) {
    const Contrary c;
    const auto rows = all_rows(c.mines);
    for (const Learner& learner : {ridge_learner(), boosted_learner(), network_learner({.most_steps = 150})}) {
        const auto predict = learner.fit(c.mines, c.target, rows, 1, base::Progress());
        ASSERT_TRUE(predict) << learner.id;
        for (const std::size_t feature : {0U, 1U}) {
            Mines line = c.mines;
            line.names.assign(50, "x");
            line.numbers[0].values.assign(50, 2000);
            line.numbers[1].values.assign(50, 100);
            line.numbers[2].values.assign(50, 10);
            for (int i = 0; i < 50; ++i) line.numbers[feature].values[static_cast<std::size_t>(i)] = 10 * std::pow(1.25, i);
            const auto said = (*predict)(line, all_rows(line));
            ASSERT_TRUE(said) << learner.id;
            const double sign = feature == 0 ? -1 : 1;
            for (Eigen::Index i = 1; i < said->size(); ++i) EXPECT_GE(sign * ((*said)(i) - (*said)(i - 1)), -1e-9) << learner.id << " " << feature << " " << i;
        }
    }
}

TEST(Signs, AWeightHeldAtZeroLeavesTheBestOfTheRestAndIsNamed) {
    const Contrary c;
    const auto rows = all_rows(c.mines);
    const auto held = fit_ridge(c.mines, c.target, rows, 1, base::Progress());
    ASSERT_TRUE(held);
    EXPECT_EQ(held->held(), (std::vector<std::string>{"capacity", "depth"}));
    // With both at zero the rest is the ridge of the rest alone.
    Mines rest = c.mines;
    rest.numbers = {c.mines.numbers[2]};
    const auto alone = fit_ridge(rest, c.target, rows, 1, base::Progress());
    ASSERT_TRUE(alone);
    EXPECT_NEAR(held->weights(2), alone->weights(0), 1e-9 + 0.05 * std::abs(alone->weights(0)));
    // Where the data agree with experience nothing is held.
    Mines agree = c.mines;
    agree.numbers[0].sign = Monotone::rising;
    agree.numbers[1].sign = Monotone::falling;
    EXPECT_TRUE(fit_ridge(agree, c.target, rows, 1, base::Progress())->held().empty());
}

TEST(Methods, AreWholeWordsInBothLanguages) {
    using enum MineMethod;
    const std::pair<const char*, std::optional<MineMethod>> mining[] = {
        {"open pit", open_pit},  {"Open-Pit", open_pit}, {"open_pit_large", open_pit}, {"opencast", open_pit}, {"surface", open_pit}, {"露天开采", open_pit}, {"open", open_pit},
        {"block caving", block_caving}, {"自然崩落法", block_caving}, {"sublevel caving", std::nullopt}, {"分段崩落法", std::nullopt},
        {"room and pillar", room_and_pillar}, {"room_pillar", room_and_pillar}, {"房柱法", room_and_pillar},
        {"shrinkage stoping", shrinkage}, {"浅孔留矿法", shrinkage}, {"sublevel open stoping", sublevel_longhole}, {"sublevel longhole", sublevel_longhole},
        {"分段空场法", sublevel_longhole}, {"VCR", vertical_crater_retreat}, {"vertical crater retreat", vertical_crater_retreat},
        {"cut and fill", std::nullopt}, {"上向水平分层充填法", std::nullopt}, {"underground", std::nullopt}, {"open pit, underground", std::nullopt}, {"露天转地下", std::nullopt},
        {"excavation", std::nullopt}, {"spitting", std::nullopt}, {"mushroom", std::nullopt}, {"caveat", std::nullopt}, {"", std::nullopt}};
    for (const auto& [words, method] : mining) EXPECT_EQ(mine_method(words), method) << words;
    using enum MillMethod;
    const std::pair<const char*, std::optional<MillMethod>> milling[] = {
        {"flotation", flotation_1}, {"flotation_2", flotation_2}, {"3-product flotation", flotation_3}, {"flotation, P80 230 µm", flotation_1}, {"浮选", flotation_1},
        {"浮选（三种精矿）", flotation_3}, {"CIP", cip_ew}, {"CIL-EW", cil_ew}, {"炭浆法", cip_ew}, {"炭浸", cil_ew}, {"堆浸", heap_leach}, {"heap leach", heap_leach},
        {"principal", std::nullopt}, {"council", std::nullopt}, {"precipitation", std::nullopt}, {"cheap", std::nullopt}, {"gravity", std::nullopt}, {"CIP/CIL", std::nullopt}};
    for (const auto& [words, method] : milling) EXPECT_EQ(mill_method(words), method) << words;
}

Orebody copper(const char* method, double strip, double depth) {
    Orebody o;
    o.name.assign("A");
    o.row = 2;
    o.commodity.assign("Cu");
    o.grades = {{"Cu", 0.008}};
    o.ore_tonnes = 50e6;
    o.mining_method.assign(method);
    o.processing.assign("flotation");
    o.strip_ratio = strip;
    o.depth_m = depth;
    return o;
}

TEST(Engineering, WhatIsNotStatedIsNotZero) {
    using Missing = std::vector<std::string>;
    const auto asked = [](const Orebody& o) { return engineering_cost(o, 1.26, 350); };
    EXPECT_EQ(asked(copper("open pit", not_stated, 300)).missing, Missing{"strip_ratio"});
    EXPECT_TRUE(std::isnan(asked(copper("open pit", not_stated, 300)).operating));
    EXPECT_EQ(asked(copper("block caving", not_stated, not_stated)).missing, Missing{"depth"});
    EXPECT_TRUE(asked(copper("open pit", 0, not_stated)).missing.empty()) << "a strip ratio of 0 is stated";
    EXPECT_EQ(asked(copper("cut and fill", 1, 300)).missing, Missing{"mining_method"});
    const auto whole = asked(copper("block caving", not_stated, 300));
    const auto camm = camm_cost({.ore_tonnes = 50e6, .mine = MineMethod::block_caving, .depth_m = 300});
    ASSERT_TRUE(camm);
    EXPECT_DOUBLE_EQ(whole.operating, camm->operating());
    EXPECT_DOUBLE_EQ(whole.capital, camm->capital());
    // The index moves them, and nothing else does.
    EXPECT_DOUBLE_EQ(engineering_cost(copper("block caving", not_stated, 300), 2.52, 350).capital, 2 * camm->capital());
    EXPECT_TRUE(std::isnan(engineering_costs({copper("open pit", not_stated, 1)}, CostTarget::operating, 1, 350)[0]));
}

TEST(MiningPlan, AssumesTheSharesOfItsMethod) {
    const struct {
        const char* method;
        double dilution, recovery;  // Camm 1991: waste per tonne of ore
        const char* of;
    } cases[] = {{"open pit", 0.05, 0.90, "open_pit"},   {"block caving", 0.15, 0.95, "block_caving"},       {"room and pillar", 0.05, 0.85, "room_and_pillar"},
                 {"shrinkage", 0.10, 0.90, "shrinkage"}, {"sublevel longhole", 0.15, 0.85, "sublevel_longhole"}, {"vcr", 0.10, 0.90, "vertical_crater_retreat"},
                 {"cut and fill", 0.05, 0.90, "unknown"}};
    for (const auto& c : cases) {
        const auto plan = mining_plan(copper(c.method, 1, 300), 350);
        ASSERT_TRUE(plan);
        EXPECT_NEAR(plan->mined_tonnes, 50e6 * (1 + c.dilution) * c.recovery, 1) << c.method;
        EXPECT_EQ(plan->assumed_of, c.of);
    }
    Orebody stated = copper("block caving", 1, 300);
    stated.dilution = 0.2;
    const auto half = mining_plan(stated, 350);
    EXPECT_NEAR(half->mined_tonnes, 50e6 * 0.95 / 0.8, 1);
    EXPECT_EQ(half->assumed, (std::vector<std::string>{"mining_recovery", "capacity"}));
    stated.mining_recovery = 0.9;
    EXPECT_TRUE(mining_plan(stated, 350)->assumed_of.empty());
}

OrebodyTable of_years(std::initializer_list<int> years) {
    OrebodyTable table;
    table.file.assign("mines.csv");
    for (const int year : years) {
        Orebody o = copper("open pit", 1, 300);
        o.row = static_cast<std::int64_t>(table.rows.size()) + 2;
        o.capital = 100;
        o.operating = 10;
        o.currency.assign("USD");
        o.cost_year = year;
        table.rows.push_back(o);
    }
    return table;
}

TEST(Money, OfSeveralYearsIsCarriedToOneOrSaidNotToBe) {
    economics::PriceDeck deck;
    deck.costs.currency.assign("USD");
    const auto bare = in_one_year(of_years({2015, 2024, 0}), &deck, 0);
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->year, 0) << "of several years, and no index joins them";
    EXPECT_EQ(bare->apart, 1);
    ASSERT_EQ(bare->table.findings.size(), 2U);
    EXPECT_EQ(bare->table.findings[1].what.key, "costmodel.finding.not_carried");
    EXPECT_EQ(bare->table.findings[1].row, 2);
    EXPECT_EQ(bare->table.rows[0].capital, 100);

    deck.costs.detail.cost_index.assign("2015: 80; 2020: 90; 2024: 120");
    const auto carried = in_one_year(of_years({2015, 2024, 2018}), &deck, 0);
    ASSERT_TRUE(carried);
    EXPECT_EQ(carried->year, 2024);
    EXPECT_DOUBLE_EQ(carried->table.rows[0].capital, 150);
    EXPECT_DOUBLE_EQ(carried->table.rows[0].operating, 15);
    EXPECT_EQ(carried->table.rows[0].cost_year, 2024);
    EXPECT_EQ(carried->table.rows[1].capital, 100);
    EXPECT_TRUE(std::isnan(carried->table.rows[2].capital)) << "the index has no 2018";
    ASSERT_EQ(carried->table.findings.size(), 1U);
    EXPECT_EQ(carried->table.findings[0].row, 4);
    EXPECT_EQ(carried->table.findings[0].file, "mines.csv");
    EXPECT_EQ(carried->table.findings[0].column, "cost_year");
    deck.costs.detail.money_year = 2020;
    EXPECT_DOUBLE_EQ(in_one_year(of_years({2015, 2024}), &deck, 0)->table.rows[1].capital, 75);
    deck.costs.detail.cost_index.assign("2015 is eighty");
    EXPECT_FALSE(in_one_year(of_years({2015, 2024}), &deck, 0));
}

TEST(Money, AStatedCostThatIsNotTakenIsTold) {
    economics::PriceDeck deck;
    deck.costs.currency.assign("USD");
    OrebodyTable table = of_years({2024, 2024, 2015});
    table.rows[0].currency.assign("ZAR");
    table.rows[1].scope.assign("all-in");
    const auto findings = costs_not_taken(table, deck, "site", 2024);
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].kind, "orebody_currency");
    EXPECT_EQ(findings[0].row, 2);
    EXPECT_EQ(findings[0].column, "currency");
    EXPECT_EQ(findings[1].kind, "orebody_scope");
    EXPECT_EQ(findings[1].row, 3);
    EXPECT_EQ(findings[2].kind, "orebody_year");
    EXPECT_EQ(findings[2].row, 4);
    deck.fiscal.currency_rates.assign("ZAR: 0.05");
    table.rows[1].scope.clear();
    table.rows.pop_back();
    EXPECT_TRUE(costs_not_taken(table, deck, "site", 2024).empty());
}

}  // namespace
}  // namespace orelens::costmodel
