// One workbook with a sheet per table serves as every file; what comes in is what the text files would give.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>

#include "core/io/mine_records/MineRecordFile.h"
#include "tests/core/io/drillholes/DrillholeFiles.h"

namespace orelens::io {
namespace {

using namespace orelens::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Rows = std::vector<std::vector<std::string>>;

/// Cells that are numbers are written as numbers.
void add_sheet(lxw_workbook* book, const char* name, const Rows& rows) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, name);
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            const std::string& text = rows[row][column];
            char* end = nullptr;
            const double value = std::strtod(text.c_str(), &end);
            const auto at = static_cast<lxw_row_t>(row);
            const auto to = static_cast<lxw_col_t>(column);
            if (text.empty()) continue;
            if (*end == '\0')
                worksheet_write_number(sheet, at, to, value, nullptr);
            else
                worksheet_write_string(sheet, at, to, text.c_str(), nullptr);
        }
}

TEST(DrillholeWorkbook, sheets_are_found_by_their_columns) {
    const TemporaryFolder folder;
    lxw_workbook* book = workbook_new(folder.file("all.xlsx").c_str());
    add_sheet(book, "Notes", {{"made by", "somebody"}, {"date", "today"}});
    add_sheet(book, "B",
              {{"HOLE", "FROM", "TO", "Cu %"}, {"H1", "0", "2", "1.234"}, {"H1", "2", "4", "<0.02"}});
    add_sheet(book, "C", {{"HOLE", "AT", "AZIMUTH", "DIP"}, {"H1", "0", "90", "-60"}});
    add_sheet(book, "A", {{"HOLE", "X", "Y", "Z", "DEPTH"}, {"H1", "452310.25", "4412345.5", "1350", "20"}});
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    base::Progress progress;
    const drilling::ImportRule rule{
        .collar_file = "all.xlsx", .survey_file = "all.xlsx", .assay_file = "all.xlsx#b"};
    const auto got = read_drillholes(rule, {}, folder.path().string(), progress);
    ASSERT_TRUE(got) << base::describe(got.error(), base::Language::english);
    ASSERT_EQ(got->holes.collars.size(), 1u);
    EXPECT_EQ(got->holes.collars[0].x, 452310.25);
    EXPECT_EQ(got->holes.surveys.size(), 1u);
    EXPECT_THAT(got->holes.assays.grade("Cu")->values, ElementsAre(1.234, 0.01));
    std::vector<std::string> sheets;
    for (const Finding& finding : of(*got, FindingKind::sheet_taken)) sheets.push_back(finding.column);
    EXPECT_THAT(sheets, ElementsAre("A", "C", "B"));
    EXPECT_THAT(of(*got, FindingKind::number_marks), IsEmpty())
        << "a number of a workbook has no doubtful marks";
}

TEST(DrillholeWorkbook, mine_records_too) {
    const TemporaryFolder folder;
    lxw_workbook* book = workbook_new(folder.file("m.xlsx").c_str());
    add_sheet(book, "First", {{"about", "this"}});
    add_sheet(
        book, "Records",
        {{"mine", "period", "row", "component", "product", "tonnes", "grade", "unit", "theoretical_recovery"},
         {"North", "2024", "ore", "", "", "1000"},
         {"North", "2024", "component", "Cu", "", "", "1.125", "%", "90%"},
         {"North", "2024", "product", "Cu", "Cu conc", "40", "20", "%"}});
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto read = read_mine_records(folder.file("m.xlsx"));
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_EQ(read->front().period, "2024");
    EXPECT_DOUBLE_EQ(read->front().components[0].in_situ_grade, 0.01125);
    EXPECT_DOUBLE_EQ(read->front().components[0].theoretical_recovery.value(), 0.9);
}

}  // namespace
}  // namespace orelens::io
