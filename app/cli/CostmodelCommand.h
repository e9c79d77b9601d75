// The subcommand costmodel: what mines cost, and what that makes of orebodies without a mine.
#pragma once

#include "app/cli/Command.h"

namespace orelens::cli {

void add_costmodel(CLI::App& app, Common& common, Action& action);

}  // namespace orelens::cli
