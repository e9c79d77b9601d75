// Tables of material flow studies in the forms people write them: good ones read, each broken one refused by its reason.
#include <gtest/gtest.h>

#include <sstream>
#include <xlsxwriter.h>

#include "core/io/flows/FlowTables.h"
#include "core/io/flows/SystemFile.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using recycling::Dimension;

const Dimension years{"time", "t", {"1990", "2000", "2010"}}, region{"region", "r", {"world"}}, animals{"animals", "a", {"dog", "cat"}};

TEST(FlowTables, DimensionsInEveryShape) {
    ORELENS_SHARED(path, "mfa/flodym_csv");
    EXPECT_EQ(read_dimension(path / "dimension_time_vertical.csv", "time", "t")->items, years.items);
    EXPECT_EQ(read_dimension(path / "dimension_animals_horizontal.csv", "animals", "a")->items, animals.items);
    EXPECT_EQ(read_dimension(path / "dimension_region_single.csv", "region", "r")->items, region.items);
    EXPECT_EQ(read_dimension((path / "example2_dimensions.xlsx").string() + "#Material", "Material", "e")->items, (std::vector<std::string>{"Fe", "Cu", "Mn"}));
    EXPECT_EQ(read_dimension((path / "example2_dimensions.xlsx").string() + "#Time", "Time", "t")->items.size(), 31U);
}

TEST(FlowTables, GoodParametersReadAlikeInEveryForm) {
    ORELENS_SHARED(path, "mfa/flodym_csv");
    for (const char* name : {"p1", "p1_letters", "p1_mixed", "p2", "p3", "p4"}) {
        const auto read = read_parameter((path / (std::string("parameter_") + name + ".csv")).string(), {&years, &region});
        ASSERT_TRUE(read) << name << describe(read.error(), base::Language::english);
        EXPECT_EQ(read->values, (std::vector<double>{1, 2, 3})) << name;
    }
    for (const char* name : {"p5", "p5_letters", "p6"}) {
        const auto read = read_parameter((path / (std::string("parameter_") + name + ".csv")).string(), {&years, &region, &animals});
        ASSERT_TRUE(read) << name << describe(read.error(), base::Language::english);

        EXPECT_EQ(read->values, (std::vector<double>{1, 4, 2, 5, 3, 6})) << name;
    }
    const auto scalars = read_scalars((path / "scalars_v2.csv").string());
    ASSERT_TRUE(scalars);
    EXPECT_EQ(scalars->size(), 3U);
    EXPECT_EQ(scalars->at(1), std::pair(std::string("b"), 0.6));
    EXPECT_EQ(read_scalars((path / "scalars_v1.csv").string())->size(), 1U);
    const Dimension material{"Material", "e", {"Fe", "Cu", "Mn"}};
    const auto sheet = read_parameter((path / "example2_parameters.xlsx").string() + "#shredder yield", {&material});
    ASSERT_TRUE(sheet) << describe(sheet.error(), base::Language::english);
    EXPECT_EQ(sheet->values, (std::vector<double>{0.92, 0.1, 0.92}));
}

TEST(FlowTables, EachBrokenParameterIsRefusedByItsReason) {
    ORELENS_SHARED(path, "mfa/flodym_csv");
    const Dimension animal{"animal", "a", {"dog", "cat"}};
    const struct { const char* name; bool two; const char* key; std::int64_t row, column; } cases[] = {
        {"e1", true, "flows.tuple_missing", 7, 3}, {"e2", false, "flows.item", 4, 1}, {"e3", false, "flows.item", 5, 1},
        {"e4", false, "flows.empty_cell", 3, 2}, {"e5", true, "flows.no_dimension", 1, 3}};
    for (const auto& c : cases) {
        std::vector<const Dimension*> dimensions{&years};
        if (c.two) dimensions.push_back(&animal);
        const auto read = read_parameter((path / (std::string("parameter_") + c.name + ".csv")).string(), dimensions);
        ASSERT_FALSE(read) << c.name;
        EXPECT_EQ(read.error().what.key, c.key) << c.name;
        EXPECT_EQ(read.error().place.row, c.row) << c.name;
        EXPECT_EQ(read.error().place.column, c.column) << c.name;
        EXPECT_TRUE(read.error().place.file.ends_with(std::string(c.name) + ".csv"));
    }
}

