// The engineering baseline beside a public implementation, row by row (shared/data/deposits/raef_camm_reference.csv).
#include <gtest/gtest.h>

#include "core/costmodel/CammTaylor.h"
#include "tests/core/costmodel/Cells.h"
#include "tests/support/SharedData.h"

namespace orelens::costmodel {
namespace {

MineMethod method_of(const std::string& name) {
    if (name == "open_pit") return MineMethod::open_pit;
    if (name == "block_caving") return MineMethod::block_caving;
    if (name == "room_pillar") return MineMethod::room_and_pillar;
    if (name == "vcr") return MineMethod::vertical_crater_retreat;
    throw std::out_of_range(name);
}

TEST(CammTaylor, AgreesWithTheReferenceWhereItsSlipsDoNotEnter) {
    ORELENS_SHARED(path, "deposits/raef_camm_reference.csv");
    const Cells cells = read_cells(path);
    ASSERT_EQ(cells.rows.size(), 88U);
    const auto mine = cells.texts("mine"), products = cells.texts("mill_products");
    const auto ore = cells.numbers("ore_t"), strip = cells.numbers("strip_ratio"), base_yd = cells.numbers("depth_base_yd"),
               mine_st = cells.numbers("mine_cap_stpd"), mine_kc = cells.numbers("mine_Kc"), mine_ko = cells.numbers("mine_Ko"),
               mill_st = cells.numbers("mill_cap_stpd"), mill_kc = cells.numbers("mill_Kc"), mill_ko = cells.numbers("mill_Ko");
    int pits = 0, underground = 0, capacities = 0;
    for (std::size_t i = 0; i < cells.rows.size(); ++i) {
        SCOPED_TRACE(i);
        const MineMethod method = method_of(mine[i]);
        const MillMethod mill = products[i] == "1" ? MillMethod::flotation_1 : MillMethod::flotation_3;
        EXPECT_NEAR(mill_capital(mill, mill_st[i]) / mill_kc[i], 1, 1e-12);
        EXPECT_NEAR(mill_operating(mill, mill_st[i]) / mill_ko[i], 1, 1e-12);
        if (method == MineMethod::open_pit) {
            // The reference switches at 20 000 st/d, we blend from 15 000 to 25 000.
            if (mine_st[i] <= 15000 || mine_st[i] >= 25000) {
                ++pits;
                EXPECT_NEAR(mine_capital(method, mine_st[i], 0) / mine_kc[i], 1, 1e-12);
                EXPECT_NEAR(mine_operating(method, mine_st[i], 0) / mine_ko[i], 1, 1e-12);
            }
        } else {
            ++underground;
            EXPECT_NEAR(mine_capital(method, mine_st[i], 3 * base_yd[i]) / mine_kc[i], 1, 1e-12);
            EXPECT_NEAR(mine_operating(method, mine_st[i], 3 * base_yd[i]) / mine_ko[i], 1, 1e-12);
        }
        // Its mills take what room-and-pillar and crater retreat deliver diluted twice; the others are right.
        CammInput input{.ore_tonnes = ore[i], .mine = method, .mill = mill, .index = 1};
        if (method == MineMethod::open_pit) input.strip_ratio = strip[i];
        const auto cost = camm_cost(input);
        ASSERT_TRUE(cost);
        if (method != MineMethod::open_pit && method != MineMethod::block_caving) continue;
        ++capacities;
        EXPECT_NEAR(cost->ore_per_day / tonnes_per_short_ton / mill_st[i], 1, 1e-6);
        if (method == MineMethod::open_pit) {  // it takes (1 + strip ratio)^0.75
            EXPECT_NEAR(cost->material_per_day / tonnes_per_short_ton / mine_st[i], std::pow(1 + strip[i], 0.25), 1e-6);
        }
    }
    EXPECT_GE(pits, 25);
    EXPECT_EQ(underground, 56);
    EXPECT_EQ(capacities, 52);
}

TEST(CammTaylor, TheLawsOfSmallAndLargePitsMeetWithoutAStep) {
    for (double x : {15000.0, 25000.0}) {
        const double below = mine_capital(MineMethod::open_pit, x * (1 - 1e-9), 0);
        const double above = mine_capital(MineMethod::open_pit, x * (1 + 1e-9), 0);
        EXPECT_NEAR(below / above, 1, 1e-6) << x;
    }
    EXPECT_NEAR(mine_capital(MineMethod::open_pit, 15000, 0), 160000 * std::pow(15000, 0.515), 1);
    EXPECT_NEAR(mine_capital(MineMethod::open_pit, 25000, 0), 2670 * std::pow(25000, 0.917), 1);
    double before = 0;
    for (double x = 10000; x < 40000; x *= 1.02) {
        const double now = mine_capital(MineMethod::open_pit, x, 0);
        EXPECT_GT(now, before) << x;
        before = now;
    }
}

TEST(CammTaylor, TheIndexMultipliesEveryCostAndNothingElse) {
    const CammInput one{.ore_tonnes = 2e7, .strip_ratio = 1.5, .index = 1};
    CammInput two = one;
    two.index = 2;
    const auto a = camm_cost(one), b = camm_cost(two);
    ASSERT_TRUE(a && b);
    EXPECT_DOUBLE_EQ(b->capital(), 2 * a->capital());
    EXPECT_DOUBLE_EQ(b->operating(), 2 * a->operating());
    EXPECT_DOUBLE_EQ(b->life_years, a->life_years);
    EXPECT_DOUBLE_EQ(a->mined_tonnes, 2e7 * 1.05 * 0.90);
    // What is mined over the life is what there is.
    EXPECT_NEAR(a->ore_per_day * 350 * a->life_years, a->mined_tonnes, 1e-3);
}

TEST(CammTaylor, WhatNoMineCanHaveIsRefusedByName) {
    const struct {
        CammInput input;
        const char* field;
    } cases[] = {
        {{.ore_tonnes = 0}, "ore_tonnes"},
        {{.ore_tonnes = -1}, "ore_tonnes"},
        {{.ore_tonnes = std::nan("")}, "ore_tonnes"},
        {{.ore_tonnes = 1e6, .strip_ratio = -0.1}, "strip_ratio"},
        {{.ore_tonnes = 1e6, .depth_m = -5}, "depth_m"},
        {{.ore_tonnes = 1e6, .days_per_year = 400}, "days_per_year"},
        {{.ore_tonnes = 1e6, .index = 0}, "index"},
    };
    for (const auto& c : cases) {
        const auto cost = camm_cost(c.input);
        ASSERT_FALSE(cost) << c.field;
        EXPECT_EQ(cost.error().place.field, c.field);
    }
}

}  // namespace
}  // namespace orelens::costmodel
