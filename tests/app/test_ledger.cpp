// orelens-cli ledger: tables and projects to a ledger, asked, compared, advised and run by year through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using ::testing::HasSubstr;
using testing::run_program;
using testing::TemporaryFolder;

class LedgerCommand : public ::testing::Test {
  protected:
    LedgerCommand() {
        table = folder.write("units.csv",
                             "id,name,subsystem,tonnes,confidence,status,stage,cost,currency,capacity,species,role,grade,grade_unit\n"
                             "M1,Mine one,geological,1000000,probable,producing,exploration,40,CNY,50000,Cu,main,1.2,%\n"
                             "M2,Mine two,geological,2000000,indicated,producing,exploration,45,CNY,100000,Cu,main,1.0,%\n"
                             "B1,Body,geological,3000000,inferred,undeveloped,exploration,200,CNY,,Cu,main,0.6,%\n"
                             "T1,Tailings,social,800000,,tailings,dressing,5,CNY,,Cu,main,0.2,%\n");
        assumptions = folder.write("assumptions.json", R"({"basis": {"currency": "CNY"}, "routes": [
 {"id": "flotation", "name_en": "flotation", "name_zh": "浮选", "cost_per_t": 60, "recoveries": [{"species": "Cu", "recovery": 0.85}]}],
 "scenarios": [{"id": "today", "name_en": "today", "name_zh": "现状", "prices": {"Cu": 60000}, "routes": ["flotation"]},
 {"id": "dear", "name_en": "dear", "name_zh": "高价", "prices": {"Cu": 90000}, "routes": ["flotation"]}]})");
        ledger = folder.file("ledger.gpkg");
    }
    void build() {
        const auto built = run_program({"ledger", "build", ledger, "--table", table, "--assumptions", assumptions, "--json"});
        ASSERT_EQ(built.exit_code, 0) << built.err << built.out;
        EXPECT_EQ(built.json()["units"], 4);
    }
    TemporaryFolder folder;
    std::string table, assumptions, ledger;
};

TEST_F(LedgerCommand, AsksComparesAndAdvises) {
    build();
    const auto asked = run_program({"ledger", "query", ledger, "--by", "status", "--json"});
    ASSERT_EQ(asked.exit_code, 0) << asked.err;
    const auto rows = asked.json()["tables"][0]["rows"];
    // A resource and a reserve that both produce stand in rows of their own, and no row sums them.
    int producing = 0;
    for (const auto& row : rows) {
        if (row[0] != "producing") continue;
        ++producing;
        EXPECT_NE(row[3].get<double>(), 3000000 + 2000000) << row.dump();
    }
    EXPECT_EQ(producing, 2);
    const auto compared = run_program({"ledger", "compare", ledger, "--to", "dear", "--json"});
    ASSERT_EQ(compared.exit_code, 0) << compared.err;
    EXPECT_EQ(compared.json()["tables"][0]["id"], "ledger_activation");
    const auto advised = run_program({"ledger", "advise", ledger, "--to", "dear", "--xlsx", folder.file("report.xlsx"), "--json"});
    ASSERT_EQ(advised.exit_code, 0) << advised.err;
    EXPECT_TRUE(std::filesystem::exists(folder.file("report.xlsx")));
    const auto wrong = run_program({"ledger", "query", ledger, "--system", "species = Cy"});
    EXPECT_NE(wrong.exit_code, 0);
    EXPECT_THAT(wrong.err, HasSubstr("Cu"));
}

// Unit by unit: the price at which it pays, how far that is, and what alone would do; what is not known is null and empty, never 0.
TEST_F(LedgerCommand, ListsUnitsWithActivationPriceGapAndLever) {
    table = folder.write("units.csv",
                         "id,name,subsystem,tonnes,confidence,status,stage,cost,currency,capacity,species,role,grade,grade_unit\n"
                         "M1,Mine one,geological,1000000,probable,producing,exploration,40,CNY,50000,Cu,main,1.2,%\n"
                         "B1,Dear one,geological,3000000,probable,producing,exploration,300,CNY,50000,Cu,main,0.6,%\n"
                         "B2,No grade,geological,2000000,inferred,undeveloped,exploration,200,CNY,,Cu,main,,\n"
                         "B3,No cost,geological,2000000,inferred,undeveloped,exploration,,,,Cu,main,0.5,%\n");
    build();
    const auto asked = run_program({"ledger", "query", ledger, "--units", "--csv", folder.file("tables"), "--json"});
    ASSERT_EQ(asked.exit_code, 0) << asked.err << asked.out;
    const auto units = asked.json()["tables"][1];
    ASSERT_EQ(units["id"], "ledger_units");
    std::map<std::string, std::size_t> column;
    for (std::size_t c = 0; c < units["columns"].size(); ++c) column[units["columns"][c]["title"]] = c;
    ASSERT_TRUE(column.contains("Activation price") && column.contains("Gap to the price") && column.contains("Cheapest lever"));
    const std::size_t needed = column["Activation price"], gap = column["Gap to the price"], lever = column["Cheapest lever"];
    ASSERT_EQ(units["rows"].size(), 4U);
    const auto mine = units["rows"][0], body = units["rows"][1];
    // 100 per t of 0.012 · 0.85 t of copper.
    EXPECT_NEAR(mine[needed].get<double>(), 100 / (0.012 * 0.85), 1e-6);
    EXPECT_NEAR(mine[gap].get<double>(), 100 * (100 / (0.012 * 0.85) / 60000 - 1), 1e-9);
    EXPECT_TRUE(mine[lever].is_null()) << "usable already";
    // 360 per t of 0.006 · 0.85: 54 of the 360 are too much, which is less than the 17.6 % that the price is too low.
    EXPECT_NEAR(body[needed].get<double>(), 360 / (0.006 * 0.85), 1e-6);
    EXPECT_NEAR(body[gap].get<double>(), 100 * (360 / (0.006 * 0.85) / 60000 - 1), 1e-9);
    EXPECT_EQ(body[lever], "cost −15 %");
    for (const std::size_t unknown : {2, 3})
        for (const std::size_t c : {needed, gap, lever}) EXPECT_TRUE(units["rows"][unknown][c].is_null()) << units["rows"][unknown].dump();
    std::ifstream file(folder.file("tables") + "/ledger_units.csv");
    ASSERT_TRUE(file);
    std::string line;
    int told = 0;
    while (std::getline(file, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.starts_with("B2,") && !line.starts_with("B3,")) continue;
        ++told;
        EXPECT_TRUE(line.ends_with(",,,")) << line;
    }
    EXPECT_EQ(told, 2);
    const auto few = run_program({"ledger", "query", ledger, "--units", "--system", "id = M1", "--json"});
    ASSERT_EQ(few.exit_code, 0) << few.err;
    EXPECT_EQ(few.json()["tables"][1]["rows"].size(), 1U);
    EXPECT_EQ(run_program({"ledger", "query", ledger, "--json"}).json()["tables"].size(), 1U) << "not asked for";
}

