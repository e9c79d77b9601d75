// The ledger's file: what is written reads back the same, SQL that knows nothing of the program finds the same totals, and
// the report's tables say the same numbers.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include "core/ledger/Advice.h"
#include "core/ledger/Pivot.h"
#include "core/project/LedgerJudges.h"
#include "core/project/LedgerPackage.h"
#include "core/report/LedgerTables.h"
#include "tests/core/ledger/Units.h"

namespace orelens::ledger {
namespace {

namespace fs = std::filesystem;

class LedgerPackage : public testing::Test {
  protected:
    LedgerPackage() : folder_(fs::temp_directory_path() / ("ledger_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~LedgerPackage() override { fs::remove_all(folder_); }
    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name) << text;
        return (folder_ / name).string();
    }
    project::LedgerFile built() {
        std::string ores = "id,name,subsystem,tonnes,confidence,status,stage,longitude,latitude,cost,currency,cost_year,ground_id,species,role,grade,grade_unit,contained,carrier,enriched,lattice\n";
        for (int n = 0; n < 200; ++n)
            ores += fmt::format("O{},orebody {},geological,{},{},{},exploration,{},{},{},CNY,2025,G{},Cu,main,{},%,,{},{},{}\n", n, n, 100000 + 7919 * n,
                                n % 5 == 0 ? "potential" : "indicated", n % 5 == 0 ? "potential" : n % 2 == 0 ? "undeveloped" : "closed", 100 + 0.013 * n,
                                25 + 0.011 * n, 90 + n, n, 0.1 + 0.013 * n, 50, 20, n % 30) +
                    fmt::format("O{},,,,,,,,,,,,,Au,associated,{},g/t,,,,\n", n, 0.05 * (n % 9));
        const std::string first = write("ores.csv", ores);
        const std::string second = write("more.csv", "id,tonnes,subsystem,ground_id,species,grade,grade_unit,status\nP1,500000,social,,Cu,0.3,%,tailings\n"
                                                     "O7,1,geological,,Cu,1,%,closed\nX1,999,geological,G3,Cu,1,%,closed\nE1,777,geological,,,,,closed\n");
        const std::string assumptions = write("assumptions.json", R"({"basis": {"currency": "CNY", "year": 2025}, "source": "figures of the test",
"routes": [{"id": "flotation", "name_en": "flotation", "name_zh": "浮选", "cost_per_t": 60, "payable": {"Cu": 0.955}, "recoveries": [
 {"species": "Cu", "occurrence": "carrier", "recovery": 0.9}, {"species": "Cu", "occurrence": "enriched", "recovery": 0.85}, {"species": "Au", "recovery": 0.5}]},
 {"id": "leaching", "name_en": "leaching", "name_zh": "浸出", "from_year": 2030, "cost_per_t": 25, "recoveries": [{"species": "Cu", "recovery": 0.7}]}],
"scenarios": [{"id": "today", "name_en": "today", "name_zh": "现状", "year": 2025, "prices": {"Cu": 60000, "Au": 450000000}, "routes": ["flotation"], "royalty": 0.06},
 {"id": "later", "name_en": "later", "name_zh": "将来", "year": 2030, "prices": {"Cu": 72000, "Au": 450000000}, "routes": ["flotation", "leaching"], "royalty": 0.04, "cost_index": 0.95}]})");
        auto file = project::build_ledger_from_tables({first, second}, assumptions, "", base::Progress());
        if (!file) throw std::runtime_error(base::describe(file.error(), base::Language::english));
        return std::move(*file);
    }
    std::string path(const std::string& name) { return (folder_ / name).string(); }

