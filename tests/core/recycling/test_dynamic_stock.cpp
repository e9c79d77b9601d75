// Stocks by cohort against published arrays, and the laws they obey.
#include <gtest/gtest.h>

#include <cmath>
#include <rapidcheck/gtest.h>

#include "core/base/Parallel.h"
#include "tests/core/recycling/Numbers.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::recycling {
namespace {

constexpr SurvivalRule year_end{Timing::end_of_year, 0};

Lifetime lifetime_of(const nlohmann::json& json) {
    Lifetime made;
    made.kind = lifetime_kind(json.at("type")).value();
    const auto value = [&](const char* one, const char* other) { return json.contains(one) ? json.at(one).get<double>() : json.value(other, 0.0); };
    made.first = json.contains("shape") ? json.at("shape").get<double>() : value("mean", "mu");
    made.second = json.contains("scale") ? json.at("scale").get<double>() : value("std", "sigma");
    return made;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected, double tolerance, const std::string& what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t n = 0; n < found.size(); ++n) EXPECT_NEAR(found[n], expected[n], tolerance) << what << " " << n;
}

TEST(DynamicStock, PublishedCasesOfInflowStockAndInitialStock) {
    ORELENS_SHARED(path, "mfa/odym_dsm_reference.json");
    const auto reference = read_json(path);
    int seen = 0;
    for (const auto& one : reference.at("cases")) {
        const std::string id = one.at("id"), mode = one.at("mode");
        const Lifetime lifetime = lifetime_of(one.at("lifetime"));
        ++seen;
        if (mode == "initial_stock") {
            const auto stock = numbers(one.at("stock_by_cohort"));
            const auto table = SurvivalTable::make({lifetime}, year_end, static_cast<int>(stock.size()));
            const auto inflow = inflow_of_initial_stock(stock, *table);
            ASSERT_TRUE(inflow) << id;
            const auto expected = numbers(one.at("inflow"));
            // Printed from 1 − (1 − S), which leaves 5e-11 of a share as small as 1e-6; by exp alone it is 11631.12506778.
            for (std::size_t n = 0; n < expected.size(); ++n)
                EXPECT_NEAR((*inflow)[n], expected[n], 1e-8 * std::max(1.0, expected[n])) << id << " " << n;
            continue;
        }
        const bool by_inflow = mode == "inflow";
        const auto given = numbers(one.at(by_inflow ? "inflow" : "stock"));
        const int years = static_cast<int>(given.size());
        StockOptions options;
        options.correct_negative_inflow = one.value("negative_inflow_correct", false);
        const auto made = by_inflow ? inflow_driven(given, years, one_lifetime(lifetime, year_end, years), options)
                                    : stock_driven(given, years, one_lifetime(lifetime, year_end, years), options);
        ASSERT_TRUE(made) << id;
        // Stocks of one case are printed with 8 decimals.
        const double tolerance = id == "stockdriven_normal" ? 1e-7 : 1e-8;
        if (one.contains("stock")) expect_near(made->stock, numbers(one.at("stock")), tolerance, id);
        if (one.contains("inflow")) expect_near(made->inflow, numbers(one.at("inflow")), tolerance, id);
        if (one.contains("outflow")) expect_near(made->outflow, numbers(one.at("outflow")), tolerance, id);
        if (one.contains("stock_at")) {
            for (const auto& [year, stock] : one.at("stock_at").items())
                EXPECT_NEAR(made->stock[std::stoul(year)], stock.get<double>(), tolerance) << id;
        }
        for (const auto& [key, table] : {std::pair("stock_tc", &made->stock_by_cohort), std::pair("outflow_tc", &made->outflow_by_cohort)}) {
            if (!one.contains(key)) continue;
            for (int t = 0; t < years; ++t)
                for (int c = 0; c <= t; ++c)
                    EXPECT_NEAR(table->row(0, t)[c], one.at(key)[t][c].get<double>(), tolerance) << id << " " << key << t << c;
        }
    }
    EXPECT_EQ(seen, 13);
}

