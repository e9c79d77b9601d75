// The tables of flows in a report: whole, in both languages, and the numbers of the stages.
#include "core/report/FlowTables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/SharedData.h"

namespace orelens::report {
namespace {

using ::testing::Contains;

project::Project small_flows(const ::orelens::testing::TemporaryFolder& folder) {
    folder.write("system.json", R"({"name": "small",
 "dimensions": [{"name": "time", "from": 2000, "to": 2002}, {"name": "element", "items": ["Cu", "Al"]}],
 "time": "time", "flow_dimensions": ["time", "element"],
 "parameters": [{"name": "demand", "dimensions": ["time", "element"], "unit": "t", "file": "demand.csv"}, {"name": "life", "unit": "a", "value": 1}],
 "processes": ["environment", "use"],
 "flows": [{"id": "products", "from": "environment", "to": "use", "rule": "given", "factors": ["demand"]}, {"id": "scrap", "from": "use", "to": "environment", "rule": "balance"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "exponential", "first": "life"}],
 "streams": "streams.csv", "targets": "targets.csv", "indicators": {"d": ["scrap"]}, "uncertain": [{"parameter": "demand", "sd": 0.1}], "places": "places.csv"})");
    folder.write("demand.csv", "time,element,value\n2000,Cu,10\n2000,Al,20\n2001,Cu,10\n2001,Al,20\n2002,Cu,10\n2002,Al,20\n");
    folder.write("streams.csv", "id,element,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost,collection_rate_benchmark\n"
                                "a,Cu,2002,scrap,0.5,0.9,1,90,0,0,0.9\nb,Al,2002,scrap,0.5,0.9,1,,0,0,0.9\n");
    folder.write("places.csv", "id,kind,longitude,latitude,share\ncity,city,104.5,30.25,0.75\nworks,industry,105,31,0.25\n");
    folder.write("targets.csv", "id,element,indicator,year,at_least,source\nt,Cu,collection_rate,2002,0.3,a law\n");
    project::Project project;
    project.recipe.folder = folder.path().string();
    project.recipe.flows.system_file = "system.json";
    project.recipe.flows.draws = 2000;
    project.recipe.commodity["Cu"].price = 1000;
    base::Progress progress;
    const auto ran = project.run(progress);
    if (!ran) throw std::runtime_error(base::describe(ran.error(), base::Language::english));
    return project;
}

TEST(FlowTables, StandInTheReportInBothLanguages) {
    const ::orelens::testing::TemporaryFolder folder;
    const project::Project project = small_flows(folder);
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        std::vector<std::string> ids;
        for (const Table& table : report_tables(project, {.language = language})) {
            ids.push_back(table.id);
            if (!table.id.starts_with("mfa_")) continue;
            EXPECT_FALSE(table.older) << table.id;
            EXPECT_FALSE(table.rows.empty()) << table.id;
            for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size()) << table.id;
            std::vector<std::string> texts = table.notes;
            texts.push_back(table.title);
            for (const Column& column : table.columns) texts.push_back(column.title);
            for (const std::string& text : texts) {
                EXPECT_EQ(text.find("cli.mfa"), std::string::npos) << text;
                EXPECT_EQ(text.find('{'), std::string::npos) << text;
            }
        }
        for (const char* id : {"mfa_balances", "mfa_states", "mfa_stocks", "mfa_flows", "mfa_fans", "mfa_places", "mfa_streams", "mfa_levers", "mfa_curve", "mfa_indicators", "mfa_targets"})
            EXPECT_THAT(ids, Contains(id));
    }
    auto older = project;
    older.recipe.flows.year = 2001;
    for (const Table& table : report_tables(older, {})) EXPECT_TRUE(table.older || !table.id.starts_with("mfa_")) << table.id;
}

TEST(FlowTables, MetalsAreNeverAddedAndWhatHasNoPriceIsNotCalledUsable) {
    const ::orelens::testing::TemporaryFolder folder;
    const project::Project project = small_flows(folder);
    const auto flows = project::flow_study(project.results);
    const auto scrap = project::scrap_study(project.results);
    const auto tables = flow_tables(base::Language::english, {*flows, scrap.get(), flows->year, {}});
    ASSERT_TRUE(tables);
    for (const Table& table : *tables) {
        if (table.id == "mfa_states") {
            ASSERT_EQ(table.rows.size(), 2U);
            EXPECT_NEAR(std::get<double>(table.rows[1][2]), 2 * std::get<double>(table.rows[0][2]), 1e-9);
        }
        if (table.id == "mfa_streams") {
            EXPECT_DOUBLE_EQ(std::get<double>(table.rows[0][13]), scrap->streams[0].cascade.recoverable_t);
            EXPECT_TRUE(std::holds_alternative<std::monostate>(table.rows[1][12]) && std::holds_alternative<std::monostate>(table.rows[1][13]));
        }
        if (table.id == "mfa_places") {
            ASSERT_EQ(table.rows.size(), 4U) << "two places, two metals";
            const auto& copper = table.rows[0];
            EXPECT_EQ(std::get<std::string>(copper[0]), "city");
            EXPECT_DOUBLE_EQ(std::get<double>(copper[3]), 104.5);
            EXPECT_NEAR(std::get<double>(copper[6]), 0.75 * scrap->streams[0].cascade.recoverable_t, 1e-9);
            EXPECT_NEAR(std::get<double>(copper[8]), std::get<double>(copper[6]), 1e-9) << "100 per t is below 1000";
            EXPECT_NEAR(std::get<double>(table.rows[1][5]), std::get<double>(copper[5]) / 3, 1e-9);
            // Aluminium: no cost, no price, no answer.
            EXPECT_TRUE(std::holds_alternative<std::monostate>(table.rows[2][8]));
            EXPECT_NEAR(std::get<double>(table.rows[2][9]), 0.75 * scrap->streams[1].cascade.recoverable_t, 1e-9);
        }
        if (table.id == "mfa_levers") {
            for (const auto& row : table.rows) EXPECT_EQ(std::get<std::string>(row[0]), "Cu");
        }
    }
}

}  // namespace
}  // namespace orelens::report
