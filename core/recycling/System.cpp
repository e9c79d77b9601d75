#include "core/recycling/System.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/base/Memory.h"
#include "core/recycling/SystemParts.h"

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

Expected<Unit> unit_of(const std::string& unit) {
    static const std::map<std::string, Unit> known{
        {"kg", {Measure::mass, 1e-3}}, {"t", {Measure::mass, 1}}, {"kt", {Measure::mass, 1e3}}, {"Mt", {Measure::mass, 1e6}},
        {"吨", {Measure::mass, 1}}, {"万吨", {Measure::mass, 1e4}},
        {"", {Measure::share, 1}}, {"1", {Measure::share, 1}}, {"%", {Measure::share, 0.01}},
        {"a", {Measure::years, 1}}, {"yr", {Measure::years, 1}}, {"years", {Measure::years, 1}}, {"年", {Measure::years, 1}}};
    std::string plain = unit;
    for (const char* end : {"/a", "/yr", "/year", "/年"})
        if (plain.size() > std::string_view(end).size() && plain.ends_with(end)) {
            plain.resize(plain.size() - std::string_view(end).size());
            break;
        }
    const auto found = known.find(plain);
    if (found == known.end() || (plain != unit && found->second.measure != Measure::mass))
        return fail(ErrorKind::data, Message("recycling.unit", {{"unit", unit}}), {}, Message("recycling.unit.fix"));
    return found->second;
}

std::size_t System::tuples() const {
    std::size_t count = 1;
    for (const int d : flow_dimensions)
        if (d != time) count *= dimensions[static_cast<std::size_t>(d)].items.size();
    return count;
}

std::vector<int> System::tuple_items(std::size_t tuple) const {
    std::vector<int> items;
    for (auto d = flow_dimensions.rbegin(); d != flow_dimensions.rend(); ++d) {
        if (*d == time) continue;
        const std::size_t size = dimensions[static_cast<std::size_t>(*d)].items.size();
        items.insert(items.begin(), static_cast<int>(tuple % size));
        tuple /= size;
    }
    return items;
}

std::string System::tuple_name(std::size_t tuple) const {
    std::string told;
    const std::vector<int> items = tuple_items(tuple);
    std::size_t n = 0;
    for (const int d : flow_dimensions)
        if (d != time) told += (told.empty() ? "" : ", ") + dimensions[static_cast<std::size_t>(d)].items[static_cast<std::size_t>(items[n++])];
    return told;
}

void add_trade_flows(System& system) {
    for (std::size_t n = 0; n < system.trades.size(); ++n) {
        const Trade& trade = system.trades[n];
        const int number = static_cast<int>(n);
        if (std::ranges::any_of(system.flows, [&](const Flow& flow) { return flow.trade == number; })) continue;
        system.flows.push_back({trade.id + " exports", trade.process, 0, FlowRule::given, trade.factors, number});
        system.flows.push_back({trade.id + " imports", 0, trade.process, FlowRule::given, trade.factors, number});
    }
}

std::vector<std::pair<std::string, double>> stock_by_state(const System& system, const SolvedSystem& solved, int year,
                                                           int dimension, int item) {
    std::map<std::string, double> sums;
    std::size_t place = 0;
    for (const int d : system.flow_dimensions) {
        if (d == dimension) break;
        if (d != system.time) ++place;
    }
    for (std::size_t n = 0; n < system.stocks.size(); ++n)
        for (std::size_t u = 0; u < solved.tuples; ++u)
            if (dimension < 0 || system.tuple_items(u)[place] == item)
                sums[system.stocks[n].state] += solved.stocks[n].stock[u * static_cast<std::size_t>(solved.years) + static_cast<std::size_t>(year)];
    return {sums.begin(), sums.end()};
}

