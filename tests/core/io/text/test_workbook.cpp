// Workbooks written by libxlsxwriter, and by hand where a faulty one is wanted, read as tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <fstream>
#include <map>

#include "core/io/text/ReadTable.h"
#include "core/io/text/SheetCells.h"
#include "core/io/text/Workbook.h"
#include "tests/support/SharedData.h"

namespace orelens::io {
namespace {

using orelens::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const CsvTable& table) {
    Rows rows{table.headers};
    CsvFields fields;
    for (const CsvRecord& record : table.records) {
        fields.split(table, record);
        std::vector<std::string> row;
        for (std::size_t i = 0; i < fields.size(); ++i) row.emplace_back(fields[i]);
        rows.push_back(row);
    }
    return rows;
}

/// A zip archive of these parts.
std::string archive(const TemporaryFolder& folder, const std::string& name,
                    const std::map<std::string, std::string>& parts) {
    const std::string path = folder.file(name);
    int code = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    for (const auto& [part, text] : parts)
        zip_file_add(zip, part.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0),
                     ZIP_FL_OVERWRITE);
    EXPECT_EQ(zip_close(zip), 0);
    return path;
}

/// The least a workbook needs, around the data of one sheet.
std::map<std::string, std::string> around(const std::string& sheet, const std::string& strings = "") {
    std::map<std::string, std::string> parts = {
        {"_rels/.rels",
         "<Relationships><Relationship Id='r' Type='http://x/officeDocument' "
         "Target='xl/workbook.xml'/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook xmlns:r='r'><sheets><sheet name='S' sheetId='1' r:id='a'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='a' Type='http://x/worksheet' Target='worksheets/one.xml'/>"
         "<Relationship Id='b' Type='http://x/sharedStrings' Target='/xl/s.xml'/></Relationships>"},
        {"xl/worksheets/one.xml", "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>"}};
    if (!strings.empty()) parts["xl/s.xml"] = "<sst>" + strings + "</sst>";
    return parts;
}

TEST(Workbook, cells_come_back_as_they_stand) {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* sheet = workbook_add_worksheet(book, "Assay");
    lxw_format* date = workbook_add_format(book);
    format_set_num_format(date, "yyyy-mm-dd");
    lxw_format* percent = workbook_add_format(book);
    format_set_num_format(percent, "0.0%");
    lxw_format* own_date = workbook_add_format(book);
    format_set_num_format(own_date, "d\"日\"m\"月\"");
    for (const auto& [column, header] :
         std::map<int, const char*>{{0, "孔号"}, {1, "FROM"}, {2, "Cu %"}, {3, "when"}})
        worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(column), header, nullptr);
    worksheet_write_string(sheet, 1, 0, "ZK\n1", nullptr);
    worksheet_write_number(sheet, 1, 1, 0.3, nullptr);
    worksheet_write_string(sheet, 1, 2, "<0.01", nullptr);
    worksheet_write_number(sheet, 1, 3, 44197, date);
    worksheet_write_string(sheet, 3, 0, "\"quoted\", with\ttab", nullptr);
    worksheet_write_number(sheet, 3, 1, 1.25e-5, nullptr);
    worksheet_write_number(sheet, 3, 2, 0.07, percent);
    worksheet_write_number(sheet, 3, 3, 44197.25, own_date);
    worksheet_write_number(sheet, 4, 1, 1.234, nullptr);
    worksheet_write_boolean(sheet, 4, 2, 1, nullptr);
    worksheet_write_formula_num(sheet, 4, 3, "=1+1", nullptr, 100000);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto table = read_table(path);
    ASSERT_TRUE(table) << base::describe(table.error(), base::Language::english);
    EXPECT_EQ(table->sheet, "Assay");
    EXPECT_THAT(rows_of(*table),
                ElementsAre(ElementsAre("孔号", "FROM", "Cu %", "when"),
                            ElementsAre("ZK 1", "0.3", "<0.01", "2021-01-01"),
                            ElementsAre("\"quoted\", with tab", "0.0000125", "7%", "2021-01-01 06:00:00"),
                            ElementsAre("", "1.2340", "TRUE", "100000")));
    EXPECT_EQ(table->records[1].line, 4) << "the row of the sheet";
}

