// The JSON beside a block model's CSV: geometry, units, codes, null, infinities and order. Without it a table
// of numbers would be anybody's guess.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/blocks/BlockModel.h"

namespace orelens::io {

/// Finite numbers that stand in the table for the infinities of a real column. A break-even price is −∞ where
/// a block pays at any price and +∞ where none pays; spreadsheets, Datamine or Leapfrog read "-inf" as text
/// or refuse the file, while with these numbers "break-even ≤ price" and sorting stay right everywhere.
struct Infinities {
    double plus = 0, minus = 0;
    bool operator==(const Infinities&) const = default;
};
/// ±1e30 where every finite value (`largest` in size) lies within, else ±1e300, which no 32-bit value
/// reaches.
Infinities infinities_beyond(float largest);

/// Those of a column, from all its leaves; nothing when it has no infinity.
std::optional<Infinities> infinities_of(const blocks::BlockModel& model,
                                        const std::vector<const float*>& leaves);
/// The `usual` number for missing values ("-99"), with more nines where a block has that value.
std::string missing_number(const blocks::BlockModel& model, std::string usual);

/// How the table of another program's layout is read again.
struct TableNote {
    std::string dialect;
    int lines_under_header = 0;
    std::string missing;                ///< in columns of numbers, besides an empty field
    std::array<std::string, 3> centre;  ///< headers of x, y, z
    std::vector<std::string> headers;   ///< per column
    std::vector<std::string> others;    ///< headers that say nothing the geometry does not
};

struct BlockSidecar {
    blocks::GridGeometry geometry;
    std::int64_t block_count = -1;  ///< −1 = not stated
    std::vector<blocks::ColumnInfo> columns;
    std::vector<bool> as_codes;  ///< per column: the table holds the code texts, not the numbers
    /// Per column: nothing where no value is infinite, and in files of version 1, whose tables say "inf".
    std::vector<std::optional<Infinities>> infinities;
    std::optional<TableNote> table;  ///< absent: our own layout
};

struct DialectTable;
TableNote table_note(const DialectTable& table);

/// "model.csv" → "model.csv.json".
std::string sidecar_path(const std::string& csv_path);
/// Whether a file says of itself that it is a side-car of ours, sound or not. An unreadable one does.
bool is_sidecar(const std::string& path);

/// Code texts are words when they are distinct, not empty, no numbers and without line breaks.
bool codes_are_readable(const std::vector<std::string>& codes);
/// Whole numbers, distinct, as rock types 100, 200 are: other programs know them and nothing else.
bool codes_are_numbers(const std::vector<std::string>& codes);
/// Whether a table says the column's values by their codes: words always, numbers where every value has its code,
/// so that none can be taken for another. `missing` is what stands for no value, and may be no code.
bool written_as_codes(const blocks::BlockModel& model, const blocks::ColumnInfo& info, const std::string& missing);

std::string sidecar_text(const BlockSidecar& sidecar);
/// Errors name the JSON path that is missing or of the wrong kind.
base::Expected<BlockSidecar> read_sidecar(const std::string& path);

}  // namespace orelens::io
