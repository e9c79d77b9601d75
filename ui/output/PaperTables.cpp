#include "ui/output/PaperTables.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/Printable.h"
#include "core/base/Quantity.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/output/PaperFolds.h"

namespace orelens::output {
namespace {

constexpr std::size_t longest_table = 120;
constexpr std::size_t many_columns = 9;  // beyond which columns of zeros are left out

/// Grouped, without idle zeros.
QString shortest(double value) {
    if (!std::isfinite(value)) return ui::plain_number(value, 0);
    const QString plain_form = QString::number(value, 'g', 10);
    if (plain_form.contains('e')) return plain_form;
    const qsizetype point = plain_form.indexOf('.');
    return ui::plain_number(value, point < 0 ? 0 : static_cast<int>(plain_form.size() - point - 1));
}

double number_of(const report::Cell& cell) {
    if (const auto* real = std::get_if<double>(&cell)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    return std::nan("");
}

/// How the numbers of one column are told.
struct Telling {
    QString unit;
    double one = 1;
    int digits = 0;
    bool numeric = false;
};

Telling telling_of(const report::Table& table, std::size_t c) {
    const report::Column& column = table.columns[c];
    Telling told{plain(column.unit), 1, column.digits, false};
    bool text = false;
    double largest = 0;
    for (const auto& row : table.rows) {
        if (c >= row.size()) continue;
        text = text || std::holds_alternative<std::string>(row[c]);
        const double value = number_of(row[c]);
        told.numeric = told.numeric || std::isfinite(value);
        if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
    }
    told.numeric = told.numeric && !text;
    // A column that also holds words lists settings: each number in its own shortest form.
    if (text) told.digits = -1;
    const bool chinese = ui::language() == base::Language::chinese;
    constexpr double large = 1e6;
    if (!told.numeric || largest < large || (column.unit != "t" && column.unit != "m³")) return told;
    told.one = chinese ? 1e4 : 1e6;
    told.digits = chinese ? 2 : 3;
    if (column.unit == "t") told.unit = chinese ? "万吨" : "Mt";
    if (column.unit == "m³") told.unit = chinese ? "万 m³" : "Mm³";
    return told;
}

bool only_zeros(const report::Table& table, std::size_t c) {
    bool any = false;
    for (const auto& row : table.rows) {
        if (c >= row.size()) continue;
        const auto* whole = std::get_if<std::int64_t>(&row[c]);
        if (whole == nullptr || *whole != 0) return false;
        any = true;
    }
    return any;
}

/// The words that a column repeats in every row; empty where it does not.
std::string said_in_every_row(const report::Table& table, std::size_t c) {
    std::string said;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto* words = c < table.rows[r].size() ? std::get_if<std::string>(&table.rows[r][c]) : nullptr;
        if (words == nullptr || (r > 0 && *words != said)) return {};
        said = *words;
    }
    return table.rows.size() > 1 ? said : std::string();
}

/// Of a wide table, what every row repeats is said once in `notes`.
std::vector<std::size_t> paper_columns(const report::Table& table, QStringList& notes) {
    std::vector<std::size_t> columns;
    const bool wide = table.columns.size() > many_columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (!table.columns[c].on_paper || (wide && only_zeros(table, c))) continue;
        if (const std::string said = wide ? said_in_every_row(table, c) : std::string(); !said.empty())
            notes << plain(table.columns[c].title) + ui::words("ui.pdf.colon") + plain(said);
        else
            columns.push_back(c);
    }
    return columns;
}

/// Evenly taken, with the first, the last and those to keep.
std::vector<std::size_t> paper_rows(const report::Table& table) {
    const std::size_t most = table.paper.rows > 0 ? table.paper.rows : longest_table, all = table.rows.size();
    std::vector<std::size_t> rows;
    if (all <= most || table.paper.rows == 0)
        for (std::size_t r = 0; r < std::min(all, most); ++r) rows.push_back(r);
    else
        for (std::size_t n = 0; n < most; ++n) rows.push_back(n * (all - 1) / (most - 1));
    for (const std::size_t r : table.paper.keep)
        if (r < all) rows.push_back(r);
    std::ranges::sort(rows);
    const auto twice = std::ranges::unique(rows);
    rows.erase(twice.begin(), twice.end());
    std::erase_if(rows, [&](std::size_t r) { return std::ranges::find(table.paper.leave, r) != table.paper.leave.end(); });
    return rows;
}

QString told_cell(const report::Cell& cell, const Telling& told) {
    if (told.one == 1) return cell_text(cell, told.digits);
    const double value = number_of(cell);
    return std::isfinite(value) ? ui::plain_number(value / told.one, told.digits) : cell_text(cell, told.digits);
}

FlowBlock block_of(const report::Table& table) {
    FlowBlock block{plain(table.title), {}, {}};
    for (const std::string& note : table.notes) block.notes << plain(note);
    const std::vector<std::size_t> columns = paper_columns(table, block.notes), rows = paper_rows(table);
    if (columns.size() < table.columns.size() || rows.size() < table.rows.size())
        block.notes << ui::words("ui.pdf.part", {{"rows", std::to_string(rows.size())},
                                                 {"all_rows", std::to_string(table.rows.size())},
                                                 {"columns", std::to_string(columns.size())},
                                                 {"all_columns", std::to_string(table.columns.size())}});
    std::vector<Telling> told;
    for (const std::size_t c : columns) {
        told.push_back(telling_of(table, c));
        QString heading = plain(table.columns[c].title);
        if (!told.back().unit.isEmpty()) heading += " (" + told.back().unit + ")";
        block.table.headings << heading;
        block.table.numeric.push_back(told.back().numeric);
    }
    for (const std::size_t r : rows) {
        QStringList cells;
        for (std::size_t n = 0; n < columns.size(); ++n)
            cells << (columns[n] < table.rows[r].size() ? told_cell(table.rows[r][columns[n]], told[n]) : QString());
        if (std::ranges::find(table.paper.keep, r) != table.paper.keep.end())
            block.table.strong.push_back(block.table.rows.size());
        block.table.rows.push_back(cells);
    }
    return block;
}

}  // namespace

