#include "ui/charts/HeatMap.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/Text.h"

namespace orelens::charts {
namespace {

/// Five colours of cividis, from dark to light; or of two sides of a middle.
QColor heat(const HeatMap& map, double share) {
    static const std::array<QColor, 5> cividis{QColor("#00224e"), QColor("#434e6c"), QColor("#7d7c78"), QColor("#bcaf6f"), QColor("#fee838")};
    static const std::array<QColor, 5> apart{QColor("#2166ac"), QColor("#92c5de"), QColor("#f7f7f7"), QColor("#f4a582"), QColor("#b2182b")};
    const auto& stops = map.scale == HeatMap::Scale::diverging ? apart : cividis;
    const double at = std::clamp(share, 0.0, 1.0) * 4;
    const auto n = std::min<std::size_t>(3, static_cast<std::size_t>(at));
    const double part = at - static_cast<double>(n);
    const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(a + part * (b - a))); };
    return {mix(stops[n].red(), stops[n + 1].red()), mix(stops[n].green(), stops[n + 1].green()), mix(stops[n].blue(), stops[n + 1].blue())};
}

double share_of(const HeatMap& map, double value) {
    if (!(value > map.low)) return 0;
    if (map.scale != HeatMap::Scale::logarithmic) return (value - map.low) / (map.high - map.low);
    return std::log(value / map.low) / std::log(map.high / map.low);
}

struct HeatLayout {
    QRectF cells;
    double line = 0;
    double beside = 0, below = 0;  ///< room of the titles of rows and columns
};
HeatLayout lay_out(const QFontMetricsF& metrics, const QRectF& area, const HeatMap& map) {
    HeatLayout made;
    made.line = metrics.height();
    made.beside = map.y_title.isEmpty() ? 0 : made.line * 1.2;
    made.below = map.x_title.isEmpty() ? 0 : made.line * 1.1;
    double names = 0;
    for (const QString& row : map.rows) names = std::max(names, metrics.horizontalAdvance(row));
    names = std::min(names, area.width() * 0.35);
    made.cells = area.adjusted(made.beside + names + made.line * 0.5, map.title.isEmpty() ? 0 : made.line * 1.4, -made.line * 0.5, -made.line * 3.2 - made.below);
    if (map.square && !map.rows.empty() && !map.columns.empty()) {
        const double side = std::min(made.cells.width() / static_cast<double>(map.columns.size()), made.cells.height() / static_cast<double>(map.rows.size()));
        made.cells.setSize({side * static_cast<double>(map.columns.size()), side * static_cast<double>(map.rows.size())});
    }
    return made;
}

void paint_heat(QPainter& painter, const QRectF& area, const HeatMap& map, const ui::ChartColors& colors) {
    painter.save();
    if (map.rows.empty() || map.columns.empty()) {
        paint_note(painter, area, map.empty_note, colors);
        painter.restore();
        return;
    }
    const QFontMetricsF metrics(painter.font(), painter.device());
    const HeatLayout l = lay_out(metrics, area, map);
    painter.setPen(colors.ink);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), l.line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(map.title, Qt::ElideRight, area.width()));
    const double w = l.cells.width() / static_cast<double>(map.columns.size()), h = l.cells.height() / static_cast<double>(map.rows.size());
    // Rows lower than a line of text are named as far apart as their names have room, the middle one among them.
    const auto row_step = static_cast<std::size_t>(std::max(1.0, std::ceil(l.line * 0.8 / h)));
    const double name_room = l.cells.left() - area.left() - l.beside - l.line * 0.3;
    for (std::size_t r = 0; r < map.rows.size(); ++r) {
        const double top = l.cells.top() + h * static_cast<double>(r);
        painter.setPen(colors.ink);
        if (r % row_step == (map.rows.size() / 2) % row_step)
            painter.drawText(QRectF(area.left() + l.beside, top + (h - l.line) / 2, name_room, l.line), Qt::AlignRight | Qt::AlignVCenter,
                             metrics.elidedText(map.rows[r], Qt::ElideRight, name_room));
        for (std::size_t c = 0; c < map.columns.size(); ++c) {
            const double value = map.values[r][c];
            const QRectF cell(l.cells.left() + w * static_cast<double>(c), top, w, h);
            painter.fillRect(cell, std::isnan(value) ? colors.grid : heat(map, share_of(map, value)));
            if (!map.texts.empty() && h >= l.line && metrics.horizontalAdvance(map.texts[r][c]) < w * 0.98 && !std::isnan(value)) {
                painter.setPen(ui::letters_on(heat(map, share_of(map, value))));
                painter.drawText(cell, Qt::AlignCenter, map.texts[r][c]);
            }
            if (map.limit > 0 && value > map.limit) {
                painter.setPen(QPen(colors.bad, 2));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(cell.adjusted(1, 1, -1, -1));
            }
        }
    }
    painter.setPen(colors.faint);
    double wide = 0;
    for (const QString& column : map.columns) wide = std::max(wide, metrics.horizontalAdvance(column) * 1.3);
    const auto step = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(wide / w)));
    for (std::size_t c = 0; c < map.columns.size(); c += step)
        painter.drawText(QRectF(l.cells.left() + w * (static_cast<double>(c) + 0.5) - wide / 2, l.cells.bottom() + l.line * 0.2, wide, l.line), Qt::AlignCenter, map.columns[c]);
    painter.setPen(colors.ink);
    if (l.below > 0) painter.drawText(QRectF(l.cells.left(), l.cells.bottom() + l.line * 1.2, l.cells.width(), l.line), Qt::AlignCenter, map.x_title);
    if (l.beside > 0) {
        painter.save();
        painter.translate(area.left(), l.cells.center().y());
        painter.rotate(-90);
        painter.drawText(QRectF(-l.cells.height() / 2, 0, l.cells.height(), l.line), Qt::AlignCenter, map.y_title);
        painter.restore();
    }
    // The colours and what their ends are.
    const QRectF scale(l.cells.left(), l.cells.bottom() + l.line * 1.7 + l.below, std::min(l.cells.width() * 0.35, l.line * 14), l.line * 0.9);
    for (int n = 0; n < 64; ++n) painter.fillRect(QRectF(scale.left() + scale.width() * n / 64, scale.top(), scale.width() / 64 + 0.6, scale.height()), heat(map, n / 63.0));
    painter.setPen(colors.ink);
    QString ends = QString::fromStdString((map.scale == HeatMap::Scale::logarithmic ? "≤ " : "") + base::number(map.low, 2) + " … " + base::number(map.high, 2)) + (map.unit.isEmpty() ? QString() : " " + map.unit);
    if (!map.limit_name.isEmpty()) ends += "   " + map.limit_name;
    const double room = area.right() - scale.right() - l.line * 0.5;
    painter.drawText(QRectF(scale.right() + l.line * 0.5, scale.top() - l.line * 0.1, room, l.line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(ends, Qt::ElideRight, room));
    painter.restore();
}

}  // namespace

