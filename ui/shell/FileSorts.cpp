#include "ui/shell/FileSorts.h"

#include <QFileInfo>

#include "core/io/blocks/ModelImport.h"
#include "core/io/drillholes/TableKind.h"
#include "core/io/shapes/RasterFile.h"
#include "core/io/shapes/ShapeFiles.h"

namespace orelens::shell {
namespace {

/// Formats of grids, whose name says enough.
bool is_grid(const QString& suffix) {
    for (const char* known : {"omf", "geoh5", "vti", "vtr", "vtu", "msh", "gslib"})
        if (suffix == known) return true;
    return false;
}

/// A table of cells: it has places and no holes.
bool is_model_table(const std::string& path) {
    blocks::ModelRule rule;
    rule.file = path;
    return io::guess_model_mapping(rule, "").has_value();
}

void sort_table(const QString& path, FileSorts& sorts) {
    const std::string name = path.toStdString();
    if (io::guess_table_kind(name))
        sorts.tables << path;
    else if (is_model_table(name))
        sorts.model = path;
    else
        sorts.unknown << path;
}

}  // namespace

FileSorts sort_files(const QStringList& paths) {
    FileSorts sorts;
    for (const QString& path : paths) {
        const QString suffix = QFileInfo(path).suffix().toLower();
        const std::string name = path.toStdString();
        if (suffix == "gpkg")
            sorts.project = path;
        else if (suffix == "json")
            sorts.recipe = path;
        else if (io::is_own_model(name))
            sorts.own_model = path;
        else if (is_grid(suffix))
            sorts.model = path;
        else if (suffix == "csv" || suffix == "txt" || suffix == "dat" || suffix == "tsv" ||
                 suffix == "xlsx" || suffix == "ods")
            sort_table(path, sorts);
        else if (io::is_shape_file(name) || io::is_raster_file(name))
            sorts.shapes << path;
        else
            sorts.unknown << path;
    }
    return sorts;
}

}  // namespace orelens::shell