  private:
    fs::path folder_;
};

double asked(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* statement = nullptr;
    double value = -1;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_double(statement, 0);
    else
        ADD_FAILURE() << sql << ": " << sqlite3_errmsg(database);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return value;
}

TEST_F(LedgerPackage, SqlFindsTheTotalsOfTheLedger) {
    const project::LedgerFile file = built();
    const Ledger& ledger = file.built.ledger;
    ASSERT_TRUE(project::write_ledger_package(file, {}, path("l.gpkg"), base::Progress()));
    const auto cu = static_cast<std::size_t>(ledger.species.find("Cu"));
    const auto by_status = pivot(ledger, Field::status, std::nullopt);
    EXPECT_NEAR(asked(path("l.gpkg"), "SELECT sum(ore_t) FROM ledger_by_status"), by_status->total_ore_t, 1e-9 * by_status->total_ore_t);
    EXPECT_NEAR(asked(path("l.gpkg"), "SELECT sum(ore_t) FROM ledger_by_status WHERE status = 'closed'"), by_status->ore_t[static_cast<std::size_t>(Status::closed)], 1e-3);
    const auto by_state = pivot(ledger, Field::occurrence, std::nullopt);
    for (const Occurrence one : {Occurrence::carrier, Occurrence::lattice, Occurrence::unassigned})
        EXPECT_NEAR(asked(path("l.gpkg"), "SELECT sum(metal_t) FROM ledger_by_occurrence WHERE species = 'Cu' AND occurrence = '" + std::string(code(one)) + "'"),
                    by_state->metal(static_cast<std::size_t>(one), 0, cu), 1e-9 * by_state->total_metal_t[cu]);
    EXPECT_EQ(asked(path("l.gpkg"), "SELECT sum(units) FROM ledger_left_out"), 2) << "the id twice, and the ground that is known better";
    EXPECT_EQ(asked(path("l.gpkg"), "SELECT count(*) FROM ledger_findings"), static_cast<double>(file.built.findings.size()));
    EXPECT_EQ(asked(path("l.gpkg"), "SELECT count(*) FROM ledger_places"), 200);
}

TEST_F(LedgerPackage, KeepsWhatWasFoundWhenItWasMadeAndTellsWhoJudges) {
    project::LedgerFile file = built();
    const std::size_t before = file.built.findings.size();
    // Any unit that the file has an answer for.
    const Ledger& made = file.built.ledger;
    const auto states = evaluate(made, file.assumptions.routes, file.assumptions.scenarios.front())->state;
    std::size_t unit = 0;
    while (unit < made.units() && (states[unit] == State::not_evaluated || made.excluded[unit] != Excluded::counted)) ++unit;
    ASSERT_LT(unit, made.units());
    const bool pays = states[unit] == State::usable || states[unit] == State::blocked;
    const project::LedgerParts::Heard heard{made.sources[made.source[unit]].id, made.ids[unit], 100, 40, true};
    ASSERT_TRUE(project::tell_judges(file.built, {heard}, file.assumptions, file.assumptions.scenarios.front(), path("assumptions.json"), base::Progress()));
    ASSERT_EQ(file.built.findings.size(), before + 2);
    const double differ = pays ? 60 : 40;
    EXPECT_EQ(project::judged_otherwise(file.built.findings).tonnes, differ);
    EXPECT_EQ(project::judged_otherwise(file.built.findings).file, "assumptions.json");
    ASSERT_TRUE(project::write_ledger_package(file, {}, path("l.gpkg"), base::Progress()));
    const auto again = project::read_ledger_package(path("l.gpkg"), base::Progress());
    ASSERT_TRUE(again);
    EXPECT_EQ(project::judged_otherwise(again->built.findings).tonnes, differ);
    // The report says it under its sources, in the words of then.
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        const auto words = project::judge_words(file.built.findings);
        ASSERT_EQ(words.size(), 2U);
        const report::LedgerReport report{again->built, again->assumptions, again->indicators, {}, language};
        const auto notes = report::ledger_source_tables(report).front().notes;
        for (const base::Message& one : words) EXPECT_NE(std::ranges::find(notes, base::text(one, language)), notes.end()) << base::text(one, language);
    }
}

