// What files given to the window are: by their names first, tables by their columns, files of many things (OMF,
// geoh5) by what is in them. Reads the start of tables; knows no widget.
#pragma once

#include <QString>
#include <QStringList>
#include <map>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::shell {

struct FileSorts {
    QString project, recipe;   ///< the last of each
    QString own_model;         ///< .vdb, or a table with its side-car
    QString model;             ///< block model of another program
    bool with_shapes = false;  ///< the file of `model` holds surfaces, lines or points as well
    QStringList tables;        ///< of drillholes
    QStringList shapes;        ///< surfaces, solids, outlines, topography
    QStringList unknown;
    QStringList passed_over;  ///< projects, recipes and models beside the last of their kind
    std::map<QString, base::Error> errors;  ///< of unknown ones whose name says what they are not

    /// The project, recipe or model that is opened, in this order; empty where there is none.
    [[nodiscard]] QString one() const;
    /// The others of these, and those passed over: only one can be open.
    [[nodiscard]] QStringList beside_one() const;
};

/// A cancel leaves files out.
FileSorts sort_files(const QStringList& paths, const base::Progress& progress = base::Progress());

}  // namespace orelens::shell
