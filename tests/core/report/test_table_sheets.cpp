// Tables that stand in sheets of a workbook serve every stage as text files do: written by the program's own writer, read
// by the name of their sheet; a sheet that is not there is refused, and the ones that are there are named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include <filesystem>

#include "core/io/flows/SystemFile.h"
#include "core/io/ledger/LedgerTable.h"
#include "core/io/occurrence/OccurrenceFile.h"
#include "core/project/LedgerParts.h"
#include "core/project/LedgerStudy.h"
#include "core/project/Pipeline.h"
#include "core/report/FormFile.h"
#include "tests/support/SharedData.h"

namespace orelens::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

class TableSheets : public ::testing::Test {
  protected:
    std::string form(const char* file, const char* sheet, const Rows& rows) {
        const std::string path = folder.file(file);
        const auto written = write_form(rows, sheet, path);
        EXPECT_TRUE(written) << (written ? "" : base::describe(written.error(), base::Language::english));
        return path;
    }
    template <class T>
    static void expect_absent(const base::Expected<T>& read, const char* sheet) {
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().what.key, "workbook.sheet_absent");
        EXPECT_THAT(base::describe(read.error(), base::Language::english), ::testing::HasSubstr(sheet)) << "what is there is named";
    }
    ::orelens::testing::TemporaryFolder folder;
};

TEST_F(TableSheets, OfFlows) {
    const std::string path = form("flows.xlsx", "Sinks", {{"sink", "primary_t", "limit_Sn", "primary_Sn"}, {"rod", "100", "0.002", "0.0005"}});
    const auto sinks = io::read_sinks(path + "#Sinks");
    ASSERT_TRUE(sinks) << base::describe(sinks.error(), base::Language::english);
    ASSERT_EQ(sinks->size(), 1U);
    EXPECT_EQ(sinks->at(0).primary_t, 100);
    EXPECT_EQ(sinks->at(0).limit.at("Sn"), 0.002);
    expect_absent(io::read_sinks(path + "#Piles"), "Sinks");
}

TEST_F(TableSheets, OfOccurrence) {
    const std::string path = form("phases.xlsx", "铜物相", {{"相别", "含量(%)", "分布率(%)"}, {"原生硫化铜", "0.42", "70"}, {"自由氧化铜", "0.18", "30"}, {"总铜", "0.6", "100"}});
    const auto phases = io::read_occurrence(path + "#铜物相", "Cu");
    ASSERT_TRUE(phases) << base::describe(phases.error(), base::Language::english);
    EXPECT_EQ(phases->table.deportment.size(), 2U);
    expect_absent(io::read_occurrence(path + "#铅物相", "Cu"), "铜物相");
}

TEST_F(TableSheets, OfTheLedgerAreSourcesOfTheirOwn) {
    const auto project = [&](const std::string& tables) {
        project::Project made;
        made.recipe.general.name = "Country";
        made.recipe.folder = folder.path().string();
        made.recipe.ledger.use = true;
        made.recipe.ledger.tables = tables;
        return made;
    };
    const auto ledger_of = [](const project::Project& one) -> const ledger::Ledger& { return project::ledger_study(one.results)->file.built.ledger; };
    const std::vector<const char*> head{"id", "tonnes", "subsystem", "species", "grade", "grade_unit", "status"};
    const std::string path = folder.file("stocks.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    for (const auto& [sheet, id, tonnes] : {std::tuple("Piles", "P1", 1000.0), std::tuple("Heaps", "H1", 300.0)}) {
        lxw_worksheet* to = workbook_add_worksheet(book, sheet);
        for (lxw_col_t c = 0; c < head.size(); ++c) worksheet_write_string(to, 0, c, head[c], nullptr);
        worksheet_write_string(to, 1, 0, id, nullptr);
        worksheet_write_number(to, 1, 1, tonnes, nullptr);
        worksheet_write_string(to, 1, 2, "social", nullptr);
        worksheet_write_string(to, 1, 3, "Cu", nullptr);
        worksheet_write_number(to, 1, 4, 0.3, nullptr);
        worksheet_write_string(to, 1, 5, "%", nullptr);
        worksheet_write_string(to, 1, 6, "tailings", nullptr);
    }
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    base::Progress progress;
    project::Project heaps = project("stocks.xlsx#Heaps");
    const auto one = heaps.run(progress, "ledger");
    ASSERT_TRUE(one) << base::describe(one.error(), base::Language::english);
    EXPECT_THAT(ledger_of(heaps).ids, ::testing::ElementsAre("H1")) << "not the first sheet";
    project::Project both = project("stocks.xlsx#Heaps; stocks.xlsx#Piles");
    const auto ran = both.run(progress, "ledger");
    ASSERT_TRUE(ran) << base::describe(ran.error(), base::Language::english);
    EXPECT_THAT(ledger_of(both).mass_t, ::testing::UnorderedElementsAre(1000, 300));
    ASSERT_EQ(ledger_of(both).sources.size(), 2U);
    EXPECT_NE(ledger_of(both).sources[0].file, ledger_of(both).sources[1].file);
    EXPECT_NE(ledger_of(both).sources[0].id, ledger_of(both).sources[1].id);
    project::Project absent = project("stocks.xlsx#Dumps");
    const auto refused = absent.run(progress, "ledger");
    expect_absent(refused, "Heaps");
    // The book goes: what each sheet held is kept once.
    std::filesystem::remove(path);
    both.recipe.ledger.tables = "stocks.xlsx#Piles; stocks.xlsx#Heaps";
    const auto kept = both.run(progress, "ledger");
    ASSERT_TRUE(kept) << base::describe(kept.error(), base::Language::english);
    EXPECT_THAT(ledger_of(both).mass_t, ::testing::UnorderedElementsAre(1000, 300));
}

}  // namespace
}  // namespace orelens::report
