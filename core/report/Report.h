// Tables of a report, made once and written as CSV, XLSX, JSON or shown on screen: the same numbers everywhere.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/base/Text.h"
#include "core/project/Pipeline.h"

namespace orelens::report {

using Cell = std::variant<std::monostate, std::string, double, std::int64_t>;

struct Column {
    std::string title;    ///< in the report's language
    std::string unit;
    int digits = 3;       ///< after the decimal point, for display; files keep full precision
};
struct Table {
    std::string id;       ///< "inputs", "findings", "curve", "grade_tonnage", "cutoff", "utilization", "benches", "categories"
    std::string title;
    std::vector<std::string> notes;   ///< shown under the title: basis, test, what was left out
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
};

struct ReportRequest {
    base::Language language = base::Language::english;
    double price = 0;      ///< quoted price of the main commodity for the status-dependent tables; 0 = recipe's
};

/// Every table the results allow, in report order.
std::vector<Table> report_tables(const project::Project& project, const ReportRequest& request);

base::Expected<void> write_csv_tables(const std::vector<Table>& tables, const std::string& folder);
base::Expected<void> write_xlsx(const std::vector<Table>& tables, const std::string& title, const std::string& path);
std::string tables_to_json(const std::vector<Table>& tables);

}  // namespace orelens::report
