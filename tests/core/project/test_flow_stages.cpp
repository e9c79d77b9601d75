// Flows and recycled resources as stages: from files to streams with a break-even price, kept in the project file, alone or
// beside a deposit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/project/FlowPlaces.h"
#include "core/project/FlowStudy.h"
#include "core/project/LedgerStudy.h"
#include "core/project/OneCurve.h"
#include "core/project/OpenFindings.h"
#include "core/project/Pipeline.h"
#include "core/project/Truth.h"
#include "tests/support/SharedData.h"

namespace orelens::project {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// One metal, five years, one stream that pays and one that does not, a pile, sinks with a limit of tin.
class FlowStages : public ::testing::Test {
  protected:
    FlowStages() {
        folder.write("system.json", system);
        folder.write("demand.csv", "time,value\n2000,100\n2001,110\n2002,120\n2003,130\n2004,140\n");
        folder.write("streams.csv",
                     "id,element,year,theoretical_t,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost,sink,tramp_Sn,"
                     "collection_rate_benchmark,subsidy_benchmark\n"
                     "clean,Cu,2004,1000,0.5,0.9,1,900,100,0,rod,0,0.9,\n"
                     "dirty,Cu,2004,1000,0.5,1,1,3000,0,0,rod,0.02,0.9,4000\n"
                     "unknown,Cu,2004,100,0.5,1,1,,0,0,,,,\n");
        folder.write("sinks.csv", "sink,primary_t,limit_Sn\nrod,0,0.005\n");
        folder.write("piles.csv", "id,place,element,origin,year,tonnes,grade,state,share,recovery,reclaim_cost,process_cost,refine_cost\n"
                                  "dam,north,Cu,tailings,2004,10000,0.5%,sulphide,0.6,0.8,5,10,200\ndam,,Cu,tailings,2004,,,oxide,0.3,,,,\n");
        folder.write("targets.csv", "id,element,indicator,year,at_least,source,capacity_share\n"
                                    "back,Cu,end_of_life_rate,2004,0.3,a law,\ncollected,Cu,collection_rate,2004,0.9,a plan,\ncapacity,Cu,capacity_share,2004,0.25,an act,\n");
        project.recipe.folder = folder.path().string();
        project.recipe.flows.system_file = "system.json";
        project.recipe.commodity["Cu"].price = 5000;
        project.recipe.economics.costs.currency = "USD";
    }
    void run_well() {
        base::Progress progress;
        const auto ran = project.run(progress);
        ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    }
    static constexpr const char* system = R"({"name": "small", "options": {"inflow_at": "end_of_year"},
 "dimensions": [{"name": "time", "letter": "t", "from": 2000, "to": 2004}, {"name": "element", "letter": "e", "items": ["Cu"]}],
 "time": "time", "flow_dimensions": ["time", "element"],
 "parameters": [{"name": "demand", "dimensions": ["time"], "unit": "t", "file": "demand.csv"}, {"name": "life", "unit": "a", "value": 3},
                {"name": "spread", "unit": "a", "value": 1}, {"name": "collected", "unit": "1", "value": 0.5}],
 "processes": ["environment", "plant", "use", "bin", "landfill"],
 "flows": [{"id": "primary", "from": "environment", "to": "plant", "rule": "balance"}, {"id": "products", "from": "plant", "to": "use", "rule": "given", "factors": ["demand"]},
           {"id": "end of life", "from": "use", "to": "bin", "rule": "balance"}, {"id": "collected", "from": "bin", "to": "plant", "rule": "transfer", "factors": ["collected"]},
           {"id": "lost", "from": "bin", "to": "landfill", "rule": "rest"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "normal", "first": "life", "second": "spread"},
            {"id": "landfill", "process": "landfill", "drive": "accumulates", "state": "landfill"}],
 "streams": "streams.csv", "sinks": "sinks.csv", "piles": "piles.csv", "targets": "targets.csv",
 "indicators": {"a": ["primary"], "d": ["end of life"], "e": ["collected"], "g": ["collected"], "j": [], "m": ["collected"]},
 "uncertain": [{"parameter": "life", "sd": 0.1, "low": 0.7, "high": 1.3}, {"parameter": "demand", "sd": 0.05}]})";
    testing::TemporaryFolder folder;
    Project project;
};

