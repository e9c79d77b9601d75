// Past prices of a commodity from a table: the first column is the date, another is named as the commodity, or "price".
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/economics/PriceHistory.h"

namespace orelens::project {

/// As quoted, in the file's order; days without a price are left out. Errors: those of read_table; no such column; what
/// is no number above zero, with row and column.
base::Expected<std::vector<economics::PastPrice>> read_price_history(const std::string& file,
                                                                     const std::string& commodity);

}  // namespace orelens::project
