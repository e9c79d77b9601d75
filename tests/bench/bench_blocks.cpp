// Block models at working sizes: building, exposed faces, bytes for the picture, files. Arguments are
// millions of blocks. Example: bench_blocks --benchmark_filter=faces
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>

#include "core/base/Parallel.h"
#include "core/blocks/BucketVolume.h"
#include "core/blocks/ExposedFaces.h"
#include "core/io/blocks/BlockFiles.h"

namespace {

using namespace orelens;
using blocks::BlockModel;
using blocks::Index3;

blocks::GridGeometry cube(int millions) {
    blocks::GridGeometry geometry;
    switch (millions) {
        case 1:
            geometry.count = {104, 104, 96};
            break;
        case 10:
            geometry.count = {240, 216, 192};
            break;
        default:
            geometry.count = {512, 512, 384};
    }
    return geometry;
}

/// Break-even prices of concentric shells with waves: what a deposit looks like from outside.
const BlockModel& priced(int millions) {
    static std::map<int, std::unique_ptr<BlockModel>> made;
    auto& model = made[millions];
    if (model) return *model;
    made.clear();
    auto& fresh = made[millions];
    fresh = std::make_unique<BlockModel>(*BlockModel::full(cube(millions)));
    fresh->add_column({"break_even", blocks::ColumnType::real, "USD/t", {}});
    const auto values = fresh->real_leaves("break_even");
    const Index3 n = fresh->geometry().count;
    base::parallel_for(fresh->leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t leaf = begin; leaf < end; ++leaf)
            for (int p = 0; p < 512; ++p) {
                const Index3 b = fresh->leaf(leaf).index(p);
                const double x = 2.0 * b[0] / n[0] - 1;
                const double y = 2.0 * b[1] / n[1] - 1;
                const double z = 2.0 * b[2] / n[2] - 1;
                const double wave = std::sin(9 * x) * std::cos(7 * y) * std::sin(8 * z);
                values[leaf][p] =
                    static_cast<float>(3000 + 9000 * (std::sqrt(x * x + y * y + z * z) + 0.15 * wave));
            }
    });
    return *fresh;
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->Arg(1)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond)->UseRealTime();
}

void build_full_with_one_column(benchmark::State& state) {
    for (auto _ : state) {
        auto model = BlockModel::full(cube(static_cast<int>(state.range(0))));
        model->add_column({"Cu", blocks::ColumnType::real, "%", {}});
        benchmark::DoNotOptimize(model->block_count());
    }
}
BENCHMARK(build_full_with_one_column)->Apply(sizes);

void faces_prepare(benchmark::State& state) {
    const BlockModel& model = priced(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(blocks::ExposedFaces::prepare(model, "break_even"));
}
BENCHMARK(faces_prepare)->Apply(sizes);

void faces_list(benchmark::State& state) {
    const auto prepared =
        blocks::ExposedFaces::prepare(priced(static_cast<int>(state.range(0))), "break_even");
    std::size_t faces = 0;
    double price = 5000;
    for (auto _ : state) {
        price = price > 10000 ? 5000 : price + 137;
        faces += prepared->faces(price).size();
    }
    state.counters["faces"] = static_cast<double>(faces) / static_cast<double>(state.iterations());
}
BENCHMARK(faces_list)->Apply(sizes);

void faces_count(benchmark::State& state) {
    const auto prepared =
        blocks::ExposedFaces::prepare(priced(static_cast<int>(state.range(0))), "break_even");
    double price = 5000;
    for (auto _ : state) {
        price = price > 10000 ? 5000 : price + 137;
        benchmark::DoNotOptimize(prepared->count(price));
    }
}
BENCHMARK(faces_count)->Apply(sizes);

void bucket_volume_fill(benchmark::State& state) {
    const BlockModel& model = priced(static_cast<int>(state.range(0)));
    const auto ladder = blocks::even_ladder(4000, 14000, 254);
    base::Progress progress;
    std::size_t bytes = 0;
    for (auto _ : state) {
        const auto volume = blocks::bucket_volume(model, "break_even", ladder, progress);
        bytes = volume->cells.size();
    }
    state.counters["MB"] = static_cast<double>(bytes) / 1e6;
}
BENCHMARK(bucket_volume_fill)->Apply(sizes);

/// A folder of this process; the files are removed when the program ends.
std::string scratch(const std::string& name) {
    struct Folder {
        std::filesystem::path path = std::filesystem::temp_directory_path() / "orelens-bench-blocks";
        Folder() { std::filesystem::create_directories(path); }
        ~Folder() {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    };
    static const Folder folder;
    return (folder.path / name).string();
}

void file_write(benchmark::State& state, const char* name) {
    const BlockModel& model = priced(static_cast<int>(state.range(0)));
    base::Progress progress;
    for (auto _ : state)
        if (!io::write_blocks(model, scratch(name), progress)) state.SkipWithError("cannot write");
    state.counters["MB"] = static_cast<double>(std::filesystem::file_size(scratch(name))) / 1e6;
}
void file_read(benchmark::State& state, const char* name) {
    base::Progress progress;
    if (!io::write_blocks(priced(static_cast<int>(state.range(0))), scratch(name), progress))
        return state.SkipWithError("cannot write");
    for (auto _ : state)
        if (!io::read_blocks(scratch(name), progress)) state.SkipWithError("cannot read");
}
BENCHMARK_CAPTURE(file_write, vdb, "model.vdb")->Apply(sizes);
BENCHMARK_CAPTURE(file_read, vdb, "model.vdb")->Apply(sizes);
BENCHMARK_CAPTURE(file_write, vti, "model.vti")->Apply(sizes);
BENCHMARK_CAPTURE(file_write, csv, "model.csv")
    ->Arg(1)
    ->Arg(10)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(file_read, csv, "model.csv")->Arg(1)->Arg(10)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
