#include "ui/panels/ImportPages.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTableWidget>
#include <algorithm>
#include <array>

#include "ui/Words.h"
#include "ui/panels/QuietCombo.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

void choose_header(QComboBox& combo, const io::TableMapping& mapping, const std::string& role) {
    const auto guessed = mapping.columns.find(role);
    combo.setCurrentIndex(guessed == mapping.columns.end()
                              ? 0
                              : std::max(0, combo.findData(QString::fromStdString(guessed->second))));
}

QComboBox* header_combo(const io::TableMapping& mapping, const std::string& role, const QString& label) {
    auto* combo = new QuietCombo;
    combo->addItem(ui::words("ui.import.no_column"), QString());
    for (const std::string& header : mapping.headers)
        combo->addItem(QString::fromStdString(header), QString::fromStdString(header));
    choose_header(*combo, mapping, role);
    combo->setAccessibleName(label);
    combo->setToolTip(ui::words("ui.import.column_tip", {{"role", label.toStdString()}}));
    return combo;
}

void choose_unit(QComboBox& combo, const io::TableMapping& mapping, const std::string& role) {
    const auto guessed = mapping.units.find(role);
    const std::string chosen = guessed == mapping.units.end() ? "%" : guessed->second;
    if (const int at = combo.findText(QString::fromStdString(chosen)); at >= 0) combo.setCurrentIndex(at);
}

QComboBox* unit_combo(const io::TableMapping& mapping, const std::string& role, const QString& element) {
    auto* combo = new QuietCombo;
    for (int n = 0; n < base::grade_units; ++n)
        combo->addItem(QString::fromStdString(std::string(base::symbol(static_cast<base::GradeUnit>(n)))), n);
    choose_unit(*combo, mapping, role);
    combo->setAccessibleName(ui::words("ui.import.unit_of", {{"element", element.toStdString()}}));
    combo->setToolTip(combo->accessibleName());
    return combo;
}

bool is_grade(const io::TableGuess& table, const std::string& role) {
    return std::ranges::find(table.roles, role) == table.roles.end();
}

/// Roles with a fixed meaning first, then the grades.
std::vector<std::string> roles_of(const io::TableGuess& table) {
    std::vector<std::string> roles = table.roles;
    for (const auto& [role, header] : table.mapping.columns)
        if (is_grade(table, role)) roles.push_back(role);
    return roles;
}

void word_label(QLabel& label, const io::TableGuess& table, const std::string& role) {
    const QString name = is_grade(table, role) ? QString::fromStdString(role) : role_name(role);
    const bool missing = std::ranges::find(table.missing, role) != table.missing.end();
    label.setText(missing ? "⚠ " + name : name);
    label.setToolTip(missing ? ui::words("ui.import.needed") : QString());
}

/// The decimal marks of the columns, each once; a point where no column shows one.
std::string decimal_marks(const io::TableMapping& mapping) {
    std::string marks;
    const auto add = [&](char mark) {
        if (marks.find(mark) == std::string::npos) marks += (marks.empty() ? "" : " ") + std::string(1, mark);
    };
    for (const auto& [header, mark] : mapping.marks) {
        if (mark.front() != '?') add(mark.front());
        // Both marks in one column, each cell as it stands; or whole numbers in groups, without a decimal mark.
        if (mark == "?") add('.'), add(',');
    }
    return marks.empty() ? "." : marks;
}

/// "Not read: NOTES (no role), …"; before it how the text was decoded where that was guessed, and limits.
QString unused_columns(const io::TableMapping& mapping) {
    QStringList lines;
    if (!mapping.encoding.empty() && mapping.encoding != "UTF-8" && !mapping.encoding_sample.empty())
        lines << ui::words("ui.import.encoding",
                           {{"encoding", mapping.encoding}, {"sample", mapping.encoding_sample}});
    QStringList limits;
    for (const auto& [grade, limit] : mapping.limits) limits << QString::fromStdString(grade + " " + limit);
    if (!limits.isEmpty())
        lines << ui::words("ui.import.limits", {{"limits", limits.join(", ").toStdString()}});
    QStringList unused;
    for (const io::UnusedColumn& column : mapping.unused)
        unused << QString::fromStdString(column.header) + " (" + ui::words(("csv.unused." + column.why).c_str()) + ")";
    if (!unused.isEmpty())
        lines << ui::words("ui.import.unused", {{"columns", unused.join("; ").toStdString()}});
    return lines.join("\n");
}

}  // namespace

