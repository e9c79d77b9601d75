// Columns with the results of a method for what lies above the upper limit of the first one: known by a mark
// in the header, by the laboratory's code above it, or by being filled just where the first column is at its
// limit. For the drillhole reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/io/drillholes/DrillholeTables.h"

namespace orelens::io {

/// Whether a mark or a code says so.
bool is_over_column(const OpenTable& table, std::size_t column);

/// Whether `other` is filled where `first` is at its upper limit, and nowhere else.
bool stands_in(const OpenTable& table, std::size_t first, std::size_t other);

/// The column with the results of the over-limit method for this grade.
std::optional<OverColumn> over_limit_column(const OpenTable& table, const GradeSource& grade);

/// Lower case without spaces, underscores and hyphens: "Cu_OG62" and "cu og62" are one name.
std::string squeezed(std::string_view name);

}  // namespace orelens::io