TEST(FlowTables, OtherFaultsHaveTheirPlace) {
    const testing::TemporaryFolder folder;
    const struct { const char* text; const char* key; std::int64_t row, column; } cases[] = {
        {"time,value\n1990,1\n2000,2\n1990,3\n2010,1\n", "flows.tuple_twice", 4, 2},
        {"time,value\n1990,1\n2000,many\n2010,1\n", "flows.no_number", 3, 2},
        {"time,time,value\n1990,1990,1\n", "flows.column_twice", 1, 2},
        {"time,weight,value\n1990,4,1\n", "flows.column", 1, 2},
        {"time\n1990\n2000\n2010\n", "flows.no_value", 1, 2},
        {"1990,2000,2000\n1,2,3\n", "flows.item_twice", 1, 3}};
    for (const auto& c : cases) {
        const auto read = read_parameter(folder.write("p.csv", c.text), {&years});
        ASSERT_FALSE(read) << c.text;
        EXPECT_EQ(read.error().what.key, c.key) << c.text << describe(read.error(), base::Language::english);
        EXPECT_EQ(read.error().place.row, c.row) << c.text;
        EXPECT_EQ(read.error().place.column, c.column) << c.text;
    }
    EXPECT_EQ(read_dimension(folder.write("d.csv", "1990\n2000\n1990\n"), "time", "t").error().place.row, 3);
}

TEST(FlowTables, MoreTuplesThanCellsAreRefusedHoweverMany) {
    Dimension many{"a", "", {}};
    for (int n = 0; n < 65536; ++n) many.items.push_back(std::to_string(n));
    Dimension b = many, c = many, d = many;
    b.name = "b";
    c.name = "c";
    d.name = "d";
    const testing::TemporaryFolder folder;
    const auto read = read_parameter(folder.write("p.csv", "a,b,c,d,value\n0,0,0,0,1\n"), {&many, &b, &c, &d});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "flows.tuples") << "2^64 tuples are not 0";
}

/// Workbooks as ODYM writes them.
std::string odym(const testing::TemporaryFolder& folder, const char* kind, const std::vector<std::vector<std::string>>& cells) {
    const std::string path = folder.file(std::string(kind) + ".xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* cover = workbook_add_worksheet(book, "Cover");
    worksheet_write_string(cover, 0, 0, "Dataset", nullptr);
    worksheet_write_string(cover, 9, 6, kind, nullptr);
    lxw_worksheet* values = workbook_add_worksheet(book, "Values_Master");
    for (std::size_t r = 0; r < cells.size(); ++r)
        for (std::size_t c = 0; c < cells[r].size(); ++c) {
            char* end = nullptr;
            const double number = std::strtod(cells[r][c].c_str(), &end);
            if (!cells[r][c].empty() && *end == 0) worksheet_write_number(values, static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c), number, nullptr);
            else worksheet_write_string(values, static_cast<lxw_row_t>(r), static_cast<lxw_col_t>(c), cells[r][c].c_str(), nullptr);
        }
    workbook_close(book);
    return path;
}

TEST(FlowTables, OdymListAndTable) {
    const testing::TemporaryFolder folder;
    const std::vector<const Dimension*> over{&years, &animals};
    const auto list = read_odym(odym(folder, "LIST", {{"time", "animals", "Value", "Unit", "Stats_array string"}, {"1990", "dog", "1", "kt", "none"}, {"1990", "cat", "2", "kt", "none"},
                                                      {"2000", "dog", "3", "kt", "none"}, {"2000", "cat", "4", "kt", "none"}, {"2010", "dog", "5", "kt", "none"}, {"2010", "cat", "6.5", "kt", "none"}}), over);
    ASSERT_TRUE(list) << describe(list.error(), base::Language::english);
    EXPECT_EQ(list->read.values, (std::vector<double>{1, 2, 3, 4, 5, 6.5}));
    EXPECT_EQ(list->unit, "kt");
    const auto table = read_odym(odym(folder, "TABLE", {{"animals \\ time", "1990", "2000", "2010"}, {"dog", "1", "3", "5"}, {"cat", "2", "4", "6.5"}}), over);
    ASSERT_TRUE(table) << describe(table.error(), base::Language::english);
    EXPECT_EQ(table->read.values, list->read.values);
    EXPECT_FALSE(read_odym(odym(folder, "SOMETHING", {{"a", "b"}, {"c", "1"}}), over));
    const auto units = read_odym(odym(folder, "LIST", {{"time", "Value", "Unit"}, {"1990", "1", "kt"}, {"2000", "2", "t"}, {"2010", "3", "kt"}}), {&years});
    ASSERT_FALSE(units);
    EXPECT_EQ(units.error().what.key, "flows.odym_unit");
    EXPECT_EQ(units.error().place.row, 3);
}

