// How drillholes, traces and composites are archived. Overloads stand in the namespace of their struct, where
// argument-dependent lookup finds them.
#pragma once

#include "core/drilling/Composite.h"
#include "core/drilling/Desurvey.h"
#include "core/io/drillholes/DrillholeCsv.h"
#include "core/project/stages/FieldsBase.h"

namespace orelens::drilling {
template <class A>
void fields(A& archive, Collar& collar) {
    auto& [hole, x, y, z, depth, row] = collar;
    archive(hole, x, y, z, depth, row);
}
template <class A>
void fields(A& archive, SurveyStation& station) {
    auto& [hole, depth, azimuth, dip, row] = station;
    archive(hole, depth, azimuth, dip, row);
}
template <class A>
void fields(A& archive, GradeColumn& column) {
    auto& [name, file_column, unit, values, flags] = column;
    archive(name, file_column, unit, values, flags);
}
template <class A>
void fields(A& archive, CodeColumn& column) {
    auto& [name, file_column, codes, values] = column;
    archive(name, file_column, codes, values);
}
template <class A>
void fields(A& archive, IntervalTable& table) {
    auto& [name, file, hole, unknown_holes, from, to, row, grades, codes] = table;
    archive(name, file, hole, unknown_holes, from, to, row, grades, codes);
}
template <class A>
void fields(A& archive, DrillholeSet& set) {
    auto& [collar_file, survey_file, collars, surveys, assays, lithology, hole_index] = set;
    archive(collar_file, survey_file, collars, surveys, assays, lithology, hole_index);
}
template <class A>
void fields(A& archive, Trace& trace) {
    auto& [depth, position, direction, vertical_assumed] = trace;
    archive(depth, position, direction, vertical_assumed);
}
template <class A>
void fields(A& archive, CompositeTable::Grade& grade) {
    auto& [name, unit, values, assayed] = grade;
    archive(name, unit, values, assayed);
}
template <class A>
void fields(A& archive, CompositeTable& table) {
    auto& [x, y, z, hole, from, to, domain, hole_ids, domain_codes, grades] = table;
    archive(x, y, z, hole, from, to, domain, hole_ids, domain_codes, grades);
}
}  // namespace orelens::drilling

namespace orelens::io {
template <class A>
void fields(A& archive, TableMapping& mapping) {
    auto& [table, file, delimiter, decimal_comma, headers, columns, encoding, rows, refused, blank_rows] =
        mapping;
    archive(table, file, delimiter, decimal_comma, headers, columns, encoding, rows, refused, blank_rows);
}
template <class A>
void fields(A& archive, DrillholeImport& import) {
    auto& [holes, findings, mappings, dip_found] = import;
    archive(holes, findings, mappings, dip_found);
}
}  // namespace orelens::io
