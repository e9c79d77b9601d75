// The price slider as the user feels it: 20 prices over 3…60 % of the blocks, 1600×1000 pixels, off screen.
//   bench_view_slider [--threshold] [--shot DIR] N…      N³ blocks each; default 100 200 464 (1 M, 8 M, 100
//   M)
// Prints per size: drag (reduced quality), release (exact, full quality), view memory; with --threshold the
// same steps through vtkThreshold and a surface, which is what one does without the block walk.
#include <fmt/format.h>
#include <vtkActor.h>
#include <vtkCellData.h>
#include <vtkDataSetSurfaceFilter.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkThreshold.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>

#include "core/base/Parallel.h"
#include "core/economics/Value.h"
#include "ui/scene/Render.h"
#include "ui/scene/Scene.h"

namespace {

using namespace orelens;
using Clock = std::chrono::steady_clock;

/// Seconds on the wall and of all processor cores together: the second is what counts on a busy machine.
struct Watch {
    Clock::time_point start = Clock::now();
    std::clock_t cpu = std::clock();
};
struct Times {
    std::vector<double> wall, cpu;
    void add(const Watch& watch);
    [[nodiscard]] double median() const;
};

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void Times::add(const Watch& watch) {
    wall.push_back(since(watch.start));
    cpu.push_back(1e3 * static_cast<double>(std::clock() - watch.cpu) / CLOCKS_PER_SEC);
}

double Times::median() const {
    auto sorted = wall;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
}

double memory_mb() {
    std::ifstream status("/proc/self/status");
    std::string word;
    double kb = 0;
    while (status >> word)
        if (word == "VmRSS:") status >> kb;
    return kb / 1024;
}

/// Smooth noise on a lattice of 16 blocks, a plunging lode and a 10 % nugget; lognormal like real break-even
/// prices.
std::shared_ptr<blocks::BlockModel> deposit(int n, const std::string& column) {
    blocks::GridGeometry geometry;
    geometry.count = {n, n, n};
    auto model = std::make_shared<blocks::BlockModel>(blocks::BlockModel::full(geometry).value());
    model->add_column({.name = column, .unit = "CNY/t"});
    const int lattice = n / 16 + 3;
    std::vector<float> noise(static_cast<std::size_t>(lattice) * lattice * lattice);
    std::mt19937 random(7);
    std::normal_distribution<float> normal;
    for (float& v : noise) v = 2.2F * normal(random);
    const auto at = [&](int x, int y, int z) {
        return noise[x + static_cast<std::size_t>(lattice) * (y + lattice * z)];
    };
    const auto leaves = model->real_leaves(column);
    base::parallel_for(model->leaf_count(), 64, [&](std::size_t begin, std::size_t end) {
        for (std::size_t l = begin; l < end; ++l) {
            std::mt19937 local(static_cast<unsigned>(l));
            std::normal_distribution<float> nugget;
            for (int c = 0; c < 512; ++c) {
                if (!model->leaf(l).is_active(c)) continue;
                const auto index = model->leaf(l).index(c);
                float part[3];
                int low[3];
                for (int a = 0; a < 3; ++a) {
                    const float p = static_cast<float>(index[a]) / 16;
                    low[a] = static_cast<int>(p);
                    const float f = p - static_cast<float>(low[a]);
                    part[a] = f * f * (3 - 2 * f);
                }
                float sum = 0;
                for (int bits = 0; bits < 8; ++bits) {
                    float weight = 1;
                    int k[3];
                    for (int a = 0; a < 3; ++a) {
                        weight *= (bits >> a) & 1 ? part[a] : 1 - part[a];
                        k[a] = low[a] + ((bits >> a) & 1);
                    }
                    sum += weight * at(k[0], k[1], k[2]);
                }
                const auto unit = [&](int a) {
                    return 2 * (static_cast<float>(index[a]) + 0.5F) / static_cast<float>(n) - 1;
                };
                const float u = (unit(2) + 0.3F * unit(0)) / 0.35F, v = unit(1) / 0.7F, w = unit(0) / 0.8F;
                sum += -1.5F * std::exp(-(u * u + v * v + w * w)) + 0.1F * nugget(local);
                leaves[l][c] = 100 * std::exp(0.5F * sum);
            }
        }
    });
    return model;
}

std::vector<double> prices(const blocks::BlockModel& model, const std::string& column) {
    std::vector<float> sample;
    const auto leaves = model.real_leaves(column);
    const std::size_t stride = std::max<std::size_t>(1, leaves.size() * 512 / 2'000'000) | 1;
    for (std::size_t n = 0; n < leaves.size() * 512; n += stride)
        if (const float v = leaves[n / 512][n % 512]; std::isfinite(v)) sample.push_back(v);
    std::sort(sample.begin(), sample.end());
    std::vector<double> out;
    for (int step = 0; step < 20; ++step) {
        const double share = 0.03 + 0.57 * step / 19;
        out.push_back(sample[static_cast<std::size_t>(share * static_cast<double>(sample.size() - 1))] *
                      1.0001);
    }
    return out;
}

std::string summary(Times times) {
    std::sort(times.wall.begin(), times.wall.end());
    std::sort(times.cpu.begin(), times.cpu.end());
    return fmt::format("median {:7.1f}  min {:7.1f}  max {:7.1f} ms;  cpu median {:7.1f} ms", times.median(),
                       times.wall.front(), times.wall.back(), times.cpu[times.cpu.size() / 2]);
}

/// One frame, complete.
void frame(vtkRenderWindow* window) {
    window->Render();
    window->WaitForCompletion();
}

double threshold_steps(const blocks::BlockModel& model, const std::string& column,
                       const std::vector<double>& steps, vtkRenderWindow* window) {
    const auto& count = model.geometry().count;
    vtkNew<vtkImageData> image;
    image->SetDimensions(count[0] + 1, count[1] + 1, count[2] + 1);
    image->SetSpacing(model.geometry().block_size.data());
    vtkNew<vtkFloatArray> values;
    values->SetName("price");
    values->SetNumberOfTuples(model.geometry().cell_count());
    const auto leaves = model.real_leaves(column);
    for (std::size_t l = 0; l < leaves.size(); ++l)
        for (int c = 0; c < 512; ++c)
            if (model.leaf(l).is_active(c))
                values->SetValue(model.geometry().linear(model.leaf(l).index(c)), leaves[l][c]);
    image->GetCellData()->SetScalars(values);
    vtkNew<vtkThreshold> threshold;
    threshold->SetInputData(image);
    threshold->SetInputArrayToProcess(0, 0, 0, vtkDataObject::FIELD_ASSOCIATION_CELLS, "price");
    threshold->SetThresholdFunction(vtkThreshold::THRESHOLD_LOWER);
    vtkNew<vtkDataSetSurfaceFilter> surface;
    surface->SetInputConnection(threshold->GetOutputPort());
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetInputConnection(surface->GetOutputPort());
    mapper->ScalarVisibilityOff();
    vtkNew<vtkActor> actor;
    actor->SetMapper(mapper);
    vtkNew<vtkRenderer> renderer;
    renderer->AddActor(actor);
    window->AddRenderer(renderer);
    threshold->SetLowerThreshold(steps.back());
    renderer->ResetCamera();
    Times times;
    for (const double price : steps) {
        const Watch watch;
        threshold->SetLowerThreshold(price);
        frame(window);
        times.add(watch);
    }
    window->RemoveRenderer(renderer);
    fmt::print("  vtkThreshold + surface  {}\n", summary(times));
    return times.median();
}

vtkSmartPointer<vtkRenderWindow> make_window() {
    auto window = vtkSmartPointer<vtkRenderWindow>::New();
    window->SetShowWindow(false);
    window->SetUseOffScreenBuffers(true);
    window->SetMultiSamples(0);
    window->SetSize(1600, 1000);
    return window;
}

void run(int n, bool with_threshold, const std::string& shots) {
    scene::SceneData data;
    data.commodity = "Cu";
    data.price_unit = "CNY/t";
    const std::string column = economics::break_even_column("Cu", economics::CutoffTest::full);
    data.model = deposit(n, column);
    const std::vector<double> steps = prices(*data.model, column);
    auto window = make_window();
    // The window, its buffers and the libraries cost the same with an empty view.
    {
        scene::Scene empty;
        window->AddRenderer(empty.renderer());
        frame(window);
        empty.release_graphics(window);
        window->RemoveRenderer(empty.renderer());
    }
    const double before = memory_mb();
    scene::Scene view;
    const auto built = Clock::now();
    view.set_data(data);
    const double build_ms = since(built);
    window->AddRenderer(view.renderer());
    view.set_price(steps.back(), scene::PriceMotion::settled);
    const auto first = Clock::now();
    frame(window);
    const double first_ms = since(first);
    frame(window);
    Times drag, release, still;
    for (const double price : steps) {
        const Watch watch;
        view.set_price(price, scene::PriceMotion::dragging);
        frame(window);
        drag.add(watch);
    }
    for (const double price : steps) {
        const Watch watch;
        view.set_price(price, scene::PriceMotion::settled);
        frame(window);
        release.add(watch);
        const Watch again;
        frame(window);
        still.add(again);
    }
    // As the window draws them: what a user waits for before his next move is seen, and for the full picture.
    Times piece, whole;
    view.set_slices(80);
    for (const double price : steps) {
        const Watch all;
        Watch one;
        view.set_price(price, scene::PriceMotion::settled);
        frame(window);
        piece.add(one);
        while (view.unfinished()) {
            one = Watch();
            const bool due = view.refine(40);
            if (due) frame(window);
            piece.add(one);
        }
        whole.add(all);
    }
    view.set_slices(std::numeric_limits<double>::infinity());
    fmt::print("{0}³ = {1:.1f} M blocks, 1600×1000\n", n, n * 1e-6 * n * n);
    fmt::print("  drag                    {}\n", summary(drag));
    fmt::print("  release, exact          {}\n", summary(release));
    fmt::print("  full-quality frame      {}\n", summary(still));
    fmt::print("  in slices, each         {}\n", summary(piece));
    fmt::print("  in slices, whole        {}\n", summary(whole));
    fmt::print(
        "  view memory             {:.0f} MB by the process, {:.0f} MB by count; prepared in {:.0f} ms, "
        "first frame {:.0f} ms\n",
        memory_mb() - before, static_cast<double>(view.view_bytes()) / 1048576.0, build_ms, first_ms);
    if (!shots.empty()) {
        for (const double price : {steps[4], steps[19]}) {
            view.set_price(price, scene::PriceMotion::settled);
            auto picture = scene::grab_picture(view, window, 1600, 1000, false, 1);
            base::Progress progress;
            (void)scene::write_png(picture, fmt::format("{}/slider_{}_{:.0f}.png", shots, n, price),
                                   progress);
        }
    }
    view.release_graphics(window);
    window->RemoveRenderer(view.renderer());
    if (with_threshold) {
        const double there = threshold_steps(*data.model, column, steps, window);
        fmt::print("  ratio                   {:.0f}× drag, {:.0f}× release\n", there / drag.median(),
                   there / release.median());
    }
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    bool threshold = false;
    std::string shots;
    std::vector<int> sizes;
    for (int n = 1; n < argc; ++n) {
        if (std::strcmp(argv[n], "--threshold") == 0)
            threshold = true;
        else if (std::strcmp(argv[n], "--shot") == 0 && n + 1 < argc)
            shots = argv[++n];
        else
            sizes.push_back(std::atoi(argv[n]));
        if (!sizes.empty() && sizes.back() <= 0) {
            std::fprintf(stderr, "usage: %s [--threshold] [--shot FOLDER] [BLOCKS_PER_SIDE …]\n", argv[0]);
            return 2;
        }
    }
    if (sizes.empty()) sizes = {100, 200, 464};
    for (const int n : sizes) run(n, threshold, shots);
}
