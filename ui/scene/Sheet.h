// A flat drawing over the 3D view in device pixels, made anew each frame: filled shapes, lines and texts.
// Everything that frames the scene (legend, arrow, bars, labels) is drawn with it. Origin at the lower left.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "ui/scene/Palette.h"

class vtkRenderer;
class vtkTextProperty;

namespace orelens::scene {

using Point2 = std::array<double, 2>;

struct TextStyle {
    double size = 13;  ///< pixels at ratio 1
    Rgb colour{};
    int across = 0;  ///< −1 left, 0 centred, 1 right of the point is the text's … edge
    int along = 0;   ///< −1 bottom, 0 centred, 1 top
    bool bold = false;
    bool yields = false;  ///< left out where it would lie on a reserved place or be cut off
};

class Sheet {
  public:
    explicit Sheet(vtkRenderer* renderer);
    ~Sheet();

    void clear(double pixel_ratio);
    [[nodiscard]] double ratio() const { return ratio_; }
    /// For measuring between frames.
    void set_ratio(double pixel_ratio) { ratio_ = pixel_ratio; }
    void polygon(const std::vector<Point2>& corners, const Rgb& colour, double alpha = 1);
    void rectangle(double x, double y, double width, double height, const Rgb& colour, double alpha = 1);
    /// Width in device pixels.
    void line(const Point2& from, const Point2& to, double width, const Rgb& colour, double alpha = 1);
    /// False where it yielded, or there are no words.
    bool text(const Point2& at, const std::string& words, const TextStyle& style);
    /// Width and height of a text in device pixels.
    [[nodiscard]] Point2 measure(const std::string& words, const TextStyle& style);
    /// Keeps texts that yield away from a rectangle; before they are drawn.
    void reserve(double x, double y, double width, double height);
    /// Hands the drawing to VTK; call once per frame.
    void commit();

  private:
    struct Actors;
    std::unique_ptr<Actors> actors_;
    double ratio_ = 1;
};

/// A face with Latin and simplified Chinese forms, looked for once on the system; empty when there is none,
/// and VTK's built-in Latin face is used.
const std::string& text_font_file();

/// "12,500", "0.25": grouped by commas as every number of the program, with `decimals` behind the point.
std::string pretty(double value, int decimals);
/// Decimals that tell ticks with this step apart.
int decimals_for(double step);

}  // namespace orelens::scene
