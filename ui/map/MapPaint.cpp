#include "ui/map/MapPaint.h"

#include <QPainterPath>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ui/Numbers.h"
#include "ui/Words.h"
#include "ui/map/MarkPaint.h"

namespace orelens::maps {
namespace {

constexpr double pi = std::numbers::pi;

QTransform to_pixels(const MapFrame& frame) {
    const QPointF origin = frame.pixel({0, 0});
    return {frame.scale, 0, 0, -frame.scale, origin.x(), origin.y()};
}

/// Outlines in sight that are larger than a pixel, as pixels.
QPainterPath path_of(const std::vector<MapScene::Outline>& outlines, const MapFrame& frame, bool closed) {
    const QRectF shown = frame.shown();
    const QTransform to = to_pixels(frame);
    QPainterPath path;
    for (const MapScene::Outline& outline : outlines) {
        if (!outline.box.intersects(shown) ||
            std::max(outline.box.width(), outline.box.height()) * frame.scale < 1)
            continue;
        // Corners that share a pixel with the one before are left away.
        QPointF last = to.map(outline.corners.front());
        path.moveTo(last);
        for (qsizetype n = 1; n < outline.corners.size(); ++n) {
            const QPointF next = to.map(outline.corners[n]);
            if (n + 1 < outline.corners.size() && (next - last).manhattanLength() < 0.7) continue;
            path.lineTo(next);
            last = next;
        }
        if (closed) path.closeSubpath();
    }
    return path;
}

void paint_graticule(QPainter& painter, const MapFrame& frame, const ui::ChartColors& colors) {
    const QRectF shown = frame.shown();
    const double step = graticule_step(frame);
    const io::LonLat low = to_degrees({std::max(shown.left(), -pi), shown.top()}),
                     high = to_degrees({std::min(shown.right(), pi), shown.bottom()});
    const QFontMetricsF metrics(painter.font(), painter.device());
    QColor line = colors.ink;
    line.setAlphaF(0.16F);
    struct Name {
        QRectF box;
        QString text;
    };
    std::vector<Name> names;
    painter.setPen(QPen(line, 0));
    for (double n = std::ceil(low[0] / step); n * step <= high[0] + 1e-9; ++n) {
        const double x = frame.pixel(to_plane({n * step, 0})).x();
        painter.drawLine(QPointF(x, 0), QPointF(x, frame.size.height()));
        const QString text = degrees_text(n * step, true, step);
        const double wide = metrics.horizontalAdvance(text);
        if (x - wide / 2 > 0 && x + wide / 2 < frame.size.width())
            names.push_back({{x - wide / 2 - 2, 1, wide + 4, metrics.height()}, text});
    }
    for (double n = std::ceil(low[1] / step); n * step <= high[1] + 1e-9; ++n) {
        if (std::abs(n * step) > most_latitude) continue;
        const double y = frame.pixel(to_plane({0, n * step})).y();
        painter.drawLine(QPointF(0, y), QPointF(frame.size.width(), y));
        const QString text = degrees_text(n * step, false, step);
        const QRectF box(2, y - metrics.height() / 2, metrics.horizontalAdvance(text) + 4, metrics.height());
        if (box.top() > metrics.height() * 1.2 && box.bottom() < frame.size.height()) names.push_back({box, text});
    }
    QColor ground = colors.background;
    ground.setAlphaF(0.75F);
    for (const Name& name : names) {
        painter.fillRect(name.box, ground);
        painter.setPen(colors.ink);
        painter.drawText(name.box, Qt::AlignCenter, name.text);
    }
}

void paint_shapes(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
                  const ui::ChartColors& colors) {
    const QTransform to = to_pixels(frame);
    const QRectF shown = frame.shown().adjusted(-8 / frame.scale, -8 / frame.scale, 8 / frame.scale, 8 / frame.scale);
    const auto& shapes = scene.shapes();
    for (std::size_t n = 0; n < shapes.size();) {
        // The rings of one feature are one area.
        QPainterPath area;
        const MapScene::Shape& first = shapes[n];
        const QColor colour = colors.series[(first.layer + 5) % colors.series.size()];
        for (; n < shapes.size() && shapes[n].layer == first.layer && shapes[n].feature == first.feature; ++n) {
            const QRectF box = shapes[n].outline.box;
            if (box.right() < shown.left() || box.left() > shown.right() || box.bottom() < shown.top() ||
                box.top() > shown.bottom())
                continue;
            const QPolygonF pixels = to.map(shapes[n].outline.corners);
            painter.setPen(QPen(colour, 1.4 * look.zoom));
            if (shapes[n].kind == io::MapKind::areas) {
                area.addPolygon(pixels);
            } else if (shapes[n].kind == io::MapKind::lines) {
                painter.setBrush(Qt::NoBrush);
                painter.drawPolyline(pixels);
            } else {
                painter.setBrush(colour);
                const double half = 2.5 * look.zoom;
                painter.drawRect(QRectF(pixels.front() - QPointF(half, half), QSizeF(2 * half, 2 * half)));
            }
        }
        if (area.isEmpty()) continue;
        QColor wash = colour;
        wash.setAlphaF(0.18F);
        painter.setPen(QPen(colour, 1.4 * look.zoom));
        painter.setBrush(wash);
        painter.drawPath(area);
    }
}

QString length_text(double metres) {
    return metres >= 1000 ? ui::plain_number(metres / 1000, 0) + " km" : ui::plain_number(metres, metres < 1 ? 2 : 0) + " m";
}

/// Scale bar and north at the lower left, the source of the outlines at the lower right.
void paint_scale(QPainter& painter, const MapFrame& frame, const MapLook& look, const ui::ChartColors& colors) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height(), margin = line * 0.7;
    QColor ground = colors.background;
    ground.setAlphaF(0.8F);
    const double metres = bar_metres(frame, std::min(frame.size.width() * 0.25, line * 9));
    const double wide = metres / frame.metres_per_pixel();
    const QRectF box(margin, frame.size.height() - margin - line * 1.9, wide + line * 2.4, line * 1.9);
    painter.fillRect(box, ground);
    const double y = box.bottom() - line * 0.45, x = box.left() + line * 1.7;
    painter.setPen(QPen(colors.ink, 1.6 * look.zoom));
    painter.drawLine(QPointF(x, y), QPointF(x + wide, y));
    painter.drawLine(QPointF(x, y - line * 0.25), QPointF(x, y + line * 0.1));
    painter.drawLine(QPointF(x + wide, y - line * 0.25), QPointF(x + wide, y + line * 0.1));
    painter.drawText(QRectF(x - line * 2, box.top(), wide + line * 4, line * 1.2), Qt::AlignCenter, length_text(metres));
    QPainterPath arrow;
    const QPointF foot(box.left() + line * 0.75, box.bottom() - line * 0.2);
    arrow.moveTo(foot + QPointF(0, -line * 0.95));
    arrow.lineTo(foot + QPointF(line * 0.32, 0));
    arrow.lineTo(foot + QPointF(0, -line * 0.2));
    arrow.lineTo(foot + QPointF(-line * 0.32, 0));
    arrow.closeSubpath();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ink);
    painter.drawPath(arrow);
    painter.setPen(colors.ink);
    painter.drawText(QRectF(box.left(), box.top() - line * 0.1, line * 1.5, line), Qt::AlignCenter, "N");

