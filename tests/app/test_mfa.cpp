// Flow systems on the command line: run, check, reconcile and template.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/AtomicFile.h"
#include "tests/app/Program.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_program;
using testing::TemporaryFolder;

constexpr const char* system_text = R"({"name": "small",
 "dimensions": [{"name": "time", "from": 2000, "to": 2004}, {"name": "element", "items": ["Cu"]}],
 "time": "time", "flow_dimensions": ["time", "element"],
 "parameters": [{"name": "demand", "dimensions": ["time"], "unit": "t", "file": "demand.csv"}, {"name": "life", "unit": "a", "value": 2}],
 "processes": ["environment", "use"],
 "flows": [{"id": "products", "from": "environment", "to": "use", "rule": "given", "factors": ["demand"]}, {"id": "scrap", "from": "use", "to": "environment", "rule": "balance"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "exponential", "first": "life"}],
 "streams": "streams.csv", "uncertain": [{"parameter": "demand", "sd": 0.1}]})";

std::string small_system(const TemporaryFolder& folder) {
    folder.write("demand.csv", "time,value\n2000,100\n2001,110\n2002,120\n2003,130\n2004,140\n");
    folder.write("streams.csv", "id,element,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost\na,Cu,2004,scrap,0.5,0.9,1,900,0,100\n");
    return folder.write("system.json", system_text);
}

TEST(Mfa, RunWritesTheSameNumbersThatItPrints) {
    const TemporaryFolder folder;
    const std::string system = small_system(folder);
    const auto ran = run_program({"mfa", "run", system, "--price", "2000", "--draws", "2000", "--cohorts", "--out", folder.file("out"), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    for (const char* file : {"flows.csv", "residuals.csv", "cohorts.csv", "mfa.xlsx", "mfa_streams.csv", "mfa_curve.csv", "mfa_fans.csv", "mfa_flows.csv"})
        EXPECT_THAT(ran.json().at("files"), Contains(file));
    EXPECT_LT(ran.json().at("largest_residual").get<double>(), 1e-9);
    const auto told = run_program({"mfa", "run", system, "--price", "2000", "--json"});
    ASSERT_EQ(told.exit_code, 0) << told.err;
    const auto tables = told.json().at("tables");
    for (const auto& table : tables) {
        if (table.at("id") != "mfa_streams") continue;
        const auto& row = table.at("rows").at(0);
        EXPECT_DOUBLE_EQ(row.at(12).get<double>(), 1100);
        EXPECT_DOUBLE_EQ(row.at(13).get<double>(), row.at(10).get<double>()) << "it pays at 2000";
    }
    const auto cheap = run_program({"mfa", "run", system, "--price", "1000"});
    EXPECT_EQ(cheap.exit_code, 0);
    EXPECT_THAT(cheap.out, HasSubstr("usable"));
    EXPECT_THAT(run_program({"--lang", "zh", "mfa", "run", system, "--price", "1000"}).out, HasSubstr("可利用"));
}

TEST(Mfa, AnotherRunNeverWritesOverItsInputs) {
    const TemporaryFolder folder;
    const std::string system = small_system(folder);
    const std::string before = *base::read_text_file(folder.file("demand.csv"));
    folder.write("flows.csv", "mine");
    const auto refused = run_program({"mfa", "run", system, "--out", folder.path().string()});
    EXPECT_NE(refused.exit_code, 0);
    EXPECT_EQ(*base::read_text_file(folder.file("flows.csv")), "mine");
    EXPECT_EQ(*base::read_text_file(folder.file("demand.csv")), before);
}

TEST(Mfa, CheckSaysWhatIsDoubtfulAndRefusesWithThePlace) {
    const TemporaryFolder folder;
    const std::string system = small_system(folder);
    const auto good = run_program({"mfa", "check", system});
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_THAT(good.out, HasSubstr("balance"));
    folder.write("demand.csv", "time,value\n2000,100\n2001,much\n2002,120\n2003,130\n2004,140\n");
    const auto bad = run_program({"mfa", "check", system, "--json"});
    EXPECT_EQ(bad.exit_code, 1);
    EXPECT_THAT(bad.out + bad.err, HasSubstr("demand.csv"));
    const auto year = run_program({"mfa", "run", small_system(folder), "--year", "1990"});
    EXPECT_NE(year.exit_code, 0);
    EXPECT_THAT(year.err, HasSubstr("2004"));
}

TEST(Mfa, ReconcileTellsWhatIsAdjustedAndWhatStaysUnknown) {
    const TemporaryFolder folder;
    folder.write("d.csv", "id,kind,from,to,value,sd,constant\nin,flow,environment,plant,100,5,\nout,flow,plant,environment,90,5,\nlost,flow,plant,environment,0,,yes\n");
    const std::string file = folder.write("r.json", R"({"processes": ["environment", "plant"], "data": "d.csv"})");
    const auto ran = run_program({"mfa", "reconcile", file, "--out", folder.file("out"), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    EXPECT_NEAR(ran.json().at("table").at("rows").at(0).at(4).get<double>(), 95, 1e-9);
    EXPECT_TRUE(std::filesystem::exists(folder.file("out/reconciliation.csv")));
    folder.write("d.csv", "id,kind,from,to,value,sd,constant\nin,flow,environment,plant,100,1,\nout,flow,plant,environment,50,1,\n");
    EXPECT_EQ(run_program({"mfa", "reconcile", file}).exit_code, 1) << "a gross error is no result to go on with";
}

TEST(Mfa, TemplatesAreReadOnceFilledIn) {
    const TemporaryFolder folder;
    for (const char* language : {"en", "zh"}) {
        const std::string out = folder.file(language);
        const auto made = run_program({"--lang", language, "mfa", "template", out});
        ASSERT_EQ(made.exit_code, 0) << made.err;
        const auto empty = run_program({"mfa", "check", out + "/system.json"});
        EXPECT_NE(empty.exit_code, 0) << "nothing is filled in";
        std::string demand = "time,element,value\n";
        for (int year = 2000; year <= 2030; ++year) demand += std::to_string(year) + ",Cu,10\n";
        ASSERT_TRUE(base::write_text_file(out + "/demand.csv", demand));
        const auto good = run_program({"mfa", "check", out + "/system.json"});
        EXPECT_EQ(good.exit_code, 0) << good.err;
    }
}

TEST(Mfa, AProjectOfFlowsAloneRunsFromTheCommandLine) {
    const TemporaryFolder folder;
    (void)small_system(folder);
    const std::string recipe = folder.write("flows.orelens.json", R"({"general": {"name": "flows"}, "flows": {"system_file": "system.json"}, "commodity": {"Cu": {"price": 2000}}})");
    const auto checked = run_program({"check", recipe});
    EXPECT_EQ(checked.exit_code, 0) << checked.err << checked.out;
    const auto ran = run_program({"run", recipe, "--out", folder.file("out"), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err << ran.out;
    EXPECT_TRUE(std::filesystem::exists(folder.file("out/tables/mfa_streams.csv")));
    EXPECT_THAT(ran.json().at("stages_run"), Contains("scrap"));
}

}  // namespace
}  // namespace orelens
