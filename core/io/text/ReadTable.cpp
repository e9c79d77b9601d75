#include "core/io/text/ReadTable.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/io/text/TextFile.h"
#include "core/io/text/Workbook.h"

namespace orelens::io {
namespace {

using base::ErrorKind;
using base::Expected;
using base::fail;
using base::Message;

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

/// Up to 1 MiB, cut after a line end (in UTF-16 between two characters).
Expected<std::string> first_lines(const std::string& path) {
    constexpr std::size_t enough = 1 << 20;
    auto bytes = read_bytes(path, nullptr, enough);
    if (!bytes || bytes->size() < enough) return bytes;
    // Text of two bytes a character has a zero in nearly every pair, with a mark of byte order or without.
    const std::string_view start = std::string_view(*bytes).substr(0, 1000);
    const bool wide =
        bytes->starts_with("\xFF\xFE") || bytes->starts_with("\xFE\xFF") || start.find('\0') != start.npos;
    const std::size_t end = bytes->rfind('\n');
    if (!wide && end != std::string::npos) bytes->resize(end + 1);
    return bytes;
}

Expected<CsvTable> read_start(const std::string& path, const TableChoice& choice) {
    auto bytes = first_lines(path);
    if (!bytes) return std::unexpected(bytes.error());
    auto text = to_utf8(std::move(*bytes), path, nullptr, choice.encoding);
    if (!text) return std::unexpected(text.error());
    auto parsed = parse_csv(std::move(text->text), path, 0, nullptr, choice.header);
    if (parsed) {
        parsed->encoding = text->encoding;
        parsed->doubts = std::move(text->doubts);
    }
    return parsed;
}

Expected<CsvTable> read_one(const Workbook& book, std::size_t sheet, const std::string& path, bool start_only,
                            const HeaderRule* header, const base::Progress* progress) {
    auto text = start_only ? book.read(sheet, progress, 2000) : book.read(sheet, progress);
    if (!text) return std::unexpected(text.error());
    auto table = parse_csv(std::move(text->text), path, '\t', progress, header);
    if (!table) return table;
    table->sheet = text->name;
    table->merged_filled = text->merged_filled;
    table->uncomputed = text->uncomputed;
    return table;
}

Expected<CsvTable> read_workbook(const TableName& name, const TableChoice& choice,
                                 const base::Progress* progress) {
    const auto book = Workbook::open(name.file);
    if (!book) return std::unexpected(book.error());
    const std::vector<std::string>& sheets = book->sheets();
    if (!name.sheet.empty()) {
        for (std::size_t n = 0; n < sheets.size(); ++n)
            if (lower(sheets[n]) == lower(name.sheet))
                return read_one(*book, n, name.file, choice.start_only, choice.header, progress);
        return fail(ErrorKind::data,
                    Message("workbook.sheet_absent", {{"sheet", name.sheet}, {"sheets", joined(sheets)}}),
                    {.file = name.file}, Message("workbook.sheet_absent_fix"));
    }
    // A table that stands behind more sheets than this is to be named.
    constexpr std::size_t most_looked_at = 500;
    // After the one that is taken, so many more are looked at for others like it.
    constexpr std::size_t most_others = 20;
    std::optional<std::size_t> taken;
    std::vector<std::string> others;
    bool fits = false;
    std::size_t behind = 0;
    std::optional<base::Error> broken;
    for (std::size_t n = 0; n < std::min(sheets.size(), most_looked_at); ++n) {
        // Looked at by its start; only the one that is taken is read whole.
        const auto start = read_one(*book, n, name.file, true, choice.header, progress);
        if (!start) {
            if (start.error().kind == ErrorKind::cancelled) return start;
            if (!broken) broken = start.error();
            continue;
        }
        if (!taken) taken = n;
        if (!choice.fits) break;
        if (!choice.fits(sheets[n], *start)) {
            if (fits && ++behind >= most_others) break;
            continue;
        }
        if (fits)
            others.push_back(sheets[n]);
        else
            taken = n;
        fits = true;
        if (choice.start_only) break;
    }
    if (!taken && broken) return std::unexpected(*broken);
    if (choice.others != nullptr) *choice.others = std::move(others);
    return read_one(*book, taken.value_or(0), name.file, choice.start_only, choice.header, progress);
}

}  // namespace

TableName table_name(const std::string& name) {
    const std::string low = lower(name);
    for (const char* extension : {".xlsx#", ".xlsm#"}) {
        const std::size_t at = low.rfind(extension);
        if (at == std::string::npos) continue;
        std::error_code code;
        if (std::filesystem::exists(name, code)) break;  // a file that is really called so
        return {name.substr(0, at + 5), name.substr(at + 6)};
    }
    return {name, ""};
}

Expected<CsvTable> read_table(const std::string& name, const TableChoice& choice,
                              const base::Progress* progress) {
    const TableName parts = table_name(name);
    const auto start = read_bytes(parts.file, progress, 8);
    if (!start) return std::unexpected(start.error());
    switch (table_file_kind(*start)) {
        case TableFile::workbook:
            return read_workbook(parts, choice, progress);
        case TableFile::old_workbook:
            return fail(ErrorKind::data, Message("workbook.old"), {.file = parts.file},
                        Message("workbook.save_as_fix"));
        case TableFile::text:
            break;
    }
    return choice.start_only ? read_start(parts.file, choice)
                             : read_csv(parts.file, progress, choice.encoding, choice.header);
}

}  // namespace orelens::io
