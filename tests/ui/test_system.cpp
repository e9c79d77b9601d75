// The page of the total system and the panel of advice: what they show is what the ledger says, one filter holds for all of it, and the
// price in hand moves it.
#include <gtest/gtest.h>

#include <QFile>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QTemporaryDir>

#include "core/base/Quantity.h"
#include "core/demonstration/WholeCountry.h"
#include "core/ledger/Species.h"
#include "core/project/LedgerStudy.h"
#include "tests/ui/Support.h"
#include "ui/charts/FrameworkMap.h"
#include "ui/charts/GradeAxis.h"
#include "ui/charts/PlotWidget.h"
#include "ui/charts/Treemap.h"
#include "ui/Words.h"
#include "ui/map/MapView.h"
#include "ui/pages/SystemMap.h"
#include "ui/pages/SystemPage.h"
#include "ui/pages/SystemYears.h"
#include "ui/panels/AdvicePanel.h"
#include "ui/panels/TableView.h"

namespace orelens {
namespace {

using ledger::Field;
using pages::SystemView;

/// A small country without block models, made once.
const project::Project& country() {
    static QTemporaryDir folder;
    static const project::Project made = [] {
        demonstration::WholeCountryOptions options;
        options.country = {.mines = 20, .orebodies = 20};
        options.modelled = 0;
        const auto written = demonstration::write_whole_country(folder.path().toStdString(), options, base::Progress());
        if (!written) throw std::runtime_error(base::describe(written.error(), base::Language::english));
        base::Progress progress;
        auto opened = project::open_project(written->project, progress);
        if (!opened) throw std::runtime_error(base::describe(opened.error(), base::Language::english));
        return std::move(*opened);
    }();
    return made;
}

class TotalSystem : public ::testing::Test {
  protected:
    TotalSystem() {
        document.runs().set_auto_economics(false);
        document.replace(country(), QString());
        page.resize(1000, 700);
        page.show();
        page.settle();
    }
    void look(SystemView view) {
        page.views()->setCurrentIndex(static_cast<int>(view));
        page.settle();
    }
    ui::Document document;
    pages::SystemPage page{document};
};

TEST_F(TotalSystem, TheMapHoldsBothSubsystemsAndFiveDimensions) {
    ASSERT_NE(page.answer(), nullptr);
    const charts::Framework& map = page.map()->framework();
    EXPECT_EQ(map.halves.size(), 2U);
    EXPECT_EQ(map.properties.size(), 3U);
    ASSERT_EQ(map.columns.size(), 5U);
    for (const charts::FrameworkColumn& column : map.columns) EXPECT_FALSE(column.rows.empty()) << column.title.toStdString();
    EXPECT_FALSE(page.summary()->text().isEmpty());
}

TEST_F(TotalSystem, TheMapScrollsRatherThanCutItsRows) {
    const double line = QFontMetricsF(page.map()->font()).height();
    for (const QSize& size : {QSize(1000, 700), QSize(830, 300)}) {
        page.resize(size);
        tests::settle();
        const auto& columns = page.map()->framework().columns;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const QRectF last = page.map()->row_area(c, columns[c].rows.size() - 1);
            EXPECT_GE(last.height(), line) << size.height();
            EXPECT_LE(last.bottom(), page.map()->height()) << size.height() << " column " << c;
        }
        for (std::size_t n = 0; n < 2; ++n) EXPECT_TRUE(page.map()->half_whole(n)) << size.width();
    }
}

TEST_F(TotalSystem, UnitsStandOnTheMapAsTheFilterLeavesThem) {
    look(SystemView::places);
    const ledger::Ledger& ledger = page.answer()->asked.study->file.built.ledger;
    const std::int64_t copper = ledger.species.find("Cu");
    ASSERT_EQ(page.answer()->asked.species, "Cu") << "the metal of the slider";
    // By a loop over all of them.
    std::size_t with_place = 0, social = 0;
    double metal = 0;
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        bool any = false;
        double sum = 0;
        for (std::size_t row = ledger.first[u]; row < ledger.first[u + 1]; ++row) {
            if (ledger.row_species[row] != copper) continue;
            any = true;
            sum += ledger.row_contained[row];
        }
        if (!any || ledger.excluded[u] != ledger::Excluded::counted || !std::isfinite(ledger.x[u])) continue;
        ++with_place;
        metal += sum;
        social += ledger.subsystem[u] == ledger::Subsystem::social ? 1 : 0;
    }
    const maps::MapMarks& marks = page.places()->scene().marks();
    ASSERT_EQ(marks.marks.size(), with_place);
    double drawn = 0;
    std::size_t squares = 0;
    for (const maps::MapMark& mark : marks.marks) {
        drawn += mark.amount;
        squares += marks.states[mark.state].square ? 1 : 0;
    }
    EXPECT_NEAR(drawn, metal, 1e-9 * metal);
    EXPECT_EQ(squares, social);
    EXPECT_GT(social, 0U) << "cities with their stocks";
    // A click filters every picture by the region of the unit.
    const std::size_t before = marks.marks.size();
    Q_EMIT page.places()->markChosen(0);
    page.settle();
    EXPECT_FALSE(page.query()->text().isEmpty());
    EXPECT_LT(page.places()->scene().marks().marks.size(), before);
    EXPECT_GT(page.places()->scene().marks().marks.size(), 0U);
}

