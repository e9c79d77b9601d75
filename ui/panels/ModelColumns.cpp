#include "ui/panels/ModelColumns.h"

#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>
#include <array>

#include "core/base/Units.h"
#include "core/io/blocks/ColumnRoles.h"
#include "core/io/blocks/ColumnStatements.h"
#include "core/io/text/CsvText.h"
#include "ui/Words.h"
#include "ui/panels/QuietCombo.h"

namespace orelens::panels {
namespace {

using io::ColumnChoice;
using io::ColumnUse;

constexpr std::array headings{"ui.model.head_column", "ui.model.head_use",   "ui.model.head_name",
                              "ui.model.head_unit",   "ui.model.head_mean",  "ui.model.head_nulls",
                              "ui.model.head_why"};
static_assert(headings.size() == ModelColumns::column_count);

constexpr std::array density_units{"", "t/m3", "kg/m3"};

/// How blocks get their value where several cells lie in one; a choice for plain numbers only.
const char* mean_key(ColumnUse use) {
    switch (use) {
        case ColumnUse::grade:
            return "ui.model.mean.mass";
        case ColumnUse::category:
            return "ui.model.mean.largest";
        case ColumnUse::density:
        case ColumnUse::proportion:
        case ColumnUse::number:
            return "ui.model.mean.volume";
        case ColumnUse::tonnage:
        case ColumnUse::volume:
            return "ui.model.mean.sum";
        default:
            return nullptr;
    }
}

bool has_values(ColumnUse use) {
    return use == ColumnUse::grade || use == ColumnUse::category || use == ColumnUse::number ||
           use == ColumnUse::density || use == ColumnUse::tonnage || use == ColumnUse::volume ||
           use == ColumnUse::proportion || use == ColumnUse::excluded;
}

QString why_words(const io::ModelColumn& column) {
    QStringList parts;
    if (!column.why.empty()) parts << ui::words(column.why.c_str());
    if (column.unit_assumed) parts << ui::words("ui.model.unit_assumed");
    return parts.join("; ");
}

/// The unit that the rule states of a grade; empty where it leaves it to the file.
std::string stated_unit(const blocks::ModelRule& rule, const std::string& header) {
    const auto grades = io::stated_grades(rule);
    if (!grades) return {};
    for (const io::StatedGrade& grade : *grades)
        if (io::lower(grade.header) == io::lower(header)) return grade.unit;
    return {};
}

template <class W>
W* box(const QTableWidget& table, int row, int column) {
    return qobject_cast<W*>(table.cellWidget(row, column));
}

void set_text(QLineEdit& edit, const QString& text) {
    if (edit.text() != text && !(edit.hasFocus() && edit.isModified())) edit.setText(text);
}

}  // namespace

ModelColumns::ModelColumns(QWidget* parent) : QTableWidget(parent) {
    setColumnCount(column_count);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::NoSelection);
    setFocusPolicy(Qt::NoFocus);  // its boxes have it
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(true);  // reasons, in two lines where one has no room
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(why, QHeaderView::Fixed);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column != why) widen_why();
    });
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    word_headings();
}

/// What the others leave, and room for its words in two lines at least.
void ModelColumns::widen_why() {
    int others = 0;
    for (int column = 0; column < column_count; ++column)
        if (column != why) others += horizontalHeader()->sectionSize(column);
    int least = horizontalHeader()->sectionSizeHint(why);
    for (int row = 0; row < rowCount(); ++row)
        if (const QTableWidgetItem* cell = item(row, why)) {
            const QString words = cell->text();
            int longest = 0;
            for (const QString& word : words.split(' ')) longest = std::max(longest, fontMetrics().horizontalAdvance(word));
            least = std::max({least, longest + 8, fontMetrics().horizontalAdvance(words) * 11 / 20 + 8});
        }
    horizontalHeader()->resizeSection(why, std::max(least, viewport()->width() - others));
}

void ModelColumns::resizeEvent(QResizeEvent* event) {
    QTableWidget::resizeEvent(event);
    widen_why();
}

void ModelColumns::word_headings() {
    QStringList texts;
    for (const char* key : headings) texts << ui::words(key);
    setHorizontalHeaderLabels(texts);
    for (int column = 0; column < column_count; ++column)
        horizontalHeaderItem(column)->setToolTip(ui::words((std::string(headings.at(static_cast<std::size_t>(column))) + ".tip").c_str()));
}

