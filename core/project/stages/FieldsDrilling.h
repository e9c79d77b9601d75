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
    auto& [hole, x, y, z, depth, row, doubtful] = collar;
    archive(hole, x, y, z, depth, row, doubtful);
}
template <class A>
void fields(A& archive, SurveyStation& station) {
    auto& [hole, depth, azimuth, dip, row, of_collar] = station;
    archive(hole, depth, azimuth, dip, row, of_collar);
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
    auto& [name, file, hole, unknown_holes, from, to, row, grades, codes, point, more_files, source, doubtful,
           density] = table;
    archive(name, file, hole, unknown_holes, from, to, row, grades, codes, point, more_files, source, doubtful,
            density);
}
template <class A>
void fields(A& archive, StatedPath& path) {
    auto& [hole, depth, place] = path;
    archive(hole, depth, place);
}
template <class A>
void fields(A& archive, DrillholeSet& set) {
    auto& [collar_file, survey_file, collars, surveys, assays, lithology, densities, hole_index, paths,
           max_bend] = set;
    archive(collar_file, survey_file, collars, surveys, assays, lithology, densities, hole_index, paths,
            max_bend);
}
template <class A>
void fields(A& archive, Trace& trace) {
    auto& [depth, position, direction, vertical_assumed, straight] = trace;
    archive(depth, position, direction, vertical_assumed, straight);
}
template <class A>
void fields(A& archive, CompositeTable::Grade& grade) {
    auto& [name, unit, values, assayed] = grade;
    archive(name, unit, values, assayed);
}
template <class A>
void fields(A& archive, CompositeTable& table) {
    auto& [x, y, z, hole, from, to, domain, hole_ids, domain_codes, grades, density] = table;
    archive(x, y, z, hole, from, to, domain, hole_ids, domain_codes, grades, density);
}

/// Whether columns are as long as their table, and indices lie within what they point to.
inline bool sound(const IntervalTable& table, std::size_t holes) {
    const std::size_t size = table.size();
    bool good = table.hole.size() == size && table.to_m.size() == size && table.row.size() == size &&
                project::all_within(table.hole, -1, holes);
    good = good && (table.doubtful.empty() || table.doubtful.size() == size) &&
           (table.point.empty() || table.point.size() == size) &&
           (table.density.empty() || table.density.size() == size) &&
           (table.source.empty() || table.source.size() == size) &&
           std::ranges::all_of(table.source, [&](std::uint16_t n) { return n <= table.more_files.size(); });
    for (const GradeColumn& column : table.grades)
        good = good && column.values.size() == size && column.flags.size() == size;
    for (const CodeColumn& column : table.codes)
        good = good && column.values.size() == size &&
               project::all_within(column.values, -1, column.codes.size());
    return good;
}
inline bool sound(const DrillholeSet& set) {
    const std::size_t holes = set.collars.size();
    bool good = sound(set.assays, holes) && sound(set.lithology, holes) && sound(set.densities, holes);
    for (const SurveyStation& station : set.surveys)
        good = good && station.hole >= -1 && station.hole < static_cast<std::ptrdiff_t>(holes);
    for (const StatedPath& path : set.paths)
        good = good && path.hole >= 0 && path.hole < static_cast<std::ptrdiff_t>(holes) &&
               !path.depth_m.empty() && path.depth_m.size() == path.place.size();
    for (const auto& [name, hole] : set.hole_index)
        good = good && hole >= 0 && hole < static_cast<std::ptrdiff_t>(holes);
    return good;
}
inline bool sound(const std::vector<Trace>& traces) {
    return std::ranges::all_of(traces, [](const Trace& trace) {
        return trace.position.size() == trace.depth_m.size() &&
               trace.direction.size() == trace.depth_m.size();
    });
}
inline bool sound(const CompositeTable& table) {
    const std::size_t size = table.size();
    bool good = table.y.size() == size && table.z.size() == size && table.hole.size() == size &&
                table.from_m.size() == size && table.to_m.size() == size && table.domain.size() == size;
    good = good && project::all_within(table.hole, 0, table.hole_ids.size()) &&
           project::all_within(table.domain, -1, table.domain_codes.size()) &&
           (table.density.empty() || table.density.size() == size);
    for (const CompositeTable::Grade& grade : table.grades)
        good = good && grade.values.size() == size && grade.assayed_m.size() == size;
    return good;
}
}  // namespace orelens::drilling

namespace orelens::io {
template <class A>
void fields(A& archive, UnusedColumn& unused) {
    auto& [header, why] = unused;
    archive(header, why);
}
template <class A>
void fields(A& archive, TableMapping& mapping) {
    auto& [table, file, delimiter, headers, columns, encoding, rows, refused, set_aside, blank_rows, marks,
           rival, sample, unused, units, limits] = mapping;
    archive(table, file, delimiter, headers, columns, encoding, rows, refused, set_aside, blank_rows, marks,
            rival, sample, unused, units, limits);
}
template <class A>
void fields(A& archive, DrillholeImport& import) {
    auto& [holes, findings, mappings, dip_found] = import;
    archive(holes, findings, mappings, dip_found);
}
inline bool sound(const DrillholeImport& import) {
    return drilling::sound(import.holes);
}
}  // namespace orelens::io
