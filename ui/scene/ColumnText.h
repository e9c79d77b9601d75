// Names of block model columns as people read them, in a given language: "break_even.Cu.full" → "Break-even Cu
// price, full test". Columns that no stage of ours made keep the name they have.
#pragma once

#include <string>

#include "core/base/Text.h"

namespace orelens::scene {

std::string column_text(const std::string& column, base::Language language);

/// A code of an integer column: the status of a block and its confidence in words, other codes as they are.
std::string code_text(const std::string& column, const std::string& code, base::Language language);

}  // namespace orelens::scene
