// The slider over all prices at once, curves of scenarios side by side, and past prices beside the slider.
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QSlider>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/economics/SliderCurve.h"
#include "core/economics/Value.h"
#include "tests/ui/Support.h"
#include "ui/actions/PriceActions.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/panels/CurvePanel.h"
#include "ui/panels/CurvePlot.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/shell/Pages.h"
#include "ui/shell/Stage.h"
#include "ui/viewport/VtkView.h"

namespace orelens {
namespace {

class Together : public ::testing::Test {
  protected:
    Together() { document().runs().set_auto_economics(false); }
    std::unique_ptr<ui::MainWindow> window = tests::window_with_project();
    [[nodiscard]] ui::Document& document() const { return window->document(); }
    [[nodiscard]] panels::PriceSlider& slider() const { return window->pages().stage().slider(); }
    void all_prices() {
        document().price().set_all_prices(true);
        document().price().settle();
        tests::settle();
    }
};

TEST_F(Together, AllPricesMoveByTheSameFactor) {
    const double price = document().price().recipe_price();
    const auto alone = document().price().curve()->at(1.2 * price);
    all_prices();
    ASSERT_TRUE(document().price().all_prices());
    document().price().set(1.2 * price, false);
    // The same as the curve along all prices, and as the deck valued anew with every price 20 % higher.
    const economics::PriceDeck deck = *document().project().results.value.deck;
    const auto along = economics::curve_along(*document().project().results.value.model, deck, economics::Slider{}, deck.test,
                                              document().price().curve()->elements());
    ASSERT_TRUE(along);
    const auto now = document().price().answer().counted()->at(1.2 * price);
    EXPECT_EQ(now.blocks, along->at(120).blocks);
    blocks::BlockModel valued(*document().project().results.unvalued());
    base::Progress progress;
    const economics::PriceDeck dearer = economics::moved(deck, economics::Slider{}, 120);
    ASSERT_TRUE(economics::evaluate(valued, dearer, progress));
    const auto anew = economics::UsableCurve::build(valued, dearer, dearer.test, along->elements());
    ASSERT_TRUE(anew);
    EXPECT_NEAR(static_cast<double>(now.blocks), static_cast<double>(anew->at(1.2 * price).blocks), 1);
    EXPECT_GE(now.blocks, alone.blocks) << "by-products are dearer, too";
    EXPECT_EQ(window->view()->scene().usable_blocks(), now.blocks) << "the picture says the same";
    EXPECT_TRUE(window->view()->scene().data().all_prices);
    for (const auto& [name, commodity] : document().project().recipe.commodity)
        EXPECT_NEAR(document().price_of(name), 1.2 * commodity.price, 1e-9 * commodity.price) << name;
    document().price().set_all_prices(false);
    tests::settle();
    EXPECT_EQ(document().price().curve()->at(1.2 * price).blocks, alone.blocks);
    EXPECT_FALSE(window->view()->scene().data().all_prices);
}

TEST_F(Together, TheSliderSpeaksOfPerCent) {
    QComboBox* combo = slider().commodity();
    ASSERT_GT(combo->count(), 2);
    combo->setCurrentIndex(combo->count() - 1);
    Q_EMIT combo->activated(combo->count() - 1);
    document().price().settle();
    tests::settle();
    EXPECT_EQ(combo->currentData().toString(), QString());
    EXPECT_NEAR(slider().entry()->number(), 0, 1e-9);
    slider().entry()->setValue(10);
    EXPECT_NEAR(document().price().value(), 1.1 * document().price().recipe_price(), 1e-6);
    EXPECT_TRUE(slider().entry()->suffix().contains("%"));
    // Taken into the recipe, every price is.
    const auto before = document().project().recipe.commodity;
    ASSERT_TRUE(document().take_price());
    for (const auto& [name, commodity] : document().project().recipe.commodity)
        EXPECT_NEAR(commodity.price, 1.1 * before.at(name).price, 1e-9 * commodity.price) << name;
    document().edits().undo_stack().undo();
    EXPECT_EQ(document().project().recipe.commodity, before);
    combo->setCurrentIndex(0);
    Q_EMIT combo->activated(0);
    EXPECT_FALSE(document().price().wants_all_prices());
}

TEST_F(Together, AScenarioTakesEveryPrice) {
    all_prices();
    document().price().set(1.5 * document().price().recipe_price(), false);
    window->panels().scenarios->add();
    EXPECT_EQ(document().project().scenarios.back().changes.size(), document().project().recipe.commodity.size());
}

TEST_F(Together, CurvesOfScenariosStandInOneChart) {
    project::Scenario cheap{"Cheap treatment", {}};
    ASSERT_TRUE(project::set_change(cheap, document().project().recipe, "economics.processing", "1"));
    project::Scenario gone{"Of another commodity", {{"commodity.Xx.price", "1"}}};
    document().edits().change_scenarios("x", {cheap, gone});
    window->raise_panel("curve");
    tests::settle();
    panels::CurvePanel& panel = *window->panels().curve;
    ASSERT_TRUE(panel.scenarios()->isEnabled());
    const std::size_t before = panel.chart()->plot().series.size();
    panel.scenarios()->setChecked(true);
    panel.settle();
    const auto& series = panel.chart()->plot().series;
    ASSERT_EQ(series.size(), before + 1) << "what the recipe cannot take has no curve";
    EXPECT_EQ(series.back().name, "Cheap treatment");
    for (std::size_t n = 0; n < series.back().points.size(); n += 20)
        EXPECT_GE(series.back().points[n].y() + 1e-9, series.front().points[n].y()) << "cheaper treatment loses nothing";
    panel.scenarios()->setChecked(false);
    EXPECT_EQ(panel.chart()->plot().series.size(), before);
}

TEST_F(Together, CurvesOfCategoriesStandInOneChart) {
    window->raise_panel("curve");
    tests::settle();
    panels::CurvePanel& panel = *window->panels().curve;
    const auto& parts = document().project().results.value.curves_by_category;
    ASSERT_TRUE(parts);
    ASSERT_TRUE(panel.categories()->isEnabled());
    const std::size_t before = panel.chart()->plot().series.size();
    panel.categories()->setChecked(true);
    tests::settle();
    const auto& series = panel.chart()->plot().series;
    std::size_t with_blocks = 0;
    for (const auto& [name, curve] : *parts) with_blocks += curve.total().blocks > 0;
    ASSERT_EQ(series.size(), before + std::min(with_blocks, panels::most_scenarios));
    for (std::size_t n = before; n < series.size(); ++n)
        for (std::size_t p = 0; p < series[n].points.size(); p += 20)
            EXPECT_LE(series[n].points[p].y(), series.front().points[p].y() + 1e-9) << "a part is no more than the whole";
    if (with_blocks <= panels::most_scenarios)
        for (std::size_t p = 0; p < series.front().points.size(); p += 20) {
            double sum = 0;
            for (std::size_t n = before; n < series.size(); ++n) sum += series[n].points[p].y();
            EXPECT_NEAR(sum, series.front().points[p].y(), 1e-6 * (1 + sum));
        }
    panel.scenarios()->setChecked(true);
    EXPECT_FALSE(panel.categories()->isChecked()) << "one family of lines at a time";
    panel.scenarios()->setChecked(false);
    all_prices();
    EXPECT_FALSE(panel.categories()->isEnabled()) << "they are of the main commodity's price alone";
}

TEST_F(Together, PastPricesStandBesideTheSlider) {
    EXPECT_TRUE(slider().history()->isHidden());
    QTemporaryDir folder;
    const double price = document().price().recipe_price();
    const auto write = [&](const QByteArray& rows) {
        QFile file(folder.filePath("past.csv"));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write("date,price\n" + rows);
    };
    QByteArray rows;
    for (int n = 0; n < 10; ++n)
        rows += "20" + QByteArray::number(10 + n) + "-01-01," + QByteArray::number(price * (0.55 + 0.1 * n), 'f', 3) + "\n";
    write(rows);
    actions::PriceActions* group = nullptr;
    for (const auto& each : window->groups())
        if (auto* found = qobject_cast<actions::PriceActions*>(each.get())) group = found;
    ASSERT_NE(group, nullptr);
    ASSERT_TRUE(group->read_history(folder.filePath("past.csv")));
    EXPECT_FALSE(slider().history()->isHidden());
    EXPECT_TRUE(slider().history()->text().contains("50")) << slider().history()->text().toStdString();
    document().price().set(price * 1.2, false);
    EXPECT_TRUE(slider().history()->text().contains("70")) << slider().history()->text().toStdString();
    write("2010-01-01,none\n");
    const auto refused = group->read_history(folder.filePath("past.csv"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "price_history.no_number");
    EXPECT_EQ(refused.error().place.row, 2);
    EXPECT_FALSE(slider().history()->isHidden()) << "what was read before stays";
}

}  // namespace
}  // namespace orelens