TEST_F(FlowStages, WithoutASystemTheyAreCurrentAndEmpty) {
    Project empty;
    base::Progress progress;
    ASSERT_TRUE(empty.run(progress, "scrap"));
    EXPECT_TRUE(empty.current("flows") && empty.current("scrap"));
    EXPECT_EQ(flow_study(empty.results), nullptr);
    EXPECT_EQ(scrap_study(empty.results), nullptr);
    EXPECT_FALSE(holds_results(empty, *find_stage(empty.stages(), "flows")));
}

TEST_F(FlowStages, AProjectOfFlowsAloneRunsAndItsFindingsSayWhatIsDoubtful) {
    EXPECT_TRUE(check_reads_something(project));
    run_well();
    EXPECT_THAT(project.stale(), IsEmpty());
    const auto flows = flow_study(project.results);
    ASSERT_TRUE(flows);
    EXPECT_LT(flows->solved.largest_residual, 1e-12);
    EXPECT_EQ(flows->year_name(flows->year), "2004");
    // The recipe's timing is in force, and the file that says otherwise is told.
    EXPECT_EQ(flows->system.survival.timing, recycling::Timing::middle_of_year);
    std::vector<std::string> kinds;
    for (const base::Finding& finding : project.findings()) {
        kinds.push_back(finding.kind);
        for (const auto language : {base::Language::english, base::Language::chinese})
            for (const base::Message& told : {finding.what, finding.fix}) EXPECT_EQ(base::text(told, language).find("finding."), std::string::npos) << finding.kind;
    }
    EXPECT_THAT(kinds, ElementsAre("flow_options", "scrap_no_break_even", "scrap_pile_unassigned", "scrap_pile_no_route", "scrap_left"));
}

TEST_F(FlowStages, ATrampElementThatNobodyStatesIsNotNothing) {
    folder.write("streams.csv",
                 "id,element,year,theoretical_t,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost,sink,tramp_Sn\n"
                 "clean,Cu,2004,1000,0.5,0.9,1,900,100,0,rod,0\nuntold,Cu,2004,1000,0.5,1,1,3000,0,0,rod,\n");
    folder.write("sinks.csv", "sink,primary_t,limit_Sn\nrod,10,0.005\n");
    run_well();
    const auto scrap = scrap_study(project.results);
    ASSERT_TRUE(scrap);
    const ScrapStream& untold = scrap->streams[1];
    EXPECT_THAT(untold.tramp_untold, ElementsAre("Sn"));
    EXPECT_TRUE(std::isnan(untold.usable_t) && std::isnan(untold.break_even()));
    EXPECT_NEAR(scrap->sums[0].usable_t, 450, 1e-9);
    EXPECT_NEAR(scrap->sums[0].unknown_t, 500, 1e-9);
    const auto parcels = priced_scrap(*scrap, "Cu", 1);
    EXPECT_TRUE(std::isnan(parcels[1].break_even)) << "the curve says that it does not know it";
    std::vector<std::string> kinds;
    for (const base::Finding& finding : project.findings()) kinds.push_back(finding.kind);
    EXPECT_THAT(kinds, ::testing::IsSupersetOf({"scrap_tramp_untold", "scrap_primary_untold"}));
}

TEST_F(FlowStages, WhatTheSliderAsksIsWhatTheStudySays) {
    run_well();
    const auto scrap = scrap_study(project.results);
    const auto flows = flow_study(project.results);
    ASSERT_TRUE(scrap && flows);
    const auto rows = scrap_at(*flows, *scrap, "Cu", 2004, 5000, 100);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), scrap->streams.size());
    for (std::size_t n = 0; n < rows->size(); ++n) {
        EXPECT_EQ((*rows)[n].stream.id, scrap->streams[n].stream.id);
        if (!std::isnan(scrap->streams[n].usable_t)) {
            EXPECT_EQ((*rows)[n].usable_t, scrap->streams[n].usable_t);
        }
        EXPECT_EQ((*rows)[n].binding.tonnes, scrap->streams[n].binding.tonnes);
    }
    // Below the dirty one's break-even the sink takes the clean one alone, and the curve says the same.
    const auto low = scrap_at(*flows, *scrap, "Cu", 2004, 2000, 100);
    double usable = 0, curve = 0;
    for (const ScrapStream& row : *low) {
        usable += std::isnan(row.usable_t) ? 0 : row.usable_t;
        curve += row.break_even() <= 2000 ? row.curve_t : 0;
    }
    EXPECT_NEAR(usable, 450, 1e-9);
    EXPECT_NEAR(curve, usable, 1e-9);
}

