// Marks of a map stamped into a picture: each state in so many sizes is drawn once, and copied to its whole pixel from then
// on, so that a hundred thousand marks are one frame of a drag.
#pragma once

#include <QImage>
#include <cstdint>
#include <vector>

#include "ui/map/MapPaint.h"

namespace orelens::maps {

class Stamps {
  public:
    /// `ratio`: pixels of the picture to one of the frame.
    Stamps(const MapMarks& marks, double zoom, const ui::ChartColors& colors, double ratio);

    /// Lays the marks of a frame over a part of a picture (premultiplied) of frame.size × ratio pixels, large ones first.
    /// Marks at the edge are cut by it.
    void stamp(QImage& picture, const MapScene& scene, const MapFrame& frame, const QRect& part) const;

  private:
    struct Size {
        double radius;  ///< pixels of the frame
        int half;       ///< of the square that holds it, pixels of the picture
    };
    struct Span {
        int first = 0, end = 0;  ///< of the pixels in a row of a square that are not blank
    };
    /// A mark in the picture: the corner of its square there.
    struct Laid {
        int left, top;
        std::uint16_t state, size;
    };
    struct Canvas {
        std::uint8_t* bits;
        qsizetype line;  ///< bytes
    };
    void read_rows();
    [[nodiscard]] std::size_t size_of(double radius, bool known) const;
    void lay(const Canvas& canvas, const QRect& part, const Laid& mark) const;

    double ratio_;
    int side_;  ///< of the largest square, even
    std::vector<Size> sizes_;
    QImage sheet_;  ///< a row of squares for each state
    std::vector<std::uint8_t> below_;  ///< for each byte of the sheet, how much of what lies below it stays, of 255
    std::vector<Span> spans_;          ///< for each line of the sheet and each size
};

}  // namespace orelens::maps
