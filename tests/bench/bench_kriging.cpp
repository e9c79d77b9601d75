// Blocks per second and core of the estimation kernels, per instruction set, on the reference problem:
// 20 000 samples in 200 holes, 100×100×100 blocks of 10×10×5 m, spherical model with nugget, 4–16 samples.
//
//   ORELENS_BENCH_SAMPLES=samples.csv  reads hole,x,y,z,value… (first value column) instead of making samples
//   ORELENS_BENCH_OUT=prefix           writes prefix.<case>.f64: estimate, variance per block, x fastest
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include "core/base/Parallel.h"
#include "core/geostat/Estimate.h"
#include "core/geostat/PointEstimator.h"
#include "core/geostat/Simd.h"

namespace {

using namespace orelens;
using geostat::ElementEstimate;

struct Samples {
    std::vector<double> x, y, z, value;
    std::vector<std::int32_t> hole;
};

/// Holes on a jittered pattern and around three centres, like the reference problem, from an own seed.
Samples make_samples() {
    Samples s;
    std::mt19937_64 random(20260401);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    constexpr double centres[3][2] = {{350, 400}, {650, 620}, {600, 250}};
    for (int hole = 0; hole < 200; ++hole) {
        double x, y;
        if (hole < 80) {
            x = 50 + 100.0 * (hole % 10) + 35 * (2 * uniform(random) - 1);
            y = 50 + 900.0 / 7 * (hole / 10) + 35 * (2 * uniform(random) - 1);
        } else {
            const auto& c = centres[random() % 3];
            x = c[0] + 80 * normal(random);
            y = c[1] + 80 * normal(random);
        }
        const double azimuth = 2 * M_PI * uniform(random), dip = (70 + 20 * uniform(random)) * M_PI / 180;
        for (int k = 0; k < 100; ++k) {
            const double along = (k + 0.5) * 5;
            s.x.push_back(x + along * std::sin(azimuth) * std::cos(dip) + 0.15 * normal(random));
            s.y.push_back(y + along * std::cos(azimuth) * std::cos(dip) + 0.15 * normal(random));
            s.z.push_back(500 - along * std::sin(dip) + 0.15 * normal(random));
            const double trend =
                std::sin(s.x.back() / 90) + std::cos(s.y.back() / 70) + std::sin(s.z.back() / 30);
            s.value.push_back(0.5 * std::exp(0.4 * trend + 0.3 * normal(random)));
            s.hole.push_back(hole);
        }
    }
    return s;
}

Samples read_samples(const char* path) {
    Samples s;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        double v[5];
        char comma;
        fields >> v[0];
        for (int i = 1; i < 5; ++i) fields >> comma >> v[i];
        if (!fields) continue;
        s.hole.push_back(static_cast<std::int32_t>(v[0]));
        s.x.push_back(v[1]);
        s.y.push_back(v[2]);
        s.z.push_back(v[3]);
        s.value.push_back(v[4]);
    }
    if (s.x.empty()) {
        std::cerr << "no samples in " << path << "\n";
        std::exit(1);
    }
    return s;
}

const Samples& samples() {
    static const Samples loaded = [] {
        const char* path = std::getenv("ORELENS_BENCH_SAMPLES");
        return path ? read_samples(path) : make_samples();
    }();
    return loaded;
}

ElementEstimate reference_case() {
    ElementEstimate how;
    how.element = "Cu";
    const geostat::Anisotropy shape{35, 20, 15, 200, 150, 50};
    how.variogram = {0.1, {{geostat::StructureType::spherical, 0.9, shape}}};
    how.search = shape;
    how.passes = {{1, 4, 16, 0}};
    return how;
}

std::map<std::string, ElementEstimate> cases() {
    std::map<std::string, ElementEstimate> all;
    all["point"] = reference_case();
    all["block2x2x2"] = reference_case();
    all["block2x2x2"].discretisation = {2, 2, 2};
    all["three_per_hole"] = reference_case();
    all["three_per_hole"].passes.front().max_per_hole = 3;
    all["nested_exponential"] = reference_case();
    all["nested_exponential"].variogram = {
        0.1,
        {{geostat::StructureType::exponential, 0.4, {35, 20, 15, 80, 60, 40}},
         {geostat::StructureType::spherical, 0.5, {60, 10, 0, 300, 150, 80}}}};
    all["simple"] = reference_case();
    all["simple"].method = geostat::Method::simple_kriging;
    all["simple"].simple_mean = 0.6;
    all["inverse_distance"] = reference_case();
    all["inverse_distance"].method = geostat::Method::inverse_distance;
    all["nearest"] = reference_case();
    all["nearest"].method = geostat::Method::nearest_neighbour;
    return all;
}

constexpr int side = 100;
constexpr std::int64_t blocks_in_all = static_cast<std::int64_t>(side) * side * side;

/// Centres of one 8×8×8 group, tile by tile; `at` is the block's number.
struct Group {
    std::vector<std::array<double, 3>> centres;
    std::vector<std::int64_t> at;
    std::vector<std::size_t> tile_ends;
};

