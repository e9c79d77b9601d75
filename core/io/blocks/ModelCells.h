// What the readers of block models hand on: cells with mapped columns, and what they found on the way.
// Internal to core/io/blocks; ModelImport.h is the door.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Finding.h"
#include "core/base/Progress.h"
#include "core/blocks/CellTable.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ColumnRoles.h"
#include "core/io/blocks/ModelImport.h"

namespace orelens::io {

/// What a file says of its lengths, and what its reader has made of them already.
struct LengthStatement {
    std::string unit;    ///< as the file states it; empty = not at all
    double applied = 1;  ///< metres that the reader has taken one unit for: coordinates are multiplied by it
};

struct ReadCells {
    blocks::CellTable table;  ///< columns with the roles of `mapping`, in the file's units
    ModelMapping mapping;
    std::vector<base::Finding> findings;
    std::function<std::int64_t(std::int64_t)> line_of;  ///< line of a cell; absent: no lines
    bool hinted = false;  ///< the rotation is what the file says: tried first, not insisted on
    blocks::DensityUnit density_unit = blocks::DensityUnit::detect;
    LengthStatement length;
    std::optional<blocks::Vec3>
        parent;  ///< size of the blocks that the file states beside those of its cells
    std::optional<blocks::Vec3> corner;  ///< world corner of its grid as it states it
    /// Places are corners: the centres lie this share of a cell farther along each axis, once the axes are
    /// known.
    double corner_shift = 0;
    /// Per axis, how far lone corners lie from the centres, at least and at most.
    std::array<std::optional<std::pair<double, double>>, 3> halves;
    bool grid_of_rule = false;  ///< sizes and origin are the rule's, in metres already
};

using ModelWords = std::vector<std::pair<std::string, std::string>>;

/// Worded by the texts "finding.what.<kind>" and "finding.fix.<kind>"; the words get {count} beside `args`.
base::Finding model_finding(const std::string& kind, base::Severity severity, const std::string& file,
                            std::int64_t count, ModelWords args, const std::string& column = "",
                            std::int64_t row = 0);

/// Null codes of the rule: numbers, and words in lower case with those that always mean missing.
struct NullCodes {
    std::vector<double> numbers;
    std::vector<std::string> words;
};
NullCodes null_codes(const blocks::ModelRule& rule);
/// …with those of one column.
NullCodes null_codes(const blocks::ModelRule& rule, const std::string& header);

/// Gives the columns of a table without text (grids of other formats) roles, names, units; drops what is not
/// taken; codes for missing become NaN. `questions`: see map_columns.
base::Expected<void> map_cells(ReadCells& cells, const blocks::ModelRule& rule, bool placed,
                               base::Progress& progress, Questions* questions = nullptr);

/// Drops the cells that are not kept; a grid in order names its cells from then on. False: cancelled.
bool keep_cells(blocks::CellTable& table, const std::vector<bool>& keep, const base::Progress& progress);
/// A column of numbers as codes, in the order of the numbers; as it was where there are too many.
blocks::CellColumn codes_of(blocks::CellColumn column);

/// GeoEAS file with the cells of a grid in order: counts, sizes and origin from the rule, or of the file
/// (kt3d).
base::Expected<ReadCells> read_gslib_cells(const blocks::ModelRule& rule, const std::string& path,
                                           base::Progress& progress, Questions* questions = nullptr);
base::Expected<ReadCells> read_vtk_cells(const blocks::ModelRule& rule, const std::string& path,
                                         base::Progress& progress, Questions* questions = nullptr);
base::Expected<ReadCells> read_ubc_cells(const blocks::ModelRule& rule, const std::string& path,
                                         const std::string& folder, base::Progress& progress,
                                         Questions* questions = nullptr);

/// Fills x, y, z from i, j, k or the order of cells: the grid that the rule states.
base::Expected<blocks::GridGeometry> stated_grid(const blocks::ModelRule& rule, const blocks::Index3& count,
                                                 const std::string& file);
/// Row of an ordered grid → linear cell, i fastest and upward.
std::size_t ordered_cell(blocks::CellOrder order, const blocks::Index3& count, std::size_t row);

}  // namespace orelens::io
