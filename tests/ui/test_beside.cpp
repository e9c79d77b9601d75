// Two views side by side: the base and a scenario, one camera, one look and filter, each with its own answer; and what a
// scenario changes as colours.
#include <gtest/gtest.h>

#include <QLabel>
#include <QToolButton>

#include "core/scenarios/Compare.h"
#include "tests/ui/Support.h"
#include "ui/ViewState.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/shell/Beside.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Stage.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

class Twin : public ::testing::Test {
  protected:
    Twin() {
        document().runs().set_auto_economics(false);
        const std::string price = "commodity." + document().price().commodity() + ".price";
        project::Scenario dear{"Dear", {}}, cheap{"Cheap treatment", {}};
        (void)project::set_change(dear, document().project().recipe, price,
                                  base::value_text(1.3 * document().price().recipe_price()));
        (void)project::set_change(cheap, document().project().recipe, "economics.processing", "1");
        document().edits().change_scenarios("x", {dear, cheap});
    }
    std::unique_ptr<ui::MainWindow> window = tests::window_with_project();
    [[nodiscard]] ui::Document& document() const { return window->document(); }
    [[nodiscard]] shell::Beside& beside() const { return window->pages().stage().beside(); }
    void show(const std::string& name) {
        beside().show_scenario(name);
        beside().settle();
        tests::settle(100);
    }
    static double distance(const scene::CameraState& a, const scene::CameraState& b) {
        double sum = 0;
        for (std::size_t c = 0; c < 3; ++c) sum += std::abs(a.position[c] - b.position[c]);
        return sum;
    }
};

TEST_F(Twin, EachViewShowsWhatIsUsableUnderItsOwnTerms) {
    show("Cheap treatment");
    ASSERT_TRUE(beside().shown());
    EXPECT_TRUE(beside().isVisible());
    const double price = document().price().value();
    const auto base = document().price().curve()->at(price), scenario = beside().shown()->curve->at(beside().price());
    EXPECT_EQ(beside().price(), price) << "the scenario states no price of its own";
    EXPECT_GT(scenario.tonnes, base.tonnes);
    EXPECT_EQ(window->view()->scene().usable_blocks(), base.blocks);
    EXPECT_EQ(beside().view().scene().usable_blocks(), scenario.blocks);
    // The comparison of the two says the same.
    const auto compared = project::compare_scenarios(*document().project().results.unvalued(), document().project().recipe,
                                                     nullptr, project::find_scenario(document().project().scenarios, "Cheap treatment"));
    ASSERT_TRUE(compared);
    EXPECT_EQ(compared->after.blocks, scenario.blocks);
    EXPECT_TRUE(beside().headline().text().contains("▲"));
    EXPECT_TRUE(beside().headline().text().contains("Cheap treatment"));
    EXPECT_TRUE(beside().first_headline().isVisible());
}

TEST_F(Twin, TheSliderMovesBothAndTheScenarioKeepsItsProportion) {
    show("Dear");
    const double price = document().price().recipe_price();
    EXPECT_NEAR(beside().price(), 1.3 * price, 1e-9 * price);
    document().price().set(1.1 * price, false);
    EXPECT_NEAR(beside().price(), 1.43 * price, 1e-9 * price);
    EXPECT_EQ(beside().view().scene().usable_blocks(), beside().shown()->curve->at(beside().price()).blocks);
    EXPECT_EQ(window->view()->scene().usable_blocks(), document().price().curve()->at(1.1 * price).blocks);
}

TEST_F(Twin, OneCameraOneLookOneFilter) {
    show("Dear");
    viewport::VtkView& first = *window->view();
    viewport::VtkView& second = beside().view();
    first.set_animated(false);
    first.show_view(scene::StandardView::east);
    tests::settle(100);
    const double size = distance(first.scene().camera(), scene::CameraState{});
    EXPECT_LT(distance(first.scene().camera(), second.scene().camera()), 1e-6 * size);
    auto moved = second.scene().camera();
    moved.position[0] += 500;
    second.set_animated(false);
    second.fly_to(moved);
    tests::settle(100);
    EXPECT_LT(distance(first.scene().camera(), moved), 1e-6 * size) << "the second moves the first, too";
    ASSERT_TRUE(window->actions().trigger("view.section"));
    EXPECT_TRUE(second.scene().look().section.on);
    EXPECT_EQ(second.scene().look().section, first.scene().look().section);
    const std::string column = "break_even." + document().price().commodity() + ".full";
    document().filter().set_range(column, 0, document().price().recipe_price(), false);
    ASSERT_TRUE(tests::wait_until([&] { return document().filter().mask() != nullptr; }));
    tests::settle();
    EXPECT_EQ(second.scene().mask(), document().filter().mask());
}

