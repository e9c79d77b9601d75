#include "ui/map/MapFrame.h"

#include <QString>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace orelens::maps {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double earth_m = 6'371'008.8;

double end_of_plane() {
    return std::asinh(std::tan(most_latitude * pi / 180));
}

}  // namespace

QPointF to_plane(const io::LonLat& place) {
    const double latitude = std::clamp(place[1], -most_latitude, most_latitude) * pi / 180;
    return {place[0] * pi / 180, std::asinh(std::tan(latitude))};
}

io::LonLat to_degrees(const QPointF& plane) {
    return {plane.x() * 180 / pi, std::atan(std::sinh(plane.y())) * 180 / pi};
}

QPointF MapFrame::pixel(const QPointF& plane) const {
    return {size.width() / 2 + (plane.x() - middle.x()) * scale, size.height() / 2 - (plane.y() - middle.y()) * scale};
}

QPointF MapFrame::plane(const QPointF& pixel) const {
    return {middle.x() + (pixel.x() - size.width() / 2) / scale, middle.y() - (pixel.y() - size.height() / 2) / scale};
}

QRectF MapFrame::shown() const {
    const QPointF half(size.width() / 2 / scale, size.height() / 2 / scale);
    return {middle - half, middle + half};
}

double MapFrame::metres_per_pixel() const {
    // One radian of longitude on the circle of this latitude.
    return earth_m / std::cosh(middle.y()) / scale;
}

MapFrame MapFrame::zoomed(double factor, const QPointF& about) const {
    const QPointF fixed = plane(about);
    MapFrame next = *this;
    next.scale = std::clamp(scale * factor, whole_world(size).scale, 10 * earth_m);
    next.middle = fixed - QPointF((about.x() - size.width() / 2) / next.scale, -(about.y() - size.height() / 2) / next.scale);
    return next.held();
}

MapFrame MapFrame::held() const {
    MapFrame next = *this;
    const double half_width = size.width() / 2 / scale, half_height = size.height() / 2 / scale;
    const double x = std::max(0.0, pi - half_width), y = std::max(0.0, end_of_plane() - half_height);
    next.middle = {std::clamp(middle.x(), -x, x), std::clamp(middle.y(), -y, y)};
    return next;
}

MapFrame frame_of(const QRectF& plane, const QSizeF& size) {
    MapFrame frame = whole_world(size);
    frame.middle = plane.center();
    const double least = 100e3 / earth_m * std::cosh(frame.middle.y());
    const double width = std::max(plane.width() * 1.2, least), height = std::max(plane.height() * 1.2, least);
    frame.scale = std::max(frame.scale, std::min(size.width() / width, size.height() / height));
    return frame.held();
}

MapFrame whole_world(const QSizeF& size) {
    MapFrame frame;
    frame.size = {std::max(size.width(), 1.0), std::max(size.height(), 1.0)};
    // All of it is in sight: the rest of a wide or a tall drawing stays empty.
    frame.scale = std::min(frame.size.width() / (2 * pi), frame.size.height() / (2 * end_of_plane()));
    return frame;
}

double graticule_step(const MapFrame& frame) {
    static constexpr std::array steps{45.0, 30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 30 / 60.0, 20 / 60.0, 10 / 60.0, 5 / 60.0,
                                      2 / 60.0, 1 / 60.0, 30 / 3600.0, 10 / 3600.0, 5 / 3600.0, 2 / 3600.0, 1 / 3600.0};
    const double width = std::min(frame.size.width() / frame.scale * 180 / pi, 360.0);
    for (const double step : steps)
        if (width / step >= 4) return step;
    return steps.back();
}

QString degrees_text(double degrees, bool longitude, double step) {
    const auto seconds = static_cast<long long>(std::llround(std::abs(degrees) * 3600));
    QString text = QString::number(seconds / 3600) + QStringLiteral("°");
    if (step < 1) text += QString("%1′").arg(seconds / 60 % 60, 2, 10, QChar('0'));
    if (step < 1 / 60.0) text += QString("%1″").arg(seconds % 60, 2, 10, QChar('0'));
    if (seconds == 0 || (longitude && seconds == 180 * 3600)) return text;
    return text + (longitude ? (degrees < 0 ? "W" : "E") : (degrees < 0 ? "S" : "N"));
}

double bar_metres(const MapFrame& frame, double most_pixels) {
    const double most = std::max(frame.metres_per_pixel() * most_pixels, 1e-3);
    const double ten = std::pow(10, std::floor(std::log10(most)));
    for (const double step : {5.0, 2.0})
        if (step * ten <= most) return step * ten;
    return ten;
}

}  // namespace orelens::maps
