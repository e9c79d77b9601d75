// What frames the scene on the flat sheet: legends, north arrow, scale bar, caption, highlights; and the
// coordinate box in space. Laid out anew for each frame because it follows the camera and the size of the
// window.
#pragma once

#include <vtkSmartPointer.h>

#include <array>
#include <string>
#include <vector>

#include "ui/scene/Handles.h"
#include "ui/scene/Moves.h"
#include "ui/scene/Palette.h"
#include "ui/scene/Sheet.h"
#include "ui/scene/Space.h"

class vtkActor;
class vtkRenderer;

namespace orelens::scene {

/// What the frame shows; filled by the scene.
struct DecorInput {
    Look look;
    Space space;
    Eye eye;
    std::array<Vec3, 2> extent{};  ///< world; equal corners = nothing to frame
    std::array<double, 4> panel{};  ///< left, bottom, width, height of what stands over the picture, at ratio 1
    std::vector<Legend> legends;
    std::vector<std::string> caption;            ///< lines, first one bold
    std::vector<std::array<Vec3, 2>> outline;    ///< drawn coordinates: edges of the grid's box
    std::vector<std::array<Vec3, 2>> highlight;  ///< drawn coordinates, always on top
    Vec3 highlight_at{};                         ///< where its label goes
    std::string highlight_label;
    std::vector<std::pair<Vec3, std::string>> labels;  ///< hole names at collars, drawn coordinates
    std::vector<Vec3> sketch;                ///< drawn coordinates: points joined by a line, always on top
    bool sketch_closed = false;
    std::vector<std::string> sketch_words;   ///< lines beside the last point
    HandleSet handles;
    int handle_in_hand = -1;                 ///< under the mouse, or held
    double corner = 0;  ///< pixels at ratio 1 that are covered at the left; below zero not down to the lower corner
    std::string warning;                               ///< middle of the picture: why nothing is drawn
};

/// Drawn point → device pixels of the viewport; false when behind the camera.
class Projector {
  public:
    Projector(const Eye& eye, double width, double height);
    bool operator()(const Vec3& drawn, Point2& out) const;
    [[nodiscard]] double width() const { return width_; }
    [[nodiscard]] double height() const { return height_; }

  private:
    Eye eye_;
    Basis basis_;
    double width_, height_, scale_;
};

/// Lower left corner and size in device pixels, and the room in which the corner can be moved; no size = no legend.
struct LegendBox {
    double x = 0, y = 0, width = 0, height = 0;
    double room_x = 0, room_y = 0;
};

class Decor {
  public:
    explicit Decor(vtkRenderer* renderer);
    ~Decor();
    void layout(const DecorInput& input, double pixel_ratio);
    /// Where the legend stands in a picture of that size. Not between the steps of a layout.
    [[nodiscard]] LegendBox legend_place(const DecorInput& input, double width, double height, double pixel_ratio);

  private:
    vtkRenderer* renderer_;
    Sheet sheet_;
    vtkSmartPointer<vtkActor> outline_, grid_;
    std::vector<std::array<Vec3, 2>> outline_shown_, grid_shown_;
};

// Parts, each in its own file or section; all draw on the sheet.
LegendBox legend_box(Sheet& sheet, const DecorInput& input, double width, double height);
/// The plate of the caption in the upper left corner; 0, 0 without one.
Point2 caption_size(Sheet& sheet, const DecorInput& input);
/// Where it begins, in pixels at ratio 1: beside what stands over the left of the picture.
double caption_left(const DecorInput& input);
void draw_legends(Sheet& sheet, const DecorInput& input, double width, double height);
void draw_caption(Sheet& sheet, const DecorInput& input, double width, double height);
void draw_compass(Sheet& sheet, const DecorInput& input, double width, double height);
/// The handle under a pixel, −1 = none; the nearest where several are.
int handle_at(const HandleSet& set, const Space& space, const Projector& project, const Point2& pixel, double ratio);
void draw_handles(Sheet& sheet, const DecorInput& input, const Projector& project);
/// Lines of the three far sides of the extent's box, in drawn coordinates.
std::vector<std::array<Vec3, 2>> axes_grid(const DecorInput& input);
void draw_axes_labels(Sheet& sheet, const DecorInput& input, const Projector& project);

}  // namespace orelens::scene
