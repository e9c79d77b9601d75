#include "ui/panels/DrawingPaint.h"

#include <algorithm>
#include <cmath>

#include "ui/Theme.h"

namespace orelens::panels {
namespace {

using sections::Drawing;
using sections::Fill;
using sections::Label;
using sections::Stroke;

/// From millimetres above the lower left corner to the painter's units.
struct Place {
    QRectF area;
    double scale = 1;
    const Drawing& drawing;
    [[nodiscard]] QPointF operator()(const sections::Vec2& mm) const {
        return {area.left() + mm[0] * scale, area.bottom() - mm[1] * scale};
    }
    [[nodiscard]] QPolygonF polygon(const std::vector<sections::Vec2>& points) const {
        QPolygonF out;
        out.reserve(static_cast<int>(points.size()));
        for (const sections::Vec2& p : points) out << (*this)(p);
        return out;
    }
};

QColor shade(const sections::Colour& colour, const Inks& inks) {
    if (colour == sections::black) return inks.ink;
    if (colour == sections::white) return inks.paper;
    return {colour.r, colour.g, colour.b};
}

void paint(QPainter& painter, const Place& place, const Inks& inks, const Fill& fill) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade(fill.colour, inks));
    painter.drawPolygon(place.polygon(fill.corners));
}

void paint(QPainter& painter, const Place& place, const Inks& inks, const Stroke& stroke) {
    QPen pen(shade(stroke.colour, inks), stroke.width_mm * place.scale);
    pen.setJoinStyle(Qt::RoundJoin);
    pen.setCapStyle(Qt::FlatCap);
    if (stroke.dashed) pen.setDashPattern({6, 3});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(place.polygon(stroke.points));
}

void paint(QPainter& painter, const Place& place, const Inks& inks, const Label& label) {
    const QString words = QString::fromStdString(label.words);
    // Without shaping every glyph stands for a character, so that text of a PDF can be searched.
    QFont font(ui::report_font_family());
    font.setBold(label.bold);
    font.setStyleStrategy(QFont::PreferNoShaping);
    const double size = label.points * sections::mm_per_point * place.scale;
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(size))));
    const QFontMetricsF metrics(font, painter.device());
    const double width = metrics.horizontalAdvance(words), capital = metrics.capHeight();
    painter.save();
    painter.translate(place(label.at));
    painter.rotate(-label.angle_deg);
    const double x = -width * (label.across + 1) / 2;
    const double y = label.along == -1 ? 0 : label.along == 0 ? capital / 2 : capital;
    if (label.halo) {
        QColor paper = inks.paper;
        constexpr int nearly = 205;
        paper.setAlpha(nearly);
        const double air = size * 0.12;
        painter.fillRect(QRectF(x - air, y - capital - air, width + 2 * air, capital + 2 * air), paper);
    }
    painter.setFont(font);
    painter.setPen(shade(label.colour, inks));
    painter.drawText(QPointF(x, y), words);
    painter.restore();
}

}  // namespace

void paint_drawing(QPainter& painter, const QRectF& area, const Drawing& drawing, const Inks& inks) {
    const Place place{area, std::min(area.width() / drawing.width_mm, area.height() / drawing.height_mm), drawing};
    painter.setRenderHint(QPainter::Antialiasing);
    // Neighbouring fills would show their edges as hairs of paper.
    for (const sections::Item& item : drawing.items) {
        const Fill* fill = std::get_if<Fill>(&item);
        painter.setRenderHint(QPainter::Antialiasing, fill == nullptr || fill->kind == sections::Kind::frame);
        std::visit([&](const auto& one) { paint(painter, place, inks, one); }, item);
    }
}

}  // namespace orelens::panels
