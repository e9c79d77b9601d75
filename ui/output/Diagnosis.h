// What the desktop adds to a report of a problem: Qt, VTK, folders, graphics and fonts.
#pragma once

#include <vector>

#include "core/report/Diagnosis.h"

namespace orelens::output {

/// Versions and folders; needs no application object.
std::vector<report::DiagnosisRow> diagnose_libraries();

/// OpenGL's vendor, renderer and version on the display of the application object, and the families of fonts
/// that write Chinese. Needs a QGuiApplication; without OpenGL the rows say so.
std::vector<report::DiagnosisRow> diagnose_screen();

}  // namespace orelens::output