namespace {

std::unexpected<base::Error> refuse(const char* key, std::vector<std::pair<std::string, std::string>> args, std::string field,
                                    std::int64_t row = 0) {
    return fail(ErrorKind::data, Message(key, std::move(args)), {.row = row, .field = std::move(field)});
}

Expected<void> check_dimensions(const System& system) {
    for (const Dimension& dimension : system.dimensions) {
        if (dimension.items.empty()) return refuse("recycling.dimension.empty", {{"dimension", dimension.name}}, dimension.name);
        std::set<std::string> seen;
        for (std::size_t n = 0; n < dimension.items.size(); ++n)
            if (!seen.insert(dimension.items[n]).second)
                return refuse("recycling.dimension.twice", {{"dimension", dimension.name}, {"item", dimension.items[n]}}, dimension.name,
                              static_cast<std::int64_t>(n) + 1);
    }
    const Dimension& years = system.dimensions[static_cast<std::size_t>(system.time)];
    for (std::size_t n = 0; n < years.items.size(); ++n) {
        const std::string& item = years.items[n];
        const bool digits = !item.empty() && item.size() <= 6 && item.find_first_not_of("0123456789") == std::string::npos;
        if (!digits) return refuse("recycling.year", {{"year", item}}, years.name, static_cast<std::int64_t>(n) + 1);
        if (n > 0 && std::stoi(item) != std::stoi(years.items[n - 1]) + 1)
            return refuse("recycling.year.gap", {{"year", item}, {"before", years.items[n - 1]}}, years.name,
                          static_cast<std::int64_t>(n) + 1);
    }
    return {};
}

/// What solving keeps, counted in doubles so that no number of tuples overflows.
Expected<void> check_memory(const System& system) {
    std::set<int> seen;
    double tuples = 1;
    for (const int d : system.flow_dimensions) {
        const Dimension& dimension = system.dimensions[static_cast<std::size_t>(d)];
        if (!seen.insert(d).second) return refuse("recycling.dimension.again", {{"dimension", dimension.name}}, dimension.name);
        if (d != system.time) tuples *= static_cast<double>(dimension.items.size());
    }
    const double years = system.years();
    double bytes = tuples * (64 + 8 * years * static_cast<double>(system.flows.size() + system.processes.size() + 3 * system.stocks.size()));
    for (const Stock& stock : system.stocks)
        if (stock.drive != StockDrive::accumulates) bytes += 4 * tuples * years * (years + 1);
    const double machine = base::machine_memory(), most = machine > 0 ? 0.8 * machine : 1e15;
    if (bytes > most)
        return fail(ErrorKind::data, Message("recycling.stock.memory", {{"needed", base::memory_text(bytes)}, {"there", base::memory_text(machine > 0 ? machine : most)}}), {},
                    Message("recycling.stock.memory.fix"));
    return {};
}

Expected<void> check_parameters(const System& system) {
    for (const Parameter& parameter : system.parameters) {
        double needed = 1;
        for (const int d : parameter.dimensions) needed *= static_cast<double>(system.dimensions[static_cast<std::size_t>(d)].items.size());
        const std::size_t size = parameter.values.size();
        if (static_cast<double>(size) != needed)
            return refuse("recycling.parameter.size", {{"parameter", parameter.name}, {"count", std::to_string(size)}, {"needed", base::number(needed)}}, parameter.name);
        for (std::size_t n = 0; n < size; ++n)
            if (!std::isfinite(parameter.values[n]))
                return refuse("recycling.parameter.value", {{"parameter", parameter.name}}, parameter.name, static_cast<std::int64_t>(n) + 1);
        if (auto unit = unit_of(parameter.unit); !unit) {
            base::Error error = unit.error();
            error.place.field = parameter.name;
            return std::unexpected(std::move(error));
        }
    }
    return {};
}

/// One factor of mass, or none; every dimension with several items told where `full`.
Expected<void> check_factors(const System& system, const std::string& id, const std::vector<int>& factors, bool mass, bool full,
                             int besides = -1) {
    int masses = 0;
    std::set<int> told;
    for (const int n : factors) {
        const Parameter& parameter = system.parameters[static_cast<std::size_t>(n)];
        const Unit unit = *unit_of(parameter.unit);
        if (unit.measure == Measure::years) return refuse("recycling.factor.years", {{"flow", id}, {"parameter", parameter.name}}, id);
        masses += unit.measure == Measure::mass;
        for (const int d : parameter.dimensions) {
            told.insert(d);
            if (std::ranges::find(system.flow_dimensions, d) == system.flow_dimensions.end() && d != besides)
                return refuse("recycling.factor.dimension", {{"flow", id}, {"dimension", system.dimensions[static_cast<std::size_t>(d)].name}}, id);
        }
        for (std::size_t v = 0; v < parameter.values.size(); ++v)
            if (parameter.values[v] < 0) return refuse("recycling.parameter.negative", {{"parameter", parameter.name}, {"value", base::number(parameter.values[v])}}, parameter.name, static_cast<std::int64_t>(v) + 1);
    }
    if (masses != (mass ? 1 : 0)) return refuse(mass ? "recycling.factor.mass" : "recycling.factor.share", {{"flow", id}}, id);
    if (full)
        for (const int d : system.flow_dimensions)
            // What holds every year alike need not say so: it is per year, nothing is counted twice.
            if (d != system.time && !told.contains(d) && system.dimensions[static_cast<std::size_t>(d)].items.size() > 1)
                return refuse("recycling.factor.untold", {{"flow", id}, {"dimension", system.dimensions[static_cast<std::size_t>(d)].name}}, id);
    return {};
}

Expected<void> check_transfers(const System& system) {
    const Values values(system);
    for (std::size_t p = 1; p < system.processes.size(); ++p) {
        std::vector<int> transfers, rests, others;
        for (std::size_t f = 0; f < system.flows.size(); ++f)
            if (system.flows[f].from == static_cast<int>(p))
                (system.flows[f].rule == FlowRule::transfer ? transfers : system.flows[f].rule == FlowRule::rest ? rests : others)
                    .push_back(static_cast<int>(f));
        const std::string& name = system.processes[p];
        if (transfers.empty() && rests.empty()) continue;
        if (!others.empty()) return refuse("recycling.transfer.mixed", {{"process", name}}, system.flows[static_cast<std::size_t>(others[0])].id);
        if (rests.size() > 1) return refuse("recycling.transfer.rests", {{"process", name}}, system.flows[static_cast<std::size_t>(rests[1])].id);
        for (std::size_t u = 0; u < system.tuples(); ++u)
            for (int t = 0; t < system.years(); ++t) {
                double sum = 0;
                for (const int f : transfers) {
                    sum += values.product(system.flows[static_cast<std::size_t>(f)].factors, u, t);
                }
                if (rests.empty() ? std::abs(sum - 1) > 1e-9 : sum > 1 + 1e-9)
                    return refuse("recycling.transfer.sum", {{"process", name}, {"sum", base::number(sum, 10)}, {"tuple", values.told(u, t)}}, name);
            }
    }
    return {};
}

Expected<void> check_stocks(const System& system) {
    std::set<int> taken;
    for (const Stock& stock : system.stocks) {
        if (stock.process <= 0) return refuse("recycling.stock.environment", {{"stock", stock.id}}, stock.id);
        if (!taken.insert(stock.process).second)
            return refuse("recycling.stock.two", {{"process", system.processes[static_cast<std::size_t>(stock.process)]}}, stock.id);
        if (stock.initial >= 0) {
            if (auto good = check_factors(system, stock.id, {stock.initial}, true, true); !good) return good;
            const auto& over = system.parameters[static_cast<std::size_t>(stock.initial)].dimensions;
            if (std::ranges::find(over, system.time) != over.end()) return refuse("recycling.stock.initial_years", {{"stock", stock.id}}, stock.id);
            if (stock.drive != StockDrive::accumulates && stock.initial_age < 0) return refuse("recycling.stock.initial_age", {{"stock", stock.id}}, stock.id);
        }
        if (stock.initial_age >= 0) {
            const Parameter& age = system.parameters[static_cast<std::size_t>(stock.initial_age)];
            if (unit_of(age.unit)->measure != Measure::years) return refuse("recycling.stock.years", {{"parameter", age.name}, {"stock", stock.id}}, age.name);
            for (const int d : age.dimensions)
                if (d == system.time || std::ranges::find(system.flow_dimensions, d) == system.flow_dimensions.end())
                    return refuse("recycling.stock.initial_years", {{"stock", stock.id}}, stock.id);
            for (std::size_t v = 0; v < age.values.size(); ++v)
                if (age.values[v] < 0) return refuse("recycling.parameter.negative", {{"parameter", age.name}, {"value", base::number(age.values[v])}}, age.name, static_cast<std::int64_t>(v) + 1);
        }
        if (stock.drive == StockDrive::accumulates) {
            for (const Flow& flow : system.flows)
                if (flow.from == stock.process && flow.rule != FlowRule::given)
                    return refuse("recycling.stock.accumulates", {{"flow", flow.id}}, flow.id);
            continue;
        }
        if (stock.drive == StockDrive::stock_driven)
            if (auto good = check_factors(system, stock.id, stock.factors, true, true); !good) return good;
        const bool two = stock.lifetime != LifetimeKind::fixed && stock.lifetime != LifetimeKind::exponential;
        if (stock.first < 0 || (two && stock.second < 0)) return refuse("recycling.stock.no_lifetime", {{"stock", stock.id}}, stock.id);
        for (const int n : {stock.first, stock.second}) {
            if (n < 0) continue;
            const Parameter& parameter = system.parameters[static_cast<std::size_t>(n)];
            const Measure measure = unit_of(parameter.unit)->measure;
            const bool shape = stock.lifetime == LifetimeKind::weibull && n == stock.first;
            if (measure != (shape ? Measure::share : Measure::years)) return refuse("recycling.stock.years", {{"parameter", parameter.name}, {"stock", stock.id}}, parameter.name);
            for (const int d : parameter.dimensions)
                if (std::ranges::find(system.flow_dimensions, d) == system.flow_dimensions.end())
                    return refuse("recycling.factor.dimension", {{"flow", stock.id}, {"dimension", system.dimensions[static_cast<std::size_t>(d)].name}}, stock.id);
            for (std::size_t v = 0; v < parameter.values.size(); ++v) {
                Lifetime one{stock.lifetime, n == stock.first ? parameter.values[v] : 1, n == stock.second ? parameter.values[v] : 1};
                if (auto good = check_lifetime(one); !good) {
                    base::Error error = good.error();
                    error.place.row = static_cast<std::int64_t>(v) + 1;
                    error.place.field = parameter.name;
                    return std::unexpected(std::move(error));
                }
            }
        }
    }
    return {};
}

}  // namespace

