#include "ui/charts/PaintedChart.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <optional>

namespace orelens::charts {
namespace {

constexpr double picture_margin = 20;

}  // namespace

PaintedChart::PaintedChart(const ChartForm& form, QWidget* parent) : Chart(parent), form_(form) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QString PaintedChart::words_at(const QPointF& /*where*/) const {
    return {};
}
void PaintedChart::click(const QPointF& /*where*/) {}
bool PaintedChart::key(Key /*key*/) {
    return false;
}

QRectF PaintedChart::area() const {
    return QRectF(rect()).adjusted(form_.margin, form_.margin, -form_.margin, -form_.margin);
}
QFontMetricsF PaintedChart::metrics() const {
    return QFontMetricsF(font(), this);
}

QSize PaintedChart::sizeHint() const {
    return (form_.usual * fontMetrics().height()).toSize();
}
QSize PaintedChart::minimumSizeHint() const {
    return (form_.least * fontMetrics().height()).toSize();
}

int PaintedChart::picture_letters(const QSize& size) const {
    return size.height() / form_.letters;
}

void PaintedChart::draw(QPainter& painter, const QSize& size) const {
    QFont big = font();
    big.setPixelSize(std::max(10, picture_letters(size)));
    painter.setFont(big);
    paint(painter, QRectF(QPointF(), QSizeF(size)).adjusted(picture_margin, picture_margin, -picture_margin, -picture_margin),
          ui::chart_colors(ui::Theme::light));
}

void PaintedChart::paintEvent(QPaintEvent* /*event*/) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    QPainter painter(this);
    painter.fillRect(rect(), colors.background);
    painter.save();
    if (!isEnabled()) painter.setOpacity(ui::greyed);
    paint(painter, area(), colors);
    painter.restore();
    if (!hasFocus()) return;
    const QRectF one = in_hand();
    painter.setPen(QPen(colors.accent, one.isEmpty() ? 1 : 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(one.isEmpty() ? QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5) : one);
}

void PaintedChart::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) click(event->position());
}

void PaintedChart::keyPressEvent(QKeyEvent* event) {
    const auto pressed = [event]() -> std::optional<Key> {
        switch (event->key()) {
            case Qt::Key_Left: return Key::left;
            case Qt::Key_Right: return Key::right;
            case Qt::Key_Up: return Key::up;
            case Qt::Key_Down: return Key::down;
            case Qt::Key_Return:
            case Qt::Key_Enter:
            case Qt::Key_Space: return Key::take;
            default: return std::nullopt;
        }
    }();
    if (!pressed || !key(*pressed)) return Chart::keyPressEvent(event);
    update();
}

bool PaintedChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const QString words = words_at(help->pos()); !words.isEmpty()) {
            QToolTip::showText(help->globalPos(), words, this);
            return true;
        }
    }
    return Chart::event(event);
}

void paint_note(QPainter& painter, const QRectF& area, const QString& note, const ui::ChartColors& colors) {
    const double side = QFontMetricsF(painter.font(), painter.device()).height();
    painter.setPen(colors.ink);
    painter.drawText(area.adjusted(side, 0, -side, 0), Qt::AlignCenter | Qt::TextWordWrap, note);
}

}  // namespace orelens::charts
