#include "ui/charts/PointCloud.h"

#include <QApplication>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"

namespace orelens::charts {
namespace {

constexpr std::size_t few = 4000;  ///< drawn one by one
const double triangle_height = std::sqrt(3.0) / 2;

/// The axes' rectangle, and which values its edges are.
struct CloudFrame {
    QRectF inner;
    double x_low = 0, x_high = 1, y_low = 0, y_high = 1;
    [[nodiscard]] QPointF place(double x, double y) const {
        return {inner.left() + (x - x_low) / (x_high - x_low) * inner.width(), inner.bottom() - (y - y_low) / (y_high - y_low) * inner.height()};
    }
};

/// The axes as a line chart has them; the painter of those draws them.
Plot axes_of(const Cloud& cloud) {
    Plot plot;
    plot.title = cloud.title;
    plot.x = cloud.x;
    plot.left = cloud.y;
    plot.series.push_back({});
    return plot;
}

CloudFrame frame_of(const QPainter& painter, const QRectF& area, const Cloud& cloud) {
    if (cloud.corners.size() != 3) return {plot_area(painter, area, axes_of(cloud)), cloud.x.low, cloud.x.high, cloud.y.low, cloud.y.high};
    const double line = QFontMetricsF(painter.font(), painter.device()).height();
    QRectF room = area.adjusted(line * 2, line * 2.8, -line * 2, -line * 1.6);
    const double side = std::min(room.width(), room.height() / triangle_height);
    const QRectF inner(room.center().x() - side / 2, room.top() + (room.height() - side * triangle_height) / 2, side, side * triangle_height);
    return {inner, 0, 1, 0, triangle_height};
}

void paint_few(QPainter& painter, const CloudFrame& frame, const Cloud& cloud, const ui::ChartColors& colors, double line) {
    const auto draw = [&](bool kept, const QColor& colour) {
        QColor wash = colour;
        wash.setAlphaF(kept ? 0.75F : 0.45F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(wash);
        const double radius = line * 0.16;
        for (std::size_t n = 0; n < cloud.points->x.size(); ++n) {
            const bool is_kept = cloud.keep.empty() || cloud.keep[n] != 0;
            if (is_kept != kept || !std::isfinite(cloud.points->x[n] + cloud.points->y[n])) continue;
            const QPointF at = frame.place(cloud.points->x[n], cloud.points->y[n]);
            if (frame.inner.adjusted(-1, -1, 1, 1).contains(at)) painter.drawEllipse(at, radius, radius);
        }
    };
    if (!cloud.keep.empty()) draw(false, colors.faint);
    draw(true, colors.series[0]);
}

/// One cell per two pixels, darker with the logarithm of how many fall on it.
void paint_many(QPainter& painter, const CloudFrame& frame, const Cloud& cloud, const ui::ChartColors& colors) {
    constexpr double cell = 2;
    const int wide = std::max(1, static_cast<int>(frame.inner.width() / cell)), high = std::max(1, static_cast<int>(frame.inner.height() / cell));
    std::vector<std::uint32_t> all(static_cast<std::size_t>(wide) * static_cast<std::size_t>(high), 0), kept(all.size(), 0);
    const double ax = wide / (frame.x_high - frame.x_low), ay = high / (frame.y_high - frame.y_low);
    for (std::size_t n = 0; n < cloud.points->x.size(); ++n) {
        const double px = (cloud.points->x[n] - frame.x_low) * ax, py = (cloud.points->y[n] - frame.y_low) * ay;
        if (!(px >= 0 && px <= wide && py >= 0 && py <= high)) continue;
        const auto at = static_cast<std::size_t>(high - 1 - std::min(high - 1, static_cast<int>(py))) * static_cast<std::size_t>(wide) +
                        static_cast<std::size_t>(std::min(wide - 1, static_cast<int>(px)));
        ++all[at];
        if (cloud.keep.empty() || cloud.keep[n] != 0) ++kept[at];
    }
    const double most = std::log1p(*std::ranges::max_element(all));
    QImage image(wide, high, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (int row = 0; row < high; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < wide; ++column) {
            const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(wide) + static_cast<std::size_t>(column);
            if (all[at] == 0) continue;
            const std::uint32_t count = kept[at] > 0 ? kept[at] : all[at];
            QColor colour = kept[at] > 0 ? colors.series[0] : colors.faint;
            colour.setAlphaF(static_cast<float>((kept[at] > 0 ? 0.35 : 0.25) + 0.6 * std::log1p(count) / most));
            line[column] = qPremultiply(colour.rgba());
        }
    }
    painter.drawImage(frame.inner, image);
}

void paint_triangle(QPainter& painter, const CloudFrame& frame, const Cloud& cloud, const ui::ChartColors& colors, double line) {
    const QPointF corner[] = {frame.place(0, 0), frame.place(1, 0), frame.place(0.5, triangle_height)};
    painter.setPen(QPen(colors.grid, 0));
    for (int k = 1; k < 5; ++k) {
        const double t = k / 5.0;
        for (int c = 0; c < 3; ++c) {
            const QPointF a = corner[c], b = corner[(c + 1) % 3], d = corner[(c + 2) % 3];
            painter.drawLine(a + (b - a) * t, a + (d - a) * t);
        }
    }
    painter.setPen(QPen(colors.faint, line * 0.08));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolygon(QPolygonF({corner[0], corner[1], corner[2]}));
    painter.setPen(colors.ink);
    const double wide = line * 12;
    painter.drawText(QRectF(corner[0].x() - wide / 2, corner[0].y() + line * 0.2, wide, line), Qt::AlignCenter, cloud.corners[0]);
    painter.drawText(QRectF(corner[1].x() - wide / 2, corner[1].y() + line * 0.2, wide, line), Qt::AlignCenter, cloud.corners[1]);
    painter.drawText(QRectF(corner[2].x() - wide / 2, corner[2].y() - line * 1.2, wide, line), Qt::AlignCenter, cloud.corners[2]);
}

void paint_arrows(QPainter& painter, const CloudFrame& frame, const Cloud& cloud, const ui::ChartColors& colors, const QFontMetricsF& metrics) {
    const double line = metrics.height();
    std::vector<QRectF> taken;
    for (const CloudArrow& arrow : cloud.arrows) {
        const QPointF from = frame.place(0, 0), to = frame.place(arrow.x, arrow.y);
        painter.setPen(QPen(colors.series[1], line * 0.12));
        painter.drawLine(from, to);
        const double angle = std::atan2(to.y() - from.y(), to.x() - from.x());
        for (const double side : {2.7, -2.7}) painter.drawLine(to, to + QPointF(std::cos(angle + side), std::sin(angle + side)) * line * 0.5);
        // Beside its end, away from the middle; further out where another name stands.
        const double wide = metrics.horizontalAdvance(arrow.name) + 4;
        QRectF box;
        for (int k = 0; k < 6; ++k) {
            const QPointF at = to + QPointF(std::cos(angle), std::sin(angle)) * line * (0.8 + 0.8 * k);
            box = QRectF(at.x() - wide / 2, at.y() - line / 2, wide, line);
            if (std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(box); })) break;
        }
        taken.push_back(box);
        QColor ground = colors.background;
        ground.setAlphaF(0.8F);
        painter.fillRect(box, ground);
        painter.setPen(colors.ink);
        painter.drawText(box, Qt::AlignCenter, arrow.name);
    }
}

}  // namespace

