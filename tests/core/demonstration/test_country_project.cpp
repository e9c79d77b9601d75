// The made-up country as a project: tables alone, no holes, through a recipe into a project file and back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/base/AtomicFile.h"
#include "core/demonstration/Country.h"
#include "core/project/OpenFindings.h"
#include "core/project/OrebodyStudy.h"
#include "core/project/Pipeline.h"
#include "tests/support/CancelAt.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

using costmodel::OrebodyState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Few mines and one repeat: the chain, not the scores.
class CountryProject : public ::testing::Test {
  protected:
    CountryProject() {
        const auto files = demonstration::write_country(folder.path().string(), {.mines = 40, .orebodies = 60});
        if (!files) throw std::runtime_error("no country");
        project.recipe = demonstration::country_recipe();
        project.recipe.folder = folder.path().string();
        project.recipe.orebodies.mines_file.assign(demonstration::country_mines_file);
        project.recipe.orebodies.orebodies_file.assign(demonstration::country_orebodies_file);
        project.recipe.orebodies.repeats = 1;
        project.recipe.orebodies.folds = 3;
    }
    void run_well(Project& which) {
        base::Progress progress;
        const auto ran = which.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    [[nodiscard]] std::vector<std::string> kinds(const Project& of) const {
        std::vector<std::string> all;
        for (const base::Finding& finding : of.findings()) all.push_back(finding.kind);
        return all;
    }
    testing::TemporaryFolder folder;
    Project project;
};

TEST_F(CountryProject, IsCurrentAndEmptyWithoutTables) {
    project.recipe.orebodies.mines_file.clear();
    project.recipe.orebodies.orebodies_file.clear();
    EXPECT_FALSE(check_reads_something(project));
    run_well(project);
    for (const char* stage : {"orebodies", "cost_model", "orebody_verdicts"}) EXPECT_TRUE(project.current(stage)) << stage;
    EXPECT_TRUE(project.results.more.empty());
    EXPECT_THAT(kinds(project), IsEmpty());
    EXPECT_TRUE(orebody_units(project.results).empty());
}

TEST_F(CountryProject, RunsThroughARecipeAndComesBackFromItsFile) {
    EXPECT_TRUE(check_reads_something(project));
    run_well(project);
    EXPECT_THAT(project.stale(), IsEmpty());
    const auto tables = orebody_tables(project.results);
    const auto model = cost_model(project.results);
    const auto study = orebody_study(project.results);
    ASSERT_TRUE(tables && model && study);
    EXPECT_EQ(tables->mines.rows.size(), 40U);
    ASSERT_EQ(study->verdicts.size(), 60U);
    EXPECT_EQ(model->hash, costmodel::content_hash(tables->mines));
    EXPECT_EQ(study->orebodies_hash, costmodel::content_hash(tables->orebodies));
    EXPECT_NEAR(tables->orebody_places[0][0], tables->orebodies.rows[0].x, 1e-9);
    EXPECT_THAT(kinds(project), ::testing::Contains("orebody_outside")) << "one in ten is made to lie deeper than any mine";
    // One quantity with one price for each, as the ledger takes them.
    const auto units = orebody_units(project.results);
    ASSERT_EQ(units.size(), 60U);
    std::set<std::string> ids;
    for (std::size_t n = 0; n < units.size(); ++n) {
        EXPECT_TRUE(ids.insert(units[n].id).second);
        EXPECT_EQ(std::isnan(units[n].price), units[n].state == OrebodyState::outside || units[n].state == OrebodyState::unknown);
        if (units[n].state == OrebodyState::usable) {
            EXPECT_GT(units[n].probability, 0);
            EXPECT_GT(units[n].metal_tonnes, 0);
            EXPECT_EQ(units[n].price_unit, units[n].commodity == "Au" ? "USD/g" : "USD/t");
        }
        EXPECT_GT(units[n].ore_tonnes, 0);
    }
    const auto path = (folder.path() / "country.gpkg").string();
    base::Progress progress;
    const auto saved = save_project(project, path, progress);
    ASSERT_TRUE(saved) << base::describe(saved.error(), base::Language::english);
    auto opened = open_project(path, progress);
    ASSERT_TRUE(opened) << base::describe(opened.error(), base::Language::english);
    EXPECT_THAT(opened->stale(), IsEmpty());
    const auto kept = orebody_study(opened->results);
    const auto kept_model = cost_model(opened->results);
    ASSERT_TRUE(kept && kept_model);
    EXPECT_TRUE(orebody_tables(opened->results)->orebodies.rows.size() == 60U);
    for (std::size_t n = 0; n < kept->verdicts.size(); ++n) {
        EXPECT_TRUE(kept->verdicts[n].band.price == study->verdicts[n].band.price ||
                    (std::isnan(kept->verdicts[n].band.price) && std::isnan(study->verdicts[n].band.price)));
        EXPECT_EQ(kept->verdicts[n].why, study->verdicts[n].why);
        EXPECT_EQ(kept->verdicts[n].band.draws, study->verdicts[n].band.draws);
    }
    ASSERT_EQ(kept_model->targets.size(), model->targets.size());
    EXPECT_EQ(kept_model->targets[0].learner, model->targets[0].learner);
    EXPECT_EQ(kept_model->targets[0].scores[0].r2, model->targets[0].scores[0].r2);
    EXPECT_FALSE(costmodel::is_fitted(*kept_model)) << "scores and rows are kept; learning again takes seconds";
    // Another price: verdicts alone, of the same costs, from a model that is fitted again.
    opened->recipe.commodity["Cu"].price = 4000;
    EXPECT_THAT(opened->stale(), ElementsAre("evaluate", "pits", "scenarios", "orebody_verdicts"));
    run_well(*opened);
    EXPECT_TRUE(costmodel::is_fitted(*cost_model(opened->results)));
    const auto cheaper = orebody_study(opened->results);
    for (std::size_t n = 0; n < study->verdicts.size(); ++n) {
        const double before = study->verdicts[n].band.price, after = cheaper->verdicts[n].band.price;
        if (std::isfinite(before)) {
            EXPECT_NEAR(after, before, 1e-9 * before) << "its own price moves no activation price";
        }
        if (tables->orebodies.rows[n].commodity == "Cu" && std::isfinite(after)) {
            EXPECT_EQ(cheaper->verdicts[n].state == OrebodyState::usable, after <= 4000);
        }
    }
}

TEST_F(CountryProject, RunsAgainOnlyWhatAChangeConcerns) {
    run_well(project);
    const auto stale_after = [&](const auto& change) {
        Project changed = project;
        change(changed.recipe);
        return changed.stale();
    };
    EXPECT_THAT(stale_after([](Recipe& r) { r.orebodies.discount_percent = 12; }), ElementsAre("orebody_verdicts"));
    EXPECT_THAT(stale_after([](Recipe& r) { r.orebodies.seed = 2; }), ElementsAre("cost_model", "orebody_verdicts"));
    EXPECT_THAT(stale_after([](Recipe& r) { r.orebodies.days_per_year = 330; }), ElementsAre("orebodies", "cost_model", "orebody_verdicts"));
    EXPECT_THAT(stale_after([](Recipe& r) { r.economics.main_commodity = "Li"; }), ::testing::Not(::testing::Contains("orebody_verdicts")));
    const std::string file = (folder.path() / demonstration::country_mines_file).string();
    const auto text = base::read_text_file(file).value();
    ASSERT_TRUE(base::write_text_file(file, text.substr(0, text.rfind('\n', text.size() - 2) + 1)));
    EXPECT_THAT(project.stale(), ElementsAre("orebodies", "cost_model", "orebody_verdicts"));
}

TEST_F(CountryProject, BadTablesAreRefusedWithTheirFileAndSilenceIsSaid) {
    const auto text = base::read_text_file((folder.path() / demonstration::country_mines_file).string()).value();
    const std::size_t second = text.find('\n', text.find('\n') + 1);
    folder.write("one.csv", text.substr(0, second + 1));
    Project one = project;
    one.recipe.orebodies.mines_file = "one.csv";
    base::Progress progress;
    const auto ran = one.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().what.key, "costmodel.too_few_costs");
    EXPECT_NE(ran.error().place.file.find("one.csv"), std::string::npos);
    EXPECT_EQ(one.state("cost_model"), StageState::failed);
    EXPECT_TRUE(one.current("orebodies"));
    Project no_mines = project;
    no_mines.recipe.orebodies.mines_file.clear();
    run_well(no_mines);
    EXPECT_THAT(kinds(no_mines), ElementsAre("orebody_no_mines"));
    EXPECT_EQ(orebody_study(no_mines.results), nullptr);
    EXPECT_EQ(orebody_units(no_mines.results).front().state, OrebodyState::unknown) << "unknown is never usable";
    Project gone = project;
    gone.recipe.orebodies.orebodies_file = "gone.csv";
    EXPECT_FALSE(gone.run(progress));
    EXPECT_EQ(gone.state("orebodies"), StageState::failed);
}

TEST_F(CountryProject, StopsWhenAskedToAndKeepsWhatWas) {
    run_well(project);
    const auto before = orebody_study(project.results);
    project.recipe.orebodies.seed = 9;
    base::Progress progress;
    progress.cancel();
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(orebody_study(project.results), before);
    EXPECT_FALSE(project.current("cost_model"));
}

}  // namespace
}  // namespace orelens::project
