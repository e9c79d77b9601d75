// Many mines: bars, trend and R5 against the price, rates held against what is asked, and the grid of what is asked.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QSignalSpy>
#include <QTableWidget>
#include <QToolButton>
#include <QUndoStack>
#include <array>

#include "tests/ui/Support.h"
#include "ui/charts/PlotWidget.h"
#include "ui/panels/MinesPanel.h"
#include "ui/panels/TableView.h"

namespace orelens {
namespace {

class Mines : public ::testing::Test {
  protected:
    Mines() {
        project::Project project = tests::small_project();
        // Two mines in two years.
        auto records = std::make_shared<std::vector<utilization::MineRecord>>();
        auto rates = std::make_shared<std::vector<utilization::UtilizationResult>>();
        const utilization::MineRecord record = project.results.utilization.mine_records->front();
        struct Year {
            const char *mine, *period;
            double dressing;
        };
        constexpr std::array years{Year{"North", "2023", 0.80}, Year{"North", "2024", 0.84}, Year{"South", "2023", 0.90},
                                   Year{"South", "2024", 0.70}};
        for (const auto& [mine, period, dressing] : years) {
            utilization::MineRecord one = record;
            one.mine = mine;
            one.period = period;
            for (utilization::MineComponent& component : one.components)
                if (component.name == one.main_component) component.dressing_recovery = dressing;
            auto result = utilization::rates(one, utilization::PriceBasis::element);
            if (!result) throw std::runtime_error(base::describe(result.error(), base::Language::english));
            records->push_back(std::move(one));
            rates->push_back(std::move(*result));
        }
        project.results.utilization.mine_records = records;
        project.results.utilization.rates = rates;
        document.runs().set_auto_economics(false);
        document.replace(std::move(project), QString());
        panel.resize(1200, 300);
        panel.show();
        tests::settle();
    }
    void choose(QComboBox* combo, int row) {
        combo->setCurrentIndex(row);
        Q_EMIT combo->activated(row);
    }
    ui::Document document;
    panels::MinesPanel panel{document};
};

TEST_F(Mines, MinesOfAPeriodStandSideBySideLargestFirst) {
    choose(panel.rate(), 1);  // dressing recovery
    EXPECT_EQ(panel.period()->currentText(), "2024") << "the last one";
    const auto& bars = panel.bars()->bars().bars;
    ASSERT_EQ(bars.size(), 2U);
    EXPECT_EQ(bars[0].label, "North");
    EXPECT_DOUBLE_EQ(bars[0].value.value(), 0.84);
    EXPECT_EQ(bars[1].label, "South");
    choose(panel.period(), 0);
    EXPECT_EQ(panel.bars()->bars().bars.front().label, "South");
}

TEST_F(Mines, PeriodsOfEachMineAreALine) {
    choose(panel.kind(), 1);
    choose(panel.rate(), 1);
    const charts::Plot& plot = panel.plot()->plot();
    ASSERT_EQ(plot.series.size(), 2U);
    EXPECT_EQ(plot.x.names, (std::vector<QString>{"2023", "2024"}));
    EXPECT_EQ(plot.series[1].points, (std::vector<QPointF>{{0, 90}, {1, 70}}));
}

TEST_F(Mines, R5FollowsThePrice) {
    choose(panel.kind(), 2);
    const charts::Plot& plot = panel.plot()->plot();
    ASSERT_EQ(plot.series.size(), 4U) << "the official rate and that of all components, for each mine of the period";
    EXPECT_GT(plot.series[0].points.size(), 20U);
    EXPECT_TRUE(plot.series[1].dashed);
}

TEST_F(Mines, TheGeneralLimitsStandInTheTableWithTheirSource) {
    // The demonstration's recipe asks 92, 86 and 60 of every mine.
    ASSERT_EQ(panel.asked()->rowCount(), 1);
    const auto cell = [&](int column) { return panel.asked()->item(panel.asked()->rowCount() - 1, column)->text(); };
    EXPECT_EQ(cell(0), "* (general limits)");
    EXPECT_EQ(cell(2), "92");
    EXPECT_EQ(cell(3), "86");
    EXPECT_EQ(cell(4), "60");
    EXPECT_TRUE(cell(5).contains(QString::fromStdString(document.project().recipe.general.least_source)));
    EXPECT_TRUE(cell(5).contains("general limits")) << cell(5).toStdString();
    EXPECT_FALSE(panel.asked()->item(0, 2)->flags() & Qt::ItemIsEditable) << "edited where it stands";
    EXPECT_FALSE(panel.remove()->isEnabled());
    // The judgement is by what the table shows.
    EXPECT_TRUE(panel.standings()->row_texts(0)[3].startsWith("✘")) << "80 % of 86";
    // It stays out of the lines that are written, and gives way to a line for all.
    panel.add()->click();
    ASSERT_EQ(panel.asked()->rowCount(), 2);
    panel.asked()->item(0, 2)->setText("50");
    tests::settle();
    EXPECT_EQ(utilization::least_rates_from_text(document.project().recipe.general.least_rates)->size(), 1U);
    panel.asked()->item(0, 0)->setText("*");
    tests::settle();
    ASSERT_EQ(panel.asked()->rowCount(), 1);
    EXPECT_EQ(cell(2), "50");
    EXPECT_TRUE(panel.asked()->item(0, 2)->flags() & Qt::ItemIsEditable);
    // None stated, none shown.
    panel.asked()->setCurrentCell(0, 0);
    panel.remove()->click();
    for (const char* id : {"general.least_mining_recovery", "general.least_dressing_recovery", "general.least_utilization"})
        ASSERT_TRUE(document.edits().set_param(id, 0.0));
    tests::settle();
    EXPECT_EQ(panel.asked()->rowCount(), 0);
}

TEST_F(Mines, WhatIsAskedIsEditedInAGridAndJudged) {
    const int general = panel.asked()->rowCount();
    panel.add()->click();
    ASSERT_EQ(panel.asked()->rowCount(), general + 1);
    panel.asked()->item(0, 0)->setText("South");
    tests::settle();
    panel.asked()->item(0, 3)->setText("82");
    tests::settle();
    panel.asked()->item(0, 5)->setText("Notice 12; part | two");
    tests::settle();
    const auto asked = project::least_rates(document.project().recipe);
    ASSERT_FALSE(asked.empty());
    EXPECT_EQ(asked[0].mine, "South");
    EXPECT_DOUBLE_EQ(asked[0].dressing_recovery.value(), 0.82);
    EXPECT_EQ(asked[0].source, "Notice 12, part / two") << "what divides the text's fields cannot stand in one";
    // 90 % of 2023 passes, 70 % of 2024 does not.
    const auto row_of = [&](const char* mine, const char* period) {
        for (int n = 0; n < panel.standings()->rowCount(); ++n)
            if (const auto texts = panel.standings()->row_texts(n); texts[0] == mine && texts[1] == period) return texts;
        return QStringList();
    };
    EXPECT_TRUE(row_of("South", "2023")[3].startsWith("✔"));
    EXPECT_TRUE(row_of("South", "2024")[3].startsWith("✘"));
    choose(panel.rate(), 1);
    EXPECT_DOUBLE_EQ(panel.bars()->bars().bars[1].least.value(), 0.82);
    EXPECT_TRUE(panel.bars()->bars().bars[1].flagged);
    // What is no rate is refused, with why, and the grid is as it was.
    QSignalSpy refused(&panel, &panels::MinesPanel::refused);
    panel.asked()->item(0, 3)->setText("182");
    tests::settle();
    EXPECT_EQ(refused.size(), 1);
    EXPECT_EQ(panel.asked()->item(0, 3)->text(), "82");
    document.edits().undo_stack().undo();
    EXPECT_EQ(panel.asked()->item(0, 5)->text(), "");
    panel.asked()->setCurrentCell(0, 0);
    panel.remove()->click();
    EXPECT_TRUE(document.project().recipe.general.least_rates.empty());
}

}  // namespace
}  // namespace orelens
