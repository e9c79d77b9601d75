// Findings of stages about their own results: made from plain counts, worded by the texts
// "finding.what.<kind>" and "finding.fix.<kind>". Internal to the stages.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/Finding.h"
#include "core/base/Progress.h"

namespace orelens::project {

class Project;

using Words = std::vector<std::pair<std::string, std::string>>;

/// The words get {count} beside `args`.
base::Finding doubt(const std::string& stage, const std::string& kind, base::Severity severity,
                    std::int64_t count, Words args);

/// "12.3 Mt", "450 t": for sentences.
std::string tonnes_text(double tonnes);
/// "0.25" of a whole, in percent; what is not nothing never reads as 0 or 100.
std::string percent_text(double part, double whole);

/// Grades and places of blocks, estimated or read from a file.
std::vector<base::Finding> examine_estimate(const Project& project, base::Progress& progress);
/// Grades that the evaluation clipped or did not know.
std::vector<base::Finding> examine_value(const Project& project, base::Progress& progress);

}  // namespace orelens::project
