// How block tables look in other mine-planning programs: which headers stand before the columns, what the
// columns may be called, what a missing value is written as. For write_block_csv; reads nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"

namespace orelens::io {

enum class BlockDialect { own, vulcan, datamine, surpac, micromine, leapfrog, deswik };

/// "own", "vulcan", "datamine", "surpac" (3DMine reads it too: "3dmine"), "micromine", "leapfrog", "deswik",
/// in any case.
std::optional<BlockDialect> block_dialect(std::string_view name);
/// The names, for help and errors.
std::string block_dialect_names();

/// One field of a row that says where the block is.
struct DialectField {
    enum class Kind { i, j, k, x, y, z, constant, cell };
    std::string header;
    Kind kind = Kind::constant;
    std::string text;  ///< of a constant
};

struct DialectTable {
    BlockDialect dialect = BlockDialect::own;
    std::vector<DialectField> place;
    std::vector<std::string> headers;       ///< per column of the model
    std::vector<std::string> under_header;  ///< whole lines
    std::string missing;                    ///< in columns of numbers; texts are empty
};

/// The table of a model. `missing_number`: a number that no column holds, for dialects that want one. Error:
/// a rotated grid in a dialect that has no place for it (Datamine, Surpac, Deswik); own: a column that cannot
/// be a header.
base::Expected<DialectTable> dialect_table(BlockDialect dialect, const blocks::BlockModel& model,
                                           const std::string& missing_number);
/// Whether the dialect writes missing numbers as one.
bool wants_missing_number(BlockDialect dialect);

}  // namespace orelens::io
