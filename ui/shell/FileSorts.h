// What files given to the window are: by their names first, tables by their columns. Reads the start of
// tables; knows no widget.
#pragma once

#include <QString>
#include <QStringList>

namespace orelens::shell {

struct FileSorts {
    QString project, recipe;  ///< the last of each
    QString own_model;        ///< .vdb, or a table with its side-car
    QString model;            ///< block model of another program
    QStringList tables;       ///< of drillholes
    QStringList shapes;       ///< surfaces, solids, outlines, topography
    QStringList unknown;
};

FileSorts sort_files(const QStringList& paths);

}  // namespace orelens::shell
