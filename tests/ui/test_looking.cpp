// Looking at a part of the deposit: filter, histogram, tables, kept views, presentation, measuring.
#include <gtest/gtest.h>

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QHeaderView>
#include <QLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QScrollBar>
#include <QTest>
#include <cmath>
#include <set>

#include "core/blocks/ColumnHistogram.h"
#include "core/economics/FilterTonnes.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/actions/PlaceActions.h"
#include "ui/charts/BrushPlot.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/BigTable.h"
#include "ui/panels/FilterPanel.h"
#include "ui/panels/FilterRowBox.h"
#include "ui/panels/HistogramPanel.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/TableView.h"
#include "ui/panels/TablesPanel.h"
#include "ui/panels/ViewsPanel.h"
#include "ui/shell/Desk.h"
#include "ui/shell/KeptViews.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Stage.h"
#include "ui/shell/Strip.h"
#include "ui/shell/Tour.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

using blocks::FilterRow;

class Looking : public ::testing::Test {
  protected:
    void SetUp() override { window = tests::window_with_project(); }
    ui::Document& document() { return window->document(); }
    const blocks::BlockModel& model() { return *document().project().results.model(); }
    std::unique_ptr<ui::MainWindow> window;
};

/// Blocks whose grade lies in a range, counted one by one.
std::int64_t counted(const blocks::BlockModel& model, double low, double high) {
    std::int64_t count = 0;
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) {
            const auto v = static_cast<double>(model.real("Cu", n)[at]);
            count += model.leaf(n).is_active(at) && v >= low && v <= high ? 1 : 0;
        }
    return count;
}

TEST_F(Looking, AFilterHoldsInEveryPanelAndGoesWithTheProject) {
    window->raise_panel("filter");
    window->panels().filter->add_range();
    ASSERT_EQ(window->panels().filter->rows().size(), 1U);
    EXPECT_EQ(document().filter().rows()[0].column, "Cu");
    document().filter().set_range("Cu", 0.3, 0.8, false);
    tests::settle();
    const std::int64_t kept = counted(model(), 0.3, 0.8);
    ASSERT_GT(kept, 0);
    ASSERT_LT(kept, model().block_count());
    ASSERT_NE(document().filter().mask(), nullptr);
    EXPECT_EQ(document().filter().kept()->blocks, kept);
    EXPECT_EQ(window->view()->scene().mask(), document().filter().mask());
    // Along the holes the same is asked of composites, once the hand rests.
    const auto along_holes = [&] { return window->view()->scene().kept_holes(); };
    const drilling::CompositeTable& composites = *document().project().results.drilling.composites;
    double metres = 0;
    for (std::size_t n = 0; n < composites.size(); ++n)
        if (const double v = composites.grade("Cu")->values[n]; v >= 0.3 && v <= 0.8) metres += composites.to_m[n] - composites.from_m[n];
    const auto shown = [&] {
        double sum = 0;
        if (along_holes() != nullptr)
            for (const auto& hole : along_holes()->of)
                for (const auto& [from, to] : hole) sum += to - from;
        return sum;
    };
    ASSERT_GT(metres, 0);
    for (int turn = 0; turn < 100 && std::abs(shown() - metres) > 1e-6 * metres; ++turn) tests::settle(50);
    EXPECT_NEAR(shown(), metres, 1e-6 * metres);
    ASSERT_NE(document().filter().curve(), nullptr);
    EXPECT_LE(document().filter().curve()->total().blocks, kept);
    const QString said = window->panels().filter->kept()->text();
    EXPECT_TRUE(said.contains(ui::plain_number(static_cast<double>(kept), 0))) << said.toStdString();
    EXPECT_FALSE(window->panels().filter->usable()->text().isEmpty());
    // The tables show the same blocks.
    window->raise_panel("tables");
    tests::settle();
    EXPECT_EQ(window->panels().tables->table().count(), kept);
    document().filter().remove(0);
    tests::settle();
    EXPECT_EQ(window->view()->scene().mask(), nullptr);
    for (int turn = 0; turn < 100 && along_holes() != nullptr; ++turn) tests::settle(50);
    EXPECT_EQ(along_holes(), nullptr);
    EXPECT_EQ(window->panels().tables->table().count(), model().block_count());
    document().filter().set_range("Cu", 0.3, 0.8, false);
    document().replace(tests::small_project(), QString());
    EXPECT_TRUE(document().filter().rows().empty());
}

