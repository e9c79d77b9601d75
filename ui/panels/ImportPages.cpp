#include "ui/panels/ImportPages.h"

#include <QComboBox>
#include <QFile>
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

constexpr int preview_rows = 12;

const std::vector<std::string>& roles_of(const std::string& table) {
    static const std::map<std::string, std::vector<std::string>> roles{
        {"collar", {"hole", "x", "y", "z", "depth"}},
        {"survey", {"hole", "depth", "azimuth", "dip"}},
        {"assay", {"hole", "from", "to"}},
        {"lithology", {"hole", "from", "to", "code"}}};
    static const std::vector<std::string> none;
    const auto found = roles.find(table);
    return found == roles.end() ? none : found->second;
}

/// Fields of one line; quotes are respected as far as a preview needs it.
QStringList fields_of(const QString& line, QChar delimiter) {
    QStringList fields{QString()};
    bool quoted = false;
    for (const QChar letter : line) {
        if (letter == '"')
            quoted = !quoted;
        else if (letter == delimiter && !quoted)
            fields << QString();
        else if (letter != '\r' && letter != '\n')
            fields.back() += letter;
    }
    return fields;
}

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

}  // namespace

MappingForm make_mapping_form(const io::TableMapping& mapping) {
    auto* body = new QWidget;
    auto* grid = new QGridLayout(body);
    MappingForm form{nullptr, {}};
    const std::vector<std::string>& fixed = roles_of(mapping.table);
    std::vector<std::string> roles = fixed;
    for (const auto& [role, header] : mapping.columns)
        if (std::find(fixed.begin(), fixed.end(), role) == fixed.end()) roles.push_back(role);
    constexpr int per_row = 4;
    int cell = 0;
    for (const std::string& role : roles) {
        const bool grade = std::find(fixed.begin(), fixed.end(), role) == fixed.end();
        const QString name = grade ? QString::fromStdString(role) : ui::words(("ui.role." + role).c_str());
        QComboBox* header = header_combo(mapping, role, name);
        QComboBox* unit = grade && mapping.table == "assay" ? unit_combo(mapping, role, name) : nullptr;
        auto* label = new QLabel(name);
        label->setBuddy(header);
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

QWidget* make_preview(const io::TableMapping& mapping) {
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
                const std::string key = "ui.role." + role;
                text += "\n→ " + (ui::has_words(key) ? ui::words(key.c_str()) : QString::fromStdString(role));
            }
        headings << text;
    }
    table->set_headings(headings);
    QFile file(QString::fromStdString(mapping.file));
    std::vector<QStringList> rows;
    if (file.open(QIODevice::ReadOnly)) {
        file.readLine();
        while (!file.atEnd() && static_cast<int>(rows.size()) < preview_rows)
            rows.push_back(
                fields_of(QString::fromUtf8(file.readLine()), QChar::fromLatin1(mapping.delimiter)));
    }
    table->set_rows(rows);
    return page;
}

}  // namespace orelens::panels
