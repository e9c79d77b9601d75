// Samples that a table holds more than once (re-assays, duplicates), and samples that several tables hold:
// which one counts, and what the others would have said. For the drillhole reader.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/Progress.h"
#include "core/drilling/AssayRule.h"
#include "core/drilling/DrillholeSet.h"
#include "core/drilling/Finding.h"

namespace orelens::io {

/// What puts the rows of one sample in order; empty where nothing is stated.
struct SampleOrder {
    const std::vector<std::uint16_t>& ranks;  ///< of the methods; the lowest counts
    const std::vector<double>& dates;         ///< in days; NaN = not known
};

/// Rows of a known hole with the same from and to become one: the row that counts (best method first where
/// ranks are given, then by the rule; a row without a date comes behind those that have one), its blank grades filled from the others in their order. Rows keep
/// their order. Every difference is reported: per sample as an error where nobody has said which counts or the
/// dates that should are equal or not known, else per grade.
/// False when it was cancelled.
bool settle_repeated(drilling::IntervalTable& table, const std::vector<drilling::Collar>& collars,
                     const SampleOrder& order, drilling::DuplicateRule rule,
                     const base::Progress& progress, std::vector<drilling::Finding>& findings);

/// Puts the rows of `more` behind those of `table`, its grades in the units of the first table that has them,
/// and reports where both have values and how they differ: the earlier table counts (CompositeRule).
void append_table(drilling::IntervalTable& table, drilling::IntervalTable&& more, std::size_t holes,
                  std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
