// Pictures and the PDF of a run. In a program built without the desktop there are none, and a note says so.
#pragma once

#include "app/cli/Command.h"
#include "app/cli/Output.h"
#include "core/project/Pipeline.h"

namespace orelens::cli {

/// Adds the pictures to the output. Answers a note for the user in his language, or nothing.
base::Expected<std::string> write_pictures(const Common& common, const project::Project& project,
                                           const std::string& name, Output& output);

}  // namespace orelens::cli