TEST(DynamicStock, TimingConventionsGiveDifferentStocks) {
    ORELENS_SHARED(path, "mfa/timing_conventions.json");
    const auto reference = read_json(path);
    const auto inflow = numbers(reference.at("inflow"));
    const std::map<std::string, Lifetime> lifetimes{{"normal_5_1.5", {LifetimeKind::normal, 5, 1.5}},
                                                    {"weibull_1.2_1", {LifetimeKind::weibull, 1.2, 1}},
                                                    {"lognormal_mean5_sd1.5", {LifetimeKind::lognormal, 5, 1.5}},
                                                    {"folded_normal_mu5_sig1.5", {LifetimeKind::folded_normal, 5, 1.5}}};
    int seen = 0;
    for (const auto& one : reference.at("cases")) {
        const std::string at = one.at("inflow_at");
        const Timing timing = at.starts_with("end") ? Timing::end_of_year : at.starts_with("mid") ? Timing::middle_of_year : Timing::start_of_year;
        const auto made = inflow_driven(inflow, 10, one_lifetime(lifetimes.at(one.at("lifetime")), {timing, 0}, 10), {});
        ASSERT_TRUE(made);
        expect_near(made->stock, numbers(one.at("stock")), 1e-10, one.at("lifetime").get<std::string>() + at);
        if (one.contains("outflow")) expect_near(made->outflow, numbers(one.at("outflow")), 1e-10, at);
        ++seen;
    }
    EXPECT_EQ(seen, 12);
}

TEST(DynamicStock, QuadratureOverTheYearOfEntry) {
    ORELENS_SHARED(path, "mfa/flodym_lognormal_quadrature.json");
    const auto reference = read_json(path);
    const std::vector<double> inflow(201, 1.0);
    const std::map<std::string, SurvivalRule> rules{{"start", {Timing::start_of_year, 0}}, {"middle", {Timing::middle_of_year, 0}},
                                                    {"end", {Timing::end_of_year, 0}},     {"lobatto2", {Timing::end_of_year, 2}},
                                                    {"lobatto6", {Timing::end_of_year, 6}}};
    int seen = 0;
    for (const auto& one : reference.at("cases")) {
        const Lifetime lifetime{LifetimeKind::lognormal, one.at("mean"), one.at("std")};
        const auto made = inflow_driven(inflow, 201, one_lifetime(lifetime, rules.at(one.at("inflow_at")), 201), {});
        ASSERT_TRUE(made);
        EXPECT_NEAR(made->stock.back(), one.at("stock_2100").get<double>(), 1e-9) << one.dump();
        ++seen;
    }
    EXPECT_EQ(seen, 10);
}

TEST(Lifetime, LognormalIsByMeanAndDeviationOfTheLifetimeItself) {
    EXPECT_NEAR(survival({LifetimeKind::lognormal, 30, 10}, 30), 0.4355, 5e-5);
}

/// ∫ S da = mean of the lifetime, for all kinds; gamma and Weibull against closed forms.
TEST(Lifetime, AreaUnderTheSurvivalIsTheMean) {
    const struct { Lifetime lifetime; double mean; } cases[] = {
        {{LifetimeKind::fixed, 12, 0}, 12},        {{LifetimeKind::normal, 30, 4}, 30},
        {{LifetimeKind::lognormal, 30, 10}, 30},   {{LifetimeKind::weibull, 2, 20}, 20 * std::tgamma(1.5)},
        {{LifetimeKind::folded_normal, 0, 10}, 10 * std::sqrt(2 / M_PI)}, {{LifetimeKind::gamma, 25, 12}, 25},
        {{LifetimeKind::exponential, 15, 0}, 15}};
    for (const auto& c : cases) {
        double area = 0;
        for (int n = 0; n < 60000; ++n) area += survival(c.lifetime, (n + 0.5) * 0.01) * 0.01;
        EXPECT_NEAR(area, c.mean, 1e-3 * c.mean) << lifetime_ids()[static_cast<std::size_t>(c.lifetime.kind)];
    }
    EXPECT_NEAR(survival({LifetimeKind::gamma, 10, 10}, 7), std::exp(-0.7), 1e-14) << "shape 1 is exponential";
}

