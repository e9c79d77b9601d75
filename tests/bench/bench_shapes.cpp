// Solids against blocks: fractions of 10 million blocks by a solid of about 100 000 triangles, the same below a
// surface, points in the solid, distances of blocks to it, and the check of a mesh.
#include <benchmark/benchmark.h>

#include <cmath>

#include "core/shapes/Fraction.h"
#include "core/shapes/Inside.h"
#include "core/shapes/MeshCheck.h"
#include "core/shapes/Solid.h"
#include "core/shapes/SurfaceDistance.h"
#include "tests/core/shapes/Solids.h"

namespace {

using namespace orelens;

/// 131 072 triangles, dented so that no symmetry helps.
shapes::TriangleMesh lump() {
    shapes::TriangleMesh mesh = testing::ball({1000, 1000, 500}, 450, 7);
    for (shapes::Vec3& p : mesh.points) {
        const double dent = 1 + 0.2 * std::sin(p[0] / 40) * std::cos(p[1] / 55) + 0.05 * std::sin(p[2] / 9);
        p = {1000 + (p[0] - 1000) * dent * 1.6, 1000 + (p[1] - 1000) * dent * 1.6, 500 + (p[2] - 500) * dent};
    }
    return mesh;
}

const blocks::GridGeometry grid{{0, 0, 0}, {8, 8, 10}, {250, 250, 160}};  // 10 million

void BM_FractionOfASolid(benchmark::State& state) {
    const shapes::TriangleMesh mesh = lump();
    auto model = blocks::BlockModel::full(grid);
    for (auto _ : state) {
        auto summary = shapes::add_fraction(*model, "inside", mesh, shapes::Kind::solid, base::Progress());
        benchmark::DoNotOptimize(summary);
        model->remove_column("inside");
    }
    state.counters["triangles"] = static_cast<double>(mesh.triangles.size());
    state.counters["blocks"] = static_cast<double>(grid.cell_count());
}
BENCHMARK(BM_FractionOfASolid)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_FractionBelowASurface(benchmark::State& state) {
    shapes::TriangleMesh mesh;
    constexpr int n = 230;
    for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i)
            mesh.points.push_back({i * 9.0 - 20, j * 9.0 - 20, 900 + 300 * std::sin(i * 0.05) * std::cos(j * 0.07)});
    for (int j = 0; j + 1 < n; ++j)
        for (int i = 0; i + 1 < n; ++i) {
            const int a = j * n + i;
            mesh.triangles.push_back({a, a + 1, a + n});
            mesh.triangles.push_back({a + 1, a + n + 1, a + n});
        }
    auto model = blocks::BlockModel::full(grid);
    for (auto _ : state) {
        auto summary = shapes::add_fraction(*model, "below", mesh, shapes::Kind::surface, base::Progress());
        benchmark::DoNotOptimize(summary);
        model->remove_column("below");
    }
    state.counters["triangles"] = static_cast<double>(mesh.triangles.size());
}
BENCHMARK(BM_FractionBelowASurface)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_PointsInASolid(benchmark::State& state) {
    const shapes::TriangleMesh mesh = lump();
    std::vector<shapes::Vec3> points;
    for (int n = 0; n < 100'000; ++n)
        points.push_back({std::fmod(n * 61.8, 2000.0), std::fmod(n * 38.2, 2000.0), std::fmod(n * 17.3, 1000.0)});
    for (auto _ : state) benchmark::DoNotOptimize(shapes::inside(mesh, points, base::Progress()));
}
BENCHMARK(BM_PointsInASolid)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_DistanceOfBlocks(benchmark::State& state) {
    const shapes::TriangleMesh mesh = lump();
    auto model = blocks::BlockModel::full(grid);
    for (auto _ : state) {
        const auto surface = shapes::SurfaceDistance::build(mesh, base::Progress());
        benchmark::DoNotOptimize(shapes::add_distance(*model, "distance", *surface, base::Progress()));
        model->remove_column("distance");
    }
    state.counters["triangles"] = static_cast<double>(mesh.triangles.size());
    state.counters["blocks"] = static_cast<double>(grid.cell_count());
}
BENCHMARK(BM_DistanceOfBlocks)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_CheckOfAMesh(benchmark::State& state) {
    const shapes::TriangleMesh mesh = lump();
    for (auto _ : state) benchmark::DoNotOptimize(shapes::check(mesh, base::Progress()));
}
BENCHMARK(BM_CheckOfAMesh)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_SolidFromAMesh(benchmark::State& state) {
    const shapes::TriangleMesh mesh = lump();
    for (auto _ : state) benchmark::DoNotOptimize(shapes::make_solid(mesh, {}, base::Progress()));
}
BENCHMARK(BM_SolidFromAMesh)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