TEST_F(TotalSystem, SupplyBySourceStandsYearByYearWithWhatIsAskedFor) {
    look(SystemView::years);
    ASSERT_TRUE(page.answer()->run);
    const std::vector<ledger::YearRow> years = page.answer()->run->years;
    ASSERT_EQ(years.size(), 10U);
    const charts::Plot& plot = page.years()->plot();
    ASSERT_EQ(plot.series.size(), 6U) << "five sources and the demand";
    EXPECT_EQ(plot.x.names.front(), "2026");
    // Each source stands on the one below it, and the top is all refined metal, in the unit of the axis.
    for (std::size_t s = 1; s < 5; ++s) EXPECT_EQ(plot.series[s].base, plot.series[s - 1].points);
    const auto supply = [](const ledger::YearRow& y) { return y.primary_t + y.recycled_t + y.new_scrap_t + y.from_stock_t + y.import_t; };
    ASSERT_GT(supply(years[0]), 0);
    for (std::size_t t = 1; t < years.size(); ++t)
        EXPECT_NEAR(plot.series[4].points[t].y() / plot.series[4].points[0].y(), supply(years[t]) / supply(years[0]), 1e-9);
    EXPECT_EQ(page.table(SystemView::years)->rowCount(), 10);
    look(SystemView::elements);
    const QString last = QString::number(years.back().year);
    panels::TableView* elements = page.table(SystemView::elements);
    const int column = elements->columnCount() - 2;
    EXPECT_TRUE(elements->horizontalHeaderItem(column)->text().contains(last));
    int told = 0;
    for (int row = 0; row < elements->rowCount(); ++row) told += elements->item(row, column)->text() != "–";
    EXPECT_EQ(told, 1) << "the species of the chain alone";
}

/// The years are the whole ledger's: another filter or view does not run them again, another price or file does.
TEST_F(TotalSystem, YearsAreRunAgainOnlyWhereTheyMayBeOthers) {
    look(SystemView::years);
    ASSERT_TRUE(page.answer()->run);
    constexpr double mark = 12345.5;
    pages::SystemAnswer before = *page.answer();
    before.run->years.front().import_t = mark;
    const auto again = [&](const pages::SystemAsked& asked) {
        const auto made = pages::answer_system(asked, &before, base::Progress());
        return made && made->run ? made->run->years.front().import_t : -1;
    };
    pages::SystemAsked asked = before.asked;
    asked.view = SystemView::elements;
    asked.query = "kind = resource";
    EXPECT_EQ(again(asked), mark);
    pages::SystemAsked dearer = before.asked;
    dearer.factor *= 1.5;
    dearer.moved.clear();
    EXPECT_NE(again(dearer), mark);
    pages::SystemAsked other = before.asked;
    other.outside = std::make_shared<const ledger::OutsideFile>(*other.outside);
    EXPECT_NE(again(other), mark);
}

