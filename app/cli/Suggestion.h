// From a refused command line to words: what was wrong, the nearest known name, exit code 2.
#pragma once

#include "app/cli/Command.h"

namespace orelens::cli {

int report_parse_error(const Common& common, const CLI::App& app, const CLI::ParseError& error, int argc,
                       char** argv);

}  // namespace orelens::cli
