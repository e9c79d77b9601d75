#include <gtest/gtest.h>

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSvgRenderer>
#include <set>

#include "tests/ui/Support.h"
#include "ui/Theme.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/commands/Palette.h"
#include "ui/commands/Pinyin.h"

namespace orelens {
namespace {

using commands::ActionInfo;

void collect(const QMenu* menu, std::set<std::string>& found) {
    for (const QAction* action : menu->actions())
        if (action->menu())
            collect(action->menu(), found);
        else
            found.insert(action->objectName().toStdString());
}

TEST(ActionTable, IdsAndShortcutsAreUnique) {
    std::set<std::string> ids, shortcuts;
    for (const ActionInfo& info : commands::action_table()) {
        EXPECT_TRUE(ids.insert(info.id).second) << info.id;
        if (info.shortcut.empty()) continue;
        const auto all = QKeySequence::listFromString(QString::fromStdString(info.shortcut));
        EXPECT_FALSE(all.isEmpty());
        for (const QKeySequence& keys : all) {
            EXPECT_FALSE(keys.isEmpty()) << info.id << ": " << info.shortcut << " is no shortcut";
            EXPECT_TRUE(shortcuts.insert(keys.toString().toStdString()).second)
                << info.id << ": " << info.shortcut;
        }
    }
    EXPECT_GT(ids.size(), 50U);
}

TEST(ActionTable, SpeaksBothLanguages) {
    const auto has_han = [](const std::string& text) {
        for (const QChar letter : QString::fromStdString(text))
            if (letter.script() == QChar::Script_Han) return true;
        return false;
    };
    for (const ActionInfo& info : commands::action_table()) {
        EXPECT_FALSE(info.text.en.empty()) << info.id;
        EXPECT_FALSE(info.help.en.empty()) << info.id;
        EXPECT_TRUE(has_han(info.help.zh)) << info.id << ": " << info.help.zh;
        EXPECT_NE(info.help.en, info.text.en) << info.id << ": the help says no more than the name";
    }
}

TEST(ActionTable, IconsExistAndDraw) {
    static_cast<void>(ui::icon("run"));
    for (const ActionInfo& info : commands::action_table()) {
        if (info.icon.empty()) {
            EXPECT_TRUE(info.bar.empty()) << info.id << ": a button without icon";
            continue;
        }
        const QSvgRenderer renderer(QString::fromStdString(":/icons/" + info.icon + ".svg"));
        EXPECT_TRUE(renderer.isValid()) << info.id << ": " << info.icon;
    }
}

TEST(ActionTable, EveryActionIsInAMenuAndHandled) {
    ui::MainWindow window;
    std::set<std::string> reachable;
    for (const QAction* top : window.menuBar()->actions()) collect(top->menu(), reachable);
    for (const ActionInfo& info : commands::action_table()) {
        EXPECT_TRUE(reachable.contains(info.id)) << info.id;
        EXPECT_TRUE(window.actions().handled(info.id)) << info.id;
        ASSERT_NE(window.actions().action(info.id), nullptr) << info.id;
        EXPECT_EQ(window.actions().action(info.id)->isCheckable(), info.checkable) << info.id;
    }
}

TEST(ActionTable, MenusOfTheTableAreUsed) {
    std::set<std::string> used{"file/recent"};
    for (const ActionInfo& info : commands::action_table()) {
        used.insert(info.menu);
        used.insert(info.menu.substr(0, info.menu.find('/')));
    }
    for (const commands::MenuInfo& menu : commands::menu_table())
        EXPECT_TRUE(used.contains(menu.id)) << menu.id;
    EXPECT_EQ(used.size(), commands::menu_table().size());
}

TEST(ActionSet, TriggerRunsEnabledActionsOnly) {
    ui::MainWindow window;
    EXPECT_FALSE(window.actions().trigger("no.such"));
    EXPECT_FALSE(window.actions().trigger("price.up")) << "there is no project";
    EXPECT_FALSE(window.document().open());
    EXPECT_TRUE(window.actions().trigger("view.top"));
}

TEST(Palette, ListsEveryActionAndNarrows) {
    ui::MainWindow window;
    commands::Palette palette(window.actions(), &window);
    EXPECT_EQ(palette.shown().size(), static_cast<qsizetype>(commands::action_table().size()));
    palette.entry()->setText("scrn");
    palette.entry()->setText("colour by margin");
    ASSERT_FALSE(palette.shown().isEmpty());
    EXPECT_EQ(palette.shown().front().toStdString(), "view.colour_margin");
    palette.entry()->setText("剖面前移");
    ASSERT_FALSE(palette.shown().isEmpty());
    EXPECT_EQ(palette.shown().front().toStdString(), "view.section_forward");
    EXPECT_FALSE(palette.nothing()->isVisibleTo(&palette));
    palette.entry()->setText("zzzzqqq");
    EXPECT_TRUE(palette.shown().isEmpty());
    EXPECT_TRUE(palette.nothing()->isVisibleTo(&palette)) << "an empty list would leave one wondering";
    EXPECT_TRUE(palette.nothing()->text().contains("zzzzqqq"));
}

TEST(Palette, FindsChineseByTheFirstLettersOfItsReading) {
    for (const ActionInfo& info : commands::action_table())
        for (const QChar letter : QString::fromStdString(info.text.zh))
            if (letter.script() == QChar::Script_Han) {
                EXPECT_TRUE(commands::has_initial(letter)) << info.id << ": " << info.text.zh;
            }
    EXPECT_TRUE(commands::pinyin_initials("剖面前移").contains("pmqy"));
    EXPECT_TRUE(commands::pinyin_initials("全部显示").contains("qbxs"));
    EXPECT_TRUE(commands::pinyin_initials("重置布局").contains("czbj")) << "a second reading";
    EXPECT_TRUE(commands::pinyin_initials("导出报告为 PDF…").contains("dcbgwpdf"));
    ui::MainWindow window;
    commands::Palette palette(window.actions(), &window);
    for (const auto& [typed, id] :
         {std::pair("pmqy", "view.section_forward"), {"alrzs", "view.colour_margin"}, {"hyy", "help.welcome"}}) {
        palette.entry()->setText(typed);
        ASSERT_FALSE(palette.shown().isEmpty()) << typed;
        if (std::string(id) == "view.section_forward") {
            EXPECT_EQ(palette.shown().front().toStdString(), id);
        } else {
            EXPECT_TRUE(palette.shown().mid(0, 8).contains(id)) << typed;
        }
    }
}

TEST(ActionTable, RedoHasBothOfItsKeys) {
    ui::MainWindow window;
    const auto keys = window.actions().action("edit.redo")->shortcuts();
    EXPECT_TRUE(keys.contains(QKeySequence("Ctrl+Y")));
    EXPECT_TRUE(keys.contains(QKeySequence("Ctrl+Shift+Z")));
}

TEST(Palette, LettersInOrderFitAndRunsCountMore) {
    EXPECT_LT(commands::fit_score("xyz", "Export"), 0);
    EXPECT_GT(commands::fit_score("exp", "Export"), commands::fit_score("ept", "Export"));
    EXPECT_GE(commands::fit_score("", "Export"), 0);
}

}  // namespace
}  // namespace orelens