void ModelColumns::set_mapping(const io::ModelMapping& mapping, const blocks::ModelRule& rule) {
    bool same = mapping.columns.size() == built_for_.size();
    for (std::size_t n = 0; same && n < mapping.columns.size(); ++n)
        same = mapping.columns[n].header == mapping_.columns[n].header;
    mapping_ = mapping;
    rule_ = rule;
    if (!same) {
        setRowCount(0);
        built_for_.clear();
        setRowCount(static_cast<int>(mapping_.columns.size()));
    }
    for (int row = 0; row < rowCount(); ++row) {
        const ColumnUse now = column_of(row).use;
        if (same && built_for_[static_cast<std::size_t>(row)] == now) {
            fill_row(row);
            continue;
        }
        if (same)
            built_for_[static_cast<std::size_t>(row)] = now;
        else
            built_for_.push_back(now);
        build_row(row);
        fill_row(row);
    }
    widen_why();
}

void ModelColumns::put_text(int row, Column column, const QString& text) {
    removeCellWidget(row, column);
    if (item(row, column) == nullptr) setItem(row, column, new QTableWidgetItem);
    item(row, column)->setText(text);
    item(row, column)->setToolTip(text);
}

void ModelColumns::put_widget(int row, Column column, QWidget* widget) {
    if (item(row, column) != nullptr) item(row, column)->setText(QString());
    const QString of = ui::words(headings.at(column));
    widget->setAccessibleName(of + ": " + QString::fromStdString(column_of(row).header));
    widget->setToolTip(ui::words((std::string(headings.at(column)) + ".tip").c_str()));
    setCellWidget(row, column, widget);
}

/// The box that says what the column is stays where it is: it may have been used just now.
void ModelColumns::build_row(int row) {
    const io::ModelColumn& column = column_of(row);
    if (cellWidget(row, use) == nullptr) put_widget(row, use, make_use(row));
    put_text(row, header, QString::fromStdString(column.header));
    const bool named = column.use == ColumnUse::grade;
    if (named)
        put_widget(row, name, make_edit(row, name));
    else
        put_text(row, name, QString());
    if (named || column.use == ColumnUse::density)
        put_widget(row, unit, make_unit(row));
    else
        put_text(row, unit, QString());
    if (column.use == ColumnUse::number)
        put_widget(row, mean, make_mean(row));
    else
        put_text(row, mean, QString());
    if (has_values(column.use))
        put_widget(row, nulls, make_edit(row, nulls));
    else
        put_text(row, nulls, QString());
}

QComboBox* ModelColumns::make_use(int row) {
    auto* combo = new QuietCombo;
    for (const std::string& id : io::column_choice_ids())
        combo->addItem(ui::words(("ui.model.use." + id).c_str()), QString::fromStdString(id));
    combo->setEnabled(io::can_be_stated(column_of(row).header));
    connect(combo, &QComboBox::currentIndexChanged, this, [this, row] { state(row, use); });
    return combo;
}

QComboBox* ModelColumns::make_unit(int row) {
    auto* combo = new QuietCombo;
    if (column_of(row).use == ColumnUse::density) {
        for (const char* symbol : density_units)
            combo->addItem(*symbol == 0 ? ui::words("ui.model.unit_from_file") : QString(symbol), QString(symbol));
    } else {
        combo->addItem(ui::words("ui.model.unit_from_file"), QString());
        for (int n = 0; n < base::grade_units; ++n) {
            const std::string symbol(base::symbol(static_cast<base::GradeUnit>(n)));
            combo->addItem(QString::fromStdString(symbol), QString::fromStdString(symbol));
        }
    }
    connect(combo, &QComboBox::currentIndexChanged, this, [this, row] { state(row, unit); });
    return combo;
}

QComboBox* ModelColumns::make_mean(int row) {
    auto* combo = new QuietCombo;
    combo->addItem(ui::words("ui.model.mean.volume"));
    combo->addItem(ui::words("ui.model.mean.mass"));
    connect(combo, &QComboBox::currentIndexChanged, this, [this, row] { state(row, mean); });
    return combo;
}

