#include <gtest/gtest.h>

#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QUndoStack>
#include <cmath>
#include <set>

#include "core/scenarios/Levers.h"
#include "core/scenarios/Tornado.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/ViewState.h"
#include "ui/Words.h"
#include "ui/charts/TornadoPlot.h"
#include "ui/charts/Waterfall.h"
#include "ui/panels/NumberEntry.h"
#include "ui/panels/ScenariosPanel.h"
#include "ui/panels/TableView.h"
#include "ui/panels/TornadoPanel.h"
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
    for (const base::Language language : {base::Language::chinese, base::Language::english}) {
        ui::set_language(language);
        for (const int wide : {420, 330}) {
            panel.resize(wide, 900);
            tests::settle();
            panel.settle();
            EXPECT_TRUE(panel.chart()->names_whole()) << wide;
        }
    }
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

TEST_F(Asked, TheTornadoIsThatOfTheSlidersPrice) {
    panels::TornadoPanel panel(document);
    panel.resize(1200, 360);
    panel.show();
    panel.settle();
    const auto by_hand = [&](double share) {
        const ui::Answer answer = document.price().answer();
        return *scenarios::tornado(*document.project().results.unvalued(), answer.deck, share);
    };
    const auto compare = [&](double share) {
        const scenarios::Tornado made = by_hand(share);
        const auto& lines = panel.chart()->plot().lines;
        std::size_t moving = 0;
        for (const auto& row : made.rows) moving += row.low.worth != row.high.worth;
        ASSERT_EQ(lines.size(), moving);
        ASSERT_GT(lines.size(), 5U);
        for (std::size_t n = 0; n < lines.size(); ++n) {
            const double low = made.rows[n].low.worth - made.worth, high = made.rows[n].high.worth - made.worth;
            EXPECT_NEAR(lines[n].low * 1e6, low, 1e-9 * std::abs(made.worth));
            EXPECT_NEAR(lines[n].high * 1e6, high, 1e-9 * std::abs(made.worth));
            if (n > 0) {
                EXPECT_GE(std::abs(lines[n - 1].high - lines[n - 1].low), std::abs(lines[n].high - lines[n].low));
            }
        }
        EXPECT_EQ(panel.table()->rowCount(), static_cast<int>(lines.size()));
    };
    EXPECT_FALSE(panel.ask()->isVisible()) << "a small model is not asked about";
    EXPECT_TRUE(panel.chart()->isVisible());
    compare(10);
    EXPECT_TRUE(panel.note()->text().contains(ui::price_text(document.price().value())));
    // Another price and another share are another tornado.
    document.price().set(1.2 * document.price().value(), false);
    panel.settle();
    compare(10);
    panel.share()->setValue(25);
    panel.settle();
    compare(25);
    EXPECT_TRUE(panel.chart()->plot().low_name.contains("25"));
    // Tonnes instead of money.
    panel.quantity()->setCurrentIndex(1);
    Q_EMIT panel.quantity()->activated(1);
    const scenarios::Tornado made = by_hand(25);
    const auto chart = scenarios::tornado_chart(made, scenarios::TornadoQuantity::tonnes);
    const auto& lines = panel.chart()->plot().lines;
    ASSERT_FALSE(lines.empty());
    // In the unit of the widest end, which is named beside it.
    double widest = chart.centre;
    for (const auto& bar : chart.bars) widest = std::max({widest, bar.low, bar.high});
    const double unit = ui::mass_unit(widest).tonnes;
    EXPECT_EQ(panel.chart()->plot().unit.toStdString(), ui::mass_unit(widest).name);
    EXPECT_NEAR(lines.front().high * unit, chart.bars.front().high - chart.centre, 1e-6 * made.usable.tonnes);
    // As text every row, and it leaves as the other charts do.
    EXPECT_EQ(panel.chart()->as_text().count('\n'), static_cast<int>(lines.size()) + 2);
    QTemporaryDir folder;
    for (const char* name : {"t.png", "t.svg", "t.csv"})
        EXPECT_TRUE(panel.chart()->save(folder.filePath(name)));
    QFile svg(folder.filePath("t.svg"));
    ASSERT_TRUE(svg.open(QIODevice::ReadOnly));
    EXPECT_TRUE(QString::fromUtf8(svg.readAll()).contains(lines.front().label.toHtmlEscaped()));
    // In the other language nothing of it is a key.
    ui::set_language(base::Language::chinese);
    panel.settle();
    const QString chinese = panel.chart()->as_text() + panel.note()->text() + panel.chart()->plot().title;
    ui::set_language(base::Language::english);
    EXPECT_FALSE(chinese.contains("ui.") || chinese.contains("lower"));
}

TEST_F(Asked, OfOldResultsThereIsNoTornado) {
    project::Recipe recipe = document.project().recipe;
    project::Project bare;
    bare.recipe = recipe;
    document.replace(std::move(bare), QString());
    panels::TornadoPanel panel(document);
    panel.show();
    tests::settle();
    EXPECT_FALSE(panel.chart()->isVisible());
    EXPECT_FALSE(panel.share()->isEnabled());
    EXPECT_FALSE(panel.note()->text().isEmpty());
}

/// Rows that do not fit are told of, not squeezed into each other.
TEST(TornadoPlot, WhatDoesNotFitIsCounted) {
    charts::TornadoWidget chart;
    charts::TornadoPlot plot;
    plot.title = "T";
    plot.centre = "now 5";
    plot.low_name = "10 % lower";
    plot.high_name = "10 % higher";
    for (int n = 0; n < 30; ++n) plot.lines.push_back({"Input " + QString::number(n), "1", "0.9", "1.1", -30.0 + n, 30.0 - n});
    chart.set_plot(plot);
    const auto inked = [&](int high) {
        QImage image(500, high, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        charts::paint_tornado(painter, QRectF(0, 0, 500, high), plot, ui::chart_colors(ui::Theme::light));
        painter.end();
        std::set<QRgb> colours;
        for (int y = 0; y < high; ++y) colours.insert(image.pixel(250, y));
        return colours.size();
    };
    EXPECT_GT(inked(160), 3U) << "bars and letters";
    EXPECT_GT(inked(900), 3U);
    EXPECT_EQ(chart.as_text().count('\n'), 32) << "all of them as text";
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
    panel.set_difference("economics.processing", "1,250");  // as numbers stand on the screen
    EXPECT_EQ(document.project().scenarios[0].changes.at("economics.processing"), "1250");
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
    for (int step = 0; step < 7; ++step) document.edits().undo_stack().undo();
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