TEST_F(LedgerPackage, ReadsBackTheSameToTheBit) {
    const project::LedgerFile file = built();
    ASSERT_TRUE(project::write_ledger_package(file, {}, path("l.gpkg"), base::Progress()));
    const auto again = project::read_ledger_package(path("l.gpkg"), base::Progress());
    ASSERT_TRUE(again) << base::describe(again.error(), base::Language::english);
    const Ledger &a = file.built.ledger, &b = again->built.ledger;
    ASSERT_EQ(a.units(), b.units());
    EXPECT_EQ(a.ids, b.ids);
    EXPECT_EQ(a.excluded, b.excluded);
    EXPECT_EQ(a.grade_class, b.grade_class);
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.mass_t, b.mass_t);
    for (const auto& scenario : file.assumptions.scenarios) {
        const auto before = evaluate(a, file.assumptions.routes, scenario), after = evaluate(b, again->assumptions.routes, scenario);
        EXPECT_EQ(before->state, after->state);
    }
    for (const Field field : {Field::role, Field::occurrence, Field::status}) {
        const auto before = pivot(a, field, std::nullopt), after = pivot(b, field, std::nullopt);
        EXPECT_EQ(before->ore_t.size(), after->ore_t.size());
        for (std::size_t n = 0; n < before->ore_t.size(); ++n) EXPECT_NEAR(before->ore_t[n], after->ore_t[n], 1e-9 * before->total_ore_t);
    }
    EXPECT_EQ(b.source_states, (std::vector{SourceState::current, SourceState::current}));
}

TEST_F(LedgerPackage, ReplacesNothingButALedger) {
    const project::LedgerFile file = built();
    EXPECT_TRUE(project::check_ledger_target(path("l.gpkg"), {}));
    const std::string beside = write("l.gpkg.part.gpkg", "somebody's");
    ASSERT_TRUE(project::write_ledger_package(file, {}, path("l.gpkg"), base::Progress()));
    EXPECT_EQ(fs::file_size(beside), 10U);
    EXPECT_TRUE(project::check_ledger_target(path("l.gpkg"), {}));
    EXPECT_FALSE(project::check_ledger_target(path("l.gpkg"), {path("l.gpkg")})) << "an input";
    sqlite3* other = nullptr;
    sqlite3_open(path("project.orelens").c_str(), &other);
    sqlite3_exec(other, "CREATE TABLE blocks (n INTEGER)", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    const auto refused = project::check_ledger_target(path("project.orelens"), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.key, "target.other_content");
}

TEST_F(LedgerPackage, TablesOfOneNameAreSourcesApart) {
    fs::create_directories(path("a"));
    fs::create_directories(path("b"));
    const std::string one = write("a/t.csv", "id,tonnes,species\nN1,100,Cu\n"), two = write("b/t.csv", "id,tonnes,species\nN2,200,Cu\n");
    const std::string assumptions = write("as.json", R"({"basis": {"currency": "CNY", "year": 2025}, "source": "test", "routes": [{"id": "f", "name_en": "f", "name_zh": "f",
"cost_per_t": 60, "recoveries": [{"species": "Cu", "recovery": 0.9}]}], "scenarios": [{"id": "today", "name_en": "today", "name_zh": "今", "year": 2025, "prices": {"Cu": 1}, "routes": ["f"]}]})");
    const auto file = project::build_ledger_from_tables({one, two}, assumptions, "", base::Progress());
    ASSERT_TRUE(file) << base::describe(file.error(), base::Language::english);
    ASSERT_EQ(file->built.ledger.sources.size(), 2U);
    EXPECT_NE(file->built.ledger.sources[0].id, file->built.ledger.sources[1].id);
    EXPECT_NE(file->built.ledger.source[0], file->built.ledger.source[1]);
}

TEST_F(LedgerPackage, ASourceThatChangedOrWentIsTold) {
    const project::LedgerFile file = built();
    ASSERT_TRUE(project::write_ledger_package(file, {}, path("l.gpkg"), base::Progress()));
    std::ofstream(path("ores.csv"), std::ios::app) << "# more\n";
    fs::remove(path("more.csv"));
    const auto again = project::read_ledger_package(path("l.gpkg"), base::Progress());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->built.ledger.source_states, (std::vector{SourceState::changed, SourceState::missing}));
    EXPECT_NEAR(pivot(again->built.ledger, Field::status, std::nullopt)->total_ore_t, pivot(file.built.ledger, Field::status, std::nullopt)->total_ore_t, 1e-3);
    EXPECT_FALSE(project::read_ledger_package(path("assumptions.json"), base::Progress()));
}

