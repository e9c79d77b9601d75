// The made-up country on its ledger: its totals are those that the generator put there.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/demonstration/WholeCountry.h"
#include "core/ledger/Pivot.h"
#include "core/ledger/Openness.h"
#include "core/project/LedgerOutside.h"
#include "core/project/LedgerStudy.h"
#include "core/project/Pipeline.h"
#include "tests/support/SharedData.h"

namespace orelens::demonstration {
namespace {

TEST(WholeCountry, TheLedgerHoldsWhatTheGeneratorMade) {
    testing::TemporaryFolder folder;
    WholeCountryOptions options;
    options.country = {.mines = 20, .orebodies = 30};
    options.modelled = 0;
    const auto made = write_whole_country(folder.path().string(), options, base::Progress());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    base::Progress progress;
    const auto project = project::open_project(made->project, progress);
    ASSERT_TRUE(project) << base::describe(project.error(), base::Language::english);
    EXPECT_TRUE(project->current("ledger"));
    const auto study = project::ledger_study(project->results);
    ASSERT_TRUE(study);
    const ledger::Ledger& ledger = study->file.built.ledger;
    const auto by_source = ledger::pivot(ledger, ledger::Field::source, std::nullopt);
    ASSERT_TRUE(by_source);
    double whole = 0;
    std::map<std::string, double> metal;
    const std::map<std::string, std::string> file_of{{"mines", "synthetic_mine_units.csv"}, {"orebodies", "synthetic_orebody_units.csv"},
                                                     {"tailings", "synthetic_tailings.csv"}, {"scrap", "synthetic_flows_base.json"}};
    for (const CountryTruth::Part& part : made->truth.parts) {
        EXPECT_GT(part.tonnes, 0);
        const auto at = std::ranges::find(by_source->a.codes, file_of.at(part.name));
        ASSERT_NE(at, by_source->a.codes.end()) << part.name;
        // Tables carry nine digits.
        EXPECT_NEAR(by_source->ore_t[static_cast<std::size_t>(at - by_source->a.codes.begin())], part.tonnes, 1e-7 * part.tonnes) << part.name;
        whole += part.tonnes;
        for (const auto& [species, t] : part.metal_t) metal[species] += t;
    }
    EXPECT_NEAR(by_source->total_ore_t, whole, 1e-7 * whole);
    for (const auto& [species, t] : metal) {
        const std::int64_t s = ledger.species.find(species);
        ASSERT_GT(s, 0) << species;
        EXPECT_NEAR(by_source->total_metal_t[static_cast<std::size_t>(s)], t, 1e-7 * t) << species;
    }
    // Cities, their streams and stocks stand where the table of places puts them.
    std::int64_t social = 0, placed = 0;
    for (std::size_t u = 0; u < ledger.units(); ++u) {
        if (ledger.ground[u] != ledger::Ground::city && ledger.ground[u] != ledger::Ground::stream) continue;
        ++social;
        placed += std::isfinite(ledger.x[u]) ? 1 : 0;
    }
    EXPECT_GT(social, 36);
    EXPECT_EQ(placed, social);
    EXPECT_EQ(study->file.assumptions.scenarios.size(), 3U);
    EXPECT_NE(project::compared_with(*study), nullptr);
    const auto left = ledger::left_out(ledger);
    EXPECT_EQ(left.duplicate_units + left.overlapped_units + left.units_without_mass, 0);
    // What enters from outside is told with it, and runs without losing metal.
    const auto outside = project::outside_of(project->recipe);
    ASSERT_TRUE(outside) << base::describe(outside.error(), base::Language::english);
    ASSERT_TRUE(*outside);
    EXPECT_EQ((*outside)->years.size(), 10U);
    const auto run = ledger::run_years(ledger, study->file.assumptions.routes, project::scenario_of(*study), (*outside)->chain, (*outside)->years);
    ASSERT_TRUE(run);
    EXPECT_NEAR(ledger::balance_error(*run), 0, 1e-6 * run->in_ground_at_first_t);
    EXPECT_LT(run->years[3].mined_t, run->years[2].mined_t) << "a year of strikes";
    for (const ledger::YearRow& year : run->years) EXPECT_FALSE(std::isnan(year.self_sufficiency)) << year.year;
}

TEST(WholeCountry, MadeInAFolderNamedFromTheCurrentOneItIsFoundFromAnyOther) {
    const testing::TemporaryFolder folder;
    WholeCountryOptions options;
    options.country = {.mines = 20, .orebodies = 30};
    options.modelled = 0;
    const std::string relative = folder.path().lexically_relative(std::filesystem::current_path()).string();
    const auto made = write_whole_country(relative, options, base::Progress());
    ASSERT_TRUE(made) << base::describe(made.error(), base::Language::english);
    base::Progress progress;
    const auto project = project::open_project(folder.file("synthetic_country.gpkg"), progress);
    ASSERT_TRUE(project);
    EXPECT_EQ(project->recipe.folder, folder.path().string());
    EXPECT_TRUE(project->current("ledger"));
}

}  // namespace
}  // namespace orelens::demonstration
