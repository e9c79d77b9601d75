// The total ledger as a stage: silent where nobody asks for it, made of blocks, tables and other projects, honest about sources that
// changed, went or run in a circle, kept with the project, told in its report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/economics/Value.h"
#include "core/ledger/Evaluate.h"
#include "core/ledger/Pivot.h"
#include "core/project/LedgerJudges.h"
#include "core/project/LedgerParts.h"
#include "core/project/LedgerStudy.h"
#include "core/project/Pipeline.h"
#include "core/project/Scenarios.h"
#include "core/project/stages/Doubt.h"
#include "tests/core/project/SmallDeposit.h"

namespace orelens::project {
namespace {

using ledger::Field;
using testing::SmallDeposit;

class LedgerStage : public ::testing::Test {
  protected:
    LedgerStage() {
        project.recipe.general.name = "North";
        project.recipe.ledger.use = true;
    }
    void run_well(Project& one) {
        base::Progress progress;
        const auto ran = one.run(progress, "ledger");
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    void save_well(const Project& one, const std::string& path) {
        base::Progress progress;
        const auto saved = save_project(one, path, progress, {.lives_at = {}, .replace_other = true, .overwrite_newer = true});
        ASSERT_TRUE(saved) << base::describe(saved.error(), base::Language::english);
    }
    static const ledger::Ledger& ledger_of(const Project& one) { return ledger_study(one.results)->file.built.ledger; }
    static std::vector<std::string> kinds(const Project& one) {
        std::vector<std::string> found;
        for (const base::Finding& finding : one.findings())
            if (finding.stage == "ledger") found.push_back(finding.kind);
        return found;
    }
    /// A project without blocks whose ledger names others.
    Project country() const {
        Project made;
        made.recipe.general.name = "Country";
        made.recipe.folder = deposit.folder().path().string();
        made.recipe.ledger.use = true;
        return made;
    }
    static double ore(const Project& one) { return ledger::pivot(ledger_of(one), Field::kind, std::nullopt)->total_ore_t; }

    SmallDeposit deposit;
    Project project = deposit.project();
};

TEST_F(LedgerStage, IsSilentWhereNobodyAsksForIt) {
    project.recipe.ledger.use = false;
    run_well(project);
    EXPECT_FALSE(ledger_study(project.results));
    EXPECT_TRUE(project.current("ledger"));
    EXPECT_TRUE(kinds(project).empty());
    EXPECT_FALSE(project.results.estimate.model) << "and makes nothing else";
}

TEST_F(LedgerStage, HoldsTheTonnesAndMetalOfItsBlocks) {
    project.recipe.general.mine_record_file.clear();  // nothing says in which state the mine is
    run_well(project);
    ASSERT_TRUE(ledger_study(project.results));
    const blocks::BlockModel& model = *project.results.unvalued();
    double tonnes = 0, metal = 0;
    const bool own = model.has("density");
    for (std::size_t l = 0; l < model.leaf_count(); ++l)
        for (int n = 0; n < 512; ++n) {
            if (!model.leaf(l).is_active(n)) continue;
            const double t = model.geometry().block_volume() * (own ? model.real("density", l)[n] : project.recipe.economics.costs.density_t_per_m3);
            tonnes += t;
            const float grade = model.real("Cu", l)[n];
            if (grade > 0) metal += t * static_cast<double>(grade) / 100;
        }
    EXPECT_NEAR(ore(project), tonnes, 1e-6 * tonnes);
    const ledger::Ledger& made = ledger_of(project);
    const auto sums = ledger::pivot(made, Field::kind, std::nullopt);
    EXPECT_NEAR(sums->total_metal_t[static_cast<std::size_t>(made.species.find("Cu"))], metal, 1e-6 * metal);
    EXPECT_GT(made.units(), 1U) << "by bench";
    EXPECT_THAT(kinds(project), ::testing::Contains("ledger_own_assumptions"));
    EXPECT_THAT(kinds(project), ::testing::Contains("ledger_blocks_status"));
    // The recipe's own name for what blocks are put together by is checked.
    project.recipe.ledger.group_by = "domian";
    base::Progress progress;
    const auto refused = project.run(progress, "ledger");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "ledger.group_by");
}

TEST_F(LedgerStage, UsableIsWhatTheEvaluationSays) {
    project.scenarios = {{.name = "dear", .changes = {{"commodity.Cu.price", "99999"}}}, {.name = "costly", .changes = {{"cost.mining", "60"}}}};
    run_well(project);
    const auto study = ledger_study(project.results);
    const ledger::Ledger& made = ledger_of(project);
    const auto usable = [&](const std::string& scenario) {
        const auto outcomes = ledger::evaluate(made, study->file.assumptions.routes, *ledger::find_scenario(study->file.assumptions, scenario));
        double tonnes = 0;
        for (std::size_t u = 0; u < made.units(); ++u)
            if (outcomes->state[u] == ledger::State::usable) tonnes += made.mass_t[u];
        return tonnes;
    };
    const auto& value = project.results.value;
    const double expected = value.curve(value.deck->test)->at(economics::main_commodity(*value.deck)->price).tonnes;
    ASSERT_GT(expected, 0);
    EXPECT_LT(expected, ore(project)) << "part of it is not usable";
    EXPECT_NEAR(usable("today"), expected, 1e-9 * expected);
    // And so under the scenarios kept with the project, whose comparison is the stage of scenarios'.
    base::Progress progress;
    ASSERT_TRUE(project.run(progress, "scenarios"));
    for (const ScenarioRow& row : project.results.scenarios.study->rows)
        EXPECT_NEAR(usable(row.name), row.against_base.after.tonnes, 1e-9 * row.against_base.after.tonnes) << row.name;
    // Taken by reference, it is answered as its own project does.
    const std::string file = deposit.folder().file("north.gpkg");
    save_well(project, file);
    Project all = country();
    all.recipe.ledger.projects = "north.gpkg";
    all.recipe.commodity = project.recipe.commodity;
    all.recipe.economics = project.recipe.economics;
    all.recipe.economics.costs.processing *= 4;  // its own plant is none of north's business
    run_well(all);
    const auto theirs = ledger_study(all.results);
    const auto outcomes = ledger::evaluate(ledger_of(all), theirs->file.assumptions.routes, scenario_of(*theirs));
    double tonnes = 0;
    for (std::size_t u = 0; u < ledger_of(all).units(); ++u)
        if (outcomes->state[u] == ledger::State::usable) tonnes += ledger_of(all).mass_t[u];
    EXPECT_NEAR(tonnes, expected, 1e-9 * expected);
}

TEST_F(LedgerStage, AFileThatJudgesIsToldBesideTheEvaluation) {
    // Everything pays by the file, part of it by the evaluation: the difference is what the evaluation leaves.
    deposit.folder().write("all.json", R"({"basis": {"currency": "CNY"}, "routes": [{"id": "free", "name_en": "free", "name_zh": "免费", "cost_per_t": 0,
 "recoveries": [{"species": "Cu", "recovery": 1}]}], "scenarios": [{"id": "heaven", "name_en": "heaven", "name_zh": "天", "prices": {"Cu": 1e9}, "routes": ["free"]}]})");
    project.recipe.ledger.assumptions_file = "all.json";
    project.recipe.folder = deposit.folder().path().string();
    run_well(project);
    const auto& value = project.results.value;
    const double usable = value.curve(value.deck->test)->at(economics::main_commodity(*value.deck)->price).tonnes;
    const auto study = ledger_study(project.results);
    const auto outcomes = ledger::evaluate(ledger_of(project), study->file.assumptions.routes, scenario_of(*study));
    double by_file = 0;
    for (std::size_t u = 0; u < ledger_of(project).units(); ++u)
        if (outcomes->state[u] == ledger::State::usable) by_file += ledger_of(project).mass_t[u];
    ASSERT_GT(by_file, usable);
    const JudgedOtherwise other = judged_otherwise(study->file.built.findings);
    EXPECT_EQ(other.file, "all.json");
    EXPECT_NEAR(other.tonnes, by_file - usable, 1e-6 * by_file);
    EXPECT_THAT(kinds(project), ::testing::IsSupersetOf({"ledger_file_assumptions", "ledger_other_judge_blocks"}));
    const auto words = judge_words(study->file.built.findings);
    ASSERT_EQ(words.size(), 2U);
    EXPECT_THAT(base::text(words[1], base::Language::english), ::testing::AllOf(::testing::HasSubstr("all.json"), ::testing::HasSubstr("heaven"), ::testing::HasSubstr(tonnes_text(usable))));
    // Where nobody else judges, nothing is told.
    project.recipe.ledger.assumptions_file.clear();
    run_well(project);
    EXPECT_EQ(judged_otherwise(ledger_study(project.results)->file.built.findings).tonnes, 0);
    EXPECT_THAT(kinds(project), ::testing::Not(::testing::Contains("ledger_other_judge_blocks")));
}

