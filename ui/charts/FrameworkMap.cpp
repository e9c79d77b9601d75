#include "ui/charts/FrameworkMap.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace orelens::charts {
namespace {

struct Places {
    QRectF title, properties;
    std::vector<QRectF> halves, heads;
    std::vector<std::vector<QRectF>> rows;
};

Places places_of(const Framework& framework, const QRectF& area, double line) {
    Places places;
    double y = area.top();
    places.title = QRectF(area.left(), y, area.width(), line * 2.6);
    y += line * 2.9;
    const double half = area.width() / static_cast<double>(std::max<std::size_t>(1, framework.halves.size()));
    for (std::size_t n = 0; n < framework.halves.size(); ++n) places.halves.emplace_back(area.left() + half * static_cast<double>(n) + 2, y, half - 4, line * 2.5);
    y += line * 2.8;
    places.properties = QRectF(area.left(), y, area.width(), framework.properties.empty() ? 0 : line * 1.4);
    y += places.properties.height() + line * 0.3;
    const double wide = area.width() / static_cast<double>(std::max<std::size_t>(1, framework.columns.size()));
    std::size_t most = 1;
    for (const FrameworkColumn& column : framework.columns) most = std::max(most, column.rows.size());
    const double head = line * 2.5;
    const double high = std::min(line * 2.4, (area.bottom() - y - head) / static_cast<double>(most));
    for (std::size_t c = 0; c < framework.columns.size(); ++c) {
        const double x = area.left() + wide * static_cast<double>(c) + 2;
        places.heads.emplace_back(x, y, wide - 4, head);
        std::vector<QRectF> rows;
        for (std::size_t r = 0; r < framework.columns[c].rows.size(); ++r) rows.emplace_back(x, y + head + high * static_cast<double>(r) + 1, wide - 4, high - 2);
        places.rows.push_back(std::move(rows));
    }
    return places;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto one = [&](double from, double to) { return static_cast<float>(from + (to - from) * share); };
    return QColor::fromRgbF(one(a.redF(), b.redF()), one(a.greenF(), b.greenF()), one(a.blueF(), b.blueF()));
}

void paint_row(QPainter& painter, const QRectF& place, const FrameworkRow& row, const ui::ChartColors& colors, bool two_lines) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QColor colour = row.colour < 0 ? colors.faint : colors.series[static_cast<std::size_t>(row.colour) % colors.series.size()];
    painter.fillRect(place, mixed(colors.background, colour, 0.12));
    painter.fillRect(QRectF(place.left(), place.top(), place.width() * std::clamp(row.share, 0.0, 1.0), place.height()), mixed(colors.background, colour, 0.45));
    painter.fillRect(QRectF(place.left(), place.top(), 3, place.height()), colour);
    painter.setPen(colors.ink);
    const QRectF words = place.adjusted(7, 0, -4, 0);
    if (two_lines && place.height() > metrics.height() * 1.9) {
        const QRectF upper(words.left(), place.center().y() - metrics.height(), words.width(), metrics.height());
        painter.drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.label, Qt::ElideRight, words.width()));
        painter.drawText(upper.translated(0, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.value, Qt::ElideRight, words.width()));
        return;
    }
    const double value = metrics.horizontalAdvance(row.value);
    const double room = words.width() - value - metrics.height() * 0.4;
    const bool fits = room > metrics.horizontalAdvance(row.label) || room > metrics.height() * 5;
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.label, Qt::ElideRight, fits ? room : words.width()));
    if (fits) painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, row.value);
}

void paint_framework(QPainter& painter, const QRectF& area, const Framework& framework, const ui::ChartColors& colors) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont plain = painter.font();
    QFont bold = plain;
    bold.setBold(true);
    const QFontMetricsF metrics(plain, painter.device());
    const double line = metrics.height();
    if (framework.columns.empty()) {
        painter.setPen(colors.faint);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, framework.empty_note);
        painter.restore();
        return;
    }
    const Places places = places_of(framework, area, line);
    painter.setPen(colors.ink);
    painter.setFont(bold);
    painter.drawText(places.title.adjusted(0, 0, 0, -line * 1.2), Qt::AlignCenter, framework.title);
    painter.setFont(plain);
    painter.drawText(places.title.adjusted(0, line * 1.3, 0, 0), Qt::AlignCenter, QFontMetricsF(plain, painter.device()).elidedText(framework.subtitle, Qt::ElideRight, area.width()));
    for (std::size_t n = 0; n < framework.halves.size(); ++n) {
        paint_row(painter, places.halves[n], framework.halves[n], colors, true);
        painter.setPen(QPen(colors.ink, 1));
        painter.drawRect(places.halves[n]);
    }
    if (!framework.properties.empty()) {
        const double each = area.width() / static_cast<double>(framework.properties.size());
        for (std::size_t n = 0; n < framework.properties.size(); ++n) {
            painter.setPen(colors.ink);
            const QRectF place(area.left() + each * static_cast<double>(n), places.properties.top(), each, places.properties.height());
            painter.drawText(place, Qt::AlignCenter, metrics.elidedText(framework.properties[n], Qt::ElideRight, each - 8));
        }
    }
    for (std::size_t c = 0; c < framework.columns.size(); ++c) {
        const FrameworkColumn& column = framework.columns[c];
        painter.setPen(colors.ink);
        painter.setFont(bold);
        const QRectF head = places.heads[c];
        painter.drawText(QRectF(head.left(), head.top(), head.width(), line * 1.2), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(bold, painter.device()).elidedText(column.title, Qt::ElideRight, head.width()));
        painter.setFont(plain);
        painter.drawText(QRectF(head.left(), head.top() + line * 1.1, head.width(), line * 1.2), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(column.subtitle, Qt::ElideRight, head.width()));
        for (std::size_t r = 0; r < column.rows.size(); ++r) paint_row(painter, places.rows[c][r], column.rows[r], colors, true);
    }
    painter.restore();
}

}  // namespace

