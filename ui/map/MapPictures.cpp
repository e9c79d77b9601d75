#include "ui/map/MapPictures.h"

#include <QPainter>
#include <cmath>

#include "ui/map/Stamps.h"

namespace orelens::maps {
namespace {

/// Where the pixels of a picture about one middle lie in that about another; nothing where they would lie between pixels.
std::optional<QPoint> moved_by(const QPointF& before, const QPointF& now, double pixels) {
    const QPointF by((before.x() - now.x()) * pixels, (now.y() - before.y()) * pixels);
    const QPointF whole(std::round(by.x()), std::round(by.y()));
    if (!((by - whole).manhattanLength() < 1e-3) || std::abs(whole.x()) > 1e6 || std::abs(whole.y()) > 1e6) return std::nullopt;
    return whole.toPoint();
}

QImage blank(const QSize& size, QImage::Format format) {
    QImage picture(size, format);
    picture.fill(Qt::transparent);
    return picture;
}

}  // namespace

void MapPictures::bring(Kept& kept, const MapFrame& frame, Kept wanted, const std::function<void(QImage&, const QRegion&)>& paint) {
    const QRect all = wanted.picture.rect();
    QRegion missing(all);
    if (kept.picture.size() == wanted.picture.size() && kept.scale == frame.scale && kept.ratio == wanted.ratio &&
        kept.borders == wanted.borders && kept.background == wanted.background) {
        if (kept.middle == frame.middle) return;
        if (const auto by = moved_by(kept.middle, frame.middle, frame.scale * wanted.ratio)) {
            QPainter painter(&wanted.picture);
            painter.setCompositionMode(QPainter::CompositionMode_Source);
            painter.drawImage(*by, kept.picture);
            missing -= all.translated(*by);
        }
    }
    if (!missing.isEmpty()) paint(wanted.picture, missing);
    for (const QRect& part : missing) painted_ += qint64{part.width()} * part.height();
    kept = std::move(wanted);
}

const QImage& MapPictures::ground(const MapScene& scene, const MapFrame& frame, const MapLook& look, const ui::ChartColors& colors,
                                  double ratio) {
    const QSize size = (frame.size * ratio).toSize();
    bring(ground_, frame, {QImage(size, QImage::Format_RGB32), frame.middle, frame.scale, ratio, look.borders, colors.background},
          [&](QImage& picture, const QRegion& missing) {
              QPainter painter(&picture);
              painter.setClipRegion(missing);
              painter.scale(ratio, ratio);
              paint_ground(painter, scene, frame, look, colors);
          });
    return ground_.picture;
}

const QImage& MapPictures::marks(const MapScene& scene, const MapFrame& frame, const MapLook& look, const ui::ChartColors& colors,
                                 double ratio) {
    const QSize size = (frame.size * ratio).toSize();
    bring(marks_, frame, {blank(size, QImage::Format_ARGB32_Premultiplied), frame.middle, frame.scale, ratio, false, colors.background},
          [&](QImage& picture, const QRegion& missing) {
              const Stamps stamps(scene.marks(), look.zoom, colors, ratio);
              for (const QRect& part : missing) stamps.stamp(picture, scene, frame, part);
          });
    return marks_.picture;
}

}  // namespace orelens::maps
