// Pictures of a project without a window: for the command line, reports and tests. Needs an X display
// (Debian's VTK draws through GLX; Xvfb will do). Pictures are made in one piece at any size, never tiled.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/Error.h"
#include "core/base/Progress.h"
#include "core/project/Pipeline.h"
#include "ui/scene/Look.h"
#include "ui/scene/Scene.h"

class vtkRenderWindow;

namespace orelens::scene {

/// 8-bit picture, rows from the top, RGB or RGBA.
struct Picture {
    int width = 0, height = 0;
    int channels = 3;
    std::vector<unsigned char> pixels;
    std::string words = {};  ///< of a section: where it lies; of a camera's picture: title, price, tonnes
};

struct RenderRequest {
    std::string commodity;        ///< empty = the recipe's main commodity
    std::optional<double> price;  ///< quoted; empty = the recipe's price of that commodity
    StandardView view = StandardView::iso;
    std::optional<CameraState> camera;  ///< instead of `view`
    bool section = false;  ///< instead of both: the section of a report's first page (PaperSection.h)
    int width = 1600, height = 1000;    ///< pixels, 16…16384
    bool transparent = false;
    double pixel_ratio = 0;  ///< size of texts: 0 = from the height (1 at 1000 pixels)
    std::vector<blocks::FilterRow> filter;  ///< blocks that are drawn; those that cannot be asked are an error
    Look look;  ///< colour, waste, exaggeration, language, theme …; caption is switched on by render_png
};

/// Draws the project and writes a PNG (atomically). Errors: usage (unknown commodity, column or size), file
/// (cannot write), internal (no display), cancelled (the file that was there stays).
base::Expected<void> render_png(const project::Project& project, const RenderRequest& request,
                                const std::string& path, base::Progress& progress);
/// The same as pixels, for PDF reports.
base::Expected<Picture> render_picture(const project::Project& project, const RenderRequest& request,
                                       base::Progress& progress);

/// A scene drawn off screen with its present look and camera, in a window of its own. The picture is made in
/// bands and read in strips; `progress` is told between them and may serve the events of a user interface
/// there, as long as the scene itself is left alone.
base::Expected<Picture> render_picture(Scene& scene, int width, int height, bool transparent,
                                       double pixel_ratio, base::Progress& progress);

/// Draws the scene into a live window's own framebuffer at another size and gives the window back as it was;
/// the window's context must be current. Used by VtkView.
Picture grab_picture(Scene& scene, vtkRenderWindow* window, int width, int height, bool transparent,
                     double pixel_ratio);

/// Is there an X server to draw with? Asks once; the command line starts Xvfb before the first call when not.
bool display_answers();

/// Packs row by row; `progress` is asked between rows.
base::Expected<void> write_png(const Picture& picture, const std::string& path, base::Progress& progress);

}  // namespace orelens::scene
