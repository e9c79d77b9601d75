// Potential at 10 million voxels: exact and banded distance to about 100 000 triangles, projection, ratios, weights of
// evidence of 12 layers, prediction by 200 trees, components.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "core/base/Memory.h"
#include "core/potential/Distances.h"
#include "core/potential/Model.h"
#include "core/potential/Projection.h"
#include "core/potential/Targets.h"
#include "core/potential/Transform.h"
#include "tests/core/shapes/Solids.h"

namespace {

using namespace orelens;
using namespace orelens::potential;

const GridGeometry grid{.origin = {0, 0, 0}, .block_size = {8, 8, 10}, .count = {250, 250, 160}};  // 10 million

shapes::TriangleMesh body() {
    shapes::TriangleMesh mesh = testing::ball({1000, 1000, 800}, 450, 7);
    for (shapes::Vec3& p : mesh.points) {
        const double dent = 1 + 0.2 * std::sin(p[0] / 40) * std::cos(p[1] / 55) + 0.05 * std::sin(p[2] / 9);
        p = {1000 + (p[0] - 1000) * dent * 1.6, 1000 + (p[1] - 1000) * dent * 1.6, 800 + (p[2] - 800) * dent};
    }
    return mesh;
}

Raster map_of(float level) {
    Raster map;
    map.to = {-500, 50, 0, 2500, 0, -50};
    map.columns = map.rows = 60;
    for (int n = 0; n < 3600; ++n) map.values.push_back(level + static_cast<float>(n % 60));
    return map;
}

/// Twelve layers that vary smoothly; labels as drilling leaves them.
const Evidence& twelve() {
    static const Evidence evidence = [] {
        Evidence e;
        e.grid = grid;
        e.active.assign(e.voxels(), 1);
        for (int l = 0; l < 12; ++l) {
            Layer layer{.id = "layer" + std::to_string(l), .values = std::vector<float>(e.voxels()), .nominal = false, .projected = false, .from = {}};
            for (std::size_t v = 0; v < layer.values.size(); ++v)
                layer.values[v] = std::sin(0.003F * static_cast<float>(l + 1) * static_cast<float>(v % 250)) + std::cos(0.01F * static_cast<float>(v / 62500));
            e.layers.push_back(std::move(layer));
        }
        return e;
    }();
    return evidence;
}

void distance(benchmark::State& state, double band) {
    const shapes::TriangleMesh mesh = body();
    for (auto _ : state) {
        auto made = distance_to(grid, mesh, {.sign = DistanceSign::inside, .band_m = band}, base::Progress());
        benchmark::DoNotOptimize(made);
    }
    state.counters["triangles"] = static_cast<double>(mesh.triangles.size());
}
void BM_ExactDistance(benchmark::State& state) {
    distance(state, 0);
}
void BM_BandedDistance(benchmark::State& state) {
    distance(state, 30);
}
BENCHMARK(BM_ExactDistance)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);
BENCHMARK(BM_BandedDistance)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void BM_Projection(benchmark::State& state) {
    const Raster ground = map_of(1500), map = map_of(1);
    for (auto _ : state) {
        auto made = project(grid, map, ground, {.dip_azimuth_deg = 110, .dip_deg = 70, .decay_m = 150, .reach_m = 2000}, base::Progress());
        benchmark::DoNotOptimize(made);
    }
}
BENCHMARK(BM_Projection)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void BM_Ratio(benchmark::State& state) {
    const Evidence& e = twelve();
    for (auto _ : state) {
        auto made = ratio(e.layers[0].values, e.layers[1].values);
        benchmark::DoNotOptimize(made);
    }
}
BENCHMARK(BM_Ratio)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

/// Tables, weights and posteriors of all voxels from classes.
void BM_WeightsOfEvidence(benchmark::State& state) {
    const Evidence& e = twelve();
    std::vector<std::vector<std::int32_t>> classes(12);
    std::vector<std::span<const std::int32_t>> spans;
    std::vector<std::string> names;
    std::mt19937_64 random(1);
    std::vector<std::int8_t> labels(e.voxels());
    for (auto& label : labels) label = random() % 100 == 0;
    for (std::size_t l = 0; l < 12; ++l) {
        for (const float v : e.layers[l].values) classes[l].push_back(static_cast<std::int32_t>((v + 2) * 2));
        spans.emplace_back(classes[l]);
        names.push_back(e.layers[l].id);
    }
    for (auto _ : state) {
        const auto model = weight_model(names, spans, labels, std::vector<WeightRule>(12, {.accumulate = Accumulate::ascending}));
        auto p = posteriors(*model, spans, e.active);
        benchmark::DoNotOptimize(p);
    }
}
BENCHMARK(BM_WeightsOfEvidence)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void BM_PredictBoosted(benchmark::State& state) {
    const Evidence& e = twelve();
    std::vector<std::int8_t> labels(e.voxels(), unknown);
    std::vector<std::int64_t> rows;
    for (std::size_t v = 0; v < labels.size(); v += 4999) {
        labels[v] = e.layers[0].values[v] > 0.5F ? positive : barren;
        rows.push_back(static_cast<std::int64_t>(v));
    }
    MethodRule rule;
    rule.kind = MethodKind::boosting;
    rule.trees = 200;
    rule.depth = 4;
    const auto trained = train(e, labels, rows, rule, 1, base::Progress());
    for (auto _ : state) {
        auto p = predict(*trained, e, base::Progress());
        benchmark::DoNotOptimize(p);
    }
    state.counters["rows/s"] = benchmark::Counter(static_cast<double>(e.voxels()), benchmark::Counter::kIsIterationInvariantRate);
    state.counters["process GB"] = base::process_memory() / 1e9;
}
BENCHMARK(BM_PredictBoosted)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void BM_Components(benchmark::State& state) {
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(grid.cell_count()));
    for (std::size_t v = 0; v < mask.size(); ++v)
        mask[v] = std::sin(0.1 * static_cast<double>(v % 250)) * std::cos(0.13 * static_cast<double>(v / 250 % 250)) * std::sin(0.17 * static_cast<double>(v / 62500)) > 0.2;
    for (auto _ : state) {
        auto made = components(grid, mask, 6);
        benchmark::DoNotOptimize(made);
    }
}
BENCHMARK(BM_Components)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

}  // namespace

BENCHMARK_MAIN();
