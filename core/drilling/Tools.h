// The steps after reading: findings and composites.
#pragma once

#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Desurvey.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"
#include "core/drilling/Rules.h"

namespace orelens::drilling {

/// Every finding of domain.md §1 that follows from the tables themselves (cell-level ones such as
/// non-numeric text come from the reader and are passed through `read_findings`). Sorted by severity,
/// file, row.
std::vector<Finding> validate(const DrillholeSet& holes, std::vector<Finding> read_findings);

/// Length-weighted composites of every grade. Intervals without a known hole, with from ≥ to, or without
/// any value take no part; overlaps count once (the earlier row wins). Metal is conserved:
/// Σ assayed_m·value equals Σ length·grade of the intervals used, to 1e-9 relative, for tail keep and merge.
base::Expected<CompositeTable> composite(const DrillholeSet& holes, const std::vector<Trace>& traces,
                                         const CompositeRule& rule,
                                         const std::map<std::string, AssayColumnRule>& columns,
                                         base::Progress& progress);

}  // namespace orelens::drilling
