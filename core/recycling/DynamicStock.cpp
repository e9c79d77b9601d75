#include "core/recycling/DynamicStock.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>

#include "core/base/Memory.h"
#include "core/base/Parallel.h"

namespace orelens::recycling {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Work of one series: its cohorts, whose rows are kept or thrown away.
struct Series {
    DynamicStocks& all;
    const SurvivalTable& survival;
    std::size_t number;
    bool cohorts;
    std::vector<double>& inflow;       // as it is aged; cohorts that shrank before their time are smaller
    std::vector<double>&now, &before;  // cohorts of this and the last year, where no table is kept

    [[nodiscard]] std::size_t at(int t) const { return number * static_cast<std::size_t>(all.years) + static_cast<std::size_t>(t); }

    /// Cohorts 0 … t − 1 at the end of year t.
    double survivors(int t, double* row) const {
        const double* share = survival.row(t);
        const double* in = inflow.data();
        double sum = 0;
        for (int c = 0; c < t; ++c) row[c] = in[c] * share[c];
        for (int c = 0; c < t; ++c) sum += row[c];
        return sum;
    }
    double* stock_row(int t) { return cohorts ? all.stock_by_cohort.row(number, t) : now.data(); }
    [[nodiscard]] const double* last_row(int t) { return cohorts ? all.stock_by_cohort.row(number, t - 1) : before.data(); }

    /// Outflows of the year, once the cohorts stand; `entered` came in.
    void leave(int t, const double* row, double entered, bool known_before) {
        double out = 0;
        if (!known_before && t > 0) {
            out = missing;
            if (cohorts) std::fill_n(all.outflow_by_cohort.row(number, t), t + 1, missing);
        } else if (cohorts) {
            double* outs = all.outflow_by_cohort.row(number, t);
            const double* last = t > 0 ? last_row(t) : nullptr;
            for (int c = 0; c < t; ++c) outs[c] = last[c] - row[c];
            outs[t] = entered - row[t];
            for (int c = 0; c <= t; ++c) out += outs[c];
        } else {
            const double* last = before.data();
            for (int c = 0; c < t; ++c) out += last[c] - row[c];
            out += entered - row[t];
        }
        all.outflow[at(t)] = out;
        if (!cohorts) std::swap(now, before);
    }
    void unknown(int t) {
        all.stock[at(t)] = all.outflow[at(t)] = missing;
        if (!cohorts) return;
        std::fill_n(all.stock_by_cohort.row(number, t), t + 1, missing);
        std::fill_n(all.outflow_by_cohort.row(number, t), t + 1, missing);
    }
};

base::Place place(std::size_t series, int year) {
    return {.row = static_cast<std::int64_t>(series) + 1, .column = year + 1};
}

Expected<DynamicStocks> prepared(std::span<const double> given, int years, const Survivals& survivals,
                                 const StockOptions& options) {
    if (years <= 0 || given.empty() || given.size() % static_cast<std::size_t>(years) != 0)
        return fail(ErrorKind::data, Message("recycling.stock.size", {{"values", std::to_string(given.size())},
                                                                      {"years", std::to_string(years)}}));
    const std::size_t series = given.size() / static_cast<std::size_t>(years);
    const auto right = [&](const SurvivalTable& table) { return table.years() == years; };
    if (survivals.tables.empty() || !std::ranges::all_of(survivals.tables, right) ||
        (!survivals.of_series.empty() && survivals.of_series.size() != series) ||
        std::ranges::any_of(survivals.of_series, [&](int n) { return n < 0 || static_cast<std::size_t>(n) >= survivals.tables.size(); }))
        return fail(ErrorKind::data, Message("recycling.stock.lifetimes"));
    const InitialStock& initial = options.initial;
    if (initial.year >= years || (initial.year >= 0 && initial.by_cohort.size() != series * (static_cast<std::size_t>(initial.year) + 1)))
        return fail(ErrorKind::data, Message("recycling.stock.initial"));
    for (std::size_t n = 0; n < given.size(); ++n) {
        const int year = static_cast<int>(n % static_cast<std::size_t>(years));
        if (year > initial.year && (!std::isfinite(given[n]) || given[n] < 0))
            return fail(ErrorKind::data, Message("recycling.stock.value", {{"value", base::number(given[n])}}),
                        place(n / static_cast<std::size_t>(years), year));
    }
    const double bytes = stock_bytes(series, years, options.cohorts), machine = base::machine_memory();
    if (machine > 0 && bytes > 0.8 * machine)
        return fail(ErrorKind::data, Message("recycling.stock.memory", {{"needed", base::memory_text(bytes)},
                                                                        {"there", base::memory_text(machine)}}),
                    {}, Message("recycling.stock.memory.fix"));
    DynamicStocks made;
    made.years = years;
    made.series = series;
    made.inflow.resize(given.size());
    made.stock.resize(given.size());
    made.outflow.resize(given.size());
    made.early_outflow.resize(given.size());
    if (options.cohorts) {
        made.stock_by_cohort = CohortTable(series, years);
        made.outflow_by_cohort = CohortTable(series, years);
    }
    return made;
}

/// One step of a series: what is driven differs.
using Year = std::optional<base::Error> (*)(Series& series, int t, double given, double* row, double survivors,
                                            bool correct, std::vector<FastFall>& falls);

std::optional<base::Error> by_inflow(Series& s, int t, double given, double* row, double survivors, bool, std::vector<FastFall>&) {
    s.inflow[t] = given;
    row[t] = given * s.survival.at(t, t);
    s.all.inflow[s.at(t)] = given;
    s.all.stock[s.at(t)] = survivors + row[t];
    return std::nullopt;
}

std::optional<base::Error> by_stock(Series& s, int t, double given, double* row, double survivors, bool correct,
                                    std::vector<FastFall>& falls) {
    const double share = s.survival.at(t, t), need = given - survivors;
    // Rounding of sums that should be equal is no fall.
    const double noise = 1e-12 * std::max(given, survivors);
    double entered = 0;
    if (share > 0) entered = need / share;
    else if (need > noise)
        return base::Error{ErrorKind::data, Message("recycling.stock.no_survivor"), place(s.number, t), {}};
    if (need < -noise) {
        falls.push_back({s.number, t, share > 0 ? need / share : need});
        if (correct) {
            const double keep = given / survivors;
            for (int c = 0; c < t; ++c) {
                s.inflow[c] *= keep;
                row[c] *= keep;
            }
            s.all.early_outflow[s.at(t)] = -need;
            entered = 0;
        }
    } else if (correct && entered < 0) {
        entered = 0;
    }
    s.inflow[t] = entered;
    row[t] = entered * share;
    s.all.inflow[s.at(t)] = entered;
    s.all.stock[s.at(t)] = given;
    return std::nullopt;
}

Expected<DynamicStocks> drive(std::span<const double> given, int years, const Survivals& survivals, const StockOptions& options,
                              const base::Progress& progress, Year year) {
    auto all = prepared(given, years, survivals, options);
    if (!all) return all;
    std::mutex guard;
    std::optional<base::Error> refused;  // of the first series, whatever the threads
    const auto work = [&](std::size_t begin, std::size_t end) {
        std::vector<double> inflow(static_cast<std::size_t>(years)), now(inflow), before(inflow);
        std::vector<FastFall> falls;
        for (std::size_t n = begin; n < end; ++n) {
            Series series{*all, survivals.of(n), n, options.cohorts, inflow, now, before};
            std::optional<base::Error> error;
            const int known = options.initial.year;
            if (known >= 0) {
                const std::size_t length = static_cast<std::size_t>(known) + 1;
                for (int c = 0; c <= known && !error; ++c) {
                    const double there = options.initial.by_cohort[n * length + static_cast<std::size_t>(c)];
                    const double share = series.survival.at(known, c);
                    if (!std::isfinite(there) || there < 0 || (there > 0 && share <= 0))
                        error = base::Error{ErrorKind::data, Message("recycling.stock.initial_survivor", {{"value", base::number(there)}}),
                                            place(n, c), {}};
                    inflow[c] = there > 0 ? there / share : 0;
                    all->inflow[series.at(c)] = inflow[c];
                    if (c < known) series.unknown(c);
                }
                if (!error) {
                    double* row = series.stock_row(known);
                    const double older = series.survivors(known, row);
                    row[known] = inflow[known] * series.survival.at(known, known);
                    all->stock[series.at(known)] = older + row[known];
                    series.leave(known, row, inflow[known], false);
                }
            }
            for (int t = known + 1; t < years && !error; ++t) {
                double* row = series.stock_row(t);
                const double older = series.survivors(t, row);
                error = year(series, t, given[series.at(t)], row, older, options.correct_negative_inflow, falls);
                if (!error) series.leave(t, row, all->inflow[series.at(t)], true);
            }
            if (error) {
                const std::lock_guard lock(guard);
                if (!refused || refused->place.row > error->place.row) refused = std::move(error);
                break;
            }
        }
        const std::lock_guard lock(guard);
        all->fast_falls.insert(all->fast_falls.end(), falls.begin(), falls.end());
    };
    if (!base::parallel_pieces(all->series, 16, progress, work)) return base::cancelled();
    if (refused) return std::unexpected(*refused);
    std::ranges::sort(all->fast_falls, {}, [](const FastFall& one) { return std::pair(one.series, one.year); });
    return all;
}

}  // namespace

