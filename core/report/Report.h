// Tables of a report, made once and written as CSV, XLSX, JSON or shown on screen: the same numbers
// everywhere.
#pragma once

#include <cstdint>
#include <optional>
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
    std::string title;  ///< in the report's language
    std::string unit;
    int digits = 3;  ///< after the decimal point, for display; negative: each number in its shortest form
    /// Of a grade or a metal column: what it is of; empty for others.
    std::string element = {};
    bool on_paper = true;  ///< false: too much for a page; files and workbooks hold it
};
/// How much of a table a page can hold.
struct Paper {
    bool shown = true;               ///< false: it stands on the first page in other form, or is for files only
    std::size_t rows = 0;            ///< at most so many, evenly taken, with the first, the last and `keep`; 0 = all
    std::vector<std::size_t> keep;   ///< rows that stay
    std::vector<std::size_t> leave;  ///< rows for files only
};
/// How a table is best drawn: columns by number; files that can hold charts draw it.
struct Plot {
    std::size_t x = 0;
    std::vector<std::size_t> left, right;  ///< on the left and the right axis
};
struct Table {
    /// "subject", "in_situ", "usable_now", "prices", "three_rates", "doubts", "inputs", "files", "files_read",
    /// "open_findings", "findings", "left_out", "excluded_samples", "excluded_blocks", "estimates", "variograms", "verdict",
    /// "cross_validation", "error_classes", "accuracy", "swaths", "quantiles", "support", "simulation", "realisations",
    /// "curve_band", "status", "occurrence", "occurrence_types", "component_status", "curve", "pits", "scenarios", "cutoff",
    /// "metal_prices", "curve_categories", "curve_benches", "equivalents", "tornado", "mfa_…" (FlowTables.h),
    /// "grade_tonnage", "benches", "categories", "utilization", "utilization_components", "mines", "rates_price",
    /// "ledger_<field>", "ledger_activation", "ledger_advice", "ledger_units", "ledger_years", "ledger_sources", "ledger_findings"
    std::string id;
    std::string title;
    std::string short_title;  ///< for tabs and lists
    std::string stage;        ///< whose results it shows; empty = none in particular
    bool older =
        false;  ///< made of results of other parameters or files than the present ones; a note says so
    std::vector<std::string> notes;  ///< shown under the title: basis, test, what was left out
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::optional<Plot> plot;
    Paper paper;
};

struct ReportRequest {
    base::Language language = base::Language::english;
    /// Quoted price of the main commodity for tables that depend on it; absent = the price of the results.
    std::optional<double> price = std::nullopt;
    std::string project_file = {};  ///< where the project is or will be saved; empty = where it was opened from
};

/// Every table the results allow, in report order. Sums are in double in a fixed order, grades weighted by
/// tonnes, comparison is ≥; block count and volume stand beside every tonnage. Error: cancelled.
base::Expected<std::vector<Table>> report_tables(const project::Project& project,
                                                 const ReportRequest& request,
                                                 const base::Progress& progress);
/// The same without a way to stop it, for small models and tests.
std::vector<Table> report_tables(const project::Project& project, const ReportRequest& request);

/// Tables of older results: refused, or written with their note, which stands on every sheet and page.
enum class OlderResults { refuse, allow };
/// The refusal, for writers: names the tables. Nothing to refuse, no error.
base::Expected<void> check_older(const std::vector<Table>& tables, OlderResults older);

/// One file <id>.csv per table, UTF-8 with BOM (spreadsheets need it for Chinese): header "title [unit]",
/// then rows with full precision; missing values are empty. Notes go to <id>.txt beside it. A table of older
/// results is named <id>.older. The folder is
/// made when absent. The files appear together, when all of them are written: a cancel leaves those of
/// before.
base::Expected<void> write_csv_tables(const std::vector<Table>& tables, const std::string& folder,
                                      OlderResults older = OlderResults::refuse,
                                      const base::Progress* progress = nullptr);
/// Refuses, with the name of the file, where something stands under one of the names that write_csv_tables takes and that
/// it did not make, or that is one of the `inputs`. Nothing is made or changed.
base::Expected<void> check_csv_tables(const std::vector<Table>& tables, const std::string& folder,
                                      const std::vector<std::string>& inputs);
/// Names of the files that write_csv_tables makes.
std::vector<std::string> csv_table_files(const std::vector<Table>& tables);
/// The text of one table as in the file, without BOM, for the clipboard.
std::string table_to_csv(const Table& table);
/// One sheet per table: title, notes, bold header and units row, which together head a filter over all rows (its
/// buttons stand in the units row, so that it is never sorted or filtered away), frozen panes, number formats,
/// column widths, and a native chart where the table has a plot. Numbers keep full precision. A sheet holds 1 048 576 rows;
/// a longer table is cut there and says so. Written whole or not at all; a cancel leaves the file of before.
base::Expected<void> write_xlsx(const std::vector<Table>& tables, const std::string& title,
                                const std::string& path, base::Language language = base::Language::english,
                                OlderResults older = OlderResults::refuse,
                                const base::Progress* progress = nullptr);
/// {"tables": [{"id", "title", "older", "notes", "columns": [{"title", "unit"}], "rows": [[…]]}]}; missing
/// and not finite = null. Error: cancelled.
base::Expected<std::string> tables_to_json(const std::vector<Table>& tables, const base::Progress& progress);
/// The same without a way to stop it.
std::string tables_to_json(const std::vector<Table>& tables);

}  // namespace orelens::report
