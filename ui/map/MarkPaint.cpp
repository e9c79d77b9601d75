#include "ui/map/MarkPaint.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orelens::maps {
namespace {

MarkLook look_of(const MapState& state, bool known) {
    return {state.colour, state.square, known};
}

/// Discs of one state in so many sizes, side by side in one picture, so that a hundred thousand are stamped.
class Stamps {
  public:
    static constexpr int sizes = 24;

    Stamps(const MapMarks& marks, const MapLook& look, const ui::ChartColors& colors, double ratio)
        : ratio_(ratio), zoom_(look.zoom), side_(2 * std::ceil((largest_disc * look.zoom + 2) * ratio)) {
        const auto states = static_cast<int>(marks.states.size());
        picture_ = QPixmap(static_cast<int>(side_) * (sizes + 1), static_cast<int>(side_) * std::max(states, 1));
        picture_.fill(Qt::transparent);
        picture_.setDevicePixelRatio(ratio);
        QPainter painter(&picture_);
        painter.setRenderHint(QPainter::Antialiasing);
        for (int state = 0; state < states; ++state)
            for (int size = 0; size <= sizes; ++size) {
                const bool known = size < sizes;
                const QPointF at(side_ / ratio * (size + 0.5), side_ / ratio * (state + 0.5));
                paint_mark(painter, at, (known ? radius_of(size) : unknown_disc) * look.zoom, look_of(marks.states[static_cast<std::size_t>(state)], known), look.zoom, colors);
            }
    }
    [[nodiscard]] static double radius_of(int size) {
        return smallest_disc + (largest_disc - smallest_disc) * size / (sizes - 1);
    }
    void add(const QPointF& at, double radius, bool known, int state) {
        const int size = known ? static_cast<int>(std::lround((radius - smallest_disc) / (largest_disc - smallest_disc) *
                                                              (sizes - 1)))
                               : sizes;
        // No more of its square than the disc needs: small discs are most of a hundred thousand.
        const double half = std::min(std::ceil(((known ? radius_of(size) : unknown_disc) * zoom_ + 2) * ratio_), side_ / 2);
        stamps_.push_back({at - QPointF(half, half) / ratio_,
                           QRectF((size + 0.5) * side_ - half, (state + 0.5) * side_ - half, 2 * half, 2 * half)});
    }
    /// At whole pixels, where they are copied and not drawn anew: a hundred thousand in a picture.
    void stamp(QPainter& painter) const {
        for (const Stamp& one : stamps_) {
            const QPointF at((one.at * ratio_).toPoint());
            painter.drawPixmap(at / ratio_, picture_, one.from);
        }
    }

  private:
    double ratio_, zoom_, side_;
    QPixmap picture_;
    struct Stamp {
        QPointF at;   ///< upper left, in the painter's units
        QRectF from;  ///< pixels of the picture
    };
    std::vector<Stamp> stamps_;
};

}  // namespace

QColor mixed(const QColor& a, const QColor& b, double part) {
    const auto mix = [&](float x, float y) { return static_cast<float>(x + (y - x) * part); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

void paint_mark(QPainter& painter, const QPointF& at, double radius, const MarkLook& look, double zoom,
                const ui::ChartColors& colors) {
    QColor fill = look.colour;
    fill.setAlphaF(look.known ? 0.82F : 0.0F);
    painter.setPen(look.known ? QPen(mixed(look.colour, colors.background, 0.75), 1 * zoom) : QPen(look.colour, 1.8 * zoom));
    painter.setBrush(fill);
    if (!look.square) {
        painter.drawEllipse(at, radius, radius);
        return;
    }
    // As large as the disc of the same amount.
    const double half = radius * std::sqrt(std::numbers::pi) / 2;
    painter.drawRect(QRectF(at - QPointF(half, half), QSizeF(2 * half, 2 * half)));
}

void paint_marks(QPainter& painter, const MapScene& scene, const MapFrame& frame, const MapLook& look,
                 const ui::ChartColors& colors) {
    const double margin = (largest_disc * look.zoom + 2) / frame.scale;
    const QRectF shown = frame.shown().adjusted(-margin, -margin, margin, margin);
    const MapMarks& marks = scene.marks();
    std::vector<std::uint32_t> drawn;
    for (const MapScene::Cell& cell : scene.cells()) {
        if (cell.box.right() < shown.left() || cell.box.left() > shown.right() || cell.box.bottom() < shown.top() ||
            cell.box.top() > shown.bottom())
            continue;
        drawn.insert(drawn.end(), cell.marks.begin(), cell.marks.end());
    }
    // Cells are in order within themselves: merged, large ones are drawn first everywhere.
    std::ranges::stable_sort(drawn, [&](std::uint32_t a, std::uint32_t b) { return scene.radius(a) > scene.radius(b); });
    if (look.vector) {
        for (const std::uint32_t mark : drawn)
            paint_mark(painter, frame.pixel(scene.place(mark)), scene.radius(mark) * look.zoom,
                       look_of(marks.states[marks.marks[mark].state], std::isfinite(marks.marks[mark].amount)), look.zoom, colors);
    } else {
        Stamps stamps(marks, look, colors, painter.device()->devicePixelRatioF());
        for (const std::uint32_t mark : drawn)
            stamps.add(frame.pixel(scene.place(mark)), scene.radius(mark), std::isfinite(marks.marks[mark].amount),
                       marks.marks[mark].state);
        stamps.stamp(painter);
    }
    const auto ring = [&](std::size_t mark, const QColor& colour, double width) {
        if (mark >= marks.marks.size()) return;
        const double radius = (scene.radius(mark) + 2) * look.zoom;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.background, (width + 2) * look.zoom));
        painter.drawEllipse(frame.pixel(scene.place(mark)), radius, radius);
        painter.setPen(QPen(colour, width * look.zoom));
        painter.drawEllipse(frame.pixel(scene.place(mark)), radius, radius);
    };
    for (const std::size_t mark : look.lassoed) ring(mark, colors.ink, 1.6);
    if (!look.chosen || *look.chosen >= marks.marks.size()) return;
    ring(*look.chosen, colors.accent, 2.6);
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QString label = marks.marks[*look.chosen].label;
    const QPointF at = frame.pixel(scene.place(*look.chosen));
    const double wide = metrics.horizontalAdvance(label) + 8 * look.zoom;
    double left = at.x() + (scene.radius(*look.chosen) + 5) * look.zoom;
    if (left + wide > frame.size.width()) left = at.x() - (scene.radius(*look.chosen) + 5) * look.zoom - wide;
    const QRectF flag(left, at.y() - metrics.height() / 2 - 1, wide, metrics.height() + 2);
    painter.setPen(QPen(colors.faint, 0));
    painter.setBrush(colors.background);
    painter.drawRect(flag);
    painter.setPen(colors.ink);
    painter.drawText(flag, Qt::AlignCenter, label);
}

}  // namespace orelens::maps