TEST_F(Looking, WhatCannotBeAskedIsSaidBesideItsRow) {
    window->raise_panel("filter");
    panels::FilterPanel& panel = *window->panels().filter;
    panel.add_formula();
    ASSERT_EQ(panel.rows().size(), 1U);
    EXPECT_TRUE(panel.rows()[0]->problem()->isHidden()) << "nothing has been typed yet";
    QLineEdit* line = panel.rows()[0]->formula();
    line->setText("Cu > 0.4 && zinc");
    Q_EMIT line->editingFinished();
    EXPECT_FALSE(panel.rows()[0]->problem()->isHidden());
    EXPECT_TRUE(panel.rows()[0]->problem()->text().contains("zinc"));
    EXPECT_FALSE(document().filter().active()) << "what cannot be asked leaves nothing out";
    line->setText("Cu > 0.4");
    Q_EMIT line->editingFinished();
    EXPECT_TRUE(panel.rows()[0]->problem()->isHidden());
    ASSERT_TRUE(document().filter().kept());
    EXPECT_EQ(document().filter().kept()->blocks, counted(model(), std::nextafter(0.4, 1), 1e9));
}

TEST_F(Looking, ADragAcrossTheHistogramIsACondition) {
    window->raise_panel("histogram");
    tests::settle();
    panels::HistogramPanel& panel = *window->panels().histogram;
    panel.columns()->setCurrentIndex(panel.columns()->findData("Cu"));
    Q_EMIT panel.columns()->activated(panel.columns()->currentIndex());
    charts::BrushPlot& chart = *panel.chart();
    ASSERT_FALSE(chart.plot().series.empty());
    // Every block is in a bar, beyond the ends, or without a value.
    double bars = 0;
    for (std::size_t n = 1; n + 1 < chart.plot().series[0].points.size(); n += 2) bars += chart.plot().series[0].points[n].y();
    const auto whole = blocks::column_histogram(model(), "Cu", chart.plot().x.low, chart.plot().x.high, 80);
    ASSERT_TRUE(whole);
    EXPECT_EQ(static_cast<std::int64_t>(bars), model().block_count() - whole->below - whole->above - whole->missing);
    const QPoint from(chart.width() / 3, chart.height() / 2), to(2 * chart.width() / 3, chart.height() / 2);
    QTest::mousePress(&chart, Qt::LeftButton, {}, from);
    QTest::mouseMove(&chart, (from + to) / 2);
    QTest::mouseMove(&chart, to);
    QTest::mouseRelease(&chart, Qt::LeftButton, {}, to);
    ASSERT_EQ(document().filter().rows().size(), 1U);
    const FilterRow row = document().filter().rows()[0];
    EXPECT_LT(row.low, row.high);
    EXPECT_EQ(document().filter().kept()->blocks, counted(model(), row.low, row.high));
    EXPECT_EQ(chart.brush(), std::pair(row.low, row.high));
    EXPECT_EQ(chart.plot().series.size(), 2U);
    QTest::mouseClick(&chart, Qt::LeftButton, {}, from);
    EXPECT_TRUE(document().filter().rows().empty());
    EXPECT_FALSE(chart.brush());
}

TEST_F(Looking, ARowOfTheTableIsSelectedAndSortedByItsHeading) {
    window->raise_panel("tables");
    tests::settle();
    panels::TablesPanel& panel = *window->panels().tables;
    panels::BigTable& table = panel.table();
    ASSERT_EQ(table.count(), model().block_count());
    EXPECT_LT(table.table().rowCount(), 200) << "only rows in sight exist";
    const int column = [&] {
        for (int n = 0; n < table.table().columnCount(); ++n)
            if (table.table().horizontalHeaderItem(n)->toolTip() == "Cu") return n;
        return -1;
    }();
    ASSERT_GE(column, 0);
    Q_EMIT table.headingClicked(column);
    Q_EMIT table.headingClicked(column);  // while the first is at work nothing more is taken
    tests::wait_until([&] { return table.table().horizontalHeader()->isSortIndicatorShown(); }, 20000);
    Q_EMIT table.headingClicked(column);
    tests::wait_until([&] { return table.table().horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder; }, 20000);
    Q_EMIT table.rowChosen(0);
    const scene::PickResult& pick = document().selection().pick();
    ASSERT_TRUE(pick.block_hit);
    double best = -1;
    for (std::size_t n = 0; n < model().leaf_count(); ++n)
        for (int at = 0; at < 512; ++at) best = std::fmax(best, static_cast<double>(model().real("Cu", n)[at]));
    EXPECT_EQ(model().value("Cu", pick.block), best);
    // Keys go on, also past what is in sight.
    table.table().setFocus();
    QTest::keyClick(&table.table(), Qt::Key_End);
    EXPECT_EQ(table.selected(), table.count() - 1);
    EXPECT_GT(table.first(), 0);
    panel.choice()->setCurrentIndex(1);
    Q_EMIT panel.choice()->activated(1);
    EXPECT_EQ(table.count(), static_cast<std::int64_t>(document().project().results.drilling.composites->size()));
}

