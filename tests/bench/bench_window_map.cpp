// A drag of the map over so many orebodies: land, graticule, marks and key of one frame of 1600×900, each at another place;
// and a step of the price, which changes a hundredth of the marks and paints them on the land that stands.
#include <benchmark/benchmark.h>

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <random>

#include "ui/map/MapPaint.h"

namespace {

using namespace orelens;

maps::MapScene scene_of(int marks) {
    std::mt19937_64 draw(7);
    const auto uniform = [&] { return static_cast<double>(draw() >> 11) * 0x1p-53; };
    maps::MapMarks made;
    for (const char* colour : {"#2a9d4e", "#c05030", "#888888", "#3060c0"}) made.states.push_back({QString("state"), QColor(colour)});
    made.amount_name = "Cu";
    for (int n = 0; n < marks; ++n) {
        maps::MapMark mark;
        mark.place = {75 + 55 * uniform(), 20 + 30 * uniform()};
        mark.amount = 1e7 * uniform() * uniform() * uniform();
        mark.state = static_cast<std::uint8_t>(n % 4);
        made.marks.push_back(std::move(mark));
    }
    maps::MapScene scene;
    scene.set_marks(std::move(made));
    return scene;
}

void drag(benchmark::State& state) {
    const maps::MapScene scene = scene_of(static_cast<int>(state.range(0)));
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    QImage image(1600, 900, QImage::Format_RGB32);
    maps::MapFrame frame = maps::frame_of(scene.extent(), image.size());
    double step = 0;
    for (auto _ : state) {
        frame.middle.rx() += (static_cast<int>(++step) % 2 == 0 ? 1 : -1) * 8 / frame.scale;
        QPainter painter(&image);
        maps::paint_ground(painter, scene, frame, {}, colors);
        maps::paint_map(painter, scene, frame, {}, colors);
        benchmark::DoNotOptimize(image.bits());
    }
}
BENCHMARK(drag)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void price_step(benchmark::State& state) {
    maps::MapScene scene = scene_of(static_cast<int>(state.range(0)));
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    QImage ground(1600, 900, QImage::Format_RGB32);
    const maps::MapFrame frame = maps::frame_of(scene.extent(), ground.size());
    {
        QPainter painter(&ground);
        maps::paint_ground(painter, scene, frame, {}, colors);
    }
    std::uint8_t now = 0;
    for (auto _ : state) {
        std::vector<std::pair<std::size_t, std::uint8_t>> changed;
        for (std::size_t n = 0; n < scene.marks().marks.size(); n += 100) changed.emplace_back(n, now);
        now = static_cast<std::uint8_t>((now + 1) % 4);
        scene.set_states(changed);
        QImage image = ground.copy();
        QPainter painter(&image);
        maps::paint_map(painter, scene, frame, {}, colors);
        benchmark::DoNotOptimize(image.bits());
    }
}
BENCHMARK(price_step)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
