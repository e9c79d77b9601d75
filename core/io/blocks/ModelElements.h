// What a file holds to choose a block model from: for dialogs and for messages. Names are those that
// model.element takes. Says nothing of columns; see guess_model_mapping for the one that was chosen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"

namespace orelens::io {

enum class ModelElementKind {
    regular_grid,  ///< cells of one size (OMF, geoh5)
    tensor_grid,   ///< cells of several widths along an axis: regularised on import
    sheet          ///< of a workbook
};

struct ModelElement {
    std::string name;  ///< distinct within the file
    ModelElementKind kind = ModelElementKind::regular_grid;
    std::int64_t cells = 0;    ///< of the whole grid; 0 for a sheet, which is not counted
    std::int64_t columns = 0;  ///< values per cell; 0 for a sheet
};

/// The block grids of an .omf or .geoh5, the sheets of an .xlsx (named with or without #sheet), in the order
/// of the file; none for files that hold one model. Values of an OMF file stay packed; a geoh5 is read whole.
/// Errors: the file cannot be read as what it is; cancelled.
base::Expected<std::vector<ModelElement>> model_elements(const std::string& file,
                                                         const base::Progress& progress = base::Progress());

}  // namespace orelens::io
