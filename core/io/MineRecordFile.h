// Mine records for the utilisation rates, as JSON (one record or an array) or CSV (long form, one row per
// mine, period and component or product grade; columns documented in the .cpp and in the reference).
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/utilization/Rates.h"

namespace orelens::io {

base::Expected<std::vector<utilization::MineRecord>> read_mine_records(const std::string& path);

}  // namespace orelens::io
