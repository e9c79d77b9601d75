// What a user says of one column of a block model, as statements of the rule that reads it: for dialogs with a
// row per column. Whatever is stated of one column leaves the others as they are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelImport.h"

namespace orelens::io {

enum class ColumnChoice {
    x,
    y,
    z,
    i,
    j,
    k,
    size_x,
    size_y,
    size_z,
    density,
    tonnage,
    volume,
    proportion,
    excluded,
    grade,
    category,
    number,
    unused
};
/// "x", "size_x", "density", "grade" … in the order of the enumerators.
const std::vector<std::string>& column_choice_ids();

/// What a column of a mapping is; nothing for a definition of the grid, which is no choice.
std::optional<ColumnChoice> choice_of(const ModelColumn& column);

/// Whether a rule can name the header: lists are separated by semicolons.
bool can_be_stated(const std::string& header);

/// The column is this from now on. A grade gets the element of its header, or the header as its name.
void state_choice(blocks::ModelRule& rule, const ModelMapping& now, const std::string& header,
                  ColumnChoice choice);
/// Name and unit of a grade; an empty unit leaves it to the file.
void state_grade(blocks::ModelRule& rule, const ModelMapping& now, const std::string& header,
                 const std::string& name, const std::string& unit);
/// The mean of a plain number by mass, or by volume.
void state_mean(blocks::ModelRule& rule, const std::string& header, bool by_mass);
/// Codes for missing of this column alone, separated by | or ;. Empty: none but those of all columns.
void state_nulls(blocks::ModelRule& rule, const std::string& header, const std::string& codes);
/// As state_nulls takes them, separated by "; ".
std::string stated_nulls(const blocks::ModelRule& rule, const std::string& header);

}  // namespace orelens::io