QString role_name(const std::string& role) {
    const std::string key = "ui.role." + role;
    return ui::has_words(key) ? ui::words(key.c_str()) : QString::fromStdString(role);
}

std::string offered_by(const io::TableGuess& table) {
    std::string offered = table.table;
    for (const std::string& role : roles_of(table)) offered += "\n" + role;
    offered += "\n";
    for (const std::string& header : table.mapping.headers) offered += "\n" + header;
    return offered;
}

MappingForm make_mapping_form(const io::TableGuess& table) {
    const io::TableMapping& mapping = table.mapping;
    auto* body = new QWidget;
    auto* grid = new QGridLayout(body);
    MappingForm form;
    constexpr int per_row = 4;
    int cell = 0;
    for (const std::string& role : roles_of(table)) {
        const bool grade = is_grade(table, role);
        const QString name = grade ? QString::fromStdString(role) : role_name(role);
        QComboBox* header = header_combo(mapping, role, name);
        QComboBox* unit = grade && mapping.table == "assay" ? unit_combo(mapping, role, name) : nullptr;
        auto* label = new QLabel;
        word_label(*label, table, role);
        label->setBuddy(header);
        const int row = cell / per_row, column = cell % per_row * 3;
        grid->addWidget(label, row, column, Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(header, row, column + 1, 1, unit ? 1 : 2);
        if (unit) grid->addWidget(unit, row, column + 2);
        form.rows.push_back({role, label, header, unit});
        ++cell;
    }
    auto* scroll = new QScrollArea;
    scroll->setWidget(body);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMaximumHeight(body->sizeHint().height() + body->fontMetrics().height());
    form.widget = scroll;
    return form;
}

void update_mapping_form(const MappingForm& form, const io::TableGuess& table) {
    for (const MappingRow& row : form.rows) {
        const QSignalBlocker quiet(row.header);
        choose_header(*row.header, table.mapping, row.role);
        word_label(*row.label, table, row.role);
        if (row.unit == nullptr) continue;
        const QSignalBlocker quiet_unit(row.unit);
        choose_unit(*row.unit, table.mapping, row.role);
    }
}

QWidget* make_preview(const io::TableGuess& guess) {
    const io::TableMapping& mapping = guess.mapping;
    auto* page = new QWidget;
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    const char delimiter[2] = {mapping.delimiter, 0};
    auto* heading = new QLabel(
        ui::words("ui.import.understood",
                  {{"delimiter", mapping.delimiter == '\t' ? ui::words("ui.import.tab").toStdString()
                                                           : std::string(delimiter)},
                   {"decimal", decimal_marks(mapping)}}));
    heading->setWordWrap(true);
    box->addWidget(heading);
    auto* table = ui::tell(new TableView, "ui.import.preview");
    box->addWidget(table, 1);
    QStringList headings;
    for (const std::string& header : mapping.headers) {
        QString text = QString::fromStdString(header);
        for (const auto& [role, column] : mapping.columns)
            if (column == header) {
                text += "\n→ " + role_name(role);
            }
        headings << text;
    }
    table->set_headings(headings);
    std::vector<QStringList> rows;
    for (const std::vector<std::string>& cells : guess.preview) {
        QStringList row;
        for (const std::string& cell : cells) row << QString::fromStdString(cell);
        rows.push_back(std::move(row));
    }
    table->set_rows(rows);
    if (const QString unused = unused_columns(mapping); !unused.isEmpty()) {
        auto* label = new QLabel(unused);
        label->setWordWrap(true);
        box->addWidget(label);
    }
    return page;
}

}  // namespace orelens::panels
