#include "core/io/drillholes/ColumnParam.h"

namespace orelens::io {

std::string column_param(std::string_view table, std::string_view role) {
    const std::string name(role);
    if (table == "points") return "assays.points_" + (role == "hole" ? "id" : name);
    if (table == "assay") {
        if (role == "length" || role == "depth" || role == "density") return "assays." + name;
        if (role == "type" || role == "method" || role == "date") return "assays." + name + "_column";
        if (role == "code") return "drillholes.lithology_code";
    }
    if (table == "density" && role == "density") return "drillholes.density_value";
    return "drillholes." + std::string(table) + "_" + name;
}

}  // namespace orelens::io
