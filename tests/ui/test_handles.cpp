// Handles in the view: what is dragged is what the panels say, each drag one thing; sliders and their numbers agree;
// realisations are stepped through.
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QLabel>
#include <QSlider>
#include <QTest>
#include <QUndoStack>
#include <cmath>

#include "core/base/Vectors.h"
#include "tests/ui/Pixels.h"
#include "tests/ui/Support.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/FlowSliders.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/RealisationBar.h"
#include "ui/panels/SliderField.h"
#include "ui/panels/VariogramPanel.h"
#include "ui/panels/ViewPanel.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Stage.h"
#include "ui/shell/ViewFeed.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

using scene::Vec3;

class HandlesInHand : public ::testing::Test {
  protected:
    void SetUp() override {
        window = tests::window_with_project();
        window->view()->set_animated(false);
        ASSERT_TRUE(window->actions().trigger("view.iso"));
        tests::settle();
    }
    ui::Document& document() { return window->document(); }
    viewport::VtkView& view() { return *window->view(); }
    scene::Scene& scene() { return view().scene(); }
    const scene::Look& look() { return scene().look(); }
    std::optional<scene::Handle> handle(const std::string& id) {
        for (const scene::Handle& each : scene().handles().handles)
            if (each.id == id) return each;
        return std::nullopt;
    }
    QPointF pixel(const Vec3& at) { return tests::pixel_of(view(), at); }
    void drag(const Vec3& from, const Vec3& to, bool let_go = true) {
        const QPointF a = pixel(from), b = pixel(to);
        QTest::mousePress(&view(), Qt::LeftButton, {}, a.toPoint());
        for (const double share : {0.4, 1.0}) {
            const QPointF on = a + (b - a) * share;
            QMouseEvent move(QEvent::MouseMove, on, view().mapToGlobal(on), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(&view(), &move);
        }
        if (let_go) QTest::mouseRelease(&view(), Qt::LeftButton, {}, b.toPoint());
    }
    static Vec3 ahead(const scene::Handle& knob, double by) {
        return {knob.at[0] + by * knob.axis[0], knob.at[1] + by * knob.axis[1], knob.at[2] + by * knob.axis[2]};
    }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(HandlesInHand, TheSectionIsDraggedAlongItsNormal) {
    EXPECT_FALSE(handle("section"));
    ASSERT_TRUE(window->actions().trigger("view.section"));
    tests::settle();
    const auto knob = handle("section");
    ASSERT_TRUE(knob);
    const scene::CameraState camera = scene().camera();
    const Vec3 before = look().section.point;
    drag(knob->at, ahead(*knob, 150));
    const Vec3 moved = base::minus(look().section.point, before);
    EXPECT_NEAR(base::dot(moved, scene::section_normal(look().section)), 150, 12) << "as far as the hand, to a few pixels";
    EXPECT_NEAR(base::length(moved), std::abs(base::dot(moved, knob->axis)), 1e-6) << "nowhere else";
    EXPECT_EQ(scene().camera(), camera) << "the view does not turn";
    EXPECT_TRUE(document().selection().empty()) << "nothing was picked";
    EXPECT_NE(handle("section")->at, knob->at) << "the knob goes with the plane";
    // Escape gives it back.
    const Vec3 rests = look().section.point;
    const auto again = handle("section");
    drag(again->at, ahead(*again, -80), false);
    EXPECT_NE(look().section.point, rests);
    QTest::keyClick(&view(), Qt::Key_Escape);
    for (std::size_t a = 0; a < 3; ++a) EXPECT_NEAR(look().section.point[a], rests[a], 0.1);
    QTest::mouseRelease(&view(), Qt::LeftButton);
    ASSERT_TRUE(window->actions().trigger("view.handles"));
    EXPECT_TRUE(scene().handles().handles.empty());
}

TEST_F(HandlesInHand, TheSectionTurnsAboutItsMiddle) {
    ASSERT_TRUE(window->actions().trigger("view.section"));
    tests::settle();
    const auto middle = handle("section"), knob = handle("section.strike");
    ASSERT_TRUE(middle && knob);
    const double strike = look().section.azimuth_deg;
    const Vec3 arm = base::minus(knob->at, knob->pivot);
    const double turn = 25 * M_PI / 180;  // to the left, against the compass
    drag(knob->at, {knob->pivot[0] + std::cos(turn) * arm[0] - std::sin(turn) * arm[1],
                    knob->pivot[1] + std::sin(turn) * arm[0] + std::cos(turn) * arm[1], knob->at[2]});
    const double by = std::remainder(look().section.azimuth_deg - strike, 360.0);
    EXPECT_NEAR(by, -25, 3);
    EXPECT_NEAR(base::dot(scene::section_normal(look().section), base::minus(look().section.point, middle->at)), 0, 1e-6)
        << "the middle stays on the plane";
}

/// A plane that dips is moved along its normal too.
TEST(SectionState, ADippingPlaneGoesAsFarAsItIsTold) {
    ui::ViewState state;
    state.set_extent({0, 0, 0}, {1000, 1000, 400});
    for (const double dip : {0.0, 30.0, 45.0, 60.0, 90.0}) {
        state.change([dip](scene::Look& look) { look.section.dip_deg = dip; });
        state.set_section_metres(0);
        const Vec3 from = state.look().section.point;
        state.set_section_metres(50);
        EXPECT_NEAR(base::dot(scene::section_normal(state.look().section), base::minus(state.look().section.point, from)), 50, 1e-9) << dip;
    }
}

TEST_F(HandlesInHand, FacesOfTheClippingBoxAreDragged) {
    ASSERT_TRUE(window->actions().trigger("view.clip"));
    tests::settle();
    const auto knob = handle("clip.1");
    ASSERT_TRUE(knob);
    const blocks::GridGeometry& grid = document().project().results.model()->geometry();
    const double length = grid.count[0] * grid.block_size[0];
    drag(knob->at, ahead(*knob, -0.25 * length));
    EXPECT_NEAR(look().clip.high[0], 0.75, 0.03);
    EXPECT_EQ(look().clip.low, (Vec3{0, 0, 0}));
    // Past the other face it stops beside it.
    const auto low = handle("clip.0");
    drag(low->at, ahead(*low, 0.95 * length));
    EXPECT_LT(look().clip.low[0], look().clip.high[0]);
}

TEST_F(HandlesInHand, FacesOfAFilterBoxAreDragged) {
    const auto box = scene().bulk();
    blocks::FilterRow row;
    row.kind = blocks::FilterRow::Kind::box;
    row.box_low = box[0];
    row.box_high = box[1];
    document().filter().add(row);
    tests::settle();
    const auto knob = handle("filter.1");
    ASSERT_TRUE(knob);
    const double wide = box[1][0] - box[0][0];
    drag(knob->at, ahead(*knob, -0.3 * wide));
    EXPECT_NEAR(document().filter().rows()[0].box_high[0], box[1][0] - 0.3 * wide, 0.03 * wide);
    EXPECT_EQ(document().filter().rows()[0].box_low, box[0]);
    ASSERT_TRUE(tests::wait_until([&] { return document().filter().kept() && document().filter().curve() != nullptr; }));
    EXPECT_LT(document().filter().kept()->blocks, document().project().results.model()->block_count());
}

TEST_F(HandlesInHand, TheEllipsoidAndTheVariogramAreOneModel) {
    window->raise_panel("variogram");
    tests::settle();
    panels::VariogramPanel& panel = *window->panels().variogram;
    const auto body = panel.body();
    ASSERT_TRUE(body);
    const auto knob = handle("variogram.range.0");
    ASSERT_TRUE(knob);
    Vec3 middle{};
    for (std::size_t a = 0; a < 3; ++a) middle[a] = (scene().bulk()[0][a] + scene().bulk()[1][a]) / 2;
    EXPECT_NEAR(base::length(base::minus(knob->at, middle)), body->range_major_m, 1e-6);
    const auto rule = [&] { return document().project().recipe.element.at(panel.element()).variogram; };
    const int steps = document().edits().undo_stack().count();
    drag(knob->at, ahead(*knob, 0.4 * body->range_major_m));
    EXPECT_FALSE(rule().fit) << "what is shaped is the recipe's";
    const geostat::Anisotropy now = geostat::stated_variogram(rule()).structures.back().shape;
    EXPECT_NEAR(now.range_major_m, 1.4 * body->range_major_m, 0.1 * body->range_major_m);
    EXPECT_EQ(now.range_semi_m, body->range_semi_m);
    EXPECT_EQ(document().edits().undo_stack().count(), steps + 1) << "one step";
    EXPECT_NEAR(base::length(base::minus(handle("variogram.range.0")->at, middle)), now.range_major_m, 1e-6);
    // It is not round now: it can be turned.
    const auto azimuth = handle("variogram.azimuth");
    ASSERT_TRUE(azimuth);
    const Vec3 arm = base::minus(azimuth->at, azimuth->pivot);
    const double turn = -30 * M_PI / 180;
    drag(azimuth->at, {azimuth->pivot[0] + std::cos(turn) * arm[0] - std::sin(turn) * arm[1],
                       azimuth->pivot[1] + std::sin(turn) * arm[0] + std::cos(turn) * arm[1], azimuth->at[2]});
    const geostat::Anisotropy turned = geostat::stated_variogram(rule()).structures.back().shape;
    EXPECT_NEAR(std::remainder(turned.azimuth_deg - now.azimuth_deg, 360.0), 30, 4) << "with the compass";
    EXPECT_EQ(turned.range_major_m, now.range_major_m);
    // The other way round: the recipe is edited, the ellipsoid follows.
    ASSERT_TRUE(document().edits().set_param("element." + panel.element() + ".variogram." +
                                                 (geostat::stated_variogram(rule()).structures.size() > 1 ? "minor2" : "minor1"),
                                             now.range_minor_m / 2));
    tests::settle();
    EXPECT_NEAR(base::length(base::minus(handle("variogram.range.2")->at, middle)), now.range_minor_m / 2, 1e-6);
    document().edits().undo_stack().setIndex(steps);
    tests::settle();
    EXPECT_TRUE(rule().fit);
    panel.in_view()->setChecked(false);
    EXPECT_FALSE(handle("variogram.range.0"));
    panel.settle();
}

TEST_F(HandlesInHand, PicturesHaveNoHandles) {
    const QImage before = view().screenshot({300, 200}, false, false);
    window->raise_panel("variogram");
    tests::settle();
    ASSERT_FALSE(scene().handles().handles.empty());
    const QImage with = view().screenshot({300, 200}, false, false);
    window->panels().variogram->in_view()->setChecked(false);
    tests::settle();
    EXPECT_EQ(with, view().screenshot({300, 200}, false, false));
    window->panels().variogram->settle();
}

/// A project with realisations of copper in its model.
project::Project simulated(int count) {
    project::Project made = tests::small_project();
    auto model = std::make_shared<blocks::BlockModel>(*made.results.model());
    for (int n = 1; n <= count; ++n) {
        const std::string name = "Cu.realisation_" + std::to_string(n);
        (void)model->add_column({.name = name, .unit = "%"});
        for (std::size_t leaf = 0; leaf < model->leaf_count(); ++leaf)
            for (int at = 0; at < 512; ++at) model->real(name, leaf)[at] = model->real("Cu", leaf)[at] * static_cast<float>(n);
    }
    made.results.value.model = model;
    return made;
}

TEST_F(HandlesInHand, RealisationsAreSteppedThrough) {
    panels::RealisationBar& bar = window->pages().stage().realisations();
    EXPECT_FALSE(bar.isVisible()) << "there are none";
    ASSERT_TRUE(window->actions().trigger("view.realisations"));
    EXPECT_TRUE(bar.isVisible());
    EXPECT_FALSE(bar.field()->isEnabled());
    EXPECT_EQ(bar.told()->text(), ui::words("ui.realisation.none")) << "…and it says why";
    document().replace(simulated(12), QString());
    tests::settle();
    ASSERT_EQ(bar.columns().size(), 12U);
    EXPECT_EQ(bar.columns()[1], "Cu.realisation_2");
    EXPECT_EQ(bar.columns()[9], "Cu.realisation_10");
    EXPECT_TRUE(bar.isVisible());
    EXPECT_TRUE(bar.field()->isEnabled());
    bar.field()->slider()->setValue(bar.field()->step_of(7));
    EXPECT_EQ(look().column, "Cu.realisation_7");
    EXPECT_EQ(look().colour_by, scene::ColourBy::column);
    const auto ends = [&] { return scene().block_legend(); };
    const scene::Legend seventh = ends();
    bar.field()->entry()->setValue(2);
    EXPECT_EQ(look().column, "Cu.realisation_2");
    EXPECT_EQ(bar.field()->slider()->value(), bar.field()->step_of(2));
    EXPECT_EQ(ends().low, seventh.low) << "one scale for all of them";
    EXPECT_EQ(ends().high, seventh.high);
}

/// What is framed stands above the bar as it does above the slider.
TEST_F(HandlesInHand, TheBarOfRealisationsCountsAsFoot) {
    document().replace(simulated(5), QString());
    tests::settle();
    panels::RealisationBar& bar = window->pages().stage().realisations();
    ASSERT_TRUE(bar.isVisible());
    const auto lowest = [&] {
        view().show_deposit();
        tests::settle();
        const auto box = scene().bulk();
        double low = 0;
        for (int bits = 0; bits < 8; ++bits)
            low = std::max(low, pixel({box[bits & 1][0], box[(bits >> 1) & 1][1], box[(bits >> 2) & 1][2]}).y());
        return low;
    };
    EXPECT_LE(lowest(), bar.geometry().top() - view().geometry().top() + 1) << "nothing of the deposit lies behind it";
    const double with = lowest();
    ASSERT_TRUE(window->actions().trigger("view.realisations"));
    EXPECT_FALSE(bar.isVisible());
    EXPECT_GT(lowest(), with) << "without it there is more room";
}

/// Of a large model the window shows everything else at once, and the blocks when they have been prepared.
TEST_F(HandlesInHand, LargeModelsArePreparedBesideTheWindow) {
    project::Project made = tests::small_project();
    blocks::GridGeometry grid = made.results.model()->geometry();
    grid.count = {150, 150, 150};
    made.results.value.model = std::make_shared<blocks::BlockModel>(blocks::BlockModel::full(grid).value());
    ASSERT_GT(made.results.model()->block_count(), shell::ViewFeed::most_at_once);
    document().replace(std::move(made), QString());
    EXPECT_TRUE(scene().awaits_blocks());
    ASSERT_TRUE(tests::wait_until([&] { return !scene().awaits_blocks(); }));
    EXPECT_FALSE(scene().block_legend().title.empty() && scene().block_legend().entries.empty());
    // The small one again comes at once.
    document().replace(tests::small_project(), QString());
    EXPECT_FALSE(scene().awaits_blocks());
    EXPECT_GT(scene().usable_blocks(), 0);
}

/// Every slider has a number beside it that is edited and agrees with it.
TEST_F(HandlesInHand, EverySliderHasItsNumber) {
    for (const char* id : {"view.section", "view.clip", "view.xray"}) ASSERT_TRUE(window->actions().trigger(id));
    window->raise_panel("view");
    window->panels().view->open_colours();
    window->panels().view->set_layers({"pit"});
    document().replace(simulated(5), QString());
    tests::settle();
    const auto sliders = window->findChildren<QSlider*>();
    EXPECT_GE(sliders.size(), 12);
    for (QSlider* slider : sliders) {
        // A year is chosen among those there are; it stands beside its slider and is not typed.
        if (qobject_cast<panels::FlowSliders*>(slider->parentWidget()) != nullptr) continue;
        auto* field = qobject_cast<panels::SliderField*>(slider->parentWidget());
        ASSERT_NE(field, nullptr) << slider->accessibleName().toStdString();
        const std::string name = slider->accessibleName().toStdString();
        EXPECT_FALSE(name.empty());
        EXPECT_FALSE(field->entry()->accessibleName().isEmpty()) << name;
        ASSERT_TRUE(slider->isEnabled()) << name;
        for (const double share : {0.25, 0.75}) {
            const int step = static_cast<int>(std::lround(share * slider->maximum()));
            slider->setValue(step);
            EXPECT_NEAR(field->entry()->number(), field->at(step), 1e-6 * std::abs(field->at(step)) + 1e-9) << name;
            EXPECT_DOUBLE_EQ(field->value(), field->at(step)) << name;
        }
        const double typed = field->at(slider->maximum() / 2);
        field->entry()->setValue(typed);
        EXPECT_EQ(slider->value(), field->step_of(typed)) << name;
        EXPECT_NEAR(field->value(), typed, 1e-9 * std::abs(typed)) << name;
    }
}

TEST_F(HandlesInHand, APriceThatIsTypedOnTheStageIsThePrice) {
    panels::PriceSlider& slider = window->pages().stage().slider();
    const double typed = std::round(document().price().value() * 1.037);
    slider.entry()->setValue(typed);
    EXPECT_EQ(document().price().value(), typed);
    EXPECT_EQ(scene().price(), typed);
    EXPECT_TRUE(window->actions().trigger("edit.undo"));
    EXPECT_EQ(slider.entry()->number(), document().price().value());
}

}  // namespace
}  // namespace orelens
