// The handles moved by a real mouse under a real window manager: xdotool presses, moves and lets go, and the window gets what
// the display sends it. Run by under_window_manager.sh, which says so in the environment; skipped elsewhere.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QProcess>
#include <QStandardPaths>
#include <cmath>

#include "core/base/Vectors.h"
#include "tests/ui/Pixels.h"
#include "tests/ui/Support.h"
#include "ui/charts/HandlePlot.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/VariogramPanel.h"

namespace orelens {
namespace {

using scene::Vec3;

class ByHand : public ::testing::Test {
  protected:
    void SetUp() override {
        if (qEnvironmentVariableIsEmpty("ORELENS_WINDOW_MANAGER") || QStandardPaths::findExecutable("xdotool").isEmpty())
            GTEST_SKIP() << "needs a window manager and xdotool";
        window = tests::window_with_project();
        window->move(40, 40);
        window->view()->set_animated(false);
        ASSERT_TRUE(window->actions().trigger("view.iso"));
        window->activateWindow();
        ASSERT_TRUE(tests::wait_until([&] { return window->isActiveWindow(); }, 20000));
        tests::settle(300);
    }
    static void mouse(const QStringList& does) {
        QProcess tool;
        tool.start("xdotool", does);
        ASSERT_TRUE(tests::wait_until([&] { return tool.state() == QProcess::NotRunning; }, 20000)) << does.join(' ').toStdString();
        ASSERT_EQ(tool.exitCode(), 0) << does.join(' ').toStdString();
        tests::settle(60);
    }
    static QStringList place(const QWidget& widget, const QPointF& at) {
        const QPointF on = widget.mapToGlobal(at) * widget.devicePixelRatioF();
        return {"mousemove", QString::number(std::lround(on.x())), QString::number(std::lround(on.y()))};
    }
    static void drag(const QWidget& widget, const QPointF& from, const QPointF& to) {
        mouse(place(widget, from));
        mouse({"mousedown", "1"});
        for (const double share : {0.2, 0.5, 0.8, 1.0}) mouse(place(widget, from + share * (to - from)));
        mouse({"mouseup", "1"});
    }
    std::optional<scene::Handle> handle(const std::string& id) {
        for (const scene::Handle& each : window->view()->scene().handles().handles)
            if (each.id == id) return each;
        return std::nullopt;
    }
    void pull(const std::string& id, double metres) {
        const auto knob = handle(id);
        ASSERT_TRUE(knob) << id;
        Vec3 to = knob->at;
        for (std::size_t a = 0; a < 3; ++a) to[a] += metres * knob->axis[a];
        drag(*window->view(), tests::pixel_of(*window->view(), knob->at), tests::pixel_of(*window->view(), to));
    }
    const scene::Look& look() { return window->view()->scene().look(); }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(ByHand, TheSectionGoesWithTheMouse) {
    ASSERT_TRUE(window->actions().trigger("view.section"));
    tests::settle(300);
    const Vec3 before = look().section.point;
    const auto camera = window->view()->scene().camera();
    pull("section", 150);
    EXPECT_NEAR(base::dot(base::minus(look().section.point, before), scene::section_normal(look().section)), 150, 15);
    EXPECT_EQ(window->view()->scene().camera(), camera);
}

TEST_F(ByHand, AFaceOfTheBoxGoesWithTheMouse) {
    ASSERT_TRUE(window->actions().trigger("view.clip"));
    tests::settle(300);
    const double before = look().clip.high[0];
    pull("clip.1", -200);
    EXPECT_LT(look().clip.high[0], before - 0.03);
    EXPECT_GT(look().clip.high[0], look().clip.low[0]);
}

TEST_F(ByHand, AnAxisOfTheVariogramAndItsNuggetGoWithTheMouse) {
    window->raise_panel("variogram");
    tests::settle(300);
    panels::VariogramPanel& panel = *window->panels().variogram;
    panel.settle();
    tests::settle(300);
    const std::string element = panel.elements()->currentData().toString().toStdString();
    const auto& rule = window->document().project().recipe.element.at(element).variogram;
    ASSERT_TRUE(rule.fit);
    charts::HandlePlot& chart = *panel.chart();
    const QPointF nugget = chart.place_of(0);
    const double stood = chart.handles()[0].y;
    drag(chart, nugget, nugget - QPointF(0, chart.height() / 6.0));
    EXPECT_FALSE(window->document().project().recipe.element.at(element).variogram.fit);
    EXPECT_GT(chart.handles()[0].y, stood);
}

}  // namespace
}  // namespace orelens
