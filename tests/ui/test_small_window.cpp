// The smallest window that is promised: every page and every panel around it has its place in 900 × 560.
#include <gtest/gtest.h>

#include <QScrollArea>

#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Desk.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Side.h"
#include "ui/workspaces/Workspace.h"

namespace orelens {
namespace {

using workspaces::Place;

constexpr std::array all_places{Place::left, Place::right, Place::drawer};

void fold_all(shell::Desk& desk) {
    for (const Place place : all_places) desk.set_open(place, false);
}

TEST(SmallWindow, StaysSmallWhileAProjectOpensInIt) {
    ui::MainWindow window;
    window.files().ask_unsaved = [] { return shell::SaveAnswer::discard; };
    window.resize(900, 560);
    window.show();
    tests::settle();
    EXPECT_EQ(window.size(), QSize(900, 560));
    window.document().replace(tests::small_project(), QString());
    tests::settle(200);
    EXPECT_EQ(window.size(), QSize(900, 560));
}

TEST(SmallWindow, EveryPageAndEveryPanelHasItsPlaceInIt) {
    const auto window = tests::window_with_project();
    shell::Desk& desk = window->desk();
    for (const base::Language language : {base::Language::english, base::Language::chinese}) {
        ui::set_language(language);
        for (const workspaces::WorkspaceInfo& workspace : workspaces::workspace_table())
            for (const std::string& page : workspace.pages) {
                desk.enter(workspace.id);
                ASSERT_TRUE(window->pages().centre().show(page)) << page;
                for (const Place place : all_places)
                    for (const std::string& panel : panels_of(workspace, place, page)) {
                        fold_all(desk);
                        window->resize(900, 560);
                        tests::settle(1);
                        desk.bring(panel);
                        tests::settle(1);
                        EXPECT_EQ(window->pages().centre().shown(), page) << panel;
                        const std::string where = workspace.id + ", " + page + ", " + panel;
                        EXPECT_LE(window->minimumSizeHint().width(), 900) << where;
                        EXPECT_LE(window->minimumSizeHint().height(), 560) << where;
                        EXPECT_EQ(window->size(), QSize(900, 560)) << where;
                    }
            }
    }
    ui::set_language(base::Language::english);
}

/// What is scrolled has the whole page where there is room for it.
TEST(SmallWindow, APageThatScrollsFillsALargeWindow) {
    const auto window = tests::window_with_project();
    window->desk().enter("perspective");
    fold_all(window->desk());
    ASSERT_TRUE(window->pages().centre().show("statistics"));
    QWidget* page = window->pages().centre().page("statistics");
    QWidget* port = page->parentWidget();
    ASSERT_NE(qobject_cast<QScrollArea*>(port->parentWidget()), nullptr);
    tests::settle();
    EXPECT_EQ(page->size(), port->size());
    window->resize(900, 560);
    window->desk().bring("variogram");
    tests::settle();
    EXPECT_GT(page->height(), port->height());
    EXPECT_EQ(page->width(), port->width());
    EXPECT_GE(port->height(), 8 * port->fontMetrics().height());
}

}  // namespace
}  // namespace orelens
