// One table of the import dialog: which column plays which role, the first rows of the file, and the columns
// that are not read.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "core/io/drillholes/TableGuess.h"

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

MappingForm make_mapping_form(const io::TableGuess& table);
QWidget* make_preview(const io::TableGuess& table);
/// "Hole", "East (x)"; elements as they are.
QString role_name(const std::string& role);

}  // namespace orelens::panels
