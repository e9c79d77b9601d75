// Workbooks from strangers: bombs, lies, loops and holes. Each ends in a table or in an error that names the
// file and says why; nothing is unpacked beyond measure, nothing outside the file is touched.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "core/io/drillholes/TableKind.h"
#include "core/io/text/ReadTable.h"
#include "tests/attack/Zip.h"
#include "tests/support/SharedData.h"

namespace orelens {
namespace {

using testing::ZipPart;

std::string times(std::size_t count, std::string_view piece) {
    std::string out;
    out.reserve(count * piece.size());
    for (std::size_t n = 0; n < count; ++n) out += piece;
    return out;
}

/// The parts of a workbook with one sheet.
struct Book {
    std::string roots =
        "<Relationships><Relationship Id='r' Type='x/officeDocument' "
        "Target='xl/workbook.xml'/></Relationships>";
    std::string book = "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>";
    std::string links =
        "<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/>"
        "<Relationship Id='b' Type='x/sharedStrings' Target='b.xml'/>"
        "<Relationship Id='c' Type='x/styles' Target='c.xml'/></Relationships>";
    std::string sheet =
        "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>hole</t></is></c>"
        "<c r='B1' t='inlineStr'><is><t>Cu</t></is></c></row><row r='2'><c r='A2' t='s'><v>0</v></c>"
        "<c r='B2'><v>1.5</v></c></row></sheetData></worksheet>";
    std::string strings = "<sst><si><t>H1</t></si></sst>";
    std::string styles = "<styleSheet/>";
    std::vector<ZipPart> more;

