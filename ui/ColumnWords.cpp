#include "ui/ColumnWords.h"

#include <QComboBox>
#include <QStandardItemModel>
#include <algorithm>
#include <array>
#include <set>

#include "ui/Words.h"
#include "ui/scene/ColumnText.h"

namespace orelens::ui {

QString column_words(const std::string& column) {
    return QString::fromStdString(scene::column_text(column, language()));
}

QString code_words(const std::string& column, const std::string& code) {
    return QString::fromStdString(scene::code_text(column, code, language()));
}

void add_columns(QComboBox& combo, const std::vector<blocks::ColumnInfo>& columns, bool with_units) {
    constexpr std::array keys{"ui.columns.grades",     "ui.columns.value",   "ui.columns.quality",
                              "ui.columns.simulation", "ui.columns.classes", "ui.columns.other"};
    constexpr std::size_t few = 5;
    std::set<scene::ColumnGroup> groups;
    for (const blocks::ColumnInfo& info : columns) groups.insert(scene::column_group(info));
    const bool headed = groups.size() > 1 && columns.size() > few;
    for (const scene::ColumnGroup group : groups) {
        if (headed) {
            combo.addItem(words(keys[static_cast<std::size_t>(group)]));
            if (auto* items = qobject_cast<QStandardItemModel*>(combo.model())) {
                QStandardItem* heading = items->item(combo.count() - 1);
                heading->setFlags(Qt::NoItemFlags);
                QFont bold = combo.font();
                bold.setBold(true);
                heading->setFont(bold);
            }
        }
        for (const blocks::ColumnInfo& info : columns) {
            if (scene::column_group(info) != group) continue;
            const QString name = QString::fromStdString(info.name);
            QString text = column_words(info.name);
            if (with_units && !info.unit.empty()) text += " (" + QString::fromStdString(info.unit) + ")";
            combo.addItem(text, name);
            combo.setItemData(combo.count() - 1, name, Qt::ToolTipRole);
        }
    }
}

}  // namespace orelens::ui