TEST_F(FlowStages, StreamsGoDownTheCascadeIntoSinksAndWhatIsUnknownIsNeverUsable) {
    run_well();
    const auto scrap = scrap_study(project.results);
    ASSERT_TRUE(scrap);
    ASSERT_EQ(scrap->streams.size(), 4U);
    const ScrapStream &clean = scrap->streams[0], &dirty = scrap->streams[1], &unknown = scrap->streams[2], &pile = scrap->streams[3];
    EXPECT_DOUBLE_EQ(clean.cascade.recoverable_t, 450);
    EXPECT_DOUBLE_EQ(clean.cascade.break_even, 900 / 0.9 + 100);
    // 0.005·(450 + x) = 0.02·x.
    EXPECT_NEAR(dirty.used_t, 150, 1e-9);
    EXPECT_NEAR(dirty.usable_t, 150, 1e-9);
    EXPECT_NEAR(scrap->left_t, 350, 1e-9);
    EXPECT_THAT(scrap->sinks_at_limit.at("rod"), ElementsAre("Sn"));
    EXPECT_TRUE(std::isnan(unknown.cascade.break_even) && std::isnan(unknown.usable_t));
    // 50 t of metal, 60 % in sulphide of which 80 % comes out, per tonne of metal 15 / 0.005 + 200 over what comes out.
    EXPECT_DOUBLE_EQ(pile.cascade.recoverable_t, 50 * 0.48);
    EXPECT_DOUBLE_EQ(pile.cascade.break_even, 15 / 0.005 / 0.48 + 200);
    EXPECT_FALSE(pile.usable_t > 0) << "at 5000 it does not pay";
    ASSERT_EQ(scrap->sums.size(), 1U);
    const ScrapSum& sum = scrap->sums[0];
    EXPECT_NEAR(sum.usable_t, 450 + 150, 1e-9);
    EXPECT_DOUBLE_EQ(sum.unknown_t, 50);
    EXPECT_EQ(sum.unknown, 1);
    EXPECT_GT(sum.levers.tonnes.one[static_cast<std::size_t>(recycling::Lever::collection)], 0);
    // The curve says the same at every price.
    const auto curve = one_curve({.scrap = priced_scrap(*scrap, "Cu", 1), .year = 2004});
    ASSERT_TRUE(curve);
    EXPECT_NEAR(recycling::stacked_at(curve->layers, 5000).metal_t, sum.usable_t, 1e-9);
    EXPECT_NEAR(recycling::stacked_at(curve->layers, 1e6).metal_t + curve->unknown_t, sum.offered_t, 1e-9);
    EXPECT_EQ(curve->unknown, 1);
    EXPECT_THAT(curve->break_evens, ::testing::SizeIs(3));
}

TEST_F(FlowStages, IndicatorsAndTargetsFollowFromTheFlowsNamed) {
    run_well();
    const auto scrap = scrap_study(project.results);
    ASSERT_EQ(scrap->indicators.size(), 1U);
    const auto& values = scrap->indicators[0].values;
    EXPECT_NEAR(values.collection_rate, 0.5, 1e-12);
    EXPECT_NEAR(values.end_of_life_rate, 0.5, 1e-12);
    const auto flows = flow_study(project.results);
    const double primary = flows->solved.at(0, 0, 4), back = flows->solved.at(3, 0, 4);
    EXPECT_NEAR(values.input_rate, back / (primary + back), 1e-12);
    EXPECT_TRUE(std::isnan(values.old_scrap_ratio)) << "nobody says what new scrap there is";
    ASSERT_EQ(scrap->targets.size(), 3U);
    EXPECT_EQ(scrap->targets[0].state, recycling::TargetState::met);
    EXPECT_EQ(scrap->targets[1].state, recycling::TargetState::missed);
    EXPECT_EQ(scrap->targets[2].state, recycling::TargetState::unknown);
}

