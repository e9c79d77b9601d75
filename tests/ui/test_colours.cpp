// Legends and colours in the window: dragged, edited, undone; what menus of tables do; conditions on solids and samples.
#include <gtest/gtest.h>

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QUndoStack>

#include "core/base/AtomicFile.h"
#include "core/project/SolidFilter.h"
#include "tests/ui/Support.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/BigTable.h"
#include "ui/panels/ColourEditor.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/FindingsPanel.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/TablesPanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/shell/KeptViews.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

using blocks::FilterRow;

class Colours : public ::testing::Test {
  protected:
    void SetUp() override { window = tests::window_with_project(); }
    ui::Document& document() { return window->document(); }
    panels::ViewPanel& panel() { return *window->panels().view; }
    scene::Scene& scene() { return window->view()->scene(); }
    QUndoStack& undo() { return document().edits().undo_stack(); }
    void open_editor() {
        window->raise_panel("view");
        panel().open_colours();
        tests::settle();
    }
    std::unique_ptr<ui::MainWindow> window;
};

QAction* entry(QMenu& menu, const QString& part) {
    for (QAction* action : menu.actions())
        if (action->text().contains(part)) return action;
    return nullptr;
}

TEST_F(Colours, TheLegendIsDraggedByItsPlateAndComesBack) {
    const auto before = scene().legend_place();
    ASSERT_TRUE(before);
    const viewport::VtkView& view = *window->view();
    const double ratio = view.devicePixelRatioF();
    const QPoint on(static_cast<int>((before->x + before->width / 2) / ratio),
                    static_cast<int>(view.height() - (before->y + before->height / 2) / ratio));
    const scene::CameraState camera = scene().camera();
    QTest::mousePress(window->view(), Qt::LeftButton, {}, on);
    QTest::mouseMove(window->view(), on + QPoint(-60, 40));
    QTest::mouseMove(window->view(), on + QPoint(-200, 100));
    QTest::mouseRelease(window->view(), Qt::LeftButton, {}, on + QPoint(-200, 100));
    tests::settle();
    const auto after = scene().legend_place();
    ASSERT_TRUE(after && scene().look().legend_at);
    EXPECT_NEAR(after->x, before->x - 200 * ratio, 3);
    EXPECT_NEAR(after->y, before->y - 100 * ratio, 3);
    EXPECT_EQ(scene().camera(), camera) << "the model stays";
    // Kept with a view, and an edit.
    window->kept_views().keep("moved");
    undo().undo();
    undo().undo();
    tests::settle();
    EXPECT_FALSE(scene().look().legend_at);
}

TEST_F(Colours, AScaleIsEditedUndoneAndKept) {
    open_editor();
    panels::ColourEditor& editor = panel().colours();
    ASSERT_TRUE(editor.isVisible());
    ASSERT_EQ(window->view()->scene().look().column, "Cu");
    editor.high()->setValue(0.5);
    tests::settle();
    EXPECT_EQ(scene().block_legend().high, 0.5);
    EXPECT_TRUE(scene().block_legend().open_high);
    editor.classes()->setValue(4);
    tests::settle();
    const auto scale = scene::scale_of(scene().look());
    ASSERT_EQ(scale.cutoffs.size(), 3U);
    ASSERT_EQ(scene().block_legend().entries.size(), 5U);
    EXPECT_EQ(scene().block_legend().entries.back().second, ui::words("scene.no_value").toStdString());
    EXPECT_EQ(editor.swatches().size(), 4U);
    editor.cutoffs()->setText("0.2; 0.1");
    Q_EMIT editor.cutoffs()->editingFinished();
    EXPECT_FALSE(editor.problem()->isHidden());
    EXPECT_EQ(scene::scale_of(scene().look()).cutoffs, scale.cutoffs) << "what does not ascend is not taken";
    editor.cutoffs()->setText("0.3; 0.6");
    Q_EMIT editor.cutoffs()->editingFinished();
    tests::settle();
    EXPECT_TRUE(editor.problem()->isHidden());
    EXPECT_EQ(scene::scale_of(scene().look()).cutoffs, (std::vector<double>{0.3, 0.6}));
    editor.set_colour(1, {1, 0, 0});
    tests::settle();
    ASSERT_GE(scene().block_legend().entries.size(), 3U);
    EXPECT_EQ(scene().block_legend().entries[1].first, (scene::Rgb{1, 0, 0}));
    window->kept_views().keep("classes");
    const std::size_t steps = static_cast<std::size_t>(undo().count());
    EXPECT_GE(steps, 4U);
    while (undo().canUndo()) undo().undo();
    tests::settle();
    EXPECT_TRUE(scene().look().scales.empty());
    while (undo().canRedo()) undo().redo();
    panel().colours().refresh();
    window->view()->set_animated(false);
    ASSERT_TRUE(window->kept_views().show(0));
    EXPECT_EQ(scene::scale_of(scene().look()).cutoffs, (std::vector<double>{0.3, 0.6}));
}

