#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <set>
#include <sstream>

#include "core/io/text/CsvText.h"
#include "core/io/text/Numbers.h"
#include "core/report/Report.h"
#include "tests/core/report/SmallProject.h"
#include "tests/support/SharedData.h"

namespace orelens::report {
namespace {

namespace fs = std::filesystem;
using orelens::testing::TemporaryFolder;

Table awkward() {
    Table table{.id = "awkward", .title = "Title", .short_title = "a/b:c", .notes = {"first note"}};
    table.columns = {{"name, with comma", "", 0}, {"value", "%", 3}, {"count", "", 0}};
    table.rows = {{std::string("a \"quoted\" word"), 0.1, std::int64_t{7}},
                  {std::string("two\nlines"), 1.0 / 3, Cell()},
                  {std::string("中文"), std::numeric_limits<double>::quiet_NaN(), std::int64_t{-1}}};
    return table;
}

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

TEST(ReportFiles, CsvTablesReplaceTheirOwnOnly) {
    const orelens::testing::TemporaryFolder folder;
    const auto refused = [&](const std::vector<std::string>& inputs) -> std::string {
        const auto fine = check_csv_tables({awkward()}, folder.file("out"), inputs);
        return fine ? "" : fine.error().what.key + " " + fs::path(fine.error().place.file).filename().string();
    };
    EXPECT_EQ(refused({}), "") << "a folder that is not there yet";
    ASSERT_TRUE(write_csv_tables({awkward()}, folder.file("out")));
    EXPECT_EQ(refused({}), "") << "its own tables of before";
    EXPECT_EQ(refused({folder.file("out/awkward.csv")}), "target.is_input awkward.csv");
    fs::remove(folder.file("out/awkward.txt"));
    EXPECT_EQ(refused({}), "target.other_content awkward.csv") << "a spreadsheet's file begins with the same mark";
    fs::remove(folder.file("out/awkward.csv"));
    folder.write("out/awkward.txt", "notes of the user");
    EXPECT_EQ(refused({}), "target.other_content awkward.txt");
    fs::remove(folder.file("out/awkward.txt"));
    folder.write("out/awkward.csv", "a,b\n1,2\n");
    EXPECT_EQ(refused({}), "target.other_content awkward.csv");
}

TEST(ReportFiles, CsvReadsBackToTheSameNumbers) {
    const orelens::testing::TemporaryFolder folder;
    ASSERT_TRUE(write_csv_tables({awkward()}, folder.file("out")));
    const auto table = io::read_csv(folder.file("out/awkward.csv"));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->headers, (std::vector<std::string>{"name, with comma", "value [%]", "count"}));
    ASSERT_EQ(table->records.size(), 3U);
    io::CsvFields fields;
    fields.split(*table, table->records[0]);
    EXPECT_EQ(fields[0], "a \"quoted\" word");
    fields.split(*table, table->records[1]);
    EXPECT_EQ(fields[0], "two\nlines");
    EXPECT_EQ(io::parse_number(fields[1]), 1.0 / 3);  // every bit
    EXPECT_EQ(fields[2], "");
    fields.split(*table, table->records[2]);
    EXPECT_EQ(fields[0], "中文");
    EXPECT_TRUE(contents(folder.file("out/awkward.csv")).starts_with("\xEF\xBB\xBF"));
    EXPECT_EQ(contents(folder.file("out/awkward.txt")), "Title\nfirst note\n");
    EXPECT_FALSE(write_csv_tables({awkward()}, "/proc/no/such/place"));
}

TEST(ReportFiles, InfinitiesNeverReachAFileAsInf) {
    Table table{.id = "t", .title = "T"};
    table.columns = {{"a", "", 0}, {"b", "", 0}, {"c", "", 0}};
    constexpr double infinity = std::numeric_limits<double>::infinity();
    table.rows = {{infinity, -infinity, std::numeric_limits<double>::quiet_NaN()}};
    EXPECT_EQ(table_to_csv(table), "a,b,c\n∞,−∞,\n");
    const auto json = nlohmann::json::parse(tables_to_json({table}));
    for (const auto& cell : json["tables"][0]["rows"][0]) EXPECT_TRUE(cell.is_null());
}

TEST(ReportFiles, JsonHoldsEveryTable) {
    auto table = awkward();
    table.rows.push_back({std::string("endless"), std::numeric_limits<double>::infinity(), Cell()});
    const auto json = nlohmann::json::parse(tables_to_json({table, Table{.id = "empty"}}));
    EXPECT_EQ(json["tables"].size(), 2U);
    EXPECT_EQ(json["tables"][0]["rows"][1][1].get<double>(), 1.0 / 3);
    EXPECT_TRUE(json["tables"][0]["rows"][1][2].is_null());
    EXPECT_TRUE(json["tables"][0]["rows"][3][1].is_null());
    EXPECT_EQ(json["tables"][0]["columns"][1]["unit"], "%");
}

/// One member of a workbook as text, through the unzip program.
std::string member(const std::string& workbook, const std::string& name) {
    const std::string command = "unzip -p '" + workbook + "' '" + name + "' 2>/dev/null";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string text;
    std::array<char, 4096> part{};
    for (std::size_t got = 0; pipe && (got = fread(part.data(), 1, part.size(), pipe.get())) > 0;)
        text.append(part.data(), got);
    return text;
}

/// Name of the n-th column, from 1: A … Z, AA …
std::string letters(std::size_t n) {
    std::string name;
    for (; n > 0; n = (n - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (n - 1) % 26));
    return name;
}

TEST(ReportFiles, WorkbookHasASheetPerTableFormatsAndCharts) {
    if (std::system("command -v unzip > /dev/null 2>&1") != 0)
        GTEST_SKIP() << "the unzip program is not installed";
    const orelens::testing::TemporaryFolder folder;
    const auto tables = report_tables(testing::small_project(), {.language = base::Language::chinese});
    const std::string path = folder.file("report.xlsx");
    ASSERT_TRUE(write_xlsx(tables, "小矿", path, base::Language::chinese));
    const std::string workbook = member(path, "xl/workbook.xml");
    std::size_t sheets = 0;
    for (std::size_t at = 0; (at = workbook.find("<sheet name=", at)) != std::string::npos; ++at) ++sheets;
    EXPECT_EQ(sheets, tables.size());
    EXPECT_NE(workbook.find("可利用量曲线"), std::string::npos);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const std::string sheet = member(path, "xl/worksheets/sheet" + std::to_string(i + 1) + ".xml");
        EXPECT_NE(sheet.find("state=\"frozen\""), std::string::npos) << tables[i].id;
        EXPECT_NE(sheet.find("<cols>"), std::string::npos) << tables[i].id;
        // A filter over all rows, headed by the units row; the panes are frozen below it.
        const std::string last = letters(tables[i].columns.size());
        const std::size_t units = tables[i].notes.size() + 4, end = units + tables[i].rows.size();
        const std::string range = "A" + std::to_string(units) + ":" + last + std::to_string(end);
        if (tables[i].rows.empty()) continue;
        EXPECT_NE(sheet.find("<autoFilter ref=\"" + range + "\"/>"), std::string::npos) << tables[i].id << " " << range;
        EXPECT_NE(sheet.find("topLeftCell=\"B" + std::to_string(units + 1) + "\""), std::string::npos) << tables[i].id;
        EXPECT_EQ(sheet.find("<drawing ") != std::string::npos, tables[i].plot.has_value()) << tables[i].id;
    }
    // Curve: tonnes of both tests in one chart, grade in another; grade–tonnage likewise; cutoff one; categories one.
    EXPECT_NE(member(path, "xl/charts/chart6.xml").find("<c:scatterChart>"), std::string::npos);
    EXPECT_TRUE(member(path, "xl/charts/chart7.xml").empty());
    EXPECT_NE(member(path, "xl/styles.xml").find("#,##0.0000"), std::string::npos);
    EXPECT_NE(member(path, "docProps/core.xml").find("小矿"), std::string::npos);
}

