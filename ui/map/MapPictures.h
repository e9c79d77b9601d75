// What a map on screen keeps of its last picture: land, and the marks stamped over it. A drag moves both by whole pixels and
// paints only the strips that come into sight; a new price stamps the marks anew on the land that stands.
#pragma once

#include <QImage>
#include <QRegion>
#include <functional>

#include "ui/map/MapPaint.h"

namespace orelens::maps {

class MapPictures {
  public:
    /// Both pictures are of frame.size × ratio pixels.
    const QImage& ground(const MapScene& scene, const MapFrame& frame, const MapLook& look, const ui::ChartColors& colors, double ratio);
    const QImage& marks(const MapScene& scene, const MapFrame& frame, const MapLook& look, const ui::ChartColors& colors, double ratio);
    /// Marks have other states or amounts, or are others.
    void forget_marks() { marks_ = {}; }

    /// How many pixels of each picture were painted since this was made; what moved is not counted.
    [[nodiscard]] qint64 painted() const { return painted_; }

  private:
    struct Kept {
        QImage picture;
        QPointF middle;
        double scale = 0, ratio = 0;
        bool borders = false;
        QColor background;
    };
    /// `paint` fills a part of a picture that is blank there.
    void bring(Kept& kept, const MapFrame& frame, Kept wanted, const std::function<void(QImage&, const QRegion&)>& paint);

    Kept ground_, marks_;
    qint64 painted_ = 0;
};

}  // namespace orelens::maps