TEST_F(Twin, InAPresentationBothHaveLargeLetters) {
    show("Dear");
    const double before = beside().headline().font().pointSizeF();
    ASSERT_TRUE(window->actions().trigger("window.present"));
    tests::settle(100);
    EXPECT_TRUE(beside().isVisible());
    for (const QLabel* line : {&beside().headline(), &beside().first_headline()}) {
        EXPECT_NEAR(line->font().pointSizeF(), 1.5 * before, 0.1);
        EXPECT_LE(line->heightForWidth(line->width()), line->height()) << "whole";
    }
    ASSERT_TRUE(window->actions().trigger("window.present"));
    tests::settle(100);
    EXPECT_NEAR(beside().headline().font().pointSizeF(), before, 0.01);
    EXPECT_NEAR(beside().first_headline().font().pointSizeF(), before, 0.01);
}

TEST_F(Twin, GradesAreSharedNotCopied) {
    show("Dear");
    const auto& mine = *document().project().results.model();
    const auto& other = *beside().shown()->model;
    for (const blocks::ColumnInfo& column : mine.columns()) {
        if (column.type != blocks::ColumnType::real || !base::grade_unit(column.unit)) continue;
        if (!other.has(column.name)) continue;
        EXPECT_EQ(static_cast<const void*>(mine.real(column.name, 0)), static_cast<const void*>(other.real(column.name, 0)))
            << column.name;
    }
    EXPECT_FALSE(other.has("nsr"));
    EXPECT_FALSE(other.has("break_even." + document().price().commodity() + ".marginal"));
}

TEST_F(Twin, ItComesByActionAndPanelAndGoesWithItsScenario) {
    ASSERT_TRUE(window->actions().trigger("view.beside"));
    EXPECT_FALSE(beside().scenario().empty());
    ASSERT_TRUE(window->actions().trigger("view.beside"));
    EXPECT_TRUE(beside().scenario().empty());
    EXPECT_FALSE(beside().isVisible());
    show("Dear");
    document().edits().change_scenarios("x", {});
    EXPECT_TRUE(beside().scenario().empty());
    EXPECT_FALSE(beside().isVisible());
    EXPECT_EQ(beside().view().scene().data().model, nullptr) << "its memory is let go";
    // Without a scenario it says so.
    ASSERT_TRUE(window->actions().trigger("view.beside"));
    EXPECT_FALSE(beside().isVisible());
}

TEST_F(Twin, WhatAScenarioChangesIsSeenWhateverThePrice) {
    document().runs().run("scenarios");
    ASSERT_TRUE(tests::wait_until([&] { return document().project().current("scenarios"); }));
    tests::settle(100);
    const std::string column = project::scenario_column("Dear");
    const auto& model = *document().project().results.model();
    ASSERT_TRUE(model.has(column));
    std::array<std::int64_t, 5> held{};
    const auto changes = model.integer_leaves(column);
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (const auto what = changes[n][at]; model.leaf(n).is_active(at) && what >= 0 && what < 5)
                ++held[static_cast<std::size_t>(what)];
    ASSERT_GT(held[static_cast<std::size_t>(scenarios::Change::activated)], 0);
    scene::Look look = window->view()->scene().look();
    look.quarter.on = look.section.on = false;
    look.colour_by = scene::ColourBy::column;
    look.column = column;
    look.waste = scene::Waste::hidden;
    scene::Scene& scene = window->view()->scene();
    const std::int64_t usable = scene.usable_blocks();
    window->view()->set_look(look);
    EXPECT_EQ(scene.usable_blocks(), usable) << "the answer is the price's, the colours are the change's";
    // An activated block, which the base leaves out, can be picked now: it is drawn.
    blocks::Index3 activated{};
    for (std::size_t n = 0; n < model.leaf_count(); ++n)
        for (int at = 0; at < 512; ++at)
            if (model.leaf(n).is_active(at) &&
                changes[n][at] == static_cast<std::int32_t>(scenarios::Change::activated))
                activated = model.leaf(n).index(at);
    look.clip.on = true;  // that block alone
    for (std::size_t a = 0; a < 3; ++a) {
        look.clip.low[a] = activated[a] / static_cast<double>(model.geometry().count[a]);
        look.clip.high[a] = (activated[a] + 1) / static_cast<double>(model.geometry().count[a]);
    }
    window->view()->set_look(look);
    const auto centre = model.geometry().centre(activated);
    scene::CameraState camera = scene.camera();
    camera.focal_point = centre;
    camera.position = {centre[0], centre[1] - 3000, centre[2]};
    camera.view_up = {0, 0, 1};
    scene.set_camera(camera);
    tests::settle(100);
    const double ratio = window->view()->devicePixelRatioF();
    const auto pick = scene.pick(window->view()->width() * ratio / 2, window->view()->height() * ratio / 2);
    EXPECT_TRUE(pick.block_hit && pick.block == activated);
    look.colour_by = scene::ColourBy::status;
    window->view()->set_look(look);
    EXPECT_FALSE(scene.pick(window->view()->width() * ratio / 2, window->view()->height() * ratio / 2).block_hit)
        << "by price alone it is not usable and not drawn";
}

}  // namespace
}  // namespace orelens
