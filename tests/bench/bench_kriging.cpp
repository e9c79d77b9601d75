// Blocks per second and core of the estimation kernels, per instruction set, on the reference problem
// (KrigingProblem.h); of each option beside plain ordinary kriging in the same run (counter of_plain: its
// speed over that of "plain"); cokriging and simulation likewise.
//
//   ORELENS_BENCH_SAMPLES=samples.csv  reads hole,x,y,z,cu,au,ag instead of making samples
//   ORELENS_BENCH_WRITE=samples.csv    writes the samples and ends, for beside_gstat.sh
//   ORELENS_BENCH_OUT=prefix           writes prefix.<case>.f64: estimate, variance per block, x fastest
#include <benchmark/benchmark.h>

#include <ctime>
#include <map>

#include "core/geostat/Cokriging.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/Simd.h"
#include "core/geostat/Simulation.h"
#include "tests/bench/KrigingProblem.h"

namespace {

using namespace orelens;
using bench::samples;
using geostat::ElementEstimate;

ElementEstimate reference_case() {
    ElementEstimate how;
    how.element = "Cu";
    how.variogram = {0.1, {{geostat::StructureType::spherical, 0.9, bench::ellipsoid}}};
    how.search = bench::ellipsoid;
    how.passes = {{1, 4, 16, 0}};
    return how;
}

std::vector<std::pair<std::string, ElementEstimate>> cases() {
    std::vector<std::pair<std::string, ElementEstimate>> all;
    const auto add = [&](const char* name, auto change) {
        all.emplace_back(name, reference_case());
        change(all.back().second);
    };
    using geostat::Method;
    add("plain", [](ElementEstimate&) {});
    add("block2x2x2", [](ElementEstimate& h) { h.discretisation = {2, 2, 2}; });
    add("three_per_hole", [](ElementEstimate& h) { h.passes.front().max_per_hole = 3; });
    add("two_per_octant", [](ElementEstimate& h) { h.passes.front().max_per_octant = 2; });
    add("octant_and_hole", [](ElementEstimate& h) {
        h.passes.front().max_per_octant = 2;
        h.passes.front().max_per_hole = 3;
    });
    add("two_passes", [](ElementEstimate& h) { h.passes = {{0.4, 8, 16}, {1, 4, 16}}; });
    add("nested_exponential", [](ElementEstimate& h) {
        h.variogram = {0.1,
                       {{geostat::StructureType::exponential, 0.4, {35, 20, 15, 80, 60, 40}},
                        {geostat::StructureType::spherical, 0.5, {60, 10, 0, 300, 150, 80}}}};
    });
    add("simple", [](ElementEstimate& h) {
        h.method = Method::simple_kriging;
        h.simple_mean = 0.6;
    });
    add("universal_linear", [](ElementEstimate& h) { h.method = Method::universal_kriging; });
    add("external_drift", [](ElementEstimate& h) { h.method = Method::external_drift; });
    add("collocated", [](ElementEstimate& h) {
        h.method = Method::collocated_cokriging;
        h.simple_mean = 0.6;
        h.collocated = {.correlation = 0.6, .mean = 250, .sd = 150, .primary_sd = 0.4};
    });
    add("quality", [](ElementEstimate& h) { h.quality = true; });
    add("positive_weights", [](ElementEstimate& h) { h.negative = geostat::NegativeEstimates::positive_weights; });
    add("inside_hull", [](ElementEstimate& h) { h.limits.inside_hull = true; });
    add("indicator9", [](ElementEstimate& h) {
        h.method = Method::indicator_kriging;
        h.indicator.thresholds = {0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.9, 1.2};
    });
    add("inverse_distance", [](ElementEstimate& h) { h.method = Method::inverse_distance; });
    add("nearest", [](ElementEstimate& h) { h.method = Method::nearest_neighbour; });
    return all;
}

void write_results(const std::string& name, const std::vector<double>& results) {
    const char* prefix = std::getenv("ORELENS_BENCH_OUT");
    if (!prefix) return;
    std::ofstream file(std::string(prefix) + "." + name + ".f64", std::ios::binary);
    file.write(reinterpret_cast<const char*>(results.data()),
               static_cast<std::streamsize>(results.size() * sizeof(double)));
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

const std::vector<bench::Group>& groups() {
    static const std::vector<bench::Group> made = bench::make_groups();
    return made;
}

/// Speed of "plain" per instruction set, for the ratios.
std::map<std::string, double>& plain() {
    static std::map<std::string, double> rates;
    return rates;
}

void report_rate(benchmark::State& state, const std::string& name, const char* kernel, double seconds) {
    const double rate = static_cast<double>(state.iterations() * bench::blocks_in_all) / seconds;
    if (name == "plain") plain()[kernel] = rate;
    if (plain().contains(kernel)) state.counters["of_plain"] = rate / plain()[kernel];
    state.SetItemsProcessed(state.iterations() * bench::blocks_in_all);
}

void run(benchmark::State& state, const std::string& name, const ElementEstimate& how,
         const geostat::kernel::Table& kernel) {
    const bench::Samples& s = samples();
    std::vector<double> written(2 * bench::blocks_in_all, std::nan(""));
    std::int64_t estimated = 0, positive = 0;
    const double start = cpu_seconds();
    for (auto _ : state) {
        const auto plan =
            geostat::plan_estimation(s.places(), {{how, s.value[0], s.z}}, bench::block, kernel);
        if (!plan) {
            state.SkipWithError("the plan was refused");
            return;
        }
        const auto scratch = geostat::make_scratch();
        std::vector<geostat::PointResults> results;
        std::vector<double> drift;
        estimated = positive = 0;
        for (const bench::Group& g : groups()) {
            drift.clear();
            for (const auto& c : g.centres) drift.push_back(c[2]);
            if (!geostat::estimate_points(**plan, {g.centres, g.tile_ends, {drift}, {}}, *scratch, results)) {
                state.SkipWithError("the run was refused");
                return;
            }
            positive += results[0].negative;
            for (std::size_t i = 0; i < g.at.size(); ++i) {
                written[2 * g.at[i]] = results[0].estimate[i];
                written[2 * g.at[i] + 1] = results[0].variance[i];
                estimated += results[0].pass[i] > 0;
            }
        }
    }
    report_rate(state, name, kernel.name, cpu_seconds() - start);
    state.counters["estimated"] = static_cast<double>(estimated);
    if (positive > 0) state.counters["below_zero"] = static_cast<double>(positive);
    write_results(name + "." + kernel.name, written);
}

/// Hard boundary at x = 500: samples and blocks of either side among themselves.
void run_domains(benchmark::State& state, const geostat::kernel::Table& kernel) {
    const bench::Samples& s = samples();
    const ElementEstimate how = reference_case();
    bench::Samples side[2];
    for (std::size_t n = 0; n < s.x.size(); ++n) {
        bench::Samples& own = side[s.x[n] < 500 ? 0 : 1];
        own.x.push_back(s.x[n]);
        own.y.push_back(s.y[n]);
        own.z.push_back(s.z[n]);
        own.hole.push_back(s.hole[n]);
        own.value[0].push_back(s.value[0][n]);
    }
    std::vector<double> written(2 * bench::blocks_in_all, std::nan(""));
    const double start = cpu_seconds();
    for (auto _ : state)
        for (int d = 0; d < 2; ++d) {
            const auto plan = geostat::plan_estimation(side[d].places(), {{how, side[d].value[0], {}}}, bench::block, kernel);
            if (!plan) {
                state.SkipWithError("the plan was refused");
                return;
            }
            const auto scratch = geostat::make_scratch();
            std::vector<geostat::PointResults> results;
            bench::Group part;
            for (const bench::Group& g : groups()) {
                part = {};
                for (std::size_t i = 0, tile = 0; i < g.at.size(); ++i) {
                    if ((g.centres[i][0] < 500 ? 0 : 1) == d) {
                        part.centres.push_back(g.centres[i]);
                        part.at.push_back(g.at[i]);
                    }
                    if (i + 1 < g.tile_ends[tile]) continue;
                    while (tile < g.tile_ends.size() && g.tile_ends[tile] <= i + 1) ++tile;
                    if (part.tile_ends.empty() ? !part.centres.empty() : part.tile_ends.back() < part.centres.size())
                        part.tile_ends.push_back(part.centres.size());
                }
                if (part.centres.empty()) continue;
                if (!geostat::estimate_points(**plan, {part.centres, part.tile_ends, {}, {}}, *scratch, results)) {
                    state.SkipWithError("the run was refused");
                    return;
                }
                for (std::size_t i = 0; i < part.at.size(); ++i) {
                    written[2 * part.at[i]] = results[0].estimate[i];
                    written[2 * part.at[i] + 1] = results[0].variance[i];
                }
            }
        }
    report_rate(state, "domains", kernel.name, cpu_seconds() - start);
    write_results(std::string("domains.") + kernel.name, written);
}

/// Ordinary cokriging of three elements with 4–16 samples of each.
void run_cokriging(benchmark::State& state, const geostat::kernel::Table& kernel) {
    const bench::Samples& s = samples();
    geostat::CokrigingRule rule;
    rule.model.elements = {"Cu", "Au", "Ag"};
    rule.model.nugget = {.1, .02, .02, .02, .2, .02, .02, .02, .15};
    rule.model.structures = {
        {geostat::StructureType::spherical, bench::ellipsoid, {.9, .55, .4, .55, .8, .45, .4, .45, .85}}};
    rule.variables.assign(3, {.search = bench::ellipsoid, .passes = {{1, 4, 16}}});
    rule.required = -1;
    std::vector<double> written(2 * bench::blocks_in_all, std::nan(""));
    const double start = cpu_seconds();
    for (auto _ : state) {
        const auto plan = geostat::plan_cokriging(
            s.places(), rule, {std::span<const double>(s.value[0]), s.value[1], s.value[2]}, bench::block, kernel);
        if (!plan) {
            state.SkipWithError("the plan was refused");
            return;
        }
        const auto scratch = geostat::make_cokriging_scratch();
        std::vector<geostat::PointResults> results;
        for (const bench::Group& g : groups()) {
            if (!geostat::cokrige_points(**plan, {g.centres, g.tile_ends, {}, {}}, *scratch, results)) {
                state.SkipWithError("the run was refused");
                return;
            }
            for (std::size_t i = 0; i < g.at.size(); ++i) {
                written[2 * g.at[i]] = results[0].estimate[i];
                written[2 * g.at[i] + 1] = results[0].variance[i];
            }
        }
    }
    report_rate(state, "cokriging3", kernel.name, cpu_seconds() - start);
    write_results(std::string("cokriging3.") + kernel.name, written);
}

/// Nodes × realisations per CPU second, at so many neighbours in all (two fifths of them samples).
void run_simulation(benchmark::State& state, int neighbours) {
    const bench::Samples& s = samples();
    blocks::GridGeometry grid;
    grid.block_size = {10, 10, 5};
    grid.count = {50, 50, 50};
    const auto model = blocks::BlockModel::full(grid);
    if (!model) {
        state.SkipWithError("no model");
        return;
    }
    const geostat::SimulationNodes nodes = geostat::simulation_nodes(*model);
    geostat::SimulationRule rule;
    rule.variogram = {0.1, {{geostat::StructureType::spherical, 0.9, bench::ellipsoid}}};
    rule.search = bench::ellipsoid;
    rule.max_data = neighbours * 2 / 5;
    rule.max_nodes = neighbours - rule.max_data;
    rule.realisations = 32;
    const double start = cpu_seconds();
    double sum = 0;
    for (auto _ : state) {
        base::Progress progress;
        const auto add = [&](int, std::span<const float> scores) -> base::Expected<void> {
            sum += scores[0];
            return {};
        };
        if (!geostat::simulate(nodes, s.places(), s.value[0], rule, add, progress)) {
            state.SkipWithError("the run was refused");
            return;
        }
    }
    benchmark::DoNotOptimize(sum);
    const double all = static_cast<double>(state.iterations()) * static_cast<double>(nodes.block.size()) *
                       rule.realisations;
    state.counters["nodes_per_cpu_second"] = all / (cpu_seconds() - start);
    state.SetItemsProcessed(static_cast<std::int64_t>(all));
}

/// The whole way into a block model: five elements with gaps of their own, two passes, 2×2×2 points per
/// block, all threads. Time is the clock's.
void run_model(benchmark::State& state) {
    const bench::Samples& s = samples();
    drilling::CompositeTable table;
    table.x = s.x;
    table.y = s.y;
    table.z = s.z;
    table.hole = s.hole;
    std::vector<ElementEstimate> elements;
    for (const char* name : {"Cu", "Mo", "Au", "Ag", "S"}) {
        table.grades.push_back({name, base::GradeUnit::percent, s.value[0], {}});
        for (std::size_t i = elements.size(); i < s.x.size(); i += 50)
            table.grades.back().values[i] = std::nan("");
        elements.push_back(reference_case());
        elements.back().element = name;
        elements.back().discretisation = {2, 2, 2};
        elements.back().passes = {{1, 4, 16, 0}, {2, 2, 16, 0}};
    }
    blocks::GridGeometry grid;
    grid.block_size = {10, 10, 5};
    grid.count = {bench::side, bench::side, bench::side};
    for (auto _ : state) {
        auto model = blocks::BlockModel::full(grid);
        base::Progress progress;
        if (!model || !geostat::estimate(*model, table, elements, progress)) {
            state.SkipWithError("the run was refused");
            return;
        }
    }
    state.SetItemsProcessed(state.iterations() * bench::blocks_in_all * 5);
}

}  // namespace

int main(int argc, char** argv) {
    if (const char* path = std::getenv("ORELENS_BENCH_WRITE")) {
        bench::write_samples(samples(), path);
        return 0;
    }
    static const auto all = cases();
    for (const geostat::kernel::Table* kernel : geostat::usable_kernels()) {
        for (const auto& [name, how] : all)
            benchmark::RegisterBenchmark((name + "." + kernel->name).c_str(),
                                         [name = name, how = how, kernel](benchmark::State& state) {
                                             run(state, name, how, *kernel);
                                         })
                ->Unit(benchmark::kMillisecond);
        benchmark::RegisterBenchmark((std::string("domains.") + kernel->name).c_str(),
                                     [kernel](benchmark::State& state) { run_domains(state, *kernel); })
            ->Unit(benchmark::kMillisecond);
        benchmark::RegisterBenchmark((std::string("cokriging3.") + kernel->name).c_str(),
                                     [kernel](benchmark::State& state) { run_cokriging(state, *kernel); })
            ->Unit(benchmark::kMillisecond);
    }
    for (const int neighbours : {16, 40, 100})
        benchmark::RegisterBenchmark(("simulation" + std::to_string(neighbours)).c_str(),
                                     [neighbours](benchmark::State& state) { run_simulation(state, neighbours); })
            ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("five_elements_into_a_model", run_model)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
