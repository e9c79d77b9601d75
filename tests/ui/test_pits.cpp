// Pits in the window: the look that counts blocks inside the pit only, both curves in one chart, pit by pit as a graph
// and a table.
#include <gtest/gtest.h>

#include "core/pits/Study.h"
#include "core/project/InsidePits.h"
#include "tests/core/pits/KnownProject.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/PitsPanel.h"
#include "ui/panels/TableView.h"
#include "ui/panels/UsablePanel.h"
#include "ui/scene/BlockColours.h"
#include "ui/scene/Scene.h"
#include "ui/viewport/VtkView.h"

#include <QLabel>
#include <cmath>

namespace orelens {
namespace {

class Pits : public ::testing::Test {
  protected:
    Pits() : window(tests::window_with_project()) {
        static const project::Project known = pits::testing::known_project();
        window->document().replace(known, QString());
        tests::settle(100);
    }
    ui::Document& document() { return window->document(); }
    [[nodiscard]] const pits::PitStudy& study() { return *document().project().results.pits.study; }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(Pits, TheLookInsideThePitCountsAndShowsOnlyWhatLiesInIt) {
    document().price().set(8000, false);
    tests::settle();
    const ui::Answer all = document().price().answer();
    ASSERT_TRUE(all.curve && all.inside);
    EXPECT_FALSE(all.only_inside);
    const double whole = all.curve->at(8000).tonnes, inside = all.inside->at(8000).tonnes;
    EXPECT_LT(inside, whole);
    EXPECT_GT(inside, 0);
    panels::UsablePanel& panel = *window->panels().usable;
    EXPECT_TRUE(panel.headline()->text().contains(ui::tonnes_text(whole)));
    EXPECT_TRUE(panel.detail()->text().contains(ui::tonnes_text(inside))) << "the other answer stands beside it";
    ASSERT_TRUE(window->actions().trigger("price.inside_pits"));
    tests::settle();
    EXPECT_TRUE(document().price().only_inside());
    EXPECT_TRUE(panel.headline()->text().contains(ui::tonnes_text(inside)));
    EXPECT_TRUE(panel.detail()->text().contains(ui::tonnes_text(whole)));
    const auto pits = project::inside_pits(document().project().results);
    EXPECT_EQ(window->view()->scene().data().model, pits->model);
    EXPECT_EQ(window->view()->scene().usable_blocks(), all.inside->at(8000).blocks);
    // Moving the price moves over the pits.
    document().price().set(11200, false);
    tests::settle();
    EXPECT_EQ(window->view()->scene().usable_blocks(), all.inside->at(11200).blocks);
    ASSERT_TRUE(window->actions().trigger("price.inside_pits"));
    tests::settle();
    EXPECT_EQ(window->view()->scene().usable_blocks(), all.curve->at(11200).blocks);
}

TEST_F(Pits, FallsBackToAllBlocksWhereThePitsAreOlder) {
    ASSERT_TRUE(window->actions().trigger("price.inside_pits"));
    tests::settle();
    ASSERT_TRUE(document().price().only_inside());
    document().runs().set_auto_economics(false);
    ASSERT_TRUE(document().edits().set_param("pits.slopes", std::string("30")));
    tests::settle();
    EXPECT_FALSE(document().price().only_inside());
    EXPECT_EQ(document().price().answer().inside, nullptr);
    EXPECT_EQ(window->view()->scene().data().model, document().project().results.model());
}

TEST_F(Pits, BothCurvesAreDrawnInOneChart) {
    const charts::Plot& plot = window->panels().usable->chart()->plot();
    const auto found = std::ranges::find(plot.series, ui::words("ui.curve.inside"), &charts::Series::name);
    ASSERT_NE(found, plot.series.end());
    EXPECT_EQ(found->points.size(), plot.series.front().points.size());
    const double lowest = project::lowest_pit_price(document().project().results);
    for (std::size_t n = 0; n < found->points.size(); ++n)
        if (found->points[n].x() < lowest) {
            EXPECT_TRUE(std::isnan(found->points[n].y())) << "no pit was sought there: not known is not nothing";
        } else {
            EXPECT_LE(found->points[n].y(), plot.series.front().points[n].y() + 1e-9);
        }
}

TEST_F(Pits, PitByPitIsATableAndAGraphThatMoveThePrice) {
    window->raise_panel("pits");
    tests::settle();
    panels::PitsPanel& panel = *window->panels().pits;
    ASSERT_EQ(panel.table()->rowCount(), 5);
    EXPECT_EQ(panel.table()->item(2, 0)->text(), "1.0") << "between 0.9 and 1.1";
    ASSERT_EQ(panel.chart()->plot().series.size(), 5U);
    const charts::Series& value = panel.chart()->plot().series[2];
    for (std::size_t n = 0; n < 5; ++n) EXPECT_NEAR(value.points[n].y() * 1e6, study().rows[n].value, 1);
    Q_EMIT panel.table()->cellClicked(4, 0);
    tests::settle();
    EXPECT_NEAR(document().price().value(), 8000 * 1.4, 1e-6);
    EXPECT_EQ(panel.table()->selectionModel()->selectedRows().value(0).row(), 4);
    Q_EMIT panel.chart()->xChosen(0.7, false);
    tests::settle();
    EXPECT_NEAR(document().price().value(), 5600, 1e-6);
    EXPECT_EQ(panel.table()->selectionModel()->selectedRows().value(0).row(), 0) << "the pit of the price below";
}

/// Underground there is no pit: nothing that is shown speaks of one.
TEST_F(Pits, OfStopesNothingSaysPit) {
    project::Project project = pits::testing::known_project();
    project.recipe.pits = {};
    project.recipe.pits.mining_width_m = 1.5 * project.results.model()->geometry().block_size[0];
    base::Progress progress;
    ASSERT_TRUE(project.run(progress));
    window->document().replace(project, QString());
    document().price().set(8000, false);
    tests::settle(100);
    ASSERT_TRUE(window->actions().trigger("price.inside_pits"));
    tests::settle(100);
    ASSERT_TRUE(document().price().only_inside());
    panels::UsablePanel& panel = *window->panels().usable;
    EXPECT_EQ(panel.headline()->text(), ui::words("ui.usable.headline_stopes",
                                                  {{"tonnes", ui::tonnes_text(document().price().answer().inside->at(8000).tonnes).toStdString()}}));
    const scene::SceneData& data = window->view()->scene().data();
    EXPECT_TRUE(scene::inside_stopes(data));
    scene::Look look = window->view()->scene().look();
    look.colour_by = scene::ColourBy::status;
    look.waste = scene::Waste::shown;
    window->view()->set_look(look);
    const auto says = [](const QString& text) { return text.contains("pit", Qt::CaseInsensitive) || text.contains("境界"); };
    QStringList shown{panel.headline()->text(), panel.detail()->text()};
    for (const charts::Series& line : panel.chart()->plot().series) shown << line.name;
    for (const auto& entry : window->view()->scene().block_legend().entries) shown << QString::fromStdString(entry.second);
    EXPECT_TRUE(shown.contains(ui::words("ui.curve.inside_stopes")));
    EXPECT_TRUE(shown.contains(ui::words("scene.in_no_stope"))) << shown.join("|").toStdString();
    for (const std::string& line : scene::price_lines(data, 8000, base::Language::english)) shown << QString::fromStdString(line);
    EXPECT_TRUE(shown.join("|").contains(ui::words("scene.caption_stopes")));
    for (const QString& text : shown) EXPECT_FALSE(says(text)) << text.toStdString();
    // Of pits they do.
    window->document().replace(pits::testing::known_project(), QString());
    tests::settle(100);
    EXPECT_FALSE(scene::inside_stopes(window->view()->scene().data()));
}

TEST_F(Pits, ThePanelSaysWhyThereAreNone) {
    window->document().replace(tests::small_project(), QString());
    window->raise_panel("pits");
    tests::settle();
    EXPECT_EQ(window->panels().pits->note()->text(), ui::words("ui.pits.off"));
    EXPECT_TRUE(window->panels().pits->chart()->isHidden());
    EXPECT_FALSE(window->actions().trigger("price.inside_pits"));
}

}  // namespace
}  // namespace orelens