TEST_F(LedgerStage, ACircleOverThreeProjectsIsFound) {
    deposit.folder().write("piles.csv", "id,tonnes,subsystem,species,grade,grade_unit,status\nP1,1000,social,Cu,0.3,%,tailings\n");
    const auto folder = [&](const char* name) { return deposit.folder().file(name); };
    Project first = country();
    first.recipe.ledger.tables = "piles.csv";
    run_well(first);
    save_well(first, folder("a.gpkg"));
    for (const auto& [from, to] : {std::pair("a.gpkg", "b.gpkg"), std::pair("b.gpkg", "c.gpkg")}) {
        Project next = country();
        next.recipe.ledger.projects = from;
        run_well(next);
        save_well(next, folder(to));
    }
    base::Progress progress;
    auto back = open_project(folder("a.gpkg"), progress);
    ASSERT_TRUE(back);
    back->recipe.ledger.projects = "c.gpkg";
    run_well(*back);
    EXPECT_NEAR(ore(*back), 1000, 1e-9) << "its own tonnes once";
    EXPECT_THAT(kinds(*back), ::testing::Contains("ledger_circle"));
}

TEST_F(LedgerStage, IsKeptWithTheProject) {
    run_well(project);
    const std::string file = deposit.folder().file("north.gpkg");
    save_well(project, file);
    base::Progress progress;
    const auto again = open_project(file, progress);
    ASSERT_TRUE(again) << base::describe(again.error(), base::Language::english);
    EXPECT_TRUE(again->current("ledger"));
    ASSERT_TRUE(ledger_study(again->results));
    EXPECT_EQ(ledger_of(*again).ids, ledger_of(project).ids);
    EXPECT_EQ(ledger_of(*again).row_contained, ledger_of(project).row_contained);
    EXPECT_EQ(ledger_study(again->results)->file.assumptions.routes, ledger_study(project.results)->file.assumptions.routes);
}