const char* const system_text = R"({"name": "Copper",
 "dimensions": [{"name": "time", "letter": "t", "from": 2000, "to": 2004}, {"name": "element", "items": ["Cu"]}],
 "time": "time", "flow_dimensions": ["time", "element"],
 "options": {"inflow_at": "end_of_year", "price": 5000},
 "parameters": [{"name": "demand", "dimensions": ["time"], "unit": "kt/a", "file": "demand.csv"},
  {"name": "collected", "dimensions": ["time"], "unit": "%", "file": "collected.csv"}, {"name": "life", "unit": "a", "value": 2}],
 "processes": ["environment", "use", "waste"],
 "flows": [{"id": "products", "from": "environment", "to": "use", "rule": "given", "factors": ["demand"]},
  {"id": "end of life", "from": "use", "to": "waste", "rule": "balance"},
  {"id": "scrap", "from": "waste", "to": "environment", "rule": "transfer", "factors": ["collected"]},
  {"id": "lost", "from": "waste", "to": "environment", "rule": "rest"}],
 "stocks": [{"id": "in use", "process": "use", "drive": "inflow_driven", "lifetime": "fixed", "first": "life"}],
 "streams": "streams.csv"})";

TEST(SystemFile, IsReadSolvedAndWritten) {
    const testing::TemporaryFolder folder;
    folder.write("demand.csv", "time,value\n2000,1\n2001,2\n2002,3\n2003,4\n2004,5\n");
    folder.write("collected.csv", "2000,2001,2002,2003,2004\n50,50,60,60,70\n");
    const std::string streams = folder.write("streams.csv", "id,element,year,flow,collection_rate,separation_yield,refining_recovery,collect_cost\nwire,Cu,2004,end of life,80 %,0.9,0.95,700\n");
    const auto read = read_system(folder.write("system.json", system_text));
    ASSERT_TRUE(read) << describe(read.error(), base::Language::english);
    EXPECT_EQ(read->rule.price, 5000);
    const auto solved = recycling::solve(read->system);
    ASSERT_TRUE(solved);
    EXPECT_NEAR(solved->at(2, 0, 4), 0.7 * 3000, 1e-9) << "what came in 2002 leaves after two years";
    const auto made = read_streams(streams, &read->system, &*solved);
    ASSERT_TRUE(made) << describe(made.error(), base::Language::english);
    EXPECT_NEAR(made->at(0).theoretical_t, 3000, 1e-9);
    EXPECT_NEAR(made->at(0).share[0], 0.8, 1e-12);
    std::ostringstream flows, cohorts;
    write_flows(flows, read->system, *solved);
    write_cohorts(cohorts, read->system, *solved);
    EXPECT_TRUE(flows.str().starts_with("source,target,value,unit,year,element,flow,inflow_at\nenvironment,use,1000,t,2000,Cu,products,end_of_year\n")) << flows.str();
    EXPECT_NE(cohorts.str().find("in use,in_use,2004,2003,Cu,4000,t,end_of_year\n"), std::string::npos) << cohorts.str();
    EXPECT_EQ(cohorts.str().find(",2004,2002,"), std::string::npos) << "that cohort is gone";
    EXPECT_EQ(read_streams(streams).error().what.key, "flows.stream_system");
}

