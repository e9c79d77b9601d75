// The cascade of scrap against a published example, levers and pairs, indicators, tramp elements, piles, and one curve.
#include <gtest/gtest.h>

#include <cmath>
#include <rapidcheck/gtest.h>
#include <sstream>

#include "core/recycling/StackedCurve.h"
#include "core/recycling/Sunk.h"
#include "tests/core/recycling/Numbers.h"
#include "tests/support/SharedData.h"

namespace orelens::recycling {
namespace {

struct Row {
    Stream stream;
    double collectable = 0, separable = 0, recoverable = 0, break_even = 0;
};

std::vector<Row> published(const std::filesystem::path& path) {
    std::vector<Row> rows;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> c;
        for (std::stringstream cells(line); std::getline(cells, line, ',');) c.push_back(line);
        const auto n = [&](std::size_t i) { return std::stod(c[i]); };
        Row row;
        row.stream.id = c[0];
        row.stream.theoretical_t = n(1);
        row.stream.share = {n(2), 1, n(3), n(4)};
        row.stream.collect_cost = n(5);
        row.stream.process_cost = n(6);
        row.stream.year = 2025;
        rows.push_back(row);
        rows.back().collectable = n(7);
        rows.back().separable = n(8);
        rows.back().recoverable = n(9);
        rows.back().break_even = n(10);
    }
    return rows;
}

TEST(Availability, PublishedCascade) {
    ORELENS_SHARED(path, "mfa/recycling_cascade_example.csv");
    const auto rows = published(path);
    ASSERT_EQ(rows.size(), 3U);
    double usable = 0, theoretical = 0;
    std::vector<Stream> streams;
    for (const Row& row : rows) {
        const auto made = cascade(row.stream);
        ASSERT_TRUE(made);
        EXPECT_NEAR(made->collectable_t, row.collectable, 1e-8);
        EXPECT_NEAR(made->separable_t, row.separable, 1e-8);
        EXPECT_NEAR(made->recoverable_t, row.recoverable, 1e-8);
        EXPECT_NEAR(made->break_even, row.break_even, 1e-9);
        usable += made->economic_t(4000);
        theoretical += made->theoretical_t;
        double lost = 0, logs = 0;
        for (std::size_t s = 0; s < step_count; ++s) {
            lost += made->loss_t[s];
            logs += made->log_share[s];
        }
        EXPECT_NEAR(lost, made->theoretical_t - made->recoverable_t, 1e-8);
        EXPECT_NEAR(logs, std::log(made->recoverable_t / made->theoretical_t), 1e-12);
        streams.push_back(row.stream);
    }
    EXPECT_NEAR(usable, 138068.25, 1e-8);
    RecyclingFlows flows;
    flows.d = theoretical;
    flows.g = 89376 + 48692.25 + 19440;
    EXPECT_NEAR(indicators(flows).end_of_life_rate, 0.5834, 5e-5);
    EXPECT_TRUE(std::isnan(indicators(flows).collection_rate)) << "nobody said what is collected";

    const auto parcels = priced(streams);
    ASSERT_TRUE(parcels);
    const auto curve = QuantityCurve::build(*parcels, 2025);
    ASSERT_TRUE(curve);
    EXPECT_NEAR(curve->at(4000).metal_t, 138068.25, 1e-8);
    EXPECT_EQ(curve->at(4000).parcels, 2);
    EXPECT_EQ(curve->at(curve->prices()[0]).parcels, 1) << "usable at the break-even itself";
    EXPECT_EQ(QuantityCurve::build(*parcels, 2024)->at(1e9).parcels, 0) << "another year";
}

TEST(Availability, LiftingCollectionDoesNothingBelowTheBreakEvenButThePairDoes) {
    Stream stream;
    stream.theoretical_t = 1000;
    stream.share = {0.5, 1, 0.8, 0.9};
    stream.collect_cost = 2000;
    stream.process_cost = 1000;
    stream.benchmark = {0.9, not_known, not_known, not_known};
    stream.benchmark_price = 4000;
    stream.benchmark_subsidy = 100;
    const auto today = cascade(stream);
    const double even = 2000 / 0.72 + 1000 / 0.9;
    EXPECT_NEAR(today->break_even, even, 1e-9);
    const auto made = released(stream, 3000);
    ASSERT_TRUE(made);
    const auto lever = [](Lever l) { return static_cast<std::size_t>(l); };
    EXPECT_EQ(made->one[lever(Lever::collection)], 0);
    EXPECT_NEAR(made->one[lever(Lever::price)], 360, 1e-9);
    EXPECT_EQ(made->one[lever(Lever::policy)], 0);
    EXPECT_TRUE(std::isnan(made->one[lever(Lever::separation)])) << "no benchmark, no answer";
    EXPECT_NEAR(made->pair[lever(Lever::collection)][lever(Lever::price)], 648, 1e-9);
    const Binding binds = binding(*today, *made, 3000);
    ASSERT_TRUE(binds.lever);
    EXPECT_EQ(*binds.lever, Lever::price);
    EXPECT_NEAR(binds.price_gap, even - 3000, 1e-9);
    const auto above = released(stream, 5000);
    EXPECT_NEAR(above->one[lever(Lever::collection)], 288, 1e-9);
    EXPECT_EQ(*binding(*today, *above, 5000).lever, Lever::collection);

    // Neither the price alone nor the subsidy alone is enough: the pair binds.
    Stream hard = stream;
    hard.benchmark_price = even - 200;
    hard.benchmark_subsidy = 300;
    const auto both = released(hard, 3000);
    const Binding pair = binding(*cascade(hard), *both, 3000);
    EXPECT_FALSE(pair.lever);
    ASSERT_TRUE(pair.pair);
    EXPECT_EQ(pair.pair->first, Lever::price);
    EXPECT_EQ(pair.pair->second, Lever::policy);
    Stream untold = stream;
    untold.process_cost = not_known;
    const auto unknown = released_sum({untold}, 3000);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->without_benchmark[0], 1) << "what it releases is not known";
    EXPECT_EQ(unknown->pair_without[0][2], 1);
    const auto sum = released_sum({stream, hard}, 3000);
    ASSERT_TRUE(sum);
    EXPECT_NEAR(sum->tonnes.one[lever(Lever::price)], 360, 1e-9);
    EXPECT_EQ(sum->without_benchmark[lever(Lever::separation)], 2);
}

