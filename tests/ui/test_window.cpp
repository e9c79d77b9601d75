// The window as a user meets it: names, tooltips and focus of every control, nothing cut off in either
// language, switching language and theme, docks.
#include <gtest/gtest.h>

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>

#include "tests/ui/Support.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/shell/Docks.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

using base::Language;

/// Parts that Qt makes itself inside other controls.
bool inner_part(const QWidget* widget) {
    if (widget->objectName().startsWith("qt_")) return true;
    for (const QWidget* up = widget->parentWidget(); up; up = up->parentWidget())
        if (qobject_cast<const QComboBox*>(up) || qobject_cast<const QAbstractSpinBox*>(up) ||
            qobject_cast<const QAbstractItemView*>(up))
            return true;
    return false;
}

bool is_control(const QWidget* widget) {
    if (inner_part(widget)) return false;
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
           qobject_cast<const QSlider*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const charts::Chart*>(widget);
}

std::string describe(const QWidget* widget) {
    std::string text = widget->metaObject()->className();
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        text += " '" + label->text().toStdString() + "'";
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        text += " '" + button->text().toStdString() + "'";
    text += " name '" + widget->accessibleName().toStdString() + "'";
    for (const QWidget* up = widget->parentWidget(); up; up = up->parentWidget())
        if (const auto* dock = qobject_cast<const QDockWidget*>(up))
            text += " in " + dock->windowTitle().toStdString();
    return text;
}

void check_names(const QWidget* root) {
    for (const QWidget* widget : root->findChildren<QWidget*>()) {
        if (!is_control(widget) || !widget->isVisibleTo(root)) continue;
        EXPECT_FALSE(widget->accessibleName().isEmpty()) << describe(widget);
        EXPECT_FALSE(widget->toolTip().isEmpty()) << describe(widget);
        EXPECT_TRUE(widget->focusPolicy() & Qt::TabFocus || widget->focusProxy()) << describe(widget);
    }
}

/// Whether the widget's own words fit in the room it got.
void check_room(const QWidget* root, const std::string& where) {
    for (const QWidget* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisible() || inner_part(widget)) continue;
        if (const auto* label = qobject_cast<const QLabel*>(widget); label && !label->text().isEmpty()) {
            if (label->wordWrap()) {
                EXPECT_GE(label->height(), label->heightForWidth(label->width()))
                    << where << describe(widget);
            }
            else {
                EXPECT_GE(label->width() + 1, label->sizeHint().width()) << where << describe(widget);
            }
        } else if (qobject_cast<const QPushButton*>(widget) || qobject_cast<const QCheckBox*>(widget) ||
                   qobject_cast<const QRadioButton*>(widget)) {
            EXPECT_GE(widget->width() + 1, widget->sizeHint().width()) << where << describe(widget);
            EXPECT_GE(widget->height() + 1, widget->fontMetrics().height()) << where << describe(widget);
        } else if (const auto* combo = qobject_cast<const QComboBox*>(widget)) {
            const int need = combo->fontMetrics().horizontalAdvance(combo->currentText());
            EXPECT_GE(combo->width(), need + combo->fontMetrics().height()) << where << describe(widget);
        } else if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(widget)) {
            const int need = spin->fontMetrics().horizontalAdvance(spin->text());
            EXPECT_GE(spin->width(), need + spin->fontMetrics().height()) << where << describe(widget);
        }
    }
}