TEST(SystemFile, FaultsCarryFileRowAndColumn) {
    const testing::TemporaryFolder folder;
    const std::string demand = "time,value\n2000,1\n2001,2\n2002,3\n2003,4\n2004,5\n", collected = "time,value\n2000,50\n2001,50\n2002,60\n2003,60\n2004,70\n";
    const auto replaced = [](std::string text, const std::string& from, const std::string& to) { return text.replace(text.find(from), from.size(), to); };
    const struct { std::string json, demand, collected; const char* key; const char* file; std::int64_t row; } cases[] = {
        {system_text, demand, replaced(collected, "2002,60", "2002,160"), "recycling.transfer.over", "collected.csv", 4},
        {system_text, replaced(demand, "2003,4", "2003,-4"), collected, "recycling.parameter.negative", "demand.csv", 5},
        {system_text, replaced(demand, "2003,4\n", ""), collected, "flows.tuple_missing", "demand.csv", 6},
        {system_text, demand, replaced(collected, "2000", "1999"), "flows.item", "collected.csv", 2},
        {replaced(system_text, "\"unit\": \"kt/a\"", "\"unit\": \"miles\""), demand, collected, "recycling.unit", "system.json", 5},
        {replaced(system_text, "\"value\": 2", "\"value\": -2"), demand, collected, "recycling.lifetime.value", "system.json", 6},
        {replaced(system_text, "\"rule\": \"balance\"", "\"rule\": \"luck\""), demand, collected, "flows.json.choice", "system.json", 9},
        {replaced(system_text, "\"to\": \"waste\"", "\"to\": \"moon\""), demand, collected, "flows.json.absent", "system.json", 9},
        {replaced(system_text, "end_of_year", "noon"), demand, collected, "", "system.json", 4},
        {replaced(system_text, "[\"time\", \"element\"]", "[\"time\", \"element\", \"element\"]"), demand, collected, "flows.json.twice", "system.json", 3},
        {replaced(system_text, "\"name\": \"element\"", "\"name\": \"time\""), demand, collected, "flows.json.twice", "system.json", 2},
        {replaced(system_text, "\"name\": \"collected\"", "\"name\": \"demand\""), demand, collected, "flows.json.twice", "system.json", 6},
        {replaced(system_text, "\"use\", \"waste\"]", "\"use\", \"use\"]"), demand, collected, "flows.json.twice", "system.json", 7},
        {replaced(system_text, "\"first\": \"life\"}", "\"first\": \"life\"}, {\"id\": \"in use\", \"process\": \"waste\", \"drive\": \"accumulates\"}"), demand, collected, "flows.json.twice", "system.json", 12},
        {replaced(system_text, "\"streams\"", "\"dreams\""), demand, collected, "flows.json.unknown", "system.json", 13},
        {replaced(system_text, "\"from\": 2000, \"to\": 2004", "\"items\": [2000, 2001, 2003, 2004]"), replaced(demand, "2002,3\n", ""), replaced(collected, "2002,60\n", ""), "recycling.year.gap", "system.json", 2},
        // A share of what is given is a share, too; and what one process divides adds up to one, or is refused where it stands.
        {replaced(replaced(system_text, "\"rule\": \"given\", \"factors\": [\"demand\"]", "\"rule\": \"given\", \"factors\": [\"demand\", \"collected\"]"), "\"rule\": \"transfer\", \"factors\": [\"collected\"]", "\"rule\": \"balance\""),
         demand, replaced(collected, "2002,60", "2002,160"), "recycling.transfer.over", "collected.csv", 4},
        {replaced(system_text, "{\"id\": \"lost\", \"from\": \"waste\", \"to\": \"environment\", \"rule\": \"rest\"}", "{\"id\": \"lost\", \"from\": \"waste\", \"to\": \"environment\", \"rule\": \"transfer\", \"factors\": [\"collected\"]}"),
         demand, replaced(collected, "2002,60", "2002,30"), "recycling.transfer.sum", "system.json", 7}};
    for (const auto& c : cases) {
        folder.write("demand.csv", c.demand);
        folder.write("collected.csv", c.collected);
        const auto read = read_system(folder.write("system.json", c.json));
        ASSERT_FALSE(read) << c.key;
        const std::string key = *c.key != 0 ? c.key : read.error().what.key;  // words of a parameter are for its own tests
        EXPECT_EQ(read.error().what.key, key) << describe(read.error(), base::Language::english);
        EXPECT_TRUE(read.error().place.file.ends_with(c.file)) << c.key << " " << read.error().place.file;
        EXPECT_EQ(read.error().place.row, c.row) << c.key << describe(read.error(), base::Language::english);
        if (key == "recycling.transfer.over") {
            EXPECT_EQ(read.error().place.column, 2);
        }
        for (const auto language : {base::Language::english, base::Language::chinese}) EXPECT_EQ(describe(read.error(), language).find('{'), std::string::npos);
    }
}