/// Where the outside states the price of every year, the slider's changes nothing of them.
TEST_F(TotalSystem, YearsWithPricesOfTheirOwnAreNotRunAtEachStepOfTheSlider) {
    look(SystemView::years);
    pages::SystemAsked asked = page.answer()->asked;
    ledger::OutsideFile own = *asked.outside;
    for (ledger::Outside& year : own.years)
        for (const auto& [species, price] : page.answer()->scenario.prices) year.prices[species] = price;
    asked.outside = std::make_shared<const ledger::OutsideFile>(own);
    auto before = pages::answer_system(asked, nullptr, base::Progress());
    ASSERT_TRUE(before && before->run);
    constexpr double mark = 12345.5;
    before->run->years.front().import_t = mark;
    asked.factor *= 1.5;
    asked.moved.clear();
    const auto dearer = pages::answer_system(asked, &*before, base::Progress());
    ASSERT_TRUE(dearer && dearer->run);
    EXPECT_EQ(dearer->run->years.front().import_t, mark);
}

/// The slider is told as moved: what does not move with it is told beside it.
TEST_F(TotalSystem, YearsWithPricesOfTheirOwnAreSaidNotToFollowTheSlider) {
    look(SystemView::years);
    ASSERT_TRUE(page.answer()->run);
    pages::SystemAnswer answer = *page.answer();
    ASSERT_TRUE(answer.scenario.prices.contains("Cu") && answer.scenario.prices.contains("Au"));
    ledger::OutsideFile outside = *answer.asked.outside;
    ASSERT_EQ(outside.years.size(), 10U);
    for (ledger::Outside& year : outside.years) year.prices.clear();
    answer.asked.outside = std::make_shared<const ledger::OutsideFile>(outside);
    answer.asked.factor = 1.2;
    answer.asked.moved = "Cu";
    EXPECT_TRUE(pages::years_with_own_prices(answer).isEmpty()) << "all of them follow";
    for (std::size_t n = 0; n < 3; ++n) outside.years[n].prices["Cu"] = 70000;
    outside.years[3].prices["Au"] = 5e8;
    answer.asked.outside = std::make_shared<const ledger::OutsideFile>(outside);
    const auto told = [&](int years, const std::string& species) {
        return ui::words("ui.system.years_own_prices", {{"years", std::to_string(years)}, {"all", "10"}, {"species", species}});
    };
    const std::string copper = ledger::species_word("Cu", ui::language()), gold = ledger::species_word("Au", ui::language());
    EXPECT_EQ(pages::years_with_own_prices(answer), told(3, copper)) << "gold is not moved";
    answer.asked.moved.clear();
    EXPECT_EQ(pages::years_with_own_prices(answer), told(4, gold + (ui::language() == base::Language::chinese ? "、" : ", ") + copper));
    answer.asked.factor = 1;
    EXPECT_TRUE(pages::years_with_own_prices(answer).isEmpty()) << "nothing is moved";
    answer.asked.factor = 1.2;
    answer.run.reset();
    EXPECT_TRUE(pages::years_with_own_prices(answer).isEmpty()) << "no years are shown";
}