TEST(Availability, BadStreamsAreRefusedByColumn) {
    const struct { const char* field; void (*spoil)(Stream&); } cases[] = {
        {"theoretical_t", [](Stream& s) { s.theoretical_t = -1; }},   {"theoretical_t", [](Stream& s) { s.theoretical_t = not_known; }},
        {"collection_rate", [](Stream& s) { s.share[0] = 1.2; }},     {"separation_yield", [](Stream& s) { s.share[2] = not_known; }},
        {"process_cost", [](Stream& s) { s.process_cost = INFINITY; }}, {"collect_cost", [](Stream& s) { s.collect_cost = -5; }},
        {"collection_rate_benchmark", [](Stream& s) { s.benchmark[0] = 0.2; }}};
    for (const auto& c : cases) {
        Stream stream;
        stream.theoretical_t = 10;
        stream.share = {0.5, 1, 0.5, 0.5};
        c.spoil(stream);
        const auto made = cascade(stream);
        ASSERT_FALSE(made) << c.field;
        EXPECT_EQ(made.error().place.field, c.field);
    }
}

TEST(Availability, NothingRecoveredNeverPays) {
    Stream stream;
    stream.theoretical_t = 10;
    stream.share = {0.5, 1, 0, 0.9};
    const auto made = cascade(stream);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->break_even, std::numeric_limits<double>::infinity());
    EXPECT_DOUBLE_EQ(made->loss_t[2], 10) << "what is cut to nothing there is lost there";
    EXPECT_EQ(made->economic_t(1e12), 0);
}

