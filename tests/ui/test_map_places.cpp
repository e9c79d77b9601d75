// Cities and industries on the map: sized by metal in use, coloured by what of their scrap pays, by year and price.
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <cmath>
#include <map>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Country.h"
#include "core/demonstration/Demonstration.h"
#include "core/demonstration/Flows.h"
#include "core/project/FlowStudy.h"
#include "core/project/OneCurve.h"
#include "tests/ui/Support.h"
#include "ui/Words.h"
#include "ui/commands/ActionSet.h"
#include "ui/map/MapView.h"
#include "ui/pages/MapPage.h"
#include "ui/pages/MapPlaces.h"
#include "ui/panels/FlowChoice.h"
#include "ui/panels/FlowSliders.h"
#include "ui/shell/Centre.h"
#include "ui/shell/Pages.h"

namespace orelens {
namespace {

/// The flows of twelve cities, with the made-up orebodies or without.
project::Project flows_project(QTemporaryDir& folder, bool orebodies) {
    for (const auto& [name, text] : demonstration::flow_files(7))
        if (!base::write_text_file(folder.filePath(name.c_str()).toStdString(), text)) throw std::runtime_error(name);
    project::Project made;
    if (orebodies) {
        if (!demonstration::write_country(folder.path().toStdString(), {.mines = 20, .orebodies = 30})) throw std::runtime_error("no country");
        made.recipe = demonstration::country_recipe();
        made.recipe.orebodies.mines_file.assign(demonstration::country_mines_file);
        made.recipe.orebodies.orebodies_file.assign(demonstration::country_orebodies_file);
        made.recipe.orebodies.repeats = 1;
        made.recipe.orebodies.folds = 3;
    } else {
        made.recipe.commodity["Cu"].price = 9000;
        made.recipe.economics.main_commodity = "Cu";
        made.recipe.economics.costs.currency = "USD";
    }
    made.recipe.folder = folder.path().toStdString();
    made.recipe.flows.system_file = demonstration::flow_system_file;
    made.recipe.flows.year = 2030;
    base::Progress progress;
    if (const auto done = made.run(progress); !done) throw std::runtime_error(base::describe(done.error(), base::Language::english));
    return made;
}

class MapPlacesTest : public ::testing::Test {
  protected:
    MapPlacesTest() : window(tests::window_with_project()) {}
    void show(bool orebodies) {
        window->document().replace(flows_project(folder, orebodies), QString());
        tests::settle(50);
        ASSERT_TRUE(window->actions().trigger("page.map"));
        tests::settle();
    }
    ui::Document& document() { return window->document(); }
    pages::MapPage& page() { return *static_cast<pages::MapPage*>(window->pages().centre().page("map")); }
    const maps::MapMarks& marks() { return page().map().scene().marks(); }
    std::size_t mark_of(const char* name) {
        for (std::size_t n = 0; n < marks().marks.size(); ++n)
            if (marks().marks[n].label == name) return n;
        ADD_FAILURE() << name;
        return 0;
    }
    QTemporaryDir folder;
    std::unique_ptr<ui::MainWindow> window;
};

TEST_F(MapPlacesTest, CitiesAreSizedByStockAndColouredByScrapAtThePrice) {
    show(false);
    ASSERT_EQ(marks().marks.size(), 12U);
    const auto study = project::flow_study(document().project().results);
    const auto scrap = project::scrap_study(document().project().results);
    ASSERT_TRUE(study && scrap);
    const recycling::System& system = study->system;
    std::map<std::string, double> in_use, break_even;
    for (std::size_t u = 0; u < system.tuples(); ++u) {
        const auto items = system.tuple_items(u);
        if (system.dimensions[1].items[static_cast<std::size_t>(items[0])] != "Cu") continue;
        for (std::size_t s = 0; s < system.stocks.size(); ++s)
            if (system.stocks[s].state == "in_use")
                in_use[system.dimensions[2].items[static_cast<std::size_t>(items[1])]] +=
                    study->solved.stocks[s].stock[u * static_cast<std::size_t>(study->solved.years) + static_cast<std::size_t>(study->year)];
    }
    for (const auto& row : scrap->streams)
        if (row.stream.element == "Cu" && row.stream.year == 2030) break_even[row.stream.place] = row.break_even();
    ASSERT_EQ(in_use.size(), 12U);
    ASSERT_EQ(break_even.size(), 12U);
    const double per_net = project::metal_quote(document().project().recipe, *scrap, "Cu").quoted_per_net;
    for (const double price : {9000.0, 2500.0, 4000.0, 0.0}) {
        document().price().set(price, false);
        tests::settle();
        for (const auto& mark : marks().marks) {
            const std::string city = mark.label.toStdString();
            EXPECT_NEAR(mark.amount, in_use[city], 1e-9 * in_use[city]) << city;
            const bool usable = break_even[city] * per_net <= price;
            EXPECT_EQ(marks().states[mark.state].name, ui::words(usable ? "ui.mapplaces.all" : "ui.mapplaces.none")) << city << " at " << price;
            EXPECT_TRUE(marks().states[mark.state].square);
        }
    }
    EXPECT_TRUE(page().headline()->text().contains("2030"));
    EXPECT_FALSE(page().headline()->text().contains('{'));
    for (const auto& mark : marks().marks) EXPECT_FALSE(mark.note.contains('{')) << mark.note.toStdString();
    EXPECT_FALSE(page().kinds()->isVisible()) << "there is nothing to choose from";
    EXPECT_FALSE(page().belts()->isVisible()) << "no orebody has a belt here";
}

TEST_F(MapPlacesTest, AnotherYearSizesThemAnewAndSaysWhereNoScrapIsStated) {
    show(false);
    const double before = marks().marks[0].amount;
    const float radius = static_cast<float>(page().map().scene().radius(0));
    page().years()->year()->setValue(2000 - 1980);
    tests::settle();
    EXPECT_LT(marks().marks[0].amount, before);
    EXPECT_EQ(marks().states[marks().marks[0].state].name, ui::words("ui.mapplaces.nothing"));
    EXPECT_TRUE(page().headline()->text().contains("2000"));
    // The largest is as large as ever: sizes are of the year.
    float largest = 0;
    for (std::size_t n = 0; n < marks().marks.size(); ++n) largest = std::max(largest, static_cast<float>(page().map().scene().radius(n)));
    EXPECT_NEAR(largest, maps::largest_disc, 1e-4);
    page().years()->year()->setValue(2030 - 1980);
    tests::settle();
    EXPECT_DOUBLE_EQ(marks().marks[0].amount, before);
    EXPECT_FLOAT_EQ(static_cast<float>(page().map().scene().radius(0)), radius);
}

TEST_F(MapPlacesTest, OreAndScrapShareTheMapAndAPlaceOpensItsFlows) {
    show(true);
    EXPECT_TRUE(page().kinds()->isVisible());
    const std::size_t all = marks().marks.size();
    EXPECT_GT(all, 12U);
    const auto take = [&](const char* kind) {
        page().kinds()->setCurrentIndex(page().kinds()->findData(QString(kind)));
        Q_EMIT page().kinds()->activated(page().kinds()->currentIndex());
        tests::settle();
        return marks().marks.size();
    };
    EXPECT_EQ(take("places"), 12U);
    EXPECT_EQ(take("ground"), all - 12);
    for (const auto& mark : marks().marks) EXPECT_FALSE(marks().states[mark.state].square);
    EXPECT_EQ(take("all"), all);
    // Each kind follows the slider: no mark of one takes a state of the other.
    for (const double price : {2000.0, 12000.0}) {
        document().price().set(price, false);
        tests::settle();
        for (std::size_t n = 0; n < all; ++n) EXPECT_EQ(marks().states[marks().marks[n].state].square, n >= all - 12) << n;
    }
    Q_EMIT page().map().markOpened(mark_of("Heshan"));
    tests::settle();
    EXPECT_EQ(window->pages().centre().shown(), "flows");
    const auto& choice = panels::FlowChoice::of(document());
    EXPECT_EQ(choice.name(), "Cu, Heshan");
}

}  // namespace
}  // namespace orelens
