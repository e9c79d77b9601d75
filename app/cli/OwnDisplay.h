// Drawing needs an X display. Where there is none, an Xvfb of our own serves until the program ends.
#pragma once

#include <string>

#include "core/base/Error.h"

namespace orelens::cli {

/// Empty: DISPLAY was already set. Else the name (":99") of the display started here, now in DISPLAY.
/// Error: Xvfb is not installed or does not start.
base::Expected<std::string> ensure_display();

}  // namespace orelens::cli
