// Names of block model columns as people read them, in a given language: "break_even.Cu.full" → "Break-even Cu
// price, full test". Columns that no stage of ours made keep the name they have.
#pragma once

#include <string>

#include "core/base/Text.h"
#include "core/blocks/BlockModel.h"

namespace orelens::scene {

std::string column_text(const std::string& column, base::Language language);

/// What a column says, for lists in which one is looked for.
enum class ColumnGroup { grade, value, quality, simulation, category, other };
ColumnGroup column_group(const blocks::ColumnInfo& info);

/// A code of an integer column: the status of a block and its confidence in words, other codes as they are.
std::string code_text(const std::string& column, const std::string& code, base::Language language);

}  // namespace orelens::scene
