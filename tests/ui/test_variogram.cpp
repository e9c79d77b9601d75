// The variogram in hand: what is drawn is the fit, handles move the model and the recipe with it, the score follows,
// charts leave the window as files.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/charts/HandlePlot.h"
#include "ui/panels/VariogramPanel.h"

namespace orelens {
namespace {

class VariogramInHand : public ::testing::Test {
  protected:
    void SetUp() override {
        window = tests::window_with_project();
        window->raise_panel("variogram");
        tests::settle();
        panel().settle();
        tests::settle();
    }
    panels::VariogramPanel& panel() { return *window->panels().variogram; }
    charts::HandlePlot& chart() { return *panel().chart(); }
    ui::Document& document() { return window->document(); }
    geostat::VariogramRule rule() { return document().project().recipe.element.at(element()).variogram; }
    std::string element() { return panel().elements()->currentData().toString().toStdString(); }
    const geostat::VariogramFit& fit() {
        const auto all = document().project().elements();
        return document().project().results.estimate.variograms->at(
            static_cast<std::size_t>(std::ranges::find(all, element()) - all.begin()));
    }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(VariogramInHand, ShowsTheFitBesideTheSamples) {
    ASSERT_FALSE(chart().plot().series.empty());
    std::int64_t dots = 0;
    for (const charts::Series& series : chart().plot().series) dots += series.dots ? static_cast<std::int64_t>(series.points.size()) : 0;
    EXPECT_GT(dots, 10);
    ASSERT_EQ(chart().handles().size(), 1 + fit().model.structures.size());
    EXPECT_DOUBLE_EQ(chart().handles()[0].y, fit().model.nugget);
    EXPECT_NEAR(chart().handles().back().y, fit().model.sill(), 1e-12);
    EXPECT_FALSE(panel().score()->text().isEmpty());
    EXPECT_NE(panel().score()->text(), ui::words("ui.variogram.score_busy"));
    EXPECT_TRUE(panel().take_over()->isVisible());
    EXPECT_FALSE(document().edits().undo_stack().canUndo());
}

TEST_F(VariogramInHand, ModelAndPointsAreInOneMeasure) {
    ASSERT_FALSE(fit().is_default);
    ASSERT_EQ(fit().scale, geostat::FitScale::normal_scores);
    const auto line = [&] {
        for (const charts::Series& series : chart().plot().series)
            if (!series.dots && !series.dashed) return series;
        return charts::Series{};
    };
    ASSERT_EQ(panel().measures()->count(), 2);
    EXPECT_EQ(chart().plot().left.title, ui::words("ui.variogram.gamma"));
    ASSERT_FALSE(line().points.empty());
    EXPECT_DOUBLE_EQ(line().points.front().y(), fit().model.nugget);
    const auto ask = [&](int n) {
        panel().measures()->setCurrentIndex(n);
        Q_EMIT panel().measures()->activated(n);
    };
    ask(1);
    EXPECT_EQ(chart().plot().left.title, ui::words("ui.variogram.gamma_scores"));
    EXPECT_TRUE(chart().handles().empty()) << "only the model of the grades is shaped by hand";
    ASSERT_FALSE(line().points.empty());
    EXPECT_DOUBLE_EQ(line().points.front().y(), fit().fitted.nugget);
    std::size_t curves = 0;
    for (const charts::Series& series : chart().plot().series) {
        if (!series.dots) continue;
        ASSERT_LT(curves, fit().experimental.size());
        EXPECT_EQ(series.points.back().y(), fit().experimental[curves].points.back().gamma);
        ++curves;
    }
    EXPECT_EQ(curves, fit().experimental.size());
    ask(0);
    EXPECT_EQ(chart().handles().size(), 1 + fit().model.structures.size());
    // A model that is stated was fitted to nothing else.
    ask(1);
    panel().take_over()->click();
    tests::settle();
    EXPECT_EQ(panel().measures()->count(), 1);
    EXPECT_EQ(chart().plot().left.title, ui::words("ui.variogram.gamma"));
    EXPECT_FALSE(chart().handles().empty());
}

TEST_F(VariogramInHand, ADragIsOneStepOfTheRecipeAndCanBeTakenBack) {
    const geostat::Variogram before = fit().model;
    const QString score = panel().score()->text();
    const QPointF from = chart().place_of(0);
    const QPointF to = from - QPointF(0, chart().height() / 6.0);
    QTest::mousePress(&chart(), Qt::LeftButton, {}, from.toPoint());
    QTest::mouseMove(&chart(), ((from + to) / 2).toPoint());
    QMouseEvent move(QEvent::MouseMove, to, chart().mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&chart(), &move);
    EXPECT_TRUE(rule().fit) << "a drag that goes on is no edit yet";
    QTest::mouseRelease(&chart(), Qt::LeftButton, {}, to.toPoint());
    EXPECT_FALSE(rule().fit);
    const geostat::Variogram now = geostat::stated_variogram(rule());
    EXPECT_GT(now.nugget, before.nugget);
    EXPECT_NEAR(now.sill(), before.sill(), 1e-9 * before.sill()) << "what the nugget gains the first structure gives";
    EXPECT_NEAR(now.structures[0].shape.range_major_m, before.structures[0].shape.range_major_m, 1e-9);
    EXPECT_FALSE(document().project().current("estimate")) << "the blocks belong to the model of before";
    panel().settle();
    EXPECT_NE(panel().score()->text(), score);
    EXPECT_FALSE(panel().take_over()->isVisible());
    EXPECT_EQ(document().edits().undo_stack().count(), 1);
    document().edits().undo_stack().undo();
    EXPECT_TRUE(rule().fit);
    tests::settle();
    EXPECT_DOUBLE_EQ(chart().handles()[0].y, before.nugget);
}

TEST_F(VariogramInHand, KeysMoveARangeOfTheAxisThatIsChosen) {
    panel().take_over()->click();
    tests::settle();
    ASSERT_FALSE(rule().fit);
    // What was taken over is what had been fitted.
    EXPECT_NEAR(geostat::stated_variogram(rule()).sill(), fit().model.sill(), 1e-9);
    const geostat::VariogramRule before = rule();
    chart().setFocus();
    QTest::keyClick(&chart(), Qt::Key_PageDown);
    QTest::keyClick(&chart(), Qt::Key_PageDown);
    QTest::keyClick(&chart(), Qt::Key_Right);
    EXPECT_GT(rule().major1_m, before.major1_m);
    EXPECT_EQ(rule().sill1, before.sill1);
    EXPECT_EQ(rule().nugget, before.nugget);
}

TEST_F(VariogramInHand, ChartsAreSavedAsPictureDrawingAndTable) {
    const QTemporaryDir folder;
    ASSERT_TRUE(chart().save(folder.filePath("v.png")));
    EXPECT_EQ(QImage(folder.filePath("v.png")).size(), QSize(1600, 1000));
    ASSERT_TRUE(chart().save(folder.filePath("v.svg")));
    QFile drawing(folder.filePath("v.svg"));
    ASSERT_TRUE(drawing.open(QIODevice::ReadOnly));
    EXPECT_TRUE(drawing.readAll().contains("<svg"));
    ASSERT_TRUE(chart().save(folder.filePath("v.csv")));
    QFile table(folder.filePath("v.csv"));
    ASSERT_TRUE(table.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(table.readAll());
    std::int64_t rows = text.count('\n'), points = 0;
    for (const charts::Series& series : chart().plot().series) points += static_cast<std::int64_t>(series.points.size());
    EXPECT_EQ(rows, 1 + points);
    EXPECT_FALSE(chart().save(folder.filePath("no/such/v.svg")));
}

TEST_F(VariogramInHand, WithoutCompositesNothingIsDrawn) {
    project::Project empty;
    empty.recipe = document().project().recipe;
    document().replace(std::move(empty), QString());
    tests::settle();
    EXPECT_TRUE(chart().plot().series.empty());
    EXPECT_FALSE(chart().plot().empty_note.isEmpty());
    EXPECT_TRUE(chart().handles().empty());
}

}  // namespace
}  // namespace orelens