TEST_F(FlowStages, DrawsStandBesideFirstOrderAndRepeat) {
    project.recipe.flows.draws = 2000;
    run_well();
    const auto first = flow_study(project.results);
    ASSERT_EQ(first->fans.size(), 2U);
    EXPECT_EQ(first->draws, 2000);
    const recycling::UncertainOutput& last = first->fans[0].years.back();
    EXPECT_GT(last.p95, last.p50);
    EXPECT_GT(last.p50, last.p05);
    EXPECT_NEAR(last.first_order_sd, last.sd, 0.15 * last.sd) << "nearly linear: both ways agree";
    EXPECT_NEAR(last.at_means, first->solved.stocks[0].stock.back(), 1e-9);
    Project again;
    again.recipe = project.recipe;
    base::Progress progress;
    ASSERT_TRUE(again.run(progress));
    EXPECT_EQ(flow_study(again.results)->fans[0].years.back().p95, last.p95);
}

TEST_F(FlowStages, OnlyWhatAChangeConcernsIsStale) {
    run_well();
    project.recipe.commodity["Cu"].price = 8000;
    EXPECT_THAT(project.stale(), ElementsAre("evaluate", "pits", "scenarios", "scrap"));
    run_well();
    EXPECT_GT(scrap_study(project.results)->streams[3].usable_t, 0) << "the pile pays now";
    project.recipe.flows.year = 2002;
    EXPECT_THAT(project.stale(), ElementsAre("flows", "scrap"));
    run_well();
    // A table that only the system's file names.
    folder.write("demand.csv", "time,value\n2000,100\n2001,110\n2002,120\n2003,130\n2004,150\n");
    EXPECT_THAT(project.stale(), ElementsAre("flows", "scrap"));
    project.recipe.flows.year = 2020;
    base::Progress progress;
    const auto refused = project.run(progress);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.field, "flows.year");
}

TEST_F(FlowStages, KeptInTheProjectFileWithoutItsTablesEveryNumberIsThere) {
    project.recipe.flows.draws = 2000;
    run_well();
    const std::string path = folder.file("kept.gpkg");
    base::Progress progress;
    ASSERT_TRUE(save_project(project, path, progress));
    const testing::TemporaryFolder elsewhere;
    std::filesystem::copy_file(path, elsewhere.file("mailed.gpkg"));
    const auto opened = open_project(elsewhere.file("mailed.gpkg"), progress);
    ASSERT_TRUE(opened);
    EXPECT_THAT(opened->stale(), IsEmpty());
    const auto before = flow_study(project.results), after = flow_study(opened->results);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->solved.flows, before->solved.flows);
    EXPECT_EQ(after->solved.residuals, before->solved.residuals);
    EXPECT_EQ(after->solved.stocks[0].by_cohort.row(0, 4)[1], before->solved.stocks[0].by_cohort.row(0, 4)[1]);
    EXPECT_EQ(after->fans[0].years[3].p50, before->fans[0].years[3].p50);
    const auto was = scrap_study(project.results), is = scrap_study(opened->results);
    ASSERT_TRUE(is);
    for (std::size_t n = 0; n < was->streams.size(); ++n) EXPECT_EQ(is->streams[n].cascade.recoverable_t, was->streams[n].cascade.recoverable_t);
    EXPECT_EQ(is->targets[0].target.source, "a law");
}

TEST_F(FlowStages, ACancelLeavesTheOldResults) {
    run_well();
    const auto before = flow_study(project.results);
    project.recipe.flows.year = 2001;
    base::Progress progress;
    progress.cancel();
    const auto ran = project.run(progress);
    ASSERT_FALSE(ran);
    EXPECT_EQ(ran.error().kind, base::ErrorKind::cancelled);
    EXPECT_EQ(flow_study(project.results), before);
}