PointCloud::PointCloud(QWidget* parent) : PaintedChart({}, parent) {}

void PointCloud::set_cloud(Cloud cloud) {
    cloud_ = std::move(cloud);
    update();
}

void PointCloud::set_brush(std::optional<QRectF> brush) {
    if (brush == brush_) return;
    brush_ = brush;
    update();
}

void PointCloud::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    painter.save();
    if (!cloud_.points || cloud_.points->x.empty()) {
        paint_note(painter, area, cloud_.empty_note, colors);
        painter.restore();
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height();
    const CloudFrame frame = frame_of(painter, area, cloud_);
    if (cloud_.corners.size() == 3) {
        painter.setPen(colors.ink);
        painter.drawText(QRectF(area.left(), area.top(), area.width(), line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(cloud_.title, Qt::ElideRight, area.width()));
        paint_triangle(painter, frame, cloud_, colors, line);
    } else {
        paint_plot(painter, area, axes_of(cloud_), colors);
    }
    painter.save();
    painter.setClipRect(frame.inner.adjusted(-2, -2, 2, 2));
    if (cloud_.points->x.size() <= few)
        paint_few(painter, frame, cloud_, colors, line);
    else
        paint_many(painter, frame, cloud_, colors);
    painter.restore();
    paint_arrows(painter, frame, cloud_, colors, metrics);
    if (!cloud_.keep.empty() && !cloud_.kept_name.isEmpty()) {
        double x = area.right() - metrics.horizontalAdvance(cloud_.all_name + cloud_.kept_name) - line * 3.4;
        for (const bool kept : {true, false}) {
            const QString& name = kept ? cloud_.kept_name : cloud_.all_name;
            painter.setPen(Qt::NoPen);
            painter.setBrush(kept ? colors.series[0] : colors.faint);
            painter.drawEllipse(QPointF(x + line * 0.5, area.top() + line * 0.5), line * 0.25, line * 0.25);
            painter.setPen(colors.ink);
            painter.drawText(QRectF(x + line, area.top(), metrics.horizontalAdvance(name) + line, line), Qt::AlignLeft | Qt::AlignVCenter, name);
            x += metrics.horizontalAdvance(name) + line * 1.8;
        }
    }
    if (brush_) {
        const QRectF box = QRectF(frame.place(brush_->left(), brush_->top()), frame.place(brush_->right(), brush_->bottom())).normalized() & frame.inner;
        QColor wash = colors.accent;
        wash.setAlphaF(0.15F);
        painter.setPen(QPen(colors.accent, 1.5));
        painter.setBrush(wash);
        painter.drawRect(box);
    }
    painter.restore();
}

QPointF PointCloud::place_of(double x, double y) const {
    QImage one(1, 1, QImage::Format_RGB32);
    QPainter painter(&one);
    painter.setFont(font());
    return frame_of(painter, area(), cloud_).place(x, y);
}

QPointF PointCloud::value_of(const QPointF& place) const {
    QImage one(1, 1, QImage::Format_RGB32);
    QPainter painter(&one);
    painter.setFont(font());
    const CloudFrame f = frame_of(painter, area(), cloud_);
    return {f.x_low + (place.x() - f.inner.left()) / f.inner.width() * (f.x_high - f.x_low), f.y_low + (f.inner.bottom() - place.y()) / f.inner.height() * (f.y_high - f.y_low)};
}

QRectF PointCloud::dragged(const QPointF& to) const {
    const QPointF a = value_of(pressed_), b = value_of(to);
    return QRectF(QPointF(std::min(a.x(), b.x()), std::min(a.y(), b.y())), QPointF(std::max(a.x(), b.x()), std::max(a.y(), b.y())));
}

void PointCloud::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    pressed_ = event->position();
    moved_ = false;
}

