// Kinds of findings about drillhole files: the import never stops at the first one and never repairs
// silently.
#pragma once

#include <string_view>

#include "core/base/Finding.h"

namespace orelens::drilling {

using base::Finding;
using base::Severity;

/// Closed list; names as in domain.md §1. Keep in step with `kind_name`.
enum class FindingKind {
    missing_collar,
    duplicate_collar,
    missing_survey,
    overlap,
    gap,
    from_not_below_to,
    beyond_hole_depth,
    non_numeric,
    negative_grade,
    below_detection,
    null_code,
    azimuth_out_of_range,
    dip_out_of_range,
    station_order,
    duplicate_station,
    collar_coordinates_missing,
    grade_above_total,
    dip_sign_assumed,
    unit_suspicious,
    blank_interval,
    row_refused,
    field_count,
    text_converted,
    axes_suspicious,
    open_quote,
    number_marks,
    cell_unit,
    stray_bytes,
    lines_skipped,
    header_doubtful,
    above_limit,
    sample_kind,
    repeated_sample,
    several_tables,
    check_sample,
    sheet_taken,
    doubtful_place,
    twin_hole,
    long_interval,
    outside_hole,
    depth_rounding,
    dip_unknown,
    kink,
    density_measured,
    density_doubtful,
    over_column,
    doubtful_name
};
inline constexpr int finding_kinds = static_cast<int>(FindingKind::doubtful_name) + 1;
std::string_view kind_name(FindingKind kind);

/// So that a finding is asked for by kind: finding.kind == FindingKind::overlap.
inline bool operator==(std::string_view kind, FindingKind wanted) {
    return kind == kind_name(wanted);
}

}  // namespace orelens::drilling
