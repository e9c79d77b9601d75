// The steps after reading: findings and composites.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/drilling/Composite.h"
#include "core/drilling/Desurvey.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"
#include "core/drilling/Rules.h"

namespace orelens::drilling {

/// Unassayed intervals at least this long are reported one by one (kind blank_interval).
inline constexpr double long_blank_m = 100;
/// Faults of one kind in one column beyond this many are summed up in a single finding.
inline constexpr std::int64_t max_findings_per_column = 10000;

/// Every finding of domain.md §1 that follows from the tables themselves (cell-level ones such as
/// non-numeric text come from the reader and are passed through `read_findings`). Sorted by severity
/// (errors first), file, row. Blank cells are missing, not faults. A cancel ends it early, with a list that
/// is not whole.
std::vector<Finding> validate(const DrillholeSet& holes, std::vector<Finding> read_findings,
                              const base::Progress* progress = nullptr);

/// Whether approving the finding with this id lets a grade take part that is left out otherwise, so that
/// composites have to be made again.
bool approval_changes_samples(std::string_view finding_id);

/// Marks the findings that `agreed` accepts as approved, and what they are about: grade cells
/// (CellFlag::approved), so that an approved negative or impossible grade is used; holes and intervals, so
/// that they are doubtful no more. One that sums up many cells marks all of its column from its row on.
void approve(DrillholeSet& holes, std::vector<Finding>& findings,
             const std::function<bool(const Finding&)>& agreed);
/// The same for the findings whose id is in `ids`; ids that match no finding are left alone.
void approve(DrillholeSet& holes, std::vector<Finding>& findings, const std::set<std::string>& ids);

/// The grade of one cell as compositing uses it: NaN where missing, negative or above 100 % (reported by
/// `validate`; used all the same when the cell is flagged approved).
double usable_grade(const GradeColumn& column, std::size_t row);

/// Length-weighted composites of every grade. Intervals without a known hole, of a doubtful hole, doubtful
/// themselves (Doubtful.h), with from ≥ to, or without any usable value take no part. Where composites start
/// and end is said at `CompositeRule`. An element assayed over less than min_coverage of a composite is NaN
/// there. Not within_domain: the domain is the code of most of the length, the shallower one of equals.
/// Lithology comes from the lithology table, or else from a code column of the assays. `columns` gives the
/// unit wanted per grade; absent ones keep theirs. No top cut here. Metal is conserved: Σ assayed_m·value
/// (values present) equals Σ length·grade of the parts used, to 1e-9 relative; with min_coverage 0 and tail
/// keep or merge that is everything in the kept domains.
base::Expected<CompositeTable> composite(const DrillholeSet& holes, const std::vector<Trace>& traces,
                                         const CompositeRule& rule,
                                         const std::map<std::string, AssayColumnRule>& columns,
                                         base::Progress& progress);

}  // namespace orelens::drilling
