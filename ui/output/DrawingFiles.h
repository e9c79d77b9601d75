// Drawings of core/sections as files: sheets as a PDF, a single drawing as PDF, SVG or PNG. Needs a QGuiApplication
// (offscreen will do) but no window; the command line uses it too.
#pragma once

#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/sections/Drawing.h"

namespace orelens::output {

/// One page per drawing, each of the drawing's size, with fonts in the file and text that can be searched. Written whole
/// or not at all. Errors: cancelled; the file.
base::Expected<void> write_drawings_pdf(const std::vector<sections::Drawing>& drawings, const std::string& title,
                                        const std::string& path, const base::Progress& progress);
/// By extension: .pdf, .svg, or a .png of 300 dots per inch. Error: the file, or another extension.
base::Expected<void> write_drawing(const sections::Drawing& drawing, const std::string& path);

}  // namespace orelens::output