class WindowTest : public testing::Test {
  protected:
    void SetUp() override { window = tests::window_with_project(); }
    void TearDown() override {
        window.reset();
        ui::set_language(Language::english);
        ui::apply_theme(ui::Theme::light);
    }
    void each_dock(const std::function<void(const std::string&)>& look) const {
        for (const auto& [id, dock] : window->docks().all()) {
            ASSERT_TRUE(window->actions().trigger("window." + id));
            tests::settle();
            EXPECT_FALSE(dock->visibleRegion().isEmpty()) << id << " is not in front";
            look(id);
        }
    }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(WindowTest, EveryControlHasNameTooltipAndFocus) {
    each_dock([&](const std::string& id) { check_names(window->docks().all().at(id)); });
    const std::size_t stages = project::stage_table().size();
    for (std::size_t row = 0; row <= stages; ++row) {
        window->panels().project->select_stage(
            row == stages ? "report" : std::string(project::stage_table()[row].id));
        window->panels().project->advanced()->setChecked(true);
        tests::settle();
        check_names(window->panels().project);
    }
}

TEST_F(WindowTest, TheToolBarIsReachableByKeyboardAndNamed) {
    int buttons = 0;
    for (const QToolBar* bar : window->findChildren<QToolBar*>())
        for (const QToolButton* button : bar->findChildren<QToolButton*>()) {
            if (button->objectName().startsWith("qt_")) continue;
            ++buttons;
            EXPECT_TRUE(button->focusPolicy() & Qt::TabFocus) << button->text().toStdString();
            EXPECT_FALSE(button->accessibleName().isEmpty());
            EXPECT_FALSE(button->toolTip().isEmpty());
        }
    EXPECT_GT(buttons, 10);
}

TEST_F(WindowTest, NothingIsCutOffInEitherLanguage) {
    EXPECT_EQ(window->size(), QSize(1280, 800));
    for (const Language language : {Language::english, Language::chinese}) {
        ui::set_language(language);
        tests::settle();
        EXPECT_EQ(window->size(), QSize(1280, 800)) << "words push the window wider than the screen";
        const std::string where = language == Language::english ? "EN " : "ZH ";
        each_dock(
            [&](const std::string& id) { check_room(window->docks().all().at(id), where + id + ": "); });
        window->actions().trigger("window.project");
        for (const project::Stage& stage : project::stage_table()) {
            window->panels().project->select_stage(stage.id);
            tests::settle();
            check_room(window->panels().project, where + "stage " + stage.id + ": ");
        }
    }
}

TEST_F(WindowTest, TheToolBarAndMenusFit) {
    for (const Language language : {Language::english, Language::chinese}) {
        ui::set_language(language);
        tests::settle();
        EXPECT_GE(window->menuBar()->width(), window->menuBar()->sizeHint().width());
        for (const QToolBar* bar : window->findChildren<QToolBar*>()) {
            const auto* more = bar->findChild<QToolButton*>("qt_toolbar_ext_button");
            EXPECT_TRUE(!more || !more->isVisible()) << "tool bar buttons fall off at 1280 pixels";
        }
    }
}

TEST_F(WindowTest, LanguageSwitchesWhileRunning) {
    QDockWidget* usable = window->docks().all().at("usable");
    EXPECT_EQ(usable->windowTitle(), "What is usable at this price?");
    const QString english = window->panels().usable->headline()->text();
    ASSERT_TRUE(window->actions().trigger("window.chinese"));
    tests::settle();
    EXPECT_EQ(usable->windowTitle(), "此价格下哪些可利用？");
    EXPECT_NE(window->panels().usable->headline()->text(), english);
    EXPECT_TRUE(window->panels().usable->headline()->text().contains("可利用"));
    EXPECT_EQ(window->actions().action("file.save")->text(), "保存");
    EXPECT_TRUE(window->actions().action("window.chinese")->isChecked());
    EXPECT_EQ(window->view()->scene().look().language, Language::chinese);
    // No English words stay behind in labels and buttons of the docks.
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
        if (!is_control(widget) || !widget->isVisible()) continue;
        bool han = false;
        for (const QChar letter : widget->accessibleName()) han = han || letter.script() == QChar::Script_Han;
        EXPECT_TRUE(han || widget->accessibleName().contains("CRS")) << describe(widget);
    }
    ASSERT_TRUE(window->actions().trigger("window.language"));
    tests::settle();
    EXPECT_EQ(window->panels().usable->headline()->text(), english);
}

TEST_F(WindowTest, ThemeReachesPaletteAndCharts) {
    const auto corner = [&] {
        QImage image = window->panels().usable->chart()->grab().toImage();
        return image.pixelColor(image.width() - 2, image.height() / 2).lightness();
    };
    ASSERT_TRUE(window->actions().trigger("window.usable"));
    tests::settle();
    EXPECT_GT(corner(), 200);
    ASSERT_TRUE(window->actions().trigger("window.dark"));
    tests::settle();
    EXPECT_LT(corner(), 80);
    EXPECT_TRUE(window->view()->scene().look().dark);
    EXPECT_LT(window->palette().color(QPalette::Window).lightness(), 80);
}

TEST_F(WindowTest, ClosingGoesBackToTheWelcomePage) {
    ASSERT_TRUE(window->actions().trigger("file.close"));
    EXPECT_FALSE(window->document().open());
    EXPECT_FALSE(window->actions().action("file.save")->isEnabled());
    bool welcome = false;
    for (const QPushButton* button : window->centralWidget()->findChildren<QPushButton*>())
        welcome = welcome || (button->isVisible() && button->text().contains("demonstration"));
    EXPECT_TRUE(welcome);
}

}  // namespace
}  // namespace orelens
