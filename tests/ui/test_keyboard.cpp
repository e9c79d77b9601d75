// The keyboard going from panel to panel and the window leaving while it is there. Windows get the keyboard by
// themselves only under a window manager: under_window_manager.sh runs these there.
#include <gtest/gtest.h>

#include "tests/ui/Support.h"
#include "ui/commands/ActionSet.h"
#include "ui/shell/Desk.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

/// Whether the window has the keyboard; without a window manager it may never get it.
bool gets_keyboard(ui::MainWindow& window) {
    window.activateWindow();
    return tests::wait_until([&] { return window.isActiveWindow(); }, 3000);
}

TEST(Keyboard, FollowsThePanelInUse) {
    auto window = tests::window_with_project();
    if (!gets_keyboard(*window)) GTEST_SKIP() << "the window does not get the keyboard here";
    for (const auto& [id, panel] : window->desk().all()) {
        ASSERT_TRUE(window->actions().trigger("window." + id));
        tests::settle();
        EXPECT_TRUE(panel->isAncestorOf(QApplication::focusWidget()) ||
                    panel == QApplication::focusWidget())
            << id;
        EXPECT_EQ(window->desk().used(), panel) << id;
        window->view()->setFocus();
        tests::settle();
        EXPECT_EQ(window->desk().used(), panel) << id << ": the view is no panel";
    }
}

TEST(Keyboard, APanelWithItGoesWithTheWindow) {
    for (const char* id : {"project", "usable", "findings", "view"}) {
        auto window = tests::window_with_project();
        gets_keyboard(*window);
        ASSERT_TRUE(window->actions().trigger(std::string("window.") + id));
        tests::settle();
        window.reset();
        tests::settle();
        EXPECT_EQ(QApplication::focusWidget(), nullptr) << id;
    }
}

TEST(Keyboard, AWindowGoesInTheMiddleOfARunAndOfAnEdit) {
    auto window = tests::window_with_project();
    gets_keyboard(*window);
    ASSERT_TRUE(window->document().edits().set_param("composite.length", base::ParamValue(3.0)));
    window->document().price().set(window->document().price().value() * 1.1, false);
    window->document().runs().run();
    EXPECT_TRUE(window->document().runs().running());
    window.reset();
    tests::settle();
    for (const QWidget* left : QApplication::topLevelWidgets())
        EXPECT_EQ(qobject_cast<const ui::MainWindow*>(left), nullptr);
}

}  // namespace
}  // namespace orelens
