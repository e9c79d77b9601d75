// The page of statistics: its numbers are the core's, a brush is a condition of the filter that every plot follows, every view
// has something to show, in both languages.
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTest>
#include <cmath>

#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/BrushPlot.h"
#include "ui/pages/StatisticsPage.h"
#include "ui/panels/TableView.h"

namespace orelens {
namespace {

using pages::StatisticsView;

class StatisticsShown : public ::testing::Test {
  protected:
    StatisticsShown() : page(document) {
        document.runs().set_auto_economics(false);
        document.replace(tests::small_project(), QString());
        page.resize(900, 620);
        page.show();
        settle();
    }
    void settle() {
        tests::settle(20);
        page.settle();
    }
    void turn_to(StatisticsView view) {
        page.views()->setCurrentIndex(static_cast<int>(view));
        settle();
    }
    void choose(QComboBox* box, const QVariant& data) {
        box->setCurrentIndex(box->findData(data));
        Q_EMIT box->activated(box->currentIndex());
        settle();
    }
    [[nodiscard]] const drilling::CompositeTable& composites() const { return *document.project().results.drilling.composites; }
    ui::Document document;
    pages::StatisticsPage page;
};

TEST_F(StatisticsShown, TheTableHoldsTheNumbersOfTheStage) {
    ASSERT_TRUE(page.rows());
    EXPECT_EQ(page.rows()->size(), composites().size());
    const auto& overview = *document.project().results.statistics.overview;
    panels::TableView* table = page.table(StatisticsView::table);
    ASSERT_GT(table->rowCount(), 0);
    const auto& first = overview.elements.front();
    EXPECT_EQ(table->row_texts(0).at(0).toStdString(), first.element);
    EXPECT_EQ(table->row_texts(0).at(3), ui::plain_number(static_cast<double>(first.by_domain.front().count), 0));
    EXPECT_TRUE(table->row_texts(0).contains(ui::number_text(first.by_domain.front().weighted_mean)));
    std::size_t rows = 0;
    for (const auto& one : overview.elements) rows += one.by_domain.size();
    EXPECT_EQ(static_cast<std::size_t>(table->rowCount()), rows);
}

TEST_F(StatisticsShown, ABrushOfTheHistogramIsAConditionThatEveryPlotFollows) {
    turn_to(StatisticsView::spread);
    page.logarithmic()->setChecked(false);
    settle();
    const std::string element = page.elements()->currentData().toString().toStdString();
    const auto& values = composites().grade(element)->values;
    const charts::Axis& x = page.histogram()->plot().x;
    const double low = x.low + (x.high - x.low) * 0.2, high = x.low + (x.high - x.low) * 0.6;
    Q_EMIT page.histogram()->brushed(low, high, false);
    settle();
    const auto inside = std::ranges::count_if(values, [&](double value) { return value >= low && value <= high; });
    ASSERT_GT(inside, 0);
    ASSERT_TRUE(page.kept());
    EXPECT_EQ(std::ranges::count(*page.kept(), 1), inside);
    ASSERT_EQ(document.filter().rows().size(), 1U);
    EXPECT_EQ(document.filter().rows().front().column, element);
    EXPECT_TRUE(document.filter().mask()) << "the view shows the same";
    EXPECT_EQ(page.histogram()->plot().series.size(), 2U);
    double counted = 0;
    // Two points of the outline per class.
    for (std::size_t n = 1; n + 1 < page.histogram()->plot().series[1].points.size(); n += 2) counted += page.histogram()->plot().series[1].points[n].y();
    EXPECT_EQ(counted, static_cast<double>(inside));
    turn_to(StatisticsView::together);
    EXPECT_EQ(std::ranges::count(page.scatter()->cloud().keep, 1), inside);
    turn_to(StatisticsView::table);
    for (int row = 0; row < page.table(StatisticsView::table)->rowCount(); ++row)
        if (page.table(StatisticsView::table)->row_texts(row).at(0).toStdString() == element && page.table(StatisticsView::table)->row_texts(row).at(2) == ui::words("statistics.all")) {
            EXPECT_EQ(page.table(StatisticsView::table)->row_texts(row).at(3), ui::plain_number(static_cast<double>(inside), 0));
        }
    page.clear()->click();
    settle();
    EXPECT_FALSE(page.kept());
    EXPECT_TRUE(document.filter().rows().empty());
}

TEST_F(StatisticsShown, ARectangleOfTheScatterIsTwoConditions) {
    turn_to(StatisticsView::together);
    const charts::Cloud& cloud = page.scatter()->cloud();
    ASSERT_TRUE(cloud.points);
    const double x = (cloud.x.low + cloud.x.high) / 2, y = (cloud.y.low + cloud.y.high) / 2;
    std::int64_t inside = 0;
    for (std::size_t n = 0; n < cloud.points->x.size(); ++n) inside += cloud.points->x[n] >= x && cloud.points->y[n] >= y;
    const QPoint from = page.scatter()->place_of(x, y).toPoint(), to = page.scatter()->place_of(cloud.x.high, cloud.y.high).toPoint();
    QTest::mousePress(page.scatter(), Qt::LeftButton, Qt::NoModifier, from);
    QTest::mouseMove(page.scatter(), (from + to) / 2);
    QTest::mouseMove(page.scatter(), to);
    QTest::mouseRelease(page.scatter(), Qt::LeftButton, Qt::NoModifier, to);
    settle();
    ASSERT_EQ(document.filter().rows().size(), 2U);
    ASSERT_TRUE(page.kept());
    // A pixel is a little wider than nothing.
    EXPECT_NEAR(static_cast<double>(std::ranges::count(*page.kept(), 1)), static_cast<double>(inside), 0.05 * static_cast<double>(page.rows()->size()) + 2);
    QTest::mouseClick(page.scatter(), Qt::LeftButton, Qt::NoModifier, from);
    settle();
    EXPECT_TRUE(document.filter().rows().empty());
}

TEST_F(StatisticsShown, BlocksAreKeptByTheMaskOfTheView) {
    choose(page.source(), static_cast<int>(report::StatisticsSource::blocks));
    ASSERT_TRUE(page.rows()->model);
    EXPECT_EQ(static_cast<std::int64_t>(page.rows()->size()), page.rows()->model->block_count());
    turn_to(StatisticsView::spread);
    const charts::Axis& x = page.histogram()->plot().x;
    Q_EMIT page.histogram()->brushed(x.low + (x.high - x.low) * 0.3, x.high, false);
    settle();
    ASSERT_TRUE(page.kept());
    EXPECT_EQ(std::ranges::count(*page.kept(), 1), document.filter().mask()->kept);
}

TEST_F(StatisticsShown, EveryKindHasItsBox) {
    turn_to(StatisticsView::spread);
    charts::Boxes many = page.boxes()->boxes();
    ASSERT_FALSE(many.rows.empty());
    const int few = page.boxes()->minimumSizeHint().height();
    while (many.rows.size() < 40) many.rows.push_back(many.rows.front());
    page.boxes()->set_boxes(many);
    tests::settle(20);
    EXPECT_EQ(page.boxes()->shown(), 40U) << "none is left out; what has no room is scrolled to";
    EXPECT_GT(page.boxes()->height(), few);
    EXPECT_LE(page.height(), 620) << "and the window stays as it is";
}

TEST_F(StatisticsShown, EnrichmentIsAFactorInTheBarsAsInTheTable) {
    turn_to(StatisticsView::enrichment);
    const charts::Bars& bars = page.enrichment()->bars();
    ASSERT_FALSE(bars.bars.empty());
    EXPECT_TRUE(bars.factors);
    const QStringList lines = page.enrichment()->as_text().split('\n', Qt::SkipEmptyParts);
    EXPECT_FALSE(lines.front().contains('%')) << lines.front().toStdString();
    ASSERT_TRUE(bars.bars.front().value);
    EXPECT_EQ(lines.at(1), bars.bars.front().label + "\t" + QString::number(*bars.bars.front().value, 'g', 12));
}

TEST_F(StatisticsShown, TheVariogramMapNamesItsAxes) {
    turn_to(StatisticsView::map);
    charts::HeatMap map = page.map()->map();
    ASSERT_FALSE(map.rows.empty());
    EXPECT_EQ(map.x_title, ui::words("ui.stats.map_east"));
    EXPECT_EQ(map.y_title, ui::words("ui.stats.map_north")) << "a level one";
    charts::HeatMapWidget named, bare;
    named.set_map(map);
    map.x_title.clear();
    map.y_title.clear();
    bare.set_map(map);
    for (charts::HeatMapWidget* widget : {&named, &bare}) widget->resize(500, 400);
    EXPECT_NE(named.grab().toImage(), bare.grab().toImage()) << "and they are painted";
}

TEST_F(StatisticsShown, EveryViewHasAnAnswerInBothLanguages) {
    for (const base::Language language : {base::Language::english, base::Language::chinese}) {
        ui::set_language(language);
        settle();
        for (std::size_t n = 0; n < pages::statistics_views; ++n) {
            turn_to(static_cast<StatisticsView>(n));
            EXPECT_FALSE(page.views()->tabText(static_cast<int>(n)).startsWith("ui.")) << n;
        }
        EXPECT_FALSE(page.probability()->plot().series.empty());
        EXPECT_FALSE(page.boxes()->boxes().rows.empty());
        EXPECT_FALSE(page.matrix()->map().rows.empty());
        EXPECT_FALSE(page.enrichment()->bars().bars.empty());
        EXPECT_FALSE(page.map()->map().rows.empty());
        EXPECT_EQ(page.ternary()->cloud().corners.size(), page.rows()->elements.size() >= 3 ? 3 : 0);
    }
    ui::set_language(base::Language::english);
}

}  // namespace
}  // namespace orelens