QString plain(const std::string& text) {
    return QString::fromStdString(base::printable_lines(text));
}

QString cell_text(const report::Cell& cell, int digits) {
    if (const auto* text = std::get_if<std::string>(&cell)) return plain(*text);
    if (const auto* number = std::get_if<double>(&cell))
        return digits < 0 ? shortest(*number) : ui::plain_number(*number, digits);
    if (const auto* whole = std::get_if<std::int64_t>(&cell))
        return ui::plain_number(static_cast<double>(*whole), 0);
    return {};
}

std::vector<const report::Table*> paper_order(const std::vector<report::Table>& tables) {
    static const std::vector<std::string> last{"open_findings", "left_out",   "excluded_samples", "excluded_blocks",
                                               "estimates",     "variograms", "inputs",           "files_read",
                                               "files"};
    std::vector<const report::Table*> order;
    for (const report::Table& table : tables)
        if (table.paper.shown && std::ranges::find(last, table.id) == last.end()) order.push_back(&table);
    for (const std::string& id : last)
        for (const report::Table& table : tables)
            if (table.paper.shown && table.id == id) order.push_back(&table);
    return order;
}

std::vector<FlowBlock> paper_blocks(const report::Table& table) {
    FlowBlock whole = block_of(table);
    if (table.id == "inputs") return settings_blocks(table, whole);
    if (table.id == "files") return {files_block(table, whole)};
    if (table.id == "open_findings") return {findings_block(table, whole)};
    if (table.id == "benches") return {benches_block(table, whole)};
    if (table.id == "verdict") return {verdict_block(table, whole)};
    return {std::move(whole)};
}

}  // namespace orelens::output