    QFont small = painter.font();
    if (small.pixelSize() > 0) {
        small.setPixelSize(std::max(7, small.pixelSize() * 4 / 5));
    } else {
        small.setPointSizeF(std::max(6.0, small.pointSizeF() * 0.8));
    }
    painter.save();
    painter.setFont(small);
    const QString source = ui::words(look.borders ? "ui.map.source_borders" : "ui.map.source");
    const QFontMetricsF little(small, painter.device());
    const QRectF where(frame.size.width() - little.horizontalAdvance(source) - 8, frame.size.height() - little.height() - 3,
                       little.horizontalAdvance(source) + 6, little.height());
    if (where.left() > box.right()) {
        painter.fillRect(where, ground);
        painter.setPen(colors.ink);
        painter.drawText(where, Qt::AlignCenter, source);
    }
    painter.restore();
}

/// States with their counts, and what sizes mean, at the upper right.
void paint_key(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
               const ui::ChartColors& colors) {
    const MapMarks& marks = scene.marks();
    if (marks.marks.empty()) return;
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double line = metrics.height() * 1.25;
    struct Row {
        double radius;
        QColor colour;
        bool known, square;
        QString text;
    };
    std::vector<Row> rows;
    const std::vector<std::size_t> counts = scene.counts();
    for (std::size_t state = 0; state < counts.size(); ++state)
        if (counts[state] > 0)
            rows.push_back({5, marks.states[state].colour, true, marks.states[state].square,
                            marks.states[state].name + "  " + ui::plain_number(static_cast<double>(counts[state]), 0)});
    const bool unknown = std::ranges::any_of(marks.marks, [](const MapMark& mark) { return !std::isfinite(mark.amount); });
    const std::size_t states = rows.size();
    if (scene.largest_amount() > 0 && !marks.amount_name.isEmpty())
        for (const double part : {1.0, 0.1})
            rows.push_back({scene.radius_of(scene.largest_amount() * part), colors.faint, true, false,
                            ui::tonnes_text(scene.largest_amount() * part)});
    if (unknown && !marks.amount_name.isEmpty()) rows.push_back({unknown_disc, colors.faint, false, false, ui::words("ui.map.unknown")});
    if (rows.empty()) return;
    const double disc = (2 * largest_disc + 6) * look.zoom;
    double wide = rows.size() > states ? metrics.horizontalAdvance(marks.amount_name) : 0, high = line * 0.6;
    for (const Row& row : rows) {
        wide = std::max(wide, disc + metrics.horizontalAdvance(row.text));
        high += std::max(line, 2 * row.radius * look.zoom + 4);
    }
    if (rows.size() > states) high += line;
    const QRectF box(frame.size.width() - wide - line - 6, line * 1.1, wide + line, high);
    // In a small view the map is worth more than its key, which the tooltips repeat.
    if (box.width() > frame.size.width() * 0.6 || box.height() > frame.size.height() * 0.8) return;
    QColor ground = colors.background;
    ground.setAlphaF(0.88F);
    painter.setPen(QPen(colors.grid, 0));
    painter.setBrush(ground);
    painter.drawRect(box);
    double y = box.top() + line * 0.3;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (n == states) {
            painter.setPen(colors.ink);
            painter.drawText(QRectF(box.left() + line / 2, y, wide, line), Qt::AlignVCenter, marks.amount_name);
            y += line;
        }
        const Row& row = rows[n];
        const double tall = std::max(line, 2 * row.radius * look.zoom + 4);
        paint_mark(painter, {box.left() + line / 2 + disc / 2, y + tall / 2}, row.radius * look.zoom,
                   {row.colour, row.square, row.known}, look.zoom, colors);
        painter.setPen(colors.ink);
        painter.drawText(QRectF(box.left() + line / 2 + disc, y, wide, tall), Qt::AlignVCenter, row.text);
        y += tall;
    }
}

}  // namespace

