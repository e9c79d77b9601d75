// A step of the year slider over a flow system of 200 processes: new heights and one frame of 1600×900. 60 frames a second
// are 16.7 ms each.
#include <benchmark/benchmark.h>

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <cmath>

#include "ui/pages/SankeyPaint.h"

namespace {

using namespace orelens;

pages::SankeyScene scene_of(int nodes) {
    pages::SankeyScene scene;
    for (int n = 0; n < nodes; ++n) scene.nodes.push_back({QString("process %1").arg(n), n + 1, false, false});
    std::vector<recycling::SankeyLink> links;
    const int layers = 10, each = nodes / layers;
    for (int n = 0; n < nodes; ++n) {
        const int layer = n / each;
        for (int k = 0; k < 2 && layer + 1 < layers; ++k) links.push_back({n, (layer + 1) * each + (n * 7 + k * 3) % each, 1.0 + (n * 13 + k) % 9});
        if (n % 40 == 39) links.push_back({n, n % each, 2});
    }
    scene.plan = *recycling::sankey_plan(nodes, links);
    for (std::size_t n = 0; n < links.size(); ++n) scene.flow.push_back(static_cast<int>(n));
    return scene;
}

void frame(benchmark::State& state) {
    const pages::SankeyScene scene = scene_of(static_cast<int>(state.range(0)));
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    QImage image(1600, 900, QImage::Format_RGB32);
    int year = 0;
    for (auto _ : state) {
        pages::SankeyMoment moment;
        for (const auto& link : scene.plan.links) moment.tonnes.push_back(link.weight * (1 + 0.5 * std::sin(0.1 * year)));
        moment.stock_change.assign(scene.nodes.size(), 1e6);
        ++year;
        image.fill(colors.background);
        QPainter painter(&image);
        const double line = QFontMetricsF(painter.font(), &image).height();
        const pages::SankeyGeometry geometry = pages::sankey_geometry(scene, moment, QRectF(image.rect()), line);
        pages::paint_sankey(painter, scene, moment, geometry, colors, std::nullopt);
        benchmark::DoNotOptimize(image.bits());
    }
    state.counters["links"] = static_cast<double>(scene.plan.links.size());
}
BENCHMARK(frame)->Arg(20)->Arg(200)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
