// One table of the import dialog: which column plays which role, the first rows of the file, and the columns
// that are not read.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "core/io/drillholes/TableGuess.h"

class QComboBox;
class QLabel;

namespace orelens::panels {

struct MappingRow {
    std::string role;
    QLabel* label;
    QComboBox* header;
    QComboBox* unit;  ///< null for all but grades
};
struct MappingForm {
    QWidget* widget = nullptr;
    std::vector<MappingRow> rows;
};

/// What the boxes of a form offer, as text: forms of tables that give the same keep their boxes.
std::string offered_by(const io::TableGuess& table);
MappingForm make_mapping_form(const io::TableGuess& table);
/// The same boxes for a table that offers the same; what is chosen in them now follows it, without a signal.
void update_mapping_form(const MappingForm& form, const io::TableGuess& table);
QWidget* make_preview(const io::TableGuess& table);
/// "Hole", "East (x)"; elements as they are.
QString role_name(const std::string& role);

}  // namespace orelens::panels
