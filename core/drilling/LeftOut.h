// What of a grade column takes no part in composites, why, and what that does to its mean.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/drilling/DrillholeSet.h"

namespace orelens::drilling {

/// Cells of one column; every interval counts once: rows = used + what follows up to `place`.
struct ColumnUse {
    std::string file, column, grade;
    base::GradeUnit unit = base::GradeUnit::percent;
    std::int64_t rows = 0;
    std::int64_t used = 0;
    std::int64_t blank = 0, null_code = 0, not_a_number = 0;
    std::int64_t below_detection = 0;            ///< taken as missing by the import rule
    std::int64_t above_limit = 0;                ///< the same, above the upper limit
    std::int64_t negative = 0, above_total = 0;  ///< not approved
    std::int64_t place = 0;  ///< good grade, but no known or believed hole, or depths that cannot be
    /// Length-weighted, in `unit`, without density; NaN without a length. `mean_all` takes in every number
    /// that stands in the file over a length: grades below zero or above 100 %, and those of unknown holes.
    /// Samples at a depth count once each where there are no others, and not at all beside intervals.
    double mean_used = std::numeric_limits<double>::quiet_NaN();
    double mean_all = std::numeric_limits<double>::quiet_NaN();
    /// Cells with something in them that takes no part.
    [[nodiscard]] std::int64_t left_out() const { return not_a_number + negative + above_total + place; }
};

/// Rows of the assay table, and those of which at least one grade is used.
struct RowUse {
    std::int64_t rows = 0, used = 0;
    [[nodiscard]] std::int64_t unused() const { return rows - used; }
};
RowUse row_use(const DrillholeSet& holes);

/// Rows of the assay table by what becomes of them; each row is in one place.
struct RowReasons {
    struct Part {
        std::int64_t rows = 0;
        double metres = 0;  ///< of rows whose depths make a length
    };
    Part used;            ///< with a usable grade of any element
    Part unknown_hole;    ///< no collar of that name
    Part doubtful_hole;   ///< a collar that cannot be where it stands (Doubtful.h)
    Part impossible_depth;  ///< from not below to, and no sample at a depth
    Part doubtful_depth;  ///< an interval beyond belief (Doubtful.h)
    Part no_grade;        ///< blank, missing or impossible in every column
};
RowReasons row_reasons(const DrillholeSet& holes);

/// One per grade of the assays. Approved cells (CellFlag::approved) count as used.
std::vector<ColumnUse> column_use(const DrillholeSet& holes);

}  // namespace orelens::drilling
