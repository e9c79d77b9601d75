// Reads the blocks of a table in pieces, in parallel: each column as places, numbers, indices or codes. The
// file is not held; memory is that of the columns. Finds what cannot be read and says where; decides nothing.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/CellTable.h"
#include "core/io/blocks/TableHead.h"

namespace orelens::io {

enum class ScanKind { skip, place, index, size, number, code };

struct ScanColumn {
    ScanKind kind = ScanKind::skip;
    int axis = 0;  ///< of place, index and size
    bool comma = false;
    std::vector<double> nulls;            ///< numbers that mean missing
    std::vector<std::string> null_words;  ///< lower case
};

/// Cells of one column that could not be read.
struct ScanTrouble {
    std::int64_t count = 0;
    std::int64_t line = 0;  ///< of the first
    std::string value;      ///< of the first
};

struct Scanned {
    std::array<std::vector<double>, 3> centre, size;
    std::array<std::vector<std::int32_t>, 3> index;
    std::vector<std::vector<float>> numbers;  ///< per column of the table; empty where not of that kind
    std::vector<std::vector<std::int32_t>> codes;
    std::vector<std::vector<std::string>> names;  ///< of codes, sorted
    std::vector<ScanTrouble> text;    ///< per column: words where numbers belong; the cell is missing
    std::vector<std::int64_t> nulls;  ///< per column: cells that hold a code for missing
    std::vector<bool> too_many;       ///< per column: more different texts than a category has; given up
    ScanTrouble no_place;             ///< rows whose place or size is no number: left out
    ScanTrouble fields;               ///< rows with another number of fields: left out
    std::vector<std::pair<std::int64_t, std::int64_t>>
        lines;  ///< (cell, line) where lines do not follow each other
    std::int64_t rows = 0;
    /// Line of a cell in the file.
    [[nodiscard]] std::int64_t line_of(std::int64_t cell) const;
};

/// Gives the text from the first block on, piece by piece; empty at the end.
using TextPieces = std::function<base::Expected<std::string>(std::size_t most)>;

/// `bytes`: length of the text, for progress and to reserve memory; 0 = not known.
base::Expected<Scanned> scan_table(const TextPieces& text, std::size_t bytes, const TableHead& head,
                                   const std::vector<ScanColumn>& columns, base::Progress& progress);

/// More different texts are no category.
inline constexpr std::size_t most_codes = 65'535;

}  // namespace orelens::io