TEST_F(LedgerStage, TakesOtherProjectsByReferenceAndTellsWhenTheyGo) {
    run_well(project);
    const std::string file = deposit.folder().file("north.gpkg");
    save_well(project, file);
    deposit.folder().write("piles.csv", "id,tonnes,subsystem,ground_id,species,grade,grade_unit,status\nP1,500000,social,,Cu,0.3,%,tailings\n"
                                        "row of north,7,geological,North,Cu,1,%,producing\n");
    Project all = country();
    all.recipe.ledger.tables = "piles.csv";
    all.recipe.ledger.projects = "north.gpkg";
    run_well(all);
    EXPECT_NEAR(ore(all), ore(project) + 500000, 1e-6 * ore(project));
    EXPECT_THAT(kinds(all), ::testing::Contains("ledger_overlap")) << "the orebody's row gives way to its blocks";
    EXPECT_TRUE(all.current("ledger"));
    const ledger::Source& source = ledger_of(all).sources.back();
    EXPECT_EQ(source.kind, "project");
    EXPECT_EQ(source.id, "north.gpkg");

    // Another content of the source: the ledger is older than it.
    project.recipe.general.name = "North";
    project.recipe.economics.costs.density_t_per_m3 *= 2;
    run_well(project);
    save_well(project, file);
    EXPECT_FALSE(all.current("ledger"));
    run_well(all);
    EXPECT_NEAR(ore(all), ore(project) + 500000, 1e-6 * ore(project));

    // It is gone: as it was last read, and said to be so.
    std::filesystem::remove(file);
    EXPECT_TRUE(all.current("ledger")) << "as with every file that was mailed without";
    deposit.folder().write("piles.csv", "id,tonnes,subsystem,ground_id,species,grade,grade_unit,status\nP1,600000,social,,Cu,0.3,%,tailings\n");
    run_well(all);
    EXPECT_NEAR(ore(all), ore(project) + 600000, 1e-6 * ore(project));
    EXPECT_THAT(kinds(all), ::testing::Contains("ledger_source_gone"));
    EXPECT_EQ(ledger_of(all).source_states.back(), ledger::SourceState::missing);
    // And one that never was.
    Project none = country();
    none.recipe.ledger.projects = "south.gpkg";
    run_well(none);
    EXPECT_THAT(kinds(none), ::testing::Contains("ledger_source_absent"));
}

