// One table of the import dialog: which column plays which role, and the first rows of the file.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "core/io/drillholes/DrillholeCsv.h"

class QComboBox;

namespace orelens::panels {

struct MappingRow {
    std::string role;
    QComboBox* header;
    QComboBox* unit;  ///< null for all but grades
};
struct MappingForm {
    QWidget* widget;
    std::vector<MappingRow> rows;
};

MappingForm make_mapping_form(const io::TableMapping& mapping);
QWidget* make_preview(const io::TableMapping& mapping);

}  // namespace orelens::panels