TEST_F(Colours, MarginsFollowTheSliderAboutZero) {
    window->actions().trigger("view.colour_margin");
    tests::settle();
    const scene::Legend stated = scene().block_legend();
    EXPECT_EQ(stated.low, -stated.high);
    document().price().set(document().price().value() * 1.2, false);
    tests::settle();
    const scene::Legend moved = scene().block_legend();
    EXPECT_EQ(moved.low, stated.low) << "the same scale, so that colours compare";
    EXPECT_NE(moved.title, stated.title) << "and it says of which price";
}

TEST_F(Colours, ColumnsStandUnderHeadings) {
    open_editor();
    QComboBox& choice = *panel().colour_choice();
    int headings = 0;
    const auto* items = qobject_cast<QStandardItemModel*>(choice.model());
    ASSERT_NE(items, nullptr);
    for (int n = 0; n < choice.count(); ++n) headings += (items->item(n)->flags() & Qt::ItemIsEnabled) == 0 ? 1 : 0;
    EXPECT_GE(headings, 2);
    const int at = choice.findData("Cu");
    ASSERT_GE(at, 3);
    EXPECT_EQ(choice.currentIndex(), at);
    // A diverging map is of this quantity alone; a sequential one of all.
    QComboBox& maps = *panel().map_choice();
    EXPECT_EQ(maps.count(), static_cast<int>(scene::colour_map_ids.size()));
    Q_EMIT maps.activated(static_cast<int>(scene::ColourMap::purple_green));
    EXPECT_EQ(scene::scale_of(scene().look()).map, scene::ColourMap::purple_green);
    Q_EMIT maps.activated(static_cast<int>(scene::ColourMap::magma));
    EXPECT_EQ(scene().look().colour_map, scene::ColourMap::magma);
    EXPECT_TRUE(scene().look().scales.empty());
}

TEST_F(Colours, MenusOfTablesFilterCopyAndFly) {
    window->raise_panel("tables");
    tests::settle();
    panels::TablesPanel& tables = *window->panels().tables;
    int column = -1;
    for (int n = 0; n < tables.table().source().tips.size(); ++n)
        if (tables.table().source().tips[n] == "Cu") column = n;
    ASSERT_GE(column, 0);
    std::int64_t with_grade = 0;
    while (with_grade < tables.table().count() && tables.table().source().row(with_grade)[column] == "–") ++with_grade;
    ASSERT_LT(with_grade, tables.table().count());
    const QStringList row = tables.table().source().row(with_grade);
    {
        QMenu menu;
        tables.fill_menu(menu, with_grade, column);
        entry(menu, ui::words("ui.table.copy_cell"))->trigger();
        EXPECT_EQ(QApplication::clipboard()->text(), row[column]);
        entry(menu, ui::words("ui.table.copy_row"))->trigger();
        EXPECT_EQ(QApplication::clipboard()->text(), row.join('\t'));
        entry(menu, ui::words("ui.place.near"))->trigger();
        EXPECT_TRUE(document().selection().pick().block_hit);
        ASSERT_NE(entry(menu, "≤"), nullptr);
        entry(menu, "≥")->trigger();
    }
    tests::settle();
    ASSERT_EQ(document().filter().rows().size(), 1U);
    EXPECT_EQ(document().filter().rows()[0].column, "Cu");
    // Composites are asked the same, and of their hole.
    tables.choice()->setCurrentIndex(1);
    Q_EMIT tables.choice()->activated(1);
    const auto& all = *document().project().results.drilling.composites;
    ASSERT_GT(tables.table().count(), 0);
    EXPECT_LT(tables.table().count(), static_cast<std::int64_t>(all.size()));
    EXPECT_TRUE(tables.left_out()->isHidden());
    const QString hole = tables.table().source().row(0)[0];
    {
        QMenu menu;
        tables.fill_menu(menu, 0, 0);
        entry(menu, ui::words("ui.table.only", {{"what", hole.toStdString()}}))->trigger();
    }
    tests::settle();
    ASSERT_GT(tables.table().count(), 0);
    for (std::int64_t n = 0; n < tables.table().count(); ++n) EXPECT_EQ(tables.table().source().row(n)[0], hole);
    ASSERT_EQ(document().filter().rows().size(), 2U);
    EXPECT_TRUE(document().filter().problem(1)) << "blocks cannot be asked for a hole, and it is said";
    // What holds for blocks alone is told over the composites.
    document().filter().add({.kind = FilterRow::Kind::expression, .expression = "Cu > 0"});
    tests::settle();
    EXPECT_FALSE(tables.left_out()->isHidden());
    // Written with all digits, a line per row.
    QTemporaryDir folder;
    const std::string file = folder.filePath("rows.csv").toStdString();
    ASSERT_TRUE(panels::write_rows(tables.listed(), file, base::Progress()));
    const auto text = base::read_text_file(file);
    ASSERT_TRUE(text);
    EXPECT_EQ(std::ranges::count(*text, '\n'), tables.table().count() + 1);
    EXPECT_NE(text->find(hole.toStdString()), std::string::npos);
}

