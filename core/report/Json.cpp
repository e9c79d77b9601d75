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

}  // namespace

std::string tables_to_json(const std::vector<Table>& tables) {
    Json all = Json::array();
    for (const Table& table : tables) {
        Json columns = Json::array(), rows = Json::array();
        for (const Column& column : table.columns)
            columns.push_back({{"title", column.title}, {"unit", column.unit}});
        for (const auto& row : table.rows) {
            Json cells = Json::array();
            for (const Cell& cell : row) cells.push_back(as_json(cell));
            rows.push_back(std::move(cells));
        }
        all.push_back({{"id", table.id},
                       {"title", table.title},
                       {"older", table.older},
                       {"notes", table.notes},
                       {"columns", std::move(columns)},
                       {"rows", std::move(rows)}});
    }
    // Text of file names may be in any encoding: replaced rather than refused.
    return Json{{"tables", std::move(all)}}.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace orelens::report
