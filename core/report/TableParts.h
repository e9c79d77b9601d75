// What the makers of tables share: the words of a language, the deck and price in force, grade columns.
// Internal to the room.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/economics/Value.h"
#include "core/report/BlockSums.h"
#include "core/report/Report.h"

namespace orelens::report {

/// What of a model carries no grade of an element.
struct Missing {
    std::int64_t blocks = 0, of_blocks = 0;
    double tonnes = 0, of_tonnes = 0;
};

/// One report: what it is about, in which language, at which price.
struct Context {
    const project::Project& project;
    base::Language language = base::Language::english;
    economics::PriceDeck deck;          ///< what the model was evaluated with
    std::string project_file;           ///< of the request, or where the project was opened from
    double price = 0;                   ///< quoted price of the main commodity
    std::string main;                   ///< main commodity
    std::string main_column;            ///< its grade column
    std::vector<std::string> elements;  ///< grade columns of tables, main first
    std::vector<std::string> units;
    /// By element: blocks of the model that carry no grade of it, and all blocks; empty without a model.
    std::vector<Missing> missing;
    /// Of the maker at work. Makers of long tables report to it and may leave off early once it is cancelled;
    /// the tables are then thrown away.
    base::Progress progress;

    [[nodiscard]] std::string say(const std::string& key,
                                  std::vector<std::pair<std::string, std::string>> args = {}) const {
        return base::text(base::Message(key, std::move(args)), language);
    }
    [[nodiscard]] std::string price_unit() const;
    /// "Cu 70000 CNY/t incl. VAT, full test" and the words that every table of usable quantities needs.
    [[nodiscard]] std::string basis() const;
    /// Names as a list in the language.
    [[nodiscard]] std::string list(const std::vector<std::string>& names) const;
};
Context make_context(const project::Project& project, const ReportRequest& request,
                     const base::Progress& progress);

/// Short name for tabs and lists: the catalogue's where it has one of this table, else the table's own, else its title. Never a
/// key.
std::string tab_title(const Table& table, base::Language language);

/// A number with its missing values as an empty cell and infinities as signs.
Cell cell(double value);
inline Cell cell(std::int64_t value) {
    return value;
}
inline Cell cell(std::string value) {
    return value;
}

/// Blocks, volume, tonnes and the grade of every element; the metal of each with `metal`.
void add_quantity_columns(const Context& context, Table& table, bool metal);
void add_quantity_cells(const Context& context, std::vector<Cell>& row, const BlockSums& sums, bool metal);
/// For elements that some blocks carry no grade of, the share of the tonnes without one: last in their
/// tables.
void add_missing_columns(const Context& context, Table& table);
void add_missing_cells(const Context& context, std::vector<Cell>& row, const BlockSums& sums);
bool has_gaps(const Context& context, std::size_t element);
/// A share from 0 to 1 as the cell of such a column.
Cell share_cell(double share);
/// One note with the elements that some blocks carry no grade of.
void add_missing_note(const Context& context, Table& table);
/// How mined tonnes follow from in-situ ones, with the deck's numbers.
std::string mined_note(const Context& context);
/// Evenly spaced prices of the recipe's range, or of the data's, with the report's own price among them. The curve has to be
/// there.
std::vector<double> curve_prices(const Context& context);
/// UNFC categories of a status (domain.md §3): terms alone, no classification. "–" where the mapping has none.
const char* unfc_of(economics::Status status);
/// Digits worth showing of a grade in a unit.
int grade_digits(const std::string& unit);

// One file per subject.
void add_subject_table(const Context& context, std::vector<Table>& tables);
void add_in_situ_table(const Context& context, std::vector<Table>& tables);
void add_answer_tables(const Context& context, std::vector<Table>& tables);
void add_three_rates_table(const Context& context, std::vector<Table>& tables);
void add_doubts_table(const Context& context, std::vector<Table>& tables);
void add_input_tables(const Context& context, std::vector<Table>& tables);
void add_excluded_tables(const Context& context, std::vector<Table>& tables);
void add_estimate_tables(const Context& context, std::vector<Table>& tables);
void add_validation_tables(const Context& context, std::vector<Table>& tables);
void add_simulation_tables(const Context& context, std::vector<Table>& tables);
void add_occurrence_tables(const Context& context, std::vector<Table>& tables);
void add_pit_tables(const Context& context, std::vector<Table>& tables);
void add_scenario_tables(const Context& context, std::vector<Table>& tables);
void add_flow_tables(const Context& context, std::vector<Table>& tables);
void add_value_tables(const Context& context, std::vector<Table>& tables);
void add_curve_tables(const Context& context, std::vector<Table>& tables);
void add_equivalent_table(const Context& context, std::vector<Table>& tables);
void add_tornado_table(const Context& context, std::vector<Table>& tables);
void add_block_tables(const Context& context, std::vector<Table>& tables);
void add_utilization_tables(const Context& context, std::vector<Table>& tables);
void add_ledger_tables(const Context& context, std::vector<Table>& tables);

}  // namespace orelens::report