FrameworkMap::FrameworkMap(QWidget* parent) : Chart(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void FrameworkMap::set_framework(Framework framework) {
    framework_ = std::move(framework);
    update();
}

QRectF FrameworkMap::row_area(std::size_t column, std::size_t row) const {
    const Places places = places_of(framework_, QRectF(rect()).adjusted(8, 8, -8, -8), QFontMetricsF(font()).height());
    return column < places.rows.size() && row < places.rows[column].size() ? places.rows[column][row] : QRectF();
}

std::optional<FrameworkMap::At> FrameworkMap::at(const QPointF& where) const {
    const Places places = places_of(framework_, QRectF(rect()).adjusted(8, 8, -8, -8), QFontMetricsF(font()).height());
    for (std::size_t n = 0; n < places.halves.size(); ++n)
        if (places.halves[n].contains(where)) return At{-1, static_cast<int>(n)};
    for (std::size_t c = 0; c < places.heads.size(); ++c) {
        if (places.heads[c].contains(where)) return At{static_cast<int>(c), -1};
        for (std::size_t r = 0; r < places.rows[c].size(); ++r)
            if (places.rows[c][r].contains(where)) return At{static_cast<int>(c), static_cast<int>(r)};
    }
    return std::nullopt;
}

void FrameworkMap::choose(At chosen) {
    const auto [column, row] = chosen;
    if (column < 0) Q_EMIT halfChosen(static_cast<std::size_t>(row));
    else if (row < 0) Q_EMIT columnChosen(static_cast<std::size_t>(column));
    else Q_EMIT rowChosen(static_cast<std::size_t>(column), static_cast<std::size_t>(row));
}

void FrameworkMap::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto chosen = at(event->position())) choose(*chosen);
}

void FrameworkMap::keyPressEvent(QKeyEvent* event) {
    const std::size_t count = framework_.columns.size();
    if (count == 0) return Chart::keyPressEvent(event);
    in_hand_ = std::min(in_hand_, count - 1);
    switch (event->key()) {
        case Qt::Key_Right: in_hand_ = (in_hand_ + 1) % count; break;
        case Qt::Key_Left: in_hand_ = (in_hand_ + count - 1) % count; break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space: return choose({static_cast<int>(in_hand_), -1});
        default: return Chart::keyPressEvent(event);
    }
    setAccessibleDescription(framework_.columns[in_hand_].title);
    update();
}

bool FrameworkMap::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto where = at(help->pos()); where && where->second >= 0) {
            const auto n = static_cast<std::size_t>(where->second);
            const FrameworkRow& row = where->first < 0 ? framework_.halves[n] : framework_.columns[static_cast<std::size_t>(where->first)].rows[n];
            QToolTip::showText(help->globalPos(), row.label + " · " + row.value + (row.note.isEmpty() ? "" : "\n" + row.note), this);
            return true;
        }
    }
    return Chart::event(event);
}

void FrameworkMap::draw(QPainter& painter, const QSize& size) const {
    QFont big = font();
    big.setPixelSize(std::max(10, size.height() / 45));
    painter.setFont(big);
    paint_framework(painter, QRectF(QPointF(), QSizeF(size)).adjusted(20, 20, -20, -20), framework_, ui::chart_colors(ui::Theme::light));
}

QString FrameworkMap::as_text() const {
    QString out = framework_.title + "\n";
    for (const FrameworkRow& half : framework_.halves) out += half.label + "\t\t" + half.value + "\n";
    for (const FrameworkColumn& column : framework_.columns)
        for (const FrameworkRow& row : column.rows) out += column.title + "\t" + row.label + "\t" + row.value + "\n";
    return out;
}

QSize FrameworkMap::sizeHint() const {
    return {fontMetrics().height() * 44, fontMetrics().height() * 26};
}
QSize FrameworkMap::minimumSizeHint() const {
    return {fontMetrics().height() * 30, fontMetrics().height() * 16};
}

void FrameworkMap::paintEvent(QPaintEvent* /*event*/) {
    const ui::ChartColors colors = ui::chart_colors(ui::theme());
    QPainter painter(this);
    painter.fillRect(rect(), colors.background);
    if (!isEnabled()) painter.setOpacity(ui::greyed);
    paint_framework(painter, QRectF(rect()).adjusted(8, 8, -8, -8), framework_, colors);
    if (!hasFocus() || framework_.columns.empty()) return;
    const Places places = places_of(framework_, QRectF(rect()).adjusted(8, 8, -8, -8), QFontMetricsF(font()).height());
    painter.setPen(QPen(colors.accent, 2));
    painter.drawRect(places.heads[std::min(in_hand_, places.heads.size() - 1)]);
}

}  // namespace orelens::charts