TEST(StreamTable, ThePublishedTableAndItsChineseTemplateAreRead) {
    ORELENS_SHARED(path, "mfa/recycling_cascade_example.csv");
    const auto streams = read_streams(path.string());
    ASSERT_TRUE(streams) << describe(streams.error(), base::Language::english);
    ASSERT_EQ(streams->size(), 3U);
    EXPECT_NEAR(recycling::cascade(streams->at(2))->break_even, 5902.777777777778, 1e-9);
    const testing::TemporaryFolder folder;
    const std::string head = stream_template(base::Language::chinese);
    const auto chinese = read_streams(folder.write("zh.csv", head + "电缆,导线,甲市,Cu,2025,scrap,120000,,0.95,,0.8,0.98,900,300,0,,,,,,,,,,\n"));
    ASSERT_TRUE(chinese) << describe(chinese.error(), base::Language::chinese);
    EXPECT_NEAR(recycling::cascade(chinese->at(0))->break_even, 1454.0816326530612, 1e-9);
    const auto bad = read_streams(folder.write("bad.csv", "id,theoretical_t,collection_rate,separation_yield,refining_recovery\na,10,0.5,0.5,0.5\nb,10,1.5,0.5,0.5\n"));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().place.row, 3);
    EXPECT_EQ(bad.error().place.column, 3);
}

/// The Chinese templates, filled in, say what the English ones do.
TEST(FlowTemplates, AreReadInBothLanguages) {
    const testing::TemporaryFolder folder;
    const auto head = [](base::Language language, const std::string& file) {
        for (const auto& [name, text] : flow_templates(language))
            if (name == file) return text;
        return std::string();
    };
    for (const auto language : {base::Language::english, base::Language::chinese}) {
        const bool zh = language == base::Language::chinese;
        if (zh) {
            for (const char* file : {"streams.csv", "sinks.csv", "piles.csv", "targets.csv"})
                EXPECT_EQ(head(language, file).find("id,"), std::string::npos) << file << " is in Chinese";
        }
        const auto sinks = read_sinks(folder.write("sinks.csv", head(language, "sinks.csv") + "rod,100,0.002,0.0005,\n"));
        ASSERT_TRUE(sinks) << describe(sinks.error(), base::Language::english);
        EXPECT_EQ(sinks->at(0).id, "rod");
        EXPECT_EQ(sinks->at(0).primary_t, 100);
        EXPECT_EQ(sinks->at(0).limit.at("Sn"), 0.002);
        EXPECT_EQ(sinks->at(0).primary_tramp.at("Sn"), 0.0005);
        const auto piles = read_piles(folder.write("piles.csv", head(language, "piles.csv") + "dam,north,Cu," + (zh ? "尾矿" : "tailings") + ",2025,1000,0.01,sulphide,0.6,0.8,5,10,200,0.95,\n"));
        ASSERT_TRUE(piles) << describe(piles.error(), base::Language::english);
        EXPECT_EQ(piles->at(0).stream.origin, "tailings");
        EXPECT_NEAR(piles->at(0).stream.theoretical_t, 10, 1e-12);
        const auto targets = read_targets(folder.write("targets.csv", head(language, "targets.csv") + "back,Cu,end_of_life_rate,2045,0.5,a law,0.3,\n"));
        ASSERT_TRUE(targets) << describe(targets.error(), base::Language::english);
        EXPECT_EQ(targets->at(0).target.source, "a law");
        EXPECT_EQ(targets->at(0).capacity_share, 0.3);
        const std::string row = std::string("s,p,c,Cu,2025,") + (zh ? "旧废料" : "scrap") + ",10,,0.5,1,0.5,0.5,1,1,1,,,,,,,,,rod,0.001\n";
        const auto streams = read_streams(folder.write("streams.csv", head(language, "streams.csv") + row), nullptr, nullptr, *sinks);
        ASSERT_TRUE(streams) << describe(streams.error(), base::Language::english);
        EXPECT_EQ(streams->at(0).origin, "scrap");
        EXPECT_EQ(streams->at(0).sink, "rod");
        EXPECT_EQ(streams->at(0).tramp.at("Sn"), 0.001);
        // A bad cell is told with its place.
        const auto bad = read_sinks(folder.write("bad.csv", head(language, "sinks.csv") + "rod,many,0.002,0.0005,\n"));
        ASSERT_FALSE(bad);
        EXPECT_EQ(bad.error().place.row, 2);
        EXPECT_EQ(bad.error().place.column, 2);
    }
}