TEST(Availability, TrampElementsLimitTheBlend) {
    Stream clean, dirty;
    clean.id = "clean";
    dirty.id = "dirty";
    clean.sink = dirty.sink = "bar";
    clean.tramp = {{"Cu", 0.001}, {"Sn", 0}};
    dirty.tramp = {{"Cu", 0.005}, {"Sn", 0.0002}};
    Sink bar{"bar", 100, {{"Cu", 0.002}, {"Sn", 0.001}}, {{"Cu", 0.0005}, {"Sn", 0}}};
    const auto made = blend({clean, dirty}, {300, 1000}, {bar});
    ASSERT_TRUE(made);
    // 300·0.001 + x·0.003 = 100·0.0015 + …: clean leaves 0.3, primary 0.15, dirty takes 0.003 each.
    EXPECT_NEAR(made->used_t[0], 300, 1e-9);
    EXPECT_NEAR(made->used_t[1], 150, 1e-9);
    EXPECT_NEAR(made->left_t, 850, 1e-9);
    EXPECT_EQ(made->binding.at("bar"), std::vector<std::string>{"Cu"});
    bar.primary_tramp["Cu"] = 0.003;
    EXPECT_EQ(blend({clean}, {1}, {bar}).error().what.key, "recycling.sink.primary");
    bar.primary_tramp.clear();
    clean.sink = "elsewhere";
    EXPECT_EQ(blend({clean}, {1}, {bar}).error().what.key, "recycling.sink.absent");
}

TEST(Availability, WhatAStreamCarriesAndNobodySaysIsNotNothing) {
    Stream told, untold;
    told.id = "told";
    untold.id = "untold";
    told.sink = untold.sink = "bar";
    told.tramp = {{"Cu", 0.003}};
    const Sink bar{"bar", 100, {{"Cu", 0.002}}, {}};
    EXPECT_EQ(untold_tramp(untold, {bar}), std::vector<std::string>{"Cu"});
    const auto made = blend({told, untold}, {300, 500}, {bar});
    ASSERT_TRUE(made);
    EXPECT_TRUE(std::isnan(made->used_t[1])) << "not known, not clean";
    EXPECT_EQ(made->used_t[0], 0) << "nobody says that the primary metal is clean: it dilutes nothing";
    EXPECT_EQ(made->primary_untold.at("bar"), std::vector<std::string>{"Cu"});
    Sink pure = bar;
    pure.primary_tramp = {{"Cu", 0}};
    EXPECT_NEAR(blend({told, untold}, {300, 500}, {pure})->used_t[0], 200, 1e-9);
}

/// Two streams to one sink: the dirty one can be melted only beside the clean one.
std::vector<Stream> clean_and_dirty() {
    Stream clean, dirty;
    clean.id = "clean";
    dirty.id = "dirty";
    for (Stream* one : {&clean, &dirty}) {
        one->element = "Cu";
        one->sink = "bar";
        one->share = {1, 1, 1, 1};
    }
    clean.theoretical_t = 100;
    clean.share[0] = 0.5;
    clean.refine_cost = 2000;
    clean.tramp = {{"Sn", 0}};
    dirty.theoretical_t = 300;
    dirty.refine_cost = 1000;
    dirty.tramp = {{"Sn", 0.002}};
    clean.benchmark = {1, not_known, not_known, not_known};
    dirty.benchmark_price = 5000;
    return {clean, dirty};
}

TEST(Sunk, TheCurveRisesByWhatSinksTakeMore) {
    const std::vector<Stream> streams = clean_and_dirty();
    const std::vector<Sink> sinks{{"bar", 20, {{"Sn", 0.001}}, {{"Sn", 0}}}};
    const auto curve = curve_tonnes(streams, sinks);
    ASSERT_TRUE(curve);
    // At 1000 the dirty one alone: diluted by 20 t of primary metal, 20 t. At 2000 with 50 t of clean: 50 + 70.
    EXPECT_NEAR((*curve)[1], 20, 1e-9);
    EXPECT_NEAR((*curve)[0], 100, 1e-9) << "50 of its own, and 50 more of the dirty one";
    for (const double price : {500.0, 1500.0, 2500.0}) {
        std::vector<double> economic;
        double sum = 0;
        for (std::size_t n = 0; n < 2; ++n) {
            const auto steps = cascade(streams[n]);
            economic.push_back(steps->economic_t(price));
            sum += steps->break_even <= price ? (*curve)[n] : 0;
        }
        const auto melted = blend(streams, economic, sinks);
        EXPECT_NEAR(sum, melted->used_t[0] + melted->used_t[1], 1e-9) << price;
    }
    Stream free = streams[0];
    free.sink.clear();
    EXPECT_NEAR((*curve_tonnes({free}, sinks))[0], 50, 1e-9);
}

