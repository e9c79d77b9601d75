#include "ui/charts/BrushPlot.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace orelens::charts {

void BrushPlot::set_brush(std::optional<std::pair<double, double>> brush) {
    if (brush == brush_) return;
    brush_ = brush;
    update();
}

void BrushPlot::paintEvent(QPaintEvent* event) {
    PlotWidget::paintEvent(event);
    if (!brush_ || plot().series.empty()) return;
    QPainter painter(this);
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const QRectF inner = inner_area();
    const double left = pixel_of(brush_->first), right = pixel_of(brush_->second);
    QColor shade = colors.accent;
    shade.setAlphaF(0.18F);
    painter.fillRect(QRectF(QPointF(left, inner.top()), QPointF(right, inner.bottom())), shade);
    painter.setPen(QPen(colors.accent, 2));
    for (const double x : {left, right}) painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()));
}

void BrushPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || plot().series.empty()) return;
    pressed_at_ = static_cast<int>(event->position().x());
    pressed_ = x_at(event->position().x());
    moved_ = false;
}

void BrushPlot::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || plot().series.empty()) return;
    moved_ = moved_ || std::abs(event->position().x() - pressed_at_) >= QApplication::startDragDistance();
    if (!moved_) return;
    const double x = x_at(event->position().x());
    Q_EMIT brushed(std::min(x, pressed_), std::max(x, pressed_), true);
}

void BrushPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || plot().series.empty()) return;
    const double x = x_at(event->position().x());
    if (moved_)
        Q_EMIT brushed(std::min(x, pressed_), std::max(x, pressed_), false);
    else
        Q_EMIT cleared();
}

/// Left and right move the stretch, with Shift its upper end.
void BrushPlot::keyPressEvent(QKeyEvent* event) {
    const int way = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (event->key() == Qt::Key_Delete && brush_) return Q_EMIT cleared();
    if (way == 0 || plot().series.empty()) return Chart::keyPressEvent(event);
    const double wide = plot().x.high - plot().x.low;
    auto [low, high] = brush_.value_or(std::pair(plot().x.low, plot().x.low + wide / 4));
    if (brush_) {
        if (!(event->modifiers() & Qt::ShiftModifier)) low += way * wide / 50;
        high += way * wide / 50;
    }
    if (low < high) Q_EMIT brushed(low, high, false);
}

}  // namespace orelens::charts