std::vector<Group> make_groups() {
    std::vector<Group> groups;
    for (int z0 = 0; z0 < side; z0 += 8)
        for (int y0 = 0; y0 < side; y0 += 8)
            for (int x0 = 0; x0 < side; x0 += 8) {
                Group g;
                for (int tile = 0; tile < 8; ++tile) {
                    for (int n = 0; n < 64; ++n) {
                        const int a = n / 16, b = a % 2 ? 3 - n / 4 % 4 : n / 4 % 4,
                                  c = n / 4 % 2 ? 3 - n % 4 : n % 4;
                        const int z = z0 + (tile & 4) + a, y = y0 + (tile & 2) * 2 + b,
                                  x = x0 + (tile & 1) * 4 + c;
                        if (x >= side || y >= side || z >= side) continue;
                        g.centres.push_back({5 + 10.0 * x, 5 + 10.0 * y, 2.5 + 5.0 * z});
                        g.at.push_back(x + side * (y + static_cast<std::int64_t>(side) * z));
                    }
                    g.tile_ends.push_back(g.centres.size());
                }
                groups.push_back(std::move(g));
            }
    return groups;
}

void write_results(const std::string& name, const std::vector<double>& results) {
    const char* prefix = std::getenv("ORELENS_BENCH_OUT");
    if (!prefix) return;
    std::ofstream file(std::string(prefix) + "." + name + ".f64", std::ios::binary);
    file.write(reinterpret_cast<const char*>(results.data()),
               static_cast<std::streamsize>(results.size() * sizeof(double)));
}

void run(benchmark::State& state, const std::string& name, const ElementEstimate& how,
         const geostat::kernel::Table& kernel) {
    const Samples& s = samples();
    static const std::vector<Group> groups = make_groups();
    std::vector<double> written(2 * blocks_in_all, std::nan(""));
    std::int64_t estimated = 0;
    for (auto _ : state) {
        const auto plan = geostat::plan_estimation({s.x, s.y, s.z, s.hole}, {{how, s.value}},
                                                   {{{10, 0, 0}, {0, 10, 0}, {0, 0, 5}}}, kernel);
        if (!plan) {
            state.SkipWithError("the plan was refused");
            return;
        }
        const auto scratch = geostat::make_scratch();
        std::vector<geostat::PointResults> results;
        estimated = 0;
        for (const Group& g : groups) {
            if (!geostat::estimate_points(**plan, g.centres, g.tile_ends, *scratch, results)) {
                state.SkipWithError("the run was refused");
                return;
            }
            for (std::size_t i = 0; i < g.at.size(); ++i) {
                written[2 * g.at[i]] = results[0].estimate[i];
                written[2 * g.at[i] + 1] = results[0].variance[i];
                estimated += results[0].pass[i] > 0;
            }
        }
    }
    state.SetItemsProcessed(state.iterations() * blocks_in_all);
    state.counters["estimated"] = static_cast<double>(estimated);
    write_results(name, written);
}

/// The whole way into a block model: five elements with gaps of their own, two passes, 2×2×2 points per
/// block, all threads. Time is the clock's.
void run_model(benchmark::State& state) {
    const Samples& s = samples();
    drilling::CompositeTable table;
    table.x = s.x;
    table.y = s.y;
    table.z = s.z;
    table.hole = s.hole;
    std::vector<ElementEstimate> elements;
    for (const char* name : {"Cu", "Mo", "Au", "Ag", "S"}) {
        table.grades.push_back({name, base::GradeUnit::percent, s.value, {}});
        for (std::size_t i = elements.size(); i < s.value.size(); i += 50)
            table.grades.back().values[i] = std::nan("");
        elements.push_back(reference_case());
        elements.back().element = name;
        elements.back().discretisation = {2, 2, 2};
        elements.back().passes = {{1, 4, 16, 0}, {2, 2, 16, 0}};
    }
    blocks::GridGeometry grid;
    grid.block_size = {10, 10, 5};
    grid.count = {side, side, side};
    for (auto _ : state) {
        auto model = blocks::BlockModel::full(grid);
        base::Progress progress;
        if (!model || !geostat::estimate(*model, table, elements, progress)) {
            state.SkipWithError("the run was refused");
            return;
        }
    }
    state.SetItemsProcessed(state.iterations() * blocks_in_all * 5);
}

}  // namespace

int main(int argc, char** argv) {
    static const auto all = cases();
    for (const geostat::kernel::Table* kernel : geostat::usable_kernels())
        for (const auto& [name, how] : all) {
            const std::string full = name + "." + kernel->name;
            benchmark::RegisterBenchmark(full.c_str(), [full, how = how, kernel](benchmark::State& state) {
                run(state, full, how, *kernel);
            })->Unit(benchmark::kMillisecond);
        }
    benchmark::RegisterBenchmark("five_elements_into_a_model", run_model)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