TEST(ReportFiles, WorkbookCopesWithAwkwardTables) {
    const orelens::testing::TemporaryFolder folder;
    Table one = awkward(), two = awkward();
    two.rows[0][0] = std::string(40000, 'x');  // longer than a cell holds
    two.plot = Plot{.x = 1, .left = {2}, .right = {}};
    EXPECT_TRUE(
        write_xlsx({one, two, Table{.id = "empty", .title = "Nothing"}}, "Awkward", folder.file("a.xlsx")));
    EXPECT_TRUE(write_xlsx({}, "None", folder.file("b.xlsx")));
    const auto refused = write_xlsx({one}, "Nowhere", folder.file("absent/c.xlsx"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::ErrorKind::file);
}

// Costs of 40 beside tonnes of 2.5: refused, or said on every sheet.
TEST(OlderResults, AreRefusedUnlessAllowedAndThenSaySo) {
    auto project = testing::small_project();
    for (const Table& table : report_tables(project, {})) EXPECT_FALSE(table.older) << table.id;
    project.recipe.economics.costs.mining = 40;
    const auto tables = report_tables(project, {.price = 1.0});
    std::set<std::string> older;
    for (const Table& table : tables) {
        if (!table.older) continue;
        older.insert(table.id);
        EXPECT_NE(table.notes.front().find("OLDER"), std::string::npos) << table.id;
    }
    EXPECT_TRUE(older.contains("status") && older.contains("curve") && older.contains("inputs"));
    EXPECT_FALSE(older.contains("estimates") || older.contains("utilization"));

    const TemporaryFolder folder;
    const auto csv = write_csv_tables(tables, folder.file("csv"));
    ASSERT_FALSE(csv);
    EXPECT_EQ(csv.error().what.key, "project.older_results");
    EXPECT_FALSE(fs::exists(folder.file("csv/status.csv")));
    EXPECT_FALSE(write_xlsx(tables, "Small", folder.file("a.xlsx")));
    EXPECT_FALSE(fs::exists(folder.file("a.xlsx")));
    ASSERT_TRUE(write_csv_tables(tables, folder.file("csv"), OlderResults::allow));
    EXPECT_TRUE(fs::exists(folder.file("csv/status.older.csv")));
    EXPECT_FALSE(fs::exists(folder.file("csv/status.csv")));
    EXPECT_TRUE(fs::exists(folder.file("csv/estimates.csv")));
    EXPECT_TRUE(
        write_xlsx(tables, "Small", folder.file("a.xlsx"), base::Language::english, OlderResults::allow));

    // A price in hand belongs to the commodity of now; older results are told at their own.
    const auto price_of = [&](const std::optional<double>& wanted) {
        for (const Table& table : report_tables(project, {.price = wanted}))
            if (table.id == "status") return table.notes.at(1);
        return std::string();
    };
    EXPECT_EQ(price_of(1.0), price_of(std::nullopt));
}

}  // namespace
}  // namespace orelens::report