Expected<void> check_system(const System& system) {
    if (auto good = check_dimensions(system); !good) return good;
    if (auto good = check_memory(system); !good) return good;
    if (auto good = check_parameters(system); !good) return good;
    for (const Flow& flow : system.flows) {
        const int most = static_cast<int>(system.processes.size());
        if (flow.from == flow.to || flow.from < 0 || flow.to < 0 || flow.from >= most || flow.to >= most)
            return refuse("recycling.flow.ends", {{"flow", flow.id}}, flow.id);
        if (flow.from == 0 && (flow.rule == FlowRule::transfer || flow.rule == FlowRule::rest))
            return refuse("recycling.flow.environment", {{"flow", flow.id}}, flow.id);
        if (flow.rule == FlowRule::given || flow.rule == FlowRule::transfer) {
            const bool given = flow.rule == FlowRule::given;
            const int besides = flow.trade >= 0 ? system.trades[static_cast<std::size_t>(flow.trade)].destination : -1;
            if (auto good = check_factors(system, flow.id, flow.factors, given, given, besides); !good) return good;
            for (const int n : flow.factors) {
                const Parameter& parameter = system.parameters[static_cast<std::size_t>(n)];
                const Unit unit = *unit_of(parameter.unit);
                if (unit.measure != Measure::share) continue;
                const double factor = unit.factor;
                for (std::size_t v = 0; v < parameter.values.size(); ++v)
                    if (parameter.values[v] * factor > 1 + 1e-12)
                        return refuse("recycling.transfer.over", {{"value", base::number(parameter.values[v] * factor)}, {"parameter", parameter.name}, {"flow", flow.id}}, parameter.name,
                                      static_cast<std::int64_t>(v) + 1);
            }
        }
    }
    const Values values(system);
    for (const Trade& trade : system.trades) {
        if (trade.origin < 0 || trade.destination < 0 ||
            system.dimensions[static_cast<std::size_t>(trade.origin)].items != system.dimensions[static_cast<std::size_t>(trade.destination)].items)
            return refuse("recycling.trade.items", {{"trade", trade.id}}, trade.id);
        if (auto good = values.no_self_trade(trade); !good) return good;
    }
    if (auto good = check_transfers(system); !good) return good;
    return check_stocks(system);
}

}  // namespace orelens::recycling
