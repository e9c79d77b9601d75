// The action table in three files: its later families, for ActionTable.cpp only.
#pragma once

#include <vector>

#include "ui/commands/Action.h"

namespace orelens::commands {

using Rows = std::vector<ActionInfo>;

Rows view_actions();
Rows export_actions();
Rows workspace_actions();
Rows window_actions();
Rows help_actions();

}  // namespace orelens::commands
