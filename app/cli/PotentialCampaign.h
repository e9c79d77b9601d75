// A campaign of test holes as the terminal and the JSON of `potential drill` show it: planned, drilled, result.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Json.h"
#include "app/cli/TextTable.h"
#include "core/project/Potential.h"

namespace orelens::cli {

TextTable campaign_table(const Common& common, const project::TargetResult& result);
/// One object per hole; keys that its state does not know are left out.
Json campaign_json(const project::TargetResult& result);

}  // namespace orelens::cli
