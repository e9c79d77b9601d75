// Pivots of two fields with filters over a ledger of 1 M units × 6 species, and the same question put to SQLite in memory
// (tables with integer codes, indexed by unit; statistics gathered).
#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>

#include "core/ledger/Activation.h"
#include "core/ledger/Pivot.h"

namespace {

using namespace orelens;
using namespace orelens::ledger;

constexpr std::size_t units_wanted = 1'000'000, species_wanted = 6;

const Ledger& million() {
    static const Ledger made = [] {
        std::mt19937 random(7);
        const auto pick = [&](std::size_t n) { return random() % n; };
        const char* species[] = {"Cu", "Au", "Zn", "Pb", "Ag", "Mo"};
        std::vector<Shares> profiles(500);
        for (Shares& shares : profiles) {
            shares = {};
            double left = 1;
            for (std::size_t o = 1; o < 8; ++o) {
                shares[o] = left * static_cast<double>(pick(100)) / 100;
                left -= shares[o];
            }
            settle_shares(shares);
        }
        std::vector<ResourceUnit> units(units_wanted);
        for (std::size_t n = 0; n < units_wanted; ++n) {
            ResourceUnit& unit = units[n];
            unit.id = "U" + std::to_string(n);
            unit.source.assign("a");
            unit.subsystem = Subsystem::geological;
            unit.statuses = {static_cast<Status>(pick(7))};
            unit.stage = static_cast<Stage>(pick(3));
            unit.confidence = static_cast<Confidence>(pick(7));
            unit.region = "R" + std::to_string(pick(20));
            unit.flags = static_cast<Flags>(pick(8) == 0 ? 1 : 0);
            unit.mass_t = 1000 + static_cast<double>(pick(100000));
            unit.depth_m = static_cast<double>(pick(1500));
            unit.costs = {std::string("CNY"), 0, 50 + static_cast<double>(pick(300))};
            for (std::size_t s = 0; s < species_wanted; ++s) {
                AssayRow row;
                row.species = species[s];
                row.role = s == 0 ? Role::main : Role::associated;
                row.grade = static_cast<double>(pick(1000)) * 1e-5;
                row.shares = profiles[pick(profiles.size())];
                unit.assays.push_back(row);
            }
        }
        return std::move(build_ledger(std::move(units), {{"a", "table", "a", "", "", {}}}, {})->ledger);
    }();
    return made;
}

const char* filter = "species in (Cu, Au) and status in (undeveloped, closed, suspended) and not flag = overlain and depth >= 500";

void pivot_of(benchmark::State& state, Field a, Field b, bool filtered) {
    const Ledger& ledger = million();
    const Query query = *parse_query(filtered ? filter : "");
    double ore = 0;
    for (auto _ : state) {
        const auto selection = select(ledger, query);
        const auto sums = pivot(ledger, a, b, *selection);
        ore = sums->total_ore_t;
        benchmark::DoNotOptimize(sums->ore_t.data());
    }
    state.counters["ore_Mt"] = ore / 1e6;
}
void status_by_class(benchmark::State& state) { pivot_of(state, Field::status, Field::confidence, false); }
void status_by_class_filtered(benchmark::State& state) { pivot_of(state, Field::status, Field::confidence, true); }
void species_by_occurrence(benchmark::State& state) { pivot_of(state, Field::species, Field::occurrence, false); }
void species_by_occurrence_filtered(benchmark::State& state) { pivot_of(state, Field::species, Field::occurrence, true); }
void region_by_role_filtered(benchmark::State& state) { pivot_of(state, Field::region, Field::role, true); }
BENCHMARK(status_by_class)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(status_by_class_filtered)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(species_by_occurrence)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(species_by_occurrence_filtered)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(region_by_role_filtered)->Unit(benchmark::kMillisecond)->UseRealTime();

void evaluate_all(benchmark::State& state) {
    const Ledger& ledger = million();
    Route route;
    route.id.assign("r");
    route.cost_per_t = 60;
    route.recoveries = {{"*", Occurrence::carrier, 0.9}, {"*", Occurrence::enriched, 0.8}};
    Scenario scenario;
    scenario.routes = {"r"};
    scenario.prices = {{"Cu", 60000}, {"Au", 5e8}};
    for (auto _ : state) benchmark::DoNotOptimize(evaluate(ledger, {route}, scenario)->state.data());
}
BENCHMARK(evaluate_all)->Unit(benchmark::kMillisecond)->UseRealTime();

struct CloseSqlite {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};

void sqlite_filtered(benchmark::State& state) {
    const Ledger& ledger = million();
    static const std::unique_ptr<sqlite3, CloseSqlite> database = [&] {
        sqlite3* made = nullptr;
        sqlite3_open(":memory:", &made);
        sqlite3_exec(made, "CREATE TABLE u (n INTEGER PRIMARY KEY, status INTEGER, confidence INTEGER, flags INTEGER, depth REAL, mass REAL);"
                           "CREATE TABLE a (unit INTEGER, species INTEGER, contained REAL, PRIMARY KEY (unit, species)) WITHOUT ROWID; BEGIN",
                     nullptr, nullptr, nullptr);
        sqlite3_stmt *unit = nullptr, *assay = nullptr;
        sqlite3_prepare_v2(made, "INSERT INTO u VALUES (?,?,?,?,?,?)", -1, &unit, nullptr);
        sqlite3_prepare_v2(made, "INSERT INTO a VALUES (?,?,?)", -1, &assay, nullptr);
        for (std::size_t n = 0; n < ledger.units(); ++n) {
            sqlite3_bind_int64(unit, 1, static_cast<std::int64_t>(n));
            sqlite3_bind_int(unit, 2, static_cast<int>(ledger.status[n]));
            sqlite3_bind_int(unit, 3, static_cast<int>(ledger.confidence[n]));
            sqlite3_bind_int(unit, 4, ledger.flags[n]);
            sqlite3_bind_double(unit, 5, ledger.depth_m[n]);
            sqlite3_bind_double(unit, 6, ledger.mass_t[n]);
            sqlite3_step(unit);
            sqlite3_reset(unit);
            for (std::size_t r = ledger.first[n]; r < ledger.first[n + 1]; ++r) {
                sqlite3_bind_int64(assay, 1, static_cast<std::int64_t>(n));
                sqlite3_bind_int(assay, 2, ledger.row_species[r]);
                sqlite3_bind_double(assay, 3, ledger.row_contained[r]);
                sqlite3_step(assay);
                sqlite3_reset(assay);
            }
        }
        sqlite3_finalize(unit);
        sqlite3_finalize(assay);
        sqlite3_exec(made, "COMMIT; ANALYZE", nullptr, nullptr, nullptr);
        return std::unique_ptr<sqlite3, CloseSqlite>(made);
    }();
    // 1 = Cu, 2 = Au; statuses 2, 3, 5.
    const char* sql = "SELECT status, confidence, species, sum(contained), sum(CASE WHEN species = 1 THEN mass END) FROM u JOIN a ON a.unit = u.n "
                      "WHERE status IN (2, 3, 5) AND (flags & 1) = 0 AND depth >= 500 AND species IN (1, 2) GROUP BY status, confidence, species";
    double ore = 0;
    for (auto _ : state) {
        sqlite3_stmt* asked = nullptr;
        sqlite3_prepare_v2(database.get(), sql, -1, &asked, nullptr);
        ore = 0;
        while (sqlite3_step(asked) == SQLITE_ROW) ore += sqlite3_column_double(asked, 4);
        sqlite3_finalize(asked);
    }
    state.counters["ore_Mt"] = ore / 1e6;
}
BENCHMARK(sqlite_filtered)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
