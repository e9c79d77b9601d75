#include "ui/shell/FileSorts.h"

#include <QFileInfo>
#include <algorithm>

#include "core/io/blocks/BlockFiles.h"
#include "core/io/blocks/ModelImport.h"
#include "core/io/drillholes/TableKind.h"
#include "core/io/shapes/FileContents.h"
#include "core/io/shapes/RasterFile.h"
#include "core/io/shapes/ShapeFiles.h"

namespace orelens::shell {
namespace {

bool is_one_of(const QString& suffix, std::initializer_list<const char*> known) {
    for (const char* one : known)
        if (suffix == one) return true;
    return false;
}

/// A table of cells: it has places and no holes.
bool is_model_table(const std::string& path) {
    blocks::ModelRule rule;
    rule.file = path;
    return io::guess_model_mapping(rule, "").has_value();
}

class Sorter {
  public:
    explicit Sorter(const base::Progress& progress) : progress_(progress) {}

    void add(const QString& path) {
        const QString suffix = QFileInfo(path).suffix().toLower();
        const std::string name = path.toStdString();
        if (suffix == "gpkg")
            only(sorts.project, path);
        else if (suffix == "json")
            add_json(path);
        else if (io::is_own_model(name))
            only(sorts.own_model, path);
        else if (io::holds_many_things(name))
            add_many_things(path);
        else if (is_one_of(suffix, {"vti", "vtr", "vtu", "msh", "gslib"}))
            add_model(path, false);
        else if (is_one_of(suffix, {"csv", "txt", "dat", "tsv", "xlsx", "ods"}))
            add_table(path);
        else if (io::is_shape_file(name) || io::is_raster_file(name))
            sorts.shapes << path;
        else
            sorts.unknown << path;
    }

    FileSorts sorts;
    QStringList paths;  ///< all that are sorted

  private:
    /// A model's side-car stands for its model, or goes with it.
    void add_json(const QString& path) {
        const QString model = path.chopped(5);
        if (!io::has_block_sidecar(model.toStdString()) || !QFileInfo::exists(model)) return only(sorts.recipe, path);
        const QFileInfo own(model);
        const bool given = std::ranges::any_of(paths, [&](const QString& other) { return QFileInfo(other) == own; });
        if (!given) only(sorts.own_model, model);
    }

    void only(QString& place, const QString& path) {
        if (!place.isEmpty()) sorts.passed_over << place;
        place = path;
    }

    void add_model(const QString& path, bool with_shapes) {
        only(sorts.model, path);
        sorts.with_shapes = with_shapes;
    }

    void add_table(const QString& path) {
        const std::string name = path.toStdString();
        if (io::guess_table_kind(name))
            sorts.tables << path;
        else if (is_model_table(name))
            add_model(path, false);
        else
            sorts.unknown << path;
    }

    void add_many_things(const QString& path) {
        const auto found = io::file_contents(path.toStdString(), progress_);
        if (!found) {
            sorts.unknown << path;
            sorts.errors.insert_or_assign(path, found.error());
        } else if (found->grids > 0) {
            add_model(path, found->shapes > 0);
        } else {
            sorts.shapes << path;  // whose reader says so where there are none either
        }
    }

    const base::Progress& progress_;
};

}  // namespace

QString FileSorts::one() const {
    for (const QString& file : {project, recipe, own_model, model})
        if (!file.isEmpty()) return file;
    return {};
}

QStringList FileSorts::beside_one() const {
    QStringList others = passed_over;
    const QString chosen = one();
    for (const QString& file : {project, recipe, own_model, model})
        if (!file.isEmpty() && file != chosen) others << file;
    return others;
}

FileSorts sort_files(const QStringList& paths, const base::Progress& progress) {
    Sorter sorter(progress);
    sorter.paths = paths;
    for (const QString& path : paths) {
        if (progress.cancelled()) break;
        sorter.add(path);
    }
    return std::move(sorter.sorts);
}

}  // namespace orelens::shell
