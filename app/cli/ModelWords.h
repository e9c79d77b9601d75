// How a block model of another program was understood, as text and as JSON, shared by check and convert.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "core/io/blocks/ModelImport.h"

namespace orelens::cli {

Json model_mapping_json(const io::ModelMapping& mapping);
/// One line on the file, one per column of it; unused ones say why.
std::string model_mapping_text(const Common& common, const io::ModelMapping& mapping);

}  // namespace orelens::cli