TEST_F(LedgerCommand, RunsTheYearsAndAClosedMineLowersSupplyByItsShare) {
    build();
    const auto years_of = [&](const char* shares) {
        std::string years;
        for (int year = 2026; year <= 2028; ++year)
            years += std::string(years.empty() ? "" : ",") + "{\"year\": " + std::to_string(year) + ", \"demand_t\": 5000" + shares + "}";
        const std::string file = folder.write("years.json", R"({"source": "figures of the test", "chain": {"species": "Cu", "survival": [1, 0.5, 0]}, "years": [)" + years + "]}");
        const auto ran = run_program({"ledger", "run", ledger, file, "--json"});
        EXPECT_EQ(ran.exit_code, 0) << ran.err << ran.out;
        return ran.json()["tables"][0];
    };
    const auto base = years_of(""), open = years_of(R"(, "capacity_share": {"mining": 1}, "unit_share": {"M1": 1})"), closed = years_of(R"(, "unit_share": {"M1": 0})");
    EXPECT_EQ(base["rows"], open["rows"]) << "δ = 1 everywhere changes nothing";
    std::size_t mined = 0;
    for (; mined < base["columns"].size() && base["columns"][mined]["title"] != "Mined"; ++mined) {}
    ASSERT_LT(mined, base["columns"].size());
    const double before = base["rows"][0][mined], after = closed["rows"][0][mined];
    EXPECT_NEAR(before - after, 50000 * 0.012, 1e-6) << "one mine's share";
    const auto wrong = run_program({"ledger", "run", ledger, folder.write("wrong.json", R"({"chain": {"species": "Cu"}, "years": [{"year": 2026, "demands": 1}]})")});
    EXPECT_NE(wrong.exit_code, 0);
    EXPECT_THAT(wrong.err, HasSubstr("demand_t"));
}

TEST_F(LedgerCommand, TakesProjectsByReference) {
    const auto built = run_program({"ledger", "build", ledger, "--table", table, "--project", testing::demonstration_project(), "--assumptions", assumptions, "--json"});
    ASSERT_EQ(built.exit_code, 0) << built.err << built.out;
    EXPECT_GT(built.json()["units"], 4);
    const auto asked = run_program({"ledger", "query", ledger, "--by", "source", "--json"});
    ASSERT_EQ(asked.exit_code, 0) << asked.err;
    EXPECT_THAT(asked.out, HasSubstr(std::filesystem::path(testing::demonstration_project()).filename().string()));
    EXPECT_NE(run_program({"ledger", "build", folder.file("x.gpkg"), "--assumptions", assumptions}).exit_code, 0) << "nothing to build of";
}

// A project that keeps a ledger answers as the package that build makes of the same table.
TEST_F(LedgerCommand, AsksAProjectThatKeepsALedger) {
    build();
    const std::string recipe = folder.write("kept.json", R"({"schema": 1, "general": {"name": "kept"}, "ledger": {"use": true, "tables": "units.csv",
 "assumptions_file": "assumptions.json", "scenario": "dear"}})");
    const auto ran = run_program({"run", recipe, "--out", folder.file("out"), "--no-report", "--no-pictures", "--blocks", "none"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    const std::string project = folder.file("out") + "/kept.gpkg";
    ASSERT_TRUE(std::filesystem::exists(project)) << ran.out;
    const auto kept = run_program({"ledger", "query", project, "--by", "outcome", "--json"});
    ASSERT_EQ(kept.exit_code, 0) << kept.err << kept.out;
    const auto packed = run_program({"ledger", "query", ledger, "--by", "outcome", "--scenario", "dear", "--json"});
    ASSERT_EQ(packed.exit_code, 0) << packed.err;
    EXPECT_EQ(kept.json()["tables"][0]["rows"], packed.json()["tables"][0]["rows"]) << "the recipe's scenario stands first";
    const auto none = run_program({"ledger", "query", testing::demonstration_project(), "--by", "status"});
    EXPECT_NE(none.exit_code, 0);
    EXPECT_THAT(none.err, HasSubstr("no ledger"));
}

}  // namespace
}  // namespace orelens