TEST(StreamTable, CostsThatNobodyStatesAreNotZero) {
    const testing::TemporaryFolder folder;
    const auto streams = read_streams(folder.write("s.csv", "id,theoretical_t,collection_rate,separation_yield,refining_recovery,collect_cost,process_cost\na,10,0.5,0.5,0.5,7,\nb,10,0.5,0.5,0.5,7,8\n"));
    ASSERT_TRUE(streams) << describe(streams.error(), base::Language::english);
    EXPECT_TRUE(std::isnan(recycling::cascade(streams->at(0))->break_even));
    EXPECT_TRUE(std::isnan(recycling::cascade(streams->at(0))->economic_t(1e9)));
    EXPECT_NEAR(recycling::cascade(streams->at(1))->break_even, 7 / 0.25 + 8 / 0.5, 1e-12);
    EXPECT_TRUE(streams->at(1).refine_untold);
    EXPECT_FALSE(streams->at(1).year);
}

TEST(StreamTable, WhatIsNoScrapIsRefused) {
    const testing::TemporaryFolder folder;
    folder.write("demand.csv", "time,value\n2000,1\n2001,2\n2002,3\n2003,4\n2004,5\n");
    folder.write("collected.csv", "2000,2001,2002,2003,2004\n50,50,60,60,70\n");
    std::string text = system_text;
    const std::string one = "\"items\": [\"Cu\"]}";
    const auto read = read_system(folder.write("system.json", text.replace(text.find(one), one.size(), "\"items\": [\"Cu\"]}, {\"name\": \"from\", \"items\": [\"A\", \"B\"]}, {\"name\": \"at\", \"items\": [\"A\", \"B\"]}")));
    ASSERT_TRUE(read) << describe(read.error(), base::Language::english);
    const auto solved = recycling::solve(read->system);
    ASSERT_TRUE(solved);
    // The same system told by two dimensions of the same items: an item may stand for either.
    recycling::System two = read->system;
    two.flow_dimensions = {0, 2, 3};
    recycling::SolvedSystem doubled;
    doubled.years = 5;
    doubled.tuples = 4;
    doubled.flows.assign(two.flows.size(), std::vector<double>(20, 1));
    const std::string head = "id,origin,year,flow,place,product,sink,tramp_Cu,collection_rate,separation_yield,refining_recovery\n", rates = ",0.8,0.9,0.9\n";
    const struct { const char* row; const char* key; bool two; } cases[] = {
        {"a,dust,2004,end of life,,,,", "flows.json.choice", false},     {"a,scrap,2004,scrap,,,,", "flows.stream_scrap", false},
        {"a,,2004,products,,,,", "flows.stream_scrap", false},           {"a,,,end of life,,,,", "flows.stream_year", false},
        {"a,,2004,end of life,,,bars,", "flows.stream_sinks", false},    {"a,,2004,end of life,,,,-0.01", "flows.no_number", false},
        {"a,,2004,end of life,A,B,,", "flows.stream_tuples", true}};
    for (const auto& c : cases) {
        const auto streams = read_streams(folder.write("s.csv", head + c.row + rates), c.two ? &two : &read->system, c.two ? &doubled : &*solved);
        ASSERT_FALSE(streams) << c.row;
        EXPECT_EQ(streams.error().what.key, c.key) << c.row;
        EXPECT_EQ(streams.error().place.row, 2) << c.row;
        for (const auto language : {base::Language::english, base::Language::chinese}) EXPECT_EQ(describe(streams.error(), language).find('{'), std::string::npos);
    }
}