TEST_F(FlowStages, WhatIsWrongInItsTablesIsRefusedWithItsPlace) {
    const struct {
        const char *file, *text, *key;
        int row, column;
    } cases[] = {
        {"sinks.csv", "sink,primary_t,limit_Sn\nrod,-1,0.1\n", "recycling.sink.number", 2, 2},
        {"sinks.csv", "sink,primary_t\nother,0\n", "flows.absent", 2, 11},
        {"piles.csv", "id,element,tonnes,grade,state,share,recovery\na,Cu,10,0.1,x,0.7,0.5\na,Cu,,,y,0.7,0.5\n", "recycling.pile.states", 3, 0},
        {"piles.csv", "id,element,tonnes,grade,origin\na,Cu,10,0.1,dust\n", "flows.json.choice", 2, 5},
        {"piles.csv", "id,element,tonnes,grade\na,Cu,10,0.1\na,Cu,11,\n", "flows.pile_differs", 3, 3},
        {"targets.csv", "id,indicator,year,at_least,source\na,collection_rate,2004,0.5,\n", "recycling.target.source", 2, 5},
        {"targets.csv", "id,indicator,year,at_least,source\na,speed,2004,0.5,me\n", "recycling.target.indicator", 2, 2},
        {"targets.csv", "id,indicator,year,at_least\n", "flows.column_absent", 1, 0},
    };
    for (const auto& c : cases) {
        const std::string before = [&] {
            std::ifstream in(folder.file(c.file));
            return std::string(std::istreambuf_iterator<char>(in), {});
        }();
        folder.write(c.file, c.text);
        base::Progress progress;
        const auto ran = project.run(progress, "scrap");
        folder.write(c.file, before);
        ASSERT_FALSE(ran) << c.text;
        EXPECT_EQ(ran.error().what.key, c.key) << c.text;
        EXPECT_EQ(ran.error().place.row, c.row) << c.text;
        if (c.column > 0) {
            EXPECT_EQ(ran.error().place.column, c.column) << c.text;
        }
        EXPECT_FALSE(ran.error().place.file.empty());
        for (const auto language : {base::Language::english, base::Language::chinese}) EXPECT_EQ(base::describe(ran.error(), language).find('{'), std::string::npos);
    }
}

TEST_F(FlowStages, PlacesTakeTheirShareOfStockAndScrap) {
    std::string text = system;
    const std::string before = "\"name\": \"small\",";
    folder.write("system.json", text.replace(text.find(before), before.size(), before + " \"places\": \"places.csv\","));
    folder.write("places.csv", "id,kind,x,y,region,share\ncity,city,1,2,,0.75\nworks,industry,3,4,,0.25\n");
    run_well();
    const auto study = flow_study(project.results);
    const auto scrap = scrap_study(project.results);
    ASSERT_TRUE(study && scrap);
    ASSERT_EQ(study->places.size(), 2U);
    const auto made = place_amounts(*study, scrap.get(), "Cu", study->year, 1);
    double in_use = 0, offered = 0, unknown = 0, usable = 0;
    for (const ScrapStream& row : scrap->streams) {
        offered += row.offered_t();
        if (std::isnan(row.break_even())) unknown += row.offered_t();
        else if (row.break_even() <= 5000) usable += row.curve_t;
    }
    for (const auto& [state, tonnes] : recycling::stock_by_state(study->system, study->solved, study->year)) in_use += state == "in_use" ? tonnes : 0;
    EXPECT_GT(usable, 0);
    EXPECT_GT(unknown, 0);
    EXPECT_NEAR(made[0].in_use_t, 0.75 * in_use, 1e-9 * in_use);
    EXPECT_NEAR(made[1].in_use_t, 0.25 * in_use, 1e-9 * in_use);
    EXPECT_NEAR(made[0].offered_t, 0.75 * offered, 1e-9 * offered);
    EXPECT_NEAR(made[1].unknown_t, 0.25 * unknown, 1e-9);
    EXPECT_NEAR(made[0].usable_t(5000), 0.75 * usable, 1e-9 * usable);
    EXPECT_NEAR(made[0].usable_share(5000), usable / offered, 1e-12) << "what cannot be judged is never usable";
    EXPECT_EQ(made[0].usable_t(0), 0);
    EXPECT_NEAR(place_amounts(*study, scrap.get(), "Cu", study->year, 2)[0].usable_t(10000), made[0].usable_t(5000), 1e-9) << "prices as they are quoted";
    // Another metal, another year: nothing is told of them.
    EXPECT_TRUE(std::isnan(place_amounts(*study, scrap.get(), "Al", study->year, 1)[0].in_use_t));
    const auto earlier = place_amounts(*study, scrap.get(), "Cu", 0, 1)[0];
    EXPECT_EQ(earlier.streams, 0);
    EXPECT_TRUE(std::isnan(earlier.usable_share(5000)));
    // The table's file is one of the system's: a change of it makes the flows older.
    folder.write("places.csv", "id,kind,x,y,region,share\ncity,city,1,2,,0.5\nworks,industry,3,4,,0.5\n");
    EXPECT_FALSE(project.current("flows"));
}

