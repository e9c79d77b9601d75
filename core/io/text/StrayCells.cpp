#include "core/io/text/StrayCells.h"

namespace orelens::io {
namespace {

/// The start of a cell, never half a character.
std::string shown(std::string_view cell) {
    constexpr std::size_t most = 60;
    if (cell.size() <= most) return std::string(cell);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80) --end;
    return std::string(cell.substr(0, end)) + "…";
}

}  // namespace

std::optional<base::Error> cell_beyond(const CsvTable& table, const CsvFields& fields, std::int64_t line) {
    for (std::size_t c = table.headers.size(); c < fields.size(); ++c)
        if (!fields[c].empty())
            return base::Error{base::ErrorKind::data,
                               base::Message("csv.beyond", {{"text", shown(fields[c])},
                                                            {"count", std::to_string(table.headers.size())}}),
                               {.file = table.file, .row = line, .column = static_cast<std::int64_t>(c) + 1},
                               base::Message("csv.beyond_fix")};
    return std::nullopt;
}

base::Expected<void> no_cell_beyond(const CsvTable& table) {
    if (!table.sheet.empty()) return {};
    CsvFields fields;
    for (const CsvRecord& record : table.records) {
        fields.split(table, record);
        if (auto beyond = cell_beyond(table, fields, record.line)) return std::unexpected(std::move(*beyond));
    }
    return {};
}

}  // namespace orelens::io
