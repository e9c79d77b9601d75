// How blocks are coloured on section sheets: classes of a grade, of a margin about zero, or codes. Internal to the room.
#pragma once

#include "core/report/SectionSheets.h"

namespace orelens::report {

/// Ascending class bounds that are round: about five from the 2nd to the 98th percentile, 0 among them where values
/// stand on both sides of it.
std::vector<double> round_bounds(std::vector<float> values);
/// Smallest of 1, 2, 2.5 and 5 times a power of ten that is no less than the value, which is above zero.
double rounded_up(double value);

/// Error: an unknown column; bounds that cannot be read. The model lives as long as the paint is used.
base::Expected<sections::BlockPaint> block_paint(const project::Project& project, const blocks::BlockModel& model,
                                                 const SectionRequest& request);

}  // namespace orelens::report
