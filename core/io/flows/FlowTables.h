// Tables of material flow studies: dimensions and parameters as flodym, ODYM and people write them. Long (a column per
// dimension, by name or letter, then `value`), wide (items of one dimension across), without header (columns known by
// their items), CSV or a sheet of a workbook (file.xlsx#sheet). Missing or repeated tuples and unknown items are refused
// with file, row and column. Systems as a whole are SystemFile.h.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/recycling/System.h"

namespace orelens::io {

/// Cells of a table as text, with the line each row stands on.
struct TextGrid {
    std::string file;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;
};
/// The first row included. Errors: as of read_table.
base::Expected<TextGrid> read_grid(const std::string& name);

/// Items down a column, along a row, or one alone. A first cell that is the dimension's name or letter is its header.
/// Errors: empty; an item twice; rows and columns both.
base::Expected<recycling::Dimension> read_dimension(const std::string& file, const std::string& name, const std::string& letter);

/// Values over `dimensions`, the last one fastest, in the order of their items. A dimension of a single item may be left
/// out. Errors, with row and column: an item that the dimension does not have; a tuple twice or missing (the row is where
/// it would stand: after the last); an empty cell; what is no number; a dimension that no column tells; a column that is none.
struct ParameterRead {
    std::vector<double> values;
    std::vector<std::int64_t> lines;  ///< of each value, in the file
    std::vector<std::int32_t> columns;  ///< likewise, from 1
};
base::Expected<ParameterRead> read_parameter(const std::string& file, const std::vector<const recycling::Dimension*>& dimensions);
base::Expected<ParameterRead> parameter_from(const TextGrid& grid, const std::vector<const recycling::Dimension*>& dimensions);

/// name,value rows. Errors: a name twice; no number.
base::Expected<std::vector<std::pair<std::string, double>>> read_scalars(const std::string& file);

/// A workbook of ODYM or the Industrial Ecology Data Commons: a sheet Cover that says LIST or TABLE, the values on the
/// sheet Values_Master or Data. LIST: long, with the columns Value and Unit (one unit for all). TABLE: row items in the first
/// columns, column items in the first rows.
struct OdymParameter {
    ParameterRead read;
    std::string unit;  ///< of a LIST; empty of a TABLE, whose cover is free text
};
base::Expected<OdymParameter> read_odym(const std::string& file, const std::vector<const recycling::Dimension*>& dimensions);

}  // namespace orelens::io