    [[nodiscard]] std::vector<ZipPart> parts() const {
        std::vector<ZipPart> all = {
            {"_rels/.rels", roots}, {"xl/workbook.xml", book}, {"xl/_rels/workbook.xml.rels", links},
            {"xl/a.xml", sheet},    {"xl/b.xml", strings},     {"xl/c.xml", styles}};
        for (ZipPart& part : all) part.deflated = true;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    [[nodiscard]] std::string bytes() const { return testing::zip_of(parts()); }
};

Book with_sheet(const std::string& rows) {
    Book book;
    book.sheet = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
    return book;
}

struct BadBook {
    const char* name;
    const char* key;  ///< of the error; "" = it is read
    std::function<std::string()> bytes;
};

std::string with_part(const char* name, const std::function<void(ZipPart&)>& change) {
    std::vector<ZipPart> parts = Book().parts();
    for (ZipPart& part : parts)
        if (part.name == name) change(part);
    return testing::zip_of(parts);
}

std::vector<BadBook> bad_books() {
    const std::string doctype = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '" + times(100, "lol") + "'>" +
                                "<!ENTITY c '" + times(100, "&b;") + "'><!ENTITY d '" + times(100, "&c;") +
                                "'>]>";
    const std::string outside = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>";
    return {
        {"as_it_should_be", "", [] { return Book().bytes(); }},
        {"bomb_by_its_directory", "workbook.bomb",
         [] { return with_part("xl/a.xml", [](ZipPart& part) { part.claimed = 0x7FFFFFFF; }); }},
        {"bomb_of_spaces", "workbook.bomb",
         [] {
             Book book = with_sheet(std::string(std::size_t{66} << 20, ' '));
             return book.bytes();
         }},
        {"bomb_in_the_texts", "workbook.bomb",
         [] {
             Book book;
             book.strings = "<sst>" + times(std::size_t{5} << 20, "<si><t/></si>") + "</sst>";
             return book.bytes();
         }},
        {"less_than_the_directory_states", "workbook.damaged",
         [] { return with_part("xl/a.xml", [](ZipPart& part) { part.claimed = 4000; }); }},
        {"more_than_the_directory_states", "workbook.damaged",
         [] { return with_part("xl/a.xml", [](ZipPart& part) { part.claimed = 10; }); }},
        {"unknown_packing", "workbook.damaged",
         [] { return with_part("xl/a.xml", [](ZipPart& part) { part.method = 97; }); }},
        {"encrypted_part", "workbook.damaged",
         [] { return with_part("xl/a.xml", [](ZipPart& part) { part.flags = 1; }); }},
        {"encrypted_or_old", "workbook.old",
         [] { return std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + times(4096, "\x01"); }},
        {"old_cut_after_eight_bytes", "workbook.old",
         [] { return std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8); }},
        {"with_macros", "",
         [] {
             Book book;
             book.more.push_back({"xl/vbaProject.bin", times(1000, "\xCC\x61\x01")});
             book.links.insert(book.links.size() - 16,
                               "<Relationship Id='m' Type='x/vbaProject' Target='vbaProject.bin'/>");
             return book.bytes();
         }},
        {"cut_in_the_middle", "workbook.damaged", [] { return Book().bytes().substr(0, 700); }},
        {"cut_in_the_directory", "workbook.damaged",
         [] {
             const std::string all = Book().bytes();
             return all.substr(0, all.size() - 60);
         }},
        {"four_bytes", "workbook.damaged", [] { return std::string("PK\x03\x04", 4); }},
        {"part_twice", "workbook.part_twice",
         [] {
             Book book;
             book.more.push_back({"xl/a.xml", "<worksheet/>"});
             return book.bytes();
         }},
        {"part_twice_in_other_letters", "workbook.part_twice",
         [] {
             Book book;
             book.more.push_back({"XL/A.XML", "<worksheet/>"});
             return book.bytes();
         }},
        {"more_parts_than_any_workbook", "workbook.damaged",
         [] {
             Book book;
             for (int n = 0; n < 10'001; ++n) book.more.push_back({"p" + std::to_string(n), ""});
             return book.bytes();
         }},
        {"names_that_leave_the_folder", "",
         [] {
             Book book;
             book.more = {
                 {"../../../../orelens-was-here", "x"}, {"/tmp/orelens-was-here", "x"}, {"C:\\x", "x"}};
             return book.bytes();
         }},
        {"sheet_outside_the_archive", "workbook.damaged",
         [] {
             Book book;
             book.links =
                 "<Relationships><Relationship Id='a' Type='x/worksheet' "
                 "Target='../../../../../../etc/passwd'/></Relationships>";
             return book.bytes();
         }},
        {"sheet_on_the_network", "workbook.none",
         [] {
             Book book;
             book.links =
                 "<Relationships><Relationship Id='a' Type='x/worksheet' TargetMode='External' "
                 "Target='http://example.org/a.xml'/></Relationships>";
             return book.bytes();
         }},
        {"sheet_part_absent", "workbook.damaged",
         [] {
             Book book;
             book.links =
                 "<Relationships><Relationship Id='a' Type='x/worksheet' Target='no.xml'/></Relationships>";
             return book.bytes();
         }},
        {"no_sheets", "workbook.none",
         [] {
             Book book;
             book.book = "<workbook><sheets/></workbook>";
             return book.bytes();
         }},
        {"no_workbook", "workbook.none",
         [] {
             return testing::zip_of({{"readme.txt", "hole,from,to,Cu\n"}});
         }},
        {"workbook_that_is_its_own_sheet", "csv.no_header",
         [] {
             Book book;
             book.links =
                 "<Relationships><Relationship Id='a' Type='x/worksheet' "
                 "Target='workbook.xml'/></Relationships>";
             return book.bytes();
         }},
        {"sheets_all_of_one_part", "",
         [] {
             Book book;
             book.book =
                 "<workbook><sheets>" + times(50'000, "<sheet name='S' id='a'/>") + "</sheets></workbook>";
             return book.bytes();
         }},
        {"text_number_out_of_range", "workbook.string_absent",
         [] { return with_sheet("<row r='1'><c r='A1' t='s'><v>7</v></c></row>").bytes(); }},
        {"text_number_below_zero", "workbook.string_absent",
         [] { return with_sheet("<row r='1'><c r='A1' t='s'><v>-1</v></c></row>").bytes(); }},
        {"text_number_beyond_all", "workbook.string_absent",
         [] {
             return with_sheet("<row r='1'><c r='A1' t='s'><v>99999999999999999999</v></c></row>").bytes();
         }},
        {"texts_absent", "workbook.string_absent",
         [] {
             Book book;
             book.links =
                 "<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/></Relationships>";
             return book.bytes();
         }},
        {"texts_that_are_the_sheet", "",
         [] {
             Book book = with_sheet("<row r='1'><c r='A1'><v>1</v></c></row>");
             book.links =
                 "<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/>"
                 "<Relationship Id='b' Type='x/sharedStrings' Target='a.xml'/></Relationships>";
             return book.bytes();
         }},
        {"dimension_beyond_all", "",
         [] {
             Book book = with_sheet("<row r='1'><c r='A1'><v>1</v></c></row>");
             book.sheet.insert(11, "<dimension ref='A1:XFD1048576'/>");
             return book.bytes();
         }},
        {"row_beyond_the_last", "workbook.row_order",
         [] { return with_sheet("<row r='1048577'><c r='A1048577'><v>1</v></c></row>").bytes(); }},
        {"row_number_beyond_all", "workbook.row_order",
         [] { return with_sheet("<row r='99999999999999999999'><c><v>1</v></c></row>").bytes(); }},
        {"rows_backwards", "workbook.row_order",
         [] { return with_sheet("<row r='2'><c r='A2'><v>1</v></c></row><row r='1'/>").bytes(); }},
        {"column_beyond_the_last", "workbook.cell_order",
         [] { return with_sheet("<row r='1'><c r='XFE1'><v>1</v></c></row>").bytes(); }},
        {"column_name_beyond_all", "workbook.cell_order",
         [] { return with_sheet("<row r='1'><c r='" + times(5000, "Z") + "1'><v>1</v></c></row>").bytes(); }},
        {"last_cell_of_every_row", "workbook.too_much_text",
         [] {
             std::string rows;
             for (int n = 1; n <= 20'000; ++n) {
                 const std::string row = std::to_string(n);
                 rows += "<row r='" + row + "'><c r='XFD" + row + "'><v>1</v></c></row>";
             }
             return with_sheet(rows).bytes();
         }},
        {"one_long_text_in_every_cell", "workbook.too_much_text",
         [] {
             Book book = with_sheet("<row>" + times(16'000, "<c t='s'><v>0</v></c>") + "</row>");
             book.strings = "<sst><si><t>" + times(60'000, "x") + "</t></si></sst>";
             return book.bytes();
         }},
        {"merged_cells_over_everything", "workbook.too_much_text",
         [] {
             std::string merges;
             for (int n = 0; n < 26 * 26; ++n) {
                 const std::string column = {static_cast<char>('A' + n / 26),
                                             static_cast<char>('A' + n % 26)};
                 merges += "<mergeCell ref=\"" + column + "1:" + column + "1048576\"/>";
             }
             std::string row = "<row r='1'>";
             for (int n = 0; n < 26 * 26; ++n)
                 row += std::string("<c r='") + static_cast<char>('A' + n / 26) +
                        static_cast<char>('A' + n % 26) + "1'><v>1</v></c>";
             Book book = with_sheet(row + "</row>" + times(200'000, "<row/>"));
             book.sheet.insert(book.sheet.size() - 12, "<mergeCells>" + merges + "</mergeCells>");
             return book.bytes();
         }},
        {"merged_cells_of_nothing", "",
         [] {
             std::string merges;
             for (int n = 0; n < 26 * 26; ++n) {
                 const std::string column = {static_cast<char>('A' + n / 26),
                                             static_cast<char>('A' + n % 26)};
                 merges += "<mergeCell ref=\"" + column + "1:" + column + "1048576\"/>";
             }
             Book book = with_sheet("<row r='1'><c r='A1'><v>1</v></c></row>" + times(300'000, "<row/>"));
             book.sheet.insert(book.sheet.size() - 12, "<mergeCells>" + merges + "</mergeCells>");
             return book.bytes();
         }},
        {"merged_range_that_is_none", "",
         [] {
             Book book;
             book.sheet.insert(book.sheet.size() - 12,
                               "<mergeCells><mergeCell ref=\"A9:A1\"/><mergeCell ref=\":\"/><mergeCell "
                               "ref=\"ZZZZZ1:A2\"/><mergeCell ref=\"" +
                                   times(500, "A") + "\"/></mergeCells>");
             return book.bytes();
         }},
        {"entities_of_entities", "workbook.damaged",
         [doctype] {
             Book book;
             book.sheet =
                 doctype + "<worksheet><sheetData><row><c><v>&d;</v></c></row></sheetData></worksheet>";
             return book.bytes();
         }},
        {"entity_of_another_file", "workbook.damaged",
         [outside] {
             Book book;
             book.strings = outside + "<sst><si><t>&b;</t></si></sst>";
             return book.bytes();
         }},
        {"entity_in_the_workbook", "workbook.damaged",
         [outside] {
             Book book;
             book.book = outside + book.book;
             return book.bytes();
         }},
        {"undeclared_entity", "workbook.damaged",
         [] { return with_sheet("<row><c><v>&nope;</v></c></row>").bytes(); }},
        {"nested_beyond_measure", "workbook.damaged",
         [] { return with_sheet(times(1'000'000, "<a>")).bytes(); }},
        {"endless_attribute", "workbook.damaged",
         [] { return with_sheet("<row r='" + times(3'000'000, "1")).bytes(); }},
        {"never_closed", "workbook.damaged", [] { return with_sheet("<row><c>").bytes(); }},
        {"bytes_that_are_no_text", "workbook.damaged",
         [] { return with_sheet("<row><c><v>\xFF\xFE</v></c></row>").bytes(); }},
        {"nul_in_the_sheet", "workbook.damaged",
         [] { return with_sheet(std::string("<row><c><v>1\0</v></c></row>", 28)).bytes(); }},
        {"style_beyond_the_last", "",
         [] { return with_sheet("<row><c s='99999999999'><v>1</v></c></row>").bytes(); }},
        {"dates_beyond_all", "",
         [] {
             Book book = with_sheet(
                 "<row><c s='0'><v>1e300</v></c><c s='0'><v>-5</v></c><c s='0'><v>nan</v></c></row>");
             book.styles = "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>";
             return book.bytes();
         }},
        {"formats_beyond_measure", "",
         [] {
             Book book;
             book.styles = "<styleSheet><numFmts>" +
                           times(100'000, "<numFmt numFmtId='999999' formatCode='[[[[\\_*'/>") +
                           "</numFmts><cellXfs>" + times(100'000, "<xf numFmtId='999999'/>") +
                           "</cellXfs></styleSheet>";
             return book.bytes();
         }},
        {"opendocument", "workbook.opendocument",
         [] {
             return testing::zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}});
         }},
    };
}

TEST(WorkbookAttack, AnyWorkbookEndsInATableOrAnErrorThatSaysWhy) {
    const testing::TemporaryFolder folder;
    const std::string path = folder.file("book.xlsx");
    for (const BadBook& bad : bad_books()) {
        SCOPED_TRACE(bad.name);
        folder.write("book.xlsx", bad.bytes());
        const auto table = io::read_table(path);
        EXPECT_EQ(table ? "" : table.error().what.key, bad.key)
            << (table ? "" : base::describe(table.error(), base::Language::english));
        if (!table) {
            EXPECT_EQ(table.error().place.file, path);
            EXPECT_FALSE(base::describe(table.error(), base::Language::chinese).empty());
        }
        // Whoever asks what the file is gets an answer, too.
        (void)io::guess_table_kind(path);
    }
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path()))
        files += entry.is_regular_file();
    EXPECT_EQ(files, 1u) << "nothing is unpacked beside the workbook";
    EXPECT_FALSE(std::filesystem::exists("/tmp/orelens-was-here"));
}

TEST(WorkbookAttack, AnyCutOfAWorkbookEndsInAnError) {
    const testing::TemporaryFolder folder;
    const std::string whole = Book().bytes();
    for (std::size_t size = 4; size < whole.size(); size += 7) {
        folder.write("book.xlsx", whole.substr(0, size));
        const auto table = io::read_table(folder.file("book.xlsx"));
        ASSERT_FALSE(table) << size;
        EXPECT_EQ(table.error().what.key, "workbook.damaged") << size;
    }
}

TEST(WorkbookAttack, AnyByteAstrayEndsInATableOrAnError) {
    const testing::TemporaryFolder folder;
    const std::string whole = Book().bytes();
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x5A);
        folder.write("book.xlsx", changed);
        const auto table = io::read_table(folder.file("book.xlsx"));
        if (!table) {
            EXPECT_FALSE(table.error().place.file.empty()) << at;
        }
    }
}

TEST(WorkbookAttack, ASheetIsNamedBehindTheFileOnly) {
    const testing::TemporaryFolder folder;
    folder.write("book.xlsx", Book().bytes());
    for (const char* sheet : {"#", "#../a", "#S/../S", "#\n", "#absent"}) {
        const auto table = io::read_table(folder.file("book.xlsx") + sheet);
        if (std::string_view(sheet) == "#") continue;  // no name: any sheet
        ASSERT_FALSE(table) << sheet;
        EXPECT_EQ(table.error().what.key, "workbook.sheet_absent") << sheet;
    }
}

}  // namespace
}  // namespace orelens
