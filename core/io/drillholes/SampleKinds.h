// What the rows of an assay table stand for, told from its columns or stated by the rule, and how their
// depths follow from that. For the drillhole reader.
#pragma once

#include <vector>

#include "core/drilling/AssayRule.h"
#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// Maps the columns of an assay table, kind of sample included: hole; from and to, from and length, to (and
/// length where it is there), depth of the middle and length, or depth (with x, y and z beside it: from the
/// collar to the depth); the code column where lithology comes
/// from here; type and method where the rule or the headers have them. Columns of other kinds are left
/// unmapped. Error: the columns of no kind, or of the stated kind, are there; a depth beside a length whose
/// header does not say which part of the sample it is, and the rule neither.
base::Expected<drilling::SampleKind> map_samples(OpenTable& table, const drilling::ImportRule& rule,
                                                 const drilling::AssayRule& assays, bool lenient = false);

/// The columns that the depths of a kind are in: `from` and `to` in the words of the roles; "" = follows from
/// the other rows or is the same.
struct DepthRoles {
    const char *first, *second;
};
DepthRoles depth_roles(drilling::SampleKind kind);

/// Fills in what the rows alone do not say: the from of to-only tables without `lengths` (the to before in the
/// hole, 0 for the first), and that points are points. False when it was cancelled.
bool settle_depths(drilling::SampleKind kind, bool lengths, drilling::IntervalTable& table,
                   const base::Progress& progress);

/// A table of places and grades without a depth of any kind: blast holes of which only the collar is known, or
/// points that came as assays.
bool is_of_places(const CsvTable& csv);

/// The kind was not the usual one: says what was taken.
void report_kind(const OpenTable& table, drilling::SampleKind kind, bool stated,
                 std::vector<drilling::Finding>& findings);

}  // namespace orelens::io
