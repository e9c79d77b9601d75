// Names of block model columns as people read them: "break_even.Cu.full" → "Break-even Cu price, all costs".
// Columns that no stage of ours made keep the name they have.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/blocks/BlockModel.h"

class QComboBox;

namespace orelens::ui {

QString column_words(const std::string& column);

/// A code of an integer column: the status of a block in words, other codes as they are.
QString code_words(const std::string& column, const std::string& code);

/// Columns to choose from, under headings that say what they are (grades, value, quality of estimates, simulation,
/// classes, other) where there are several kinds; the data of an item is the name of its column.
void add_columns(QComboBox& combo, const std::vector<blocks::ColumnInfo>& columns, bool with_units);

}  // namespace orelens::ui
