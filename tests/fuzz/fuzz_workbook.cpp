// Workbooks of any content: the parts of one (sheet, texts, styles) packed into an archive, or the bytes of
// an archive as they are. What is taken has its lines in order, no field beyond a sheet's columns, and text
// in proportion.
#include <zip.h>

#include "core/io/text/ReadTable.h"
#include "core/io/text/SheetCells.h"
#include "tests/fuzz/Input.h"

namespace {

void pack(const std::string& path, const std::vector<std::string>& parts) {
    static const std::string root =
        "<Relationships><Relationship Id='r' Type='x/officeDocument' "
        "Target='xl/workbook.xml'/></Relationships>";
    static const std::string book =
        "<workbook><workbookPr date1904='0'/><sheets><sheet name='S' id='a'/></sheets></workbook>";
    static const std::string links =
        "<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/>"
        "<Relationship Id='b' Type='x/sharedStrings' Target='b.xml'/>"
        "<Relationship Id='c' Type='x/styles' Target='c.xml'/></Relationships>";
    int code = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (zip == nullptr) return;
    const auto add = [&](const char* name, const std::string& text) {
        const zip_int64_t at =
            zip_file_add(zip, name, zip_source_buffer(zip, text.data(), text.size(), 0), 0);
        if (at >= 0) zip_set_file_compression(zip, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0);
    };
    add("_rels/.rels", root);
    add("xl/workbook.xml", book);
    add("xl/_rels/workbook.xml.rels", links);
    static constexpr const char* names[] = {"xl/a.xml", "xl/b.xml", "xl/c.xml"};
    for (std::size_t n = 0; n < parts.size() && n < 3; ++n) add(names[n], parts[n]);
    if (zip_close(zip) != 0) zip_discard(zip);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace orelens;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const std::string path = fuzz::scratch_file("fuzz.xlsx", bytes);
    if (!bytes.starts_with("PK")) pack(path, fuzz::parts(data, size));
    const auto table = io::read_table(path);
    if (!table) return 0;
    std::int64_t line = table->header_line;
    for (const io::CsvRecord& record : table->records) {
        fuzz::require(record.line > line || table->sheet.empty(), "rows are in order");
        line = record.line;
        io::CsvFields fields;
        fields.split(*table, record);
        fuzz::require(fields.size() <= io::most_sheet_columns || table->sheet.empty(),
                      "no cell beyond the sheet");
    }
    fuzz::require(table->text.size() <= (std::size_t{16} << 20) + 8 * size + 64, "text in proportion");
    return 0;
}
