#include "core/recycling/Availability.h"

#include <algorithm>
#include <cmath>

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

constexpr std::array<const char*, step_count> step_columns{"collection_rate", "dismantling_yield", "separation_yield", "refining_recovery"};

std::unexpected<base::Error> refuse(const char* key, const std::string& field, double value) {
    return fail(ErrorKind::data, Message(key, {{"column", field}, {"value", base::number(value)}}), {.field = field});
}

double& at(std::array<double, step_count>& shares, Step step) {
    return shares[static_cast<std::size_t>(step)];
}

/// The stream with some levers at their benchmarks, and the price then; nothing where a benchmark is not known.
std::optional<std::pair<Stream, double>> lifted(const Stream& stream, double price, const std::vector<Lever>& levers) {
    Stream better = stream;
    for (const Lever lever : levers) {
        if (lever == Lever::price) {
            if (std::isnan(stream.benchmark_price)) return std::nullopt;
            price = std::max(price, stream.benchmark_price);
        } else if (lever == Lever::policy) {
            if (std::isnan(stream.benchmark_subsidy)) return std::nullopt;
            better.subsidy = std::max(stream.subsidy, stream.benchmark_subsidy);
        } else {
            const auto step = static_cast<std::size_t>(lever);
            if (std::isnan(stream.benchmark[step])) return std::nullopt;
            better.share[step] = stream.benchmark[step];
        }
    }
    return std::pair(std::move(better), price);
}

/// LMDI: the loss is divided as the logarithms of the shares; where a share is 0 it has taken all (the limit).
void attribute(const Stream& stream, Cascade& made) {
    const double lost = made.theoretical_t - made.recoverable_t;
    double zeros = 0, sum = 0;
    for (std::size_t s = 0; s < step_count; ++s) {
        made.log_share[s] = std::log(stream.share[s]);
        if (stream.share[s] == 0) zeros += 1;
        else sum += made.log_share[s];
    }
    for (std::size_t s = 0; s < step_count; ++s) {
        if (zeros > 0) made.loss_t[s] = stream.share[s] == 0 ? lost / zeros : 0;
        else made.loss_t[s] = sum < 0 ? lost * made.log_share[s] / sum : 0;
    }
}

}  // namespace

const std::vector<std::string>& lever_ids() {
    static const std::vector<std::string> ids{"collection", "dismantling", "separation", "refining", "price", "policy"};
    return ids;
}

Expected<Cascade> cascade(const Stream& stream) {
    if (!std::isfinite(stream.theoretical_t) || stream.theoretical_t < 0) return refuse("recycling.stream.quantity", "theoretical_t", stream.theoretical_t);
    for (std::size_t s = 0; s < step_count; ++s) {
        if (!(stream.share[s] >= 0 && stream.share[s] <= 1)) return refuse("recycling.stream.share", step_columns[s], stream.share[s]);
        if (!std::isnan(stream.benchmark[s]) && !(stream.benchmark[s] >= stream.share[s] && stream.benchmark[s] <= 1))
            return refuse("recycling.stream.benchmark", std::string(step_columns[s]) + "_benchmark", stream.benchmark[s]);
    }
    const std::pair<const char*, double> costs[] = {{"collect_cost", stream.collect_cost}, {"process_cost", stream.process_cost}, {"refine_cost", stream.refine_cost}};
    for (const auto& [field, value] : costs)
        if (std::isinf(value) || value < 0) return refuse("recycling.stream.quantity", field, value);
    if (!std::isfinite(stream.by_products)) return refuse("recycling.stream.quantity", "by_products", stream.by_products);
    if (!std::isfinite(stream.subsidy)) return refuse("recycling.stream.quantity", "subsidy", stream.subsidy);
    Stream copy = stream;
    const double collection = at(copy.share, Step::collection), dismantling = at(copy.share, Step::dismantling);
    const double separation = at(copy.share, Step::separation), refining = at(copy.share, Step::refining);
    Cascade made;
    made.theoretical_t = stream.theoretical_t;
    made.collectable_t = made.theoretical_t * collection;
    made.dismantled_t = made.collectable_t * dismantling;
    made.separable_t = made.dismantled_t * separation;
    made.recoverable_t = made.separable_t * refining;
    made.break_even = dismantling * separation * refining > 0
                          ? stream.collect_cost / (dismantling * separation * refining) + stream.process_cost / refining + stream.refine_cost - stream.by_products - stream.subsidy
                          : std::numeric_limits<double>::infinity();
    attribute(stream, made);
    return made;
}

double economic_with(const Stream& stream, double price, const std::vector<Lever>& levers) {
    const auto better = lifted(stream, price, levers);
    if (!better) return not_known;
    const auto steps = cascade(better->first);
    return steps ? steps->economic_t(better->second) : not_known;
}

Expected<Released> released(const Stream& stream, double price) {
    const auto today = cascade(stream);
    if (!today) return std::unexpected(today.error());
    const auto gain = [&](const std::vector<Lever>& levers) { return economic_with(stream, price, levers) - today->economic_t(price); };
    Released made;
    for (std::size_t a = 0; a < lever_count; ++a) {
        made.one[a] = gain({static_cast<Lever>(a)});
        for (std::size_t b = a + 1; b < lever_count; ++b) made.pair[a][b] = gain({static_cast<Lever>(a), static_cast<Lever>(b)});
    }
    return made;
}

