// The subcommand of flow systems.
#pragma once

#include "app/cli/Command.h"

namespace orelens::cli {

void add_mfa(CLI::App& app, Common& common, Action& action);

}  // namespace orelens::cli
