// Columns of dates: ISO, day or month first, months in words, serial numbers of spreadsheets. The order of day
// and month is decided for a whole column, by cells that can be read one way only; where they leave it open the
// column is refused. For tables whose rows are told apart by date.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/AssayRule.h"
#include "core/io/text/CsvText.h"

namespace orelens::io {

/// Days since 1970-01-01 with the time of day as their fraction. Nothing for what is no date of the years 1900
/// to 2100, and for a date whose parts do not fit `order`; years of two digits are 1950 to 2049.
std::optional<double> read_date(std::string_view cell, drilling::DateOrder order);

/// The order of the parts in `column`; `stated` unless that is `detect`. Error, with the column and rows: cells
/// that could be read two ways, cells that contradict each other, or serial numbers beside dates in parts (a
/// spreadsheet has then converted those that fit its own order).
base::Expected<drilling::DateOrder> settle_date_order(const CsvTable& table, std::size_t column,
                                                      drilling::DateOrder stated,
                                                      const base::Progress& progress);

}  // namespace orelens::io
