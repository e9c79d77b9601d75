#include "ui/panels/ImportPages.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTableWidget>
#include <algorithm>
#include <array>

#include "ui/Words.h"
#include "ui/panels/TableView.h"

namespace orelens::panels {
namespace {

QComboBox* header_combo(const io::TableMapping& mapping, const std::string& role, const QString& label) {
    auto* combo = new QComboBox;
    combo->addItem(ui::words("ui.import.no_column"), QString());
    for (const std::string& header : mapping.headers)
        combo->addItem(QString::fromStdString(header), QString::fromStdString(header));
    const auto guessed = mapping.columns.find(role);
    if (guessed != mapping.columns.end())
        combo->setCurrentIndex(std::max(0, combo->findData(QString::fromStdString(guessed->second))));
    combo->setAccessibleName(label);
    combo->setToolTip(ui::words("ui.import.column_tip", {{"role", label.toStdString()}}));
    return combo;
}

QComboBox* unit_combo(const io::TableMapping& mapping, const std::string& role, const QString& element) {
    auto* combo = new QComboBox;
    const auto guessed = mapping.units.find(role);
    const std::string chosen = guessed == mapping.units.end() ? "%" : guessed->second;
    for (int n = 0; n < base::grade_units; ++n) {
        const std::string symbol(base::symbol(static_cast<base::GradeUnit>(n)));
        combo->addItem(QString::fromStdString(symbol), n);
        if (symbol == chosen) combo->setCurrentIndex(n);
    }
    combo->setAccessibleName(ui::words("ui.import.unit_of", {{"element", element.toStdString()}}));
    combo->setToolTip(combo->accessibleName());
    return combo;
}

/// The decimal marks of the columns, each once; a point where no column shows one.
std::string decimal_marks(const io::TableMapping& mapping) {
    std::string marks;
    for (const auto& [header, mark] : mapping.marks)
        if (marks.find(mark.front()) == std::string::npos)
            marks += (marks.empty() ? "" : " ") + mark.substr(0, 1);
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

MappingForm make_mapping_form(const io::TableGuess& table) {
    const io::TableMapping& mapping = table.mapping;
    auto* body = new QWidget;
    auto* grid = new QGridLayout(body);
    MappingForm form{nullptr, {}};
    const std::vector<std::string>& fixed = table.roles;
    std::vector<std::string> roles = fixed;
    for (const auto& [role, header] : mapping.columns)
        if (std::find(fixed.begin(), fixed.end(), role) == fixed.end()) roles.push_back(role);
    constexpr int per_row = 4;
    int cell = 0;
    for (const std::string& role : roles) {
        const bool grade = std::find(fixed.begin(), fixed.end(), role) == fixed.end();
        const QString name = grade ? QString::fromStdString(role) : role_name(role);
        QComboBox* header = header_combo(mapping, role, name);
        QComboBox* unit = grade && mapping.table == "assay" ? unit_combo(mapping, role, name) : nullptr;
        auto* label = new QLabel(name);
        label->setBuddy(header);
        if (std::ranges::find(table.missing, role) != table.missing.end()) {
            label->setText("⚠ " + name);
            label->setToolTip(ui::words("ui.import.needed"));
        }
        const int row = cell / per_row, column = cell % per_row * 3;
        grid->addWidget(label, row, column, Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(header, row, column + 1, 1, unit ? 1 : 2);
        if (unit) grid->addWidget(unit, row, column + 2);
        form.rows.push_back({role, header, unit});
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