TEST(StreamTable, ShiftedRowsAndStreamsThatStandTwiceAreRefusedWithTheirPlace) {
    const testing::TemporaryFolder folder;
    const std::string head = "id,element,place,year,theoretical_t,collection_rate,separation_yield,refining_recovery\n", first = "a,Cu,A,2004,10,0.5,0.5,0.5\n";
    const struct { std::string text; const char* key; int row, column; } cases[] = {
        {head + first + "a,铜,A,2004,20,0.5,0.5,0.5\n", "flows.stream_twice", 3, 1},
        {head + first + ",Cu,A,2004,20,0.5,0.5,0.5\n", "flows.stream_id", 3, 1},
        {head + first + "b,Cu,A,2004,20,0.5,0.5,0.5,0.7\n", "csv.beyond", 3, 9},
        {"id,element,元素,theoretical_t,collection_rate,separation_yield,refining_recovery\n", "flows.heading_twice", 1, 3},
        {"id,theoretical_t,collection_rate,separation_yield,refining_recovery,tramp_Cu,杂质_铜\n", "flows.heading_twice", 1, 7}};
    for (const auto& c : cases) {
        const std::string file = folder.write("s.csv", c.text);
        const auto streams = read_streams(file);
        ASSERT_FALSE(streams) << c.text;
        EXPECT_EQ(streams.error().what.key, c.key) << c.text;
        EXPECT_EQ(streams.error().place.file, file) << c.text;
        EXPECT_EQ(streams.error().place.row, c.row) << c.text;
        EXPECT_EQ(streams.error().place.column, c.column) << c.text;
        for (const auto language : {base::Language::english, base::Language::chinese}) EXPECT_EQ(describe(streams.error(), language).find('{'), std::string::npos);
    }
    // The same id in another year or place is another stream, empty cells beyond the headings are none, and metals go by their symbols.
    const auto good = read_streams(folder.write("s.csv", head + first + "a,cu,A,2005,10,50％,50 %,0.5,,\na,铜,B,2004,10,0.5,0.5,0.5\n"));
    ASSERT_TRUE(good) << describe(good.error(), base::Language::english);
    for (const auto& stream : *good) {
        EXPECT_EQ(stream.element, "Cu");
        EXPECT_NEAR(stream.share[0], 0.5, 1e-12);
    }
    const auto sinks = read_sinks(folder.write("sinks.csv", "sink,primary_t,limit_cu,limit_铜\nrod,1,0.1,0.1\n"));
    ASSERT_FALSE(sinks);
    EXPECT_EQ(sinks.error().what.key, "flows.heading_twice");
}

TEST(StreamTable, OneFlowIsTakenOnce) {
    const testing::TemporaryFolder folder;
    folder.write("demand.csv", "time,value\n2000,1\n2001,2\n2002,3\n2003,4\n2004,5\n");
    folder.write("collected.csv", "2000,2001,2002,2003,2004\n50,50,60,60,70\n");
    const auto read = read_system(folder.write("system.json", system_text));
    ASSERT_TRUE(read) << describe(read.error(), base::Language::english);
    const auto solved = recycling::solve(read->system);
    ASSERT_TRUE(solved);
    const std::string head = "id,element,year,flow,collection_rate,separation_yield,refining_recovery\n";
    EXPECT_TRUE(read_streams(folder.write("s.csv", head + "a,铜,2004,end of life,0.5,0.5,0.5\nb,Cu,2003,end of life,0.5,0.5,0.5\n"), &read->system, &*solved));
    const auto twice = read_streams(folder.write("s.csv", head + "a,Cu,2004,end of life,0.5,0.5,0.5\nb,Cu,2004,end of life,0.5,0.5,0.5\n"), &read->system, &*solved);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().what.key, "flows.stream_flow_twice");
    EXPECT_EQ(twice.error().place.row, 3);
    EXPECT_EQ(twice.error().place.column, 4);
}