QLineEdit* ModelColumns::make_edit(int row, Column column) {
    auto* edit = new QLineEdit;
    edit->setMinimumWidth(fontMetrics().averageCharWidth() * 10);
    if (column == nulls) {
        edit->setPlaceholderText(ui::words("ui.model.nulls_of_all"));
        edit->setMaximumWidth(fontMetrics().averageCharWidth() * 14);
    }
    connect(edit, &QLineEdit::editingFinished, this, [this, row, column, edit] {
        if (!edit->isModified()) return;
        edit->setModified(false);
        state(row, column);
    });
    return edit;
}

void ModelColumns::fill_row(int row) {
    const io::ModelColumn& column = column_of(row);
    if (auto* combo = box<QComboBox>(*this, row, use)) {
        const QSignalBlocker quiet(combo);
        const auto choice = io::choice_of(column);
        const QString definition = ui::words("ui.model.use.definition");
        // Part of the grid's definition is nothing that could be chosen; it can be left.
        if (!choice && combo->findText(definition) < 0) combo->addItem(definition, QString());
        combo->setCurrentIndex(choice ? static_cast<int>(*choice) : combo->findText(definition));
    }
    if (auto* edit = box<QLineEdit>(*this, row, name))
        set_text(*edit, QString::fromStdString(column.name));
    else
        put_text(row, name,
                 column.use == ColumnUse::category || column.use == ColumnUse::number
                     ? QString::fromStdString(column.name)
                     : QString());
    if (auto* combo = box<QComboBox>(*this, row, unit)) {
        const QSignalBlocker quiet(combo);
        const std::string chosen = column.use == ColumnUse::density
                                       ? density_units.at(static_cast<std::size_t>(rule_.density_unit))
                                       : stated_unit(rule_, column.header);
        if (chosen.empty() && column.use == ColumnUse::grade)
            combo->setItemText(0, ui::words(column.unit_assumed ? "ui.model.unit_guessed" : "ui.model.unit_of_file", {{"unit", column.unit}}));
        combo->setCurrentIndex(std::max(0, combo->findData(QString::fromStdString(chosen))));
    } else {
        put_text(row, unit, QString::fromStdString(column.unit));
    }
    if (auto* combo = box<QComboBox>(*this, row, mean)) {
        const QSignalBlocker quiet(combo);
        combo->setCurrentIndex(column.by_mass ? 1 : 0);
    } else {
        const char* key = mean_key(column.use);
        put_text(row, mean, key == nullptr ? QString() : ui::words(key));
    }
    if (auto* edit = box<QLineEdit>(*this, row, nulls))
        set_text(*edit, QString::fromStdString(io::stated_nulls(rule_, column.header)));
    put_text(row, why, why_words(column));
}

void ModelColumns::state(int row, Column column) {
    blocks::ModelRule rule = rule_;
    const std::string& of = column_of(row).header;
    if (column == use) {
        const QString id = box<QComboBox>(*this, row, use)->currentData().toString();
        if (id.isEmpty()) return;
        const auto& ids = io::column_choice_ids();
        const auto at = std::ranges::find(ids, id.toStdString()) - ids.begin();
        io::state_choice(rule, mapping_, of, static_cast<ColumnChoice>(at));
    } else if (column == mean) {
        io::state_mean(rule, of, box<QComboBox>(*this, row, mean)->currentIndex() == 1);
    } else if (column == nulls) {
        io::state_nulls(rule, of, box<QLineEdit>(*this, row, nulls)->text().toStdString());
    } else if (column == unit && column_of(row).use == ColumnUse::density) {
        rule.density_unit =
            static_cast<blocks::DensityUnit>(box<QComboBox>(*this, row, unit)->currentIndex());
    } else {
        io::state_grade(rule, mapping_, of, box<QLineEdit>(*this, row, name)->text().toStdString(),
                        box<QComboBox>(*this, row, unit)->currentData().toString().toStdString());
    }
    Q_EMIT stated(rule);
}

void ModelColumns::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        word_headings();
        setRowCount(0);
        built_for_.clear();
        const io::ModelMapping mapping = mapping_;
        set_mapping(mapping, rule_);
    }
    QTableWidget::changeEvent(event);
}

}  // namespace orelens::panels
