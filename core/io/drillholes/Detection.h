// Grades below and above the limits of their method, judged column by column once a table is read: words get
// the limit that the column states, repeated negative values are recognised as limits, and one finding per
// column and value says how many there are and what each rule makes of the mean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/drilling/AssayRule.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"
#include "core/drilling/Rules.h"

namespace orelens::io {

/// One cell of a grade column that states a limit instead of a grade.
struct LimitCell {
    std::size_t row = 0;    ///< in the table
    std::size_t grade = 0;  ///< column
    bool above = false;
    double limit = drilling::no_value;  ///< in the column's unit; NaN = a word
    std::int32_t text = 0;              ///< as it stands there: index into the texts
};

/// A figure of a row of limits under the header, in the column's unit.
struct StatedLimit {
    enum class Side { below, above, unsaid };
    double figure = 0;
    Side side = Side::below;
};

/// Sets the values and flags of the cells, and of negative values that look like limits, and reports them.
/// `stated` holds, per grade, what rows under the header state; a figure that does not say which limit it is
/// counts as the lower one where no positive grade of the column lies below it, as the upper one where none
/// lies above, else not at all. A word takes the stated limit, else the one that its column has most often,
/// of equals the smallest; without one, half a limit is missing. A value above a limit is the limit, or
/// missing where the rule says so, flagged.
/// Plain grades below the stated limit stay and are a finding. Findings go to `findings` in the order of the
/// columns; their file is the table's.
void settle_limits(drilling::IntervalTable& table, std::vector<LimitCell> cells,
                   const std::vector<std::string>& texts, const std::vector<std::vector<StatedLimit>>& stated,
                   const std::vector<drilling::Collar>& collars, const drilling::ImportRule& rule,
                   const drilling::AssayRule& assays, std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
