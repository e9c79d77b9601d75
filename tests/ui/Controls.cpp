#include "tests/ui/Controls.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QTabBar>
#include <QToolButton>

#include "ui/charts/Bars.h"
#include "ui/charts/PlotWidget.h"
#include "ui/charts/TornadoPlot.h"
#include "ui/charts/Waterfall.h"
#include "ui/panels/StepDelegate.h"

namespace orelens::tests {

bool inner_part(const QWidget* widget) {
    if (widget->objectName().startsWith("qt_")) return true;
    for (const QWidget* up = widget->parentWidget(); up != nullptr; up = up->parentWidget())
        if (qobject_cast<const QComboBox*>(up) || qobject_cast<const QAbstractSpinBox*>(up) ||
            qobject_cast<const QAbstractItemView*>(up) || qobject_cast<const QTabBar*>(up))
            return true;
    return false;
}

bool is_control(const QWidget* widget) {
    if (inner_part(widget)) return false;
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
           qobject_cast<const QSlider*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const QTabBar*>(widget) || qobject_cast<const charts::Chart*>(widget);
}

std::string describe(const QWidget* widget) {
    std::string text = widget->metaObject()->className();
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        text += " '" + label->text().toStdString() + "'";
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        text += " '" + button->text().toStdString() + "'";
    text += " name '" + widget->accessibleName().toStdString() + "'";
    for (const QWidget* up = widget->parentWidget(); up != nullptr; up = up->parentWidget())
        if (std::string(up->metaObject()->className()).starts_with("orelens::panels")) {
            text += std::string(" in ") + up->metaObject()->className();
            break;
        }
    return text;
}

QStringList unnamed(const QWidget* root) {
    QStringList found;
    const auto blame = [&](const QWidget* widget, const char* what) {
        found << QString("%1: %2").arg(QString::fromStdString(describe(widget)), what);
    };
    for (const QWidget* widget : root->findChildren<QWidget*>()) {
        if (!is_control(widget) || !widget->isVisibleTo(root)) continue;
        if (widget->accessibleName().isEmpty()) blame(widget, "no name");
        if (widget->toolTip().isEmpty()) blame(widget, "no tooltip");
        if (!(widget->focusPolicy() & Qt::TabFocus) && widget->focusProxy() == nullptr)
            blame(widget, "not in reach of Tab");
    }
    return found;
}

namespace {

/// Rows of a list of steps: the delegate leaves out what finds no room.
bool steps_fit(const QListWidget* list) {
    const QFontMetrics name(list->font());
    QFont small = list->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    const QFontMetrics below(small);
    for (int row = 0; row < list->count(); ++row) {
        if (list->isRowHidden(row)) continue;
        const QListWidgetItem* item = list->item(row);
        const bool picture = !item->data(panels::StepDelegate::bars).value<QList<double>>().isEmpty();
        const int room =
            list->viewport()->width() - 12 - name.height() - 8 - (picture ? name.height() * 3 + 8 : 0);
        for (const auto role : {panels::StepDelegate::figures, panels::StepDelegate::findings})
            if (below.horizontalAdvance(item->data(role).toString()) > room) return false;
        if (name.horizontalAdvance(item->text()) > room) return false;
    }
    return true;
}

/// Headings of columns that are in sight, or that a bar brings into sight.
QStringList cut_headings(const QAbstractItemView* table) {
    QStringList cut;
    const QHeaderView* header = nullptr;
    for (const auto* one : table->findChildren<QHeaderView*>(QString(), Qt::FindDirectChildrenOnly))
        if (one->orientation() == Qt::Horizontal) header = one;
    if (header == nullptr || !header->isVisible() || header->model() == nullptr) return cut;
    QFont font = header->font();
    for (int section = 0; section < header->count(); ++section) {
        if (header->isSectionHidden(section)) continue;
        const QString text = header->model()->headerData(section, Qt::Horizontal).toString();
        int wide = 0;
        for (const QString& line : text.split('\n')) wide = std::max(wide, QFontMetrics(font).horizontalAdvance(line));
        if (wide + 4 > header->sectionSize(section)) cut << text;
    }
    return cut;
}

bool is_cut(const QWidget* widget) {
    if (const auto* chart = qobject_cast<const charts::WaterfallWidget*>(widget)) return !chart->names_whole();
    if (const auto* chart = qobject_cast<const charts::TornadoWidget*>(widget)) return !chart->names_whole();
    if (const auto* chart = qobject_cast<const charts::BarsWidget*>(widget)) return !chart->names_whole();
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
        if (label->text().isEmpty()) return false;
        if (label->wordWrap()) return label->height() < label->heightForWidth(label->width());
        return label->width() + 1 < label->sizeHint().width() || label->text().endsWith("…");
    }
    if (qobject_cast<const QPushButton*>(widget) || qobject_cast<const QCheckBox*>(widget) ||
        qobject_cast<const QRadioButton*>(widget) || qobject_cast<const QToolButton*>(widget))
        return widget->width() + 1 < widget->sizeHint().width() ||
               widget->height() + 1 < widget->fontMetrics().height();
    if (const auto* combo = qobject_cast<const QComboBox*>(widget))
        return combo->width() <
               combo->fontMetrics().horizontalAdvance(combo->currentText()) + combo->fontMetrics().height();
    if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(widget))
        return spin->width() < spin->fontMetrics().horizontalAdvance(spin->text()) + 8;
    if (const auto* tabs = qobject_cast<const QTabBar*>(widget)) {
        for (int tab = 0; tab < tabs->count(); ++tab)
            if (!tabs->rect().contains(tabs->tabRect(tab)) ||
                tabs->tabRect(tab).width() < tabs->fontMetrics().horizontalAdvance(tabs->tabText(tab)))
                return true;
        return false;
    }
    if (const auto* list = qobject_cast<const QListWidget*>(widget);
        list != nullptr && qobject_cast<panels::StepDelegate*>(list->itemDelegate()))
        return !steps_fit(list);
    return false;
}

}  // namespace

QStringList cut_off(const QWidget* root) {
    QStringList found;
    for (const QWidget* widget : root->findChildren<QWidget*>())
        if (widget->isVisible() && !inner_part(widget) && is_cut(widget))
            found << QString::fromStdString(describe(widget));
    for (const auto* table : root->findChildren<QAbstractItemView*>())
        if (table->isVisible() && qobject_cast<const QHeaderView*>(table) == nullptr)
            for (const QString& heading : cut_headings(table))
                found << QString("heading '%1' of %2").arg(heading, QString::fromStdString(describe(table)));
    return found;
}

}  // namespace orelens::tests
