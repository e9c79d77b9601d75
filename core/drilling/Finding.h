// What validation found, as data: the import never stops at the first one and never repairs silently.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/Text.h"

namespace orelens::drilling {

enum class Severity { info, warning, error };

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
    open_quote
};
inline constexpr int finding_kinds = static_cast<int>(FindingKind::open_quote) + 1;
std::string_view kind_name(FindingKind kind);

struct Finding {
    FindingKind kind{};
    Severity severity = Severity::warning;
    std::string file;
    std::int64_t row = 0;  ///< line in the file, 0 = whole hole or table
    std::string hole;
    std::string column;  ///< header in the file where it applies
    double from_m = std::numeric_limits<double>::quiet_NaN();
    double to_m = std::numeric_limits<double>::quiet_NaN();
    base::Message what;
    base::Message fix;      ///< what to do; or what the import does with it
    bool approved = false;  ///< the user has looked and agrees
    /// Stable across runs and different for every finding of one import: kind, file, row, hole, column, from;
    /// approvals are stored by it.
    [[nodiscard]] std::string id() const;
};

}  // namespace orelens::drilling
