#include "ui/panels/BigTable.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>

#include "ui/panels/TableView.h"

namespace orelens::panels {

BigTable::BigTable(QWidget* parent) : QWidget(parent), table_(new TableView), bar_(new QScrollBar(Qt::Vertical)) {
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(0);
    box->addWidget(table_, 1);
    box->addWidget(bar_);
    table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->horizontalHeader()->setSectionsClickable(true);
    table_->horizontalHeader()->setSortIndicatorShown(false);
    table_->installEventFilter(this);
    table_->viewport()->installEventFilter(this);
    setFocusProxy(table_);
    connect(bar_, &QScrollBar::valueChanged, this, &BigTable::fill);
    connect(table_->horizontalHeader(), &QHeaderView::sectionClicked, this, &BigTable::headingClicked);
    connect(table_, &QTableWidget::cellClicked, this, [this](int row, int) {
        if (first() + row >= source_.count) return;
        selected_ = first() + row;
        Q_EMIT rowChosen(selected_);
    });
}

std::int64_t BigTable::first() const {
    return bar_->value();
}

int BigTable::seen() const {
    const int high = table_->verticalHeader()->defaultSectionSize();
    return std::max(1, table_->viewport()->height() / std::max(1, high));
}

void BigTable::set_source(Source source, bool keep_place) {
    const bool other = source.headings != source_.headings;
    source_ = std::move(source);
    if (!keep_place) selected_ = -1;
    if (selected_ >= source_.count) selected_ = -1;
    if (other) {
        // Other columns lay the table out again, when the rows are not yet those of them.
        filling_ = true;
        table_->clear();
        table_->setRowCount(0);
        table_->set_headings(source_.headings, source_.tips);
        filling_ = false;
    }
    if (!keep_place) {
        const QSignalBlocker quiet(bar_);
        bar_->setValue(0);
    }
    lay_out();
}

void BigTable::lay_out() {
    const std::int64_t hidden = std::max<std::int64_t>(0, source_.count - seen());
    {
        const QSignalBlocker quiet(bar_);
        bar_->setRange(0, static_cast<int>(std::min<std::int64_t>(hidden, 2'000'000'000)));
        bar_->setPageStep(seen());
    }
    bar_->setVisible(hidden > 0);
    fill();
}

void BigTable::fill() {
    if (filling_) return;
    filling_ = true;
    const auto rows = static_cast<int>(std::min<std::int64_t>(seen(), source_.count - first()));
    std::vector<QStringList> texts;
    for (int n = 0; n < rows; ++n) texts.push_back(source_.row(first() + n));
    table_->set_rows(texts);
    const QSignalBlocker quiet(table_);
    table_->clearSelection();
    if (selected_ >= first() && selected_ < first() + rows) table_->selectRow(static_cast<int>(selected_ - first()));
    filling_ = false;
}

void BigTable::select(std::int64_t row) {
    selected_ = row >= 0 && row < source_.count ? row : -1;
    if (selected_ >= 0 && (selected_ < first() || selected_ >= first() + seen()))
        bar_->setValue(static_cast<int>(std::max<std::int64_t>(0, selected_ - seen() / 2)));
    fill();
}

void BigTable::set_sorted(int column, bool descending) {
    table_->horizontalHeader()->setSortIndicatorShown(column >= 0);
    if (column >= 0)
        table_->horizontalHeader()->setSortIndicator(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

QString BigTable::as_text() const {
    return table_->as_text();
}

void BigTable::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    lay_out();
}

bool BigTable::take_key(int key) {
    const std::int64_t page = seen();
    const std::int64_t from = selected_ >= 0 ? selected_ : first();
    std::int64_t to = from;
    switch (key) {
        case Qt::Key_Down: to = selected_ >= 0 ? from + 1 : from; break;
        case Qt::Key_Up: to = from - 1; break;
        case Qt::Key_PageDown: to = from + page; break;
        case Qt::Key_PageUp: to = from - page; break;
        case Qt::Key_Home: to = 0; break;
        case Qt::Key_End: to = source_.count - 1; break;
        default: return false;
    }
    if (source_.count == 0) return true;
    select(std::clamp<std::int64_t>(to, 0, source_.count - 1));
    Q_EMIT rowChosen(selected_);
    return true;
}

bool BigTable::ask_menu(QContextMenuEvent* event) {
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex at = mouse ? table_->indexAt(event->pos()) : table_->currentIndex();
    std::int64_t row = -1;
    if (mouse && at.isValid()) row = first() + at.row();
    if (!mouse) row = selected_;
    if (row >= source_.count) row = -1;
    const QPoint where = mouse ? event->globalPos() : table_->viewport()->mapToGlobal(QPoint(8, 8));
    Q_EMIT menuWanted(row, at.isValid() ? at.column() : -1, where);
    return true;
}

bool BigTable::eventFilter(QObject* watched, QEvent* event) {
    if (watched == table_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->modifiers() == Qt::NoModifier)
        return take_key(static_cast<QKeyEvent*>(event)->key());
    // The mouse's comes to the viewport, the key's to the table.
    if ((watched == table_ || watched == table_->viewport()) && event->type() == QEvent::ContextMenu)
        return ask_menu(static_cast<QContextMenuEvent*>(event));
    if (watched == table_->viewport() && event->type() == QEvent::Wheel) {
        const QPoint turned = static_cast<QWheelEvent*>(event)->angleDelta();
        if (std::abs(turned.y()) < std::abs(turned.x())) return false;
        bar_->setValue(bar_->value() - turned.y() * 3 / 120);
        return true;
    }
    if (watched == table_->viewport() && event->type() == QEvent::Resize) lay_out();
    return QWidget::eventFilter(watched, event);
}

}  // namespace orelens::panels
