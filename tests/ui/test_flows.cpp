// The page of material flows, the panels of stocks and of scrap: what the sliders move, what stays, what is told.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/AtomicFile.h"
#include "core/project/FlowStudy.h"
#include "tests/ui/Controls.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/HeatMap.h"
#include "ui/charts/PlotWidget.h"
#include "ui/charts/Pyramid.h"
#include "ui/pages/FlowsPage.h"
#include "ui/pages/SankeyChart.h"
#include "ui/panels/FlowSliders.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/ScrapPanel.h"
#include "ui/panels/StocksPanel.h"
#include "ui/panels/TableView.h"

namespace orelens {
namespace {

/// Two metals in two cities over eleven years, a loop, a stock in use, a landfill.
class Flows : public ::testing::Test {
  protected:
    Flows() {
        const auto write = [&](const char* name, const std::string& text) { ASSERT_TRUE(base::write_text_file(folder.filePath(name).toStdString(), text)); };
        write("system.json", R"({"name": "small",
 "dimensions": [{"name": "time", "from": 2000, "to": 2010}, {"name": "element", "items": ["Cu", "Al"]}, {"name": "city", "items": ["A", "B"]}],
 "time": "time", "flow_dimensions": ["time", "element", "city"],
 "parameters": [{"name": "demand", "dimensions": ["time", "element", "city"], "unit": "t", "file": "demand.csv"}, {"name": "life", "unit": "a", "value": 4},
                {"name": "spread", "unit": "a", "value": 1}, {"name": "collected", "unit": "1", "value": 0.5}],
 "processes": ["environment", "plant", "use", "bin", "landfill"],
 "flows": [{"id": "primary", "from": "environment", "to": "plant", "rule": "balance"}, {"id": "products", "from": "plant", "to": "use", "rule": "given", "factors": ["demand"]},
           {"id": "end of life", "from": "use", "to": "bin", "rule": "balance"}, {"id": "back", "from": "bin", "to": "plant", "rule": "transfer", "factors": ["collected"]},
           {"id": "lost", "from": "bin", "to": "landfill", "rule": "rest"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "normal", "first": "life", "second": "spread"},
            {"id": "landfill", "process": "landfill", "drive": "accumulates", "state": "landfill"}],
 "streams": "streams.csv"})");
        std::string demand = "time,element,city,value\n";
        for (int year = 2000; year <= 2010; ++year)
            for (const char* metal : {"Cu", "Al"})
                for (const char* city : {"A", "B"}) demand += std::to_string(year) + "," + metal + "," + city + "," + std::to_string(10 + (year - 2000) + (*city == 'B' ? 5 : 0)) + "\n";
        write("demand.csv", demand);
        write("streams.csv", "id,element,place,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost,collection_rate_benchmark\n"
                             "near,Cu,A,2010,end of life,0.5,0.9,1,900,0,0,0.9\nfar,Cu,B,2010,end of life,0.5,0.9,1,9000,0,0,0.9\nunknown,Cu,B,2008,end of life,0.5,0.9,1,,0,0,\n");
        project::Project project;
        project.recipe.folder = folder.path().toStdString();
        project.recipe.flows.system_file = "system.json";
        project.recipe.commodity["Cu"].price = 5000;
        project.recipe.economics.main_commodity = "Cu";
        project.recipe.economics.costs.currency = "USD";
        base::Progress progress;
        const auto ran = project.run(progress);
        EXPECT_TRUE(ran) << (ran ? "" : base::describe(ran.error(), base::Language::english));
        document.replace(std::move(project), QString());
    }
    template <class W>
    void show(W& widget, int width, int height) {
        widget.resize(width, height);
        widget.show();
        tests::settle();
    }
    QTemporaryDir folder;
    ui::Document document;
};

TEST_F(Flows, TheYearMovesHeightsAndNothingElse) {
    pages::FlowsPage page(document);
    show(page, 1100, 600);
    ASSERT_TRUE(page.answers());
    pages::SankeyChart& chart = *page.chart();
    ASSERT_TRUE(chart.scene());
    const std::size_t nodes = chart.scene()->nodes.size();
    EXPECT_EQ(nodes, 5U) << "environment once: nothing goes back to it";
    page.sliders()->year()->setValue(3);
    std::vector<double> left;
    for (std::size_t n = 0; n < nodes; ++n) left.push_back(chart.box(n).left());
    const double before = chart.moment().tonnes[1], scale = chart.moment().scale;
    page.sliders()->year()->setValue(10);
    EXPECT_NEAR(chart.moment().tonnes[1], 20 + 25, 1e-9) << "copper of both cities";
    EXPECT_GT(chart.moment().tonnes[1], before);
    EXPECT_EQ(chart.moment().scale, scale) << "years compare";
    for (std::size_t n = 0; n < nodes; ++n) EXPECT_EQ(chart.box(n).left(), left[n]) << n;
    // A place is a part of all.
    page.sliders()->combos().at(1)->setCurrentIndex(1);
    EXPECT_NEAR(chart.moment().tonnes[1], 20, 1e-9);
    QTest::keyClick(&chart, Qt::Key_Left);
    EXPECT_NEAR(chart.moment().tonnes[1], 19, 1e-9);
}

TEST_F(Flows, AProcessTellsItsBalance) {
    pages::FlowsPage page(document);
    show(page, 1100, 600);
    pages::SankeyChart& chart = *page.chart();
    std::size_t use = 0;
    for (std::size_t n = 0; n < chart.scene()->nodes.size(); ++n)
        if (chart.scene()->nodes[n].name == "use") use = n;
    QTest::mouseClick(&chart, Qt::LeftButton, Qt::NoModifier, chart.box(use).center().toPoint());
    ASSERT_EQ(chart.chosen(), use);
    EXPECT_TRUE(page.balance()->isVisible());
    EXPECT_EQ(page.balance()->rowCount(), 4) << "in, out, change, stock";
    EXPECT_GT(chart.moment().stock_change[use], 0);
    QTest::keyClick(&chart, Qt::Key_Escape);
    EXPECT_FALSE(chart.chosen());
    EXPECT_FALSE(page.balance()->isVisible());
}

TEST_F(Flows, EveryChartGoesOutAsPictureDrawingAndTable) {
    pages::FlowsPage page(document);
    panels::StocksPanel stocks(document);
    panels::ScrapPanel scrap(document);
    show(page, 1100, 600);
    show(stocks, 1100, 300);
    show(scrap, 1100, 300);
    for (int way = 0; way < 5; ++way) {
        stocks.way()->setCurrentIndex(way);
        tests::settle();
    }
    stocks.way()->setCurrentIndex(0);  // no draws, no fan
    tests::settle();
    for (const charts::Chart* chart : {static_cast<const charts::Chart*>(page.chart()), static_cast<const charts::Chart*>(stocks.map()), static_cast<const charts::Chart*>(stocks.plot()),
                                       static_cast<const charts::Chart*>(stocks.pyramid()), static_cast<const charts::Chart*>(scrap.chart())})
        for (const char* ending : {"png", "svg", "csv"}) {
            const QString file = folder.filePath(QString("chart.") + ending);
            ASSERT_TRUE(chart->save(file));
            EXPECT_GT(QFile(file).size(), ending == std::string("csv") ? 40 : 800) << ending;
        }
}

TEST_F(Flows, StocksAreShownInEveryWayAndTheirSumsAgree) {
    panels::StocksPanel panel(document);
    show(panel, 1100, 300);
    const auto study = project::flow_study(document.project().results);
    double whole = 0;
    for (const std::size_t u : project::tuples_of(study->system, 1, 0)) whole += study->solved.stocks[0].stock[u * 11 + 10];
    const charts::Plot& cohorts = panel.plot()->plot();
    ASSERT_FALSE(cohorts.series.empty());
    EXPECT_NEAR(cohorts.series.back().points.back().y(), whole, 1e-6) << "areas stand on each other";
    panel.way()->setCurrentIndex(panels::StocksPanel::age);
    tests::settle();
    double sum = 0;
    for (const charts::PyramidRow& row : panel.pyramid()->pyramid().rows) sum += row.right;
    EXPECT_NEAR(sum, whole, 1e-6);
    panel.way()->setCurrentIndex(panels::StocksPanel::balance);
    tests::settle();
    EXPECT_EQ(panel.map()->map().rows.size(), 4U);
    for (const auto& row : panel.map()->map().values)
        for (const double value : row) EXPECT_FALSE(value > 1e-9);
    panel.way()->setCurrentIndex(panels::StocksPanel::fan);
    tests::settle();
    EXPECT_TRUE(panel.plot()->plot().series.empty());
    EXPECT_FALSE(panel.plot()->plot().empty_note.isEmpty()) << "nothing was drawn, and it says so";
    // A stock that keeps what comes in has no ages.
    panel.way()->setCurrentIndex(panels::StocksPanel::age);
    panel.stock()->setCurrentIndex(1);
    tests::settle();
    EXPECT_TRUE(panel.pyramid()->pyramid().rows.empty());
}

TEST_F(Flows, ScrapIsUsableFromItsBreakEvenOnAndNeverWithoutOne) {
    panels::ScrapPanel panel(document);
    show(panel, 1200, 300);
    ASSERT_EQ(panel.year()->count(), 2);
    panel.year()->setCurrentIndex(panel.year()->findData(2010));
    tests::settle();
    ASSERT_EQ(panel.table()->rowCount(), 2);
    EXPECT_NE(panel.table()->row_texts(0)[4], ui::tonnes_text(0));
    EXPECT_EQ(panel.table()->row_texts(1)[4], ui::tonnes_text(0)) << "9000 / 0.9 is more than 5000";
    document.price().set(20000, false);
    tests::settle();
    EXPECT_NE(panel.table()->row_texts(1)[4], ui::tonnes_text(0));
    panel.year()->setCurrentIndex(panel.year()->findData(2008));
    tests::settle();
    EXPECT_EQ(panel.table()->row_texts(0)[3], ui::words("ui.scrap.not_known"));
    EXPECT_EQ(panel.table()->row_texts(0)[4], "–");
    EXPECT_TRUE(panel.note()->text().contains("1 stream"));
}

TEST_F(Flows, ThePricePicksWhatScrapIsUsableOnThePageOfFlowsToo) {
    pages::FlowsPage page(document);
    show(page, 1100, 600);
    ASSERT_TRUE(page.slider()->isVisible()) << "scrap has verdicts";
    EXPECT_TRUE(page.slider()->ready());
    const QString before = page.scrap()->text();
    EXPECT_TRUE(before.contains("5,000") && before.contains("2010") && before.contains("2008")) << before.toStdString();
    document.price().set(20000, false);
    EXPECT_NE(page.scrap()->text(), before);
    // Elsewhere a price alone has nothing to answer.
    panels::PriceSlider alone(document);
    EXPECT_FALSE(alone.ready());
    ASSERT_TRUE(document.edits().set_param("flows.year", std::int64_t{2005}));
    tests::settle();
    EXPECT_FALSE(page.slider()->ready()) << "older than the parameters";
    document.replace(project::Project(), QString());
    tests::settle();
    EXPECT_FALSE(page.slider()->isVisible());
}

TEST_F(Flows, OlderResultsAreGreyedAndAProjectWithoutFlowsSaysWhereToBegin) {
    pages::FlowsPage page(document);
    show(page, 1100, 600);
    EXPECT_TRUE(page.chart()->isEnabled());
    ASSERT_TRUE(document.edits().set_param("flows.year", std::int64_t{2005}));
    tests::settle();
    EXPECT_FALSE(page.chart()->isEnabled());
    document.replace(project::Project(), QString());
    tests::settle();
    EXPECT_FALSE(page.answers());
    EXPECT_FALSE(page.chart()->isVisible());
    EXPECT_EQ(page.note()->text(), ui::words("ui.flows.none"));
    document.close();
    tests::settle();
    EXPECT_EQ(page.note()->text(), ui::words("ui.usable.no_project"));
}

TEST_F(Flows, BothLanguagesFitAt1280) {
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        ui::set_language(language);
        pages::FlowsPage page(document);
        panels::StocksPanel stocks(document);
        panels::ScrapPanel scrap(document);
        show(page, 780, 380);
        EXPECT_LE(page.minimumSizeHint().width(), 780);
        for (QWidget* panel : {static_cast<QWidget*>(&stocks), static_cast<QWidget*>(&scrap)}) {
            show(*panel, 1200, 260);
            EXPECT_LE(panel->minimumSizeHint().width(), 1200);
            EXPECT_LE(panel->minimumSizeHint().height(), 300);
        }
        for (QWidget* shown : {static_cast<QWidget*>(&page), static_cast<QWidget*>(&stocks), static_cast<QWidget*>(&scrap)})
            for (const QString& fault : tests::unnamed(shown)) ADD_FAILURE() << fault.toStdString();
    }
    ui::set_language(base::Language::english);
}

}  // namespace
}  // namespace orelens
