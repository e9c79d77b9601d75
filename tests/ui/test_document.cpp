#include <gtest/gtest.h>

#include <QFile>
#include <QSignalSpy>

#include "tests/ui/Support.h"
#include "ui/Document.h"

namespace orelens {
namespace {

using base::ParamValue;

class DocumentTest : public ::testing::Test {
  protected:
    DocumentTest() {
        document.runs().set_auto_economics(false);
        document.replace(tests::small_project(), QString());
    }
    ui::Document document;
};

TEST_F(DocumentTest, EditsAreUndoneAndRedone) {
    const std::string before = project::recipe_to_json(document.project().recipe);
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(77.5)));
    EXPECT_EQ(document.project().recipe.economics.costs.processing, 77.5);
    ASSERT_TRUE(document.edits().set_param("grid.margin", ParamValue(123.0)));
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.project().recipe.economics.costs.processing, 77.5);
    document.edits().undo_stack().undo();
    EXPECT_EQ(project::recipe_to_json(document.project().recipe), before);
    document.edits().undo_stack().redo();
    EXPECT_EQ(document.project().recipe.economics.costs.processing, 77.5);
}

TEST_F(DocumentTest, SettingTheSameValueIsNoEdit) {
    const double now = document.project().recipe.economics.costs.processing;
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(now)));
    EXPECT_EQ(document.edits().undo_stack().count(), 0);
    EXPECT_FALSE(document.modified());
}

TEST_F(DocumentTest, ASpinDragIsOneStep) {
    const double before = document.project().recipe.economics.costs.processing;
    for (int n = 1; n <= 20; ++n)
        ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(before + n)));
    EXPECT_EQ(document.edits().undo_stack().count(), 1);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.project().recipe.economics.costs.processing, before);
}

TEST_F(DocumentTest, RefusedValuesChangeNothing) {
    const std::string before = project::recipe_to_json(document.project().recipe);
    EXPECT_FALSE(document.edits().set_param("economics.mining_recovery", ParamValue(140.0)));
    EXPECT_FALSE(document.edits().set_param("economics.processing", ParamValue(std::string("much"))));
    EXPECT_FALSE(document.edits().set_param("no.such", ParamValue(1.0)));
    EXPECT_EQ(project::recipe_to_json(document.project().recipe), before);
    EXPECT_EQ(document.edits().undo_stack().count(), 0);
}

TEST_F(DocumentTest, APriceDragIsOneStepAndTheNextDragAnother) {
    const double before = document.price().value();
    for (int n = 1; n <= 10; ++n) document.price().set(before + 100 * n, true);
    document.price().set(before + 1000, false);
    const double after_first = document.price().value();
    for (int n = 1; n <= 10; ++n) document.price().set(before - 100 * n, true);
    document.price().set(before - 1000, false);
    EXPECT_EQ(document.edits().undo_stack().count(), 2);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), after_first);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), before);
    EXPECT_FALSE(document.modified()) << "the slider alone is nothing to save";
}

TEST_F(DocumentTest, GroupKeysComeAndGoWithUndo) {
    ASSERT_TRUE(document.edits().add_group_key("element", "Zn"));
    EXPECT_TRUE(document.project().recipe.element.contains("Zn"));
    EXPECT_FALSE(document.edits().add_group_key("element", "Zn")) << "it is there already";
    EXPECT_FALSE(document.edits().add_group_key("element", "Z n"));
    EXPECT_FALSE(document.edits().add_group_key("commodity", ""));
    document.edits().remove_group_key("element", "Zn");
    EXPECT_FALSE(document.project().recipe.element.contains("Zn"));
    document.edits().undo_stack().undo();
    document.edits().undo_stack().undo();
    EXPECT_FALSE(document.project().recipe.element.contains("Zn"));
    document.edits().undo_stack().redo();
    EXPECT_TRUE(document.project().recipe.element.contains("Zn"));
}

