// The second way through a table of blocks: the values of every row go to where they are wanted, straight
// into the columns of a model or of a table of cells. Nothing is held beside them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"
#include "core/io/blocks/TableCells.h"
#include "core/io/blocks/TableHead.h"
#include "core/io/blocks/TableSource.h"
#include "core/io/blocks/TableSurvey.h"

namespace orelens::io {

/// Where a column goes: numbers or codes by place; neither: it is passed over. A missing number is written as
/// NaN, a missing code not at all.
struct FillColumn {
    std::span<float> values;
    blocks::IntegerWriter codes;  ///< of place n: leaf n / 512, n % 512 within it
    bool coded = false;
};

struct FillWish {
    const std::vector<ScanColumn>* columns = nullptr;
    const TableSurvey* survey = nullptr;
    std::vector<FillColumn> targets;  ///< per column
    std::span<const std::uint32_t> place =
        {};  ///< per row; blocks::no_slot = nowhere. Empty: row n goes to n
};

struct FillReport {
    std::vector<ScanTrouble> text;     ///< per column: words where numbers belong; the cell is missing
    std::vector<ScanTrouble> unclear;  ///< per column: thousands or decimals, and the column has both; missing
    std::vector<ScanTrouble> units;    ///< per column: numbers with a unit behind them
    std::vector<std::int64_t> nulls;   ///< per column: cells that hold a code for missing
    std::vector<NumberEvidence> seen;  ///< per column of numbers
};

/// Errors: those of reading; the text is not what was surveyed; cancelled.
base::Expected<FillReport> fill_table(const TableSource& source, const TableHead& head, const FillWish& wish,
                                      const base::Progress& progress);

}  // namespace orelens::io
