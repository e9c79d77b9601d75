#include <cmath>
#include <nlohmann/json.hpp>

#include "core/report/Report.h"

namespace orelens::report {
namespace {

using Json = nlohmann::ordered_json;

Json as_json(const Cell& cell) {
    if (const double* real = std::get_if<double>(&cell)) return std::isfinite(*real) ? Json(*real) : Json();
    if (const std::int64_t* whole = std::get_if<std::int64_t>(&cell)) return *whole;
    if (const std::string* text = std::get_if<std::string>(&cell)) return *text;
    return {};
}

/// The text of a value as it stands `depth` levels deep in a document with one space per level.
std::string dumped(const Json& value, std::size_t depth) {
    // Text of file names may be in any encoding: replaced rather than refused.
    std::string text = value.dump(1, ' ', false, Json::error_handler_t::replace);
    // Line breaks in strings are escaped: those that are left are the layout's.
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
        text.insert(at + 1, depth, ' ');
    return text;
}

Json row_of(const std::vector<Cell>& row) {
    Json cells = Json::array();
    for (const Cell& cell : row) cells.push_back(as_json(cell));
    return cells;
}

/// Everything of a table but its rows, without the bracket that closes it.
std::string head_of(const Table& table) {
    Json columns = Json::array();
    for (const Column& column : table.columns)
        columns.push_back({{"title", column.title}, {"unit", column.unit}});
    std::string head = dumped({{"id", table.id},
                               {"title", table.title},
                               {"older", table.older},
                               {"notes", table.notes},
                               {"columns", std::move(columns)}},
                              2);
    head.resize(head.rfind('\n'));
    return head;
}

}  // namespace

// Row by row, so that long tables can be cancelled; the text is that of one dump of the whole.
base::Expected<std::string> tables_to_json(const std::vector<Table>& tables, const base::Progress& progress) {
    constexpr std::size_t rows_per_look = 256;
    std::string out = "{\n \"tables\": [";
    for (std::size_t n = 0; n < tables.size(); ++n) {
        if (!progress.report(static_cast<double>(n) / static_cast<double>(tables.size())))
            return base::cancelled();
        const Table& table = tables[n];
        out += (n > 0 ? ",\n  " : "\n  ") + head_of(table) + ",\n   \"rows\": [";
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            if (r % rows_per_look == 0 && progress.cancelled()) return base::cancelled();
            out += (r > 0 ? ",\n    " : "\n    ") + dumped(row_of(table.rows[r]), 4);
        }
        out += table.rows.empty() ? "]\n  }" : "\n   ]\n  }";
    }
    out += tables.empty() ? "]\n}" : "\n ]\n}";
    return out;
}

std::string tables_to_json(const std::vector<Table>& tables) {
    return *tables_to_json(tables, base::Progress());
}

}  // namespace orelens::report