void PointCloud::mouseMoveEvent(QMouseEvent* event) {
    if (!brushes_ || !(event->buttons() & Qt::LeftButton) || !cloud_.points) return;
    moved_ = moved_ || (event->position() - pressed_).manhattanLength() >= QApplication::startDragDistance();
    if (moved_) Q_EMIT brushed(dragged(event->position()), true);
}

void PointCloud::mouseReleaseEvent(QMouseEvent* event) {
    if (!brushes_ || event->button() != Qt::LeftButton || !cloud_.points) return;
    if (moved_)
        Q_EMIT brushed(dragged(event->position()), false);
    else
        Q_EMIT cleared();
}

void PointCloud::keyPressEvent(QKeyEvent* event) {
    if (brushes_ && brush_ && event->key() == Qt::Key_Delete) return Q_EMIT cleared();
    PaintedChart::keyPressEvent(event);
}

QString PointCloud::words_at(const QPointF& where) const {
    if (!cloud_.points || cloud_.corners.size() == 3) return {};
    const QPointF at = value_of(where);
    if (at.x() < cloud_.x.low || at.x() > cloud_.x.high || at.y() < cloud_.y.low || at.y() > cloud_.y.high) return {};
    return cloud_.x.title + ": " + ui::number_text(axis_value(cloud_.x, at.x())) + "\n" + cloud_.y.title + ": " + ui::number_text(axis_value(cloud_.y, at.y()));
}

QString PointCloud::as_text() const {
    QString out = cloud_.corners.size() == 3 ? cloud_.corners.join('\t') + "\n" : cloud_.x.title + "\t" + cloud_.y.title + "\n";
    const auto number = [](double value) { return QString::number(value, 'g', 12); };
    for (std::size_t n = 0; cloud_.points && n < cloud_.points->x.size(); ++n) {
        const double x = cloud_.points->x[n], y = cloud_.points->y[n];
        if (!std::isfinite(x + y) || (!cloud_.keep.empty() && cloud_.keep[n] == 0)) continue;
        if (cloud_.corners.size() == 3) {
            const double c = y / triangle_height, b = x - c / 2;
            out += number(1 - b - c) + "\t" + number(b) + "\t" + number(c) + "\n";
        } else {
            out += number(axis_value(cloud_.x, x)) + "\t" + number(axis_value(cloud_.y, y)) + "\n";
        }
    }
    for (const CloudArrow& arrow : cloud_.arrows) out += arrow.name + "\t" + number(arrow.x) + "\t" + number(arrow.y) + "\n";
    return out;
}

}  // namespace orelens::charts
