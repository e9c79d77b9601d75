#include "ui/output/FirstPage.h"

#include <algorithm>
#include <cmath>

#include "core/base/Quantity.h"
#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/output/PaperTables.h"
#include "ui/scene/PaperSection.h"

namespace orelens::output {
namespace {

using report::Cell;
using report::Table;

constexpr std::size_t elements_abreast = 8;
constexpr std::size_t records_shown = 2;
constexpr double small_print = 0.8;

const Table* table_of(const std::vector<Table>& tables, const char* id) {
    const auto found = std::ranges::find(tables, id, &Table::id);
    return found == tables.end() ? nullptr : &*found;
}

double number_of(const Cell& cell) {
    if (const auto* real = std::get_if<double>(&cell)) return *real;
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    return std::nan("");
}

std::string words_of(const Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text != nullptr ? *text : std::string();
}

QString dash_if_empty(const QString& text) {
    return text.isEmpty() ? QStringLiteral("–") : text;
}

/// Grade and metal columns of one element.
struct Places {
    std::size_t grade = 0, metal = 0;
    QString unit;
};

std::vector<std::string> elements_of(const Table& table) {
    std::vector<std::string> names;
    for (const report::Column& column : table.columns)
        if (!column.element.empty() && std::ranges::find(names, column.element) == names.end())
            names.push_back(column.element);
    return names;
}

Places places_of(const Table& table, const std::string& element) {
    Places places;
    bool graded = false;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (table.columns[c].element != element) continue;
        (graded ? places.metal : places.grade) = c;
        if (!graded) places.unit = plain(table.columns[c].unit);
        graded = true;
    }
    return places;
}

/// The column of a quantity: the first of its unit that is of no element.
std::size_t column_with(const Table& table, const std::string& unit) {
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        if (table.columns[c].unit == unit && table.columns[c].element.empty()) return c;
    return table.columns.size();
}

QString grade_and_metal(const std::vector<Cell>& row, const Places& places) {
    const double grade = number_of(row[places.grade]), metal = number_of(row[places.metal]);
    return ui::number_text(grade) + "\n" + ui::tonnes_text(metal);
}

QString percent(double value, int digits = 1) {
    return std::isfinite(value) ? ui::plain_number(value, digits) + " %" : QStringLiteral("–");
}

void facts(PageFlow& flow, const std::vector<Table>& tables, const QString& when) {
    QStringList parts{ui::words("ui.pdf.made", {{"when", when.toStdString()}})};
    if (const Table* subject = table_of(tables, "subject"))
        // The deposit is the title of the page.
        for (std::size_t r = 1; r < subject->rows.size(); ++r)
            parts << plain(words_of(subject->rows[r][0])) + ui::words("ui.pdf.colon") +
                         plain(words_of(subject->rows[r][1]));
    flow.paragraph(parts.join("   ·   "), 0.85);
}

const std::vector<Cell>* row_now(const Table& usable) {
    for (const auto& row : usable.rows)
        if (number_of(row[0]) == 0) return &row;
    return nullptr;
}

void answer(PageFlow& flow, const std::vector<Table>& tables) {
    const Table* usable = table_of(tables, "usable_now");
    const std::vector<Cell>* now = usable != nullptr ? row_now(*usable) : nullptr;
    if (now == nullptr) {
        const Table* doubts = table_of(tables, "doubts");
        const std::string title = ui::words("report.doubt.not_evaluated").toStdString();
        for (std::size_t r = 0; doubts != nullptr && r < doubts->rows.size(); ++r)
            if (words_of(doubts->rows[r][0]) == title)
                return flow.strong_paragraph(
                    ui::words("ui.usable.not_evaluated", {{"why", words_of(doubts->rows[r][1])}}));
        return;
    }
    const std::size_t tonnes = column_with(*usable, "t"), share = usable->columns.size() - 1;
    flow.strong_paragraph(ui::words(
        "ui.pdf.answer_now", {{"price", ui::price_text(number_of((*now)[1])).toStdString()},
                              {"unit", usable->columns[1].unit},
                              {"what", usable->columns[1].title},
                              {"tonnes", ui::tonnes_text(number_of((*now)[tonnes])).toStdString()},
                              {"share", percent(number_of((*now)[share])).toStdString()},
                              {"blocks", ui::plain_number(number_of((*now)[2]), 0).toStdString()}}));
}

/// Prices and recoveries under the element that each commodity is sold from.
void price_rows(FlowTable& matrix, const Table* prices, const std::vector<std::string>& elements) {
    static const std::vector<std::vector<Cell>> none;
    const auto& priced = prices != nullptr ? prices->rows : none;
    QStringList price{ui::words("ui.pdf.price_row"), "", ""}, recovery{ui::words("ui.pdf.recovery_row"), "", ""};
    for (const std::string& element : elements) {
        QString of_price, of_recovery;
        for (const auto& row : priced) {
            if (words_of(row[1]) != element) continue;
            const double value = number_of(row[2]);
            of_price = std::isfinite(value) ? ui::price_text(value) + "\n" + plain(words_of(row[3]))
                                            : plain(words_of(row[4]));
            of_recovery = percent(number_of(row[5])) + "\n" + percent(number_of(row[6]));
        }
        price << (of_price.isEmpty() ? ui::words("report.no_price") : of_price);
        recovery << dash_if_empty(of_recovery);
    }
    matrix.rows.push_back(price);
    if (!priced.empty()) matrix.rows.push_back(recovery);
}

void ground_rows(FlowTable& matrix, const Table& in_situ, const std::vector<std::string>& elements) {
    const std::size_t tonnes = column_with(in_situ, "t");
    for (const auto& row : in_situ.rows) {
        QStringList cells{ui::words("ui.pdf.ground_row", {{"confidence", words_of(row[0])}}),
                          ui::tonnes_text(number_of(row[tonnes])), ui::plain_number(number_of(row[1]), 0)};
        for (const std::string& element : elements) cells << grade_and_metal(row, places_of(in_situ, element));
        matrix.rows.push_back(cells);
    }
}

void usable_rows(FlowTable& matrix, const Table& usable, const std::vector<std::string>& elements) {
    const std::size_t tonnes = column_with(usable, "t"), share = usable.columns.size() - 1;
    for (const auto& row : usable.rows) {
        const double change = number_of(row[0]);
        QString label = ui::words("ui.pdf.usable_row", {{"price", ui::price_text(number_of(row[1])).toStdString()}});
        label += "\n" + (change == 0 ? ui::words("ui.pdf.price_now")
                                     : QString(change > 0 ? "+" : "−") + ui::plain_number(std::fabs(change), 0) + " %");
        if (change == 0) matrix.strong.push_back(matrix.rows.size());
        QStringList cells{label, ui::tonnes_text(number_of(row[tonnes])) + "\n" + percent(number_of(row[share])),
                          ui::plain_number(number_of(row[2]), 0)};
        for (const std::string& element : elements) cells << grade_and_metal(row, places_of(usable, element));
        matrix.rows.push_back(cells);
    }
}

void matrices(PageFlow& flow, const std::vector<Table>& tables) {
    const Table *in_situ = table_of(tables, "in_situ"), *usable = table_of(tables, "usable_now");
    if (in_situ == nullptr) return;
    const std::vector<std::string> all = elements_of(*in_situ);
    flow.minor_heading(ui::words(usable != nullptr ? "ui.pdf.ground_and_usable" : "report.in_situ"));
    for (std::size_t from = 0; from < all.size(); from += elements_abreast) {
        const std::size_t until = std::min(all.size(), from + elements_abreast);
        const std::vector<std::string> some(all.begin() + static_cast<std::ptrdiff_t>(from),
                                            all.begin() + static_cast<std::ptrdiff_t>(until));
        FlowTable matrix{{"", ui::words("report.tonnes"), ui::words("report.blocks")}, {false, true, true}, {}};
        for (const std::string& element : some) {
            matrix.headings << plain(element) + " (" + places_of(*in_situ, element).unit + ")\n" +
                                   ui::words("ui.usable.metal");
            matrix.numeric.push_back(true);
        }
        price_rows(matrix, table_of(tables, "prices"), some);
        ground_rows(matrix, *in_situ, some);
        if (usable != nullptr) usable_rows(matrix, *usable, some);
        flow.table(matrix);
    }
    // What the numbers were made from: the grades, the classes, price and test, costs.
    QStringList notes{plain(in_situ->notes.front()), plain(in_situ->notes.back())};
    for (std::size_t n = 0; usable != nullptr && n < std::min<std::size_t>(2, usable->notes.size()); ++n)
        notes << plain(usable->notes[n]);
    if (in_situ->older) notes.prepend(plain(in_situ->notes.front()));
    notes << ui::words("ui.pdf.wording");
    notes.removeDuplicates();
    flow.paragraph(notes.join(" "), small_print, true);
}

void rates(PageFlow& flow, const std::vector<Table>& tables) {
    const Table* rates = table_of(tables, "three_rates");
    if (rates == nullptr) return;
    flow.minor_heading(plain(rates->title));
    FlowTable out{{plain(rates->columns[0].title)}, {false}, {}};
    const std::size_t records = rates->rows.size() / 3, first = records > records_shown ? records - records_shown : 0;
    for (std::size_t n = 0; n < 3; ++n) {
        out.headings << plain(words_of(rates->rows[first * 3 + n][2]));
        out.numeric.push_back(false);
    }
    for (std::size_t record = first; record < records; ++record) {
        const auto& head = rates->rows[record * 3];
        QStringList cells{plain(words_of(head[0])) +
                          (words_of(head[1]).empty() ? QString() : " · " + plain(words_of(head[1])))};
        for (std::size_t n = 0; n < 3; ++n) {
            const auto& row = rates->rows[record * 3 + n];
            const double least = number_of(row[4]);
            cells << percent(number_of(row[3]), 2) + " " +
                         (std::isfinite(least) ? ui::words("ui.pdf.at_least", {{"least", (cell_text(row[4], -1) + " %").toStdString()},
                                                                               {"standing", words_of(row[5])}})
                                               : "(" + plain(words_of(row[5])) + ")");
        }
        out.rows.push_back(cells);
    }
    flow.table(out);
    QStringList notes;
    for (const std::string& note : rates->notes) notes << plain(note);
    if (first > 0) notes << ui::words("ui.pdf.more_records", {{"count", std::to_string(first)}});
    flow.paragraph(notes.join(" "), small_print, true);
}

void doubts(PageFlow& flow, const std::vector<Table>& tables) {
    const Table* doubts = table_of(tables, "doubts");
    if (doubts == nullptr) return;
    flow.minor_heading(plain(doubts->title));
    QStringList lines;
    for (const auto& row : doubts->rows)
        lines << "• " + plain(words_of(row[0])) + ui::words("ui.pdf.colon") + plain(words_of(row[1]));
    flow.paragraph(lines.join('\n'), small_print);
}

}  // namespace

void paint_first_page(PageFlow& flow, const std::vector<Table>& tables, const QString& when, const QImage& section,
                      const QString& section_caption) {
    facts(flow, tables, when);
    for (const Table& table : tables)
        if (table.older && table.id == "subject" && !table.notes.empty())
            flow.strong_paragraph("⚠ " + plain(table.notes.front()));
    answer(flow, tables);
    matrices(flow, tables);
    rates(flow, tables);
    doubts(flow, tables);
    flow.space(0.2);
    flow.picture_that_fits(section, section_caption, scene::most_shrunk);
}

}  // namespace orelens::output