TEST_F(Colours, MenusOfFindingsNarrowTheList) {
    window->raise_panel("findings");
    tests::settle();
    panels::FindingsPanel& findings = *window->panels().findings;
    ASSERT_GT(findings.shown_count(), 0);
    const QModelIndex first = findings.view()->model()->index(0, 1);
    QMenu menu;
    findings.fill_menu(menu, first);
    QAction* copy = entry(menu, ui::words("ui.table.copy_row"));
    ASSERT_NE(copy, nullptr);
    copy->trigger();
    EXPECT_TRUE(QApplication::clipboard()->text().contains('\t'));
    ASSERT_NE(entry(menu, ui::words("ui.findings.approve")), nullptr);
}

TEST_F(Colours, TheCurveShowsThePartThatIsKept) {
    const auto [low, high] = document().price().range();
    const std::size_t whole = panels::curve_plot(document(), 0, low, high).series.size();
    document().filter().set_range("Cu", 0.4, 100, false);
    tests::settle();
    ASSERT_NE(document().filter().curve(), nullptr);
    const charts::Plot plot = panels::curve_plot(document(), 0, low, high);
    ASSERT_EQ(plot.series.size(), whole + 1);
    const auto& part = plot.series.back().points;
    const auto& all = plot.series.front().points;
    ASSERT_EQ(part.size(), all.size());
    for (std::size_t n = 0; n < part.size(); ++n) EXPECT_LE(part[n].y(), all[n].y() * (1 + 1e-9) + 1e-9);
    EXPECT_GT(part.back().y(), 0);
}

/// The box has little room beside its label; what it opens shows every name whole, in both languages.
TEST_F(Colours, TheListOfColumnsCutsNoName) {
    const QComboBox& columns = *panel().colour_choice();
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        ui::set_language(language);
        tests::settle();
        ASSERT_GT(columns.count(), 10);
        for (int row = 0; row < columns.count(); ++row)
            EXPECT_GT(columns.view()->minimumWidth(), columns.view()->fontMetrics().horizontalAdvance(columns.itemText(row)))
                << columns.itemText(row).toStdString();
    }
    ui::set_language(base::Language::english);
}

TEST_F(Colours, AViewIsMarkedForTheReport) {
    shell::KeptViews& views = window->kept_views();
    views.keep("one");
    EXPECT_FALSE(views.in_report(0));
    views.set_in_report(0, true);
    EXPECT_TRUE(views.in_report(0));
    views.replace(0);
    EXPECT_TRUE(views.in_report(0)) << "what it shows is another thing";
    undo().undo();
    undo().undo();
    EXPECT_FALSE(views.in_report(0));
}

}  // namespace
}  // namespace orelens