TEST(PlaceTable, CitiesAndIndustriesTakeSharesOfRegions) {
    const testing::TemporaryFolder folder;
    recycling::System system;
    system.name = "small";
    system.dimensions = {{"time", "t", {"2000"}}, {"element", "e", {"Cu"}}, {"city", "c", {"A", "B"}}, {"product", "p", {"B", "wire"}}};
    system.flow_dimensions = {0, 1, 2};
    const auto good = read_places(folder.write("p.csv", "编号,名称,类别,经度,纬度,区域,占比\na,甲,城市,100,30,A,60％\nw,,行业,101,31,A,40%\nb,,city,102,32,B,\n"), system);
    ASSERT_TRUE(good) << describe(good.error(), base::Language::english);
    ASSERT_EQ(good->size(), 3U);
    EXPECT_TRUE(good->at(0).degrees);
    EXPECT_EQ(good->at(0).name, "甲");
    EXPECT_EQ(good->at(1).name, "w");
    EXPECT_EQ(good->at(1).kind, recycling::PlaceKind::industry);
    EXPECT_NEAR(good->at(1).share, 0.4, 1e-12);
    EXPECT_EQ(good->at(2).dimension, 2);
    EXPECT_EQ(good->at(2).item, 1);
    const std::string head = "id,kind,x,y,region,share\n";
    const struct { std::string text; const char* key; int row, column; bool products; } cases[] = {
        {head + "a,city,1,2,A,1\na,city,1,2,B,1\n", "flows.id", 3, 1, false},
        {head + "a,village,1,2,A,1\n", "flows.json.choice", 2, 2, false},
        {head + "a,city,,2,A,1\n", "flows.place.no_coordinate", 2, 3, false},
        {head + "a,city,1,north,A,1\n", "flows.no_number", 2, 4, false},
        {head + "a,city,1,2,C,1\n", "flows.absent", 2, 5, false},
        {head + "a,city,1,2,B,1\n", "flows.place.two_dimensions", 2, 5, true},
        {head + "a,city,1,2,A,1\nb,industry,1,2,wire,1\n", "flows.place.mixed", 3, 5, true},
        {head + "a,city,1,2,A,0\n", "flows.place.share", 2, 6, false},
        {head + "a,city,1,2,A,0.7\nb,city,1,2,A,0.4\n", "flows.place.over", 3, 6, false},
        {"id,kind,longitude,latitude\na,city,100,95\n", "flows.place.degrees", 2, 4, false},
        {"id,kind,longitude,latitude,x\na,city,100,35,1\n", "flows.place.two_systems", 1, 5, false},
        {"id,kind,longitude\na,city,100\n", "flows.column_absent", 1, 0, false}};
    for (const auto& c : cases) {
        system.flow_dimensions = c.products ? std::vector<int>{0, 1, 2, 3} : std::vector<int>{0, 1, 2};
        const std::string file = folder.write("p.csv", c.text);
        const auto places = read_places(file, system);
        ASSERT_FALSE(places) << c.text;
        EXPECT_EQ(places.error().what.key, c.key) << c.text;
        EXPECT_EQ(places.error().place.file, file) << c.text;
        EXPECT_EQ(places.error().place.row, c.row) << c.text;
        EXPECT_EQ(places.error().place.column, c.column) << c.text;
        for (const auto language : {base::Language::english, base::Language::chinese}) EXPECT_EQ(describe(places.error(), language).find('{'), std::string::npos);
    }
}

TEST(ReconciliationFile, TheTableIsReadAndMeasuredValuesNeedTheirDeviation) {
    const testing::TemporaryFolder folder;
    const std::string json = R"({"processes": ["environment", "plant"], "data": "d.csv", "relations": [{"terms": {"in": 1, "x": -1}}]})";
    folder.write("d.csv", "id,kind,from,to,value,sd,constant\nin,flow,environment,plant,100,5,\nx,flow,plant,environment,90,5,\nshare,transfer,in,x,,,\n");
    const auto read = read_reconciliation(folder.write("r.json", json));
    ASSERT_TRUE(read) << describe(read.error(), base::Language::english);
    EXPECT_EQ(read->problem.variables[2].to_flow, 1);
    const auto made = recycling::reconcile(read->problem);
    ASSERT_TRUE(made);
    EXPECT_NEAR(made->variables[0].value, 95, 1e-9);
    EXPECT_NEAR(made->variables[2].value, 1, 1e-9);
    folder.write("d.csv", "id,kind,from,to,value,sd,constant\nin,flow,environment,plant,100,5,\nx,flow,plant,environment,90,,\n");
    const auto without = read_reconciliation(folder.file("r.json"));
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().what.key, "flows.no_sd");
    EXPECT_EQ(without.error().place.row, 3);
    EXPECT_EQ(without.error().place.column, 6);
}

}  // namespace
}  // namespace orelens::io
