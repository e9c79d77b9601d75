// Names of block model columns as people read them: "break_even.Cu.full" → "Break-even Cu price, all costs".
// Columns that no stage of ours made keep the name they have.
#pragma once

#include <QString>
#include <string>

namespace orelens::ui {

QString column_words(const std::string& column);

/// A code of an integer column: the status of a block in words, other codes as they are.
QString code_words(const std::string& column, const std::string& code);

}  // namespace orelens::ui