TEST(Lifetime, GaussLobattoIsExactToItsDegree) {
    for (int n = 2; n <= 20; ++n) {
        const Quadrature rule = gauss_lobatto(n);
        EXPECT_EQ(rule.nodes.front(), 0);
        EXPECT_EQ(rule.nodes.back(), 1);
        for (int degree = 0; degree <= 2 * n - 3; ++degree) {
            double sum = 0;
            for (std::size_t k = 0; k < rule.nodes.size(); ++k) sum += rule.weights[k] * std::pow(rule.nodes[k], degree);
            EXPECT_NEAR(sum, 1.0 / (degree + 1), 1e-13) << n << " " << degree;
        }
    }
}

TEST(Lifetime, ImpossibleOnesAreRefused) {
    for (const Lifetime& bad : {Lifetime{LifetimeKind::normal, -5, 1}, Lifetime{LifetimeKind::normal, 5, 0}, Lifetime{LifetimeKind::fixed, -1, 0},
                                Lifetime{LifetimeKind::weibull, 0, 3}, Lifetime{LifetimeKind::lognormal, 5, NAN}, Lifetime{LifetimeKind::exponential, 0, 0},
                                Lifetime{LifetimeKind::gamma, INFINITY, 1}})
        EXPECT_FALSE(check_lifetime(bad)) << static_cast<int>(bad.kind);
    EXPECT_FALSE(lifetime_kind("cauchy"));
    EXPECT_FALSE(survival_by_age({LifetimeKind::normal, 5, 1}, {Timing::end_of_year, 1}, 3));
    std::vector<Lifetime> cohorts(4, {LifetimeKind::normal, 5, 1});
    cohorts[2].first = -3;
    const auto table = SurvivalTable::make(cohorts, {}, 4);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().place.row, 3);
}

/// Stock-driven from an inflow-driven stock gives the inflow back; the balance closes.
RC_GTEST_PROP(DynamicStockLaw, WhatWentInIsThereOrHasLeft, ()) {
        const int years = *rc::gen::inRange(2, 40);
        std::vector<Lifetime> lifetimes;
        for (int c = 0; c < years; ++c)
            lifetimes.push_back({LifetimeKind::weibull, 1.0 + *rc::gen::inRange(0, 30) / 10.0, 3.0 + *rc::gen::inRange(0, 300) / 10.0});
        std::vector<double> inflow;
        for (int t = 0; t < years; ++t) inflow.push_back(*rc::gen::inRange(0, 1000) / 7.0);
        auto table = SurvivalTable::make(lifetimes, {}, years);
        const Survivals survivals{{*table}, {}};
        const auto made = inflow_driven(inflow, years, survivals, {});
        RC_ASSERT(made.has_value());
        double in = 0, out = 0;
        for (int t = 0; t < years; ++t) {
            in += inflow[t];
            out += made->outflow[t];
            RC_ASSERT(made->outflow[t] >= -1e-9);
            RC_ASSERT(std::abs(in - out - made->stock[t]) < 1e-9 * (1 + in));
        }
        StockOptions plain;
        plain.cohorts = false;
        const auto back = stock_driven(made->stock, years, survivals, plain);
        RC_ASSERT(back.has_value());
        for (int t = 0; t < years; ++t) RC_ASSERT(std::abs(back->inflow[t] - inflow[t]) < 1e-6 * (1 + in));
}

TEST(DynamicStock, AFallFasterThanLifetimesAllowIsCorrectedAndTold) {
    const std::vector<double> stock{10, 20, 30, 5, 5, 6};
    const auto survivals = one_lifetime({LifetimeKind::normal, 8, 2}, year_end, 6);
    const auto made = stock_driven(stock, 6, survivals, {});
    ASSERT_TRUE(made);
    ASSERT_EQ(made->fast_falls.size(), 1U);
    EXPECT_EQ(made->fast_falls[0].year, 3);
    EXPECT_GT(made->early_outflow[3], 20);
    EXPECT_NEAR(made->stock[2] + made->inflow[3] - made->outflow[3], 5, 1e-12);
    for (double inflow : made->inflow) EXPECT_GE(inflow, 0);
    double sum = 0;
    for (int c = 0; c <= 3; ++c) sum += made->stock_by_cohort.row(0, 3)[c];
    EXPECT_NEAR(sum, 5, 1e-12);
    StockOptions raw;
    raw.correct_negative_inflow = false;
    const auto stands = stock_driven(stock, 6, survivals, raw);
    ASSERT_TRUE(stands);
    EXPECT_LT(stands->inflow[3], 0);
    EXPECT_EQ(stands->fast_falls.size(), 1U);
}

