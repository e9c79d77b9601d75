#include "ui/panels/TableMenu.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include "ui/Words.h"

namespace orelens::panels {

void add_copy_choices(QMenu& menu, const QString& cell, const QStringList& row, const std::function<QString()>& all) {
    if (!menu.isEmpty()) menu.addSeparator();
    const auto copy = [](const QString& text) { QApplication::clipboard()->setText(text); };
    if (!cell.isEmpty())
        menu.addAction(ui::words("ui.table.copy_cell"), &menu, [copy, cell] { copy(cell); })->setObjectName("copy_cell");
    if (!row.isEmpty())
        menu.addAction(ui::words("ui.table.copy_row"), &menu, [copy, row] { copy(row.join('\t')); })
            ->setObjectName("copy_row");
    menu.addAction(ui::words("ui.table.copy_all"), &menu, [copy, all] { copy(all()); })->setObjectName("copy_all");
}

}  // namespace orelens::panels
