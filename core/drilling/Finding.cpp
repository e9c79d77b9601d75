#include "core/drilling/Finding.h"

#include <array>

namespace orelens::drilling {
namespace {
constexpr std::array<std::string_view, finding_kinds> names = {"missing_collar",
                                                               "duplicate_collar",
                                                               "missing_survey",
                                                               "overlap",
                                                               "gap",
                                                               "from_not_below_to",
                                                               "beyond_hole_depth",
                                                               "non_numeric",
                                                               "negative_grade",
                                                               "below_detection",
                                                               "null_code",
                                                               "azimuth_out_of_range",
                                                               "dip_out_of_range",
                                                               "station_order",
                                                               "duplicate_station",
                                                               "collar_coordinates_missing",
                                                               "grade_above_total",
                                                               "dip_sign_assumed",
                                                               "unit_suspicious",
                                                               "blank_interval",
                                                               "row_refused",
                                                               "field_count",
                                                               "text_converted",
                                                               "axes_suspicious",
                                                               "open_quote",
                                                               "number_marks",
                                                               "cell_unit",
                                                               "stray_bytes",
                                                               "lines_skipped",
                                                               "header_doubtful",
                                                               "above_limit",
                                                               "sample_kind",
                                                               "repeated_sample",
                                                               "several_tables",
                                                               "check_sample",
                                                               "sheet_taken",
                                                               "doubtful_place",
                                                               "twin_hole",
                                                               "long_interval",
                                                               "outside_hole",
                                                               "depth_rounding",
                                                               "dip_unknown",
                                                               "kink",
                                                               "density_measured",
                                                               "density_doubtful",
                                                               "over_column",
                                                               "doubtful_name"};
static_assert(!names.back().empty(), "every kind has a name");
}  // namespace

std::string_view kind_name(FindingKind kind) {
    return names.at(static_cast<std::size_t>(kind));
}

}  // namespace orelens::drilling
