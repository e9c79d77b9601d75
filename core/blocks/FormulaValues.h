// What a formula over the columns of a block model is in every block. Formulas are those of FilterRow::expression.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/BlockModel.h"

namespace orelens::blocks {

/// One value per cell of the grid, i fastest; NaN where there is no block, a value that the formula reads is missing,
/// or the result is not finite. Errors (kind usage): not a formula, an unknown name, with the place; cancelled.
base::Expected<std::vector<float>> formula_values(const BlockModel& model, const std::string& formula,
                                                  const base::Progress& progress = base::Progress());

}  // namespace orelens::blocks
