#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>
#include <QUndoStack>
#include <cmath>

#include "core/scenarios/Levers.h"
#include "tests/ui/Support.h"
#include "ui/ViewState.h"
#include "ui/charts/Waterfall.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/panels/TableView.h"
#include "ui/panels/WhyPanel.h"

namespace orelens {
namespace {

class Asked : public ::testing::Test {
  protected:
    Asked() {
        document.runs().set_auto_economics(false);
        document.replace(tests::small_project(), QString());
    }
    ui::Document document;
    ui::ViewState view;
};

TEST_F(Asked, WhyOfTheWholeDepositEndsAtItsMargin) {
    panels::WhyPanel panel(document);
    panel.resize(420, 900);
    panel.show();
    panel.settle();
    const auto& bars = panel.chart()->plot().bars;
    ASSERT_GT(bars.size(), 5U);
    EXPECT_TRUE(bars.front().sum && bars.back().sum);
    double sum = 0;
    for (const charts::WaterfallBar& bar : bars)
        if (!bar.sum || &bar == &bars.front()) sum += bar.amount;
    EXPECT_NEAR(sum, bars.back().amount, 1e-9 * bars.front().amount);
    EXPECT_LT(bars.back().amount, 0);  // of those that are not usable
    EXPECT_GT(panel.levers()->rowCount(), 3);
    EXPECT_GT(panel.activation()->rowCount(), 0);
    EXPECT_TRUE(panel.verdict()->text().startsWith("✘"));
    for (const charts::WaterfallBar& bar : bars) EXPECT_FALSE(bar.how.startsWith("why.")) << bar.how.toStdString();
}

TEST_F(Asked, WhyOfABlockFollowsTheSelectionAndThePrice) {
    panels::WhyPanel panel(document);
    panel.show();
    const auto model = document.project().results.valued();
    const std::string even = "break_even." + document.price().commodity() + ".full";
    scene::PickResult pick;
    pick.block_hit = true;
    double price = 0;
    for (std::size_t n = 0; n < model->leaf_count() && price == 0; ++n)
        for (int at = 0; at < 512; ++at) {
            const auto value = static_cast<double>(model->real(even, n)[at]);
            if (!model->leaf(n).is_active(at) || !std::isfinite(value) || value < document.price().value() * 1.05) continue;
            pick.block = model->leaf(n).index(at);
            price = value;
            break;
        }
    ASSERT_GT(price, 0);
    document.selection().take(pick);
    panel.settle();
    EXPECT_EQ(panel.subject()->currentData().toString(), "block");
    EXPECT_TRUE(panel.verdict()->text().startsWith("✘"));
    EXPECT_TRUE(panel.levers()->isVisibleTo(&panel));
    document.price().set(price * 1.001, false);
    panel.settle();
    EXPECT_TRUE(panel.verdict()->text().startsWith("✔"));
    EXPECT_FALSE(panel.levers()->isVisibleTo(&panel));
}

TEST_F(Asked, WithoutAPriceNothingIsCalledUnusable) {
    project::Recipe recipe = document.project().recipe;
    for (auto& [name, commodity] : recipe.commodity) commodity.price = 0;
    document.edits().change_recipe("x", "", [&](project::Recipe& edited) { edited = recipe; });
    project::Project bare = document.project();
    bare.results.value = {};
    document.replace(std::move(bare), QString());
    panels::WhyPanel panel(document);
    panel.show();
    panel.settle();
    EXPECT_FALSE(panel.verdict()->text().contains("✘"));
    EXPECT_FALSE(panel.chart()->isVisibleTo(&panel));
}

TEST_F(Asked, ScenariosAreMadeChangedComparedAndUndone) {
    panels::ScenariosPanel panel(document, view);
    panel.resize(1200, 300);
    panel.show();
    document.price().set(document.price().recipe_price() * 1.4, false);
    panel.add();
    ASSERT_EQ(document.project().scenarios.size(), 1U);
    const std::string id = "commodity." + document.price().commodity() + ".price";
    EXPECT_TRUE(document.project().scenarios[0].changes.contains(id));
    EXPECT_TRUE(document.modified());
    EXPECT_FALSE(document.project().current("scenarios"));
    panel.settle();
    EXPECT_GE(panel.comparison()->rowCount(), 5);  // before, after, activated, deactivated, due to the price
    panel.set_difference("economics.processing", "1");
    EXPECT_EQ(document.project().scenarios[0].changes.at("economics.processing"), "1");
    panel.settle();
    EXPECT_EQ(panel.comparison()->rowCount(), 6);
    panel.set_difference("commodity." + document.price().commodity() + ".recovery_percent", "140");
    EXPECT_TRUE(panel.told()->text().startsWith("⚠"));
    EXPECT_EQ(document.project().scenarios[0].changes.size(), 2U);
    panel.duplicate();
    ASSERT_EQ(document.project().scenarios.size(), 2U);
    EXPECT_NE(document.project().scenarios[0].name, document.project().scenarios[1].name);
    panel.list()->item(1)->setText("Other");
    EXPECT_EQ(document.project().scenarios[1].name, "Other");
    panel.set_difference("economics.processing", "");
    EXPECT_FALSE(document.project().scenarios[1].changes.contains("economics.processing"));
    panel.remove();
    EXPECT_EQ(document.project().scenarios.size(), 1U);
    for (int step = 0; step < 6; ++step) document.edits().undo_stack().undo();
    EXPECT_TRUE(document.project().scenarios.empty());
    panel.settle();
}

TEST_F(Asked, BlocksAreColouredByWhatAScenarioChanges) {
    panels::ScenariosPanel panel(document, view);
    panel.show();
    document.price().set(document.price().recipe_price() * 1.4, false);
    panel.add();
    panel.settle();
    panel.colour()->click();
    ASSERT_TRUE(tests::wait_until([&] { return document.project().current("scenarios"); }));
    tests::settle();
    const std::string column = project::scenario_column(document.project().scenarios[0].name);
    EXPECT_EQ(view.look().column, column);
    EXPECT_TRUE(document.project().results.model()->has(column));
}

}  // namespace
}  // namespace orelens
