// Systems of processes: published ones, the laws they obey, and what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "core/recycling/System.h"
#include "tests/core/recycling/Numbers.h"
#include "tests/support/NumberTable.h"
#include "tests/support/SharedData.h"

namespace orelens::recycling {
namespace {

Dimension years(int first, int last) {
    Dimension made{"time", "t", {}};
    for (int year = first; year <= last; ++year) made.items.push_back(std::to_string(year));
    return made;
}

TEST(System, ALoopIsSolvedExactly) {
    ORELENS_SHARED(path, "mfa/odym_tutorial1_loop.csv");
    const auto table = testing::read_numbers(path);
    System system;
    system.dimensions = {years(1980, 2010)};
    system.flow_dimensions = {0};
    system.parameters = {{"D", {0}, table["D_inflow_Mt"], "Mt/a"}, {"alpha", {0}, table["alpha"], "1"}};
    system.processes = {"environment", "1", "2"};
    system.flows = {{"a", 0, 1, FlowRule::given, {0}}, {"b", 1, 2, FlowRule::balance, {}}, {"c", 2, 0, FlowRule::rest, {}}, {"d", 2, 1, FlowRule::transfer, {1}}};
    const auto solved = solve(system);
    ASSERT_TRUE(solved) << describe(solved.error(), base::Language::english);
    for (int f = 0; f < 4; ++f)
        for (int t = 0; t < 31; ++t)
            EXPECT_NEAR(solved->at(f, 0, t) / 1e6, table[system.flows[f].id][t], 1e-9) << system.flows[f].id << t;
    EXPECT_LT(solved->largest_residual, 1e-12);
}

/// What stood before the first year leaves by its lifetime, and everything still balances.
TEST(System, AnInitialStockLeavesByItsAge) {
    System system;
    system.dimensions = {years(2000, 2003)};
    system.flow_dimensions = {0};
    system.parameters = {{"in", {0}, {10, 10, 10, 10}, "t"}, {"life", {}, {5}, "a"}, {"stood", {}, {100}, "t"}, {"age", {}, {3}, "a"}, {"pile", {}, {7}, "t"}, {"kept", {0}, {60, 60, 60, 60}, "t"}};
    system.processes = {"environment", "use", "pile"};
    system.flows = {{"in", 0, 1, FlowRule::given, {0}}, {"out", 1, 2, FlowRule::balance, {}}};
    system.stocks = {{.id = "use", .process = 1, .drive = StockDrive::inflow_driven, .lifetime = LifetimeKind::exponential, .first = 1, .initial = 2, .initial_age = 3},
                     {.id = "pile", .process = 2, .initial = 4}};
    const auto solved = solve(system);
    ASSERT_TRUE(solved) << describe(solved.error(), base::Language::english);
    EXPECT_LT(solved->largest_residual, 1e-12);
    // Exponential: whatever the age, a year takes the same share.
    const double left = 100 * std::exp(-0.2), fresh = 10 * std::exp(-0.1);
    EXPECT_NEAR(solved->stocks[0].from_before[0], left, 1e-9);
    EXPECT_NEAR(solved->stocks[0].stock[0], left + fresh, 1e-9);
    EXPECT_NEAR(solved->at(1, 0, 0), 100 - left + 10 - fresh, 1e-9);
    EXPECT_NEAR(solved->stocks[1].stock[0], 7 + 100 - left + 10 - fresh, 1e-9);
    // A given stock counts it as there.
    system.stocks[0].drive = StockDrive::stock_driven;
    system.stocks[0].factors = {5};
    system.flows[0] = {"in", 0, 1, FlowRule::balance, {}};
    const auto given = solve(system);
    ASSERT_TRUE(given) << describe(given.error(), base::Language::english);
    EXPECT_NEAR(given->stocks[0].stock[2], 60, 1e-9);
    EXPECT_LT(given->largest_residual, 1e-12);
    EXPECT_EQ(given->fast_falls.size(), 1U) << "from 100 to 60 in the first year";
    system.stocks[0].initial_age = -1;
    EXPECT_EQ(solve(system).error().what.key, "recycling.stock.initial_age");
    system.stocks[0].initial_age = 3;
    system.stocks[0].lifetime = LifetimeKind::fixed;
    system.parameters[3].values = {9};
    EXPECT_EQ(solve(system).error().what.key, "recycling.stock.too_old");
}

/// The shredder and demolition of the published example; factors of copper and buildings may be changed.
System steel(double shredder_copper = 0.1, double buildings = 1) {
    System system;
    system.dimensions = {years(1980, 2010), {"element", "e", {"Fe", "Cu", "Mn"}}};
    system.flow_dimensions = {0, 1};
    std::vector<double> machines, houses;
    for (int k = 0; k <= 30; ++k) {
        machines.push_back(15.5 + 0.5 * k);
        houses.push_back(buildings * (120 + 8 * k));
    }
    system.parameters = {{"machines", {0}, machines, "kt/yr"},        {"houses", {0}, houses, "kt/yr"},
                         {"in machines", {1}, {0.8, 0.15, 0.05}, "1"}, {"in houses", {1}, {95, 4.5, 0.5}, "%"},
                         {"shredder", {1}, {0.92, shredder_copper, 0.92}, "1"}, {"demolition", {1}, {0.95, 0.02, 0.95}, "1"},
                         {"remelting", {1}, {0.96, 1, 0.5}, "1"}};
    system.processes = {"environment", "shredder", "demolition", "remelting", "landfill", "slag pile"};
    system.flows = {{"F_0_1_eol_machines_kt", 0, 1, FlowRule::given, {0, 2}}, {"F_0_2_eol_buildings_kt", 0, 2, FlowRule::given, {1, 3}},
                    {"F_1_3_shredder_scrap", 1, 3, FlowRule::transfer, {4}},  {"F_1_0_shredder_residue", 1, 0, FlowRule::rest, {}},
                    {"F_2_3_demolition_scrap", 2, 3, FlowRule::transfer, {5}}, {"F_2_4_demolition_loss", 2, 4, FlowRule::rest, {}},
                    {"F_3_0_secondary_steel", 3, 0, FlowRule::transfer, {6}}, {"F_3_5_slag", 3, 5, FlowRule::rest, {}}};
    Stock landfill{"S_4_landfill", 4, StockDrive::accumulates, {}};
    landfill.state = "landfill";
    Stock slag{"S_5_slag_pile", 5, StockDrive::accumulates, {}};
    slag.state = "tailings_slag";
    system.stocks = {landfill, slag};
    return system;
}

TEST(System, AlloyFlowsOfElements) {
    ORELENS_SHARED(path, "mfa/odym_tutorial2_alloy_flows.csv");
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> names;
    for (std::stringstream cells(line); std::getline(cells, line, ',');) names.push_back(line);
    const System system = steel();
    const auto solved = solve(system);
    ASSERT_TRUE(solved);
    int rows = 0;
    while (std::getline(file, line)) {
        std::vector<std::string> cells;
        for (std::stringstream row(line); std::getline(row, line, ',');) cells.push_back(line);
        const int t = std::stoi(cells[0]) - 1980, e = cells[1] == "Fe" ? 0 : cells[1] == "Cu" ? 1 : 2;
        for (std::size_t n = 2; n < cells.size(); ++n) {
            double found = NAN;
            for (std::size_t f = 0; f < system.flows.size(); ++f)
                if (system.flows[f].id == names[n]) found = solved->at(static_cast<int>(f), e, t);
            for (std::size_t s = 0; s < system.stocks.size(); ++s)
                if (system.stocks[s].id == names[n]) found = solved->stocks[s].stock[e * 31 + t];
            EXPECT_NEAR(found / 1000, std::stod(cells[n]), 1e-8) << names[n] << cells[0] << cells[1];
        }
        ++rows;
    }
    EXPECT_EQ(rows, 93);
    EXPECT_LT(solved->largest_residual, 1e-12);
    const auto states = stock_by_state(system, *solved, 30, 1, 2);
    ASSERT_EQ(states.size(), 2U);
    EXPECT_EQ(states[1].first, "tailings_slag");
    EXPECT_NEAR(states[1].second, 34069, 1e-6);
}

TEST(System, PublishedCopperInSecondarySteel) {
    ORELENS_SHARED(path, "mfa/odym_tutorial2_expected.json");
    const auto published = read_json(path).at("published_1980_mass_fraction_secondary_steel");
    for (const auto& [key, system] : {std::pair(std::string("base"), steel()), std::pair(std::string("shredder_Cu_yield_0.075"), steel(0.075)),
                                      std::pair(std::string("buildings_x1.25"), steel(0.1, 1.25))}) {
        const auto solved = solve(system);
        ASSERT_TRUE(solved);
        const double fe = solved->at(6, 0, 0), cu = solved->at(6, 1, 0), mn = solved->at(6, 2, 0);
        EXPECT_NEAR(cu / (fe + cu + mn), published.at(key).at("Cu").get<double>(), 1e-8) << key;
        EXPECT_NEAR(mn / (fe + cu + mn), published.at(key).at("Mn").get<double>(), 1e-8) << key;
    }
}

/// Use with a lifetime, scrap back to production, mining closes the balance of production.
System copper(double collection, StockDrive drive) {
    System system;
    system.dimensions = {years(2000, 2019), {"region", "r", {"A", "B"}}, {"partner", "d", {"A", "B"}}};
    system.flow_dimensions = {0, 1};
    std::vector<double> demand, stock;
    for (int t = 0; t < 20; ++t)
        for (int r = 0; r < 2; ++r) {
            demand.push_back(10 + t * (r + 1));
            stock.push_back((20 + 9 * t) * (r + 1));
        }
    system.parameters = {{"demand", {0, 1}, demand, "kt/a"}, {"stock", {0, 1}, stock, "kt"}, {"collection", {}, {collection}, "1"},
                         {"life", {1}, {4, 7}, "yr"}, {"spread", {}, {1.5}, "yr"}, {"shipped", {1, 2}, {0, 3, 1, 0}, "kt/a"}};
    system.processes = {"environment", "production", "use", "waste"};
    system.flows = {{"mining", 0, 1, FlowRule::balance, {}}, {"products", 1, 2, drive == StockDrive::inflow_driven ? FlowRule::given : FlowRule::balance, {}},
                    {"end of life", 2, 3, FlowRule::balance, {}}, {"scrap", 3, 1, FlowRule::transfer, {2}}, {"lost", 3, 0, FlowRule::rest, {}}};
    if (drive == StockDrive::inflow_driven) system.flows[1].factors = {0};
    Stock use{"in use", 2, drive, {1}, LifetimeKind::normal, 3, 4};
    if (drive == StockDrive::inflow_driven) use.factors.clear();
    system.stocks = {use};
    return system;
}

TEST(System, AStockInALoopAgreesWithTheStockAlone) {
    for (const StockDrive drive : {StockDrive::inflow_driven, StockDrive::stock_driven}) {
        const System system = copper(0.6, drive);
        const auto solved = solve(system);
        ASSERT_TRUE(solved) << describe(solved.error(), base::Language::english);
        for (std::size_t r = 0; r < 2; ++r) {
            std::vector<double> given;
            for (int t = 0; t < 20; ++t) given.push_back(system.parameters[drive == StockDrive::inflow_driven ? 0 : 1].values[2 * t + r] * 1000);
            const auto survivals = one_lifetime({LifetimeKind::normal, r == 0 ? 4.0 : 7.0, 1.5}, {}, 20);
            const auto alone = drive == StockDrive::inflow_driven ? inflow_driven(given, 20, survivals, {}) : stock_driven(given, 20, survivals, {});
            for (int t = 0; t < 20; ++t) {
                EXPECT_NEAR(solved->stocks[0].stock[r * 20 + t], alone->stock[t], 1e-6);
                EXPECT_NEAR(solved->at(2, r, t), alone->outflow[t], 1e-6);
                EXPECT_NEAR(solved->at(0, r, t), alone->inflow[t] - 0.6 * alone->outflow[t], 1e-6) << "mining is what scrap leaves over";
                EXPECT_NEAR(solved->stocks[0].by_cohort.row(r, t)[t / 2], alone->stock_by_cohort.row(0, t)[t / 2], 1e-6);
            }
        }
        EXPECT_LT(solved->largest_residual, 1e-9);
    }
}

TEST(System, TradeMovesWhatItTakes) {
    System system = copper(0.6, StockDrive::inflow_driven);
    system.trades = {{"ships", 1, 1, 2, {5}}};
    add_trade_flows(system);
    add_trade_flows(system);
    ASSERT_EQ(system.flows.size(), 7U);
    const auto solved = solve(system);
    ASSERT_TRUE(solved) << describe(solved.error(), base::Language::english);
    for (int t = 0; t < 20; ++t) {
        EXPECT_NEAR(solved->at(5, 0, t), 3000, 1e-9) << "A sends B 3 kt";
        EXPECT_NEAR(solved->at(6, 0, t), 1000, 1e-9);
        EXPECT_NEAR(solved->at(5, 0, t) + solved->at(5, 1, t), solved->at(6, 0, t) + solved->at(6, 1, t), 1e-9);
    }
    system.parameters[5].values[0] = 1;
    const auto self = solve(system);
    ASSERT_FALSE(self);
    EXPECT_EQ(self.error().what.key, "recycling.trade.self");
}

TEST(System, BackwardFlowsAndFastFallsAreTold) {
    System system = copper(1.0, StockDrive::stock_driven);
    for (std::size_t n = 20; n < 40; ++n) system.parameters[1].values[n] = 1;
    const auto solved = solve(system);
    ASSERT_TRUE(solved);
    EXPECT_FALSE(solved->fast_falls.empty());
    ASSERT_FALSE(solved->negative.empty());
    EXPECT_EQ(system.flows[solved->negative[0].flow].id, "mining");
    EXPECT_LT(solved->largest_residual, 1e-9);
}

TEST(System, BadSystemsAreRefusedWithTheirReason) {
    const struct { const char* key; void (*spoil)(System&); } cases[] = {
        {"recycling.year.gap", [](System& s) { s.dimensions[0].items[5] = "2011"; }},
        {"recycling.year", [](System& s) { s.dimensions[0].items[5] = "85"; s.dimensions[0].items[6] = "x"; s.dimensions[0].items.erase(s.dimensions[0].items.begin(), s.dimensions[0].items.begin() + 6); }},
        {"recycling.dimension.twice", [](System& s) { s.dimensions[1].items[2] = "Fe"; }},
        {"recycling.dimension.again", [](System& s) { s.flow_dimensions = {0, 1, 1}; }},
        {"recycling.dimension.empty", [](System& s) { s.dimensions[1].items.clear(); }},
        {"recycling.parameter.size", [](System& s) { s.parameters[0].values.pop_back(); }},
        {"recycling.parameter.value", [](System& s) { s.parameters[0].values[3] = NAN; }},
        {"recycling.parameter.negative", [](System& s) { s.parameters[0].values[3] = -1; }},
        {"recycling.unit", [](System& s) { s.parameters[0].unit = "bushels"; }},
        {"recycling.factor.mass", [](System& s) { s.parameters[0].unit = "1"; }},
        {"recycling.factor.share", [](System& s) { s.parameters[4].unit = "kt"; }},
        {"recycling.factor.years", [](System& s) { s.parameters[4].unit = "yr"; }},
        {"recycling.factor.untold", [](System& s) { s.flows[0].factors = {0}; }},
        {"recycling.transfer.over", [](System& s) { s.parameters[4].values[0] = 1.2; }},
        {"recycling.transfer.sum", [](System& s) { s.flows[3].rule = FlowRule::transfer; s.flows[3].factors = {5}; }},
        {"recycling.transfer.mixed", [](System& s) { s.flows[3].rule = FlowRule::balance; }},
        {"recycling.transfer.rests", [](System& s) { s.flows[2].rule = FlowRule::rest; }},
        {"recycling.flow.environment", [](System& s) { s.flows[0].rule = FlowRule::rest; }},
        {"recycling.flow.ends", [](System& s) { s.flows[0].to = 0; }},
        {"recycling.stock.two", [](System& s) { s.stocks[1].process = 4; }},
        {"recycling.stock.environment", [](System& s) { s.stocks[1].process = 0; }},
        {"recycling.stock.no_lifetime", [](System& s) { s.stocks[1].drive = StockDrive::inflow_driven; }},
        {"recycling.system.undetermined", [](System& s) { s.flows[0].rule = FlowRule::balance; }},
        {"recycling.system.unbalanced", [](System& s) { s.stocks.pop_back(); }}};
    for (const auto& c : cases) {
        System system = steel();
        c.spoil(system);
        const auto solved = solve(system);
        ASSERT_FALSE(solved) << c.key;
        EXPECT_EQ(solved.error().what.key, c.key) << describe(solved.error(), base::Language::english);
        EXPECT_FALSE(solved.error().place.field.empty()) << c.key;
        for (const auto language : {base::Language::english, base::Language::chinese})
            EXPECT_EQ(describe(solved.error(), language).find('{'), std::string::npos) << describe(solved.error(), language);
    }
    System life = copper(0.5, StockDrive::inflow_driven);
    life.parameters[3].values[1] = -7;
    const auto negative = solve(life);
    ASSERT_FALSE(negative);
    EXPECT_EQ(negative.error().what.key, "recycling.lifetime.value");
    EXPECT_EQ(negative.error().place.row, 2);
}

TEST(System, AStockThatGivesMoreThanItHoldsIsToldOnce) {
    System system;
    system.dimensions = {years(2000, 2003)};
    system.flow_dimensions = {0};
    system.parameters = {{"in", {0}, {5, 1, 1, 1}, "t"}, {"out", {0}, {2, 2, 4, 4}, "t"}};
    system.processes = {"environment", "pile"};
    system.flows = {{"in", 0, 1, FlowRule::given, {0}}, {"out", 1, 0, FlowRule::given, {1}}};
    system.stocks = {{"pile", 1, StockDrive::accumulates, {}}};
    const auto solved = solve(system);
    ASSERT_TRUE(solved) << describe(solved.error(), base::Language::english);
    ASSERT_EQ(solved->overdrawn.size(), 1U);
    EXPECT_EQ(solved->overdrawn[0].year, 2);
    EXPECT_NEAR(solved->overdrawn[0].value, -1, 1e-12);
    system.parameters[1].values = {2, 2, 2, 1};
    EXPECT_TRUE(solve(system)->overdrawn.empty());
}

TEST(System, MoreTuplesThanAnyMachineHoldsAreRefused) {
    System system = steel();
    for (int d = 0; d < 4; ++d) {
        Dimension many{"many" + std::to_string(d), "", {}};
        for (int n = 0; n < 65536; ++n) many.items.push_back(std::to_string(n));
        system.dimensions.push_back(many);
        system.flow_dimensions.push_back(d + 2);
    }
    const auto solved = solve(system);
    ASSERT_FALSE(solved);
    EXPECT_EQ(solved.error().what.key, "recycling.stock.memory");
}

TEST(System, ACancelEndsTheYears) {
    const base::Progress progress;
    progress.cancel();
    const auto solved = solve(steel(), progress);
    ASSERT_FALSE(solved);
    EXPECT_EQ(solved.error().kind, base::ErrorKind::cancelled);
}

TEST(System, ALoopThatLetsNothingOutIsRefused) {
    System system;
    system.dimensions = {years(2000, 2001)};
    system.flow_dimensions = {0};
    system.parameters = {{"in", {0}, {1, 1}, "t"}, {"all", {}, {1}, "1"}};
    system.processes = {"environment", "1", "2"};
    system.flows = {{"in", 0, 1, FlowRule::given, {0}}, {"there", 1, 2, FlowRule::transfer, {1}}, {"back", 2, 1, FlowRule::transfer, {1}}};
    const auto solved = solve(system);
    ASSERT_FALSE(solved);
    EXPECT_EQ(solved.error().what.key, "recycling.system.loop");
}

}  // namespace
}  // namespace orelens::recycling