TEST_F(LedgerStage, FilesOfListsAreFoundBesideACopiedProject) {
    const auto piles = [](const char* id) {
        return std::string("id,tonnes,subsystem,species,grade,grade_unit,status\n") + id + ",1000,social,Cu,0.3,%,tailings\n";
    };
    const std::string area = R"({"type":"FeatureCollection","features":[]})";
    deposit.folder().write("piles.csv", piles("P1"));
    deposit.folder().write("heaps.csv", piles("P2"));
    deposit.folder().write("lease.geojson", area);
    Project all = country();
    all.recipe.ledger.tables = "piles.csv; heaps.csv";
    all.recipe.general.map_files = "lease.geojson";
    run_well(all);
    const std::string file = deposit.folder().file("all.gpkg");
    save_well(all, file);

    // Beside the copy one table has another name, the other has other rows under its own name.
    const testing::TemporaryFolder elsewhere;
    std::filesystem::copy_file(file, elsewhere.file("all.gpkg"));
    elsewhere.write("stocks.csv", piles("P1"));
    elsewhere.write("area.geojson", area);
    base::Progress progress;
    const auto copied = open_project(elsewhere.file("all.gpkg"), progress);
    ASSERT_TRUE(copied) << base::describe(copied.error(), base::Language::english);
    EXPECT_EQ(copied->recipe.ledger.tables, "stocks.csv; heaps.csv");
    EXPECT_EQ(copied->recipe.general.map_files, "area.geojson");
    EXPECT_TRUE(copied->current("ledger")) << "the same content under another name";
    EXPECT_THAT(kinds(*copied), ::testing::Contains("missing_file")) << "of heaps.csv";
    elsewhere.write("heaps.csv", piles("P3"));
    const auto other = open_project(elsewhere.file("all.gpkg"), progress);
    ASSERT_TRUE(other) << base::describe(other.error(), base::Language::english);
    EXPECT_FALSE(other->current("ledger")) << "another content under the same name";
}

TEST_F(LedgerStage, ACircleIsCutAndTold) {
    const std::string a = deposit.folder().file("a.gpkg"), b = deposit.folder().file("b.gpkg");
    deposit.folder().write("piles.csv", "id,tonnes,subsystem,species,grade,grade_unit,status\nP1,1000,social,Cu,0.3,%,tailings\n");
    Project first = country();
    first.recipe.ledger.tables = "piles.csv";
    run_well(first);
    save_well(first, a);
    Project second = country();
    second.recipe.ledger.projects = "a.gpkg";
    run_well(second);
    save_well(second, b);
    base::Progress progress;
    auto back = open_project(a, progress);
    ASSERT_TRUE(back);
    back->recipe.ledger.projects = "b.gpkg; a.gpkg";
    run_well(*back);
    EXPECT_NEAR(ore(*back), 1000, 1e-9) << "its own tonnes once";
    EXPECT_THAT(kinds(*back), ::testing::Contains("ledger_circle"));
}

TEST_F(LedgerStage, MakesScenariosOfThoseKeptWithTheProject) {
    project.scenarios = {{.name = "dear", .changes = {{"commodity.Cu.price", "99999"}}}};
    run_well(project);
    const auto study = ledger_study(project.results);
    ASSERT_EQ(study->file.assumptions.scenarios.size(), 2U);
    EXPECT_EQ(study->scenario, "today");
    EXPECT_EQ(study->compared_with, "dear");
    EXPECT_GT(compared_with(*study)->prices.at("Cu"), scenario_of(*study).prices.at("Cu"));
    project.recipe.ledger.scenario = "deer";
    base::Progress progress;
    const auto refused = project.run(progress, "ledger");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "ledger.scenario");
}

TEST_F(LedgerStage, ACancelLeavesTheLedgerThatStands) {
    run_well(project);
    const auto before = ledger_study(project.results);
    project.recipe.ledger.group_by = "bench; class";
    base::Progress stopped;
    stopped.cancel();
    EXPECT_FALSE(project.run(stopped, "ledger"));
    EXPECT_EQ(ledger_study(project.results), before);
    EXPECT_FALSE(project.current("ledger"));
}

TEST(LedgerLists, NamesStandApartBySemicolons) {
    EXPECT_EQ(listed_files(" a b.csv ;; c.gpkg;"), (std::vector<std::string>{"a b.csv", "c.gpkg"}));
    EXPECT_TRUE(listed_files("").empty());
}

}  // namespace
}  // namespace orelens::project
