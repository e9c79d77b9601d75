// What the menus of all tables have in common: copying a cell, a row, or what is in sight, parted by tabs.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

class QMenu;

namespace orelens::panels {

/// Behind what is there already. `all` gives what is in sight with its headings.
void add_copy_choices(QMenu& menu, const QString& cell, const QStringList& row, const std::function<QString()>& all);

}  // namespace orelens::panels
