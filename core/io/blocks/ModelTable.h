// Tables of blocks, of text or a workbook, as models: the start says what the columns are, a first way
// through the rows where the blocks are, a second one puts each value where the model keeps it. Beside a
// model whose blocks are one cell each little is held: ModelNeed.h has the figures. Internal to
// core/io/blocks; ModelImport.h is the door.
#pragma once

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/blocks/ModelRule.h"
#include "core/io/blocks/ModelImport.h"

namespace orelens::io {

base::Expected<ModelImport> import_table(const blocks::ModelRule& rule, const std::string& path,
                                         double default_density, const base::Progress& progress);

/// Only what the start says: the mapping without rows.
base::Expected<ModelMapping> guess_table(const blocks::ModelRule& rule, const std::string& path,
                                         const base::Progress& progress);

/// The same with what is to be decided first, see look_at_model.
base::Expected<ModelLook> look_at_table(const blocks::ModelRule& rule, const std::string& path,
                                        const base::Progress& progress);

/// What an import of the table will need, from its start: rows by their mean length.
base::Expected<ModelNeed> table_need(const blocks::ModelRule& rule, const std::string& path);

}  // namespace orelens::io
