// What is doubtful in the columns of a block model, settled in place: units of volume and density, shares as
// percent, negative grades. Columns are wherever they are kept, in a table of cells or in a model already.
// Each change is a finding.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/CellTable.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelCells.h"

namespace orelens::io {

/// A column whose values are being settled: NaN = missing, or no block.
struct ValueColumn {
    blocks::CellRole role = blocks::CellRole::number;
    std::string name;
    std::span<float> values;
};

/// Volumes by the cube of `metre`, density as t/m³, shares from 0 to 1, grades not negative and no more than
/// the whole; numbers no one measures (1e20 and beyond) are missing. A share that can be none becomes a
/// number, an exclusion that is a share becomes one: role and name of such a column change. Findings and
/// units go into `cells`, whose own columns are not looked at. False: cancelled.
bool settle_values(std::vector<ValueColumn>& columns, double metre, ReadCells& cells,
                   const blocks::ModelRule& rule, const base::Progress& progress);
/// The columns of a table of cells.
std::vector<ValueColumn> value_columns(blocks::CellTable& table);

}  // namespace orelens::io