TEST_F(FlowStages, PlacesOfTheProjectsSystemComeOntoTheMap) {
    std::string text = system;
    const std::string before = "\"name\": \"small\",";
    folder.write("system.json", text.replace(text.find(before), before.size(), before + " \"places\": \"places.csv\","));
    folder.write("places.csv", "id,kind,x,y\ncity,city,500000,0\n");
    run_well();
    const auto said = [&](const char* kind) {
        base::Progress progress;
        return std::ranges::any_of(find_stage(project.stages(), "flows")->examine(project, progress), [&](const base::Finding& one) { return one.kind == kind; });
    };
    EXPECT_TRUE(std::isnan(flow_study(project.results)->places[0].longitude)) << "of no stated system";
    EXPECT_TRUE(said("flow_place_no_crs"));
    project.recipe.general.crs = "EPSG:32648";
    EXPECT_FALSE(project.current("flows")) << "places are of another system now";
    run_well();
    EXPECT_NEAR(flow_study(project.results)->places[0].longitude, 105, 1e-9) << "the zone's middle, on the equator";
    EXPECT_NEAR(flow_study(project.results)->places[0].latitude, 0, 1e-9);
    EXPECT_FALSE(said("flow_place_no_crs"));
    // Stated in degrees they are as they are, whatever the project's system.
    folder.write("places.csv", "id,kind,longitude,latitude\ncity,city,104.5,30.25\n");
    run_well();
    EXPECT_DOUBLE_EQ(flow_study(project.results)->places[0].longitude, 104.5);
    EXPECT_DOUBLE_EQ(flow_study(project.results)->places[0].latitude, 30.25);
    project.recipe.general.crs = "EPSG:999999";
    base::Progress progress;
    EXPECT_TRUE(project.run(progress, "flows")) << "nothing has to be converted";
}

TEST_F(FlowStages, EveryTonneOfAStockStandsOnTheLedgerOnce) {
    std::string text = system;
    const std::string before = R"("state": "landfill")";
    folder.write("system.json", text.replace(text.find(before), before.size(), R"("state": "tailings_slag")"));
    project.recipe.ledger.use = true;
    const auto mass = [&](const std::string& id) {
        const ledger::Ledger& made = ledger_study(project.results)->file.built.ledger;
        double sum = 0;
        for (std::size_t u = 0; u < made.units(); ++u)
            if (made.ids[u].find(id) != std::string::npos) sum += made.mass_t[u];
        return sum;
    };
    run_well();
    const auto study = flow_study(project.results);
    const recycling::SolvedStock &in_use = study->solved.stocks[0], &tailings = study->solved.stocks[1];
    ASSERT_GT(in_use.outflow[4], 1);
    EXPECT_NEAR(mass("in use Cu"), in_use.stock[3] - in_use.outflow[4], 1e-9) << "what leaves in the year is told as scrap";
    EXPECT_EQ(mass("landfill Cu"), 0) << "the dam of the piles is that metal";
    folder.write("piles.csv", "id,place,element,origin,year,tonnes,grade,state,share,recovery,reclaim_cost,process_cost,refine_cost\n"
                              "dam,north,Cu,tailings,2003,10000,0.5%,sulphide,0.6,0.8,5,10,200\n");
    run_well();
    ASSERT_GT(tailings.stock[3], 1);
    EXPECT_NEAR(mass("landfill Cu"), tailings.stock[3], 1e-9) << "a pile of another year is not on the ledger";
    folder.write("streams.csv", "id,element,year,theoretical_t,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost\n"
                                "clean,Cu,2003,1000,0.5,0.9,1,900,100,0\n");
    run_well();
    EXPECT_NEAR(mass("in use Cu"), in_use.stock[3], 1e-9) << "no scrap of the year is told: what leaves is not lost";
}