TEST_F(Looking, AKeptViewIsShownAsItWasAndIsAnEdit) {
    shell::KeptViews& views = window->kept_views();
    EXPECT_FALSE(document().modified());
    document().filter().set_range("Cu", 0.2, 5, false);
    window->actions().trigger("view.xray");
    window->view()->scene().set_view(scene::StandardView::north);
    document().price().set(7000, false);
    const scene::CameraState camera = window->view()->scene().camera();
    views.keep("Nord 北");
    ASSERT_EQ(views.count(), 1);
    EXPECT_TRUE(document().modified());
    EXPECT_FALSE(document().project().views[0].png.empty());
    EXPECT_EQ(window->panels().views->list()->count(), 1);
    EXPECT_FALSE(window->panels().views->list()->item(0)->icon().isNull());
    // Something else, and back.
    document().filter().set_rows({});
    window->actions().trigger("view.surface");
    window->view()->scene().set_view(scene::StandardView::top);
    document().price().set(9500, false);
    window->view()->set_animated(false);
    ASSERT_TRUE(views.show(0));
    EXPECT_EQ(document().price().value(), 7000);
    EXPECT_EQ(window->view()->scene().look().through, scene::Through::xray);
    ASSERT_EQ(document().filter().rows().size(), 1U);
    EXPECT_EQ(document().filter().rows()[0].low, 0.2);
    for (std::size_t a = 0; a < 3; ++a)
        EXPECT_NEAR(window->view()->scene().camera().position[a], camera.position[a], 1e-6 * std::abs(camera.position[a]) + 1e-6);
    // Names are one of a kind; steps go round; undo takes it back.
    views.keep("Nord 北");
    EXPECT_EQ(document().project().views[1].name, "Nord 北 2");
    ASSERT_TRUE(views.step(1));
    EXPECT_EQ(views.current(), 0);
    ASSERT_TRUE(views.step(-1));
    EXPECT_EQ(views.current(), 1);
    views.rename(1, "Plan");
    views.move(1, 0);
    EXPECT_EQ(document().project().views[0].name, "Plan");
    views.remove(0);
    EXPECT_EQ(views.count(), 1);
    for (int n = 0; n < 5; ++n) document().edits().undo_stack().undo();
    EXPECT_LE(views.count(), 1);
    // A stranger's view that cannot be read is an error, and changes nothing.
    document().edits().change_views("", {{"bad", "{\"look\": 1}", "no picture"}});
    EXPECT_FALSE(views.show(0));
}

TEST_F(Looking, APresentationIsTheStageAlone) {
    window->actions().trigger("window.present");
    tests::settle();
    EXPECT_FALSE(window->desk().shown());
    EXPECT_FALSE(window->menuBar()->isVisible());
    EXPECT_FALSE(window->strip().isVisible());
    EXPECT_TRUE(window->view()->isVisible());
    EXPECT_TRUE(window->actions().action("window.present")->isEnabled());
    window->actions().trigger("window.present");
    tests::settle();
    EXPECT_TRUE(window->desk().shown());
    EXPECT_TRUE(window->menuBar()->isVisible());
    // Escape ends one, too, and nothing else.
    window->actions().trigger("window.present");
    tests::settle();
    QApplication::setActiveWindow(window.get());  // there is no window manager to do it
    tests::settle();
    for (int n = 0; n < 2; ++n) {
        QTest::keyClick(window->view(), Qt::Key_Escape);
        tests::settle();
        EXPECT_TRUE(window->desk().shown()) << n;
        EXPECT_FALSE(window->actions().action("window.present")->isChecked());
    }
}

