// How studies of flows and scrap are archived.
#pragma once

#include <algorithm>

#include "core/project/FlowStudy.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::recycling {
template <class A>
void fields(A& archive, Dimension& one) {
    auto& [name, letter, items] = one;
    archive(name, letter, items);
}
template <class A>
void fields(A& archive, Parameter& one) {
    auto& [name, dimensions, values, unit] = one;
    archive(name, dimensions, values, unit);
}
template <class A>
void fields(A& archive, Flow& one) {
    auto& [id, from, to, rule, factors, trade] = one;
    archive(id, from, to, rule, factors, trade);
}
template <class A>
void fields(A& archive, Stock& one) {
    auto& [id, process, drive, factors, lifetime, first, second, state, initial, initial_age] = one;
    archive(id, process, drive, factors, lifetime, first, second, state, initial, initial_age);
}
template <class A>
void fields(A& archive, Trade& one) {
    auto& [id, process, origin, destination, factors] = one;
    archive(id, process, origin, destination, factors);
}
template <class A>
void fields(A& archive, SurvivalRule& one) {
    auto& [timing, lobatto_points] = one;
    archive(timing, lobatto_points);
}
template <class A>
void fields(A& archive, System& one) {
    auto& [name, dimensions, time, flow_dimensions, parameters, processes, flows, stocks, trades, survival, correct] = one;
    archive(name, dimensions, time, flow_dimensions, parameters, processes, flows, stocks, trades, survival, correct);
}
template <class A>
void fields(A& archive, NegativeFlow& one) {
    auto& [flow, year, tuple, value] = one;
    archive(flow, year, tuple, value);
}
template <class A>
void fields(A& archive, NegativeStock& one) {
    auto& [stock, year, tuple, value] = one;
    archive(stock, year, tuple, value);
}
template <class A>
void fields(A& archive, FastFall& one) {
    auto& [series, year, missing] = one;
    archive(series, year, missing);
}
/// The table by cohort goes as a list of its years.
template <class A>
void fields(A& archive, CohortTable& table) {
    int years = table.years();
    std::vector<double> values(table.values().begin(), table.values().end());
    archive(years, values);
    if (!table.empty() || values.empty() || years <= 0 || years > 100000) return;
    const auto each = static_cast<std::size_t>(years) * (static_cast<std::size_t>(years) + 1) / 2;
    if (values.size() % each != 0) return;
    table = CohortTable(values.size() / each, years);
    std::ranges::copy(values, table.values().begin());
}
template <class A>
void fields(A& archive, SolvedStock& one) {
    auto& [stock, inflow, outflow, by_cohort, from_before] = one;
    archive(stock, inflow, outflow, by_cohort, from_before);
}
template <class A>
void fields(A& archive, SolvedSystem& one) {
    auto& [years, tuples, flows, stocks, residuals, largest, negative, overdrawn, fast_falls] = one;
    archive(years, tuples, flows, stocks, residuals, largest, negative, overdrawn, fast_falls);
}
template <class A>
void fields(A& archive, Stream& one) {
    auto& [id, product, place, element, year, origin, theoretical_t, share, collect, process, refine, untold, by_products, subsidy, benchmark,
           benchmark_price, benchmark_subsidy, sink, tramp] = one;
    archive(id, product, place, element, year, origin, theoretical_t, share, collect, process, refine, untold, by_products, subsidy, benchmark,
            benchmark_price, benchmark_subsidy, sink, tramp);
}
template <class A>
void fields(A& archive, Cascade& one) {
    auto& [theoretical, collectable, dismantled, separable, recoverable, break_even, loss, log_share] = one;
    archive(theoretical, collectable, dismantled, separable, recoverable, break_even, loss, log_share);
}
template <class A>
void fields(A& archive, Released& one) {
    auto& [alone, pair] = one;
    archive(alone, pair);
}
template <class A>
void fields(A& archive, Binding& one) {
    auto& [lever, pair, tonnes, price_gap] = one;
    archive(lever, pair, tonnes, price_gap);
}
template <class A>
void fields(A& archive, ReleasedSum& one) {
    auto& [tonnes, without, pair_without] = one;
    archive(tonnes, without, pair_without);
}
template <class A>
void fields(A& archive, Sink& one) {
    auto& [id, primary_t, limit, primary_tramp] = one;
    archive(id, primary_t, limit, primary_tramp);
}
template <class A>
void fields(A& archive, Indicators& one) {
    auto& [collection, process, end_of_life, input, old_scrap] = one;
    archive(collection, process, end_of_life, input, old_scrap);
}
template <class A>
void fields(A& archive, PolicyTarget& one) {
    auto& [id, element, indicator, year, at_least, source] = one;
    archive(id, element, indicator, year, at_least, source);
}
template <class A>
void fields(A& archive, Place& one) {
    auto& [id, name, kind, x, y, degrees, longitude, latitude, dimension, item, share] = one;
    archive(id, name, kind, x, y, degrees, longitude, latitude, dimension, item, share);
}
template <class A>
void fields(A& archive, UncertainOutput& one) {
    auto& [at_means, first_order_sd, mean, sd, p05, p50, p95] = one;
    archive(at_means, first_order_sd, mean, sd, p05, p50, p95);
}
}  // namespace orelens::recycling

namespace orelens::project {
template <class A>
void fields(A& archive, FlowFan& one) {
    auto& [stock, item, years] = one;
    archive(stock, item, years);
}
template <class A>
void fields(A& archive, FlowTarget& one) {
    auto& [target, capacity_share] = one;
    archive(target, capacity_share);
}
template <class A>
void fields(A& archive, FlowStudy& one) {
    auto& [file, system, solved, year, streams, sinks, letters, targets, places, inputs, other_options, unassigned, no_route, fans, draws, failed, has_uncertain] = one;
    archive(file, system, solved, year, streams, sinks, letters, targets, places, inputs, other_options, unassigned, no_route, fans, draws, failed, has_uncertain);
}
template <class A>
void fields(A& archive, ScrapStream& one) {
    auto& [stream, cascade, used_t, price, usable_t, curve_t, tramp_untold, released, binding] = one;
    archive(stream, cascade, used_t, price, usable_t, curve_t, tramp_untold, released, binding);
}
template <class A>
void fields(A& archive, ScrapSum& one) {
    auto& [element, year, price, theoretical, collectable, dismantled, separable, recoverable, offered, usable, unknown_t, streams, unknown, levers] = one;
    archive(element, year, price, theoretical, collectable, dismantled, separable, recoverable, offered, usable, unknown_t, streams, unknown, levers);
}
template <class A>
void fields(A& archive, TargetRow& one) {
    auto& [target, measured, state] = one;
    archive(target, measured, state);
}
template <class A>
void fields(A& archive, IndicatorRow& one) {
    auto& [element, year, values] = one;
    archive(element, year, values);
}
template <class A>
void fields(A& archive, ScrapStudy& one) {
    auto& [currency, streams, sums, indicators, targets, at_limit, primary_untold, shared, left_t] = one;
    archive(currency, streams, sums, indicators, targets, at_limit, primary_untold, shared, left_t);
}

/// Whether numbers point at what is there and every list is as long as its years and tuples ask.
bool sound(const FlowStudy& study);
}  // namespace orelens::project
