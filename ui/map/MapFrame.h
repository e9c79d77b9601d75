// The plane of a map: spherical Mercator in radians, because it keeps shapes at every place and north up; distances are
// told at the latitude of the middle. Window and drawing share one frame. Plain numbers, no painting.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <vector>

#include "core/io/map/Basemap.h"

namespace orelens::maps {

/// Latitudes beyond are not drawn: the plane has no end.
inline constexpr double most_latitude = 84.0;

/// Longitude and latitude in degrees to the plane, y to the north; latitudes are held at the plane's ends.
QPointF to_plane(const io::LonLat& place);
io::LonLat to_degrees(const QPointF& plane);

/// What part of the plane a drawing shows.
struct MapFrame {
    QPointF middle{0, 0};      ///< on the plane
    double scale = 100;        ///< pixels to one radian of longitude
    QSizeF size{1, 1};         ///< pixels

    [[nodiscard]] QPointF pixel(const QPointF& plane) const;
    [[nodiscard]] QPointF plane(const QPointF& pixel) const;
    [[nodiscard]] QRectF shown() const;  ///< on the plane
    /// Metres on the ground to a pixel in the middle: the Earth as a sphere of 6 371 008.8 m.
    [[nodiscard]] double metres_per_pixel() const;
    /// Larger by a factor (above 1) about a pixel, which keeps its place. Between the whole world and 1 m to 10 pixels.
    [[nodiscard]] MapFrame zoomed(double factor, const QPointF& about) const;
    /// Kept to where there is something: never past the ends of the plane.
    [[nodiscard]] MapFrame held() const;
};

/// Shows a rectangle of the plane with a margin of a tenth; a single place with 100 km about it.
MapFrame frame_of(const QRectF& plane, const QSizeF& size);
MapFrame whole_world(const QSizeF& size);

/// Round steps of the graticule in degrees, so that about four lines cross the frame.
double graticule_step(const MapFrame& frame);
/// "104°30′E", "7°S", "0°"; with seconds where steps are finer than a minute.
QString degrees_text(double degrees, bool longitude, double step);
/// The longest round length (1, 2, 5 × 10ⁿ m) that fits in so many pixels.
double bar_metres(const MapFrame& frame, double most_pixels);

}  // namespace orelens::maps