TEST(Workbook, merged_rows_hold_their_value_and_titles_stay_one_cell) {
    const TemporaryFolder folder;
    const std::string path = folder.file("m.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    worksheet_merge_range(sheet, 0, 0, 0, 2, "title", nullptr);
    worksheet_merge_range(sheet, 1, 0, 3, 0, "H1", nullptr);
    for (lxw_row_t row = 1; row < 5; ++row) worksheet_write_number(sheet, row, 1, row, nullptr);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    const auto table = read_table(path);
    ASSERT_TRUE(table);
    EXPECT_THAT(rows_of(*table),
                ElementsAre(ElementsAre("title"), ElementsAre("H1", "1"), ElementsAre("H1", "2"),
                            ElementsAre("H1", "3"), ElementsAre("", "4")));
    EXPECT_EQ(table->merged_filled, 2);
}

TEST(Workbook, the_sheet_is_named_or_the_first_that_fits) {
    const TemporaryFolder folder;
    const std::string path = folder.file("b.xlsx");
    lxw_workbook* book = workbook_new(path.c_str());
    workbook_add_worksheet(book, "Empty");
    for (const char* name : {"One", "Two"})
        worksheet_write_string(workbook_add_worksheet(book, name), 0, 0, name, nullptr);
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    EXPECT_EQ(read_table(path)->sheet, "One") << "the first that is not empty";
    EXPECT_EQ(read_table(path + "#two")->sheet, "Two");
    const auto is_two = [](const std::string&, const CsvTable& table) { return table.headers[0] == "Two"; };
    EXPECT_EQ(read_table(path, {.fits = is_two})->sheet, "Two");
    const auto absent = read_table(path + "#Three");
    ASSERT_FALSE(absent);
    EXPECT_THAT(base::describe(absent.error(), base::Language::english), HasSubstr("Empty, One, Two"));
    EXPECT_EQ(table_name("a/b.xlsx#S 1").sheet, "S 1");
    EXPECT_EQ(table_name("a#b.csv").file, "a#b.csv");
}

TEST(Workbook, text_is_told_from_workbooks_by_content) {
    const TemporaryFolder folder;
    EXPECT_EQ(read_table(folder.write("a.xlsx", "a,b\n1,2\n"))->records.size(), 1u);
    EXPECT_EQ(read_table(folder.write("b.xls", "\xD0\xCF\x11\xE0 old")).error().what.key, "workbook.old");
    EXPECT_EQ(
        read_table(archive(folder, "c.ods", {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}))
            .error()
            .what.key,
        "workbook.opendocument");
    EXPECT_EQ(read_table(archive(folder, "d.zip", {{"a.txt", "hello"}})).error().what.key, "workbook.none");
    EXPECT_EQ(read_table(folder.write("e.xlsx", std::string("PK\x03\x04", 4) + "cut off")).error().what.key,
              "workbook.damaged");
}

TEST(Workbook, faulty_sheets_are_refused_with_their_place) {
    const TemporaryFolder folder;
    struct Case {
        const char* sheet;
        const char* key;
    };
    for (const Case& c :
         {Case{"<row r='2'><c r='A2'><v>1</v></c></row><row r='1'/>", "workbook.row_order"},
          {"<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "workbook.cell_order"},
          {"<row r='1'><c r='XFE1'><v>1</v></c></row>", "workbook.cell_order"},
          {"<row r='1048577'><c><v>1</v></c></row>", "workbook.row_order"},
          {"<row><c t='s'><v>7</v></c></row>", "workbook.string_absent"},
          {"<row><c><v>1</v></row>", "workbook.damaged"}}) {
        const auto read = read_table(archive(folder, "f.xlsx", around(c.sheet)));
        ASSERT_FALSE(read) << c.sheet;
        EXPECT_EQ(read.error().what.key, c.key) << c.sheet;
    }
    auto parts = around("<row><c><v>1</v></c></row>");
    parts["xl/worksheets/one.xml"] =
        "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]>" + parts["xl/worksheets/one.xml"];
    EXPECT_EQ(read_table(archive(folder, "g.xlsx", parts)).error().what.key, "workbook.damaged");
}

TEST(Workbook, texts_shared_by_many_cells_cannot_fill_the_memory) {
    const TemporaryFolder folder;
    std::string sheet;
    for (int row = 0; row < 3000; ++row) sheet += "<row><c t='s'><v>0</v></c></row>";
    const std::string strings = "<si><t>" + std::string(32767, 'x') + "</t></si>";
    const auto read = read_table(archive(folder, "h.xlsx", around(sheet, strings)));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "workbook.too_much_text");
}

TEST(Workbook, bombs_are_refused_before_they_are_unpacked) {
    const TemporaryFolder folder;
    auto parts = around("");
    parts["xl/worksheets/one.xml"] = "<worksheet>" + std::string(std::size_t{80} << 20, ' ') + "</worksheet>";
    const auto read = read_table(archive(folder, "i.xlsx", parts));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().what.key, "workbook.bomb");
}

