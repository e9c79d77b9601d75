// Graphics and fonts are asked for in a child process: a display that does not answer, or a driver that ends
// the program, is then a row of the answer and not the end of the command.
#pragma once

#include <vector>

#include "core/report/Diagnosis.h"

namespace orelens::cli {

/// Rows about Qt, VTK, folders, graphics and fonts; in a program built without the desktop, that it was.
/// Starts an Xvfb where there is no display and one is installed.
std::vector<report::DiagnosisRow> desktop_rows();

}  // namespace orelens::cli