Binding binding(const Cascade& cascade, const Released& released, double price) {
    Binding made;
    made.price_gap = std::isnan(cascade.break_even) ? not_known : std::max(0.0, cascade.break_even - price);
    for (std::size_t a = 0; a < lever_count; ++a)
        if (released.one[a] > made.tonnes) {
            made.lever = static_cast<Lever>(a);
            made.tonnes = released.one[a];
        }
    if (made.lever) return made;
    for (std::size_t a = 0; a < lever_count; ++a)
        for (std::size_t b = a + 1; b < lever_count; ++b)
            if (released.pair[a][b] > made.tonnes) {
                made.pair = std::pair(static_cast<Lever>(a), static_cast<Lever>(b));
                made.tonnes = released.pair[a][b];
            }
    return made;
}

Expected<ReleasedSum> released_sum(const std::vector<Stream>& streams, double price) {
    ReleasedSum sum;
    for (const Stream& stream : streams) {
        const auto one = released(stream, price);
        if (!one) return std::unexpected(one.error());
        for (std::size_t a = 0; a < lever_count; ++a) {
            const bool known = !std::isnan(one->one[a]);
            sum.tonnes.one[a] += known ? one->one[a] : 0;
            sum.without_benchmark[a] += known ? 0 : 1;
            for (std::size_t b = a + 1; b < lever_count; ++b) {
                // A pair of which one has no benchmark releases what the other does alone.
                const double pair = one->pair[a][b], other = known ? one->one[a] : one->one[b];
                sum.pair_without[a][b] += std::isnan(pair) && std::isnan(one->one[a]) && std::isnan(one->one[b]) ? 1 : 0;
                sum.tonnes.pair[a][b] += !std::isnan(pair) ? pair : std::isnan(other) ? 0 : other;
            }
        }
    }
    return sum;
}

Indicators indicators(const RecyclingFlows& f) {
    const auto ratio = [](double part, double whole) { return whole > 0 ? part / whole : not_known; };
    return {ratio(f.e, f.d), ratio(f.g, f.e), ratio(f.g, f.d), ratio(f.j + f.m, f.a + f.j + f.m), ratio(f.g, f.g + f.h)};
}

Expected<TargetState> judge(const PolicyTarget& target, const Indicators& measured, double capacity_share) {
    if (target.source.empty()) return fail(ErrorKind::data, Message("recycling.target.source", {{"target", target.id}}), {.field = "source"});
    if (!(target.at_least >= 0 && target.at_least <= 1)) return refuse("recycling.stream.share", "at_least", target.at_least);
    const std::pair<const char*, double> known[] = {{"collection_rate", measured.collection_rate}, {"process_efficiency", measured.process_efficiency},
                                                    {"end_of_life_rate", measured.end_of_life_rate}, {"input_rate", measured.input_rate},
                                                    {"old_scrap_ratio", measured.old_scrap_ratio}, {"capacity_share", capacity_share}};
    for (const auto& [id, value] : known)
        if (target.indicator == id) return std::isnan(value) ? TargetState::unknown : value >= target.at_least ? TargetState::met : TargetState::missed;
    return fail(ErrorKind::data, Message("recycling.target.indicator", {{"indicator", target.indicator}}), {.field = "indicator"});
}

Expected<PileStream> stream_of(const Pile& pile) {
    if (!std::isfinite(pile.tonnes) || pile.tonnes < 0) return refuse("recycling.stream.quantity", "tonnes", pile.tonnes);
    if (!(pile.grade >= 0 && pile.grade <= 1)) return refuse("recycling.stream.share", "grade", pile.grade);
    PileStream made;
    double shares = 0, separated = 0;
    for (const Pile::State& state : pile.states) {
        if (!(state.share >= 0 && state.share <= 1)) return refuse("recycling.stream.share", state.id, state.share);
        if (state.recovery < 0 || state.recovery > 1) return refuse("recycling.stream.share", state.id, state.recovery);
        shares += state.share;
        if (std::isnan(state.recovery)) made.no_route += state.share;
        else separated += state.share * state.recovery;
    }
    if (shares > 1.005) return refuse("recycling.pile.states", "states", shares);
    made.unassigned = std::max(0.0, 1 - shares);
    Stream& stream = made.stream;
    stream.id = pile.id;
    stream.place = pile.place;
    stream.element = pile.element;
    stream.origin = pile.origin;
    stream.year = pile.year;
    stream.theoretical_t = pile.tonnes * pile.grade;
    stream.share = {1, 1, std::min(1.0, separated), pile.refining};
    // Costs of a pile are per tonne of it: per tonne of metal reclaimed by the grade.
    stream.collect_cost = pile.grade > 0 ? (pile.reclaim_cost + pile.process_cost) / pile.grade : 0;
    stream.refine_cost = pile.refine_cost;
    if (auto good = cascade(stream); !good) return std::unexpected(good.error());
    return made;
}

}  // namespace orelens::recycling
