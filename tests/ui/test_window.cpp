// The window as a user meets it: names, tooltips and focus of every control, nothing cut off in either
// language, switching language and theme, closing.
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QStatusBar>
#include <QSlider>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <set>

#include "tests/ui/Controls.h"
#include "tests/ui/Support.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ProjectPanel.h"
#include "ui/panels/UsablePanel.h"
#include "ui/panels/WelcomePage.h"
#include "ui/shell/Desk.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Side.h"
#include "ui/shell/Stage.h"
#include "ui/shell/Strip.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

using base::Language;

class WindowTest : public ::testing::Test {
  protected:
    void SetUp() override { window = tests::window_with_project(); }
    void TearDown() override {
        window.reset();
        ui::set_language(Language::english);
        ui::apply_theme(ui::Theme::light);
    }
    void each_panel(const std::function<void(const std::string&, const QWidget*)>& look) const {
        for (const auto& [id, panel] : window->desk().all()) {
            ASSERT_TRUE(window->actions().trigger("window." + id));
            tests::settle();
            const QWidget* seen = window->childAt(panel->mapTo(window.get(), panel->rect().center()));
            EXPECT_TRUE(panel->isVisible() && (seen == panel || panel->isAncestorOf(seen))) << id << " is not in front";
            look(id, panel);
        }
    }
    static void expect_none(const QStringList& faults, const std::string& where) {
        for (const QString& fault : faults) ADD_FAILURE() << where << fault.toStdString();
    }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(WindowTest, EveryControlHasNameTooltipAndFocus) {
    each_panel(
        [&](const std::string& id, const QWidget* panel) { expect_none(tests::unnamed(panel), id + ": "); });
    const std::size_t stages = project::stage_table().size();
    for (std::size_t row = 0; row <= stages; ++row) {
        const std::string id = row == stages ? "report" : std::string(project::stage_table()[row].id);
        window->panels().project->select_stage(id);
        window->panels().project->advanced()->setChecked(true);
        tests::settle();
        expect_none(tests::unnamed(window->panels().project), "stage " + id + ": ");
    }
    // …and what is not in a panel: strip, rail, tools of the view, tabs, slider, status bar.
    expect_none(tests::unnamed(window.get()), "window: ");
}

TEST_F(WindowTest, AnEmptyViewSaysWhyItIsEmpty) {
    const QLabel& nothing = window->pages().stage().nothing();
    EXPECT_FALSE(nothing.isVisibleTo(&window->pages().stage())) << "there is a deposit";
    project::Project empty = tests::small_project();
    empty.results = {};
    window->document().runs().set_auto_economics(false);
    window->document().replace(empty, QString());
    tests::settle();
    EXPECT_TRUE(nothing.isVisibleTo(&window->pages().stage()));
    EXPECT_FALSE(nothing.text().isEmpty());
    const QString english = nothing.text();
    ui::set_language(Language::chinese);
    tests::settle();
    EXPECT_NE(nothing.text(), english);
    EXPECT_FALSE(nothing.text().contains("ui.")) << nothing.text().toStdString();
}

TEST_F(WindowTest, TheStripAndTheRailAreInReachOfTheKeyboard) {
    int buttons = 0;
    for (const QToolButton* button : window->findChildren<QToolButton*>()) {
        if (tests::inner_part(button) || button->defaultAction() == nullptr || !button->isVisible()) continue;
        ++buttons;
        EXPECT_TRUE(button->focusPolicy() & Qt::TabFocus) << button->text().toStdString();
        EXPECT_FALSE(button->accessibleName().isEmpty());
        EXPECT_FALSE(button->toolTip().isEmpty());
    }
    EXPECT_GT(buttons, 20);
}

TEST_F(WindowTest, TabGoesThroughTheWindowFromTheTopLeft) {
    ASSERT_TRUE(window->actions().trigger("workspace.data"));
    window->desk().set_open(workspaces::Place::drawer, true);
    tests::settle();
    const std::vector<const QWidget*> order{&window->strip(), &window->desk().side(workspaces::Place::left),
                                            &window->pages(),
                                            &window->desk().side(workspaces::Place::drawer)};
    std::vector<std::size_t> met;
    const QWidget* at = &window->strip();
    for (int guard = 0; guard < 5000; ++guard) {
        for (std::size_t n = 0; n < order.size(); ++n)
            if (tests::is_control(at) && at->isVisible() && order[n]->isAncestorOf(at) && (met.empty() || met.back() != n))
                met.push_back(n);
        at = at->nextInFocusChain();
        if (at == &window->strip()) break;
    }
    EXPECT_EQ(met, (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST_F(WindowTest, NothingIsCutOffInEitherLanguage) {
    EXPECT_EQ(window->size(), QSize(1280, 800));
    for (const Language language : {Language::english, Language::chinese}) {
        ui::set_language(language);
        tests::settle();
        EXPECT_EQ(window->size(), QSize(1280, 800)) << "words push the window wider than the screen";
        const std::string where = language == Language::english ? "EN " : "ZH ";
        each_panel([&](const std::string& id, const QWidget*) {
            // The name of the project is the user's, as long as it likes; its tooltip holds all of it.
            QStringList faults = tests::cut_off(window.get());
            const QString name = QString::fromStdString(tests::describe(window->strip().project()));
            if (!window->strip().project()->toolTip().isEmpty()) faults.removeAll(name);
            expect_none(faults, where + id + ": ");
            EXPECT_EQ(window->size(), QSize(1280, 800)) << where << id;
        });
        window->actions().trigger("window.project");
        for (const project::Stage& stage : project::stage_table()) {
            window->panels().project->select_stage(stage.id);
            tests::settle();
            expect_none(tests::cut_off(window->panels().project), where + "stage " + stage.id + ": ");
        }
    }
}

TEST_F(WindowTest, TheMenusFit) {
    for (const Language language : {Language::english, Language::chinese}) {
        ui::set_language(language);
        tests::settle();
        EXPECT_GE(window->menuBar()->width(), window->menuBar()->sizeHint().width());
        const auto* more = window->menuBar()->findChild<QToolButton*>("qt_menubar_ext_button");
        EXPECT_TRUE(more == nullptr || !more->isVisible());
    }
}

/// The letter after a single "&".
QString mnemonic(const QString& text) {
    for (qsizetype at = text.indexOf('&'); at >= 0 && at + 1 < text.size(); at = text.indexOf('&', at + 2))
        if (text[at + 1] != '&') return text.mid(at + 1, 1).toUpper();
    return {};
}

TEST_F(WindowTest, NoLetterStandsForTwoThings) {
    for (const Language language : {Language::english, Language::chinese}) {
        ui::set_language(language);
        std::map<QString, std::string> taken;
        const auto take = [&](const QString& text) {
            const QString letter = mnemonic(text);
            if (letter.isEmpty()) return;
            EXPECT_TRUE(taken.emplace(letter, text.toStdString()).second)
                << letter.toStdString() << ": " << text.toStdString() << " and " << taken[letter];
        };
        for (const QAction* menu : window->menuBar()->actions()) take(menu->text());
        for (const auto& [id, panel] : window->desk().all()) {
            for (const QAbstractButton* button : panel->findChildren<QAbstractButton*>())
                take(button->text());
            for (const QLabel* label : panel->findChildren<QLabel*>())
                if (label->buddy() != nullptr) take(label->text());
        }
        for (const QMenu* menu : window->findChildren<QMenu*>()) {
            std::set<QString> own;
            for (const QAction* action : menu->actions())
                if (const QString letter = mnemonic(action->text()); !letter.isEmpty()) {
                    EXPECT_TRUE(own.insert(letter).second)
                        << menu->title().toStdString() << letter.toStdString();
                }
        }
    }
}

TEST_F(WindowTest, LanguageSwitchesWhileRunning) {
    const auto tab = [&] { return window->desk().side(workspaces::Place::right).tabs()->tabText(0); };
    ASSERT_TRUE(window->actions().trigger("workspace.evaluation"));
    EXPECT_EQ(tab(), "Answer");
    const QString english = window->panels().usable->headline()->text();
    ASSERT_TRUE(window->actions().trigger("window.chinese"));
    tests::settle();
    EXPECT_EQ(tab(), "答案");
    EXPECT_EQ(window->desk().side(workspaces::Place::right).tabs()->tabToolTip(0), "此价格下哪些可利用？");
    EXPECT_NE(window->panels().usable->headline()->text(), english);
    EXPECT_TRUE(window->panels().usable->headline()->text().contains("可利用"));
    EXPECT_EQ(window->actions().action("file.save")->text(), "保存");
    EXPECT_TRUE(window->actions().action("window.chinese")->isChecked());
    EXPECT_EQ(window->view()->scene().look().language, Language::chinese);
    // No English words stay behind in the controls.
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
        if (!tests::is_control(widget) || !widget->isVisible()) continue;
        bool han = false;
        for (const QChar letter : widget->accessibleName()) han = han || letter.script() == QChar::Script_Han;
        EXPECT_TRUE(han || widget->accessibleName().contains("CRS")) << tests::describe(widget);
    }
    ASSERT_TRUE(window->actions().trigger("window.language"));
    tests::settle();
    EXPECT_EQ(window->panels().usable->headline()->text(), english);
    EXPECT_EQ(tab(), "Answer");
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

/// A hand on the slider: the view stays at the reduced quality of a drag until it is let go.
TEST_F(WindowTest, ADragIsDrawnAsADrag) {
    QSlider* slider = window->pages().stage().slider().slider();
    const scene::Scene& scene = window->view()->scene();
    slider->setSliderDown(true);
    const int step = slider->maximum() / 20;
    for (int n = 1; n <= 3; ++n) {
        slider->setValue(slider->value() + step);
        EXPECT_EQ(scene.price_motion(), scene::PriceMotion::dragging) << n;
        EXPECT_EQ(scene.price(), window->document().price().value()) << n;
    }
    slider->setSliderDown(false);
    EXPECT_EQ(scene.price_motion(), scene::PriceMotion::settled);
    EXPECT_TRUE(window->actions().action("edit.undo")->isEnabled());
    EXPECT_TRUE(window->actions().trigger("edit.undo"));
    EXPECT_EQ(scene.price(), window->document().price().value());
    EXPECT_TRUE(window->actions().action("edit.redo")->isEnabled());
}

TEST_F(WindowTest, FullScreenIsAWindowStateBesideOthers) {
    const auto* action = window->actions().action("window.full_screen");
    window->setWindowState(Qt::WindowMaximized);
    ASSERT_TRUE(window->actions().trigger("window.full_screen"));
    EXPECT_TRUE(window->isFullScreen());
    EXPECT_TRUE(action->isChecked());
    EXPECT_TRUE(window->windowState() & Qt::WindowMaximized);
    ASSERT_TRUE(window->actions().trigger("window.full_screen"));
    EXPECT_FALSE(window->isFullScreen());
    EXPECT_TRUE(window->isMaximized()) << "as before";
    EXPECT_FALSE(action->isChecked());
    // Whoever else does it, the action says so.
    window->setWindowState(Qt::WindowFullScreen);
    EXPECT_TRUE(action->isChecked());
    window->setWindowState(Qt::WindowNoState);
    EXPECT_FALSE(action->isChecked());
}

TEST_F(WindowTest, ARecentProjectOpensWithOneClick) {
    panels::WelcomePage page;
    page.set_recent({"/somewhere/a.gpkg", "/somewhere/b.gpkg"});
    page.resize(600, 700);
    page.show();
    tests::settle();
    QStringList wanted;
    QObject::connect(&page, &panels::WelcomePage::fileWanted, &page, [&](const QString& file) { wanted << file; });
    auto* list = page.findChild<QListWidget*>();
    ASSERT_NE(list, nullptr);
    const QPoint second = list->visualItemRect(list->item(1)).center();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, second);
    tests::settle();
    EXPECT_EQ(wanted, QStringList{"/somewhere/b.gpkg"});
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Return);
    tests::settle();
    EXPECT_EQ(wanted, (QStringList{"/somewhere/b.gpkg", "/somewhere/a.gpkg"}));
}

TEST_F(WindowTest, AFlightEndsWhereItIsToldTo) {
    viewport::VtkView& view = *window->view();
    view.set_animated(true);
    view.show_view(scene::StandardView::top);
    tests::settle(80);
    view.fit();
    const scene::CameraState fitted = view.scene().camera();
    tests::settle(500);
    EXPECT_EQ(view.scene().camera().position, fitted.position) << "nothing flies on";
}

/// The context is let go between them; each must find the way back to it.
TEST_F(WindowTest, PicturesThatFollowEachOtherAreTheSame) {
    viewport::VtkView& view = *window->view();
    const QImage first = view.screenshot({320, 200}, false, false);
    ASSERT_FALSE(first.isNull());
    for (int n = 0; n < 3; ++n) EXPECT_EQ(view.screenshot({320, 200}, false, false), first) << n;
}

/// A slow machine draws a frame in slices, each with the context taken and let go.
TEST_F(WindowTest, AFrameDrawnInSlicesEndsAsTheWholeOne) {
    viewport::VtkView& view = *window->view();
    const auto drawn = [&](double longest_ms) {
        view.scene().set_slices(longest_ms);
        view.show_view(scene::StandardView::top);
        view.show_view(scene::StandardView::iso);
        view.request_render();
        tests::settle();
        EXPECT_TRUE(tests::wait_until([&] { return !view.scene().unfinished(); }, 20000));
        tests::settle();
        return view.grabFramebuffer();
    };
    view.set_animated(false);
    const QImage whole = drawn(std::numeric_limits<double>::infinity());
    EXPECT_EQ(drawn(0), whole);
}

TEST_F(WindowTest, ClosingGoesBackToTheWelcomePage) {
    ASSERT_TRUE(window->actions().trigger("file.close"));
    EXPECT_FALSE(window->document().open());
    EXPECT_FALSE(window->actions().action("file.save")->isEnabled());
    EXPECT_FALSE(window->strip().isVisible()) << "the welcome page stands alone";
    bool welcome = false;
    for (const QPushButton* button : window->centralWidget()->findChildren<QPushButton*>())
        welcome = welcome || (button->isVisible() && button->text().contains("demonstration"));
    EXPECT_TRUE(welcome);
}

}  // namespace
}  // namespace orelens
