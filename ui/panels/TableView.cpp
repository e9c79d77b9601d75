#include "ui/panels/TableView.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QRegularExpression>
#include <QScrollBar>

#include "ui/panels/TableMenu.h"

namespace orelens::panels {

TableView::TableView(QWidget* parent) : QTableWidget(parent) {
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setTabKeyNavigation(false);
    setAlternatingRowColors(true);
    setShowGrid(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 6 / 5);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setMinimumSectionSize(fontMetrics().height());
}

/// One column takes what room is left, the last or the first, but none gets less than it needs: where there is no room the
/// table scrolls, and no heading is cut.
void TableView::fit_widths() {
    QHeaderView& head = *horizontalHeader();
    if (columnCount() == 0 || fitting_) return;
    // Whoever gives columns widths of their own takes care of them.
    if (!first_shares_)
        for (int column = 0; column < columnCount(); ++column)
            if (head.sectionResizeMode(column) != QHeaderView::ResizeToContents) return;
    fitting_ = true;
    head.setStretchLastSection(false);
    if (first_shares_) head.setSectionResizeMode(0, QHeaderView::ResizeToContents);
    head.resizeSections(QHeaderView::ResizeToContents);
    const bool room = head.length() < viewport()->width();
    if (!first_shares_)
        // Numbers stay beside what they belong to.
        head.setStretchLastSection(room && (sides_.empty() || sides_.back() == Qt::AlignLeft));
    else if (room)
        head.setSectionResizeMode(0, QHeaderView::Stretch);
    fitting_ = false;
}

void TableView::resizeEvent(QResizeEvent* event) {
    QTableWidget::resizeEvent(event);
    fit_widths();
}

void TableView::set_headings(const QStringList& headings, const QStringList& tips) {
    // Until cells say otherwise: names, then numbers. Before the columns are there: another number of them lays the
    // table out, which can fill it.
    const auto count = static_cast<std::size_t>(headings.size());
    while (sides_.size() < count) sides_.push_back(sides_.empty() ? Qt::AlignLeft : Qt::AlignRight);
    sides_.resize(std::max(count, static_cast<std::size_t>(columnCount())));
    setColumnCount(static_cast<int>(count));
    sides_.resize(count);
    setHorizontalHeaderLabels(headings);
    for (int column = 0; column < columnCount(); ++column) {
        horizontalHeaderItem(column)->setTextAlignment(sides_[static_cast<std::size_t>(column)] |
                                                       Qt::AlignVCenter);
        if (column < tips.size()) horizontalHeaderItem(column)->setToolTip(tips[column]);
    }
    fit_widths();
}

void TableView::set_row(int row, const QStringList& texts) {
    for (int column = 0; column < columnCount() && column < texts.size(); ++column) {
        QTableWidgetItem* cell = item(row, column);
        if (!cell) {
            cell = new QTableWidgetItem;
            cell->setTextAlignment(sides_[static_cast<std::size_t>(column)] | Qt::AlignVCenter);
            setItem(row, column, cell);
        }
        if (cell->text() != texts[column]) cell->setText(texts[column]);
    }
}

void TableView::set_rows(const std::vector<QStringList>& rows) {
    if (rowCount() != static_cast<int>(rows.size())) setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < rowCount(); ++row) set_row(row, rows[static_cast<std::size_t>(row)]);
    align();
    fit_widths();
}

/// By the cells that say something: a dash stands in both kinds of columns.
void TableView::align() {
    for (int column = 0; column < columnCount(); ++column) {
        int numbers = 0, words = 0;
        for (int row = 0; row < rowCount(); ++row) {
            const QString text = item(row, column) != nullptr ? item(row, column)->text().trimmed() : QString();
            if (text.isEmpty() || text == "–" || text == "-" || text == "∞") continue;
            ++(is_number_text(text) ? numbers : words);
        }
        Qt::Alignment& side = sides_[static_cast<std::size_t>(column)];
        const Qt::Alignment now = numbers > 0 && numbers >= words ? Qt::AlignRight
                                  : numbers + words > 0           ? Qt::AlignLeft
                                                                  : side;
        if (now == side) continue;
        side = now;
        if (QTableWidgetItem* head = horizontalHeaderItem(column)) head->setTextAlignment(now | Qt::AlignVCenter);
        for (int row = 0; row < rowCount(); ++row)
            if (QTableWidgetItem* cell = item(row, column)) cell->setTextAlignment(now | Qt::AlignVCenter);
    }
}

QString TableView::as_text() const {
    const auto line = [this](const auto& cell) {
        QStringList cells;
        for (int column = 0; column < columnCount(); ++column) cells << cell(column);
        return cells.join('\t') + '\n';
    };
    QString out = line([this](int column) {
        const QTableWidgetItem* head = horizontalHeaderItem(column);
        return head ? head->text() : QString();
    });
    for (int row = 0; row < rowCount(); ++row)
        out += line(
            [this, row](int column) { return item(row, column) ? item(row, column)->text() : QString(); });
    return out;
}

QStringList TableView::row_texts(int row) const {
    QStringList texts;
    for (int column = 0; column < columnCount(); ++column)
        texts << (item(row, column) != nullptr ? item(row, column)->text() : QString());
    return texts;
}

void TableView::contextMenuEvent(QContextMenuEvent* event) {
    const QModelIndex at = event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    QMenu menu(this);
    if (at.isValid() && more_choices) more_choices(menu, at.row());
    if (!menu.isEmpty()) menu.addSeparator();
    const QTableWidgetItem* cell = at.isValid() ? item(at.row(), at.column()) : nullptr;
    add_copy_choices(menu, cell != nullptr ? cell->text() : QString(), at.isValid() ? row_texts(at.row()) : QStringList(),
                     [this] { return as_text(); });
    menu.exec(event->globalPos());
}

void TableView::fit_height() {
    fit_at_most(static_cast<std::size_t>(rowCount()));
    setMinimumHeight(maximumHeight());
}

void TableView::share_width() {
    first_shares_ = true;
    fit_widths();
}

void TableView::fit_at_most(std::size_t rows) {
    const int wanted = static_cast<int>(rows) * verticalHeader()->defaultSectionSize();
    const bool fits = columnCount() > 0 && horizontalHeader()->sectionResizeMode(0) == QHeaderView::Stretch;
    const int bar = fits ? 0 : horizontalScrollBar()->sizeHint().height();
    setMaximumHeight(wanted + horizontalHeader()->sizeHint().height() + 2 * frameWidth() + bar);
}

QSize TableView::minimumSizeHint() const {
    return {fontMetrics().height() * 12, fontMetrics().height() * 4};
}

bool is_number_text(const QString& text) {
    // Groups may be set off by a thin or hard space; a unit may end in a digit (t/m3) but holds no other.
    static const QRegularExpression number(
        "^\\s*[<>≤≥≈~±+\\-−]*\\s*(\\d[\\d.,'’  \\x{2009} ]*|\\.\\d+)([eE][+\\-]?\\d+)?\\s*[^\\d\\s]{0,12}\\d?\\s*$");
    return number.match(text).hasMatch();
}

}  // namespace orelens::panels
