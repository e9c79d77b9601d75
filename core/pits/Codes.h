// Integer columns that a pit goes by, and the values their codes stand for.
#pragma once

#include <string>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"

namespace orelens::pits {

/// Errors, with `field` as the place: no such column (the nearest name of that type is suggested); a column of
/// another type.
base::Expected<void> check_column(const blocks::BlockModel& model, const std::string& column,
                                  blocks::ColumnType type, const std::string& field);
/// What a code of an integer column is in it: a word of the column, or a number. Error, with `field` as the place:
/// neither.
base::Expected<std::int32_t> value_of_code(const blocks::BlockModel& model, const std::string& column,
                                           const std::string& code, const std::string& field);

}  // namespace orelens::pits