TEST_F(DocumentTest, AShapeIsAShapeAndNoCommodity) {
    const auto commodities = project::group_keys(document.project().recipe, "commodity");
    ASSERT_TRUE(document.edits().add_group_key("shape", "pit"));
    EXPECT_TRUE(document.project().recipe.shape.contains("pit"));
    EXPECT_EQ(project::group_keys(document.project().recipe, "commodity"), commodities);
    document.edits().remove_group_key("shape", "pit");
    EXPECT_FALSE(document.project().recipe.shape.contains("pit"));
    EXPECT_EQ(project::group_keys(document.project().recipe, "commodity"), commodities);
}

TEST_F(DocumentTest, ApprovalsAreUndone) {
    const auto findings = document.project().findings();
    ASSERT_GE(findings.size(), 2U) << "the demonstration has planted errors";
    const std::string first = findings.at(0).id(), second = findings.at(1).id();
    document.edits().approve({first, second}, true);
    EXPECT_TRUE(document.project().approved_findings.contains(second));
    EXPECT_TRUE(document.modified());
    document.edits().undo_stack().undo();
    EXPECT_TRUE(document.project().approved_findings.empty());
    EXPECT_FALSE(document.modified());
}

TEST_F(DocumentTest, ARunReplacesResultsOnlyWhenItIsWhole) {
    const auto old_model = document.project().results.model();
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(45.0)));
    EXPECT_EQ(document.project().state("evaluate"), project::StageState::stale);
    EXPECT_EQ(document.project().state("estimate"), project::StageState::current);
    QSignalSpy finished(&document.runs(), &ui::Runs::finished);
    document.runs().run();
    EXPECT_TRUE(document.runs().job().running());
    EXPECT_EQ(document.project().results.model(), old_model);
    ASSERT_TRUE(tests::wait_until([&] { return !finished.isEmpty(); }));
    EXPECT_TRUE(finished.front().front().toBool());
    EXPECT_EQ(document.project().state("evaluate"), project::StageState::current);
    EXPECT_NE(document.project().results.model(), old_model);
}

TEST_F(DocumentTest, EconomicsRunByThemselvesAfterAnEdit) {
    document.runs().set_auto_economics(true);
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(46.0)));
    EXPECT_TRUE(tests::wait_until(
        [&] { return document.project().state("evaluate") == project::StageState::current; }));
}

TEST_F(DocumentTest, CancelKeepsTheOldResults) {
    document.runs().set_auto_economics(false);
    const auto old_model = document.project().results.model();
    ASSERT_TRUE(document.edits().set_param("composite.length", ParamValue(3.0)));
    QSignalSpy finished(&document.runs(), &ui::Runs::finished);
    document.runs().run();
    document.runs().cancel();
    ASSERT_TRUE(tests::wait_until([&] { return !finished.isEmpty(); }));
    EXPECT_FALSE(finished.front().front().toBool());
    EXPECT_EQ(document.project().results.model(), old_model);
    EXPECT_FALSE(document.runs().job().running());
}

TEST_F(DocumentTest, WhatIsAskedForWhileARunIsUnderWayFollowsIt) {
    ASSERT_TRUE(document.edits().set_param("composite.length", ParamValue(3.0)));
    QSignalSpy finished(&document.runs(), &ui::Runs::finished);
    document.runs().run("composite");
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(45.0)));
    document.runs().run();
    document.runs().run();
    ASSERT_TRUE(tests::wait_until([&] { return finished.size() == 2; }));
    EXPECT_TRUE(document.project().stale().empty());
    tests::settle();
    EXPECT_EQ(finished.size(), 2) << "the same wish twice is one";
    // A cancel takes back what waits.
    ASSERT_TRUE(document.edits().set_param("composite.length", ParamValue(2.5)));
    document.runs().run("composite");
    document.runs().run();
    document.runs().cancel();
    ASSERT_TRUE(tests::wait_until([&] { return !document.runs().running(); }));
    tests::settle(200);
    EXPECT_FALSE(document.runs().running());
}

TEST_F(DocumentTest, TheRunOfANewProjectWaitsForThatOfTheOldToStop) {
    ASSERT_TRUE(document.edits().set_param("composite.length", ParamValue(3.0)));
    document.runs().run();
    ASSERT_TRUE(document.runs().running());
    project::Project other;
    other.recipe = tests::small_project().recipe;
    document.replace(std::move(other), QString());
    document.runs().run("composite");
    ASSERT_TRUE(tests::wait_until([&] { return document.project().results.drilling.composites != nullptr; }));
    ASSERT_TRUE(tests::wait_until([&] { return !document.runs().running(); }));
}