double stock_bytes(std::size_t series, int years, bool cohorts) {
    const double n = static_cast<double>(series), y = years;
    return 8 * (4 * n * y + (cohorts ? n * y * (y + 1) : 0));
}

Expected<DynamicStocks> inflow_driven(std::span<const double> inflow, int years, const Survivals& survivals,
                                      const StockOptions& options, const base::Progress& progress) {
    return drive(inflow, years, survivals, options, progress, by_inflow);
}

Expected<DynamicStocks> stock_driven(std::span<const double> stock, int years, const Survivals& survivals,
                                     const StockOptions& options, const base::Progress& progress) {
    return drive(stock, years, survivals, options, progress, by_stock);
}

Expected<std::vector<double>> inflow_of_initial_stock(std::span<const double> by_cohort, const SurvivalTable& survival) {
    const int years = survival.years();
    if (by_cohort.size() != static_cast<std::size_t>(years)) return fail(ErrorKind::data, Message("recycling.stock.initial"));
    std::vector<double> inflow(by_cohort.size());
    for (int c = 0; c < years; ++c) {
        const double share = survival.at(years - 1, c);
        if (!std::isfinite(by_cohort[c]) || by_cohort[c] < 0 || (by_cohort[c] > 0 && share <= 0))
            return fail(ErrorKind::data, Message("recycling.stock.initial_survivor", {{"value", base::number(by_cohort[c])}}),
                        {.column = c + 1});
        inflow[c] = by_cohort[c] > 0 ? by_cohort[c] / share : 0;
    }
    return inflow;
}

}  // namespace orelens::recycling
