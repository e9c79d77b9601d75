// The map page with the slider of a project that has no blocks, the orebody panel, the curves of orebodies.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <cmath>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Country.h"
#include "core/report/CostTables.h"
#include "tests/ui/Support.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/charts/PlotWidget.h"
#include "ui/commands/ActionSet.h"
#include "ui/document/Orebodies.h"
#include "ui/map/MapView.h"
#include "ui/pages/MapPage.h"
#include "ui/panels/AvailabilityPanel.h"
#include "ui/panels/CumulativePanel.h"
#include "ui/panels/OrebodyPanel.h"
#include "ui/panels/PriceSlider.h"
#include "ui/panels/TableView.h"
#include "ui/panels/UsablePanel.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Desk.h"
#include "ui/shell/Pages.h"

namespace orelens {
namespace {

using costmodel::OrebodyState;

/// The made-up country, learned once.
const project::Project& country() {
    static QTemporaryDir folder;
    static const project::Project* const ran = [] {
        if (!demonstration::write_country(folder.path().toStdString(), {.mines = 40, .orebodies = 120})) throw std::runtime_error("no country");
        auto* made = new project::Project;
        made->recipe = demonstration::country_recipe();
        made->recipe.folder = folder.path().toStdString();
        made->recipe.orebodies.mines_file.assign(demonstration::country_mines_file);
        made->recipe.orebodies.orebodies_file.assign(demonstration::country_orebodies_file);
        made->recipe.orebodies.repeats = 1;
        made->recipe.orebodies.folds = 3;
        base::Progress progress;
        if (const auto done = made->run(progress); !done) throw std::runtime_error(base::describe(done.error(), base::Language::english));
        return made;
    }();
    return *ran;
}

class MapPageTest : public ::testing::Test {
  protected:
    MapPageTest() : window(tests::window_with_project()) {
        window->document().replace(country(), QString());
        tests::settle(100);
    }
    ui::Document& document() { return window->document(); }
    pages::MapPage& page() { return *static_cast<pages::MapPage*>(window->pages().centre().page("map")); }
    [[nodiscard]] const project::OrebodyStudy& study() { return *ui::orebodies(document()).study(); }
    [[nodiscard]] const costmodel::OrebodyTable& bodies() { return ui::orebodies(document()).tables()->orebodies; }
    std::size_t counted(OrebodyState state) { return page().map().scene().counts()[static_cast<std::size_t>(state)]; }
    /// Of the commodity in hand, by a loop over all of them.
    std::size_t looped(OrebodyState state) {
        std::size_t n = 0;
        for (std::size_t row = 0; row < bodies().rows.size(); ++row)
            n += bodies().rows[row].commodity == document().price().commodity() && ui::orebodies(document()).state(row) == state ? 1 : 0;
        return n;
    }
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(MapPageTest, AProjectOfTablesAloneOpensOnTheMapWithItsSlider) {
    EXPECT_EQ(window->desk().workspace(), "evaluation");
    EXPECT_EQ(window->pages().centre().shown(), "map");
    EXPECT_TRUE(page().isVisible());
    EXPECT_TRUE(page().slider().ready());
    EXPECT_TRUE(page().slider().isVisible());
    const auto [low, high] = document().price().range();
    EXPECT_EQ(low, 0);
    EXPECT_GE(high, 1.5 * document().price().recipe_price());
    EXPECT_LE(high, 3.3 * document().price().recipe_price());
    EXPECT_GT(counted(OrebodyState::usable), 0U);
    EXPECT_EQ(counted(OrebodyState::usable), looped(OrebodyState::usable));
    EXPECT_TRUE(page().headline()->text().contains(document().price().commodity().c_str()));
    // The answer of the panel is that of orebodies, not silence.
    EXPECT_EQ(window->panels().usable->headline()->text(), panels::orebodies_headline(document()));
    EXPECT_FALSE(window->panels().usable->headline()->text().isEmpty());
    // A deposit has no such tables: its own page is in front, and the map says what it wants.
    document().replace(tests::small_project(), QString());
    tests::settle();
    EXPECT_EQ(window->pages().centre().shown(), "view3d");
    ASSERT_TRUE(window->actions().trigger("page.map"));
    tests::settle();
    EXPECT_EQ(page().map().scene().marks().empty_note, ui::words("ui.mappage.empty"));
}

TEST_F(MapPageTest, TheSliderChangesTheMarksBetweenTheTwoPricesAlone) {
    document().price().set(9000, false);
    tests::settle();
    for (const double price : {6000.0, 12000.0, 11000.0, 3000.0, 0.0, 9000.0}) {
        const double before = document().price().value();
        document().price().set(price, false);
        tests::settle();
        EXPECT_EQ(page().changed_marks(),
                  ui::orebodies(document()).curve()->between("Cu", std::min(before, price), std::max(before, price)).size());
        for (const OrebodyState state : {OrebodyState::usable, OrebodyState::technical, OrebodyState::outside, OrebodyState::never})
            EXPECT_EQ(counted(state), looped(state)) << price << " " << costmodel::state_id(state);
        const auto now = ui::orebodies(document()).at(price);
        EXPECT_TRUE(page().headline()->text().contains(ui::tonnes_text(now.metal_tonnes))) << price;
        EXPECT_EQ(static_cast<std::size_t>(now.orebodies), counted(OrebodyState::usable));
    }
    const std::int64_t asked = ui::orebodies(document()).curve()->looked_at();
    document().price().set(9100, false);
    EXPECT_LE(ui::orebodies(document()).curve()->looked_at() - asked, 4000) << "sums alone, whatever listens";
}

TEST_F(MapPageTest, AnotherCommodityAndAPartShowTheirOwn) {
    ASSERT_TRUE(document().edits().set_param("economics.main_commodity", std::string("Li")));
    tests::settle(100);
    EXPECT_EQ(document().price().commodity(), "Li");
    EXPECT_TRUE(ui::orebodies(document()).current()) << "prices are the same: nothing has to be judged again";
    EXPECT_EQ(counted(OrebodyState::usable), looped(OrebodyState::usable));
    const std::size_t all = page().map().scene().marks().marks.size();
    const std::string belt = bodies().rows[static_cast<std::size_t>(std::ranges::find(bodies().rows, "Li", &costmodel::Orebody::commodity) - bodies().rows.begin())].belt;
    const auto whole = ui::orebodies(document()).at(1e9);
    ui::orebodies(document()).show_part({.belt = belt});
    tests::settle();
    EXPECT_LT(page().map().scene().marks().marks.size(), all);
    EXPECT_EQ(page().belts()->currentData().toString().toStdString(), belt);
    EXPECT_LT(ui::orebodies(document()).at(1e9).orebodies, whole.orebodies);
    ui::orebodies(document()).show_part({});
    ASSERT_TRUE(document().edits().set_param("economics.main_commodity", std::string("Au")));
    tests::settle();
    EXPECT_TRUE(page().map().scene().marks().marks.empty());
    EXPECT_FALSE(page().map().scene().marks().empty_note.isEmpty());
}

TEST_F(MapPageTest, APickedOrebodySaysWhatItCostsAndWhy) {
    ASSERT_TRUE(window->actions().trigger("window.orebody"));
    tests::settle();
    panels::OrebodyPanel& panel = *static_cast<panels::OrebodyPanel*>(window->desk().all().at("orebody"));
    const auto find = [&](OrebodyState wanted) {
        for (std::size_t row = 0; row < bodies().rows.size(); ++row)
            if (bodies().rows[row].commodity == "Cu" && study().verdicts[row].state == wanted) return row;
        return std::size_t{0};
    };
    const std::size_t usable = find(OrebodyState::usable), outside = find(OrebodyState::outside);
    ui::orebodies(document()).choose(usable);
    tests::settle();
    EXPECT_EQ(panel.name()->text().toStdString(), bodies().rows[usable].name);
    EXPECT_TRUE(page().map().chosen().has_value());
    EXPECT_EQ(panel.figures()->rowCount(), 12);
    EXPECT_GT(panel.drivers()->rowCount(), 2);
    EXPECT_TRUE(panel.open()->isHidden());
    const QString at_recipe = panel.verdict()->text();
    document().price().set(0, false);
    tests::settle();
    EXPECT_NE(panel.verdict()->text(), at_recipe);
    EXPECT_EQ(ui::orebodies(document()).probability(usable), 0);
    ui::orebodies(document()).choose(outside);
    tests::settle();
    EXPECT_TRUE(panel.figures()->isHidden()) << "no figures without a verdict";
    EXPECT_FALSE(panel.why()->text().isEmpty());
    EXPECT_FALSE(panel.why()->text().contains("costmodel.")) << panel.why()->text().toStdString();
    // Older than the parameters: said, and greyed.
    ASSERT_TRUE(document().edits().set_param("orebodies.discount", base::ParamValue(15.0)));
    tests::settle();
    EXPECT_FALSE(ui::orebodies(document()).current());
    EXPECT_FALSE(page().slider().ready());
    EXPECT_FALSE(page().map().isEnabled());
}

TEST_F(MapPageTest, TheMapStandsInUtilisationTooAndItsOrebodiesOpenTheirProjects) {
    ASSERT_TRUE(window->actions().trigger("workspace.utilisation"));
    ASSERT_TRUE(window->actions().trigger("page.map"));
    tests::settle();
    EXPECT_EQ(window->desk().workspace(), "utilisation");
    EXPECT_EQ(window->pages().centre().shown(), "map");
    // An orebody and a mine that name a project: one click away from it.
    auto changed = std::make_shared<project::OrebodyTables>(*ui::orebodies(document()).tables());
    QTemporaryDir folder;
    const std::string file = folder.filePath("own.gpkg").toStdString();
    base::Progress progress;
    project::Project own;
    own.recipe.general.name = "the ground below";
    ASSERT_TRUE(project::save_project(own, file, progress));
    changed->orebodies.rows[0].project_file = changed->mines.rows[0].project_file = file;
    changed->orebodies.rows[1].project_file = folder.filePath("gone.gpkg").toStdString();
    project::Project with = country();
    with.results.more[project::orebody_tables_result] = std::shared_ptr<const void>(changed);
    window->document().replace(std::move(with), QString());
    ASSERT_TRUE(window->actions().trigger("window.orebody"));
    tests::settle();
    panels::OrebodyPanel& panel = *static_cast<panels::OrebodyPanel*>(window->desk().all().at("orebody"));
    ui::orebodies(document()).choose(1);
    tests::settle();
    EXPECT_TRUE(panel.open()->isHidden()) << "no file, no promise";
    EXPECT_TRUE(panel.about()->text().contains("gone.gpkg")) << "and it is said which one is not there";
    ui::orebodies(document()).choose_mine(0);
    tests::settle();
    EXPECT_EQ(panel.name()->text().toStdString(), changed->mines.rows[0].name);
    EXPECT_TRUE(panel.figures()->isHidden()) << "nobody asks whether a mine could be";
    EXPECT_FALSE(panel.open()->isHidden());
    EXPECT_FALSE(ui::orebodies(document()).chosen().has_value());
    ui::orebodies(document()).choose(0);
    tests::settle();
    EXPECT_FALSE(ui::orebodies(document()).chosen_mine().has_value());
    ASSERT_FALSE(panel.open()->isHidden());
    panel.open()->click();
    tests::wait_until([&] { return document().project().recipe.general.name == "the ground below"; });
    EXPECT_EQ(document().project().recipe.general.name, "the ground below");
}

TEST_F(MapPageTest, CurvesAgreeWithTheSums) {
    ASSERT_TRUE(window->actions().trigger("window.availability"));
    tests::settle();
    panels::AvailabilityPanel& curve = *static_cast<panels::AvailabilityPanel*>(window->desk().all().at("availability"));
    ASSERT_EQ(curve.chart()->plot().series.size(), 2U);
    const charts::Series& line = curve.chart()->plot().series[1];
    const auto at = ui::orebodies(document()).at(line.points.back().x());
    EXPECT_NEAR(line.points.back().y() * ui::mass_unit(at.metal_high).tonnes, at.metal_tonnes, 1e-6 * at.metal_tonnes);
    const auto before = ui::orebodies(document()).groups().size();
    EXPECT_EQ(static_cast<std::size_t>(curve.table()->rowCount()), before);
    Q_EMIT curve.table()->cellClicked(0, 0);
    tests::settle();
    EXPECT_EQ(ui::orebodies(document()).groups().size(), 1U);
    Q_EMIT curve.table()->cellClicked(0, 0);
    EXPECT_EQ(ui::orebodies(document()).groups().size(), before);
    curve.listed()->setCurrentIndex(1);
    Q_EMIT curve.listed()->activated(1);
    tests::settle();
    EXPECT_EQ(static_cast<std::size_t>(curve.table()->rowCount()), ui::orebodies(document()).curve()->near("Cu", document().price().value(), 0.2).size());
    ASSERT_TRUE(window->actions().trigger("window.cumulative"));
    tests::settle();
    panels::CumulativePanel& ranking = *static_cast<panels::CumulativePanel*>(window->desk().all().at("cumulative"));
    ASSERT_GT(ranking.table()->rowCount(), 3);
    QTemporaryDir out;
    for (const char* file : {"curve.svg", "curve.png", "curve.csv"}) {
        EXPECT_TRUE(curve.chart()->save(out.filePath(file)));
        EXPECT_GT(QFileInfo(out.filePath(file)).size(), 200) << file;
    }
    Q_EMIT ranking.table()->cellClicked(0, 0);
    ASSERT_TRUE(ui::orebodies(document()).chosen().has_value());
}

TEST_F(MapPageTest, LayersOfTheUserComeAndGoAndBadOnesAreNamed) {
    QTemporaryDir folder;
    const QString good = folder.filePath("belts.geojson"), bad = folder.filePath("bad.geojson");
    ASSERT_TRUE(base::write_text_file(good.toStdString(),
                                      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Belt"},)"
                                      R"("geometry":{"type":"Polygon","coordinates":[[[100,30],[104,30],[104,34],[100,30]]]}}]})"));
    ASSERT_TRUE(base::write_text_file(bad.toStdString(), "no map"));
    QSignalSpy refused(&page(), &pages::MapPage::refused);
    page().add_layers({good});
    page().settle();
    EXPECT_EQ(page().map().scene().layers().size(), 1U);
    page().add_layers({bad});
    page().settle();
    EXPECT_EQ(refused.size(), 1);
    EXPECT_EQ(page().map().scene().layers().size(), 1U);
    EXPECT_EQ(document().project().recipe.general.map_files, good.toStdString()) << "a file that is no map is in no recipe";
    EXPECT_TRUE(document().project().stale().empty()) << "layers change no number";
    page().remove_layers();
    EXPECT_TRUE(page().map().scene().layers().empty());
    document().edits().undo_stack().undo();
    page().settle();
    EXPECT_EQ(page().map().scene().layers().size(), 1U);
    // A project that names them shows them; one that does not shows none.
    project::Project named = country();
    named.recipe.general.map_files = good.toStdString();
    document().replace(project::Project(country()), QString());
    page().settle();
    EXPECT_TRUE(page().map().scene().layers().empty());
    document().replace(std::move(named), QString());
    tests::settle();
    page().settle();
    EXPECT_EQ(page().map().scene().layers().size(), 1U);
}

/// Usable by the middle of the estimate, and less likely than not: the panel says both.
TEST_F(MapPageTest, AUsableOrebodyThatIsUnlikelyToBeSaysSo) {
    ASSERT_TRUE(window->actions().trigger("window.orebody"));
    tests::settle();
    panels::OrebodyPanel& panel = *static_cast<panels::OrebodyPanel*>(window->desk().all().at("orebody"));
    int told = 0;
    for (std::size_t row = 0; row < bodies().rows.size() && told == 0; ++row) {
        const costmodel::OrebodyVerdict& v = study().verdicts[row];
        const double price = 1.0001 * v.band.price;
        if (bodies().rows[row].commodity != document().price().commodity() || std::isnan(v.probability) || !std::isfinite(price) || !(v.band.probability(price) < 0.5)) continue;
        document().price().set(price, false);
        ui::orebodies(document()).choose(row);
        tests::settle();
        const double probability = ui::orebodies(document()).probability(row);
        if (ui::orebodies(document()).state(row) != OrebodyState::usable || !(probability < 0.5)) continue;
        ++told;
        for (const base::Language language : {base::Language::chinese, base::Language::english}) {
            ui::set_language(language);
            tests::settle();
            const QString doubt = QString::fromStdString(report::doubt_words(OrebodyState::usable, probability, language));
            EXPECT_FALSE(doubt.isEmpty());
            EXPECT_TRUE(panel.band()->text().contains(doubt)) << panel.band()->text().toStdString();
        }
        document().price().set(100 * price, false);
        tests::settle();
        EXPECT_FALSE(panel.band()->text().contains(QString::fromStdString(report::doubt_words(OrebodyState::usable, probability, base::Language::english))));
    }
    EXPECT_EQ(told, 1);
}

/// Names are of the recipe's folder: the same name in another project is another file.
TEST_F(MapPageTest, LayersOfAnotherProjectAreReadAnewThoughTheyHaveTheSameNames) {
    const auto area = [](int x) {
        return R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[)" + std::to_string(x) + ",30],[" + std::to_string(x + 2) + ",30],[" +
               std::to_string(x + 2) + ",32],[" + std::to_string(x) + ",30]]]}}";
    };
    QTemporaryDir one, two;
    ASSERT_TRUE(base::write_text_file(one.filePath("areas.geojson").toStdString(), R"({"type":"FeatureCollection","features":[)" + area(100) + "]}"));
    ASSERT_TRUE(base::write_text_file(two.filePath("areas.geojson").toStdString(), R"({"type":"FeatureCollection","features":[)" + area(100) + "," + area(104) + "]}"));
    std::size_t wanted = 0;
    for (const QTemporaryDir* folder : {&one, &two}) {
        project::Project named = country();
        named.recipe.folder = folder->path().toStdString();
        named.recipe.general.map_files = "areas.geojson";
        document().replace(std::move(named), QString());
        tests::settle();
        page().settle();
        ASSERT_EQ(page().map().scene().layers().size(), 1U);
        EXPECT_EQ(page().map().scene().layers()[0].parts.size(), ++wanted);
    }
}

/// A file that is being read when another project is opened is not put into that one's recipe.
TEST_F(MapPageTest, ALayerThatIsStillReadDoesNotJoinAnotherProject) {
    QTemporaryDir folder;
    const QString file = folder.filePath("late.geojson");
    ASSERT_TRUE(base::write_text_file(file.toStdString(),
                                      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[100,30]}}]})"));
    page().add_layers({file});
    document().replace(project::Project(country()), QString());
    page().settle();
    tests::settle();
    EXPECT_EQ(document().project().recipe.general.map_files, country().recipe.general.map_files);
    EXPECT_TRUE(page().map().scene().layers().empty());
}

TEST_F(MapPageTest, ACircleAddsUpWhatIsInIt) {
    const maps::MapScene& scene = page().map().scene();
    std::vector<std::size_t> marks;
    for (std::size_t n = 0; n < scene.marks().marks.size() && marks.size() < 5; ++n)
        if (scene.marks().marks[n].state == static_cast<std::uint8_t>(OrebodyState::usable)) marks.push_back(n);
    page().map().set_lassoed(marks);
    Q_EMIT page().map().lassoChanged();
    tests::settle();
    ASSERT_EQ(ui::orebodies(document()).circled().size(), marks.size());
    double metal = 0;
    for (const std::size_t row : ui::orebodies(document()).circled()) metal += study().verdicts[row].metal_tonnes;
    EXPECT_TRUE(page().headline()->text().contains(ui::tonnes_text(metal))) << page().headline()->text().toStdString();
}

}  // namespace
}  // namespace orelens