TEST_F(LedgerPackage, LicenceBlocksAreLayersThatHoldTheirTargets) {
    const project::LedgerFile file = built();
    std::vector<std::uint32_t> targets;
    for (std::uint32_t u = 0; u < file.built.ledger.units(); ++u)
        if (file.built.ledger.kind[u] == Kind::potential) targets.push_back(u);
    const auto blocks = licence_blocks(file.built.ledger, targets);
    ASSERT_TRUE(blocks);
    EXPECT_EQ(blocks->size(), targets.size()) << "each 1′ apart";
    ASSERT_TRUE(project::write_ledger_package(file, *blocks, path("l.gpkg"), base::Progress()));
    EXPECT_EQ(asked(path("l.gpkg"), "SELECT count(*) FROM licence_blocks"), static_cast<double>(blocks->size()));
    EXPECT_EQ(asked(path("l.gpkg"), "SELECT organization_coordsys_id FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE table_name = 'licence_blocks'"), 4490);
}

TEST_F(LedgerPackage, TheReportSaysTheNumbersOfTheLedger) {
    const project::LedgerFile file = built();
    for (const base::Language language : {base::Language::english, base::Language::chinese}) {
        const report::LedgerReport asked_for{file.built, file.assumptions, file.indicators, {}, language};
        const auto tables = report::ledger_tables(asked_for, file.assumptions.scenarios[0], &file.assumptions.scenarios[1], base::Progress());
        ASSERT_TRUE(tables) << base::describe(tables.error(), language);
        std::set<std::string> ids;
        for (const report::Table& table : *tables) {
            EXPECT_TRUE(ids.insert(table.id).second);
            for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size()) << table.id;
            for (const std::string& words : table.notes) EXPECT_EQ(words.find("ledger."), std::string::npos) << words;
            if (table.id == "ledger_kind" || table.id == "ledger_status") {
                const std::string last = std::get<std::string>(table.rows.back()[0]);
                const bool total = last.starts_with(base::text("cli.ledger.total", language) + " · ");
                EXPECT_EQ(total, table.id == "ledger_status") << "resources, reserves and potential are never summed";
            }
            if (table.id == "ledger_status") {
                // Shares are of each kind: those of one kind sum to all of it.
                std::map<std::string, double> shares;
                for (const auto& row : table.rows)
                    if (std::get<std::string>(row[1]) != "") shares[std::get<std::string>(row[1])] += std::get<double>(row[4]);
                EXPECT_EQ(shares.size(), 3U);
                for (const auto& [kind, share] : shares) EXPECT_NEAR(share, 100, 1e-9) << kind;
            }
            if (table.id == "ledger_class") {
                EXPECT_GE(table.notes.size(), 4U) << "the set, and that it was written from memory, and what is left out";
            }
            if (table.id == "ledger_activation") {
                // Difference = Σ of its parts, in every column, kind by kind.
                std::set<std::string> kinds;
                for (const auto& row : table.rows) kinds.insert(std::get<std::string>(row[1]));
                EXPECT_EQ(table.rows.size() % kinds.size(), 0U);
                const std::size_t each = table.rows.size() / kinds.size();
                for (std::size_t k = 0; k < kinds.size(); ++k)
                    for (std::size_t c = 3; c < table.columns.size(); ++c) {
                        double parts_sum = 0;
                        for (std::size_t r = 5; r < each; ++r) parts_sum += std::get<double>(table.rows[k * each + r][c]);
                        EXPECT_NEAR(parts_sum, std::get<double>(table.rows[k * each + 4][c]), 1e-6);
                    }
            }
        }
        EXPECT_TRUE(ids.contains("ledger_advice") && ids.contains("ledger_units") && ids.contains("ledger_sources") && ids.contains("ledger_findings"));
        ASSERT_TRUE(report::write_xlsx(*tables, "Ledger", path("l.xlsx"), language));
        EXPECT_GT(fs::file_size(path("l.xlsx")), 5000U);
    }
}

}  // namespace
}  // namespace orelens::ledger
