#include "ui/charts/HandlePlot.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace orelens::charts {
namespace {

constexpr double radius = 6;
constexpr double reach = 12;  ///< of a click, pixels

}  // namespace

HandlePlot::HandlePlot(QWidget* parent) : PlotWidget(parent) {
    setMouseTracking(true);
}

void HandlePlot::set_handles(std::vector<Handle> handles) {
    handles_ = std::move(handles);
    if (in_hand_ >= static_cast<int>(handles_.size())) in_hand_ = -1;
    if (chosen_ >= static_cast<int>(handles_.size())) chosen_ = -1;
    update();
}

QPointF HandlePlot::place_of(std::size_t handle) const {
    const Handle& one = handles_.at(handle);
    const Axis& axis = plot().left;
    const double y = inner_area().bottom() - (one.y - axis.low) / (axis.high - axis.low) * inner_area().height();
    return {pixel_of(one.x), std::clamp(y, inner_area().top(), inner_area().bottom())};
}

int HandlePlot::at(const QPointF& pixel) const {
    int nearest = -1;
    double best = reach;
    for (std::size_t n = 0; n < handles_.size(); ++n) {
        const QPointF off = place_of(n) - pixel;
        const double away = std::hypot(off.x(), off.y());
        // Of handles at one place the last drawn is on top.
        if (away <= best) {
            best = away;
            nearest = static_cast<int>(n);
        }
    }
    return nearest;
}

void HandlePlot::paintEvent(QPaintEvent* event) {
    PlotWidget::paintEvent(event);
    if (plot().series.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    for (std::size_t n = 0; n < handles_.size(); ++n) {
        const bool marked = static_cast<int>(n) == in_hand_ || (hasFocus() && static_cast<int>(n) == chosen_);
        painter.setPen(QPen(colors.accent, 2));
        painter.setBrush(marked ? colors.accent : colors.background);
        painter.drawEllipse(place_of(n), radius, radius);
    }
    const int told = in_hand_ >= 0 ? in_hand_ : hasFocus() ? chosen_ : -1;
    if (told < 0) return;
    const QString& text = handles_[static_cast<std::size_t>(told)].name;
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QPointF place = place_of(static_cast<std::size_t>(told));
    const double width = metrics.horizontalAdvance(text) + metrics.height() * 0.8;
    QRectF flag(place.x() + radius * 2, place.y() - metrics.height() - radius, width, metrics.height() * 1.2);
    if (flag.right() > inner_area().right()) flag.moveRight(place.x() - radius * 2);
    if (flag.top() < inner_area().top()) flag.moveTop(place.y() + radius);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.marker);
    painter.drawRoundedRect(flag, 3, 3);
    painter.setPen(colors.background);
    painter.drawText(flag, Qt::AlignCenter, text);
}

void HandlePlot::take_to(const QPointF& pixel, bool dragging) {
    const Handle& one = handles_[static_cast<std::size_t>(in_hand_)];
    const Axis& axis = plot().left;
    const double share = std::clamp((inner_area().bottom() - pixel.y()) / inner_area().height(), 0.0, 1.0);
    const double x = one.along_x ? std::max(plot().x.low, x_at(pixel.x())) : one.x;
    const double y = one.along_y ? axis.low + share * (axis.high - axis.low) : one.y;
    Q_EMIT moved(in_hand_, x, y, dragging);
}

void HandlePlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || plot().series.empty()) return;
    in_hand_ = at(event->position());
    if (in_hand_ >= 0) chosen_ = in_hand_;
    update();
}

void HandlePlot::mouseMoveEvent(QMouseEvent* event) {
    if (in_hand_ < 0 || !(event->buttons() & Qt::LeftButton)) {
        setCursor(plot().series.empty() || at(event->position()) < 0 ? Qt::ArrowCursor : Qt::SizeAllCursor);
        return PlotWidget::mouseMoveEvent(event);
    }
    take_to(event->position(), true);
}

void HandlePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || in_hand_ < 0) return;
    take_to(event->position(), false);
    in_hand_ = -1;
    update();
}

/// Page Up and Page Down choose a handle, arrows move it by a hundredth of the axis, with Shift by a tenth of that.
void HandlePlot::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(handles_.size());
    if (count == 0 || plot().series.empty()) return Chart::keyPressEvent(event);
    if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp) {
        const int way = event->key() == Qt::Key_PageDown ? 1 : -1;
        chosen_ = chosen_ < 0 ? 0 : (chosen_ + way + count) % count;
        return update();
    }
    const int right = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int up = event->key() == Qt::Key_Up ? 1 : event->key() == Qt::Key_Down ? -1 : 0;
    if (right == 0 && up == 0) return Chart::keyPressEvent(event);
    if (chosen_ < 0) chosen_ = 0;
    const Handle& one = handles_[static_cast<std::size_t>(chosen_)];
    const double part = (event->modifiers() & Qt::ShiftModifier) != 0 ? 0.001 : 0.01;
    const double x = one.along_x ? one.x + right * part * (plot().x.high - plot().x.low) : one.x;
    const double y = one.along_y ? one.y + up * part * (plot().left.high - plot().left.low) : one.y;
    if (x != one.x || y != one.y) Q_EMIT moved(chosen_, std::max(plot().x.low, x), std::max(plot().left.low, y), false);
}

}  // namespace orelens::charts
