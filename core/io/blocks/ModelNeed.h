// What the import of a table of blocks holds in memory, figure by figure.
#pragma once

#include "core/io/blocks/ModelImport.h"
#include "core/io/blocks/TableStart.h"

namespace orelens::io {

/// Of `rows` rows; `sub_blocked`: several cells in a block. `place_bytes`: of the places of a row as they are
/// packed.
ModelNeed need_of(const ModelMapping& mapping, double rows, double place_bytes, bool sub_blocked);
/// Error: so many bytes beside what the process holds are more than the machine has.
base::Expected<void> check_need(double bytes, const std::string& file);
/// By the sample of a table.
ModelNeed need_of(const TableStart& table);

}  // namespace orelens::io