TEST(Workbook, rich_text_phonetics_inline_and_uncomputed_cells) {
    const TemporaryFolder folder;
    const auto read = read_table(
        archive(folder, "j.xlsx",
                around("<row><c t='s'><v>0</v></c><c t='inlineStr'><is><t>in</t></is></c><c><f>A1</f></c><c "
                       "t='e'><v>#N/A</v></c><c><v>0.30000000000000004</v></c></row>",
                       "<si><r><t>a</t></r><r><t xml:space='preserve'> b</t></r><rPh sb='0' "
                       "eb='1'><t>ph</t></rPh></si>")));
    ASSERT_TRUE(read) << base::describe(read.error(), base::Language::english);
    EXPECT_THAT(read->headers, ElementsAre("a b", "in", "=formula", "#N/A", "0.30000000000000004"));
    EXPECT_EQ(read->uncomputed, 1);
}

/// Bytes of the file, and bytes of its parts before they are packed, changed at random: a table or an error,
/// and never rows out of order.
TEST(Workbook, mutated_files_end_in_a_table_or_an_error) {
    const TemporaryFolder folder;
    const std::string rows =
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' s='1'><v>12.5</v></c></row><row r='7'><c "
        "r='B7'><f>x</f></c></row>";
    const auto whole = around(rows, "<si><t>hole</t></si>");
    const auto bytes_of = [](const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const std::string good = bytes_of(archive(folder, "good.xlsx", whole));
    std::uint64_t state = 1;
    const auto random = [&](std::size_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % below;
    };
    std::size_t tables = 0;
    const auto look = [&](const std::string& path) {
        const auto table = read_table(path);
        if (!table) return;
        ++tables;
        std::int64_t line = table->header_line;
        for (const CsvRecord& record : table->records) {
            EXPECT_GT(record.line, line);
            line = record.line;
        }
    };
    for (int round = 0; round < 400; ++round) {
        std::string bytes = good;
        if (round % 4 == 0)
            bytes.resize(random(good.size()));
        else
            for (int n = 0; n < 3; ++n) bytes[random(bytes.size())] = static_cast<char>(random(256));
        look(folder.write("m.xlsx", bytes));
        auto parts = whole;
        std::string& sheet = parts["xl/worksheets/one.xml"];
        for (int n = 0; n < 2; ++n) sheet[random(sheet.size())] = "<>/'=AZ19 "[random(10)];
        look(archive(folder, "p.xlsx", parts));
    }
    EXPECT_GT(tables, 20u) << "some of them are still workbooks";
}

TEST(SheetCells, formats_and_dates) {
    EXPECT_EQ(cell_format(14, ""), CellFormat::date);
    EXPECT_EQ(cell_format(10, ""), CellFormat::percent);
    EXPECT_EQ(cell_format(2, ""), CellFormat::plain);
    for (const char* code : {"yyyy\\-mm\\-dd", "[$-804]d mmm", "[h]:mm", "mm:ss.00", "yyyy\"年\""})
        EXPECT_EQ(cell_format(164, code), CellFormat::date) << code;
    for (const char* code :
         {"0.00", "General", "0.00\"ppm\"", "[Red]0.0;[Blue]-0.0", "0.00E+00", "@", "#,##0 \"days\""})
        EXPECT_EQ(cell_format(164, code), CellFormat::plain) << code;
    EXPECT_EQ(date_text(1, false), "1900-01-01");
    EXPECT_EQ(date_text(59, false), "1900-02-28");
    EXPECT_EQ(date_text(61, false), "1900-03-01");
    EXPECT_EQ(date_text(0, true), "1904-01-01");
    EXPECT_EQ(date_text(0.5, false), "12:00:00");
    EXPECT_EQ(date_text(-1, false), std::nullopt);
    EXPECT_EQ(number_text("4.5E-2", CellFormat::plain), "0.045");
    EXPECT_EQ(number_text("123456.789", CellFormat::plain), "123456.789");
    EXPECT_EQ(number_text("1e300", CellFormat::plain), "1e+300");
    EXPECT_EQ(number_text("x", CellFormat::plain), std::nullopt);
    EXPECT_EQ(column_of("XFD1"), 16383u);
    EXPECT_EQ(column_of("1"), std::nullopt);
}

}  // namespace
}  // namespace orelens::io
