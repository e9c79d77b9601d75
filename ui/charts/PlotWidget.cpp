#include "ui/charts/PlotWidget.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/Numbers.h"
#include "ui/Theme.h"
#include "ui/Words.h"

namespace orelens::charts {
PlotWidget::PlotWidget(QWidget* parent) : Chart(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PlotWidget::set_plot(Plot plot) {
    plot_ = std::move(plot);
    kept_ = QPixmap();
    update();
}

void PlotWidget::set_marker(double x, const QString& text) {
    if (marker_ == x && marker_text_ == text) return;
    marker_ = x;
    marker_text_ = text;
    update();
}

void PlotWidget::draw(QPainter& painter, const QSize& size) const {
    const ui::ChartColors colors = ui::chart_colors(ui::Theme::light);
    QFont big = font();
    big.setPixelSize(std::max(10, size.height() / 34));
    painter.setFont(big);
    const QRectF area = QRectF(QPointF(), QSizeF(size)).adjusted(20, 20, -20, -20);
    paint_plot(painter, area, plot_, colors);
    if (marker_) paint_marker(painter, area, plot_, colors, *marker_, marker_text_);
}

QSize PlotWidget::sizeHint() const {
    return {fontMetrics().height() * 20, fontMetrics().height() * 12};
}
QSize PlotWidget::minimumSizeHint() const {
    return {fontMetrics().height() * 13, fontMetrics().height() * 8};
}

void PlotWidget::paintEvent(QPaintEvent*) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    const double ratio = devicePixelRatioF();
    const QRectF area = QRectF(rect()).adjusted(4, 4, -4, -4);
    if (kept_.isNull() || kept_.size() != size() * ratio) {
        kept_ = QPixmap(size() * ratio);
        kept_.setDevicePixelRatio(ratio);
        kept_.fill(colors.background);
        QPainter painter(&kept_);
        painter.setFont(font());
        paint_plot(painter, area, plot_, colors);
    }
    QPainter painter(this);
    // What says why there is nothing is to be read, not greyed.
    if (!isEnabled() && !plot_.series.empty()) {
        painter.fillRect(rect(), colors.background);
        painter.setOpacity(ui::greyed);
    }
    painter.drawPixmap(0, 0, kept_);
    inner_ = plot_area(painter, area, plot_);
    if (marker_) paint_marker(painter, area, plot_, colors, *marker_, marker_text_);
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

double PlotWidget::x_at(double pixel) const {
    if (inner_.width() <= 0) return plot_.x.low;
    const double share = std::clamp((pixel - inner_.left()) / inner_.width(), 0.0, 1.0);
    return plot_.x.low + share * (plot_.x.high - plot_.x.low);
}

double PlotWidget::pixel_of(double x) const {
    const double share = std::clamp((x - plot_.x.low) / (plot_.x.high - plot_.x.low), 0.0, 1.0);
    return inner_.left() + share * inner_.width();
}

void PlotWidget::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !plot_.series.empty())
        Q_EMIT xChosen(x_at(event->position().x()), true);
}
void PlotWidget::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton && !plot_.series.empty())
        Q_EMIT xChosen(x_at(event->position().x()), true);
}
void PlotWidget::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !plot_.series.empty())
        Q_EMIT xChosen(x_at(event->position().x()), false);
}

void PlotWidget::keyPressEvent(QKeyEvent* event) {
    const double step = (plot_.x.high - plot_.x.low) / 100;
    const int way = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (way == 0 || !marker_) return Chart::keyPressEvent(event);
    Q_EMIT xChosen(std::clamp(*marker_ + way * step, plot_.x.low, plot_.x.high), false);
}

void PlotWidget::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        kept_ = QPixmap();
        update();
    }
    Chart::changeEvent(event);
}

/// The point nearest to x: where it is, its value and what it stands for.
QString PlotWidget::dot_text(const Series& series, double x) const {
    const auto nearest = std::ranges::min_element(
        series.points, {}, [x](const QPointF& point) { return std::abs(point.x() - x); });
    if (nearest == series.points.end()) return "–";
    QString text = ui::number_text(axis_value(plot_.x, nearest->x())) + " → " +
                   ui::number_text(axis_value(series.right ? plot_.right : plot_.left, nearest->y()));
    const auto n = static_cast<std::size_t>(nearest - series.points.begin());
    if (n < series.counts.size()) text += " (" + ui::plain_number(series.counts[n], 0) + " " + plot_.counted + ")";
    return text;
}

bool PlotWidget::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !plot_.series.empty() && inner_.isValid()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (inner_.contains(help->pos())) {
            const double x = x_at(help->pos().x());
            QString text = plot_.x.title + ": " + ui::number_text(axis_value(plot_.x, x));
            for (const Series& series : plot_.series)
                text += "\n" + series.name + ": " + (series.dots ? dot_text(series, x) : ui::number_text(axis_value(series.right ? plot_.right : plot_.left, value_at(series, x))));
            QToolTip::showText(help->globalPos(), text, this);
            return true;
        }
    }
    return Chart::event(event);
}

}  // namespace orelens::charts