TEST_F(FlowStages, ScrapOfOneCityTakesNothingOffAnothersStock) {
    folder.write("cities.json", R"({"name": "cities",
 "dimensions": [{"name": "time", "from": 2000, "to": 2003}, {"name": "element", "items": ["Cu", "Al"]}, {"name": "city", "items": ["A", "B"]}],
 "time": "time", "flow_dimensions": ["time", "element", "city"],
 "parameters": [{"name": "demand", "dimensions": ["time", "element", "city"], "unit": "t", "file": "cities.csv"}, {"name": "life", "unit": "a", "value": 2}],
 "processes": ["environment", "use", "home"],
 "flows": [{"id": "products", "from": "environment", "to": "use", "rule": "given", "factors": ["demand"]},
           {"id": "put away", "from": "use", "to": "home", "rule": "balance"}, {"id": "brought back", "from": "home", "to": "environment", "rule": "balance"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "exponential", "first": "life"},
            {"id": "at home", "process": "home", "drive": "inflow_driven", "lifetime": "exponential", "first": "life", "state": "hibernating"}],
 "streams": "one.csv"})");
    std::string demand = "time,element,city,value\n";
    for (const char* year : {"2000", "2001", "2002", "2003"})
        for (const char* rest : {"Cu,A", "Cu,B", "Al,A", "Al,B"}) demand += std::string(year) + "," + rest + ",10\n";
    folder.write("cities.csv", demand);
    folder.write("one.csv", "id,element,place,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost,refine_cost\n"
                            "near,Cu,A,2003,put away,0.5,0.9,1,900,0,0\n");
    project.recipe.flows.system_file = "cities.json";
    project.recipe.ledger.use = true;
    base::Progress progress;
    const auto ran = project.run(progress);
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    const auto study = flow_study(project.results);
    const ledger::Ledger& made = ledger_study(project.results)->file.built.ledger;
    const auto mass = [&](const std::string& id) {
        for (std::size_t u = 0; u < made.units(); ++u)
            if (made.ids[u] == id) return made.mass_t[u];
        return 0.0;
    };
    // All four are alike: ten tonnes a year.
    const recycling::SolvedStock &in_use = study->solved.stocks[0], &home = study->solved.stocks[1];
    ASSERT_GT(in_use.outflow[3], 1);
    ASSERT_GT(home.outflow[3], 0.5);
    EXPECT_NEAR(mass("in use Cu A"), in_use.stock[2] - in_use.outflow[3], 1e-9) << "its scrap stands beside it";
    for (const char* id : {"in use Cu B", "in use Al A", "in use Al B"}) EXPECT_NEAR(mass(id), in_use.stock[2], 1e-9) << id;
    for (const char* id : {"at home Cu A", "at home Cu B"}) EXPECT_NEAR(mass(id), home.stock[2], 1e-9) << "what is brought back is no scrap that is told";
}

TEST_F(FlowStages, BrokenBytesAreRefusedNotMisread) {
    run_well();
    const Stage& stage = *find_stage(project.stages(), "flows");
    const auto bytes = stage.results.front().write(project.results);
    ASSERT_TRUE(bytes);
    Results results;
    EXPECT_TRUE(stage.results.front().read(*bytes, results));
    for (std::size_t cut = 0; cut < bytes->size(); cut += 97) EXPECT_FALSE(stage.results.front().read(bytes->substr(0, cut), results)) << cut;
    for (std::size_t at = 0; at < bytes->size(); at += 31) {
        std::string other = *bytes;
        other[at] = static_cast<char>(other[at] ^ 0x40);
        (void)stage.results.front().read(other, results);  // must come back, whatever it answers
    }
}

TEST(OneCurve, OreOrebodiesAndScrapStandOnEachOther) {
    const OneCurveInput input{.orebodies = {{"a", "undeveloped", std::nullopt, 50, 10}, {"b", "undeveloped", std::nullopt, std::nan(""), 5}},
                              .scrap = {{"s", "scrap", 2030, 20, 3}, {"t", "scrap", 2040, 20, 4}, {"p", "tailings", 2030, INFINITY, 2}},
                              .year = 2030};
    // Beside what scrap gives back stands what mining and the plant leave of the metal in the ground: K·ε.
    EXPECT_NEAR(block_recovery({.mining_recovery_percent = 92}, {.name = "Cu", .recovery_percent = 88}), 0.8096, 1e-12);
    const auto curve = one_curve(input);
    ASSERT_TRUE(curve);
    ASSERT_EQ(curve->layers.size(), 3U);
    EXPECT_EQ(curve->layers[0].origin, "undeveloped");
    const auto at = [&](double price) { return recycling::stacked_at(curve->layers, price).metal_t; };
    EXPECT_DOUBLE_EQ(at(19), 0);
    EXPECT_DOUBLE_EQ(at(20), 3) << "another year's scrap is not this year's";
    EXPECT_DOUBLE_EQ(at(50), 13);
    EXPECT_DOUBLE_EQ(at(1e9), 13);
    EXPECT_DOUBLE_EQ(curve->unknown_t, 5);
    EXPECT_DOUBLE_EQ(curve->never_t, 2);
}

}  // namespace
}  // namespace orelens::project
