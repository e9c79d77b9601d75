// The band of the realisations on the curve: drawn for what was simulated, copied with both its edges.
#include <gtest/gtest.h>

#include <set>

#include "core/economics/Value.h"
#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/CurvePlot.h"

namespace orelens {
namespace {

project::CurveBand band_over(double low, double high) {
    project::CurveBand band;
    band.commodity = band.element = "Cu";
    for (int n = 0; n <= 4; ++n) {
        band.price.push_back(low + (high - low) * n / 4);
        band.tonnes.push_back({1000.0 * (n + 1), 2000.0 * (n + 1), 3000.0 * (n + 1)});
        band.metal.push_back({10.0 * (n + 1), 20.0 * (n + 1), 30.0 * (n + 1)});
        band.estimated.push_back(1500.0 * (n + 1));
    }
    return band;
}

TEST(CurveBand, StandsUnderTonnesAndTheMetalOfTheSimulatedElement) {
    const project::Project project = tests::small_project();
    const auto& curve = *project.results.value.curve_full;
    const auto [low, high] = curve.useful_range();
    project::CurveBand band = band_over(low, high);
    band.element = curve.elements().front();
    charts::Plot plot = panels::curve_plot(curve, "Cu", "CNY/t", 0, low, high);
    const std::size_t before = plot.series.size();
    panels::add_band(plot, band, curve, 0, low, high);
    ASSERT_EQ(plot.series.size(), before + 2);
    const charts::Series& wash = plot.series[before];
    ASSERT_EQ(wash.points.size(), 5U);
    ASSERT_EQ(wash.base.size(), 5U);
    for (std::size_t n = 0; n < 5; ++n) EXPECT_NEAR(wash.points[n].y() / wash.base[n].y(), 3, 1e-9);
    EXPECT_TRUE(plot.series[before + 1].base.empty());
    // Metal of another element was not simulated.
    ASSERT_GT(curve.elements().size(), 1U);
    charts::Plot other = panels::curve_plot(curve, "Cu", "CNY/t", 2, low, high);
    const std::size_t bare = other.series.size();
    panels::add_band(other, band, curve, 2, low, high);
    EXPECT_EQ(other.series.size(), bare);
    panels::add_band(other, band, curve, 1, low, high);
    EXPECT_EQ(other.series.size(), bare + 2);
    // Copied as text, the band is two columns.
    EXPECT_EQ(charts::plot_text(plot).section('\n', 0, 0).count('\t'), static_cast<int>(before) + 3);
}

TEST(CurveBand, NoScenarioHasTheColourOfTheWholeOrOfAnother) {
    const project::Project project = tests::small_project();
    const auto& curve = *project.results.value.curve_full;
    const auto [low, high] = curve.useful_range();
    charts::Plot plot = panels::curve_plot(curve, "Cu", "CNY/t", 0, low, high);
    const std::size_t before = plot.series.size();
    std::vector<std::pair<std::string, std::shared_ptr<const economics::UsableCurve>>> many;
    for (int n = 0; n < 12; ++n) many.emplace_back(std::to_string(n), std::make_shared<const economics::UsableCurve>(curve));
    panels::add_scenarios(plot, many, curve, 0, low, high);
    ASSERT_EQ(plot.series.size(), before + panels::most_scenarios);
    const std::size_t colours = ui::ChartColors{}.series.size();
    std::set<std::size_t> seen{0, 1};
    for (std::size_t n = before; n < plot.series.size(); ++n)
        EXPECT_TRUE(seen.insert(static_cast<std::size_t>(plot.series[n].colour) % colours).second) << plot.series[n].name.toStdString();
}

TEST(LowPlot, PutsItsHeadInOneLineWhereItFits) {
    charts::Plot plot;
    plot.title = "in use, Cu: by year of entry";
    plot.x = {"Year", 1980, 2060};
    plot.left = {"Stock (Mt)", 0, 200};
    for (const char* name : {"1980–1999", "2000–2019", "2020–2039", "2040–2059"})
        plot.series.push_back({.name = name, .points = {{1980, 10}, {2060, 100}}});
    QImage image(1200, 200, QImage::Format_RGB32);
    QPainter painter(&image);
    QFont font = painter.font();
    font.setPixelSize(15);
    painter.setFont(font);
    const double line = QFontMetricsF(font, &image).height();
    const auto head = [&](double wide, double high) { return charts::plot_area(painter, {0, 0, wide, high}, plot).top() / line; };
    EXPECT_LT(head(1200, 200), 1.6) << "a drawer is low, and all of the head fits abreast";
    EXPECT_GT(head(500, 200), 3) << "no room abreast";
    EXPECT_GT(head(1200, 600), 3) << "a high one has its usual head";
    charts::paint_plot(painter, {0, 0, 1200, 200}, plot, ui::chart_colors(ui::Theme::light));
}

TEST(CurveBand, IsPaintedBetweenItsEdges) {
    charts::PlotWidget widget;
    charts::Plot plot;
    plot.x = {"x", 0, 10};
    plot.left = {"y", 0, 10};
    charts::Series line, wash;
    for (int n = 0; n <= 10; ++n) {
        line.points.emplace_back(n, 1);
        wash.points.emplace_back(n, 8);
        wash.base.emplace_back(n, 4);
    }
    wash.colour = 2;
    plot.series = {line};
    widget.resize(400, 300);
    widget.set_plot(plot);
    const QImage without = widget.grab().toImage();
    plot.series.push_back(wash);
    widget.set_plot(plot);
    const QImage with = widget.grab().toImage();
    int changed = 0;
    for (int y = with.height() / 3; y < with.height() / 2; ++y) changed += with.pixel(200, y) != without.pixel(200, y);
    EXPECT_GT(changed, with.height() / 10);
}

}  // namespace
}  // namespace orelens