TEST(Sunk, LeversReleaseWhatSinksTake) {
    const std::vector<Stream> streams = clean_and_dirty();
    const std::vector<Sink> sinks{{"bar", 20, {{"Sn", 0.001}}, {{"Sn", 0}}}};
    const auto lever = [](Lever l) { return static_cast<std::size_t>(l); };
    // Collecting the other half of the clean one makes room for as much of the dirty one: 50 + 50.
    const auto at = released_in_sinks(streams, 3000, sinks);
    ASSERT_TRUE(at);
    EXPECT_NEAR((*at)[0].one[lever(Lever::collection)], 100, 1e-9);
    EXPECT_TRUE(std::isnan((*at)[0].one[lever(Lever::separation)]));
    // At 500 nothing pays. The dirty one's price lifted: the sink takes 20 t of its 300.
    const auto low = released_in_sinks(streams, 500, sinks);
    EXPECT_NEAR((*low)[1].one[lever(Lever::price)], 20, 1e-9) << "not all 300 t";
    EXPECT_NEAR((*low)[0].one[lever(Lever::collection)], 0, 1e-12);
    const auto sum = released_sum(streams, 3000, sinks);
    ASSERT_TRUE(sum);
    EXPECT_NEAR(sum->tonnes.one[lever(Lever::collection)], 100, 1e-9);
    EXPECT_EQ(sum->without_benchmark[lever(Lever::collection)], 1) << "of the dirty one nobody says how far";
    EXPECT_EQ(sum->without_benchmark[lever(Lever::separation)], 2);
    // Without sinks it is the plain sum.
    std::vector<Stream> free = streams;
    for (Stream& one : free) one.sink.clear();
    const auto plain = released_sum(free, 500), through = released_sum(free, 500, sinks);
    ASSERT_TRUE(plain && through);
    EXPECT_EQ(plain->tonnes.one[lever(Lever::price)], through->tonnes.one[lever(Lever::price)]);
    EXPECT_EQ(plain->pair_without, through->pair_without);
}

TEST(Sunk, PrimaryMetalIsGivenOutOnce) {
    std::vector<Stream> streams = clean_and_dirty();
    streams[1].element = "Al";
    const std::vector<Sink> sinks{{"bar", 70, {{"Sn", 0.001}}, {{"Sn", 0}}}};
    const double copper = sinks_of(sinks, streams, "Cu")[0].primary_t, aluminium = sinks_of(sinks, streams, "Al")[0].primary_t;
    EXPECT_NEAR(copper, 10, 1e-12);  // 50 of 350 t recoverable
    EXPECT_NEAR(copper + aluminium, 70, 1e-12);
    streams[1].element = "Cu";
    EXPECT_EQ(sinks_of(sinks, streams, "Cu")[0].primary_t, 70);
}

/// No other blend within the limits uses more: tried by random feasible blends.
RC_GTEST_PROP(Blend, NothingFeasibleBeatsIt, ()) {
    std::vector<Stream> streams(4);
    std::vector<double> there;
    Sink sink{"s", static_cast<double>(*rc::gen::inRange(0, 50)), {{"a", 0.01}, {"b", 0.02}}, {{"a", 0}, {"b", 0}}};
    for (Stream& one : streams) {
        one.sink = "s";
        one.tramp = {{"a", *rc::gen::inRange(0, 40) / 1000.0}, {"b", *rc::gen::inRange(0, 60) / 1000.0}};
        there.push_back(*rc::gen::inRange(1, 100));
    }
    const auto carries = [&](const std::vector<double>& used) {
        double all = sink.primary_t, a = 0, b = 0;
        for (std::size_t n = 0; n < 4; ++n) {
            all += used[n];
            a += used[n] * streams[n].tramp["a"];
            b += used[n] * streams[n].tramp["b"];
        }
        return a <= 0.01 * all + 1e-9 && b <= 0.02 * all + 1e-9;
    };
    const auto made = blend(streams, there, {sink});
    RC_ASSERT(made.has_value());
    RC_ASSERT(carries(made->used_t));
    const double best = made->used_t[0] + made->used_t[1] + made->used_t[2] + made->used_t[3];
    for (int attempt = 0; attempt < 20; ++attempt) {
        std::vector<double> other;
        double sum = 0;
        for (std::size_t n = 0; n < 4; ++n) {
            other.push_back(there[n] * *rc::gen::inRange(0, 11) / 10.0);
            sum += other.back();
        }
        RC_ASSERT(!carries(other) || sum <= best + 1e-6);
    }
}

