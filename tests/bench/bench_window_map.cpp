// One frame of the map of so many orebodies in a window of 1600×900: dragged, zoomed, and after a step of the price that
// changes a hundredth of them.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <random>

#include "ui/map/MapView.h"

namespace {

using namespace orelens;

maps::MapMarks marks_of(int marks) {
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
    return made;
}

/// The map in a window of 1600×900 as it stands after its first picture.
struct Shown {
    explicit Shown(int marks) {
        view.resize(1600, 900);
        view.set_marks(marks_of(marks));
        view.show_all();
        paint();
    }
    void paint() {
        view.render(&picture);
        benchmark::DoNotOptimize(picture.bits());
    }
    maps::MapView view;
    QImage picture{1600, 900, QImage::Format_RGB32};
};

void drag(benchmark::State& state) {
    Shown map(static_cast<int>(state.range(0)));
    for (double step = 8; auto _ : state) {
        maps::MapFrame frame = map.view.frame();
        frame.middle += QPointF(step, step / 2) / frame.scale;
        step = -step;
        map.view.set_frame(frame);
        map.paint();
    }
}
BENCHMARK(drag)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void zoom(benchmark::State& state) {
    Shown map(static_cast<int>(state.range(0)));
    for (double factor = 1.2; auto _ : state) {
        map.view.set_frame(map.view.frame().zoomed(factor, {800, 450}));
        factor = 1 / factor;
        map.paint();
    }
}
BENCHMARK(zoom)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void price_step(benchmark::State& state) {
    Shown map(static_cast<int>(state.range(0)));
    std::uint8_t now = 0;
    for (auto _ : state) {
        std::vector<std::pair<std::size_t, std::uint8_t>> changed;
        for (std::size_t n = 0; n < map.view.scene().marks().marks.size(); n += 100) changed.emplace_back(n, now);
        now = static_cast<std::uint8_t>((now + 1) % 4);
        map.view.set_states(changed);
        map.paint();
    }
}
BENCHMARK(price_step)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
