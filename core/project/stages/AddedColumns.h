// How columns that a stage adds to the model of the stage before it are kept: the file holds all others once.
#pragma once

#include <string>

#include "core/project/stages/Stage.h"

namespace orelens::project {

struct AddedColumns {
    std::string name;                       ///< of the result
    bool (*own)(const std::string& column);  ///< whether the stage makes a column
    const Shared<blocks::BlockModel>& (*before)(const Results&);
    Shared<blocks::BlockModel>& (*after)(Results&);
    void (*clear)(Results&);  ///< all that the stage has published
};

/// Writes the stage's own columns; reads them onto the model before, which must have the same blocks.
ResultRow added_columns(const AddedColumns& what);

}  // namespace orelens::project