TEST_F(DocumentTest, APriceThatWasMovedStaysWhereItIs) {
    const double stated = document.price().value();
    document.price().set(1.2 * stated, false);
    const std::string price = "commodity." + document.price().commodity() + ".price";
    ASSERT_TRUE(document.edits().set_param(price, ParamValue(1.1 * stated)));
    EXPECT_EQ(document.price().value(), 1.2 * stated);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), 1.2 * stated);
    ASSERT_TRUE(document.take_price());
    EXPECT_EQ(document.price().recipe_price(), 1.2 * stated);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().recipe_price(), stated);
    EXPECT_EQ(document.price().value(), 1.2 * stated) << "as it was before it was taken";
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), stated);
    // One that nobody moved follows the recipe.
    ASSERT_TRUE(document.edits().set_param(price, ParamValue(1.3 * stated)));
    EXPECT_EQ(document.price().value(), 1.3 * stated);
    document.edits().undo_stack().undo();
    EXPECT_EQ(document.price().value(), stated);
}

TEST_F(DocumentTest, WhatWasPickedIsLetGoWithItsHolesAndItsGrid) {
    scene::PickResult hole;
    hole.hole = 0;
    hole.interval = 2;
    scene::PickResult block;
    block.block_hit = true;
    document.selection().take(block);
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(45.0)));
    document.runs().run();
    document.runs().job().wait();
    EXPECT_FALSE(document.selection().empty()) << "the same grid";
    document.selection().take(hole);
    ASSERT_TRUE(document.edits().set_param("economics.processing", ParamValue(46.0)));
    document.runs().run();
    document.runs().job().wait();
    EXPECT_FALSE(document.selection().empty()) << "the same holes";
    ASSERT_TRUE(document.edits().set_param("drillholes.max_bend", ParamValue(55.0)));
    document.runs().run("import");
    document.runs().job().wait();
    EXPECT_TRUE(document.selection().empty());
    document.selection().take(block);
    ASSERT_TRUE(document.edits().set_param("grid.size_w", document.project().recipe.grid.size_w_m * 2));
    document.runs().run();
    document.runs().job().wait();
    EXPECT_TRUE(document.selection().empty());
}

TEST(Guard, UnsavedChangesAreAskedAbout) {
    auto window = tests::window_with_project();
    int asked = 0;
    window->files().ask_unsaved = [&asked] {
        ++asked;
        return shell::SaveAnswer::cancel;
    };
    ASSERT_TRUE(
        window->document().edits().set_param("general.name", base::ParamValue(std::string("Changed"))));
    EXPECT_TRUE(window->isWindowModified());
    EXPECT_FALSE(window->close());
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(window->document().open());
    const QTemporaryDir folder;
    ASSERT_TRUE(window->files().save_to(folder.filePath("p.gpkg")));
    EXPECT_FALSE(window->isWindowModified());
    EXPECT_TRUE(QFile::exists(folder.filePath("p.gpkg")));
    EXPECT_TRUE(window->close());
    EXPECT_EQ(asked, 1) << "nothing was unsaved any more";
}

TEST(Guard, ASavedProjectOpensAgainWithTheSameNumbers) {
    auto window = tests::window_with_project();
    const QTemporaryDir folder;
    const QString file = folder.filePath("again.gpkg");
    ASSERT_TRUE(window->files().save_to(file));
    const double price = window->document().price().value();
    const double tonnes = window->document().price().curve()->at(price).tonnes;
    window->document().close();
    ASSERT_TRUE(window->files().open(file));
    EXPECT_EQ(window->document().price().value(), price);
    ASSERT_TRUE(window->document().price().curve());
    EXPECT_EQ(window->document().price().curve()->at(price).tonnes, tonnes);
    EXPECT_FALSE(window->document().modified());
}

}  // namespace
}  // namespace orelens
