// The JSON beside a block model's CSV: geometry, units, codes, null and order. Without it a table of numbers
// would be anybody's guess.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"

namespace orelens::io {

struct BlockSidecar {
    blocks::GridGeometry geometry;
    std::int64_t block_count = -1;  ///< −1 = not stated
    std::vector<blocks::ColumnInfo> columns;
    std::vector<bool> as_codes;  ///< per column: the table holds the code texts, not the numbers
};

/// "model.csv" → "model.csv.json".
std::string sidecar_path(const std::string& csv_path);

/// Code texts can stand in the table when they are distinct, not empty, no numbers and without line breaks.
bool codes_are_readable(const std::vector<std::string>& codes);

std::string sidecar_text(const BlockSidecar& sidecar);
/// Errors name the JSON path that is missing or of the wrong kind.
base::Expected<BlockSidecar> read_sidecar(const std::string& path);

}  // namespace orelens::io