/// What is shown to a room is read from its back: price, answer and everything in the picture are larger, and as before
/// when it is over.
TEST_F(Looking, APresentationHasLargeType) {
    panels::PriceSlider& slider = window->pages().stage().slider();
    // The plate of the legend grows with everything that is written in the picture.
    const auto drawn = [&] {
        window->view()->request_render();
        tests::settle(150);
        return window->view()->scene().legend_place().value().width;
    };
    const double letters = QFontInfo(slider.font()).pointSizeF(), headline = slider.headline()->font().pointSizeF();
    const double plate = drawn();
    const int high = slider.height();
    window->actions().trigger("window.present");
    tests::settle();
    EXPECT_NEAR(QFontInfo(slider.font()).pointSizeF(), 1.6 * letters, 0.1 * letters);
    EXPECT_GT(slider.headline()->font().pointSizeF(), 1.4 * headline);
    EXPECT_GT(drawn(), 1.35 * plate) << "legend, axes, scale and north with it";
    EXPECT_GT(slider.height(), high);
    // Nothing of the answer is cut or falls out of the window.
    EXPECT_LE(slider.headline()->sizeHint().width(), slider.headline()->width());
    EXPECT_TRUE(window->rect().contains(QRect(slider.mapTo(window.get(), QPoint()), slider.size())));
    window->actions().trigger("window.present");
    tests::settle();
    EXPECT_NEAR(QFontInfo(slider.font()).pointSizeF(), letters, 0.01);
    EXPECT_NEAR(drawn(), plate, 0.05 * plate);
}

TEST_F(Looking, PointsInTheViewAreMeasured) {
    viewport::VtkView& view = *window->view();
    view.set_animated(false);
    view.show_view(scene::StandardView::top);
    tests::settle(200);
    window->actions().trigger("view.measure");
    EXPECT_EQ(view.tool(), viewport::VtkView::Tool::points);
    const QPoint middle = view.rect().center();
    for (const QPoint& by : {QPoint(0, 0), QPoint(60, 0), QPoint(0, -60)}) QTest::mouseClick(&view, Qt::LeftButton, {}, middle + by);
    ASSERT_EQ(view.points().size(), 3U);
    EXPECT_GT(view.points()[1][0], view.points()[0][0]) << "east is right";
    EXPECT_GT(view.points()[2][1], view.points()[0][1]) << "north is up";
    EXPECT_TRUE(document().selection().empty()) << "a point is no pick";
    const auto words = actions::measured_words(view.points());
    EXPECT_GE(words.size(), 3U);
    QTest::keyClick(&view, Qt::Key_Backspace);
    EXPECT_EQ(view.points().size(), 2U);
    QTest::keyClick(&view, Qt::Key_Escape);
    EXPECT_EQ(view.tool(), viewport::VtkView::Tool::look);
    EXPECT_FALSE(window->actions().action("view.measure")->isChecked());
}

TEST_F(Looking, APolygonOnTheMapKeepsTheBlocksInIt) {
    viewport::VtkView& view = *window->view();
    view.set_animated(false);
    view.show_view(scene::StandardView::top);
    tests::settle(200);
    Q_EMIT window->panels().filter->polygonWanted();
    const QPoint middle = view.rect().center();
    for (const QPoint& by : {QPoint(-50, 50), QPoint(50, 50), QPoint(0, -60)})
        QTest::mouseClick(&view, Qt::LeftButton, {}, middle + by);
    QTest::keyClick(&view, Qt::Key_Return);
    ASSERT_EQ(document().filter().rows().size(), 1U);
    EXPECT_EQ(document().filter().rows()[0].kind, FilterRow::Kind::polygon);
    EXPECT_EQ(document().filter().rows()[0].polygon.size(), 3U);
    ASSERT_TRUE(document().filter().kept());
    EXPECT_GT(document().filter().kept()->blocks, 0);
    EXPECT_LT(document().filter().kept()->blocks, model().block_count());
}

TEST_F(Looking, TheTourStopsAtWhatIsSeenAndIsNotOfferedTwice) {
    shell::Tour& tour = window->tour();
    EXPECT_EQ(tour.stop(), -1);
    window->actions().trigger("help.tour");
    ASSERT_EQ(tour.stop(), 0);
    EXPECT_TRUE(tour.isVisible());
    EXPECT_TRUE(window->rect().contains(tour.geometry()));
    std::set<QString> told;
    while (tour.stop() >= 0) {
        EXPECT_TRUE(told.insert(tour.text()->text()).second);
        EXPECT_GE(tour.height(), tour.layout()->minimumSize().height());
        tour.next();
    }
    EXPECT_EQ(told.size(), 4U);
    EXPECT_FALSE(tour.isVisible());
    window->offer_tour();
    tests::settle(1000);
    EXPECT_EQ(tour.stop(), -1) << "it has been seen";
}

}  // namespace
}  // namespace orelens