TEST(Availability, IndicatorsAndTargets) {
    const Indicators made = indicators({.a = 70, .d = 50, .e = 30, .g = 24, .h = 16, .j = 20, .m = 10});
    EXPECT_DOUBLE_EQ(made.collection_rate, 0.6);
    EXPECT_DOUBLE_EQ(made.process_efficiency, 0.8);
    EXPECT_DOUBLE_EQ(made.end_of_life_rate, 0.48);
    EXPECT_DOUBLE_EQ(made.input_rate, 0.3);
    EXPECT_DOUBLE_EQ(made.old_scrap_ratio, 0.6);
    PolicyTarget target{"capacity 2030", "Cu", "capacity_share", 2030, 0.25, "EU CRM Act 2024"};
    EXPECT_EQ(*judge(target, made), TargetState::unknown) << "a measured share is no capacity";
    EXPECT_EQ(*judge(target, made, 0.3), TargetState::met);
    target.indicator = "input_rate";
    target.at_least = 0.31;
    EXPECT_EQ(*judge(target, made), TargetState::missed);
    target.source.clear();
    EXPECT_EQ(judge(target, made).error().what.key, "recycling.target.source");
    target.source = "x";
    target.indicator = "luck";
    EXPECT_EQ(judge(target, made).error().what.key, "recycling.target.indicator");
}

TEST(Availability, APileIsAStreamByItsOccurrenceStates) {
    Pile pile{"dam 3", "A", "Cu", "tailings", 2025, 2e6, 0.002, {{"carrier_mineral", 0.6, 0.7}, {"lattice", 0.3, not_known}}, 1, 4, 300, 0.95};
    const auto made = stream_of(pile);
    ASSERT_TRUE(made);
    EXPECT_NEAR(made->unassigned, 0.1, 1e-12);
    EXPECT_NEAR(made->no_route, 0.3, 1e-12);
    const auto steps = cascade(made->stream);
    EXPECT_NEAR(steps->recoverable_t, 4000 * 0.42 * 0.95, 1e-9);
    // 5 per tonne of pile over 0.002 · 0.42 · 0.95 t of metal each.
    EXPECT_NEAR(steps->break_even, 5 / (0.002 * 0.42 * 0.95) + 300, 1e-6);
    pile.states[0].share = 0.9;
    EXPECT_EQ(stream_of(pile).error().what.key, "recycling.pile.states");
}

TEST(StackedCurve, OriginsAddUpAndWhatWasNotEvaluatedIsApart) {
    std::vector<PricedQuantity> parcels;
    for (int n = 0; n < 300; ++n)
        parcels.push_back({std::to_string(n), n % 3 == 0 ? "scrap" : n % 3 == 1 ? "undeveloped" : "tailings",
                           n % 3 == 1 ? std::nullopt : std::optional(2030 + n % 2), n % 50 == 7 ? not_known : 1000.0 + (n * 7919) % 500, 1.0 + n % 5});
    const auto layers = layers_by_origin(parcels, 2030);
    ASSERT_TRUE(layers);
    ASSERT_EQ(layers->size(), 3U);
    EXPECT_EQ((*layers)[0].origin, "scrap");
    double before = -1;
    for (const StackedPoint& point : stacked(*layers, 900, 1600, 40)) {
        double direct = 0;
        for (const auto& one : parcels)
            if (one.break_even <= point.price && (!one.year || *one.year == 2030)) direct += one.metal_t;
        EXPECT_NEAR(point.metal_t, direct, 1e-9);
        EXPECT_GE(point.metal_t, before);
        before = point.metal_t;
    }
    EXPECT_GT(QuantityCurve::build(parcels, std::nullopt)->not_evaluated().parcels, 0);
    parcels[0].metal_t = -1;
    EXPECT_FALSE(layers_by_origin(parcels, 2030));
}

}  // namespace
}  // namespace orelens::recycling