TEST(DynamicStock, AnInitialStockStandsForTheYearsBefore) {
    const auto survivals = one_lifetime({LifetimeKind::normal, 6, 2}, {}, 12);
    std::vector<double> inflow(12);
    for (int t = 0; t < 12; ++t) inflow[t] = 3 + t % 4;
    const auto whole = inflow_driven(inflow, 12, survivals, {});
    StockOptions options;
    options.initial.year = 5;
    for (int c = 0; c <= 5; ++c) options.initial.by_cohort.push_back(whole->stock_by_cohort.row(0, 5)[c]);
    for (const bool by_inflow : {true, false}) {
        const auto made = by_inflow ? inflow_driven(inflow, 12, survivals, options) : stock_driven(whole->stock, 12, survivals, options);
        ASSERT_TRUE(made);
        EXPECT_TRUE(std::isnan(made->stock[4]) && std::isnan(made->outflow[5])) << "not known, not zero";
        for (int t = 5; t < 12; ++t) EXPECT_NEAR(made->stock[t], whole->stock[t], 1e-9);
        for (int t = 6; t < 12; ++t) EXPECT_NEAR(made->outflow[t], whole->outflow[t], 1e-9);
    }
    options.initial.by_cohort[0] = 1e3;
    const auto dead = inflow_driven(inflow, 12, one_lifetime({LifetimeKind::fixed, 3, 0}, year_end, 12), options);
    EXPECT_FALSE(dead) << "none of so old a cohort survives";
}

TEST(DynamicStock, SameBitsWhateverTheThreads) {
    std::vector<double> stock(40 * 30);
    for (std::size_t n = 0; n < stock.size(); ++n) stock[n] = 50 + 40 * std::sin(0.7 * static_cast<double>(n));
    const auto survivals = one_lifetime({LifetimeKind::gamma, 9, 4}, {}, 30);
    base::set_thread_limit(1);
    const auto one = stock_driven(stock, 30, survivals, {});
    base::set_thread_limit(0);
    const auto many = stock_driven(stock, 30, survivals, {});
    EXPECT_EQ(one->inflow, many->inflow);
    EXPECT_EQ(one->outflow, many->outflow);
    EXPECT_EQ(one->fast_falls.size(), many->fast_falls.size());
    EXPECT_GT(one->fast_falls.size(), 0U);
}

TEST(DynamicStock, BadInputIsRefusedWithItsPlace) {
    const auto survivals = one_lifetime({LifetimeKind::normal, 6, 2}, {}, 4);
    const std::vector<double> bad{1, 1, 1, 1, 2, 2, -2, 2};
    const auto made = inflow_driven(bad, 4, survivals, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().place.row, 2);
    EXPECT_EQ(made.error().place.column, 3);
    EXPECT_FALSE(inflow_driven(std::vector<double>(7, 1.0), 4, survivals, {}));
    EXPECT_FALSE(inflow_driven(std::vector<double>(5, 1.0), 5, survivals, {})) << "lifetimes of four years";
    const auto grows = stock_driven(std::vector<double>{0, 1, 2, 3}, 4, one_lifetime({LifetimeKind::fixed, 0, 0}, year_end, 4), {});
    ASSERT_FALSE(grows) << "nothing survives its own year";
    EXPECT_EQ(grows.error().place.column, 2);
    testing::CancelAt stop(1);
    const auto stopped = inflow_driven(std::vector<double>(40000, 1.0), 4, survivals, {}, stop.progress);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, base::ErrorKind::cancelled);
}

}  // namespace
}  // namespace orelens::recycling