QString mark_text(const MapMarks& marks, std::size_t mark) {
    const MapMark& one = marks.marks[mark];
    QString text = one.label;
    if (one.state < marks.states.size()) text += "\n" + marks.states[one.state].name;
    if (!marks.amount_name.isEmpty())
        text += "\n" + marks.amount_name + "  " +
                (std::isfinite(one.amount) ? ui::tonnes_text(one.amount) : ui::words("ui.map.unknown"));
    if (!one.note.isEmpty()) text += "\n" + one.note;
    return text;
}

void paint_ground(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
                  const ui::ChartColors& colors) {
    const QRectF all(QPointF(), frame.size);
    const bool dark = colors.background.lightnessF() < 0.5F;
    painter.fillRect(all, mixed(colors.background, QColor(70, 130, 180), dark ? 0.16 : 0.14));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(mixed(colors.background, colors.ink, 0.35), 0.8 * look.zoom));
    painter.setBrush(mixed(colors.background, dark ? QColor(150, 145, 120) : QColor(225, 218, 196), dark ? 0.22 : 0.7));
    QPainterPath land = path_of(scene.land(), frame, true);
    land.setFillRule(Qt::OddEvenFill);
    painter.drawPath(land);
    if (!look.borders) return;
    QPen pen(mixed(colors.background, colors.ink, 0.45), 0.9 * look.zoom);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path_of(scene.borders(), frame, false));
}

void paint_map(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
               const ui::ChartColors& colors, const QImage* stamped) {
    painter.setRenderHint(QPainter::Antialiasing);
    paint_graticule(painter, frame, colors);
    paint_shapes(painter, scene, frame, look, colors);
    paint_marks(painter, scene, frame, look, colors, stamped);
    paint_scale(painter, frame, look, colors);
    paint_key(painter, scene, frame, look, colors);
    if (!scene.empty() || scene.marks().empty_note.isEmpty()) return;
    const QFontMetricsF metrics(painter.font(), painter.device());
    QRectF note(0, 0, std::min(frame.size.width() * 0.7, metrics.height() * 26), frame.size.height() * 0.5);
    note = metrics.boundingRect(note, Qt::TextWordWrap | Qt::AlignCenter, scene.marks().empty_note).adjusted(-10, -8, 10, 8);
    note.moveCenter({frame.size.width() / 2, frame.size.height() / 2});
    QColor ground = colors.background;
    ground.setAlphaF(0.9F);
    painter.fillRect(note, ground);
    painter.setPen(colors.ink);
    painter.drawText(note, Qt::AlignCenter | Qt::TextWordWrap, scene.marks().empty_note);
}

}  // namespace orelens::maps