HeatMapWidget::HeatMapWidget(QWidget* parent) : PaintedChart({}, parent) {}

void HeatMapWidget::set_map(HeatMap map) {
    map_ = std::move(map);
    update();
}

void HeatMapWidget::paint(QPainter& painter, const QRectF& area, const ui::ChartColors& colors) const {
    paint_heat(painter, area, map_, colors);
}

std::optional<std::pair<std::size_t, std::size_t>> HeatMapWidget::cell_at(const QPointF& where) const {
    if (map_.rows.empty() || map_.columns.empty()) return std::nullopt;
    const HeatLayout l = lay_out(metrics(), area(), map_);
    const double across = (where.x() - l.cells.left()) / l.cells.width(), down = (where.y() - l.cells.top()) / l.cells.height();
    if (across < 0 || across >= 1 || down < 0 || down >= 1) return std::nullopt;
    return std::pair(static_cast<std::size_t>(down * static_cast<double>(map_.rows.size())),
                     static_cast<std::size_t>(across * static_cast<double>(map_.columns.size())));
}

void HeatMapWidget::click(const QPointF& where) {
    const auto cell = cell_at(where);
    if (!cell) return;
    chosen_ = cell;
    update();
    Q_EMIT cellChosen(cell->first, cell->second);
}

bool HeatMapWidget::key(Key key) {
    if (map_.rows.empty() || map_.columns.empty()) return false;
    auto [row, column] = chosen_.value_or(std::pair<std::size_t, std::size_t>(0, 0));
    row = std::min(row, map_.rows.size() - 1);
    column = std::min(column, map_.columns.size() - 1);
    if (key == Key::up && row > 0) --row;
    if (key == Key::down && row + 1 < map_.rows.size()) ++row;
    if (key == Key::left && column > 0) --column;
    if (key == Key::right && column + 1 < map_.columns.size()) ++column;
    chosen_ = {row, column};
    Q_EMIT cellChosen(row, column);
    return true;
}

QRectF HeatMapWidget::in_hand() const {
    if (!chosen_ || chosen_->first >= map_.rows.size() || chosen_->second >= map_.columns.size()) return {};
    const HeatLayout l = lay_out(metrics(), area(), map_);
    const double w = l.cells.width() / static_cast<double>(map_.columns.size()), h = l.cells.height() / static_cast<double>(map_.rows.size());
    return {l.cells.left() + w * static_cast<double>(chosen_->second), l.cells.top() + h * static_cast<double>(chosen_->first), w, h};
}

QString HeatMapWidget::words_at(const QPointF& where) const {
    const auto cell = cell_at(where);
    if (!cell) return {};
    const auto [r, c] = *cell;
    const double value = map_.values[r][c];
    return map_.rows[r] + ", " + map_.columns[c] + ": " +
           (std::isnan(value) ? QStringLiteral("–") : QString::fromStdString(base::number(value, 3))) +
           (map_.unit.isEmpty() ? QString() : " " + map_.unit);
}

QString HeatMapWidget::as_text() const {
    QString out = map_.title;
    for (const QString& column : map_.columns) out += "\t" + column;
    out += "\n";
    for (std::size_t r = 0; r < map_.rows.size(); ++r) {
        out += map_.rows[r];
        for (const double value : map_.values[r]) out += "\t" + (std::isnan(value) ? QString() : QString::number(value, 'g', 12));
        out += "\n";
    }
    return out;
}

}  // namespace orelens::charts