/// The line over the views says so of the years that stand under it.
TEST_F(TotalSystem, TheSummaryTellsOfYearsThatDoNotFollowTheSlider) {
    QTemporaryDir folder;
    const std::string path = folder.filePath("years.json").toStdString();
    QFile file(folder.filePath("years.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(R"({"source": "figures of the test", "chain": {"species": "Cu", "survival": [1, 0.5, 0]}, "years": [
 {"year": 2026, "demand_t": 5000, "prices": {"Cu": 70000}}, {"year": 2027, "demand_t": 5000}]})");
    file.close();
    ASSERT_TRUE(document.edits().set_param("ledger.outside_file", path));
    look(SystemView::elements);
    look(SystemView::years);
    ASSERT_TRUE(page.answer()->run);
    const QString own = ui::words("ui.system.years_own_prices", {{"years", "1"}, {"all", "2"}, {"species", ledger::species_word("Cu", ui::language())}});
    EXPECT_FALSE(page.summary()->text().contains(own));
    ASSERT_EQ(document.price().commodity(), "Cu");
    document.price().set(1.2 * document.price().recipe_price(), false);
    page.settle();
    EXPECT_TRUE(page.summary()->text().contains(own))
        << page.summary()->text().toStdString();
}

TEST_F(TotalSystem, AUnitOfAnotherProjectLeadsToItsFile) {
    QTemporaryDir folder;
    QFile file(folder.filePath("mine.gpkg"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.close();
    ledger::Ledger some;
    some.sources = {{"mine", "project", folder.filePath("mine.gpkg").toStdString(), "", {}, {}},
                    {"table", "table", folder.filePath("mine.gpkg").toStdString(), "", {}, {}},
                    {"gone", "project", folder.filePath("gone.gpkg").toStdString(), "", {}, {}}};
    some.source = {0, 1, 2};
    EXPECT_EQ(pages::project_behind(some, 0), folder.filePath("mine.gpkg"));
    EXPECT_TRUE(pages::project_behind(some, 1).isEmpty());
    EXPECT_TRUE(pages::project_behind(some, 2).isEmpty());
}

/// Blocks of a mine's own project know no longitude: they stand where the row of the table stands that they cover.
TEST_F(TotalSystem, BlocksStandWhereTheRowStandsThatTheyCover) {
    look(SystemView::places);
    pages::SystemAnswer answer = *page.answer();
    auto study = std::make_shared<project::LedgerStudy>(*answer.asked.study);
    ledger::Ledger& some = study->file.built.ledger;
    const std::vector<std::size_t> units = pages::system_marks(answer).units;
    ASSERT_GT(units.size(), 1U);
    const std::size_t row = units[0], blocks = units[1];
    some.excluded[row] = ledger::Excluded::overlapped;
    some.ground_ids[row] = some.ground_ids[blocks] = "a mine";
    some.x[blocks] = some.y[blocks] = ledger::unknown;
    answer.asked.study = study;
    const pages::SystemMarks made = pages::system_marks(answer);
    const auto at = std::ranges::find(made.units, blocks);
    ASSERT_NE(at, made.units.end());
    const maps::MapMark& mark = made.marks.marks[static_cast<std::size_t>(at - made.units.begin())];
    EXPECT_EQ(mark.place[0], some.x[row]);
    EXPECT_EQ(mark.place[1], some.y[row]);
}

/// Units that could not be judged are never mined: the page says how much metal that is, as the report does.
TEST_F(TotalSystem, MetalThatCouldNotBeJudgedIsToldBesideTheYears) {
    pages::SystemAnswer answer;
    EXPECT_TRUE(pages::years_unknown(answer).isEmpty());
    answer.run.emplace();
    EXPECT_TRUE(pages::years_unknown(answer).isEmpty());
    answer.run->not_evaluated_t = 3.2e6;
    EXPECT_TRUE(pages::years_unknown(answer).contains(QString::fromStdString(base::mass_text(3.2e6, ui::language()))));
    look(SystemView::years);
    ASSERT_TRUE(page.answer()->run);
    const QString unknown = pages::years_unknown(*page.answer());
    EXPECT_TRUE(unknown.isEmpty() || page.summary()->text().contains(unknown));
}

TEST_F(TotalSystem, WithoutAFileOfYearsThePageSaysWhatIsMissing) {
    ASSERT_TRUE(document.edits().set_param("ledger.outside_file", std::string()));
    look(SystemView::years);
    EXPECT_FALSE(page.answer()->run);
    EXPECT_TRUE(page.years()->plot().series.empty());
    EXPECT_TRUE(page.years()->plot().empty_note.contains("ledger.outside_file"));
    ASSERT_TRUE(document.edits().set_param("ledger.outside_file", std::string("nowhere.json")));
    look(SystemView::elements);
    look(SystemView::years);
    EXPECT_TRUE(page.years()->plot().empty_note.contains("nowhere.json"));
}

TEST_F(TotalSystem, NoViewMakesAWindowOf800Grow) {
    for (std::size_t n = 0; n < pages::system_views; ++n) {
        look(static_cast<SystemView>(n));
        tests::settle();
        EXPECT_LE(page.minimumSizeHint().height(), 600) << n;
        EXPECT_LE(page.minimumSizeHint().width(), 900) << n;
    }
    EXPECT_GE(page.dimension()->width(), page.dimension()->sizeHint().width()) << "the name of the dimension is whole";
}

TEST_F(TotalSystem, WhatIsLeftOutIsToldInScaledUnits) {
    static const QRegularExpression long_number("[0-9]{1,3}(,[0-9]{3}){2,} t");
    EXPECT_FALSE(page.summary()->text().contains(long_number)) << page.summary()->text().toStdString();
    const ledger::LeftOut out{.units_without_assay = 2, .t_without_assay = 1'078'656'000};
    EXPECT_EQ(base::text(ledger::left_out_words(out, base::Language::english)[0], base::Language::english),
              "Counted without any metal: 2 units without assay, 1.079 Gt.");
    EXPECT_NE(base::text(ledger::left_out_words(out, base::Language::chinese)[0], base::Language::chinese).find("10.79 亿吨"), std::string::npos);
}

TEST_F(TotalSystem, AClickFiltersEverythingAndASecondTakesItBack) {
    look(SystemView::quantities);
    const double all = page.answer()->kinds.total_ore_t;
    ASSERT_GT(all, 0);
    const charts::Treemap& map = page.treemap()->map();
    double tiles = 0;
    for (const charts::TileGroup& group : map.groups)
        for (const charts::Tile& tile : group.tiles) tiles += tile.size;
    EXPECT_NEAR(tiles, all, 1e-9 * all) << "tiles hold every tonne once";
    Q_EMIT page.treemap()->tileChosen(0, 0);
    page.settle();
    EXPECT_FALSE(page.query()->text().isEmpty());
    const double some = page.answer()->kinds.total_ore_t;
    EXPECT_LT(some, all);
    look(SystemView::elements);
    EXPECT_DOUBLE_EQ(page.answer()->kinds.total_ore_t, some) << "the filter holds on every view";
    page.toggle(Field::subsystem, "social");
    page.settle();
    EXPECT_TRUE(page.query()->text().contains(" and "));
    page.toggle(Field::subsystem, "social");
    look(SystemView::quantities);
    Q_EMIT page.treemap()->tileChosen(0, 0);
    page.settle();
    EXPECT_TRUE(page.query()->text().isEmpty());
    EXPECT_DOUBLE_EQ(page.answer()->kinds.total_ore_t, all);
}

TEST_F(TotalSystem, AQueryThatIsNoneIsToldAndWhatStoodStays) {
    page.set_query("species = Cu");
    page.settle();
    const double copper = page.answer()->kinds.total_ore_t;
    page.set_query("specie = Cu");
    page.settle();
    EXPECT_DOUBLE_EQ(page.answer()->kinds.total_ore_t, copper);
    page.set_query("元素 = 铜");
    page.settle();
    EXPECT_DOUBLE_EQ(page.answer()->kinds.total_ore_t, copper) << "in either language";
}

TEST_F(TotalSystem, EveryViewTellsWhatTheLedgerSays) {
    look(SystemView::usual);
    ASSERT_TRUE(page.answer()->usual);
    EXPECT_EQ(page.table(SystemView::usual)->rowCount(), static_cast<int>(page.answer()->usual->rows.size()));
    look(SystemView::elements);
    EXPECT_GT(page.table(SystemView::elements)->rowCount(), 3);
    look(SystemView::activation);
    ASSERT_TRUE(page.answer()->activation);
    const ledger::Activation& moved = *page.answer()->activation;
    double parts = 0;
    for (const double share : moved.ore_share) parts += share;
    EXPECT_NEAR(parts, moved.usable_to.ore_t - moved.usable_from.ore_t, 1e-6 * moved.usable_to.ore_t);
    EXPECT_EQ(page.table(SystemView::activation)->rowCount(), static_cast<int>(moved.kinds.size() * (4 + moved.parts.size())));
    look(SystemView::grades);
    EXPECT_FALSE(page.grades()->axis().bins.empty());
    EXPECT_FALSE(page.grades()->axis().marks.empty());
    EXPECT_FALSE(page.grades()->as_text().isEmpty());
}

TEST_F(TotalSystem, NoViewForcesTheWindowBeyondASmallScreen) {
    for (std::size_t n = 0; n < pages::system_views; ++n) {
        look(static_cast<SystemView>(n));
        EXPECT_LE(page.minimumSizeHint().height(), 540) << n;
    }
}

TEST_F(TotalSystem, ThePriceInHandMovesIt) {
    look(SystemView::elements);
    const auto usable = [&] {
        std::int64_t count = 0;
        for (const ledger::State state : page.answer()->outcomes.state) count += state == ledger::State::usable ? 1 : 0;
        return count;
    };
    const std::int64_t now = usable();
    ASSERT_EQ(document.price().commodity(), "Cu");
    document.price().set(document.price().recipe_price() * 3, false);
    page.settle();
    EXPECT_GE(usable(), now);
    document.price().set(document.price().recipe_price() / 20, false);
    page.settle();
    EXPECT_LT(usable(), now);
}

TEST_F(TotalSystem, AdviceHasItsUnitsBehindIt) {
    panels::AdvicePanel panel(document);
    panel.resize(1200, 300);
    panel.show();
    panel.settle();
    ASSERT_FALSE(panel.advice().empty());
    EXPECT_EQ(panel.table()->rowCount(), static_cast<int>(panel.advice().size()));
    panel.table()->setCurrentCell(static_cast<int>(panel.advice().size()) - 1, 0);
    EXPECT_EQ(panel.units()->rowCount(), static_cast<int>(std::min<std::size_t>(panel.advice().back().units.size(), 501)));
    EXPECT_TRUE(panel.sentence()->text().contains("\n\n")) << "in both languages";
}

TEST(Squarified, FillsItsAreaInProportion) {
    const std::vector<double> sizes{50, 25, 12, 8, 0, 5};
    const QRectF area(10, 20, 300, 200);
    const auto places = charts::squarified(sizes, area);
    double sum = 0;
    for (std::size_t n = 0; n < sizes.size(); ++n) {
        EXPECT_NEAR(places[n].width() * places[n].height(), sizes[n] / 100 * 60000, 1e-6);
        sum += places[n].width() * places[n].height();
        if (sizes[n] > 0) {
            EXPECT_TRUE(area.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(places[n]));
        }
        for (std::size_t m = 0; m < n; ++m) {
            const QRectF both = places[n].intersected(places[m]);
            EXPECT_LT(both.width() * both.height(), 1e-6);
        }
    }
    EXPECT_NEAR(sum, 60000, 1e-6);
}

TEST(TotalSystemEmpty, SaysHowToKeepALedger) {
    ui::Document document;
    document.replace(tests::small_project(), QString());
    pages::SystemPage page(document);
    page.show();
    page.settle();
    EXPECT_EQ(page.answer(), nullptr);
    panels::AdvicePanel panel(document);
    panel.show();
    EXPECT_FALSE(panel.note()->text().isEmpty());
}

}  // namespace
}  // namespace orelens
